"""The sign-in page of a network stands in the host's way: the sentences that may mean it point to a browser."""

import socket
from collections.abc import Callable
from typing import Any

import pytest

from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.transport.errors import NotSentError

PORTAL = "If this network has a sign-in page (hotel, airport), open it in a browser first."

Serve = Callable[[Callable[[Any], None]], Any]
Send = Callable[..., Answer]


@pytest.fixture(autouse=True)
def far_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name is this computer, as far as a name server goes, but for one that nobody knows."""
    look_up = socket.getaddrinfo

    def looked_up(host: str | bytes, *rest: Any) -> Any:
        if host in ("nobody.example.test", b"nobody.example.test"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up("127.0.0.1", *rest)

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)


def reset(peer: Any) -> None:
    peer.read()
    peer.reset()


def drop(peer: Any) -> None:
    peer.read()
    peer.close()


def plain_http(peer: Any) -> None:
    peer.read()
    peer.send(b"HTTP/1.1 302 Found\r\nLocation: http://portal.hotel.test/\r\n\r\n")


def hold(peer: Any) -> None:
    peer.hold()


@pytest.mark.parametrize("script", [reset, drop, plain_http, hold])
def test_what_breaks_tls_may_be_a_sign_in_page(serve: Serve, send: Send, script: Callable[[Any], None]) -> None:
    server = serve(script)
    with pytest.raises(NotSentError) as caught:
        send(f"https://leads.example.test:{server.port}/x", timeout_s=0.5)
    assert caught.value.reason.endswith(PORTAL)


def test_what_refuses_the_connection_may_be_a_sign_in_page(send: Send) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(NotSentError) as caught:
        send(f"https://leads.example.test:{port}/x")
    assert caught.value.reason.endswith(PORTAL)
    with pytest.raises(NotSentError, match="refused") as caught:
        send(f"https://localhost:{port}/x")  # no network lies between
    assert PORTAL not in caught.value.reason


def test_a_name_that_cannot_be_looked_up_is_no_sign_in_page(send: Send) -> None:
    with pytest.raises(NotSentError, match="could not be looked up") as caught:
        send("https://nobody.example.test/x")
    assert PORTAL not in caught.value.reason


@pytest.mark.parametrize(
    "answer, is_portal",
    [
        (b"HTTP/1.1 302 Found\r\nLocation: http://portal.hotel.test/\r\n\r\n", True),
        (b"HTTP/1.1 511 Network Authentication Required\r\n\r\n<html>", True),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n<html>", False),
        (b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\n\r\n", False),
    ],
)
def test_what_answers_in_a_proxy_s_place(
    serve: Serve, send: Send, monkeypatch: pytest.MonkeyPatch, answer: bytes, is_portal: bool
) -> None:
    def script(peer: Any) -> None:
        peer.read_head()
        peer.send(answer)
        peer.hold()

    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{serve(script).port}")
    with pytest.raises(NotSentError, match=r"^The proxy 127\.0\.0\.1") as caught:
        send("https://leads.example.test/x")
    assert (PORTAL in caught.value.reason) == is_portal
