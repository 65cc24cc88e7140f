"""A second look at a certificate that was refused: Python does not show it after the failure.

Nothing of a request leaves on its connection: the handshake is all there is.
"""

from collections.abc import Mapping
from typing import Any

import httpx


class _SeenError(Exception):
    """The certificate is known: no more is wanted of the connection."""


class _Glance:
    """Watches a connection being made, by httpcore's trace.

    Args:
        handshakes: After how many it is over: a proxy that is reached over TLS makes its own before the host's.
    """

    def __init__(self, handshakes: int) -> None:
        self.issued: bytes | None = None
        self._left = handshakes
        self._streams: list[Any] = []

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        step = event.partition(".")[2]
        if step == "connect_tcp.complete":
            self._streams.append(info["return_value"])
        elif step == "start_tls.complete":
            self._streams.append(info["return_value"])
            self._left -= 1
            if not self._left:
                self.issued = _last_of_chain(info["return_value"].get_extra_info("ssl_object"))
                raise _SeenError
        elif step == "send_request_headers.started" and info["request"].method != b"CONNECT":
            raise _SeenError

    async def hang_up(self) -> None:
        for stream in reversed(self._streams):
            await stream.aclose()


async def shown_certificate(client: httpx.AsyncClient, url: str, handshakes: int) -> bytes | None:
    """The certificate nearest to the authority among those that a host shows, in DER; None if none can be had.

    Args:
        client: Goes the way on which it was refused, and believes whoever made the last of the handshakes.
        url: An address of the host.
        handshakes: How many there are up to that one; 1 or 2.
    """
    glance = _Glance(handshakes)
    try:
        await client.send(client.build_request("GET", url, extensions={"trace": glance.trace}), stream=True)
    except (_SeenError, httpx.HTTPError, OSError):
        pass  # what it saw is all that counts
    finally:
        await glance.hang_up()
    return glance.issued


def _last_of_chain(connection: Any) -> bytes | None:  # noqa: ANN401 - an ssl.SSLObject, with what 3.13 adds to it
    """The last of the certificates shown, where Python tells them (3.13 does); else the host's own."""
    chain = getattr(connection, "get_unverified_chain", lambda: None)()
    own = connection.getpeercert(binary_form=True)
    last = chain[-1] if chain else own
    return last if isinstance(last, bytes) else None
