"""What history says at once and offline of somebody whose lead is being typed: "you sent this number before"."""

from dataclasses import replace

import pytest

from leadexec_desktop.profiles.model import Campaign, FieldKind, FieldSpec, SourceProfile
from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.services.asking import compose_question
from leadexec_desktop.services.composing import Chosen, Composed, compose
from leadexec_desktop.services.decisions import Decision
from leadexec_desktop.services.updating import Baseline, baseline_of, compose_update
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError

from .bench import ACCEPTED, PROFILE, Bench, Ending, answer
from .followed import queued

SOLAR = replace(
    PROFILE,
    fields=(
        FieldSpec("FirstName"),
        FieldSpec("Phone", kind=FieldKind.PHONE, in_ping=True),
        FieldSpec("Email", kind=FieldKind.EMAIL),
    ),
)
WIND = replace(
    PROFILE,
    id="wind",
    name="Wind",
    campaigns=(Campaign(7),),
    fields=(
        FieldSpec("Name"),
        FieldSpec("HomePhone", kind=FieldKind.PHONE, wire_format="e164"),
        FieldSpec("Contact", kind=FieldKind.EMAIL),
    ),
)
"""Another lead source, whose fields are called otherwise and written otherwise."""
JOHN = {"FirstName": "John", "Phone": "(702) 555-0123", "Email": "John@Example.com"}


def composed(profile: SourceProfile, typed: dict[str, str]) -> Composed:
    found = compose(profile, Chosen(), typed)
    assert found.request is not None
    return found


def send(bench: Bench, profile: SourceProfile, typed: dict[str, str], ending: Ending = ACCEPTED) -> Delivery:
    bench.line.ending = ending
    bench.clock.pass_s(60)
    found = composed(profile, typed)
    assert found.request is not None
    return bench.send(found.request, found.destination)


def earlier(bench: Bench, profile: SourceProfile, typed: dict[str, str]) -> str | None:
    found = composed(profile, typed).request
    assert found is not None
    lead = bench.history.earlier(found.lead.identity)
    return None if lead is None else lead.id


@pytest.mark.parametrize(
    "typed, known",
    [
        ({"HomePhone": "702-555-0123"}, True),
        ({"HomePhone": "+1 702 555 0123", "Name": "Somebody else"}, True),
        ({"Contact": "john@example.COM"}, True),
        ({"HomePhone": "702-555-0124", "Contact": "john@example.com"}, True),
        ({"HomePhone": "702-555-0124"}, False),
        ({"Contact": "jane@example.com"}, False),
        ({"Name": "John"}, False),
    ],
)
def test_a_person_is_known_across_profiles_and_names_of_fields(
    bench: Bench, typed: dict[str, str], known: bool
) -> None:
    send(bench, SOLAR, JOHN)
    assert (earlier(bench, WIND, typed) is not None) is known


def test_the_newest_counts_whatever_it_was_known_by(bench: Bench) -> None:
    send(bench, SOLAR, JOHN)
    send(bench, WIND, {"HomePhone": "702-555-0124", "Contact": "john@example.com"})
    send(bench, WIND, {"HomePhone": "702-555-0199"})
    assert earlier(bench, SOLAR, JOHN) == "d2"


@pytest.mark.parametrize(
    "ending, counts",
    [
        (ACCEPTED, True),
        (queued("x"), True),
        (answer('{"isValidPost": false, "ResponseType": 6}'), True),
        (answer("", 401), True),
        (answer("<html>"), True),
        (NoAnswerError("dropped"), True),
        (NotSentError("refused"), True),  # it waits, and may be sent yet
        (NotSentError("cancelled", cancelled=True), False),
    ],
)
def test_what_the_receiver_may_have_counts(bench: Bench, ending: Ending, counts: bool) -> None:
    send(bench, SOLAR, JOHN, ending)
    assert (earlier(bench, SOLAR, JOHN) is not None) is counts


def test_what_a_person_took_out_or_knows_not_to_have_arrived_does_not_count(bench: Bench) -> None:
    send(bench, SOLAR, JOHN, NotSentError("refused"))
    send(bench, SOLAR, JOHN, NoAnswerError("dropped"))
    bench.sending.decide("d1", Decision.TAKE_OUT)
    assert earlier(bench, SOLAR, JOHN) == "d2"
    bench.sending.decide("d2", Decision.NOT_ARRIVED)
    assert earlier(bench, SOLAR, JOHN) is None


def test_many_that_never_left_do_not_hide_one_that_did(bench: Bench) -> None:
    send(bench, SOLAR, JOHN)
    for _ in range(30):
        send(bench, SOLAR, JOHN, NotSentError("cancelled", cancelled=True))
    assert earlier(bench, SOLAR, JOHN) == "d1"


def test_a_waiting_lead_that_got_new_values_is_known_by_those(bench: Bench) -> None:
    send(bench, SOLAR, JOHN, NotSentError("refused"))
    jane = {"FirstName": "Jane", "Phone": "702-555-0177", "Email": "jane@example.com"}
    found = composed(SOLAR, jane)
    assert found.request is not None
    bench.sending.replace("d1", found.request, found.destination, "Jane")
    assert earlier(bench, SOLAR, JOHN) is None
    assert earlier(bench, SOLAR, jane) == "d1"
    bench.line.ending = ACCEPTED
    bench.sending.deliver("d1", CancelSwitch())
    assert earlier(bench, SOLAR, jane) == "d1"


def test_a_question_and_an_update_are_no_lead(bench: Bench) -> None:
    ping = compose_question(SOLAR, Chosen(mode=Operation.PING, aid=23), JOHN)
    update = compose_update(
        SOLAR, Chosen(mode=Operation.UPDATE), JOHN, Baseline(), lead_uid="4711", process_delivery=False
    ).composed
    for asked in (ping, update):
        assert asked.request is not None
        bench.line.ending = ACCEPTED
        bench.send(asked.request, asked.destination)
    assert earlier(bench, SOLAR, JOHN) is None
    assert bench.history.known_lead("4711") is None


def test_the_fields_of_the_duplicate_check_together_tell_a_person_too(bench: Bench) -> None:
    checked = replace(
        PROFILE,
        fields=(FieldSpec("LastName", in_duplicate_check=True), FieldSpec("Zip", in_duplicate_check=True)),
    )
    send(bench, checked, {"LastName": "Example", "Zip": "89101"})
    assert earlier(bench, checked, {"LastName": "EXAMPLE", "Zip": "89101"}) == "d1"
    assert earlier(bench, checked, {"LastName": "Example", "Zip": "89102"}) is None
    assert earlier(bench, checked, {"LastName": "Example", "Zip": ""}) is None


# ------------------------------------------------------------------ by the receiver's own identifier


def change(bench: Bench, typed: dict[str, str], ending: Ending) -> None:
    chosen = Chosen(mode=Operation.UPDATE)
    known = bench.history.known_lead("4711")
    assert known is not None
    before = baseline_of(SOLAR, known.lead, known.who)
    found = compose_update(
        SOLAR, chosen, {**before.texts, **typed}, before, lead_uid="4711", process_delivery=False
    ).composed
    assert found.request is not None
    bench.line.ending = ending
    bench.clock.pass_s(60)
    bench.send(found.request, found.destination)


def test_a_lead_by_the_receiver_s_identifier(bench: Bench) -> None:
    send(bench, SOLAR, JOHN)
    send(bench, SOLAR, JOHN, answer('{"isValidPost": false, "ResponseType": 6, "LeadIdentifier": 0}'))
    known = bench.history.known_lead("4711")
    assert known is not None
    assert (known.detail.delivery.id, known.detail.outcome.lead_id, known.who) == ("d1", "4711", "John")
    assert known.detail.outcome.post_id == "6f1ad7fe-6d6e-4f4c-a0a5-0a6a5b0d2b57"
    assert known.lead.get("Phone") == "7025550123"
    for other in ("4712", "", "0"):
        assert bench.history.known_lead(other) is None


UPDATED = answer('{"isValidPost": true, "ResponseType": 0, "LeadIdentifier": 4711}')


@pytest.mark.parametrize("updated", [UPDATED, answer('{"isValidPost": true}')])
def test_a_lead_is_known_as_its_updates_left_it(bench: Bench, updated: Ending) -> None:
    """Whether or not the answer to an update names the lead again."""
    send(bench, SOLAR, JOHN)
    change(bench, {"FirstName": "Jane"}, updated)
    change(bench, {"FirstName": "Joan", "Email": ""}, updated)
    change(bench, {"FirstName": "Never"}, answer('{"isValidPost": false, "ResponseType": 9, "LeadIdentifier": 4711}'))
    known = bench.history.known_lead("4711")
    assert known is not None
    assert (known.lead.get("FirstName"), known.lead.get("Email"), known.lead.get("Phone")) == ("Joan", "", "7025550123")
    change(bench, {"FirstName": "John"}, updated)
    known = bench.history.known_lead("4711")
    assert known is not None
    assert known.lead.get("FirstName") == "John"
