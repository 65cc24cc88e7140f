"""E-mail addresses, URLs, IP addresses and endpoints: what is one, and why something is none."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from leadexec_desktop.profiles.typed_text import plain, visible

# Patterns are texts here: `re` makes each when it is first needed, and keeps it. A start needs none of them.
_EMAIL = r"[^@]+@[^@]+"
_NOT_IN_EMAIL = r'[\s\x00-\x1f\x7f,;:<>()\[\]\\"]'
_BRACKETED = r"[^<>@]*<([^<>]*)>"
"""Two addresses have no place in it: which of them is meant is for a person to say."""

_MAILTO = r"(?ai)^mailto:"
_LONGEST_EMAIL = 254
_LONGEST_NAME = 64
_LABEL = r"(?ai)(?!-)[a-z0-9-]{1,63}(?<!-)"
_WWW = r"(?i)www\.[^\s.:/?#@]+\.[^\s:/?#@]*[^\s.:/?#@](?:[:/?#]|$)"
_NOT_IN_URL = r'[\s\x00-\x20\x7f<>"\\^`{|}\ud800-\udfff]'


def email_of(typed: str) -> str | None:
    """The e-mail address in a text; None if there is none.

    Form alone is looked at: one `@`, a name of 64 characters at most before it, a domain with a dot behind it whose
    parts are such as a name server has, nothing that only quotation could bring in, 254 characters at most. Letters of
    all scripts may be in it. A name beside it, as in `Ann <ann@example.com>`, is left out.
    """
    address = address_in(typed)
    if len(address) > _LONGEST_EMAIL or not re.fullmatch(_EMAIL, address) or re.search(_NOT_IN_EMAIL, address):
        return None
    name, _, domain = address.partition("@")
    labels = domain.split(".")
    # Empty between two dots, or before or behind one: no mail server takes it.
    is_name = len(name) <= _LONGEST_NAME and all(name.split("."))
    is_domain = len(labels) > 1 and all(map(_is_label, labels)) and _is_last_label(labels[-1])
    return address if is_name and is_domain else None


def address_in(typed: str) -> str:
    """What stands for the address in a text: without `mailto:`, and without the name and brackets round it."""
    text = visible(typed)
    bracketed = re.fullmatch(_BRACKETED, text)
    return re.sub(_MAILTO, "", text if bracketed is None else bracketed[1].strip())


def _is_label(label: str) -> bool:
    return bool(label) and (not label.isascii() or re.fullmatch(_LABEL, label) is not None)


def _is_last_label(label: str) -> bool:
    """Whether a domain can end so: in two letters or more, never in a number."""
    return len(label) > 1 and not label.isdigit()


def url_of(typed: str) -> str | None:
    """The http or https URL in a text; None if there is none. `www.example.com` is of https."""
    url = visible(typed)
    if re.match(_WWW, url):
        url = f"https://{url}"
    return url if _split(url) is not None else None


def ip_of(typed: str) -> str | None:
    """The IP address (version 4 or 6) in a text, in its shortest form; None if there is none."""
    try:
        address = ipaddress.ip_address(plain(typed))
    except ValueError:
        return None
    # A zone such as %eth0 means something on one machine only.
    return None if isinstance(address, ipaddress.IPv6Address) and address.scope_id else str(address)


def why_no_endpoint(url: str, *, may_have_query: bool = False) -> str | None:
    """Why requests with leads or credentials cannot go to a URL; None if they can. The URL is never in the text.

    Args:
        url: Any text.
        may_have_query: A query may stand in it.
    """
    parts = _split(url)
    if parts is None:
        return "is no address such as https://leads.leadexec.net."
    if parts.username is not None or parts.password is not None:
        return "has a user name or password in it; leave them out, credentials go to the keyring."
    if parts.fragment or "#" in url or ("?" in url and not may_have_query):
        return 'has a "?" or "#" part; leave it out.'
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        return "is plain http, which would send leads unencrypted; it must begin with https://."
    return None


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _split(url: str) -> SplitResult | None:
    """The parts of an http or https URL with a host; None if it is none."""
    if re.search(_NOT_IN_URL, url):
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets that do not close, a port that is no number
        return None
    return parts if usable else None
