"""The proxies that the system's settings name: set by hand, found on the network (WPAD), or told by a script (PAC)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from leadexec_desktop.transport.proxies import DIRECT, FoundProxy, ProxyAddress, ProxyKind

if TYPE_CHECKING:
    from PySide6 import QtNetwork

_KINDS: Mapping[str, ProxyKind] = MappingProxyType(
    {"NoProxy": ProxyKind.DIRECT, "HttpProxy": ProxyKind.HTTP, "Socks5Proxy": ProxyKind.SOCKS}
)
"""By the names of Qt's kinds. What caches alone (FTP, plain HTTP) opens no way to a host, and is left out."""


def find_system_proxies(url: str) -> tuple[FoundProxy, ...]:
    """The ways to an address, the preferred one first, as the system's settings name them; empty if they name none.

    May block for seconds, with the interpreter let go (measured), so it belongs on a thread of its own; any thread
    will do, several may ask at once. On Linux, Qt's wheels read the environment and nothing else.
    """
    from PySide6 import QtCore, QtNetwork  # noqa: PLC0415 - for a send alone, and late

    query = QtNetwork.QNetworkProxyQuery(QtCore.QUrl(url))
    return as_ways(QtNetwork.QNetworkProxyFactory.systemProxyForQuery(query))


def as_ways(proxies: "list[QtNetwork.QNetworkProxy]") -> tuple[FoundProxy, ...]:
    """Qt's proxies as the transport's, in their order."""
    return tuple(way for way in map(_as_way, proxies) if way is not None)


def _as_way(proxy: "QtNetwork.QNetworkProxy") -> FoundProxy | None:
    kind, host, port = _KINDS.get(proxy.type().name), proxy.hostName(), proxy.port()
    if kind is ProxyKind.DIRECT:
        return DIRECT
    if kind is None or not host or not port:
        return None
    sign_in = (proxy.user(), proxy.password()) if proxy.user() else None
    return FoundProxy(kind, ProxyAddress(host.lower(), port), sign_in)
