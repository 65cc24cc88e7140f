"""What must hold of every input, whatever is in it. Each check gives a word for what became of the input."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import pairwise, product
from random import Random
from uuid import UUID
from zlib import crc32

from leadexec_desktop.profiles.file import ProfileFileError, read_profiles, write_profiles
from leadexec_desktop.protocol.answer_tree import UndecodableError, tree_of
from leadexec_desktop.protocol.body_text import text_of
from leadexec_desktop.protocol.decode import decode
from leadexec_desktop.protocol.encode import encode
from leadexec_desktop.protocol.judging import judge
from leadexec_desktop.protocol.operations import OPERATIONS, AnswerKind, why_not
from leadexec_desktop.protocol.outcome import Outcome
from leadexec_desktop.protocol.receiver_time import moment_of
from leadexec_desktop.protocol.repair import without_doubled_quotes
from leadexec_desktop.protocol.token import LONGEST_LIFETIME_S, TokenAnswerError, decode_token
from leadexec_desktop.protocol.values import (
    SUBMIT_MODES,
    Encoding,
    Lead,
    LeadRequest,
    Operation,
    RedirectKind,
    RequestShape,
    SourceIds,
)
from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.sandbox.checking import Terms
from leadexec_desktop.sandbox.receiver import Receiver
from leadexec_desktop.sandbox.requests import RawRequest
from leadexec_desktop.transport.body import BodyReader
from leadexec_desktop.transport.outgoing import is_header_value

from .inputs import Input

SHAPES = tuple(
    shape
    for operation, encoding, is_async, redirect in product(Operation, Encoding, (False, True), RedirectKind)
    if why_not(shape := RequestShape(operation, encoding, is_async=is_async, redirect=redirect)) is None
)
_OF_KIND = {kind: [shape for shape in SHAPES if OPERATIONS[shape.operation].answer is kind] for kind in AnswerKind}
_TOLD_BY = (
    (b"isvalidpost", AnswerKind.POST_RESPONSE),
    (b"queuesuccessful", AnswerKind.POST_RESPONSE),
    (b"willaccept", AnswerKind.PING_RESPONSE),
    (b"isduplicate", AnswerKind.DUPLICATE_RESPONSE),
    (b"qualitycontrol", AnswerKind.QUEUE_STATUS),
)
_READ: Mapping[Operation, set[str]] = {
    **{operation: {"accepted", "rejected", "queued"} for operation in SUBMIT_MODES},
    Operation.PING: {"will accept", "will not accept", "queued", "rejected"},
    Operation.DUPLICATE: {"duplicate", "not duplicate"},
    Operation.UPDATE: {"accepted", "rejected"},
    Operation.STATUS: {"processing", "accepted", "rejected", "in review", "returned"},
}
_NOT_READ = {"refused", "redirected", "unreadable"}
_LONGEST_SHOWN = 501
_SECRET = "s3cret"
_URL = "https://leads.example.com/processor/insert/general/json"
_NOW = datetime(2026, 11, 13, 12, 15, tzinfo=UTC)


def check(one: Input) -> str:
    """A word for what became of it.

    Raises:
        Exception: Whatever the decoder lets through, or an AssertionError for what does not hold.
    """
    return _CHECKS[one.kind](one)


# ------------------------------------------------------------------ answers
def answer_of(one: Input) -> Answer:
    status, _, rest = one.first.partition(" ")
    number = int(status) if status.isascii() and status.isdecimal() and len(status) == 3 else 200
    return Answer(number, one.headers, one.body, _URL, complete=rest != "cut off", cut_off=rest)


def outcomes_of(one: Input) -> list[tuple[RequestShape, Outcome]]:
    """For each shape of a request."""
    return [(shape, judge(shape, answer_of(one))) for shape in SHAPES]


def _shape_for(body: bytes) -> RequestShape:
    """The shape of a request that an answer seems to be for; one time in eight, of any.

    Chosen by the bytes: over many inputs, all of them.
    """
    number, plain = crc32(body), body.lower()
    told = [kind for name, kind in _TOLD_BY if name in plain]
    shapes = _OF_KIND[told[0]] if told and number % 8 else SHAPES
    return shapes[number // 8 % len(shapes)]


def _check_answer(one: Input) -> str:
    answer = answer_of(one)
    text, _ = text_of(answer.body, answer.header("Content-Type"))
    _check_repair(text)
    _check_token(answer)
    for is_whole in (False, True):
        with suppress(UndecodableError):
            tree_of(text, is_whole=is_whole)
    shape = _shape_for(answer.body)
    try:
        decoded = decode(answer, shape.operation)
    except UndecodableError as error:
        decoded = None
        assert str(error)  # noqa: PT017 - any answer will do but another error
    outcome = judge(shape, answer)
    if decoded is not None:
        assert outcome.kind in _READ[shape.operation]
    elif shape.operation is Operation.STATUS and answer.status == HTTPStatus.NOT_FOUND:
        assert outcome.kind == "processing"
    else:
        assert outcome.kind in _NOT_READ
    assert outcome.sentence
    _check_moments(outcome)
    if decoded is not None:
        assert outcome.unplaced == decoded.unplaced
        assert len(decoded.unplaced) <= 100
        assert all(len(part.path) <= _LONGEST_SHOWN and len(part.text) <= _LONGEST_SHOWN for part in decoded.unplaced)
        assert outcome.price is None or len(f"{outcome.price:f}") <= 60
    return str(outcome.kind)


def _check_moments(outcome: Outcome) -> None:
    ping, duplicate, status = outcome.ping, outcome.duplicate, outcome.status
    texts = [ping.order_expires_on] if ping else []
    texts += [duplicate.received_on] if duplicate else []
    if status:
        texts += [status.date_received, status.quality_control.date_of_review, status.returned.date_of_return]
    for text in texts:
        moment = moment_of(text)
        assert moment is None or moment.utcoffset() is not None


def _check_token(answer: Answer) -> None:
    try:
        token = decode_token(answer, _SECRET)
    except TokenAnswerError as error:
        assert _SECRET not in str(error)  # noqa: PT017 - any answer will do but another error
    else:
        assert 0 <= token.lifetime_s <= LONGEST_LIFETIME_S
        assert is_header_value(token.value)


def _check_repair(text: str) -> None:
    repaired = without_doubled_quotes(text)
    assert repaired.replace('"', "") == text.replace('"', "")
    if repaired != text:
        with suppress(ValueError, RecursionError):
            json.loads(text)
            raise AssertionError("sound JSON was changed")


# ------------------------------------------------------------------ packed bodies
def _check_packed(one: Input) -> str:
    packing = dict(one.headers).get("Content-Encoding", "")
    most = int(one.first) if one.first.isascii() and one.first.isdecimal() and len(one.first) < 10 else 0
    whole = _unpacked(packing, [one.body], most)
    assert len(whole[0]) <= most
    dice = Random(crc32(one.body))
    cuts = sorted({0, 1, 2, len(one.body) - 1, *(dice.randrange(len(one.body) + 1) for _ in range(4)), len(one.body)})
    pieces = [one.body[start:end] for start, end in pairwise(cuts)]
    assert _unpacked(packing, pieces, most) == whole
    return "damaged" if whole[1] else "whole"


def _unpacked(packing: str, pieces: list[bytes], most: int) -> tuple[bytes, str]:
    reader = BodyReader(packing, most)
    if all(reader.feed(piece) for piece in pieces):
        reader.end()
    return reader.body, reader.problem


# ------------------------------------------------------------------ profile files
def _check_profile(one: Input) -> str:
    try:
        read = read_profiles(one.body, "desk.leadprofile")
    except ProfileFileError as error:
        assert error.reason  # noqa: PT017 - any content will do but another error
        return "refused"
    assert read_profiles(write_profiles(read.profiles), "again").profiles == read.profiles
    return "read"


# ------------------------------------------------------------------ requests to the built-in receiver
_GUID = UUID(int=1)
_TAKEN = encode(
    LeadRequest(
        RequestShape(Operation.GENERAL), SourceIds(18, 1, 23), Lead((("Zip", "00501"), ("Comments", "#review")))
    )
)
"""The lead that updates and status requests of the corpus ask about."""


def _check_request(one: Input) -> str:
    method, _, target = one.first.partition(" ")
    path, _, query = target.partition("?")
    receiver = Receiver(clock=lambda: _NOW, new_post_id=lambda: _GUID, terms=Terms(), token=None, slow_s=0.0)
    receiver.answer(RawRequest("POST", _TAKEN.path, "", _TAKEN.headers, _TAKEN.body, _NOW), "http://127.0.0.1:1")
    request = RawRequest(method, path, query, one.headers, one.body, _NOW)
    # The second time, it may be a duplicate.
    first, again = (receiver.answer(request, "http://127.0.0.1:1") for _ in range(2))
    if first.wire is not None:
        return "no answer that is HTTP"
    assert HTTPStatus(first.status).phrase
    assert HTTPStatus(again.status).phrase
    if receiver.updates:
        return "updated"
    return "taken" if len(receiver.taken) > 1 else f"{first.status}"


_CHECKS: Mapping[str, Callable[[Input], str]] = {
    "answer": _check_answer,
    "packed": _check_packed,
    "profile": _check_profile,
    "request": _check_request,
}
