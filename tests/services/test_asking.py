"""Pings and duplicate checks: which of a lead's fields go, what stays here, and what keeps them from being asked."""

import json
from dataclasses import fields as fields_of
from dataclasses import replace
from decimal import Decimal
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.profiles.model import Auth, Campaign, Defaults, FieldKind, FieldSpec
from leadexec_desktop.protocol.answers import PingResponse
from leadexec_desktop.protocol.encode import encode
from leadexec_desktop.protocol.outcome import Outcome, OutcomeKind
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import AuthScheme, Encoding, Lead, LeadRequest, Operation, ResponseFormat
from leadexec_desktop.services.asking import (
    asked_fields,
    best_price,
    checked_value,
    chosen_for,
    compose_question,
    why_not_permitted,
)
from leadexec_desktop.services.composing import Chosen, Composed, compose, possible
from leadexec_desktop.services.showing import shown

from .bench import PROFILE

PING, DUPLICATE = Operation.PING, Operation.DUPLICATE
ASKING = replace(
    PROFILE,
    fields=(
        FieldSpec("FirstName", "First name", required=True),
        FieldSpec("Phone", "Phone", FieldKind.PHONE, required=True, in_duplicate_check=True),
        FieldSpec("Email", "E-mail", FieldKind.EMAIL, in_duplicate_check=True),
        FieldSpec("State", "State", FieldKind.STATE, required=True, in_ping=True),
        FieldSpec("Zip", "ZIP", FieldKind.POSTAL_CODE, in_ping=True),
        FieldSpec("SSN", "Social security number", sensitive=True, in_ping=True),
        FieldSpec("Source", hidden=True, default="desk", in_ping=True),
    ),
)
TYPED = {
    "FirstName": "John",
    "Phone": "(702) 555-0123",
    "Email": "john@example.com",
    "State": "Nevada",
    "Zip": "89101",
    "SSN": "078-05-1120",
}


def asked(operation: Operation, encoding: Encoding = Encoding.FORM, **changes: object) -> Chosen:
    return replace(Chosen(mode=operation, encoding=encoding, aid=23), **changes)  # type: ignore[arg-type]


def request_of(composed: Composed) -> LeadRequest:
    assert (composed.field_problems, composed.option_problems, composed.obstacle) == ({}, {}, "")
    assert composed.request is not None
    return composed.request


# ------------------------------------------------------------------ what goes


@pytest.mark.parametrize("encoding", [Encoding.FORM, Encoding.JSON])
@pytest.mark.parametrize(
    "operation, expected",
    [
        (PING, {"State": "NV", "Zip": "89101", "SSN": "078-05-1120", "Source": "desk"}),
        (DUPLICATE, {"Phone": "7025550123", "Email": "john@example.com"}),
    ],
)
def test_only_the_fields_that_the_profile_names_go(
    operation: Operation, expected: dict[str, str], encoding: Encoding
) -> None:
    composed = compose_question(ASKING, asked(operation, encoding), TYPED)
    request = request_of(composed)
    assert [spec.name for spec in asked_fields(ASKING, operation)] == list(expected)
    assert dict(request.lead.values) == expected
    assert (request.ids.aid, request.lead.identity, composed.who) == (23, (), "John")
    body = encode(request, "planted-secret").body
    if encoding is Encoding.FORM:
        sent = dict(parse_qsl(body.decode(), keep_blank_values=True))
        assert {name: sent[name] for name in sent if name not in ("vid", "lid", "aid", "password")} == expected
    else:
        (lead,) = json.loads(body)["leads"]
        assert lead["fields"] == expected


def test_contact_data_is_not_in_what_a_ping_sends() -> None:
    text = shown(
        request_of(compose_question(ASKING, asked(PING), TYPED)),
        compose_question(ASKING, asked(PING), TYPED).destination,
    ).text
    for private in ("John", "702", "john", "078-05-1120"):
        assert private not in text


def test_what_is_sensitive_is_masked_in_a_question_too() -> None:
    assert request_of(compose_question(ASKING, asked(PING), TYPED)).lead.sensitive == ("SSN",)
    assert request_of(compose_question(ASKING, asked(DUPLICATE), TYPED)).lead.sensitive == ()


def test_what_does_not_go_need_not_be_right() -> None:
    """A ping is made while the caller has not said his name."""
    typed = {"Phone": "12", "Email": "no", "State": "NV"}
    assert request_of(compose_question(ASKING, asked(PING), typed)).lead == Lead((("State", "NV"), ("Source", "desk")))


@pytest.mark.parametrize(
    "operation, typed, problems",
    [
        (PING, {}, {"State": "State is required."}),
        (PING, {"State": "Nowhere", "Zip": "1"}, None),
        (DUPLICATE, {"Email": "john@example.com"}, {"Phone": "Phone is required."}),
        (DUPLICATE, {"Phone": "12"}, None),
    ],
)
def test_what_goes_has_to_be_right(
    operation: Operation, typed: dict[str, str], problems: dict[str, str] | None
) -> None:
    composed = compose_question(ASKING, asked(operation), typed)
    assert composed.request is None
    if problems is not None:
        assert composed.field_problems == problems
    assert set(composed.field_problems) <= {spec.name for spec in asked_fields(ASKING, operation)}
    assert composed.field_problems != {}


def test_remarks_are_about_what_goes() -> None:
    typed = TYPED | {"Phone": "702-555-0123 ext 5"}
    assert set(compose_question(ASKING, asked(DUPLICATE), typed).field_remarks) == {"Phone"}
    assert compose_question(ASKING, asked(PING), typed).field_remarks == {}


# ------------------------------------------------------------------ what keeps it from being asked


@pytest.mark.parametrize(
    "profile, chosen, typed, obstacle",
    [
        (
            replace(ASKING, operations=(Operation.GENERAL,)),
            asked(PING),
            TYPED,
            "The profile “Solar” does not permit ping requests.",
        ),
        (
            replace(ASKING, operations=(PING,)),
            asked(DUPLICATE),
            TYPED,
            "The profile “Solar” does not permit duplicate check requests. It needs approval by the platform.",
        ),
        (
            PROFILE,
            asked(PING),
            TYPED,
            "The profile “Solar” has no field that goes with ping requests: tick “In ping” in Manage…",
        ),
        (
            PROFILE,
            asked(DUPLICATE),
            TYPED,
            (
                "The profile “Solar” has no field that goes with duplicate check requests: "
                "tick “In duplicate check” in Manage…"
            ),
        ),
        (
            replace(ASKING, campaigns=()),
            asked(PING, aid=None),
            TYPED,
            "The receiver wants a campaign with ping requests: the profile “Solar” has none.",
        ),
        (
            replace(ASKING, fields=(FieldSpec("Zip", in_ping=True),)),
            asked(PING),
            {"Zip": " \u200b"},
            "Nothing is typed yet of what goes.",
        ),
    ],
)
def test_obstacles(profile: object, chosen: Chosen, typed: dict[str, str], obstacle: str) -> None:
    composed = compose_question(profile, chosen, typed)  # type: ignore[arg-type]
    assert (composed.request, composed.obstacle) == (None, obstacle)


def test_why_an_operation_is_not_permitted() -> None:
    profile = replace(ASKING, operations=(PING,))
    assert why_not_permitted(profile, PING) == ""
    assert "does not permit update requests." in why_not_permitted(profile, Operation.UPDATE)


# ------------------------------------------------------------------ options


def test_an_asynchronous_ping_takes_a_return_url() -> None:
    chosen = asked(PING, is_async=True, return_url=" https://example.com/back ")
    request = request_of(compose_question(ASKING, chosen, TYPED))
    assert (request.return_url, request.shape.is_async) == ("https://example.com/back", True)
    encoded = encode(request)
    assert encoded.path == "/processor/insert/ping/json/async"
    assert b"returnurl=https%3A%2F%2Fexample.com%2Fback" in encoded.body
    wrong = compose_question(ASKING, replace(chosen, return_url="soon"), TYPED)
    assert (wrong.request, set(wrong.option_problems)) == (None, {Parameter.RETURN_URL})


def test_a_ping_that_is_answered_at_once_has_no_return_url() -> None:
    chosen = asked(PING, return_url="soon")
    assert request_of(compose_question(ASKING, chosen, TYPED)).return_url == ""


def test_no_option_of_a_lead_goes_with_a_question() -> None:
    chosen = asked(PING, Encoding.JSON, order_id="ORDER-7", reference="Desk 7", no_sell=True, send_delay="1.5")
    request = request_of(compose_question(ASKING, chosen, TYPED))
    assert (request.order_id, request.reference, request.no_sell, request.send_delay_h) == ("", "", False, None)


@pytest.mark.parametrize("operation", [PING, DUPLICATE])
def test_a_question_carries_what_the_profile_s_leads_carry(operation: Operation) -> None:
    auth = Auth(password=True, scheme=AuthScheme.BEARER)
    destination = compose_question(replace(ASKING, auth=auth), asked(operation), TYPED).destination
    assert (destination.password, destination.scheme) == (True, AuthScheme.BEARER)


@pytest.mark.parametrize(
    "campaigns, default, aid",
    [((), None, None), ((Campaign(7),), None, 7), ((Campaign(7), Campaign(8)), None, 7), ((Campaign(7),), 8, 8)],
)
def test_the_campaign_that_a_question_starts_with(
    campaigns: tuple[Campaign, ...], default: int | None, aid: int | None
) -> None:
    profile = replace(ASKING, campaigns=campaigns, defaults=Defaults(aid=default, response=ResponseFormat.XML))
    chosen = chosen_for(profile, PING)
    assert (chosen.mode, chosen.aid, chosen.response) == (PING, aid, ResponseFormat.XML)


# ------------------------------------------------------------------ once per value


def test_the_value_that_a_check_is_made_of() -> None:
    def value(**typed: str) -> str:
        composed = compose(replace(ASKING, fields=ASKING.fields), Chosen(), TYPED | typed)
        assert composed.request is not None
        return checked_value(ASKING, composed.request.lead)

    first = value()
    assert first != ""
    assert value(Phone="702.555.0123", Email="JOHN@example.com", FirstName="Jane") == first
    assert value(Phone="702-555-0124") != first
    assert value(Email="") == ""
    assert checked_value(PROFILE, Lead((("Phone", "7025550123"),))) == ""


def will(price: str | None, kind: OutcomeKind = OutcomeKind.WILL_ACCEPT) -> Outcome:
    amount = None if price is None else Decimal(price)
    return Outcome(kind, "", price=amount, ping=PingResponse(kind is OutcomeKind.WILL_ACCEPT, estimated_price=amount))


@pytest.mark.parametrize(
    "outcomes, best",
    [
        ({}, None),
        ({23: will("9.50"), 24: will("12"), 25: will("10")}, 24),
        ({23: will("9.50"), 24: will("12", OutcomeKind.WILL_NOT_ACCEPT)}, 23),
        ({23: will(None), 24: will("0")}, 24),
        ({23: will(None), 24: Outcome(OutcomeKind.UNKNOWN, "")}, None),
        ({23: will("5"), 24: will("5")}, 23),
    ],
)
def test_the_best_price_of_several_campaigns(outcomes: dict[int, Outcome], best: int | None) -> None:
    assert best_price(outcomes) == best


# ------------------------------------------------------------------ anything at all

TEXTS = st.text(max_size=20) | st.sampled_from(
    ["7025550123", "NV", "https://example.com/", "\ud800", "\x00", "1" * 500]
)
CHOSEN = st.builds(
    Chosen,
    mode=st.sampled_from([PING, DUPLICATE]),
    encoding=st.sampled_from(Encoding),
    response=st.sampled_from(ResponseFormat),
    is_async=st.booleans(),
    aid=st.sampled_from([None, 23, 24, 99]),
    **{own.name: TEXTS for own in fields_of(Chosen) if own.default == ""},
)


@given(chosen=CHOSEN, typed=st.just(TYPED) | st.dictionaries(st.sampled_from(list(TYPED)), TEXTS))
def test_whatever_is_typed_is_complained_of_or_can_be_asked(chosen: Chosen, typed: dict[str, str]) -> None:
    composed = compose_question(ASKING, possible(ASKING, chosen), typed)
    if composed.request is None:
        assert composed.field_problems or composed.option_problems or composed.obstacle
    else:
        assert encode(composed.request, "password").body
