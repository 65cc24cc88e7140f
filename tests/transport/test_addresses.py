"""A host with several addresses: a dead one holds nothing up, and one request goes to one of them."""

import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

import pytest

from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.transport.errors import NotSentError

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
MARK = b"Phone=7025550123"

Send = Callable[..., Answer]


def has_ipv6() -> bool:
    try:
        with closing(socket.socket(socket.AF_INET6)) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not has_ipv6(), reason="others refuse what a full backlog cannot take"
)


@contextmanager
def dead(family: socket.AddressFamily, host: str, port: int = 0) -> Iterator[socket.socket]:
    """An address that answers nobody: its backlog is full."""
    with closing(socket.socket(family)) as listener:
        if family is socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((host, port))
        listener.listen(0)
        waiting = [socket.socket(family) for _ in range(4)]
        for own in waiting:
            own.setblocking(False)
            own.connect_ex(listener.getsockname())
        yield listener
        for own in waiting:
            own.close()


@pytest.fixture
def name_at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Gives localhost these addresses: it is the one name to which plain http goes."""

    def stub(*addresses: str) -> None:
        found = {
            "127.0.0.1": [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (own, 0)) for own in addresses if ":" not in own],
            "::1": [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (own, 0, 0, 0)) for own in addresses if ":" in own],
        }
        monkeypatch.setattr(socket, "getaddrinfo", lambda host, *_: found[host])

    return stub


def test_a_dead_ipv6_address_holds_a_living_ipv4_one_up_by_a_moment(
    answering: Callable[[bytes], Any], send: Send, name_at: Callable[..., None], within: Callable[[float], Any]
) -> None:
    server = answering(OK)
    name_at("127.0.0.1", "::1")
    with dead(socket.AF_INET6, "::1", server.port), within(2):
        assert send(f"http://localhost:{server.port}/x").body == b"ok"
    assert server.received.count(MARK) == 1


def test_all_addresses_dead_is_said_within_the_limit(
    send: Send, name_at: Callable[..., None], within: Callable[[float], Any]
) -> None:
    name_at("127.0.0.1", "::1")
    with dead(socket.AF_INET, "127.0.0.1") as listener:
        port = listener.getsockname()[1]
        with dead(socket.AF_INET6, "::1", port), within(3), pytest.raises(NotSentError) as caught:
            send(f"http://localhost:{port}/x", timeout_s=1)
    assert caught.value.reason.startswith(f"No connection with localhost (port {port}) came about within 1 s.")


def test_all_addresses_refusing_is_said_at_once(
    send: Send, name_at: Callable[..., None], within: Callable[[float], Any]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    name_at("127.0.0.1", "::1")
    with within(2), pytest.raises(NotSentError, match="localhost refused the connection"):
        send(f"http://localhost:{port}/x")


def test_the_address_that_was_called_first_and_lost_gets_nothing_of_the_request(
    answering: Callable[[bytes], Any], send: Send, name_at: Callable[..., None]
) -> None:
    """It begins to take connections when the request has gone to the other."""
    server = answering(OK)
    name_at("127.0.0.1", "::1")
    taken: list[bytes] = []
    with dead(socket.AF_INET6, "::1", server.port) as slow:
        assert send(f"http://localhost:{server.port}/x").body == b"ok"
        slow.settimeout(0.5)
        with suppress(TimeoutError):
            while True:
                peer, _ = slow.accept()
                peer.settimeout(0.2)
                with closing(peer), suppress(OSError):
                    taken.append(peer.recv(65536))
    assert server.received.count(MARK) == 1
    assert b"".join(taken) == b""
