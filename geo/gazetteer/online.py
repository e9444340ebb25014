"""Nominatim and Photon, for those who ask for them: the only module of this package that opens sockets.

They are geopy's own geocoders behind good manners: a user agent that names the caller, one request a second for the
whole process, answers kept on disk, patience with a service that is busy or down, and errors that name the query.
What they answer bears the same facts as the offline geocoder's ``raw``; what a service does not say is null.

::

    GeocoderError, geopy.exc.GeocoderServiceError
    └── OnlineError            a request was refused, or failed in a way that waiting does not mend
        ├── AnswerError        the service answered with something that is no answer
        ├── QueryError         the service does not understand the query
        ├── RateLimitError     the service wants fewer requests, and said so to every try
        ├── TimeOutError       no answer in time, at any try
        └── UnavailableError   no connection, or an error of the server, at every try
"""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import geopy.geocoders
from geopy.adapters import AdapterHTTPError, BaseSyncAdapter, RequestsAdapter, URLLibAdapter, get_retry_after
from geopy.exc import (
    ConfigurationError,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
    GeopyError,
)
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from geo.errors import GeocoderError, OptionError
from geo.gazetteer.cache import AnswerCache
from geo.gazetteer.facts import nominatim_facts, photon_facts
from geo.options import OnlineOptions

_SAMPLES: Final = frozenset(
    (
        "", "my-application", "my_app/1", "my_user_agent/1.0", "specify_your_app_name_here", "geopy", "user_agent", "test",
        "python", "example", "your_app_name",
    )
)  # fmt: skip
PUBLIC: Final = ("nominatim.openstreetmap.org", "photon.komoot.io")
"""Services that others pay for: their pace is no option."""
_OTHER: Final = frozenset(("format", "limit", "addressdetails", "bounded", "accept-language", "lang"))
"""Parameters that do not tell one query from another."""
_MOST: Final = 10


class OnlineError(GeocoderError, GeocoderServiceError):  # type: ignore[misc]
    """A request was refused, or failed in a way that waiting does not mend."""


class AnswerError(OnlineError, GeocoderParseError):  # type: ignore[misc]
    """The service answered with something that is no answer."""


class QueryError(OnlineError, GeocoderQueryError):  # type: ignore[misc]
    """The service does not understand the query."""


class RateLimitError(OnlineError, GeocoderRateLimited):  # type: ignore[misc]
    """The service wants fewer requests, and said so to every try; ``retry_after`` is in seconds, where it told."""


class TimeOutError(OnlineError, GeocoderTimedOut):  # type: ignore[misc]
    """No answer in time, at any try."""


class UnavailableError(OnlineError, GeocoderUnavailable):  # type: ignore[misc]
    """No connection, or an error of the server, at every try."""


class UserAgentError(OptionError, ConfigurationError):  # type: ignore[misc]
    """The caller did not say who asks."""


class Pace:
    """Lets requests through one by one, at least so many seconds apart, whichever geocoder or thread they come from."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        self._last = -float("inf")
        self._not_before = -float("inf")

    def wait(self, interval_s: float) -> None:
        """Return when the next request may go out: ``interval_s`` after the one before, and after any :meth:`hold`."""
        with self._lock:
            now = self._clock()
            slot = max(now, self._last + interval_s, self._not_before)
            self._last = slot
        if slot > now:
            self._sleep(slot - now)

    def hold(self, seconds: float) -> None:
        """No request for so long: the service asked for it."""
        with self._lock:
            self._not_before = max(self._not_before, self._clock() + seconds)


_PROCESS: Final = Pace()
"""The one pace of this process. A service counts what comes from an address, not from an object."""


def _transport(**settings: Any) -> BaseSyncAdapter:
    """geopy's transport without tries of its own, which would know nothing of the pace."""
    if RequestsAdapter.is_available:
        return RequestsAdapter(max_retries=0, **settings)
    return URLLibAdapter(**settings)


def _names_somebody(agent: object) -> bool:
    """Whether a user agent may stand in a header and is none of the samples that services refuse."""
    if not isinstance(agent, str) or not (agent.isascii() and agent.isprintable()):
        return False
    return agent.strip().lower() not in _SAMPLES and not agent.lower().startswith("geopy/")


class _Polite(Geocoder):  # type: ignore[misc]
    """Good manners around geopy's one door to the network."""

    def __init__(
        self,
        *,
        user_agent: str | None = None,
        options: OnlineOptions = OnlineOptions(),
        cache: AnswerCache | str | Path | None = None,
        pace: Pace | None = None,
        timeout: Any = DEFAULT_SENTINEL,
        **settings: Any,
    ) -> None:
        self._settings = {"user_agent": user_agent, "options": options, "timeout": timeout, **settings}
        if not _names_somebody(user_agent):
            raise UserAgentError(
                f"{type(self).__name__} needs a user agent that names your application, in plain letters, such as "
                f"user_agent='kharkiv-archive (desk@archive.example)', not {user_agent!r}"
            )
        settings["adapter_factory"] = settings.get("adapter_factory") or _transport
        limit = options.timeout_s if timeout is DEFAULT_SENTINEL else timeout
        super().__init__(user_agent=user_agent, timeout=limit, **settings)
        if not isinstance(self.adapter, BaseSyncAdapter):
            raise ConfigurationError(f"{type(self).__name__} asks one question at a time: give a synchronous adapter")
        if self.domain in PUBLIC and options.interval_s < 1.0:
            raise OptionError(f"{self.domain} allows one request a second: interval_s may not be {options.interval_s}")
        if options.tries < 1:
            raise OptionError(f"tries must be 1 or more, not {options.tries}")
        self.options = options
        self.cache = cache if isinstance(cache, AnswerCache) else AnswerCache(cache)
        self._pace = pace or _PROCESS

    def __reduce__(self) -> tuple[Any, ...]:
        settings = {name: value for name, value in self._settings.items() if value is not DEFAULT_SENTINEL}
        return (_rebuilt, (type(self), settings, self.cache.folder))

    def _call_geocoder(
        self,
        url: str,
        callback: Callable[[Any], Any],
        *,
        timeout: Any = DEFAULT_SENTINEL,
        is_json: bool = True,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        held = self.cache.get(url)
        if held is not None:
            try:
                return callback(held[0])
            except (GeopyError, *_MALFORMED):
                pass  # kept by another version: ask again

        def keep(answer: Any) -> Any:
            found = callback(answer)
            self.cache.put(url, answer)
            return found

        ask = super()._call_geocoder
        return self._patiently(url, lambda: ask(url, keep, timeout=timeout, is_json=is_json, headers=headers))

    def _patiently(self, url: str, ask: Callable[[], Any]) -> Any:
        """What ``ask`` gives, asked again while the service is busy or away."""
        for number in range(1, self.options.tries + 1):
            self._pace.wait(self.options.interval_s)
            try:
                return ask()
            except (GeopyError, *_MALFORMED, *_TRANSPORT) as error:
                rest = self._rest(error, number)
                if rest is not None:
                    self._pace.hold(rest)
                if rest is None or number == self.options.tries:
                    raise self._named(error, url, number) from error
        raise AssertionError("options.tries is at least 1")

    def _rest(self, error: Exception, number: int) -> float | None:
        """Seconds before another try: as the service says, else ever longer; None where no try would help."""
        if not _passes(error):
            return None
        told = getattr(error, "retry_after", None)
        if told is None:
            told = _retry_after(error)
        if told is not None:
            return None if told > self.options.longest_wait_s else float(told)
        return min(self.options.wait_s * 2.0 ** (number - 1), self.options.longest_wait_s)

    def _named(self, error: Exception, url: str, number: int) -> OnlineError:
        """The error in our tree, with the query, the service, what it said and what to do."""
        kind, remedy = next((kind, remedy) for base, kind, remedy in _KINDS if isinstance(error, base))
        if (_status(error) or 0) >= 500:
            kind, remedy = UnavailableError, _LATER  # geopy calls a 503 a time-out
        said = " ".join(str(error).split())[:200] or type(error).__name__
        tries = f" in {number} tries" if number > 1 else ""
        text = f"{self.domain} gave no answer for {asked(url)}{tries}: {said}; {remedy}"
        if kind is RateLimitError:
            return RateLimitError(text, retry_after=getattr(error, "retry_after", None))  # type: ignore[call-arg]
        return kind(text)


_MALFORMED: Final = (KeyError, IndexError, TypeError, AttributeError, ValueError, RecursionError)
"""What reading an answer of another shape raises."""
_TRANSPORT: Final = (OSError, http.client.HTTPException)
_LATER: Final = "try again later, what was answered so far is kept"
_KINDS: Final[tuple[tuple[Any, type[OnlineError], str], ...]] = (
    (GeocoderRateLimited, RateLimitError, _LATER),
    (GeocoderTimedOut, TimeOutError, "try again later or with a longer timeout"),
    (GeocoderUnavailable, UnavailableError, _LATER),
    (GeocoderParseError, AnswerError, "that is no JSON: is this the right domain?"),
    (GeocoderQueryError, QueryError, "change the query"),
    (AdapterHTTPError, OnlineError, "see the service's terms of use"),
    (GeocoderServiceError, OnlineError, "see the service's terms of use"),
    (_TRANSPORT, UnavailableError, _LATER),
    (Exception, AnswerError, "that is no answer of such a service: is this the right domain?"),
)
"""How errors of geopy become ours, first fit, with the remedy."""


def _status(error: Exception) -> int | None:
    cause = error.__cause__ or error.__context__
    return cause.status_code if isinstance(cause, AdapterHTTPError) else None


def _retry_after(error: Exception) -> float | None:
    """Seconds that a busy service (503) asks for; geopy reads them of a 429 alone."""
    cause = error.__cause__ or error.__context__
    if not isinstance(cause, AdapterHTTPError) or not cause.headers:
        return None
    seconds: float | None = get_retry_after(cause.headers)
    return seconds


def _passes(error: Exception) -> bool:
    """Whether waiting may help: too many requests, a server's error, a time-out, a lost connection."""
    if isinstance(error, GeocoderRateLimited | GeocoderTimedOut | GeocoderUnavailable):
        return True
    status = _status(error)
    if status is not None:
        return status >= 500
    return type(error) is GeocoderServiceError or (
        isinstance(error, _TRANSPORT) and not isinstance(error, GeopyError | ValueError)
    )


def asked(url: str) -> str:
    """The query in an address, for people.

    Examples
    --------
    >>> asked("https://geocoder.example/search?q=Kharkiv&format=json&limit=1")
    "'Kharkiv'"
    """
    given = {key: value for key, value in parse_qsl(urlsplit(url).query) if key not in _OTHER}
    if set(given) == {"q"}:
        return repr(given["q"])
    return repr(", ".join(f"{key}={value}" for key, value in given.items()))


def _check_on_earth(latitude: Any, longitude: Any) -> None:
    """ValueError for what is no place; geopy would take absent coordinates for (0, 0)."""
    if not (abs(float(latitude)) <= 90 and abs(float(longitude)) <= 180):
        raise ValueError(f"latitude {latitude}, longitude {longitude} are not on Earth")


class Nominatim(_Polite, geopy.geocoders.Nominatim):  # type: ignore[misc]
    """OpenStreetMap's places through a Nominatim service: opt-in, slow by rule.

    Parameters
    ----------
    user_agent
        Names your application, with a way to reach you: the service's terms of use require it.
    options
        Pace, tries and time-outs.
    cache
        Where answers are kept (a folder); the user's own cache folder where None.
    domain, scheme, proxies, ssl_context, adapter_factory
        As geopy's own geocoder has them.

    Examples
    --------
    >>> from geo.gazetteer import Nominatim
    >>> Nominatim(user_agent="kharkiv-archive (desk@archive.example)").domain
    'nominatim.openstreetmap.org'
    """

    def geocode(self, query: Any, *, addressdetails: bool = True, **settings: Any) -> Any:
        """The place that a name means, as geopy's Nominatim has it; with details, for the country and units."""
        return super().geocode(query, addressdetails=addressdetails, **settings)

    def _parse_code(self, place: Any) -> Location:
        _check_on_earth(place["lat"], place["lon"])
        found: Location = super()._parse_code(place)
        return Location(found.address, found.point, {**place, **nominatim_facts(place)})


class Photon(_Polite, geopy.geocoders.Photon):  # type: ignore[misc]
    """OpenStreetMap's places through a Photon service: opt-in, slow by rule; parameters as :class:`Nominatim` has them.

    Examples
    --------
    >>> from geo.gazetteer import Photon
    >>> Photon(user_agent="kharkiv-archive (desk@archive.example)").domain
    'photon.komoot.io'
    """

    def geocode(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        country_codes: str | Sequence[str] | None = None,
        viewbox: Sequence[Any] | None = None,
        bounded: bool = False,
        **settings: Any,
    ) -> Any:
        """The place that a name means, as geopy's Photon has it.

        A structured query is written out as one text. The service knows no countries: its answers are sifted here.
        """
        if isinstance(query, Mapping):
            query = ", ".join(str(part) for part in query.values() if part)
        codes = [country_codes] if isinstance(country_codes, str) else list(country_codes or ())
        wanted = {code.strip().upper() for text in codes for code in text.split(",")}
        if viewbox and bounded:
            settings.setdefault("bbox", viewbox)
        elif viewbox:
            (south, west), (north, east) = (tuple(map(float, corner))[:2] for corner in viewbox)
            settings.setdefault("location_bias", ((south + north) / 2, (west + east) / 2))
        if not wanted:
            return super().geocode(query, exactly_one=exactly_one, limit=limit, **settings)
        found = super().geocode(query, exactly_one=False, limit=max(limit or 0, _MOST), **settings) or []
        kept = [location for location in found if location.raw["country_code"] in wanted]
        return (kept[0] if exactly_one else kept[: limit or _MOST]) if kept else None

    def _parse_resource(self, resource: Any) -> Location:
        longitude, latitude = resource["geometry"]["coordinates"][:2]
        _check_on_earth(latitude, longitude)
        found: Location = super()._parse_resource(resource)
        return Location(found.address, found.point, {**resource, **photon_facts(resource)})


_SERVICES: Final[dict[str, type[_Polite]]] = {"nominatim": Nominatim, "photon": Photon}


def service(name: str, **settings: Any) -> _Polite:
    """The online geocoder of a name, ``nominatim`` or ``photon``, made with ``settings``."""
    made = _SERVICES.get(name.lower())
    if made is None:
        raise OptionError(f"provider {name!r} is none of: offline, {', '.join(_SERVICES)}")
    return made(**settings)


def _rebuilt(cls: type[_Polite], settings: Mapping[str, Any], folder: Any) -> _Polite:
    return cls(**settings, cache=AnswerCache(folder))
