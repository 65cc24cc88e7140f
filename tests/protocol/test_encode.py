"""Requests, written: whatever our encoder writes, an independent parser reads back."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import product
from typing import Any
from urllib.parse import parse_qsl
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.protocol.encode import CannotEncodeError, encode
from leadexec_desktop.protocol.known_lead import LeadUpdate, StatusQuery
from leadexec_desktop.protocol.operations import OPERATIONS, path_of, why_no_async, why_no_encoding, why_not
from leadexec_desktop.protocol.parameters import (
    PLACES,
    RESERVED_NAMES,
    Parameter,
    call_date_text,
    is_xml_name,
    pacific,
    why_no_parameter,
)
from leadexec_desktop.protocol.request_record import from_record, to_record
from leadexec_desktop.protocol.values import (
    SUBMIT_MODES,
    CallData,
    Encoding,
    Lead,
    LeadRequest,
    Operation,
    RedirectKind,
    RequestShape,
    ResponseFormat,
    SourceIds,
)

IDS = SourceIds(18, 1, 23)
AWKWARD = Lead((("FirstName", "José & Núñez"), ("Comments", "a=b<c>\"d\"'e'%+ f\r\ng\n\th"), ("Zip", "00501")))
CALL = CallData("8005551212", 95, "Answered", datetime(2020, 11, 13, 12, 15, tzinfo=pacific()))

SHAPES = [
    RequestShape(operation, encoding, response, is_async, redirect)
    for operation, encoding, response, is_async, redirect in product(
        SUBMIT_MODES, Encoding, ResponseFormat, (False, True), RedirectKind
    )
]
POSSIBLE = [shape for shape in SHAPES if why_not(shape) is None]


def request_of(shape: RequestShape, lead: Lead = AWKWARD, **options: Any) -> LeadRequest:
    call = CALL if shape.operation is Operation.CALL else None
    return LeadRequest(shape, IDS, lead, call=call, **options)


def read_back(shape: RequestShape, body: bytes) -> tuple[dict[str, Any], dict[str, str]]:
    """Parameters and lead fields as parsers that know nothing of ours read them."""
    if shape.encoding is Encoding.FORM:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, strict_parsing=True)
        known = {place.form for place in PLACES.values()}
        return {k: v for k, v in pairs if k in known}, {k: v for k, v in pairs if k not in known}
    if shape.encoding is Encoding.JSON:
        document = json.loads(body)
        assert set(document) == {"source", "leads"}
        (lead,) = document["leads"]
        assert set(lead) == {"properties", "fields"}
        return {**document["source"], **lead["properties"]}, lead["fields"]
    leads = ET.fromstring(body)  # a parser that is not the writer's
    assert leads.tag == "Leads"
    (element,) = leads
    assert element.tag == "Lead"
    calls = {"IVRNumber", "CallDuration", "CallResult", "CallDate"}
    parts = [(child.tag, child.text or "") for child in element]
    parameters = {**leads.attrib, **element.attrib, **{k: v for k, v in parts if k in calls}}
    return parameters, {k: v for k, v in parts if k not in calls}


def test_the_table_of_possible_shapes_is_the_documentations() -> None:
    found = {
        (operation, encoding, is_async)
        for operation, encoding, is_async in product(SUBMIT_MODES, Encoding, (False, True))
        if why_not(RequestShape(operation, encoding, is_async=is_async)) is None
    }
    assert len(found) == 26
    assert not any(
        operation is Operation.REDIRECT and (is_async or encoding is Encoding.JSON)
        for operation, encoding, is_async in found
    )


@pytest.mark.parametrize("shape", POSSIBLE, ids=str)
def test_an_independent_parser_gives_back_the_lead(shape: RequestShape) -> None:
    encoded = encode(request_of(shape), "pass&word")
    parameters, fields = read_back(shape, encoded.body)
    assert fields == dict(AWKWARD.values)
    expected: dict[str, Any] = {"vid": 18, "lid": 1, "aid": 23, "password": "pass&word"}
    if shape.operation is Operation.CALL:
        names = {
            Encoding.FORM: ("ivrnumber", "callduration", "callresult", "calldate"),
            Encoding.XML: ("IVRNumber", "CallDuration", "CallResult", "CallDate"),
            Encoding.JSON: ("ivrNumber", "callDuration", "callResult", "callDate"),
        }[shape.encoding]
        expected |= dict(zip(names, ("8005551212", 95, "Answered", "11/13/2020 12:15 PM"), strict=True))
    if shape.encoding is not Encoding.JSON:
        expected = {name: str(value) for name, value in expected.items()}
    assert parameters == expected
    assert encoded.path == path_of(shape)
    assert encoded.method == "POST"


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape not in POSSIBLE], ids=str)
def test_what_the_documentation_lacks_is_refused_with_its_reason(shape: RequestShape) -> None:
    with pytest.raises(CannotEncodeError) as caught:
        encode(request_of(shape))
    assert caught.value.reason.startswith(("The receiver", OPERATIONS[shape.operation].title))


OPTIONS: list[tuple[Parameter, dict[str, Any], set[tuple[Encoding, bool]]]] = [
    (Parameter.ORDER_ID, {"order_id": "7cef1c61"}, {(Encoding.FORM, False)}),
    (
        Parameter.RETURN_URL,
        {"return_url": "https://example.com/r?a=1&b=2"},
        {(encoding, True) for encoding in Encoding},
    ),
    (Parameter.REFERENCE, {"reference": 'desk 7 "A"\nB'}, set(product((Encoding.XML, Encoding.JSON), (False, True)))),
    (Parameter.NO_SELL, {"no_sell": True}, set(product((Encoding.JSON,), (False, True)))),
    (Parameter.SEND_DELAY, {"send_delay_h": Decimal("1.5")}, set(product((Encoding.JSON,), (False, True)))),
]


@pytest.mark.parametrize("parameter, option, homes", OPTIONS, ids=[o[0] for o in OPTIONS])
@pytest.mark.parametrize("shape", POSSIBLE, ids=str)
def test_each_option_goes_where_the_documentation_has_it_and_nowhere_else(
    shape: RequestShape, parameter: Parameter, option: dict[str, Any], homes: set[tuple[Encoding, bool]]
) -> None:
    plain, _ = read_back(shape, encode(request_of(shape)).body)
    allowed = (shape.encoding, shape.is_async) in homes
    if parameter is Parameter.ORDER_ID:
        allowed = allowed and shape.operation is Operation.GENERAL
    assert (why_no_parameter(parameter, shape) is None) is allowed
    if not allowed:
        with pytest.raises(CannotEncodeError, match=str(parameter)):
            encode(request_of(shape, **option))
        return
    with_it, _ = read_back(shape, encode(request_of(shape, **option)).body)
    (added,) = set(with_it) - set(plain)
    names = {PLACES[parameter].form, (PLACES[parameter].xml or ("", ""))[1], (PLACES[parameter].json or ("", ""))[1]}
    assert added in names
    (value,) = option.values()
    assert with_it[added] == (1.5 if parameter is Parameter.SEND_DELAY else value)


def test_a_profile_may_let_an_order_id_go_anywhere() -> None:
    for shape in POSSIBLE:
        request = request_of(shape, order_id="o-1", order_id_anywhere=True)
        parameters, _ = read_back(shape, encode(request).body)
        assert "o-1" in parameters.values()


def test_json_ids_duration_and_whole_delays_are_numbers() -> None:
    shape = RequestShape(Operation.CALL, Encoding.JSON)
    body = encode(request_of(shape, send_delay_h=Decimal("2.0"), no_sell=True)).body
    assert b'"vid": 18' in body
    assert b'"callDuration": 95' in body
    assert b'"sendDelay": 2}' in body
    assert b'"noSell": true' in body


def test_an_unset_campaign_and_an_absent_password_are_left_out() -> None:
    for shape in POSSIBLE:
        request = LeadRequest(
            shape, SourceIds(18, 1), AWKWARD, call=CALL if shape.operation is Operation.CALL else None
        )
        parameters, _ = read_back(shape, encode(request).body)
        assert not {"aid", "password"} & set(parameters)


def test_the_encodings_write_exactly_these_bytes() -> None:
    lead = Lead((("FirstName", "Ann"), ("LastName", "O'Hara & Sons")))
    written = {
        encoding: encode(request_of(RequestShape(Operation.GENERAL, encoding), lead), "pw").body.decode()
        for encoding in Encoding
    }
    assert written == {
        Encoding.FORM: "vid=18&lid=1&aid=23&password=pw&FirstName=Ann&LastName=O%27Hara+%26+Sons",
        Encoding.XML: '<Leads vid="18" lid="1" aid="23" password="pw"><Lead><FirstName>Ann</FirstName>'
        "<LastName>O'Hara &amp; Sons</LastName></Lead></Leads>",
        Encoding.JSON: '{"source": {"vid": 18, "lid": 1, "aid": 23, "password": "pw"}, "leads": [{"properties": {}, '
        '"fields": {"FirstName": "Ann", "LastName": "O\'Hara & Sons"}}]}',
    }


UNWRITABLE = "\ud800"


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("character", ["\x00", "\x0b", "\ufffe", UNWRITABLE])
def test_a_character_that_an_encoding_cannot_carry_is_refused_with_the_fields_name(
    encoding: Encoding, character: str
) -> None:
    request = request_of(RequestShape(Operation.GENERAL, encoding), Lead((("Notes", f"a{character}b"),)))
    if encoding is Encoding.XML or character == UNWRITABLE:
        with pytest.raises(CannotEncodeError, match=f"U\\+{ord(character):04X}") as caught:
            encode(request)
        assert caught.value.field == "Notes"
    else:
        assert read_back(request.shape, encode(request).body)[1] == {"Notes": f"a{character}b"}


def test_a_name_that_is_no_xml_name_goes_as_form_and_json_only() -> None:
    lead = Lead((("Phone 1", "x"),))
    with pytest.raises(CannotEncodeError, match="Phone 1"):
        encode(request_of(RequestShape(Operation.GENERAL, Encoding.XML), lead))
    for encoding in (Encoding.FORM, Encoding.JSON):
        shape = RequestShape(Operation.GENERAL, encoding)
        assert read_back(shape, encode(request_of(shape, lead)).body)[1] == {"Phone 1": "x"}


@pytest.mark.parametrize("name", ["1st", "", "a b", "a:b", "-a", "a&b", "é\n"])
def test_no_xml_names(name: str) -> None:
    assert not is_xml_name(name)


@pytest.mark.parametrize("name", ["FirstName", "_1", "Ñame", "a.b-c", "名"])
def test_xml_names(name: str) -> None:
    assert is_xml_name(name)


@pytest.mark.parametrize("hour, text", [(0, "12:05 AM"), (1, "01:05 AM"), (12, "12:05 PM"), (23, "11:05 PM")])
def test_call_dates(hour: int, text: str) -> None:
    assert call_date_text(datetime(2026, 1, 2, hour, 5, tzinfo=pacific())) == f"01/02/2026 {text}"


def test_call_dates_are_in_pacific_time_whatever_the_desks_clock() -> None:
    assert call_date_text(datetime(2026, 7, 2, 3, 5, tzinfo=UTC)) == "07/01/2026 08:05 PM"
    assert call_date_text(datetime(2026, 1, 2, 3, 5, tzinfo=UTC)) == "01/01/2026 07:05 PM"


def test_reserved_names() -> None:
    assert {"vid", "password", "orderid", "returnurl", "ivrnumber", "leaduid", "lpleaduid", "nosell"} <= RESERVED_NAMES
    assert "firstname" not in RESERVED_NAMES


def test_every_enum_has_its_row() -> None:
    assert set(OPERATIONS) == set(Operation)
    assert set(PLACES) == set(Parameter)
    for operation, encoding in product(Operation, Encoding):
        assert (why_no_encoding(operation, encoding) is None) is (encoding in OPERATIONS[operation].encodings)
        assert (why_no_async(operation, encoding) is None) is (encoding in OPERATIONS[operation].async_encodings)


texts = st.text(st.characters(exclude_categories=["Cs"]))
xml_texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from("\t\r\n")
)


@given(st.sampled_from(POSSIBLE), st.dictionaries(st.from_regex(r"[A-Z][a-z]{3,9}", fullmatch=True), xml_texts))
def test_any_lead_comes_back(shape: RequestShape, values: dict[str, str]) -> None:
    values = {name: value for name, value in values.items() if name.casefold() not in RESERVED_NAMES}
    request = request_of(shape, Lead(tuple(values.items())))
    _, fields = read_back(shape, encode(request, "p").body)
    if shape.encoding is Encoding.FORM:
        values = dict(values)
    assert fields == values


@given(st.sampled_from(POSSIBLE), st.dictionaries(texts, texts), texts, st.booleans())
def test_a_request_survives_its_record(shape: RequestShape, values: dict[str, str], text: str, flag: bool) -> None:
    request = request_of(
        shape, Lead(tuple(values.items())), reference=text, order_id=text, no_sell=flag, send_delay_h=Decimal("0.25")
    )
    assert from_record(json.loads(json.dumps(to_record(request)))) == request


# ------------------------------------------------------------------ what is asked beside a lead
GUID = "f5666260-1c2c-4bd5-9611-bb1387ca2397"
ONE = Lead((("Email", "test@test.com"),))
AS_JSON = (
    b'{"source": {"vid": 18, "lid": 1, "aid": 23, "password": "pw"}, '
    b'"leads": [{"properties": {}, "fields": {"Email": "test@test.com"}}]}'
)


def asking(operation: Operation, encoding: Encoding = Encoding.FORM, **options: Any) -> LeadRequest:
    response, is_async = options.pop("response", ResponseFormat.JSON), options.pop("is_async", False)
    return LeadRequest(RequestShape(operation, encoding, response, is_async), IDS, ONE, **options)


@pytest.mark.parametrize(
    "request_, path, accept, body",
    [
        (
            asking(Operation.PING),
            "/processor/insert/ping/json",
            "application/json",
            b"vid=18&lid=1&aid=23&password=pw&Email=test%40test.com",
        ),
        (
            asking(Operation.PING, response=ResponseFormat.XML, is_async=True, return_url="https://x.example/r"),
            "/processor/insert/ping/xml/async",
            "application/xml",
            b"vid=18&lid=1&aid=23&password=pw&returnurl=https%3A%2F%2Fx.example%2Fr&Email=test%40test.com",
        ),
        (
            asking(Operation.PING, Encoding.JSON),
            "/processor/insert/ping/json",
            "application/json",
            AS_JSON,
        ),
        (
            asking(Operation.DUPLICATE),
            "/processor/duplicate/check",
            "application/json, application/xml",
            b"vid=18&lid=1&aid=23&password=pw&Email=test%40test.com",
        ),
        (
            asking(Operation.DUPLICATE, Encoding.JSON),
            "/processor/duplicate/check",
            "application/json, application/xml",
            AS_JSON,
        ),
    ],
)
def test_pings_and_duplicate_checks_as_documented(request_: LeadRequest, path: str, accept: str, body: bytes) -> None:
    encoded = encode(request_, "pw")
    assert (encoded.method, encoded.path, encoded.url) == ("POST", path, "")
    assert dict(encoded.headers)["Accept"] == accept
    assert encoded.body == body


def test_updates_as_documented() -> None:
    update = LeadUpdate("1234567")
    without: dict[str, Any] = {
        "ids": SourceIds(18, 1),
        "lead": Lead((("Email", ""), ("Zip", "00501"))),
        "update": update,
    }
    form = encode(replace(asking(Operation.UPDATE), **without))
    assert form.path == "/processor/update/json"
    assert form.body == b"vid=18&lid=1&lpleaduid=1234567&processDelivery=false&Email=&Zip=00501"
    automated = replace(asking(Operation.UPDATE, Encoding.JSON), **(without | {"update": LeadUpdate("1234567", True)}))
    assert json.loads(encode(automated).body) == {
        "source": {"vid": 18, "lid": 1},
        "leads": [
            {"properties": {"leadUID": 1234567, "processDelivery": True}, "fields": {"Email": "", "Zip": "00501"}}
        ],
    }


def test_a_status_request_is_a_get_with_nothing_but_its_address() -> None:
    encoded = encode(asking(Operation.STATUS, status=StatusQuery(GUID)), "pw")
    assert (encoded.method, encoded.path, encoded.url) == ("GET", f"/information/queuestatus/{GUID}", "")
    assert (encoded.headers, encoded.body) == ((("Accept", "application/json"),), b"")
    by_address = encode(asking(Operation.STATUS, status=StatusQuery(url="https://x.example/status/1")))
    assert (by_address.method, by_address.path, by_address.url) == ("GET", "", "https://x.example/status/1")


@pytest.mark.parametrize(
    "request_, field",
    [
        (asking(Operation.STATUS), ""),
        (asking(Operation.STATUS, status=StatusQuery("../../processor")), "PostID"),
        (asking(Operation.STATUS, status=StatusQuery(GUID + "?x=1")), "PostID"),
        (asking(Operation.UPDATE), ""),
        (asking(Operation.UPDATE, update=LeadUpdate("12a")), Parameter.LEAD_UID),
        (asking(Operation.UPDATE, update=LeadUpdate("")), Parameter.LEAD_UID),
        (asking(Operation.UPDATE, update=LeadUpdate("7")), Parameter.AID),
        (asking(Operation.GENERAL, update=LeadUpdate("7")), ""),
        (asking(Operation.PING, status=StatusQuery(GUID)), ""),
        (asking(Operation.PING, Encoding.XML), ""),
        (asking(Operation.PING, Encoding.JSON, is_async=True), ""),
        (asking(Operation.DUPLICATE, is_async=True), ""),
        (asking(Operation.PING, reference="Desk 7"), Parameter.REFERENCE),
        (asking(Operation.PING, Encoding.JSON, no_sell=True), Parameter.NO_SELL),
        (asking(Operation.PING, order_id="o"), Parameter.ORDER_ID),
        (asking(Operation.PING, order_id="o", order_id_anywhere=True), Parameter.ORDER_ID),
        (replace(asking(Operation.PING), ids=SourceIds(18, 1)), Parameter.AID),
        (replace(asking(Operation.DUPLICATE), ids=SourceIds(18, 1)), Parameter.AID),
    ],
)
def test_what_the_documentation_does_not_have_is_refused(request_: LeadRequest, field: str) -> None:
    with pytest.raises(CannotEncodeError) as caught:
        encode(request_)
    assert caught.value.field == field


@pytest.mark.parametrize(
    "request_",
    [
        asking(Operation.STATUS, status=StatusQuery(GUID)),
        asking(Operation.STATUS, status=StatusQuery(url="https://x.example/status/1")),
        asking(Operation.UPDATE, update=LeadUpdate("7", process_delivery=True)),
    ],
)
def test_what_is_asked_survives_its_record(request_: LeadRequest) -> None:
    assert from_record(json.loads(json.dumps(to_record(request_)))) == request_


def test_a_record_of_before_there_were_updates_is_read() -> None:
    record = to_record(asking(Operation.GENERAL))
    del record["update"], record["status"]
    assert from_record(record) == asking(Operation.GENERAL)
