"""Who says things: grades and sides of sources, read from a TOML table that a user can replace."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from geo.errors import OptionError, ReadError

GRADES = "ABCDEF"
_STATE = re.compile(r"[A-Z]{2}")
COMMITMENTS = ("first_hand", "asserted", "speaker", "hedged", "possible")


@dataclass(frozen=True, slots=True)
class Source:
    """One source: its grade (A best to E, F unjudged) and the side for which it speaks (None: neutral)."""

    name: str
    grade: str = "F"
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """The table of sources, with what a grade is worth.

    >>> table = Sources.default()
    >>> table.of("UA").side, table.of("UA").grade, table.of("The Gazette").grade
    ('UA', 'C', 'F')
    """

    known: Mapping[str, Source] = field(default_factory=dict)
    state_grade: str = "C"
    strength: Mapping[str, float] = field(default_factory=dict)
    denial: Mapping[str, float] = field(default_factory=dict)
    commitment: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def default(cls) -> Sources:
        """The table that comes with the package: states, armed groups, a few humanitarian bodies; outlets unjudged."""
        return cls.parse(tomllib.loads(files("geo.corroboration").joinpath("sources.toml").read_text("utf-8")))

    @classmethod
    def load(cls, path: str | Path) -> Sources:
        """The table of a user's ``sources.toml``, on top of the defaults; an error names its line and key."""
        try:
            text = Path(path).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ReadError(f"cannot read the table of sources {path}: {error}") from error
        try:
            return cls.parse(tomllib.loads(text), base=cls.default())
        except tomllib.TOMLDecodeError as error:
            raise OptionError(f"{path} is no valid TOML: {error}") from error
        except _MalformedError as error:
            raise OptionError(f"{path}, line {_line(text, error)}: {error}") from error

    @classmethod
    def parse(cls, table: Mapping[str, Any], *, base: Sources | None = None) -> Sources:
        """The table of parsed TOML; what it leaves out is taken from ``base``."""
        base = base or cls()
        _only(table, (), ("states", "groups", "source", "strength", "denial", "commitment"))
        known = dict(base.known)
        groups = _part(table, "groups", ("grade", "names"))
        for name in _names(groups, ("groups",), "names"):
            known[name.casefold()] = Source(name, _grade(groups.get("grade", "C"), ("groups",)), name)
        for name, entry in _part(table, "source").items():
            where = ("source", name)
            if not isinstance(entry, dict):
                raise _MalformedError(where, None, f'{entry!r} is no table; write grade = "C" below [source.{name}]')
            _only(entry, where, ("grade", "side", "aliases"))
            side = entry.get("side")
            if side is not None and (not isinstance(side, str) or not side):
                raise _MalformedError(where, "side", f"side = {side!r} is no name; leave it out for a neutral source")
            source = Source(name, _grade(entry.get("grade", "F"), where), side)
            for alias in (name, *_names(entry, where, "aliases")):
                known[alias.casefold()] = source
        states = _part(table, "states", ("grade",))
        return cls(
            MappingProxyType(known),
            _grade(states.get("grade", base.state_grade), ("states",)),
            _numbers(table, "strength", base.strength, GRADES, at_least=1.0),
            _numbers(table, "denial", base.denial, GRADES, at_most=1.0),
            _numbers(table, "commitment", base.commitment, COMMITMENTS, at_most=1.0),
        )

    def of(self, name: str) -> Source:
        """The source of a name; unlisted names are unjudged and neutral, states speak for themselves."""
        found = self.known.get(name.casefold())
        if found is not None:
            return found
        return Source(name, self.state_grade, name) if _STATE.fullmatch(name) else Source(name)


class _MalformedError(OptionError):
    """An entry that makes no sense: the table it stands in, and its key."""

    def __init__(self, table: tuple[str, ...], key: str | None, message: str) -> None:
        name = ".".join(table)
        super().__init__(f"[{name}] {message}" if name else message)
        self.table = table
        self.key = key


def _line(text: str, error: _MalformedError) -> int:
    """The line of the file on which the entry stands: its key below the heading of its table, else the heading."""
    lines = text.splitlines()
    name = error.table[-1] if error.table else error.key or ""
    heading = re.compile(r"\s*\[.*" + re.escape(name) + r"[\"']?\s*\]|\s*[\"']?" + re.escape(name) + r"[\"']?\s*=")
    at = next((n for n, line in enumerate(lines) if heading.match(line)), 0)
    if error.key is None:
        return at + 1
    key = re.compile(r"(?:.*[{,])?\s*[\"']?" + re.escape(error.key) + r"[\"']?\s*=")
    return next((n for n in range(at, len(lines)) if key.match(lines[n])), at) + 1


def _part(table: Mapping[str, Any], name: str, allowed: tuple[str, ...] = ()) -> Mapping[str, Any]:
    part = table.get(name, {})
    if not isinstance(part, dict):
        raise _MalformedError((name,), None, f"{part!r} is no table")
    if allowed:
        _only(part, (name,), allowed)
    return part


def _only(part: Mapping[str, Any], where: tuple[str, ...], allowed: Iterable[str]) -> None:
    for key in part:
        if key not in tuple(allowed):
            raise _MalformedError(where, key, f"{key!r} means nothing here; use: {', '.join(allowed)}")


def _names(part: Mapping[str, Any], where: tuple[str, ...], key: str) -> list[str]:
    names = part.get(key, [])
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise _MalformedError(where, key, f"{key} = {names!r} is no list of names")
    return names


def _grade(value: object, where: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in tuple(GRADES):
        raise _MalformedError(where, "grade", f"grade = {value!r}: use one of {', '.join(GRADES)}")
    return value


def _numbers(
    table: Mapping[str, Any],
    name: str,
    base: Mapping[str, float],
    allowed: Iterable[str],
    *,
    at_least: float = 0.0,
    at_most: float = float("inf"),
) -> Mapping[str, float]:
    part = _part(table, name, tuple(allowed))
    for key, value in part.items():
        fine = isinstance(value, int | float) and not isinstance(value, bool)
        if not fine or not max(at_least, 1e-9) <= value <= at_most:
            raise _MalformedError((name,), key, f"{key} = {value!r} makes no sense: from {at_least} to {at_most}")
    return MappingProxyType({key: float(value) for key, value in {**base, **part}.items()})
