"""Status requests: by PostID or StatusURL, as typed; where they go, and that no secret goes along."""

from dataclasses import replace

import pytest

from leadexec_desktop.profiles.model import Auth
from leadexec_desktop.protocol.encode import encode
from leadexec_desktop.protocol.known_lead import StatusQuery
from leadexec_desktop.protocol.values import AuthScheme, Operation
from leadexec_desktop.services.sending import needed_secrets
from leadexec_desktop.services.showing import shown
from leadexec_desktop.services.status_asking import compose_status
from leadexec_desktop.store.credentials import SecretKind
from leadexec_desktop.transport.errors import NoAnswerError

from .bench import PROFILE, Bench
from .followed import RETURNED, guid

GUARDED = replace(PROFILE, auth=Auth(password=True, scheme=AuthScheme.CLIENT_CREDENTIALS, client_id="desk-7"))
OWN = "https://leads.example/information/status/7?key=a%20b"


@pytest.mark.parametrize(
    "typed, query, strange_host",
    [
        (guid(1), StatusQuery(guid(1)), ""),
        (f" {guid(1).upper()}\n", StatusQuery(guid(1).upper()), ""),
        (OWN, StatusQuery(url=OWN), ""),
        (f"  {OWN} ", StatusQuery(url=OWN), ""),
        ("https://LEADS.example:443/s", StatusQuery(url="https://LEADS.example:443/s"), ""),
        ("https://other.example/s", StatusQuery(url="https://other.example/s"), "other.example"),
        ("https://leads.example:8443/s", StatusQuery(url="https://leads.example:8443/s"), "leads.example:8443"),
        ("http://127.0.0.1:9/s", StatusQuery(url="http://127.0.0.1:9/s"), "127.0.0.1:9"),
    ],
)
def test_what_is_asked_and_where(typed: str, query: StatusQuery, strange_host: str) -> None:
    if strange_host:
        before = compose_status(PROFILE, typed, agreed_host="third.example")
        assert (before.composed.request, before.strange_host) == (None, strange_host)
        assert f"but of {strange_host}: agree first" in before.composed.obstacle
    asked = compose_status(PROFILE, typed, agreed_host=strange_host)
    request = asked.composed.request
    assert request is not None
    assert (request.status, asked.strange_host, asked.composed.obstacle) == (query, "", "")
    encoded = encode(request)
    assert (encoded.method, encoded.body) == ("GET", b"")
    assert encoded.url == query.url
    assert encoded.path == ("" if query.url else f"/information/queuestatus/{query.post_id}")


@pytest.mark.parametrize(
    "typed, obstacle",
    [
        ("", "Type a PostID"),
        (" \n", "Type a PostID"),
        ("4711", "This is neither."),
        ("leads.example/s", "This is neither."),
        (guid(1)[:-1], "This is neither."),
        (f"{guid(1)}/../x", "This is neither."),
        ("http://leads.example/s", "Plain http:// is not encrypted"),
        ("ftp://leads.example/s", "The address must begin with https://"),
        ("https://a:b@leads.example/s", "The address holds a user name or a password"),
        ("https://leads.example/a b", "The address holds a space"),
        ("https://", "The address names no host"),
        ("https://[", "The address cannot be read"),
        ("javascript://leads.example/%0aalert(1)", "The address must begin with https://"),
    ],
)
def test_what_is_asked_nowhere(typed: str, obstacle: str) -> None:
    asked = compose_status(PROFILE, typed)
    assert (asked.composed.request, asked.strange_host) == (None, "")
    assert asked.composed.obstacle.startswith(obstacle)


def test_a_profile_that_does_not_permit_it() -> None:
    asked = compose_status(replace(PROFILE, operations=(Operation.GENERAL,)), guid(1))
    assert asked.composed.request is None
    assert asked.composed.obstacle == "The profile “Solar” does not permit status requests."


def test_whom_it_is_about() -> None:
    assert compose_status(PROFILE, guid(1), "John Example").composed.who == "John Example"
    assert compose_status(PROFILE, guid(1)).composed.who == "PostID 00000000…"
    assert compose_status(PROFILE, OWN).composed.who == ""


@pytest.mark.parametrize("typed", [guid(1), OWN, "https://other.example/s"])
def test_no_secret_goes_with_it(bench: Bench, typed: str) -> None:
    for kind in SecretKind:
        bench.store.credentials.set("solar", kind, "planted-secret")
    composed = compose_status(GUARDED, typed, agreed_host="other.example").composed
    assert composed.request is not None
    assert needed_secrets(composed.destination) == ()
    assert "Authorization" not in shown(composed.request, composed.destination).head
    bench.line.ending = RETURNED
    ended = bench.send(composed.request, composed.destination)
    (sent,) = bench.line.sent
    assert (ended.outcome, sent.token, sent.request.body) == ("returned", None, b"")
    assert "planted-secret" not in repr(sent)


def test_it_is_a_row_of_history_that_nobody_has_to_settle(bench: Bench) -> None:
    composed = compose_status(PROFILE, guid(1)).composed
    assert composed.request is not None
    bench.line.ending = NoAnswerError("timed out")
    ended = bench.send(composed.request, composed.destination)
    assert (ended.outcome, ended.settled, bench.history.unsettled()) == ("unknown", True, [])
    detail = bench.history.detail(ended.id)
    assert detail.delivery.request.status == StatusQuery(guid(1))
    assert detail.outcome.sentence == "No answer came. A status request changes nothing: ask again."
