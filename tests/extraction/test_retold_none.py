"""Reports that hold no strike, retold: deliveries, tests, talks, strikes of labour, what a war cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from geo.extraction import Extraction

Read = Callable[..., Extraction]

QUIET = {
    "delivery": "Ukraine's president thanked Berlin for two more Patriot launchers. They are prized in Kyiv, because they have "
    "brought down hypersonic missiles several times before. The package also holds 6,000 rounds of smoke ammunition for "
    "155-millimetre artillery pieces.",
    "capability": "A battery has between four and eight launchers, which can fire missiles that are built to intercept ballistic "
    "and cruise missiles, as well as aircraft, over a city such as Kharkiv.",
    "test": "North Korea test-fired ballistic missiles on Saturday. They flew some 300 kilometres before they came down in the "
    "water, Seoul's military said, and could reach targets anywhere in the south.",
    "talks": "Mediators met a Hamas delegation in Vienna on Saturday. Israel is planning an offensive into Rafah, where a million "
    "people shelter. The war has killed more than 34,000 people, health officials in Gaza say.",
    "labour": "Schools, trains and ports in Odesa were hit by the biggest strike in a decade on Wednesday. Union leaders said that "
    "500,000 teachers, drivers and civil servants had walked out, and that the strike would go on.",
    "rumour": "Military intelligence in Kyiv spoke of fake messages about a massive missile strike on Kharkiv and asked people to "
    "keep calm.",
    "sport": "The striker from Kharkiv scored twice in Vienna on Tuesday, and the second goal was a rocket of a shot that hit the "
    "crossbar before it went in. The coach praised the attack of his team.",
    "warning": "Moscow warned on Tuesday that it would strike Kyiv if long-range missiles were used against Belgorod.",
}


@pytest.mark.parametrize("kind", QUIET)
def test_no_strike_is_claimed(read: Read, kind: str) -> None:
    found = read(QUIET[kind], published=dt.date(2024, 5, 16))
    assert [(claim.place_text, claim.rules, claim.evidence) for claim in found.claims] == []
