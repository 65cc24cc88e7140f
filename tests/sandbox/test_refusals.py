"""What the documentation does not have is refused, whatever the scenario, and the refusal names what is to blame."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from leadexec_desktop.protocol.answers import ResponseType
from leadexec_desktop.sandbox.scenarios import Scenario

FORM, XML, JSON = "application/x-www-form-urlencoded", "application/xml", "application/json"
GENERAL, CALL = "/processor/insert/general/json", "/processor/insert/calldata/json"
IDS = "vid=18&lid=1"
CALLED = "ivrnumber=8005550100&callduration=12"

FORMS = [
    # what is wrong, path, body, ResponseType, a word of the details
    ("no vid", GENERAL, "lid=1&FirstName=J", ResponseType.Vendor_ID_Missing, "vid"),
    ("an empty vid", GENERAL, "vid=&lid=1&FirstName=J", ResponseType.Vendor_ID_Missing, "vid"),
    ("the sample's vid 0", GENERAL, "vid=0&lid=1&FirstName=J", ResponseType.Vendor_ID_Missing, "vid"),
    ("no lid", GENERAL, "vid=18&FirstName=J", ResponseType.LeadType_ID_Missing, "lid"),
    ("a vid that is no number", GENERAL, "vid=x&lid=1&FirstName=J", ResponseType.Data_Errors, "vid"),
    ("a lid that is no integer", GENERAL, "vid=18&lid=1.0&FirstName=J", ResponseType.Data_Errors, "lid"),
    ("an unknown campaign", GENERAL, f"{IDS}&aid=99&FirstName=J", ResponseType.No_Account_Found, "99"),
    ("campaign 0 for none", GENERAL, f"{IDS}&aid=0&FirstName=J", ResponseType.No_Account_Found, "aid"),
    ("vid twice", GENERAL, f"{IDS}&vid=18&FirstName=J", ResponseType.Data_Errors, "vid"),
    ("VID for vid", GENERAL, f"VID=18&{IDS}&FirstName=J", ResponseType.Data_Errors, "VID"),
    ("a field twice", GENERAL, f"{IDS}&Phone=1&Phone=2", ResponseType.Data_Errors, "Phone"),
    ("a field without a name", GENERAL, f"{IDS}&=J", ResponseType.Data_Errors, "no name"),
    ("no field", GENERAL, IDS, ResponseType.Data_Errors, "no fields"),
    ("only empty fields", GENERAL, f"{IDS}&FirstName=&LastName=+", ResponseType.Data_Errors, "no fields"),
    ("an empty body", GENERAL, "", ResponseType.Vendor_ID_Missing, "vid"),
    ("no pairs", GENERAL, "FirstName", ResponseType.Data_Errors, "name=value"),
    ("a lone percent sign", GENERAL, f"{IDS}&Interest=5%", ResponseType.Data_Errors, "%"),
    ("bytes that are no UTF-8", GENERAL, f"{IDS}&FirstName=Ana%EFs", ResponseType.Data_Errors, "UTF-8"),
    ("characters that were not encoded", GENERAL, f"{IDS}&FirstName=Anaïs", ResponseType.Data_Errors, "UTF-8"),
    ("a return URL now", GENERAL, f"{IDS}&returnurl=http://a&FirstName=J", ResponseType.Data_Errors, "return URL"),
    ("call data in general", GENERAL, f"{IDS}&{CALLED}&FirstName=J", ResponseType.Data_Errors, "IVR number"),
    (
        # The path that the documentation's form sample prints by mistake (line 552).
        "call data in transfer",
        "/processor/insert/transfer/json",
        f"{IDS}&{CALLED}&FirstName=J",
        ResponseType.Data_Errors,
        "IVR number",
    ),
    ("an order ID on a call", CALL, f"{IDS}&{CALLED}&orderid=a&FirstName=J", ResponseType.Data_Errors, "order ID"),
    ("an empty one too", CALL, f"{IDS}&{CALLED}&orderid=&FirstName=J", ResponseType.Data_Errors, "order ID"),
    ("no IVR number", CALL, f"{IDS}&callduration=12&FirstName=J", ResponseType.Data_Errors, "IVR number is missing"),
    ("no duration", CALL, f"{IDS}&ivrnumber=800&FirstName=J", ResponseType.Data_Errors, "call duration is missing"),
    ("a negative one", CALL, f"{IDS}&ivrnumber=800&callduration=-1&FirstName=J", ResponseType.Data_Errors, "duration"),
    ("minutes", CALL, f"{IDS}&ivrnumber=800&callduration=2:05&FirstName=J", ResponseType.Data_Errors, "duration"),
    ("ISO date", CALL, f"{IDS}&{CALLED}&calldate=2020-11-13T12:15&FirstName=J", ResponseType.Data_Errors, "call date"),
    ("24 hours", CALL, f"{IDS}&{CALLED}&calldate=11/13/2020+15:15+PM&FirstName=J", ResponseType.Data_Errors, "date"),
    ("no such day", CALL, f"{IDS}&{CALLED}&calldate=2/30/2020+1:15+PM&FirstName=J", ResponseType.Data_Errors, "date"),
    ("a URL's parameters", f"{GENERAL}?password=s", f"{IDS}&FirstName=J", ResponseType.Data_Errors, "password"),
]

ATTRIBUTES = 'vid="18" lid="1"'
XML_BODIES = [
    ("no vid", '<Leads lid="1"><Lead><A>1</A></Lead></Leads>', ResponseType.Vendor_ID_Missing, "vid"),
    ("no lid", '<Leads vid="18"><Lead><A>1</A></Lead></Leads>', ResponseType.LeadType_ID_Missing, "lid"),
    ("not well-formed", f"<Leads {ATTRIBUTES}><Lead><A>1</Lead></Leads>", ResponseType.Data_Errors, "well-formed"),
    ("empty", "", ResponseType.Data_Errors, "well-formed"),
    ("another root", f"<leads {ATTRIBUTES}><Lead><A>1</A></Lead></leads>", ResponseType.Data_Errors, "<Leads>"),
    ("two leads", f"<Leads {ATTRIBUTES}><Lead/><Lead><A>1</A></Lead></Leads>", ResponseType.Data_Errors, "one lead"),
    ("no lead", f"<Leads {ATTRIBUTES}></Leads>", ResponseType.Data_Errors, "one lead"),
    ("no field", f"<Leads {ATTRIBUTES}><Lead /></Leads>", ResponseType.Data_Errors, "no fields"),
    ("loose text", f"<Leads {ATTRIBUTES}>x<Lead><A>1</A></Lead></Leads>", ResponseType.Data_Errors, "text"),
    ("text in the lead", f"<Leads {ATTRIBUTES}><Lead>x<A>1</A>y</Lead></Leads>", ResponseType.Data_Errors, "text"),
    ("a nested field", f"<Leads {ATTRIBUTES}><Lead><A><B>1</B></A></Lead></Leads>", ResponseType.Data_Errors, "<A>"),
    ("a field's attribute", f'<Leads {ATTRIBUTES}><Lead><A b="">1</A></Lead></Leads>', ResponseType.Data_Errors, "<A>"),
    (
        "an order ID",
        f'<Leads {ATTRIBUTES} orderid="a"><Lead><A>1</A></Lead></Leads>',
        ResponseType.Data_Errors,
        "orderid",
    ),
    ("noSell", f'<Leads {ATTRIBUTES}><Lead noSell="true"><A>1</A></Lead></Leads>', ResponseType.Data_Errors, "noSell"),
    (
        "a return URL now",
        f'<Leads {ATTRIBUTES} returnurl="https://example.com"><Lead><A>1</A></Lead></Leads>',
        ResponseType.Data_Errors,
        "return URL",
    ),
    (
        "a parameter's name",
        f"<Leads {ATTRIBUTES}><Lead><Password>x</Password></Lead></Leads>",
        ResponseType.Data_Errors,
        "password",
    ),
    (
        "call data",
        f"<Leads {ATTRIBUTES}><Lead><IVRNumber>8</IVRNumber><A>1</A></Lead></Leads>",
        ResponseType.Data_Errors,
        "IVR",
    ),
    (
        "a document type",
        f'<!DOCTYPE Leads [<!ENTITY e "1">]><Leads {ATTRIBUTES}><Lead><A>1</A></Lead></Leads>',
        ResponseType.Data_Errors,
        "document type",
    ),
    (
        "a namespace",
        f'<Leads xmlns="http://tempuri.org/" {ATTRIBUTES}><Lead><A>1</A></Lead></Leads>',
        ResponseType.Data_Errors,
        "<Leads>",
    ),
]


def document(source: Any = None, properties: Any = None, fields: Any = None, **more: Any) -> str:
    lead = {"properties": properties or {}, "fields": {"FirstName": "J"} if fields is None else fields}
    return json.dumps({"source": {"vid": 18, "lid": 1} | (source or {}), "leads": [lead], **more})


JSON_BODIES = [
    (
        "no vid",
        '{"source": {"lid": 1}, "leads": [{"properties": {}, "fields": {"A": "1"}}]}',
        "Vendor_ID_Missing",
        "vid",
    ),
    ("an id as text", document({"vid": "18"}), "Data_Errors", "source.vid is not an integer"),
    ("an id as a fraction", document({"lid": 1.0}), "Data_Errors", "source.lid"),
    ("an id as a truth", document({"lid": True}), "Data_Errors", "source.lid"),
    ("a negative id", document({"vid": -18}), "Data_Errors", "vid"),
    ("a null", document({"aid": None}), "Data_Errors", "source.aid"),
    ("an unknown campaign", document({"aid": 1}), "No_Account_Found", "1"),
    ("an unknown source key", document({"orderId": "a"}), "Data_Errors", "orderId"),
    ("the table's spelling", document({"returnurl": "https://example.com"}), "Data_Errors", "returnurl"),
    ("a return URL now", document({"returnURL": "https://example.com"}), "Data_Errors", "return URL"),
    ("an order ID", document(None, {"orderId": "a"}), "Data_Errors", "orderId"),
    ("an update's property", document(None, {"leadUID": 1}), "Data_Errors", "lead ID"),
    ("noSell as text", document(None, {"noSell": "true"}), "Data_Errors", "properties.noSell"),
    ("a delay as text", document({"sendDelay": "2"}), "Data_Errors", "source.sendDelay"),
    ("a negative delay", document({"sendDelay": -0.5}), "Data_Errors", "send delay"),
    ("call data", document(None, {"callDuration": 12}), "Data_Errors", "call duration"),
    ("a field as a number", document(None, None, {"Zip": 89101}), "Data_Errors", "Zip"),
    ("a parameter's name", document(None, None, {"AID": "23"}), "Data_Errors", "AID"),
    ("no field", document(None, None, {}), "Data_Errors", "no fields"),
    ("two leads", '{"source": {"vid": 18, "lid": 1}, "leads": [{}, {}]}', "Data_Errors", "one lead"),
    ("no lead", '{"source": {"vid": 18, "lid": 1}, "leads": []}', "Data_Errors", "one lead"),
    ("a lead without an array", '{"source": {"vid": 18, "lid": 1}, "leads": {}}', "Data_Errors", "one lead"),
    ("no properties", '{"source": {}, "leads": [{"fields": {"A": "1"}}]}', "Data_Errors", "properties"),
    ("more beside the lead", document(x=1), "Data_Errors", "x"),
    ("no source", '{"leads": []}', "Data_Errors", "source"),
    ("an array", "[]", "Data_Errors", "not an object"),
    ("a name twice", '{"source": {"vid": 1, "vid": 18}, "leads": []}', "Data_Errors", "twice"),
    ("a number that is none", '{"source": {"vid": NaN}, "leads": []}', "Data_Errors", "not JSON"),
    ("not JSON", "{", "Data_Errors", "not JSON"),
    ("nothing", "", "Data_Errors", "not JSON"),
    (
        "another encoding",
        document(None, None, {"A": "é"}).replace("\\u00e9", "é").encode("latin-1"),
        "Data_Errors",
        "UTF",
    ),
    ("deep nesting", "[" * 100_000, "Data_Errors", "not JSON"),
]


def rejected(got: Any, response_type: str, word: str) -> None:
    answer = got.one()
    name = answer["ResponseType"]
    assert (ResponseType(name).name if isinstance(name, int) else name) == response_type
    assert answer["isValidPost"] is False
    assert word in answer["ResponseDetails"]
    assert (answer["LeadIdentifier"], answer["Price"]) == (0, 0)


@pytest.mark.parametrize(
    "path, body, response_type, word", [case[1:] for case in FORMS], ids=[case[0] for case in FORMS]
)
def test_a_form_that_is_not_documented(door: Any, path: str, body: str, response_type: ResponseType, word: str) -> None:
    rejected(door.post(path, FORM, body), response_type.name, word)
    assert door.sandbox.taken == ()


@pytest.mark.parametrize(
    "body, response_type, word", [case[1:] for case in XML_BODIES], ids=[case[0] for case in XML_BODIES]
)
def test_an_xml_that_is_not_documented(door: Any, body: str, response_type: ResponseType, word: str) -> None:
    rejected(door.post(GENERAL, XML, body), response_type.name, word)
    assert door.sandbox.taken == ()


@pytest.mark.parametrize(
    "body, response_type, word", [case[1:] for case in JSON_BODIES], ids=[case[0] for case in JSON_BODIES]
)
def test_a_json_that_is_not_documented(door: Any, body: str | bytes, response_type: str, word: str) -> None:
    rejected(door.post(GENERAL, JSON, body), response_type, word)
    assert door.sandbox.taken == ()


@pytest.mark.parametrize(
    "properties, word",
    [
        ({}, "IVR number is missing"),
        ({"ivrNumber": "800"}, "call duration is missing"),
        ({"ivrNumber": 800, "callDuration": 1}, "ivrNumber"),
        ({"ivrNumber": "800", "callDuration": "1"}, "callDuration"),
        ({"ivrNumber": "800", "callDuration": 1.5}, "callDuration"),
        ({"ivrnumber": "800", "callDuration": 1}, "ivrnumber"),
        ({"ivrNumber": "800", "callDuration": 1, "callDate": "11/13/2020"}, "call date"),
    ],
)
def test_a_json_call_that_is_not_documented(door: Any, properties: dict[str, Any], word: str) -> None:
    rejected(door.post(CALL, JSON, document(None, properties)), "Data_Errors", word)


@pytest.mark.parametrize("mode", ["manualredirect", "autoredirect"])
@pytest.mark.parametrize("response", ["json", "xml"])
def test_a_redirect_is_not_taken_as_json(door: Any, mode: str, response: str) -> None:
    got = door.lead(mode, response, encoding="json")
    answer = got.one() if response == "json" else {child.tag: child.text for child in got.xml()}
    assert answer["ResponseType"] in (9, "Data_Errors")
    assert "JSON" in answer["ResponseDetails"]


@pytest.mark.parametrize("mode", ["general", "returnsends", "transfer", "calldata"])
def test_an_asynchronous_order_id_is_not_queued(door: Any, mode: str) -> None:
    source = {"orderid": "7cef1c61-916c-4ea8-b79f-5572e73c4602"}
    answer = door.lead(mode, asynchronous=True, source=source).json()
    assert (answer["QueueSuccessful"], answer["StatusURL"]) == (False, "")
    assert answer["ResponseDetails"].startswith("Data_Errors: An order ID")
    assert door.sandbox.taken == ()


def test_a_return_url_is_an_address(door: Any) -> None:
    answer = door.lead(asynchronous=True, source={"returnurl": "example.com"}).json()
    assert (answer["QueueSuccessful"], "return URL" in answer["ResponseDetails"]) == (False, True)


PATHS = [
    "/",
    "/processor/insert/general/yaml",
    "/processor/insert/general/json/",
    "/processor/insert/general/async",
    "/processor/insert/general/json/async/async",
    "/processor/insert/call/json",
    "/Processor/Insert/General/Json",
    # Redirects have no asynchronous form.
    "/processor/insert/manualredirect/json/async",
    "/processor/insert/autoredirect/xml/async",
    # The answer's type is in the path of pings and updates, never in that of duplicate checks.
    "/processor/insert/ping",
    "/processor/duplicate/check/json",
    "/processor/update",
    # What is never asynchronous.
    "/processor/duplicate/check/async",
    "/processor/update/json/async",
]


@pytest.mark.parametrize("path", PATHS)
def test_an_unknown_path(door: Any, path: str) -> None:
    assert door.post(path, FORM, f"{IDS}&FirstName=J").status == 404
    assert [request.path for request in door.sandbox.received] == [path]


@pytest.mark.parametrize("path", ["/information/queuestatus", "/information/status/", "/information", "/favicon.ico"])
def test_an_unknown_page(door: Any, path: str) -> None:
    assert door.ask("GET", path).status == 404


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
def test_another_method(door: Any, method: str) -> None:
    got = door.ask(method, GENERAL)
    assert (got.status, got.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "text/xml", "multipart/form-data", "application/json; charset=latin-1", "application/x-json"],
)
def test_another_media_type(door: Any, content_type: str) -> None:
    assert door.post(GENERAL, content_type, document()).status == 415


@pytest.mark.parametrize(
    "sent, status",
    [({}, 401), ({"Authorization": "Bearer other"}, 401), ({"Authorization": "Basic s3same"}, 401)]
    + [({"Authorization": value}, 200) for value in ("Bearer s3same", "bearer s3same")],
)
def test_a_token_that_is_wanted(open_door: Callable[..., Any], sent: dict[str, str], status: int) -> None:
    got = open_door(required_token="s3same").post(GENERAL, FORM, f"{IDS}&FirstName=J", **sent)
    assert got.status == status
    assert (got.headers.get("WWW-Authenticate") == "Bearer") is (status == 401)


@pytest.mark.parametrize("value, status", [("Bearer anything", 200), ("Bearer", 401), ("Basic YTpi", 401)])
def test_a_token_that_nobody_asked_for(door: Any, value: str, status: int) -> None:
    assert door.post(GENERAL, FORM, f"{IDS}&FirstName=J", Authorization=value).status == status


@pytest.mark.parametrize("encoding", ["form", "xml", "json"])
def test_a_password_that_is_wanted(open_door: Callable[..., Any], encoding: str) -> None:
    door = open_door(required_password="open, s3same")
    rejected(door.lead(encoding=encoding), "Data_Errors", "password is missing")
    rejected(door.lead(encoding=encoding, source={"password": "x"}), "Data_Errors", "password is wrong")
    assert door.lead(encoding=encoding, source={"password": "open, s3same"}).one()["isValidPost"] is True


@pytest.mark.parametrize("scenario", Scenario)
def test_no_scenario_hides_a_fault(door: Any, scenario: Scenario) -> None:
    door.sandbox.scenario = scenario
    rejected(door.post(GENERAL, FORM, "lid=1&FirstName=J"), "Vendor_ID_Missing", "vid")


def test_a_name_from_outside_does_not_break_the_answer(door: Any) -> None:
    body = f"{IDS}&<%00%0A>{'x' * 500}=1&<%00%0A>{'x' * 500}=2"
    details = door.post("/processor/insert/general/xml", FORM, body).xml().findtext("ResponseDetails")
    assert details is not None
    assert "<??>xxx" in details
    assert len(details) < 200


def test_secrets_stand_in_no_repr(door: Any) -> None:
    door.post(GENERAL, FORM, f"{IDS}&password=s3same&Phone=7025550123", Authorization="Bearer t0ken")
    shown = f"{door.sandbox.received}{door.sandbox.taken}"
    assert "general" in shown
    assert not [secret for secret in ("s3same", "t0ken", "7025550123") if secret in shown]
