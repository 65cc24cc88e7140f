"""The HTTP clients of the engine: how they connect, by which way, and that they keep nothing.

Imports httpx: nothing that may be imported before the first paint imports this.
"""

import socket
import ssl
import sys
from collections.abc import Mapping
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from types import MappingProxyType
from urllib.request import Request

import httpx

from leadexec_desktop.transport.outgoing import framing_headers
from leadexec_desktop.transport.proxies import FoundProxy, ProxyKind, UnusableProxyError

_SCHEMES: Mapping[ProxyKind, str] = MappingProxyType({ProxyKind.HTTP: "http", ProxyKind.HTTPS: "https"})

_IDLE = "TCP_KEEPALIVE" if sys.platform == "darwin" else "TCP_KEEPIDLE"
_KEEP_ALIVE: Mapping[str, int] = MappingProxyType(
    {_IDLE: 20, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 4, "TCP_USER_TIMEOUT": 60_000}
)
"""In seconds, but for the last (ms): a connection that is dead, because the computer slept or its network went, is
known to be so after about a minute of silence. Each where the system has it."""

_SOCKET_OPTIONS = (
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    *(
        (socket.IPPROTO_TCP, getattr(socket, name), value)
        for name, value in _KEEP_ALIVE.items()
        if hasattr(socket, name)
    ),
)


class _NoCookies(CookieJar):
    """Keeps none: an answer must not change what the next request says."""

    def extract_cookies(self, response: HTTPResponse, request: Request) -> None:
        """Nothing is kept."""

    def add_cookie_header(self, request: Request) -> None:
        """Nothing is added."""


def make_client(
    user_agent: str,
    tls: ssl.SSLContext,
    way: FoundProxy,
    sign_in: tuple[str, str] | None,
    tls_of_proxy: ssl.SSLContext,
) -> httpx.AsyncClient:
    """A client that goes one way, and takes nothing from the environment.

    Args:
        user_agent: How requests name the program.
        tls: What verifies hosts.
        way: By which proxy, or none.
        sign_in: Name and password for the proxy.
        tls_of_proxy: What verifies a proxy that is itself reached over TLS.

    Raises:
        UnusableProxyError: The proxy's address is none.
    """
    limits = httpx.Limits(max_keepalive_connections=0)
    transport = httpx.AsyncHTTPTransport(
        verify=tls,
        trust_env=False,
        http2=False,
        limits=limits,
        proxy=_proxy(way, sign_in, tls_of_proxy),
        socket_options=_SOCKET_OPTIONS,
    )
    return httpx.AsyncClient(
        transport=transport,
        trust_env=False,
        follow_redirects=False,
        cookies=_NoCookies(),
        headers=dict(framing_headers(user_agent)),
        timeout=httpx.Timeout(None),
        event_hooks={"response": [_forget_location]},
    )


def unverifying() -> ssl.SSLContext:
    """TLS that believes anybody: to read a certificate that was refused, and for nothing else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _proxy(way: FoundProxy, sign_in: tuple[str, str] | None, tls: ssl.SSLContext) -> httpx.Proxy | None:
    if way.address is None:
        return None
    try:
        url = httpx.URL(scheme=_SCHEMES[way.kind], host=way.address.host, port=way.address.port)
    except httpx.InvalidURL:
        raise UnusableProxyError("This computer's settings name a proxy by an unusable address.") from None
    return httpx.Proxy(url, auth=sign_in, ssl_context=tls if way.kind is ProxyKind.HTTPS else None)


async def _forget_location(response: httpx.Response) -> None:
    """Drop the address of a redirect: httpx prepares the next request even where it follows none.

    A broken address would make it raise, and the answer be lost. The answer's own headers come from the trace.
    """
    response.headers.pop("Location", None)
