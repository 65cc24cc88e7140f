"""A program that ends does not wait for what hangs, and lets what works finish."""

from concurrent.futures import Future
from threading import Event, Timer
from time import monotonic

import pytest

from leadexec_desktop.store import time_limit
from leadexec_desktop.store.time_limit import TimeLimit, TimeLimitError


@pytest.fixture
def end(monkeypatch: pytest.MonkeyPatch) -> "Future[None]":
    monkeypatch.setattr(time_limit, "_LAST_S", 0.2)
    return Future()


def test_what_hangs_is_left_when_the_program_ends(end: "Future[None]") -> None:
    goes_on, began_s = Event(), monotonic()
    Timer(0.1, lambda: end.set_result(None)).start()
    with pytest.raises(TimeLimitError):
        TimeLimit(30, end).run(goes_on.wait)
    assert 0.1 < monotonic() - began_s < 20
    goes_on.set()


def test_what_works_is_still_done_after_the_end(end: "Future[None]") -> None:
    limit = TimeLimit(30, end)
    end.set_result(None)
    assert limit.run(lambda: 7).result() == 7


def test_a_limit_that_is_shorter_still_counts(end: "Future[None]") -> None:
    goes_on, began_s = Event(), monotonic()
    with pytest.raises(TimeLimitError):
        TimeLimit(0.05, end).run(goes_on.wait)
    assert monotonic() - began_s < 20
    goes_on.set()
