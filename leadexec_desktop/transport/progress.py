"""How far one exchange has come, and the gate that its request passes once: stopped before it, nothing ever leaves.

The knowledge comes from httpcore's `trace` extension, which tells of each step before and after it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from threading import Lock
from types import MappingProxyType
from typing import Any, ClassVar, Protocol

from leadexec_desktop.transport.body import BodyReader
from leadexec_desktop.transport.proxies import ProxyAddress


class Phase(IntEnum):
    """The steps of an exchange, in order. From `SENDING` on the request may have left; before, it may go back."""

    FINDING_WAY = auto()
    """Asking the system for its proxies."""
    CONNECTING = auto()
    """Looking up the name, and connecting to the host or to a proxy."""
    ASKING_PROXY = auto()
    """Asking a proxy for a way to the host."""
    SECURING = auto()
    """TLS."""
    SENDING = auto()
    WAITING = auto()
    """The request is out, the answer's head has not come."""
    READING = auto()


class Stop(Enum):
    """Why an exchange is stopped from our side."""

    CANCELLED = auto()
    """By a person."""
    OUT_OF_TIME = auto()
    CLOSED = auto()
    """The transport is closed."""
    SLEPT = auto()
    """Its time ran out while the computer slept."""


class StoppedError(Exception):
    """The request came to the gate after the exchange had been stopped."""


_OPENED = range(200, 300)


@dataclass(frozen=True, slots=True)
class Head:
    """The status and the headers of an answer."""

    status: int
    headers: tuple[tuple[str, str], ...]

    def joined(self, name: str) -> str:
        """The values of a header, named in lower case, joined by commas."""
        return ", ".join(value for own, value in self.headers if own.lower() == name)


class _Stream(Protocol):
    """What httpcore calls a network stream, as far as it is used here."""

    def aclose(self) -> Awaitable[None]:
        """Hang up."""


class Progress:
    """One exchange. `stop` may be called from any thread; the rest belongs to the event loop's thread.

    Args:
        target: Host and port that the request is for.
        max_body_bytes: How much of an answer's body is kept.

    Attributes:
        phase: How far it has come.
        stopped: Why it was stopped; None if it was not.
        peer: Host and port of the last attempt to connect: the target, or a proxy.
        target: Host and port that the request is for.
        proxy_head: What a proxy answered when asked for a way; None if none was asked.
        head: The answer's head; None until it came.
        body: The answer's body; None until the head came.
        ended: The body was read as far as it is wanted.
        failure: What ended it before the gate, where the exchange looks closer at that before it ends; None else.
        shown: The certificate that was refused, in DER; None if none was, or nobody looked.
        has_signed_in: The last proxy asked was given a name and a password.
        proxy_asks: The proxy that asks for a name and a password, and got none that it takes; None if none does.
    """

    def __init__(self, target: tuple[str, int], max_body_bytes: int) -> None:
        self.phase = Phase.CONNECTING
        self.stopped: Stop | None = None
        self.peer: tuple[str, int] | None = None
        self.target = target
        self.proxy_head: Head | None = None
        self.head: Head | None = None
        self.body: BodyReader | None = None
        self.ended = False
        self.failure: BaseException | None = None
        self.shown: bytes | None = None
        self.has_signed_in = False
        self.proxy_asks: ProxyAddress | None = None
        self._max_body_bytes = max_body_bytes
        self._asks_proxy = False
        self._streams: list[_Stream] = []
        self._lock = Lock()
        self._on_stop: Callable[[], None] | None = None

    @property
    def is_at_proxy(self) -> bool:
        """Whether what is talked with is a proxy, which has not opened a way to the target yet."""
        opened = self.proxy_head is not None and self.proxy_head.status in _OPENED
        return self.peer not in (None, self.target) and not opened

    def stop(self, why: Stop) -> None:
        """Stop the exchange. The first reason stays; once stopped, a request that has not left never leaves."""
        with self._lock:
            if self.stopped is not None:
                return
            self.stopped = why
            on_stop = self._on_stop
        if on_stop is not None:
            on_stop()

    def on_stop(self, listener: Callable[[], None]) -> None:
        """Have a listener called when the exchange is stopped, in the thread that stops it; at once if it was."""
        with self._lock:
            self._on_stop = listener
            late = self.stopped is not None
        if late:
            listener()

    async def hang_up(self) -> None:
        """Close every connection that was made: a TLS handshake that is cancelled leaves its own open."""
        for stream in self._streams:
            await stream.aclose()

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """What httpcore calls at each step.

        Raises:
            StoppedError: The request is about to leave, and must not.
        """
        step = self._STEPS.get(event.partition(".")[2])
        if step is not None:
            step(self, info)

    def _connect_starts(self, info: Mapping[str, Any]) -> None:
        self.phase = Phase.CONNECTING
        self.peer = (info["host"], info["port"])
        self.proxy_head = None

    def _connected(self, info: Mapping[str, Any]) -> None:
        self._streams.append(info["return_value"])

    def _tls_starts(self, info: Mapping[str, Any]) -> None:
        del info
        self.phase = Phase.SECURING

    def _request_starts(self, info: Mapping[str, Any]) -> None:
        self._asks_proxy = info["request"].method == b"CONNECT"
        with self._lock:
            if self.stopped is not None:
                raise StoppedError
            self.phase = Phase.ASKING_PROXY if self._asks_proxy else Phase.SENDING

    def _request_is_out(self, info: Mapping[str, Any]) -> None:
        del info
        if not self._asks_proxy:
            self.phase = Phase.WAITING

    def _head_came(self, info: Mapping[str, Any]) -> None:
        _, status, _, raw_headers = info["return_value"]
        head = Head(status, tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in raw_headers))
        if self._asks_proxy:
            self.proxy_head = head
            return
        self.body = BodyReader(head.joined("content-encoding"), self._max_body_bytes)
        self.head = head
        self.phase = Phase.READING

    _STEPS: ClassVar[Mapping[str, Callable[["Progress", Mapping[str, Any]], None]]] = MappingProxyType(
        {
            "connect_tcp.started": _connect_starts,
            "connect_tcp.complete": _connected,
            "start_tls.started": _tls_starts,
            "send_request_headers.started": _request_starts,
            "send_request_body.complete": _request_is_out,
            "receive_response_headers.complete": _head_came,
        }
    )
    """httpcore's names of the steps, without the part of it that takes them."""
