"""What our own encoder writes, the receiver takes; what it answers, our own reader takes for the right word."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from uuid import uuid4

import pytest

from leadexec_desktop.protocol.encode import encode
from leadexec_desktop.protocol.judging import ORDER_REJECTED, judge
from leadexec_desktop.protocol.known_lead import LeadUpdate, StatusQuery
from leadexec_desktop.protocol.operations import OPERATIONS, why_not
from leadexec_desktop.protocol.outcome import Outcome, OutcomeKind
from leadexec_desktop.protocol.receiver_time import moment_of
from leadexec_desktop.protocol.values import (
    CallData,
    Encoding,
    Lead,
    LeadRequest,
    Operation,
    RedirectKind,
    RequestShape,
    ResponseFormat,
    SourceIds,
)
from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.sandbox.checking import Terms
from leadexec_desktop.sandbox.receiver import Receiver
from leadexec_desktop.sandbox.requests import RawRequest

URL = "http://127.0.0.1:1"
START = datetime(2026, 4, 30, 13, 53, 45, tzinfo=UTC)
IDS = SourceIds(18, 1, 23)
LEAD = {"FirstName": "José & <Söhne>", "Phone": "7025550123", "Email": "jose+1@example.com", "Zip": "00501"}

SHAPES = [
    shape
    for operation, encoding, response, is_async in product(Operation, Encoding, ResponseFormat, (False, True))
    if why_not(shape := RequestShape(operation, encoding, response, is_async, RedirectKind.MANUAL)) is None
    and (OPERATIONS[operation].encodings or (encoding, response) == (Encoding.FORM, ResponseFormat.JSON))
]


def name_of(shape: RequestShape) -> str:
    when = "async" if shape.is_async else "sync"
    return f"{shape.operation} {shape.encoding} {shape.response} {when}"


WORDS = {
    Operation.PING: OutcomeKind.WILL_ACCEPT,
    Operation.DUPLICATE: OutcomeKind.DUPLICATE,
    Operation.UPDATE: OutcomeKind.ACCEPTED,
    Operation.STATUS: OutcomeKind.ACCEPTED,
}


@dataclass
class Desk:
    """Asks a receiver whose clock stands still, in our own words."""

    now: datetime = START
    receiver: Receiver = field(init=False)

    def __post_init__(self) -> None:
        self.receiver = Receiver(
            clock=lambda: self.now, new_post_id=uuid4, terms=Terms("s3same"), token=None, slow_s=0.0
        )

    def ask(self, request: LeadRequest, password: str | None = "s3same") -> Outcome:
        encoded = encode(request, password)
        path = encoded.url.removeprefix(URL) or encoded.path
        raw = RawRequest(encoded.method, path, "", encoded.headers, encoded.body, self.now)
        reply = self.receiver.answer(raw, URL)
        headers = (*reply.headers, ("Content-Length", str(len(reply.body))))
        outcome = judge(request.shape, Answer(reply.status, headers, reply.body, URL), order_id=request.order_id)
        assert (outcome.repaired, outcome.unplaced) == ("", ())
        return outcome


@pytest.fixture
def desk() -> Desk:
    return Desk()


def question(operation: Operation, fields: Mapping[str, str], encoding: Encoding = Encoding.FORM) -> LeadRequest:
    return LeadRequest(RequestShape(operation, encoding), IDS, Lead(tuple(fields.items())))


def update(lead_id: str, fields: Mapping[str, str], encoding: Encoding = Encoding.FORM) -> LeadRequest:
    asked = question(Operation.UPDATE, fields, encoding)
    return replace(asked, ids=SourceIds(18, 1), update=LeadUpdate(lead_id, process_delivery=True))


def status(query: StatusQuery) -> LeadRequest:
    return LeadRequest(RequestShape(Operation.STATUS), IDS, Lead(), status=query)


def test_every_shape_is_tried() -> None:
    # 52 ways to submit a lead, 6 pings, 4 duplicate checks, 4 updates, a status.
    assert len([shape for shape in SHAPES if shape.operation not in WORDS]) == 52
    assert len(SHAPES) == 52 + 6 + 4 + 4 + 1


@pytest.mark.parametrize("shape", SHAPES, ids=name_of)
def test_every_request_of_ours_is_taken_and_its_answer_read(desk: Desk, shape: RequestShape) -> None:
    earlier = desk.ask(question(Operation.GENERAL, LEAD | {"Comments": "#accepted"}))
    fields = LEAD if shape.operation is not Operation.DUPLICATE else {"Phone": "(702) 555-0123"}
    request = LeadRequest(shape, IDS, Lead(tuple((fields | {"City": "#accepted"}).items())))
    match shape.operation:
        case Operation.CALL:
            request = replace(request, call=CallData("8005550100", 125, "Sold", START))
        case Operation.DUPLICATE:
            request = replace(request, lead=Lead(tuple(fields.items())))
        case Operation.UPDATE:
            request = replace(request, ids=SourceIds(18, 1), update=LeadUpdate(earlier.lead_id))
        case Operation.STATUS:
            request = status(StatusQuery(earlier.post_id))
        case _:
            pass
    expected = WORDS.get(shape.operation, OutcomeKind.ACCEPTED)
    assert desk.ask(request).kind is (OutcomeKind.QUEUED if shape.is_async else expected)


BOTH = (Encoding.FORM, Encoding.JSON)


@pytest.mark.parametrize("encoding", BOTH)
def test_one_lead_from_its_ping_to_its_return(desk: Desk, encoding: Encoding) -> None:
    pinged = desk.ask(question(Operation.PING, {"Zip": "00501"}, encoding))
    assert (pinged.kind, pinged.price) == (OutcomeKind.WILL_ACCEPT, Decimal(25))
    assert pinged.ping is not None
    assert moment_of(pinged.ping.order_expires_on) == START + timedelta(seconds=180)

    assert desk.ask(question(Operation.DUPLICATE, {"Phone": "7025550123"}, encoding)).kind is OutcomeKind.NOT_DUPLICATE
    lead = question(Operation.GENERAL, LEAD | {"Comments": "#later-returned"})
    posted = desk.ask(replace(lead, order_id=pinged.ping.order_id))
    assert (posted.kind, posted.price, posted.lead_id) == (OutcomeKind.ACCEPTED, Decimal(25), "100000001")

    known = desk.ask(question(Operation.DUPLICATE, {"Phone": "7025550123"}, encoding))
    assert (known.kind, known.lead_id) == (OutcomeKind.DUPLICATE, "100000001")
    assert known.duplicate is not None
    assert moment_of(known.duplicate.received_on) == START

    changed = desk.ask(update(known.lead_id, {"Phone": "7025550124", "Email": ""}, encoding), None)
    assert (changed.kind, changed.lead_id) == (OutcomeKind.ACCEPTED, "100000001")
    assert desk.ask(question(Operation.DUPLICATE, {"Phone": "7025550123"}, encoding)).kind is OutcomeKind.NOT_DUPLICATE

    words = []
    for after_s in (0, 5.9, 0.1):
        desk.now += timedelta(seconds=after_s)
        words += [desk.ask(status(StatusQuery(posted.post_id))), desk.ask(status(StatusQuery(url=posted.status_url)))]
    assert [own.kind for own in words] == [OutcomeKind.ACCEPTED] * 4 + [OutcomeKind.RETURNED] * 2
    assert words[-1].reason == "The caller did not ask for a quote."


@pytest.mark.parametrize("mode", [Operation.GENERAL, Operation.RETURNSENDS, Operation.TRANSFER, Operation.CALL])
def test_an_asynchronous_lead_is_followed_to_its_end(desk: Desk, mode: Operation) -> None:
    request = LeadRequest(
        RequestShape(mode, is_async=True),
        IDS,
        Lead((("Phone", "7025550123"), ("Comments", "#review-rejected"))),
        return_url="https://example.com/back",
        call=CallData("8005550100", 125) if mode is Operation.CALL else None,
    )
    queued = desk.ask(request)
    words = []
    for after_s in (0, 3, 6):
        desk.now += timedelta(seconds=after_s)
        words.append(desk.ask(status(StatusQuery(url=queued.status_url))).kind)
    assert words == [OutcomeKind.PROCESSING, OutcomeKind.IN_REVIEW, OutcomeKind.REJECTED]


@pytest.mark.parametrize("encoding", BOTH)
def test_faults_are_read_as_what_they_are(desk: Desk, encoding: Encoding) -> None:
    wrong = "another"
    pinged = desk.ask(question(Operation.PING, {"Zip": "00501"}, encoding), wrong)
    assert (pinged.kind, pinged.reason) == (OutcomeKind.WILL_NOT_ACCEPT, "Data_Errors: The password is wrong.")
    # Never "not duplicate".
    assert desk.ask(question(Operation.DUPLICATE, {"Phone": "1"}, encoding), wrong).kind is OutcomeKind.REFUSED
    assert (
        desk.ask(update("100000001", {"Phone": "1"}, encoding), wrong).reason == "Data_Errors: The password is wrong."
    )
    unknown = desk.ask(update("123", {"Phone": "1"}, encoding))
    assert (unknown.kind, unknown.reason) == (OutcomeKind.REJECTED, "Data_Errors: There is no lead 123.")
    # Nobody knows such a lead: to a status request that means "not yet".
    assert desk.ask(status(StatusQuery(str(uuid4())))).kind is OutcomeKind.PROCESSING
    queued = replace(question(Operation.PING, {"Zip": "1"}), shape=RequestShape(Operation.PING, is_async=True))
    assert desk.ask(queued, wrong).kind is OutcomeKind.REJECTED


def test_orders_that_are_good_no_more_are_explained(desk: Desk) -> None:
    lead = replace(question(Operation.GENERAL, LEAD), order_id="7cef1c61-916c-4ea8-b79f-5572e73c4602")
    assert desk.ask(lead).reason == f"Data_Errors: Order {lead.order_id} is not known."
    pinged = desk.ask(question(Operation.PING, {"Zip": "1", "City": "#short-order"})).ping
    assert pinged is not None
    desk.now += timedelta(seconds=10)
    expired = desk.ask(replace(lead, order_id=pinged.order_id))
    assert (expired.kind, expired.lead_id) == (OutcomeKind.REJECTED, "")
    assert expired.reason == f"Data_Errors: Order {pinged.order_id} expired at 4/30/2026 1:53:55 PM UTC."
    assert expired.sentence == ORDER_REJECTED
