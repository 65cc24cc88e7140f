"""What a start finds, and the services that it sets up."""

import pytest

from leadexec_desktop.protocol.delivery import DeliveryEvent, DeliveryState
from leadexec_desktop.services.composing import Chosen
from leadexec_desktop.services.desk import set_up_desk
from leadexec_desktop.services.recovery import settle_interrupted
from leadexec_desktop.services.submit_draft import SubmitDraft
from leadexec_desktop.store.credentials import SecretKind
from leadexec_desktop.store.deliveries import TimelineEntry
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.opening import Store, open_store
from leadexec_desktop.store.vault import MemoryVault
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError

from .bench import AT, OPEN, Bench, ScriptedLine, request

WHY = "The program ended while this was being sent."


def interrupt(bench: Bench, count: int = 1) -> list[str]:
    """Deliveries that were claimed, and nothing more."""
    ids = [bench.sending.enqueue(request(), OPEN, "John").id for _ in range(count)]
    for each in ids:
        bench.store.deliveries.advance(each, DeliveryState.WAITING, DeliveryEvent.CLAIMED, at_utc=AT)
    return ids


def test_what_was_being_sent_becomes_unknown_once(bench: Bench) -> None:
    interrupt(bench, 2)
    bench.clock.pass_s(60)
    settled = settle_interrupted(bench.store.deliveries, bench.clock)
    assert sorted(each.id for each in settled) == ["d1", "d2"]
    for each in settled:
        assert (each.state, each.outcome, each.reason, each.decided_by) == ("unknown", "unknown", WHY, "")
        assert each.settled is False
        assert bench.store.deliveries.get(each.id) == each
        assert bench.history.detail(each.id).timeline[1:] == (
            TimelineEntry(bench.clock.at, DeliveryEvent.FOUND_AT_START, DeliveryState.UNKNOWN, "", WHY, "unknown"),
        )
    assert settle_interrupted(bench.store.deliveries, bench.clock) == []
    assert len(bench.history.detail("d1").timeline) == 2


def test_everything_else_stays_as_it_is(bench: Bench) -> None:
    for ending in (NoAnswerError("dropped"), NotSentError("refused"), NotSentError("stop", cancelled=True)):
        bench.line.ending = ending
        bench.send(request())
    bench.sending.enqueue(request(), OPEN, "John")
    before = bench.everything()
    assert settle_interrupted(bench.store.deliveries, bench.clock) == []
    assert bench.everything() == before


def test_after_a_start_nothing_is_sent_by_itself_and_the_outbox_is_what_it_was(
    folder: DataFolder, vault: MemoryVault
) -> None:
    store = open_store(folder, vault)
    bench = Bench(store)
    interrupt(bench)
    bench.line.ending = NotSentError("refused")
    waiting = bench.send(request(first_name="Jane"))
    store.close()

    store = open_store(folder, vault)
    line = ScriptedLine(bench.clock)
    told: list[object] = []
    desk = set_up_desk(store, line, now=bench.clock, new_id=lambda: "new", changed=told.append)
    (interrupted,) = desk.interrupted
    assert (interrupted.id, interrupted.outcome) == ("d1", "unknown")
    assert (line.sent, told) == ([], [])
    assert {each.id: each for each in desk.history.unsettled()} == {"d1": interrupted, "d2": waiting}

    ended = desk.sending.deliver("d2", CancelSwitch())
    assert (ended.outcome, len(line.sent), told[-1]) == ("accepted", 1, ended)
    again = desk.sending.enqueue(request(), OPEN, "John", again_of="d1")
    assert again.id == "new"
    assert [each.id for each in desk.history.unsettled()] == ["new"]
    desk.close()
    with pytest.raises(StorageError):
        desk.history.unsettled()


def test_a_second_start_has_nothing_to_settle(folder: DataFolder, vault: MemoryVault) -> None:
    store = open_store(folder, vault)
    bench = Bench(store)
    interrupt(bench)
    store.close()
    found = []
    for _ in range(2):
        store = open_store(folder, vault)
        desk = set_up_desk(store, bench.line, now=bench.clock, new_id=str, changed=bench.told.append)
        found.append([each.id for each in desk.interrupted])
        desk.close()
    assert found == [["d1"], []]


def test_the_services_of_a_desk_share_one_store(store: Store) -> None:
    bench = Bench(store)
    desk = set_up_desk(store, bench.line, now=bench.clock, new_id=lambda: "d1", changed=bench.told.append)
    assert desk.interrupted == ()
    draft = SubmitDraft("solar", Chosen(), {"solar": {"FirstName": "John"}})
    desk.drafting.keep(draft)
    assert desk.drafting.restore() == draft
    desk.credentials.set("solar", SecretKind.PASSWORD, "x")
    assert store.credentials.get("solar", SecretKind.PASSWORD) == "x"
    assert desk.sending.enqueue(request(), OPEN, "John") == desk.history.page(None, 1)[0]


def test_history_that_cannot_be_read_is_said(store: Store) -> None:
    store.close()
    bench = Bench(store)
    with pytest.raises(StorageError):
        set_up_desk(store, bench.line, now=bench.clock, new_id=str, changed=bench.told.append)
