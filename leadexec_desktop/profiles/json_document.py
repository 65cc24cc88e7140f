"""A file's bytes as JSON, with everything refused that JSON readers let pass in silence: each fault at its place."""

import json
from collections import Counter
from collections.abc import Iterator
from math import isinf
from typing import NamedTuple

from leadexec_desktop.profiles.json_place import JsonPath

_MOST_DIGITS = 18
"""Digits of a whole number: no id has more, and all databases hold them."""


class FaultError(ValueError):
    """Something in a document is not as it must be. It never holds the value.

    Attributes:
        path: Where in the document, if that is known.
        reason: What is wrong, a sentence whose subject is the place.
        position: Where in the text, as a person counts; empty if the path says it.
    """

    def __init__(self, path: JsonPath, reason: str, position: str = "") -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason
        self.position = position


class _Unfit(NamedTuple):
    """Stands in a document for what cannot be in it, until its place is known."""

    reason: str
    key: str | None = None


def text_of_file(data: bytes) -> str:
    """A file's text: UTF-8, with a byte order mark or without.

    Raises:
        FaultError: It is none.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    raise FaultError((), "is not UTF-8 text; save it as UTF-8.", f"line {line}")


def document_of(text: str) -> object:
    """The JSON document in a text.

    Raises:
        FaultError: There is none, or something in it has two meanings or none: a key that stands twice in one object,
            a number that is none or too large, half a character.
        RecursionError: It is nested too deep.
    """
    if not text.strip():
        raise FaultError((), "is empty; a profile file holds one JSON object, or an array of them.")
    try:
        document: object = json.loads(
            text, object_pairs_hook=_object, parse_int=_whole, parse_float=_fraction, parse_constant=_constant
        )
    except json.JSONDecodeError as error:
        position, complaint = f"line {error.lineno}, column {error.colno}", error.msg
    else:
        for path, value in everything_in(document):
            _refuse(path, value)
        return document
    complaint = complaint[:1].lower() + complaint[1:].removesuffix(" at")
    raise FaultError((), f"is no valid JSON ({complaint}).", position)


def everything_in(document: object, path: JsonPath = ()) -> Iterator[tuple[JsonPath, object]]:
    """Each value of a document with its path, the document itself first."""
    yield path, document
    if isinstance(document, dict):
        for key, value in document.items():
            yield from everything_in(value, (*path, key))
    elif isinstance(document, list):
        for index, value in enumerate(document):
            yield from everything_in(value, (*path, index))


def _refuse(path: JsonPath, value: object) -> None:
    if isinstance(value, _Unfit):
        raise FaultError(path if value.key is None else (*path, value.key), value.reason)
    texts = [text for text in (value, path[-1] if path else "") if isinstance(text, str)]
    if any("\ud800" <= char <= "\udfff" for text in texts for char in text):
        raise FaultError(path, "holds half a character (a lone surrogate); type the text again.")


def _object(pairs: list[tuple[str, object]]) -> object:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
    return _Unfit("stands twice in one object; leave one of the two out.", twice)


def _whole(digits: str) -> object:
    if len(digits.removeprefix("-")) > _MOST_DIGITS:
        return _Unfit(f"is a number of more than {_MOST_DIGITS} digits.")
    return int(digits)


def _fraction(digits: str) -> object:
    value = float(digits)
    return _Unfit("is a number that is too large.") if isinf(value) else value


def _constant(name: str) -> object:
    return _Unfit(f"is {name}, which is no JSON.")
