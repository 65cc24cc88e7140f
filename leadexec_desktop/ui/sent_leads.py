"""Which delivery the lead in each profile's form has: what keeps Send from sending it a second time."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.protocol.delivery import Delivery, DeliveryState
from leadexec_desktop.services.composing import Composed
from leadexec_desktop.services.press import Press, PressedSend
from leadexec_desktop.ui.when import when_text

if TYPE_CHECKING:
    from leadexec_desktop.protocol.outcome import Outcome


class SentLeads:
    """Remembers deliveries by profile, and says what became of them.

    Args:
        now: The time, aware, on the agent's clock.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lasts: dict[str, tuple[Delivery, Outcome | None]] = {}
        self._sent_as: dict[str, Mapping[str, str]] = {}
        self._ids: dict[str, tuple[str, ...]] = {}

    def take(self, delivery: Delivery, outcome: "Outcome | None" = None) -> None:
        """Takes note of the delivery of the lead in its profile's form, and how it stands if that is known."""
        profile_id = delivery.destination.profile_id
        before = self.last(profile_id)
        is_same = before is not None and before.request.lead.values == delivery.request.lead.values
        self._ids[profile_id] = (*(self._ids.get(profile_id, ()) if is_same else ()), delivery.id)
        self._lasts[profile_id] = (delivery, outcome)

    def take_texts(self, sent_as: Mapping[str, Mapping[str, str]]) -> None:
        """Takes note of the texts with which leads were sent, by profile id."""
        self._sent_as.update(sent_as)

    def forget(self, profile_id: str) -> None:
        """Lets the lead in a profile's form have no delivery."""
        self._lasts.pop(profile_id, None)
        self._ids.pop(profile_id, None)
        self._sent_as.pop(profile_id, None)

    def last(self, profile_id: str) -> Delivery | None:
        """The delivery of the lead in a profile's form; None if it has none."""
        return self._lasts.get(profile_id, (None, None))[0]

    def ids(self, profile_id: str) -> frozenset[str]:
        """The ids of all deliveries of the lead in a profile's form: as a transfer, say, and then as its call."""
        return frozenset(self._ids.get(profile_id, ()))

    def outcome(self, profile_id: str) -> "Outcome | None":
        """How that stands; None if it has none, or is only about to be sent."""
        return self._lasts.get(profile_id, (None, None))[1]

    @property
    def delivery_ids(self) -> dict[str, str]:
        """The deliveries' ids by profile id."""
        return {profile_id: delivery.id for profile_id, (delivery, _) in self._lasts.items()}

    @property
    def sent_as(self) -> dict[str, Mapping[str, str]]:
        """The texts with which the leads were sent, by profile id."""
        return {profile_id: typed for profile_id, typed in self._sent_as.items() if profile_id in self._lasts}

    def press(self, profile: SourceProfile, composed: Composed, typed: Mapping[str, str]) -> PressedSend:
        """What a press on Send would do with the lead in the form.

        Args:
            profile: The active one.
            composed: What stands on Submit; its request is there.
            typed: The texts in the form, by wire name.
        """
        last = self.last(profile.id)
        if composed.request is None or last is None:
            return PressedSend(Press.SENDS_NEW)
        from leadexec_desktop.services.repeating import is_untouched, press_send  # noqa: PLC0415 - for a second press

        sent_as = self._sent_as.get(profile.id)
        untouched = sent_as is not None and is_untouched(profile, sent_as, typed)
        return press_send(last, composed.request, composed.destination, is_untouched=untouched)

    def mark(self, pressed: PressedSend) -> str:
        """Marks the lead in the form as sent, until it is changed; empty if Send would send it."""
        if pressed.press is not Press.SAYS_WHAT_HAPPENED or pressed.delivery is None:
            return ""
        return f"This lead was sent at {self._when(pressed.delivery)}. Change it, or go on with the next one (Ctrl+N)."

    def why_not_again(self, delivery: Delivery) -> str:
        """Why a press on Send did not send it again, for a person."""
        is_on_its_way = delivery.state is DeliveryState.SENDING
        what = "is on its way since" if is_on_its_way else "was not changed since it was sent at"
        return f"This lead {what} {self._when(delivery)}: it was not sent again."

    def _when(self, delivery: Delivery) -> str:
        return when_text(delivery.sent_at_utc or delivery.created_at_utc, self._now())
