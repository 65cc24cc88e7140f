"""What a person decides of a delivery: what can be said of which, what it becomes, and that nothing is sent by it."""

import pytest

from leadexec_desktop.protocol.delivery import MOVES, DeliveryEvent, DeliveryState
from leadexec_desktop.services.decisions import DECISIONS, PERSON, Decision, why_not_again, why_not_decide
from leadexec_desktop.store.deliveries import Change, ChangedMeanwhileError, NoSuchDeliveryError

from .bench import AT, OPEN, Bench, request

State = DeliveryState
Event = DeliveryEvent

WAYS: dict[str, tuple[Event, ...]] = {
    "waiting": (),
    "sending": (Event.CLAIMED,),
    "answered": (Event.CLAIMED, Event.ANSWER_READ),
    "unknown": (Event.CLAIMED, Event.NO_ANSWER),
    "unknown, sent again": (Event.CLAIMED, Event.NO_ANSWER, Event.PERSON_SENT_AGAIN),
    "not sent": (Event.CLAIMED, Event.CANCELLED_BEFORE_SENT),
    "arrived": (Event.CLAIMED, Event.NO_ANSWER, Event.PERSON_SAYS_ARRIVED),
    "cancelled": (Event.PERSON_TOOK_OUT,),
}
"""What happens to a delivery until it stands so."""

CAN_BE_SAID: dict[str, set[Decision]] = {
    "waiting": {Decision.TAKE_OUT},
    "unknown": {Decision.ARRIVED, Decision.NOT_ARRIVED},
    "unknown, sent again": {Decision.ARRIVED, Decision.NOT_ARRIVED},
}
CAN_BE_SENT_AGAIN = {"answered", "unknown", "not sent", "arrived", "cancelled"}


def a_delivery(bench: Bench, how: str) -> None:
    """One delivery, d1, that stands so, as if a line had broken or a person had spoken."""
    state = bench.sending.enqueue(request(), OPEN, "John").state
    for event in WAYS[how]:
        person = PERSON if "PERSON" in event.name else None
        change = Change(reason="The line broke.", decided_by=person)
        state = bench.store.deliveries.advance("d1", state, event, at_utc=AT, change=change).state
    bench.told.clear()


def test_every_decision_is_a_move_of_the_table_of_states() -> None:
    assert {decision: MOVES[meaning.of_state, meaning.event] for decision, meaning in DECISIONS.items()} == {
        Decision.TAKE_OUT: State.CANCELLED,
        Decision.ARRIVED: State.ARRIVED,
        Decision.NOT_ARRIVED: State.NOT_SENT,
    }
    assert {how.partition(",")[0] for how in WAYS} == set(State)


@pytest.mark.parametrize("decision", Decision)
@pytest.mark.parametrize("how", WAYS)
def test_what_can_be_said_of_which(bench: Bench, how: str, decision: Decision) -> None:
    a_delivery(bench, how)
    before = bench.store.deliveries.get("d1")
    can = decision in CAN_BE_SAID.get(how, set())
    assert (why_not_decide(before, decision) is None) is can
    if not can:
        with pytest.raises(ChangedMeanwhileError):
            bench.sending.decide("d1", decision)
        assert bench.store.deliveries.get("d1") == before
        assert bench.told == []
        return
    after = bench.sending.decide("d1", decision)
    assert (after.decided_by, after.settled, bench.told) == (PERSON, True, [after])
    assert bench.line.sent == []
    last = bench.history.detail("d1").timeline[-1]
    assert (last.event, last.decided_by) == (DECISIONS[decision].event, PERSON)


def test_the_words_after_a_decision(bench: Bench) -> None:
    a_delivery(bench, "unknown")
    arrived = bench.sending.decide("d1", Decision.ARRIVED)
    assert (arrived.outcome, arrived.reason) == ("arrived", "The line broke.")
    assert bench.history.unsettled() == []


def test_one_that_did_not_arrive_says_who_knows_that(bench: Bench) -> None:
    a_delivery(bench, "unknown")
    absent = bench.sending.decide("d1", Decision.NOT_ARRIVED)
    assert (absent.outcome, absent.reason) == ("not sent", "A person has made sure that it did not arrive.")


@pytest.mark.parametrize("how", WAYS)
def test_which_can_be_sent_again_as_a_new_lead(bench: Bench, how: str) -> None:
    a_delivery(bench, how)
    before = bench.store.deliveries.get("d1")
    assert (why_not_again(before) is None) is (how in CAN_BE_SENT_AGAIN)
    if how not in CAN_BE_SENT_AGAIN:
        with pytest.raises(ChangedMeanwhileError):
            bench.sending.send_again("d1")
        assert bench.everything() == [before]
        return
    second = bench.sending.send_again("d1")
    assert (second.id, second.state, second.again_of) == ("d2", State.WAITING, "d1")
    assert (second.request, second.destination, second.who) == (before.request, before.destination, before.who)
    first = bench.store.deliveries.get("d1")
    assert (first.state, first.settled) == (before.state, True)
    assert bench.line.sent == []


def test_a_second_press_makes_no_third_lead(bench: Bench) -> None:
    a_delivery(bench, "unknown")
    bench.sending.send_again("d1")
    with pytest.raises(ChangedMeanwhileError):
        bench.sending.send_again("d1")
    assert len(bench.everything()) == 2


def test_what_is_not_there(bench: Bench) -> None:
    with pytest.raises(NoSuchDeliveryError):
        bench.sending.send_again("absent")
    with pytest.raises(NoSuchDeliveryError):
        bench.sending.decide("absent", Decision.ARRIVED)
