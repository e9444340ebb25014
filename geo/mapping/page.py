"""A Folium map whose file needs nothing else: Leaflet inside, no other host, a policy that forbids one.

Folium links seven files of five hosts; :class:`StrikeMap` carries Leaflet itself instead. What a user adds on top
keeps working: tiles and plugins that name hosts of their own are let through for these hosts alone.

A page has one of two orders. Where every script is ours or Folium's, they stand folded and wait (``waits``): the marks
are painted first, then Leaflet is read and what Folium wrote is run. A script that a user or a plugin adds expects
Leaflet to be there when the page is read that far: then all stand unfolded, in the order of the page.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from typing import Any
from urllib.parse import urlsplit

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink
from folium.raster_layers import TileLayer, WmsTileLayer
from folium.template import Template

from geo.mapping import assets

_SCRIPT = re.compile(r'<script(?: type="text/plain" data-waiting)?>(.*?)</script>', re.DOTALL)
_PLACEHOLDER = "default-src 'none'"


class Verbatim(Element):
    """Text put into the page as it is: never read as a template, whatever braces it holds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **kwargs: Any) -> str:
        """The text."""
        return self.text


class Folded(Verbatim):
    """A script or style that stands deflated in a page that waits, where it takes a third of the room."""

    def __init__(self, code: str, kind: str, turn: str = "then") -> None:
        super().__init__(f"<{kind}>{code}</{kind}>")
        self.code = code
        self.kind = kind
        self.turn = turn

    def render(self, **kwargs: Any) -> str:
        """The element, folded or not."""
        return assets.fold(self.code, self.kind, self.turn) if getattr(self.get_root(), "waits", False) else self.text


class StrikeFigure(Figure):
    """The page: language and title, and a policy computed from what is really in it."""

    _template = Template(
        '<!DOCTYPE html>\n<html lang="{{ this.lang }}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="{{ this.policy_mark }}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        "<title>{{ this.heading|e }}</title>\n"
        "{{ this.header.render(**kwargs) }}\n</head>\n<body>\n{{ this.html.render(**kwargs) }}\n"
        '<script{% if this.waits %} type="text/plain" data-waiting{% endif %}>\n'
        "{{ this.script.render(**kwargs) }}\n</script>\n"
        "{% if this.waits %}<script>{{ this.boot }}</script>\n{% endif %}"
        "{{ this.tail.render(**kwargs) }}\n</body>\n</html>\n"
    )
    policy_mark = _PLACEHOLDER

    def __init__(self, *, lang: str, heading: str) -> None:
        super().__init__(ratio="75%")
        self.lang = lang
        self.heading = heading
        self.tail = Element()
        """What is read last: texts, which nobody needs before the first marks stand."""
        self.tail._parent = self
        self.header._children.clear()  # the page states its encoding itself

    @property
    def boot(self) -> str:
        """The one script that runs at once in a page that waits."""
        return assets.boot_script()

    @property
    def waits(self) -> bool:
        """Whether all scripts are ours or Folium's, so that they may wait for the marks."""
        others = (*self.header._children.values(), *self.html._children.values())
        return not any("<script" in each.render() for each in others if not isinstance(each, Verbatim))

    def render(self, **kwargs: Any) -> str:
        """The page as text, with its policy."""
        page = super().render(**kwargs)
        return str(page).replace(_PLACEHOLDER, escape(self._policy(str(page))), 1)

    def _policy(self, page: str) -> str:
        folded = [e.code for e in _walk(self.header) if isinstance(e, Folded) and e.kind == "script"]
        hashes = sorted({_digest(code) for code in (*_SCRIPT.findall(page), *folded)})
        linked = [element for element in self.header._children.values() if hasattr(element, "url")]
        scripts = _hosts(element.url for element in linked if isinstance(element, JavascriptLink))
        styles = _hosts(element.url for element in linked if isinstance(element, CssLink))
        tiles = _hosts(_address(layer) for layer in _walk(self) if isinstance(layer, TileLayer | WmsTileLayer))
        return "; ".join(
            (
                "default-src 'none'",
                " ".join(("script-src", *hashes, *scripts)),
                " ".join(("style-src 'unsafe-inline'", *styles)),
                " ".join(("img-src data: blob:", *tiles, *styles)),
                " ".join(("font-src data:", *styles)),
                "base-uri 'none'",
                "form-action 'none'",
            )
        )


def _digest(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode('utf-8')).digest()).decode('ascii')}'"


def _address(layer: Any) -> str:
    return str(layer.tiles if isinstance(layer, TileLayer) else layer.url)


def _walk(element: Element) -> list[Element]:
    return [element, *(each for child in element._children.values() for each in _walk(child))]


def _hosts(urls: Any) -> list[str]:
    """The origins of ``urls`` as a policy writes them; ``{s}`` in a tile server's name is any subdomain."""
    found = set()
    for url in urls:
        parts = urlsplit(re.sub(r"\{[^}]*\}", "*", str(url)))
        if parts.scheme in ("http", "https") and parts.netloc:
            found.add(f"{parts.scheme}://{re.sub(r'^[^.]*[*][^.]*', '*', parts.netloc)}")
    return sorted(found)


class StrikeMap(folium.Map):
    """A :class:`folium.Map` that carries Leaflet in itself and links nothing."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - Folium reads it from the class
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>
                html, body { width: 100%; height: 100%; margin: 0; padding: 0; }
                #{{ this.get_name() }} {
                    position: {{ this.position }}; left: {{ this.left|join }}; top: {{ this.top|join }};
                    width: {{ this.width|join }}; height: {{ this.height|join }};
                }
            </style>
        {% endmacro %}
        {% macro html(this, kwargs) %}
            <div class="folium-map" id="{{ this.get_name() }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
                center: {{ this.location|tojson }}, crs: L.CRS.{{ this.crs }}, ...{{ this.options|tojavascript }}
            });
            {%- if this.control_scale %}
            L.control.scale().addTo({{ this.get_name() }});
            {%- endif %}
            {%- if this.objects_to_stay_in_front %}
            {{ this.get_name() }}.on("overlayadd", function () {
                {%- for layer in this.objects_to_stay_in_front %}{{ layer.get_name() }}.bringToFront();{% endfor %}
            }).fire("overlayadd");
            {%- endif %}
        {% endmacro %}
        """
    )

    def __init__(self, *, lang: str = "en", heading: str = "Strikes", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        StrikeFigure(lang=lang, heading=heading).add_child(self)

    def render(self, **kwargs: Any) -> str:
        """Put Leaflet first, then the map; jQuery and Folium's markers only where a layer of the user's calls them."""
        figure: Any = self.get_root()
        header = figure.header
        header.add_child(Folded(assets.leaflet_style(), "style"), name="leaflet_css", index=0)
        header.add_child(Folded(assets.leaflet_script(), "script"), name="leaflet", index=1)
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        calls = "\n".join(child.render() for child in figure.script._children.values())
        if "$(" in calls:
            header.add_child(Folded(assets.jquery_script(), "script"), name="jquery", index=2)
        if "L.AwesomeMarkers" in calls:
            self._link_markers(header)
        return ""  # it stands in the figure

    def _link_markers(self, header: Element) -> None:
        """Folium's icons need fonts that no single file can carry in reason: link what Folium links."""
        for name, url in folium.Map.default_js:
            if name == "awesome_markers":
                header.add_child(JavascriptLink(url), name=name)
        for name, url in folium.Map.default_css:
            if name != "leaflet_css":
                header.add_child(CssLink(url), name=name)
