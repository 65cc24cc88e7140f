"""Wherever an exchange stands still, its limit and a person's Cancel end it, and each says what may have happened."""

import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest
from leadexec_desktop.transport.transport import Transport

LIMIT_S = 0.3
BOUND_S = 2.0
"""What a machine under load may add to a limit."""
MARK = b"Phone=7025550123"
FAR = "https://leads.example.test/x"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"

Serve = Callable[[Callable[[Any], None]], Any]
Post = Callable[[str], OutgoingRequest]


@dataclass(frozen=True)
class Scene:
    """An exchange that will stand still.

    Attributes:
        request: What to send.
        reached: Set when it stands still, or is about to.
        peers: The other side's ends of the connections so far.
    """

    request: OutgoingRequest
    reached: threading.Event
    peers: list[Any] = field(default_factory=list)

    @property
    def received(self) -> bytes:
        return b"".join(peer.received for peer in self.peers)


@pytest.fixture
def scene(
    request: pytest.FixtureRequest, serve: Serve, post: Post, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Scene]]:
    thaw = threading.Event()
    with full_backlog() if "connecting" in request.node.name else nullcontext(0) as full_port:

        def make(name: str) -> Scene:
            return SCENES[name](Stage(serve, post, monkeypatch, thaw, full_port))

        yield make
        thaw.set()


@dataclass(frozen=True)
class Stage:
    serve: Serve
    post: Post
    monkeypatch: pytest.MonkeyPatch
    thaw: threading.Event
    full_port: int

    def play(self, script: Callable[[Any, threading.Event], None], scheme: str = "http") -> Scene:
        """A server whose script sets the event when it stands still."""
        reached = threading.Event()
        server = self.serve(lambda peer: script(peer, reached))
        return Scene(self.post(f"{scheme}://127.0.0.1:{server.port}/x"), reached, server.peers)


@contextmanager
def full_backlog() -> Iterator[int]:
    """A port that takes no more connections: Linux drops what asks for one."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        waiting = [socket.socket() for _ in range(4)]
        for sock in waiting:
            sock.setblocking(False)
            sock.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]
        for sock in waiting:
            sock.close()


def looking_up(stage: Stage) -> Scene:
    reached = threading.Event()

    def stalled(*_: object) -> list[Any]:
        reached.set()
        stage.thaw.wait(20)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    stage.monkeypatch.setattr(socket, "getaddrinfo", stalled)
    return Scene(stage.post(FAR), reached)


def connecting(stage: Stage) -> Scene:
    reached, look_up = threading.Event(), socket.getaddrinfo

    def looked_up(*arguments: Any) -> Any:
        reached.set()
        return look_up("127.0.0.1", *arguments[1:])

    stage.monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    return Scene(stage.post(f"http://localhost:{stage.full_port}/x"), reached)


def asking_a_proxy(stage: Stage) -> Scene:
    def script(peer: Any, reached: threading.Event) -> None:
        peer.read_head()
        reached.set()
        peer.hold()

    scene = stage.play(script)
    stage.monkeypatch.setenv("HTTPS_PROXY", scene.request.url)
    return replace(scene, request=stage.post(FAR))


def securing(stage: Stage) -> Scene:
    def script(peer: Any, reached: threading.Event) -> None:
        peer.read()
        reached.set()
        peer.hold()

    return stage.play(script, "https")


def securing_through_a_proxy(stage: Stage) -> Scene:
    def script(peer: Any, reached: threading.Event) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        peer.read()
        reached.set()
        peer.hold()

    scene = stage.play(script)
    stage.monkeypatch.setenv("HTTPS_PROXY", scene.request.url)
    return replace(scene, request=stage.post(FAR))


def sending(stage: Stage) -> Scene:
    def script(peer: Any, reached: threading.Event) -> None:
        peer.read_head()
        reached.set()
        stage.thaw.wait(20)

    scene = stage.play(script)
    return replace(scene, request=replace(scene.request, body=bytes(50_000_000)))


def saying(answer: bytes) -> Callable[[Stage], Scene]:
    def script(peer: Any, reached: threading.Event) -> None:
        peer.read_request()
        peer.send(answer)
        reached.set()
        peer.hold()

    return lambda stage: stage.play(script)


def dripping(at_once: bytes) -> Callable[[Stage], Scene]:
    def script(peer: Any, reached: threading.Event) -> None:
        peer.read_request()
        peer.send(at_once)
        reached.set()
        peer.drip(b"X-Drip: 1\r\n" * 1000, every_s=0.01)

    return lambda stage: stage.play(script)


SCENES: dict[str, Callable[[Stage], Scene]] = {
    "looking-up": looking_up,
    "connecting": connecting,
    "asking-a-proxy": asking_a_proxy,
    "securing": securing,
    "securing-through-a-proxy": securing_through_a_proxy,
    "sending": sending,
    "waiting": saying(b""),
    "half-a-head": saying(b"HTTP/1.1 200 OK\r\nX-Half"),
    "interim-answer": saying(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "dripping-head": dripping(b"HTTP/1.1 200 OK\r\n"),
    "no-body": saying(HEAD),
    "half-a-body": saying(HEAD + b"<half"),
    "endless-body": saying(b"HTTP/1.1 200 OK\r\n\r\n<half"),
    "dripping-body": dripping(HEAD),
}
NOT_SENT = {
    "looking-up": "No connection with leads.example.test (port 443) came about within 0.3 s.",
    "connecting": "came about within 0.3 s.",
    "asking-a-proxy": "The proxy 127.0.0.1 opened no way to leads.example.test within 0.3 s.",
    "securing": "127.0.0.1 took the connection, but did not make it secure (TLS) within 0.3 s.",
    "securing-through-a-proxy": "leads.example.test took the connection, but did not make it secure",
}
NO_ANSWER = {
    "sending": "127.0.0.1 did not take the whole request within 0.3 s.",
    "waiting": "127.0.0.1 took the request and did not answer within 0.3 s.",
    "half-a-head": "did not answer within 0.3 s.",
    "interim-answer": "did not answer within 0.3 s.",
    "dripping-head": "did not answer within 0.3 s.",
}
CUT_OFF = {"no-body": b"", "half-a-body": b"<half", "endless-body": b"<half", "dripping-body": b"X-Drip"}

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="others refuse what a full backlog cannot take")


def marked(names: dict[str, Any]) -> list[Any]:
    return [pytest.param(name, marks=linux_only if name == "connecting" else ()) for name in names]


def test_each_scene_has_its_word() -> None:
    assert set(SCENES) == {*NOT_SENT, *NO_ANSWER, *CUT_OFF}


@pytest.mark.parametrize("name", marked(NOT_SENT))
def test_a_limit_before_the_request_left(
    transport: Transport, scene: Callable[[str], Scene], within: Callable[[float], Any], name: str
) -> None:
    played = scene(name)
    with within(LIMIT_S + BOUND_S), pytest.raises(NotSentError) as caught:
        transport.send(played.request, timeout_s=LIMIT_S, cancel=CancelSwitch(), token="tok-9", token_origin=FAR)
    assert NOT_SENT[name] in caught.value.reason
    assert " Nothing was sent. " in caught.value.reason
    assert not caught.value.cancelled
    assert MARK not in played.received
    assert b"tok-9" not in played.received


@pytest.mark.parametrize("name", NO_ANSWER)
def test_a_limit_after_the_request_may_have_left(
    transport: Transport, scene: Callable[[str], Scene], within: Callable[[float], Any], name: str
) -> None:
    played = scene(name)
    with within(LIMIT_S + BOUND_S), pytest.raises(NoAnswerError) as caught:
        transport.send(played.request, timeout_s=LIMIT_S, cancel=CancelSwitch())
    assert NO_ANSWER[name] in caught.value.reason
    assert "The receiver may have the request" in caught.value.reason
    assert not caught.value.cancelled


@pytest.mark.parametrize("name", CUT_OFF)
def test_a_limit_in_the_body_leaves_an_answer(
    transport: Transport, scene: Callable[[str], Scene], within: Callable[[float], Any], name: str
) -> None:
    played = scene(name)
    with within(LIMIT_S + BOUND_S):
        answer = transport.send(played.request, timeout_s=LIMIT_S, cancel=CancelSwitch())
    assert answer.status == 200
    assert answer.body.startswith(CUT_OFF[name])
    assert not answer.complete
    assert answer.cut_off == "The rest of the answer did not come within 0.3 s: reading stopped there."


@pytest.mark.parametrize("name", marked(SCENES))
def test_cancel_in_each_phase(
    transport: Transport, scene: Callable[[str], Scene], within: Callable[[float], Any], name: str
) -> None:
    played, cancel = scene(name), CancelSwitch()

    def person() -> None:
        played.reached.wait(20)
        cancel.cancel()

    thread = threading.Thread(target=person)
    thread.start()
    expected = NotSentError if name in NOT_SENT else NoAnswerError
    with within(LIMIT_S + BOUND_S), pytest.raises(expected) as caught:
        transport.send(played.request, timeout_s=30, cancel=cancel)
    thread.join()
    assert caught.value.cancelled
    if name in NOT_SENT:
        assert caught.value.reason == "It was cancelled before it left. Nothing was sent."
        assert MARK not in played.received
    else:
        assert "after it had begun to leave. The receiver may have the request" in caught.value.reason


def test_cancel_before_makes_no_connection(
    serve: Serve, transport: Transport, post: Post, within: Callable[[float], Any]
) -> None:
    server, cancel = serve(lambda peer: peer.hold()), CancelSwitch()
    cancel.cancel()
    with within(BOUND_S), pytest.raises(NotSentError) as caught:
        transport.send(post(server.url), timeout_s=30, cancel=cancel)
    assert caught.value.cancelled
    assert server.peers == []


def test_cancel_afterwards_changes_nothing(answering: Callable[[bytes], Any], transport: Transport, post: Post) -> None:
    cancel = CancelSwitch()
    server = answering(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    answer = transport.send(post(server.url), timeout_s=10, cancel=cancel)
    cancel.cancel()
    assert answer.complete


def test_cancel_while_the_connection_is_made_lets_nothing_through(
    serve: Serve, make_transport: Callable[..., Transport], post: Post, certificate: Any
) -> None:
    """The switch is thrown by the server in the middle of the handshake, which it then completes."""
    cancel = CancelSwitch()
    context = certificate.server_context()
    context.sni_callback = lambda *_: cancel.cancel()

    def script(peer: Any) -> None:
        peer.secure(context)
        peer.hold()

    server = serve(script)
    transport = make_transport(tls=certificate.trusting_context())
    with pytest.raises(NotSentError) as caught:
        transport.send(post(f"https://localhost:{server.port}/x"), timeout_s=10, cancel=cancel)
    assert caught.value.cancelled
    server.close()
    assert server.received == b""


@pytest.mark.parametrize("timeout_s", [0, -1, 1e-9])
def test_no_time_at_all(serve: Serve, transport: Transport, post: Post, timeout_s: float) -> None:
    server = serve(lambda peer: peer.hold())
    with pytest.raises(NotSentError, match="No connection with 127"):
        transport.send(post(server.url), timeout_s=timeout_s, cancel=CancelSwitch())
    assert MARK not in server.received


@pytest.mark.parametrize("name", [name for name in SCENES if name not in {"looking-up", "connecting", "sending"}])
def test_who_was_stopped_hangs_up(transport: Transport, scene: Callable[[str], Scene], name: str) -> None:
    """Not at the end of the program: the receiver must see that nobody waits."""
    played, cancel = scene(name), CancelSwitch()
    thread = threading.Thread(target=lambda: cancel.cancel() if played.reached.wait(20) else None)
    thread.start()
    with pytest.raises((NotSentError, NoAnswerError)):
        transport.send(played.request, timeout_s=30, cancel=cancel)
    thread.join()
    assert [peer.hung_up.wait(10) for peer in played.peers] == [True]
