"""What a test of the way to a receiver found, step by step. Light to import."""

from dataclasses import dataclass
from enum import StrEnum

from leadexec_desktop.transport.proxies import ProxyAddress


class Step(StrEnum):
    """The steps, in the order in which they are told."""

    NAME = "name"
    """The host's name is looked up."""
    PROXY = "proxy"
    """A proxy, if the settings name one, opens a way."""
    CONNECT = "connect"
    TLS = "tls"
    """The connection is encrypted, and the host proves who it is."""
    ANSWER = "answer"
    """Anything at all comes back."""


@dataclass(frozen=True, slots=True)
class StepResult:
    """How one step went.

    Attributes:
        step: Which.
        ok: It worked.
        text: What was found, or what failed and what to do; for a person.
        proxy_asks: The proxy that asks for a name and a password, and got none that it takes; None if none does.
    """

    step: Step
    ok: bool
    text: str
    proxy_asks: ProxyAddress | None = None
