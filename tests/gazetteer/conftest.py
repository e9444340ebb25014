"""A geocoding service on this machine that misbehaves as told."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

Act = Callable[[BaseHTTPRequestHandler], None]
PLACES = {"Kharkiv": (49.9923, 36.2311), "Odesa": (46.4843, 30.7322), "Сміла": (49.2222, 31.8872)}


def _send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def nominatim_place(name: str) -> dict[str, Any]:
    latitude, longitude = PLACES[name]
    return {
        "place_id": 7, "osm_type": "relation", "osm_id": 3154746, "lat": str(latitude), "lon": str(longitude),
        "class": "boundary", "type": "administrative", "place_rank": 16, "addresstype": "city", "name": name,
        "display_name": f"{name}, Ukraine", "importance": 0.68,
        "address": {"city": name, "county": f"{name} Raion", "state": f"{name} Oblast", "country_code": "ua"},
        "boundingbox": [str(latitude - 0.1), str(latitude + 0.1), str(longitude - 0.2), str(longitude + 0.2)],
    }  # fmt: skip


def photon_place(name: str) -> dict[str, Any]:
    latitude, longitude = PLACES[name]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": {
            "osm_type": "R", "osm_id": 3154746, "osm_key": "place", "osm_value": "city", "type": "city", "name": name,
            "countrycode": "UA", "state": f"{name} Oblast", "county": f"{name} Raion", "country": "Ukraine",
            "extent": [longitude - 0.2, latitude + 0.1, longitude + 0.2, latitude - 0.1],
        },
    }  # fmt: skip


def well(handler: BaseHTTPRequestHandler) -> None:
    """Answer as Nominatim (``/search``, ``/reverse``) or Photon (``/api``) would."""
    parts = urlsplit(handler.path)
    given = parse_qs(parts.query)
    asked = (given.get("q") or given.get("city") or ["Kharkiv"])[0].split(",")[0]
    known = [asked] if asked in PLACES else []
    found: Any = [nominatim_place(name) for name in known]
    if parts.path == "/api" or (parts.path == "/reverse" and "format" not in given):
        found = {"type": "FeatureCollection", "features": [photon_place(name) for name in known]}
    elif parts.path == "/reverse":
        found = found[0]
    _send(handler, 200, json.dumps(found).encode())


def says(body: str | bytes, status: int = 200, **headers: str) -> Act:
    data = body if isinstance(body, bytes) else body.encode()
    return lambda handler: _send(handler, status, data, **headers)


def fails(status: int, **headers: str) -> Act:
    return says("<html>sorry</html>", status, **headers)


def reset(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection hard, without a word."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def breaks_off(handler: BaseHTTPRequestHandler) -> None:
    """Promise more than is sent, then close."""
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'[{"lat": "49.')
    handler.wfile.flush()
    handler.close_connection = True


def sleeps(seconds: float) -> Act:
    def act(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return act


class Service:
    """Where it is, what it was asked, and what it does next: one act a request, the last for all that follow."""

    well = staticmethod(well)
    reset = staticmethod(reset)
    breaks_off = staticmethod(breaks_off)
    says = staticmethod(says)
    fails = staticmethod(fails)
    sleeps = staticmethod(sleeps)

    def __init__(self, domain: str) -> None:
        self.domain = domain
        self.acts: list[Act] = [well]
        self.asked: list[str] = []
        self.agents: list[str | None] = []
        self._lock = threading.Lock()

    def take(self, handler: BaseHTTPRequestHandler) -> Act:
        with self._lock:
            self.asked.append(handler.path)
            self.agents.append(handler.headers["User-Agent"])
            return self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]

    @property
    def queries(self) -> list[str]:
        """What was asked for, in order."""
        return [parse_qs(urlsplit(path).query).get("q", [""])[0] for path in self.asked]


@pytest.fixture
def service() -> Iterator[Service]:
    """A service that answers well until it is told otherwise (``service.acts``)."""
    held: list[Service] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                held[0].take(self)(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    held.append(Service(f"127.0.0.1:{server.server_port}"))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield held[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
