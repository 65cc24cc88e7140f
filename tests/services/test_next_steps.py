"""What an answer leads to."""

import pytest

from leadexec_desktop.protocol.outcome import Outcome, OutcomeKind
from leadexec_desktop.services.next_steps import NextStep, steps_from, why_no_update


@pytest.mark.parametrize(
    "lead_id, why_not",
    [
        ("12345678", None),
        ("", "Its answer names no lead ID, which an update needs."),
        ("abc", "Its lead ID is none that an update takes: only digits, 18 at most."),
        ("-7", "Its lead ID is none that an update takes: only digits, 18 at most."),
        ("7.5", "Its lead ID is none that an update takes: only digits, 18 at most."),
        ("1234567890123456789", "Its lead ID is none that an update takes: only digits, 18 at most."),
    ],
)
def test_an_update_is_offered_of_what_it_would_take(lead_id: str, why_not: str | None) -> None:
    outcome = Outcome(OutcomeKind.DUPLICATE, "The receiver has had this lead.", lead_id=lead_id)
    assert why_no_update(outcome) == why_not
    assert (NextStep.UPDATE in steps_from(outcome)) is (why_not is None)
