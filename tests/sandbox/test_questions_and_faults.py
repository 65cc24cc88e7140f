"""Every scenario's shape, in the answers to pings, duplicate checks, updates and status requests."""

import gzip
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest

from leadexec_desktop.protocol.encode import encode
from leadexec_desktop.protocol.judging import judge
from leadexec_desktop.protocol.known_lead import LeadUpdate, StatusQuery
from leadexec_desktop.protocol.outcome import Outcome, OutcomeKind
from leadexec_desktop.protocol.values import (
    Encoding,
    Lead,
    LeadRequest,
    Operation,
    RequestShape,
    ResponseFormat,
    SourceIds,
)
from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.sandbox.checking import Terms
from leadexec_desktop.sandbox.receiver import Receiver
from leadexec_desktop.sandbox.reply import Ending, Reply
from leadexec_desktop.sandbox.requests import RawRequest
from leadexec_desktop.sandbox.scenario_spec import Shape, TokenAnswer
from leadexec_desktop.sandbox.scenarios import SCENARIOS, Scenario

URL = "http://127.0.0.1:1"
NOW = datetime(2026, 4, 30, 13, 53, 45, tzinfo=UTC)
POST_ID = str(UUID(int=1))
FORM, XML = Encoding.FORM, ResponseFormat.XML
"""Of the lead that is asked about."""

QUESTIONS = {
    "ping": RequestShape(Operation.PING),
    "ping in XML": RequestShape(Operation.PING, FORM, XML),
    "queued ping": RequestShape(Operation.PING, is_async=True),
    "duplicate check": RequestShape(Operation.DUPLICATE),
    "duplicate check in XML": RequestShape(Operation.DUPLICATE, FORM, XML),
    "update": RequestShape(Operation.UPDATE),
    "update in XML": RequestShape(Operation.UPDATE, FORM, XML),
    "status": RequestShape(Operation.STATUS),
}
WORDS = {
    Operation.PING: OutcomeKind.WILL_ACCEPT,
    Operation.DUPLICATE: OutcomeKind.DUPLICATE,
    Operation.UPDATE: OutcomeKind.ACCEPTED,
    Operation.STATUS: OutcomeKind.ACCEPTED,
}


def right_word(shape: RequestShape) -> OutcomeKind:
    return OutcomeKind.QUEUED if shape.is_async else WORDS[shape.operation]


def request_of(shape: RequestShape, comments: str = "") -> RawRequest:
    """What our own encoder makes of the question; a status request has no fields."""
    lead = Lead((("Phone", "7025550123"), *((("Comments", comments),) if comments else ())))
    ids = SourceIds(18, 1, None if shape.operation is Operation.UPDATE else 23)
    if shape.operation is Operation.STATUS:
        encoded = encode(LeadRequest(shape, ids, Lead(), status=StatusQuery(POST_ID)))
    else:
        update = LeadUpdate("100000001") if shape.operation is Operation.UPDATE else None
        encoded = encode(LeadRequest(shape, ids, lead, update=update))
    headers = encoded.headers
    if shape.operation is Operation.DUPLICATE and shape.response is XML:
        headers = (*(own for own in headers if own[0] != "Accept"), ("Accept", "application/xml"))
    return RawRequest(encoded.method, encoded.path, "", headers, encoded.body, NOW)


@pytest.fixture
def receiver() -> Receiver:
    """One that has taken one lead."""
    guids = (UUID(int=number) for number in range(1, 1_000))
    made = Receiver(clock=lambda: NOW, new_post_id=lambda: next(guids), terms=Terms(), token=None, slow_s=5)
    made.scenario = Scenario.ACCEPT_ALL
    lead = encode(LeadRequest(RequestShape(Operation.GENERAL), SourceIds(18, 1, 23), Lead((("Phone", "7025550123"),))))
    made.answer(RawRequest("POST", lead.path, "", lead.headers, lead.body, NOW), URL)
    return made


def judged(shape: RequestShape, reply: Reply) -> Outcome:
    headers = (*reply.headers, ("Content-Length", str(len(reply.body))))
    return judge(shape, Answer(reply.status, headers, reply.body, URL))


# ------------------------------------------------------------------ documented, and written otherwise
LEGIBLE = (
    *(Shape.DOCUMENTED, Shape.MALFORMED, Shape.BYTE_ORDER_MARK, Shape.UTF_16, Shape.WRONG_CONTENT_TYPE),
    *(Shape.LOWER_CASE_KEYS, Shape.MARKUP, Shape.LONG_TEXTS),
)
OF_SHAPE = {
    spec.shape: scenario
    for scenario, spec in SCENARIOS.items()
    if not (spec.slow or spec.wants_token or spec.response_type)
    and spec.token is TokenAnswer.GIVEN
    and (spec.shape is not Shape.DOCUMENTED or scenario is Scenario.ACCEPT_ALL)
}


def test_every_shape_is_tried() -> None:
    assert set(OF_SHAPE) == set(Shape)


@pytest.mark.parametrize("shape", LEGIBLE)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_legible_answer_means_what_it_says(receiver: Receiver, question: str, shape: Shape) -> None:
    receiver.scenario = OF_SHAPE[shape]
    asked = QUESTIONS[question]
    reply = receiver.answer(request_of(asked), URL)
    outcome = judged(asked, reply)
    assert (reply.status, outcome.kind) == (200, right_word(asked))
    assert not outcome.repaired
    texts = {"MARKUP": b"<b>", "LONG_TEXTS": b"x" * 1_000_000}
    escaped = reply.body.replace(b"&lt;b&gt;", b"<b>")
    if shape.name in texts:
        assert texts[shape.name] in escaped


# What the documentation varies, beside True for true: ReceviedOn (line 1883), numbers as texts (1994), no PostID (568).
def test_malformed_answers_are_odd_as_the_documentation_is(receiver: Receiver) -> None:
    receiver.scenario = Scenario.DOC_MALFORMED
    bodies = {name: receiver.answer(request_of(shape), URL).body.decode() for name, shape in QUESTIONS.items()}
    [ping], [check], [status] = (json.loads(bodies[name]) for name in ("ping", "duplicate check", "status"))
    assert (ping["WillAccept"], ping["EstimatedPrice"]) == ("True", "25")
    assert (check["IsDuplicate"], check["DuplicateLeadId"]) == ("True", "100000001")
    assert (check["ReceviedOn"], "ReceivedOn" in check) == ("4/30/2026 1:53:45 PM", False)
    assert (status["LeadIdentifier"], status["IsValid"], status["Price"]) == ("100000001", "True", "25.0")
    assert status["QualityControlDetails"]["PendingReview"] == "False"
    assert status["ReturnDetails"]["DateOfReturn"] is None
    assert "PostID" not in status
    space = "{http://tempuri.org/}"
    assert ET.fromstring(bodies["ping in XML"]).findtext(f"{space}WillAccept") == "True"
    assert ET.fromstring(bodies["duplicate check in XML"]).findtext(f"{space}ReceviedOn") == "2026-04-30T13:53:45Z"
    assert ET.fromstring(bodies["update in XML"]).find(f"{space}PostID") is None
    assert json.loads(bodies["update"])[0]["ResponseType"] == "0"


# ------------------------------------------------------------------ what is no documented answer
DOOR = {
    Shape.UNAUTHORIZED: (401, OutcomeKind.REFUSED),
    Shape.FORBIDDEN: (403, OutcomeKind.REFUSED),
    Shape.TOO_MANY: (429, OutcomeKind.REFUSED),
    Shape.SIGN_IN_PAGE: (200, OutcomeKind.UNREADABLE),
}
UNREADABLE = (Shape.ERROR_PAGE, Shape.EMPTY, Shape.EXTERNAL_ENTITY, Shape.ENTITY_BOMB, Shape.DEEP, Shape.GZIP_BOMB)
ON_THE_WIRE = {
    Shape.TWO_ANSWERS: Ending.LEFT_OPEN,
    Shape.HUGE: Ending.CLOSED,
    Shape.DRIP: Ending.CLOSED,
    Shape.CUT_OFF: Ending.CLOSED,
    Shape.CUT_OFF_CHUNKED: Ending.CLOSED,
    Shape.SILENCE: Ending.LEFT_OPEN,
    Shape.RESET: Ending.RESET,
    Shape.NONE: Ending.CLOSED,
}


def test_the_tables_have_every_shape() -> None:
    assert {*LEGIBLE, *DOOR, *UNREADABLE, *ON_THE_WIRE} == set(Shape)


@pytest.mark.parametrize("shape", DOOR)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_that_is_turned_away(receiver: Receiver, question: str, shape: Shape) -> None:
    receiver.scenario = OF_SHAPE[shape]
    asked = QUESTIONS[question]
    reply = receiver.answer(request_of(asked), URL)
    assert (reply.status, judged(asked, reply).kind) == DOOR[shape]
    assert receiver.updates == ()


@pytest.mark.parametrize("shape", UNREADABLE)
@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_that_nobody_can_read(receiver: Receiver, question: str, shape: Shape) -> None:
    receiver.scenario = OF_SHAPE[shape]
    asked = QUESTIONS[question]
    reply = receiver.answer(request_of(asked), URL)
    assert judged(asked, reply).kind is OutcomeKind.UNREADABLE
    # It was done all the same.
    assert len(receiver.updates) == (asked.operation is Operation.UPDATE)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_unreadable_begins_as_the_answer_would(receiver: Receiver, question: str) -> None:
    asked = QUESTIONS[question]
    root, flag, words = {
        Operation.PING: ("PingResponse", "WillAccept", "Response"),
        Operation.DUPLICATE: ("PingResponse", "IsDuplicate", "Response"),
        Operation.UPDATE: ("PostResponse", "isValidPost", "ResponseDetails"),
        Operation.STATUS: ("QueueStatus", "IsValid", "RejectionReason"),
    }[asked.operation]
    if asked.is_async:
        root, flag, words = "LeadQueueResponse", "QueueSuccessful", "ResponseDetails"
    receiver.scenario = Scenario.ENTITY_BOMB
    text = receiver.answer(request_of(asked), URL).body.decode()
    assert f"<!DOCTYPE {root} [" in text
    assert text.endswith(f"<{root}><{flag}>true</{flag}><{words}>&e9;</{words}></{root}>")
    begin = f'{{"{flag}": true, "{words}": '.encode()
    receiver.scenario = Scenario.DEEP
    assert receiver.answer(request_of(asked), URL).body.startswith(begin + b"[[[")
    receiver.scenario = Scenario.GZIP_BOMB
    with gzip.GzipFile(fileobj=io.BytesIO(receiver.answer(request_of(asked), URL).body)) as unpacked:
        assert unpacked.read(200).startswith(begin + b'"xxx')


@pytest.mark.parametrize("shape", ON_THE_WIRE)
@pytest.mark.parametrize("question", QUESTIONS)
def test_what_no_web_server_sends(receiver: Receiver, question: str, shape: Shape) -> None:
    receiver.scenario = OF_SHAPE[shape]
    wire = receiver.answer(request_of(QUESTIONS[question]), URL).wire
    assert wire is not None
    assert wire.ending is ON_THE_WIRE[shape]


@pytest.mark.parametrize("question", QUESTIONS)
def test_half_an_answer_and_two(receiver: Receiver, question: str) -> None:
    asked = QUESTIONS[question]
    receiver.scenario = Scenario.CUT_OFF
    cut = receiver.answer(request_of(asked), URL).wire
    assert cut is not None
    head, _, body = b"".join(cut.pieces()).partition(b"\r\n\r\n")
    assert len(body) == int(head.partition(b"Content-Length: ")[2]) // 2 > 20
    receiver.scenario = Scenario.TWO_ANSWERS
    two = receiver.answer(request_of(asked), URL).wire
    assert two is not None
    rest, words = b"".join(two.pieces()), []
    while rest:
        head, _, rest = rest.partition(b"\r\n\r\n")
        length = int(head.partition(b"Content-Length: ")[2])
        words.append(judged(asked, Reply(200, (), rest[:length])).kind)
        rest = rest[length:]
    assert words[0] is right_word(asked)
    others = {OutcomeKind.WILL_NOT_ACCEPT, OutcomeKind.REJECTED, OutcomeKind.DUPLICATE}
    assert words[1] in others
    assert len(words) == 2


# ------------------------------------------------------------------ what picks the scenario
@pytest.mark.parametrize("question", [own for own in QUESTIONS if own != "status"])
@pytest.mark.parametrize(
    "scenario", [Scenario.UNAUTHORIZED_401, Scenario.EMPTY, Scenario.HTML_500, Scenario.DROPPED, Scenario.SLOW]
)
def test_a_trigger_is_stronger_than_the_menu(receiver: Receiver, question: str, scenario: Scenario) -> None:
    asked = QUESTIONS[question]
    receiver.scenario = Scenario.FORBIDDEN_403
    reply = receiver.answer(request_of(asked, SCENARIOS[scenario].trigger), URL)
    spec = SCENARIOS[scenario]
    expected = {Shape.UNAUTHORIZED: 401, Shape.ERROR_PAGE: 500, Shape.NONE: 0}.get(spec.shape, 200)
    assert (reply.status, reply.after_s) == (expected, 5 if spec.slow else 0)


def test_a_stored_leads_trigger_decides_its_life_and_not_the_shape_of_its_status(receiver: Receiver) -> None:
    lead = encode(
        LeadRequest(RequestShape(Operation.GENERAL), SourceIds(18, 1, 23), Lead((("Comments", "#error-500"),)))
    )
    assert receiver.answer(RawRequest("POST", lead.path, "", lead.headers, lead.body, NOW), URL).status == 500
    # Its PostID is the second GUID.
    status = encode(LeadRequest(QUESTIONS["status"], SourceIds(18, 1), Lead(), status=StatusQuery(str(UUID(int=2)))))
    reply = receiver.answer(RawRequest("GET", status.path, "", (), b"", NOW), URL)
    assert judged(QUESTIONS["status"], reply).kind is OutcomeKind.ACCEPTED


def test_a_slow_status(receiver: Receiver) -> None:
    receiver.scenario = Scenario.SLOW
    assert receiver.answer(request_of(QUESTIONS["status"]), URL).after_s == 5


@pytest.mark.parametrize("scenario", [Scenario.REDIRECT_URL, Scenario.HTTP_REDIRECT])
@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_is_redirected(receiver: Receiver, question: str, scenario: Scenario) -> None:
    receiver.scenario = scenario
    assert receiver.answer(request_of(QUESTIONS[question]), URL).status == 200


@pytest.mark.parametrize("question", [own for own in QUESTIONS if own != "status"])
def test_a_scenario_that_wants_a_token_wants_it_of_a_question_too(receiver: Receiver, question: str) -> None:
    receiver.scenario = Scenario.TOKEN_WANTED
    assert receiver.answer(request_of(QUESTIONS[question]), URL).status == 401
    receiver.scenario = Scenario.TOKEN_DROPPED
    assert receiver.answer(request_of(QUESTIONS[question]), URL).status == 200


def test_a_slow_ping_over_http(open_door: Callable[..., Any]) -> None:
    door = open_door(slow_s=0.1)
    door.sandbox.scenario = Scenario.SLOW
    assert door.ping().json()["WillAccept"] is True
    assert door.status(door.lead().json()["PostID"]).json()["IsValid"] is True
