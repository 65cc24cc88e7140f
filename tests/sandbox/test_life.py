"""A lead's life as its status tells it, while an injected clock goes on."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from leadexec_desktop.protocol.judging import judge
from leadexec_desktop.protocol.outcome import OutcomeKind
from leadexec_desktop.protocol.values import Operation, RequestShape
from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.sandbox.scenarios import SCENARIOS, Scenario

RECEIVED = "2020-04-30T13:50:45.123Z"
PROCESSING, IN_REVIEW, ACCEPTED = OutcomeKind.PROCESSING, OutcomeKind.IN_REVIEW, OutcomeKind.ACCEPTED
REJECTED, RETURNED = OutcomeKind.REJECTED, OutcomeKind.RETURNED

# By scenario: the seconds at which something is new, and the word of the status from then on.
ASYNCHRONOUS: Mapping[Scenario, tuple[tuple[float, OutcomeKind], ...]] = {
    Scenario.AS_DOCUMENTED: ((0, PROCESSING), (3, ACCEPTED)),
    Scenario.ACCEPT_ALL: ((0, PROCESSING), (3, ACCEPTED)),
    Scenario.QC_REVIEW: ((0, PROCESSING), (3, IN_REVIEW), (9, ACCEPTED)),
    Scenario.REVIEW_REJECTED: ((0, PROCESSING), (3, IN_REVIEW), (9, REJECTED)),
    Scenario.LATER_RETURNED: ((0, PROCESSING), (3, ACCEPTED), (9, RETURNED)),
    Scenario.LATER_REJECTED: ((0, PROCESSING), (3, REJECTED)),
    Scenario.OUTSIDE_CRITERIA: ((0, PROCESSING), (3, REJECTED)),
    Scenario.DUPLICATE_LEAD: ((0, PROCESSING), (3, REJECTED)),
    Scenario.WILL_NOT_ACCEPT: ((0, PROCESSING), (3, REJECTED)),
    Scenario.NEVER_DECIDED: ((0, PROCESSING),),
    Scenario.QUEUE_REFUSED: ((0, REJECTED),),
    Scenario.SHORT_ORDER: ((0, PROCESSING), (3, ACCEPTED)),
}
SYNCHRONOUS: Mapping[Scenario, tuple[tuple[float, OutcomeKind], ...]] = {
    Scenario.AS_DOCUMENTED: ((0, ACCEPTED),),
    Scenario.QC_REVIEW: ((0, IN_REVIEW), (6, ACCEPTED)),
    Scenario.REVIEW_REJECTED: ((0, IN_REVIEW), (6, REJECTED)),
    Scenario.LATER_RETURNED: ((0, ACCEPTED), (6, RETURNED)),
    Scenario.LATER_REJECTED: ((0, REJECTED),),
    Scenario.DATA_ERRORS: ((0, REJECTED),),
    Scenario.NEVER_DECIDED: ((0, ACCEPTED),),
    Scenario.QUEUE_REFUSED: ((0, ACCEPTED),),
}
A_DAY_S = 86_400.0
JUST_BEFORE_S = 0.001


def word_of(got: Any) -> OutcomeKind:
    """What our own reader makes of a status."""
    answer = Answer(got.status, tuple(got.headers.items()), got.body, "http://127.0.0.1/")
    return judge(RequestShape(Operation.STATUS), answer).kind


def lived(door: Any, clock: Any, scenario: Scenario, *, asynchronous: bool) -> list[tuple[float, OutcomeKind]]:
    """The words of a lead's status, each with the moment from which it holds."""
    fields = {"Comments": SCENARIOS[scenario].trigger}
    post_id = door.lead(asynchronous=asynchronous, fields=fields).json()["PostID"]
    table = ASYNCHRONOUS if asynchronous else SYNCHRONOUS
    found: list[tuple[float, OutcomeKind]] = []
    passed = 0.0
    for moment in [at for new, _ in table[scenario] for at in (new - JUST_BEFORE_S, new) if at >= 0] + [A_DAY_S]:
        clock.forward(moment - passed)
        passed = moment
        word = word_of(door.status(post_id))
        if not found or found[-1][1] is not word:
            found.append((moment, word))
    return found


@pytest.mark.parametrize("scenario", ASYNCHRONOUS)
def test_an_asynchronous_lead(clocked: Any, clock: Any, scenario: Scenario) -> None:
    assert lived(clocked, clock, scenario, asynchronous=True) == list(ASYNCHRONOUS[scenario])


@pytest.mark.parametrize("scenario", SYNCHRONOUS)
def test_a_synchronous_lead(clocked: Any, clock: Any, scenario: Scenario) -> None:
    assert lived(clocked, clock, scenario, asynchronous=False) == list(SYNCHRONOUS[scenario])


# ------------------------------------------------------------------ every part of it
UNDECIDED = {
    "LeadIdentifier": 0,
    "IsValid": None,
    "RejectionReason": "",
    "VendorAccountAssigned": 0,
    "DateReceived": RECEIVED,
    "QualityControlDetails": {
        "PendingReview": None,
        "DateOfReview": None,
        "IsQualityControlRejected": None,
        "RejectionReason": "",
    },
    "ReturnDetails": {"IsReturned": None, "DateOfReturn": None, "ReturnReason": ""},
    "Price": None,
}
KEPT = {"IsReturned": False, "DateOfReturn": None, "ReturnReason": ""}
PASSED = {
    "PendingReview": False,
    "DateOfReview": "2020-04-30T13:50:48.123Z",
    "IsQualityControlRejected": False,
    "RejectionReason": "",
}
ACCEPTED_PARTS = UNDECIDED | {
    "LeadIdentifier": 100000001,
    "IsValid": True,
    "VendorAccountAssigned": 23,
    "QualityControlDetails": PASSED,
    "ReturnDetails": KEPT,
    "Price": 25.0,
}
REJECTED_PARTS = UNDECIDED | {
    "IsValid": False,
    "VendorAccountAssigned": 23,
    "QualityControlDetails": PASSED | {"DateOfReview": None},
    "ReturnDetails": KEPT,
    "Price": 0.0,
}
STAGES = [
    (Scenario.AS_DOCUMENTED, 2.999, UNDECIDED),
    (Scenario.NEVER_DECIDED, 9.0, UNDECIDED),
    (Scenario.AS_DOCUMENTED, 3.0, ACCEPTED_PARTS),
    (
        Scenario.LATER_REJECTED,
        3.0,
        REJECTED_PARTS | {"RejectionReason": "The lead turned out to be outside of the campaign's criteria."},
    ),
    (
        Scenario.QC_REVIEW,
        8.999,
        ACCEPTED_PARTS
        | {
            "QualityControlDetails": {
                "PendingReview": True,
                "DateOfReview": None,
                "IsQualityControlRejected": None,
                "RejectionReason": "",
            }
        },
    ),
    (
        Scenario.QC_REVIEW,
        9.0,
        ACCEPTED_PARTS | {"QualityControlDetails": PASSED | {"DateOfReview": "2020-04-30T13:50:54.123Z"}},
    ),
    (
        Scenario.REVIEW_REJECTED,
        9.0,
        ACCEPTED_PARTS
        | {
            "QualityControlDetails": {
                "PendingReview": False,
                "DateOfReview": "2020-04-30T13:50:54.123Z",
                "IsQualityControlRejected": True,
                "RejectionReason": "The phone number is not in service.",
            },
            "Price": 0.0,
        },
    ),
    (Scenario.LATER_RETURNED, 8.999, ACCEPTED_PARTS),
    (
        Scenario.LATER_RETURNED,
        9.0,
        ACCEPTED_PARTS
        | {
            "ReturnDetails": {
                "IsReturned": True,
                "DateOfReturn": "2020-04-30T13:50:54.123Z",
                "ReturnReason": "The caller did not ask for a quote.",
            },
            "Price": 0.0,
        },
    ),
]


@pytest.mark.parametrize("scenario, after_s, expected", STAGES)
def test_every_part_of_a_status(
    clocked: Any, clock: Any, scenario: Scenario, after_s: float, expected: dict[str, Any]
) -> None:
    queued = clocked.lead(asynchronous=True, fields={"Comments": SCENARIOS[scenario].trigger}).json()
    clock.forward(after_s)
    assert clocked.status(queued["PostID"]).json() == {"PostID": queued["PostID"]} | expected


# ------------------------------------------------------------------ whose life it is
def test_the_scenario_of_the_menu_decides_where_no_trigger_does(clocked: Any, clock: Any) -> None:
    clocked.sandbox.scenario = Scenario.LATER_RETURNED
    by_menu = clocked.lead(fields={"A": "1"}).json()["PostID"]
    by_trigger = clocked.lead(fields={"A": "#accepted"}).json()["PostID"]
    # What it is told later is of no consequence to them.
    clocked.sandbox.scenario = Scenario.REVIEW_REJECTED
    clock.forward(6)
    assert word_of(clocked.status(by_menu)) is RETURNED
    assert word_of(clocked.status(by_trigger)) is ACCEPTED


def test_a_queued_duplicate_is_rejected_later(clocked: Any, clock: Any) -> None:
    first, again = (clocked.lead(asynchronous=True).json()["PostID"] for _ in range(2))
    assert word_of(clocked.status(again)) is PROCESSING
    clock.forward(3)
    assert word_of(clocked.status(first)) is ACCEPTED
    reason = clocked.status(again).json()["RejectionReason"]
    assert reason == "Duplicate Lead, 100000001 Last Received On: 4/30/2020 1:50:45 PM UTC"


def test_a_lead_that_was_refused_has_a_status_too(clocked: Any) -> None:
    for asynchronous, reason in ((False, "There is no campaign 7"), (True, "No_Account_Found: There is no campaign 7")):
        refused = clocked.lead(source={"aid": 7}, asynchronous=asynchronous).json()
        found = clocked.status(refused["PostID"]).json()
        assert (found["IsValid"], found["LeadIdentifier"]) == (False, 0)
        assert found["RejectionReason"].startswith(reason)


def test_a_lead_that_is_not_to_be_sold_has_no_price(clocked: Any) -> None:
    body = '{"source": {"vid": 18, "lid": 1}, "leads": [{"properties": {"noSell": true}, "fields": {"A": "1"}}]}'
    post_id = clocked.post("/processor/insert/general/json", "application/json", body).json()["PostID"]
    assert clocked.status(post_id).json()["Price"] == 0.0


def test_what_is_no_lead_has_no_status(clocked: Any) -> None:
    ping = clocked.ping().json()
    assert clocked.status(ping["RequestID"]).status == clocked.status(ping["OrderID"]).status == 404
    queued = clocked.question("/processor/insert/ping/json/async").json()
    assert clocked.ask("GET", queued["StatusURL"].removeprefix(clocked.url)).status == 404


def test_the_post_id_of_an_update_leads_to_the_leads_status(clocked: Any, clock: Any) -> None:
    lead = clocked.lead(fields={"A": "#later-returned"}).json()
    update = clocked.update(lead["LeadIdentifier"], {"A": "2"}).json()
    clock.forward(6)
    own, of_update = (clocked.status(answer["PostID"]).json() for answer in (lead, update))
    assert of_update == own | {"PostID": update["PostID"]}
    unknown = clocked.update(1, {"A": "2"}).json()
    assert clocked.status(unknown["PostID"]).status == 404


def test_an_update_says_whether_the_review_is_still_pending(clocked: Any, clock: Any) -> None:
    clocked.lead(fields={"A": "#review"})
    assert clocked.update(100000001, {"B": "2"}).json()["PendingQCReview"] is True
    clock.forward(6)
    assert clocked.update(100000001, {"B": "3"}).json()["PendingQCReview"] is False


def test_how_long_it_takes_is_told_to_the_sandbox(open_door: Callable[..., Any], clock: Any) -> None:
    door = open_door(clock=clock, processing_s=60, review_s=0.5, return_s=3600)
    posts = [door.lead(asynchronous=True, fields={"A": own}).json() for own in ("#review", "#later-returned")]
    words = []
    for after_s in (59, 1, 0.5, 3599.5):
        clock.forward(after_s)
        words.append([word_of(door.status(post["PostID"])) for post in posts])
    assert words == [[PROCESSING] * 2, [IN_REVIEW, ACCEPTED], [ACCEPTED] * 2, [ACCEPTED, RETURNED]]


def test_with_no_time_at_all_everything_is_over_at_once(open_door: Callable[..., Any], clock: Any) -> None:
    door = open_door(clock=clock, processing_s=0, review_s=0, return_s=0)
    posts = [door.lead(asynchronous=True, fields={"A": own}).json() for own in ("#review", "#later-returned")]
    assert [word_of(door.status(post["PostID"])) for post in posts] == [ACCEPTED, RETURNED]


def test_post_ids_are_taken_in_either_case(clocked: Any) -> None:
    post_id = clocked.lead().json()["PostID"]
    assert clocked.status(post_id.upper()).json()["PostID"] == post_id.upper()


def test_dates_are_in_utc_whatever_the_clocks_zone(open_door: Callable[..., Any]) -> None:
    there = datetime(2026, 1, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    door = open_door(clock=lambda: there)
    post_id = door.lead().json()["PostID"]
    assert door.status(post_id).json()["DateReceived"] == "2025-12-31T23:30:00.000Z"
    assert door.lead().json()["ResponseDetails"].endswith("12/31/2025 11:30:00 PM UTC")


def test_the_last_ten_thousand_are_kept(clocked: Any) -> None:
    receiver = clocked.sandbox._receiver
    posts = [clocked.lead(fields={"A": "first"}).json()["PostID"]]
    raw = clocked.sandbox.received[-1]
    for number in range(10_000):
        body = f"vid=18&lid=1&A={number}".encode()
        receiver.answer(type(raw)("POST", raw.path, "", raw.headers, body, raw.received_at_utc), clocked.url)
    assert clocked.status(posts[0]).status == 404
    assert len(clocked.sandbox.taken) == 10_000
    assert dict(clocked.sandbox.taken[0].fields) == {"A": "0"}
    # Nobody remembers the first any more.
    assert clocked.lead(fields={"A": "first"}).json()["LeadIdentifier"] == 100010002
