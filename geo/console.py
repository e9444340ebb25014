"""What the commands share: arguments, reading reports, progress and messages on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from geo.errors import OptionError, ReadError

if TYPE_CHECKING:
    import pandas as pd

    from geo.options import RunOptions
    from geo.pipeline import Run

DONE, NOTHING_USABLE, WRONG_CALL = 0, 1, 2
"""Exit codes."""

Paths = Annotated[
    list[str], typer.Argument(help="Files or folders (.txt .md .html .jsonl .csv, also .gz); `-` is standard input.")
]
Out = Annotated[str, typer.Option("-o", "--output", help="Where to write; `-` is standard output.")]
Published = Annotated[str | None, typer.Option(help="Publication date (YYYY-MM-DD) of reports that state none.")]
Lang = Annotated[str | None, typer.Option(help="Language of all reports (en, uk, ru ...); detected where absent.")]
Theatre = Annotated[str, typer.Option(help="Countries the reports are about, such as UA,RU: a prior, no filter.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Use only what was published up to this day (YYYY-MM-DD).")]
Mode = Annotated[str, typer.Option(help="`publication` (reduced) or `research` (everything, under a banner).")]
Sources = Annotated[Path | None, typer.Option(help="TOML table of outlets' grades and sides.")]
Reviews = Annotated[Path | None, typer.Option(help="CSV of people's decisions: claim_id or strike_id, decision, note.")]
Calibration = Annotated[
    Path | None, typer.Option(help="A fit that `strikemap calibrate` stored; without it only words are shown.")
]
Known = Annotated[
    Path | None, typer.Option(help="strikes.csv of an earlier run: its strikes keep their ids as reports are added.")
]
Today = Annotated[str | None, typer.Option(hidden=True)]


def walk_road(
    paths: list[str],
    published: str | None,
    lang: str | None,
    *,
    theatre: str = "",
    as_of: str | None = None,
    sources: Path | None = None,
    reviews: Path | None = None,
    calibration: Path | None = None,
    known: Path | None = None,
) -> Run:
    """The whole road over the reports at ``paths``, with the user's tables."""
    from geo import pipeline

    options, table = run_options(theatre, calibration), pipeline.sources_of(sources)
    decisions, earlier = pipeline.reviews_of(reviews), pipeline.known_of(known)
    reports = read_reports(paths, published, lang)
    with step(f"strikes of {len(reports)} reports"):
        walk = pipeline.trace(reports, options=options, sources=table, reviews=decisions, as_of=as_of, known=earlier)
    tell(walk.rejected)
    return walk


def read_reports(paths: list[str], published: str | None, lang: str | None) -> pd.DataFrame:
    """The reports; where not one is usable, the command has failed and says why."""
    from geo.options import ReadOptions
    from geo.pipeline import day_of, read

    reports = read(paths, options=ReadOptions(published=day_of(published), lang=lang), stdin=sys.stdin.buffer)
    if reports.empty:
        rejected = reports.attrs["rejected"]
        tell(rejected)
        say(f"strikemap: no usable report in {', '.join(paths)} ({len(rejected)} rejected)")
        raise typer.Exit(NOTHING_USABLE)
    return reports


def run_options(theatre: str, calibration: Path | None = None) -> RunOptions:
    """The options of a run: countries that the reports are about, and a stored fit of the confidence."""
    from geo.options import CorroborateOptions, LocateOptions, RunOptions

    codes = tuple(code.strip().upper() for code in theatre.split(",") if code.strip())
    if any(len(code) != 2 or not code.isalpha() for code in codes):
        raise OptionError(f"--theatre {theatre!r}: give ISO 3166-1 alpha-2 codes such as UA,RU")
    fit = None
    if calibration is not None:
        from geo.evaluation import load

        fit = load(calibration)
    return RunOptions(locate=LocateOptions(theatre=codes), corroborate=CorroborateOptions(calibration=fit))


def json_objects(path: str, *needed: str) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file, each with the keys that are needed."""
    import json

    if path != "-" and not Path(path).exists():
        raise ReadError(f"{path}: no such file")
    text = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise ReadError(f"{path}:{number}: not JSON ({error})") from error
            if not isinstance(row, dict) or not row.keys() >= set(needed):
                raise ReadError(f"{path}:{number}: an object with {' and '.join(map(repr, needed))} is needed")
            found.append(row)
    return found


@contextmanager
def opened(output: str) -> Iterator[TextIO]:
    """The file to write, or standard output for `-`."""
    if output == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    _folder_of(output)
    with Path(output).open("w", encoding="utf-8") as stream:
        yield stream


def _folder_of(output: str) -> None:
    Path(output).parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """A spinner on a terminal, silence elsewhere."""
    from rich.console import Console

    console = Console(stderr=True)
    with console.status(what) if console.is_terminal else _quiet():
        yield


@contextmanager
def _quiet() -> Iterator[None]:
    yield


@contextmanager
def bar(what: str) -> Iterator[Callable[[str, float], None]]:
    """A progress bar on standard error, fed with a part between 0 and 1 and a word about it."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(what, total=1.0)

        def report(word: str, part: float) -> None:
            progress.update(task, completed=part, description=word or what)

        yield report


def summarize(counts: dict[str, int], files: list[str]) -> None:
    """How many at each step, and what was written."""
    say(", ".join(f"{value} {name}" for name, value in counts.items()))
    for path in files:
        say(f"  {path}")


def tell(rejected: tuple[Any, ...], most: int = 5) -> None:
    """The first rejected reports, with their reasons."""
    for item in rejected[:most]:
        say(f"rejected {item.source}: {item.reason}")
    if len(rejected) > most:
        say(f"and {len(rejected) - most} more rejected")


def say(line: str) -> None:
    """One line on standard error."""
    typer.echo(line, err=True)
