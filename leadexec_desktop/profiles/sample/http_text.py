"""HTTP requests as documentation prints them: with or without line ends between their parts."""

import re

from leadexec_desktop.profiles.sample.bodies import encoding_named, encoding_seen, read_body
from leadexec_desktop.profiles.sample.model import RawSample, SampleKind
from leadexec_desktop.profiles.sample.pairs import merged, query_pairs
from leadexec_desktop.profiles.sample.secrecy import tokens_in
from leadexec_desktop.protocol.values import Encoding

_REQUEST = re.compile(
    r"^[ \t]*(?:POST|GET|PUT|PATCH)[ \t]+(?P<target>(?:https?://|/)\S*)(?P<version>[ \t]+HTTP/[\d.]{1,3})?[ \t]*",
    re.MULTILINE,
)
_HEADER = re.compile(
    r"[ \t]*(?P<name>[A-Za-z][A-Za-z0-9-]{0,60}):[ \t]*(?P<value>[^\r\n]*)",
    re.IGNORECASE,
)
_INLINE_HEADER = re.compile(
    r"\s*(?P<name>[A-Za-z][A-Za-z0-9-]{0,60}):[ \t]+"
    r"(?P<value>(?:Bearer|Basic|Token)[ \t]+\S+|[^\s;,]+(?:[;,][ \t]*[^\s;,=]+=?[^\s;,]*)*)",
    re.IGNORECASE,
)
_END_OF_LINE = re.compile(r"[ \t]*(?:\r?\n|\Z)")


def request_in(text: str) -> str:
    """The HTTP request in a text, from its method on; empty if there is none."""
    found = _REQUEST.search(text)
    is_one = found is not None and (found["version"] or not text[: found.start()].strip())
    return text[found.start() :] if found is not None and is_one else ""


def read_http(text: str) -> RawSample:
    """An HTTP request.

    Raises:
        SampleError: Its body cannot be read.
    """
    start = _REQUEST.match(text)
    if start is None:  # it was found by that very pattern
        return RawSample(SampleKind.HTTP)
    headers, body = _parts(text[start.end() :])
    named = dict(headers)
    url = start["target"]
    content = read_body(body, encoding_named(named.get("content-type", ""))) if body.strip() else None
    encoding = content.encoding if content is not None else encoding_named(named.get("content-type", ""))
    return RawSample(
        SampleKind.HTTP,
        (*merged(query_pairs(url)), *(content.fields if content is not None else ())),
        url=url,
        host=named.get("host", "").removeprefix("https://").removeprefix("http://").partition("/")[0],
        encoding=encoding or (Encoding.FORM if content is None and "?" in url else None),
        tokens=tokens_in(headers),
        remarks=content.remarks if content is not None else (),
    )


def _parts(rest: str) -> tuple[list[tuple[str, str]], str]:
    """Headers, names in lower case, and the body."""
    line_end = _END_OF_LINE.match(rest)
    pattern = _HEADER if line_end is not None and line_end.end() else _INLINE_HEADER
    headers: list[tuple[str, str]] = []
    at = line_end.end() if line_end is not None else 0
    while True:
        found = pattern.match(rest, at)
        if found is None or encoding_seen(rest[at : at + 100]) is not None:
            return headers, rest[at:]
        headers.append((found["name"].casefold(), found["value"].strip()))
        at = found.end()
        if pattern is _HEADER:
            blank = re.compile(r"[ \t]*\r?\n?").match(rest, at)
            at = blank.end() if blank is not None else at
