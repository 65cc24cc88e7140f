"""A history to begin with."""

from datetime import UTC, datetime, timedelta

from leadexec_desktop.profiles.file import read_profiles
from leadexec_desktop.protocol.delivery import Delivery, DeliveryEvent, DeliveryState
from leadexec_desktop.protocol.wire import Answer, Exchange
from leadexec_desktop.services.composing import chosen_by_default, compose
from leadexec_desktop.services.showing import shown
from leadexec_desktop.store.deliveries import Change, Deliveries

from . import twelve_fields

_BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)


def add_history(deliveries: Deliveries, count: int) -> None:
    """Adds so many accepted leads, half a minute apart."""
    (profile,) = read_profiles(twelve_fields.content("http://127.0.0.1:9"), "benchmark").profiles
    composed = compose(profile, chosen_by_default(profile), twelve_fields.LEAD)
    assert composed.request is not None, composed
    view = shown(composed.request, composed.destination)
    answer = Answer(200, (("Content-Type", "application/json"),), twelve_fields.ACCEPTED, profile.endpoint)
    for number in range(count):
        at = _BEGAN + timedelta(seconds=30 * number)
        delivery = Delivery(f"{number:032x}", at, composed.destination, composed.request, composed.who)
        deliveries.add(delivery)
        deliveries.advance(delivery.id, DeliveryState.WAITING, DeliveryEvent.CLAIMED, at_utc=at)
        change = Change("accepted", "No_Error", "999999999", elapsed_s=0.5)
        exchange = Exchange(view.head, view.body, answer)
        deliveries.advance(
            delivery.id, DeliveryState.SENDING, DeliveryEvent.ANSWER_READ, at_utc=at, change=change, exchange=exchange
        )
