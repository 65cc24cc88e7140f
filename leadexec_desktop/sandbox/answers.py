"""What the built-in receiver answers, as the objects of the documentation's Response samples."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from leadexec_desktop.protocol.values import Encoding, Operation, ResponseFormat
from leadexec_desktop.sandbox.times import american, iso, iso_with_milliseconds
from leadexec_desktop.sandbox.verdicts import Asked, Decision, DuplicateVerdict, LeadStatus, PingVerdict, Verdict

Value = str | int | float | bool | None
Entry = Mapping[str, Value]
Part = Value | Entry | Sequence[Entry]
Document = Mapping[str, Part]


@dataclass(frozen=True, slots=True)
class Names:
    """What a documented object is called, and its parts that say most.

    Attributes:
        root: The root of its XML. The documentation has none for QueueStatus, which is answered in JSON alone.
        flag: The part that says yes or no.
        words: The part that says it in words.
    """

    root: str
    flag: str
    words: str


_QUEUE_NAMES = Names("LeadQueueResponse", "QueueSuccessful", "ResponseDetails")
_POST_NAMES = Names("PostResponse", "isValidPost", "ResponseDetails")
_NAMES: Mapping[Operation, Names] = MappingProxyType(
    {
        Operation.PING: Names("PingResponse", "WillAccept", "Response"),
        # The root of its sample is that of a ping (line 1919).
        Operation.DUPLICATE: Names("PingResponse", "IsDuplicate", "Response"),
        Operation.STATUS: Names("QueueStatus", "IsValid", "RejectionReason"),
    }
)


def names_of(asked: Asked) -> Names:
    """What the answer to such a request is called."""
    return _QUEUE_NAMES if asked.is_async else _NAMES.get(asked.operation, _POST_NAMES)


def document_of(verdict: Verdict, asked: Asked, origin: str) -> Document:
    """The object that answers a request.

    Args:
        verdict: What was decided.
        asked: How it is to be answered.
        origin: Where this receiver is; its status addresses start with it.
    """
    return _DOCUMENTS[type(verdict)](verdict, asked, origin)


# ------------------------------------------------------------------ leads and updates
_NAMED_RESPONSE_TYPE = frozenset({(Operation.GENERAL, Encoding.FORM), (Operation.REDIRECT, Encoding.FORM)})
"""Whose JSON answers have ResponseType by name (lines 68, 216); all others have the number."""
_WITHOUT_STATUS_URL = frozenset({Operation.RETURNSENDS, Operation.TRANSFER})
_EMPTY_STATUS_URL = frozenset({Operation.UPDATE})
"""Line 1752; the table of an update's properties (1718-1737) has no StatusURL."""
_WITHOUT_POST_ID_IN_XML = frozenset({Operation.RETURNSENDS, Operation.TRANSFER, Operation.CALL})
_IN_AN_ARRAY = frozenset({Operation.RETURNSENDS, Operation.TRANSFER, Operation.CALL})
"""What answers a JSON request in an array (lines 1324, 1492, 1665)."""


def in_an_array(asked: Asked) -> bool:
    """Whether the documentation answers such a request with an array of one object."""
    return asked.encoding is Encoding.JSON and asked.operation in _IN_AN_ARRAY and not asked.is_async


def _decided(decision: Decision, asked: Asked, origin: str) -> Document:
    return _queue_response(decision, origin) if asked.is_async else _post_response(decision, asked, origin)


def _post_response(decision: Decision, asked: Asked, origin: str) -> Document:
    is_xml, operation = asked.response is ResponseFormat.XML, asked.operation
    named = is_xml or (operation, asked.encoding) in _NAMED_RESPONSE_TYPE
    document: dict[str, Part] = {}
    if not (is_xml and operation in _WITHOUT_POST_ID_IN_XML):
        document["PostID"] = decision.post_id
    document |= {
        "isValidPost": decision.accepted,
        "ResponseType": decision.response_type.name if named else int(decision.response_type),
        "ResponseDetails": decision.details,
        "LeadIdentifier": decision.lead_identifier,
        "VendorAccountAssigned": decision.campaign,
        "PendingQCReview": decision.pending_review,
        "Price": decision.price,
        "RedirectURL": decision.redirect_url,
    }
    if operation not in _WITHOUT_STATUS_URL:
        status_url = f"{origin}/information/status/{decision.post_id}"
        document["StatusURL"] = "" if operation in _EMPTY_STATUS_URL else status_url
    if operation is Operation.RETURNSENDS:
        document["Sends"] = [_send(number) for number in range(decision.buyers)]
    if operation is Operation.TRANSFER:
        document["ClientInfos"] = [_client_info(number) for number in range(decision.buyers)]
    return document


def _queue_response(decision: Decision, origin: str) -> Document:
    return {
        "QueueSuccessful": decision.queued,
        "PostID": decision.post_id,
        "ResponseDetails": "Lead has been queued for processing" if decision.queued else decision.details,
        "StatusURL": f"{origin}/information/queuestatus/{decision.post_id}" if decision.queued else "",
    }


# The first two are the documentation's (lines 305-318, 434-446).
_CLIENTS = ((1234, "Demo Company"), (5679, "Acme Company"))
_AGENTS = (("John Smith", "7025551212"), ("Bob McCarthy", "6025551212"))


def _client(number: int) -> dict[str, Value]:
    uid, name = _CLIENTS[number] if number < len(_CLIENTS) else (6000 + number, f"Company {number + 1}")
    return {"ClientUID": uid, "ClientName": name}


def _send(number: int) -> Entry:
    return {**_client(number), "RedirectURL": "", "Valid": True, "Price": 25}


def _client_info(number: int) -> Entry:
    name, phone = _AGENTS[number] if number < len(_AGENTS) else (f"Agent {number + 1}", f"70255501{number:02}")
    return {**_client(number), "AgentName": name, "AgentPhone": phone}


# ------------------------------------------------------------------ pings, duplicate checks, statuses
def _pinged(verdict: PingVerdict, asked: Asked, origin: str) -> Document:
    """Lines 1991-1996, 1999: the price is a text in JSON too, and the date is written the same in both."""
    del asked, origin
    return {
        "WillAccept": verdict.will_accept,
        "RequestID": verdict.request_id,
        "OrderID": verdict.order_id,
        "EstimatedPrice": str(verdict.price),
        "OrderExpiresOn": "" if verdict.expires_at is None else american(verdict.expires_at),
        "Response": verdict.response,
    }


def _checked(verdict: DuplicateVerdict, asked: Asked, origin: str) -> Document:
    """Lines 1913-1916, 1919: the date is ISO 8601 in XML, and American in JSON."""
    del origin
    write = iso if asked.response is ResponseFormat.XML else american
    return {
        "IsDuplicate": verdict.is_duplicate,
        "DuplicateLeadId": verdict.lead_id,
        "ReceivedOn": _if_any(verdict.received_at, write),
        "Response": verdict.response,
    }


def _followed(status: LeadStatus, asked: Asked, origin: str) -> Document:
    """Lines 137-154."""
    del asked, origin
    return {
        "PostID": status.post_id,
        "LeadIdentifier": status.identifier,
        "IsValid": status.is_valid,
        "RejectionReason": status.rejection_reason,
        "VendorAccountAssigned": status.campaign,
        "DateReceived": iso_with_milliseconds(status.received_at),
        "QualityControlDetails": {
            "PendingReview": status.pending_review,
            "DateOfReview": _if_any(status.reviewed_at, iso_with_milliseconds),
            "IsQualityControlRejected": status.is_review_rejected,
            "RejectionReason": status.review_reason,
        },
        "ReturnDetails": {
            "IsReturned": status.is_returned,
            "DateOfReturn": _if_any(status.returned_at, iso_with_milliseconds),
            "ReturnReason": status.return_reason,
        },
        "Price": status.price,
    }


def _if_any(at: datetime | None, write: Callable[[datetime], str]) -> str | None:
    return None if at is None else write(at)


_DOCUMENTS: Mapping[type, Callable[[Any, Asked, str], Document]] = MappingProxyType(
    {Decision: _decided, PingVerdict: _pinged, DuplicateVerdict: _checked, LeadStatus: _followed}
)
