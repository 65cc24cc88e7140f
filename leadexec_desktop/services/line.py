"""What sends bytes for the services."""

from typing import Protocol

from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.outgoing import OutgoingRequest


class Line(Protocol):
    """What sends bytes: the transport, or a stub of it."""

    def send(
        self,
        request: OutgoingRequest,
        *,
        timeout_s: float,
        cancel: CancelSwitch,
        token: str | None = None,
        token_origin: str = "",
    ) -> Answer:
        """Sends one request and gives its answer."""
