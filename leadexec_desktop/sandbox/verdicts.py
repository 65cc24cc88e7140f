"""What the built-in receiver decided about a request, before it is written down as an answer."""

from dataclasses import dataclass
from datetime import datetime

from leadexec_desktop.protocol.answers import ResponseType
from leadexec_desktop.protocol.values import Encoding, Operation, ResponseFormat


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer has to fit.

    Attributes:
        operation: What was asked.
        encoding: How; None of a request that has no body.
        response: How it is to be answered.
        is_async: It is to be queued.
    """

    operation: Operation
    encoding: Encoding | None
    response: ResponseFormat
    is_async: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about a lead or its update; whatever was asked, about whether it is queued.

    Attributes:
        post_id: A GUID.
        response_type: No_Error if it is accepted.
        details: The same in words.
        lead_identifier: 0 for a lead that was not taken.
        campaign: The campaign that it was assigned to; 0 if none.
        pending_review: Quality control will look at it.
        price: Dollars.
        redirect_url: Where the caller shall go; empty if nowhere.
        buyers: How many Sends or ClientInfos there are.
        queued: Whether an asynchronous lead was queued.
    """

    post_id: str
    response_type: ResponseType
    details: str
    lead_identifier: int = 0
    campaign: int = 0
    pending_review: bool = False
    price: int = 0
    redirect_url: str = ""
    buyers: int = 0
    queued: bool = True

    @property
    def accepted(self) -> bool:
        """Whether the lead was accepted."""
        return self.response_type is ResponseType.No_Error


@dataclass(frozen=True, slots=True)
class PingVerdict:
    """Whether a lead would be taken (lines 1951-1965).

    Attributes:
        will_accept: Whether it would.
        request_id: A GUID.
        response: The same in words.
        order_id: A GUID to post the lead with; empty if there is none.
        price: What it would bring, in dollars.
        expires_at: When the order is good no more; None without an order.
    """

    will_accept: bool
    request_id: str
    response: str
    order_id: str = ""
    price: int = 0
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DuplicateVerdict:
    """Whether a lead was there before (lines 1876-1886).

    Attributes:
        is_duplicate: Whether it was.
        response: The same in words.
        lead_id: Which one it is: 0 if there was none, None for one that came from another source.
        received_at: When it came; None if it did not.
    """

    is_duplicate: bool
    response: str
    lead_id: int | None = 0
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LeadStatus:
    """How a lead stands at one moment (lines 97-131); None for what is not decided at that moment.

    Attributes:
        post_id: The PostID that was asked for.
        received_at: When the lead came.
        identifier: 0 before it is decided, and for a lead that was not taken.
        is_valid: Whether it was taken.
        rejection_reason: Why not.
        campaign: The campaign that it was assigned to; 0 if none.
        pending_review: Quality control has still to look at it.
        reviewed_at: When that was done.
        is_review_rejected: What quality control decided.
        review_reason: Why.
        is_returned: Whether it was given back.
        returned_at: When.
        return_reason: Why.
        price: Dollars.
    """

    post_id: str
    received_at: datetime
    identifier: int = 0
    is_valid: bool | None = None
    rejection_reason: str = ""
    campaign: int = 0
    pending_review: bool | None = None
    reviewed_at: datetime | None = None
    is_review_rejected: bool | None = None
    review_reason: str = ""
    is_returned: bool | None = None
    returned_at: datetime | None = None
    return_reason: str = ""
    price: float | None = None


Verdict = Decision | PingVerdict | DuplicateVerdict | LeadStatus
