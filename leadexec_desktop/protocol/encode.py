"""A request as the bytes that go out (documentation: the Request and Async Request samples of each section)."""

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from urllib.parse import urlencode

from leadexec_desktop.protocol.known_lead import StatusQuery, is_guid, is_lead_uid
from leadexec_desktop.protocol.operations import NEEDS_CAMPAIGN, OPERATIONS, path_of, plural_of, why_not
from leadexec_desktop.protocol.parameters import (
    PLACES,
    RESERVED_NAMES,
    Parameter,
    WireValue,
    XmlSpot,
    is_xml_name,
    parameters_of,
    why_no_parameter,
)
from leadexec_desktop.protocol.values import Encoding, LeadRequest, Operation, RequestShape, ResponseFormat
from leadexec_desktop.protocol.wire import EncodedRequest

# Three small sets: one of them all takes 3 ms to make, at each start.
_NOT_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f]|[\ud800-\udfff]|[\ufffe\uffff]")
_NOT_IN_UTF8 = re.compile("[\ud800-\udfff]")


POST_ID = "PostID"
"""What a status request names a lead by."""


class CannotEncodeError(ValueError):
    """A request has no form on the wire.

    Attributes:
        field: The wire name or parameter that is to blame; empty if it is none of them.
        reason: What is wrong with it, for a person.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}" if field else reason)
        self.field = field
        self.reason = reason


def encode(request: LeadRequest, password: str | None = None) -> EncodedRequest:
    """The bytes of one request.

    Args:
        request: What is asked, with its options.
        password: The API password, if the profile has one.

    Raises:
        CannotEncodeError: The documentation has no such request, or the encoding cannot carry a value.
    """
    _refuse_what_has_no_place(request)
    if request.status is not None:
        return _status_request(request, request.status)
    _refuse_names(request)
    parameters = parameters_of(request, password)
    encoding = request.shape.encoding
    _refuse_unwritable(encoding, parameters, request)
    body = _WRITERS[encoding](parameters, request)
    return EncodedRequest(
        OPERATIONS[request.shape.operation].method,
        path_of(request.shape),
        (("Content-Type", CONTENT_TYPES[encoding]), ("Accept", _accept(request.shape))),
        body,
    )


def _status_request(request: LeadRequest, query: StatusQuery) -> EncodedRequest:
    """The GET of a status (lines 97-135): by PostID, or at the address that an answer gave."""
    accept = (("Accept", ACCEPT[ResponseFormat.JSON]),)
    method = OPERATIONS[request.shape.operation].method
    if query.url:
        return EncodedRequest(method, "", accept, b"", query.url)
    if not is_guid(query.post_id):
        raise CannotEncodeError(
            POST_ID, "this is no PostID: one has 32 hexadecimal digits, as in the receiver's answer."
        )
    return EncodedRequest(method, path_of(request.shape, query.post_id), accept, b"")


CONTENT_TYPES: Mapping[Encoding, str] = MappingProxyType(
    {
        # The documentation writes `x-www-form-urlencoded`; this is the registered name of the same.
        Encoding.FORM: "application/x-www-form-urlencoded",
        Encoding.XML: "application/xml",
        Encoding.JSON: "application/json",
    }
)
ACCEPT: Mapping[ResponseFormat, str] = MappingProxyType(
    {ResponseFormat.JSON: "application/json", ResponseFormat.XML: "application/xml"}
)


def _accept(shape: RequestShape) -> str:
    # The path of a duplicate check names no response type, and which one comes is not documented: either will do.
    return ", ".join(ACCEPT.values()) if shape.operation is Operation.DUPLICATE else ACCEPT[shape.response]


def _refuse_what_has_no_place(request: LeadRequest) -> None:
    shape = request.shape
    reason = why_not(shape)
    if reason is not None:
        raise CannotEncodeError("", reason)
    if (request.call is not None) is not (shape.operation is Operation.CALL):
        raise CannotEncodeError("", "A call lead carries the call's data, and no other lead does.")
    _refuse_wrong_subject(request)
    for parameter in parameters_of(request, None):
        reason = why_no_parameter(parameter, shape, order_id_anywhere=request.order_id_anywhere)
        if reason is not None:
            raise CannotEncodeError(parameter, reason)


def _refuse_wrong_subject(request: LeadRequest) -> None:
    """Refuse an update or a status request that names no lead, and any other request that does."""
    operation, update = request.shape.operation, request.update
    if (update is not None) is not (operation is Operation.UPDATE):
        raise CannotEncodeError("", "An update names the lead that it changes, and no other request does.")
    if (request.status is not None) is not (operation is Operation.STATUS):
        raise CannotEncodeError("", "A status request names the lead that it asks for, and no other request does.")
    if update is not None and not is_lead_uid(update.lead_uid):
        raise CannotEncodeError(Parameter.LEAD_UID, "a lead ID is a whole number, as the receiver's answer has it.")
    if operation in NEEDS_CAMPAIGN and request.ids.aid is None:
        raise CannotEncodeError(Parameter.AID, f"the receiver wants a campaign with {plural_of(operation)}.")


def _refuse_names(request: LeadRequest) -> None:
    """Refuse what a profile refuses too: no field may pass for a parameter, or push another field out."""
    seen: set[str] = set()
    for name, _ in request.lead.values:
        if _NOT_IN_UTF8.search(name):
            shown = _NOT_IN_UTF8.sub("\N{REPLACEMENT CHARACTER}", name)
            raise CannotEncodeError(shown, "this name holds half a character, which nothing can carry.")
        folded = name.casefold()
        if folded in RESERVED_NAMES:
            raise CannotEncodeError(name, "the receiver takes this name for one of its own parameters.")
        if folded in seen:
            raise CannotEncodeError(name, "the lead has two fields of this name, upper and lower case aside.")
        seen.add(folded)


def _refuse_unwritable(encoding: Encoding, parameters: Mapping[Parameter, WireValue], request: LeadRequest) -> None:
    forbidden = _NOT_IN_XML if encoding is Encoding.XML else _NOT_IN_UTF8
    delay_h = request.send_delay_h
    if delay_h is not None and not delay_h.is_finite():
        raise CannotEncodeError(Parameter.SEND_DELAY, "this is no number of hours.")
    for name, value in (*parameters.items(), *request.lead.values):
        found = forbidden.search(value) if isinstance(value, str) else None
        if found:
            raise CannotEncodeError(
                name, f"it holds the character U+{ord(found[0]):04X}, which {encoding.upper()} cannot carry."
            )


def wire_text(value: WireValue) -> str:
    """A parameter as text: booleans in lower case, decimals without an exponent."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _write_form(parameters: Mapping[Parameter, WireValue], request: LeadRequest) -> bytes:
    pairs = [(PLACES[parameter].form or parameter, wire_text(value)) for parameter, value in parameters.items()]
    return urlencode([*pairs, *request.lead.values]).encode("ascii")


def _write_xml(parameters: Mapping[Parameter, WireValue], request: LeadRequest) -> bytes:
    from lxml import etree  # noqa: PLC0415 - heavy: never before the first paint

    leads = etree.Element("Leads")
    lead = etree.SubElement(leads, "Lead")
    for parameter, value in parameters.items():
        place = PLACES[parameter].xml
        if place is None:
            continue
        spot, name = place
        match spot:
            case XmlSpot.LEADS:
                leads.set(name, wire_text(value))
            case XmlSpot.LEAD:
                lead.set(name, wire_text(value))
            case XmlSpot.CHILD:
                etree.SubElement(lead, name).text = wire_text(value)
    for name, text in request.lead.values:
        if not is_xml_name(name):
            raise CannotEncodeError(name, "this is no XML name, so the field cannot go as XML.")
        etree.SubElement(lead, name).text = text
    return etree.tostring(leads, encoding="utf-8", xml_declaration=False)


def _write_json(parameters: Mapping[Parameter, WireValue], request: LeadRequest) -> bytes:
    holders: dict[str, dict[str, WireValue | float]] = {"source": {}, "properties": {}}
    for parameter, value in parameters.items():
        place = PLACES[parameter].json
        if place is not None:
            holder, name = place
            holders[holder][name] = _json_number(value) if isinstance(value, Decimal) else value
    document = {
        "source": holders["source"],
        "leads": [{"properties": holders["properties"], "fields": dict(request.lead.values)}],
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _json_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


_WRITERS: Mapping[Encoding, Callable[[Mapping[Parameter, WireValue], LeadRequest], bytes]] = MappingProxyType(
    {Encoding.FORM: _write_form, Encoding.XML: _write_xml, Encoding.JSON: _write_json}
)
