"""What the documentation's samples answer to pings, duplicate checks, updates and status requests; and to leads."""

import json
from datetime import UTC, datetime, timedelta

from .receiver import LEAD_ID, POST_ID, Received, answer, as_documented

ORDER_ID = "7cef1c61-916c-4ea8-b79f-5572e73c4602"
EARLIER_LEAD_ID = "12345678"
STATUS_PATH = f"/information/queuestatus/{POST_ID}"


def status(**changes: object) -> dict[str, object]:
    """A queue status (documentation line 137): accepted, and reviewed, unless changed."""
    content: dict[str, object] = {
        "PostID": POST_ID,
        "LeadIdentifier": int(LEAD_ID),
        "IsValid": True,
        "RejectionReason": "",
        "VendorAccountAssigned": 1234,
        "DateReceived": "2025-11-04T22:29:22.147Z",
        "QualityControlDetails": {
            "PendingReview": False,
            "DateOfReview": "2025-11-04T22:29:22.770Z",
            "IsQualityControlRejected": False,
            "RejectionReason": "",
        },
        "ReturnDetails": {"IsReturned": False, "DateOfReturn": None, "ReturnReason": ""},
        "Price": 25.0,
    }
    return content | changes


def returned(why: str) -> dict[str, object]:
    """The status of a lead that a buyer gave back."""
    return status(ReturnDetails={"IsReturned": True, "DateOfReturn": "2025-11-05T10:00:00Z", "ReturnReason": why})


PROCESSING = status(IsValid=None, LeadIdentifier=None, DateReceived=None, Price=None)


class Life:
    """Answers everything that a lead may meet.

    Attributes:
        statuses: What is answered to questions for a status, in order; the last from then on.
    """

    def __init__(self, *statuses: dict[str, object]) -> None:
        self.statuses = list(statuses or (status(),))

    def __call__(self, received: Received) -> bytes:
        path = received.target
        if path.startswith("/information/"):
            return answer(json.dumps(self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]))
        if path.startswith("/processor/insert/ping/"):
            return answer(json.dumps(pinged()))
        if path == "/processor/duplicate/check":
            return answer(json.dumps(FOUND))
        if path.startswith("/processor/update/"):
            return answer(json.dumps(UPDATED))
        return as_documented(received)


def pinged(**changes: object) -> dict[str, object]:
    """A ping's answer (1989), with an order that is good for a while."""
    expires = datetime.now(UTC) + timedelta(minutes=10)
    half = "PM" if expires.hour >= 12 else "AM"
    written = f"{expires.month}/{expires.day}/{expires.year} {expires.hour % 12 or 12}:{expires:%M:%S} {half}"
    content: dict[str, object] = {
        "WillAccept": True,
        "RequestID": "ce77b056-0103-4cf8-badf-2e73087b6e5a",
        "OrderID": ORDER_ID,
        "EstimatedPrice": "25",
        "OrderExpiresOn": written,
        "Response": "Coverage found, please supply Order ID in POST",
    }
    return content | changes


FOUND: dict[str, object] = {
    "IsDuplicate": True,
    "DuplicateLeadId": int(EARLIER_LEAD_ID),
    "ReceivedOn": "4/30/2020 1:53:45 PM",
    "Response": "Duplicate Lead, 12345678 Last Received On: 4/30/2020 1:53:45 PM UTC",
}
"""A duplicate check's answer (1910)."""

UPDATED: dict[str, object] = {
    "PostID": POST_ID,
    "isValidPost": True,
    "ResponseType": 0,
    "ResponseDetails": "Lead information updated",
    "LeadIdentifier": int(LEAD_ID),
    "VendorAccountAssigned": 99,
    "PendingQCReview": False,
    "Price": 25,
    "RedirectURL": "",
    "StatusURL": "",
}
"""An update's answer (1742)."""
