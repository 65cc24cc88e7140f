"""Which delivery a lead has that is given back at a start, whatever the clock said and whatever history did with it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from leadexec_desktop.protocol.delivery import Delivery, DeliveryState
from leadexec_desktop.services.composing import Chosen, compose
from leadexec_desktop.services.resuming import delivery_of
from leadexec_desktop.services.submit_draft import SubmitDraft

from .bench import AT, OPEN, PROFILE, TYPED

CHOSEN = Chosen(aid=23)


def delivery(number: int, word: str, first_name: str = "John", profile_id: str = PROFILE.id) -> Delivery:
    request = compose(PROFILE, CHOSEN, {**TYPED, "FirstName": first_name}).request
    assert request is not None
    state = DeliveryState(word) if word in set(DeliveryState) else DeliveryState.ANSWERED
    destination = replace(OPEN, profile_id=profile_id)
    return Delivery(f"d{number}", AT + timedelta(seconds=number), destination, request, "John", state, word)


CASES: dict[str, tuple[str, Sequence[Delivery], str]] = {
    # what the draft knows, history (the newest first), what counts
    "never sent": ("", [], ""),
    "as the draft knows": ("d1", [delivery(1, "rejected")], "d1"),
    "not in the newest page": ("d1", [], "d1"),
    "sent and not noted": ("", [delivery(1, "waiting")], "d1"),
    "the newest of those not noted": ("", [delivery(2, "waiting"), delivery(1, "rejected")], "d2"),
    "accepted, and noted only as rejected": ("d1", [delivery(2, "accepted"), delivery(1, "rejected")], "d2"),
    "accepted under a clock that was set back": ("d1", [delivery(5, "rejected"), delivery(2, "unknown")], "d2"),
    "noted as accepted, and rejected later": ("d1", [delivery(2, "rejected"), delivery(1, "accepted")], "d1"),
    "accepted, then noted as rejected later": ("d2", [delivery(2, "rejected"), delivery(1, "accepted")], "d1"),
    "being sent": ("", [delivery(1, "sending")], "d1"),
    "another lead's": ("", [delivery(1, "accepted", "Jane")], ""),
    "another lead's beside its own": ("d1", [delivery(2, "unknown", "Jane"), delivery(1, "waiting")], "d1"),
    "another profile's": ("", [delivery(1, "accepted", profile_id="wind")], ""),
}


@pytest.mark.parametrize("case", CASES)
def test_which_delivery(case: str) -> None:
    known, newest, counts = CASES[case]
    ids = {PROFILE.id: known} if known else {}
    draft = SubmitDraft(PROFILE.id, CHOSEN, {PROFILE.id: TYPED}, ids)
    assert delivery_of(draft, PROFILE, newest) == counts


def test_a_lead_that_is_not_whole_has_the_one_it_knows() -> None:
    draft = SubmitDraft(PROFILE.id, CHOSEN, {PROFILE.id: {"FirstName": ""}}, {PROFILE.id: "d1"})
    assert delivery_of(draft, PROFILE, [delivery(2, "accepted")]) == "d1"
