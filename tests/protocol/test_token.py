"""What asks for an access token, and every way in which a token server may answer."""

import json
from base64 import b64encode
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadexec_desktop.protocol.token import (
    LONGEST_LIFETIME_S,
    UNKNOWN_LIFETIME_S,
    AccessToken,
    TokenAnswerError,
    TokenRefusedError,
    UnusableTokenError,
    decode_token,
    token_request,
)
from leadexec_desktop.protocol.wire import Answer

SECRET = 'pl@nted/secret"ü'
URL = "https://api.leadexec.net/v1/authorization/token"
GOOD = '{"access_token": "abc.DEF-1", "token_type": "Bearer", "expires_in": 3600, "error": ""}'


def answer(body: str | bytes, status: int = 200, *, complete: bool = True) -> Answer:
    data = body if isinstance(body, bytes) else body.encode()
    return Answer(status, (("Content-Type", "application/json"),), data, URL, complete=complete)


def decoded(**parts: object) -> AccessToken:
    return decode_token(answer(json.dumps({"access_token": "t0k3n", **parts})), SECRET)


def test_what_asks_for_a_token() -> None:
    asked = token_request("desk 7", SECRET)
    assert json.loads(asked.body) == {
        "client_id": "desk 7",
        "client_secret": SECRET,
        "grant_type": "client_credentials",
    }
    assert dict(asked.headers) == {"Content-Type": "application/json", "Accept": "application/json"}
    assert "pl@nted" not in repr(asked)


def test_half_a_character_in_a_secret_is_sent_all_the_same() -> None:
    assert json.loads(token_request("desk", "\ud83d").body)["client_secret"] == "\ud83d"


def test_a_token_is_read_and_has_no_text() -> None:
    token = decode_token(answer(GOOD), SECRET)
    assert token == AccessToken("abc.DEF-1", 3600)
    assert "abc" not in repr(token)


TAKEN = {
    "no token_type": '{"access_token": "t", "expires_in": 60}',
    "another case": '{"Access_Token": "t", "Token_Type": "bearer", "Expires_In": 60}',
    "null error": '{"access_token": "t", "expires_in": 60, "error": null}',
    "false error": '{"access_token": "t", "expires_in": 60, "error": false}',
    "a byte order mark": '\ufeff {"access_token": "t", "expires_in": 60}',
    "more beside it": '{"access_token": "t", "expires_in": "60", "scope": ["a", {"b": 1}]}',
}


@pytest.mark.parametrize("body", TAKEN.values(), ids=TAKEN)
def test_what_varies_is_taken(body: str) -> None:
    assert decode_token(answer(body), SECRET) == AccessToken("t", 60)


@pytest.mark.parametrize("status", [200, 201, 299])
def test_any_status_of_success_will_do(status: int) -> None:
    assert decode_token(answer(GOOD, status), SECRET).value == "abc.DEF-1"


LIFETIMES = [
    (3600, 3600),
    ("3600", 3600),
    (" 1800 ", 1800),
    (0.5, 0.5),
    (0, 0),
    (-1, 0),
    (-1e300, 0),
    (86_401, LONGEST_LIFETIME_S),
    (10**300, LONGEST_LIFETIME_S),
    (10**400, UNKNOWN_LIFETIME_S),
    (None, UNKNOWN_LIFETIME_S),
    (True, UNKNOWN_LIFETIME_S),
    ("", UNKNOWN_LIFETIME_S),
    ("an hour", UNKNOWN_LIFETIME_S),
    ("9" * 5_000, UNKNOWN_LIFETIME_S),
    ("inf", UNKNOWN_LIFETIME_S),
    ("nan", UNKNOWN_LIFETIME_S),
    (float("nan"), UNKNOWN_LIFETIME_S),
    (float("inf"), UNKNOWN_LIFETIME_S),
    ([3600], UNKNOWN_LIFETIME_S),
    ({"s": 3600}, UNKNOWN_LIFETIME_S),
]


@pytest.mark.parametrize("told, lifetime_s", LIFETIMES)
def test_how_long_a_token_is_good(told: object, lifetime_s: float) -> None:
    assert decoded(expires_in=told).lifetime_s == lifetime_s


def test_an_absent_lifetime_is_a_short_one() -> None:
    assert decoded().lifetime_s == UNKNOWN_LIFETIME_S


def test_a_number_that_only_decimals_hold() -> None:
    body = '{"access_token": "t", "expires_in": 1e99999}'
    assert decode_token(answer(body), SECRET).lifetime_s == UNKNOWN_LIFETIME_S


REFUSED = {
    "401 without a body": (answer("", 401), "(HTTP 401)."),
    "401 with its reason": (
        answer('{"error": "invalid_client"}', 401),
        "(HTTP 401: “invalid_client”): it does not know this client ID with this secret.",
    ),
    "400": (answer('{"error": "unsupported_grant_type"}', 400), "(HTTP 400: “unsupported_grant_type”)."),
    "403 with a page": (answer("<html>No</html>", 403), "(HTTP 403)."),
    "401 with a token": (answer(GOOD, 401), "(HTTP 401)."),
    "200 with an error": (
        answer('{"access_token": "", "error": "Client is\\nlocked"}'),
        "(HTTP 200: “Client is locked”).",
    ),
    "200 with an error and a token": (answer('{"access_token": "t", "error": "no"}'), "(HTTP 200: “no”)."),
    "200 with an error that is no text": (answer('{"access_token": "t", "error": {"code": 7}}'), "(HTTP 200)."),
    "200 with an empty token": (answer('{"access_token": ""}'), "(HTTP 200: an empty token)."),
    "200 with no token": (answer('{"access_token": null, "error": ""}'), "(HTTP 200: an empty token)."),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_a_refusal_says_what_the_server_says_and_what_to_do(case: tuple[Answer, str]) -> None:
    with pytest.raises(TokenRefusedError) as caught:
        decode_token(case[0], SECRET)
    assert caught.value.cause == f"The token server refused the client ID or the client secret {case[1]}"
    assert "client secret in Credentials" in caught.value.next_step
    assert str(caught.value) == f"{caught.value.cause} {caught.value.next_step}"


UNUSABLE = {
    "empty": (answer(""), "holds no token"),
    "a page": (answer("<!DOCTYPE html><html></html>"), "holds no token"),
    "XML": (answer("<a><access_token>t</access_token></a>"), "holds no token"),
    "no JSON": (answer("{access_token: t}"), "holds no token"),
    "an array": (answer('[{"access_token": "t"}]'), "holds no token"),
    "another object": (answer('{"isValidPost": true}'), "holds no token"),
    "cut off": (answer(GOOD, complete=False), "holds no token"),
    "nested": (answer('{"a": ' + "[" * 200_000), "holds no token"),
    "huge": (answer('{"access_token": "t"' + " " * 70_000 + "}"), "holds no token"),
    "half a character": (answer(b'{"access_token": "\\ud83d"}'), "holds no token"),
    "a long token": (answer(json.dumps({"access_token": "t" * 20_000})), "holds no token"),
    "a token with a space": (answer('{"access_token": "a b"}'), "holds no token"),
    "a token with a line break": (answer('{"access_token": "a\\r\\nX-Evil: 1"}'), "holds no token"),
    "a token that is a number": (answer('{"access_token": 5}'), "holds no token"),
    "a token of another kind": (answer('{"access_token": "t", "token_type": "mac"}'), "another kind than Bearer"),
    "a kind that is no text": (answer('{"access_token": "t", "token_type": ["Bearer"]}'), "another kind than Bearer"),
    "a redirect": (answer("", 302), "(HTTP 302) names another address"),
    "no such address": (answer("", 404), "(HTTP 404) knows no such address"),
    "too many": (answer("", 429), "(HTTP 429) has had too many requests. Try again later."),
    "failed": (answer('{"error": "server_error"}', 500), "(HTTP 500: “server_error”) has failed. Try again later."),
    "another status": (answer(GOOD, 418), "(HTTP 418) gave no token"),
}


@pytest.mark.parametrize("case", UNUSABLE.values(), ids=UNUSABLE)
def test_what_is_no_token_is_said(case: tuple[Answer, str]) -> None:
    with pytest.raises(UnusableTokenError) as caught:
        decode_token(case[0], SECRET)
    assert case[1] in str(caught.value)


def test_a_long_reason_is_cut() -> None:
    with pytest.raises(TokenRefusedError) as caught:
        decode_token(answer(json.dumps({"error": "x" * 60_000}), 401), SECRET)
    assert len(caught.value.cause) < 400
    assert "…" in caught.value.cause


@pytest.mark.parametrize(
    "form", [SECRET, SECRET.upper(), quote(SECRET), b64encode(SECRET.encode()).decode(), json.dumps(SECRET)[1:-1]]
)
def test_a_server_that_repeats_the_secret_does_not_get_it_shown(form: str) -> None:
    body = json.dumps({"error": "x" * 190 + f" unknown secret {form}!"})
    with pytest.raises(TokenRefusedError) as caught:
        decode_token(answer(body, 401), SECRET)
    assert caught.value.cause.endswith("(HTTP 401).")


PARTS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


@given(
    body=st.binary(max_size=200)
    | st.dictionaries(st.sampled_from(["access_token", "token_type", "expires_in", "error"]), PARTS).map(
        lambda found: json.dumps(found).encode()
    ),
    status=st.integers(100, 599),
    content_type=st.text(max_size=20),
)
@example(body=b'{"access_token": "t", "expires_in": 1e400}', status=200, content_type="")
@example(body=b"\xff\xfe{", status=200, content_type="charset=utf-99")
def test_whatever_comes_there_is_a_token_or_our_own_error(body: bytes, status: int, content_type: str) -> None:
    found = found_in(Answer(status, (("Content-Type", content_type),), body, URL))
    if isinstance(found, AccessToken):
        assert found.value.isascii()
        assert 0 <= found.lifetime_s <= LONGEST_LIFETIME_S
    else:
        assert found.cause.endswith(".")
        assert found.next_step.endswith(".")


def found_in(came: Answer) -> AccessToken | TokenAnswerError:
    try:
        return decode_token(came, SECRET)
    except TokenAnswerError as error:
        return error
