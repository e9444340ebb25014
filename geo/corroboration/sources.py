"""Who says things: grades and sides of sources, read from a TOML table that a user can replace."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
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
        """The table of a user's ``sources.toml``, on top of the defaults."""
        try:
            table = tomllib.loads(Path(path).read_text("utf-8"))
        except OSError as error:
            raise ReadError(f"cannot read the table of sources {path}: {error.strerror or error}") from error
        except tomllib.TOMLDecodeError as error:
            raise OptionError(f"{path} is no valid TOML: {error}") from error
        return cls.parse(table, base=cls.default())

    @classmethod
    def parse(cls, table: Mapping[str, Any], *, base: Sources | None = None) -> Sources:
        """The table of parsed TOML; what it leaves out is taken from ``base``."""
        base = base or cls()
        known = dict(base.known)
        groups = table.get("groups", {})
        for name in groups.get("names", ()):
            known[name.casefold()] = Source(name, _grade(groups.get("grade", "C"), name), name)
        for name, entry in table.get("source", {}).items():
            source = Source(name, _grade(entry.get("grade", "F"), name), entry.get("side"))
            for alias in (name, *entry.get("aliases", ())):
                known[alias.casefold()] = source
        return cls(
            MappingProxyType(known),
            _grade(table.get("states", {}).get("grade", base.state_grade), "states"),
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


def _grade(value: object, name: str) -> str:
    if not isinstance(value, str) or value not in GRADES or len(value) != 1:
        raise OptionError(f"source {name!r} has the grade {value!r}; use one of {', '.join(GRADES)}")
    return value


def _numbers(
    table: Mapping[str, Any],
    name: str,
    base: Mapping[str, float],
    allowed: str | tuple[str, ...],
    *,
    at_least: float = 0.0,
    at_most: float = float("inf"),
) -> Mapping[str, float]:
    values = {**base, **table.get(name, {})}
    for key, value in values.items():
        if key not in allowed or not isinstance(value, int | float) or not max(at_least, 1e-9) <= value <= at_most:
            raise OptionError(f"[{name}] {key} = {value!r} makes no sense: from {at_least} to {at_most}")
    return MappingProxyType({key: float(value) for key, value in values.items()})
