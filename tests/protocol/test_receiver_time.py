"""Dates as the receiver writes them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.protocol.receiver_time import moment_of

PACIFIC = ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("4/30/2020 1:53:45 PM", datetime(2020, 4, 30, 13, 53, 45, tzinfo=UTC)),
        ("12/28/2022 3:29:34 PM UTC", datetime(2022, 12, 28, 15, 29, 34, tzinfo=UTC)),
        ("2022-12-28T15:29:34Z", datetime(2022, 12, 28, 15, 29, 34, tzinfo=UTC)),
        ("2025-11-04T22:29:22.147Z", datetime(2025, 11, 4, 22, 29, 22, 147000, tzinfo=UTC)),
        ("2025-11-04T22:29:22.1477777", datetime(2025, 11, 4, 22, 29, 22, 147777, tzinfo=UTC)),
        ("2025-11-04T14:29:22-08:00", datetime(2025, 11, 4, 22, 29, 22, tzinfo=UTC)),
        (" 1/2/2026 12:00 am ", datetime(2026, 1, 2, tzinfo=UTC)),
        ("1/2/2026 12:00:01 PM", datetime(2026, 1, 2, 12, 0, 1, tzinfo=UTC)),
        ("1/2/2026 17:05", datetime(2026, 1, 2, 17, 5, tzinfo=UTC)),
    ],
)
def test_dates_of_the_documentation_and_their_kin(text: str, expected: datetime) -> None:
    assert moment_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "13/13/2020 1:53:45 PM",
        "4/30/2020 13:53:45 PM",
        "4/31/2020 1:53:45 PM",
        "1/1/0001 12:00:00 AM",
        "0001-01-01T00:00:00",
        "٤/30/2020 1:53 PM",
        "9999-12-31T23:59:59-14:00",
        "4" * 1000,
    ],
)
def test_what_is_no_date_names_no_moment(text: str) -> None:
    assert moment_of(text) is None


def test_the_zone_holds_only_where_the_text_names_none() -> None:
    assert moment_of("4/30/2020 1:53:45 PM", PACIFIC) == datetime(2020, 4, 30, 20, 53, 45, tzinfo=UTC)
    assert moment_of("12/28/2022 3:29:34 PM UTC", PACIFIC) == datetime(2022, 12, 28, 15, 29, 34, tzinfo=UTC)
    assert moment_of("2022-12-28T15:29:34Z", PACIFIC) == datetime(2022, 12, 28, 15, 29, 34, tzinfo=UTC)


@given(st.text(max_size=60))
def test_any_text_has_a_moment_or_none(text: str) -> None:
    found = moment_of(text)
    assert found is None or found.utcoffset() == timedelta(0)


@given(st.datetimes(min_value=datetime(2, 1, 2), max_value=datetime(9999, 12, 30)))  # noqa: DTZ001 - in UTC, as read
def test_what_is_written_as_documented_is_read(at: datetime) -> None:
    half, hour = ("AM" if at.hour < 12 else "PM"), (at.hour + 11) % 12 + 1
    written = f"{at.month}/{at.day}/{at.year:04} {hour}:{at.minute:02}:{at.second:02} {half}"
    assert moment_of(written) == at.replace(microsecond=0, tzinfo=UTC)
