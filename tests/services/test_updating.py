"""Updates: exactly what has changed goes, as the receiver has it otherwise; and what keeps it from being sent."""

import json
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest

from leadexec_desktop.profiles.loading import typed_lead
from leadexec_desktop.profiles.model import Auth, Choice, FieldKind, FieldSpec
from leadexec_desktop.protocol.encode import encode
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import AuthScheme, Encoding, Operation
from leadexec_desktop.services.composing import Chosen, compose
from leadexec_desktop.services.showing import MASK, shown
from leadexec_desktop.services.updating import (
    NOTHING_CHANGED,
    Baseline,
    Update,
    baseline_of,
    compose_update,
    editable_fields,
    unknown_baseline,
)

from .bench import PROFILE

WIDE = replace(
    PROFILE,
    fields=(
        FieldSpec("FirstName", "First name", required=True),
        FieldSpec("Phone", "Phone", FieldKind.PHONE, required=True),
        FieldSpec("State", "State", FieldKind.CHOICE, choices=(Choice("NV", "Nevada"), Choice("7", "California"))),
        FieldSpec("Owner", "Home owner", FieldKind.BOOLEAN, wire_format="1/0"),
        FieldSpec("Born", "Date of birth", FieldKind.DATE, wire_format="%Y%m%d"),
        FieldSpec("Worth", "Worth", FieldKind.MONEY, default="100"),
        FieldSpec("SSN", "Social security number", sensitive=True),
        FieldSpec("Source", hidden=True, default="desk"),
        FieldSpec("Script", read_only=True, default="short"),
    ),
)
TYPED = {
    "FirstName": "John",
    "Phone": "(702) 555-0123",
    "State": "Nevada",
    "Owner": "yes",
    "Born": "4/30/1980",
    "Worth": "$1,250.50",
    "SSN": "078-05-1120",
}
EDITABLE = tuple(TYPED)


def sent_before() -> Baseline:
    composed = compose(WIDE, Chosen(), TYPED)
    assert composed.request is not None
    return baseline_of(WIDE, composed.request.lead, "John")


def loaded(**typed: str) -> dict[str, str]:
    """The form with that lead in it, and what was typed over it."""
    return {name: sent_before().texts.get(name, "") for name in EDITABLE} | typed


def update(
    typed: dict[str, str], *, baseline: Baseline | None = None, uid: str = "4711", encoding: Encoding = Encoding.FORM
) -> Update:
    chosen = Chosen(mode=Operation.UPDATE, encoding=encoding)
    before = sent_before() if baseline is None else baseline
    return compose_update(WIDE, chosen, typed, before, lead_uid=uid, process_delivery=True)


def sent(found: Update) -> dict[str, str]:
    assert found.composed.request is not None
    return dict(parse_qsl(encode(found.composed.request).body.decode(), keep_blank_values=True))


PARAMETERS = {"vid": "18", "lid": "1", "lpleaduid": "4711", "processDelivery": "true"}


# ------------------------------------------------------------------ exactly what has changed


@pytest.mark.parametrize(
    "typed, fields",
    [
        ({"FirstName": "Jane"}, {"FirstName": "Jane"}),
        ({"Phone": "702-555-0199"}, {"Phone": "7025550199"}),
        ({"State": "California"}, {"State": "7"}),
        ({"Owner": "No"}, {"Owner": "0"}),
        ({"Born": "5/1/1980"}, {"Born": "19800501"}),
        ({"Worth": "100"}, {"Worth": "100"}),
        ({"SSN": "", "State": "California"}, {"State": "7", "SSN": ""}),
        ({"FirstName": ""}, {"FirstName": ""}),  # emptied, required or not
        ({"Phone": " \u200b "}, {"Phone": ""}),
        ({"Born": "  "}, {"Born": ""}),
    ],
)
@pytest.mark.parametrize("encoding", [Encoding.FORM, Encoding.JSON])
def test_the_changed_fields_go_and_no_others(typed: dict[str, str], fields: dict[str, str], encoding: Encoding) -> None:
    found = update(loaded(**typed), encoding=encoding)
    assert [spec.name for spec in found.changed] == list(fields)
    assert found.composed.who == "John"
    if encoding is Encoding.FORM:
        assert sent(found) == PARAMETERS | fields
        return
    assert found.composed.request is not None
    encoded = encode(found.composed.request)
    (lead,) = json.loads(encoded.body)["leads"]
    assert lead == {"properties": {"leadUID": 4711, "processDelivery": True}, "fields": fields}
    assert encoded.path == "/processor/update/json"


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"Phone": "702.555.0123"},
        {"Phone": "+1 (702) 555-0123"},
        {"State": "NV"},
        {"State": "nevada"},
        {"Owner": "Y"},
        {"Born": "Apr 30 1980"},
        {"Worth": "1250.50"},
        {"FirstName": " John\u200b"},
    ],
)
def test_what_would_be_the_same_on_the_wire_has_not_changed(typed: dict[str, str]) -> None:
    found = update(loaded(**typed))
    assert (found.changed, found.composed.request, found.composed.obstacle) == ((), None, NOTHING_CHANGED)
    assert found.composed.field_problems == {}


def test_what_was_sent_comes_back_as_it_is_typed() -> None:
    texts = sent_before().texts
    assert (texts["State"], texts["Owner"], texts["Phone"]) == ("Nevada", "Yes", "7025550123")
    assert {name: compose_wire(name, texts[name]) for name in EDITABLE} == {
        name: sent_before().wires[name] for name in EDITABLE
    }


def compose_wire(name: str, text: str) -> str:
    composed = compose(WIDE, Chosen(), TYPED | {name: text})
    assert composed.request is not None
    return composed.request.lead.get(name)


def test_what_is_wrong_and_changed_is_said_and_what_was_not_changed_is_not_looked_at() -> None:
    stricter = replace(WIDE, fields=(replace(WIDE.fields[0], max_length=2), *WIDE.fields[1:]))
    chosen = Chosen(mode=Operation.UPDATE)
    found = compose_update(stricter, chosen, loaded(Phone="12"), sent_before(), lead_uid="4711", process_delivery=False)
    assert (set(found.composed.field_problems), found.composed.request) == ({"Phone"}, None)
    found = compose_update(
        stricter, chosen, loaded(Phone="702-555-0199"), sent_before(), lead_uid="4711", process_delivery=False
    )
    assert sent(found) == PARAMETERS | {"Phone": "7025550199", "processDelivery": "false"}


def test_hidden_and_read_only_fields_are_the_profile_s() -> None:
    assert [spec.name for spec in editable_fields(WIDE)] == list(EDITABLE)
    later = replace(WIDE, fields=tuple(replace(spec, default="other") for spec in WIDE.fields))
    found = compose_update(
        later,
        Chosen(mode=Operation.UPDATE),
        loaded() | {"Source": "x", "Script": "y"},
        sent_before(),
        lead_uid="4711",
        process_delivery=False,
    )
    assert found.changed == ()


def test_a_field_that_the_form_does_not_have_is_not_emptied() -> None:
    assert sent(update({"FirstName": "Jane"})) == PARAMETERS | {"FirstName": "Jane"}


def test_a_sensitive_value_goes_and_is_not_shown() -> None:
    found = update(loaded(SSN="123-45-6789"))
    request = found.composed.request
    assert request is not None
    assert request.lead.sensitive == ("SSN",)
    text = shown(request, found.composed.destination).text
    assert "123-45-6789" not in text
    assert MASK in text


def test_an_update_has_no_campaign_and_no_option_of_a_lead() -> None:
    chosen = Chosen(mode=Operation.UPDATE, encoding=Encoding.JSON, aid=23, reference="x", no_sell=True, order_id="O")
    found = compose_update(
        WIDE, chosen, loaded(FirstName="Jane"), sent_before(), lead_uid=" 4711\n", process_delivery=False
    )
    assert found.composed.request is not None
    assert json.loads(encode(found.composed.request).body) == {
        "source": {"vid": 18, "lid": 1},
        "leads": [{"properties": {"leadUID": 4711, "processDelivery": False}, "fields": {"FirstName": "Jane"}}],
    }


# ------------------------------------------------------------------ a lead of which nothing is known


def test_of_an_unknown_lead_what_is_typed_has_changed() -> None:
    start = {spec.name: spec.default for spec in editable_fields(WIDE)}
    nothing = update(start, baseline=unknown_baseline(WIDE))
    assert (nothing.changed, nothing.composed.obstacle) == ((), NOTHING_CHANGED)
    assert nothing.composed.who == "Lead 4711"
    found = update(start | {"FirstName": "Jane", "Worth": "200"}, baseline=unknown_baseline(WIDE))
    assert sent(found) == PARAMETERS | {"FirstName": "Jane", "Worth": "200"}
    assert found.composed.who == "Jane"


# ------------------------------------------------------------------ which lead


@pytest.mark.parametrize(
    "uid, problem",
    [
        ("", "Lead ID is required"),
        ("  ", "Lead ID is required"),
        ("x", "Lead ID is a whole number"),
        ("12.5", "Lead ID is a whole number"),
        ("-1", "Lead ID is a whole number"),
        ("1" * 19, "Lead ID is a whole number"),
        ("٣", "Lead ID is a whole number"),
    ],
)
def test_which_lead_has_to_be_said(uid: str, problem: str) -> None:
    found = update(loaded(FirstName="Jane"), uid=uid)
    assert found.composed.request is None
    assert set(found.composed.option_problems) == {Parameter.LEAD_UID}
    assert found.composed.option_problems[Parameter.LEAD_UID].startswith(problem)
    assert [spec.name for spec in found.changed] == ["FirstName"]


def test_a_profile_that_does_not_permit_it() -> None:
    profile = replace(WIDE, operations=(Operation.GENERAL,))
    found = compose_update(
        profile,
        Chosen(mode=Operation.UPDATE),
        loaded(FirstName="Jane"),
        sent_before(),
        lead_uid="1",
        process_delivery=False,
    )
    assert (found.composed.request, found.composed.obstacle) == (
        None,
        "The profile “Solar” does not permit update requests.",
    )


@pytest.mark.parametrize("on_update", [True, False])
def test_a_password_goes_with_an_update_if_the_profile_says_so(on_update: bool) -> None:
    auth = Auth(password=True, scheme=AuthScheme.BEARER, password_on_update=on_update)
    found = compose_update(
        replace(WIDE, auth=auth),
        Chosen(mode=Operation.UPDATE),
        loaded(FirstName="Jane"),
        sent_before(),
        lead_uid="4711",
        process_delivery=False,
    )
    destination = found.composed.destination
    assert (destination.password, destination.scheme) == (on_update, AuthScheme.BEARER)


def test_a_value_that_the_form_has_no_field_for_stays_as_it_is() -> None:
    fields = {spec.name: spec for spec in WIDE.fields}
    assert typed_lead(fields, (("State", "7"), ("Added", "x"))) == {"State": "California", "Added": "x"}
