"""The proxies that the environment names, as curl and most programs read it.

Imports urllib.request, and so ssl: nothing that may be imported before the first paint imports this.
"""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies_environment, proxy_bypass

from leadexec_desktop.transport.outgoing import origin_of
from leadexec_desktop.transport.proxies import DIRECT, FoundProxy, ProxyAddress, ProxyKind, UnusableProxyError

_KINDS: Mapping[str, ProxyKind] = MappingProxyType(
    {
        "http": ProxyKind.HTTP,
        "https": ProxyKind.HTTPS,
        "socks": ProxyKind.SOCKS,
        "socks4": ProxyKind.SOCKS,
        "socks4a": ProxyKind.SOCKS,
        "socks5": ProxyKind.SOCKS,
        "socks5h": ProxyKind.SOCKS,
    }
)
_DEFAULT_PORTS: Mapping[ProxyKind, int] = MappingProxyType(
    {ProxyKind.HTTP: 80, ProxyKind.HTTPS: 443, ProxyKind.SOCKS: 1080}
)
_UNUSABLE = "This computer's settings name a proxy by an unusable address."


def environment_proxy(url: str) -> FoundProxy | None:
    """What the environment says about the way to an address.

    It is asked for `<scheme>_proxy`, `all_proxy` and `no_proxy`, in lower and in upper case.

    Returns:
        The proxy, or `DIRECT` where `no_proxy` names the host; None where the environment does not say.

    Raises:
        UnusableProxyError: It names what cannot be a proxy.
    """
    origin = origin_of(url)
    proxies = getproxies_environment()
    if origin is None or not proxies:
        return None
    scheme, host, port = origin
    if _is_excepted(host, port, proxies):
        return DIRECT
    named = proxies.get(scheme) or proxies.get("all")
    return _proxy_of(named) if named else None


def _is_excepted(host: str, port: int, proxies: dict[str, str]) -> bool:
    everything = "*" in [name.strip() for name in proxies.get("no", "").split(",")]
    # Looks into the environment alone, as there is something there (`environment_proxy`).
    return everything or any(proxy_bypass(name, proxies) for name in (host, f"{host}:{port}"))


def _proxy_of(named: str) -> FoundProxy:
    try:
        parts = urlsplit(named if "://" in named else f"http://{named}")
        kind, port = _KINDS.get(parts.scheme), parts.port
    except ValueError:
        raise UnusableProxyError(_UNUSABLE) from None
    if kind is None or not parts.hostname:
        raise UnusableProxyError(_UNUSABLE)
    has_sign_in = parts.username is not None
    sign_in = (unquote(parts.username or ""), unquote(parts.password or "")) if has_sign_in else None
    return FoundProxy(kind, ProxyAddress(parts.hostname, port or _DEFAULT_PORTS[kind]), sign_in)
