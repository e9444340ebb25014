"""Where reports lie: files, folders, compressed files, standard input."""

from __future__ import annotations

import gzip
import io
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit
from urllib.request import url2pathname

from geo.errors import ReadError

SIDECARS = (".json", ".toml")
"""A file beside ``report.txt`` that holds its date, title and so on: ``report.json`` or ``report.txt.json``."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file (or standard input): its name for messages, its suffix, and what its sidecar says."""

    name: str
    suffix: str
    """Lower case with its dot, without ``.gz``."""
    stem: str = ""
    path: Path | None = None
    stream: BinaryIO | None = None
    sidecar: Mapping[str, object] = field(default_factory=dict)

    def open(self) -> BinaryIO:
        """The bytes, decompressed."""
        if self.stream is not None:
            return self.stream
        if self.path is None:
            raise ReadError(f"{self.name}: nothing to read")
        try:
            packed = self.path.suffix.lower() == ".gz"
            return gzip.open(self.path) if packed else self.path.open("rb")  # type: ignore[return-value]
        except OSError as error:
            raise ReadError(f"{self.name}: cannot be opened ({error.strerror})") from error

    def text(self) -> str:
        """The whole file as text."""
        try:
            with self.open() as handle:
                data = handle.read()
        except (OSError, EOFError) as error:
            raise ReadError(f"{self.name}: cannot be read ({error})") from error
        return decode(data, self.name)


def decode(data: bytes, name: str) -> str:
    """``data`` as text: UTF-8, or UTF-16 with its mark; line ends become ``\\n``."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{name}: byte {error.start} is not {encoding.removesuffix('-sig')}; save the file as UTF-8"
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def source_of(path: Path) -> Source:
    """The source at ``path``, with its sidecar where one lies beside it."""
    bare = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return Source(name=str(path), suffix=bare.suffix.lower(), stem=bare.stem, path=path, sidecar=_sidecar(path, bare))


def standard_input(stream: BinaryIO) -> Source:
    """Standard input: JSON Lines where it begins with a brace, a page where it begins with ``<``, else plain text."""
    data = stream.read()
    suffix = {b"{": ".jsonl", b"<": ".html"}.get(data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1], ".txt")
    return Source(name="standard input", suffix=suffix, stream=io.BytesIO(data))


def local(path: str | Path) -> Path:
    """``path`` on this machine; a ``file:`` address is one, any other address is refused."""
    text = str(path)
    scheme = urlsplit(text).scheme if "://" in text else ""
    if scheme == "file":
        return Path(url2pathname(urlsplit(text).path))
    if scheme:
        raise ReadError(f"{text}: nothing is fetched from the network; save the page and give the file")
    return Path(path)


def files_in(folder: Path, known: frozenset[str]) -> Iterator[Path]:
    """All files below ``folder`` in sorted order, without hidden ones and sidecars."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and not _is_sidecar(path, known):
            yield path


def _is_sidecar(path: Path, known: frozenset[str]) -> bool:
    if path.suffix.lower() not in SIDECARS:
        return False
    bare = path.with_suffix("")
    hosts = [bare, *(bare.with_name(bare.name + suffix) for suffix in known - set(SIDECARS))]
    return any(host.is_file() or host.with_name(host.name + ".gz").is_file() for host in hosts)


def _sidecar(path: Path, bare: Path) -> Mapping[str, object]:
    stems = dict.fromkeys((path, bare, bare.with_suffix("")))
    for candidate in (stem.with_name(stem.name + suffix) for stem in stems for suffix in SIDECARS):
        if candidate != path and candidate.is_file():
            return _metadata(candidate)
    return {}


def _metadata(path: Path) -> Mapping[str, object]:
    text = decode(path.read_bytes(), str(path))
    try:
        found = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except ValueError as error:
        raise ReadError(f"{path}: the sidecar is malformed ({error})") from error
    if not isinstance(found, dict):
        raise ReadError(f"{path}: the sidecar must hold one object with keys such as 'date' and 'title'")
    return found
