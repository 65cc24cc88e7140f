"""What the transport holds while it lives, and that nothing is left of it."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.transport import engine
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError, UnansweredError
from leadexec_desktop.transport.outgoing import OutgoingRequest
from leadexec_desktop.transport.transport import Transport

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

Serve = Callable[[Callable[[Any], None]], Any]
Post = Callable[[str], OutgoingRequest]


def test_importing_it_imports_nothing_heavy() -> None:
    program = """
import sys
import leadexec_desktop.transport
from leadexec_desktop.transport import Transport
Transport(user_agent="x").close()
print(*sorted({name.split(".")[0] for name in sys.modules} & {"httpx", "httpcore", "truststore", "asyncio", "ssl"}))
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.split() == []


def test_no_thread_is_there_before_it_is_needed() -> None:
    before = set(threading.enumerate())
    Transport(user_agent="x").close()
    assert set(threading.enumerate()) == before


def test_no_thread_is_left_after_close(answering: Callable[[bytes], Any], post: Post) -> None:
    server = answering(OK)
    before = set(threading.enumerate())
    transport = Transport(user_agent="x")
    transport.send(post(server.url), timeout_s=10, cancel=CancelSwitch())
    with pytest.raises(NotSentError):
        transport.send(post(f"https://localhost:{server.port}/x"), timeout_s=0.3, cancel=CancelSwitch())
    transport.close()
    transport.close()
    ours = [thread for thread in set(threading.enumerate()) - before if "_run" not in thread.name]
    for thread in ours:
        thread.join(5)  # a worker that has done its work and is about to end
    assert not any(thread.is_alive() for thread in ours)


def test_no_thread_holds_the_program_up() -> None:
    """It ends though nobody closed the transport, and though a look-up stands still."""
    program = """
import socket, threading
from leadexec_desktop.transport import CancelSwitch, NotSentError, OutgoingRequest, Transport
socket.getaddrinfo = lambda *_: threading.Event().wait()
transport = Transport(user_agent="x")
transport.warm_up()
try:
    transport.send(OutgoingRequest("GET", "https://a.example", (), b""), timeout_s=0.1, cancel=CancelSwitch())
except NotSentError as error:
    print(error)
"""
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30)
    assert done.stdout.startswith("No connection with a.example (port 443) came about within 0.1 s.")
    assert done.stderr == ""


def test_warm_up_builds_all_that_send_needs_and_connects_to_nobody(
    make_transport: Callable[..., Transport], serve: Serve
) -> None:
    server = serve(lambda peer: peer.hold())
    transport = make_transport()
    built = transport._engine
    transport.warm_up()
    assert built is not None
    assert transport._engine is built
    assert server.peers == []


def test_several_threads_send_at_once(serve: Serve, transport: Transport, post: Post) -> None:
    meeting = threading.Barrier(4, timeout=20)

    def script(peer: Any) -> None:
        peer.read_request()
        meeting.wait()  # nobody is answered before all have asked
        body = peer.received.split(b" ")[1]
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
        peer.hold()

    server = serve(script)

    def ask(number: int) -> Answer:
        return transport.send(post(f"{server.url}/{number}"), timeout_s=20, cancel=CancelSwitch())

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(4)))
    assert [answer.body for answer in answers] == [b"/0", b"/1", b"/2", b"/3"]


def test_one_that_is_cancelled_leaves_the_others_alone(serve: Serve, transport: Transport, post: Post) -> None:
    cancelled, both = threading.Event(), threading.Barrier(2, timeout=20)

    def script(peer: Any) -> None:
        peer.read_request()
        both.wait()
        if b"/stopped" in peer.received:
            switch.cancel()
            peer.hold()
            cancelled.set()
        else:
            cancelled.wait(20)
            peer.send(OK)
            peer.hold()

    server, switch = serve(script), CancelSwitch()
    with ThreadPoolExecutor(2) as pool:
        stopped = pool.submit(transport.send, post(f"{server.url}/stopped"), timeout_s=20, cancel=switch)
        other = pool.submit(transport.send, post(f"{server.url}/other"), timeout_s=20, cancel=CancelSwitch())
        assert other.result().body == b"ok"
        with pytest.raises(NoAnswerError):
            stopped.result()


CLOSED_IN: dict[str, tuple[type[UnansweredError], str]] = {
    "https": (NotSentError, "The program was closing. Nothing was sent."),
    "http": (NoAnswerError, "closed before an answer came. The receiver may have"),
}


@pytest.mark.parametrize("scheme", CLOSED_IN)
def test_closing_releases_who_waits(serve: Serve, transport: Transport, post: Post, scheme: str) -> None:
    reached = threading.Event()

    def script(peer: Any) -> None:
        peer.read() if scheme == "https" else peer.read_request()
        reached.set()
        peer.hold()

    server = serve(script)
    kind, words = CLOSED_IN[scheme]
    with ThreadPoolExecutor(1) as pool:
        url = server.url.replace("http", scheme)
        waiting = pool.submit(transport.send, post(url), timeout_s=30, cancel=CancelSwitch())
        assert reached.wait(20)
        transport.close()
        with pytest.raises(kind) as caught:
            waiting.result(5)
    assert words in caught.value.reason
    assert not caught.value.cancelled


def test_closing_in_the_body_leaves_an_answer(serve: Serve, post: Post) -> None:
    """What is sent is more than lies on the way, so that the head has been read when all of it is gone."""
    reached = threading.Event()

    def script(peer: Any) -> None:
        peer.read_request()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 60000000\r\n\r\n" + bytes(50_000_000))
        reached.set()
        peer.hold()

    big = Transport(user_agent="x", max_body_bytes=100_000_000)
    server = serve(script)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(big.send, post(server.url), timeout_s=30, cancel=CancelSwitch())
        assert reached.wait(20)
        big.close()
        answer = waiting.result(5)
    assert (answer.status, answer.complete) == (200, False)
    assert answer.cut_off == "The program was closed before the whole answer had come."


def test_a_loop_that_hangs_holds_nobody_up_and_sends_nothing_later(
    serve: Serve, transport: Transport, post: Post, within: Callable[[float], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_STUCK_S", 0.1)
    monkeypatch.setattr(engine, "_TIDY_S", 0.1)
    server, free = serve(lambda peer: peer.hold()), threading.Event()
    assert transport._engine is not None
    transport._engine._thread.loop.call_soon_threadsafe(free.wait, 20)
    try:
        with within(2.5), pytest.raises(NotSentError, match=r"within 0\.3 s\. Nothing was sent"):
            transport.send(post(server.url), timeout_s=0.3, cancel=CancelSwitch())
    finally:
        free.set()
    transport.close()
    server.close()
    assert b"Phone=7025550123" not in server.received
