"""What is known of the person whose lead is being typed: out of history, and what the receiver said."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from leadexec_desktop.profiles.model import FieldKind, FieldSpec
from leadexec_desktop.profiles.reading import Readings
from leadexec_desktop.protocol.answers import DuplicateResponse
from leadexec_desktop.protocol.answers_to_questions import checked
from leadexec_desktop.protocol.delivery import Delivery, DeliveryState
from leadexec_desktop.protocol.outcome import Outcome, OutcomeKind
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.services.asking import chosen_for, compose_question
from leadexec_desktop.services.composing import Chosen, compose
from leadexec_desktop.services.noticing import (
    Noticed,
    Person,
    ago_text,
    asked_before,
    notice,
    person_of,
    said_of,
    said_of_answer,
    telling_fields,
    value_of,
)
from leadexec_desktop.transport.errors import NotSentError

from .bench import AT, PROFILE, Bench, answer

CHECKED = replace(
    PROFILE,
    fields=(
        FieldSpec("FirstName", "First name", required=True),
        FieldSpec("LastName", "Last name", in_duplicate_check=True),
        FieldSpec("Phone", "Phone", FieldKind.PHONE, in_duplicate_check=True),
        FieldSpec("Email", "E-mail", FieldKind.EMAIL),
    ),
)
ANA = {"FirstName": "Ana", "LastName": "Marsh", "Phone": "(702) 555-0123", "Email": "Ana@Example.com"}
PHONE, EMAIL, VALUE = "phone 7025550123", "email ana@example.com", "lastname=marsh\nphone=7025550123"


def person(typed: Mapping[str, str]) -> Person:
    return person_of(CHECKED, typed, Readings())


def send(bench: Bench, typed: Mapping[str, str]) -> Delivery:
    request = compose(CHECKED, Chosen(), typed).request
    assert request is not None
    return bench.send(request)


def ask(bench: Bench, typed: Mapping[str, str]) -> Delivery:
    request = compose_question(CHECKED, chosen_for(CHECKED, Operation.DUPLICATE), typed).request
    assert request is not None
    return bench.send(request)


@pytest.mark.parametrize(
    "typed, keys, value",
    [
        ({}, {}, ""),
        ({"FirstName": "Ana", "LastName": "Marsh"}, {}, ""),
        ({"Phone": "702 555 012"}, {}, ""),
        ({"Phone": "702 555 0123"}, {PHONE: "phone number"}, ""),
        ({"Email": "ana@example"}, {}, ""),
        ({"Email": "ANA@example.com"}, {EMAIL: "e-mail address"}, ""),
        ({"Phone": "7025550123", "LastName": "MARSH"}, {PHONE: "phone number", VALUE: "lead"}, VALUE),
        (ANA, {PHONE: "phone number", EMAIL: "e-mail address", VALUE: "lead"}, VALUE),
    ],
)
def test_only_what_is_complete_and_right_tells_of_a_person(
    typed: Mapping[str, str], keys: Mapping[str, str], value: str
) -> None:
    assert person(typed) == Person(keys, value)


def test_the_rest_of_a_form_is_not_read() -> None:
    assert [field.name for field in telling_fields(CHECKED)] == ["LastName", "Phone", "Email"]


def test_the_newest_lead_with_anything_in_common_is_found(bench: Bench) -> None:
    send(bench, {"FirstName": "A", "Phone": "7025550123"})
    second = send(bench, {"FirstName": "B", "Email": "ana@example.com"})
    send(bench, {"FirstName": "C", "Phone": "7025550999"})
    found = notice(bench.history, person(ANA), ())
    assert found is not None
    assert (found.delivery, found.key, found.what) == (second, EMAIL, "e-mail address")
    assert notice(bench.history, person({"Email": "bob@example.com"}), ()) is None
    assert notice(bench.history, person({}), ()) is None


def test_the_lead_itself_does_not_count(bench: Bench) -> None:
    first, second = send(bench, ANA), send(bench, ANA)
    found = notice(bench.history, person(ANA), {second.id})
    assert found is not None
    assert (found.delivery.id, found.what) == (first.id, "phone number")
    assert notice(bench.history, person(ANA), {first.id, second.id}) is None


def test_what_never_left_does_not_count(bench: Bench) -> None:
    request = compose(CHECKED, Chosen(Operation.TRANSFER), ANA).request
    assert request is not None
    bench.line.ending = NotSentError("Refused.")
    assert bench.send(request).state is DeliveryState.NOT_SENT
    assert notice(bench.history, person(ANA), ()) is None


def test_a_check_that_was_made_lately_is_found(bench: Bench) -> None:
    now = bench.clock
    assert asked_before(bench.history, CHECKED, VALUE, now()) is None
    send(bench, ANA)
    bench.line.ending = answer('{"IsDuplicate": false, "Response": "no"}')
    check = ask(bench, ANA)
    found = asked_before(bench.history, CHECKED, VALUE, now())
    assert found is not None
    assert (found.delivery.id, found.outcome.kind) == (check.id, OutcomeKind.NOT_DUPLICATE)
    assert value_of(CHECKED, check) == VALUE
    assert asked_before(bench.history, replace(CHECKED, id="other"), VALUE, now()) is None
    assert asked_before(bench.history, CHECKED, "phone=7025550999", now()) is None
    assert asked_before(bench.history, CHECKED, VALUE, now() + timedelta(hours=12)) is None


@pytest.mark.parametrize(
    "seconds, text",
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (12 * 60 + 40, "12 minutes ago"),
        (3600, "1 hour ago"),
        (7300, "2 hours ago"),
        (86_400, "1 day ago"),
        (10 * 86_400, "10 days ago"),
    ],
)
def test_how_long_ago_it_was(seconds: int, text: str) -> None:
    assert ago_text(AT, AT + timedelta(seconds=seconds)) == text


def test_an_earlier_lead_in_words(bench: Bench) -> None:
    accepted = send(bench, ANA)
    now = accepted.created_at_utc + timedelta(minutes=12)
    same = Noticed(accepted, PHONE, "phone number")
    said = "You sent this phone number 12 minutes ago: accepted, lead 4711."
    assert said_of(same, now, "solar") == said
    assert said_of(same, now, "other") == said.replace("ago", "ago under “Solar”")
    unknown = replace(accepted, outcome="unknown", lead_id="")
    assert said_of(Noticed(unknown, VALUE, "lead"), now, "solar") == "You sent this lead 12 minutes ago: unknown."


def test_a_lead_in_the_outbox_was_not_sent(bench: Bench) -> None:
    request = compose(CHECKED, Chosen(), ANA).request
    assert request is not None
    bench.line.ending = NotSentError("Refused.")
    waiting = bench.send(request)
    told = said_of(Noticed(waiting, PHONE, "phone number"), waiting.created_at_utc, "solar")
    assert told == "A lead with this phone number waits in the outbox; it was written down just now."
    told = said_of(Noticed(waiting, VALUE, "lead"), waiting.created_at_utc, "solar")
    assert told == "This lead waits in the outbox; it was written down just now."


@pytest.mark.parametrize(
    "outcome, said",
    [
        (checked(DuplicateResponse(is_duplicate=False)), "The receiver has not had this lead."),
        (
            checked(DuplicateResponse(True, "123", "4/30/2020 1:53:45 PM")),
            "The receiver has had this lead: lead 123, received on 4/30/2020 1:53:45 PM.",
        ),
        (checked(DuplicateResponse(True, "123")), "The receiver has had this lead: lead 123."),
        (
            checked(DuplicateResponse(True, "0", "4/30/2020")),
            "The receiver has had this lead, from another source, received on 4/30/2020.",
        ),
        (
            Outcome(OutcomeKind.UNKNOWN, ""),
            "The duplicate check got no answer; it is not asked again by itself.",
        ),
        (
            Outcome(OutcomeKind.NOT_SENT, ""),
            "The duplicate check got no answer; it is not asked again by itself.",
        ),
        (
            Outcome(OutcomeKind.REFUSED, ""),
            "The receiver refused the duplicate check; it is not asked again by itself.",
        ),
        (
            Outcome(OutcomeKind.UNREADABLE, ""),
            "The duplicate check got an answer that nobody can read; it is not asked again by itself.",
        ),
    ],
)
def test_the_receivers_answer_in_words(outcome: Outcome, said: str) -> None:
    assert said_of_answer(outcome) == said
