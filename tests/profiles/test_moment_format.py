"""Dates and times by pattern, the same everywhere."""

from datetime import datetime, timedelta

import pytest

from leadexec_desktop.profiles.model import MOMENT_KINDS, FieldKind
from leadexec_desktop.profiles.moment_format import DEFAULT_PATTERNS, DIRECTIVES, format_moment, why_no_pattern

MOMENT = datetime(1990, 3, 4, 0, 5, 9)  # noqa: DTZ001 - a field's date has no zone


def test_every_kind_of_moment_has_its_rows() -> None:
    assert set(DIRECTIVES) == set(DEFAULT_PATTERNS) == MOMENT_KINDS
    assert [why_no_pattern(kind, pattern) for kind, pattern in DEFAULT_PATTERNS.items()] == [None] * 3


@pytest.mark.parametrize("directive", list("YymdjHIMS%"))
def test_each_directive_of_digits_writes_what_the_c_library_writes(directive: str) -> None:
    for hours in range(0, 9_000, 13):
        at = MOMENT + timedelta(hours=hours)
        assert format_moment(FieldKind.DATETIME, f"<%{directive}>", at) == at.strftime(f"<%{directive}>")


@pytest.mark.parametrize("directive", [name for name in DIRECTIVES[FieldKind.DATETIME] if name.startswith("-")])
def test_a_minus_takes_the_leading_zero(directive: str) -> None:
    for hours in range(0, 9_000, 13):
        at = MOMENT + timedelta(hours=hours)
        padded = format_moment(FieldKind.DATETIME, f"%{directive[1:]}", at)
        assert format_moment(FieldKind.DATETIME, f"%{directive}", at) == str(int(padded))


WRITTEN = [
    (FieldKind.DATE, "", "03/04/1990"),
    (FieldKind.TIME, "", "12:05 AM"),
    (FieldKind.DATETIME, "", "03/04/1990 12:05 AM"),
    (FieldKind.DATE, "%A, %B %-d, %Y", "Sunday, March 4, 1990"),
    (FieldKind.DATE, "%a %d %b", "Sun 04 Mar"),
    (FieldKind.TIME, "%-I:%M", "12:05"),
    (FieldKind.DATE, "100%% %-m", "100% 3"),
    (FieldKind.DATE, "%H %Q %-Q %", "%H %Q %-Q %"),
]


@pytest.mark.parametrize("kind, pattern, text", WRITTEN)
def test_patterns_as_they_are_written(kind: FieldKind, pattern: str, text: str) -> None:
    assert format_moment(kind, pattern, MOMENT) == text


def test_words_are_english_on_every_machine() -> None:
    days = [MOMENT + timedelta(days=days) for days in range(7)]
    months = [MOMENT.replace(month=month) for month in range(1, 13)]
    assert "".join(format_moment(FieldKind.DATE, "%a", at) for at in days) == "SunMonTueWedThuFriSat"
    assert "".join(format_moment(FieldKind.DATE, "%b", at) for at in months) == "JanFebMarAprMayJunJulAugSepOctNovDec"
    assert [format_moment(FieldKind.TIME, "%p", MOMENT.replace(hour=hour)) for hour in (0, 11, 12, 23)] == [
        "AM",
        "AM",
        "PM",
        "PM",
    ]


def test_years_have_four_digits() -> None:
    assert format_moment(FieldKind.DATE, "%Y %y", MOMENT.replace(year=5)) == "0005 05"


REFUSED = [
    (FieldKind.DATE, "%m/%d/%Y %H", 'has "%H"'),
    (FieldKind.TIME, "%Y", 'has "%Y"'),
    (FieldKind.DATE, "%x", 'has "%x"'),
    (FieldKind.DATETIME, "%Z", 'has "%Z"'),
    (FieldKind.DATE, "%Y%", 'has "%"'),
    (FieldKind.DATE, "%\x00", "has a directive, which"),
    (FieldKind.DATE, "mm/dd/yyyy", "has no directive"),
    (FieldKind.DATE, "%%", "has no directive"),
]


@pytest.mark.parametrize("kind, pattern, reason", REFUSED)
def test_why_a_pattern_is_none(kind: FieldKind, pattern: str, reason: str) -> None:
    assert (why_no_pattern(kind, pattern) or "").startswith(reason)
