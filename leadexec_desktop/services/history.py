"""History as the window shows it: pages of deliveries, one in detail, and what still has to be decided."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from leadexec_desktop.protocol.delivery import Delivery, DeliveryState
from leadexec_desktop.protocol.judging import judge, queued_sentence, without_answer
from leadexec_desktop.protocol.outcome import Outcome, OutcomeKind
from leadexec_desktop.protocol.values import SUBMIT_MODES, AuthScheme, Lead, Operation
from leadexec_desktop.protocol.wire import Exchange
from leadexec_desktop.services.following import STATUS, query_if_followed
from leadexec_desktop.store.deliveries import Cursor, Deliveries, Learnt, NoSuchDeliveryError, TimelineEntry


@dataclass(frozen=True, slots=True)
class Detail:
    """One delivery with everything known of it.

    Attributes:
        learnt: What the receiver said of it later; None if nothing.
    """

    delivery: Delivery
    outcome: Outcome
    exchange: Exchange | None
    timeline: tuple[TimelineEntry, ...]
    learnt: Learnt | None = None


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
        learnt = self._deliveries.learnt(delivery_id)
        outcome = outcome_of(delivery, exchange, learnt)
        return Detail(delivery, outcome, exchange, tuple(self._deliveries.timeline(delivery_id)), learnt)

    def earlier(self, identity: Iterable[str], but: Collection[str] = ()) -> Delivery | None:
        """The newest lead about the same person that the receiver has, may have or may yet get; None if there is none.

        Args:
            identity: What such a lead has one of in common with this one.
            but: Ids of deliveries that do not count.

        Raises:
            StorageError: History cannot be read.
        """
        found = [
            delivery
            for key in identity
            for delivery in self._deliveries.with_identity(key, len(but) + 1)
            if delivery.id not in but
        ]
        return max(found, key=lambda delivery: delivery.created_at_utc, default=None)

    def known_lead(self, lead_id: str) -> "KnownLead | None":
        """What is known of the lead that the receiver has by that identifier; None if history does not have it.

        Raises:
            StorageError: History cannot be read.
        """
        found = self._deliveries.with_lead_id(lead_id)
        first = next((own for own in found if own.request.shape.operation in SUBMIT_MODES), None)
        if first is None:
            return None
        values = dict(first.request.lead.values)
        for later in reversed(found):
            if later.request.shape.operation is Operation.UPDATE and later.outcome == OutcomeKind.ACCEPTED:
                values |= dict(later.request.lead.values)
        return KnownLead(self.detail(first.id), replace(first.request.lead, values=tuple(values.items())), first.who)


@dataclass(frozen=True, slots=True)
class KnownLead:
    """A lead that the receiver has, as far as this program knows.

    Attributes:
        detail: The delivery that created it.
        lead: Its values, with the updates since.
        who: Whom it is about.
    """

    detail: Detail
    lead: Lead
    who: str


def outcome_of(delivery: Delivery, exchange: Exchange | None, learnt: Learnt | None = None) -> Outcome:
    """How a delivery stands; its answer, if it has one, is judged from the bytes that came.

    Args:
        delivery: It.
        exchange: The bytes of its last try.
        learnt: What the receiver said of it later.
    """
    shape = delivery.request.shape
    if delivery.state is not DeliveryState.ANSWERED:
        return without_answer(delivery.state, delivery.reason, shape.operation)
    if exchange is None or exchange.answer is None:
        return Outcome(
            OutcomeKind(delivery.outcome),
            "The answer itself is not kept any more; this is what it said.",
            delivery.reason,
            delivery.lead_id,
            price=delivery.price,
        )
    fetched_token = delivery.destination.scheme is AuthScheme.CLIENT_CREDENTIALS
    first = judge(shape, exchange.answer, fetched_token=fetched_token, order_id=delivery.request.order_id)
    if first.kind is OutcomeKind.QUEUED and query_if_followed(delivery, first) is None:
        said = queued_sentence(shape.operation, first.post_id, first.status_url, is_followed=False)
        first = replace(first, sentence=said)
    if learnt is None or delivery.outcome == first.kind:
        return first
    later = judge(STATUS, learnt.answer)
    return replace(
        later,
        kind=OutcomeKind(delivery.outcome),
        lead_id=later.lead_id or delivery.lead_id,
        price=delivery.price if later.price is None else later.price,
        post_id=later.post_id or first.post_id,
        status_url=first.status_url,
    )
