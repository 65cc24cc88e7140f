"""What a program that died left half done."""

from collections.abc import Callable
from datetime import datetime

from leadexec_desktop.protocol.delivery import Delivery, DeliveryEvent, DeliveryState
from leadexec_desktop.protocol.undecided import ONLY_ASKS
from leadexec_desktop.services.decisions import NOBODY
from leadexec_desktop.store.deliveries import Change, Deliveries

_WHY = "The program ended while this was being sent."


def settle_interrupted(deliveries: Deliveries, now: Callable[[], datetime]) -> list[Delivery]:
    """Makes every delivery that was being sent when the program died `unknown`: the receiver may have it.

    Gives those of which a person has to find out whether they arrived; what only asked is settled by that.

    Called once at start, before anything is sent.

    Raises:
        StorageError: History cannot be read or written.
    """
    settled = [
        deliveries.advance(
            delivery.id,
            DeliveryState.SENDING,
            DeliveryEvent.FOUND_AT_START,
            at_utc=now(),
            change=Change(reason=_WHY, decided_by=NOBODY if delivery.request.shape.operation in ONLY_ASKS else None),
        )
        for delivery in deliveries.unsettled()
        if delivery.state is DeliveryState.SENDING
    ]
    return [delivery for delivery in settled if not delivery.settled]
