"""What goes back over HTTP: an answer that a web server writes, or what none would."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto


class Ending(Enum):
    """What becomes of a connection when its bytes are out."""

    CLOSED = auto()
    RESET = auto()
    LEFT_OPEN = auto()
    """Until the client leaves."""


def nothing() -> Iterable[bytes]:
    """Not one byte."""
    return ()


@dataclass(frozen=True, slots=True)
class Wire:
    """What goes over the connection where no web server is to write an answer.

    Attributes:
        pieces: Gives the bytes; they are made while they go out.
        every_s: Seconds between one piece and the next.
        ending: What becomes of the connection then.
    """

    pieces: Callable[[], Iterable[bytes]] = nothing
    every_s: float = 0.0
    ending: Ending = Ending.CLOSED


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back over HTTP.

    Attributes:
        status: The HTTP status.
        headers: Names and values, without Content-Length.
        body: The body.
        after_s: Seconds that it has to wait.
        wire: What goes over the connection in place of all these; None if they do.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    after_s: float = 0.0
    wire: Wire | None = None


def plain(status: int, text: str, *headers: tuple[str, str]) -> Reply:
    """A reply of a sentence."""
    return Reply(status, (("Content-Type", "text/plain; charset=utf-8"), *headers), text.encode())


def on_the_wire(wire: Wire) -> Reply:
    """A reply that no web server writes."""
    return Reply(0, wire=wire)


LENGTH_REQUIRED = plain(411, "The request's body has no length.")
TOO_LARGE = plain(413, "The request is too large.")
UNREADABLE = plain(400, "The request's body has no length that can be read.")
UNAUTHORIZED = plain(401, "The access token is missing or not valid.", ("WWW-Authenticate", "Bearer"))
