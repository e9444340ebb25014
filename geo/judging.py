"""The commands that judge: changes, comparison, evaluation, calibration, review."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo.console import (
    AsOf,
    Lang,
    Out,
    Paths,
    Published,
    Reviews,
    Sources,
    Theatre,
    opened,
    read_reports,
    say,
    walk_road,
)
from geo.errors import OptionError

app = typer.Typer()


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

    found = pipeline.changes(read_reports(paths, published, lang), since, until)
    with opened(output) as stream:
        write_csv(found, stream)
    say(f"{len(found)} changes -> {output}")


@app.command("compare", epilog="Example: `strikemap compare reports/ --with acled.csv -o matched.csv`")
def compare_with(
    paths: Paths,
    other: Annotated[Path, typer.Option("--with", help="An ACLED-, UCDP- or own-shaped CSV with date and place.")],
    output: Out = "-",
    published: Published = None,
    lang: Lang = None,
) -> None:
    """The strikes lined up with somebody else's table: matched, only here, only there, for several windows."""
    from geo import pipeline
    from geo.writing.lines import write_csv

    strikes = pipeline.run(read_reports(paths, published, lang))
    found = pipeline.compare(strikes, other)
    with opened(output) as stream:
        write_csv(found.table(), stream)
    say(f"{len(found.matched)} matched, {len(found.only_here)} only here, {len(found.only_there)} only there")
    say(f"matches within so many km (rows) and days (columns):\n{found.grid}")


@app.command(
    "review",
    epilog="Example: `strikemap review reports/ -o reviews.csv`; fill the column decision, then"
    " `strikemap run reports/ --reviews reviews.csv`",
)
def review_pairs(
    paths: Paths,
    output: Annotated[
        str, typer.Option("-o", "--output", help="CSV to write; decisions that it holds already are kept. `-`: shown.")
    ] = "reviews.csv",
    reviews: Reviews = None,
    as_of: AsOf = None,
    published: Published = None,
    lang: Lang = None,
    theatre: Theatre = "",
    sources: Sources = None,
) -> None:
    """The pairs of claims that may mean one strike, for a person to decide: join, apart, withdraw, confirm or correct."""
    from geo import pipeline
    from geo.writing.lines import write_csv

    earlier = reviews or (Path(output) if output != "-" and Path(output).exists() else None)
    walk = walk_road(paths, published, lang, theatre=theatre, as_of=as_of, sources=sources, reviews=earlier)
    found = pipeline.review(walk, reviews=pipeline.reviews_of(earlier))
    with opened(output) as stream:
        write_csv(found, stream)
    undecided = int((found["decision"] == "").sum())
    say(f"{undecided} pairs to decide, {len(found) - undecided} decisions kept -> {output}")


@app.command(
    "evaluate",
    epilog="Example: `strikemap evaluate gold/`, or `strikemap evaluate gold/ --claims build/claims.jsonl --html scores.html`",
)
def evaluate_gold(
    folder: Annotated[Path, typer.Argument(help="Folder with reports.jsonl and the labelled strikes.jsonl.")],
    html: Annotated[str, typer.Option(help="Page with plots, maps and worst cases; `-` for none.")] = "evaluation.html",
    claims: Annotated[
        Path | None, typer.Option(help="Score these claims (claims.jsonl) instead of reading anew.")
    ] = None,
    labels: Annotated[Path | None, typer.Option(help="Write judgements of the strikes here, for `calibrate`.")] = None,
) -> None:
    """Precision and recall, field by field, merging, and whether the confidence comes true, against labelled reports."""
    from geo import evaluating

    found = evaluating.evaluate_folder(folder, claims=claims)
    typer.echo(evaluating.told(found))
    if html != "-":
        with opened(html) as stream:
            stream.write(evaluating.page(found))
        say(f"page -> {html}")
    if labels is not None:
        if found.labels is None:
            raise OptionError("--labels needs strikes: leave out --claims")
        with opened(str(labels)) as stream:
            found.labels.to_csv(stream, index=False)
        say(f"{len(found.labels)} labels -> {labels}")


@app.command(
    "calibrate",
    epilog="Example: `strikemap calibrate labels.csv -o fit.json`, then `strikemap run reports/ --calibration fit.json`",
)
def calibrate_labels(
    labels: Annotated[
        Path,
        typer.Argument(
            help="CSV of judged strikes: confidence (or strike_id, with --strikes), happened, place_in_area,"
            " date_in_window, weapon_right (1, 0 or empty), and side and lang where known."
        ),
    ],
    output: Annotated[str, typer.Option("-o", "--output", help="Where to store the fit.")] = "calibration.json",
    strikes: Annotated[
        Path | None, typer.Option(help="strikes.csv with the confidences of the labels' strikes.")
    ] = None,
) -> None:
    """Fit the confidence to labels and store it with a record of the data; until then people see words, no per cent."""
    from geo import evaluating
    from geo.evaluation import save

    fit, lines = evaluating.calibrate_file(labels, strikes=strikes)
    save(fit, output)
    typer.echo("\n".join(lines))
    say(f"a {fit.a:.3f}, b {fit.b:.3f}, fitted on {fit.n_labels} labels -> {output}")
