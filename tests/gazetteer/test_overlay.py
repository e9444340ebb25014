from __future__ import annotations

import csv
from collections import Counter
from importlib import resources

from geo.gazetteer.boundaries import Boundaries
from geo.gazetteer.lookup import KINDS


def rows() -> list[dict[str, str]]:
    with resources.files("geo.gazetteer").joinpath("overlay.csv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_the_overlay_has_at_least_400_places_each_with_source_and_kind() -> None:
    found = rows()
    assert len(found) >= 400
    assert all(row["source"] == "curated" and row["kind"] in KINDS and row["feature"] for row in found)
    assert all(len(row["country_code"]) == 2 for row in found)


def test_no_place_stands_twice() -> None:
    keys = Counter((row["name"], row["latitude"], row["longitude"]) for row in rows())
    assert max(keys.values()) == 1


def test_places_lie_in_their_countries() -> None:
    outlines = Boundaries.open()
    astray = []
    for row in rows():
        # the outlines are simplified: a village at the border or a port may fall just outside
        area = outlines.geometry(row["country_code"])
        assert area is not None
        from shapely.geometry import Point

        if area.distance(Point(float(row["longitude"]), float(row["latitude"]))) > 0.6:
            astray.append(row["name"])
    assert astray == []
