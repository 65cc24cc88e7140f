"""A computer that sleeps: what was under way ends soon after it wakes, and says what may have happened."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.transport import engine
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.clock import now_s
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError, UnansweredError
from leadexec_desktop.transport.outgoing import OutgoingRequest
from leadexec_desktop.transport.transport import Transport
from leadexec_desktop.transport.ways import Ways

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

Serve = Callable[[Callable[[Any], None]], Any]
Post = Callable[[str], OutgoingRequest]


class SleepyClock:
    """The real one, which leaps over a sleep."""

    def __init__(self) -> None:
        self.slept_s = 0.0

    def __call__(self) -> float:
        return now_s() + self.slept_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SleepyClock:
    monkeypatch.setattr(engine, "_LOOK_S", 0.05)
    return SleepyClock()


@pytest.fixture
def start(
    serve: Serve, make_transport: Callable[..., Transport], post: Post, clock: SleepyClock
) -> Callable[..., tuple[Any, Any]]:
    """Begins a send to a server that follows a script, and gives what will become of it, and the server."""

    def go(script: Callable[[Any], None], scheme: str = "http", timeout_s: float = 90.0) -> tuple[Any, Any]:
        server, transport = serve(script), make_transport(clock_s=clock)
        url = f"{scheme}://127.0.0.1:{server.port}/x"
        pool = ThreadPoolExecutor(1)
        sending = pool.submit(transport.send, post(url), timeout_s=timeout_s, cancel=CancelSwitch())
        pool.shutdown(wait=False)
        return sending, server

    return go


def test_the_clock_rises_and_counts_from_one_origin() -> None:
    first = now_s()
    assert 0 <= now_s() - first < 5


CASES: dict[str, tuple[type[UnansweredError], str]] = {
    "http": (NoAnswerError, "This computer slept before an answer came. The receiver may have the request"),
    "https": (NotSentError, "This computer slept before it left. Nothing was sent. Send it again."),
}


@pytest.mark.parametrize("scheme", CASES)
def test_a_sleep_beyond_the_limit_ends_it_soon_after(
    start: Callable[..., Any], clock: SleepyClock, within: Callable[[float], Any], scheme: str
) -> None:
    reached = threading.Event()

    def script(peer: Any) -> None:
        peer.read() if scheme == "https" else peer.read_request()
        reached.set()
        peer.hold()

    sending, server = start(script, scheme)
    assert reached.wait(20)
    kind, words = CASES[scheme]
    clock.slept_s = 3600
    with within(4), pytest.raises(kind) as caught:
        sending.result(20)
    assert caught.value.reason.startswith(words)
    assert not caught.value.cancelled
    assert server.peers[0].hung_up.wait(10)


def test_a_sleep_within_the_limit_leaves_a_living_connection_alone(
    start: Callable[..., Any], clock: SleepyClock
) -> None:
    reached, woken = threading.Event(), threading.Event()

    def script(peer: Any) -> None:
        peer.read_request()
        reached.set()
        woken.wait(20)
        peer.send(OK)
        peer.hold()

    sending, _ = start(script)
    assert reached.wait(20)
    clock.slept_s = 60
    with pytest.raises(TimeoutError):
        sending.result(0.5)  # several looks at the clock
    woken.set()
    answer: Answer = sending.result(20)
    assert (answer.body, answer.complete) == (b"ok", True)


def test_an_answer_that_lies_there_when_it_wakes_is_read(
    start: Callable[..., Any], clock: SleepyClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read though the limit is long past, even where it is seen a moment later than the clock."""
    woken = threading.Event()
    monkeypatch.setattr(Ways, "forget", lambda _: woken.set())

    def script(peer: Any) -> None:
        peer.read_request()
        clock.slept_s = 3600
        woken.wait(20)
        peer.send(OK)
        peer.hold()

    sending, _ = start(script)
    assert sending.result(20).body == b"ok"


def test_a_body_that_was_cut_off_by_a_sleep_says_so(start: Callable[..., Any], clock: SleepyClock) -> None:
    def script(peer: Any) -> None:
        peer.read_request()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
        clock.slept_s = 3600
        peer.hold()

    sending, _ = start(script)
    answer: Answer = sending.result(20)
    assert (answer.status, answer.complete) == (200, False)
    assert answer.cut_off == "This computer slept before the whole answer had come."


def test_a_clock_that_stands_still_while_nothing_sleeps_adds_no_limit(
    start: Callable[..., Any], within: Callable[[float], Any]
) -> None:
    with within(2.5), pytest.raises(NoAnswerError, match=r"did not answer within 0\.3 s"):
        start(lambda peer: peer.hold(), timeout_s=0.3)[0].result(20)
