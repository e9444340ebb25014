"""What all tests share: closed sockets."""

import socket
from typing import Any

import pytest

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def closed_sockets(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches the network; those marked ``loopback`` or ``browser`` may talk to this machine."""
    allowed = any(request.node.get_closest_marker(name) for name in ("loopback", "browser"))
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        local = self.family == socket.AF_UNIX or (allowed and isinstance(address, tuple) and address[0] in LOOPBACK)
        if not local:
            raise OSError(f"tests reach no network, and {request.node.name} tried {address!r}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
