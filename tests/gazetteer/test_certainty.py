from __future__ import annotations

import pytest

from geo.gazetteer.finder import Gazetteer
from geo.gazetteer.toponyms import annotate
from geo.model import Place, Toponym


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def one(found: list[Toponym], phrase: str) -> Place:
    place = next(t for t in found if t.phrase == phrase).place
    assert place is not None
    return place


def test_support_of_the_report_raises_p_location(gazetteer: Gazetteer) -> None:
    near = "Shells fell in Toretsk. Bakhmut and Kramatorsk in Ukraine's Donetsk region were hit too."
    far = "Shells fell in Toretsk. Lima and Cusco in Peru, and Arequipa, were hit too."
    supported, foreign = (one(gazetteer.toponyms(text), "Toretsk").p_location for text in (near, far))
    assert supported is not None and foreign is not None and supported > foreign + 0.05


def test_answers_below_the_floor_are_given_up_and_say_what_was_refused(gazetteer: Gazetteer) -> None:
    text = "Lima and Cusco in Peru were calm, officials in Arequipa and Trujillo said; a note from Salem came."
    rows = next(annotate([{"doc": "a", "text": text}], None, gazetteer))["toponyms"]
    for row in rows:
        assert (row["location"] is None) == (row["p_location"] is None)
        assert all(other["reason"] for other in row["refused"])
        if row["location"] is not None:
            assert 0.0 < row["p_location"] < 1.0


def test_a_theatre_tips_an_open_question_and_no_other(gazetteer: Gazetteer) -> None:
    text = "A bridge in Tripoli was hit."
    plain = one(gazetteer.toponyms(text), "Tripoli")
    told = one(gazetteer.toponyms(text, theatre=("LB",)), "Tripoli")
    assert (plain.country_code, told.country_code) == ("LY", "LB")
    foreign = one(gazetteer.toponyms("Talks were held in Paris.", theatre=("UA",)), "Paris")
    assert foreign.country_code == "FR"


def test_the_home_of_the_outlet_tips_an_open_question_and_no_other(gazetteer: Gazetteer) -> None:
    text = "A man was shot in Birmingham."
    homes = {home: one(gazetteer.toponyms(text, home=home), "Birmingham").country_code for home in ("GB", "US")}
    assert homes == {"GB": "GB", "US": "US"}
    assert (
        one(gazetteer.toponyms("A man was shot in Birmingham, Alabama.", home="GB"), "Birmingham").country_code == "US"
    )


def test_refused_candidates_say_what_spoke_against_them(gazetteer: Gazetteer) -> None:
    found = gazetteer.toponyms("A man was shot in Birmingham, Alabama.", home="US")
    refused = next(t for t in found if t.phrase == "Birmingham").refused
    reasons = {other.country_code: other.reason for other in refused}
    assert reasons["GB"].startswith(("lies in a", "does not lie in"))
    told = gazetteer.toponyms("A bridge in Tripoli was hit.", theatre=("LB",))
    reasons = {other.country_code: other.reason for other in told[0].refused}
    assert reasons["LY"] == "lies outside the theatre"
