"""A ping that is accepted makes an order, which a general lead is posted with: once, and while it lasts."""

from collections.abc import Callable
from typing import Any

import pytest

from leadexec_desktop.sandbox.scenarios import SCENARIOS, Scenario

GUID = "7cef1c61-916c-4ea8-b79f-5572e73c4602"


def post(door: Any, order_id: str, phone: str = "7025550123", **source: Any) -> dict[str, Any]:
    found: dict[str, Any] = door.lead(fields={"Phone": phone}, source=source | {"orderid": order_id}).json()
    return found


def rejected(answer: dict[str, Any], details: str) -> bool:
    told = (answer["isValidPost"], answer["ResponseType"], answer["ResponseDetails"], answer["LeadIdentifier"])
    return told == (False, "Data_Errors", details, 0)


def test_an_order_is_good_for_one_lead(clocked: Any) -> None:
    order_id = clocked.ping().json()["OrderID"]
    assert post(clocked, order_id)["isValidPost"] is True
    assert rejected(post(clocked, order_id, "7025550124"), f"Order {order_id} was used already.")
    assert len(clocked.sandbox.taken) == 1


def test_an_order_is_written_in_either_case(clocked: Any) -> None:
    order_id = clocked.ping().json()["OrderID"]
    assert post(clocked, order_id.upper())["isValidPost"] is True
    assert "used already" in post(clocked, order_id, "7025550124")["ResponseDetails"]


@pytest.mark.parametrize("order_id", [GUID, "7", "ORDER-7", " ", "order & 7/é", "<b>"])
def test_an_order_that_nobody_made(clocked: Any, order_id: str) -> None:
    assert rejected(post(clocked, order_id), f"Order {order_id} is not known.")
    root = clocked.lead("general", "xml", source={"orderid": order_id}).xml()
    assert root.findtext("ResponseDetails") == f"Order {order_id} is not known."


def test_characters_that_xml_cannot_carry_are_not_given_back(clocked: Any) -> None:
    root = clocked.lead("general", "xml", source={"orderid": "\x00" + "x" * 100}).xml()
    assert root.findtext("ResponseDetails") == f"Order ?{'x' * 59} is not known."


@pytest.mark.parametrize("source", [{"vid": 19}, {"lid": 2}])
def test_an_order_of_somebody_else(clocked: Any, source: dict[str, Any]) -> None:
    order_id = clocked.ping().json()["OrderID"]
    assert rejected(post(clocked, order_id, **source), f"Order {order_id} is not known.")
    assert post(clocked, order_id)["isValidPost"] is True


def test_an_order_expires_when_it_says(clocked: Any, clock: Any) -> None:
    first, second = (clocked.ping().json() for _ in range(2))
    assert first["OrderExpiresOn"] == "4/30/2020 1:53:45 PM"
    clock.forward(179.876)
    assert post(clocked, first["OrderID"])["isValidPost"] is True
    clock.forward(0.001)
    expected = f"Order {second['OrderID']} expired at 4/30/2020 1:53:45 PM UTC."
    assert rejected(post(clocked, second["OrderID"], "7025550124"), expected)


def test_a_short_order(clocked: Any, clock: Any) -> None:
    ping = clocked.ping(fields={"City": "#short-order"}).json()
    assert ping["OrderExpiresOn"] == "4/30/2020 1:50:55 PM"
    clock.forward(10)
    assert "expired at 4/30/2020 1:50:55 PM UTC" in post(clocked, ping["OrderID"])["ResponseDetails"]


def test_how_long_an_order_lasts_is_told_to_the_sandbox(open_door: Callable[..., Any], clock: Any) -> None:
    door = open_door(clock=clock, order_s=3600, short_order_s=1)
    assert door.ping().json()["OrderExpiresOn"] == "4/30/2020 2:50:45 PM"
    assert door.ping(fields={"City": "#short-order"}).json()["OrderExpiresOn"] == "4/30/2020 1:50:46 PM"


@pytest.mark.parametrize("trigger", ["#duplicate", "#outside"])
def test_a_rejected_lead_does_not_use_its_order_up(clocked: Any, trigger: str) -> None:
    order_id = clocked.ping().json()["OrderID"]
    assert "Order" not in post(clocked, order_id, trigger)["ResponseDetails"]
    assert post(clocked, order_id)["isValidPost"] is True


def test_a_duplicate_does_not_use_its_order_up(clocked: Any) -> None:
    clocked.lead(fields={"Phone": "7025550123"})
    order_id = clocked.ping().json()["OrderID"]
    assert post(clocked, order_id)["ResponseType"] == "Duplicate_Lead"
    assert post(clocked, order_id, "7025550124")["isValidPost"] is True


@pytest.mark.parametrize("scenario", [Scenario.ACCEPT_ALL, Scenario.QC_REVIEW, Scenario.OUTSIDE_CRITERIA])
def test_no_scenario_makes_an_order(clocked: Any, scenario: Scenario) -> None:
    clocked.sandbox.scenario = scenario
    assert rejected(post(clocked, GUID), f"Order {GUID} is not known.")


def test_each_campaign_has_its_price_and_the_lead_brings_it(clocked: Any) -> None:
    ids = {"vid": 18, "lid": 1}
    west, east = (clocked.ping(source=ids | {"aid": aid}).json() for aid in (23, 24))
    assert (west["EstimatedPrice"], east["EstimatedPrice"]) == ("25", "30")
    # The documentation's samples leave aid empty (line 62): it is the order's.
    answers = [post(clocked, own["OrderID"], phone, aid="") for own, phone in ((west, "7025550123"), (east, "1"))]
    assert [(own["Price"], own["VendorAccountAssigned"]) for own in answers] == [(25, 23), (30, 24)]
    assert clocked.status(answers[1]["PostID"]).json()["Price"] == 30.0


# ------------------------------------------------------------------ pings without one
REJECTIONS = [own for own, spec in SCENARIOS.items() if spec.response_type]


@pytest.mark.parametrize("scenario", REJECTIONS)
@pytest.mark.parametrize("encoding", ["form", "json"])
def test_a_ping_is_not_accepted_where_its_lead_would_not_be(clocked: Any, scenario: Scenario, encoding: str) -> None:
    spec = SCENARIOS[scenario]
    found = clocked.ping(encoding=encoding, fields={"City": spec.trigger}).json()
    del found["RequestID"]
    assert found == {
        "WillAccept": False,
        "OrderID": "",
        "EstimatedPrice": "0",
        "OrderExpiresOn": "",
        "Response": spec.details,
    }
    assert clocked.sandbox.taken == ()


def test_no_coverage(clocked: Any) -> None:
    root = clocked.ping("xml", fields={"City": " #WILL-NOT-ACCEPT "}).xml()
    assert (root.findtext("WillAccept"), root.findtext("Response")) == ("false", "No coverage found")
    assert not root.findtext("OrderID")
    assert not root.findtext("OrderExpiresOn")


def test_a_ping_accepted_without_an_order(clocked: Any) -> None:
    found = clocked.ping(fields={"City": "#no-order"}).json()
    told = (found["WillAccept"], found["OrderID"], found["OrderExpiresOn"], found["EstimatedPrice"])
    assert told == (True, "", "", "25")
    assert "Order ID" not in found["Response"]


# ------------------------------------------------------------------ queued pings
@pytest.mark.parametrize("response", ["json", "xml"])
def test_a_queued_ping_is_refused_by_the_queue(clocked: Any, response: str) -> None:
    got = clocked.question(f"/processor/insert/ping/{response}/async", fields={"City": "#queue-refused"})
    found = got.json() if response == "json" else {part.tag: part.text for part in got.xml()}
    assert found["QueueSuccessful"] in (False, "false")
    assert found["ResponseDetails"] == "Lead could not be queued for processing"


# Nobody calls its return URL: a person who rehearses types the PostID.
def test_the_order_of_a_queued_ping_has_its_post_id(clocked: Any, clock: Any) -> None:
    queued = clocked.question("/processor/insert/ping/json/async").json()["PostID"]
    assert post(clocked, queued)["isValidPost"] is True
    expired = clocked.question("/processor/insert/ping/json/async").json()["PostID"]
    clock.forward(180)
    assert "expired" in post(clocked, expired, "7025550124")["ResponseDetails"]
    refused = clocked.question("/processor/insert/ping/json/async", fields={"City": "#outside"}).json()
    assert refused["QueueSuccessful"] is True
    assert "not known" in post(clocked, refused["PostID"], "7025550125")["ResponseDetails"]
