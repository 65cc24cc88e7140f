"""Through proxies, past them, and never to this computer itself; what fails at a proxy has reached nobody."""

import os
import socket
import ssl
import sys
from collections.abc import Callable
from typing import Any

import pytest

from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest
from leadexec_desktop.transport.transport import Transport

MARK = b"Phone=7025550123"
FAR = "https://leads.example.test/processor/insert/general/json"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

Serve = Callable[[Callable[[Any], None]], Any]
Post = Callable[[str], OutgoingRequest]
Send = Callable[..., Answer]
MakeTransport = Callable[..., Transport]


def answer_ok(peer: Any) -> None:
    peer.read_request()
    peer.send(OK)
    peer.hold()


@pytest.fixture
def stage(serve: Serve, make_transport: MakeTransport, post: Post) -> tuple[Serve, MakeTransport, Post]:
    return serve, make_transport, post


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert isinstance(port, int)
        return port


def securely(context: ssl.SSLContext, then: Callable[[Any], None] = answer_ok) -> Callable[[Any], None]:
    def script(peer: Any) -> None:
        peer.secure(context)
        then(peer)

    return script


def drop(peer: Any) -> None:
    peer.read()
    peer.close()


def reset(peer: Any) -> None:
    peer.read()
    peer.reset()


def refusing(answer: bytes) -> Callable[[Any], None]:
    def script(peer: Any) -> None:
        peer.read_head()
        peer.send(answer)
        peer.hold()

    return script


def sign_in(*schemes: str) -> bytes:
    lines = "".join(f"Proxy-Authenticate: {scheme}\r\n" for scheme in schemes)
    return f"HTTP/1.1 407 Proxy Authentication Required\r\n{lines}Content-Length: 4\r\n\r\nno!!".encode()


@pytest.mark.parametrize(
    "script, words",
    [
        pytest.param(refusing(sign_in("Negotiate", "NTLM")), "NTLM or Kerberos", id="407-windows"),
        pytest.param(refusing(sign_in('Basic realm="x"', "NTLM")), "a name and a password", id="407-basic"),
        pytest.param(refusing(b"HTTP/1.1 403 Forbidden\r\n\r\n"), "turned the connection", id="403"),
        pytest.param(refusing(b"HTTP/1.1 502 Bad Gateway\r\n\r\n"), "(status 502)", id="502"),
        pytest.param(refusing(b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n"), "(status 302)", id="302"),
        pytest.param(refusing(b"nonsense\r\n\r\n"), "no HTTP answer", id="no-HTTP"),
        pytest.param(drop, "broke the connection off", id="drop"),
        pytest.param(reset, "broke the connection off", id="reset"),
    ],
)
def test_a_proxy_that_opens_no_way(
    serve: Serve, send: Send, monkeypatch: pytest.MonkeyPatch, script: Callable[[Any], None], words: str
) -> None:
    proxy = serve(script)
    monkeypatch.setenv("HTTPS_PROXY", f"http://agent:hunter2@127.0.0.1:{proxy.port}")
    with pytest.raises(NotSentError, match=r"^The proxy 127\.0\.0\.1 .* Nothing was sent\. ") as caught:
        send(FAR, token="tok-SECRET", token_origin=FAR)
    assert words in caught.value.reason
    assert "hunter2" not in caught.value.reason
    proxy.close()
    assert proxy.received.startswith(b"CONNECT leads.example.test:443 HTTP/1.1\r\n")
    assert MARK not in proxy.received
    assert b"tok-SECRET" not in proxy.received


def test_a_proxy_that_refuses_the_connection_is_to_blame(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
    with pytest.raises(NotSentError, match=rf"^The proxy 127\.0\.0\.1 refused the connection \(port {port}\)"):
        send(FAR)


@pytest.mark.parametrize(
    "proxy, words", [("socks5://127.0.0.1:1080", "SOCKS"), ("gopher://127.0.0.1", "proxy"), ("http://[::1", "proxy")]
)
def test_a_proxy_that_cannot_be_used_stops_what_would_need_it(
    serve: Serve, send: Send, monkeypatch: pytest.MonkeyPatch, proxy: str, words: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(NotSentError, match=words) as caught:
        send(FAR)
    assert "does not know" not in caught.value.reason
    assert send(serve(answer_ok).url).body == b"ok"


def tunnel(context: ssl.SSLContext) -> Callable[[Any], None]:
    def script(peer: Any) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        peer.forget()
        securely(context)(peer)

    return script


def test_a_request_goes_through_a_proxy(
    serve: Serve, make_transport: MakeTransport, post: Post, certificate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(tunnel(certificate.server_context()))
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
    transport = make_transport(tls=certificate.trusting_context())
    assert transport.send(post(FAR), timeout_s=10, cancel=CancelSwitch()).body == b"ok"
    assert proxy.received.endswith(MARK)


def test_a_host_behind_a_proxy_that_cannot_prove_who_it_is(
    serve: Serve, send: Send, certificate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(tunnel(certificate.server_context()))
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
    with pytest.raises(NotSentError, match=r"^leads\.example\.test could not prove who it is"):
        send(FAR)
    proxy.close()
    assert MARK not in proxy.received


@pytest.mark.parametrize("name", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_computer_itself_is_never_reached_by_a_proxy(
    stage: tuple[Serve, MakeTransport, Post], monkeypatch: pytest.MonkeyPatch, name: str, host: str
) -> None:
    serve, make_transport, post = stage
    proxy, server = serve(drop), serve(answer_ok)
    monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    request = post(f"http://{host}:{server.port}/x")
    assert make_transport().send(request, timeout_s=10, cancel=CancelSwitch()).body == b"ok"
    assert proxy.peers == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the whole of 127.0.0.0/8")
def test_no_address_of_this_computer_is_reached_by_a_proxy(
    stage: tuple[Serve, MakeTransport, Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    serve, make_transport, post = stage
    proxy = serve(drop)
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{proxy.port}")
    with pytest.raises(NotSentError, match=r"^127\.0\.0\.2 refused"):
        make_transport().send(post(f"http://127.0.0.2:{free_port()}/x"), timeout_s=10, cancel=CancelSwitch())
    assert proxy.peers == []


def test_what_no_proxy_names_goes_by_none(
    serve: Serve, send: Send, monkeypatch: pytest.MonkeyPatch, within: Callable[[float], Any]
) -> None:
    proxy = serve(drop)
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
    monkeypatch.setenv("NO_PROXY", "example.invalid")
    with within(6), pytest.raises(NotSentError, match=r"leads\.example\.invalid"):
        send("https://leads.example.invalid/x", timeout_s=3)
    assert proxy.peers == []


def test_no_proxy_of_the_machine_disturbs_these_tests() -> None:
    assert not [name for name in os.environ if name.lower().endswith("_proxy")]
