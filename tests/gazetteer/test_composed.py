from __future__ import annotations

import pytest

from geo.gazetteer.finder import Gazetteer
from geo.gazetteer.resolve import distance_km
from geo.model import GeoPrecision, Place, Toponym, ToponymKind


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def composed(gazetteer: Gazetteer, text: str, lang: str) -> Toponym:
    found = [t for t in gazetteer.toponyms(text, lang=lang) if t.kind is ToponymKind.COMPOSED]
    assert len(found) == 1, [t.phrase for t in found]
    return found[0]


def town(gazetteer: Gazetteer, name: str) -> Place:
    place = gazetteer.resolve_spans(name, [(0, len(name))])[0].place
    assert place is not None
    return place


@pytest.mark.parametrize(
    ("lang", "text", "phrase"),
    [
        ("en", "A convoy was hit on the road between Kherson and Mykolaiv.", "between Kherson and Mykolaiv"),
        ("uk", "Вибухи лунали між Херсоном та Миколаєвом.", "між Херсоном та Миколаєвом"),
        ("ru", "Взрывы были слышны между Херсоном и Николаевом.", "между Херсоном и Николаевом"),
    ],
)
def test_between_is_halfway_with_half_the_distance(gazetteer: Gazetteer, lang: str, text: str, phrase: str) -> None:
    found = composed(gazetteer, text, lang)
    one, other = town(gazetteer, "Kherson"), town(gazetteer, "Mykolaiv")
    km = distance_km(one.latitude, one.longitude, other.latitude, other.longitude)
    place = found.place
    assert found.phrase == phrase and place is not None
    assert place.geo_precision is GeoPrecision.NEAR_SETTLEMENT
    assert place.uncertainty_m == pytest.approx(km * 500.0, rel=0.01)
    for end in (one, other):
        away = distance_km(place.latitude, place.longitude, end.latitude, end.longitude)
        assert away == pytest.approx(km / 2, rel=0.02)
    assert place.country_code == "UA" and place.admin1_code is None and place.geonames_id is None


@pytest.mark.parametrize(
    "text",
    [
        "Talks between Moscow and Kyiv failed.",
        "Tension rose between Israel and Lebanon.",
        "Between Kherson, he said, and Odesa.",
    ],
)
def test_between_two_sides_is_no_place(gazetteer: Gazetteer, text: str) -> None:
    assert all(t.kind is not ToponymKind.COMPOSED for t in gazetteer.toponyms(text))


@pytest.mark.parametrize(
    ("lang", "text", "south_km", "west_km"),
    [
        ("en", "A drone fell 20 km (12 miles) south of Kherson.", 20.0, 0.0),
        ("en", "It fell some 10 miles to the north-west of the city of Kherson.", -11.38, 11.38),
        ("uk", "Ракета впала за 20 км на південь від Херсона.", 20.0, 0.0),
        ("uk", "Ракета впала за 20 кілометрів на південний захід від міста Херсон.", 14.14, 14.14),
        ("ru", "Дрон упал в 20 километрах к югу от Херсона.", 20.0, 0.0),
        ("ru", "Дрон упал в 20 км севернее города Херсон.", -20.0, 0.0),
        ("ar", "سقط صاروخ على بعد 20 كيلومترا جنوب خيرسون.", 20.0, 0.0),
    ],
)
def test_a_distance_and_a_direction_move_the_point(
    gazetteer: Gazetteer, lang: str, text: str, south_km: float, west_km: float
) -> None:
    place, kherson = composed(gazetteer, text, lang).place, town(gazetteer, "Kherson")
    assert place is not None
    assert kherson.latitude - place.latitude == pytest.approx(south_km / 111.32, abs=0.01)
    moved_west = (kherson.longitude - place.longitude) * 111.32 * 0.684  # cosine of Kherson's latitude
    assert moved_west == pytest.approx(west_km, abs=0.5)
    assert place.geo_precision is GeoPrecision.NEAR_SETTLEMENT and (place.uncertainty_m or 0) > 5000


@pytest.mark.parametrize(
    ("lang", "text", "phrase"),
    [
        (
            "en",
            "It fell on the outskirts of the southern city of Kherson.",
            "on the outskirts of the southern city of Kherson",
        ),
        ("uk", "Вибух стався неподалік від Херсона.", "неподалік від Херсона"),
        ("ru", "Дрон упал в окрестностях города Херсон.", "в окрестностях города Херсон"),
        ("ar", "سقط صاروخ بالقرب من حلب.", "بالقرب من حلب"),
    ],
)
def test_near_is_a_circle(gazetteer: Gazetteer, lang: str, text: str, phrase: str) -> None:
    found = composed(gazetteer, text, lang)
    assert found.phrase == phrase and found.place is not None
    assert found.place.geo_precision is GeoPrecision.NEAR_SETTLEMENT and (found.place.uncertainty_m or 0) > 10_000


def test_a_distance_without_a_direction_is_a_circle(gazetteer: Gazetteer) -> None:
    place, kherson = (
        composed(gazetteer, "Дрон упав за 12 кілометрів від Херсона.", "uk").place,
        town(gazetteer, "Kherson"),
    )
    assert place is not None and (place.latitude, place.longitude) == (kherson.latitude, kherson.longitude)
    assert place.uncertainty_m == pytest.approx(12_000 + (kherson.uncertainty_m or 0))


@pytest.mark.parametrize(
    ("lang", "text", "area_id", "name"),
    [
        ("en", "Strikes hit southern Ukraine.", "UA/south", "southern Ukraine"),
        ("en", "Shells fell in the east of Lebanon.", "LB/east", "eastern Lebanon"),
        ("uk", "Удар по півдню України.", "UA/south", "southern Ukraine"),
        ("uk", "На північному заході Сирії вибухи. ", "SY/west", "western Syria"),
        ("ru", "На юге Ливана погибли трое.", "LB/south", "southern Lebanon"),
        ("ar", "غارة على جنوب لبنان", "LB/south", "southern Lebanon"),
    ],
)
def test_parts_of_countries(gazetteer: Gazetteer, lang: str, text: str, area_id: str, name: str) -> None:
    place = composed(gazetteer, text, lang).place
    assert place is not None and (place.area_id, place.location) == (area_id, name)
    area = gazetteer.geometry(place)
    assert area is not None and area.geom_type in ("Polygon", "MultiPolygon")


def test_a_part_of_a_region_is_a_part_of_its_area(gazetteer: Gazetteer) -> None:
    place = composed(gazetteer, "Drones flew over the western Belgorod border region.", "en").place
    assert place is not None and place.geo_precision is GeoPrecision.ADMIN1
    whole, part = gazetteer.unit(place.admin1_code or ""), gazetteer.geometry(place)
    assert whole is not None and part is not None
    area = gazetteer.geometry(whole)
    assert area is not None and 0 < part.area < area.area
