"""What answers mean, in the words of history."""

import json

import pytest

from leadexec_desktop.protocol.answers import ResponseType
from leadexec_desktop.protocol.delivery import DeliveryState
from leadexec_desktop.protocol.field_hints import fields_named
from leadexec_desktop.protocol.outcomes import (
    REFUSALS,
    REJECTIONS,
    WITHOUT_ANSWER,
    Outcome,
    OutcomeKind,
    judge,
    without_answer,
)
from leadexec_desktop.protocol.values import Operation, RedirectKind, RequestShape
from leadexec_desktop.protocol.wire import Answer

GENERAL = RequestShape(Operation.GENERAL)
AUTO = RequestShape(Operation.REDIRECT, redirect=RedirectKind.AUTO)
MANUAL = RequestShape(Operation.REDIRECT)
ACCEPTED = '{"isValidPost": true, "ResponseType": 0, "ResponseDetails": "Lead was accepted", "LeadIdentifier": 7}'


def judged(shape: RequestShape, status: int, body: str, *, complete: bool = True, **headers: str) -> Outcome:
    sent = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    answer = Answer(
        status,
        (*sent, ("Content-Length", str(len(body)))),
        body.encode(),
        "https://leads.example/processor/insert/general/json",
        complete,
        "" if complete else "the connection was dropped",
    )
    return judge(shape, answer)


CASES = [
    (GENERAL, 200, ACCEPTED, {}, "accepted"),
    (GENERAL, 400, ACCEPTED, {}, "accepted"),
    (GENERAL, 500, '{"isValidPost": false}', {}, "rejected"),
    (GENERAL, 400, '{"isValidPost": false, "ResponseType": 9}', {}, "rejected"),
    (GENERAL, 200, '{"QueueSuccessful": true}', {}, "queued"),
    (GENERAL, 200, '{"QueueSuccessful": false, "ResponseDetails": "full"}', {}, "rejected"),
    (GENERAL, 302, "moved", {"Location": "https://x.example/"}, "unreadable"),
    (MANUAL, 302, "moved", {"Location": "https://x.example/"}, "unreadable"),
    (AUTO, 302, "moved", {"Location": "https://x.example/"}, "redirected"),
    (AUTO, 307, "", {"Location": "/next"}, "redirected"),
    (AUTO, 302, "moved", {}, "unreadable"),
    (AUTO, 200, ACCEPTED, {}, "accepted"),
    (GENERAL, 200, "", {}, "unreadable"),
    (GENERAL, 200, "<html></html>", {}, "unreadable"),
    (GENERAL, 500, "<html></html>", {}, "unreadable"),
    (GENERAL, 407, "", {}, "unreadable"),
    *((GENERAL, status, "<html></html>", {}, "refused") for status in (400, 401, 403, 404, 405, 413, 415, 429)),
]


@pytest.mark.parametrize("shape, status, body, headers, word", CASES)
def test_words(shape: RequestShape, status: int, body: str, headers: dict[str, str], word: str) -> None:
    outcome = judged(shape, status, body, complete=True, **headers)
    assert outcome.kind == word
    assert outcome.sentence.endswith(".")


def test_redirects_are_resolved_and_shown() -> None:
    assert judged(AUTO, 302, "", Location="/next?a=1").redirect_url == "https://leads.example/next?a=1"
    assert judged(AUTO, 302, "", Location="http://[").redirect_url == "http://["
    assert judged(GENERAL, 302, "", Location="https://x.example/").redirect_url == "https://x.example/"


def test_an_answer_cut_off_is_unreadable_and_says_so() -> None:
    outcome = judged(GENERAL, 200, ACCEPTED[:40], complete=False)
    assert outcome.kind is OutcomeKind.UNREADABLE
    assert "the connection was dropped" in outcome.reason
    assert "Do not send it again" in outcome.sentence


@pytest.mark.parametrize("response_type", ResponseType)
def test_each_response_type_has_cause_and_next_step(response_type: ResponseType) -> None:
    for written in (response_type.name, response_type.value, response_type.name.upper(), str(response_type.value)):
        body = json.dumps({"isValidPost": False, "ResponseType": written, "ResponseDetails": "why"})
        outcome = judged(GENERAL, 200, body)
        assert outcome.sentence == REJECTIONS[response_type]
        assert outcome.reason == f"{response_type.name}: why"


def test_tables_are_whole() -> None:
    assert set(WITHOUT_ANSWER) == set(DeliveryState) - {DeliveryState.ANSWERED}
    assert {without_answer(state, "").kind for state in WITHOUT_ANSWER} == {
        OutcomeKind(state) for state in DeliveryState if state is not DeliveryState.ANSWERED
    }
    assert set(REJECTIONS) == set(ResponseType)
    assert set(REFUSALS) == {400, 401, 403, 404, 405, 413, 415, 429}


def test_a_response_type_nobody_listed_is_shown() -> None:
    outcome = judged(GENERAL, 200, '{"isValidPost": false, "ResponseType": "Moon_Phase"}')
    assert outcome.reason == "Moon_Phase"
    assert "Moon_Phase" in outcome.sentence


def test_is_valid_post_decides_against_its_response_type() -> None:
    outcome = judged(GENERAL, 200, '{"isValidPost": true, "ResponseType": "Duplicate_Lead"}')
    assert outcome.kind is OutcomeKind.ACCEPTED
    assert "otherwise" in outcome.sentence
    assert outcome.reason == "Duplicate_Lead"


def test_a_pending_review_is_said() -> None:
    assert "review" in judged(GENERAL, 200, '{"isValidPost": true, "PendingQCReview": true}').sentence


def test_retry_after_is_said() -> None:
    assert "30 s" in judged(GENERAL, 429, "", Retry_After="30").reason


@pytest.mark.parametrize(
    "operation, words",
    [(Operation.TRANSFER, "numbers to transfer to"), (Operation.RETURNSENDS, "list of buyers"), (Operation.CALL, "")],
)
def test_what_an_asynchronous_lead_never_tells(operation: Operation, words: str) -> None:
    assert words in judged(RequestShape(operation, is_async=True), 200, '{"QueueSuccessful": true}').sentence


LABELS = {"DayPhone": "Day phone", "Zip": "ZIP code", "St": "St", "LoanAmount": "Loan amount"}


@pytest.mark.parametrize(
    "text, names",
    [
        ("Value(s) for DayPhone missing from post or invalid.", ("DayPhone",)),
        ("the zip code and the LOAN AMOUNT are wrong", ("Zip", "LoanAmount")),
        ("Zipper jam at St. Mary", ()),
        ("", ()),
    ],
)
def test_fields_that_a_text_names(text: str, names: tuple[str, ...]) -> None:
    assert fields_named(text, LABELS) == names
