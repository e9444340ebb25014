"""The world's words as data: one TOML file a subject or language, read once.

>>> from geo import lexicon
>>> "oblast" in lexicon.load("places")["features"]["admin1"]["after"]
True
"""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Any

from geo.errors import LexiconError


@functools.cache
def load(name: str) -> dict[str, Any]:
    """The tables of ``geo/lexicon/<name>.toml``; the same object each time, so do not change it."""
    source = resources.files(__name__).joinpath(f"{name}.toml")
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LexiconError(f"there is no lexicon {name!r} in geo/lexicon") from error
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"lexicon {name!r} is not valid TOML: {error}") from error
