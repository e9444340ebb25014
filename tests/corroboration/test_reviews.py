"""The review file: written, decided by a person, read back."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from geo import corroboration, schema
from geo.errors import OptionError
from geo.model import Claim, DateBasis, GeoPrecision, Place, Report, TimePrecision, WeaponClass
from geo.writing.lines import write_csv

DAY = dt.date(2024, 1, 2)
KYIV = Place("Kyiv", GeoPrecision.SETTLEMENT, 50.45, 30.52, "UA", geonames_id=703448)
FIRST = Claim(
    "c1", "r1", DAY, DAY, DateBasis.EXPLICIT, TimePrecision.DAY, place=KYIV, attacker="RU", claimants=("UA",),
    weapon_classes=(WeaponClass.MISSILE,), evidence=("It was hit.",), p_extraction=0.9,
)  # fmt: skip
SAME = replace(FIRST, claim_id="c2", report_id="r2", evidence=("A missile fell.",))
UNSURE = replace(
    FIRST, claim_id="c3", report_id="r3", evidence=("Rockets came.",), weapon_classes=(WeaponClass.ROCKET_ARTILLERY,)
)
CLAIMS = [FIRST, SAME, UNSURE]


def located(claims: list[Claim]) -> gpd.GeoDataFrame:
    points = gpd.GeoSeries([Point(KYIV.longitude, KYIV.latitude)] * len(claims), crs=4326)
    return gpd.GeoDataFrame(schema.claims_frame(claims), geometry=points)


def reports(claims: list[Claim]) -> pd.DataFrame:
    names = dict.fromkeys(claim.report_id for claim in claims)
    told = (
        Report(name, f"{name} has words of its own", DAY + dt.timedelta(n), publisher=name)
        for n, name in enumerate(names)
    )
    return schema.reports_frame(told)


def run(claims: list[Claim], **more: Any) -> gpd.GeoDataFrame:
    return corroboration.corroborate(located(claims), reports(claims), **more)


def asked(strikes: gpd.GeoDataFrame, reviews: pd.DataFrame | None = None) -> pd.DataFrame:
    return corroboration.review_file(located(CLAIMS), reports(CLAIMS), strikes, reviews=reviews)


def through_a_file(table: pd.DataFrame) -> pd.DataFrame:
    stream = io.StringIO()
    write_csv(table, stream)
    stream.seek(0)
    return pd.read_csv(stream, dtype="string", keep_default_na=False)


def decided(decision: str, one: str, other: str) -> pd.DataFrame:
    return pd.DataFrame({"decision": [decision], "claim_id": [one], "other_claim_id": [other]})


def test_uncertain_pairs_are_asked_with_both_sentences() -> None:
    strikes = run(CLAIMS)
    assert len(strikes) == 2
    found = asked(strikes)
    assert {tuple(sorted(pair)) for pair in zip(found["claim_id"], found["other_claim_id"], strict=True)} == {
        ("c1", "c3"), ("c2", "c3"),
    }  # fmt: skip
    assert (found["decision"] == "").all()
    assert found["p_same"].between(0.5, 0.9).all()
    assert set(found["quote"]) | set(found["other_quote"]) == {"It was hit.", "A missile fell.", "Rockets came."}


def test_the_file_comes_round(  # written, decided by a person, read back, and asked no more
) -> None:
    strikes = run(CLAIMS)
    file = through_a_file(asked(strikes))
    file["decision"] = ["join", *[""] * (len(file) - 1)]
    file["note"] = ["same street", *[""] * (len(file) - 1)]
    joined = run(CLAIMS, reviews=file)
    assert len(joined) == 1
    row = joined.iloc[0]
    older = strikes.set_index(strikes["claim_ids"].map(tuple)).loc[[("c1", "c2")], "strike_id"].iloc[0]
    newer = strikes.set_index(strikes["claim_ids"].map(tuple)).loc[[("c3",)], "strike_id"].iloc[0]
    assert (row["strike_id"], row["replaces"], row["review_status"]) == (older, [newer], "human_checked")
    again = through_a_file(asked(joined, file))
    assert again["decision"].tolist() == ["join"]
    assert again["note"].tolist() == ["same street"]
    assert run(CLAIMS, reviews=again)["strike_id"].tolist() == joined["strike_id"].tolist()


def test_what_merged_is_kept_apart() -> None:
    parted = run(CLAIMS, reviews=decided("apart", "c2", "c1"))
    assert sorted(parted["claim_ids"]) == [["c1"], ["c2"], ["c3"]]
    kept = run(CLAIMS).set_index(run(CLAIMS)["claim_ids"].map(len)).loc[2, "strike_id"]
    assert kept in set(parted["strike_id"])


def test_decisions_stand_when_reports_are_added() -> None:
    more = replace(FIRST, claim_id="c9", report_id="r9", evidence=("Nine days on.",))
    before, after = (run(held, reviews=decided("join", "c1", "c3")) for held in (CLAIMS, [*CLAIMS, more]))
    assert len(before) == len(after) == 1
    assert before["strike_id"].tolist() == after["strike_id"].tolist()
    assert run([SAME], reviews=decided("join", "c1", "c3"))["claim_ids"].tolist() == [["c2"]]


def test_decisions_that_contradict_each_other_are_refused() -> None:
    both = pd.concat([decided("join", "c1", "c3"), decided("join", "c3", "c2"), decided("apart", "c1", "c2")])
    with pytest.raises(OptionError, match="keep c1 and c2 apart, but join them"):
        run(CLAIMS, reviews=both)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            {"decision": "maybe", "claim_id": "c1"},
            "row 2, column 'decision': 'maybe' is none of: join, apart, withdraw",
        ),
        ({"decision": "join", "claim_id": "c1"}, "row 2, column 'other_claim_id': to join takes two"),
        ({"decision": "apart", "other_claim_id": "c1"}, "row 2, column 'claim_id'"),
        ({"decision": "join", "claim_id": "c1", "other_claim_id": "c1"}, "row 2, column 'other_claim_id': 'c1' stands"),
        ({"decision": "withdraw"}, "row 2, column 'claim_id': whom to withdraw"),
        ({"claim_id": "c1"}, "lack the column 'decision'"),
    ],
)
def test_an_error_names_row_and_column(row: dict[str, str], said: str) -> None:
    with pytest.raises(OptionError, match=said):
        run(CLAIMS, reviews=pd.DataFrame([row]))


def test_a_strike_is_confirmed_by_its_id() -> None:
    name = run([FIRST])["strike_id"].iloc[0]
    confirmed = run([FIRST], reviews=pd.DataFrame({"strike_id": [name], "decision": ["confirm"]}))
    assert confirmed["review_status"].tolist() == ["human_checked"]


def test_a_copied_claim_is_like_its_own_original() -> None:
    """Two rows of one report that may mean one strike: the copy of each joins its own, not the other's."""
    second = replace(FIRST, claim_id="c5", evidence=("Then it was hit again.",))
    copies = [replace(c, claim_id=f"z{c.claim_id}", report_id="z") for c in (FIRST, second)]
    strikes = run([FIRST, second, *copies])
    assert sorted(strikes["claim_ids"]) == [["c1", "zc1"], ["c5", "zc5"]]
