"""A request as a person may see it: the very bytes, with secrets and sensitive values masked."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from leadexec_desktop import __version__
from leadexec_desktop.protocol.delivery import Destination
from leadexec_desktop.protocol.encode import encode
from leadexec_desktop.protocol.values import AuthScheme, Lead, LeadRequest
from leadexec_desktop.protocol.wire import EncodedRequest
from leadexec_desktop.transport.outgoing import framing_headers, target_url

USER_AGENT = f"leadexec-desktop/{__version__}"
"""How requests name the program."""

MASK = "--------"
"""Stands for what is sent but not shown: of characters that every encoding writes as they are."""


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """Request line and headers as text, and the body's bytes; secrets and sensitive values masked."""

    head: str
    body: bytes

    @property
    def text(self) -> str:
        """All of it as text."""
        body = self.body.decode("utf-8", errors="replace")
        return f"{self.head}\n\n{body}" if body else self.head


def shown(request: LeadRequest, destination: Destination) -> ShownRequest:
    """What sending would send.

    Raises:
        CannotEncodeError: It cannot be sent; the error says why.
    """
    encoded = encode(request)  # what cannot be sent may hide behind a mask
    hidden = frozenset(request.lead.sensitive)
    values = tuple((name, MASK if name in hidden else value) for name, value in request.lead.values)
    masked = replace(request, lead=Lead(values))
    is_whole = masked.lead.values == request.lead.values and not destination.password
    if not is_whole:
        encoded = encode(masked, MASK if destination.password else None)
    return ShownRequest(_head(encoded, destination, is_whole=is_whole), encoded.body)


def _head(encoded: EncodedRequest, destination: Destination, *, is_whole: bool) -> str:
    url = urlsplit(encoded.url or target_url(destination.endpoint, encoded.path))
    headers = [("Host", url.netloc), *framing_headers(USER_AGENT), *encoded.headers]  # in the order of the wire
    if destination.scheme is not AuthScheme.NONE:
        headers.append(("Authorization", f"Bearer {MASK}"))
    if is_whole and encoded.body:  # the length of a secret is nobody's business
        headers.append(("Content-Length", str(len(encoded.body))))
    target = f"{url.path}?{url.query}" if url.query else url.path
    lines = [f"{encoded.method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    return "\n".join(lines)
