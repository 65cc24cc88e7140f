"""Which delivery the lead in each profile's form has: what keeps Send from sending it a second time."""

from collections.abc import Callable
from datetime import datetime

from leadexec_desktop.protocol.delivery import Delivery, DeliveryState
from leadexec_desktop.protocol.outcomes import Outcome
from leadexec_desktop.services.composing import Composed
from leadexec_desktop.services.repeating import Press, press_send
from leadexec_desktop.ui.history_model import when_text


class SentLeads:
    """Remembers deliveries by profile, and says what became of them.

    Args:
        now: The time, aware, on the agent's clock.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lasts: dict[str, tuple[Delivery, Outcome | None]] = {}

    def take(self, delivery: Delivery, outcome: Outcome | None = None) -> None:
        """Takes note of the delivery of the lead in its profile's form, and how it stands if that is known."""
        self._lasts[delivery.destination.profile_id] = (delivery, outcome)

    def forget(self, profile_id: str) -> None:
        """Lets the lead in a profile's form have no delivery."""
        self._lasts.pop(profile_id, None)

    def last(self, profile_id: str) -> Delivery | None:
        """The delivery of the lead in a profile's form; None if it has none."""
        return self._lasts.get(profile_id, (None, None))[0]

    def outcome(self, profile_id: str) -> Outcome | None:
        """How that stands; None if it has none, or is only about to be sent."""
        return self._lasts.get(profile_id, (None, None))[1]

    @property
    def delivery_ids(self) -> dict[str, str]:
        """The deliveries' ids by profile id."""
        return {profile_id: delivery.id for profile_id, (delivery, _) in self._lasts.items()}

    def is_unchanged(self, composed: Composed) -> bool:
        """Whether the lead in the form is as it was when the receiver got it, or may have got it."""
        if composed.request is None:
            return False
        last = self.last(composed.destination.profile_id)
        return press_send(last, composed.request, composed.destination).press is Press.SAYS_WHAT_HAPPENED

    def mark(self, composed: Composed) -> str:
        """Marks the lead in the form as sent, until it is changed; empty if Send would send it."""
        last = self.last(composed.destination.profile_id)
        if last is None or not self.is_unchanged(composed):
            return ""
        return f"This lead was sent at {self._when(last)}. Change it, or go on with the next one (Ctrl+N)."

    def why_not_again(self, delivery: Delivery) -> str:
        """Why a press on Send did not send it again, for a person."""
        is_on_its_way = delivery.state is DeliveryState.SENDING
        what = "is on its way since" if is_on_its_way else "was not changed since it was sent at"
        return f"This lead {what} {self._when(delivery)}: it was not sent again."

    def _when(self, delivery: Delivery) -> str:
        return when_text(delivery.sent_at_utc or delivery.created_at_utc, self._now())
