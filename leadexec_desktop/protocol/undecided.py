"""What to say, and to do next, where the receiver's decision is not known: by what was asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from leadexec_desktop.protocol.delivery import DeliveryState
from leadexec_desktop.protocol.values import SUBMIT_MODES, Operation


@dataclass(frozen=True, slots=True)
class Undecided:
    """Sentences about one kind of request.

    Attributes:
        doubt: What follows from an answer that cannot be read.
        without_answer: How a delivery stands to which no answer was read, by its state.
    """

    doubt: str
    without_answer: Mapping[DeliveryState, str]


_OF_LEADS = Undecided(
    "The lead may or may not be accepted. "
    "Do not send it again before the platform or your account manager has been asked.",
    MappingProxyType(
        {
            DeliveryState.WAITING: (
                "Nothing has been sent yet. The lead stands in the outbox: send it from there, or discard it."
            ),
            DeliveryState.SENDING: "The lead is on its way; the receiver has not answered yet.",
            DeliveryState.UNKNOWN: (
                "The receiver may have this lead, or may not: no answer came. It is never sent again by itself. "
                "Ask your account manager whether it arrived before you send it again, and say so in history."
            ),
            DeliveryState.NOT_SENT: "The receiver does not have this lead. It can be sent again.",
            DeliveryState.ARRIVED: "No answer came, but the lead arrived: a person has made sure of it.",
            DeliveryState.CANCELLED: "A person took this lead out of the outbox. It was not sent.",
        }
    ),
)

_OF_UPDATES = Undecided(
    "The lead may or may not have been changed. The same update can be sent again: it changes nothing twice.",
    MappingProxyType(
        {
            **_OF_LEADS.without_answer,
            DeliveryState.SENDING: "The update is on its way; the receiver has not answered yet.",
            DeliveryState.UNKNOWN: (
                "The receiver may have changed the lead, or may not: no answer came. It is never sent again by itself; "
                "the same update can be sent again, since it changes nothing twice."
            ),
            DeliveryState.NOT_SENT: "The receiver does not have this update. It can be sent again.",
            DeliveryState.ARRIVED: "No answer came, but the update arrived: a person has made sure of it.",
        }
    ),
)


def _of_question(question: str) -> Undecided:
    return Undecided(
        f"What it decided is not known. {question} changes nothing: ask again.",
        MappingProxyType(
            {
                **_OF_LEADS.without_answer,
                DeliveryState.SENDING: "The receiver is being asked; it has not answered yet.",
                DeliveryState.UNKNOWN: f"No answer came. {question} changes nothing: ask again.",
                DeliveryState.NOT_SENT: "The receiver was not asked. Ask again.",
            }
        ),
    )


UNDECIDED: Mapping[Operation, Undecided] = MappingProxyType(
    {
        **dict.fromkeys(SUBMIT_MODES, _OF_LEADS),
        Operation.PING: _of_question("A ping sells nothing and"),
        Operation.DUPLICATE: _of_question("A duplicate check"),
        Operation.UPDATE: _OF_UPDATES,
        Operation.STATUS: _of_question("A status request"),
    }
)
"""The sentences by operation."""

ONLY_ASKS = frozenset({Operation.PING, Operation.DUPLICATE, Operation.STATUS})
"""What changes nothing at the receiver: where no answer came, there is nothing to decide about it."""
