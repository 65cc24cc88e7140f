"""What a send does to the store, in which order, and what it never does."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest

import leadexec_desktop
from leadexec_desktop.protocol.delivery import DeliveryEvent, DeliveryState, Destination
from leadexec_desktop.protocol.encode import CannotEncodeError
from leadexec_desktop.protocol.values import CallData, Encoding, Lead, LeadRequest, Operation, RequestShape
from leadexec_desktop.services.decisions import PERSON, Decision
from leadexec_desktop.services.recovery import settle_interrupted
from leadexec_desktop.store.database import open_database
from leadexec_desktop.store.database_key import ENTRY
from leadexec_desktop.store.deliveries import ChangedMeanwhileError, Deliveries, NoSuchDeliveryError
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.opening import Store, open_store
from leadexec_desktop.store.vault import MemoryVault
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NotSentError

from .bench import ACCEPTED, AT, FULLEST, OPEN, TOOK_S, Bench, request

State = DeliveryState


@pytest.fixture
def on_disk(folder: DataFolder, vault: MemoryVault) -> Iterator[Store]:
    opened = open_store(folder, vault)
    yield opened
    opened.close()


# ------------------------------------------------------------------ written down first


def test_what_is_enqueued_waits_on_the_disk(on_disk: Store, folder: DataFolder, vault: MemoryVault) -> None:
    bench = Bench(on_disk)
    delivery = bench.sending.enqueue(request(), OPEN, "John")
    assert (delivery.state, delivery.outcome, delivery.who, delivery.settled) == (
        State.WAITING,
        "waiting",
        "John",
        False,
    )
    assert (delivery.id, delivery.created_at_utc, delivery.destination, delivery.request) == ("d1", AT, OPEN, request())
    assert (delivery.sent_at_utc, delivery.elapsed_s, delivery.again_of, delivery.decided_by) == (None, None, "", "")
    assert bench.line.sent == []
    assert bench.told == [delivery]
    seen = open_database(folder.database, bytes.fromhex(vault.get(ENTRY) or ""))
    assert Deliveries(seen).page(None, 9) == [delivery]
    assert Deliveries(seen).exchange("d1") is None
    seen.close()


def test_the_disk_says_sending_before_the_line_is_called(
    on_disk: Store, folder: DataFolder, vault: MemoryVault
) -> None:
    bench = Bench(on_disk)
    seen = open_database(folder.database, bytes.fromhex(vault.get(ENTRY) or ""))
    found = []
    bench.line.during = lambda: found.append((Deliveries(seen).get("d1"), Deliveries(seen).timeline("d1")))
    bench.send(request())
    seen.close()
    ((during, timeline),) = found
    assert (during.state, during.outcome, during.sent_at_utc, during.reason) == (State.SENDING, "sending", AT, "")
    assert [(entry.event, entry.at_utc) for entry in timeline] == [(DeliveryEvent.CLAIMED, AT)]


DIES_WHILE_SENDING = """
import os, sys
from pathlib import Path
from leadexec_desktop.store.database_key import ENTRY
from leadexec_desktop.store.folder import open_folder
from leadexec_desktop.store.opening import open_store
from leadexec_desktop.store.vault import MemoryVault
sys.path.insert(0, sys.argv[3])
import bench
vault = MemoryVault()
vault.set(ENTRY, sys.argv[2])
desk = bench.Bench(open_store(open_folder(Path(sys.argv[1])), vault))
desk.line.during = lambda: os._exit(9)
desk.send(bench.request())
"""


def test_a_program_that_dies_while_sending_leaves_it_known(folder: DataFolder, vault: MemoryVault) -> None:
    open_store(folder, vault).close()
    home = Path(leadexec_desktop.__file__).parent.parent
    command = [sys.executable, "-c", DIES_WHILE_SENDING, folder.path, vault.get(ENTRY) or "", Path(__file__).parent]
    child = subprocess.run(
        list(map(str, command)),
        env={**os.environ, "PYTHONPATH": str(home), "PYTHONWARNINGS": "error"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert (child.returncode, child.stderr) == (9, "")
    store = open_store(folder, vault)
    (left,) = store.deliveries.unsettled()
    assert (left.state, left.sent_at_utc, left.request) == (State.SENDING, AT, request())
    (settled,) = settle_interrupted(store.deliveries, lambda: AT)
    assert (settled.state, settled.outcome) == (State.UNKNOWN, "unknown")
    store.close()


def test_a_send_goes_where_the_delivery_says(bench: Bench) -> None:
    switch = CancelSwitch()
    away = Destination("solar", "Solar", "https://leads.example/prefix", timeout_s=12.5)
    bench.sending.enqueue(request(Operation.TRANSFER), away, "John")
    bench.sending.deliver("d1", switch)
    (sent,) = bench.line.sent
    assert (sent.request.method, sent.request.url) == (
        "POST",
        "https://leads.example/prefix/processor/insert/transfer/json",
    )
    assert sent.request.headers[0] == ("Content-Type", "application/x-www-form-urlencoded")
    assert sent.request.body == b"vid=18&lid=1&aid=23&FirstName=John&Phone=7025550123"
    assert (sent.timeout_s, sent.cancel, sent.token) == (12.5, switch, None)


@pytest.mark.parametrize("encoding", Encoding)
def test_what_history_shows_is_what_was_sent(bench: Bench, encoding: Encoding) -> None:
    bench.send(request(encoding=encoding, **FULLEST[encoding]))
    exchange = bench.store.deliveries.exchange("d1")
    assert exchange is not None
    assert exchange.request_body == bench.line.sent[0].request.body
    assert exchange.answer == ACCEPTED


# ------------------------------------------------------------------ what cannot be encoded

WITH_CALL = request(Operation.CALL)
CANNOT_BE_ENCODED = {
    "redirect as JSON": request(Operation.REDIRECT, encoding=Encoding.JSON),
    "no-sell in a form": request(no_sell=True),
    "a reference in a form": request(reference="Desk 7"),
    "an order ID in JSON": request(encoding=Encoding.JSON, order_id="ORDER-7"),
    "a return URL, answered at once": request(return_url="https://example.com/"),
    "a call lead without its call": replace(WITH_CALL, call=None),
    "a general lead with a call": request(call=CallData("8005551212", 1)),
    "a control character in XML": request(encoding=Encoding.XML, first_name="Jo\x00hn"),
    "one behind a mask": request(encoding=Encoding.XML, lead=Lead((("SSN", "\x01"),), ("SSN",))),
    "half a character": request(first_name="\ud800"),
    "no name in XML": request(encoding=Encoding.XML, lead=Lead((("Day phone", "1"),))),
    "an asynchronous redirect": replace(request(), shape=RequestShape(Operation.REDIRECT, is_async=True)),
}


@pytest.mark.parametrize("what", CANNOT_BE_ENCODED.values(), ids=CANNOT_BE_ENCODED)
def test_what_cannot_be_encoded_is_not_written_down(bench: Bench, what: LeadRequest) -> None:
    with pytest.raises(CannotEncodeError):
        bench.sending.enqueue(what, OPEN, "John")
    assert bench.everything() == []
    assert (bench.told, bench.line.sent) == ([], [])


@pytest.mark.parametrize("what", CANNOT_BE_ENCODED.values(), ids=CANNOT_BE_ENCODED)
def test_nor_does_it_replace_what_waits(bench: Bench, what: LeadRequest) -> None:
    before = bench.sending.enqueue(request(), OPEN, "John")
    with pytest.raises(CannotEncodeError):
        bench.sending.replace("d1", what, OPEN, "Jane")
    assert bench.everything() == [before]
    assert bench.told == [before]


@pytest.mark.parametrize("operation, word", [(Operation.GENERAL, "waiting"), (Operation.TRANSFER, "not sent")])
def test_one_that_an_older_version_wrote_and_this_one_cannot_encode(
    bench: Bench, operation: Operation, word: str
) -> None:
    delivery = bench.sending.enqueue(request(operation), OPEN, "John")
    broken = request(operation, first_name="\ud800")
    bench.store.deliveries.replace(delivery.id, OPEN, broken, "John")
    ended = bench.sending.deliver("d1", CancelSwitch())
    assert (ended.outcome, bench.line.sent) == (word, [])
    assert "U+D800" in ended.reason
    assert bench.history.detail("d1").exchange is None


# ------------------------------------------------------------------ replace and discard


def test_a_waiting_one_takes_new_values_and_is_sent_with_them(bench: Bench) -> None:
    bench.line.ending = NotSentError("refused")
    bench.send(request())
    elsewhere = replace(OPEN, profile_id="wind", profile_name="Wind", endpoint="https://other.example")
    replaced = bench.sending.replace("d1", request(first_name="Jane"), elsewhere, "Jane")
    assert (replaced.id, replaced.state, replaced.who) == ("d1", State.WAITING, "Jane")
    assert bench.told[-1] == replaced
    bench.line.ending = ACCEPTED
    ended = bench.sending.deliver("d1", CancelSwitch())
    assert (ended.outcome, ended.destination, ended.created_at_utc) == ("accepted", elsewhere, AT)
    assert b"FirstName=Jane" in bench.line.sent[-1].request.body
    assert bench.everything() == [ended]


def test_a_discarded_one_is_never_sent(bench: Bench) -> None:
    bench.line.ending = NotSentError("refused")
    bench.send(request())
    discarded = bench.sending.decide("d1", Decision.TAKE_OUT)
    assert (discarded.state, discarded.outcome) == (State.CANCELLED, "cancelled")
    assert (discarded.decided_by, discarded.reason, discarded.settled) == (PERSON, "", True)
    assert bench.told[-1] == discarded
    last = bench.history.detail("d1").timeline[-1]
    assert (last.event, last.decided_by) == (DeliveryEvent.PERSON_TOOK_OUT, PERSON)
    with pytest.raises(ChangedMeanwhileError, match="cancelled"):
        bench.sending.deliver("d1", CancelSwitch())
    assert len(bench.line.sent) == 1


STATES = {
    "sending": (DeliveryEvent.CLAIMED,),
    "answered": (DeliveryEvent.CLAIMED, DeliveryEvent.ANSWER_READ),
    "unknown": (DeliveryEvent.CLAIMED, DeliveryEvent.NO_ANSWER),
    "not sent": (DeliveryEvent.CLAIMED, DeliveryEvent.CANCELLED_BEFORE_SENT),
    "arrived": (DeliveryEvent.CLAIMED, DeliveryEvent.NO_ANSWER, DeliveryEvent.PERSON_SAYS_ARRIVED),
    "cancelled": (DeliveryEvent.PERSON_TOOK_OUT,),
}


def bring_to(bench: Bench, events: tuple[DeliveryEvent, ...]) -> None:
    """Adds one delivery and moves it through these events."""
    state = bench.sending.enqueue(request(), OPEN, "John").state
    for event in events:
        state = bench.store.deliveries.advance("d1", state, event, at_utc=AT).state


@pytest.mark.parametrize("act", ["replace", "decide", "deliver"])
@pytest.mark.parametrize("state", STATES)
def test_only_what_waits_is_replaced_discarded_or_sent(bench: Bench, state: str, act: str) -> None:
    bring_to(bench, STATES[state])
    before, told = bench.everything(), list(bench.told)
    arguments = {"replace": (request(), OPEN, "Jane"), "decide": (Decision.TAKE_OUT,), "deliver": (CancelSwitch(),)}[
        act
    ]
    with pytest.raises(ChangedMeanwhileError) as caught:
        getattr(bench.sending, act)("d1", *arguments)
    assert caught.value.current == before[0]
    assert bench.everything() == before
    assert (bench.told, bench.line.sent) == (told, [])


def test_what_is_not_there_cannot_be_sent(bench: Bench) -> None:
    with pytest.raises(NoSuchDeliveryError, match="absent"):
        bench.sending.deliver("absent", CancelSwitch())
    assert (bench.line.sent, bench.told) == ([], [])


# ------------------------------------------------------------------ two at once


def test_while_one_sends_nobody_else_can_do_anything(bench: Bench) -> None:
    refused = []

    def meddle() -> None:
        for act, arguments in (
            (bench.sending.deliver, (CancelSwitch(),)),
            (bench.sending.decide, (Decision.TAKE_OUT,)),
            (bench.sending.replace, (request(first_name="Jane"), OPEN, "Jane")),
        ):
            with pytest.raises(ChangedMeanwhileError) as caught:
                act("d1", *arguments)
            refused.append(caught.value.current.state)

    bench.line.during = meddle
    ended = bench.send(request())
    assert refused == [State.SENDING] * 3
    assert (ended.outcome, ended.who, len(bench.line.sent)) == ("accepted", "John", 1)


def test_of_two_threads_one_sends(bench: Bench) -> None:
    rounds, start = 40, Barrier(2)
    ids = [bench.sending.enqueue(request(), OPEN, "John").id for _ in range(rounds)]
    won: list[str] = []
    lost: list[str] = []

    def press() -> None:
        for delivery_id in ids:
            start.wait()
            try:
                won.append(bench.sending.deliver(delivery_id, CancelSwitch()).id)
            except ChangedMeanwhileError as error:
                lost.append(error.current.id)

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == sorted(lost) == sorted(ids)
    assert len(bench.line.sent) == rounds
    assert {(each.outcome, each.settled) for each in bench.everything()} == {("accepted", True)}


# ------------------------------------------------------------------ what nobody foresaw


def test_a_defect_while_sending_is_written_down_as_unknown(bench: Bench) -> None:
    bench.line.ending = RuntimeError("a defect")
    bench.sending.enqueue(request(), OPEN, "John")
    with pytest.raises(RuntimeError, match="a defect"):
        bench.sending.deliver("d1", CancelSwitch())
    (ended,) = bench.everything()
    assert (ended.state, ended.settled, ended.elapsed_s) == (State.UNKNOWN, False, TOOK_S)
    assert "program made a mistake" in ended.reason
    assert bench.told[-1] == ended


def test_an_end_that_cannot_be_written_stays_sending_until_the_next_start(
    folder: DataFolder, vault: MemoryVault
) -> None:
    store = open_store(folder, vault)
    bench = Bench(store)
    bench.line.during = store.close
    with pytest.raises(StorageError):
        bench.send(request())
    again = open_store(folder, vault)
    assert [each.state for each in again.deliveries.unsettled()] == [State.SENDING]
    again.close()


def test_a_claim_that_cannot_be_written_sends_nothing(folder: DataFolder, vault: MemoryVault) -> None:
    store = open_store(folder, vault)
    bench = Bench(store)
    bench.sending.enqueue(request(), OPEN, "John")
    store.close()
    with pytest.raises(StorageError):
        bench.sending.deliver("d1", CancelSwitch())
    assert bench.line.sent == []


def test_a_clock_that_is_set_back_gives_no_negative_time(bench: Bench) -> None:
    bench.line.during = lambda: bench.clock.pass_s(-3600)
    assert bench.send(request()).elapsed_s == 0
