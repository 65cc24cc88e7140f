"""How a sample writes dates and times: by an example, or in letters as in `YYYY-MM-DD`."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from leadexec_desktop.profiles.model import FieldKind
from leadexec_desktop.profiles.moment_format import DEFAULT_PATTERNS, why_no_pattern

_ZONE = re.compile(r"(?<=:\d\d)(?:\.\d{1,9})?(?: ?Z| ?[+-]\d\d:?\d\d| ?UTC| ?GMT)?$", re.ASCII)


def without_zone(value: str) -> str:
    """A time without its fraction of a second and its zone, which no field can hold."""
    return _ZONE.sub("", value[:60]) if len(value) <= 60 else value  # noqa: PLR2004 - no time is as long


_DATE_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(shape, re.ASCII), pattern)
    for shape, pattern in (
        (r"\d{4}-\d\d-\d\d", "%Y-%m-%d"),
        (r"\d{4}/\d\d/\d\d", "%Y/%m/%d"),
        (r"0\d/\d\d/\d{4}|\d\d/0\d/\d{4}", "%m/%d/%Y"),
        (r"[1-9]/\d\d?/\d{4}|\d\d?/[1-9]/\d{4}", "%-m/%-d/%Y"),
        (r"\d\d/\d\d/\d{4}", "%m/%d/%Y"),
        (r"\d\d-\d\d-\d{4}", "%m-%d-%Y"),
        (r"[1-9]-\d\d?-\d{4}|\d\d?-[1-9]-\d{4}", "%-m-%-d-%Y"),
        (r"\d\d\.\d\d\.\d{4}", "%m.%d.%Y"),
        (r"\d\d/\d\d/\d\d", "%m/%d/%y"),
    )
)
_TIME_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(shape, re.ASCII), pattern)
    for shape, pattern in (
        (r"\d\d:\d\d:\d\d", "%H:%M:%S"),
        (r"\d\d:\d\d", "%H:%M"),
        (r"0\d:\d\d [AP]M", "%I:%M %p"),
        (r"[1-9]:\d\d [AP]M", "%-I:%M %p"),
        (r"1[012]:\d\d [AP]M", "%I:%M %p"),
        (r"0\d:\d\d:\d\d [AP]M", "%I:%M:%S %p"),
        (r"[1-9]:\d\d:\d\d [AP]M", "%-I:%M:%S %p"),
        (r"1[012]:\d\d:\d\d [AP]M", "%I:%M:%S %p"),
    )
)


def pattern_of_value(kind: FieldKind, value: str) -> str:
    """The pattern that writes a date or time as a value is written; empty for the kind's default and if none does."""
    text = without_zone(value)
    if kind is FieldKind.DATE:
        pattern = _shape(_DATE_SHAPES, text)
    elif kind is FieldKind.TIME:
        pattern = _shape(_TIME_SHAPES, text)
    else:
        day, between, clock = text.partition("T") if "T" in text else text.partition(" ")
        parts = _shape(_DATE_SHAPES, day), _shape(_TIME_SHAPES, clock)
        pattern = between.join(parts) if all(parts) else ""
    return "" if pattern == DEFAULT_PATTERNS[kind] else pattern


def _shape(shapes: tuple[tuple[re.Pattern[str], str], ...], text: str) -> str:
    return next((pattern for shape, pattern in shapes if shape.fullmatch(text)), "")


_LETTERS = re.compile(
    r"(?<![A-Za-z])(?P<all>(?:Y{2,4}|M{1,2}|D{1,2})(?P<sep>[/.-]?)(?:Y{2,4}|M{1,2}|D{1,2})(?P=sep)(?:Y{2,4}|M{1,2}|D{1,2})"
    r"(?:[T ]?\[?(?:H{1,2}:M{2}(?::S{2})?)(?: ?(?:AM/PM|AM|PM|TT|A|P))?)?)(?![A-Za-z])",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?<![A-Za-z])H{1,2}:M{2}(?::S{2})?(?: ?(?:AM/PM|AM|PM|TT|A))?(?![A-Za-z])", re.IGNORECASE)
_PIECE = re.compile(r"Y{2,4}|M{1,2}|D{1,2}|H{1,2}|S{2}|AM/PM|AM|PM|TT|A(?![A-Z])", re.IGNORECASE)
_MEANINGS: Mapping[str, str] = MappingProxyType({"mm": "%m", "m": "%-m", "dd": "%d", "d": "%-d", "ss": "%S"})


def pattern_in(text: str) -> tuple[FieldKind, str] | None:
    """The kind and the pattern of a date or time described in letters, as in `MM/DD/YYYY hh:mm AM/PM`.

    The pattern is empty where it is the kind's default. None if the text describes none.
    """
    found = _LETTERS.search(text[:2000])
    if found is not None and {letter.lower() for letter in found["all"][:10] if letter.isalpha()} >= {"y", "m", "d"}:
        kind = FieldKind.DATETIME if "h" in found["all"].lower() else FieldKind.DATE
        written = found["all"]
    else:
        clock = _CLOCK.search(text[:2000])
        if clock is None:
            return None
        kind, written = FieldKind.TIME, clock[0]
    pattern = _pattern(written)
    if why_no_pattern(kind, pattern) is not None:
        return None
    return kind, "" if pattern == DEFAULT_PATTERNS[kind] else pattern


def _pattern(written: str) -> str:
    is_half = re.search(r"AM|PM|TT| A$", written, re.IGNORECASE) is not None
    seen_hour = False

    def directive(match: re.Match[str]) -> str:
        nonlocal seen_hour
        piece = match[0].lower()
        if piece[0] == "h":
            seen_hour = True
            letter = "I" if is_half else "H"
            return f"%{letter}" if len(piece) > 1 else f"%-{letter}"
        if piece[0] == "m" and seen_hour:
            return "%M"
        if piece[0] == "y":
            return "%y" if len(piece) == 2 else "%Y"  # noqa: PLR2004 - the letters of a year
        return _MEANINGS.get(piece, "%p")

    return _PIECE.sub(directive, written.replace("[", ""))
