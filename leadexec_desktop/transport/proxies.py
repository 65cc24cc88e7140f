"""The proxies that a request may have to pass: their kinds and addresses, and what they ask for. Pure, and light."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class ProxyAddress:
    """Where a proxy listens.

    Attributes:
        host: Its name or address, in lower case; an IPv6 address without brackets.
        port: 1 to 65535.
    """

    host: str
    port: int

    def __str__(self) -> str:
        """As in an address bar."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class ProxyKind(Enum):
    """What stands between this computer and a host."""

    DIRECT = auto()
    """Nothing."""
    HTTP = auto()
    """A proxy that opens a way by CONNECT; what is talked with it is not encrypted, what passes it is."""
    HTTPS = auto()
    """The same, itself reached over TLS."""
    SOCKS = auto()
    """Not supported."""


@dataclass(frozen=True, slots=True)
class FoundProxy:
    """One way to a host, as the computer's settings name it.

    Attributes:
        kind: What it is.
        address: Where it is; None for `DIRECT`.
        sign_in: Name and password, where the settings hold them.
    """

    kind: ProxyKind
    address: ProxyAddress | None = None
    sign_in: tuple[str, str] | None = field(default=None, repr=False)


DIRECT = FoundProxy(ProxyKind.DIRECT)

FindProxy = Callable[[str], tuple[FoundProxy, ...]]
"""Gives the ways to an address, the preferred one first; it may block for seconds, and is called on a thread of its
own."""
ProxyCredentials = Callable[[str, int], tuple[str, str] | None]
"""Gives the name and the password for the proxy at a host and port, or None; it may block, and is called on a thread
of its own. It raises ProxyCredentialsError, and nothing else, where nobody can say."""


class UnusableProxyError(Exception):
    """The computer's settings name a proxy that cannot be used. The text says why, and names no credentials."""


class ProxyCredentialsError(Exception):
    """Whether there is a password for a proxy could not be found out. The text says why and what to do; no secret."""


def usable(found: tuple[FoundProxy, ...]) -> tuple[FoundProxy, ...]:
    """The ways that can be taken, in their order; what is found to be nothing is the direct way.

    Raises:
        UnusableProxyError: There are ways, and none of them can be taken.
    """
    kept = tuple(proxy for proxy in found if proxy.kind is not ProxyKind.SOCKS)
    if found and not kept:
        raise UnusableProxyError("This computer's settings name a SOCKS proxy, which is not supported.")
    return kept or (DIRECT,)


_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


def schemes_offered(proxy_authenticate: str) -> frozenset[str]:
    """The ways to sign in, in lower case, that the value of a Proxy-Authenticate header names."""
    # `Basic realm="x", NTLM` and `Digest realm="x", nonce="y"`: what is no parameter names a scheme.
    parts = (part.split(maxsplit=1) for part in _QUOTED.sub("", proxy_authenticate).split(","))
    return frozenset(words[0].lower() for words in parts if words and "=" not in words[0])
