"""What goes out, and what must not: addresses, headers and tokens are judged here, before any connection. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit

Origin = tuple[str, str, int]
"""Scheme, host and port, each in its one form."""


@dataclass(frozen=True, slots=True)
class OutgoingRequest:
    """A request as it is to be sent. Headers and body may carry secrets, so its text shows neither.

    Attributes:
        method: One of `METHODS`.
        url: Where it goes.
        headers: Names and values in order, but for those that the transport sets itself (`OWN_HEADERS`).
        body: As it goes over the wire; empty if there is none.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)


METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"})

OWN_HEADERS = frozenset(
    {
        "accept-encoding",
        "authorization",
        "connection",
        "content-length",
        "cookie",
        "expect",
        "host",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
    }
)
"""Headers, in lower case, that frame a request or carry credentials: the transport alone sets them."""


def framing_headers(user_agent: str) -> tuple[tuple[str, str], ...]:
    """What the transport sends with every request besides Host and Content-Length."""
    return (("Accept-Encoding", "gzip, deflate"), ("Connection", "close"), ("User-Agent", user_agent))


_DEFAULT_PORTS: Mapping[str, int] = MappingProxyType({"http": 80, "https": 443})
_HOST_NAME = re.compile(r"[\w-]+(\.[\w-]+)*\.?")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"([\x21-\x7e]([\t\x20-\x7e]*[\x21-\x7e])?)?")
_TOKEN = re.compile(r"[\x21-\x7e]+")


def target_url(endpoint: str, path: str) -> str:
    """The address of a path below an endpoint; either may have a slash where they meet, or not."""
    return f"{endpoint.rstrip('/')}/{path.lstrip('/')}"


def endpoint_problem(endpoint: str) -> str | None:
    """Why an endpoint cannot be used, for a person; None if it can."""
    problem = url_problem(endpoint)
    if problem is None and ("?" in endpoint or "#" in endpoint):
        return "The address holds a ? or a #. Leave out everything from there on: an endpoint is a host and a path."
    return problem


def url_problem(url: str) -> str | None:
    """Why nothing is sent to an address, for a person; None if it may be: it may have a query, an endpoint may not."""
    if any(not character.isprintable() or character in " \\" for character in url):
        return "The address holds a space, a backslash or an invisible character. Type it again without."
    try:
        parts = urlsplit(url)
    except ValueError:
        return "The address cannot be read. Write it like https://leads.leadexec.net."
    return next((problem for is_wrong, problem in _URL_PROBLEMS if is_wrong(parts)), None)


def _has_bad_host(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    return _address_of(host) is None and not _HOST_NAME.fullmatch(host)


def _has_bad_port(parts: SplitResult) -> bool:
    try:
        return parts.port == 0
    except ValueError:
        return True


def _is_plain_to_elsewhere(parts: SplitResult) -> bool:
    return parts.scheme == "http" and not is_loopback(parts.hostname or "")


_URL_PROBLEMS: tuple[tuple[Callable[[SplitResult], bool], str], ...] = (
    (
        lambda parts: parts.scheme not in _DEFAULT_PORTS,
        "The address must begin with https://. Write it like https://leads.leadexec.net.",
    ),
    (
        lambda parts: "@" in parts.netloc,
        "The address holds a user name or a password before an @. Take it out: credentials have a place of their own.",
    ),
    (
        lambda parts: not parts.hostname,
        "The address names no host. Write it like https://leads.leadexec.net.",
    ),
    (_has_bad_host, "The address names a host that cannot be one. Write it like https://leads.leadexec.net."),
    (_has_bad_port, "The address names a port that cannot be one. Ports go from 1 to 65535; most addresses need none."),
    (
        _is_plain_to_elsewhere,
        "Plain http:// is not encrypted, so it goes to this computer alone (127.0.0.1, ::1, localhost). Use https://.",
    ),
)


def _address_of(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host) if "%" not in host else None
    except ValueError:
        return None


def is_loopback(host: str) -> bool:
    """Whether a host is this computer itself: 127.0.0.0/8, ::1, localhost."""
    address = _address_of(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


def origin_of(url: str) -> Origin | None:
    """Where an address leads; None if nothing is sent there (`url_problem`)."""
    if url_problem(url) is not None:
        return None
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    address = _address_of(host)
    return parts.scheme, host if address is None else address.compressed, parts.port or _DEFAULT_PORTS[parts.scheme]


def request_problem(request: OutgoingRequest) -> str | None:
    """Why a request cannot be sent as it is, for a person; None if it can. Values of headers are not in the text."""
    if request.method not in METHODS:
        return "The request has a method that this program does not send."
    for name, value in request.headers:
        if not _HEADER_NAME.fullmatch(name):
            return "The request has a header with a name that cannot be sent."
        if name.lower() in OWN_HEADERS:
            return f"The request brings its own header {name}, which only the program itself may set."
        if not _HEADER_VALUE.fullmatch(value):
            return f"The request's header {name} holds a line break or another character that cannot be sent."
    return url_problem(request.url)


def is_header_value(text: str) -> bool:
    """Whether a header can carry a text as it is: printable ASCII, no space at either end."""
    return _HEADER_VALUE.fullmatch(text) is not None


def authorization(token: str | None, token_origin: str, url: str) -> tuple[tuple[str, str], ...]:
    """The header that carries an access token, or none: it goes only where it belongs.

    Args:
        token: The token; None if there is none.
        token_origin: An address of the origin that it belongs to.
        url: Where the request goes.

    Raises:
        ValueError: No header can carry the token. The text does not hold it.
    """
    if token is None:
        return ()
    if not _TOKEN.fullmatch(token):
        raise ValueError(
            "The access token is empty, or holds a space, a line break or a character outside ASCII. Paste it again."
        )
    origin = origin_of(url)
    if origin is None or origin != origin_of(token_origin):
        return ()
    return (("Authorization", f"Bearer {token}"),)
