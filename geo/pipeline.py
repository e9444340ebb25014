"""The road on one page: files -> reports -> claims -> located claims -> strikes -> map and files.

::

    read      reading          files, pages, tables      -> reports    (what cannot be used: rejected, with the reason)
    extract   extraction       reports                   -> claims     (the words for what, where, when, who says so)
    locate    gazetteer        claims                    -> claims with places and geometry
    corroborate corroboration  claims of all reports     -> strikes    (one row a real attack)
    publish   writing          strikes                   -> what may leave the house
    draw      mapping          strikes                   -> a folium.Map
    write     writing          strikes                   -> GeoJSON, GeoParquet, CSV, GPKG, KML, views

Every verb takes a frame and gives a frame; none changes what it was given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.errors import OptionError, ReadError
from geo.model import PlaceFinder, Rejection, Report
from geo.options import DrawOptions, ExtractOptions, LocateOptions, PublishOptions, RunOptions
from geo.reading import read

if TYPE_CHECKING:
    import folium
    import geopandas

    from geo.corroboration import Sources


__all__ = [
    "Run", "changes", "compare", "corroborate", "draw", "explain", "extract", "geocode_many", "locate", "publish",
    "read", "review", "run", "trace", "write",
]  # fmt: skip

MODES = ("publication", "research")
RESEARCH_BANNER = "For research only: not reduced for publication. Do not pass on."
Day = str | dt.date


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that one walk down the road gave, and what was lost at each step."""

    reports: pd.DataFrame
    rejected: tuple[Rejection, ...]
    claims: geopandas.GeoDataFrame
    strikes: geopandas.GeoDataFrame

    @property
    def counts(self) -> dict[str, int]:
        """How many at each step, in the order of the road."""
        from geo.writing.methods import counts

        return counts(self.reports, self.rejected, self.claims, self.strikes)


def run(reports: pd.DataFrame, **settings: Any) -> geopandas.GeoDataFrame:
    """The strikes that ``reports`` tell of, one row a real attack, columns as in ``schema.STRIKES``.

    Takes the keywords of :func:`trace`, which also gives what lies between.
    """
    return trace(reports, **settings).strikes


def trace(
    reports: pd.DataFrame,
    *,
    options: RunOptions = RunOptions(),
    places: PlaceFinder | None = None,
    sources: Sources | None = None,
    reviews: pd.DataFrame | None = None,
    as_of: Day | None = None,
    known: pd.DataFrame | None = None,
) -> Run:
    """The whole road with everything that lies beside it.

    Parameters
    ----------
    reports
        Columns as in ``schema.REPORTS``; :func:`read` makes them.
    options
        The options of the stages.
    places
        The gazetteer; the one that was built on this machine where None.
    sources
        Grades and sides of outlets; neutral defaults where None.
    reviews
        Decisions of people, which outlive every run.
    as_of
        Use only what was published up to this day.
    known
        Strikes of an earlier run (``strike_id``, ``claim_ids``, ``first_reported``): they keep their ids.
    """
    told = _told_by(reports, as_of)
    finder = places or gazetteer()
    claims = extract(told, places=finder, options=options.extract)
    located = locate(claims, told, places=finder, options=options.locate)
    strikes = corroborate(located, told, options=options, sources=sources, reviews=reviews, as_of=as_of, known=known)
    rejected = (*reports.attrs.get("rejected", ()), *claims.attrs.get("rejected", ()))
    return Run(told, rejected, located, strikes)


def gazetteer(path: str | Path | None = None) -> PlaceFinder:
    """The index of places that lies on this machine."""
    from geo.gazetteer.finder import Gazetteer

    finder: PlaceFinder = Gazetteer.open(path)
    return finder


def extract(
    reports: pd.DataFrame, *, places: PlaceFinder | None = None, options: ExtractOptions = ExtractOptions()
) -> pd.DataFrame:
    """What each report claims, one row for each attacker, place and window; columns as in ``schema.CLAIMS``."""
    from geo import extraction

    claims: pd.DataFrame = extraction.extract(reports, places=places or gazetteer(), options=options)
    return claims


def locate(
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    places: PlaceFinder | None = None,
    options: LocateOptions = LocateOptions(),
) -> geopandas.GeoDataFrame:
    """The claims with the place that each means, found with its whole report as context, and its geometry."""
    from geo.gazetteer import locate as locating

    return locating.locate(claims, reports, gazetteer=places or gazetteer(), options=options)


def corroborate(
    claims: geopandas.GeoDataFrame,
    reports: pd.DataFrame,
    *,
    options: RunOptions = RunOptions(),
    sources: Sources | None = None,
    reviews: pd.DataFrame | None = None,
    as_of: Day | None = None,
    known: pd.DataFrame | None = None,
) -> geopandas.GeoDataFrame:
    """The strikes behind the claims of all reports, each with its grade and confidence."""
    from geo import corroboration

    strikes = corroboration.corroborate(
        claims, reports, options=options.corroborate, sources=sources, reviews=reviews, as_of=day_of(as_of), known=known
    )
    return _with_licences(strikes, reports)


def publish(
    strikes: geopandas.GeoDataFrame, *, options: PublishOptions = PublishOptions(), today: Day | None = None
) -> geopandas.GeoDataFrame:
    """The strikes as they may leave the house; ``attrs["publication"]`` counts what was withheld or made coarser."""
    from geo.publishing import publishable

    return publishable(strikes, options=options, today=today_of(today))


def draw(
    strikes: geopandas.GeoDataFrame,
    *,
    options: DrawOptions = DrawOptions(),
    mode: str = "publication",
    publication: PublishOptions = PublishOptions(),
    today: Day | None = None,
    tiles: str | None = None,
    attribution: str | None = None,
    lang: str = "en",
) -> folium.Map:
    """A map that needs no network: a :class:`folium.Map` that shows itself in Jupyter and saves to one file.

    ``mode="research"`` draws everything as it is, under a banner that says so.
    """
    shown, spec = _shown(strikes, options, mode, publication, today)
    return _drawn(shown, spec, tiles, attribution, lang)


def save_map(drawn: folium.Map, path: str | Path) -> Path:
    """Write a map as one file, put in place by one rename."""
    from geo.mapping.draw import save

    return save(drawn, path)


def write_run(
    walk: Run,
    folder: str | Path,
    *,
    options: DrawOptions = DrawOptions(),
    mode: str = "publication",
    publication: PublishOptions = PublishOptions(),
    today: Day | None = None,
    lang: str = "en",
) -> list[Path]:
    """Everything that a run gave, as files in ``folder``: the map, the tables, the claims, and how they were made."""
    from geo.writing import folder as folders

    shown, spec = _shown(walk.strikes, options, mode, publication, today)
    drawn = _drawn(shown, spec, None, None, lang)
    return folders.write_run(
        walk, shown, Path(folder), save_map=lambda path: save_map(drawn, path), mode=mode, corrections=spec.corrections
    )


def write(
    strikes: geopandas.GeoDataFrame,
    path: str | Path,
    *,
    mode: str = "publication",
    publication: PublishOptions = PublishOptions(),
    today: Day | None = None,
    view: str | None = None,
) -> Path:
    """Write ``strikes`` to a file whose suffix says how (GeoJSON, GeoParquet, CSV, GPKG, KML, HTML); its path."""
    from geo import writing

    if Path(path).suffix.lower() in (".html", ".htm"):
        return save_map(draw(strikes, mode=mode, publication=publication, today=today), path)
    shown, _ = _shown(strikes, DrawOptions(), mode, publication, today)
    return writing.write(shown, path, view=view)


def explain(report: Report | pd.DataFrame, *, places: PlaceFinder | None = None) -> Any:
    """How a report was read: the evidence marked, the rules that fired, what was refused and why; shows in Jupyter."""
    from geo.explaining import Explanation

    return Explanation.of(report, places=places or gazetteer())


def changes(
    reports: pd.DataFrame,
    since: Day,
    until: Day,
    *,
    options: RunOptions = RunOptions(),
    places: PlaceFinder | None = None,
    sources: Sources | None = None,
    reviews: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What appeared, grew, was contested or was withdrawn between two days of publication."""
    from geo import corroboration

    after = trace(reports, options=options, places=places, sources=sources, reviews=reviews, as_of=until)
    before = corroborate(after.claims, after.reports, options=options, sources=sources, reviews=reviews, as_of=since)
    return corroboration.changes(before, after.strikes)


def compare(strikes: geopandas.GeoDataFrame, other: str | Path | pd.DataFrame, **settings: Any) -> Any:
    """The strikes lined up with somebody else's table: matched, only here, only there."""
    from geo import corroboration

    return corroboration.compare(strikes, other, **settings)


def review(walk: Run, *, options: RunOptions = RunOptions(), reviews: pd.DataFrame | None = None) -> pd.DataFrame:
    """The pairs of claims that a person should decide: fill ``decision`` and pass the table as ``reviews``.

    Decisions that ``reviews`` holds already stand first, as they were.
    """
    from geo import corroboration

    return corroboration.review_file(
        walk.claims, walk.reports, walk.strikes, options=options.corroborate, reviews=reviews
    )


def geocode_many(names: Iterable[str], **settings: Any) -> geopandas.GeoDataFrame:
    """Places for names, one row a name, each distinct name resolved once; columns the same whoever is asked.

    Takes the keywords of ``geo.gazetteer.geocode_many``: ``admin1``, ``admin2`` and ``country`` (where the names lie), ``when``
    (the day: of namesakes, one that reports of its time name is taken), ``theatre``, ``provider`` (this machine's index
    unless Nominatim, Photon or a geopy geocoder is named) and its settings.

    >>> import geo
    >>> geo.geocode_many(["Kharkiv", "Paris, Texas"])[["location", "country_code", "geo_precision"]].values.tolist()
    [['Kharkiv', 'UA', 'settlement'], ['Paris', 'US', 'settlement']]
    """
    from geo.gazetteer import geocode_many as geocode

    return geocode(names, **settings)


def outlines() -> Any:
    """Neutral outlines of countries and first-level units, under the map's marks."""
    from geo.gazetteer import boundaries

    return boundaries.outlines()


def _drawn(
    shown: geopandas.GeoDataFrame, spec: DrawOptions, tiles: str | None, attribution: str | None, lang: str
) -> folium.Map:
    from geo import mapping

    drawn: folium.Map = mapping.draw(
        shown, options=spec, outlines=outlines(), tiles=tiles, attribution=attribution, lang=lang
    )
    return drawn


def sources_of(path: Path | None) -> Any:
    """The table of outlets' grades and sides in a TOML file; None, for the neutral defaults, where no file is given."""
    if path is None:
        return None
    from geo.corroboration import sources

    return sources.Sources.load(path)


def reviews_of(path: Path | None) -> pd.DataFrame | None:
    """People's decisions in a CSV file."""
    if path is None:
        return None
    try:
        return pd.read_csv(path, dtype="string", keep_default_na=False)
    except (OSError, ValueError) as error:
        raise ReadError(f"{path}: no readable CSV of reviews ({error})") from error


def known_of(path: Path | None) -> pd.DataFrame | None:
    """The strikes of an earlier run, whose ids are kept, in the CSV that it wrote."""
    if path is None:
        return None
    try:
        table = pd.read_csv(path, usecols=["strike_id", "claim_ids", "first_reported"], dtype="string")
    except (OSError, ValueError) as error:
        raise ReadError(f"{path}: no readable strikes.csv of an earlier run ({error})") from error
    days = [day_of(str(day)) for day in table["first_reported"]]
    claims = [str(ids).split(";") for ids in table["claim_ids"]]
    return pd.DataFrame({"strike_id": table["strike_id"].astype(str), "claim_ids": claims, "first_reported": days})


def _shown(
    strikes: geopandas.GeoDataFrame, options: DrawOptions, mode: str, publication: PublishOptions, today: Day | None
) -> tuple[geopandas.GeoDataFrame, DrawOptions]:
    if mode not in MODES:
        raise OptionError(f"mode {mode!r} is none of: {', '.join(MODES)}")
    if mode == "research":
        return strikes, replace(options, banner=options.banner or RESEARCH_BANNER)
    corrections = options.corrections or publication.corrections
    return publish(strikes, options=publication, today=today), replace(options, corrections=corrections)


def _with_licences(strikes: geopandas.GeoDataFrame, reports: pd.DataFrame) -> geopandas.GeoDataFrame:
    """The strikes with the terms of each source beside it, where reports state any."""
    if "licence" not in reports or reports["licence"].isna().all():
        return strikes
    known = dict(zip(reports["report_id"], reports["licence"], strict=True))
    licensed = [
        [{**source, "licence": known.get(source["report_id"])} for source in held] for held in strikes["sources"]
    ]
    return strikes.assign(sources=pd.Series(licensed, index=strikes.index, dtype="object"))


def _told_by(reports: pd.DataFrame, as_of: Day | None) -> pd.DataFrame:
    last = day_of(as_of)
    if last is None:
        return reports
    return reports[[day <= last for day in reports["published"]]].reset_index(drop=True)


def day_of(day: Day | None) -> dt.date | None:
    """``day`` as a date; what cannot be one is an :class:`OptionError`."""
    if day is None or (isinstance(day, dt.date) and not isinstance(day, dt.datetime)):
        return day
    try:
        return dt.date.fromisoformat(str(day)[:10])
    except ValueError as error:
        raise OptionError(f"{day!r} is no day; write it as YYYY-MM-DD") from error


def today_of(today: Day | None) -> dt.date:
    """The day that ages count from. Publishing is the one act that is about the present: here the clock is asked."""
    return day_of(today) or dt.date.today()
