"""Pings, duplicate checks, updates and status requests that the documentation does not have, and how that is said."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from leadexec_desktop.sandbox.scenarios import Scenario

FORM, XML, JSON = "application/x-www-form-urlencoded", "application/xml", "application/json"
PING, QUEUED = "/processor/insert/ping/json", "/processor/insert/ping/json/async"
CHECK, UPDATE = "/processor/duplicate/check", "/processor/update/json"
GUID = "f5666260-1c2c-4bd5-9611-bb1387ca2397"
IDS, ALL_IDS, FIELD = "vid=18&lid=1", "vid=18&lid=1&aid=23", "Zip=89101"
CALLED = "ivrnumber=8005550100"

# what is wrong, the body, the ResponseType, a word of the details
OF_ALL = [
    ("no vid", "lid=1&aid=23&Zip=1", "Vendor_ID_Missing", "vid"),
    ("no lid", "vid=18&aid=23&Zip=1", "LeadType_ID_Missing", "lid"),
    ("no aid", f"{IDS}&Zip=1", "No_Account_Found", "aid is missing"),
    ("an empty aid", f"{IDS}&aid=&Zip=1", "No_Account_Found", "aid is missing"),
    ("an unknown campaign", f"{IDS}&aid=99&Zip=1", "No_Account_Found", "99"),
    ("an aid that is no number", f"{IDS}&aid=x&Zip=1", "Data_Errors", "aid"),
    ("no field", ALL_IDS, "Data_Errors", "no field"),
    ("only empty fields", f"{ALL_IDS}&Zip=&City=+", "Data_Errors", "no field"),
    ("a lead ID", f"{ALL_IDS}&lpleaduid=1&Zip=1", "Data_Errors", "lead ID"),
    ("an order ID", f"{ALL_IDS}&orderid={GUID}&Zip=1", "Data_Errors", "order ID"),
    ("an empty order ID", f"{ALL_IDS}&orderid=&Zip=1", "Data_Errors", "order ID"),
    ("a call", f"{ALL_IDS}&{CALLED}&Zip=1", "Data_Errors", "IVR number"),
    ("a return URL now", f"{ALL_IDS}&returnurl=https://a&Zip=1", "Data_Errors", "return URL"),
    ("no form", "Zip", "Data_Errors", "name=value"),
]
LEAD = "lpleaduid=100000001"
OF_UPDATES = [
    ("no vid", f"lid=1&{LEAD}&Zip=1", "Vendor_ID_Missing", "vid"),
    ("no lid", f"vid=18&{LEAD}&Zip=1", "LeadType_ID_Missing", "lid"),
    ("a campaign", f"{ALL_IDS}&{LEAD}&Zip=1", "Data_Errors", "aid"),
    ("an empty one too", f"{IDS}&aid=&{LEAD}&Zip=1", "Data_Errors", "aid"),
    ("no lead ID", f"{IDS}&Zip=1", "Data_Errors", "lead ID is missing"),
    ("an empty lead ID", f"{IDS}&lpleaduid=&Zip=1", "Data_Errors", "lead ID is missing"),
    ("a lead ID that is no number", f"{IDS}&lpleaduid={GUID}&Zip=1", "Data_Errors", "lead ID is not an integer"),
    ("an unknown lead", f"{IDS}&lpleaduid=123&Zip=1", "Data_Errors", "There is no lead 123."),
    ("a lead of another source", f"vid=19&lid=1&{LEAD}&Zip=1", "Data_Errors", "There is no lead 100000001."),
    ("a lead of another type", f"vid=18&lid=2&{LEAD}&Zip=1", "Data_Errors", "There is no lead 100000001."),
    ("neither true nor false", f"{IDS}&{LEAD}&processDelivery=True&Zip=1", "Data_Errors", "process delivery"),
    ("no field", f"{IDS}&{LEAD}&processDelivery=true", "Data_Errors", "no field"),
    ("an order ID", f"{IDS}&{LEAD}&orderid={GUID}&Zip=1", "Data_Errors", "order ID"),
    ("a call", f"{IDS}&{LEAD}&{CALLED}&Zip=1", "Data_Errors", "IVR number"),
    ("a return URL", f"{IDS}&{LEAD}&returnurl=https://a&Zip=1", "Data_Errors", "return URL"),
]


def parts(got: Any) -> dict[str, Any]:
    """Of an answer in JSON or XML."""
    if "json" in got.headers["Content-Type"]:
        found: dict[str, Any] = got.json()
        return found
    return {part.tag: {"true": True, "false": False}.get(part.text or "", part.text) for part in got.xml()}


def not_accepted(got: Any, told: str, word: str) -> None:
    found = parts(got)
    assert (got.status, found["WillAccept"], found["OrderID"] or "") == (200, False, "")
    assert found["Response"].startswith(f"{told}: ")
    assert word in found["Response"]


def not_queued(got: Any, told: str, word: str) -> None:
    found = parts(got)
    assert (got.status, found["QueueSuccessful"], found["StatusURL"] or "") == (200, False, "")
    assert found["ResponseDetails"].startswith(f"{told}: ")
    assert word in found["ResponseDetails"]


def not_checked(got: Any, told: str, word: str) -> None:
    assert (got.status, got.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert got.body.decode().startswith(f"{told}: ")
    assert word in got.body.decode()


def not_updated(got: Any, told: str, word: str) -> None:
    found = parts(got)
    names = {"Data_Errors": 9, "Vendor_ID_Missing": 3, "LeadType_ID_Missing": 2, "No_Account_Found": 4}
    assert (got.status, found["isValidPost"]) == (200, False)
    assert found["ResponseType"] in (told, names[told])
    assert word in found["ResponseDetails"]


QUESTIONS: dict[str, tuple[str, Callable[[Any, str, str], None]]] = {
    "ping": (PING, not_accepted),
    "ping in XML": (PING.replace("json", "xml"), not_accepted),
    "asynchronous ping": (QUEUED, not_queued),
    "duplicate check": (CHECK, not_checked),
}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("body, told, word", [case[1:] for case in OF_ALL], ids=[case[0] for case in OF_ALL])
def test_a_question_that_is_not_documented(door: Any, question: str, body: str, told: str, word: str) -> None:
    path, is_refused = QUESTIONS[question]
    if "returnurl" in body and question == "asynchronous ping":
        assert door.post(path, FORM, body).json()["QueueSuccessful"] is True
    else:
        is_refused(door.post(path, FORM, body), told, word)


@pytest.mark.parametrize("response", ["json", "xml"])
@pytest.mark.parametrize("body, told, word", [case[1:] for case in OF_UPDATES], ids=[case[0] for case in OF_UPDATES])
def test_an_update_that_is_not_documented(door: Any, response: str, body: str, told: str, word: str) -> None:
    door.lead()
    not_updated(door.post(f"/processor/update/{response}", FORM, body), told, word)
    assert door.sandbox.updates == ()


# ------------------------------------------------------------------ JSON
def document(properties: Any, fields: Any = None, **source: Any) -> str:
    lead = {"properties": properties, "fields": {"Zip": "1"} if fields is None else fields}
    return json.dumps({"source": {"vid": 18, "lid": 1} | source, "leads": [lead]})


JSONS = [
    ("no aid", document({}), "No_Account_Found", "aid is missing"),
    ("no field", document({}, {}, aid=23), "Data_Errors", "no field"),
    ("a reference", document({"reference": ""}, aid=23), "Data_Errors", "reference"),
    ("no-sell", document({"noSell": False}, aid=23), "Data_Errors", "no-sell"),
    ("a send delay", document({}, aid=23, sendDelay=0.0), "Data_Errors", "send delay"),
    ("a lead ID", document({"leadUID": 1}, aid=23), "Data_Errors", "lead ID"),
    ("an order ID", document({"orderId": GUID}, aid=23), "Data_Errors", "orderId"),
    ("call data", document({"callDuration": 1}, aid=23), "Data_Errors", "call duration"),
    ("no JSON", "{", "Data_Errors", "not JSON"),
]
OTHER = "100000001"
JSON_UPDATES = [
    ("no lead ID", document({}), "Data_Errors", "lead ID is missing"),
    ("a lead ID as text", document({"leadUID": OTHER}), "Data_Errors", "properties.leadUID is not an integer"),
    ("a negative lead ID", document({"leadUID": -1}), "Data_Errors", "lead ID is not an integer"),
    ("a truth as text", document({"leadUID": 1, "processDelivery": "true"}), "Data_Errors", "processDelivery"),
    ("the form's spelling", document({"lpleaduid": 1}), "Data_Errors", "lpleaduid"),
    ("a campaign", document({"leadUID": 1}, aid=23), "Data_Errors", "aid"),
    ("a reference", document({"leadUID": 1, "reference": "a"}), "Data_Errors", "reference"),
    ("a return URL", document({"leadUID": 1}, returnURL=""), "Data_Errors", "return URL"),
    ("an unknown lead", document({"leadUID": 123}), "Data_Errors", "There is no lead 123."),
    ("a field as a number", document({"leadUID": 1}, {"Zip": 1}), "Data_Errors", "Zip"),
]


@pytest.mark.parametrize("question", ["ping", "ping in XML", "duplicate check"])
@pytest.mark.parametrize("body, told, word", [case[1:] for case in JSONS], ids=[case[0] for case in JSONS])
def test_a_json_that_is_not_documented(door: Any, question: str, body: str, told: str, word: str) -> None:
    path, is_refused = QUESTIONS[question]
    is_refused(door.post(path, JSON, body), told, word)


@pytest.mark.parametrize(
    "body, told, word", [case[1:] for case in JSON_UPDATES], ids=[case[0] for case in JSON_UPDATES]
)
def test_a_json_update_that_is_not_documented(door: Any, body: str, told: str, word: str) -> None:
    not_updated(door.post(UPDATE, JSON, body), told, word)


# ------------------------------------------------------------------ encodings, paths, methods
LEADS = '<Leads vid="18" lid="1" aid="23"><Lead><Zip>1</Zip></Lead></Leads>'


# Line 2001: the one sample of an asynchronous ping is a form.
WRONGLY_WRITTEN = [
    (PING, (XML, LEADS), not_accepted, "taken as a form or JSON, not as XML"),
    (CHECK, (XML, LEADS), not_checked, "taken as a form or JSON, not as XML"),
    (UPDATE, (XML, LEADS), not_updated, "taken as a form or JSON, not as XML"),
    (QUEUED, (XML, LEADS), not_queued, "taken as a form, not as XML"),
    (QUEUED, (JSON, document({}, aid=23)), not_queued, "taken as a form, not as JSON"),
]


@pytest.mark.parametrize("path, sent, is_refused, word", WRONGLY_WRITTEN)
def test_an_encoding_that_it_does_not_have(
    door: Any, path: str, sent: tuple[str, str], is_refused: Callable[[Any, str, str], None], word: str
) -> None:
    is_refused(door.post(path, *sent), "Data_Errors", word)


@pytest.mark.parametrize(
    "path, is_refused", [(PING, not_accepted), (QUEUED, not_queued), (CHECK, not_checked), (UPDATE, not_updated)]
)
def test_parameters_in_the_url(door: Any, path: str, is_refused: Callable[[Any, str, str], None]) -> None:
    is_refused(door.post(f"{path}?password=s3same", FORM, f"{ALL_IDS}&{FIELD}"), "Data_Errors", "URL")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "HEAD"])
@pytest.mark.parametrize("path", [PING, QUEUED, CHECK, UPDATE])
def test_questions_are_posted(door: Any, path: str, method: str) -> None:
    got = door.ask(method, path)
    assert (got.status, got.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
@pytest.mark.parametrize("place", ["queuestatus", "status"])
def test_a_status_is_got(door: Any, place: str, method: str) -> None:
    got = door.ask(method, f"/information/{place}/{GUID}")
    assert (got.status, got.headers["Allow"]) == (405, "GET")


@pytest.mark.parametrize("post_id", [GUID, GUID.upper(), "1", "..", "%00", f"{GUID}-", "x" * 5_000])
@pytest.mark.parametrize("place", ["queuestatus", "status"])
def test_a_post_id_that_nobody_knows(door: Any, place: str, post_id: str) -> None:
    assert door.status(post_id, place).status == 404


def test_a_status_request_is_nothing_but_its_path(door: Any) -> None:
    path = door.lead().json()["StatusURL"].removeprefix(door.url)
    assert door.ask("GET", f"{path}?PostID=1").status == 400
    assert door.ask("GET", path, b"PostID=1").status == 400
    assert door.ask("GET", f"{path}/").status == 404
    assert door.ask("GET", path).status == 200


# ------------------------------------------------------------------ passwords and tokens
@pytest.mark.parametrize("encoding", ["form", "json"])
@pytest.mark.parametrize(
    "sent, word", [({}, "password is missing"), ({"password": ""}, "missing"), ({"password": "x"}, "password is wrong")]
)
def test_a_password_that_is_wanted(
    open_door: Callable[..., Any], encoding: str, sent: dict[str, str], word: str
) -> None:
    door = open_door(required_password="open, s3same")
    source = {"vid": 18, "lid": 1, "aid": 23}
    wrong, right = source | sent, source | {"password": "open, s3same"}
    not_accepted(door.ping(encoding=encoding, source=wrong), "Data_Errors", word)
    not_checked(door.check({"Zip": "1"}, encoding=encoding, source=wrong), "Data_Errors", word)
    assert door.ping(encoding=encoding, source=right).json()["WillAccept"] is True
    assert door.check({"Zip": "1"}, encoding=encoding, source=right).status == 200


# Its tables list no password (lines 1695-1717); a profile may send one all the same.
@pytest.mark.parametrize("encoding", ["form", "json"])
@pytest.mark.parametrize(
    "sent, is_valid", [({}, True), ({"password": ""}, True), ({"password": "s3same"}, True), ({"password": "x"}, False)]
)
def test_the_password_of_an_update(
    open_door: Callable[..., Any], encoding: str, sent: dict[str, str], is_valid: bool
) -> None:
    door = open_door(required_password="s3same")
    door.lead(source={"password": "s3same"})
    got = door.update(100000001, {"Zip": "1"}, encoding=encoding, source={"vid": 18, "lid": 1} | sent)
    assert got.json()["isValidPost"] is is_valid
    assert ("wrong" in got.json()["ResponseDetails"]) is not is_valid


@pytest.mark.parametrize("path", [PING, QUEUED, CHECK, UPDATE])
def test_a_token_that_is_wanted(open_door: Callable[..., Any], path: str) -> None:
    door = open_door(required_token="s3same")
    body = f"{ALL_IDS if path != UPDATE else f'{IDS}&{LEAD}'}&{FIELD}"
    assert door.post(path, FORM, body).status == 401
    assert door.post(path, FORM, body, Authorization="Bearer other").status == 401
    assert door.post(path, FORM, body, Authorization="Bearer s3same").status == 200


@pytest.mark.parametrize("path", [PING, QUEUED, CHECK, UPDATE])
@pytest.mark.parametrize("content_type", ["", "text/plain", "multipart/form-data", "application/json; charset=latin-1"])
def test_another_media_type(door: Any, path: str, content_type: str) -> None:
    assert door.post(path, content_type, f"{ALL_IDS}&{FIELD}").status == 415


@pytest.mark.parametrize("scenario", Scenario)
def test_no_scenario_hides_a_fault(door: Any, scenario: Scenario) -> None:
    door.sandbox.scenario = scenario
    not_accepted(door.post(PING, FORM, "lid=1&aid=23&Zip=1"), "Vendor_ID_Missing", "vid")
    not_checked(door.post(CHECK, FORM, "lid=1&aid=23&Zip=1"), "Vendor_ID_Missing", "vid")
    not_updated(door.post(UPDATE, FORM, f"lid=1&{LEAD}&Zip=1"), "Vendor_ID_Missing", "vid")


def test_secrets_stand_in_no_repr(door: Any) -> None:
    door.lead()
    door.update(100000001, {"Phone": "7025550123"}, source={"vid": 18, "lid": 1, "password": "s3same"})
    assert "UPDATE" in f"{door.sandbox.updates}"
    assert not [secret for secret in ("s3same", "7025550123") if secret in f"{door.sandbox.updates}"]
