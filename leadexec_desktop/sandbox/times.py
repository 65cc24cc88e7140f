"""Dates and times as the receiver writes them (documentation lines 142, 1884, 1886, 1995). All are in UTC."""

from datetime import UTC, datetime

_NOON = 12


def american(at: datetime) -> str:
    """A moment as `4/30/2020 1:53:45 PM` (lines 1886, 1915, 1995)."""
    utc = at.astimezone(UTC)
    half = "AM" if utc.hour < _NOON else "PM"  # %p would follow the locale
    return f"{utc.month}/{utc.day}/{utc.year} {(utc.hour + 11) % 12 + 1}:{utc:%M:%S} {half}"


def iso(at: datetime) -> str:
    """A moment as `2022-12-28T15:29:34Z` (lines 1884, 1919)."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


def iso_with_milliseconds(at: datetime) -> str:
    """A moment as `2025-11-04T22:29:22.147Z` (lines 142, 145)."""
    utc = at.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03}Z"
