from __future__ import annotations

import itertools
import pickle

import pytest

from geo.gazetteer.composed import compose
from geo.gazetteer.finder import Gazetteer
from geo.gazetteer.toponyms import annotate
from geo.model import GeoPrecision, Toponym, ToponymKind


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def one(found: list[Toponym], phrase: str) -> Toponym:
    hits = [t for t in found if t.phrase == phrase]
    assert hits, f"{phrase!r} is not among {[t.phrase for t in found]}"
    return hits[0]


def test_phrases_are_the_text_and_do_not_overlap(gazetteer: Gazetteer) -> None:
    text = "Drones hit Odesa and Mykolaiv in southern Ukraine; near Kherson two died. The city was dark."
    found = gazetteer.toponyms(text)
    assert all(text[t.start : t.end] == t.phrase for t in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("text", "phrase", "code", "precision"),
    [
        ("Shells fell on the Zaporizhzhia region.", "Zaporizhzhia region", "UA", GeoPrecision.ADMIN1),
        ("Kyiv region was attacked again.", "Kyiv region", "UA", GeoPrecision.ADMIN1),
        ("Two villages in Kupiansk district were shelled.", "Kupiansk district", "UA", GeoPrecision.ADMIN2),
        ("A missile fell in Artyomovsk.", "Artyomovsk", "UA", GeoPrecision.SETTLEMENT),
        ("Fighting went on in Robotyne.", "Robotyne", "UA", GeoPrecision.SETTLEMENT),
        ("Air strikes hit Hodeidah in Yemen.", "Hodeidah", "YE", GeoPrecision.SETTLEMENT),
        ("A drone fell into the Black Sea.", "Black Sea", None, GeoPrecision.SEA_AIR),
        ("Strikes in southern Ukraine killed three.", "southern Ukraine", "UA", GeoPrecision.REGION),
        ("A rocket fell near Kherson.", "near Kherson", "UA", GeoPrecision.NEAR_SETTLEMENT),
        ("A man was shot in Paris, Texas.", "Paris", "US", GeoPrecision.SETTLEMENT),
    ],
)
def test_names_in_context(
    gazetteer: Gazetteer, text: str, phrase: str, code: str | None, precision: GeoPrecision
) -> None:
    place = one(gazetteer.toponyms(text), phrase).place
    assert place is not None
    assert (place.country_code, place.geo_precision) == (code, precision)


@pytest.mark.parametrize(
    ("text", "phrase", "lang", "code"),
    [
        ("Вибух стався у Запоріжжі.", "Запоріжжі", "uk", "UA"),
        ("Бои шли под Харьковом.", "под Харьковом", "ru", "UA"),
        ("Ракета впала на Харківщині.", "Харківщині", "uk", "UA"),
        ("غارة على خان يونس", "خان يونس", "ar", "PS"),
    ],
)
def test_inflected_names_in_their_own_script(
    gazetteer: Gazetteer, text: str, phrase: str, lang: str, code: str
) -> None:
    place = one(gazetteer.toponyms(text, lang=lang), phrase).place
    assert place is not None and place.country_code == code


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("The strike was legal, Moscow said.", "Moscow"),
        ("Kyiv denied the claim.", "Kyiv"),
        ("The Kremlin rejected it.", "Kremlin"),
        ("Tehran-backed fighters fired.", "Tehran"),
        ("It was shelled by Moscow's forces.", "Moscow"),
    ],
)
def test_governments_are_metonymic(gazetteer: Gazetteer, text: str, phrase: str) -> None:
    assert one(gazetteer.toponyms(text), phrase).metonymic


@pytest.mark.parametrize(
    "text", ["Missiles struck Kyiv.", "Explosions were heard in Moscow.", "Kyiv was hit by drones."]
)
def test_places_that_are_hit_are_not_metonymic(gazetteer: Gazetteer, text: str) -> None:
    assert [t.metonymic for t in gazetteer.toponyms(text) if t.kind is ToponymKind.NAME] == [False]


def test_demonyms_lead_to_their_country(gazetteer: Gazetteer) -> None:
    found = one(gazetteer.toponyms("Ukrainian officials spoke."), "Ukrainian")
    assert found.kind is ToponymKind.DEMONYM
    assert found.place is not None and found.place.country_code == "UA"


def test_an_offset_moves_the_point(gazetteer: Gazetteer) -> None:
    text = "A drone fell 20 km south of Kherson."
    moved = one(gazetteer.toponyms(text), "20 km south of Kherson").place
    plain = one(gazetteer.toponyms("It fell in Kherson."), "Kherson").place
    assert moved is not None and plain is not None
    assert plain.latitude - moved.latitude == pytest.approx(20 / 111.32, abs=1e-3)
    assert moved.uncertainty_m is not None and moved.uncertainty_m > 5000


def test_the_city_is_the_one_told_last(gazetteer: Gazetteer) -> None:
    found = gazetteer.toponyms("Missiles hit Odesa. Ten people in the city were hurt.")
    anaphor = one(found, "the city")
    assert anaphor.kind is ToponymKind.ANAPHOR
    assert anaphor.place is not None and anaphor.place.location.startswith("Ode")


def test_containment_by_codes(gazetteer: Gazetteer) -> None:
    ukraine = gazetteer.country("UA")
    inner = one(gazetteer.toponyms("It fell in Kherson."), "Kherson").place
    unit = gazetteer.unit("UA.08")
    assert ukraine is not None and inner is not None and unit is not None
    assert gazetteer.contains(ukraine, inner) and gazetteer.contains(unit, inner)
    assert not gazetteer.contains(inner, ukraine)


def test_given_spans_are_answered_in_order(gazetteer: Gazetteer) -> None:
    text = "From Kharkiv to Sumy"
    rows = list(annotate([{"doc": "a", "text": text}], {"a": [(16, 20), (5, 12)]}, gazetteer))
    assert [row["phrase"] for row in rows[0]["toponyms"]] == ["Sumy", "Kharkiv"]
    assert all(row["country_code"] == "UA" for row in rows[0]["toponyms"])


def test_a_theatre_is_a_prior_and_never_a_filter(gazetteer: Gazetteer) -> None:
    found = gazetteer.toponyms("Talks were held in Paris.", theatre=("UA",))
    place = one(found, "Paris").place
    assert place is not None and place.country_code == "FR"


def test_a_table_of_events_is_geocoded(gazetteer: Gazetteer) -> None:
    place = gazetteer.geocode_place("Pavlopil village", admin1="Donetsk oblast", country="Ukraine")
    assert place is not None and place.country_code == "UA"
    unknown = gazetteer.geocode_place("Xyzzyplugh village", admin1="Donetsk oblast", country="Ukraine")
    assert unknown is not None and unknown.geo_precision is GeoPrecision.ADMIN1


def test_composing_leaves_plain_names_alone(gazetteer: Gazetteer) -> None:
    plain = gazetteer.toponyms("It fell in Kherson.")
    assert compose("It fell in Kherson.", plain, gazetteer) == plain


def test_a_gazetteer_travels_light(gazetteer: Gazetteer) -> None:
    gazetteer.toponyms("Missiles hit Kharkiv.")
    carried = pickle.dumps(gazetteer)
    assert len(carried) < 2000
    assert [t.phrase for t in pickle.loads(carried).toponyms("Missiles hit Kharkiv.")] == ["Kharkiv"]


def test_a_text_asked_for_again_is_not_read_again(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    first = gazetteer.toponyms("Shells fell on Izium again.")
    monkeypatch.setattr(gazetteer.recogniser, "read", None)
    again = gazetteer.toponyms("Shells fell on Izium again.")
    assert again == first and again is not first
