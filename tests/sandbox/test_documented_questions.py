"""Pings, duplicate checks, updates and status requests are taken and answered as the documentation's samples are."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import Encoding, Operation, ResponseFormat

DOCUMENTATION = Path(__file__).parents[1] / "protocol" / "documentation_answers.json"
SAMPLES = {own["lines"]: own["body"] for own in json.loads(DOCUMENTATION.read_text(encoding="utf-8"))}
# Lines 1990-1997.
REQUEST_ID, ORDER_ID = "ce77b056-0103-4cf8-badf-2e73087b6e5a", "7cef1c61-916c-4ea8-b79f-5572e73c4602"
POST_ID = "f5666260-1c2c-4bd5-9611-bb1387ca2397"
XML_ONLY = {"Accept": "application/xml"}
BOTH = ("form", "json")


def sample(lines: str) -> Any:
    return json.loads(SAMPLES[lines])


def guids(*texts: str) -> Callable[[], UUID]:
    """These, one after the other."""
    found: Iterator[str] = iter(texts)
    return lambda: UUID(next(found))


def as_printed(xml: str) -> str:
    """Without what stands between one element and the next."""
    return re.sub(r">\s*<", "><", xml)


# ------------------------------------------------------------------ pings
@pytest.fixture
def pinged(open_door: Callable[..., Any], clock: Any) -> Any:
    """A sandbox with the GUIDs of the documentation's ping; its order expires at the moment of the sample."""
    return open_door(clock=clock, new_post_id=guids(REQUEST_ID, ORDER_ID))


@pytest.mark.parametrize("encoding", BOTH)
def test_a_ping_is_answered_as_lines_1990_to_1997(pinged: Any, encoding: str) -> None:
    got = pinged.ping(encoding=encoding)
    assert got.headers["Content-Type"] == "application/json; charset=utf-8"
    assert got.json() == sample("1990-1997")
    assert list(got.json()) == list(sample("1990-1997"))


@pytest.mark.parametrize("encoding", BOTH)
def test_a_ping_is_answered_as_line_1999(pinged: Any, encoding: str) -> None:
    assert as_printed(pinged.ping("xml", encoding=encoding).body.decode()) == as_printed(SAMPLES["1999-1999"])


@pytest.mark.parametrize("response, lines", [("json", "2004-2009"), ("xml", "2011-2011")])
def test_an_asynchronous_ping_is_queued_as_lines_2001_to_2011(
    open_door: Callable[..., Any], response: str, lines: str
) -> None:
    door = open_door(new_post_id=guids(POST_ID))
    source = {"vid": 18, "lid": 1, "aid": 23, "password": "", "returnurl": "https://example.com/back"}
    got = door.question(f"/processor/insert/ping/{response}/async", source=source)
    text = got.body.decode().replace(door.url, "https://leads.leadexec.net")
    if response == "json":
        assert json.loads(text) == sample(lines)
    else:
        assert as_printed(text) == as_printed(SAMPLES[lines])
    assert door.sandbox.taken == ()


# ------------------------------------------------------------------ duplicate checks
def test_a_duplicate_is_answered_as_line_1919(door: Any) -> None:
    # The root of the documentation's sample is a ping's.
    got = door.check({"Email": "#duplicate"}, headers=XML_ONLY)
    assert got.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert as_printed(got.body.decode()) == as_printed(SAMPLES["1919-1919"])


@pytest.mark.parametrize("encoding", BOTH)
def test_a_duplicate_is_answered_as_lines_1912_to_1917(open_door: Callable[..., Any], encoding: str) -> None:
    door = open_door(clock=lambda: datetime(2020, 4, 30, 13, 53, 45, 999_999, tzinfo=UTC))
    door.lead(fields={"Email": "test@test.com", "FirstName": "Ana"})
    # The Response of its sample is a ping's (line 1916); the table's is taken (line 1886).
    assert door.check({"Email": "test@test.com"}, encoding=encoding).json() == sample("1912-1917") | {
        "DuplicateLeadId": 100000001,
        "Response": "Duplicate Lead, 100000001 Last Received On: 4/30/2020 1:53:45 PM UTC",
    }


@pytest.mark.parametrize("encoding", BOTH)
def test_no_duplicate(door: Any, encoding: str) -> None:
    document = door.check({"Email": "test@test.com"}, encoding=encoding).json()
    assert document == {
        "IsDuplicate": False,
        "DuplicateLeadId": 0,
        "ReceivedOn": None,
        "Response": "Not a duplicate",
    }
    root = door.check({"Email": "test@test.com"}, encoding=encoding, headers=XML_ONLY).xml()
    assert [(part.tag, part.text) for part in root] == [
        ("IsDuplicate", "false"),
        ("DuplicateLeadId", "0"),
        ("ReceivedOn", None),
        ("Response", "Not a duplicate"),
    ]


@pytest.mark.parametrize(
    "accept, response",
    [
        ({}, "json"),
        ({"Accept": ""}, "json"),
        ({"Accept": "*/*"}, "json"),
        ({"Accept": "application/json"}, "json"),
        ({"Accept": "application/json, application/xml"}, "json"),
        ({"Accept": "application/xml;q=1, application/json;q=0.1"}, "json"),
        ({"Accept": "text/html"}, "json"),
        ({"Accept": "application/xml"}, "xml"),
        ({"accept": " APPLICATION/XML ; charset=utf-8"}, "xml"),
        ({"Accept": "application/xml, */*"}, "xml"),
    ],
)
def test_a_duplicate_check_is_answered_as_its_accept_header_says(
    door: Any, accept: dict[str, str], response: str
) -> None:
    got = door.check({"Email": "test@test.com"}, headers=accept)
    assert got.headers["Content-Type"] == f"application/{response}; charset=utf-8"


# ------------------------------------------------------------------ updates
@pytest.mark.parametrize("encoding, lines", [("form", "1742-1753"), ("json", "1825-1836")])
@pytest.mark.parametrize("deliver", [{}, {"processDelivery": False}, {"processDelivery": True}])
def test_an_update_is_answered_as_its_samples(door: Any, encoding: str, lines: str, deliver: dict[str, bool]) -> None:
    lead = door.lead().json()
    document = door.update(lead["LeadIdentifier"], {"FirstName": "Bea"}, encoding=encoding, properties=deliver).json()
    expected = sample(lines) | {"PostID": document["PostID"], "LeadIdentifier": 100000001, "VendorAccountAssigned": 23}
    assert document == expected
    assert list(document) == list(sample(lines))
    assert UUID(document["PostID"]) != UUID(lead["PostID"])


@pytest.mark.parametrize("encoding, lines", [("form", "1755-1755"), ("json", "1838-1838")])
def test_an_update_is_answered_as_its_samples_in_xml(open_door: Callable[..., Any], encoding: str, lines: str) -> None:
    door = open_door(new_post_id=guids(REQUEST_ID, POST_ID))
    door.lead()
    text = door.update(100000001, {"FirstName": "Bea"}, "xml", encoding=encoding).body.decode()
    ids = SAMPLES[lines].replace("999999999", "100000001").replace(">99<", ">23<")
    assert as_printed(text) == as_printed(ids)


# ------------------------------------------------------------------ status
@pytest.mark.parametrize("place", ["queuestatus", "status"])
def test_a_status_is_answered_as_lines_136_to_155(open_door: Callable[..., Any], clock: Any, place: str) -> None:
    clock.now = datetime(2025, 11, 4, 22, 29, 22, 147_000, tzinfo=UTC)
    door = open_door(clock=clock, new_post_id=guids("98bc0376-64f0-4525-802b-249c01d36c36"), processing_s=0.623)
    queued = door.lead(asynchronous=True).json()
    clock.forward(0.623)
    got = door.status(queued["PostID"], place)
    assert (got.status, got.headers["Content-Type"]) == (200, "application/json; charset=utf-8")
    expected = sample("136-155") | {"LeadIdentifier": 100000001, "VendorAccountAssigned": 23, "Price": 25.0}
    assert got.json() == expected
    assert list(got.json()) == list(expected)


def test_a_status_wants_no_token_and_looks_at_none(open_door: Callable[..., Any]) -> None:
    door = open_door(required_token="s3same")
    lead, form = "/processor/insert/general/json", "application/x-www-form-urlencoded"
    post_id = door.post(lead, form, "vid=18&lid=1&FirstName=A", Authorization="Bearer s3same").json()["PostID"]
    for sent in ({}, {"Authorization": "Bearer s3same"}, {"Authorization": "Bearer other"}, {"Authorization": "x"}):
        assert door.status(post_id, **sent).json()["IsValid"] is True


def test_both_addresses_of_an_answer_lead_to_its_status(door: Any) -> None:
    for answer in (door.lead().json(), door.lead(asynchronous=True, fields={"A": "b"}).json()):
        path = answer["StatusURL"].removeprefix(door.url)
        assert door.ask("GET", path).json()["PostID"] == answer["PostID"]


# ------------------------------------------------------------------ what was read
# The request samples: lines 1888-1909, 1967-1987, 2001.
@pytest.mark.parametrize("encoding", BOTH)
def test_the_documentations_own_empty_parameters(door: Any, encoding: str) -> None:
    source = {"vid": 18, "lid": 1, "aid": 23, "password": ""}
    assert door.ping(encoding=encoding, source=source).json()["WillAccept"] is True
    assert door.check({"Email": "test@test.com"}, encoding=encoding, source=source).status == 200


@pytest.mark.parametrize("encoding", BOTH)
def test_what_was_sent_in_an_update_is_what_was_read(door: Any, encoding: str) -> None:
    door.lead()
    fields = {"FirstName": "Béa & <Co>", "Phone": "", "New": "1"}
    door.update(100000001, fields, "xml", encoding=encoding, properties={"processDelivery": True})
    [read] = door.sandbox.updates
    assert (read.operation, read.encoding) == (Operation.UPDATE, Encoding(encoding))
    assert (read.response, read.is_async, read.redirect) == (ResponseFormat.XML, False, None)
    assert dict(read.fields) == fields
    assert dict(read.parameters) == {
        Parameter.VID: "18",
        Parameter.LID: "1",
        Parameter.LEAD_UID: "100000001",
        Parameter.PROCESS_DELIVERY: "true",
    }
