"""The token server that the built-in receiver plays: whom it gives tokens, for how long, and what a lead needs."""

import json
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import RemoteDisconnected
from typing import Any

import pytest

from leadexec_desktop.protocol.values import DEFAULT_TOKEN_URL
from leadexec_desktop.sandbox.scenarios import SCENARIOS, Scenario
from leadexec_desktop.sandbox.token_server import TOKEN_PATH, TokenRules

JSON = "application/json"
CLIENT_ID, SECRET = "desk-7", "planted-secret"
ONE_CLIENT = TokenRules(CLIENT_ID, SECRET)
LEAD_PATH = "/processor/insert/general/json"
LEAD = "vid=18&lid=1&aid=23&FirstName=J"


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_s(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def asking(**changes: object) -> str:
    return json.dumps({"client_id": CLIENT_ID, "client_secret": SECRET, "grant_type": "client_credentials"} | changes)


def fetch(door: Any, **changes: object) -> Any:
    return door.post(TOKEN_PATH, JSON, asking(**changes))


def send(door: Any, token: str = "", fields: str = "") -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return door.post(LEAD_PATH, "application/x-www-form-urlencoded", LEAD + fields, **headers)


def test_it_is_asked_where_the_platforms_own_is() -> None:
    assert DEFAULT_TOKEN_URL.endswith(TOKEN_PATH)


def test_it_gives_a_token_for_an_hour(door: Any) -> None:
    got = fetch(door)
    assert (got.status, got.headers["Content-Type"]) == (200, "application/json; charset=utf-8")
    found = got.json()
    assert len(found.pop("access_token")) >= 32
    assert found == {"token_type": "Bearer", "expires_in": 3600, "error": ""}
    assert door.sandbox.taken == ()
    [request] = door.sandbox.received
    assert (request.method, request.path) == ("POST", TOKEN_PATH)
    assert SECRET not in repr(request)


def test_each_token_is_another(door: Any) -> None:
    with ThreadPoolExecutor(8) as pool:
        tokens = {got.json()["access_token"] for got in pool.map(lambda _: fetch(door), range(24))}
    assert len(tokens) == 24


WRONG = {
    "no JSON": (JSON, "{", 400, "invalid_request"),
    "an array": (JSON, "[]", 400, "invalid_request"),
    "nested": (JSON, "[" * 100_000, 400, "invalid_request"),
    "no secret": (JSON, json.dumps({"client_id": "x", "grant_type": "client_credentials"}), 400, "invalid_request"),
    "a number": (JSON, asking(client_id=7), 400, "invalid_request"),
    "another grant": (JSON, asking(grant_type="password"), 400, "unsupported_grant_type"),
    "another client": (JSON, asking(client_id="desk-8"), 401, "invalid_client"),
    "another secret": (JSON, asking(client_secret="guessed"), 401, "invalid_client"),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_what_is_asked_wrongly_gets_none(open_door: Callable[..., Any], case: tuple[str, str, int, str]) -> None:
    content_type, body, status, error = case
    got = open_door(token_rules=ONE_CLIENT).post(TOKEN_PATH, content_type, body)
    assert (got.status, got.json()) == (
        status,
        {"access_token": "", "token_type": "", "expires_in": 0, "error": error},
    )


def test_a_secret_in_the_url_gets_none(door: Any) -> None:
    assert door.post(f"{TOKEN_PATH}?client_secret=x", JSON, asking()).json()["error"] == "invalid_request"


def test_other_methods_and_types_are_turned_away(door: Any) -> None:
    got = door.ask("GET", TOKEN_PATH)
    assert (got.status, got.headers["Allow"]) == (405, "POST")
    assert door.post(TOKEN_PATH, "application/x-www-form-urlencoded", "client_id=x").status == 415


def test_where_there_is_one_client_a_lead_needs_a_token_of_its(open_door: Callable[..., Any]) -> None:
    door = open_door(token_rules=ONE_CLIENT)
    for token in ("", "guessed", secrets.token_urlsafe(24)):
        assert send(door, token).status == 401
    assert send(door, fetch(door).json()["access_token"]).one()["isValidPost"] is True


@pytest.mark.parametrize("rules", [TokenRules(lifetime_s=60), TokenRules(CLIENT_ID, SECRET, lifetime_s=60)])
def test_a_token_expires(open_door: Callable[..., Any], rules: TokenRules) -> None:
    clock = Clock()
    door = open_door(token_rules=rules, clock=clock)
    got = fetch(door).json()
    assert got["expires_in"] == 60
    clock.pass_s(59)
    assert send(door, got["access_token"]).status == 200
    clock.pass_s(1)
    assert send(door, got["access_token"]).status == 401
    assert send(door, fetch(door).json()["access_token"]).status == 200


def test_without_a_client_any_token_but_an_expired_one_will_do(door: Any) -> None:
    assert send(door).status == 200
    assert send(door, "pasted").status == 200
    assert send(door, fetch(door).json()["access_token"]).status == 200


def test_the_required_token_counts_beside_those_that_it_gave(open_door: Callable[..., Any]) -> None:
    door = open_door(required_token="pasted")
    assert send(door).status == 401
    assert send(door, "other").status == 401
    assert send(door, "pasted").status == 200
    assert send(door, fetch(door).json()["access_token"]).status == 200


def test_a_lead_that_must_have_a_token_by_scenario_or_trigger(door: Any) -> None:
    token = fetch(door).json()["access_token"]
    trigger = "&Comments=%23" + SCENARIOS[Scenario.TOKEN_WANTED].trigger[1:]
    assert [send(door, own, trigger).status for own in ("", "pasted", token)] == [401, 401, 200]
    door.sandbox.scenario = Scenario.TOKEN_WANTED
    assert [send(door, own).status for own in ("", "pasted", token)] == [401, 401, 200]


ANSWERS = {
    Scenario.TOKEN_REFUSED_401: (401, "invalid_client"),
    Scenario.TOKEN_REFUSED_200: (200, "invalid_client"),
}


@pytest.mark.parametrize("scenario", ANSWERS)
def test_a_refusal_by_scenario_and_by_client_id(door: Any, scenario: Scenario) -> None:
    status, error = ANSWERS[scenario]
    by_client_id = fetch(door, client_id=SCENARIOS[scenario].trigger)
    door.sandbox.scenario = scenario
    for got in (fetch(door), by_client_id):
        assert (got.status, got.json()["error"], got.json()["access_token"]) == (status, error, "")
    assert send(door).one()["isValidPost"] is True


def test_a_web_page_and_no_answer_by_scenario(door: Any) -> None:
    door.sandbox.scenario = Scenario.TOKEN_UNREADABLE
    got = fetch(door)
    assert (got.status, got.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    door.sandbox.scenario = Scenario.TOKEN_DROPPED
    with pytest.raises(RemoteDisconnected):
        fetch(door)
    assert send(door).one()["isValidPost"] is True


def test_the_rules_have_no_secret_in_their_text() -> None:
    assert SECRET not in repr(ONE_CLIENT)
