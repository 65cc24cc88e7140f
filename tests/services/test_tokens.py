"""One fetch for all who wait, each with an end of its own; a token is kept in memory, and renewed in time."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from time import monotonic
from typing import Any

import pytest

from leadexec_desktop.protocol.delivery import Destination
from leadexec_desktop.protocol.values import DEFAULT_TOKEN_URL, AuthScheme
from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.services.tokens import NoTokenError, TokenNews, Tokens
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import MAY_HAVE_IT, NoAnswerError, NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest

URL = "https://api.example/token"
SECRET = "planted-secret"
SOLAR = Destination(
    "solar",
    "Solar",
    "https://leads.example",
    scheme=AuthScheme.CLIENT_CREDENTIALS,
    token_url=URL,
    client_id="desk-7",
)
PATIENCE_S = 30.0
MANY = 20


class Clock:
    """Stands still until it is told."""

    def __init__(self) -> None:
        self.at_s = 1_000.0

    def __call__(self) -> float:
        return self.at_s

    def pass_s(self, seconds: float) -> None:
        self.at_s += seconds


class TokenLine:
    """Gives t1, t2, … or what it is told to, once the gate is open; one that is cancelled behind the gate ends."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.requests: list[OutgoingRequest] = []
        self.switches: list[CancelSwitch] = []
        self.others: list[dict[str, Any]] = []
        self.lifetime_s: object = 3600
        self.ending: Callable[[], Answer] | None = None
        self._numbers = count(1)

    def send(self, request: OutgoingRequest, *, timeout_s: float, cancel: CancelSwitch, **others: Any) -> Answer:
        assert timeout_s >= 300
        self.requests.append(request)
        self.switches.append(cancel)
        self.others.append(others)
        over = threading.Event()
        with cancel.told(over.set):
            while not (over.is_set() or self.gate.wait(0.005)):
                pass
        if over.is_set():
            raise NotSentError("It was cancelled before it left. Nothing was sent.", cancelled=True)
        return self._given() if self.ending is None else self.ending()

    def _given(self) -> Answer:
        body = {"access_token": f"t{next(self._numbers)}", "token_type": "Bearer", "expires_in": self.lifetime_s}
        return Answer(200, (), json.dumps(body).encode(), URL)


def failing(error: Exception) -> Callable[[], Answer]:
    def act() -> Answer:
        raise error

    return act


@pytest.fixture
def line() -> TokenLine:
    return TokenLine()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tokens(line: TokenLine, clock: Clock) -> Iterator[Tokens]:
    made = Tokens(line, clock_s=clock)
    yield made
    line.gate.set()
    made.close()
    assert [own for own in threading.enumerate() if own.name == "token fetch"] == []


def ask(
    tokens: Tokens,
    destination: Destination = SOLAR,
    secret: str = SECRET,
    *,
    timeout_s: float = PATIENCE_S,
    cancel: CancelSwitch | None = None,
) -> str:
    return tokens.token(destination, secret, timeout_s=timeout_s, cancel=cancel or CancelSwitch())


def until(come: Callable[[], bool]) -> None:
    end_s, pause = monotonic() + PATIENCE_S, threading.Event()
    while not come():
        assert monotonic() < end_s
        pause.wait(0.002)


def waiting(tokens: Tokens) -> int:
    """How many wait for whatever is being fetched."""
    with tokens._lock:
        return sum(len(fetch.waiting) for fetch in tokens._fetches.values())


@contextmanager
def all_wait(tokens: Tokens, line: TokenLine, *switches: CancelSwitch) -> Iterator[list["Future[str]"]]:
    """Many who ask at once, and all of whom wait; after it the gate is open."""
    line.gate.clear()
    given = [*switches, *(CancelSwitch() for _ in range(MANY - len(switches)))]
    with ThreadPoolExecutor(MANY) as pool:
        asked = [pool.submit(ask, tokens, cancel=switch) for switch in given]
        until(lambda: waiting(tokens) == MANY)
        try:
            yield asked
        finally:
            line.gate.set()


def failure_of(asked: "Future[str]") -> NoTokenError:
    error = asked.exception(PATIENCE_S)
    assert isinstance(error, NoTokenError)
    return error


# ------------------------------------------------------------------ one fetch


def test_a_fetch_says_who_asks_and_carries_no_token(tokens: Tokens, line: TokenLine) -> None:
    assert ask(tokens) == "t1"
    [request] = line.requests
    assert (request.method, request.url) == ("POST", URL)
    assert json.loads(request.body) == {
        "client_id": "desk-7",
        "client_secret": SECRET,
        "grant_type": "client_credentials",
    }
    assert line.others == [{}]


def test_without_an_address_the_platforms_own_is_asked(tokens: Tokens, line: TokenLine) -> None:
    ask(tokens, replace(SOLAR, token_url=""))
    assert [request.url for request in line.requests] == [DEFAULT_TOKEN_URL]


def test_twenty_at_once_fetch_one_token(tokens: Tokens, line: TokenLine) -> None:
    with all_wait(tokens, line) as asked:
        pass
    assert [own.result() for own in asked] == ["t1"] * MANY
    assert len(line.requests) == 1


def test_twenty_at_once_over_an_expired_token_fetch_one(tokens: Tokens, line: TokenLine, clock: Clock) -> None:
    assert ask(tokens) == "t1"
    clock.pass_s(3600)
    with all_wait(tokens, line) as asked:
        pass
    assert [own.result() for own in asked] == ["t2"] * MANY
    assert len(line.requests) == 2


OTHERS = {
    "another profile": (replace(SOLAR, profile_id="wind"), SECRET),
    "another token server": (replace(SOLAR, token_url="https://other.example/"), SECRET),
    "another client": (replace(SOLAR, client_id="desk-8"), SECRET),
    "another secret": (SOLAR, "replaced"),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_who_is_another_client_gets_a_token_of_its_own(
    tokens: Tokens, line: TokenLine, other: tuple[Destination, str]
) -> None:
    assert ask(tokens) == "t1"
    assert ask(tokens, *other) == "t2"
    assert ask(tokens, *other) == "t2"
    assert len(line.requests) == 2


@pytest.mark.parametrize("changes", [{"endpoint": "https://other.example"}, {"profile_name": "x"}, {"timeout_s": 1}])
def test_what_else_a_destination_says_makes_no_other_client(tokens: Tokens, changes: dict[str, Any]) -> None:
    assert {ask(tokens), ask(tokens, replace(SOLAR, **changes))} == {"t1"}


# ------------------------------------------------------------------ how long it is kept

KEPT = [
    (3600, 3539, "t1"),
    (3600, 3540, "t2"),
    (120, 59, "t1"),
    (120, 60, "t2"),
    (90, 44, "t1"),
    (90, 45, "t2"),
    (0, 0, "t2"),
    (-5, 0, "t2"),
    (10**300, 86_339, "t1"),
    (10**300, 86_340, "t2"),
    (None, 239, "t1"),
    (None, 240, "t2"),
]


@pytest.mark.parametrize("case", KEPT)
def test_it_is_renewed_a_minute_before_it_expires(
    tokens: Tokens, line: TokenLine, clock: Clock, case: tuple[object, float, str]
) -> None:
    lifetime_s, later_s, token = case
    line.lifetime_s = lifetime_s
    assert ask(tokens) == "t1"
    clock.pass_s(later_s)
    assert ask(tokens) == token


def test_its_time_begins_when_it_is_asked_for(tokens: Tokens, line: TokenLine, clock: Clock) -> None:
    line.lifetime_s = 200

    def slowly() -> Answer:
        clock.pass_s(100)
        return line._given()

    line.ending = slowly
    assert ask(tokens) == "t1"
    clock.pass_s(39)
    assert ask(tokens) == "t1"
    clock.pass_s(1)
    assert ask(tokens) == "t2"


def test_one_that_the_receiver_did_not_take_is_thrown_away(tokens: Tokens) -> None:
    tokens.distrust(SOLAR, ask(tokens))
    assert ask(tokens) == "t2"


def test_one_that_was_fetched_since_stays(tokens: Tokens, clock: Clock) -> None:
    first = ask(tokens)
    clock.pass_s(3600)
    second = ask(tokens)
    tokens.distrust(SOLAR, first)
    tokens.distrust(replace(SOLAR, profile_id="wind"), second)
    assert ask(tokens) == second == "t2"


# ------------------------------------------------------------------ failures


def refusing(status: int, error: str) -> Callable[[], Answer]:
    return lambda: Answer(status, (), json.dumps({"access_token": "", "error": error}).encode(), URL)


CHECK_CLIENT = (
    "Nothing was sent. Check the client secret in Credentials, and the client ID and the token URL in the profile; "
    "then send it again."
)
REFUSED = "The token server refused the client ID or the client secret"
UNREADABLE = "The token server's answer holds no token that can be used."
NONE_FETCHED = "No access token could be fetched. api.example"
FAILURES = {
    "401": (
        refusing(401, "invalid_client"),
        f"{REFUSED} (HTTP 401: “invalid_client”): it does not know this client ID with this secret. {CHECK_CLIENT}",
    ),
    "200 with error": (refusing(200, f"no {SECRET}"), f"{REFUSED} (HTTP 200). {CHECK_CLIENT}"),
    "no token": (
        lambda: Answer(200, (), b"<html>", URL),
        f"{UNREADABLE} Nothing was sent. Have the profile's token URL checked.",
    ),
    "no connection": (
        failing(NotSentError("api.example refused the connection (port 443). Nothing was sent. Check the address.")),
        f"{NONE_FETCHED} refused the connection (port 443). Nothing was sent. Check the address.",
    ),
    "no answer": (
        failing(NoAnswerError(f"api.example broke the connection off before it answered. {MAY_HAVE_IT}")),
        f"{NONE_FETCHED} broke the connection off before it answered. Nothing was sent. Try again later.",
    ),
}


@pytest.mark.parametrize("case", FAILURES.values(), ids=FAILURES)
def test_a_failure_is_told_to_all_who_waited_and_not_remembered(
    tokens: Tokens, line: TokenLine, case: tuple[Callable[[], Answer], str]
) -> None:
    line.ending, reason = case
    with all_wait(tokens, line) as asked:
        pass
    errors = [failure_of(own) for own in asked]
    assert {(error.reason, str(error), error.cancelled) for error in errors} == {(reason, reason, False)}
    assert len({id(error) for error in errors}) == MANY
    assert len(line.requests) == 1
    line.ending = None
    assert ask(tokens) == "t1"


def test_a_defect_ends_the_waiting_and_is_reported_as_one(
    tokens: Tokens, line: TokenLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(threading, "excepthook", seen.append)
    line.ending = failing(LookupError("a defect"))
    with pytest.raises(NoTokenError, match=r"made a mistake while it fetched the access token\. Nothing was sent"):
        ask(tokens)
    until(lambda: [own.exc_type for own in seen] == [LookupError])
    line.ending = None
    assert ask(tokens) == "t1"


def test_what_the_token_server_answered_is_reported_and_nothing_else(tokens: Tokens, line: TokenLine) -> None:
    news: list[TokenNews] = []
    tokens.report_to(news.append)
    for ending in (refusing(401, "no"), failing(NotSentError("refused")), failing(NoAnswerError("gone"))):
        line.ending = ending
        with pytest.raises(NoTokenError):
            ask(tokens)
    line.ending = None
    ask(tokens)
    ask(tokens)
    tokens.close()
    assert [(own.destination, own.problem[:44]) for own in news] == [
        (SOLAR, "The token server refused the client ID or th"),
        (SOLAR, ""),
    ]


# ------------------------------------------------------------------ each with an end of its own


def test_who_is_cancelled_leaves_alone_what_the_others_wait_for(tokens: Tokens, line: TokenLine) -> None:
    first = CancelSwitch()
    with all_wait(tokens, line, first) as asked:
        first.cancel()
        until(lambda: waiting(tokens) == MANY - 1)
        cancelled = [own for own in asked if own.done()]
        assert [failure_of(own).cancelled for own in cancelled] == [True]
        assert not line.switches[0].cancelled
    assert sorted(own.result() for own in asked if own not in cancelled) == ["t1"] * (MANY - 1)
    assert len(line.requests) == 1


def test_the_last_to_be_cancelled_ends_the_fetch_and_the_next_begins_anew(tokens: Tokens, line: TokenLine) -> None:
    switches = [CancelSwitch() for _ in range(MANY)]
    with all_wait(tokens, line, *switches) as asked:
        for switch in switches:
            assert not line.switches[0].cancelled
            switch.cancel()
            until(lambda: waiting(tokens) == sum(not own.cancelled for own in switches))
        until(lambda: line.switches[0].cancelled)
        errors = [failure_of(own) for own in asked]
    assert {(error.cancelled, error.reason) for error in errors} == {
        (True, "It was cancelled before it left. Nothing was sent.")
    }
    assert ask(tokens) == "t1"
    assert len(line.requests) == 2


def test_who_was_cancelled_before_gets_none(tokens: Tokens, line: TokenLine) -> None:
    switch = CancelSwitch()
    switch.cancel()
    with pytest.raises(NoTokenError) as caught:
        ask(tokens, cancel=switch)
    assert caught.value.cancelled
    assert line.requests == []


def test_who_runs_out_of_time_leaves_alone_what_the_others_wait_for(line: TokenLine) -> None:
    tokens = Tokens(line)
    with all_wait(tokens, line) as asked:
        with pytest.raises(NoTokenError) as caught:
            ask(tokens, timeout_s=0.05)
        assert waiting(tokens) == MANY
    assert {own.result() for own in asked} == {"t1"}
    assert caught.value.reason == (
        "The token server api.example gave no access token within 0.05 s. Nothing was sent. Check the network "
        "connection, or try again later."
    )
    assert not caught.value.cancelled
    tokens.close()


@pytest.mark.parametrize("timeout_s", [0.0, -1.0])
def test_who_has_no_time_left_does_not_wait(tokens: Tokens, line: TokenLine, timeout_s: float) -> None:
    line.gate.clear()
    with pytest.raises(NoTokenError, match="gave no access token within"):
        ask(tokens, timeout_s=timeout_s)


def test_sleep_counts_as_waiting(tokens: Tokens, line: TokenLine, clock: Clock) -> None:
    line.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(ask, tokens, timeout_s=500)
        until(lambda: waiting(tokens) == 1)
        clock.pass_s(501)
        assert "within 500 s" in failure_of(asked).reason


# ------------------------------------------------------------------ the end, and what is secret


def test_closing_ends_what_is_being_fetched(tokens: Tokens, line: TokenLine) -> None:
    with all_wait(tokens, line) as asked:
        tokens.close()
        tokens.close()
        assert {failure_of(own).reason[:23] for own in asked} == {"The program is closing."}
    with pytest.raises(NoTokenError, match="closing"):
        ask(tokens)
    assert len(line.requests) == 1


def test_nothing_secret_is_in_any_text(tokens: Tokens, line: TokenLine, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with all_wait(tokens, line):
        during = repr(vars(tokens)) + repr(list(tokens._fetches.values())) + repr(line.requests)
    after = repr(vars(tokens))
    assert "desk-7" in during
    assert "desk-7" in after
    for text in (during, after, caplog.text):
        assert SECRET not in text
        assert "t1" not in text
