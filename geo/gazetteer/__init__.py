"""Names become places: index, look-up, context, boundaries."""

from __future__ import annotations

from geo.gazetteer.finder import Gazetteer
from geo.gazetteer.many import geocode_many

__all__ = ["Gazetteer", "geocode_many"]
