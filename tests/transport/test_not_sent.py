"""Before the request leaves, every failure says that nobody has it, and the server's record agrees."""

import socket
import ssl
import sys
from collections.abc import Callable
from typing import Any

import pytest

from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError
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


def test_a_refused_connection(send: Send) -> None:
    port = free_port()
    with pytest.raises(NotSentError) as caught:
        send(f"http://127.0.0.1:{port}/x")
    assert caught.value.reason == (
        f"127.0.0.1 refused the connection (port {port}). Nothing was sent. "
        "Check the network connection and the address, or try again later."
    )
    assert not caught.value.cancelled
    assert caught.value.__cause__ is None


def test_a_refusal_at_each_of_several_addresses(send: Send) -> None:
    with pytest.raises(NotSentError, match="localhost refused the connection"):
        send(f"https://localhost:{free_port()}/x")


def test_a_name_that_cannot_be_looked_up(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object) -> list[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(
        NotSentError, match=r"^The name of leads.example.test could not be looked up\. Nothing was sent"
    ):
        send(FAR)


def test_a_name_that_does_not_exist(send: Send, within: Callable[[float], Any]) -> None:
    with within(6), pytest.raises(NotSentError, match=r"nothing\.invalid.* Nothing was sent\."):
        send("https://nothing.invalid/x", timeout_s=3)


@pytest.mark.parametrize(
    "url, words",
    [
        ("http://{host}:{port}/x", "not encrypted"),
        ("http://user:hunter2@127.0.0.1:{port}/x", "user name"),
        ("ftp://127.0.0.1:{port}/x", "https://"),
        ("https:///x", "no host"),
        ("https://999.1.1.1:{port}/x", "cannot be used"),
    ],
)
def test_an_address_that_must_not_be_used_gets_no_connection(serve: Serve, send: Send, url: str, words: str) -> None:
    server = serve(answer_ok)
    with pytest.raises(NotSentError, match=words) as caught:
        send(url.format(host=socket.gethostname(), port=server.port))
    assert "Nothing was sent." in caught.value.reason
    assert "hunter2" not in caught.value.reason
    assert server.peers == []


@pytest.mark.parametrize(
    "method, headers",
    [("POST\r\nX: y", ()), ("CONNECT", ()), ("POST", (("X", "a\r\nY: b"),)), ("POST", (("Host", "evil.example"),))],
)
def test_a_request_that_cannot_be_sent_gets_no_connection(
    serve: Serve, transport: Transport, method: str, headers: tuple[tuple[str, str], ...]
) -> None:
    server = serve(answer_ok)
    request = OutgoingRequest(method, server.url, headers, MARK)
    with pytest.raises(NotSentError, match="Nothing was sent"):
        transport.send(request, timeout_s=10, cancel=CancelSwitch())
    assert server.peers == []


def securely(context: ssl.SSLContext, then: Callable[[Any], None] = answer_ok) -> Callable[[Any], None]:
    def script(peer: Any) -> None:
        peer.secure(context)
        then(peer)

    return script


def test_a_host_that_is_trusted_is_answered_over_tls(
    serve: Serve, make_transport: MakeTransport, post: Post, certificate: Any
) -> None:
    server = serve(securely(certificate.server_context()))
    request = post(f"https://localhost:{server.port}/x")
    answer = make_transport(tls=certificate.trusting_context()).send(request, timeout_s=10, cancel=CancelSwitch())
    assert (answer.status, answer.body, answer.complete) == (200, b"ok", True)
    assert server.received.endswith(MARK)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's certificates are in no file")
def test_the_system_s_certificates_are_those_that_count(
    serve: Serve, send: Send, certificate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
    server = serve(securely(certificate.server_context()))
    assert send(f"https://localhost:{server.port}/x").body == b"ok"


def test_a_certificate_that_nobody_vouches_for(serve: Serve, send: Send, certificate: Any) -> None:
    server = serve(securely(certificate.server_context()))
    with pytest.raises(NotSentError, match=r"localhost could not prove who it is: .*certificate.*\. Nothing was sent"):
        send(f"https://localhost:{server.port}/x")
    server.close()
    assert server.peers
    assert MARK not in server.received


@pytest.mark.parametrize(
    "name, days, words", [("localhost", -1, "has expired"), ("leads.example.test", 2, "made out to another name")]
)
def test_a_trusted_certificate_that_is_wrong(
    stage: tuple[Serve, MakeTransport, Post], certify: Callable[..., Any], name: str, days: int, words: str
) -> None:
    serve, make_transport, post = stage
    certificate = certify(name, days=days)
    server = serve(securely(certificate.server_context()))
    transport = make_transport(tls=certificate.trusting_context())
    with pytest.raises(NotSentError, match=words):
        transport.send(post(f"https://localhost:{server.port}/x"), timeout_s=10, cancel=CancelSwitch())
    server.close()
    assert MARK not in server.received


def drop(peer: Any) -> None:
    peer.read()
    peer.close()


def reset(peer: Any) -> None:
    peer.read()
    peer.reset()


def plain_http(peer: Any) -> None:
    peer.read()
    peer.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    peer.hold()


def too_old(peer: Any) -> None:
    peer.read()
    peer.send(bytes.fromhex("1503010002022f"))  # an alert: protocol version
    peer.hold()


@pytest.mark.parametrize("script", [drop, reset, plain_http, too_old])
def test_a_host_that_does_not_speak_tls(serve: Serve, send: Send, script: Callable[[Any], None]) -> None:
    server = serve(script)
    with pytest.raises(NotSentError, match=r"localhost.*Nothing was sent") as caught:
        send(f"https://localhost:{server.port}/x")
    assert "does not know" not in caught.value.reason
    server.close()
    assert server.peers
    assert MARK not in server.received


def test_a_host_that_wants_a_certificate_of_ours_may_have_the_request(
    serve: Serve, make_transport: MakeTransport, post: Post, certificate: Any
) -> None:
    """In TLS 1.3 it says so only after the request has left."""
    context = certificate.server_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_mode = ssl.CERT_REQUIRED
    server = serve(securely(context))
    transport = make_transport(tls=certificate.trusting_context())
    with pytest.raises(NoAnswerError) as caught:
        transport.send(post(f"https://localhost:{server.port}/x"), timeout_s=10, cancel=CancelSwitch())
    assert "does not know" not in caught.value.reason
    assert caught.value.__cause__ is None


def test_a_closed_transport_sends_nothing(serve: Serve, transport: Transport, send: Send) -> None:
    server = serve(answer_ok)
    transport.close()
    with pytest.raises(NotSentError, match=r"The program is closing\. Nothing was sent") as caught:
        send(server.url)
    assert not caught.value.cancelled
    with pytest.raises(NotSentError):
        transport.warm_up()
    assert server.peers == []


def test_a_user_agent_that_no_header_can_carry_is_refused() -> None:
    for user_agent in ("", "a\nb", "ü"):
        with pytest.raises(ValueError, match="user agent"):
            Transport(user_agent=user_agent)


def test_localhost_is_this_computer_whatever_a_name_server_says(
    answering: Callable[[bytes], Any], send: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    look_up = socket.getaddrinfo

    def looked_up(host: str, *arguments: Any) -> Any:
        asked.append(host)
        return look_up(host, *arguments)

    server = answering(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    assert send(f"http://localhost:{server.port}/x").body == b"ok"
    assert "127.0.0.1" in asked
    assert "localhost" not in asked
