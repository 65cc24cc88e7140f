"""A few lines of a program that posts a lead, as documentation shows them in several languages."""

import re

from leadexec_desktop.profiles.sample.model import RawSample, SampleKind
from leadexec_desktop.profiles.sample.pairs import MOST_PAIRS, form_pairs, merged
from leadexec_desktop.protocol.values import Encoding

_ADDRESS = re.compile(r"[\"'](https?://[^\"'\s]{1,500})[\"']")
_FORM = re.compile(r"[\"']&?([\w.\[\]-]{1,80}+=[^\"'\r\n]{0,20000})[\"']")
_ARROW = re.compile(
    r"(?<![\w.-])([\w.-]{1,80}+)[\"']?\s{0,5}=>\s{0,5}(?:\"([^\"\n]{0,500})\"|'([^'\n]{0,500})'|(\d{1,20}(?:\.\d{1,8})?)\b|[\w$])"
)
_ENCODED = re.compile(
    r"encode\(\s{0,5}\"([\w.-]{1,80})\"[^+\n]{0,60}\+\s{0,5}\"=\"\s{0,5}\+[^\"\n]{0,60}(?:\"([^\"\n]{0,500})\")?"
)
_COLON = re.compile(
    r"(?<![\w.-])[\"']?([A-Za-z_][\w.-]{0,80}+)[\"']?\s{0,5}:\s{0,5}"
    r"(?:\"([^\"\n]{0,500})\"|'([^'\n]{0,500})'|(\d[\d.]{0,20}|true\b|false\b)|[A-Za-z_][\w.]{0,80}+)(?=\s{0,5}[,}\n\])])"
)
_TOKEN = re.compile(
    r"authorization[\"'\]]{0,3}\s{0,5}(?:=>|[:=,])\s{0,5}[\"'](?:Bearer|Token)\s{1,5}([^\"'\s]{1,5000})", re.IGNORECASE
)
_HEADERS = re.compile(
    r"[\"']?\b(?:authorization|cookie)[\"']?\s{0,5}(?:=>|[:,])\s{0,5}(?:\"(?:[^\"\\\n]++|\\.)*\"|'(?:[^'\\\n]++|\\.)*'),?",
    re.IGNORECASE,
)
"""They say nothing of a lead, and are secrets."""

_OF_THE_LANGUAGE = frozenset(
    (
        "method",
        "headers",
        "body",
        "mode",
        "url",
        "data",
        "json",
        "params",
        "credentials",
        "cache",
        "redirect",
        "timeout",
    )
) | frozenset(("content-type", "accept", "user-agent", "https", "http", "default", "public", "success", "error"))


def read_program(text: str) -> RawSample | None:
    """The names that a program posts; None if it shows none."""
    tokens = tuple(match[1] for match in _TOKEN.finditer(text))
    text = _HEADERS.sub(" ", text)
    pairs = [pair for match in _FORM.finditer(text) for pair in form_pairs(match[1])]
    pairs += [(match[1], match[2] or match[3] or match[4] or "") for match in _ARROW.finditer(text)]
    pairs += [(match[1], match[2] or "") for match in _ENCODED.finditer(text)]
    address = _ADDRESS.search(text)
    if address is not None and not pairs:
        found = ((match[1], match[2] or match[3] or match[4] or "") for match in _COLON.finditer(text))
        pairs = [(name, value) for name, value in found if name.casefold() not in _OF_THE_LANGUAGE]
    if not pairs or (address is None and len(pairs) < 2):  # noqa: PLR2004 - one pair may be anything
        return None
    url = address[1] if address is not None else ""
    return RawSample(SampleKind.PROGRAM, merged(pairs[:MOST_PAIRS]), url=url, encoding=Encoding.FORM, tokens=tokens)
