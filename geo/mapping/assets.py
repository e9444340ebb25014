"""The page's own files: scripts put together, styles, pictures as data, words of a language.

The scripts in ``static/`` are ES modules that Node can test one by one. :func:`script` links them into one function
in the order of :data:`MODULES`: names at their top level are unique (a test holds it), so imports can be left out.
What a page folds away (:func:`fold`) is put in its place by the one script that it runs at once, :func:`boot_script`.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from functools import cache
from importlib import resources
from typing import Any

from geo.errors import OptionError

MODULES = (
    *("dom", "messages", "later", "streams", "columns", "store", "dates", "filter"),
    *("palette", "geometry", "groups", "paint", "texts", "search", "details", "timeline"),
    *("facets", "legend", "table", "permalink", "canvas", "heat", "scene", "arcs", "frame"),
    *("reader", "desk", "layer"),
)
LANGUAGES = ("en", "uk")
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class) )", re.MULTILINE)
_PICTURE = re.compile(r"url\(images/([\w.-]+)\)")
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/[ \t]*)\n", re.MULTILINE)
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def _file(name: str) -> str:
    return (resources.files("geo.mapping") / name).read_text("utf-8")


@cache
def script() -> str:
    """The map's own modules."""
    return _linked(*MODULES)


@cache
def boot_script() -> str:
    """What puts a page together whose scripts and styles stand folded in it."""
    return _linked("streams", "page/boot")


def _linked(*modules: str) -> str:
    """Modules as one function that closes over their names."""
    body = "\n".join(_EXPORT.sub("", _IMPORT.sub("", _bare(f"static/{name}.js"))) for name in modules)
    return inert(f'(function () {{\n"use strict";\n{body}\n}})();')


def _bare(name: str) -> str:
    """A script of ours without the comments that stand on lines of their own: its reader has the source."""
    return _COMMENT.sub("", _file(name))


@cache
def fold(code: str, kind: str, turn: str) -> str:
    """``code`` as a deflated element that ``page/boot.js`` puts in its place.

    ``kind`` is ``script`` or ``style``, ``turn`` is ``first`` (before the marks) or ``then``.
    """
    packed = base64.b64encode(zlib.compress(code.encode("utf-8"), 9)).decode("ascii")
    return f'<script type="application/octet-stream" data-fold="{kind}" data-turn="{turn}">{packed}</script>'


@cache
def style() -> str:
    """The style sheets of the map."""
    return _file("static/strikes.css") + _file("static/print.css")


@cache
def leaflet_script() -> str:
    """Leaflet itself, with its licence's header, and its default marker as data."""
    code = _SOURCE_MAP.sub("", _file("static/vendor/leaflet.js")).rstrip()
    # a function in brackets is compiled as it is read; without them it is read once to find its end, then once more
    code = code.replace("(this,function(t){", "(this,(function(t){", 1).removesuffix("});") + "}));"
    icons = {key: _picture(name) for key, name in _MARKERS.items()}
    return inert(f'{code}\nL.Icon.Default.imagePath = "";\nL.Icon.Default.mergeOptions({json.dumps(icons)});')


_MARKERS = {"iconUrl": "marker-icon.png", "iconRetinaUrl": "marker-icon-2x.png", "shadowUrl": "marker-shadow.png"}


@cache
def leaflet_style() -> str:
    """Leaflet's style sheet, its pictures as data."""
    return _PICTURE.sub(lambda match: f"url({_picture(match[1])})", _file("static/vendor/leaflet.css"))


@cache
def jquery_script() -> str:
    """jQuery, which the popups of Folium's own layers call."""
    return inert(_file("static/vendor/jquery.js"))


def _picture(name: str) -> str:
    data = (resources.files("geo.mapping") / "static/vendor/images" / name).read_bytes()
    return f"data:image/png;base64,{base64.b64encode(data).decode('ascii')}"


@cache
def _words(lang: str) -> dict[str, Any]:
    words: dict[str, Any] = json.loads(_file(f"messages/{lang}.json"))
    return words


def messages(lang: str) -> dict[str, Any]:
    """The words of ``lang``; English ones where it has none."""
    if lang not in LANGUAGES:
        raise OptionError(f"no messages for lang={lang!r}; there are: {', '.join(LANGUAGES)}")
    return {**_words("en"), **_words(lang)}


def inert(code: str) -> str:
    """``code`` for a script element: nothing in it ends the element early."""
    return re.sub(r"</(?=script)", r"<\\/", code, flags=re.IGNORECASE).replace("<!--", "<\\!--")


def literal(value: object) -> str:
    """``value`` as a JavaScript literal that is safe inside a script element."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
