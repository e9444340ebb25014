import datetime as dt

import pytest

from geo.reading.dates import date_in_name, published_of

DAY = dt.date(2024, 1, 4)


@pytest.mark.parametrize(
    "written",
    [
        "2024-01-04", "2024-1-4", "20240104", "2024-01-04T10:00:00Z", "2024-01-04 10:00", "4 January 2024",
        "4 Jan 2024",
        "Thursday, 4 January 2024", "January 4, 2024", "Jan. 4th, 2024", "04.01.2024", "2024/01/04",
        "Thu, 04 Jan 2024 10:00:00 GMT", DAY, dt.datetime(2024, 1, 4, 22, 0),
    ],
)  # fmt: skip
def test_forms_of_a_day(written: object) -> None:
    found = published_of(written)
    assert found is not None
    assert found.day == DAY


@pytest.mark.parametrize("written", ["", "soon", "01/04/2024", "2024-13-01", "9999-01-01", "12", "Date night"])
def test_no_day(written: str) -> None:
    assert published_of(written) is None


def test_slashes_with_one_reading_only() -> None:
    found = published_of("23/01/2024")
    assert found is not None
    assert found.day == dt.date(2024, 1, 23)


def test_the_day_is_the_outlets_and_the_moment_is_utc() -> None:
    found = published_of("2024-01-04T23:30:00-05:00")
    assert found is not None
    assert found.day == DAY
    assert found.at == dt.datetime(2024, 1, 5, 4, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2024-01-04_kirby", DAY),
        ("20240104-kirby", DAY),
        ("kirby-2024-01-04", DAY),
        ("1234567890123", None),
        ("x", None),
    ],
)
def test_day_in_a_file_name(name: str, day: dt.date | None) -> None:
    assert date_in_name(name) == day
