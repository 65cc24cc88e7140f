"""What answers mean, in the words of history."""

import json
from decimal import Decimal

import pytest

from leadexec_desktop.protocol.answers import ResponseType
from leadexec_desktop.protocol.delivery import DeliveryState
from leadexec_desktop.protocol.faults import REFUSALS
from leadexec_desktop.protocol.field_hints import fields_named
from leadexec_desktop.protocol.judging import ORDER_REJECTED, REJECTIONS, judge, without_answer
from leadexec_desktop.protocol.outcome import Outcome, OutcomeKind
from leadexec_desktop.protocol.undecided import UNDECIDED
from leadexec_desktop.protocol.values import SUBMIT_MODES, Operation, RedirectKind, RequestShape
from leadexec_desktop.protocol.wire import Answer

GENERAL = RequestShape(Operation.GENERAL)
PING = RequestShape(Operation.PING)
CHECK = RequestShape(Operation.DUPLICATE)
UPDATE = RequestShape(Operation.UPDATE)
STATUS = RequestShape(Operation.STATUS)
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
    (PING, 200, '{"WillAccept": true, "OrderID": "o"}', {}, "will accept"),
    (PING, 200, '{"WillAccept": true}', {}, "will accept"),
    (PING, 400, '{"WillAccept": false, "Response": "No coverage"}', {}, "will not accept"),
    (PING, 200, '{"QueueSuccessful": true}', {}, "queued"),
    (PING, 200, '{"QueueSuccessful": false}', {}, "rejected"),
    (PING, 200, '{"WillAccept": null}', {}, "unreadable"),
    (PING, 200, ACCEPTED, {}, "unreadable"),
    (PING, 401, "", {}, "refused"),
    (CHECK, 200, '{"IsDuplicate": true, "DuplicateLeadId": 7}', {}, "duplicate"),
    (CHECK, 200, '{"IsDuplicate": true}', {}, "duplicate"),
    (CHECK, 200, '{"IsDuplicate": "False"}', {}, "not duplicate"),
    (CHECK, 200, "<PingResponse><IsDuplicate>false</IsDuplicate></PingResponse>", {}, "not duplicate"),
    (CHECK, 200, '{"QueueSuccessful": true}', {}, "unreadable"),
    (CHECK, 200, '{"WillAccept": true}', {}, "unreadable"),
    (CHECK, 403, "no", {}, "refused"),
    (UPDATE, 200, ACCEPTED, {}, "accepted"),
    (UPDATE, 200, '{"isValidPost": false, "ResponseType": 9}', {}, "rejected"),
    (UPDATE, 200, '{"QueueSuccessful": true}', {}, "unreadable"),
    (UPDATE, 500, "<html></html>", {}, "unreadable"),
    (STATUS, 200, '{"IsValid": true}', {}, "accepted"),
    (STATUS, 200, "<QueueStatus><IsValid>True</IsValid></QueueStatus>", {}, "accepted"),
    (STATUS, 200, '{"IsValid": true, "QualityControlDetails": {"PendingReview": true}}', {}, "in review"),
    (STATUS, 200, '{"IsValid": true, "QualityControlDetails": {"IsQualityControlRejected": true}}', {}, "rejected"),
    (STATUS, 200, '{"IsValid": true, "QualityControlDetails": null, "ReturnDetails": ""}', {}, "accepted"),
    (STATUS, 200, '{"IsValid": true, "ReturnDetails": {"IsReturned": true}}', {}, "returned"),
    (STATUS, 200, '{"IsValid": false, "LeadIdentifier": 7}', {}, "rejected"),
    (STATUS, 200, '{"IsValid": false, "RejectionReason": "Outside_Criteria"}', {}, "rejected"),
    (STATUS, 200, '{"IsValid": false, "LeadIdentifier": 0, "RejectionReason": ""}', {}, "processing"),
    (STATUS, 200, '{"IsValid": null}', {}, "processing"),
    (STATUS, 200, '{"PostID": "p", "DateReceived": "2025-11-04T22:29:22.147Z"}', {}, "processing"),
    (STATUS, 200, '[{"isvalid": "true"}]', {}, "accepted"),
    (STATUS, 404, "<html></html>", {}, "processing"),
    (STATUS, 404, '{"IsValid": true}', {}, "accepted"),
    (STATUS, 400, "", {}, "refused"),
    (STATUS, 429, "", {"Retry-After": "30"}, "refused"),
    (STATUS, 302, "", {"Location": "https://x.example/"}, "unreadable"),
    (STATUS, 200, "<html></html>", {}, "unreadable"),
    (STATUS, 200, '{"PostID": "p"}', {}, "unreadable"),
    (STATUS, 200, ACCEPTED, {}, "unreadable"),
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
    unanswered = set(DeliveryState) - {DeliveryState.ANSWERED}
    assert set(UNDECIDED) == set(Operation)
    for operation, undecided in UNDECIDED.items():
        assert set(undecided.without_answer) == unanswered
        assert {without_answer(state, "", operation).kind for state in unanswered} == set(map(OutcomeKind, unanswered))
    assert set(REJECTIONS) == set(ResponseType)
    assert set(REFUSALS) == {400, 401, 403, 404, 405, 413, 415, 429}


def test_a_response_type_nobody_listed_is_shown() -> None:
    outcome = judged(GENERAL, 200, '{"isValidPost": false, "ResponseType": "Moon_Phase"}')
    assert outcome.reason == "Moon_Phase"
    assert "Moon_Phase" in outcome.sentence


def test_a_text_of_megabytes_is_told_cut_and_beside_the_rest() -> None:
    body = json.dumps({"isValidPost": True, "ResponseType": 0, "ResponseDetails": "x" * 1_000_000, "PostID": "p"})
    outcome = judged(GENERAL, 200, body)
    assert (outcome.kind, outcome.reason, outcome.post_id) == (OutcomeKind.ACCEPTED, "No_Error", "p")
    (part,) = outcome.unplaced
    assert part.path == "ResponseDetails"
    assert part.text.startswith("xxx")
    assert len(part.text) < 1_000


def test_is_valid_post_decides_against_its_response_type() -> None:
    outcome = judged(GENERAL, 200, '{"isValidPost": true, "ResponseType": "Duplicate_Lead"}')
    assert outcome.kind is OutcomeKind.ACCEPTED
    assert "otherwise" in outcome.sentence
    assert outcome.reason == "Duplicate_Lead"


def test_a_pending_review_is_said() -> None:
    assert "review" in judged(GENERAL, 200, '{"isValidPost": true, "PendingQCReview": true}').sentence


NOW = "Mon, 23 Nov 2026 22:00:00 GMT"
WAITS = {
    "seconds": ({"Retry_After": "30"}, "30 s"),
    "with blanks around": ({"Retry_After": " 120 "}, "120 s"),
    "minutes": ({"Retry_After": "121"}, "3 min"),
    "hours": ({"Retry_After": "86400"}, "24 h"),
    "a date": ({"Retry_After": "Mon, 23 Nov 2026 22:01:30 GMT", "Date": NOW}, "90 s"),
    "a date in another zone": ({"Retry_After": "Mon, 23 Nov 2026 14:30:00 -0800", "Date": NOW}, "30 min"),
    "a date without a zone": ({"Retry_After": "Mon, 23 Nov 2026 22:00:05", "Date": NOW}, "5 s"),
    "the old form of a date": ({"Retry_After": "Monday, 23-Nov-26 23:30:00 GMT", "Date": NOW}, "90 min"),
}
SENSELESS_WAITS = {
    "none": {},
    "nothing to wait for": {"Retry_After": "0"},
    "more than a day": {"Retry_After": "86401"},
    "more than anybody counts": {"Retry_After": "9" * 5000},
    "less than nothing": {"Retry_After": "-5"},
    "half a second": {"Retry_After": "0.5"},
    "digits of another alphabet": {"Retry_After": "٣٠"},
    "words": {"Retry_After": "later"},
    "a date gone by": {"Retry_After": "Mon, 23 Nov 2026 21:00:00 GMT", "Date": NOW},
    "a date of next year": {"Retry_After": "Tue, 23 Nov 2027 22:00:00 GMT", "Date": NOW},
    "no such date": {"Retry_After": "Mon, 99 Nov 2026 22:00:00 GMT", "Date": NOW},
    "no such zone": {"Retry_After": "Mon, 23 Nov 2026 22:00:30 +99999999", "Date": NOW},
    "a date, and the receiver does not say what time it has": {"Retry_After": "Mon, 23 Nov 2026 22:00:30 GMT"},
    "the last moment there is": {"Retry_After": "Fri, 31 Dec 9999 23:59:59 -2300", "Date": NOW},
}


@pytest.mark.parametrize("headers, words", WAITS.values(), ids=WAITS)
def test_how_long_to_wait_is_said(headers: dict[str, str], words: str) -> None:
    outcome = judged(GENERAL, 429, "", complete=True, **headers)
    assert outcome.kind is OutcomeKind.REFUSED
    assert outcome.reason == f"HTTP 429: try again after {words}"
    assert outcome.sentence == f"{REFUSALS[429]} It asks you to wait {words}."


@pytest.mark.parametrize("headers", SENSELESS_WAITS.values(), ids=SENSELESS_WAITS)
def test_a_senseless_wait_is_not_said(headers: dict[str, str]) -> None:
    outcome = judged(GENERAL, 429, "", complete=True, **headers)
    assert (outcome.reason, outcome.sentence) == ("HTTP 429", REFUSALS[429])


PAGE = "<!DOCTYPE html>\n<html><head><title>x</title></head><body>x</body></html>"
UNREADABLE = {
    "a sign-in page": (judged(GENERAL, 200, PAGE), "sign-in page of this network", "document type"),
    "a page without a doctype": (judged(GENERAL, 200, "\n<HTML><body>x"), "sign-in page of this network", "HTTP 200"),
    "an error page": (judged(GENERAL, 502, PAGE), "proxy on the way", "HTTP 502"),
    "an empty answer": (judged(GENERAL, 200, " \n"), "answer is empty", "the body is empty"),
    "half an answer": (judged(GENERAL, 200, ACCEPTED[:40], complete=False), "did not come whole", "was dropped"),
    "a redirect": (judged(GENERAL, 302, PAGE, Location="/x"), "names another address", "which is not followed"),
    "another document": (judged(GENERAL, 200, '{"a": 1}'), "none that is documented", "none of the documented"),
}


@pytest.mark.parametrize("outcome, sentence, reason", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_has_cause_and_next_step(outcome: Outcome, sentence: str, reason: str) -> None:
    assert outcome.kind is OutcomeKind.UNREADABLE
    assert sentence in outcome.sentence
    assert reason in outcome.reason
    assert outcome.sentence.endswith("Do not send it again before the platform or your account manager has been asked.")
    assert len({told.sentence for told, _, _ in UNREADABLE.values()}) == len(UNREADABLE) - 1


ACCEPTED_ALL_THE_SAME = {
    "under a failure": (500, ACCEPTED.encode(), "application/json"),
    "as a web page": (200, ACCEPTED.encode(), "text/html; charset=utf-8"),
    "as a picture": (403, ACCEPTED.encode(), "image/png"),
    "with a byte order mark": (200, ACCEPTED.encode("utf-8-sig"), "application/json; charset=utf-8"),
    "in UTF-16": (200, ACCEPTED.encode("utf-16"), "application/json; charset=utf-16"),
    "in UTF-16 that calls itself UTF-8": (200, ACCEPTED.encode("utf-16-le"), "application/json; charset=utf-8"),
    "in lower case": (200, ACCEPTED.lower().encode(), "application/json"),
}


@pytest.mark.parametrize("status, body, content_type", ACCEPTED_ALL_THE_SAME.values(), ids=ACCEPTED_ALL_THE_SAME)
def test_a_documented_answer_wins(status: int, body: bytes, content_type: str) -> None:
    headers = (("Content-Type", content_type), ("Content-Length", str(len(body))), ("Retry-After", "30"))
    outcome = judge(GENERAL, Answer(status, headers, body, "https://leads.example/"))
    assert (outcome.kind, outcome.lead_id, outcome.repaired) == (OutcomeKind.ACCEPTED, "7", "")
    assert outcome.sentence == "The receiver took the lead."


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


@pytest.mark.parametrize(
    "location, said",
    [
        ("https://example.com/thanks", "Open the address below"),
        ("/thanks", "Open the address below"),
        ("javascript:alert(1)", "is not opened"),
        ("file:///etc/passwd", "is not opened"),
        ("http://[", "is not opened"),
    ],
)
def test_an_address_that_is_none_of_the_web_is_not_recommended(location: str, said: str) -> None:
    shape = RequestShape(Operation.REDIRECT, redirect=RedirectKind.AUTO)
    answer = Answer(302, (("Location", location),), b"", "https://leads.example/processor/insert/autoredirect/json")
    outcome = judge(shape, answer)
    assert outcome.kind is OutcomeKind.REDIRECTED
    assert said in outcome.sentence


def test_what_answers_something_else_says_what_it_is() -> None:
    outcome = judged(PING, 200, ACCEPTED)
    assert outcome.reason == "HTTP 200: the body answers something else: it is a PostResponse"
    assert outcome.lead_id == ""
    assert "ask again" in outcome.sentence


def test_a_ping_brings_price_and_order() -> None:
    outcome = judged(
        PING,
        200,
        '{"WillAccept": true, "OrderID": "7cef", "EstimatedPrice": "25", "OrderExpiresOn": "4/30/2020 1:53:45 PM"}',
    )
    assert outcome.ping is not None
    assert (outcome.price, outcome.ping.order_id, outcome.ping.order_expires_on) == (
        Decimal(25),
        "7cef",
        "4/30/2020 1:53:45 PM",
    )


PINGS = {
    "an order that expires": ({"OrderID": "7cef", "OrderExpiresOn": "4/30/2020 1:53:45 PM"}, "until it expires."),
    "an order that does not say": ({"OrderID": "7cef", "OrderExpiresOn": None}, "how long, the receiver did not say."),
    "no order": ({"OrderExpiresOn": "4/30/2020 1:53:45 PM"}, "no order ID, so nothing can be posted."),
}


@pytest.mark.parametrize("parts, told", PINGS.values(), ids=PINGS)
def test_a_ping_says_of_its_order_what_is_true_at_any_time(parts: dict[str, str | None], told: str) -> None:
    sentence = judged(PING, 200, json.dumps({"WillAccept": True, **parts})).sentence
    assert sentence.endswith(told)
    assert ("expires" in sentence) is (told == "until it expires.")


ORDER_FAULTS = {
    "not known": ("Data_Errors", "Order 7cef is not known.", "7cef", True),
    "expired": (9, "The ORDERID has expired", "7cef", True),
    "no error named": (0, "order id was used already", "7cef", True),
    "none listed": ("Order_Expired", "This order has expired.", "7cef", True),
    "no order carried": ("Data_Errors", "Order 7cef is not known.", "", False),
    "a field named": ("Data_Errors", "Value(s) for Phone missing from post or invalid.", "7cef", False),
    "another order": ("Data_Errors", "Give a phone in order to be called; the border state is wrong", "7cef", False),
    "a cause of its own": ("Duplicate_Lead", "Posted before with another order", "7cef", False),
}


@pytest.mark.parametrize("response_type, details, order_id, is_of_order", ORDER_FAULTS.values(), ids=ORDER_FAULTS)
def test_an_order_that_is_not_taken_leads_to_a_new_ping(
    response_type: str | int, details: str, order_id: str, *, is_of_order: bool
) -> None:
    body = json.dumps({"isValidPost": False, "ResponseType": response_type, "ResponseDetails": details})
    outcome = judge(GENERAL, Answer(200, (), body.encode(), "https://leads.example/"), order_id=order_id)
    assert outcome.kind is OutcomeKind.REJECTED
    assert (outcome.sentence == ORDER_REJECTED) is is_of_order
    assert ("ping again" in outcome.sentence) is is_of_order


def test_a_duplicate_of_the_same_source_has_its_lead_id() -> None:
    same = judged(
        CHECK, 200, '{"IsDuplicate": true, "DuplicateLeadId": 12345678, "ReceviedOn": "4/30/2020 1:53:45 PM"}'
    )
    assert same.duplicate is not None
    assert (same.lead_id, same.duplicate.received_on) == ("12345678", "4/30/2020 1:53:45 PM")
    assert "can be updated" in same.sentence
    for other in ('{"IsDuplicate": true, "DuplicateLeadId": 0}', '{"IsDuplicate": true, "DuplicateLeadId": null}'):
        assert judged(CHECK, 200, other).lead_id == ""
        assert "from another source" in judged(CHECK, 200, other).sentence


def test_only_what_an_update_takes_is_said_to_be_updatable() -> None:
    odd = judged(CHECK, 200, '{"IsDuplicate": true, "DuplicateLeadId": "abc"}')
    assert (odd.kind, odd.lead_id) == (OutcomeKind.DUPLICATE, "abc")
    assert "from this lead source" in odd.sentence
    assert "can be updated" not in odd.sentence


@pytest.mark.parametrize("written, shown", [("77", ["DuplicateLeadId"]), ("0", []), ("null", []), ('""', [])])
def test_the_lead_id_of_what_is_no_duplicate_is_shown_as_out_of_place(written: str, shown: list[str]) -> None:
    outcome = judged(CHECK, 200, f'{{"IsDuplicate": false, "DuplicateLeadId": {written}, "Moon": 1}}')
    assert (outcome.kind, outcome.lead_id) == (OutcomeKind.NOT_DUPLICATE, "")
    assert [part.path for part in outcome.unplaced] == [*shown, "Moon"]


def test_a_status_brings_what_became_of_the_lead() -> None:
    outcome = judged(
        STATUS,
        200,
        '{"PostID": "p", "LeadIdentifier": 77, "IsValid": true, "DateReceived": "2025-11-04T22:29:22.147Z",'
        ' "QualityControlDetails": {"PendingReview": false, "Moon": 1}, "ReturnDetails": {"IsReturned": true,'
        ' "DateOfReturn": "2025-11-05T22:29:22Z", "ReturnReason": "Wrong number"}, "Price": 12.50}',
    )
    assert (outcome.kind, outcome.reason, outcome.lead_id) == (OutcomeKind.RETURNED, "Wrong number", "77")
    assert (outcome.post_id, str(outcome.price)) == ("p", "12.50")
    assert outcome.status is not None
    assert outcome.status.returned.date_of_return == "2025-11-05T22:29:22Z"
    assert outcome.status.quality_control.pending_review is False
    assert [part.path for part in outcome.unplaced] == ["QualityControlDetails.Moon"]


@pytest.mark.parametrize(
    "body, told",
    [
        ('{"QueueSuccessful": true}', "cannot be followed"),
        ('{"QueueSuccessful": true, "PostID": "no guid"}', "cannot be followed"),
        ('{"QueueSuccessful": true, "PostID": "f5666260-1c2c-4bd5-9611-bb1387ca2397"}', "followed from here"),
        ('{"QueueSuccessful": true, "StatusURL": "https://leads.example/status"}', "followed from here"),
    ],
)
def test_a_queued_lead_says_whether_it_is_followed(body: str, told: str) -> None:
    assert told in judged(GENERAL, 200, body).sentence


def test_a_queued_ping_says_where_its_order_goes() -> None:
    assert "return URL" in judged(PING, 200, '{"QueueSuccessful": true, "StatusURL": "https://x.example"}').sentence


@pytest.mark.parametrize("operation", Operation)
@pytest.mark.parametrize("fetched_token", [False, True])
def test_a_401_says_only_what_can_be_true_of_what_was_asked(operation: Operation, fetched_token: bool) -> None:
    outcome = judge(
        RequestShape(operation), Answer(401, (), b"no", "https://leads.example/"), fetched_token=fetched_token
    )
    assert outcome.kind is OutcomeKind.REFUSED
    is_lead = operation in SUBMIT_MODES
    assert ("keep the lead where nobody sees it" in outcome.sentence) is is_lead
    assert ("did not take the" in outcome.sentence) is (operation is not Operation.STATUS)
    if operation is not Operation.STATUS:
        assert ("thrown away" in outcome.sentence) is fetched_token
