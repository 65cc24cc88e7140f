"""What became of a lead, in the words of history."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadexec_desktop.protocol.answers import (
        ClientInfo,
        DuplicateResponse,
        PingResponse,
        QueueStatus,
        SendInfo,
        Unplaced,
    )


class OutcomeKind(StrEnum):
    """The words of an outcome in history and on the card.

    Those of a DeliveryState are the same words; the others say what an answer means.
    """

    WAITING = "waiting"
    SENDING = "sending"
    UNKNOWN = "unknown"
    NOT_SENT = "not sent"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    QUEUED = "queued"
    REDIRECTED = "redirected"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    WILL_ACCEPT = "will accept"
    WILL_NOT_ACCEPT = "will not accept"
    DUPLICATE = "duplicate"
    NOT_DUPLICATE = "not duplicate"
    PROCESSING = "processing"
    IN_REVIEW = "in review"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a delivery stands, or what its answer means.

    Attributes:
        kind: The word.
        sentence: What happened and what to do next, for a person.
        reason: ResponseType and details as the receiver gave them, or what went wrong.
        lead_id: The receiver's identifier of the lead; empty if it gave none.
        post_id: The receiver's identifier of the transaction; empty if it gave none.
        price: What it says it pays; None if it does not say.
        redirect_url: Where the caller should be sent; empty if nowhere. From outside: not yet checked.
        status_url: Where the lead can be followed; empty if it does not say. From outside: not yet checked.
        sends: The buyers that it was sent to.
        client_infos: The agents to transfer to.
        repaired: What had to be repaired before the answer could be read; empty if nothing.
        unplaced: Parts of the answer that have no documented place.
        ping: The answer to a ping, if it is one.
        duplicate: The answer to a duplicate check, if it is one.
        status: What became of the lead, if that was asked.
    """

    kind: OutcomeKind
    sentence: str
    reason: str = ""
    lead_id: str = ""
    post_id: str = ""
    price: Decimal | None = None
    redirect_url: str = ""
    status_url: str = ""
    sends: "tuple[SendInfo, ...]" = ()
    client_infos: "tuple[ClientInfo, ...]" = ()
    repaired: str = ""
    unplaced: "tuple[Unplaced, ...]" = ()
    ping: "PingResponse | None" = None
    duplicate: "DuplicateResponse | None" = None
    status: "QueueStatus | None" = None
