"""A request as a person may see it: the very bytes, with secrets masked."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from leadexec_desktop.protocol.delivery import Destination
from leadexec_desktop.protocol.encode import encode
from leadexec_desktop.protocol.values import AuthScheme, SubmitRequest
from leadexec_desktop.protocol.wire import EncodedRequest
from leadexec_desktop.transport.outgoing import target_url

MASK = "--------"
"""Stands for a secret: of characters that every encoding writes as they are."""


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """Request line and headers as text, and the body's bytes; secrets masked."""

    head: str
    body: bytes

    @property
    def text(self) -> str:
        """All of it as text."""
        return f"{self.head}\n\n{self.body.decode('utf-8', errors='replace')}"


def shown(request: SubmitRequest, destination: Destination) -> ShownRequest:
    """What sending would send.

    Raises:
        CannotEncodeError: It cannot be sent; the error says why.
    """
    encoded = encode(request, MASK if destination.password else None)
    return ShownRequest(_head(encoded, destination), encoded.body)


def _head(encoded: EncodedRequest, destination: Destination) -> str:
    url = urlsplit(target_url(destination.endpoint, encoded.path))
    headers = [("Host", url.netloc), *encoded.headers, ("Content-Length", str(len(encoded.body)))]
    if destination.scheme is not AuthScheme.NONE:
        headers.append(("Authorization", f"Bearer {MASK}"))
    lines = [f"{encoded.method} {url.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    return "\n".join(lines)
