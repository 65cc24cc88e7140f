"""History, which is the outbox too: every delivery, what happened to it, and the bytes of its last try."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from leadexec_desktop.protocol.delivery import Delivery, DeliveryEvent, DeliveryState, Destination, move
from leadexec_desktop.protocol.values import LeadRequest
from leadexec_desktop.protocol.wire import Exchange
from leadexec_desktop.store import delivery_sql
from leadexec_desktop.store.database import Database
from leadexec_desktop.store.delivery_rows import (
    Learnt,
    TimelineEntry,
    Values,
    delivery_of,
    entry_of,
    exchange_of,
    learnt_of,
    price_text,
    row_of_content,
    row_of_delivery,
    row_of_exchange,
    row_of_learnt,
    storable,
)
from leadexec_desktop.store.drafts import PUT_DRAFT, Draft, row_of_draft
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.follows import END_FOLLOW, PUT_FOLLOW, Follow, row_of_follow
from leadexec_desktop.store.moments import to_us

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Cursor as SqlCursor

__all__ = [
    "NO_CHANGE",
    "Change",
    "ChangedMeanwhileError",
    "Cursor",
    "Deliveries",
    "Learnt",
    "NoSuchDeliveryError",
    "TimelineEntry",
]


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in history, behind which the next page begins."""

    created_at_utc: datetime
    id: str

    @classmethod
    def behind(cls, delivery: Delivery) -> Self:
        """The place behind a delivery: the last one of a page."""
        return cls(delivery.created_at_utc, delivery.id)


@dataclass(frozen=True, slots=True)
class Change:
    """What an event changes in a delivery besides its state; None leaves what was there.

    Attributes:
        outcome: The word of history; None for the word of the new state.
        reason: ResponseType and details, or what went wrong.
        lead_id: The receiver's identifier.
        price: What the receiver says it pays.
        sent_at_utc: When this try began.
        elapsed_s: Seconds from then until the answer, or until it was clear that none comes.
        decided_by: Who settled it, where a person did.
    """

    outcome: str | None = None
    reason: str | None = None
    lead_id: str | None = None
    price: Decimal | None = None
    sent_at_utc: datetime | None = None
    elapsed_s: float | None = None
    decided_by: str | None = None


NO_CHANGE = Change()
"""Nothing but the state."""


class NoSuchDeliveryError(StorageError):
    """There is no delivery of that id."""

    def __init__(self, delivery_id: str) -> None:
        super().__init__(f"History has no delivery {delivery_id}.", "Look for it in history; it may have been removed.")


class ChangedMeanwhileError(StorageError):
    """A delivery is not in the state that it was expected in: somebody else was faster. Nothing was changed.

    Attributes:
        current: The delivery as it is now.
    """

    def __init__(self, current: Delivery) -> None:
        super().__init__(
            f"Meanwhile this lead has become {current.outcome}. Nothing was changed.", "Look at it in history."
        )
        self.current = current


class Deliveries:
    """All deliveries; may be called from any thread. What a method has written is on the disk when it returns.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, delivery: Delivery) -> None:
        """Writes a new delivery down.

        Raises:
            StorageError: It was not written.
        """
        with self._database.write() as cursor:
            _add(cursor, delivery)

    def add_claimed(self, delivery: Delivery, *, at_utc: datetime, draft: Draft | None = None) -> Delivery:
        """Writes a new delivery down as one that is being sent: one write, where `add` and its claim are two.

        Args:
            delivery: It, waiting.
            at_utc: When its first try begins.
            draft: What stands in the form at this moment, written in the same step; None leaves what is kept.

        Raises:
            StorageError: It was not written.
        """
        change = Change(reason="", sent_at_utc=at_utc)
        row = _row_of_step(delivery.id, delivery.state, DeliveryEvent.CLAIMED, at_utc, change)
        with self._database.write() as cursor:
            _add(cursor, delivery)
            claimed = _update(cursor, delivery_sql.ADVANCE, row)
            cursor.execute(delivery_sql.ADD_EVENT, row)
            if draft is not None:
                cursor.execute(PUT_DRAFT, row_of_draft(draft))
            return claimed

    def replace(self, delivery_id: str, destination: Destination, request: LeadRequest, who: str) -> Delivery:
        """Gives a waiting delivery new values, in its place.

        Raises:
            ChangedMeanwhileError: It waits no more; it is as it was.
            NoSuchDeliveryError: There is none.
            StorageError: It was not written.
        """
        with self._database.write() as cursor:
            after = _update(cursor, delivery_sql.REPLACE, row_of_content(delivery_id, destination, request, who))
            cursor.execute(delivery_sql.FORGET_IDENTITIES, (delivery_id,))
            _add_identities(cursor, after)
            return after

    def advance(
        self,
        delivery_id: str,
        expected: DeliveryState,
        event: DeliveryEvent,
        *,
        at_utc: datetime,
        exchange: Exchange | None = None,
        change: Change = NO_CHANGE,
        follow: Follow | None = None,
    ) -> Delivery:
        """Moves a delivery on, if it still is where the caller thinks; the timeline and the bytes go with it, or none.

        Args:
            delivery_id: Which.
            expected: The state it was last seen in.
            event: What happened.
            at_utc: When.
            exchange: The bytes of the try that ended, in place of those of the try before.
            change: What else has become known.
            follow: When to ask what became of it; None if nobody need ask.

        Raises:
            ImpossibleMoveError: The table of states has no such move.
            ChangedMeanwhileError: It is in another state, or unknown and decided already; it is as it was.
            NoSuchDeliveryError: There is none.
            StorageError: Nothing was written.
        """
        row = _row_of_step(delivery_id, expected, event, at_utc, change)
        with self._database.write() as cursor:
            delivery = _update(cursor, delivery_sql.ADVANCE, row)
            cursor.execute(delivery_sql.ADD_EVENT, row)
            if exchange is not None:
                cursor.execute(delivery_sql.PUT_EXCHANGE, row_of_exchange(delivery_id, exchange))
            if follow is not None:
                cursor.execute(PUT_FOLLOW, row_of_follow(follow))
            return delivery

    def learn(self, delivery_id: str, learnt: Learnt, change: Change, *, is_final: bool = False) -> Delivery:
        """Takes in what the receiver said later of a lead.

        Args:
            delivery_id: The lead's delivery.
            learnt: What it said, and when.
            change: What that changes; its outcome is named.
            is_final: Nothing else will become of it: it is followed no more.

        Raises:
            ChangedMeanwhileError: The delivery has no answer that this could go on from; it is as it was.
            NoSuchDeliveryError: There is none.
            StorageError: Nothing was written.
        """
        event = DeliveryEvent.STATUS_LEARNT
        row = _row_of_step(delivery_id, DeliveryState.ANSWERED, event, learnt.at_utc, change)
        with self._database.write() as cursor:
            delivery = _update(cursor, delivery_sql.ADVANCE, row)
            cursor.execute(delivery_sql.ADD_EVENT, row)
            cursor.execute(delivery_sql.PUT_LEARNT, row_of_learnt(delivery_id, learnt))
            if is_final:
                cursor.execute(END_FOLLOW, (delivery_id,))
            return delivery

    def get(self, delivery_id: str) -> Delivery:
        """One delivery.

        Raises:
            NoSuchDeliveryError: There is none.
            StorageError: It cannot be read.
        """
        with self._database.read() as cursor:
            return _get(cursor, delivery_id)

    def exchange(self, delivery_id: str) -> Exchange | None:
        """The bytes of its last try; None if none has ended.

        Raises:
            StorageError: They cannot be read.
        """
        with self._database.read() as cursor:
            row = cursor.execute("SELECT * FROM exchanges WHERE delivery_id = ?", (delivery_id,)).fetchone()
            return None if row is None else exchange_of(row)

    def learnt(self, delivery_id: str) -> Learnt | None:
        """What was learnt of it last; None if nothing was.

        Raises:
            StorageError: It cannot be read.
        """
        with self._database.read() as cursor:
            row = cursor.execute("SELECT * FROM learnt WHERE delivery_id = ?", (delivery_id,)).fetchone()
            return None if row is None else learnt_of(row)

    def timeline(self, delivery_id: str) -> list[TimelineEntry]:
        """What happened to it, the first first; that it was made stands in the delivery itself.

        Raises:
            StorageError: It cannot be read.
        """
        with self._database.read() as cursor:
            cursor.execute("SELECT * FROM delivery_events WHERE delivery_id = ? ORDER BY number", (delivery_id,))
            return [entry_of(row) for row in cursor.fetchall()]

    def page(self, before: Cursor | None, limit: int) -> list[Delivery]:
        """At most `limit` deliveries, newest first, without bodies.

        Args:
            before: Only those behind that place; None for the newest.
            limit: 1 or more.

        Raises:
            StorageError: They cannot be read.
        """
        with self._database.read() as cursor:
            if before is None:
                cursor.execute(delivery_sql.NEWEST, {"limit": limit})
            else:
                place = {"created_at_us": to_us(before.created_at_utc), "id": before.id, "limit": limit}
                cursor.execute(delivery_sql.BEHIND, place)
            return [delivery_of(row) for row in cursor.fetchall()]

    def with_identity(self, key: str, limit: int) -> list[Delivery]:
        """At most `limit` deliveries of leads that have a key in common, newest first.

        Those that the receiver certainly does not have, and never will, are left out.

        Raises:
            StorageError: They cannot be read.
        """
        with self._database.read() as cursor:
            return [delivery_of(row) for row in cursor.execute(delivery_sql.SAME_IDENTITY, (key, limit)).fetchall()]

    def with_lead_id(self, lead_id: str) -> list[Delivery]:
        """The deliveries that the receiver gave that identifier, newest first.

        Raises:
            StorageError: They cannot be read.
        """
        with self._database.read() as cursor:
            return [delivery_of(row) for row in cursor.execute(delivery_sql.WITH_LEAD_ID, (lead_id,)).fetchall()]

    def unsettled(self) -> list[Delivery]:
        """What waits, is being sent, or is unknown with nobody having decided it; newest first.

        Raises:
            StorageError: They cannot be read.
        """
        with self._database.read() as cursor:
            return [delivery_of(row) for row in cursor.execute(delivery_sql.UNSETTLED).fetchall()]


def _add(cursor: SqlCursor, delivery: Delivery) -> None:
    cursor.execute(delivery_sql.ADD, row_of_delivery(delivery))
    _add_identities(cursor, delivery)


def _add_identities(cursor: SqlCursor, delivery: Delivery) -> None:
    at_us = to_us(delivery.created_at_utc)
    rows = [(storable(key), at_us, delivery.id) for key in delivery.request.lead.identity]
    cursor.executemany(delivery_sql.ADD_IDENTITY, rows)


def _row_of_step(
    delivery_id: str, expected: DeliveryState, event: DeliveryEvent, at_utc: datetime, change: Change
) -> Values:
    after = move(expected, event)
    return {
        "id": delivery_id,
        "expected": expected.value,
        "event": event.value,
        "at_us": to_us(at_utc),
        "state": after.value,
        "outcome": after.value if change.outcome is None else storable(str(change.outcome)),
        "reason": None if change.reason is None else storable(change.reason),
        "lead_id": None if change.lead_id is None else storable(change.lead_id),
        "price": price_text(change.price),
        "sent_at_us": None if change.sent_at_utc is None else to_us(change.sent_at_utc),
        "elapsed_s": change.elapsed_s,
        "decided_by": None if change.decided_by is None else storable(change.decided_by),
    }


def _update(cursor: SqlCursor, statement: str, row: Values) -> Delivery:
    """The delivery after a compare-and-set."""
    changed = cursor.execute(statement, row).fetchall()
    if not changed:
        raise ChangedMeanwhileError(_get(cursor, str(row["id"])))
    return delivery_of(changed[0])


def _get(cursor: SqlCursor, delivery_id: str) -> Delivery:
    row = cursor.execute("SELECT * FROM deliveries WHERE id = ?", (delivery_id,)).fetchone()
    if row is None:
        raise NoSuchDeliveryError(delivery_id)
    return delivery_of(row)
