"""Each documented request, mode x encoding x response type x sync or async, is taken and answered as documented."""

from typing import Any
from uuid import UUID

import pytest

from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import Encoding, Operation, RedirectKind, ResponseFormat
from leadexec_desktop.sandbox.scenarios import Scenario

MODES = {
    "general": (Operation.GENERAL, None),
    "manualredirect": (Operation.REDIRECT, RedirectKind.MANUAL),
    "returnsends": (Operation.RETURNSENDS, None),
    "transfer": (Operation.TRANSFER, None),
    "calldata": (Operation.CALL, None),
}
SYNC = [
    (mode, encoding, response)
    for mode in MODES
    for encoding in ("form", "xml", "json")
    for response in ("json", "xml")
    if (mode, encoding) != ("manualredirect", "json")
]
ASYNC = [case for case in SYNC if case[0] != "manualredirect"]

GENERAL_KEYS = [
    "PostID",
    "isValidPost",
    "ResponseType",
    "ResponseDetails",
    "LeadIdentifier",
    "VendorAccountAssigned",
    "PendingQCReview",
    "Price",
    "RedirectURL",
    "StatusURL",
]
# By mode and response type: the keys of the documentation's sample, in its order.
KEYS = {
    ("general", "json"): GENERAL_KEYS,
    ("general", "xml"): GENERAL_KEYS,
    ("manualredirect", "json"): GENERAL_KEYS,
    ("manualredirect", "xml"): GENERAL_KEYS,
    ("returnsends", "json"): [*GENERAL_KEYS[:-1], "Sends"],
    ("returnsends", "xml"): [*GENERAL_KEYS[1:-1], "Sends"],
    ("transfer", "json"): [*GENERAL_KEYS[:-1], "ClientInfos"],
    ("transfer", "xml"): [*GENERAL_KEYS[1:-1], "ClientInfos"],
    ("calldata", "json"): GENERAL_KEYS,
    ("calldata", "xml"): GENERAL_KEYS[1:],
}
NAMED = {("general", "form"), ("manualredirect", "form")}
SENDS = [
    {"ClientUID": 1234, "ClientName": "Demo Company", "RedirectURL": "", "Valid": True, "Price": 25},
    {"ClientUID": 5679, "ClientName": "Acme Company", "RedirectURL": "", "Valid": True, "Price": 25},
]
CLIENT_INFOS = [
    {"ClientUID": 1234, "ClientName": "Demo Company", "AgentName": "John Smith", "AgentPhone": "7025551212"},
    {"ClientUID": 5679, "ClientName": "Acme Company", "AgentName": "Bob McCarthy", "AgentPhone": "6025551212"},
]
FIELDS = {"FirstName": "Anaïs", "LastName": 'O\'Neil & <Sons> "100%" +1=2', "Phone": "7025550123", "Zip": "01234"}


def texts(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Rows as XML has them."""
    return [
        {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in row.items()}
        for row in rows
    ]


@pytest.mark.parametrize("mode, encoding, response", SYNC)
def test_a_documented_lead_is_accepted(door: Any, mode: str, encoding: str, response: str) -> None:
    got = door.lead(mode, response, encoding=encoding, fields=FIELDS)
    assert got.status == 200
    assert got.headers["Content-Type"] == f"application/{response}; charset=utf-8"
    redirect_url = "https://example.com/welcome?lead=100000001" if mode == "manualredirect" else ""
    expected = {
        "isValidPost": True,
        "ResponseType": "No_Error" if response == "xml" or (mode, encoding) in NAMED else 0,
        "ResponseDetails": "Lead was accepted",
        "LeadIdentifier": 100000001,
        "VendorAccountAssigned": 23,
        "PendingQCReview": False,
        "Price": 25,
        "RedirectURL": redirect_url,
    }
    if response == "json":
        document = got.json()
        in_array = encoding == "json" and mode in ("returnsends", "transfer", "calldata")
        assert isinstance(document, list) is in_array
        found = got.one()
        assert list(found) == KEYS[mode, response]
        assert found.get("Sends", SENDS) == SENDS
        assert found.get("ClientInfos", CLIENT_INFOS) == CLIENT_INFOS
        assert {name: found[name] for name in expected} == expected
        UUID(found["PostID"])
        post_id = found["PostID"]
    else:
        root = got.xml()
        assert root.tag == "PostResponse"
        assert [child.tag for child in root] == KEYS[mode, response]
        assert b'xmlns:xsd="http://www.w3.org/2001/XMLSchema"' in got.body
        assert texts([expected]) == [{name: root.findtext(name) for name in expected}]
        for holder, item, rows in (("Sends", "SendInfo", SENDS), ("ClientInfos", "ClientInfo", CLIENT_INFOS)):
            if root.find(holder) is not None:
                read = [{part.tag: part.text or "" for part in entry} for entry in root.findall(f"{holder}/{item}")]
                assert read == texts(rows)
        post_id = root.findtext("PostID") or ""
    if post_id and "StatusURL" in KEYS[mode, response]:
        status_url = got.one()["StatusURL"] if response == "json" else got.xml().findtext("StatusURL")
        assert status_url == f"{door.url}/information/status/{post_id}"


@pytest.mark.parametrize("mode, encoding, response", ASYNC)
def test_a_documented_asynchronous_lead_is_queued(door: Any, mode: str, encoding: str, response: str) -> None:
    source = {"returnurl": "https://example.com/done"}
    got = door.lead(mode, response, asynchronous=True, encoding=encoding, source=source)
    if response == "json":
        found = got.json()
    else:
        root = got.xml()
        assert root.tag == "LeadQueueResponse"
        found = {child.tag: child.text for child in root}
        assert found["QueueSuccessful"] == "true"
        found["QueueSuccessful"] = True
    assert list(found) == ["QueueSuccessful", "PostID", "ResponseDetails", "StatusURL"]
    assert found["QueueSuccessful"] is True
    assert found["ResponseDetails"] == "Lead has been queued for processing"
    assert found["StatusURL"] == f"{door.url}/information/queuestatus/{found['PostID']}"
    [taken] = door.sandbox.taken
    assert taken.is_async
    assert taken.parameters[Parameter.RETURN_URL] == "https://example.com/done"


@pytest.mark.parametrize("mode, encoding, response", SYNC)
def test_what_was_sent_is_what_was_read(door: Any, mode: str, encoding: str, response: str) -> None:
    door.lead(mode, response, encoding=encoding, fields=FIELDS)
    [taken] = door.sandbox.taken
    assert (taken.operation, taken.redirect) == MODES[mode]
    assert (taken.encoding, taken.response, taken.is_async) == (Encoding(encoding), ResponseFormat(response), False)
    assert dict(taken.fields) == FIELDS
    assert [name for name, _ in taken.fields] == list(FIELDS)
    expected = {Parameter.VID: "18", Parameter.LID: "1", Parameter.AID: "23"}
    if encoding != "form":
        expected[Parameter.REFERENCE] = "desk 7"
    if mode == "calldata":
        expected |= {
            Parameter.IVR_NUMBER: "8005550100",
            Parameter.CALL_DURATION: "125",
            Parameter.CALL_RESULT: "Interested",
            Parameter.CALL_DATE: "11/13/2020 12:15 PM",
        }
    assert dict(taken.parameters) == expected


@pytest.mark.parametrize("encoding", ["form", "xml"])
@pytest.mark.parametrize("response", ["json", "xml"])
def test_an_autoredirect_is_redirected(door: Any, encoding: str, response: str) -> None:
    got = door.lead("autoredirect", response, encoding=encoding)
    assert (got.status, got.body) == (302, b"")
    assert got.headers["Location"] == "https://example.com/welcome?lead=100000001"
    assert door.sandbox.taken[0].redirect is RedirectKind.AUTO


@pytest.mark.parametrize("mode", [*MODES, "autoredirect"])
def test_a_path_without_response_type_is_answered_in_xml(door: Any, mode: str) -> None:
    door.sandbox.scenario = Scenario.REDIRECT_URL
    call = "&ivrnumber=8005550100&callduration=0" if mode == "calldata" else ""
    body = f"vid=18&lid=1&FirstName=John&LastName=Doe&Email=noemail@leads.com{call}"
    got = door.post(f"/processor/insert/{mode}", "application/x-www-form-urlencoded", body)
    assert got.xml().findtext("isValidPost") == "true"


# Line 62 and its like write the media type so, and leave what is not needed empty.
def test_the_documentations_own_media_type_and_empty_parameters(door: Any) -> None:
    body = "vid=18&lid=1&aid=&password=&orderid=&FirstName=John"
    got = door.post("/processor/insert/general/json", "x-www-form-urlencoded", body, Authorization="Bearer abc")
    assert got.json()["isValidPost"] is True
    assert got.json()["VendorAccountAssigned"] == 23
    assert dict(door.sandbox.taken[0].parameters) == {Parameter.VID: "18", Parameter.LID: "1"}


# Lines 1166-1192, with ids.
def test_the_documentations_json_sample(door: Any) -> None:
    body = """{"source": {"vid": 18, "aid": 24, "lid": 1, "password": "", "sendDelay": 0.0, "returnURL": ""},
        "leads": [{"properties": {"reference": "", "noSell": false}, "fields": {"FirstName": "John", "LastName": ""}}]}
    """
    got = door.post("/processor/insert/general/json", "application/json; charset=UTF-8", body)
    assert got.json()["isValidPost"] is True
    assert got.json()["VendorAccountAssigned"] == 24
    assert door.sandbox.taken[0].parameters[Parameter.SEND_DELAY] == "0.0"


def test_an_order_id_on_a_synchronous_general_form(door: Any) -> None:
    form = "application/x-www-form-urlencoded"
    order_id = door.post("/processor/insert/ping/json", form, "vid=18&lid=1&aid=23&Zip=89101").json()["OrderID"]
    got = door.post("/processor/insert/general/json", form, f"vid=18&lid=1&orderid={order_id}&FirstName=John")
    assert got.json()["isValidPost"] is True
    assert door.sandbox.taken[0].parameters[Parameter.ORDER_ID] == order_id


@pytest.mark.parametrize("mode, listed", [("returnsends", "Sends"), ("transfer", "ClientInfos")])
def test_a_lead_that_is_not_to_be_sold_is_accepted_for_nothing(door: Any, mode: str, listed: str) -> None:
    body = """{"source": {"vid": 18, "lid": 1},
        "leads": [{"properties": {"noSell": true}, "fields": {"FirstName": "John"}}]}"""
    found = door.post(f"/processor/insert/{mode}/json", "application/json", body).one()
    assert (found["isValidPost"], found["Price"], found[listed]) == (True, 0, [])


def test_identifiers_count_up_and_post_ids_are_fresh(door: Any) -> None:
    found = [door.lead(fields={"Phone": f"702555010{number}"}).json() for number in range(3)]
    assert [answer["LeadIdentifier"] for answer in found] == [100000001, 100000002, 100000003]
    assert len({answer["PostID"] for answer in found}) == 3


def test_new_lines_arrive_as_they_were_sent(door: Any) -> None:
    for encoding in ("form", "json", "xml"):
        door.lead(encoding=encoding, fields={"Comments": f"one\ntwo\n{encoding}"})
    assert [dict(lead.fields)["Comments"] for lead in door.sandbox.taken] == [
        "one\ntwo\nform",
        "one\ntwo\njson",
        "one\ntwo\nxml",
    ]
