"""A call's date is typed, and goes out, in Pacific Time; the days on which the clocks change are no exception."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from leadexec_desktop.protocol.encode import encode
from leadexec_desktop.protocol.parameters import Parameter, pacific
from leadexec_desktop.protocol.values import Encoding, Operation
from leadexec_desktop.services.composing import Chosen, call_date_problem_or_moment, compose
from leadexec_desktop.transport.cancel import CancelSwitch

from .bench import OPEN, PROFILE, TYPED, Bench

CALL = Chosen(mode=Operation.CALL, encoding=Encoding.XML, ivr_number="8005551212", call_duration="95")


@pytest.mark.parametrize(
    "typed, in_utc, sent",
    [
        ("11/13/2020 12:15 PM", datetime(2020, 11, 13, 20, 15, tzinfo=UTC), "11/13/2020 12:15 PM"),
        ("7/4/2026 9:05 am", datetime(2026, 7, 4, 16, 5, tzinfo=UTC), "07/04/2026 09:05 AM"),
        ("2026-01-15T00:00", datetime(2026, 1, 15, 8, 0, tzinfo=UTC), "01/15/2026 12:00 AM"),
        ("jan 15 2026 23:59", datetime(2026, 1, 16, 7, 59, tzinfo=UTC), "01/15/2026 11:59 PM"),
        ("1/15/26 2 pm", datetime(2026, 1, 15, 22, 0, tzinfo=UTC), "01/15/2026 02:00 PM"),
        ("3/8/2026 1:59 am", datetime(2026, 3, 8, 9, 59, tzinfo=UTC), "03/08/2026 01:59 AM"),
        ("3/8/2026 3:00 am", datetime(2026, 3, 8, 10, 0, tzinfo=UTC), "03/08/2026 03:00 AM"),
        ("11/1/2026 12:59 am", datetime(2026, 11, 1, 7, 59, tzinfo=UTC), "11/01/2026 12:59 AM"),
        ("11/1/2026 1:30 am", datetime(2026, 11, 1, 8, 30, tzinfo=UTC), "11/01/2026 01:30 AM"),
        ("11/1/2026 2:00 am", datetime(2026, 11, 1, 10, 0, tzinfo=UTC), "11/01/2026 02:00 AM"),
    ],
)
def test_a_date_and_the_moment_that_it_names(bench: Bench, typed: str, in_utc: datetime, sent: str) -> None:
    problem, moment = call_date_problem_or_moment(typed)
    assert problem == ""
    assert moment is not None
    assert moment.astimezone(UTC) == in_utc
    request = compose(PROFILE, replace(CALL, call_date=typed), TYPED).request
    assert request is not None
    assert f"<CallDate>{sent}</CallDate>" in encode(request).body.decode()
    # As it was typed, it is shown; as it comes back from the disk, it is sent.
    bench.sending.enqueue(request, OPEN, "John")
    bench.sending.deliver("d1", CancelSwitch())
    assert f"<CallDate>{sent}</CallDate>".encode() in bench.line.sent[0].request.body
    assert bench.store.deliveries.get("d1").request == request


@pytest.mark.parametrize("typed", ["", "  ", "\u200b"])
def test_none(typed: str) -> None:
    assert call_date_problem_or_moment(typed) == ("", None)


@pytest.mark.parametrize(
    "typed, words",
    [
        ("3/8/2026 2:00 am", "no such time in Pacific Time"),
        ("3/8/2026 2:30 am", "no such time in Pacific Time"),
        ("3/8/2026 2:59 am", "no such time in Pacific Time"),
        ("yesterday", "Type a date and a time"),
        ("11/13/2020", "Type a date and a time"),
        ("13/12/2020 1:00 pm", "Type a date and a time"),
        ("11/13/2020 1:00", "Type a date and a time"),
        ("12/31/9999 11:00 pm", "12/31/2099 11:59 PM or earlier"),
    ],
)
def test_what_is_no_date(typed: str, words: str) -> None:
    problem, moment = call_date_problem_or_moment(typed)
    assert words in problem
    assert moment is None
    composed = compose(PROFILE, replace(CALL, call_date=typed), TYPED)
    assert composed.request is None
    assert composed.option_problems == {Parameter.CALL_DATE: problem}


def test_the_zone_is_the_pacific_one() -> None:
    assert call_date_problem_or_moment("1/15/2026 2 pm")[1] == datetime(2026, 1, 15, 14, tzinfo=pacific())
