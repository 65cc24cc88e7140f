"""JSON bodies: the receiver's own, and whatever else holds names and values."""

import json
import re
from collections.abc import Iterator

from leadexec_desktop.profiles.sample.model import RawField, RawSample, SampleError, SampleKind
from leadexec_desktop.protocol.values import Encoding

MOST_VALUES = 20_000
_DEEPEST = 20
_OWN_HOLDERS = frozenset({"source", "leads", "lead", "properties", "fields"})
"""What the receiver's own JSON puts around the fields: no headings."""

_PIECE = re.compile(
    r"(?P<text>\"(?:[^\"\\]++|\\.)*(?:\"|\\?\Z))|(?P<single>'(?:[^'\\\n]++|\\.)*(?:'|(?=\n)|\\?\Z))|(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))"
    r"|(?P<dots>\.{3}|…)|(?P<name>[A-Za-z_$][\w$]*)(?=\s*:)|(?P<rest>[^\"'/.…A-Za-z_$]++|[\w$]++|.)",
    re.DOTALL,
)
_COMMA_TOO_MANY = re.compile(r",(?=\s{0,200}[}\],])")


class _Pairs(list[tuple[str, object]]):
    """An object of a document: a name may come twice."""


def read_json(text: str) -> RawSample:
    """The fields of a JSON document.

    Raises:
        SampleError: It is none, or has no names.
    """
    document = _document(text)
    fields: dict[str, list[str]] = {}
    sections: dict[str, str] = {}
    for path, value in _leaves(document):
        name = _name(path, sections)
        sections.setdefault(name, _section(path))
        kept = fields.setdefault(name, [])
        if value.strip():
            kept.append(value)
    if not fields:
        raise SampleError('This JSON has no names with values, as in {"FirstName": ""}. Paste a whole request.')
    raw = tuple(
        RawField(name, tuple(values), max(1, len(values)), section=sections[name]) for name, values in fields.items()
    )
    return RawSample(SampleKind.JSON, raw, encoding=Encoding.JSON)


def _document(text: str) -> object:
    place = ""
    for mended in (text, None):
        try:
            return json.loads(
                _tidied(text) if mended is None else mended,
                object_pairs_hook=_Pairs,
                parse_int=str,
                parse_float=str,
                parse_constant=str,
            )
        except ValueError as error:
            place = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "some line"
        except RecursionError:
            place = "its depth"
    raise SampleError(
        f"This begins as JSON does, but cannot be read ({place}). Copy the whole of it, then paste it again."
    )


def _tidied(text: str) -> str:
    """The text without what samples have and JSON has not: dots, remarks, bare names, single quotes, last commas."""
    return _COMMA_TOO_MANY.sub("", _PIECE.sub(_tidy, text))


def _tidy(match: re.Match[str]) -> str:
    if match["comment"] or match["dots"]:
        return " "
    if match["name"]:
        return f'"{match["name"]}"'
    if match["single"]:
        return json.dumps(match["single"][1:-1].replace("\\'", "'"))
    return match[0]


def _leaves(document: object) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each plain value with the names that lead to it, in order; a list's items have the list's name."""
    count = 0
    waiting: list[tuple[tuple[str, ...], object]] = [((), document)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, _Pairs):
            if len(path) < _DEEPEST:
                waiting.extend(((*path, name), own) for name, own in reversed(value))
        elif isinstance(value, list):
            waiting.extend((path, own) for own in reversed(value))
        elif path:
            count += 1
            if count > MOST_VALUES:
                return
            yield path, _text(value)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _name(path: tuple[str, ...], sections: dict[str, str]) -> str:
    """The last name of a path, or the whole path where another object has the same."""
    name = path[-1].strip()
    if sections.get(name, _section(path)) == _section(path):
        return name
    return ".".join(part for part in path if part.casefold() not in _OWN_HOLDERS)


def _section(path: tuple[str, ...]) -> str:
    return next((part for part in reversed(path[:-1]) if part.casefold() not in _OWN_HOLDERS), "")
