"""The layer of strikes, and the neutral ground beneath it: Folium layers like any other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from html import escape
from typing import Any

import geopandas as gpd
from branca.element import Figure
from folium.map import Layer
from folium.template import Template

from geo.mapping import areas, assets, columns, ground
from geo.mapping.encode import Packs, encode
from geo.mapping.page import Folded, StrikeMap, Verbatim
from geo.options import DrawOptions


class _Packed(Layer):
    """A layer whose data stand in the page as inert text, read by the scripts in ``static/``."""

    _template = Template("")
    factory = ""

    def __init__(self, name: str, *, show: bool, control: bool, seed: bytes) -> None:
        super().__init__(name=escape(name, quote=False), overlay=True, control=control, show=show)
        self.label = name  # Leaflet's layer control reads names as HTML
        self._id = hashlib.sha256(seed + name.encode("utf-8", "replace")).hexdigest()[:32]  # equal input, equal file

    def _columns(self) -> bytes:
        raise NotImplementedError

    def _texts(self) -> Sequence[bytes]:
        return ()

    def _config(self) -> dict[str, object]:
        return {}

    def render(self, **kwargs: Any) -> str:
        """Put style, scripts and data into the page, each script and style once, whatever the number of layers."""
        figure = self.get_root()
        assert isinstance(figure, Figure)
        name = self.get_name()
        figure.header.add_child(Verbatim(f"<style>{assets.style()}</style>"), name="strikemap_style")
        figure.header.add_child(Folded(assets.script(), "script", "first"), name="strikemap_script")
        config = _inert(name, "config", assets.literal({"id": name, "name": self.label, **self._config()}))
        data = _inert(name, "layer", columns.base64_text(self._columns()))
        figure.html.add_child(Verbatim(f"{config}\n{data}"), name=f"{name}_data")
        tail = getattr(figure, "tail", figure.html)
        texts = (_inert(name, "texts", columns.base85_text(stream)) for stream in self._texts())
        tail.add_child(Verbatim("\n".join(texts)), name=f"{name}_texts")
        figure.script.add_child(Verbatim(f'var {name} = strikemap.{self.factory}("{name}");'), name=name)
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""  # it stands in the figure


def _inert(layer: str, kind: str, data: str) -> str:
    """A stream as an element that the browser keeps and never runs."""
    return f'<script type="application/octet-stream" data-{kind}="{layer}">{data}</script>'


class StrikeLayer(_Packed):
    """Strikes on a Folium map, with timeline, filters, table, popups and legend.

    Several layers may share one map: they share the timeline, the filters and the table, and each can be switched in a
    :class:`folium.LayerControl`.

    Parameters
    ----------
    strikes
        Columns as in ``schema.STRIKES``, EPSG:4326. The frame is not changed.
    name
        Name in the layer control.
    options
        How it is drawn.
    lang
        Language of labels: ``en`` or ``uk``.
    """

    factory = "strikeLayer"

    def __init__(
        self,
        strikes: gpd.GeoDataFrame,
        *,
        name: str = "Strikes",
        options: DrawOptions = DrawOptions(),
        lang: str = "en",
        show: bool = True,
        control: bool = True,
    ) -> None:
        self.packs: Packs = encode(strikes, options)
        self.options = options
        self.words = assets.messages(lang)
        self.lang = lang
        seed = hashlib.sha256(self.packs.columns + b"".join(self.packs.blocks)).digest()
        super().__init__(name, show=show, control=control, seed=seed)
        self._name = "StrikeLayer"

    def _columns(self) -> bytes:
        return self.packs.columns

    def _texts(self) -> Sequence[bytes]:
        return self.packs.blocks

    def _config(self) -> dict[str, object]:
        chosen = self.options
        parent: Any = self._parent
        return {
            "lang": self.lang,
            "messages": self.words,
            "title": chosen.title,
            "banner": chosen.banner,
            "corrections": chosen.corrections,
            "colorBy": chosen.color_by,
            "groupPx": chosen.group_px,
            "arcs": chosen.arcs,
            "size": ["".join(map(str, parent.width)), "".join(map(str, parent.height))] if parent is not None else None,
            "map": self._opening(),
        }

    def _opening(self) -> dict[str, object] | None:
        """The map that shows the layer from the start, and where it looks then; None where Leaflet must tell."""
        parent: Any = self._parent
        if not self.show or not isinstance(parent, StrikeMap) or parent.crs != "EPSG3857":
            return None
        latitude, longitude = parent.location
        told = parent.options
        return {
            "id": parent.get_name(),
            "snap": told.get("zoom_snap", 1),
            "lat": latitude,
            "lng": longitude,
            "zoom": told.get("zoom", 1),
        }

    def _get_self_bounds(self) -> list[list[float | None]]:
        if self.packs.bounds is None:
            return [[None, None], [None, None]]
        west, south, east, north = self.packs.bounds
        return [[south, west], [north, east]]


class OutlineLayer(_Packed):
    """Borders as a quiet ground: no tile server, no names but those of the outlines.

    Parameters
    ----------
    outlines
        As :func:`geo.mapping.ground.frame` takes them; the properties ``name``, ``level`` (``country``,
        ``admin1``) and ``code`` (ISO 3166-1 alpha-2, for the arcs) are used where they are there.
    """

    factory = "outlineLayer"

    def __init__(
        self,
        outlines: ground.Outlines,
        *,
        name: str = "Outlines",
        near: ground.Bounds | None = None,
        simplify_degrees: float = 0.004,
        lang: str = "en",
        show: bool = True,
        control: bool = False,
    ) -> None:
        held = ground.frame(outlines, near=near)
        header = {key: [_word(cell) for cell in held[key]] for key in ("name", "level", "code") if key in held.columns}
        self.lang = lang
        self.pack = columns.pack(header, areas.columns(list(held.geometry), tolerance=simplify_degrees))
        super().__init__(name, show=show, control=control, seed=self.pack)
        self._name = "OutlineLayer"

    def _columns(self) -> bytes:
        return self.pack

    def _config(self) -> dict[str, object]:
        return {"lang": self.lang}


def _word(cell: object) -> str:
    return cell if isinstance(cell, str) else ""
