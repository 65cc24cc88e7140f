"""Dates and times as people type them, in English on every machine."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from types import MappingProxyType

from leadexec_desktop.profiles.model import FieldKind
from leadexec_desktop.profiles.moment_format import MONTHS
from leadexec_desktop.profiles.typed_text import plain

PIVOT = 40
"""Two-digit years below it are of the 2000s, the others of the 1900s; see `moments_of`."""

_FIRST_YEAR = 1800
"""A year before it is a slip of the hand."""

_LONGEST = 60
_NOON = 12
_YEAR = r"(?P<y>\d{4}|\d{2})"
# Patterns are texts here: `re` makes each when it is first needed, and keeps it. A start needs none of them.
_DATES = tuple(
    f"(?ai){pattern}"
    for pattern in (
        rf"(?P<m>\d{{1,2}})(?P<sep>[/.-])(?P<d>\d{{1,2}})(?P=sep){_YEAR}",
        r"(?P<y>\d{4})(?P<sep>[/.-])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})",
        r"(?P<m>\d{2})(?P<d>\d{2})(?P<y>\d{4})",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        rf"(?P<mon>[a-z]{{3,9}})\.?[ -](?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:, ?| |-){_YEAR}",
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<mon>[a-z]{{3,9}})\.?(?:, ?| |-){_YEAR}",
    )
)
"""3/4/90, 1990-03-04, 03041990, 19900304, mar 4 1990, 4 mar 1990. Month first, always: 13/12/1990 is no date, never
13 December. Eight digits are one date at most: no month begins as the year of a date does, with 18 or more.
"""

_MIDNIGHT = r"(?ai)(?<=\d)[t ]00:00(?::00(?:\.0+)?)?$"
"""What other programs put behind a date alone. With a zone, or another time, it would be no date alone."""

_TIME = (
    r"(?ai)(?P<h>\d{1,2})(?::(?P<min>\d{2})(?::(?P<s>\d{2}))?)? ?(?P<half>[ap])\.?(?:m\.?)?"
    r"|(?P<h24>\d{2}|1\d|2\d):(?P<min24>\d{2})(?::(?P<s24>\d{2}))?"
)
"""2:30 pm, 2 pm, 14:30, 02:30. Not 2:30, which may be in the afternoon."""

_NAMED = MappingProxyType({"noon": time(_NOON), "midnight": time()})

_CUT = r"(?ai)(?:t|,? at |, ?| )(?=\d)"
"""Where, in a date and time, the date may end: 3/4/1990 2 pm, 1990-03-04T14:30, Mar 4, 1990 at 2:30 pm."""


def moments_of(kind: FieldKind, typed: str) -> tuple[datetime, ...]:
    """The dates and times that a text can mean, the likeliest first; none if it is none.

    More than one only for a two-digit year: first the century that the pivot says, then the other, for a field whose
    range has only the other. A date is at midnight, a time on an arbitrary day.
    """
    text = " ".join(plain(typed).split())
    return tuple(_READERS[kind](text)) if len(text) <= _LONGEST else ()


def bound_of(kind: FieldKind, iso: object) -> datetime | None:
    """A least or greatest value as it stands in a profile (ISO 8601, no zone); None if it is none."""
    try:
        bound = _BOUNDS[kind](iso) if isinstance(iso, str) else None
    except ValueError:
        return None
    return None if bound is None or bound.tzinfo is not None else bound


def _dates(text: str) -> Iterator[datetime]:
    for pattern in _DATES:
        match = re.fullmatch(pattern, text)
        if match is None:
            continue
        parts = match.groupdict()
        month = int(parts["m"]) if "m" in parts else _month_of(parts["mon"])
        for year in _years(parts["y"]):
            try:
                found = datetime(year, month, int(parts["d"]))  # noqa: DTZ001 - a calendar's date has no zone
            except ValueError:
                continue
            yield found


def _only_dates(text: str) -> Iterator[datetime]:
    return _dates(re.sub(_MIDNIGHT, "", text))


def _years(text: str) -> tuple[int, ...]:
    year = int(text)
    if len(text) == 4:  # noqa: PLR2004 - written in full
        return (year,) if year >= _FIRST_YEAR else ()
    return (2000 + year, 1900 + year) if year < PIVOT else (1900 + year, 2000 + year)


def _month_of(name: str) -> int:
    """1 to 12 by a name or its beginning, three letters at least; 0 if it is none."""
    wanted = name.casefold()
    return next((number for number, month in enumerate(MONTHS, 1) if month.casefold().startswith(wanted)), 0)


def _times(text: str) -> Iterator[datetime]:
    named = _NAMED.get(text.casefold())
    if named is not None:
        yield _on_no_day(named)
    match = re.fullmatch(_TIME, text)
    if match is None:
        return
    parts = match.groupdict()
    hour, minute, second = (int(parts[name] or parts[f"{name}24"] or 0) for name in ("h", "min", "s"))
    if parts["half"]:
        if not 1 <= hour <= _NOON:
            return
        hour = hour % _NOON + (_NOON if parts["half"].casefold() == "p" else 0)
    try:
        yield _on_no_day(time(hour, minute, second))
    except ValueError:
        return


def _both(text: str) -> Iterator[datetime]:
    for cut in re.finditer(_CUT, text):
        clock = next(_times(text[cut.end() :]), None)
        if clock is not None:
            yield from (datetime.combine(day, clock.time()) for day in _dates(text[: cut.start()]))
            return


def _on_no_day(clock: time) -> datetime:
    return datetime.combine(date(1900, 1, 1), clock)


_READERS: Mapping[FieldKind, Callable[[str], Iterator[datetime]]] = MappingProxyType(
    {FieldKind.DATE: _only_dates, FieldKind.TIME: _times, FieldKind.DATETIME: _both}
)
_BOUNDS: Mapping[FieldKind, Callable[[str], datetime]] = MappingProxyType(
    {
        FieldKind.DATE: lambda iso: datetime.combine(date.fromisoformat(iso), time()),
        FieldKind.TIME: lambda iso: _on_no_day(time.fromisoformat(iso)),
        FieldKind.DATETIME: datetime.fromisoformat,
    }
)
