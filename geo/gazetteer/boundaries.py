"""Polygons of countries, first-level units, seas and named regions; each decoded when it is asked for.

An area has a key: ``UA`` (country), ``UA.26`` (GeoNames first-level unit), ``FR-59`` (a finer unit),
``sea:black-sea``, ``region:donbas``, and, for a part of any of them, ``UA/south`` or ``UA.05/north-west``.
"""

from __future__ import annotations

import csv
import json
import math
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import GazetteerError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DATA: Final = Path(__file__).parent / "data"
KM_PER_DEGREE: Final = 111.195
PARTS: Final = ("north", "south", "east", "west", "north-east", "north-west", "south-east", "south-west", "central")
PART_SHARE: Final = 0.4
"""Share of the height or width of an area that "southern" means: readers take rather more than a third."""
CORNER_SHARE: Final = 0.5
CENTRE_SHARE: Final = 0.5


class Boundaries:
    """Areas by key.

    Examples
    --------
    >>> areas = Boundaries.open()
    >>> areas.contains("UA.05", latitude=48.0, longitude=37.8)
    True
    """

    def __init__(self, path: Path) -> None:
        import pyarrow.parquet as pq

        self.path = path
        try:
            columns = ["area_id", "level", "name", "country_code", "admin1_code", "geometry"]
            table = pq.read_table(path, columns=columns)
        except (OSError, ValueError) as error:
            raise GazetteerError(f"the boundaries cannot be read ({path}: {error}): install strikemap anew") from error
        self._wkb = table.column("geometry")
        self._rows: dict[str, int] = {str(key): n for n, key in enumerate(table.column("area_id").to_pylist())}
        self._table = table
        self._shapes: dict[str, BaseGeometry | None] = {}

    @classmethod
    def open(cls) -> Boundaries:
        """The boundaries that come with the package."""
        return _opened(DATA / "boundaries.parquet")

    def __reduce__(self) -> tuple[Any, ...]:
        return (_opened, (self.path,))

    def __contains__(self, area_id: object) -> bool:
        return area_id in self._rows

    def geometry(self, area_id: str) -> BaseGeometry | None:
        """Polygon of an area in EPSG:4326; None for a key that is not known."""
        if area_id not in self._shapes:
            self._shapes[area_id] = self._make(area_id)
        return self._shapes[area_id]

    def _make(self, area_id: str) -> BaseGeometry | None:
        import shapely

        if (row := self._rows.get(area_id)) is not None:
            return shapely.from_wkb(self._wkb[row].as_py())
        whole, slash, part = area_id.rpartition("/")
        if slash:
            shape = self.geometry(whole)
            return None if shape is None or part not in PARTS else compass_part(shape, part)
        if area_id.startswith("sea:"):
            return _sea(area_id[4:])
        if area_id.startswith("region:"):
            return self._region(area_id[7:])
        return None

    def _region(self, stem: str) -> BaseGeometry | None:
        import shapely

        recipe = _table("regions.csv").get(stem)
        if recipe is None:
            return None
        words = recipe[4].split()
        if words[0] == "box":
            west, south, east, north = (float(word) for word in words[1:5])
            return shapely.box(west, south, east, north)
        keys = words[1:] if words[0] == "countries" else words
        shapes = [shape for shape in map(self.geometry, keys) if shape is not None]
        return shapely.union_all(shapes) if shapes else None

    def members(self, area_id: str) -> tuple[str, ...]:
        """Keys of the units that a named region is made of; the area itself where it is no region."""
        recipe = _table("regions.csv").get(area_id.removeprefix("region:")) if area_id.startswith("region:") else None
        if recipe is None:
            return (area_id,)
        return tuple(word for word in recipe[4].split() if word in self._rows)

    def contains(self, area_id: str, *, latitude: float, longitude: float) -> bool:
        """Whether an area holds a point; False where the area is not known."""
        import shapely

        shape = self.geometry(area_id)
        return shape is not None and bool(shapely.contains_xy(shape, longitude, latitude))

    def level(self, area_id: str) -> str | None:
        """``country``, ``admin1`` or ``admin2``; None for a key that is not in the file."""
        row = self._rows.get(area_id)
        return None if row is None else str(self._table.column("level")[row].as_py())

    def at(self, latitude: float, longitude: float) -> tuple[str | None, str | None]:
        """Country and first-level unit that hold a point, as keys; None at sea."""
        tree, keys = self._tree()
        import shapely

        found = [keys[n] for n in tree.query(shapely.Point(longitude, latitude), predicate="within")]
        units = [key for key in found if self.level(key) == "admin1"]
        if not units:
            return None, None
        country = self._table.column("country_code")[self._rows[units[0]]].as_py()
        return str(country), units[0]

    def _tree(self) -> tuple[Any, list[str]]:
        if not hasattr(self, "_cached_tree"):
            import shapely

            keys = [key for key in self._rows if self.level(key) == "admin1"]
            shapes = shapely.from_wkb([self._wkb[self._rows[key]].as_py() for key in keys])
            self._cached_tree: tuple[Any, list[str]] = (shapely.STRtree(shapes), keys)
        return self._cached_tree


def compass_part(shape: BaseGeometry, part: str) -> BaseGeometry:
    """The southern, north-western, central ... part of an area: cut at shares of its bounding box.

    Examples
    --------
    >>> from shapely import box
    >>> compass_part(box(0, 0, 10, 10), "south").bounds
    (0.0, 0.0, 10.0, 4.0)
    """
    import shapely

    west, south, east, north = _main_bounds(shape)
    width, height = east - west, north - south
    share = CORNER_SHARE if "-" in part else PART_SHARE
    if part == "central":
        margin = (1 - CENTRE_SHARE) / 2
        window = (west + margin * width, south + margin * height, east - margin * width, north - margin * height)
    else:
        window = (
            east - share * width if "east" in part else west - 10,
            north - share * height if "north" in part else south - 10,
            west + share * width if "west" in part else east + 10,
            south + share * height if "south" in part else north + 10,
        )
    cut = shapely.intersection(shape, shapely.box(*window))
    return shape if cut.is_empty else cut


def _main_bounds(shape: BaseGeometry) -> tuple[float, float, float, float]:
    """Bounds without far islands: those of the parts that make up most of the area."""
    import shapely

    parts = sorted(shapely.get_parts(shape), key=lambda p: -p.area)
    limit = 0.02 * shape.area
    bounds = shapely.total_bounds([p for p in parts if p.area >= limit] or parts)
    return (float(bounds[0]), float(bounds[1]), float(bounds[2]), float(bounds[3]))


def circle(latitude: float, longitude: float, radius_km: float) -> BaseGeometry:
    """A circle on the ground, as a polygon of 64 corners in EPSG:4326."""
    import shapely
    from shapely.affinity import scale

    round_ = shapely.Point(longitude, latitude).buffer(radius_km / KM_PER_DEGREE, quad_segs=16)
    stretch = 1 / max(math.cos(math.radians(latitude)), 0.05)
    return scale(round_, xfact=stretch, yfact=1.0, origin=(longitude, latitude))


def radius_m(shape: BaseGeometry) -> float:
    """Radius of the smallest circle that holds a shape, metres, to three figures."""
    import shapely

    _, south, _, north = shape.bounds
    stretch = math.cos(math.radians((south + north) / 2))
    flat = shapely.transform(shape.convex_hull, lambda xy: xy * [stretch, 1.0])
    metres = float(shapely.minimum_bounding_radius(flat)) * KM_PER_DEGREE * 1000
    return float(f"{metres:.3g}")


def outlines(countries: tuple[str, ...] | None = None) -> dict[str, Any]:
    """Light outlines for drawing, by country: ``{"country": rings, "units": {area_id: rings}}``.

    A ring is a flat list in hundredths of a degree: first point, then steps (x0, y0, dx, dy, ...).
    """
    held: dict[str, Any] = json.loads((DATA / "outlines.json").read_text("utf-8"))
    return held if countries is None else {code: held[code] for code in countries if code in held}


def _sea(stem: str) -> BaseGeometry | None:
    row = _table("seas.csv").get(stem)
    return None if row is None else circle(float(row[2]), float(row[3]), float(row[4]))


@lru_cache(maxsize=4)
def _table(name: str) -> dict[str, list[str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return {row[0]: row for row in csv.reader(file)}


@lru_cache(maxsize=2)
def _opened(path: Path) -> Boundaries:
    return Boundaries(path)
