"""Polygons of countries, first-level units, seas and named regions; each decoded when it is asked for.

An area has a key: ``UA`` (country), ``UA.26`` (GeoNames first-level unit), ``FR-59`` (a finer unit),
``sea:black-sea``, ``region:donbas``, and, for a part of any of them, ``UA/south`` or ``UA.05/north-west``.
"""

from __future__ import annotations

import csv
import math
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.gazetteer import tables
from geo.gazetteer.shapes import Shapes

if TYPE_CHECKING:
    from shapely import Point
    from shapely.geometry.base import BaseGeometry

DATA: Final = Path(__file__).parent / "data"
KM_PER_DEGREE: Final = 111.195
LEVELS: Final = ("country", "admin1", "admin2", "sea")
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
        self.path = path
        held = tables.read(path)
        self._shapes = Shapes(held)
        self._keys = tables.lines(held["area_id"])
        self._levels = held["level"]
        self._derived = held["derived"]
        self._countries = tables.lines(held["country_code"])
        self._rows: dict[str, int] = {key: n for n, key in enumerate(self._keys)}
        self._made: dict[str, BaseGeometry | None] = {}
        self._middles: dict[str, tuple[float, float] | None] = {}

    @classmethod
    def open(cls) -> Boundaries:
        """The boundaries that come with the package."""
        return _opened(DATA / "boundaries.npz")

    def __reduce__(self) -> tuple[Any, ...]:
        return (_opened, (self.path,))

    def __contains__(self, area_id: object) -> bool:
        return area_id in self._rows

    def geometry(self, area_id: str) -> BaseGeometry | None:
        """Polygon of an area in EPSG:4326; None for a key that is not known."""
        if area_id not in self._made:
            self._made[area_id] = self._make(area_id)
        return self._made[area_id]

    def middle(self, area_id: str) -> tuple[float, float] | None:
        """Longitude and latitude of a point in an area; None for a key that is not known."""
        if area_id not in self._middles:
            whole, _, part = area_id.rpartition("/")
            shape = self.geometry(whole) if part in PARTS else None
            point = None if shape is None else _point_of_part(shape, part)
            if point is None and (area := self.geometry(area_id)) is not None:
                point = area.representative_point()
            self._middles[area_id] = None if point is None else (point.x, point.y)
        return self._middles[area_id]

    def _make(self, area_id: str) -> BaseGeometry | None:
        if (row := self._rows.get(area_id)) is not None:
            return self._shapes[row]
        whole, slash, part = area_id.rpartition("/")
        if slash:
            shape = self.geometry(whole)
            return None if shape is None or part not in PARTS else compass_part(shape, part)
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
        return None if row is None else LEVELS[int(self._levels[row])]

    def derived(self, area_id: str) -> bool:
        """Whether the polygon is only the land nearest to the towns of the unit, for want of its borders."""
        row = self._rows.get(area_id)
        return row is not None and bool(self._derived[row])

    def at(self, latitude: float, longitude: float) -> tuple[str | None, str | None]:
        """Country and first-level unit that hold a point, as keys; None at sea."""
        tree, keys = self._tree()
        import shapely

        found = [keys[n] for n in tree.query(shapely.Point(longitude, latitude), predicate="within")]
        if not found:
            return None, None
        # a unit of GeoNames before one that only the map source draws, true borders before derived ones
        best = min(found, key=lambda key: ("." not in key, self.derived(key)))
        return self._countries[self._rows[best]], best

    def _tree(self) -> tuple[Any, list[str]]:
        if not hasattr(self, "_cached_tree"):
            import shapely

            keys = [key for key in self._rows if self.level(key) == "admin1"]
            shapes = self._shapes.all()[[self._rows[key] for key in keys]]
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

    cut = shapely.intersection(shape, shapely.box(*_window(shape, part)))
    return shape if cut.is_empty else cut


def _point_of_part(shape: BaseGeometry, part: str) -> Point | None:
    """A point of the part, for a tenth of the cost of its exact polygon; None where that is needed."""
    import shapely

    cut = shapely.clip_by_rect(shape, *_window(shape, part))
    if cut.is_empty:
        return None
    point = cut.representative_point()
    return point if shapely.contains_xy(shape, point.x, point.y) else None


def _window(shape: BaseGeometry, part: str) -> tuple[float, float, float, float]:
    """West, south, east and north of the box that holds a part."""
    west, south, east, north = _main_bounds(shape)
    width, height = east - west, north - south
    share = CORNER_SHARE if "-" in part else PART_SHARE
    if part == "central":
        margin = (1 - CENTRE_SHARE) / 2
        return west + margin * width, south + margin * height, east - margin * width, north - margin * height
    return (
        east - share * width if "east" in part else west - 10,
        north - share * height if "north" in part else south - 10,
        west + share * width if "west" in part else east + 10,
        south + share * height if "south" in part else north + 10,
    )


def _main_bounds(shape: BaseGeometry) -> tuple[float, float, float, float]:
    """Bounds without far islands: those of the parts that make up most of the area."""
    import shapely

    parts = shapely.get_parts(shape)
    large = parts[shapely.area(parts) >= 0.02 * shape.area]
    bounds = shapely.total_bounds(large if len(large) else parts)
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

    A ring is a flat array in hundredths of a degree: first point, then steps (x0, y0, dx, dy, ...).
    """
    held = tables.read(DATA / "outlines.npz")
    numbers, ring_at, area_at = held["rings"], held["ring_at"].tolist(), held["area_at"].tolist()
    answer: dict[str, Any] = {}
    for at, key in enumerate(tables.lines(held["area_id"])):
        country, _, unit = key.partition(" ")
        if countries is None or country in countries:
            rings = [numbers[ring_at[n] : ring_at[n + 1]] for n in range(area_at[at], area_at[at + 1])]
            if unit:
                answer[country]["units"][unit] = rings
            else:
                answer[country] = {"country": rings, "units": {}}
    return answer


@lru_cache(maxsize=4)
def _table(name: str) -> dict[str, list[str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return {row[0]: row for row in csv.reader(file)}


@lru_cache(maxsize=2)
def _opened(path: Path) -> Boundaries:
    return Boundaries(path)
