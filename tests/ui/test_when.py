"""Moments as an agent reads them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from leadexec_desktop.ui.when import when_text

NOW = datetime(2026, 1, 3, 9, 30, tzinfo=timezone(timedelta(hours=-8)))


@pytest.mark.parametrize(
    "at, text",
    [
        (datetime(2026, 1, 3, 9, 5, 7, tzinfo=NOW.tzinfo), "09:05:07"),
        (datetime(2026, 1, 3, 17, 5, 7, tzinfo=UTC), "09:05:07"),
        (datetime(2026, 1, 3, 7, 5, tzinfo=UTC), "Jan 02 23:05"),
        (datetime(2025, 12, 31, 12, 0, tzinfo=NOW.tzinfo), "Dec 31 12:00"),
        (datetime(2025, 1, 2, 12, 0, tzinfo=NOW.tzinfo), "Jan 02 2025, 12:00"),
        (datetime(2024, 12, 31, 12, 0, tzinfo=NOW.tzinfo), "Dec 31 2024, 12:00"),
        (datetime(2027, 1, 2, 12, 0, tzinfo=NOW.tzinfo), "Jan 02 2027, 12:00"),
    ],
)
def test_a_day_of_another_year_has_its_year(at: datetime, text: str) -> None:
    assert when_text(at, NOW) == text
