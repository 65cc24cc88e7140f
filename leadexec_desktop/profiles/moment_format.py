"""Dates and times as text, by a strftime pattern: the same on every platform and in every language."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from leadexec_desktop.profiles.model import FieldKind

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NOON = 12

_DATE: Mapping[str, Callable[[datetime], str]] = MappingProxyType(
    {
        "Y": lambda at: f"{at.year:04}",
        "y": lambda at: f"{at.year % 100:02}",
        "m": lambda at: f"{at.month:02}",
        "-m": lambda at: f"{at.month}",
        "d": lambda at: f"{at.day:02}",
        "-d": lambda at: f"{at.day}",
        "B": lambda at: MONTHS[at.month - 1],
        "b": lambda at: MONTHS[at.month - 1][:3],
        "A": lambda at: _DAYS[at.weekday()],
        "a": lambda at: _DAYS[at.weekday()][:3],
        "j": lambda at: f"{at.timetuple().tm_yday:03}",
    }
)
_TIME: Mapping[str, Callable[[datetime], str]] = MappingProxyType(
    {
        "H": lambda at: f"{at.hour:02}",
        "-H": lambda at: f"{at.hour}",
        "I": lambda at: f"{_hour_of_twelve(at):02}",
        "-I": lambda at: f"{_hour_of_twelve(at)}",
        "M": lambda at: f"{at.minute:02}",
        "-M": lambda at: f"{at.minute}",
        "S": lambda at: f"{at.second:02}",
        "-S": lambda at: f"{at.second}",
        "p": lambda at: "AM" if at.hour < _NOON else "PM",
    }
)
_PERCENT: Mapping[str, Callable[[datetime], str]] = MappingProxyType({"%": lambda _: "%"})

DIRECTIVES: Mapping[FieldKind, Mapping[str, Callable[[datetime], str]]] = MappingProxyType(
    {
        FieldKind.DATE: MappingProxyType({**_DATE, **_PERCENT}),
        FieldKind.TIME: MappingProxyType({**_TIME, **_PERCENT}),
        FieldKind.DATETIME: MappingProxyType({**_DATE, **_TIME, **_PERCENT}),
    }
)
"""The directives, without their `%`, that a pattern of each kind may have, and what each writes."""

DEFAULT_PATTERNS: Mapping[FieldKind, str] = MappingProxyType(
    {
        FieldKind.DATE: "%m/%d/%Y",
        FieldKind.TIME: "%I:%M %p",
        FieldKind.DATETIME: "%m/%d/%Y %I:%M %p",
    }
)

_DIRECTIVE = r"(?s)%(-?.?)"


def format_moment(kind: FieldKind, pattern: str, at: datetime) -> str:
    """A date or time by a strftime pattern, names in English; a directive that the kind has not stays as it is.

    Args:
        kind: One of the kinds that have directives.
        pattern: As in a field's `wire_format`; empty for the kind's default.
        at: The date and time, of which the kind uses its part.
    """
    directives = DIRECTIVES[kind]

    def written(match: re.Match[str]) -> str:
        write = directives.get(match[1])
        return match[0] if write is None else write(at)

    return re.sub(_DIRECTIVE, written, pattern or DEFAULT_PATTERNS[kind])


def why_no_pattern(kind: FieldKind, pattern: str) -> str | None:
    """Why a strftime pattern cannot write a date or time of that kind; None if it can."""
    directives = DIRECTIVES[kind]
    found = list(_directives_in(pattern))
    strange = next((name for name in found if name not in directives), None)
    if strange is not None:
        known = " ".join(f"%{name}" for name in directives)
        shown = f'"%{strange}"' if strange.isprintable() else "a directive"
        return f"has {shown}, which a {kind} cannot be written with; it may have {known}."
    if all(name == "%" for name in found):
        return (
            f'has no directive such as those of "{DEFAULT_PATTERNS[kind]}", so that every {kind} would look the same.'
        )
    return None


def _directives_in(pattern: str) -> Iterator[str]:
    return (match[1] for match in re.finditer(_DIRECTIVE, pattern))


def _hour_of_twelve(at: datetime) -> int:
    return (at.hour + 11) % 12 + 1
