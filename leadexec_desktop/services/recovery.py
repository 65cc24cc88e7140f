"""What a program that died left half done."""

from collections.abc import Callable
from datetime import datetime

from leadexec_desktop.protocol.delivery import Delivery, DeliveryEvent, DeliveryState
from leadexec_desktop.store.deliveries import Change, Deliveries

_WHY = "The program ended while this lead was being sent."


def settle_interrupted(deliveries: Deliveries, now: Callable[[], datetime]) -> list[Delivery]:
    """Makes every delivery that was being sent when the program died `unknown`: the receiver may have it.

    Called once at start, before anything is sent.

    Raises:
        StorageError: History cannot be read or written.
    """
    return [
        deliveries.advance(
            delivery.id,
            DeliveryState.SENDING,
            DeliveryEvent.FOUND_AT_START,
            at_utc=now(),
            change=Change(reason=_WHY),
        )
        for delivery in deliveries.unsettled()
        if delivery.state is DeliveryState.SENDING
    ]
