"""Names and values as they stand in forms, queries and lists: `a=1&b=2`, or one a line."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from leadexec_desktop.profiles.sample.model import RawField, RawSample, SampleKind
from leadexec_desktop.profiles.sample.secrecy import holds_secret, tokens_in
from leadexec_desktop.protocol.values import Encoding

MOST_PAIRS = 2_000
_LONGEST_LINE = 2_000
_LONGEST_NOTE = 300
_LONGEST_NAME = 400
_MOST_WORDS = 4

_LINE = re.compile(r"[\s*•\u2013-]*([^\s=:&<>{}\"';,][^=:&<>{}\"';,\t]{0,80}?)[ \t]*([=:]|\t+)[ \t]*(.*)")
_RUN = re.compile(r"(?<=  ) +|(?<=\t)\t+")
_IS_NOTE = re.compile(
    r"\b(required|optional|mandatory|provided|digits|format|example|e\.g|letters|valid|number)\b|/|#", re.IGNORECASE
)
_EXAMPLE = re.compile(r"\b(?:for example|e\.?g\.?|example:?|as in|such as)[ ,:]{0,3}(.+)$", re.IGNORECASE)
_SHARE = 0.8


def merged(pairs: Iterable[tuple[str, str]], section: str = "") -> tuple[RawField, ...]:
    """Fields out of names and values; a name that comes twice is one field with two values."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        kept = values.setdefault(name, [])
        if value.strip():
            kept.append(value)
    return tuple(
        RawField(name, tuple(own), max(1, len(own)), section=section) for name, own in values.items() if name.strip()
    )


def form_pairs(text: str) -> list[tuple[str, str]]:
    """The pairs of a form-encoded text. The dots with which samples leave something out are none."""
    flat = "".join(split_headers(text)[1]).replace("&amp;", "&")
    pairs = parse_qsl(flat, keep_blank_values=True, max_num_fields=None)[:MOST_PAIRS]
    return [(name.strip(), _without_dots(value)) for name, value in pairs if name.strip(".… ")]


_HEADER = re.compile(r"([A-Za-z][\w-]{0,60}(?: [\w-]{1,30}){0,4}):(.{0,20000})", re.DOTALL)
_HEADING = re.compile(r"[\w #*.-]{0,80}")
_BODY = re.compile(r"[^\s=&:\"'{}]{1,80}=[^&]*(?:&|\Z)")


def split_headers(text: str) -> tuple[list[tuple[str, str]], list[str]]:
    """The headers and headings among the lines of a form, and the lines of its body.

    Args:
        text: Lines such as `Authorization: Bearer …` or `POST body:`, and a body, which may be broken anywhere.
    """
    headers: list[tuple[str, str]] = []
    body: list[str] = []
    for line in map(str.strip, text.splitlines()):
        header = _HEADER.fullmatch(line)
        if header is None:
            is_heading = not body and _HEADING.fullmatch(line) is not None
            body += [] if is_heading else [line]
            continue
        rest = header[2].strip()
        if _BODY.match(rest) and _ALWAYS_HEADER.fullmatch(header[1]) is None:
            body.append(rest)
        else:
            headers.append((header[1].casefold(), rest))
    return headers, body


_ALWAYS_HEADER = re.compile(r"(?:proxy-)?authorization|(?:set-)?cookie|x-[\w-]+|api-key", re.IGNORECASE)


def _without_dots(value: str) -> str:
    return value[:-3] if value.endswith("...") else value.removesuffix("…")


def query_pairs(url: str) -> list[tuple[str, str]]:
    """The pairs behind a URL's question mark."""
    try:
        return form_pairs(urlsplit(url).query)
    except ValueError:
        return []


def is_form(text: str) -> bool:
    """Whether a text is one form-encoded body, on one line or broken at its ampersands."""
    flat = "".join(split_headers(text)[1])
    if "&" not in flat or "=" not in flat or "<" in flat[:1]:
        return False
    pieces = [piece.strip() for piece in flat.split("&")]
    if not _may_be_name(pieces[0].partition("=")[0]):
        return False
    good = sum("=" in piece and _may_be_name(piece.partition("=")[0]) for piece in pieces)
    return good >= _SHARE * len([piece for piece in pieces if piece.strip(".… ")]) and good > 0


_OF_CODE = re.compile(r"[\"{}()]|://")


def _may_be_name(name: str) -> bool:
    is_short = len(name) <= _LONGEST_NAME and len(name.split()) <= _MOST_WORDS
    return is_short and _OF_CODE.search(name) is None and not holds_secret(name)


def read_form(text: str) -> RawSample:
    """A form-encoded body, or one with headers above it."""
    tokens = tokens_in(split_headers(text)[0])
    return RawSample(SampleKind.FORM, merged(form_pairs(text)), encoding=Encoding.FORM, tokens=tokens)


def read_url(url: str) -> RawSample:
    """An address with its query."""
    return RawSample(SampleKind.URL, merged(query_pairs(url)), url=url, encoding=Encoding.FORM)


# ------------------------------------------------------------------ one a line
_JOINED = re.compile(r"\s*[^\s=:;,|\t][^=:;,|\t]{0,80}(?:=|:\s).*", re.DOTALL)


def one_a_line(text: str) -> str | None:
    """Names and values that stand on one line, as in `a=1; b=2`, as one a line; None if the text is no such."""
    line = text.strip()
    if "\n" in line:
        return None
    for sign in ";|\t,":
        parts = line.strip(sign).split(sign)
        if len(parts) > 1 and all(_JOINED.fullmatch(part) for part in parts):
            return "\n".join(map(str.strip, parts))
    return None


def read_lines(text: str) -> RawSample | None:
    """Names and values one a line, with notes in brackets behind them or without; None if the text is no such list."""
    lines = [line for line in text.splitlines() if line.strip()]
    # Without runs of spaces, in which the pattern would lose its way.
    found = [_LINE.fullmatch(_RUN.sub("", line[:_LONGEST_LINE])) for line in lines[:MOST_PAIRS]]
    pairs = [match for match in found if match is not None]
    signs = {match[2][:1] for match in pairs}
    if len(pairs) < 2 or len(pairs) < _SHARE * len(found) or len(signs) > 1:  # noqa: PLR2004 - one line is no list
        return None
    if signs == {":"} and any(" " in match[1].strip() for match in pairs):
        return None
    fields = tuple(_fields_of_lines((match[1], match[3]) for match in pairs))
    return RawSample(SampleKind.FORM, fields, encoding=Encoding.FORM if signs == {"="} else None)


def _fields_of_lines(lines: Iterable[tuple[str, str]]) -> Iterator[RawField]:
    for name, rest in lines:
        value, note = _value_and_note(rest.strip().rstrip("&"))
        example = _EXAMPLE.search(note)
        yield RawField(
            unquote_plus(name.strip().lstrip("?&")),
            (unquote_plus(value) if "%" in value else value,) if value.strip("\"' ") else (),
            required=re.match(r"\W*(?:required|mandatory)\b", note, re.IGNORECASE) is not None,
            description=note,
            example=example[1].strip(" .") if example else "",
        )


def _value_and_note(text: str) -> tuple[str, str]:
    value, bracket, note = text.rpartition("(")
    is_note = bool(bracket) and note.endswith(")") and len(note) <= _LONGEST_NOTE and ")" not in note[:-1]
    if not is_note or not (_IS_NOTE.search(note) or not value.strip()):
        return text.strip("\"'"), ""
    return value.strip().strip("\"'"), note[:-1].strip()
