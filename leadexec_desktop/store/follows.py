"""The leads that are followed: when the receiver is asked next what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from leadexec_desktop.protocol.known_lead import StatusQuery
from leadexec_desktop.store.database import Database
from leadexec_desktop.store.delivery_rows import storable
from leadexec_desktop.store.moments import from_us, to_us


@dataclass(frozen=True, slots=True)
class Follow:
    """One lead that is followed.

    Attributes:
        delivery_id: Its delivery.
        query: What the receiver is asked.
        due_at_utc: When it is asked next.
        until_utc: When that ends, whatever was learnt.
        tries: How often it was asked before.
    """

    delivery_id: str
    query: StatusQuery
    due_at_utc: datetime
    until_utc: datetime
    tries: int = 0


PUT_FOLLOW = """
INSERT OR REPLACE INTO follows (delivery_id, post_id, url, tries, due_at_us, until_us)
VALUES (:delivery_id, :post_id, :url, :tries, :due_at_us, :until_us)
"""
MOVE_FOLLOW = "UPDATE follows SET tries = :tries, due_at_us = :due_at_us WHERE delivery_id = :delivery_id"
END_FOLLOW = "DELETE FROM follows WHERE delivery_id = ?"
FIRST_FOLLOW = "SELECT * FROM follows ORDER BY due_at_us LIMIT 1"
# By the index, those that are due before alone: a look at each lead's delivery costs more than all the rest.
PUT_OFF = """
UPDATE follows SET due_at_us = ?
WHERE due_at_us < ? AND (SELECT endpoint FROM deliveries WHERE id = follows.delivery_id) = ?
"""
BRING_FORWARD = "UPDATE follows SET due_at_us = ? WHERE due_at_us > ?"


def row_of_follow(follow: Follow) -> Mapping[str, str | int]:
    """A followed lead as `PUT_FOLLOW` takes it."""
    return {
        "delivery_id": follow.delivery_id,
        "post_id": follow.query.post_id,
        "url": follow.query.url,
        "tries": follow.tries,
        "due_at_us": to_us(follow.due_at_utc),
        "until_us": to_us(follow.until_utc),
    }


class Follows:
    """All leads that are followed; may be called from any thread.

    When one is asked for next is written for each question. A power cut may undo the last of that: then some are asked
    for somewhat sooner, once. The disk is not kept busy for it.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def first(self) -> Follow | None:
        """The one that is due first; None if none is followed.

        Raises:
            StorageError: It cannot be read.
        """
        with self._database.read() as cursor:
            row = cursor.execute(FIRST_FOLLOW).fetchone()
        if row is None:
            return None
        query = StatusQuery(row["post_id"], row["url"])
        return Follow(row["delivery_id"], query, from_us(row["due_at_us"]), from_us(row["until_us"]), row["tries"])

    def put(self, follow: Follow) -> None:
        """Follows a lead at another time than before; nothing if it is followed no more.

        Raises:
            StorageError: It was not written.
        """
        with self._database.write(outlives_power_cut=False) as cursor:
            cursor.execute(MOVE_FOLLOW, row_of_follow(follow))

    def put_off(self, endpoint: str, until_utc: datetime) -> None:
        """Leaves a receiver alone until then: no lead that went there is due before.

        Raises:
            StorageError: It was not written.
        """
        with self._database.write(outlives_power_cut=False) as cursor:
            cursor.execute(PUT_OFF, (to_us(until_utc), to_us(until_utc), storable(endpoint)))

    def bring_forward(self, latest_utc: datetime) -> None:
        """Has every lead due then at the latest.

        Raises:
            StorageError: It was not written.
        """
        with self._database.write(outlives_power_cut=False) as cursor:
            cursor.execute(BRING_FORWARD, (to_us(latest_utc), to_us(latest_utc)))

    def end(self, delivery_id: str) -> None:
        """Follows a lead no more; nothing if it was not.

        Raises:
            StorageError: It is followed still.
        """
        with self._database.write() as cursor:
            cursor.execute(END_FOLLOW, (delivery_id,))
