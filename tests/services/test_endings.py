"""How each way in which a send can end stands in history, for each of the five modes: the table of the contract."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

import pytest

from leadexec_desktop.protocol.delivery import DeliveryEvent, DeliveryState
from leadexec_desktop.protocol.values import SUBMIT_MODES, AuthScheme, Encoding, Operation, RedirectKind, RequestShape
from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.services.decisions import PERSON
from leadexec_desktop.store.credentials import Credentials, SecretKind
from leadexec_desktop.store.deliveries import ChangedMeanwhileError, TimelineEntry
from leadexec_desktop.store.opening import Store
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError

from .bench import ACCEPTED, AT, OPEN, TOOK_S, Bench, LockedVault, answer, request

Event = DeliveryEvent
GUARDED = replace(OPEN, password=True, scheme=AuthScheme.BEARER)

NO_CONNECTION: Mapping[Operation, tuple[str, Event]] = {
    Operation.GENERAL: ("waiting", Event.NO_CONNECTION_USEFUL_LATER),
    Operation.RETURNSENDS: ("waiting", Event.NO_CONNECTION_USEFUL_LATER),
    Operation.CALL: ("waiting", Event.NO_CONNECTION_USEFUL_LATER),
    Operation.REDIRECT: ("not sent", Event.NO_CONNECTION_USELESS_LATER),
    Operation.TRANSFER: ("not sent", Event.NO_CONNECTION_USELESS_LATER),
}


@dataclass(frozen=True)
class Unanswered:
    """A try without an answer; the word by mode where it is none for all."""

    ending: BaseException
    reason: str
    word: str = ""
    event: Event | None = None
    decided_by: str = ""


UNANSWERED = {
    "no connection": Unanswered(NotSentError("The name could not be looked up."), "The name could not be looked up."),
    "a token that no header can carry": Unanswered(ValueError("The token is empty."), "The token is empty."),
    "cancelled before a byte had left": Unanswered(
        NotSentError("It was cancelled before it left.", cancelled=True),
        "It was cancelled before it left.",
        "not sent",
        Event.CANCELLED_BEFORE_SENT,
        PERSON,
    ),
    "no answer": Unanswered(NoAnswerError("The line broke."), "The line broke.", "unknown", Event.NO_ANSWER),
    "cancelled late": Unanswered(
        NoAnswerError("It was cancelled after it had begun to leave.", cancelled=True),
        "It was cancelled after it had begun to leave.",
        "unknown",
        Event.NO_ANSWER,
    ),
}


@pytest.mark.parametrize("operation, case", list(product(SUBMIT_MODES, UNANSWERED)))
def test_no_answer(bench: Bench, operation: Operation, case: str) -> None:
    expected = UNANSWERED[case]
    word, event = (expected.word, expected.event) if expected.event is not None else NO_CONNECTION[operation]
    bench.line.ending = expected.ending
    ended = bench.send(request(operation))
    assert (ended.state, ended.outcome, ended.reason) == (word, word, expected.reason)
    assert (ended.decided_by, ended.elapsed_s, ended.sent_at_utc) == (expected.decided_by, TOOK_S, AT)
    assert (ended.lead_id, ended.price) == ("", None)
    assert ended.settled is (word == "not sent")

    assert bench.everything() == [ended]
    assert bench.history.unsettled() == ([] if ended.settled else [ended])
    detail = bench.history.detail("d1")
    assert (detail.outcome.kind, detail.outcome.reason) == (word, expected.reason)
    assert detail.exchange is not None
    assert detail.exchange.request_body == bench.line.sent[0].request.body
    assert detail.exchange.answer is None
    assert detail.timeline == (
        TimelineEntry(AT, Event.CLAIMED, DeliveryState.SENDING, outcome="sending"),
        TimelineEntry(bench.clock.at, event, DeliveryState(word), expected.decided_by, expected.reason, word),
    )
    assert [each.outcome for each in bench.told] == ["waiting", "sending", word]
    assert bench.told[-1] == ended


@pytest.mark.parametrize("operation, case", list(product(SUBMIT_MODES, UNANSWERED)))
def test_what_may_be_sent_a_second_time_by_itself(bench: Bench, operation: Operation, case: str) -> None:
    """Only what waits: nobody has it, and it is as good later."""
    bench.line.ending = UNANSWERED[case].ending
    waits = bench.send(request(operation)).outcome == "waiting"
    bench.line.ending = ACCEPTED
    if not waits:
        with pytest.raises(ChangedMeanwhileError):
            bench.sending.deliver("d1", CancelSwitch())
        assert len(bench.line.sent) == 1
        return
    later = bench.clock.at
    ended = bench.sending.deliver("d1", CancelSwitch())
    assert (ended.outcome, ended.reason, ended.sent_at_utc) == ("accepted", "No_Error: Lead was accepted", later)
    claimed = bench.told[-2]
    assert (claimed.outcome, claimed.reason, claimed.sent_at_utc) == ("sending", "", later)
    detail = bench.history.detail("d1")
    assert len(detail.timeline) == 4
    assert detail.exchange is not None
    assert detail.exchange.answer == ACCEPTED


def test_modes_are_all_here() -> None:
    assert set(NO_CONNECTION) == set(SUBMIT_MODES)


# ------------------------------------------------------------------ secrets that are not there


@pytest.mark.parametrize("operation", SUBMIT_MODES)
def test_a_keyring_that_stays_locked(store: Store, operation: Operation) -> None:
    bench = Bench(store, Credentials(LockedVault()))
    ended = bench.send(request(operation), GUARDED)
    assert (ended.outcome, bench.line.sent) == (NO_CONNECTION[operation][0], [])
    assert ended.reason.startswith("The system's keyring is locked")
    assert ended.reason.endswith("then try again.")
    assert (ended.elapsed_s, ended.decided_by) == (0, "")
    assert bench.everything() == [ended]
    assert bench.history.detail("d1").timeline[-1].event is NO_CONNECTION[operation][1]


@pytest.mark.parametrize("operation", SUBMIT_MODES)
def test_a_secret_that_went_away_meanwhile(bench: Bench, operation: Operation) -> None:
    bench.store.credentials.set("solar", SecretKind.PASSWORD, "x")
    ended = bench.send(request(operation), GUARDED)
    assert (ended.outcome, bench.line.sent) == (NO_CONNECTION[operation][0], [])
    assert ended.reason == "Not in the keyring: token. Type it in Credentials, then send again."


@pytest.mark.parametrize("operation", SUBMIT_MODES)
def test_a_password_that_the_encoding_cannot_carry(bench: Bench, operation: Operation) -> None:
    bench.store.credentials.set("solar", SecretKind.PASSWORD, "pass\x01word")
    ended = bench.send(request(operation, encoding=Encoding.XML), replace(OPEN, password=True))
    assert (ended.outcome, bench.line.sent) == (NO_CONNECTION[operation][0], [])
    assert ended.reason == "password: it holds the character U+0001, which XML cannot carry."
    assert bench.history.detail("d1").exchange is not None


# ------------------------------------------------------------------ answers

HTML = "<html><body>no</body></html>"
REJECTED = (
    '{"PostID": "x", "isValidPost": false, "ResponseType": 6, "ResponseDetails": "Duplicate", "LeadIdentifier": 0}'
)
QUEUED = '{"QueueSuccessful": true, "PostID": "x"}'


@dataclass(frozen=True)
class Answered:
    """An answer, and what stands in history then."""

    answer: Answer
    word: str
    reason: str
    lead_id: str = ""
    price: Decimal | None = None


ANSWERED = {
    "accepted": Answered(ACCEPTED, "accepted", "No_Error: Lead was accepted", "4711", Decimal("12.50")),
    "accepted, with a status that says otherwise": Answered(
        replace(ACCEPTED, status=500), "accepted", "No_Error: Lead was accepted", "4711", Decimal("12.50")
    ),
    "rejected": Answered(answer(REJECTED), "rejected", "Duplicate_Lead: Duplicate"),
    "rejected, documented in a 400": Answered(answer(REJECTED, 400), "rejected", "Duplicate_Lead: Duplicate"),
    "queued": Answered(answer(QUEUED), "queued", ""),
    "not queued": Answered(answer('{"QueueSuccessful": false, "ResponseDetails": "Full"}'), "rejected", "Full"),
    **{
        f"turned away with {status}": Answered(answer(HTML, status), "refused", f"HTTP {status}")
        for status in (400, 401, 403, 404, 405, 413, 415, 429)
    },
    "turned away for a while": Answered(answer("", 429, Retry_After="30"), "refused", "HTTP 429: try again after 30 s"),
    "a failure of the receiver": Answered(
        answer(HTML, 502),
        "unreadable",
        "HTTP 502: the body is none of the documented answers",
    ),
    "an empty body": Answered(answer(""), "unreadable", "HTTP 200: the body is empty"),
    "half an answer": Answered(
        answer('{"isValidPost": true', cut_off="the line broke"),
        "unreadable",
        "HTTP 200: the body is neither whole JSON nor XML (the line broke)",
    ),
    "a redirect that nobody asked for": Answered(
        answer("", 302, Location="https://www.example/"),
        "unreadable",
        "HTTP 302: an unexpected redirect, which is not followed",
    ),
}


@pytest.mark.parametrize("operation, case", list(product(SUBMIT_MODES, ANSWERED)))
def test_an_answer(bench: Bench, operation: Operation, case: str) -> None:
    expected = ANSWERED[case]
    bench.line.ending = expected.answer
    ended = bench.send(request(operation))
    assert (ended.state, ended.outcome, ended.reason) == ("answered", expected.word, expected.reason)
    assert (ended.lead_id, ended.price) == (expected.lead_id, expected.price)
    assert (ended.decided_by, ended.elapsed_s, ended.settled) == ("", TOOK_S, True)

    assert bench.everything() == [ended]
    assert bench.history.unsettled() == []
    detail = bench.history.detail("d1")
    assert (detail.outcome.kind, detail.outcome.reason) == (expected.word, expected.reason)
    assert detail.exchange is not None
    assert detail.exchange.answer == expected.answer
    assert detail.timeline[-1] == TimelineEntry(
        bench.clock.at, Event.ANSWER_READ, DeliveryState.ANSWERED, "", expected.reason, expected.word
    )
    assert [each.outcome for each in bench.told] == ["waiting", "sending", expected.word]
    with pytest.raises(ChangedMeanwhileError):
        bench.sending.deliver("d1", CancelSwitch())


@pytest.mark.parametrize("kind, word", [(RedirectKind.AUTO, "redirected"), (RedirectKind.MANUAL, "unreadable")])
def test_a_redirect_answers_an_autoredirect_alone(bench: Bench, kind: RedirectKind, word: str) -> None:
    bench.line.ending = answer("", 302, Location="/next?a=1")
    ended = bench.send(replace(request(), shape=RequestShape(Operation.REDIRECT, redirect=kind)))
    assert (ended.outcome, ended.settled) == (word, True)
    assert bench.history.detail("d1").outcome.redirect_url == "https://leads.example/next?a=1"
