"""A send whose token must be fetched first: what becomes of the lead where there is none, and what is never done."""

import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import count, product
from typing import Any

import pytest

from leadexec_desktop.protocol.delivery import Delivery, DeliveryEvent, DeliveryState, Destination
from leadexec_desktop.protocol.values import AuthScheme, Operation
from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.services.decisions import PERSON
from leadexec_desktop.services.sending import SecretMissingError, needed_secrets
from leadexec_desktop.store.credentials import SecretKind
from leadexec_desktop.store.opening import Store
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest

from .bench import ACCEPTED, Bench, Clock, Ending, ScriptedLine, answer, request

URL = "https://api.example/token"
SECRET = "planted-secret-Quetzal"
TOKEN = "planted-token-Quetzal"
SOLAR = Destination(
    "solar",
    "Solar",
    "https://leads.example",
    scheme=AuthScheme.CLIENT_CREDENTIALS,
    timeout_s=12.5,
    token_url=URL,
    client_id="desk-7",
)


class TokenOrLead(ScriptedLine):
    """Answers what asks for a token in its own way; all else as it is told."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self._clock_of_bench = clock
        self._numbers = count(1)
        self.fetches = 0
        self.fetch_takes_s = 0.0
        self.fetch_ending: Ending | None = None
        self.during_fetch: CancelSwitch | None = None

    def send(self, request: OutgoingRequest, **others: Any) -> Answer:
        if request.url != URL:
            return super().send(request, **others)
        self.fetches += 1
        self._clock_of_bench.pass_s(self.fetch_takes_s)
        if self.during_fetch is not None:
            self.during_fetch.cancel()
        if isinstance(self.fetch_ending, BaseException):
            raise self.fetch_ending
        return self.fetch_ending or given(f"{TOKEN}{next(self._numbers)}")


def given(token: str, status: int = 200, error: str = "") -> Answer:
    return answer(json.dumps({"access_token": token, "expires_in": 3600, "error": error}), status)


@pytest.fixture
def bench(store: Store) -> Bench:
    made = Bench(store, make_line=TokenOrLead)
    store.credentials.set("solar", SecretKind.CLIENT_SECRET, SECRET)
    return made


@pytest.fixture
def line(bench: Bench) -> TokenOrLead:
    assert isinstance(bench.line, TokenOrLead)
    return bench.line


def test_a_lead_carries_the_token_to_its_receiver(bench: Bench, line: TokenOrLead) -> None:
    delivery = bench.send(request(), SOLAR)
    (sent,) = line.sent
    assert (sent.token, sent.token_origin, sent.timeout_s) == (f"{TOKEN}1", "https://leads.example", 12.5)
    assert (delivery.outcome, line.fetches) == ("accepted", 1)
    bench.send(request(first_name="Jane"), SOLAR)
    assert ([own.token for own in line.sent], line.fetches) == ([f"{TOKEN}1"] * 2, 1)


def test_what_the_token_took_is_no_more_the_leads(bench: Bench, line: TokenOrLead) -> None:
    line.fetch_takes_s = 5
    bench.send(request(), SOLAR)
    assert [sent.timeout_s for sent in line.sent] == [7.5]


def test_a_lead_for_which_no_time_is_left_has_none(bench: Bench, line: TokenOrLead) -> None:
    """As where the computer slept meanwhile: the line says what it makes of that."""
    line.fetch_takes_s = 3_000
    line.ending = NotSentError("This computer slept before it left. Nothing was sent.")
    assert bench.send(request(), SOLAR).outcome == "waiting"
    assert [sent.timeout_s for sent in line.sent] == [0.0]


NO_TOKEN: Mapping[str, tuple[Ending, str]] = {
    "refused, 401": (given("", 401, "invalid_client"), "(HTTP 401: “invalid_client”)"),
    "refused, 200": (given("", 200, "locked out"), "(HTTP 200: “locked out”)"),
    "refused, no token": (given(""), "an empty token"),
    "unreadable": (answer("<html></html>"), "holds no token that can be used"),
    "failed": (answer("", 503), "(HTTP 503) has failed"),
    "no connection": (NotSentError("api.example refused. Nothing was sent."), "api.example refused. Nothing was sent."),
    "no answer": (NoAnswerError("api.example said nothing."), "api.example said nothing. Nothing was sent."),
}
WORDS = {
    Operation.GENERAL: "waiting",
    Operation.RETURNSENDS: "waiting",
    Operation.CALL: "waiting",
    Operation.REDIRECT: "not sent",
    Operation.TRANSFER: "not sent",
}


@pytest.mark.parametrize("operation, why", list(product(WORDS, NO_TOKEN)))
def test_without_a_token_the_lead_is_kept_and_not_sent(
    bench: Bench, line: TokenOrLead, operation: Operation, why: str
) -> None:
    line.fetch_ending, reason = NO_TOKEN[why]
    ended = bench.send(request(operation), SOLAR)
    assert ended.outcome == WORDS[operation]
    assert reason in ended.reason
    assert "Nothing was sent." in ended.reason
    assert (line.sent, line.fetches) == ([], 1)
    detail = bench.history.detail(ended.id)
    assert (detail.outcome.kind, detail.outcome.reason) == (ended.outcome, ended.reason)
    assert detail.timeline[-1].reason == ended.reason
    assert detail.exchange is not None
    assert detail.exchange.answer is None


def test_what_waits_for_a_token_is_sent_once_there_is_one(bench: Bench, line: TokenOrLead) -> None:
    line.fetch_ending = given("", 401)
    waiting = bench.send(request(), SOLAR)
    line.fetch_ending = None
    ended = bench.sending.deliver(waiting.id, CancelSwitch())
    assert (ended.outcome, ended.reason.partition(":")[0], len(line.sent)) == ("accepted", "No_Error", 1)
    assert len(bench.everything()) == 1


WAITING = replace(SOLAR, token_url="https://old.example/token", client_id="desk-6")


@pytest.mark.parametrize(
    "now, leads_to",
    [
        (SOLAR, SOLAR),
        (replace(SOLAR, profile_name="Sun", timeout_s=3.0), SOLAR),
        (replace(SOLAR, endpoint="https://other.example"), WAITING),
        (None, WAITING),
    ],
    ids=["put right", "nothing else of the profile", "another receiver", "no profile any more"],
)
def test_what_waits_signs_in_as_its_profile_does_now(
    bench: Bench, line: TokenOrLead, now: Destination | None, leads_to: Destination
) -> None:
    line.ending = NotSentError("old.example refused. Nothing was sent.")  # its token server; the receiver likewise
    waiting = bench.send(request(), WAITING)
    assert (waiting.outcome, line.fetches) == ("waiting", 0)
    ended = bench.sending.deliver(waiting.id, CancelSwitch(), now)
    assert ended.destination == leads_to
    assert line.fetches == (1 if leads_to is SOLAR else 0)
    assert (ended.request, ended.who) == (waiting.request, waiting.who)


def test_who_cancels_while_the_token_is_fetched_has_not_sent_the_lead(bench: Bench, line: TokenOrLead) -> None:
    line.during_fetch = switch = CancelSwitch()
    line.fetch_ending = NotSentError("It was cancelled before it left. Nothing was sent.", cancelled=True)
    delivery = bench.sending.enqueue(request(), SOLAR, "John")
    ended = bench.sending.deliver(delivery.id, switch)
    assert (ended.state, ended.decided_by, line.sent) == (DeliveryState.NOT_SENT, PERSON, [])
    assert bench.history.detail(ended.id).timeline[-1].event is DeliveryEvent.CANCELLED_BEFORE_SENT


# ------------------------------------------------------------------ a token that the receiver does not take


def refused_then_accepted(bench: Bench, line: TokenOrLead) -> Delivery:
    line.ending = answer("", 401)
    refused = bench.send(request(), SOLAR)
    line.ending = ACCEPTED
    return refused


def test_a_refused_lead_is_not_sent_again_and_its_token_is_thrown_away(bench: Bench, line: TokenOrLead) -> None:
    refused = refused_then_accepted(bench, line)
    assert (refused.outcome, refused.settled, len(line.sent), line.fetches) == ("refused", True, 1, 1)
    sentence = bench.history.detail(refused.id).outcome.sentence
    assert "the next send fetches a new one" in sentence
    assert "This lead is not sent again by itself." in sentence
    bench.send(request(first_name="Jane"), SOLAR)
    assert ([own.token for own in line.sent], line.fetches) == ([f"{TOKEN}1", f"{TOKEN}2"], 2)


def test_a_documented_answer_wins_over_its_401_and_the_token_is_thrown_away_all_the_same(
    bench: Bench, line: TokenOrLead
) -> None:
    line.ending = answer('{"isValidPost": false, "ResponseType": 6}', 401)
    assert bench.send(request(), SOLAR).outcome == "rejected"
    bench.send(request(first_name="Jane"), SOLAR)
    assert line.fetches == 2


@pytest.mark.parametrize("status", [400, 403, 429, 500])
def test_other_refusals_leave_the_token_alone(bench: Bench, line: TokenOrLead, status: int) -> None:
    line.ending = answer("", status)
    bench.send(request(), SOLAR)
    bench.send(request(first_name="Jane"), SOLAR)
    assert line.fetches == 1


# ------------------------------------------------------------------ its secret


def test_it_needs_the_client_secret_and_says_so_before_anything_is_written(store: Store) -> None:
    bench = Bench(store, make_line=TokenOrLead)
    assert needed_secrets(SOLAR) == (SecretKind.CLIENT_SECRET,)
    with pytest.raises(SecretMissingError, match="client_secret"):
        bench.sending.require_secrets(SOLAR)
    assert bench.send(request(), SOLAR).outcome == "waiting"
    assert bench.line.sent == []


def test_a_secret_that_was_replaced_counts_at_once(bench: Bench, line: TokenOrLead) -> None:
    bench.send(request(), SOLAR)
    bench.store.credentials.set("solar", SecretKind.CLIENT_SECRET, "another")
    bench.send(request(first_name="Jane"), SOLAR)
    assert line.fetches == 2


@pytest.mark.parametrize("why", ["accepted", "refused by the receiver", *NO_TOKEN])
def test_neither_secret_nor_token_stands_anywhere(
    bench: Bench, line: TokenOrLead, caplog: pytest.LogCaptureFixture, why: str
) -> None:
    caplog.set_level("DEBUG")
    line.ending = answer("", 401) if why == "refused by the receiver" else ACCEPTED
    line.fetch_ending = NO_TOKEN[why][0] if why in NO_TOKEN else None
    delivery = bench.send(request(), SOLAR)
    with bench.store.database.read() as cursor:
        tables = [row["name"] for row in cursor.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        rows = [tuple(row) for table in tables for row in cursor.execute(f"SELECT * FROM {table}").fetchall()]
    detail = bench.history.detail(delivery.id)
    texts = [repr(rows), repr(detail), repr(bench.told), repr(vars(bench.sending)), repr(vars(bench.tokens))]
    assert [text for text in (*texts, caplog.text) if "Quetzal" in text] == []
    assert "desk-7" in repr(rows)
    assert detail.exchange is not None
    assert "Authorization: Bearer --------" in detail.exchange.request_head
    assert b"client_secret" not in detail.exchange.request_body


@pytest.mark.parametrize("refused", [given("", 401, "invalid_client"), given("", 200, "locked out")])
def test_a_secret_that_another_program_put_right_is_used_with_the_next_press(
    bench: Bench, line: TokenOrLead, store: Store, refused: Answer
) -> None:
    line.fetch_ending = refused
    waiting = bench.send(request(), SOLAR)
    assert waiting.outcome == "waiting"
    store.credentials._vault.set("solar/client_secret", "put-right-Quetzal")
    line.fetch_ending = None
    bench.sending.deliver(waiting.id, CancelSwitch())
    assert store.credentials.get("solar", SecretKind.CLIENT_SECRET) == "put-right-Quetzal"
    assert line.sent[-1].token == f"{TOKEN}1"
