from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from threading import Barrier, Thread

import pytest

from leadexec_desktop.protocol.delivery import (
    MOVES,
    Delivery,
    DeliveryEvent,
    DeliveryState,
    Destination,
    ImpossibleMoveError,
)
from leadexec_desktop.protocol.values import AuthScheme, Lead
from leadexec_desktop.protocol.wire import Answer, Exchange
from leadexec_desktop.store import delivery_sql
from leadexec_desktop.store.database import Database, open_database
from leadexec_desktop.store.deliveries import (
    Change,
    ChangedMeanwhileError,
    Cursor,
    Deliveries,
    NoSuchDeliveryError,
    TimelineEntry,
)
from leadexec_desktop.store.delivery_rows import row_of_delivery
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.schema import MIGRATIONS

Make = Callable[..., Delivery]
State = DeliveryState
Event = DeliveryEvent

AT = datetime(2026, 11, 3, 18, 0, 0, 1, tzinfo=UTC)
ANSWER = Answer(200, (("Content-Type", "text/json"), ("X", "ä")), b'{"isValidPost": true}\x00\xff', "https://host/path")


# ------------------------------------------------------------------ adding and replacing


def test_what_is_added_comes_back(deliveries: Deliveries, make_delivery: Make) -> None:
    delivery = make_delivery()
    deliveries.add(delivery)
    assert deliveries.get("first") == delivery
    assert deliveries.timeline("first") == []
    assert deliveries.exchange("first") is None


def test_an_id_is_taken_once(deliveries: Deliveries, make_delivery: Make) -> None:
    deliveries.add(make_delivery(who="John"))
    with pytest.raises(StorageError):
        deliveries.add(make_delivery(who="Jane"))
    assert deliveries.get("first").who == "John"


def test_what_is_not_there_is_said(deliveries: Deliveries, make_delivery: Make) -> None:
    other = make_delivery()
    with pytest.raises(NoSuchDeliveryError, match="absent"):
        deliveries.get("absent")
    with pytest.raises(NoSuchDeliveryError):
        deliveries.advance("absent", State.WAITING, Event.CLAIMED, at_utc=AT)
    with pytest.raises(NoSuchDeliveryError):
        deliveries.replace("absent", other.destination, other.request, "")
    assert deliveries.timeline("absent") == []


def test_a_waiting_one_gets_new_values_in_its_place(deliveries: Deliveries, make_delivery: Make) -> None:
    delivery = make_delivery()
    deliveries.add(delivery)
    elsewhere = Destination(
        "wind",
        "Wind",
        "https://other.example/lx",
        scheme=AuthScheme.CLIENT_CREDENTIALS,
        timeout_s=12.5,
        token_url="https://api.example/token",
        client_id="desk-7",
    )
    request = replace(delivery.request, lead=Lead((("FirstName", "Jane"),)), no_sell=True)
    expected = replace(delivery, destination=elsewhere, request=request, who="Jane")
    assert deliveries.replace("first", elsewhere, request, "Jane") == expected
    assert deliveries.get("first") == expected


def test_one_that_an_older_version_wrote_fetches_no_token(tmp_path: Path, key: bytes, make_delivery: Make) -> None:
    place, delivery = tmp_path / "history.db", make_delivery()
    new = ("token_url", "client_id", "follow_days")
    row = {name: value for name, value in row_of_delivery(delivery).items() if name not in new}
    database = open_database(place, key, migrations=MIGRATIONS[:1])
    with database.write() as cursor:
        names = ", ".join(row)
        cursor.execute(f"INSERT INTO deliveries ({names}) VALUES (:{names.replace(', ', ', :')})", row)
    database.close()
    database = open_database(place, key)
    found = Deliveries(database).get("first")
    database.close()
    assert found == delivery
    assert (found.destination.token_url, found.destination.client_id) == ("", "")


@pytest.mark.parametrize("state", [state for state in State if state is not State.WAITING])
def test_any_other_keeps_its_values(deliveries: Deliveries, make_delivery: Make, state: DeliveryState) -> None:
    delivery = make_delivery(state=state, outcome=state.value)
    deliveries.add(delivery)
    with pytest.raises(ChangedMeanwhileError) as caught:
        deliveries.replace("first", delivery.destination, delivery.request, "Jane")
    assert caught.value.current == delivery
    assert deliveries.get("first") == delivery


# ------------------------------------------------------------------ advancing


@pytest.mark.parametrize("state, event", list(product(State, Event)), ids=str)
def test_every_event_in_every_state(
    deliveries: Deliveries, make_delivery: Make, state: DeliveryState, event: DeliveryEvent
) -> None:
    before = make_delivery(state=state, outcome=state.value)
    deliveries.add(before)
    after = MOVES.get((state, event))
    if after is None:
        with pytest.raises(ImpossibleMoveError):
            deliveries.advance("first", state, event, at_utc=AT)
        assert deliveries.get("first") == before
        assert deliveries.timeline("first") == []
        return
    for other in set(State) - {state}:
        if (other, event) in MOVES:
            with pytest.raises(ChangedMeanwhileError):
                deliveries.advance("first", other, event, at_utc=AT)
    assert deliveries.get("first") == before
    moved = deliveries.advance("first", state, event, at_utc=AT)
    assert moved == replace(before, state=after, outcome=after.value)
    assert deliveries.get("first") == moved
    assert deliveries.timeline("first") == [TimelineEntry(AT, event, after, outcome=after.value)]


def test_one_lead_from_send_to_answer(deliveries: Deliveries, make_delivery: Make) -> None:
    deliveries.add(make_delivery(reason="no connection"))
    claimed = deliveries.advance(
        "first", State.WAITING, Event.CLAIMED, at_utc=AT, change=Change(reason="", sent_at_utc=AT)
    )
    assert (claimed.state, claimed.outcome, claimed.reason, claimed.sent_at_utc) == ("sending", "sending", "", AT)
    known = Change("rejected", "Duplicate_Lead", "4711", Decimal("12.50"), elapsed_s=1.25)
    later = AT + timedelta(seconds=2)
    exchange = Exchange("POST /path", b"vid=18", ANSWER)
    answered = deliveries.advance(
        "first", State.SENDING, Event.ANSWER_READ, at_utc=later, change=known, exchange=exchange
    )
    assert answered == replace(
        claimed,
        state=State.ANSWERED,
        outcome="rejected",
        reason="Duplicate_Lead",
        lead_id="4711",
        price=Decimal("12.50"),
        elapsed_s=1.25,
    )
    assert str(answered.price) == "12.50"
    assert deliveries.get("first") == answered
    assert deliveries.exchange("first") == exchange
    assert deliveries.timeline("first") == [
        TimelineEntry(AT, Event.CLAIMED, State.SENDING, outcome="sending"),
        TimelineEntry(later, Event.ANSWER_READ, State.ANSWERED, reason="Duplicate_Lead", outcome="rejected"),
    ]


def test_the_timeline_says_who_decided(deliveries: Deliveries, make_delivery: Make) -> None:
    deliveries.add(make_delivery(state=State.UNKNOWN, outcome="unknown", reason="timed out"))
    decided = Change(decided_by="sam", reason="the platform shows it")
    arrived = deliveries.advance("first", State.UNKNOWN, Event.PERSON_SAYS_ARRIVED, at_utc=AT, change=decided)
    assert (arrived.outcome, arrived.decided_by, arrived.settled) == ("arrived", "sam", True)
    assert deliveries.timeline("first") == [
        TimelineEntry(AT, Event.PERSON_SAYS_ARRIVED, State.ARRIVED, "sam", "the platform shows it", "arrived")
    ]


def test_an_unknown_one_is_sent_again_once(deliveries: Deliveries, make_delivery: Make) -> None:
    deliveries.add(make_delivery(state=State.UNKNOWN, outcome="unknown"))
    step = ("first", State.UNKNOWN, Event.PERSON_SENT_AGAIN)
    settled = deliveries.advance(*step, at_utc=AT, change=Change(decided_by="sam"))
    assert (settled.state, settled.settled) == (State.UNKNOWN, True)
    with pytest.raises(ChangedMeanwhileError) as caught:
        deliveries.advance(*step, at_utc=AT, change=Change(decided_by="kim"))
    assert caught.value.current == settled
    assert len(deliveries.timeline("first")) == 1
    arrived = deliveries.advance("first", State.UNKNOWN, Event.PERSON_SAYS_ARRIVED, at_utc=AT)
    assert arrived.state is State.ARRIVED


def test_the_last_try_is_the_one_that_is_kept(deliveries: Deliveries, make_delivery: Make) -> None:
    deliveries.add(make_delivery())
    without = Exchange("POST /one", b"1", None)
    for exchange, event in (
        (without, Event.NO_CONNECTION_USEFUL_LATER),
        (Exchange("POST /two", b"2", replace(ANSWER, complete=False, cut_off="the line broke")), Event.ANSWER_READ),
    ):
        deliveries.advance("first", State.WAITING, Event.CLAIMED, at_utc=AT)
        deliveries.advance("first", State.SENDING, event, at_utc=AT, exchange=exchange)
        assert deliveries.exchange("first") == exchange


def test_a_step_is_written_whole_or_not_at_all(deliveries: Deliveries, database: Database, make_delivery: Make) -> None:
    before = make_delivery(state=State.SENDING, outcome="sending")
    deliveries.add(before)
    with database.write() as cursor:
        cursor.execute("DROP TABLE exchanges")
    with pytest.raises(StorageError):
        deliveries.advance(
            "first", State.SENDING, Event.ANSWER_READ, at_utc=AT, exchange=Exchange("POST /", b"", ANSWER)
        )
    assert deliveries.get("first") == before
    assert deliveries.timeline("first") == []


@pytest.mark.parametrize("connections", [1, 2])
def test_one_of_two_gets_it(database: Database, place: Path, key: bytes, make_delivery: Make, connections: int) -> None:
    second = database if connections == 1 else open_database(place, key)
    workers = [Deliveries(database), Deliveries(second)]
    rounds, start = 100, Barrier(2)
    won: list[list[str]] = [[], []]
    lost: list[list[tuple[str, str]]] = [[], []]

    def claim(number: int) -> None:
        for turn in range(rounds):
            start.wait()
            try:
                workers[number].advance(str(turn), State.WAITING, Event.CLAIMED, at_utc=AT)
                won[number].append(str(turn))
            except ChangedMeanwhileError as error:
                lost[number].append((error.current.id, error.current.state.value))

    for turn in range(rounds):
        workers[0].add(make_delivery(str(turn)))
    threads = [Thread(target=claim, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    everything = [str(turn) for turn in range(rounds)]
    assert sorted(won[0] + won[1], key=int) == everything
    assert sorted(lost[0] + lost[1], key=lambda it: int(it[0])) == [(each, "sending") for each in everything]
    assert {len(workers[0].timeline(each)) for each in everything} == {1}
    if second is not database:
        second.close()


# ------------------------------------------------------------------ pages


def test_pages_meet_even_where_times_are_equal(deliveries: Deliveries, make_delivery: Make) -> None:
    for number in range(25):
        moment = AT + timedelta(microseconds=number // 5)
        deliveries.add(make_delivery(f"{number * 7 % 25:02}", created_at_utc=moment))
    everything = deliveries.page(None, 100)
    assert [(each.created_at_utc, each.id) for each in everything] == sorted(
        ((each.created_at_utc, each.id) for each in everything), reverse=True
    )
    assert len(everything) == 25
    for limit in (1, 2, 3, 7, 25, 26):
        found: list[Delivery] = []
        while page := deliveries.page(Cursor.behind(found[-1]) if found else None, limit):
            assert len(page) <= limit
            found += page
        assert found == everything


def test_what_is_added_meanwhile_moves_no_page(deliveries: Deliveries, make_delivery: Make) -> None:
    for number in range(4):
        deliveries.add(make_delivery(str(number), created_at_utc=AT + timedelta(seconds=number)))
    first = deliveries.page(None, 2)
    deliveries.add(make_delivery("new", created_at_utc=AT + timedelta(seconds=9)))
    second = deliveries.page(Cursor.behind(first[-1]), 2)
    assert [each.id for each in first + second] == ["3", "2", "1", "0"]


@pytest.mark.parametrize("decided_by", ["", "sam"])
@pytest.mark.parametrize("state", State)
def test_unsettled_is_what_the_delivery_says(
    deliveries: Deliveries, make_delivery: Make, state: DeliveryState, decided_by: str
) -> None:
    delivery = make_delivery(state=state, outcome=state.value, decided_by=decided_by)
    deliveries.add(delivery)
    assert deliveries.unsettled() == ([] if delivery.settled else [delivery])


def test_unsettled_ones_come_newest_first(deliveries: Deliveries, make_delivery: Make) -> None:
    for number, state in enumerate((State.UNKNOWN, State.ANSWERED, State.WAITING, State.SENDING)):
        deliveries.add(make_delivery(str(number), created_at_utc=AT + timedelta(seconds=number), state=state))
    assert [each.id for each in deliveries.unsettled()] == ["3", "2", "0"]


@pytest.mark.parametrize(
    "statement, index",
    [
        (delivery_sql.NEWEST, "SCAN deliveries USING INDEX deliveries_by_time"),
        (delivery_sql.BEHIND, "SEARCH deliveries USING INDEX deliveries_by_time"),
        (delivery_sql.UNSETTLED, "SCAN deliveries USING INDEX deliveries_unsettled"),
    ],
)
def test_no_list_reads_or_sorts_the_whole_table(database: Database, statement: str, index: str) -> None:
    values = {"created_at_us": 0, "id": "", "limit": 1}
    with database.read() as cursor:
        plan = [row["detail"] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()]
    assert len(plan) == 1
    assert plan[0].startswith(index)
    assert "exchanges" not in statement
