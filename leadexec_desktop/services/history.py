"""History as the window shows it: pages of deliveries, one in detail, and what still has to be decided."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from leadexec_desktop.protocol.delivery import Delivery, DeliveryState
from leadexec_desktop.protocol.judging import judge, without_answer
from leadexec_desktop.protocol.outcome import Outcome, OutcomeKind
from leadexec_desktop.protocol.values import AuthScheme
from leadexec_desktop.protocol.wire import Exchange
from leadexec_desktop.store.deliveries import Cursor, Deliveries, NoSuchDeliveryError, TimelineEntry


@dataclass(frozen=True, slots=True)
class Detail:
    """One delivery with everything known of it."""

    delivery: Delivery
    outcome: Outcome
    exchange: Exchange | None
    timeline: tuple[TimelineEntry, ...]


class History:
    """Reads history; may be called from any thread.

    Args:
        deliveries: Where they are written.
    """

    def __init__(self, deliveries: Deliveries) -> None:
        self._deliveries = deliveries

    def page(self, before: Cursor | None, limit: int) -> list[Delivery]:
        """At most `limit` deliveries, newest first, from behind `before` on.

        Raises:
            StorageError: They cannot be read.
        """
        return self._deliveries.page(before, limit)

    def unsettled(self) -> list[Delivery]:
        """The outbox: what waits, or of which it is not known whether it arrived.

        Raises:
            StorageError: They cannot be read.
        """
        return self._deliveries.unsettled()

    def delivery(self, delivery_id: str) -> Delivery:
        """One delivery, without its bytes.

        Raises:
            StorageError: It cannot be read.
        """
        return self._deliveries.get(delivery_id)

    def details(self, delivery_ids: Iterable[str]) -> list[Detail]:
        """Everything about several deliveries; those that history has no more are left out.

        Raises:
            StorageError: They cannot be read.
        """
        found = []
        for delivery_id in delivery_ids:
            with suppress(NoSuchDeliveryError):
                found.append(self.detail(delivery_id))
        return found

    def detail(self, delivery_id: str) -> Detail:
        """Everything about one delivery, bodies included.

        Raises:
            StorageError: It cannot be read.
        """
        delivery = self._deliveries.get(delivery_id)
        exchange = self._deliveries.exchange(delivery_id)
        return Detail(delivery, outcome_of(delivery, exchange), exchange, tuple(self._deliveries.timeline(delivery_id)))


def outcome_of(delivery: Delivery, exchange: Exchange | None) -> Outcome:
    """How a delivery stands; its answer, if it has one, is judged from the bytes that came."""
    if delivery.state is not DeliveryState.ANSWERED:
        return without_answer(delivery.state, delivery.reason)
    if exchange is not None and exchange.answer is not None:
        fetched_token = delivery.destination.scheme is AuthScheme.CLIENT_CREDENTIALS
        return judge(delivery.request.shape, exchange.answer, fetched_token=fetched_token)
    return Outcome(
        OutcomeKind(delivery.outcome),
        "The answer itself is not kept any more; this is what it said.",
        delivery.reason,
        delivery.lead_id,
        price=delivery.price,
    )
