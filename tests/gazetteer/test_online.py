"""Online geocoders against a service on this machine that misbehaves in every way that services do."""

from __future__ import annotations

import ast
import json
import pickle
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import Any

import pytest
from geopy.exc import (
    ConfigurationError,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)
from geopy.extra.rate_limiter import RateLimiter

import geo
from geo.errors import GeocoderError, OptionError
from geo.gazetteer import Nominatim, Photon
from geo.gazetteer.cache import AnswerCache
from geo.gazetteer.online import Pace
from geo.options import OnlineOptions

pytestmark = pytest.mark.loopback
AGENT = "strikemap tests (desk@archive.example)"
BOTH = pytest.mark.parametrize("kind", [Nominatim, Photon])


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds

    def pace(self) -> Pace:
        return Pace(lambda: self.now, self.sleep)


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def make(service: Any, clock: Time, tmp_path: Path) -> Any:
    def made(kind: type = Nominatim, **settings: Any) -> Any:
        given = {"cache": AnswerCache(tmp_path / "cache"), "pace": clock.pace(), "user_agent": AGENT, "scheme": "http"}
        return kind(**{**given, "domain": service.domain, "proxies": {}, **settings})

    return made


# -- when all is well


@BOTH
def test_a_place_with_the_facts_of_the_contract(make: Any, service: Any, kind: type) -> None:
    found = make(kind).geocode("Kharkiv")
    assert (found.latitude, found.longitude) == (49.9923, 36.2311)
    facts = {name: found.raw[name] for name in ("country_code", "admin1", "admin2", "geo_precision", "osm_id", "match")}
    assert facts == {
        "country_code": "UA", "admin1": "Kharkiv Oblast", "admin2": "Kharkiv Raion", "geo_precision": "settlement",
        "osm_id": "relation/3154746", "match": "service",
    }  # fmt: skip
    assert 15_000 < found.raw["uncertainty_m"] < 20_000
    assert found.raw["p_location"] is None, "no service says how likely its answer is"
    assert service.agents == [AGENT]


@BOTH
def test_what_is_not_found_is_none_and_is_kept(make: Any, service: Any, kind: type) -> None:
    geocoder = make(kind)
    assert geocoder.geocode("Xyzzyplugh") is None
    assert geocoder.geocode("Xyzzyplugh") is None
    assert geocoder.geocode("Xyzzyplugh", exactly_one=False) is None
    assert service.queries == ["Xyzzyplugh"] * 2


@BOTH
def test_an_answer_is_asked_for_once_and_outlives_the_geocoder(make: Any, service: Any, kind: type) -> None:
    first = make(kind).geocode("Сміла")
    service.acts = [service.fails(500)]
    assert make(kind).geocode("Сміла").raw == first.raw
    assert len(service.asked) == 1


@BOTH
def test_reverse(make: Any, service: Any, kind: type) -> None:
    assert make(kind).reverse((49.99, 36.23)).raw["country_code"] == "UA"
    assert make(kind).reverse((49.99, 36.23)).raw["geo_precision"] == "settlement"
    assert len(service.asked) == 1


def test_nominatim_takes_structured_queries_and_restrictions(make: Any, service: Any) -> None:
    make().geocode(
        {"city": "Kharkiv", "country": "Ukraine"}, country_codes="ua", viewbox=[(1, 2), (3, 4)], bounded=True
    )
    for part in ("city=Kharkiv", "country=Ukraine", "countrycodes=ua", "bounded=1", "viewbox=2", "addressdetails=1"):
        assert part in service.asked[0]


def test_photon_takes_them_too(make: Any, service: Any) -> None:
    photon = make(Photon)
    assert photon.geocode({"city": "Kharkiv", "country": "Ukraine"}).raw["name"] == "Kharkiv"
    assert photon.geocode("Kharkiv", country_codes="ua,pl").raw["name"] == "Kharkiv"
    assert photon.geocode("Kharkiv", country_codes=["FR"]) is None
    assert len(photon.geocode("Kharkiv", country_codes="UA", exactly_one=False)) == 1
    photon.geocode("Odesa", viewbox=[(45, 29), (47, 32)], bounded=True)
    assert "bbox=29" in service.asked[-1]
    photon.geocode("Odesa", viewbox=[(45, 29), (47, 32)])
    assert "lat=46" in service.asked[-1] and "lon=30.5" in service.asked[-1]


# -- manners


@BOTH
@pytest.mark.parametrize("agent", [None, "", "  ", "my-application", "geopy/2.4.1", "архів", "a\nb", 7])
def test_a_user_agent_is_required(make: Any, kind: type, agent: Any) -> None:
    with pytest.raises(OptionError, match="needs a user agent that names your application"):
        make(kind, user_agent=agent)
    with pytest.raises(ConfigurationError):
        make(kind, user_agent=agent)


def test_the_pace_of_public_services_is_no_option() -> None:
    hasty = OnlineOptions(interval_s=0.2)
    for kind in (Nominatim, Photon):
        with pytest.raises(OptionError, match="one request a second"):
            kind(user_agent=AGENT, options=hasty)
    with pytest.raises(OptionError, match="tries"):
        Nominatim(user_agent=AGENT, options=OnlineOptions(tries=0))


def test_one_request_a_second_whoever_asks(make: Any, clock: Time) -> None:
    pace = clock.pace()
    geocoders = [make(Nominatim, pace=pace), make(Photon, pace=pace), make(Nominatim, pace=pace)]
    for geocoder in geocoders:
        geocoder.geocode("Kharkiv")
        geocoder.geocode("Odesa")
    assert clock.slept == [1.0] * 3, "four requests, for the third geocoder finds its answers kept"


def test_one_pace_for_the_whole_process() -> None:
    assert Nominatim(user_agent=AGENT)._pace is Photon(user_agent=AGENT)._pace


def test_threads_do_not_share_a_slot() -> None:
    slots: list[float] = []
    pace = Pace(lambda: 100.0, slots.append)
    threads = [threading.Thread(target=pace.wait, args=(1.0,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(slots) == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]


def test_the_cache_may_be_named_by_its_folder(make: Any, service: Any, tmp_path: Path) -> None:
    make(cache=str(tmp_path / "mine")).geocode("Kharkiv")
    assert len(kept(tmp_path / "mine")) == 1


def test_pickling(make: Any, service: Any) -> None:
    again = pickle.loads(pickle.dumps(make(options=OnlineOptions(tries=2))))
    assert (again.domain, again.headers["User-Agent"], again.options.tries) == (service.domain, AGENT, 2)
    assert again.geocode("Kharkiv").raw == make().geocode("Kharkiv").raw
    assert len(service.asked) == 1


# -- misbehaviour that passes


@BOTH
@pytest.mark.parametrize("failure", [429, 500, 502, 503, 504, "reset", "breaks_off"])
def test_a_service_that_comes_back_is_waited_for(
    make: Any, service: Any, clock: Time, kind: type, failure: int | str
) -> None:
    act = service.fails(failure) if isinstance(failure, int) else getattr(service, failure)
    service.acts = [act, act, service.well]
    assert make(kind).geocode("Kharkiv").latitude == 49.9923
    assert len(service.asked) == 3
    assert clock.slept == [2.0, 4.0], "ever longer"


def test_a_time_out_is_tried_again(make: Any, service: Any, clock: Time) -> None:
    service.acts = [service.sleeps(1.5), service.well]
    assert make(timeout=0.3).geocode("Kharkiv").latitude == 49.9923
    assert clock.slept == [2.0]


@pytest.mark.parametrize("status", [429, 503])
def test_the_pause_is_as_long_as_the_service_says(make: Any, service: Any, clock: Time, status: int) -> None:
    service.acts = [service.fails(status, Retry_After="37"), service.well]
    assert make().geocode("Kharkiv") is not None
    assert clock.slept == [37.0]


def test_all_wait_when_one_is_told_to(make: Any, service: Any, clock: Time) -> None:
    pace = clock.pace()
    service.acts = [service.fails(429, Retry_After="50"), service.well]
    patient = make(Nominatim, pace=pace, options=OnlineOptions(tries=1))
    with pytest.raises(GeocoderRateLimited):
        patient.geocode("Kharkiv")
    make(Photon, pace=pace).geocode("Odesa")
    assert clock.slept == [50.0]


def test_a_pause_without_end_is_an_error_at_once(make: Any, service: Any, clock: Time) -> None:
    service.acts = [service.fails(429, Retry_After="86400")]
    with pytest.raises(GeocoderRateLimited, match="Kharkiv") as caught:
        make().geocode("Kharkiv")
    assert caught.value.retry_after == 86400
    assert len(service.asked) == 1 and clock.slept == []


# -- misbehaviour that stays


@BOTH
@pytest.mark.parametrize(
    ("failure", "kind_of_error"),
    [
        (429, GeocoderRateLimited),
        (500, GeocoderUnavailable),
        (503, GeocoderUnavailable),
        ("reset", GeocoderUnavailable),
    ],
)
def test_patience_ends_with_an_error_that_names_the_query(
    make: Any, service: Any, kind: type, failure: int | str, kind_of_error: type[Exception]
) -> None:
    service.acts = [service.fails(failure) if isinstance(failure, int) else getattr(service, failure)]
    with pytest.raises(kind_of_error, match=r"'Kharkiv, Ukraine' in 4 tries: .*try again later") as caught:
        make(kind).geocode("Kharkiv, Ukraine")
    assert isinstance(caught.value, GeocoderError) and isinstance(caught.value, GeocoderServiceError)
    assert len(service.asked) == 4


def test_time_outs_end_with_an_error(make: Any, service: Any) -> None:
    service.acts = [service.sleeps(1.0)]
    with pytest.raises(GeocoderTimedOut, match=r"'Kharkiv' in 2 tries: .*longer timeout") as caught:
        make(timeout=0.2, options=OnlineOptions(tries=2)).geocode("Kharkiv")
    assert isinstance(caught.value, GeocoderError)


@BOTH
@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>welcome to our wifi</html>", b'[{"lat": "49.9', b"\xff\xfe\x00", b'"Kharkiv"', b"3", b"true", b'{"a": 1}',
        b'["Kharkiv"]', b'[{"lat": "north", "lon": "east", "display_name": "x"}]', b'[{"display_name": "x"}]',
        b'{"features": 3}', b'{"features": [{}]}', b'{"features": [{"geometry": null, "properties": null}]}',
        b'[{"lat": "1", "lon": "1", "display_name": "x", "boundingbox": ["a", "b", "c", "d"]}]',
        b'{"features": [{"geometry": {"coordinates": ["a", "b"]}, "properties": {"name": "x"}}]}',
        b"[" * 5000, b'{"features": [{"geometry": {"coordinates": [null, null]}, "properties": {"name": "x"}}]}',
        b'[{"lat": "91", "lon": "1", "display_name": "x"}]', b'[{"lat": "NaN", "lon": "1", "display_name": "x"}]',
    ],
)  # fmt: skip
def test_garbage_is_an_error_that_names_the_query_and_is_not_kept(
    make: Any, service: Any, kind: type, body: bytes
) -> None:
    service.acts = [service.says(body), service.well]
    geocoder = make(kind)
    with pytest.raises(GeocoderError, match="'Kharkiv'") as caught:
        geocoder.geocode("Kharkiv")
    assert isinstance(caught.value, GeocoderParseError)
    assert len(service.asked) == 1, "asking again would bring the same"
    assert geocoder.geocode("Kharkiv").latitude == 49.9923


def test_an_error_of_the_service_in_json_is_told(make: Any, service: Any) -> None:
    service.acts = [service.says(json.dumps({"error": "Parameter 'q' is malformed"}))]
    with pytest.raises(GeocoderQueryError, match=r"'Kharkiv': Parameter 'q' is malformed; change the query"):
        make().geocode("Kharkiv")


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_refusal_is_final(make: Any, service: Any, status: int) -> None:
    service.acts = [service.fails(status)]
    with pytest.raises(GeocoderError, match="city=Kharkiv, country=Ukraine"):
        make().geocode({"city": "Kharkiv", "country": "Ukraine"})
    assert len(service.asked) == 1


def test_no_service_at_all_is_an_error_that_names_the_query(make: Any, service: Any) -> None:
    with pytest.raises(GeocoderUnavailable, match="'Kharkiv'"):
        make(domain="127.0.0.1:9").geocode("Kharkiv")


def test_a_rate_limiter_sees_geopys_errors(make: Any, service: Any) -> None:
    service.acts = [service.fails(403)]
    limited = RateLimiter(make().geocode, min_delay_seconds=0, max_retries=0, error_wait_seconds=0)
    assert limited("Kharkiv") is None


# -- the cache


def kept(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.json"))


@pytest.mark.parametrize("damage", [b"", b'{"format": 1, "url": "h', b"null", b"[]", b'{"format": 0}', b"\xff\xff"])
def test_a_broken_file_is_no_answer(make: Any, service: Any, tmp_path: Path, damage: bytes) -> None:
    make().geocode("Kharkiv")
    (path,) = kept(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(damage)
    assert make().geocode("Kharkiv").latitude == 49.9923
    assert path.read_bytes() == whole and len(service.asked) == 2


def test_a_kept_answer_that_does_not_fit_is_asked_for_again(make: Any, service: Any, tmp_path: Path) -> None:
    make().geocode("Kharkiv")
    (path,) = kept(tmp_path)
    path.write_text(json.dumps({**json.loads(path.read_text()), "answer": ["Kharkiv"]}))
    assert make().geocode("Kharkiv").latitude == 49.9923


def test_a_cache_that_cannot_be_written_does_no_harm(make: Any, service: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert make(cache=AnswerCache(tmp_path / "file")).geocode("Kharkiv") is not None


KILLED = """
    import os, sys
    from pathlib import Path
    from geo.gazetteer import Nominatim, geocode_many
    from geo.gazetteer.cache import AnswerCache
    from geo.options import OnlineOptions

    domain, folder, where = sys.argv[1:]
    calls = 0

    def dies(true):
        def call(*args, **kwargs):
            global calls
            calls += 1
            if calls == 2:
                os._exit(9)
            return true(*args, **kwargs)
        return call

    if where == "writing":
        os.fsync = dies(os.fsync)
    elif where == "renaming":
        Path.replace = dies(Path.replace)
    geocoder = Nominatim(
        user_agent="strikemap tests", domain=domain, scheme="http", proxies={}, cache=AnswerCache(folder),
        options=OnlineOptions(interval_s=0.0),
    )
    print(geocode_many(["Kharkiv", "Odesa", "Сміла"], provider=geocoder)["latitude"].tolist())
"""


@pytest.mark.parametrize("where", ["writing", "renaming"])
def test_a_killed_run_goes_on_where_it_was(service: Any, tmp_path: Path, where: str) -> None:
    def run(how: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", textwrap.dedent(KILLED), service.domain, str(tmp_path), how]
        return subprocess.run(command, capture_output=True, text=True, timeout=120)

    assert run(where).returncode == 9
    assert service.queries == ["Kharkiv", "Odesa"] and len(kept(tmp_path)) == 1
    again = run("whole")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout) == [49.9923, 46.4843, 49.2222]
    assert service.queries == ["Kharkiv", "Odesa", "Odesa", "Сміла"]


# -- the wall around the network


def test_only_one_module_can_reach_a_network() -> None:
    """Whoever imports an HTTP client or geopy's online geocoders is the online module; all else works on a plane."""
    root = Path(geo.__file__).parent
    clients = {"socket", "requests", "urllib3", "http.client", "aiohttp", "httpx", "geopy.geocoders", "ftplib"}
    found = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [str(node.module)]
                if node.module == "urllib.request" and {alias.name for alias in node.names} - {"url2pathname"}:
                    names.append("socket")
            if clients & set(names):
                found.add(path.relative_to(root).as_posix())
    assert found == {"gazetteer/online.py"}


# -- many


@pytest.mark.parametrize("name", ["nominatim", "photon"])
def test_the_same_columns_whoever_is_asked(service: Any, tmp_path: Path, clock: Time, name: str) -> None:
    found = geo.geocode_many(
        ["Kharkiv", "Xyzzyplugh", "Kharkiv", None], provider=name, user_agent=AGENT, domain=service.domain, scheme="http",
        proxies={}, cache=AnswerCache(tmp_path), pace=clock.pace(),
    )  # fmt: skip
    own = geo.geocode_many(["Kharkiv", "Xyzzyplugh", "Kharkiv", None])
    assert list(found.columns) == list(own.columns) and (found.dtypes == own.dtypes).all()
    assert found["geo_precision"].tolist() == own["geo_precision"].tolist() == ["settlement", "unknown"] * 2
    assert found["source"].dropna().tolist() == [name] * 2
    assert found.crs == own.crs == "EPSG:4326"
    assert service.queries == ["Kharkiv", "Xyzzyplugh"]


def test_a_name_alone_does_not_go_online() -> None:
    with pytest.raises(OptionError, match="user agent"):
        geo.geocode_many(["Kharkiv"], provider="nominatim")
    with pytest.raises(OptionError, match="none of: offline, nominatim, photon"):
        geo.geocode_many(["Kharkiv"], provider="google")


def test_what_was_answered_before_a_failure_is_kept(make: Any, service: Any) -> None:
    service.acts = [service.well, service.fails(403), service.well]
    names = ["Kharkiv", "Odesa", "Сміла"]
    with pytest.raises(GeocoderError, match="'Odesa'"):
        geo.geocode_many(names, provider=make())
    assert geo.geocode_many(names, provider=make())["latitude"].notna().all()
    assert service.queries == ["Kharkiv", "Odesa", "Odesa", "Сміла"]
