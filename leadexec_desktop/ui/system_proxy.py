"""The proxies that the system's settings name: set by hand, found on the network (WPAD), or told by a script (PAC).

PySide makes a class when it is first named, and Qt may look among the classes meanwhile, with the interpreter let go:
the program fell over when that happened on another thread than the window's. So this is imported in the window's
thread, and names here what is used on others.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QUrl
from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery

from leadexec_desktop.transport.proxies import DIRECT, FoundProxy, ProxyAddress, ProxyKind

_KINDS: Mapping[QNetworkProxy.ProxyType, ProxyKind] = MappingProxyType(
    {
        QNetworkProxy.ProxyType.NoProxy: ProxyKind.DIRECT,
        QNetworkProxy.ProxyType.HttpProxy: ProxyKind.HTTP,
        QNetworkProxy.ProxyType.Socks5Proxy: ProxyKind.SOCKS,
    }
)
"""By Qt's kinds. What caches alone (FTP, plain HTTP) opens no way to a host, and is left out."""


def find_system_proxies(url: str) -> tuple[FoundProxy, ...]:
    """The ways to an address, the preferred one first, as the system's settings name them; empty if they name none.

    May block for seconds, with the interpreter let go (measured), so it belongs on a thread of its own; any thread
    will do, several may ask at once. On Linux, Qt's wheels read the environment and nothing else.
    """
    return as_ways(QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(QUrl(url))))


def as_ways(proxies: Sequence[QNetworkProxy]) -> tuple[FoundProxy, ...]:
    """Qt's proxies as the transport's, in their order."""
    return tuple(way for way in map(_as_way, proxies) if way is not None)


def _as_way(proxy: QNetworkProxy) -> FoundProxy | None:
    kind, host, port = _KINDS.get(proxy.type()), proxy.hostName(), proxy.port()
    if kind is ProxyKind.DIRECT:
        return DIRECT
    if kind is None or not host or not port:
        return None
    sign_in = (proxy.user(), proxy.password()) if proxy.user() else None
    return FoundProxy(kind, ProxyAddress(host.lower(), port), sign_in)
