"""One HTTP exchange at a time, or several: httpx on the system's certificates, on an event loop of its own.

Imports httpx and truststore: nothing that may be imported before the first paint imports this.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import CancelledError
from contextlib import aclosing, suppress
from functools import partial
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from threading import Lock
from typing import cast
from urllib.request import Request

import httpx
import truststore

from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError
from leadexec_desktop.transport.loop import LoopThread
from leadexec_desktop.transport.outgoing import OutgoingRequest, framing_headers, is_loopback, origin_of
from leadexec_desktop.transport.progress import Phase, Progress, Stop, StoppedError
from leadexec_desktop.transport.reasons import (
    UnusableProxyError,
    is_foreseen,
    why_cut_off,
    why_no_answer,
    why_not_sent,
)

_TIDY_S = 1.0
"""How long a stopped exchange may take to close its connection before it is left to itself."""
_STUCK_S = 3.0
"""How long after its limit an exchange is given up from outside: the loop itself hangs, in a system's look at a
certificate, say."""
_CLOSE_S = 5.0


class _NoCookies(CookieJar):
    """Keeps none: an answer must not change what the next request says."""

    def extract_cookies(self, response: HTTPResponse, request: Request) -> None:
        """Nothing is kept."""

    def add_cookie_header(self, request: Request) -> None:
        """Nothing is added."""


class Engine:
    """The clients and the loop that they live on.

    Each request has a connection of its own. On a connection that is kept, httpcore takes what a receiver sent too much
    of after one answer for the beginning of the next: one lead would be told another's outcome. And one that the
    receiver closes at the wrong moment leaves the next lead's outcome unknown. That is not worth the two round trips.

    Args:
        user_agent: How requests name the program.
        max_body_bytes: How much of an answer's body is kept.
        tls: What verifies a host; None takes the system's certificates.
    """

    def __init__(self, user_agent: str, max_body_bytes: int, tls: ssl.SSLContext | None) -> None:
        _silence()
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if tls is None else tls
        self._make_client: Callable[..., httpx.AsyncClient] = partial(
            httpx.AsyncClient,
            verify=context,
            http2=False,
            follow_redirects=False,
            cookies=_NoCookies(),
            headers=dict(framing_headers(user_agent)),
            timeout=httpx.Timeout(None),
            limits=httpx.Limits(max_keepalive_connections=0),
            event_hooks={"response": [_forget_location]},
        )
        self._max_body_bytes = max_body_bytes
        self._inside = self._make_client(trust_env=False)
        self._outside: httpx.AsyncClient | None = None
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
        origin = origin_of(request.url)
        progress = Progress(origin[1:] if origin else ("", 0), self._max_body_bytes)
        with self._lock:
            if self._closed:
                progress.stop(Stop.CLOSED)
                return _settled(request, progress, None, timeout_s)
            self._in_flight.add(progress)
            future = self._thread.submit(self._supervise(request, progress, timeout_s))
        failure: BaseException | None = None
        try:
            with cancel.told(partial(progress.stop, Stop.CANCELLED)):
                failure = future.result(max(timeout_s, 0) + _TIDY_S + _STUCK_S)
        except (TimeoutError, CancelledError):  # the latter where the loop was ended over its head
            progress.stop(Stop.OUT_OF_TIME)
        finally:
            with self._lock:
                self._in_flight.discard(progress)
        return _settled(request, progress, failure, timeout_s)

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
            await self._talk(OutgoingRequest("GET", f"http://127.0.0.1:{target[1]}/", (), b""), progress)

    async def _supervise(self, request: OutgoingRequest, progress: Progress, timeout_s: float) -> BaseException | None:
        """Run one exchange within its limit; gives what failed, None if nothing did or it was stopped."""
        loop = asyncio.get_running_loop()
        me = asyncio.current_task()
        stopped = loop.create_future()
        if me is not None:
            self._supervisors.add(me)
            me.add_done_callback(self._supervisors.discard)
        progress.on_stop(partial(_wake, loop, stopped))
        talk = loop.create_task(self._talk(request, progress))
        await asyncio.wait({talk, stopped}, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        if not talk.done():
            progress.stop(Stop.OUT_OF_TIME)
            talk.cancel()
            await asyncio.wait({talk}, timeout=_TIDY_S)
        if not talk.done():
            talk.add_done_callback(_fetch)
            return None
        return _fetch(talk)

    async def _talk(self, request: OutgoingRequest, progress: Progress) -> None:
        try:
            client = self._client_for(request.url)
            built = client.build_request(
                request.method,
                request.url,
                headers=list(request.headers),
                content=request.body,
                extensions={"trace": progress.trace},
            )
            progress.target = _target_of(built.url)
            response = await client.send(built, stream=True)
            try:
                await _read(response, progress)
            finally:
                await response.aclose()
        finally:
            await progress.hang_up()

    def _client_for(self, url: str) -> httpx.AsyncClient:
        """The client that goes by the computer's proxy settings; to this computer itself, the one that does not."""
        if is_loopback(httpx.URL(url).host):
            return self._inside
        if self._outside is None:
            try:
                self._outside = self._make_client(trust_env=True)
            except ImportError:
                raise UnusableProxyError(
                    "This computer's settings name a SOCKS proxy, which is not supported."
                ) from None
            except (ValueError, httpx.InvalidURL):
                raise UnusableProxyError("This computer's settings name a proxy by an unusable address.") from None
        return self._outside

    async def _close(self) -> None:
        if self._supervisors:
            await asyncio.wait(self._supervisors, timeout=_CLOSE_S / 2)
        for client in (self._inside, self._outside):
            if client is not None:
                await client.aclose()


async def _read(response: httpx.Response, progress: Progress) -> None:
    body = progress.body
    if body is None:
        raise httpx.RemoteProtocolError("an answer without a head")
    # A generator, which says so in no type; left in the middle, it must be closed.
    pieces = cast("AsyncGenerator[bytes, None]", response.aiter_raw())
    async with aclosing(pieces):
        async for piece in pieces:
            if not body.feed(piece):
                progress.ended = True
                return
    body.end()
    progress.ended = True


async def _forget_location(response: httpx.Response) -> None:
    """Drop the address of a redirect: httpx prepares the next request even where it follows none.

    A broken address would make it raise, and the answer be lost. The answer's own headers come from the trace.
    """
    response.headers.pop("Location", None)


def _settled(request: OutgoingRequest, progress: Progress, failure: BaseException | None, timeout_s: float) -> Answer:
    """What an exchange came to.

    Raises:
        NotSentError, NoAnswerError: No answer.
    """
    cancelled = progress.stopped is Stop.CANCELLED
    head, body = progress.head, progress.body
    if head is not None and body is not None and (progress.ended or not cancelled):
        cut_off = body.problem if progress.ended else why_cut_off(progress, failure, timeout_s)
        return Answer(head.status, head.headers, body.body, request.url, complete=not cut_off, cut_off=cut_off)
    # Library errors end here. Only one that nobody foresaw is kept, for its traceback.
    cause = None if progress.stopped is not None or is_foreseen(failure) else failure
    if progress.phase < Phase.SENDING:
        raise NotSentError(why_not_sent(progress, failure, timeout_s), cancelled=cancelled) from cause
    raise NoAnswerError(why_no_answer(progress, failure, timeout_s), cancelled=cancelled) from cause


def _fetch(task: "asyncio.Task[None]") -> BaseException | None:
    return None if task.cancelled() else task.exception()


def _wake(loop: asyncio.AbstractEventLoop, future: "asyncio.Future[None]") -> None:
    with suppress(RuntimeError):  # the loop is closed: nobody waits any more
        loop.call_soon_threadsafe(_settle_future, future)


def _settle_future(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)


def _target_of(url: httpx.URL) -> tuple[str, int]:
    return url.raw_host.decode("ascii"), url.port or {"http": 80, "https": 443}[url.scheme]


def _silence() -> None:
    """Keep what is sent out of the log: httpx writes every URL with its query, httpcore every header."""
    for name in ("httpx", "httpcore"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
