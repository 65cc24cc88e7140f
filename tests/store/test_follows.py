"""The schedule of followed leads: due in order, put off by receiver, gone with their leads."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from leadexec_desktop.protocol.delivery import Delivery, DeliveryEvent, DeliveryState, Destination
from leadexec_desktop.protocol.known_lead import StatusQuery
from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.store import delivery_sql, follows
from leadexec_desktop.store.database import Database, open_database
from leadexec_desktop.store.deliveries import Change, ChangedMeanwhileError, Deliveries, Learnt, NoSuchDeliveryError
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.follows import Follow, Follows
from leadexec_desktop.store.schema import MIGRATIONS

Make = Callable[..., Delivery]
AT = datetime(2026, 11, 3, 18, 0, 0, 1, tzinfo=UTC)
HERE, THERE = "https://leads.leadexec.net", "https://other.example/lx"
ANSWER = Answer(200, (("X", "ä"),), b'{"IsValid": true}\x00\xff', "https://host/path", complete=False, cut_off="broke")


class Schedule:
    """Leads on a schedule, named by when they are due: seconds after `AT`."""

    def __init__(self, database: Database, make: Make) -> None:
        self.database, self._make = database, make
        self.deliveries, self.follows = Deliveries(database), Follows(database)

    def add(self, delivery_id: str, due_s: float, endpoint: str = HERE) -> Follow:
        destination = Destination("solar", "Solar", endpoint)
        self.deliveries.add(self._make(delivery_id, state=DeliveryState.SENDING, destination=destination))
        due = AT + timedelta(seconds=due_s)
        follow = Follow(delivery_id, StatusQuery(url=f"{endpoint}/{delivery_id}"), due, AT + timedelta(days=7))
        self.deliveries.advance(delivery_id, DeliveryState.SENDING, DeliveryEvent.ANSWER_READ, at_utc=AT, follow=follow)
        return follow

    def due_s(self) -> dict[str, float]:
        with self.database.read() as cursor:
            rows = cursor.execute("SELECT delivery_id, due_at_us FROM follows ORDER BY due_at_us").fetchall()
        return {row["delivery_id"]: row["due_at_us"] / 1e6 - AT.timestamp() for row in rows}


@pytest.fixture
def schedule(database: Database, make_delivery: Make) -> Schedule:
    return Schedule(database, make_delivery)


def test_nothing_is_due_where_nothing_is_followed(schedule: Schedule) -> None:
    assert schedule.follows.first() is None
    schedule.follows.put_off(HERE, AT)
    schedule.follows.bring_forward(AT)
    schedule.follows.end("absent")
    assert schedule.follows.first() is None


def test_the_one_that_is_due_first_comes_first_whole(schedule: Schedule) -> None:
    schedule.add("later", 9)
    first = schedule.add("first", 3)
    assert schedule.follows.first() == first
    again = replace(first, due_at_utc=AT + timedelta(seconds=20), tries=5)
    schedule.follows.put(again)
    assert list(schedule.due_s()) == ["later", "first"]
    schedule.follows.end("later")
    assert schedule.follows.first() == again
    schedule.follows.end("first")
    assert schedule.follows.first() is None


def test_what_is_followed_no_more_is_not_followed_again(schedule: Schedule) -> None:
    follow = schedule.add("first", 3)
    schedule.follows.end("first")
    schedule.follows.put(follow)
    assert schedule.follows.first() is None


def test_a_forgotten_lead_is_gone_from_the_schedule(schedule: Schedule, database: Database) -> None:
    follow = schedule.add("first", 3)
    with database.write() as cursor:
        cursor.execute("DELETE FROM deliveries")
    assert schedule.follows.first() is None
    schedule.follows.put(follow)
    assert schedule.follows.first() is None


def test_only_that_receiver_is_put_off_and_nobody_is_brought_forward_by_it(schedule: Schedule) -> None:
    for delivery_id, due_s, endpoint in (("a", 1, HERE), ("b", 2, THERE), ("c", 100, HERE), ("d", -5, HERE)):
        schedule.add(delivery_id, due_s, endpoint)
    schedule.follows.put_off(HERE, AT + timedelta(seconds=60))
    assert schedule.due_s() == pytest.approx({"a": 60, "b": 2, "c": 100, "d": 60}, abs=1e-5)


def test_a_far_future_is_brought_forward(schedule: Schedule) -> None:
    for delivery_id, due_s in (("a", 1), ("b", 60), ("c", 10**8)):
        schedule.add(delivery_id, due_s)
    schedule.follows.bring_forward(AT + timedelta(seconds=60))
    assert schedule.due_s() == pytest.approx({"a": 1, "b": 60, "c": 60}, abs=1e-5)


def test_an_answer_is_written_with_its_row_of_the_schedule_or_not_at_all(
    schedule: Schedule, database: Database, make_delivery: Make
) -> None:
    before = make_delivery("first", state=DeliveryState.SENDING, outcome="sending")
    schedule.deliveries.add(before)
    with database.write() as cursor:
        cursor.execute("DROP TABLE follows")
    follow = Follow("first", StatusQuery("x"), AT, AT)
    with pytest.raises(StorageError):
        schedule.deliveries.advance("first", DeliveryState.SENDING, DeliveryEvent.ANSWER_READ, at_utc=AT, follow=follow)
    assert schedule.deliveries.get("first") == before


@pytest.mark.parametrize(
    "statement, plan",
    [
        (follows.FIRST_FOLLOW, ["SCAN follows USING INDEX follows_by_due"]),
        (follows.PUT_OFF, ["SEARCH follows USING INDEX follows_by_due (due_at_us<?)"]),
        (follows.BRING_FORWARD, ["SEARCH follows USING INDEX follows_by_due (due_at_us>?)"]),
        (follows.END_FOLLOW, ["SEARCH follows USING INDEX sqlite_autoindex_follows_1"]),
        (delivery_sql.WITH_LEAD_ID, ["SEARCH deliveries USING INDEX deliveries_by_lead_id"]),
        (delivery_sql.SAME_IDENTITY, ["SEARCH identities USING PRIMARY KEY", "SEARCH deliveries USING INDEX"]),
    ],
)
def test_no_question_reads_or_sorts_a_whole_table(database: Database, statement: str, plan: list[str]) -> None:
    with database.read() as cursor:
        values = ("",) * statement.count("?")
        found = [row["detail"] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()]
    assert not any("TEMP B-TREE" in step for step in found)
    assert [step for step, expected in zip(found, plan, strict=False) if not step.startswith(expected)] == []


# ------------------------------------------------------------------ what was learnt


def test_what_was_learnt_last_is_kept(schedule: Schedule) -> None:
    schedule.add("first", 1)
    assert schedule.deliveries.learnt("first") is None
    for number, word in enumerate(("accepted", "returned")):
        learnt = Learnt(AT + timedelta(seconds=number), replace(ANSWER, status=200 + number))
        after = schedule.deliveries.learn("first", learnt, Change(word, f"reason {number}"))
        assert (after.outcome, after.state, after.reason) == (word, DeliveryState.ANSWERED, f"reason {number}")
        assert schedule.deliveries.learnt("first") == learnt
    assert [entry.outcome for entry in schedule.deliveries.timeline("first")] == ["answered", "accepted", "returned"]
    assert schedule.follows.first() is not None


def test_what_is_final_ends_in_the_same_step(schedule: Schedule) -> None:
    schedule.add("first", 1)
    schedule.deliveries.learn("first", Learnt(AT, ANSWER), Change("returned"), is_final=True)
    assert schedule.follows.first() is None


@pytest.mark.parametrize("state", [state for state in DeliveryState if state is not DeliveryState.ANSWERED])
def test_nothing_is_learnt_of_what_was_not_answered(
    schedule: Schedule, make_delivery: Make, state: DeliveryState
) -> None:
    before = make_delivery("first", state=state, outcome=state.value)
    schedule.deliveries.add(before)
    with pytest.raises(ChangedMeanwhileError):
        schedule.deliveries.learn("first", Learnt(AT, ANSWER), Change("accepted"))
    with pytest.raises(NoSuchDeliveryError):
        schedule.deliveries.learn("absent", Learnt(AT, ANSWER), Change("accepted"))
    assert schedule.deliveries.get("first") == before
    assert schedule.deliveries.learnt("first") is None


# ------------------------------------------------------------------ whose leads are whose


def test_leads_by_what_they_have_in_common(deliveries: Deliveries, make_delivery: Make) -> None:
    def add(delivery_id: str, minute: int, *keys: str) -> None:
        made = make_delivery(delivery_id, created_at_utc=AT.replace(minute=minute))
        lead = replace(made.request.lead, identity=keys)
        deliveries.add(replace(made, request=replace(made.request, lead=lead)))

    add("old", 1, "phone 1", "email a")
    add("other", 2, "phone 2")
    add("new", 3, "phone 1", "phone 1")
    add("odd", 4, "half \ud800")
    assert [each.id for each in deliveries.with_identity("phone 1", 9)] == ["new", "old"]
    assert [each.id for each in deliveries.with_identity("phone 1", 1)] == ["new"]
    assert deliveries.with_identity("phone 3", 9) == []
    assert deliveries.get("old").request.lead.identity == ("phone 1", "email a")


def test_a_lead_id_that_is_none_finds_nothing(deliveries: Deliveries, make_delivery: Make) -> None:
    deliveries.add(make_delivery("without"))
    deliveries.add(make_delivery("first", lead_id="4711"))
    deliveries.add(make_delivery("second", lead_id="4711", created_at_utc=AT))
    assert deliveries.with_lead_id("") == []
    assert [each.id for each in deliveries.with_lead_id("4711")] == ["second", "first"]


def test_a_history_of_an_older_version_is_followed_from_then_on(
    tmp_path: Path, key: bytes, make_delivery: Make
) -> None:
    place = tmp_path / "history.db"
    open_database(place, key, migrations=MIGRATIONS[:2]).close()
    database = open_database(place, key)
    schedule = Schedule(database, make_delivery)
    follow = schedule.add("first", 1)
    assert schedule.follows.first() == follow
    database.close()
