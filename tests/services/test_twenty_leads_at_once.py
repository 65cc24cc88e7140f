"""Twenty leads at once over an expired token, with real HTTP: the built-in receiver sees one request for a token."""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Barrier, Lock
from uuid import uuid4

import pytest

from leadexec_desktop.protocol.delivery import Delivery, Destination
from leadexec_desktop.protocol.values import AuthScheme, Lead, Operation
from leadexec_desktop.sandbox.scenarios import Scenario
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.sandbox.token_server import TOKEN_PATH, TokenRules
from leadexec_desktop.services.sending import Sending
from leadexec_desktop.services.tokens import Tokens
from leadexec_desktop.store.credentials import SecretKind
from leadexec_desktop.store.opening import Store
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.transport import Transport

from .bench import request

MANY = 20
CLIENT_ID, SECRET = "desk-7", "planted-secret"
LIFETIME_S = 3600


class Clocks:
    """The receiver's clock, and ours, set forward together."""

    def __init__(self) -> None:
        self._ahead_s = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 3, tzinfo=UTC) + timedelta(seconds=self._ahead_s)

    def now_s(self) -> float:
        return self._ahead_s

    def pass_s(self, seconds: float) -> None:
        self._ahead_s += seconds


@dataclass(frozen=True)
class Desks:
    """Twenty of them, over one store."""

    store: Store
    sending: Sending
    receiver: Sandbox
    clocks: Clocks
    destination: Destination

    @property
    def asked_for_tokens(self) -> int:
        return sum(own.path == TOKEN_PATH for own in self.receiver.received)

    @property
    def times_sent(self) -> Counter[bytes]:
        """How often each lead went out, by its body."""
        return Counter(own.body for own in self.receiver.received if own.path != TOKEN_PATH)

    def send_all(self, operation: Operation = Operation.GENERAL, *, first: int = 0) -> list[Delivery]:
        """That many leads, each from a thread of its own, let loose at once."""
        start = Barrier(MANY)

        def send(number: int) -> Delivery:
            values = (("FirstName", "John"), ("Phone", f"70255501{number:02}"))
            lead = request(operation, lead=Lead(values))
            start.wait(30)
            return self.sending.send_new(lead, self.destination, "John", CancelSwitch(), lambda _begun: None)

        with ThreadPoolExecutor(MANY) as pool:
            return list(pool.map(send, range(first, first + MANY)))

    def send_waiting(self) -> list[Delivery]:
        waiting = [own.id for own in self.store.deliveries.unsettled()]
        with ThreadPoolExecutor(MANY) as pool:
            return list(pool.map(lambda own: self.sending.deliver(own, CancelSwitch()), waiting))


@pytest.fixture
def desks(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desks]:
    for name in [own for own in os.environ if own.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    clocks = Clocks()
    receiver = Sandbox(clock=clocks.now, token_rules=TokenRules(CLIENT_ID, SECRET, LIFETIME_S))
    endpoint = receiver.start()
    line = Transport(user_agent="leadexec-desktop/test")
    tokens = Tokens(line, clock_s=clocks.now_s)
    changes = Lock()
    told: list[Delivery] = []

    def changed(delivery: Delivery) -> None:
        with changes:
            told.append(delivery)

    sending = Sending(
        store.deliveries,
        store.credentials,
        line,
        tokens,
        now=lambda: datetime.now(UTC),
        new_id=lambda: uuid4().hex,
        changed=changed,
    )
    store.credentials.set("solar", SecretKind.CLIENT_SECRET, SECRET)
    destination = Destination(
        "solar",
        "Solar",
        endpoint,
        scheme=AuthScheme.CLIENT_CREDENTIALS,
        token_url=f"{endpoint}{TOKEN_PATH}",
        client_id=CLIENT_ID,
    )
    yield Desks(store, sending, receiver, clocks, destination)
    tokens.close()
    line.close()
    receiver.close()


def test_twenty_at_once_over_an_expired_token_fetch_one(desks: Desks) -> None:
    assert {own.outcome for own in desks.send_all()} == {"accepted"}
    assert desks.asked_for_tokens == 1
    desks.clocks.pass_s(LIFETIME_S)
    assert {own.outcome for own in desks.send_all(first=MANY)} == {"accepted"}
    assert desks.asked_for_tokens == 2
    assert set(desks.times_sent.values()) == {1}
    assert len(desks.times_sent) == len(desks.receiver.taken) == 2 * MANY


def test_a_token_that_only_the_receiver_holds_for_expired_costs_no_second_send(desks: Desks) -> None:
    """Its clock is ahead of ours: each lead is turned away once, and none goes out again by itself."""
    desks.send_all()
    token_server = desks.receiver._receiver._token_server
    token_server._clock = lambda: desks.clocks.now() + timedelta(hours=2)
    refused = desks.send_all(first=MANY)
    assert Counter(own.outcome for own in refused)["refused"] >= 1
    assert set(desks.times_sent.values()) == {1}
    assert {own.outcome for own in refused} <= {"refused", "accepted"}


@pytest.mark.parametrize("scenario", [Scenario.TOKEN_REFUSED_401, Scenario.TOKEN_REFUSED_200])
@pytest.mark.parametrize("operation, word", [(Operation.GENERAL, "waiting"), (Operation.TRANSFER, "not sent")])
def test_a_refusal_keeps_all_twenty_and_sends_none(
    desks: Desks, scenario: Scenario, operation: Operation, word: str
) -> None:
    desks.receiver.scenario = scenario
    kept = desks.send_all(operation)
    assert {own.outcome for own in kept} == {word}
    assert all("refused the client ID or the client secret" in own.reason for own in kept)
    assert all("“invalid_client”" in own.reason for own in kept)
    assert desks.times_sent == Counter()
    assert len(desks.store.deliveries.page(None, 100)) == MANY
    desks.receiver.scenario = Scenario.AS_DOCUMENTED
    asked_before = desks.asked_for_tokens
    assert {own.outcome for own in desks.send_waiting()} == ({"accepted"} if word == "waiting" else set())
    assert len(desks.times_sent) == (MANY if word == "waiting" else 0)
    assert set(desks.times_sent.values()) <= {1}
    assert desks.asked_for_tokens - asked_before == (word == "waiting")


OTHERWISE = [
    (Scenario.TOKEN_UNREADABLE, "holds no token that can be used. Nothing was sent."),
    (Scenario.TOKEN_DROPPED, "broke the connection off before it answered. Nothing was sent. Try again later."),
]


@pytest.mark.parametrize("scenario, reason", OTHERWISE)
def test_what_else_a_token_server_may_do(desks: Desks, scenario: Scenario, reason: str) -> None:
    desks.receiver.scenario = scenario
    waiting = desks.sending.send_new(request(), desks.destination, "John", CancelSwitch(), lambda _begun: None)
    assert waiting.outcome == "waiting"
    assert waiting.reason.endswith(reason) or reason in waiting.reason
    assert desks.times_sent == Counter()


ADDRESSES = [
    ("http://127.0.0.1:1/token", "refused the connection (port 1). Nothing was sent."),
    ("http://token.example/", "Plain http:// is not encrypted"),
]


@pytest.mark.parametrize("token_url, reason", ADDRESSES)
def test_a_token_server_that_is_not_there_or_not_encrypted(desks: Desks, token_url: str, reason: str) -> None:
    elsewhere = replace(desks.destination, token_url=token_url)
    waiting = desks.sending.send_new(request(), elsewhere, "John", CancelSwitch(), lambda _begun: None)
    assert waiting.outcome == "waiting"
    assert reason in waiting.reason
    assert desks.receiver.received == ()
