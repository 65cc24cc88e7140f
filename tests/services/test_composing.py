"""What stands on Submit, read: the lead, its options, and what is wrong with them."""

from dataclasses import fields, replace
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadexec_desktop.profiles.model import Auth, FieldSpec
from leadexec_desktop.profiles.typed_text import trimmed
from leadexec_desktop.protocol.delivery import Destination
from leadexec_desktop.protocol.encode import encode
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import (
    SUBMIT_MODES,
    AuthScheme,
    Encoding,
    Lead,
    Operation,
    RedirectKind,
    ResponseFormat,
    SourceIds,
)
from leadexec_desktop.services.composing import Chosen, compose, possible

from .bench import PROFILE, TYPED

CALL = Chosen(mode=Operation.CALL, ivr_number="8005551212", call_duration="95")
LATER = Chosen(is_async=True)
AS_JSON = Chosen(encoding=Encoding.JSON)


def problem_of(chosen: Chosen, parameter: Parameter) -> str:
    """The complaint about one option; nothing is sent then, and no other is complained of."""
    composed = compose(PROFILE, chosen, TYPED)
    assert composed.request is None
    assert set(composed.option_problems) == {parameter}
    return composed.option_problems[parameter]


# ------------------------------------------------------------------ the lead


def test_a_filled_form_is_a_request() -> None:
    composed = compose(PROFILE, Chosen(aid=23), {**TYPED, "SSN": " 078-05-1120 ", "Gone": "x"})
    assert composed.request is not None
    assert composed.request.lead == Lead(
        (("FirstName", "John"), ("Phone", "7025550123"), ("SSN", "078-05-1120")), ("SSN",), ("phone 7025550123",)
    )
    assert composed.request.ids == SourceIds(18, 1, 23)
    assert composed.destination == Destination("solar", "Solar", "https://leads.example")
    assert (composed.who, composed.field_problems, composed.option_problems, composed.obstacle) == ("John", {}, {}, "")


def test_a_campaign_that_is_not_named_is_left_out() -> None:
    composed = compose(PROFILE, Chosen(), TYPED)
    assert composed.request is not None
    assert composed.request.ids == SourceIds(18, 1, None)
    assert b"aid" not in encode(composed.request).body


def test_what_is_wrong_with_the_lead_is_said_by_field() -> None:
    composed = compose(PROFILE, Chosen(), {"FirstName": " ", "Phone": "12"})
    assert composed.request is None
    assert composed.field_problems["FirstName"] == "First name is required."
    assert "Phone" in composed.field_problems
    assert composed.destination.profile_id == "solar"


def test_nothing_typed_is_nothing_to_send() -> None:
    profile = replace(PROFILE, fields=(FieldSpec("Notes"),))
    composed = compose(profile, Chosen(), {"Notes": " \u200b"})
    assert (composed.request, composed.obstacle) == (None, "Nothing is typed yet.")
    assert compose(profile, Chosen(), {"Notes": "x"}).obstacle == ""


def test_what_the_destination_takes_from_the_profile() -> None:
    profile = replace(
        PROFILE,
        endpoint="https://leads.example/prefix/",
        auth=Auth(password=True, scheme=AuthScheme.BEARER),
        timeout_s=12.5,
    )
    assert compose(profile, Chosen(), TYPED).destination == Destination(
        "solar", "Solar", "https://leads.example/prefix", password=True, scheme=AuthScheme.BEARER, timeout_s=12.5
    )


def test_where_a_token_is_fetched_goes_with_the_destination() -> None:
    auth = Auth(scheme=AuthScheme.CLIENT_CREDENTIALS, token_url="https://api.example/token", client_id="x")
    composed = compose(replace(PROFILE, auth=auth), Chosen(), TYPED)
    assert composed.request is not None
    assert (composed.destination.token_url, composed.destination.client_id) == ("https://api.example/token", "x")


# ------------------------------------------------------------------ texts


@pytest.mark.parametrize(
    "typed, sent",
    [
        ("", ""),
        ("  ", ""),
        (" https://example.com/back ", "https://example.com/back"),
        ("http://example.com:8080/a?b=%C3%A9&c", "http://example.com:8080/a?b=%C3%A9&c"),
        ("\ufeffhttps://example.com/\u200b", "https://example.com/"),
        ("https://exam\u00adple.com/", "https://example.com/"),
    ],
)
def test_a_return_url(typed: str, sent: str) -> None:
    composed = compose(PROFILE, replace(LATER, return_url=typed), TYPED)
    assert composed.request is not None
    assert composed.request.return_url == sent


@pytest.mark.parametrize(
    "typed",
    ["example.com", "ftp://example.com/", "https://", "https://a b/", "javascript:alert(1)", "https://[", "x" * 99],
)
def test_no_return_url(typed: str) -> None:
    assert "web address" in problem_of(replace(LATER, return_url=typed), Parameter.RETURN_URL)


@pytest.mark.parametrize("typed, sent", [("ORDER-7", "ORDER-7"), ("\u200b a b\n", "a b"), (" ", ""), ("é&=%", "é&=%")])
def test_an_order_id_and_a_reference_go_without_what_a_clipboard_adds(typed: str, sent: str) -> None:
    as_form = compose(PROFILE, Chosen(order_id=typed), TYPED).request
    as_json = compose(PROFILE, replace(AS_JSON, reference=typed), TYPED).request
    assert as_form is not None
    assert as_json is not None
    assert (as_form.order_id, as_json.reference) == (sent, sent)


@pytest.mark.parametrize(
    "chosen, parameter",
    [
        (Chosen(order_id="a\x00b"), Parameter.ORDER_ID),
        (replace(AS_JSON, reference="a\x07b"), Parameter.REFERENCE),
        (Chosen(encoding=Encoding.XML, reference="a\ud800b"), Parameter.REFERENCE),
        (replace(CALL, ivr_number="1\x002"), Parameter.IVR_NUMBER),
        (replace(CALL, call_result="a\ufffeb"), Parameter.CALL_RESULT),
    ],
)
def test_what_no_encoding_can_carry_is_said_beside_the_option(chosen: Chosen, parameter: Parameter) -> None:
    assert "invisible character" in problem_of(chosen, parameter)


# ------------------------------------------------------------------ send delay


@pytest.mark.parametrize(
    "typed, hours",
    [
        ("", None),
        (" ", None),
        ("0", Decimal(0)),
        ("1.5", Decimal("1.5")),
        (" 2 ", Decimal(2)),
        (".25", Decimal("0.25")),
        ("8760", Decimal(8760)),
        ("8,760", Decimal(8760)),
        ("0.0", Decimal(0)),
        ("\uff12", Decimal(2)),
    ],
)
def test_a_send_delay(typed: str, hours: Decimal | None) -> None:
    composed = compose(PROFILE, replace(AS_JSON, send_delay=typed), TYPED)
    assert composed.request is not None
    assert composed.request.send_delay_h == hours
    assert (b"sendDelay" in encode(composed.request).body) is (hours is not None)


@pytest.mark.parametrize(
    "typed",
    ["-1", "8760.1", "8761", "soon", "1 h", "1,5", "1e3", "1_0", "NaN", "Infinity", "1/2", "9" * 5000, "\ud800"],
)
def test_no_send_delay(typed: str) -> None:
    problem = problem_of(replace(AS_JSON, send_delay=typed), Parameter.SEND_DELAY)
    assert problem == "Send delay is a number of hours from 0 to 8760, as in 1.5."


# ------------------------------------------------------------------ a call


def test_a_call_needs_its_number_and_its_duration() -> None:
    composed = compose(PROFILE, Chosen(mode=Operation.CALL), TYPED)
    assert composed.request is None
    assert composed.option_problems == {
        Parameter.IVR_NUMBER: "IVR number is required: the number that the lead called.",
        Parameter.CALL_DURATION: "Duration is required: whole seconds from 0 to 86400.",
    }


def test_the_rest_of_a_call_may_be_left_out() -> None:
    composed = compose(PROFILE, CALL, TYPED)
    assert composed.request is not None
    assert composed.request.call is not None
    assert (composed.request.call.result, composed.request.call.at) == ("", None)
    body = encode(composed.request).body
    assert b"ivrnumber=8005551212&callduration=95&FirstName" in body


def test_a_call_goes_without_the_spaces_round_it() -> None:
    chosen = replace(CALL, ivr_number=" 800 555 1212\u200b", call_duration=" 95\xa0", call_result=" Sold ")
    composed = compose(PROFILE, chosen, TYPED)
    assert composed.request is not None
    call = composed.request.call
    assert call is not None
    assert (call.ivr_number, call.duration_s, call.result) == ("800 555 1212", 95, "Sold")


@pytest.mark.parametrize("typed, seconds", [("0", 0), ("95", 95), ("0095", 95), ("86400", 86_400)])
def test_a_duration(typed: str, seconds: int) -> None:
    composed = compose(PROFILE, replace(CALL, call_duration=typed), TYPED)
    assert composed.request is not None
    assert composed.request.call is not None
    assert composed.request.call.duration_s == seconds


@pytest.mark.parametrize("typed", ["", " ", "-1", "1.5", "1:30", "86401", "9" * 5000, "²", "٣", "ten", "1e3", "+5"])
def test_no_duration(typed: str) -> None:
    problem = problem_of(replace(CALL, call_duration=typed), Parameter.CALL_DURATION)
    assert problem == "Duration is required: whole seconds from 0 to 86400."


# ------------------------------------------------------------------ anything at all

TEXTS = st.text(max_size=40) | st.sampled_from(
    ["1" * 5000, "https://example.com/", "11/1/2026 1:30 am", "12/31/9999 11:00 pm", "1.5", "95", "\ud800", "\x00"]
)
CHOSEN = st.builds(
    Chosen,
    mode=st.sampled_from(SUBMIT_MODES),
    redirect=st.sampled_from(RedirectKind),
    encoding=st.sampled_from(Encoding),
    response=st.sampled_from(ResponseFormat),
    is_async=st.booleans(),
    aid=st.none() | st.integers(),
    no_sell=st.booleans(),
    **{own.name: TEXTS for own in fields(Chosen) if own.default == ""},
)


@given(chosen=CHOSEN, typed=st.just(dict(TYPED)) | st.dictionaries(st.sampled_from(list(TYPED)), TEXTS))
@example(chosen=replace(CALL, call_date="12/31/9999 11:00 pm"), typed=dict(TYPED))
def test_whatever_is_typed_is_complained_of_or_can_be_sent(chosen: Chosen, typed: dict[str, str]) -> None:
    near = possible(PROFILE, chosen)
    assert near.mode in {chosen.mode, Operation.GENERAL if trimmed(chosen.order_id) else chosen.mode}
    composed = compose(PROFILE, near, typed)
    if composed.request is None:
        assert composed.field_problems or composed.option_problems or composed.obstacle
        assert all(problem.endswith(".") for problem in composed.option_problems.values())
    else:
        assert encode(composed.request, "password").body
