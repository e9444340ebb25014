"""What is at a point: the nearest settlements with their distance, and the unit, country or sea that holds it.

Settlements are sorted by narrow bands of latitude and, within a band, by longitude: those in a window around a point
are a few runs of one sorted array. The answer is exact: a window is widened until it holds the whole circle in which
the nearest must lie.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from geo.gazetteer.lookup import KINDS
from geo.gazetteer.resolve import distance_km
from geo.gazetteer.sources import COMPILED
from geo.model import Place

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

KM_PER_DEGREE: Final = 6371.0 * math.pi / 180
"""On the sphere that :func:`distance_km` measures on."""
BAND: Final = 0.05
"""Height of a band, degrees: about 6 km, in which most inhabited points have a neighbour."""
MAX_KM: Final = 100.0
"""Farther away no settlement tells anything of a point: then its unit or sea does."""
CITY_KM: Final = 25.0
"""Largest radius of a settlement."""
COAST_KM: Final = 10.0
"""How far outside all units a point may lie that a coarse coastline has left at sea."""
_STRIDE: Final = 512.0
"""Between two bands on the line of keys: more than the 360 degrees of a band."""
_PART: Final = 20_000
"""Points that are worked on together: bounds the memory of a large table."""


@dataclass(frozen=True, slots=True)
class Near:
    """One settlement near a point."""

    place: Place
    row: int
    distance_m: float


@dataclass(frozen=True, slots=True)
class At:
    """What is at a point."""

    nearest: tuple[Near, ...]
    """Settlements of the point's country: those whose built-up area holds it (the deeper inside, the earlier: Kyiv
    before a quarter of it), then the others, nearest first."""
    area: Place | None
    """First-level unit, or sea, that holds the point; None on the open ocean."""
    country_code: str | None


class Nearest:
    """Settlements by nearness.

    Examples
    --------
    >>> from geo.gazetteer.index import Index
    >>> index = Index.open()
    >>> rows, km = Nearest(index).nearest([49.99, 46.97], [36.23, 31.99])
    >>> [index.row(int(row)).name for row in rows], bool((km < 2).all())
    (['Kharkiv', 'Mykolaiv'], True)
    """

    def __init__(self, index: Any) -> None:
        # a settlement with an area instead of a point of its own lies anywhere in it, and a compiled point is too vague
        placed = (np.asarray(index.area) == 0) & ~index.of_source(*COMPILED)
        rows = np.flatnonzero(placed & (np.asarray(index.kind) == KINDS.index("settlement")))
        latitude, longitude = np.asarray(index.latitude)[rows], np.asarray(index.longitude)[rows]
        keys = _band(latitude) * _STRIDE + np.clip(longitude + 180.0, 0.0, 360.0)
        order = np.argsort(keys, kind="stable")
        self._keys: Floats = keys[order]
        self._rows = rows[order].astype(np.int64)
        self._latitude: Floats = np.asarray(latitude[order], dtype=np.float64)
        self._longitude: Floats = np.asarray(longitude[order], dtype=np.float64)

    def nearest(self, latitudes: Any, longitudes: Any, *, max_km: float = MAX_KM) -> tuple[Ints, Floats]:
        """Row of the nearest settlement of each point and its distance in kilometres; -1 and NaN where none is near."""
        lat, lon = _points(latitudes, longitudes)
        rows, km = np.full(len(lat), -1, dtype=np.int64), np.full(len(lat), np.nan)
        for start in range(0, len(lat), _PART):
            part = slice(start, start + _PART)
            rows[part], km[part] = self._nearest(lat[part], lon[part], max_km)
        return rows, km

    def _nearest(self, lat: Floats, lon: Floats, max_km: float) -> tuple[Ints, Floats]:
        rows, km = np.full(len(lat), -1, dtype=np.int64), np.full(len(lat), np.nan)
        pending, radius = np.arange(len(lat)), min(BAND * KM_PER_DEGREE, max_km)
        while len(pending):
            point, row, apart = self._within(lat[pending], lon[pending], radius)
            first = np.unique(point, return_index=True)[1]
            found = pending[point[first]]
            rows[found], km[found] = row[first], apart[first]
            pending = np.setdiff1d(pending, found)
            if radius >= max_km:
                break
            radius = min(2 * radius, max_km)
        return rows, km

    def around(
        self, latitude: float, longitude: float, *, count: int = 10, max_km: float = MAX_KM
    ) -> list[tuple[int, float]]:
        """Rows of settlements within ``max_km`` with their distances in kilometres, nearest first; all for a count of 0."""
        lat, lon = _points([latitude], [longitude])
        radius = min(BAND * KM_PER_DEGREE, max_km) if count else max_km
        while True:
            _, row, apart = self._within(lat, lon, radius)
            if len(row) >= (count or np.inf) or radius >= max_km:
                return [(int(r), float(k)) for r, k in zip(row, apart, strict=True)][: count or None]
            radius = min(2 * radius, max_km)

    def _within(self, lat: Floats, lon: Floats, radius_km: float) -> tuple[Ints, Ints, Floats]:
        """All pairs within a radius: number of the point, row, kilometres; sorted by point, then nearness."""
        low, high, owner = self._runs(lat, lon, radius_km / KM_PER_DEGREE)
        size = high - low
        point = np.repeat(owner, size)
        at = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size) + np.repeat(low, size)
        apart = distance_km(lat[point], lon[point], self._latitude[at], self._longitude[at])
        kept = apart <= radius_km
        point, at, apart = point[kept], at[kept], apart[kept]
        order = np.lexsort((self._rows[at], apart, point))
        return point[order], self._rows[at[order]], apart[order]

    def _runs(self, lat: Floats, lon: Floats, radius: float) -> tuple[Ints, Ints, Ints]:
        """Runs of the sorted settlements that hold all within ``radius`` degrees, with the number of their point."""
        reach = math.ceil(radius / BAND)
        bands = _band(lat)[:, None] + np.arange(-reach, reach + 1)
        half = _half_width(lat, radius)
        runs = []
        for turn in (-360.0, 0.0, 360.0):  # a window over the date line goes on at the other end
            west = np.clip(lon - half + 180.0 + turn, 0.0, 360.0)
            east = np.clip(lon + half + 180.0 + turn, 0.0, 360.0)
            owner = np.flatnonzero((east > west) | ((turn == 0.0) & (east == west)))
            low = np.searchsorted(self._keys, bands[owner] * _STRIDE + west[owner, None], side="left")
            high = np.searchsorted(self._keys, bands[owner] * _STRIDE + east[owner, None], side="right")
            runs.append((low.ravel(), high.ravel(), np.repeat(owner, bands.shape[1])))
        low, high, owner = (np.concatenate(parts) for parts in zip(*runs, strict=True))
        held = high > low
        return low[held], high[held], owner[held]


def at(gazetteer: Any, nearest: Nearest, latitude: float, longitude: float, *, count: int, max_km: float) -> At:
    """What is at a point: settlements of its own country, the unit or sea that holds it."""
    country, area_id = gazetteer.boundaries.at(latitude, longitude)
    wide = nearest.around(latitude, longitude, count=0, max_km=min(CITY_KM, max_km)) if area_id else []
    asked = 4 * count
    while True:  # across a border may lie many that are nearer
        near = nearest.around(latitude, longitude, count=asked, max_km=max_km if area_id else COAST_KM)
        found = {row: Near(gazetteer.place(row), row, round(1000.0 * km, 1)) for row, km in (*near, *wide)}
        kept = [n for n in found.values() if area_id is None or n.place.country_code == country or _share(n) <= 1]
        if len(kept) >= count or len(near) < asked:
            break
        asked *= 4
    kept.sort(key=lambda n: (_share(n) > 1, _share(n) if _share(n) <= 1 else n.distance_m))
    area = _unit(gazetteer, area_id) if area_id is not None else None if kept else _sea(gazetteer, latitude, longitude)
    return At(tuple(kept[:count]), area, country or (kept[0].place.country_code if kept else None))


def _share(near: Near) -> float:
    """How far out a point lies in a settlement: 0 in its middle, 1 at its edge."""
    return near.distance_m / (near.place.uncertainty_m or 1.0)


def _unit(gazetteer: Any, area_id: str) -> Place | None:
    row = gazetteer.index.by_area(area_id)
    return None if row is None else gazetteer.place(row)


def _sea(gazetteer: Any, latitude: float, longitude: float) -> Place | None:
    """The smallest sea, gulf or strait that holds the point."""
    import shapely

    held = (place for shape, place in _seas(gazetteer) if shapely.contains_xy(shape, longitude, latitude))
    return next(held, None)


@lru_cache(maxsize=2)
def _seas(gazetteer: Any) -> list[tuple[Any, Place]]:
    """All seas with their shapes, smallest first."""
    import shapely

    rows = np.flatnonzero(np.asarray(gazetteer.index.kind) == KINDS.index("sea"))
    places = [gazetteer.place(int(row)) for row in rows]
    pairs = [(gazetteer.boundaries.geometry(place.area_id), place) for place in places if place.area_id]
    known = sorted(((shape, place) for shape, place in pairs if shape is not None), key=lambda pair: pair[0].area)
    shapely.prepare([shape for shape, _ in known])
    return known


def _points(latitudes: Any, longitudes: Any) -> tuple[Floats, Floats]:
    lat, lon = np.asarray(latitudes, dtype=np.float64), np.asarray(longitudes, dtype=np.float64)
    return lat, (lon + 180.0) % 360.0 - 180.0


def _band(latitude: Floats) -> Floats:
    return np.floor((np.clip(latitude, -90.0, 90.0) + 90.0) / BAND)


def _half_width(latitude: Floats, radius: float) -> Floats:
    """Degrees of longitude that a circle spans to either side; all of them where it holds a pole."""
    with np.errstate(divide="ignore", invalid="ignore"):
        sine = np.sin(np.radians(radius)) / np.cos(np.radians(latitude))
        half = np.degrees(np.arcsin(np.minimum(sine, 1.0)))
    whole = (np.abs(latitude) + radius >= 90.0) | ~np.isfinite(half)
    return np.where(whole, 180.0, half * (1 + 1e-9) + 1e-9)
