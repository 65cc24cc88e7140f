"""The way to a receiver, tried out on real sockets: what is said of it is what a send meets, and no lead goes there."""

import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from leadexec_desktop.services.connection_test import Step, StepResult
from leadexec_desktop.services.connection_test import Tester as Prober  # pytest would take the name for a test
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest
from leadexec_desktop.transport.proxies import FoundProxy, ProxyAddress, ProxyCredentialsError, ProxyKind
from leadexec_desktop.transport.transport import Transport

FAR = "https://leads.example.test"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n"
OPENED = b"HTTP/1.1 200 Connection established\r\n\r\n"
LIMIT_S = 0.4
BOUND_S = 4.0
"""What a machine under load may add to a limit."""
ALL = [Step.NAME, Step.PROXY, Step.CONNECT, Step.TLS, Step.ANSWER]

Script = Callable[[Any], None]
Serve = Callable[[Script], Any]
Make = Callable[..., Transport]
Try = Callable[..., list[StepResult]]


def tried(transport: Transport, endpoint: str, timeout_s: float = 15, cancel: CancelSwitch | None = None) -> list[Any]:
    prober: Prober = transport
    return list(prober.test_connection(endpoint, timeout_s=timeout_s, cancel=cancel or CancelSwitch()))


def steps(results: list[StepResult]) -> list[tuple[Step, bool]]:
    return [(result.step, result.ok) for result in results]


def up_to(step: Step, *, without: tuple[Step, ...] = ()) -> list[tuple[Step, bool]]:
    """All steps that worked, and this one, which did not."""
    return [(own, own is not step) for own in ALL[: ALL.index(step) + 1] if own not in without]


def answering(answer: bytes = OK, context: Any = None) -> Script:
    def script(peer: Any) -> None:
        if context is not None:
            peer.secure(context)
        peer.read_head()
        peer.send(answer)
        peer.end()
        peer.hold()

    return script


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert isinstance(port, int)
        return port


@pytest.fixture
def far_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """leads.example.test is this computer, as far as a name server goes."""
    look_up = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, *rest: look_up("127.0.0.1", *rest))


# ------------------------------------------------------------------ what works


def test_an_endpoint_that_answers_over_tls(serve: Serve, make_transport: Make, certificate: Any) -> None:
    server = serve(answering(context=certificate.server_context()))
    transport = make_transport(tls=certificate.trusting_context())
    results = tried(transport, f"https://localhost:{server.port}/a/prefix/")
    assert [result.text for result in results] == [
        f"The name localhost was found: {', '.join(addresses_of_localhost(server.port))}.",
        "No proxy is used: it is this computer itself.",
        f"localhost is connected (port {server.port}).",
        "The connection is encrypted, and the certificate of localhost is good.",
        "localhost answered (status 200): any answer will do here. No lead was sent.",
    ]
    assert steps(results) == [(step, True) for step in ALL]
    assert server.received.split(b"\r\n") == [
        b"HEAD / HTTP/1.1",
        f"Host: localhost:{server.port}".encode(),
        b"Accept: */*",
        b"Accept-Encoding: gzip, deflate",
        b"Connection: close",
        b"User-Agent: leadexec-desktop/test",
        b"",
        b"",
    ]
    assert len(server.peers) == 1


def addresses_of_localhost(port: int) -> list[str]:
    found: list[str] = []
    for host in ("127.0.0.1", "::1"):
        with suppress(OSError):
            found += [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    return found


def test_plain_http_to_this_computer_is_no_fault(serve: Serve, transport: Transport) -> None:
    server = serve(answering())
    results = tried(transport, server.url)
    assert steps(results) == [(step, True) for step in ALL]
    assert results[0].text == "127.0.0.1 is an address, so there is no name to look up."
    assert results[3].text.startswith("The connection is not encrypted (http)")


@pytest.mark.parametrize(
    "status, words", [(404, "any answer will do"), (302, "any answer"), (401, "any answer"), (503, "error of its own")]
)
def test_any_answer_is_one(serve: Serve, transport: Transport, status: int, words: str) -> None:
    server = serve(answering(f"HTTP/1.1 {status} X\r\nLocation: http://[bad\r\nContent-Length: 5\r\n\r\n".encode()))
    results = tried(transport, server.url)
    assert steps(results) == [(step, True) for step in ALL]
    assert f"(status {status})" in results[-1].text
    assert words in results[-1].text
    assert len(server.peers) == 1


@pytest.mark.usefixtures("far_is_here")
def test_the_name_of_another_computer_is_looked_up(serve: Serve, make_transport: Make, certificate: Any) -> None:
    server = serve(answering(context=certificate.server_context()))
    results = tried(make_transport(tls=certificate.trusting_context()), f"{FAR}:{server.port}")
    assert results[0].text == "The name leads.example.test was found: 127.0.0.1."
    assert results[1].text == "No proxy is used: this computer's settings name none for it."
    assert results[-1].ok


# ------------------------------------------------------------------ what does not


@pytest.mark.parametrize(
    "endpoint, words",
    [
        ("", "must begin with https://"),
        ("leads.example.test", "must begin with https://"),
        ("http://leads.example.test", "not encrypted"),
        ("https://ana:hunter2@leads.example.test", "credentials have a place of their own"),
        ("https://leads.example.test/?token=hunter2", "holds a ?"),
        ("https:///x", "names no host"),
    ],
)
def test_an_endpoint_that_is_none_is_not_tried(transport: Transport, endpoint: str, words: str) -> None:
    (result,) = tried(transport, endpoint)
    assert (result.step, result.ok) == (Step.NAME, False)
    assert words in result.text
    assert "hunter2" not in result.text


def nobody(*_: object) -> list[Any]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def test_a_name_that_nobody_knows(transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    (result,) = tried(transport, FAR)
    assert result == StepResult(
        Step.NAME,
        ok=False,
        text="The name of leads.example.test could not be looked up. "
        "Check the network connection and the spelling of the address.",
    )


def test_a_host_that_cannot_be_one(transport: Transport) -> None:
    (result,) = tried(transport, "https://999.1.1.1")
    assert (result.step, result.ok) == (Step.NAME, False)
    assert "cannot be used" in result.text


@pytest.mark.parametrize("ends", ["limit", "cancel"])
def test_a_name_server_that_does_not_answer(
    transport: Transport, monkeypatch: pytest.MonkeyPatch, within: Callable[[float], Any], ends: str
) -> None:
    thaw, asked, cancel = threading.Event(), threading.Event(), CancelSwitch()

    def never(*_: object) -> list[Any]:
        asked.set()
        thaw.wait(20)
        return nobody()

    monkeypatch.setattr(socket, "getaddrinfo", never)

    def cancel_then() -> None:
        asked.wait(20)
        cancel.cancel()

    canceller = threading.Thread(target=cancel_then)
    if ends == "cancel":
        canceller.start()
    with within(LIMIT_S + BOUND_S):
        (result,) = tried(transport, FAR, LIMIT_S if ends == "limit" else 20, cancel)
    thaw.set()
    assert (result.step, result.ok) == (Step.NAME, False)
    expected = {
        "limit": "The name of leads.example.test was not looked up within 0.4 s. Check the network connection, or try "
        "again later.",
        "cancel": "The test was cancelled.",
    }
    assert result.text == expected[ends]
    if ends == "cancel":
        canceller.join()


def test_a_port_that_refuses(transport: Transport) -> None:
    port = free_port()
    results = tried(transport, f"https://localhost:{port}")
    assert steps(results) == up_to(Step.CONNECT)
    assert results[-1].text == (
        f"localhost refused the connection (port {port}). "
        "Check the network connection and the address, or try again later."
    )


@contextmanager
def full_backlog() -> Iterator[int]:
    """A port that takes no more connections: Linux drops what asks for one."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        port = listener.getsockname()[1]
        callers = []
        for _ in range(4):
            caller = socket.socket()
            caller.setblocking(False)
            caller.connect_ex(("127.0.0.1", port))
            callers.append(caller)
        yield port
        for caller in callers:
            caller.close()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a full port refuses")
def test_a_host_that_swallows_what_calls_it(transport: Transport, within: Callable[[float], Any]) -> None:
    with full_backlog() as port, within(LIMIT_S + BOUND_S):
        results = tried(transport, f"https://127.0.0.1:{port}", LIMIT_S)
    assert steps(results) == up_to(Step.CONNECT)
    assert results[-1].text.startswith(f"No connection with 127.0.0.1 (port {port}) came about within 0.4 s.")


def plain_http(peer: Any) -> None:
    peer.read()
    peer.send(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    peer.hold()


def test_plain_http_behind_https(serve: Serve, transport: Transport) -> None:
    server = serve(plain_http)
    results = tried(transport, f"https://localhost:{server.port}")
    assert steps(results) == up_to(Step.TLS)
    assert results[-1].text.startswith(f"No secure connection (TLS) could be made with localhost, port {server.port}: ")
    assert results[-1].text.endswith("Check the address and its port.")
    assert b"HEAD" not in server.received


@pytest.mark.usefixtures("far_is_here")
@pytest.mark.parametrize(
    "shown, words",
    [
        (("leads.example.test", 2, False), "self-signed"),
        (("leads.example.test", -1, True), "has expired"),
        (("other.example.test", 2, True), "made out to another name"),
    ],
)
def test_a_certificate_that_is_refused(
    serve: Serve, make_transport: Make, certify: Callable[..., Any], shown: tuple[str, int, bool], words: str
) -> None:
    name, days, is_trusted = shown
    certificate = certify(name, days=days)
    server = serve(answering(context=certificate.server_context()))
    transport = make_transport(tls=certificate.trusting_context()) if is_trusted else make_transport()
    results = tried(transport, f"{FAR}:{server.port}")
    assert steps(results) == up_to(Step.TLS)
    assert results[-1].text.startswith("leads.example.test could not prove who it is: its certificate")
    assert words in results[-1].text
    assert "issued by “Loopback Authority”" in results[-1].text
    assert "Nothing was sent" not in results[-1].text
    server.close()
    assert server.received == b""


def silent(peer: Any) -> None:
    peer.hold()


def test_a_host_that_does_not_make_it_secure(serve: Serve, transport: Transport) -> None:
    server = serve(silent)
    results = tried(transport, f"https://127.0.0.1:{server.port}", LIMIT_S)
    assert steps(results) == up_to(Step.TLS)
    assert "did not make it secure (TLS) within 0.4 s" in results[-1].text


def drop(peer: Any) -> None:
    peer.read_head()
    peer.close()


@pytest.mark.parametrize(
    "script, words",
    [
        (drop, "broke the connection off before it answered."),
        (answering(b"nonsense\r\n\r\n"), "sent back something that is no HTTP answer."),
        (silent, "took the request and did not answer within"),
    ],
)
def test_a_host_that_does_not_answer(serve: Serve, transport: Transport, script: Script, words: str) -> None:
    server = serve(script)
    results = tried(transport, server.url, 1.5 if script is silent else 15)
    assert steps(results) == up_to(Step.ANSWER)
    assert words in results[-1].text
    assert results[-1].text.endswith(" Try again later, or ask who runs the receiver.")
    assert "may have" not in results[-1].text


# ------------------------------------------------------------------ proxies


@pytest.fixture
def proxy(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """A proxy that the environment names."""

    def start(script: Script, sign_in: str = "") -> Any:
        server = serve(script)
        monkeypatch.setenv("HTTPS_PROXY", f"http://{sign_in}127.0.0.1:{server.port}")
        return server

    return start


def opening(then: Script) -> Script:
    def script(peer: Any) -> None:
        peer.read_head()
        peer.send(OPENED)
        peer.forget()
        then(peer)

    return script


def saying(answer: bytes) -> Script:
    def script(peer: Any) -> None:
        peer.read_head()
        peer.send(answer)
        peer.hold()

    return script


def test_a_proxy_that_opens_the_way(proxy: Callable[..., Any], make_transport: Make, certificate: Any) -> None:
    server = proxy(opening(answering(context=certificate.server_context())))
    results = tried(make_transport(tls=certificate.trusting_context()), f"{FAR}/a/prefix")
    assert steps(results) == [(step, True) for step in ALL]
    assert [result.text for result in results[:3]] == [
        "The name leads.example.test is looked up by the proxy, not by this computer.",
        f"The proxy 127.0.0.1:{server.port} opened a way to leads.example.test.",
        "leads.example.test is connected through the proxy (port 443).",
    ]
    assert server.received.startswith(b"HEAD / HTTP/1.1\r\nHost: leads.example.test\r\n")
    assert server.received.endswith(b"\r\n\r\n")


def test_behind_a_proxy_the_host_itself_must_prove_who_it_is(
    proxy: Callable[..., Any], transport: Transport, certificate: Any
) -> None:
    proxy(opening(answering(context=certificate.server_context())))
    results = tried(transport, FAR)
    assert steps(results) == up_to(Step.TLS)
    assert "leads.example.test could not prove who it is" in results[-1].text


WANTS = b'HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="office"\r\nContent-Length: 0\r\n\r\n'


@pytest.mark.parametrize(
    "script, words",
    [
        (saying(WANTS), "asks for a name and a password (status 407), and was given none."),
        (saying(b"HTTP/1.1 407 No\r\nProxy-Authenticate: NTLM\r\n\r\n"), "asks for a Windows sign-in"),
        (saying(b"HTTP/1.1 502 Bad gateway\r\n\r\n"), "turned the connection to leads.example.test away (status 502)."),
        (saying(b"HTTP/1.1 302 Found\r\n\r\n"), "sign-in page"),
        (drop, "broke the connection off"),
        (silent, "opened no way to leads.example.test within"),
    ],
)
def test_a_proxy_that_opens_no_way(proxy: Callable[..., Any], transport: Transport, script: Script, words: str) -> None:
    server = proxy(script)
    results = tried(transport, FAR, 1.5 if script is silent else 15)
    assert steps(results) == up_to(Step.PROXY)
    assert results[-1].text.startswith("The proxy 127.0.0.1 ")
    assert words in results[-1].text
    assert b"HEAD" not in server.received


def test_a_proxy_that_asks_is_named_for_who_can_answer_it(proxy: Callable[..., Any], transport: Transport) -> None:
    server = proxy(saying(WANTS))
    result = tried(transport, FAR)[-1]
    assert result.proxy_asks == ProxyAddress("127.0.0.1", server.port)
    assert result.text.endswith("Type in the name and the password for the proxy, then test again.")


def test_a_proxy_is_told_what_was_kept_for_it_as_for_a_send(
    proxy: Callable[..., Any], make_transport: Make, certificate: Any
) -> None:
    def script(peer: Any) -> None:
        if b"Proxy-Authorization: Basic YW5hOmh1bnRlcjI=" not in peer.read_head():
            peer.send(WANTS)
            peer.hold()
            return
        peer.send(OPENED)
        answering(context=certificate.server_context())(peer)

    proxy(script)
    transport = make_transport(
        tls=certificate.trusting_context(), proxy_credentials=lambda _host, _port: ("ana", "hunter2")
    )
    results = tried(transport, FAR)
    assert steps(results) == [(step, True) for step in ALL]
    assert "hunter2" not in repr(results)


def test_a_proxy_s_password_that_cannot_be_looked_up(proxy: Callable[..., Any], make_transport: Make) -> None:
    def locked(_host: str, _port: int) -> tuple[str, str] | None:
        raise ProxyCredentialsError("The keyring is locked. Unlock it.")

    proxy(saying(WANTS))
    results = tried(make_transport(proxy_credentials=locked), FAR)
    assert steps(results) == up_to(Step.PROXY)
    assert results[-1].text == "The password for a proxy could not be looked up: The keyring is locked. Unlock it."


def test_a_proxy_that_is_not_there(transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
    results = tried(transport, FAR)
    assert steps(results) == up_to(Step.PROXY)
    assert results[-1].text.startswith(f"The proxy 127.0.0.1 refused the connection (port {port}).")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.test:8080")
    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert tried(transport, FAR)[-1].text.startswith("The name of the proxy proxy.example.test could not be looked up.")


def test_a_proxy_that_cannot_be_used(transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://127.0.0.1:1080")
    (result,) = tried(transport, FAR)
    assert (result.step, result.ok) == (Step.PROXY, False)
    assert "SOCKS proxy, which is not supported" in result.text


def test_a_system_that_does_not_say_its_proxies(make_transport: Make, within: Callable[[float], Any]) -> None:
    thaw = threading.Event()

    def hang(_url: str) -> tuple[FoundProxy, ...]:
        thaw.wait(20)
        return ()

    transport = make_transport(find_proxy=hang)
    with within(LIMIT_S + BOUND_S):
        (result,) = tried(transport, FAR, LIMIT_S)
    thaw.set()
    assert (result.step, result.ok) == (Step.PROXY, False)
    assert "did not say within 0.4 s by which proxy leads.example.test is reached" in result.text


@pytest.mark.usefixtures("far_is_here")
def test_where_a_proxy_is_gone_the_direct_way_is_gone_as_by_a_send(
    serve: Serve, make_transport: Make, certificate: Any
) -> None:
    server = serve(answering(context=certificate.server_context()))
    ways = (FoundProxy(ProxyKind.HTTP, ProxyAddress("127.0.0.1", free_port())), FoundProxy(ProxyKind.DIRECT))
    transport = make_transport(tls=certificate.trusting_context(), find_proxy=lambda _url: ways)
    results = tried(transport, f"{FAR}:{server.port}")
    assert steps(results) == [(step, True) for step in ALL if step is not Step.NAME]
    assert results[0].text.startswith("No proxy is used")


# ------------------------------------------------------------------ as a send, stopped, at the end


def drop_at_once(peer: Any) -> None:
    peer.read()
    peer.close()


@pytest.mark.usefixtures("far_is_here")
@pytest.mark.parametrize("script", [plain_http, drop_at_once, None], ids=["plain http", "dropped", "refused"])
def test_what_it_says_is_what_a_send_says(
    serve: Serve, transport: Transport, post: Callable[[str], OutgoingRequest], script: Script | None
) -> None:
    port = free_port() if script is None else serve(script).port
    endpoint = f"{FAR}:{port}"
    with pytest.raises((NotSentError, NoAnswerError)) as caught:
        transport.send(post(f"{endpoint}/x"), timeout_s=15, cancel=CancelSwitch())
    assert tried(transport, endpoint)[-1].text == caught.value.reason.replace(" Nothing was sent.", "")


def test_a_cancel_ends_it_at_once(serve: Serve, transport: Transport, within: Callable[[float], Any]) -> None:
    cancel = CancelSwitch()

    def script(peer: Any) -> None:
        peer.read_head()
        cancel.cancel()
        peer.hold()

    server = serve(script)
    with within(BOUND_S):
        results = tried(transport, server.url, 20, cancel)
    assert steps(results) == up_to(Step.ANSWER)
    assert results[-1].text == "The test was cancelled."
    (late,) = tried(transport, server.url, 20, cancel)
    assert (late.ok, late.text) == (False, "The test was cancelled.")
    assert len(server.peers) == 1


def test_a_transport_that_is_closed_says_so(serve: Serve, transport: Transport) -> None:
    server = serve(answering())
    transport.close()
    (result,) = tried(transport, server.url)
    assert (result.ok, result.text) == (False, "The program is closing.")
    assert server.peers == []


def test_closing_ends_one_that_is_under_way(serve: Serve, transport: Transport) -> None:
    def script(peer: Any) -> None:
        peer.read_head()
        threading.Thread(target=transport.close).start()
        peer.hold()

    results = tried(transport, serve(script).url, 20)
    assert steps(results) == up_to(Step.ANSWER)
    assert results[-1].text == "The program was closing."
