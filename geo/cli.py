"""The command ``strikemap``: the verbs of the package on files; progress and messages go to standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from geo.errors import GeoError, OptionError, ReadError

if TYPE_CHECKING:
    import pandas as pd

DONE, NOTHING_USABLE, WRONG_CALL = 0, 1, 2
"""Exit codes."""

app = typer.Typer(
    name="strikemap",
    help="Published reports of strikes in, a map that can be defended out. Exit codes: 0 done, 1 nothing usable, 2"
    " wrong call.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)

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
Today = Annotated[str | None, typer.Option(hidden=True)]


def main() -> None:
    """Run the command; an error that was foreseen is one line and an exit code, never a traceback."""
    try:
        app(prog_name="strikemap")
    except OptionError as error:
        _leave(error, WRONG_CALL)
    except ReadError as error:
        _leave(error, WRONG_CALL)
    except GeoError as error:
        _leave(error, NOTHING_USABLE)
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(DONE) from None
    except OSError as error:
        _leave(error, NOTHING_USABLE)
    except KeyboardInterrupt:
        raise SystemExit(130) from None


@app.command("map", epilog="Example: `strikemap map reports/ -o strikes.html`")
def draw_map(
    paths: Paths,
    output: Out = "strikes.html",
    mode: Mode = "publication",
    as_of: AsOf = None,
    published: Published = None,
    lang: Lang = None,
    theatre: Theatre = "",
    sources: Sources = None,
    reviews: Reviews = None,
    labels: Annotated[str, typer.Option(help="Language of the map's labels: en or uk.")] = "en",
    title: Annotated[str | None, typer.Option(help="Heading of the map.")] = None,
    color_by: Annotated[str, typer.Option(help="What colour means on opening: class or origin.")] = "class",
    tiles: Annotated[str | None, typer.Option(help="Tile server, opt-in: the page then asks the network.")] = None,
    attribution: Annotated[str | None, typer.Option(help="Attribution that the tile server asks for.")] = None,
    today: Today = None,
) -> None:
    """Reports in, one HTML map out that opens without a network."""
    from geo import pipeline
    from geo.options import DrawOptions

    walk = _walk(paths, published, lang, theatre, as_of, sources, reviews)
    drawn = pipeline.draw(
        walk.strikes,
        options=DrawOptions(title=title, color_by=color_by),
        mode=mode,
        today=today,
        tiles=tiles,
        attribution=attribution,
        lang=labels,
    )
    if output == "-":
        sys.stdout.write(drawn.get_root().render())
    else:
        pipeline.save_map(drawn, output)
    _summary(walk.counts, [output])


@app.command("run", epilog="Example: `strikemap run reports/ -o build` writes map, tables and methods.")
def run_all(
    paths: Paths,
    output: Out = "build",
    mode: Mode = "publication",
    as_of: AsOf = None,
    published: Published = None,
    lang: Lang = None,
    theatre: Theatre = "",
    sources: Sources = None,
    reviews: Reviews = None,
    today: Today = None,
) -> None:
    """Reports in; strikes as map, GeoJSON, GeoParquet and CSV out, with claims, rejected reports and methods."""
    from geo import pipeline

    if output == "-":
        raise OptionError("run writes several files; give a folder with -o")
    walk = _walk(paths, published, lang, theatre, as_of, sources, reviews)
    written = pipeline.write_run(walk, output, mode=mode, today=today)
    _summary(walk.counts, [str(path) for path in written])


@app.command("extract", epilog="Example: `strikemap extract reports.jsonl -o claims.jsonl`")
def extract_claims(
    paths: Paths,
    output: Out = "-",
    published: Published = None,
    lang: Lang = None,
    theatre: Theatre = "",
) -> None:
    """Located claims, one JSON object a line, with the columns of `claims`."""
    from geo import pipeline
    from geo.writing.lines import write_jsonl

    options = _run_options(theatre)
    reports = _reports(paths, published, lang)
    with _step("the gazetteer"):
        places = pipeline.gazetteer()
    with _step(f"claims of {len(reports)} reports"):
        claims = pipeline.extract(reports, places=places, options=options.extract)
    with _step(f"places of {len(claims)} claims"):
        located = pipeline.locate(claims, reports, places=places, options=options.locate)
    with _stream(output) as stream:
        write_jsonl(located, stream)
    rejected = (*reports.attrs.get("rejected", ()), *claims.attrs.get("rejected", ()))
    _say(f"{len(reports)} reports, {len(located)} claims, {len(rejected)} rejected -> {output}")
    _tell(rejected)


@app.command("toponyms", epilog="Example: `strikemap toponyms texts.jsonl -o found.jsonl`")
def find_toponyms(
    texts: Annotated[str, typer.Argument(help='JSON Lines with "doc" and "text"; `-` is standard input.')],
    output: Out = "-",
    spans: Annotated[Path | None, typer.Option(help='JSON Lines with "doc" and "spans": resolve these only.')] = None,
) -> None:
    """Names of places in texts, and the places that they mean."""
    import json

    rows = _objects(texts, "doc", "text")
    given = None if spans is None else {str(row["doc"]): row["spans"] for row in _objects(str(spans), "doc", "spans")}
    from geo import pipeline
    from geo.gazetteer.toponyms import annotate

    with _stream(output) as stream:
        for found in annotate(rows, given, pipeline.gazetteer()):
            stream.write(json.dumps(found, ensure_ascii=False) + "\n")
    _say(f"{len(rows)} texts -> {output}")


@app.command("explain", epilog="Example: `strikemap explain report.txt`, or `-o report.html` for a page.")
def explain_report(
    paths: Paths,
    output: Out = "-",
    published: Published = None,
    lang: Lang = None,
    report_id: Annotated[str | None, typer.Option("--id", help="Only the report with this id.")] = None,
) -> None:
    """How a report was read: evidence, rules, and what was refused with the reason."""
    from geo import pipeline

    reports = _reports(paths, published, lang)
    if report_id is not None:
        reports = reports[reports["report_id"] == report_id]
        if reports.empty:
            raise OptionError(f"no report has the id {report_id!r}")
    explanation = pipeline.explain(reports)
    with _stream(output) as stream:
        stream.write(explanation.html() if output.endswith((".html", ".htm")) else explanation.text() + "\n")


@app.command("changes", epilog="Example: `strikemap changes reports/ --since 2024-01-02 --until 2024-01-05`")
def list_changes(
    paths: Paths,
    since: Annotated[str, typer.Option(help="As known on this day (YYYY-MM-DD).")],
    until: Annotated[str, typer.Option(help="As known on this later day (YYYY-MM-DD).")],
    output: Out = "-",
    published: Published = None,
    lang: Lang = None,
) -> None:
    """What appeared, grew, was contested or withdrawn between two days of publication."""
    from geo import pipeline
    from geo.writing.lines import write_csv

    found = pipeline.changes(_reports(paths, published, lang), since, until)
    with _stream(output) as stream:
        write_csv(found, stream)
    _say(f"{len(found)} changes -> {output}")


@app.command("compare", epilog="Example: `strikemap compare reports/ --with acled.csv -o matched.csv`")
def compare_with(
    paths: Paths,
    other: Annotated[Path, typer.Option("--with", help="An ACLED-, UCDP- or own-shaped CSV with date and place.")],
    output: Out = "-",
    published: Published = None,
    lang: Lang = None,
) -> None:
    """The strikes lined up with somebody else's table: matched, only here, only there."""
    from geo import pipeline
    from geo.writing.lines import write_csv

    strikes = pipeline.run(_reports(paths, published, lang))
    found = pipeline.compare(strikes, other)
    with _stream(output) as stream:
        write_csv(found.matched, stream)
    _say(f"{len(found.matched)} matched, {len(found.only_here)} only here, {len(found.only_there)} only there")
    _say(f"matches within so many km (rows) and days (columns):\n{found.grid}")


gazetteer_app = typer.Typer(help="The index of places on this machine.", no_args_is_help=True)
app.add_typer(gazetteer_app, name="gazetteer")


@gazetteer_app.command("build", epilog="Example: `strikemap gazetteer build`")
def gazetteer_build(
    missing: Annotated[bool, typer.Option("--if-missing", help="Only where no usable index is there.")] = False,
) -> None:
    """Build the index of places out of the installed packages (some seconds, once)."""
    from geo.gazetteer import build

    if missing and _index_error() is None:
        _say("the index of places is there already")
        return
    with _bar("building the index of places") as report:
        path = build.build(progress=report)
    _say(f"built {path}")


@gazetteer_app.command("info", epilog="Example: `strikemap gazetteer info`")
def gazetteer_info() -> None:
    """What the index holds and where it lies."""
    from geo.gazetteer.index import Index

    index = Index.open()
    size = sum(path.stat().st_size for path in Path(index.path).rglob("*") if path.is_file())
    typer.echo(f"places: {len(index):,}\npath: {index.path}\nsize: {size / 1e6:.1f} MB")


@gazetteer_app.command("add", epilog="Example: `strikemap gazetteer add UA.txt` (a GeoNames dump) or a CSV of places.")
def gazetteer_add(file: Annotated[Path, typer.Argument(help="A GeoNames dump (.txt) or CSV.")]) -> None:
    """Add places of your own to the index; malformed rows are told with their line numbers."""
    from geo.gazetteer import user

    if not file.exists():
        raise ReadError(f"{file}: no such file")
    typer.echo(user.add(file))


@app.command("evaluate", epilog="Example: `strikemap evaluate gold/`")
def evaluate_gold(
    folder: Annotated[Path, typer.Argument(help="Folder with reports.jsonl and the labelled strikes.jsonl.")],
) -> None:
    """Precision and recall, field by field, and how well claims were merged, against labelled reports."""
    from geo import evaluating

    typer.echo(evaluating.told(evaluating.evaluate_folder(folder)))


@app.command("check", epilog="Example: `strikemap check`")
def check() -> None:
    """What is installed, built and missing."""
    from geo.checking import checks

    lines = checks()
    for line in lines:
        typer.echo(f"{'ok ' if line.fine else '-- '} {line.what}: {line.found}")
    if not all(line.fine or line.optional for line in lines):
        raise typer.Exit(NOTHING_USABLE)


def _walk(
    paths: list[str],
    published: str | None,
    lang: str | None,
    theatre: str,
    as_of: str | None,
    sources: Path | None,
    reviews: Path | None,
) -> Any:
    from geo import pipeline

    options, table, decisions = _run_options(theatre), pipeline.sources_of(sources), pipeline.reviews_of(reviews)
    reports = _reports(paths, published, lang)
    with _step(f"strikes of {len(reports)} reports"):
        walk = pipeline.trace(reports, options=options, sources=table, reviews=decisions, as_of=as_of)
    _tell(walk.rejected)
    return walk


def _reports(paths: list[str], published: str | None, lang: str | None) -> pd.DataFrame:
    """The reports; where not one is usable, the command has failed and says why."""
    from geo.options import ReadOptions
    from geo.pipeline import day_of, read

    reports = read(paths, options=ReadOptions(published=day_of(published), lang=lang), stdin=sys.stdin.buffer)
    if reports.empty:
        rejected = reports.attrs["rejected"]
        _tell(rejected)
        _say(f"strikemap: no usable report in {', '.join(paths)} ({len(rejected)} rejected)")
        raise typer.Exit(NOTHING_USABLE)
    return reports


def _run_options(theatre: str) -> Any:
    from geo.options import LocateOptions, RunOptions

    codes = tuple(code.strip().upper() for code in theatre.split(",") if code.strip())
    if any(len(code) != 2 or not code.isalpha() for code in codes):
        raise OptionError(f"--theatre {theatre!r}: give ISO 3166-1 alpha-2 codes such as UA,RU")
    return RunOptions(locate=LocateOptions(theatre=codes))


def _objects(path: str, *needed: str) -> list[dict[str, Any]]:
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


def _index_error() -> str | None:
    from geo.errors import GazetteerError
    from geo.gazetteer.index import Index

    try:
        Index.open()
    except (GazetteerError, OSError) as error:
        return str(error)
    return None


@contextmanager
def _stream(output: str) -> Iterator[TextIO]:
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
def _step(what: str) -> Iterator[None]:
    from rich.console import Console

    console = Console(stderr=True)
    with console.status(what) if console.is_terminal else _quiet():
        yield


@contextmanager
def _quiet() -> Iterator[None]:
    yield


@contextmanager
def _bar(what: str) -> Iterator[Callable[[str, float], None]]:
    """A progress bar on standard error, fed with a part between 0 and 1 and a word about it."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(what, total=1.0)

        def report(word: str, part: float) -> None:
            progress.update(task, completed=part, description=word or what)

        yield report


def _summary(counts: dict[str, int], files: list[str]) -> None:
    _say(", ".join(f"{value} {name}" for name, value in counts.items()))
    for path in files:
        _say(f"  {path}")


def _tell(rejected: tuple[Any, ...], most: int = 5) -> None:
    for item in rejected[:most]:
        _say(f"rejected {item.source}: {item.reason}")
    if len(rejected) > most:
        _say(f"and {len(rejected) - most} more rejected")


def _say(line: str) -> None:
    typer.echo(line, err=True)


def _leave(error: Exception, code: int) -> None:
    _say(f"strikemap: {error}")
    raise SystemExit(code) from None
