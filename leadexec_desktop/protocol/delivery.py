"""Deliveries: our durable record that a lead is to be, or was, sent; and the table of the states it goes through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum, auto
from types import MappingProxyType

from leadexec_desktop.protocol.values import AuthScheme, LeadRequest, Operation


class DeliveryState(StrEnum):
    """Where a delivery stands. The values are the words of history, but for `answered`: there the Outcome speaks."""

    WAITING = "waiting"
    SENDING = "sending"
    ANSWERED = "answered"
    UNKNOWN = "unknown"
    NOT_SENT = "not sent"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"


class DeliveryEvent(StrEnum):
    """What can happen to a delivery."""

    CLAIMED = auto()
    """A worker took it to send it."""
    ANSWER_READ = auto()
    """An answer came, documented or not."""
    NO_CONNECTION_USEFUL_LATER = auto()
    """No connection was made, and the lead is as good later."""
    NO_CONNECTION_USELESS_LATER = auto()
    """No connection was made, and nobody waits for the answer later."""
    CANCELLED_BEFORE_SENT = auto()
    """A person cancelled while sending, before a byte had left."""
    NO_ANSWER = auto()
    """The request may have left, and no answer came."""
    FOUND_AT_START = auto()
    """The program died while sending."""
    PERSON_SAYS_ARRIVED = auto()
    PERSON_SAYS_NOT_ARRIVED = auto()
    PERSON_SENT_AGAIN = auto()
    """A person had it sent again, as a new delivery; this one is settled by that."""
    PERSON_TOOK_OUT = auto()
    """A person took it out of the outbox."""
    STATUS_LEARNT = auto()
    """The receiver said later what became of the lead."""


MOVES: Mapping[tuple[DeliveryState, DeliveryEvent], DeliveryState] = MappingProxyType(
    {
        (DeliveryState.WAITING, DeliveryEvent.CLAIMED): DeliveryState.SENDING,
        (DeliveryState.WAITING, DeliveryEvent.PERSON_TOOK_OUT): DeliveryState.CANCELLED,
        (DeliveryState.SENDING, DeliveryEvent.ANSWER_READ): DeliveryState.ANSWERED,
        (DeliveryState.SENDING, DeliveryEvent.NO_CONNECTION_USEFUL_LATER): DeliveryState.WAITING,
        (DeliveryState.SENDING, DeliveryEvent.NO_CONNECTION_USELESS_LATER): DeliveryState.NOT_SENT,
        (DeliveryState.SENDING, DeliveryEvent.CANCELLED_BEFORE_SENT): DeliveryState.NOT_SENT,
        (DeliveryState.SENDING, DeliveryEvent.NO_ANSWER): DeliveryState.UNKNOWN,
        (DeliveryState.SENDING, DeliveryEvent.FOUND_AT_START): DeliveryState.UNKNOWN,
        (DeliveryState.UNKNOWN, DeliveryEvent.PERSON_SAYS_ARRIVED): DeliveryState.ARRIVED,
        (DeliveryState.UNKNOWN, DeliveryEvent.PERSON_SAYS_NOT_ARRIVED): DeliveryState.NOT_SENT,
        (DeliveryState.UNKNOWN, DeliveryEvent.PERSON_SENT_AGAIN): DeliveryState.UNKNOWN,
        (DeliveryState.ANSWERED, DeliveryEvent.STATUS_LEARNT): DeliveryState.ANSWERED,
    }
)
"""Every move there is. What is not here cannot happen; nothing leads from a sent lead back to sending."""

_USEFUL_LATER = frozenset({Operation.GENERAL, Operation.RETURNSENDS, Operation.CALL})


class ImpossibleMoveError(Exception):
    """A delivery cannot take that event in its state."""


def move(state: DeliveryState, event: DeliveryEvent) -> DeliveryState:
    """The state after an event.

    Raises:
        ImpossibleMoveError: The table has no such move.
    """
    try:
        return MOVES[state, event]
    except KeyError:
        raise ImpossibleMoveError(f"a delivery that is {state} cannot be {event}") from None


def no_connection(operation: Operation) -> DeliveryEvent:
    """What it means for an operation that no connection was made: a redirect or a transfer is useless later."""
    if operation in _USEFUL_LATER:
        return DeliveryEvent.NO_CONNECTION_USEFUL_LATER
    return DeliveryEvent.NO_CONNECTION_USELESS_LATER


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a delivery goes, and which secrets of which profile join it.

    Attributes:
        profile_id: Whose secrets.
        profile_name: As it was called at the time.
        endpoint: Origin with optional path prefix, without a slash at the end.
        password: An API password is sent.
        scheme: How a token is sent.
        timeout_s: Seconds for the whole exchange, from the look-up of the name to the last byte; a token that must be
            fetched first is part of it.
        token_url: Where a token is fetched, for client credentials; empty for the other schemes.
        client_id: Whose token, likewise.
        follow_days: Days after which a queued lead is asked for no more.
    """

    profile_id: str
    profile_name: str
    endpoint: str
    password: bool = False
    scheme: AuthScheme = AuthScheme.NONE
    timeout_s: float = 90.0
    token_url: str = ""
    client_id: str = ""
    follow_days: int = 7


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of history, which is the outbox too.

    Attributes:
        id: Unique, made by us.
        created_at_utc: When it was enqueued.
        destination: Where it goes.
        request: What it carries, without secrets.
        who: Name or phone of the lead, for the list.
        state: Where it stands.
        outcome: The word of history: the state's, or the answer's Outcome.
        reason: ResponseType and details, or what went wrong; empty if nothing is to be said.
        lead_id: The receiver's identifier; empty until it gives one.
        price: What the receiver says it pays; None until it says.
        sent_at_utc: When the last try began; None before the first.
        elapsed_s: Seconds from then until the answer, or until it was clear that none comes; None before.
        again_of: The delivery that this one sends again as a new lead; empty if none.
        decided_by: Who settled it, where a person did; empty otherwise.
    """

    id: str
    created_at_utc: datetime
    destination: Destination
    request: LeadRequest
    who: str = ""
    state: DeliveryState = DeliveryState.WAITING
    outcome: str = DeliveryState.WAITING
    reason: str = ""
    lead_id: str = ""
    price: Decimal | None = None
    sent_at_utc: datetime | None = None
    elapsed_s: float | None = None
    again_of: str = ""
    decided_by: str = ""

    @property
    def settled(self) -> bool:
        """Whether nobody has to decide anything about it: neither in the outbox, nor being sent."""
        if self.state is DeliveryState.UNKNOWN:
            return bool(self.decided_by)
        return self.state not in (DeliveryState.WAITING, DeliveryState.SENDING)
