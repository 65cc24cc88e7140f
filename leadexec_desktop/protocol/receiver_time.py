"""Dates and times as the receiver writes them (documentation lines 153, 1886, 1919)."""

import re
from datetime import UTC, datetime, tzinfo

_LONGEST = 40
_AMERICAN = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,7})?)?(?: ?([AP])\.?M\.?)?( ?(?:UTC|GMT|Z))?",
    re.IGNORECASE | re.ASCII,
)
_NOON = 12


def moment_of(text: str, zone: tzinfo = UTC) -> datetime | None:
    """The moment that a text names; None if it is no date and time.

    `4/30/2020 1:53:45 PM` and ISO 8601, with a fraction or without. A year 1, which stands for "none" in some
    platforms, is none.

    Args:
        text: As the receiver wrote it.
        zone: What holds where the text names no zone.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    try:
        at = _american(text) or datetime.fromisoformat(text)
        return None if at.year == 1 else (at if at.tzinfo is not None else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _american(text: str) -> datetime | None:
    found = _AMERICAN.fullmatch(text)
    if found is None:
        return None
    month, day, year, hour, minute = (int(part) for part in found.groups()[:5])
    second, half, is_utc = int(found[6] or 0), (found[7] or "").upper(), bool(found[8])
    if half:
        if not 1 <= hour <= _NOON:
            raise ValueError(hour)
        hour = hour % _NOON + (_NOON if half == "P" else 0)
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC if is_utc else None)
