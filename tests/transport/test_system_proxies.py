"""The system's proxies: asked beside the loop, within the limit, remembered for a while; the environment goes first."""

import gc
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from leadexec_desktop.transport import engine
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest
from leadexec_desktop.transport.proxies import DIRECT, FoundProxy, ProxyAddress, ProxyKind
from leadexec_desktop.transport.transport import Transport
from leadexec_desktop.transport.ways import Ways

MARK = b"Phone=7025550123"
FAR = "https://leads.example.test/processor/insert/general/json"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
SOCKS = FoundProxy(ProxyKind.SOCKS, ProxyAddress("127.0.0.1", 1080))

Serve = Callable[[Callable[[Any], None]], Any]
Post = Callable[[str], OutgoingRequest]
Stage = Callable[..., Callable[..., bytes]]


def http_proxy(port: int) -> FoundProxy:
    return FoundProxy(ProxyKind.HTTP, ProxyAddress("127.0.0.1", port))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert isinstance(port, int)
        return port


def tunnel(context: Any) -> Callable[[Any], None]:
    def script(peer: Any) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        peer.forget()
        peer.secure(context)
        peer.read_request()
        peer.send(OK)
        peer.hold()

    return script


class System:
    """A system whose settings name these ways."""

    def __init__(self, *ways: FoundProxy) -> None:
        self.ways = ways
        self.asked: list[str] = []
        self.threads: list[threading.Thread] = []
        self.gate = threading.Event()
        self.gate.set()
        self.on_asked: Callable[[], None] = lambda: None

    def find(self, url: str) -> tuple[FoundProxy, ...]:
        self.asked.append(url)
        self.threads.append(threading.current_thread())
        self.on_asked()
        self.gate.wait(20)
        return self.ways


class Clock:
    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def stage(make_transport: Callable[..., Transport], post: Post, certificate: Any) -> Stage:
    def build(system: System, **options: Any) -> Callable[..., bytes]:
        transport = make_transport(tls=certificate.trusting_context(), find_proxy=system.find, **options)

        def send(url: str = FAR, timeout_s: float = 10, cancel: CancelSwitch | None = None) -> bytes:
            return transport.send(post(url), timeout_s=timeout_s, cancel=cancel or CancelSwitch()).body

        return send

    return build


def test_a_request_goes_through_the_system_s_proxy(serve: Serve, stage: Stage, certificate: Any) -> None:
    proxy = serve(tunnel(certificate.server_context()))
    system = System(http_proxy(proxy.port))
    assert stage(system)() == b"ok"
    assert proxy.received.endswith(MARK)
    assert system.asked == [FAR]
    assert [thread.name for thread in system.threads] == ["proxy look-up"]


def test_what_the_environment_says_is_asked_of_nobody(
    serve: Serve, stage: Stage, certificate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy, system = serve(tunnel(certificate.server_context())), System(SOCKS)
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
    send = stage(system)
    assert send() == b"ok"
    monkeypatch.setenv("no_proxy", "leads.example.test")
    with pytest.raises(NotSentError, match=r"leads\.example\.test"):
        send(timeout_s=3)
    assert system.asked == []
    monkeypatch.delenv("https_proxy")
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
    monkeypatch.delenv("no_proxy")
    with pytest.raises(NotSentError, match="SOCKS"):
        send()
    assert system.asked == [FAR]


def test_this_computer_itself_is_reached_without_asking(answering: Callable[[bytes], Any], stage: Stage) -> None:
    server, system = answering(OK), System(SOCKS)
    assert stage(system)(server.url) == b"ok"
    assert system.asked == []


def test_an_answer_counts_for_a_while(serve: Serve, stage: Stage, certificate: Any) -> None:
    proxy, clock = serve(tunnel(certificate.server_context())), Clock()
    system = System(http_proxy(proxy.port))
    send = stage(system, clock_s=clock)
    assert [send(), send()] == [b"ok", b"ok"]
    assert len(system.asked) == 1
    clock.now_s += 59
    send()
    assert len(system.asked) == 1
    clock.now_s += 2
    send()
    assert len(system.asked) == 2


def test_each_origin_is_asked_for_by_itself(serve: Serve, stage: Stage, certificate: Any) -> None:
    proxy = serve(tunnel(certificate.server_context()))
    system = System(http_proxy(proxy.port))
    send = stage(system)
    send()
    with suppress(NotSentError):  # the certificate is made out to the other one
        send("https://other.example.test/x")
    assert system.asked == [FAR, "https://other.example.test/x"]


def refuse(peer: Any) -> None:
    peer.read_head()
    peer.send(b"HTTP/1.1 502 Bad Gateway\r\n\r\n")
    peer.hold()


@pytest.mark.parametrize("is_there", [True, False])
def test_a_way_that_leads_nowhere_is_asked_for_again(
    serve: Serve, stage: Stage, certificate: Any, is_there: bool
) -> None:
    broken = serve(refuse).port if is_there else free_port()
    system = System(http_proxy(broken))
    send = stage(system)
    with pytest.raises(NotSentError, match=r"^The proxy 127\.0\.0\.1 .*Nothing was sent"):
        send()
    system.ways = (http_proxy(serve(tunnel(certificate.server_context())).port),)
    assert send() == b"ok"
    assert len(system.asked) == 2


def test_a_proxy_that_cannot_be_reached_is_left_for_the_next(serve: Serve, stage: Stage, certificate: Any) -> None:
    proxy = serve(tunnel(certificate.server_context()))
    send = stage(System(http_proxy(free_port()), SOCKS, http_proxy(proxy.port)))
    assert send() == b"ok"
    assert proxy.received.count(MARK) == 1


def test_a_proxy_that_answers_no_is_not_left_for_the_next(serve: Serve, stage: Stage, certificate: Any) -> None:
    first, second = serve(refuse), serve(tunnel(certificate.server_context()))
    with pytest.raises(NotSentError, match="status 502"):
        stage(System(http_proxy(first.port), http_proxy(second.port)))()
    assert second.peers == []


def test_a_request_that_left_by_one_way_never_takes_another(serve: Serve, stage: Stage, certificate: Any) -> None:
    def drop_after_reading(peer: Any) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        peer.forget()
        peer.secure(certificate.server_context())
        peer.read_request()

    first, second = serve(drop_after_reading), serve(tunnel(certificate.server_context()))
    with pytest.raises(Exception, match="The receiver may have the request") as caught:
        stage(System(http_proxy(first.port), http_proxy(second.port), DIRECT))()
    assert not isinstance(caught.value, NotSentError)
    assert second.peers == []


def test_a_system_without_proxies_leads_straight_there(stage: Stage) -> None:
    for ways in ((), (DIRECT,)):
        with pytest.raises(NotSentError, match=r"^(?!The proxy).*leads\.example\.test"):
            stage(System(*ways))(timeout_s=3)


def test_nothing_but_socks_is_said(stage: Stage) -> None:
    with pytest.raises(NotSentError, match=r"SOCKS proxy, which is not supported\. Nothing was sent\."):
        stage(System(SOCKS))()


def test_a_look_up_that_hangs_is_given_up_at_the_limit(stage: Stage, within: Callable[[float], Any]) -> None:
    system = System(DIRECT)
    system.gate.clear()
    send = stage(system)
    for _ in range(2):
        with within(2.3), pytest.raises(NotSentError) as caught:
            send(timeout_s=0.3)
        assert caught.value.reason == (
            "This computer did not say within 0.3 s by which proxy leads.example.test is reached. Nothing was sent. "
            "Try again; if it stays so, ask who looks after this computer's network."
        )
    assert len(system.asked) == 1  # they wait for the same one
    system.gate.set()


def test_a_look_up_that_hangs_can_be_cancelled_and_after_a_while_another_is_begun(
    stage: Stage, within: Callable[[float], Any]
) -> None:
    system, clock = System(DIRECT), Clock()
    system.gate.clear()
    send = stage(system, clock_s=clock)
    for _ in range(2):
        cancel = CancelSwitch()
        system.on_asked = cancel.cancel
        with within(5), pytest.raises(NotSentError) as caught:
            send(cancel=cancel)
        assert caught.value.cancelled
        clock.now_s += 61
    assert len(system.asked) == 2
    system.gate.set()


def test_a_look_up_that_fails_is_a_defect_of_which_nothing_was_sent(stage: Stage) -> None:
    class Broken(System):
        def find(self, url: str) -> tuple[FoundProxy, ...]:
            raise ZeroDivisionError(url)

    send = stage(Broken())
    for _ in range(2):
        with pytest.raises(NotSentError, match="does not know") as caught:
            send()
        assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_a_look_up_that_fails_when_nobody_waits_any_more_leaves_no_trace(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(System):
        def find(self, url: str) -> tuple[FoundProxy, ...]:
            super().find(url)
            raise ZeroDivisionError(url)

    system = Broken()
    system.gate.clear()
    with pytest.raises(NotSentError):
        stage(system)(timeout_s=0.1)
    system.gate.set()
    system.threads[0].join(20)
    with pytest.raises(NotSentError, match="127"):
        stage(System())(f"http://127.0.0.1:{free_port()}/x")  # the loop has gone on
    gc.collect()
    assert caplog.records == []


def test_after_a_sleep_the_system_is_asked_again(
    serve: Serve, stage: Stage, certificate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The computer may be elsewhere: here it slept for less than an answer counts."""
    clock, forgotten, forget = Clock(), threading.Event(), Ways.forget

    def forget_and_say(self: Ways) -> None:
        forget(self)
        forgotten.set()

    monkeypatch.setattr(Ways, "forget", forget_and_say)
    monkeypatch.setattr(engine, "_LOOK_S", 0.02)
    through = tunnel(certificate.server_context())

    def script(peer: Any) -> None:
        if not forgotten.is_set():
            clock.now_s += 30
            assert forgotten.wait(20)
        through(peer)

    system = System(http_proxy(serve(script).port))
    send = stage(system, clock_s=clock)
    assert send(timeout_s=90) == b"ok"
    assert len(system.asked) == 1
    assert send(timeout_s=90) == b"ok"
    assert len(system.asked) == 2
