"""A request's body, read as the documentation has it and not as our encoders write it: form, XML, JSON."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import Encoding
from leadexec_desktop.sandbox.reading import Reading, data_error, shown

if TYPE_CHECKING:
    from lxml import etree

_MOST_PAIRS = 1_000
_BROKEN_ESCAPE = re.compile(b"%(?![0-9A-Fa-f]{2})")
_ONE_LEAD = "A request holds exactly one lead, and nothing beside it."

# ------------------------------------------------------------------ form (documentation lines 4-580, 1693-2001)
_FORM: Mapping[str, Parameter] = MappingProxyType(
    {
        "vid": Parameter.VID,
        "lid": Parameter.LID,
        "aid": Parameter.AID,
        "password": Parameter.PASSWORD,
        "orderid": Parameter.ORDER_ID,
        "returnurl": Parameter.RETURN_URL,
        "ivrnumber": Parameter.IVR_NUMBER,
        "callduration": Parameter.CALL_DURATION,
        "callresult": Parameter.CALL_RESULT,
        "calldate": Parameter.CALL_DATE,
        "lpleaduid": Parameter.LEAD_UID,
        "processDelivery": Parameter.PROCESS_DELIVERY,
    }
)


def _read_form(body: bytes) -> Reading:
    reading = Reading(_FORM)
    for name, text in _form_pairs(body):
        parameter = _FORM.get(name)
        if parameter is None:
            reading.put_field(name, text)
        else:
            reading.put_parameter(parameter, text)
    return reading


def _form_pairs(body: bytes) -> list[tuple[str, str]]:
    if not body:
        return []
    if _BROKEN_ESCAPE.search(body):
        raise data_error("The form holds a % that is not followed by two hexadecimal digits.")
    try:
        return parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_MOST_PAIRS,
        )
    except ValueError:
        # Without its cause, whose text holds a piece of the body.
        raise data_error("The body is not a form of name=value pairs in percent-encoded UTF-8.") from None


# ------------------------------------------------------------------ XML (lines 581-1103)
_XML_LEADS: Mapping[str, Parameter] = MappingProxyType(
    {
        "vid": Parameter.VID,
        "lid": Parameter.LID,
        "aid": Parameter.AID,
        "password": Parameter.PASSWORD,
        "returnurl": Parameter.RETURN_URL,
    }
)
_XML_LEAD: Mapping[str, Parameter] = MappingProxyType({"reference": Parameter.REFERENCE})
_XML_CHILDREN: Mapping[str, Parameter] = MappingProxyType(
    {
        "IVRNumber": Parameter.IVR_NUMBER,
        "CallDuration": Parameter.CALL_DURATION,
        "CallResult": Parameter.CALL_RESULT,
        "CallDate": Parameter.CALL_DATE,
    }
)


def _read_xml(body: bytes) -> Reading:
    leads = _xml_root(body)
    if leads.tag != "Leads":
        raise data_error("The root of the XML is not <Leads>.")
    reading = Reading({**_XML_LEADS, **_XML_LEAD, **_XML_CHILDREN})
    _take_attributes("Leads", leads, _XML_LEADS, reading)
    if [child.tag for child in leads] != ["Lead"]:
        raise data_error(_ONE_LEAD)
    lead = leads[0]
    _take_attributes("Lead", lead, _XML_LEAD, reading)
    if any(text and text.strip() for text in (leads.text, lead.tail, lead.text, *(child.tail for child in lead))):
        raise data_error("The XML holds text outside of the lead's fields.")
    for child in lead:
        name = str(child.tag)
        if len(child) or child.attrib:
            raise data_error(f"<{shown(name)}> holds more than text.")
        parameter = _XML_CHILDREN.get(name)
        if parameter is None:
            reading.put_field(name, child.text or "")
        else:
            reading.put_parameter(parameter, child.text or "")
    return reading


def _xml_root(body: bytes) -> "etree._Element":
    from lxml import etree  # noqa: PLC0415 - heavy: never before the first paint

    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        raise data_error("The body is not well-formed XML.") from None
    if root.getroottree().docinfo.doctype:
        raise data_error("The XML has a document type.")
    return root


def _take_attributes(tag: str, element: "etree._Element", known: Mapping[str, Parameter], reading: Reading) -> None:
    for name, text in element.attrib.items():
        parameter = known.get(str(name))
        if parameter is None:
            raise data_error(f"<{tag}> has an attribute {shown(str(name))}, which the documentation has not.")
        reading.put_parameter(parameter, str(text))


# ------------------------------------------------------------------ JSON (lines 1104-1692, 1800-1821, 1889-1987)
@dataclass(frozen=True, slots=True)
class _JsonType:
    name: str
    fits: Callable[[object], bool]


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_INTEGER = _JsonType("an integer", _is_integer)
_NUMBER = _JsonType("a number", lambda value: _is_integer(value) or isinstance(value, Decimal))
_TEXT = _JsonType("a string", lambda value: isinstance(value, str))
_BOOLEAN = _JsonType("true or false", lambda value: isinstance(value, bool))

# The tables of the documentation write returnurl, ivrnumber and so on (lines 1141, 1588-1606); its samples are taken.
_JSON_SOURCE: Mapping[str, tuple[Parameter, _JsonType]] = MappingProxyType(
    {
        "vid": (Parameter.VID, _INTEGER),
        "lid": (Parameter.LID, _INTEGER),
        "aid": (Parameter.AID, _INTEGER),
        "password": (Parameter.PASSWORD, _TEXT),
        "sendDelay": (Parameter.SEND_DELAY, _NUMBER),
        "returnURL": (Parameter.RETURN_URL, _TEXT),
    }
)
_JSON_PROPERTIES: Mapping[str, tuple[Parameter, _JsonType]] = MappingProxyType(
    {
        "reference": (Parameter.REFERENCE, _TEXT),
        "noSell": (Parameter.NO_SELL, _BOOLEAN),
        "ivrNumber": (Parameter.IVR_NUMBER, _TEXT),
        "callDuration": (Parameter.CALL_DURATION, _INTEGER),
        "callResult": (Parameter.CALL_RESULT, _TEXT),
        "callDate": (Parameter.CALL_DATE, _TEXT),
        "leadUID": (Parameter.LEAD_UID, _INTEGER),
        "processDelivery": (Parameter.PROCESS_DELIVERY, _BOOLEAN),
    }
)


def _read_json(body: bytes) -> Reading:
    document = _holder("the document", _json_value(body), {"source", "leads"})
    reading = Reading({name: place[0] for name, place in (*_JSON_SOURCE.items(), *_JSON_PROPERTIES.items())})
    _take_properties("source", _holder("source", document["source"], None), _JSON_SOURCE, reading)
    leads = document["leads"]
    if not isinstance(leads, list) or len(leads) != 1:
        raise data_error(_ONE_LEAD)
    lead = _holder("the lead", leads[0], {"properties", "fields"})
    _take_properties("properties", _holder("properties", lead["properties"], None), _JSON_PROPERTIES, reading)
    for name, value in _holder("fields", lead["fields"], None).items():
        if not isinstance(value, str):
            raise data_error(f"The field {shown(name)} is not a string.")
        reading.put_field(name, value)
    return reading


def _json_value(body: bytes) -> object:
    try:
        value: object = json.loads(
            body.decode(), object_pairs_hook=_unique, parse_float=Decimal, parse_constant=_no_constant
        )
    except (ValueError, ArithmeticError, RecursionError):  # the second for 1e99999999999999999999, no Decimal
        raise data_error("The body is not JSON in UTF-8.") from None
    return value


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise data_error("The JSON holds a name twice in one object.")
    return found


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _holder(what: str, value: object, keys: set[str] | None) -> dict[str, object]:
    if not isinstance(value, dict):
        raise data_error(f"In the JSON, {what} is not an object.")
    missing, unknown = (keys - set(value), set(value) - keys) if keys is not None else (set(), set())
    if missing:
        raise data_error(f"In the JSON, {what} has no {min(missing)}.")
    if unknown:
        raise data_error(f"In the JSON, {what} holds {shown(min(unknown))}, which the documentation has not.")
    return value


def _take_properties(
    what: str, found: Mapping[str, object], known: Mapping[str, tuple[Parameter, _JsonType]], reading: Reading
) -> None:
    for name, value in found.items():
        if name not in known:
            raise data_error(f"{what} holds {shown(name)}, which the documentation has not.")
        parameter, kind = known[name]
        if not kind.fits(value):
            raise data_error(f"{what}.{name} is not {kind.name}.")
        reading.put_parameter(parameter, str(value).lower() if isinstance(value, bool) else str(value))


READERS: Mapping[Encoding, Callable[[bytes], Reading]] = MappingProxyType(
    {Encoding.FORM: _read_form, Encoding.XML: _read_xml, Encoding.JSON: _read_json}
)
"""Body to reading, by encoding. Each raises RefusedError where the documentation has no such body."""
