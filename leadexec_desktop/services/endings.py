"""How a try ended, written down: at once, or as soon as the disk takes it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from leadexec_desktop.protocol.delivery import Delivery, DeliveryEvent, DeliveryState
from leadexec_desktop.protocol.encode import CannotEncodeError
from leadexec_desktop.protocol.judging import judge
from leadexec_desktop.protocol.outcome import Outcome
from leadexec_desktop.protocol.undecided import ONLY_ASKS
from leadexec_desktop.protocol.wire import Answer, Exchange
from leadexec_desktop.services.decisions import NOBODY, PERSON
from leadexec_desktop.services.following import follow_of
from leadexec_desktop.services.showing import shown
from leadexec_desktop.store.deliveries import Change, ChangedMeanwhileError, Deliveries, NoSuchDeliveryError
from leadexec_desktop.store.errors import StorageError


@dataclass(frozen=True, slots=True)
class Ended:
    """How one try ended."""

    event: DeliveryEvent
    reason: str = ""
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class _Owed:
    """An end that the disk did not take."""

    delivery: Delivery
    ended: Ended
    elapsed_s: float
    at_utc: datetime


class Endings:
    """Writes down how tries ended; may be called from any thread.

    What the disk refuses is kept in memory and written by `write_again`; if the program dies before that, the
    delivery is found `sending` at the next start, and becomes `unknown`.

    Args:
        deliveries: Where they are written.
        now: The time, aware.
        changed: Told of each change of a delivery, in the calling thread.
    """

    def __init__(
        self, deliveries: Deliveries, *, now: Callable[[], datetime], changed: Callable[[Delivery], None]
    ) -> None:
        self._deliveries = deliveries
        self._now = now
        self._changed = changed
        self._owed: dict[str, _Owed] = {}
        self._writing = Lock()

    def write(self, delivery: Delivery, ended: Ended, elapsed_s: float) -> Delivery:
        """Writes an end down.

        Args:
            delivery: It, being sent.
            ended: How it ended.
            elapsed_s: Seconds that it took; less than 0 where the computer's clock was set back meanwhile.

        Raises:
            ChangedMeanwhileError, NoSuchDeliveryError: It is not being sent any more.
            StorageError: It could not be written yet.
        """
        owed = _Owed(delivery, ended, max(0.0, elapsed_s), self._now())
        try:
            return self._write(owed)
        except (ChangedMeanwhileError, NoSuchDeliveryError):
            raise
        except StorageError:
            self._owed[delivery.id] = owed
            raise

    @property
    def is_owing(self) -> bool:
        """Whether an end is still to be written."""
        return bool(self._owed)

    def write_again(self) -> tuple[Delivery, ...]:
        """Writes what could not be written before; what still cannot be stays for the next time.

        Returns:
            The deliveries that have their end now.
        """
        written = []
        with self._writing:
            for delivery_id, owed in tuple(self._owed.items()):
                try:
                    written.append(self._write(owed))
                except (ChangedMeanwhileError, NoSuchDeliveryError):
                    pass  # somebody has settled it otherwise
                except StorageError:
                    break
                del self._owed[delivery_id]
        return tuple(written)

    def _write(self, owed: _Owed) -> Delivery:
        delivery, ended = owed.delivery, owed.ended
        outcome = None if ended.answer is None else judge(delivery.request.shape, ended.answer)
        exchange = None
        with suppress(CannotEncodeError):  # written down by a version that could
            view = shown(delivery.request, delivery.destination)
            exchange = Exchange(view.head, view.body, ended.answer)
        after = self._deliveries.advance(
            delivery.id,
            DeliveryState.SENDING,
            ended.event,
            at_utc=owed.at_utc,
            change=_change(owed, outcome),
            exchange=exchange,
            follow=None if outcome is None else follow_of(delivery, outcome, owed.at_utc),
        )
        self._changed(after)
        return after


def _change(owed: _Owed, outcome: Outcome | None) -> Change:
    if outcome is None:
        return Change(reason=owed.ended.reason, elapsed_s=owed.elapsed_s, decided_by=_decided_by(owed))
    update = owed.delivery.request.update
    return Change(
        outcome=outcome.kind,
        reason=outcome.reason,
        lead_id=outcome.lead_id or ("" if update is None else update.lead_uid),
        price=outcome.price,
        elapsed_s=owed.elapsed_s,
    )


def _decided_by(owed: _Owed) -> str | None:
    """Who has settled it; None if a person still may have to."""
    event, operation = owed.ended.event, owed.delivery.request.shape.operation
    if event is DeliveryEvent.CANCELLED_BEFORE_SENT:
        return PERSON
    return NOBODY if event is DeliveryEvent.NO_ANSWER and operation in ONLY_ASKS else None
