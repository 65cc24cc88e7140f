"""Each scenario, in the modes that it fits, over real HTTP."""

import json
from http.client import RemoteDisconnected
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from leadexec_desktop.protocol.answers import ResponseType
from leadexec_desktop.sandbox.scenario_spec import Shape
from leadexec_desktop.sandbox.scenarios import SCENARIOS, Scenario

MODES = ["general", "manualredirect", "returnsends", "transfer", "calldata"]
REJECTIONS = [scenario for scenario, spec in SCENARIOS.items() if spec.response_type]
WORDS = {
    Scenario.SYSTEM_ID_MISSING: (1, "system identifier"),
    Scenario.LEAD_TYPE_ID_MISSING: (2, "lead type"),
    Scenario.VENDOR_ID_MISSING: (3, "lead source"),
    Scenario.NO_ACCOUNT_FOUND: (4, "campaign"),
    Scenario.OUTSIDE_CRITERIA: (5, "criteria"),
    Scenario.DUPLICATE_LEAD: (6, "Duplicate Lead, 12345678 Last Received On: 12/28/2022 3:29:34 PM UTC"),
    Scenario.ACCOUNT_DISABLED: (7, "disabled"),
    Scenario.POST_OVER_MAX: (8, "maximum"),
    Scenario.DATA_ERRORS: (9, "Phone"),
    Scenario.LATER_REJECTED: (5, "turned out"),
    Scenario.WILL_NOT_ACCEPT: (5, "No coverage found"),
    Scenario.DUPLICATE_ELSEWHERE: (6, "Duplicate Lead, Last Received On: 12/28/2022 3:29:34 PM UTC"),
}


def test_every_rejection_is_tried() -> None:
    assert set(WORDS) == set(REJECTIONS)


@pytest.mark.parametrize("scenario", REJECTIONS)
@pytest.mark.parametrize("mode", [*MODES, "autoredirect"])
def test_rejected(door: Any, scenario: Scenario, mode: str) -> None:
    door.sandbox.scenario = scenario
    number, word = WORDS[scenario]
    found = door.lead(mode).one()
    named = mode in ("general", "manualredirect", "autoredirect")
    assert found["ResponseType"] == (ResponseType(number).name if named else number)
    assert (found["isValidPost"], found["Price"], found["RedirectURL"]) == (False, 0, "")
    assert word in found["ResponseDetails"]
    assert found.get("Sends", []) == found.get("ClientInfos", []) == []
    root = door.lead(mode, "xml").xml()
    assert root.findtext("ResponseType") == ResponseType(number).name
    assert root.findtext("isValidPost") == "false"
    assert door.sandbox.taken == ()


# The verdict of a queued lead comes later: a LeadQueueResponse has no place for it.
@pytest.mark.parametrize("scenario", REJECTIONS)
def test_an_asynchronous_lead_is_queued_whatever_becomes_of_it(door: Any, scenario: Scenario) -> None:
    door.sandbox.scenario = scenario
    assert door.lead(asynchronous=True).json()["QueueSuccessful"] is True
    assert door.sandbox.taken == ()


@pytest.mark.parametrize("scenario", [Scenario.AS_DOCUMENTED, Scenario.ACCEPT_ALL, Scenario.QUEUE_REFUSED])
@pytest.mark.parametrize("mode", MODES)
def test_accepted(door: Any, scenario: Scenario, mode: str) -> None:
    door.sandbox.scenario = scenario
    found = door.lead(mode).one()
    assert (found["isValidPost"], found["PendingQCReview"], found["Price"]) == (True, False, 25)
    assert len(door.sandbox.taken) == 1


@pytest.mark.parametrize("mode", MODES)
def test_accepted_with_a_review_pending(door: Any, mode: str) -> None:
    door.sandbox.scenario = Scenario.QC_REVIEW
    found = door.lead(mode).one()
    assert (found["isValidPost"], found["PendingQCReview"]) == (True, True)


@pytest.mark.parametrize("mode", ["general", "returnsends", "transfer", "calldata"])
@pytest.mark.parametrize("response", ["json", "xml"])
def test_the_queue_refuses(door: Any, mode: str, response: str) -> None:
    door.sandbox.scenario = Scenario.QUEUE_REFUSED
    got = door.lead(mode, response, asynchronous=True)
    found = got.json() if response == "json" else {child.tag: child.text for child in got.xml()}
    assert found["QueueSuccessful"] in (False, "false")
    assert found["ResponseDetails"] == "Lead could not be queued for processing"
    assert not found["StatusURL"]
    assert door.sandbox.taken == ()


@pytest.mark.parametrize("mode", [*MODES, "autoredirect"])
def test_a_redirect_url_in_any_mode(door: Any, mode: str) -> None:
    door.sandbox.scenario = Scenario.REDIRECT_URL
    got = door.lead(mode)
    assert (got.status, got.one()["RedirectURL"]) == (200, "https://example.com/welcome?lead=100000001")


@pytest.mark.parametrize("mode", [*MODES, "autoredirect"])
def test_an_http_redirect_in_any_mode(door: Any, mode: str) -> None:
    door.sandbox.scenario = Scenario.HTTP_REDIRECT
    got = door.lead(mode)
    assert (got.status, got.headers["Location"]) == (302, "https://example.com/welcome?lead=100000001")


@pytest.mark.parametrize("scenario, expected", [(Scenario.MANY_SENDS, 25), (Scenario.NO_SENDS, 0)])
@pytest.mark.parametrize("mode, holder", [("returnsends", "Sends"), ("transfer", "ClientInfos")])
def test_how_many_buyers(door: Any, scenario: Scenario, expected: int, mode: str, holder: str) -> None:
    door.sandbox.scenario = scenario
    found = door.lead(mode).one()
    assert (found["isValidPost"], len(found[holder])) == (True, expected)
    assert len({entry["ClientUID"] for entry in found[holder]}) == expected
    assert len({entry.get("AgentPhone", entry["ClientUID"]) for entry in found[holder]}) == expected
    held = door.lead(mode, "xml").xml().find(holder)
    assert held is not None
    assert len(held) == expected


def malformed(door: Any, mode: str, response: str, **options: Any) -> str:
    door.sandbox.scenario = Scenario.DOC_MALFORMED
    got = door.lead(mode, response, **options)
    assert got.status == 200
    text: str = got.body.decode()
    return text


@pytest.mark.parametrize("encoding", ["form", "xml", "json"])
def test_the_transfers_doubled_quote(door: Any, encoding: str) -> None:
    text = malformed(door, "transfer", "json", encoding=encoding)
    assert text.count('"AgentPhone": "7025551212""') == 1
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)
    repaired = json.loads(text.replace('""\n', '"\n'))
    assert isinstance(repaired, list) is (encoding == "json")


def test_the_redirects_wrong_end_tag(door: Any) -> None:
    for mode in ("manualredirect", "autoredirect"):
        text = malformed(door, mode, "xml", fields={"A": mode})
        assert "<PostID>true</isValidPost>\n<isValidPost>true</isValidPost>" in text
        with pytest.raises(ET.ParseError):
            ET.fromstring(text)


def test_the_transfers_list_that_is_never_closed(door: Any) -> None:
    text = malformed(door, "transfer", "xml")
    assert "<ClientInfos>" in text
    assert "</ClientInfos>" not in text
    assert text.endswith("</ClientInfo>\n</PostResponse>")


def test_the_sends_with_a_name_for_an_identifier(door: Any) -> None:
    second = ET.fromstring(malformed(door, "returnsends", "xml")).findall("Sends/SendInfo")[1]
    assert (second.findtext("ClientUID"), second.findtext("ClientName")) == ("Acme Company", "")


@pytest.mark.parametrize("mode", ["general", "manualredirect", "returnsends", "calldata"])
@pytest.mark.parametrize("encoding", ["form", "json"])
def test_odd_json(door: Any, mode: str, encoding: str) -> None:
    if (mode, encoding) == ("manualredirect", "json"):
        encoding = "xml"
    document = json.loads(malformed(door, mode, "json", encoding=encoding))
    swapped = encoding == "json" and mode in ("returnsends", "calldata")
    assert isinstance(document, dict) is swapped
    found = document if swapped else document[0]
    assert (found["isValidPost"], found["LeadIdentifier"], found["Price"]) == ("True", "100000001", "25")


@pytest.mark.parametrize("mode", ["general", "calldata"])
@pytest.mark.parametrize("asynchronous", [False, True])
def test_odd_xml(door: Any, mode: str, asynchronous: bool) -> None:
    root = ET.fromstring(malformed(door, mode, "xml", asynchronous=asynchronous))
    flag = "QueueSuccessful" if asynchronous else "isValidPost"
    assert root.findtext(f"{{http://tempuri.org/}}{flag}") == "True"


def test_odd_json_of_a_queued_lead(door: Any) -> None:
    [found] = json.loads(malformed(door, "transfer", "json", asynchronous=True, encoding="json"))
    assert found["QueueSuccessful"] == "True"


@pytest.mark.parametrize("asynchronous", [False, True])
def test_an_html_error_page(door: Any, asynchronous: bool) -> None:
    door.sandbox.scenario = Scenario.HTML_500
    got = door.lead(asynchronous=asynchronous)
    assert (got.status, got.headers["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert got.body.startswith(b"<!DOCTYPE html>")
    assert len(door.sandbox.taken) == 1


def test_an_empty_answer(door: Any) -> None:
    door.sandbox.scenario = Scenario.EMPTY
    got = door.lead()
    assert (got.status, got.body, got.headers["Content-Length"]) == (200, b"", "0")
    assert len(door.sandbox.taken) == 1


def test_a_token_that_is_not_taken(door: Any) -> None:
    door.sandbox.scenario = Scenario.UNAUTHORIZED_401
    got = door.lead()
    assert (got.status, got.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert door.sandbox.taken == ()


def test_a_dropped_lead_was_received_whole(door: Any) -> None:
    door.sandbox.scenario = Scenario.DROPPED
    with pytest.raises(RemoteDisconnected):
        door.lead(fields={"Phone": "7025550123"})
    [request] = door.sandbox.received
    assert request.body.endswith(b"Phone=7025550123")
    assert len(door.sandbox.taken) == 1


# What each scenario does over HTTP at the least, by trigger, over a scenario that would do something else. The faults
# are tried in test_faults.py.
@pytest.mark.parametrize(
    "scenario",
    [
        *(
            own
            for own, spec in SCENARIOS.items()
            if spec.shape in (Shape.DOCUMENTED, Shape.MALFORMED) and not spec.slow
        ),
        *(Scenario.HTML_500, Scenario.EMPTY, Scenario.UNAUTHORIZED_401, Scenario.DROPPED),
    ],
)
def test_a_trigger_is_stronger_than_the_scenario(open_door: Any, scenario: Scenario) -> None:
    by_trigger, by_choice = open_door(), open_door()
    by_trigger.sandbox.scenario = Scenario.EMPTY if scenario is not Scenario.EMPTY else Scenario.ACCOUNT_DISABLED
    by_choice.sandbox.scenario = scenario
    trigger = SCENARIOS[scenario].trigger

    def answer(door: Any, comments: str) -> Any:
        try:
            got = door.lead("returnsends", fields={"FirstName": "J", "Comments": comments})
        except RemoteDisconnected:
            return "dropped"
        if "json" not in got.headers.get("Content-Type", ""):
            return got.status, got.body
        document = got.json()
        found = document if isinstance(document, dict) else document[0]
        del found["PostID"]
        return got.status, document

    first = answer(by_trigger, f" {trigger.upper()} ")
    assert first == answer(by_choice, "nothing")
    # It is that lead's alone.
    assert answer(by_trigger, "nothing") != first
