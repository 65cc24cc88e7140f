"""A duplicate check finds the leads that were taken, and updates change what it finds."""

from collections.abc import Mapping
from typing import Any

import pytest

from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.sandbox.scenarios import SCENARIOS, Scenario

LEAD = {"FirstName": "Ana", "LastName": "Ng", "Phone": "7025550123", "Email": "ana@example.com", "Comments": ""}
FIRST, SECOND = 100000001, 100000002


def found_by(door: Any, fields: Mapping[str, str], **options: Any) -> int | None:
    """The lead that a check finds; 0 if none."""
    answer = door.check(fields, **options).json()
    lead_id = answer["DuplicateLeadId"]
    assert answer["IsDuplicate"] is bool(lead_id)
    assert (answer["ReceivedOn"] is None) is not bool(lead_id)
    return int(lead_id)


# ------------------------------------------------------------------ finding
@pytest.mark.parametrize(
    "fields",
    [
        {"Phone": "7025550123"},
        {"Phone": "(702) 555-0123"},
        {"phone": "+1 702.555.0123"},
        {"Email": " ANA@example.com "},
        {"Phone": "7025550123", "Email": "ana@example.com"},
        {"FirstName": "ana", "LastName": "NG"},
        {"Phone": "7025550123", "Comments": ""},
    ],
)
@pytest.mark.parametrize("encoding", ["form", "json"])
def test_what_finds_a_lead(clocked: Any, fields: dict[str, str], encoding: str) -> None:
    clocked.lead(fields=LEAD)
    assert found_by(clocked, fields, encoding=encoding) == FIRST


@pytest.mark.parametrize(
    "fields, source",
    [
        ({"Phone": "7025550124"}, {}),
        ({"Phone": "7025550123", "Email": "bea@example.com"}, {}),
        ({"Phone": "7025550123", "Zip": "89101"}, {}),
        ({"Mobile": "7025550123"}, {}),
        ({"Phone": "7025550123"}, {"vid": 19}),
        ({"Phone": "7025550123"}, {"lid": 2}),
    ],
)
def test_what_finds_none(clocked: Any, fields: dict[str, str], source: dict[str, int]) -> None:
    clocked.lead(fields=LEAD)
    assert found_by(clocked, fields, source={"vid": 18, "lid": 1, "aid": 23} | source) == 0


def test_the_campaign_makes_no_difference(clocked: Any) -> None:
    clocked.lead(fields=LEAD)
    assert found_by(clocked, {"Phone": "7025550123"}, source={"vid": 18, "lid": 1, "aid": 24}) == FIRST


@pytest.mark.parametrize("mode", ["general", "manualredirect", "returnsends", "transfer", "calldata"])
def test_a_lead_of_any_mode_is_found(clocked: Any, mode: str) -> None:
    clocked.lead(mode, fields=LEAD)
    assert found_by(clocked, {"Phone": "7025550123"}) == FIRST


def test_the_last_of_several_is_found_with_its_own_time(clocked: Any, clock: Any) -> None:
    for _ in range(2):
        clocked.lead(fields=LEAD | {"Comments": "#accepted"})
        clock.forward(60)
    answer = clocked.check({"Phone": "7025550123"}).json()
    assert (answer["DuplicateLeadId"], answer["ReceivedOn"]) == (SECOND, "4/30/2020 1:51:45 PM")


def test_a_queued_lead_is_found_and_a_rejected_one_is_not(clocked: Any) -> None:
    clocked.lead(fields=LEAD | {"Comments": "#outside"}, asynchronous=True)
    assert found_by(clocked, {"Phone": "7025550123"}) == 0
    clocked.lead(fields=LEAD, asynchronous=True)
    assert found_by(clocked, {"Phone": "7025550123"}) == FIRST


def test_a_check_leaves_nothing_behind(clocked: Any) -> None:
    for _ in range(2):
        assert found_by(clocked, {"Phone": "7025550123"}) == 0
    assert clocked.sandbox.taken == ()
    assert clocked.lead(fields=LEAD).json()["isValidPost"] is True


# ------------------------------------------------------------------ by scenario
def test_a_duplicate_of_another_source_has_no_lead_id(clocked: Any) -> None:
    clocked.lead(fields=LEAD)
    expected = {
        "IsDuplicate": True,
        "DuplicateLeadId": None,
        "ReceivedOn": "12/28/2022 3:29:34 PM",
        "Response": "Duplicate Lead, Last Received On: 12/28/2022 3:29:34 PM UTC",
    }
    assert clocked.check({"Email": "#duplicate-elsewhere"}).json() == expected
    clocked.sandbox.scenario = Scenario.DUPLICATE_ELSEWHERE
    assert clocked.check({"Phone": "7025550123"}).json() == expected
    root = clocked.check({"Phone": "7025550123"}, headers={"Accept": "application/xml"}).xml()
    told = {part.tag: part.text for part in root}
    assert (told["DuplicateLeadId"], told["ReceivedOn"]) == (None, "2022-12-28T15:29:34Z")


def test_a_duplicate_by_scenario_is_one_that_there_is_if_there_is_one(clocked: Any) -> None:
    clocked.sandbox.scenario = Scenario.DUPLICATE_LEAD
    assert found_by(clocked, {"Phone": "7025550123"}) == 12345678
    clocked.lead(fields=LEAD | {"Comments": "#accepted"})
    assert found_by(clocked, {"Phone": "7025550123"}) == FIRST


BY_THEIR_NAMES = (Scenario.DUPLICATE_LEAD, Scenario.DUPLICATE_ELSEWHERE)
OTHERS = [own for own, spec in SCENARIOS.items() if spec.response_type and own not in BY_THEIR_NAMES]


# A question whether a lead is known is not answered by what would become of it.
@pytest.mark.parametrize("scenario", [*OTHERS, Scenario.ACCEPT_ALL, Scenario.QUEUE_REFUSED, Scenario.NO_ORDER])
def test_no_other_scenario_changes_what_is_found(clocked: Any, scenario: Scenario) -> None:
    clocked.lead(fields=LEAD)
    clocked.sandbox.scenario = scenario
    assert found_by(clocked, {"Phone": "7025550123"}) == FIRST
    assert found_by(clocked, {"Phone": "7025550124"}) == 0


# ------------------------------------------------------------------ updates
def test_an_update_changes_what_a_check_finds(clocked: Any) -> None:
    clocked.lead(fields=LEAD)
    assert clocked.update(FIRST, {"Phone": "7025550199", "Email": ""}).json()["isValidPost"] is True
    assert found_by(clocked, {"Phone": "7025550199"}) == FIRST
    assert found_by(clocked, {"Phone": "7025550123"}) == 0
    assert found_by(clocked, {"Email": "ana@example.com"}) == 0
    assert found_by(clocked, {"FirstName": "Ana"}) == FIRST


def test_an_update_changes_whose_duplicate_a_lead_is(clocked: Any) -> None:
    clocked.lead(fields=LEAD)
    clocked.update(FIRST, {"Phone": "7025550199"})
    assert clocked.lead(fields=LEAD).json()["LeadIdentifier"] == SECOND
    assert "100000001" in clocked.lead(fields=LEAD | {"Phone": "7025550199"}).json()["ResponseDetails"]


def test_an_earlier_lead_is_there_again_when_a_later_one_is_changed(clocked: Any) -> None:
    for _ in range(2):
        clocked.lead(fields=LEAD | {"Comments": "#accepted"})
    clocked.update(SECOND, {"Phone": "7025550199"})
    assert "100000001" in clocked.lead(fields=LEAD).json()["ResponseDetails"]


@pytest.mark.parametrize("encoding", ["form", "json"])
def test_an_update_changes_the_lead_that_was_taken(clocked: Any, encoding: str) -> None:
    for phone in ("7025550123", "7025550124"):
        clocked.lead(fields=LEAD | {"Phone": phone, "Email": f"{phone}@example.com"})
    clocked.update(FIRST, {"firstname": "Bea", "City": "Reno", "LastName": ""}, encoding=encoding)
    changed, other = clocked.sandbox.taken
    assert changed.fields == (
        ("FirstName", "Bea"),
        ("LastName", ""),
        ("Phone", "7025550123"),
        ("Email", "7025550123@example.com"),
        ("Comments", ""),
        ("City", "Reno"),
    )
    assert dict(other.fields)["FirstName"] == "Ana"
    assert [dict(own.fields) for own in clocked.sandbox.updates] == [
        {"firstname": "Bea", "City": "Reno", "LastName": ""}
    ]


def test_an_update_answers_with_the_leads_own_price_and_campaign(clocked: Any) -> None:
    clocked.lead(source={"aid": 24}, fields=LEAD)
    answer = clocked.update(FIRST, {"City": "Reno"}).json()
    assert (answer["VendorAccountAssigned"], answer["Price"], answer["RedirectURL"]) == (24, 25, "")


def test_the_redirect_of_a_lead_is_not_its_updates(clocked: Any) -> None:
    clocked.lead("autoredirect", fields=LEAD)
    clocked.sandbox.scenario = Scenario.HTTP_REDIRECT
    got = clocked.update(FIRST, {"City": "Reno"})
    assert (got.status, got.json()["RedirectURL"]) == (200, "")


@pytest.mark.parametrize("scenario", [own for own, spec in SCENARIOS.items() if spec.response_type])
def test_an_update_is_rejected_by_scenario(clocked: Any, scenario: Scenario) -> None:
    clocked.lead(fields=LEAD)
    spec = SCENARIOS[scenario]
    answer = clocked.update(FIRST, {"City": spec.trigger}).json()
    assert (answer["isValidPost"], answer["ResponseType"]) == (False, int(spec.response_type))
    assert answer["ResponseDetails"] == spec.details
    assert clocked.sandbox.updates == ()
    assert "City" not in dict(clocked.sandbox.taken[0].fields)


def test_the_password_of_an_update_is_kept_with_the_update_alone(clocked: Any) -> None:
    clocked.lead(fields=LEAD)
    clocked.update(FIRST, {"City": "Reno"}, source={"vid": 18, "lid": 1, "password": "x"})
    assert Parameter.PASSWORD in clocked.sandbox.updates[0].parameters
    assert Parameter.PASSWORD not in clocked.sandbox.taken[0].parameters
