"""The command ``strikemap``: the verbs of the package on files; progress and messages go to standard error."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from geo import judging
from geo.console import (
    DONE,
    NOTHING_USABLE,
    WRONG_CALL,
    AsOf,
    Calibration,
    Known,
    Lang,
    Mode,
    Out,
    Paths,
    Published,
    Reviews,
    Sources,
    Theatre,
    Today,
    bar,
    json_objects,
    opened,
    read_reports,
    run_options,
    say,
    step,
    summarize,
    tell,
    walk_road,
)  # fmt: skip
from geo.errors import GeoError, OptionError, ReadError

app = typer.Typer(
    name="strikemap",
    help="Published reports of strikes in, a map that can be defended out. Exit codes: 0 done, 1 nothing usable, 2"
    " wrong call.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
app.add_typer(judging.app)


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
    calibration: Calibration = None,
    known: Known = None,
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

    walk = walk_road(
        paths, published, lang, theatre=theatre, as_of=as_of, sources=sources, reviews=reviews,
        calibration=calibration, known=known,
    )  # fmt: skip
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
    summarize(walk.counts, [output])


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
    calibration: Calibration = None,
    known: Known = None,
    today: Today = None,
) -> None:
    """Reports in; strikes as map, GeoJSON, GeoParquet and CSV out, with claims, rejected reports and methods."""
    from geo import pipeline

    if output == "-":
        raise OptionError("run writes several files; give a folder with -o")
    walk = walk_road(
        paths, published, lang, theatre=theatre, as_of=as_of, sources=sources, reviews=reviews,
        calibration=calibration, known=known,
    )  # fmt: skip
    written = pipeline.write_run(walk, output, mode=mode, today=today)
    summarize(walk.counts, [str(path) for path in written])


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

    options = run_options(theatre)
    reports = read_reports(paths, published, lang)
    with step("the gazetteer"):
        places = pipeline.gazetteer()
    with step(f"claims of {len(reports)} reports"):
        claims = pipeline.extract(reports, places=places, options=options.extract)
    with step(f"places of {len(claims)} claims"):
        located = pipeline.locate(claims, reports, places=places, options=options.locate)
    with opened(output) as stream:
        write_jsonl(located, stream)
    rejected = (*reports.attrs.get("rejected", ()), *claims.attrs.get("rejected", ()))
    say(f"{len(reports)} reports, {len(located)} claims, {len(rejected)} rejected -> {output}")
    tell(rejected)


@app.command("toponyms", epilog="Example: `strikemap toponyms texts.jsonl -o found.jsonl`")
def find_toponyms(
    texts: Annotated[str, typer.Argument(help='JSON Lines with "doc" and "text"; `-` is standard input.')],
    output: Out = "-",
    spans: Annotated[Path | None, typer.Option(help='JSON Lines with "doc" and "spans": resolve these only.')] = None,
) -> None:
    """Names of places in texts, and the places that they mean."""
    rows = json_objects(texts, "doc", "text")
    given = (
        None if spans is None else {str(row["doc"]): row["spans"] for row in json_objects(str(spans), "doc", "spans")}
    )
    from geo.gazetteer import Gazetteer
    from geo.gazetteer.toponyms import annotate

    with opened(output) as stream:
        for found in annotate(rows, given, Gazetteer.open()):
            stream.write(json.dumps(found, ensure_ascii=False) + "\n")
    say(f"{len(rows)} texts -> {output}")


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

    reports = read_reports(paths, published, lang)
    if report_id is not None:
        reports = reports[reports["report_id"] == report_id]
        if reports.empty:
            raise OptionError(f"no report has the id {report_id!r}")
    explanation = pipeline.explain(reports)
    with opened(output) as stream:
        page = output.endswith((".html", ".htm"))
        stream.write(explanation.html() if page else explanation.text(color=stream.isatty()) + "\n")


gazetteer_app = typer.Typer(help="The index of places on this machine.", no_args_is_help=True)
app.add_typer(gazetteer_app, name="gazetteer")


@gazetteer_app.command("build", epilog="Example: `strikemap gazetteer build`")
def gazetteer_build(
    missing: Annotated[bool, typer.Option("--if-missing", help="Only where no usable index is there.")] = False,
) -> None:
    """Build the index of places out of the installed packages (some seconds, once)."""
    from geo.gazetteer import build

    if missing and _index_error() is None:
        say("the index of places is there already")
        return
    with bar("building the index of places") as report:
        path = build.build(progress=report)
    say(f"built {path}")


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


@app.command("check", epilog="Example: `strikemap check`")
def check() -> None:
    """What is installed, built and missing."""
    from geo.checking import checks

    lines = checks()
    for line in lines:
        typer.echo(f"{'ok ' if line.fine else '-- '} {line.what}: {line.found}")
    if not all(line.fine or line.optional for line in lines):
        raise typer.Exit(NOTHING_USABLE)


def _index_error() -> str | None:
    from geo.errors import GazetteerError
    from geo.gazetteer.index import Index

    try:
        Index.open()
    except (GazetteerError, OSError) as error:
        return str(error)
    return None


def _leave(error: Exception, code: int) -> None:
    say(f"strikemap: {error}")
    raise SystemExit(code) from None
