"""The packaged tables: what is written is read again, the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.errors import GazetteerError
from geo.gazetteer import shapes, sources, tables


def test_columns_come_back_and_their_bytes_do_not_change(tmp_path: Path) -> None:
    columns = {"names": tables.texts(["Київ", "", "غزة"]), "numbers": np.array([1, -70_000], dtype="<i4")}
    for name in ("one.npz", "two.npz"):
        tables.write(tmp_path / name, columns)
    held = tables.read(tmp_path / "one.npz")
    assert tables.lines(held["names"]) == ["Київ", "", "غزة"]
    assert held["numbers"].tolist() == [1, -70_000]
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


@pytest.mark.parametrize("content", [None, b"no table"])
def test_a_table_that_is_absent_or_broken_names_the_remedy(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "places.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(GazetteerError, match="install strikemap anew"):
        tables.read(path)


def test_polygons_come_back_with_their_holes_and_parts() -> None:
    hole = shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(1, 1), (1, 2), (2, 2)]])
    parts = shapely.MultiPolygon([shapely.box(-180, -90, -179.5, -89.9999), shapely.box(20.1234, 30, 21, 31)])
    line = shapely.LineString([(0, 0), (1, 1)])
    mixed = shapely.GeometryCollection([line, shapely.box(1, 1, 2, 2)])
    held = shapes.Shapes(shapes.pack(np.array([hole, parts, mixed])))
    assert len(held) == 3
    assert held[0].equals(hole)
    assert held[1].equals(parts)
    assert held[2].equals(shapely.box(1, 1, 2, 2))
    assert [shape.area for shape in held.all()] == pytest.approx([held[n].area for n in range(3)])


def test_the_packaged_tables_stay_small() -> None:
    assert sum(path.stat().st_size for path in sources.DATA.iterdir()) < 15_000_000
    assert (sources.DATA / "outlines.npz").stat().st_size < 1_000_000
