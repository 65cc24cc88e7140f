"""The objects that answer a request (documentation: Response Properties of each section)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from types import MappingProxyType


class ResponseType(IntEnum):
    """Why the receiver decided as it did (documentation line 48)."""

    No_Error = 0
    System_ID_Missing = 1
    LeadType_ID_Missing = 2
    Vendor_ID_Missing = 3
    No_Account_Found = 4
    Outside_Criteria = 5
    Duplicate_Lead = 6
    Account_Disabled = 7
    Post_Over_Max = 8
    Data_Errors = 9


RESPONSE_TYPES: Mapping[str, ResponseType] = MappingProxyType(
    {name.casefold(): member for member in ResponseType for name in (member.name, str(member.value))}
)
"""A ResponseType by its name or number, case-folded: the documentation's samples have both."""


@dataclass(frozen=True, slots=True)
class SendInfo:
    """A buyer that the lead was sent to (lines 278-289). What is no number where one is documented is kept as text."""

    client_uid: str = ""
    client_name: str = ""
    redirect_url: str = ""
    valid: bool | None = None
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ClientInfo:
    """An agent to transfer the call to (lines 410-419). AgentPhone is called "bool" there: a slip."""

    client_uid: str = ""
    client_name: str = ""
    agent_name: str = ""
    agent_phone: str = ""


@dataclass(frozen=True, slots=True)
class PostResponse:
    """The answer to a synchronous lead (lines 39-60).

    Attributes:
        is_valid: It decides; a ResponseType that disagrees is only shown.
        response_type: Name or number as the receiver wrote it; empty if it gave none.
    """

    is_valid: bool
    post_id: str = ""
    response_type: str = ""
    details: str = ""
    lead_identifier: str = ""
    vendor_account_assigned: str = ""
    pending_qc_review: bool | None = None
    price: Decimal | None = None
    redirect_url: str = ""
    status_url: str = ""
    sends: tuple[SendInfo, ...] = ()
    client_infos: tuple[ClientInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class LeadQueueResponse:
    """The answer to an asynchronous lead (lines 81-88)."""

    queue_successful: bool
    post_id: str = ""
    details: str = ""
    status_url: str = ""


@dataclass(frozen=True, slots=True)
class PingResponse:
    """The answer to a ping (lines 1933-1951). RequestID is in its samples only.

    Attributes:
        estimated_price: What would be paid; None if it does not say.
        order_expires_on: As the receiver wrote it; it states no zone.
        response: What it says in words.
    """

    will_accept: bool
    request_id: str = ""
    order_id: str = ""
    estimated_price: Decimal | None = None
    order_expires_on: str = ""
    response: str = ""


@dataclass(frozen=True, slots=True)
class DuplicateResponse:
    """The answer to a duplicate check (lines 1863-1886).

    Attributes:
        duplicate_lead_id: The lead that was there before, if it came from the same source; empty if not.
        received_on: When that was, as the receiver wrote it.
        response: What it says in words.
    """

    is_duplicate: bool
    duplicate_lead_id: str = ""
    received_on: str = ""
    response: str = ""


@dataclass(frozen=True, slots=True)
class QualityControl:
    """What quality control has decided of a lead (lines 112-123); a date as the receiver wrote it."""

    pending_review: bool | None = None
    date_of_review: str = ""
    is_rejected: bool | None = None
    rejection_reason: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """Whether a lead was returned (lines 124-131); a date as the receiver wrote it."""

    is_returned: bool | None = None
    date_of_return: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class QueueStatus:
    """What became of a lead (lines 97-155).

    Attributes:
        is_valid: None while it is not decided.
        date_received: As the receiver wrote it.
    """

    post_id: str = ""
    lead_identifier: str = ""
    is_valid: bool | None = None
    rejection_reason: str = ""
    vendor_account_assigned: str = ""
    date_received: str = ""
    quality_control: QualityControl = QualityControl()
    returned: Return = Return()
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A part of an answer that has no place in the documented object: shown as it came."""

    path: str
    text: str


DocumentedAnswer = PostResponse | LeadQueueResponse | PingResponse | DuplicateResponse | QueueStatus


@dataclass(frozen=True, slots=True)
class Decoded:
    """An answer read.

    Attributes:
        answer: The documented object.
        repaired: What had to be repaired before it could be read, for a person; empty if nothing.
        unplaced: What the object has no place for.
    """

    answer: DocumentedAnswer
    repaired: str = ""
    unplaced: tuple[Unplaced, ...] = ()
