"""Whether a press on Send sends: a lead that the receiver has, or may have, is never sent again unasked."""

from dataclasses import dataclass, replace
from enum import Enum, auto

from leadexec_desktop.protocol.delivery import Delivery, DeliveryState, Destination
from leadexec_desktop.protocol.outcomes import OutcomeKind
from leadexec_desktop.protocol.values import Lead, SubmitRequest

RECEIVER_HAS_IT = frozenset(
    {
        OutcomeKind.ACCEPTED,
        OutcomeKind.QUEUED,
        OutcomeKind.REDIRECTED,
        OutcomeKind.UNREADABLE,
        OutcomeKind.UNKNOWN,
    }
)
"""After these, the same lead goes out again only "as a new lead", by a second, deliberate press."""


class Press(Enum):
    """What a press on Send does."""

    SENDS_NEW = auto()
    """A new delivery is made and sent."""
    SENDS_WAITING = auto()
    """The lead's waiting delivery is sent, with the values as they are now."""
    SAYS_WHAT_HAPPENED = auto()
    """Nothing is sent: the lead is on its way, or was not changed since the receiver had it, or may have had it."""


@dataclass(frozen=True, slots=True)
class PressedSend:
    """What a press on Send does, and to which delivery."""

    press: Press
    delivery: Delivery | None = None


def press_send(last: Delivery | None, request: SubmitRequest, destination: Destination) -> PressedSend:
    """What a press on Send does with the lead in the form.

    Args:
        last: The delivery of the lead in the form; None for a lead that has none.
        request: The lead and its options as they are now.
        destination: Where it would go now.
    """
    if last is None:
        return PressedSend(Press.SENDS_NEW)
    if last.state is DeliveryState.WAITING:
        return PressedSend(Press.SENDS_WAITING, last)
    if last.state is DeliveryState.SENDING:
        return PressedSend(Press.SAYS_WHAT_HAPPENED, last)
    is_same_profile = last.destination.profile_id == destination.profile_id
    if is_same_profile and _as_typed(last.request) == _as_typed(request) and last.outcome in RECEIVER_HAS_IT:
        return PressedSend(Press.SAYS_WHAT_HAPPENED, last)
    return PressedSend(Press.SENDS_NEW)


def _as_typed(request: SubmitRequest) -> SubmitRequest:
    """The request without what the profile alone says of it: who changes that has not changed the lead."""
    return replace(request, lead=Lead(request.lead.values), order_id_anywhere=False)
