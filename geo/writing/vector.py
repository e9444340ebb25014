"""GeoJSON (RFC 7946), GeoPackage and KML of a strikes frame."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd

from geo import schema
from geo.writing.lines import cell
from geo.writing.plain import plain, rows

COORDINATE_DECIMALS = 5
"""About a metre: finer than any report."""


def write_geojson(strikes: geopandas.GeoDataFrame, path: Path) -> None:
    """One feature a strike: null for the unknown, plain dates, lists; a null geometry where the place is unknown."""
    features = [
        {
            "type": "Feature",
            "id": row.get("strike_id"),
            "geometry": _rounded(row.pop("geometry", None)),
            "properties": row,
        }
        for row in rows(strikes, geometry=True)
    ]
    body = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(body, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


def write_gpkg(strikes: geopandas.GeoDataFrame, path: Path) -> None:
    """One layer ``strikes``; lists as text, for GIS programs that know no lists."""
    path.unlink(missing_ok=True)
    _flat(strikes).to_file(path, driver="GPKG", layer="strikes", engine="pyogrio")


def write_kml(strikes: geopandas.GeoDataFrame, path: Path) -> None:
    """Placemarks with a time span and a table of what is known; strikes without a place have no geometry."""
    marks = "\n".join(_placemark(row) for row in strikes.to_dict("records"))
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<name>Strikes</name>\n{marks}\n</Document></kml>\n"
    )
    path.write_text(body, encoding="utf-8")


def _rounded(shape: dict[str, Any] | None) -> dict[str, Any] | None:
    if shape is None:
        return None
    return {**shape, "coordinates": _round(shape["coordinates"])}


def _round(values: Any) -> Any:
    return round(values, COORDINATE_DECIMALS) if isinstance(values, float | int) else [_round(item) for item in values]


def _flat(strikes: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    flat = strikes.copy()
    for column in schema.STRIKES:
        if column.name not in flat.columns:
            continue
        if column.kind in ("list", "time"):
            flat[column.name] = pd.Series(
                [_word(cell(plain(v))) for v in flat[column.name]], index=flat.index, dtype="string"
            )
        elif column.kind == "date":
            flat[column.name] = pd.to_datetime(flat[column.name]).astype("datetime64[ms]").dt.date
        elif column.kind == "category":
            flat[column.name] = flat[column.name].astype("string")
    return flat


def _word(value: Any) -> str | None:
    return None if value == "" else str(value)


def _placemark(row: dict[str, Any]) -> str:
    shown = {name: cell(plain(value)) for name, value in row.items() if name not in ("geometry", "sources")}
    data = "".join(
        f'<Data name="{escape(str(name))}"><value>{_xml(value)}</value></Data>'
        for name, value in shown.items()
        if value != ""
    )
    span = f"<TimeSpan><begin>{shown['date_start']}</begin><end>{shown['date_end']}</end></TimeSpan>"
    name = f"{shown.get('date', '')} {shown.get('location', '')}".strip()
    return (
        f'<Placemark id="s-{_xml(shown["strike_id"])}"><name>{_xml(name)}</name>{span}'
        f"<ExtendedData>{data}</ExtendedData>{_kml_shape(row['geometry'])}</Placemark>"
    )


def _xml(value: Any) -> str:
    return escape("".join(c for c in str(value) if c >= " " or c in "\t\n"))


def _kml_shape(shape: Any) -> str:
    if shape is None or shape.is_empty:
        return ""
    if shape.geom_type == "Point":
        return f"<Point><coordinates>{shape.x:.5f},{shape.y:.5f}</coordinates></Point>"
    if shape.geom_type == "Polygon":
        holes = "".join(f"<innerBoundaryIs>{_ring(ring)}</innerBoundaryIs>" for ring in shape.interiors)
        return f"<Polygon><outerBoundaryIs>{_ring(shape.exterior)}</outerBoundaryIs>{holes}</Polygon>"
    return f"<MultiGeometry>{''.join(_kml_shape(part) for part in getattr(shape, 'geoms', ()))}</MultiGeometry>"


def _ring(ring: Any) -> str:
    corners = " ".join(f"{x:.5f},{y:.5f}" for x, y in ring.coords)
    return f"<LinearRing><coordinates>{corners}</coordinates></LinearRing>"
