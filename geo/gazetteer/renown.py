"""How often reports of war name a place, where several of one first-level unit bear its name.

``data/renown.csv`` was compiled from general knowledge of where the fronts ran and what was bombed, name by name, by writers
who saw the names and the map alone, most of it twice and independently; a number is their mean. A row: the unit, the
folded names, the point, how often the place is named (0 in the rear, 1 near an area of fighting, 2 in one, 3 again and
again), and how often since 24 February 2022, where that year parts two wars with other fronts (Ukraine).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import cache
from typing import Any, Final, NamedTuple

from geo.gazetteer.fold import fold
from geo.gazetteer.sources import rows_of

SAME_PLACE_DEG: Final = 0.005
"""How far a place may lie from the point of its row, degrees: some 500 metres."""
INVASION: Final = dt.date(2022, 2, 24)


class _Told(NamedTuple):
    latitude: float
    longitude: float
    before: float
    since: float | None


def renown(entry: Any, name: str, when: dt.date | None = None) -> float:
    """How well known from reports of war a place is under a name: 0 to 3 of one time, up to 6 where no time is told.

    Parameters
    ----------
    entry
        A place of the index.
    name
        The name as it is asked for; where nothing is told of that, the place's own counts.
    when
        The day of the event.

    Examples
    --------
    >>> import datetime as dt
    >>> from geo.gazetteer import Gazetteer
    >>> index = Gazetteer.open().index
    >>> held = {e.admin2: e for e in map(index.row, index.lookup("opytne"))}
    >>> [renown(held["Pokrovsk Raion"], "Opytne", dt.date(year, 5, 1)) for year in (2016, 2023)]
    [3.0, 2.5]
    """
    known = _table().get(entry.admin1_code)
    held = known and (known.get(fold(name)) or known.get(fold(entry.name)))
    told = next((row for row in held or () if _at(entry, row)), None)
    if told is None:
        return 0.0
    if told.since is None:
        return told.before
    if when is None:
        return told.before + told.since
    return told.since if when >= INVASION else told.before


def _at(entry: Any, row: _Told) -> bool:
    away = abs(entry.latitude - row.latitude), abs(entry.longitude - row.longitude)
    return bool(max(away) <= SAME_PLACE_DEG)


@cache
def _table() -> dict[str, dict[str, list[_Told]]]:
    """What is told of each place, by unit and folded name."""
    table: dict[str, dict[str, list[_Told]]] = defaultdict(lambda: defaultdict(list))
    for unit, names, latitude, longitude, before, since in rows_of("renown.csv"):
        told = _Told(float(latitude), float(longitude), float(before), float(since) if since else None)
        for name in names.split(";"):
            table[unit][name].append(told)
    return table
