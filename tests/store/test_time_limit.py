from threading import Event, active_count
from time import monotonic

import pytest

from leadexec_desktop.store.time_limit import TimeLimit, TimeLimitError


def test_what_the_call_gives_or_raises_comes_back() -> None:
    limit = TimeLimit(5)
    assert limit.run(lambda: 7).result() == 7
    error = limit.run(lambda: dict[str, int]()["missing"]).exception()
    assert isinstance(error, KeyError)
    assert limit.run(lambda: 8).result() == 8


def test_a_call_that_hangs_is_left_and_costs_one_thread() -> None:
    limit, goes_on, ran = TimeLimit(0.05), Event(), []
    before, began_s = active_count(), monotonic()
    with pytest.raises(TimeLimitError):
        limit.run(goes_on.wait)
    for _ in range(5):
        with pytest.raises(TimeLimitError):
            limit.run(lambda: ran.append("never"))
    assert monotonic() - began_s < 20
    assert active_count() == before + 1
    goes_on.set()
    # What waited in vain never runs; what is asked next does.
    patient = TimeLimit(5)
    patient._turn = limit._turn
    assert patient.run(lambda: "again").result() == "again"
    assert ran == []


def test_a_late_error_harms_nobody() -> None:
    limit, goes_on = TimeLimit(0.05), Event()

    def fail() -> None:
        goes_on.wait()
        raise OSError

    with pytest.raises(TimeLimitError):
        limit.run(fail)
    goes_on.set()
    patient = TimeLimit(5)
    patient._turn = limit._turn
    assert patient.run(lambda: 1).result() == 1
