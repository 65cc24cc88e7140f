"""A secret joins a request when it is sent, and stands nowhere else: planted values are looked for everywhere."""

import logging
import traceback
from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import pytest

from leadexec_desktop.protocol.delivery import Destination
from leadexec_desktop.protocol.values import AuthScheme, Encoding, Lead
from leadexec_desktop.services.composing import Chosen
from leadexec_desktop.services.drafting import Drafting
from leadexec_desktop.services.sending import SecretMissingError, needed_secrets
from leadexec_desktop.services.showing import MASK, shown
from leadexec_desktop.services.submit_draft import SubmitDraft
from leadexec_desktop.store.credentials import Credentials, SecretKind
from leadexec_desktop.store.errors import VaultLockedError
from leadexec_desktop.store.opening import Store
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError

from .bench import ACCEPTED, OPEN, Bench, Ending, LockedVault, answer, request

MARK = "Quetzal"
PASSWORD = f"planted-password-{MARK}"
TOKEN = f"planted-token-{MARK}"
SSN = "078-05-1120"
GUARDED = replace(OPEN, password=True, scheme=AuthScheme.BEARER)
SENSITIVE = Lead((("FirstName", "John"), ("SSN", SSN)), ("SSN",))


def plant(bench: Bench) -> None:
    bench.store.credentials.set("solar", SecretKind.PASSWORD, PASSWORD)
    bench.store.credentials.set("solar", SecretKind.TOKEN, TOKEN)


def rows_of(store: Store) -> Mapping[str, str]:
    """Everything that the database holds, by table."""
    with store.database.read() as cursor:
        tables = [
            row["name"] for row in cursor.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        ]
        return {
            table: "\n".join(str(tuple(row)) for row in cursor.execute(f"SELECT * FROM {table}").fetchall())
            for table in tables
        }


ENDINGS: Mapping[str, Ending] = {
    "accepted": ACCEPTED,
    "refused": answer("", 401),
    "no connection": NotSentError("refused"),
    "no answer": NoAnswerError("the line broke"),
    "a token that no header can carry": ValueError("The access token is empty."),
    "a defect": RuntimeError("a defect"),
}


@pytest.mark.parametrize("encoding, ending", list(product(Encoding, ENDINGS)))
def test_secrets_go_over_the_line_and_nowhere_else(
    bench: Bench, caplog: pytest.LogCaptureFixture, encoding: Encoding, ending: str
) -> None:
    caplog.set_level(logging.DEBUG)
    plant(bench)
    Drafting(bench.store.drafts, bench.clock).keep(SubmitDraft("solar", Chosen(), {"solar": {"FirstName": "John"}}))
    bench.line.ending = ENDINGS[ending]
    texts = []
    try:
        bench.send(request(encoding=encoding, lead=SENSITIVE), GUARDED)
    except RuntimeError as error:
        texts += [str(error), *traceback.format_exception(error)]
    (sent,) = bench.line.sent
    assert PASSWORD.encode() in sent.request.body
    assert SSN.encode() in sent.request.body
    assert (sent.token, sent.token_origin) == (TOKEN, "https://leads.example")

    rows = rows_of(bench.store)
    assert "John" in rows["deliveries"]
    assert "John" in rows["drafts"]
    detail = bench.history.detail("d1")
    texts += [
        *rows.values(),
        repr(detail),
        repr(bench.told),
        repr(sent.request),
        repr(vars(bench.sending)),
        caplog.text,
    ]
    assert [text for text in texts if MARK in text] == []

    assert detail.exchange is not None
    head, body = detail.exchange.request_head, detail.exchange.request_body.decode()
    assert f"Authorization: Bearer {MASK}" in head
    assert SSN not in head + body
    assert body == sent.request.body.decode().replace(PASSWORD, MASK).replace(SSN, MASK)


def test_the_values_in_the_hand_of_a_send_have_no_text(bench: Bench) -> None:
    plant(bench)
    assert MARK not in repr(bench.sending._secrets(GUARDED))


def test_the_search_finds_what_is_there(bench: Bench) -> None:
    bench.send(request(first_name=PASSWORD))
    rows = rows_of(bench.store)
    assert {table for table, text in rows.items() if MARK in text} == {"deliveries", "exchanges"}


# ------------------------------------------------------------------ those that are missing

BEARER = replace(OPEN, scheme=AuthScheme.BEARER)
WITH_PASSWORD = replace(OPEN, password=True)
PASSWORD_KIND, TOKEN_KIND = SecretKind.PASSWORD, SecretKind.TOKEN


@pytest.mark.parametrize(
    "destination, needed",
    [(OPEN, ()), (WITH_PASSWORD, (PASSWORD_KIND,)), (BEARER, (TOKEN_KIND,)), (GUARDED, (PASSWORD_KIND, TOKEN_KIND))],
)
@pytest.mark.parametrize("there", [(), (PASSWORD_KIND,), (TOKEN_KIND,), (PASSWORD_KIND, TOKEN_KIND)], ids=str)
def test_what_is_missing_is_named_before_anything_is_written(
    bench: Bench, destination: Destination, needed: tuple[SecretKind, ...], there: tuple[SecretKind, ...]
) -> None:
    assert needed_secrets(destination) == needed
    for kind in there:
        bench.store.credentials.set("solar", kind, "x")
    missing = tuple(kind for kind in needed if kind not in there)
    if missing:
        with pytest.raises(SecretMissingError) as caught:
            bench.sending.require_secrets(destination)
        assert caught.value.kinds == missing
        assert ", ".join(missing) in str(caught.value)
    else:
        bench.sending.require_secrets(destination)
    assert bench.everything() == []
    assert (bench.told, bench.line.sent) == ([], [])


def test_secrets_of_another_profile_do_not_count(bench: Bench) -> None:
    bench.store.credentials.set("wind", SecretKind.PASSWORD, "x")
    with pytest.raises(SecretMissingError):
        bench.sending.require_secrets(WITH_PASSWORD)


def test_a_locked_keyring_is_said_before_anything_is_written(store: Store) -> None:
    bench = Bench(store, Credentials(LockedVault()))
    with pytest.raises(VaultLockedError):
        bench.sending.require_secrets(GUARDED)
    bench.sending.require_secrets(OPEN)
    assert bench.everything() == []


def test_only_the_secrets_that_a_destination_names_go_along(bench: Bench) -> None:
    plant(bench)
    bench.send(request())
    bench.send(request(), BEARER)
    bench.send(request(), WITH_PASSWORD)
    went = [(PASSWORD.encode() in sent.request.body, sent.token) for sent in bench.line.sent]
    assert went == [(False, None), (False, TOKEN), (True, None)]


def test_a_preview_needs_no_secret_and_shows_none(bench: Bench) -> None:
    plant(bench)
    text = shown(request(), GUARDED).text
    assert MARK not in text
    assert f"password={MASK}" in text
