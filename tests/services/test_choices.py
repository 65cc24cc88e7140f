"""What each mode and encoding has: the table of the documentation, and the way back to what was wanted."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import NamedTuple

import pytest

from leadexec_desktop.profiles.model import Campaign, Defaults, FieldSpec, SourceProfile
from leadexec_desktop.protocol.encode import encode
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import (
    SUBMIT_MODES,
    CallData,
    Encoding,
    Operation,
    RedirectKind,
    RequestShape,
    ResponseFormat,
)
from leadexec_desktop.services.composing import Chosen, chosen_by_default, compose, possible, reasons, shape_of

from .bench import PROFILE, TYPED

GENERAL, REDIRECT, RETURNSENDS, TRANSFER, CALL = SUBMIT_MODES
FORM, XML, JSON = Encoding

ENCODINGS: Mapping[Operation, set[Encoding]] = {
    GENERAL: {FORM, XML, JSON},
    REDIRECT: {FORM, XML},
    RETURNSENDS: {FORM, XML, JSON},
    TRANSFER: {FORM, XML, JSON},
    CALL: {FORM, XML, JSON},
}
ASYNC = {GENERAL, RETURNSENDS, TRANSFER, CALL}


class Combination(NamedTuple):
    mode: Operation
    encoding: Encoding
    later: bool


HAS: Mapping[Parameter, Callable[[Combination], bool]] = {
    Parameter.VID: lambda _: True,
    Parameter.LID: lambda _: True,
    Parameter.AID: lambda _: True,
    Parameter.PASSWORD: lambda _: True,
    Parameter.ORDER_ID: lambda it: it == (GENERAL, FORM, False),
    Parameter.RETURN_URL: lambda it: it.later,
    Parameter.SEND_DELAY: lambda it: it.encoding is JSON,
    Parameter.REFERENCE: lambda it: it.encoding in {XML, JSON},
    Parameter.NO_SELL: lambda it: it.encoding is JSON,
    Parameter.IVR_NUMBER: lambda it: it.mode is CALL,
    Parameter.CALL_DURATION: lambda it: it.mode is CALL,
    Parameter.CALL_RESULT: lambda it: it.mode is CALL,
    Parameter.CALL_DATE: lambda it: it.mode is CALL,
    Parameter.LEAD_UID: lambda _: False,
    Parameter.PROCESS_DELIVERY: lambda _: False,
}
EVERY_COMBINATION = [Combination(*it) for it in product(SUBMIT_MODES, Encoding, [False, True])]
POSSIBLE = [it for it in EVERY_COMBINATION if it.encoding in ENCODINGS[it.mode] and (it.mode in ASYNC or not it.later)]

ALL_TYPED = Chosen(
    aid=23,
    return_url="https://example.com/back",
    order_id="ORDER-7",
    reference="Desk 7",
    no_sell=True,
    send_delay="1.5",
    ivr_number="8005551212",
    call_duration="95",
    call_result="Sold",
    call_date="11/13/2020 12:15 PM",
)


def typed_as(it: Combination) -> Chosen:
    return replace(ALL_TYPED, mode=it.mode, encoding=it.encoding, is_async=it.later)


def without_order(it: Combination) -> Chosen:
    """An order ID leaves no choice."""
    return replace(typed_as(it), order_id="")


def is_said(reason: str | None) -> bool:
    return reason is not None and len(reason) > 20 and reason.endswith(".")


# ------------------------------------------------------------------ reasons


def test_the_table_is_whole() -> None:
    assert set(HAS) == set(Parameter)
    assert len(POSSIBLE) == 26


@pytest.mark.parametrize("it", POSSIBLE, ids=str)
def test_what_is_off_says_why(it: Combination) -> None:
    why = reasons(PROFILE, without_order(it))
    assert set(why.parameters) == set(Parameter)
    off = {parameter for parameter, reason in why.parameters.items() if reason is not None}
    assert off == {parameter for parameter, has in HAS.items() if not has(it)}
    assert all(is_said(why.parameters[parameter]) for parameter in off)
    assert {own for own, reason in why.encodings.items() if reason is None} == ENCODINGS[it.mode]
    assert all(reason is None or is_said(reason) for reason in why.encodings.values())
    assert why.modes == dict.fromkeys(SUBMIT_MODES)
    assert (why.is_async is None) is (it.mode in ASYNC)
    assert why.is_async is None or is_said(why.is_async)
    assert why.redirect == (None if it.mode is REDIRECT else "Only redirect leads redirect anybody.")


@pytest.mark.parametrize("it", POSSIBLE, ids=str)
def test_an_order_id_goes_anywhere_if_the_profile_says_so(it: Combination) -> None:
    profile = replace(PROFILE, order_id_anywhere=True)
    chosen = typed_as(it)
    assert reasons(profile, chosen).parameters[Parameter.ORDER_ID] is None
    request = compose(profile, chosen, TYPED).request
    assert request is not None
    assert (request.order_id, request.order_id_anywhere) == ("ORDER-7", True)
    assert b"ORDER-7" in encode(request).body


def test_a_mode_that_the_profile_does_not_have_says_so() -> None:
    profile = replace(PROFILE, operations=(GENERAL, CALL))
    why = reasons(profile, Chosen()).modes
    assert {mode for mode, reason in why.items() if reason is None} == {GENERAL, CALL}
    assert why[REDIRECT] == "The profile “Solar” does not have this mode."
    assert why[TRANSFER] == why[RETURNSENDS] == f"{why[REDIRECT]} It needs approval by the platform."


def test_a_field_that_is_no_xml_name_turns_xml_off_and_is_named() -> None:
    profile = replace(PROFILE, fields=(*PROFILE.fields, FieldSpec("1st choice")))
    why = reasons(profile, Chosen()).encodings
    assert why == {
        FORM: None,
        XML: "The field “1st choice” cannot go as XML: its name is no XML name.",
        JSON: None,
    }
    assert (
        reasons(profile, Chosen(mode=REDIRECT)).encodings[JSON]
        == "The receiver takes redirect leads as form or XML only."
    )


# ------------------------------------------------------------------ the nearest that is possible


@pytest.mark.parametrize("it", EVERY_COMBINATION, ids=str)
def test_the_nearest_can_be_sent(it: Combination) -> None:
    wanted = replace(without_order(it), redirect=RedirectKind.AUTO)
    chosen = possible(PROFILE, wanted)
    near = it.encoding if it.encoding in ENCODINGS[it.mode] else FORM
    assert chosen == replace(wanted, encoding=near, is_async=it.later and it.mode in ASYNC)
    assert possible(PROFILE, chosen) == chosen
    request = compose(PROFILE, chosen, TYPED).request
    assert request is not None
    assert encode(request).path.startswith("/processor/insert/")


@pytest.mark.parametrize("it", EVERY_COMBINATION, ids=str)
@pytest.mark.parametrize("other", SUBMIT_MODES)
def test_what_a_mode_lacks_comes_back_with_the_mode_before(it: Combination, other: Operation) -> None:
    """Only what is wanted is kept: what is possible is worked out anew after each choice."""
    wanted = without_order(it)
    before = possible(PROFILE, wanted)
    elsewhere = possible(PROFILE, replace(wanted, mode=other))
    assert elsewhere.mode is other
    assert replace(elsewhere, mode=wanted.mode, encoding=wanted.encoding, is_async=wanted.is_async) == wanted
    assert possible(PROFILE, replace(wanted, mode=it.mode)) == before


@pytest.mark.parametrize(
    "profile, wanted, expected",
    [
        (replace(PROFILE, operations=(RETURNSENDS, CALL)), Chosen(mode=TRANSFER), Chosen(mode=RETURNSENDS)),
        (
            replace(PROFILE, operations=(Operation.PING, REDIRECT)),
            Chosen(encoding=JSON, is_async=True),
            Chosen(mode=REDIRECT),
        ),
        (replace(PROFILE, operations=(Operation.PING,)), Chosen(mode=CALL), Chosen(mode=CALL)),
        (replace(PROFILE, fields=(FieldSpec("a b"),)), Chosen(encoding=XML), Chosen()),
        (PROFILE, Chosen(aid=24), Chosen(aid=24)),
        (PROFILE, Chosen(aid=99), Chosen()),
        (replace(PROFILE, campaigns=()), Chosen(aid=23), Chosen()),
        (PROFILE, Chosen(mode=Operation.PING), Chosen(mode=Operation.PING)),
        (PROFILE, Chosen(mode=Operation.PING, encoding=XML), Chosen(mode=Operation.PING)),
        (
            PROFILE,
            Chosen(mode=Operation.PING, encoding=JSON, is_async=True),
            Chosen(mode=Operation.PING, encoding=JSON),
        ),
    ],
)
def test_what_the_profile_lacks(profile: SourceProfile, wanted: Chosen, expected: Chosen) -> None:
    assert possible(profile, wanted) == expected


def test_a_profile_without_any_mode_says_so() -> None:
    profile = replace(PROFILE, operations=(Operation.PING,))
    composed = compose(profile, possible(profile, Chosen()), TYPED)
    assert (composed.request, composed.obstacle) == (
        None,
        "The profile “Solar” has none of the five ways to submit a lead.",
    )


def test_a_profile_says_what_is_chosen_at_first() -> None:
    defaults = Defaults(TRANSFER, JSON, ResponseFormat.XML, is_async=True, return_url="https://example.com/", aid=24)
    chosen = chosen_by_default(replace(PROFILE, defaults=defaults))
    assert chosen == Chosen(
        TRANSFER,
        RedirectKind.MANUAL,
        JSON,
        ResponseFormat.XML,
        is_async=True,
        aid=24,
        return_url="https://example.com/",
    )
    assert chosen_by_default(PROFILE) == Chosen()


def test_a_shape_is_what_is_chosen() -> None:
    chosen = Chosen(REDIRECT, RedirectKind.AUTO, XML, ResponseFormat.XML, is_async=False)
    assert shape_of(chosen) == RequestShape(
        REDIRECT, XML, ResponseFormat.XML, is_async=False, redirect=RedirectKind.AUTO
    )


# ------------------------------------------------------------------ what is typed and has no place


@pytest.mark.parametrize("it", POSSIBLE, ids=str)
def test_an_option_without_a_place_is_not_in_the_request_though_typed(it: Combination) -> None:
    chosen = typed_as(it)
    request = compose(PROFILE, chosen, TYPED).request
    assert request is not None

    def has(parameter: Parameter) -> bool:
        return HAS[parameter](it)

    assert request.order_id == ("ORDER-7" if has(Parameter.ORDER_ID) else "")
    assert request.return_url == ("https://example.com/back" if has(Parameter.RETURN_URL) else "")
    assert request.send_delay_h == (Decimal("1.5") if has(Parameter.SEND_DELAY) else None)
    assert request.reference == ("Desk 7" if has(Parameter.REFERENCE) else "")
    assert request.no_sell is has(Parameter.NO_SELL)
    assert isinstance(request.call, CallData) is has(Parameter.IVR_NUMBER)
    body = encode(request).body.decode()
    words = {"ORDER-7": Parameter.ORDER_ID, "example.com": Parameter.RETURN_URL, "Desk": Parameter.REFERENCE}
    words |= {"noSell": Parameter.NO_SELL, "sendDelay": Parameter.SEND_DELAY, "8005551212": Parameter.IVR_NUMBER}
    assert {word for word in words if word in body} == {word for word, parameter in words.items() if has(parameter)}


@pytest.mark.parametrize("it", POSSIBLE, ids=str)
def test_nor_is_a_mistake_in_it_complained_of(it: Combination) -> None:
    wrong = replace(
        typed_as(it),
        return_url="nowhere",
        order_id="\x00",
        reference="\x00",
        send_delay="soon",
        ivr_number="",
        call_duration="long",
        call_result="\x00",
        call_date="yesterday",
    )
    composed = compose(PROFILE, wrong, TYPED)
    checked = set(Parameter) - {Parameter.VID, Parameter.LID, Parameter.AID, Parameter.PASSWORD, Parameter.NO_SELL}
    assert set(composed.option_problems) == {own for own in checked if HAS[own](it)}
    assert (composed.request is None) is bool(composed.option_problems)


def test_campaigns_of_the_profile_can_be_chosen() -> None:
    without = replace(PROFILE, campaigns=(Campaign(5),))
    request = compose(without, possible(without, Chosen(aid=5)), TYPED).request
    assert request is not None
    assert (request.ids.vid, request.ids.lid, request.ids.aid) == (18, 1, 5)


# ------------------------------------------------------------------ an order leaves no choice


@pytest.mark.parametrize("it", EVERY_COMBINATION, ids=str)
def test_an_order_is_posted_as_a_general_form_at_once(it: Combination) -> None:
    chosen = possible(PROFILE, typed_as(it))
    assert (chosen.mode, chosen.encoding, chosen.is_async, chosen.order_id) == (GENERAL, FORM, False, "ORDER-7")
    why = reasons(PROFILE, chosen)
    assert {mode for mode, reason in why.modes.items() if reason is None} == {GENERAL}
    assert {encoding for encoding, reason in why.encodings.items() if reason is None} == {FORM}
    told = [*why.modes.values(), *why.encodings.values(), why.is_async]
    assert all("Empty the order ID" in reason for reason in told if reason is not None)
    assert reasons(PROFILE, possible(PROFILE, without_order(it))).modes == dict.fromkeys(SUBMIT_MODES)


def test_a_profile_that_lets_it_go_anywhere_leaves_the_choice() -> None:
    profile = replace(PROFILE, order_id_anywhere=True)
    chosen = replace(ALL_TYPED, mode=TRANSFER, encoding=JSON, is_async=True)
    assert possible(profile, chosen) == chosen
    assert reasons(profile, chosen).modes == dict.fromkeys(SUBMIT_MODES)


def test_a_profile_without_general_leads_is_not_bound_by_what_has_no_place() -> None:
    profile = replace(PROFILE, operations=(TRANSFER,))
    assert possible(profile, replace(ALL_TYPED, mode=TRANSFER)).mode is TRANSFER
