"""The receiver keeps the leads that it took, so that a duplicate is one."""

from datetime import UTC, datetime
from http.client import RemoteDisconnected
from typing import Any

import pytest

from leadexec_desktop.sandbox.scenarios import Scenario

RECEIVED = datetime(2022, 12, 28, 15, 29, 34, tzinfo=UTC)
CONTACT = {"FirstName": "John", "Phone": "7025550123", "Email": "noemail@leads.com"}
PLAIN = {"FirstName": "John", "Zip": "89101", "DateOfBirth": "04/30/1980"}


@pytest.fixture
def clocked(open_door: Any) -> Any:
    return open_door(clock=lambda: RECEIVED)


def send(door: Any, fields: dict[str, str], **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = door.lead(fields=fields, **options).one()
    return found


def test_the_same_lead_again(clocked: Any) -> None:
    assert send(clocked, CONTACT)["LeadIdentifier"] == 100000001
    again = send(clocked, CONTACT)
    assert (again["isValidPost"], again["ResponseType"]) == (False, "Duplicate_Lead")
    assert again["ResponseDetails"] == "Duplicate Lead, 100000001 Last Received On: 12/28/2022 3:29:34 PM UTC"
    assert len(clocked.sandbox.taken) == 1


@pytest.mark.parametrize(
    "at, shown",
    [
        (datetime(2026, 1, 2, 0, 5, 9, tzinfo=UTC), "1/2/2026 12:05:09 AM UTC"),
        (datetime(2026, 10, 20, 12, 0, 0, tzinfo=UTC), "10/20/2026 12:00:00 PM UTC"),
    ],
)
def test_when_it_was_received(open_door: Any, at: datetime, shown: str) -> None:
    door = open_door(clock=lambda: at)
    send(door, CONTACT)
    assert send(door, CONTACT)["ResponseDetails"].endswith(shown)


@pytest.mark.parametrize(
    "first, again",
    [
        (CONTACT, CONTACT | {"FirstName": "Jack", "Comments": "calls back"}),
        (CONTACT, CONTACT | {"Email": " NoEmail@Leads.com "}),
        (CONTACT, CONTACT | {"Phone": "(702) 555-0123"}),
        (CONTACT, CONTACT | {"Phone": "+1 702.555.0123"}),
        (PLAIN, {"zip": "89101 ", "DateOfBirth": "04/30/1980", "FirstName": "JOHN", "Comments": ""}),
    ],
)
@pytest.mark.parametrize("encoding", ["form", "json", "xml"])
def test_what_makes_no_difference(clocked: Any, first: dict[str, str], again: dict[str, str], encoding: str) -> None:
    send(clocked, first)
    assert send(clocked, again, encoding=encoding)["isValidPost"] is False


@pytest.mark.parametrize(
    "first, other, source",
    [
        (CONTACT, CONTACT | {"Phone": "7025550124"}, {}),
        (CONTACT, CONTACT | {"Email": "other@leads.com"}, {}),
        (CONTACT, CONTACT, {"vid": 19}),
        (CONTACT, CONTACT, {"lid": 2}),
        (PLAIN, PLAIN | {"Zip": "89102"}, {}),
        (PLAIN, PLAIN | {"City": "Reno"}, {}),
    ],
)
def test_what_makes_a_difference(
    clocked: Any, first: dict[str, str], other: dict[str, str], source: dict[str, int]
) -> None:
    send(clocked, first)
    assert send(clocked, other, source=source)["isValidPost"] is True


def test_in_another_mode_it_is_the_same_lead(clocked: Any) -> None:
    send(clocked, CONTACT)
    again = clocked.lead("transfer", fields=CONTACT).one()
    assert (again["ResponseType"], again["ClientInfos"]) == (6, [])


def test_the_call_lead_of_a_transfer_is_none(clocked: Any) -> None:
    clocked.lead("transfer", fields=CONTACT)
    call = clocked.lead("calldata", fields=CONTACT).one()
    assert (call["isValidPost"], call["LeadIdentifier"]) == (True, 100000002)
    assert clocked.lead("calldata", fields=CONTACT).one()["ResponseType"] == 6
    assert clocked.lead("transfer", fields=CONTACT).one()["ResponseType"] == 6


def test_it_can_be_accepted_again(clocked: Any) -> None:
    send(clocked, CONTACT)
    assert send(clocked, CONTACT | {"Comments": "#accepted"})["LeadIdentifier"] == 100000002
    clocked.sandbox.scenario = Scenario.ACCEPT_ALL
    assert send(clocked, CONTACT)["LeadIdentifier"] == 100000003
    clocked.sandbox.scenario = Scenario.AS_DOCUMENTED
    assert "100000003" in send(clocked, CONTACT)["ResponseDetails"]


def test_what_was_not_taken_is_no_duplicate(clocked: Any) -> None:
    clocked.sandbox.scenario = Scenario.OUTSIDE_CRITERIA
    send(clocked, CONTACT)
    clocked.sandbox.scenario = Scenario.AS_DOCUMENTED
    assert send(clocked, CONTACT)["isValidPost"] is True


def test_a_lead_without_an_answer_was_taken_all_the_same(clocked: Any) -> None:
    clocked.sandbox.scenario = Scenario.DROPPED
    with pytest.raises(RemoteDisconnected):
        send(clocked, CONTACT)
    clocked.sandbox.scenario = Scenario.AS_DOCUMENTED
    assert send(clocked, CONTACT)["ResponseType"] == "Duplicate_Lead"


def test_a_queued_duplicate_is_queued_and_not_taken(clocked: Any) -> None:
    for _ in range(2):
        assert clocked.lead(asynchronous=True, fields=CONTACT).json()["QueueSuccessful"] is True
    assert len(clocked.sandbox.taken) == 1
