"""Whether a press on Send sends: every word of an outcome, with the lead as it was and changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import product

import pytest

from leadexec_desktop.profiles.model import FieldSpec, SourceProfile
from leadexec_desktop.protocol.delivery import Delivery, DeliveryState, Destination
from leadexec_desktop.protocol.outcome import OutcomeKind
from leadexec_desktop.protocol.parameters import pacific
from leadexec_desktop.protocol.values import (
    SUBMIT_MODES,
    AuthScheme,
    CallData,
    Encoding,
    Lead,
    LeadRequest,
    Operation,
    RedirectKind,
    ResponseFormat,
    SourceIds,
)
from leadexec_desktop.services.composing import Chosen, compose
from leadexec_desktop.services.press import Press, PressedSend
from leadexec_desktop.services.repeating import is_untouched, press_send

from .bench import AT, OPEN, PROFILE, TYPED, Bench, request

ELSEWHERE = replace(OPEN, profile_id="wind")
NEW, WAITING, SAYS = Press.SENDS_NEW, Press.SENDS_WAITING, Press.SAYS_WHAT_HAPPENED

CONTRACT: dict[str, tuple[Press, Press]] = {
    # word: (the lead as it was, the lead changed or under another profile)
    "waiting": (WAITING, WAITING),
    "sending": (SAYS, SAYS),
    "accepted": (SAYS, NEW),
    "queued": (SAYS, NEW),
    "redirected": (SAYS, NEW),
    "unreadable": (SAYS, NEW),
    "unknown": (SAYS, NEW),
    "rejected": (NEW, NEW),
    "refused": (NEW, NEW),
    "not sent": (NEW, NEW),
    "arrived": (SAYS, NEW),  # it was unknown, and was not changed since
    "cancelled": (NEW, NEW),
    "returned": (NEW, NEW),
    # words of what creates no lead
    "will accept": (NEW, NEW),
    "will not accept": (NEW, NEW),
    "duplicate": (NEW, NEW),
    "not duplicate": (NEW, NEW),
    "processing": (NEW, NEW),
    "in review": (NEW, NEW),
}


def delivery(word: str, what: LeadRequest) -> Delivery:
    is_state = word in set(DeliveryState)
    state = DeliveryState(word) if is_state else DeliveryState.ANSWERED
    return Delivery("d1", AT, OPEN, what, "John", state, word)


def test_every_word_is_here() -> None:
    assert set(CONTRACT) == set(OutcomeKind)


@pytest.mark.parametrize("is_changed, is_elsewhere", list(product([False, True], repeat=2)))
@pytest.mark.parametrize("word", CONTRACT)
def test_contract(word: str, is_changed: bool, is_elsewhere: bool) -> None:
    last = delivery(word, request())
    now = request(first_name="Jane") if is_changed else request()
    press = CONTRACT[word][is_changed or is_elsewhere]
    expected = PressedSend(press, None if press is NEW else last)
    assert press_send(last, now, ELSEWHERE if is_elsewhere else OPEN) == expected


def test_a_lead_that_was_never_sent_is_sent() -> None:
    assert press_send(None, request(), OPEN) == PressedSend(NEW)


CHANGES: dict[str, Callable[[LeadRequest], LeadRequest]] = {
    "a value": lambda own: replace(own, lead=Lead((("FirstName", "Jane"), *own.lead.values[1:]))),
    "a value less": lambda own: replace(own, lead=Lead(own.lead.values[:1])),
    "the order of values": lambda own: replace(own, lead=Lead(own.lead.values[::-1])),
    "the campaign": lambda own: replace(own, ids=SourceIds(18, 1, 24)),
    "the mode": lambda own: replace(own, shape=replace(own.shape, operation=Operation.TRANSFER)),
    "the order ID": lambda own: replace(own, order_id="ORDER-7"),
    "the reference": lambda own: replace(own, reference="Desk 7"),
    "no-sell": lambda own: replace(own, no_sell=True),
    "the send delay": lambda own: replace(own, send_delay_h=Decimal(0)),
    "the call": lambda own: replace(own, call=CallData("8005551212", 95)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_counts_as_changed(change: Callable[[LeadRequest], LeadRequest]) -> None:
    last = delivery("accepted", request())
    assert press_send(last, change(last.request), OPEN).press is NEW


WAYS: dict[str, Callable[[LeadRequest], LeadRequest]] = {
    "the encoding": lambda own: replace(own, shape=replace(own.shape, encoding=Encoding.JSON)),
    "an encoding that has more options": lambda own: replace(
        own, shape=replace(own.shape, encoding=Encoding.JSON), reference="Desk 7", no_sell=True
    ),
    "the response": lambda own: replace(own, shape=replace(own.shape, response=ResponseFormat.XML)),
    "who follows a redirect": lambda own: replace(own, shape=replace(own.shape, redirect=RedirectKind.AUTO)),
    "async": lambda own: replace(own, shape=replace(own.shape, is_async=True), return_url="https://example.com/"),
    "the return URL": lambda own: replace(own, return_url="https://example.com/"),
}


@pytest.mark.parametrize("change", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("word", ["accepted", "unknown"])
def test_another_way_to_travel_is_no_other_lead(word: str, change: Callable[[LeadRequest], LeadRequest]) -> None:
    last = delivery(word, request())
    assert press_send(last, change(last.request), OPEN).press is SAYS
    other_person = replace(change(last.request), lead=Lead((("FirstName", "Jane"),)))
    assert press_send(last, other_person, OPEN).press is NEW


NO_CHANGES = {
    "another address": (request(), replace(OPEN, endpoint="https://other.example")),
    "another limit": (request(), replace(OPEN, timeout_s=1)),
    "a password now": (request(), replace(OPEN, password=True, scheme=AuthScheme.BEARER)),
    "the profile's new name": (request(), replace(OPEN, profile_name="Sun")),
    "a field that is sensitive now": (replace(request(), lead=Lead(request().lead.values, ("Phone",))), OPEN),
    "an order ID that may go anywhere now": (replace(request(), order_id_anywhere=True), OPEN),
}


@pytest.mark.parametrize("what, destination", NO_CHANGES.values(), ids=NO_CHANGES)
def test_who_edits_the_profile_has_not_changed_the_lead(what: LeadRequest, destination: Destination) -> None:
    assert press_send(delivery("accepted", request()), what, destination).press is SAYS


FILLED = Chosen(
    return_url="https://example.com/back",
    order_id="ORDER-7",
    reference="Desk 7",
    no_sell=True,
    send_delay="1.50",
    ivr_number="8005551212",
    call_duration="95",
    call_result="Sold",
)
CALL_DATES = {
    "in winter": "1/15/2026 1:30 am",
    "in summer": "7/15/2026 1:30 am",
    "in the hour that comes twice": "11/1/2026 1:30 am",
    "none": "",
}


@pytest.mark.parametrize(
    "mode, encoding, call_date",
    [
        *((mode, encoding, "none") for mode, encoding in product(SUBMIT_MODES, [Encoding.FORM, Encoding.XML])),
        *((mode, Encoding.JSON, "none") for mode in SUBMIT_MODES if mode is not Operation.REDIRECT),
        *((Operation.CALL, encoding, when) for encoding, when in product(Encoding, CALL_DATES)),
    ],
)
def test_a_lead_that_comes_back_from_history_is_the_same(
    bench: Bench, mode: Operation, encoding: Encoding, call_date: str
) -> None:
    chosen = replace(FILLED, mode=mode, encoding=encoding, call_date=CALL_DATES[call_date])
    composed = compose(PROFILE, chosen, TYPED)
    assert composed.request is not None
    last = bench.send(composed.request, composed.destination)
    assert last.outcome == "accepted"
    for known in (last, bench.store.deliveries.get("d1")):
        again = compose(PROFILE, chosen, TYPED)
        assert again.request is not None
        assert press_send(known, again.request, again.destination) == PressedSend(SAYS, known)


def test_the_doubled_hour_is_the_trap_that_it_is_taken_for() -> None:
    """A time of that hour equals none of another zone: so it must come back in the zone that it was written in."""
    there = datetime(2026, 11, 1, 1, 30, tzinfo=pacific())
    assert there != datetime.fromisoformat(there.isoformat())


# ------------------------------------------------------------------ whose doing a change is

SENT_AS = {"FirstName": "John", "Phone": "7025550123", "SSN": ""}
UNTOUCHED: dict[str, tuple[SourceProfile, dict[str, str], bool]] = {
    "as it was": (PROFILE, SENT_AS, True),
    "another text": (PROFILE, SENT_AS | {"FirstName": "Jane"}, False),
    "a text less": (PROFILE, SENT_AS | {"Phone": ""}, False),
    "a field less": (PROFILE, {"FirstName": "John", "SSN": ""}, True),
    "a field more": (PROFILE, SENT_AS | {"Partner": ""}, True),
    "a field more, with its default": (
        replace(PROFILE, fields=(*PROFILE.fields, FieldSpec("Partner", default="P-1"))),
        SENT_AS | {"Partner": "P-1"},
        True,
    ),
    "a field more, with another text": (
        replace(PROFILE, fields=(*PROFILE.fields, FieldSpec("Partner", default="P-1"))),
        SENT_AS | {"Partner": "P-2"},
        False,
    ),
}


@pytest.mark.parametrize("case", UNTOUCHED)
def test_what_somebody_typed_and_what_the_profile_did(case: str) -> None:
    profile, typed, expected = UNTOUCHED[case]
    assert is_untouched(profile, SENT_AS, typed) is expected


def test_an_untouched_lead_is_the_same_whatever_its_profile_sends_now() -> None:
    last = delivery("unknown", request())
    now = request(first_name="+1 John", ids=SourceIds(19, 2, 23))
    assert press_send(last, now, OPEN).press is NEW
    assert press_send(last, now, OPEN, is_untouched=True).press is SAYS
    other_campaign = request(ids=SourceIds(18, 1, 24))
    assert press_send(last, other_campaign, OPEN, is_untouched=True).press is NEW
