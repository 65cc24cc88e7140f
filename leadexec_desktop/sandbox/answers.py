"""What the built-in receiver answers, written as the documentation's Response samples are."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape  # the same as that of xml.sax.saxutils, which brings urllib.request
from types import MappingProxyType

from leadexec_desktop.protocol.answers import ResponseType
from leadexec_desktop.protocol.values import Encoding, Operation, ResponseFormat

Entry = Mapping[str, str | int | bool]
Document = Mapping[str, str | int | bool | Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer has to fit."""

    operation: Operation
    encoding: Encoding
    response: ResponseFormat
    is_async: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about a lead.

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


_NAMED_RESPONSE_TYPE = frozenset({(Operation.GENERAL, Encoding.FORM), (Operation.REDIRECT, Encoding.FORM)})
"""Whose JSON answers have ResponseType by name (lines 68, 216); all others have the number."""
_WITHOUT_STATUS_URL = frozenset({Operation.RETURNSENDS, Operation.TRANSFER})
_WITHOUT_POST_ID_IN_XML = frozenset({Operation.RETURNSENDS, Operation.TRANSFER, Operation.CALL})
_IN_AN_ARRAY = frozenset({Operation.RETURNSENDS, Operation.TRANSFER, Operation.CALL})
"""What answers a JSON request in an array (lines 1324, 1492, 1665)."""

_ITEM_NAMES: Mapping[str, str] = MappingProxyType({"Sends": "SendInfo", "ClientInfos": "ClientInfo"})


def document_of(decision: Decision, asked: Asked, origin: str) -> Document:
    """The object that answers a lead.

    Args:
        decision: What was decided.
        asked: How it is to be answered.
        origin: Where this receiver is; its status addresses start with it.
    """
    return _queue_response(decision, origin) if asked.is_async else _post_response(decision, asked, origin)


def _post_response(decision: Decision, asked: Asked, origin: str) -> Document:
    is_xml, operation = asked.response is ResponseFormat.XML, asked.operation
    named = is_xml or (operation, asked.encoding) in _NAMED_RESPONSE_TYPE
    document: dict[str, str | int | bool | Sequence[Entry]] = {}
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
        document["StatusURL"] = f"{origin}/information/status/{decision.post_id}"
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


def _client(number: int) -> dict[str, str | int | bool]:
    uid, name = _CLIENTS[number] if number < len(_CLIENTS) else (6000 + number, f"Company {number + 1}")
    return {"ClientUID": uid, "ClientName": name}


def _send(number: int) -> Entry:
    return {**_client(number), "RedirectURL": "", "Valid": True, "Price": 25}


def _client_info(number: int) -> Entry:
    name, phone = _AGENTS[number] if number < len(_AGENTS) else (f"Agent {number + 1}", f"70255501{number:02}")
    return {**_client(number), "AgentName": name, "AgentPhone": phone}


# ------------------------------------------------------------------ as bytes
XML_NAMESPACES = 'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
CONTENT_TYPES: Mapping[ResponseFormat, str] = MappingProxyType(
    {
        ResponseFormat.JSON: "application/json; charset=utf-8",
        ResponseFormat.XML: "application/xml; charset=utf-8",
    }
)


def in_an_array(asked: Asked) -> bool:
    """Whether the documentation answers such a request with an array of one object."""
    return asked.encoding is Encoding.JSON and asked.operation in _IN_AN_ARRAY and not asked.is_async


def text_of(document: Document, asked: Asked) -> str:
    """The object as the documentation's samples write it."""
    if asked.response is ResponseFormat.XML:
        return xml_text(document, root_of(asked), XML_NAMESPACES)
    return json_text([document] if in_an_array(asked) else document)


def root_of(asked: Asked) -> str:
    """The name of the XML answer's root."""
    return "LeadQueueResponse" if asked.is_async else "PostResponse"


def json_text(value: object) -> str:
    """A value as JSON, a line each."""
    return json.dumps(value, ensure_ascii=False, indent=0)


def xml_text(document: Document, root: str, namespaces: str) -> str:
    """An object as XML with that root."""
    inner = "\n".join(_element(name, value) for name, value in document.items())
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root} {namespaces}>\n{inner}\n</{root}>'


def _element(name: str, value: str | int | bool | Sequence[Entry]) -> str:  # noqa: FBT001 - a value, not a switch
    match value:
        case "" | []:
            return f"<{name} />"
        case bool():
            return f"<{name}>{str(value).lower()}</{name}>"
        case str() | int():
            return f"<{name}>{escape(str(value), quote=False)}</{name}>"
        case _:
            item = _ITEM_NAMES[name]
            entries = (
                "\n".join([f"<{item}>", *(_element(key, part) for key, part in entry.items()), f"</{item}>"])
                for entry in value
            )
            return "\n".join([f"<{name}>", *entries, f"</{name}>"])
