"""One HTTP exchange at a time, or several: httpx on the system's certificates, on an event loop of its own.

Imports httpx and truststore: nothing that may be imported before the first paint imports this.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError
from contextlib import suppress
from functools import partial
from threading import Lock
from typing import Any

import httpx
import truststore

from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.connection_steps import StepResult
from leadexec_desktop.transport.connection_test import ConnectionTest
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError
from leadexec_desktop.transport.loop import LoopThread
from leadexec_desktop.transport.outgoing import OutgoingRequest, origin_of
from leadexec_desktop.transport.passage import Passage
from leadexec_desktop.transport.progress import Phase, Progress, Stop, StoppedError
from leadexec_desktop.transport.proxies import FindProxy, ProxyCredentials
from leadexec_desktop.transport.reasons import (
    is_foreseen,
    why_cut_off,
    why_no_answer,
    why_not_sent,
)
from leadexec_desktop.transport.ways import Ways

_TIDY_S = 1.0
"""How long a stopped exchange may take to close its connection before it is left to itself."""
_STUCK_S = 3.0
"""How long after its limit an exchange is given up from outside: the loop itself hangs, in a system's look at a
certificate, say."""
_CLOSE_S = 5.0
_LOOK_S = 1.0
"""How often the clock is looked at."""
_SLEPT_S = 10.0
"""A look that is so late was not held up: the computer slept, or the program was halted."""
_WAKE_S = 1.0
"""How long an exchange that outlived its limit asleep may take to read what lies there."""


class Engine:
    """The clients and the loop that they live on.

    Args:
        user_agent: How requests name the program.
        max_body_bytes: How much of an answer's body is kept.
        tls: What verifies a host; None takes the system's certificates.
        find_proxy: Asks the system for its proxies.
        proxy_credentials: Gives the name and the password for a proxy.
        clock_s: Gives seconds that only rise, the computer's sleep included.
    """

    def __init__(
        self,
        user_agent: str,
        max_body_bytes: int,
        tls: ssl.SSLContext | None,
        *,
        find_proxy: FindProxy | None,
        proxy_credentials: ProxyCredentials | None,
        clock_s: Callable[[], float],
    ) -> None:
        _silence()
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if tls is None else tls
        self._ways = Ways(find_proxy, proxy_credentials, clock_s)
        self._passage = Passage(user_agent, context, self._ways)
        self._max_body_bytes = max_body_bytes
        self._clock_s = clock_s
        self._lock = Lock()
        self._closed = False
        self._in_flight: set[Progress] = set()
        self._supervisors: set[asyncio.Task[BaseException | None]] = set()
        self._thread = LoopThread()

    def exchange(self, request: OutgoingRequest, *, timeout_s: float, cancel: CancelSwitch) -> Answer:
        """Send and wait for the answer, at most so many seconds in all.

        Raises:
            NotSentError: Not a byte of the request left.
            NoAnswerError: It may have left, and no answer came or a person cancelled.
        """
        progress = Progress(_target_of(request.url), self._max_body_bytes)
        failure = self._run(lambda: self._passage.carry(request, progress), progress, timeout_s, cancel)
        return _settled(request, progress, failure, timeout_s)

    def test_connection(self, endpoint: str, *, timeout_s: float, cancel: CancelSwitch) -> tuple[StepResult, ...]:
        """Try the way to an endpoint out, at most so many seconds in all."""
        test = ConnectionTest(endpoint, _target_of(endpoint))
        failure = self._run(lambda: test.run(self._ways, self._passage), test.progress, timeout_s, cancel)
        return test.results(test.progress.failure or failure, timeout_s)

    def _run(
        self, talk: Callable[[], Coroutine[Any, Any, None]], progress: Progress, timeout_s: float, cancel: CancelSwitch
    ) -> BaseException | None:
        """Have the loop's thread talk, within a limit, until it is over or stopped; gives what failed."""
        with self._lock:
            if self._closed:
                progress.stop(Stop.CLOSED)
                return None
            self._in_flight.add(progress)
            future = self._thread.submit(self._supervise(talk(), progress, timeout_s))
        failure: BaseException | None = None
        try:
            with cancel.told(partial(progress.stop, Stop.CANCELLED)):
                failure = future.result(max(timeout_s, 0) + _TIDY_S + _STUCK_S)
        except (TimeoutError, CancelledError):  # the latter where the loop was ended over its head
            progress.stop(Stop.OUT_OF_TIME)
        finally:
            with self._lock:
                self._in_flight.discard(progress)
        return failure

    def rehearse(self) -> None:
        """Go through an exchange with a port of our own as far as the gate: its libraries load most only then."""
        with self._lock:
            if self._closed:
                return
            rehearsal = self._thread.submit(self._rehearse())
        with suppress(TimeoutError, CancelledError, OSError, httpx.HTTPError, StoppedError):
            rehearsal.result(_CLOSE_S)

    def close(self) -> None:
        """Stop what is under way, close all connections, end the thread. Twice is once."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            under_way = tuple(self._in_flight)
            closing = self._thread.submit(self._close())
        for progress in under_way:
            progress.stop(Stop.CLOSED)
        with suppress(TimeoutError, CancelledError):
            closing.result(_CLOSE_S)
        self._thread.close(_CLOSE_S)

    async def _rehearse(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            target: tuple[str, int] = listener.getsockname()
            progress = Progress(target, self._max_body_bytes)
            progress.stop(Stop.CLOSED)
            await self._passage.carry(OutgoingRequest("GET", f"http://127.0.0.1:{target[1]}/", (), b""), progress)

    async def _supervise(
        self, talking: Coroutine[Any, Any, None], progress: Progress, timeout_s: float
    ) -> BaseException | None:
        """Run one exchange within its limit; gives what failed, None if nothing did or it was stopped."""
        loop = asyncio.get_running_loop()
        me = asyncio.current_task()
        stopped = loop.create_future()
        if me is not None:
            self._supervisors.add(me)
            me.add_done_callback(self._supervisors.discard)
        progress.on_stop(partial(_wake, loop, stopped))
        talk = loop.create_task(talking)
        ran_out = await self._wait(talk, stopped, timeout_s)
        if not talk.done():
            progress.stop(ran_out)
            talk.cancel()
            await asyncio.wait({talk}, timeout=_TIDY_S)
        if not talk.done():
            talk.add_done_callback(_fetch)
            return None
        return _fetch(talk)

    async def _wait(self, talk: "asyncio.Task[None]", stopped: "asyncio.Future[None]", timeout_s: float) -> Stop:
        """Wait until an exchange is over, stopped, or out of time; gives how it would have run out of it.

        The loop's own clock stands still while the computer sleeps (but on Windows), so it is looked at ours often.
        """
        now_s = self._clock_s()
        deadline_s, ran_out = now_s + timeout_s, Stop.OUT_OF_TIME
        while now_s < deadline_s and not (talk.done() or stopped.done()):
            look_in_s = min(deadline_s - now_s, _LOOK_S)
            await asyncio.wait({talk, stopped}, timeout=look_in_s, return_when=asyncio.FIRST_COMPLETED)
            before_s, now_s = now_s, self._clock_s()
            if now_s - before_s > look_in_s + _SLEPT_S:
                self._ways.forget()
                if now_s >= deadline_s:
                    # What came before it fell asleep may still lie there unread.
                    deadline_s, ran_out = now_s + _WAKE_S, Stop.SLEPT
        return ran_out

    async def _close(self) -> None:
        if self._supervisors:
            await asyncio.wait(self._supervisors, timeout=_CLOSE_S / 2)
        await self._passage.close()


def _target_of(url: str) -> tuple[str, int]:
    origin = origin_of(url)
    return origin[1:] if origin else ("", 0)


def _settled(request: OutgoingRequest, progress: Progress, failure: BaseException | None, timeout_s: float) -> Answer:
    """What an exchange came to.

    Raises:
        NotSentError, NoAnswerError: No answer.
    """
    cancelled = progress.stopped is Stop.CANCELLED
    head, body = progress.head, progress.body
    failure = progress.failure or failure
    if head is not None and body is not None and (progress.ended or not cancelled):
        cut_off = body.problem if progress.ended else why_cut_off(progress, failure, timeout_s)
        return Answer(head.status, head.headers, body.body, request.url, complete=not cut_off, cut_off=cut_off)
    # Library errors end here. Only one that nobody foresaw is kept, for its traceback.
    cause = None if progress.stopped is not None or is_foreseen(failure) else failure
    if progress.phase < Phase.SENDING:
        reason = why_not_sent(progress, failure, timeout_s)
        raise NotSentError(reason, cancelled=cancelled, proxy_asks=progress.proxy_asks) from cause
    raise NoAnswerError(why_no_answer(progress, failure, timeout_s), cancelled=cancelled) from cause


def _fetch(task: "asyncio.Task[None]") -> BaseException | None:
    return None if task.cancelled() else task.exception()


def _wake(loop: asyncio.AbstractEventLoop, future: "asyncio.Future[None]") -> None:
    with suppress(RuntimeError):  # the loop is closed: nobody waits any more
        loop.call_soon_threadsafe(_settle_future, future)


def _settle_future(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)


def _silence() -> None:
    """Keep what is sent out of the log: httpx writes every URL with its query, httpcore every header."""
    for name in ("httpx", "httpcore"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
