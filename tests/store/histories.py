"""Histories with leads in them, what is read of them, and what was to be read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from leadexec_desktop.protocol.delivery import Delivery, DeliveryEvent, DeliveryState
from leadexec_desktop.protocol.wire import Answer, Exchange
from leadexec_desktop.store.deliveries import NoSuchDeliveryError
from leadexec_desktop.store.errors import (
    DamagedDatabaseError,
)
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.opening import Store, open_store
from leadexec_desktop.store.vault import MemoryVault

from .broken_disks import PAGE

AT = datetime(2026, 11, 3, tzinfo=UTC)
LEADS = 12
ALL = [f"lead {number:02}" for number in range(LEADS)]

Make = Callable[..., Delivery]


@dataclass(frozen=True)
class Left:
    """A folder as a program leaves it that died: some of its leads are in the file, some in the log.

    Attributes:
        right: The leads as they are.
    """

    folder: DataFolder
    right: dict[str, tuple[object, ...]]


def add_with_body(store: Store, delivery: Delivery) -> None:
    """A lead that was answered, with a body of several pages."""
    store.deliveries.add(delivery)
    store.deliveries.advance(delivery.id, DeliveryState.WAITING, DeliveryEvent.CLAIMED, at_utc=AT)
    exchange = Exchange("POST /", b"x" * 3 * PAGE, Answer(200, (), b"y" * 3 * PAGE, "https://leads.example"))
    store.deliveries.advance(
        delivery.id, DeliveryState.SENDING, DeliveryEvent.ANSWER_READ, at_utc=AT, exchange=exchange
    )


def ids(store: Store) -> list[str]:
    return sorted(delivery.id for delivery in store.deliveries.page(None, 100))


def recovered(folder: DataFolder, vault: MemoryVault) -> tuple[list[str], tuple[str, ...], Path | None]:
    store = open_store(folder, vault)
    found = ids(store), store.complaints, store.database.damaged_log
    store.close()
    return found


def lead(store: Store, delivery_id: str) -> tuple[object, ...]:
    """A lead as it is read: its values, its state and its bytes; what is damaged reads as its error."""
    try:
        delivery = store.deliveries.get(delivery_id)
    except (DamagedDatabaseError, NoSuchDeliveryError) as error:
        return (type(error),)
    try:
        return delivery.request, delivery.state, store.deliveries.exchange(delivery_id)
    except DamagedDatabaseError as error:
        return delivery.request, delivery.state, type(error)


def is_as_it_was(found: tuple[object, ...], right: tuple[object, ...]) -> bool:
    return found == (DamagedDatabaseError,) or found in (right, (*right[:2], DamagedDatabaseError))


def is_as_it_was_before(found: tuple[object, ...], right: tuple[object, ...]) -> bool:
    """Not there yet, or its values with an earlier state."""
    earlier = {(right[0], state, None) for state in (DeliveryState.WAITING, DeliveryState.SENDING)}
    return found == (NoSuchDeliveryError,) or found in earlier
