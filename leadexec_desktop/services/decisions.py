"""What a person can decide of a delivery that stands in history."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from leadexec_desktop.protocol.delivery import Delivery, DeliveryEvent, DeliveryState
from leadexec_desktop.protocol.undecided import ONLY_ASKS
from leadexec_desktop.protocol.values import SUBMIT_MODES

PERSON = "a person"
"""Who decided, where the program did not."""
NOBODY = "nobody: it only asked"
"""Who decided of a question that no answer came to: there is nothing to decide."""


class Decision(Enum):
    """What a person can say of a delivery."""

    TAKE_OUT = auto()
    """A waiting one is not to be sent any more."""
    ARRIVED = auto()
    """An unknown one has arrived."""
    NOT_ARRIVED = auto()
    """An unknown one has not arrived."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a decision does.

    Attributes:
        of_state: The state of which it can be said.
        event: What happens to the delivery then.
        reason: Its reason from then on; None leaves the one before.
    """

    of_state: DeliveryState
    event: DeliveryEvent
    reason: str | None = None


DECISIONS: Mapping[Decision, Meaning] = MappingProxyType(
    {
        Decision.TAKE_OUT: Meaning(DeliveryState.WAITING, DeliveryEvent.PERSON_TOOK_OUT, ""),
        Decision.ARRIVED: Meaning(DeliveryState.UNKNOWN, DeliveryEvent.PERSON_SAYS_ARRIVED),
        Decision.NOT_ARRIVED: Meaning(
            DeliveryState.UNKNOWN,
            DeliveryEvent.PERSON_SAYS_NOT_ARRIVED,
            "A person has made sure that it did not arrive.",
        ),
    }
)

ONLY_OF: Mapping[DeliveryState, str] = MappingProxyType(
    {
        DeliveryState.WAITING: "Only for a lead that waits in the outbox.",
        DeliveryState.UNKNOWN: "Only for a lead of which nobody knows whether it arrived.",
    }
)
"""Why something that can be done with a lead in that state alone cannot be done with another."""


_ONLY_ASKED = "It only asked: there is nothing to decide. Ask again if you need the answer."


def why_not_decide(delivery: Delivery, decision: Decision) -> str | None:
    """Why a person cannot say that of a delivery; None if it can be said.

    Whether an unknown one arrived can be said even after it was sent again: somebody may learn it only then.
    """
    if delivery.request.shape.operation in ONLY_ASKS:
        return _ONLY_ASKED
    wanted = DECISIONS[decision].of_state
    return None if delivery.state is wanted else ONLY_OF[wanted]


def why_not_again(delivery: Delivery) -> str | None:
    """Why a delivery cannot be sent again as a new lead, for a person; None if it can."""
    if delivery.request.shape.operation not in SUBMIT_MODES:
        return "Only leads are sent again from here; ask, or update, on the tab of its own."
    if delivery.state is DeliveryState.WAITING:
        return "It was not sent yet: “Send now” sends it."
    if delivery.state is DeliveryState.SENDING:
        return "It is on its way; the receiver has not answered yet."
    if delivery.state is DeliveryState.UNKNOWN and delivery.settled:
        return "It was sent again already: the newer lead counts."
    return None
