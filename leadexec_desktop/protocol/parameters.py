"""Where each parameter of a request goes in each encoding, and which requests do not have it, with the reason."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from leadexec_desktop.protocol.values import SUBMIT_MODES, Encoding, LeadRequest, Operation, RequestShape

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_NOON = 12

WireValue = str | int | bool | Decimal


class Parameter(StrEnum):
    """Every parameter of a request, in the order in which it is written."""

    VID = "vid"
    LID = "lid"
    AID = "aid"
    PASSWORD = "password"  # noqa: S105 - the parameter's name, not a password
    ORDER_ID = "order ID"
    RETURN_URL = "return URL"
    SEND_DELAY = "send delay"
    REFERENCE = "reference"
    NO_SELL = "no-sell"
    IVR_NUMBER = "IVR number"
    CALL_DURATION = "call duration"
    CALL_RESULT = "call result"
    CALL_DATE = "call date"
    LEAD_UID = "lead ID"
    PROCESS_DELIVERY = "process delivery"


class XmlSpot(StrEnum):
    """Where in an XML request a parameter stands."""

    LEADS = "attribute of <Leads>"
    LEAD = "attribute of <Lead>"
    CHILD = "child of <Lead>"


class Place(NamedTuple):
    """A parameter's name in each encoding; None where the documentation has no place for it.

    Attributes:
        form: Its name among the form's parameters.
        xml: Where it stands, and its name there.
        json: The object that holds it (`source`, or `properties` of the lead), and its name there.
    """

    form: str | None
    xml: tuple[XmlSpot, str] | None
    json: tuple[str, str] | None


PLACES: Mapping[Parameter, Place] = MappingProxyType(
    {
        Parameter.VID: Place("vid", (XmlSpot.LEADS, "vid"), ("source", "vid")),
        Parameter.LID: Place("lid", (XmlSpot.LEADS, "lid"), ("source", "lid")),
        Parameter.AID: Place("aid", (XmlSpot.LEADS, "aid"), ("source", "aid")),
        Parameter.PASSWORD: Place("password", (XmlSpot.LEADS, "password"), ("source", "password")),
        # Documented for the form alone (line 28). XML and JSON are guesses for a profile that allows them: the first
        # after the form's other names, the second after the platform's own version 2.
        Parameter.ORDER_ID: Place("orderid", (XmlSpot.LEADS, "orderid"), ("properties", "orderId")),
        Parameter.RETURN_URL: Place("returnurl", (XmlSpot.LEADS, "returnurl"), ("source", "returnURL")),
        Parameter.SEND_DELAY: Place(None, None, ("source", "sendDelay")),
        Parameter.REFERENCE: Place(None, (XmlSpot.LEAD, "reference"), ("properties", "reference")),
        Parameter.NO_SELL: Place(None, None, ("properties", "noSell")),
        Parameter.IVR_NUMBER: Place("ivrnumber", (XmlSpot.CHILD, "IVRNumber"), ("properties", "ivrNumber")),
        Parameter.CALL_DURATION: Place("callduration", (XmlSpot.CHILD, "CallDuration"), ("properties", "callDuration")),
        Parameter.CALL_RESULT: Place("callresult", (XmlSpot.CHILD, "CallResult"), ("properties", "callResult")),
        Parameter.CALL_DATE: Place("calldate", (XmlSpot.CHILD, "CallDate"), ("properties", "callDate")),
        Parameter.LEAD_UID: Place("lpleaduid", None, ("properties", "leadUID")),
        Parameter.PROCESS_DELIVERY: Place("processDelivery", None, ("properties", "processDelivery")),
    }
)

_CALL_PARAMETERS = frozenset(
    {Parameter.IVR_NUMBER, Parameter.CALL_DURATION, Parameter.CALL_RESULT, Parameter.CALL_DATE}
)
_UPDATE_PARAMETERS = frozenset({Parameter.LEAD_UID, Parameter.PROCESS_DELIVERY})
_INSERT_PARAMETERS = frozenset({Parameter.REFERENCE, Parameter.NO_SELL, Parameter.SEND_DELAY})

_NEVER_IN_A_BODY = ("access_token", "response_type", "redirect_type")

RESERVED_NAMES = frozenset(
    name.casefold()
    for place in PLACES.values()
    for name in (place.form, place.xml and place.xml[1], place.json and place.json[1])
    if name
) | frozenset(_NEVER_IN_A_BODY)
"""Wire names, case-folded, that no field of a lead may have: the receiver reads them as parameters."""

_XML_NAME_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_ASCII_XML_NAME = re.compile("[A-Z_a-z][A-Z_a-z0-9.-]*")


@cache
def _xml_name() -> re.Pattern[str]:
    """Made when it is asked for: that takes 4 ms, and hardly a profile has names beyond ASCII."""
    return re.compile(f"[{_XML_NAME_START}][{_XML_NAME_START}0-9.\xb7\u0300-\u036f\u203f-\u2040-]*")


def is_xml_name(name: str) -> bool:
    """Whether a wire name can be the name of an XML element (XML 1.0, 2.3, without a colon)."""
    pattern = _ASCII_XML_NAME if name.isascii() else _xml_name()
    return pattern.fullmatch(name) is not None


def why_no_parameter(parameter: Parameter, shape: RequestShape, *, order_id_anywhere: bool = False) -> str | None:
    """Why a request of that shape has no place for a parameter; None if it has.

    Args:
        parameter: The parameter.
        shape: The request's shape.
        order_id_anywhere: The profile lets an order ID go where the documentation names none.
    """
    if parameter is Parameter.ORDER_ID:
        return None if order_id_anywhere and shape.operation in SUBMIT_MODES else _why_no_order_id(shape)
    reason = _why_not_of(shape.operation, parameter)
    if reason is not None:
        return reason
    if parameter is Parameter.RETURN_URL and not shape.is_async:
        return "A return URL is called for asynchronous leads only; this one is answered at once."
    if _place_in(PLACES[parameter], shape.encoding) is None:
        homes = [encoding for encoding in Encoding if _place_in(PLACES[parameter], encoding) is not None]
        return f"The receiver takes a {parameter} only in {' or '.join(home.upper() for home in homes)} requests."
    return None


def _why_not_of(operation: Operation, parameter: Parameter) -> str | None:
    if parameter in _INSERT_PARAMETERS and operation not in SUBMIT_MODES:
        return f"Only leads that are submitted carry a {parameter}."
    if parameter in _CALL_PARAMETERS and operation is not Operation.CALL:
        return "Only call leads carry the call's data."
    if parameter in _UPDATE_PARAMETERS and operation is not Operation.UPDATE:
        return "Only updates name a lead of the receiver's."
    if parameter is Parameter.AID and operation is Operation.UPDATE:
        return "The documentation lists no campaign for updates."
    return None


def _why_no_order_id(shape: RequestShape) -> str | None:
    if shape.operation is Operation.GENERAL and shape.encoding is Encoding.FORM and not shape.is_async:
        return None
    return "The documentation takes an order ID only on general leads sent as form and answered at once."


def _place_in(place: Place, encoding: Encoding) -> object:
    match encoding:
        case Encoding.FORM:
            return place.form
        case Encoding.XML:
            return place.xml
        case Encoding.JSON:
            return place.json


def parameters_of(request: LeadRequest, password: str | None) -> dict[Parameter, WireValue]:
    """The parameters that a request carries, in writing order; what is empty is left out.

    Args:
        request: The request.
        password: The API password, or what stands for it where it is shown; None if the profile has none.
    """
    call, update = request.call, request.update
    found: dict[Parameter, WireValue | None] = {
        Parameter.VID: request.ids.vid,
        Parameter.LID: request.ids.lid,
        Parameter.AID: request.ids.aid,
        Parameter.PASSWORD: password,
        Parameter.ORDER_ID: request.order_id or None,
        Parameter.RETURN_URL: request.return_url or None,
        Parameter.SEND_DELAY: request.send_delay_h,
        Parameter.REFERENCE: request.reference or None,
        Parameter.NO_SELL: request.no_sell or None,
    }
    if call is not None:
        found |= {
            Parameter.IVR_NUMBER: call.ivr_number,
            Parameter.CALL_DURATION: call.duration_s,
            Parameter.CALL_RESULT: call.result or None,
            Parameter.CALL_DATE: None if call.at is None else call_date_text(call.at),
        }
    if update is not None:
        found |= {
            Parameter.LEAD_UID: int(update.lead_uid),
            Parameter.PROCESS_DELIVERY: update.process_delivery,
        }
    return {parameter: value for parameter, value in found.items() if value is not None}


@cache
def pacific() -> "ZoneInfo":
    """The zone of call dates (line 522). Loaded when a call is: few leads are one."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - not before the first paint

    return ZoneInfo("America/Los_Angeles")


def call_date_text(at: datetime) -> str:
    """A call's date in Pacific Time, as the documentation writes it (line 1653): `11/13/2020 12:15 PM`."""
    there = at.astimezone(pacific())
    half = "AM" if there.hour < _NOON else "PM"  # %p would follow the locale
    return f"{there:%m/%d/%Y} {(there.hour + 11) % 12 + 1:02}:{there.minute:02} {half}"
