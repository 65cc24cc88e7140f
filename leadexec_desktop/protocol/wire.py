"""What goes over HTTP, as it goes."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class EncodedRequest:
    """What goes out: the token joins it when it is sent. Its text never shows the body.

    Attributes:
        path: Below the endpoint; empty where `url` says all.
        url: The whole address, where an answer gave it; empty for a path below the endpoint.
    """

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    url: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over HTTP, as it came.

    Attributes:
        status: The HTTP status.
        headers: Names and values in order.
        body: The body after content decoding; what had come, where it was cut off.
        complete: False if the body is known to be cut off: its announced length was not met, or reading stopped.
        url: What was asked.
        cut_off: Why the body is not complete, for a person; empty if it is.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    url: str
    complete: bool = True
    cut_off: str = ""

    def header(self, name: str) -> str:
        """The first header of that name, in any case; empty if there is none."""
        wanted = name.casefold()
        return next((value for own, value in self.headers if own.casefold() == wanted), "")


@dataclass(frozen=True, slots=True)
class Exchange:
    """The bytes of one try: the request as it went out with secrets masked, and the answer if one came."""

    request_head: str
    request_body: bytes
    answer: Answer | None
