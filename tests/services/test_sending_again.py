"""A lead that is sent again as a new one: both stand in history, and the old one is settled by it."""

import pytest

from leadexec_desktop.protocol.delivery import DeliveryEvent, DeliveryState
from leadexec_desktop.protocol.encode import CannotEncodeError
from leadexec_desktop.protocol.values import Encoding, Operation
from leadexec_desktop.services.decisions import PERSON
from leadexec_desktop.store.deliveries import TimelineEntry
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NoAnswerError

from .bench import ACCEPTED, OPEN, Bench, request

Event = DeliveryEvent


@pytest.fixture
def unknown(bench: Bench) -> Bench:
    """A bench with one delivery of which nobody knows whether it arrived."""
    bench.line.ending = NoAnswerError("The line broke.")
    bench.send(request())
    bench.line.ending = ACCEPTED
    bench.told.clear()
    return bench


def test_an_unknown_one_is_settled_by_the_new_one(unknown: Bench) -> None:
    new = unknown.sending.enqueue(request(), OPEN, "John", again_of="d1")
    assert (new.id, new.again_of, new.state, new.decided_by) == ("d2", "d1", DeliveryState.WAITING, "")
    old = unknown.store.deliveries.get("d1")
    assert (old.state, old.outcome, old.decided_by, old.settled) == (DeliveryState.UNKNOWN, "unknown", PERSON, True)
    assert old.reason == "The line broke."
    assert unknown.told == [new, old]
    assert unknown.history.unsettled() == [new]
    detail = unknown.history.detail("d1")
    assert detail.timeline[-1] == TimelineEntry(
        unknown.clock.at, Event.PERSON_SENT_AGAIN, DeliveryState.UNKNOWN, PERSON, "", "unknown"
    )
    assert detail.exchange is not None
    assert detail.outcome.kind == "unknown"
    ended = unknown.sending.deliver("d2", CancelSwitch())
    assert (ended.outcome, ended.again_of) == ("accepted", "d1")
    assert unknown.history.unsettled() == []


def test_a_second_press_settles_nothing_twice(unknown: Bench) -> None:
    unknown.send(request(), again_of="d1")
    settled = unknown.history.detail("d1")
    unknown.told.clear()
    again = unknown.sending.enqueue(request(), OPEN, "John", again_of="d1")
    assert (again.id, again.again_of) == ("d3", "d1")
    assert unknown.told == [again]
    assert unknown.history.detail("d1") == settled


OTHER_STATES = {
    "waiting": (),
    "sending": (Event.CLAIMED,),
    "answered": (Event.CLAIMED, Event.ANSWER_READ),
    "not sent": (Event.CLAIMED, Event.CANCELLED_BEFORE_SENT),
    "arrived": (Event.CLAIMED, Event.NO_ANSWER, Event.PERSON_SAYS_ARRIVED),
    "cancelled": (Event.PERSON_TOOK_OUT,),
}


@pytest.mark.parametrize("state", OTHER_STATES)
def test_any_other_state_is_only_linked_to(bench: Bench, state: str) -> None:
    bench.sending.enqueue(request(), OPEN, "John")
    before = DeliveryState.WAITING
    for event in OTHER_STATES[state]:
        before = bench.store.deliveries.advance("d1", before, event, at_utc=bench.clock.at).state
    assert before == state
    old = (bench.store.deliveries.get("d1"), bench.store.deliveries.timeline("d1"))
    bench.told.clear()
    new = bench.sending.enqueue(request(), OPEN, "John", again_of="d1")
    assert bench.told == [new]
    assert new.again_of == "d1"
    assert (bench.store.deliveries.get("d1"), bench.store.deliveries.timeline("d1")) == old


def test_one_that_history_has_no_more_is_only_named(bench: Bench) -> None:
    new = bench.sending.enqueue(request(), OPEN, "John", again_of="gone")
    assert (new.again_of, bench.told) == ("gone", [new])


def test_what_cannot_be_encoded_settles_nothing(unknown: Bench) -> None:
    before = unknown.everything()
    with pytest.raises(CannotEncodeError):
        unknown.sending.enqueue(request(Operation.REDIRECT, encoding=Encoding.JSON), OPEN, "John", again_of="d1")
    assert unknown.everything() == before
    assert unknown.told == []


def test_a_new_one_that_cannot_be_written_settles_nothing(unknown: Bench) -> None:
    with unknown.store.database.write() as cursor:
        cursor.execute("CREATE TRIGGER full BEFORE INSERT ON deliveries BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(StorageError):
        unknown.sending.enqueue(request(), OPEN, "John", again_of="d1")
    assert [each.id for each in unknown.history.unsettled()] == ["d1"]
    assert unknown.told == []


def test_an_old_one_that_cannot_be_settled_does_not_keep_the_new_one_from_being_sent(unknown: Bench) -> None:
    """Otherwise the form would not know of the new one, and the next press would make a third."""
    with unknown.store.database.write() as cursor:
        cursor.execute(
            "CREATE TRIGGER full BEFORE INSERT ON delivery_events WHEN new.event = 'person_sent_again' "
            "BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    assert unknown.send(request(), again_of="d1").outcome == "accepted"
    assert [each.id for each in unknown.history.unsettled()] == ["d1"]
