"""A body's bytes as text, whatever its sender says of them."""

import json
import re

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)[\"']")
_TEXT_CODEC = re.compile(
    r"utf-?(8|16|32)(-?[lb]e)?|us-ascii|ascii|iso-?8859-\d{1,2}|(windows-|cp)125\d|latin-?1",
    re.IGNORECASE | re.ASCII,
)
_DECLARATION_SPACE = 200
"""Bytes in which an XML declaration must name its encoding."""


def text_of(body: bytes, content_type: str) -> tuple[str, bool]:
    """The text of a body, and whether it had to be guessed.

    A byte order mark decides, then zero bytes among the first four, the Content-Type, the XML declaration, UTF-8. Bytes
    that are none of these are read as Windows-1252, which look-alike receivers send.
    """
    for codec in _codecs(body, content_type):
        try:
            return body.decode(codec), False
        except (UnicodeDecodeError, LookupError):  # the latter for a name like iso-8859-12, which never was one
            continue
    return body.decode("cp1252", errors="replace"), True


def _codecs(body: bytes, content_type: str) -> list[str]:
    detected = json.detect_encoding(body)
    named = [match[1] for match in [_CHARSET.search(content_type)] if match]
    declared = [match[1].decode("ascii") for match in [_XML_ENCODING.match(body[:_DECLARATION_SPACE])] if match]
    safe = [name for name in (*named, *declared) if _TEXT_CODEC.fullmatch(name)]
    return [detected, "utf-8-sig"] if detected != "utf-8" else [*safe, "utf-8"]
