"""From what is typed and chosen on Submit to a request: what each mode has, what is wrong, what would happen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

from leadexec_desktop.profiles.amounts import amount_of
from leadexec_desktop.profiles.model import FieldKind, FieldSpec, SourceProfile, destination_of, ids_of
from leadexec_desktop.profiles.model import xml_unfit_field as unfit_for_xml
from leadexec_desktop.profiles.reading import Readings, read_field, read_lead, remarks_on
from leadexec_desktop.profiles.typed_text import trimmed
from leadexec_desktop.profiles.who import who_of
from leadexec_desktop.protocol.delivery import Destination
from leadexec_desktop.protocol.operations import LATER_ONLY_THERE, OPERATIONS, why_no_async, why_no_encoding
from leadexec_desktop.protocol.parameters import Parameter, pacific, why_no_parameter
from leadexec_desktop.protocol.values import (
    SUBMIT_MODES,
    CallData,
    Encoding,
    Lead,
    LeadRequest,
    Operation,
    RedirectKind,
    RequestShape,
    ResponseFormat,
)
from leadexec_desktop.services.added_fields import added_fields, wrong_names


@dataclass(frozen=True, slots=True)
class Chosen:
    """The options of Submit as they are typed and chosen, whether the mode has them or not.

    Attributes:
        send_delay: Hours, as typed.
        call_duration: Seconds, as typed.
        call_date: In Pacific Time, as typed.
    """

    mode: Operation = Operation.GENERAL
    redirect: RedirectKind = RedirectKind.MANUAL
    encoding: Encoding = Encoding.FORM
    response: ResponseFormat = ResponseFormat.JSON
    is_async: bool = False
    aid: int | None = None
    return_url: str = ""
    order_id: str = ""
    reference: str = ""
    no_sell: bool = False
    send_delay: str = ""
    ivr_number: str = ""
    call_duration: str = ""
    call_result: str = ""
    call_date: str = ""


def chosen_by_default(profile: SourceProfile) -> Chosen:
    """The options that a profile starts with."""
    defaults = profile.defaults
    return Chosen(
        mode=defaults.mode,
        encoding=defaults.encoding,
        response=defaults.response,
        is_async=defaults.is_async,
        aid=defaults.aid,
        return_url=defaults.return_url,
    )


class Reasons(NamedTuple):
    """Why each choice is off; None where it is on."""

    modes: Mapping[Operation, str | None]
    encodings: Mapping[Encoding, str | None]
    is_async: str | None
    redirect: str | None
    parameters: Mapping[Parameter, str | None]


def reasons(profile: SourceProfile, chosen: Chosen) -> Reasons:
    """What the chosen mode and encoding have, and why they do not have the rest."""
    shape = shape_of(chosen)
    bound = _BOUND if order_binds(profile, chosen) else None
    return Reasons(
        modes={
            mode: _why_no_mode(profile, mode) or (None if mode is Operation.GENERAL else bound) for mode in SUBMIT_MODES
        },
        encodings={
            encoding: _why_no_encoding(profile, chosen.mode, encoding) or (None if encoding is Encoding.FORM else bound)
            for encoding in Encoding
        },
        is_async=why_no_async(chosen.mode, chosen.encoding) or bound,
        redirect=None if chosen.mode is Operation.REDIRECT else "Only redirect leads redirect anybody.",
        parameters={
            parameter: why_no_parameter(parameter, shape, order_id_anywhere=profile.order_id_anywhere)
            for parameter in Parameter
        },
    )


_BOUND = (
    "An order is posted as a general lead, sent as form and answered at once: the documentation takes an order ID only "
    "there. Empty the order ID to choose otherwise."
)


def order_binds(profile: SourceProfile, chosen: Chosen) -> bool:
    """Whether an order ID that is filled in leaves no choice of mode, encoding and time of the answer."""
    is_set = chosen.mode in SUBMIT_MODES and bool(trimmed(chosen.order_id))
    return is_set and not profile.order_id_anywhere and Operation.GENERAL in profile.operations


def possible(profile: SourceProfile, wanted: Chosen) -> Chosen:
    """The nearest to the wanted options that the profile and the receiver have; an order ID comes before the others."""
    if order_binds(profile, wanted):
        wanted = replace(wanted, mode=Operation.GENERAL, encoding=Encoding.FORM, is_async=False)
    mode = _possible_mode(profile, wanted)
    encodings = [encoding for encoding in Encoding if _why_no_encoding(profile, mode, encoding) is None]
    encoding = wanted.encoding if wanted.encoding in encodings or not encodings else encodings[0]
    is_async = wanted.is_async and why_no_async(mode, encoding) is None
    aids = [campaign.aid for campaign in profile.campaigns]
    aid = wanted.aid if wanted.aid in aids else None
    return replace(wanted, mode=mode, encoding=encoding, is_async=is_async, aid=aid)


def _possible_mode(profile: SourceProfile, wanted: Chosen) -> Operation:
    """What is asked; of the ways to submit a lead, one that the profile permits."""
    if wanted.mode not in SUBMIT_MODES:
        return wanted.mode
    modes = [mode for mode in SUBMIT_MODES if _why_no_mode(profile, mode) is None]
    return wanted.mode if wanted.mode in modes or not modes else modes[0]


def _why_no_mode(profile: SourceProfile, mode: Operation) -> str | None:
    if mode in profile.operations:
        return None
    approval = " It needs approval by the platform." if OPERATIONS[mode].needs_approval else ""
    return f"The profile “{profile.name}” does not have this mode.{approval}"


def _why_no_encoding(profile: SourceProfile, mode: Operation, encoding: Encoding) -> str | None:
    reason = why_no_encoding(mode, encoding)
    if reason is None and encoding is Encoding.XML:
        unfit = unfit_for_xml(profile)
        if unfit is not None:
            return f"The field “{unfit}” cannot go as XML: its name is no XML name."
    return reason


def shape_of(chosen: Chosen) -> RequestShape:
    """The request's shape."""
    return RequestShape(chosen.mode, chosen.encoding, chosen.response, chosen.is_async, chosen.redirect)


class Composed(NamedTuple):
    """What stands on Submit, read.

    Attributes:
        request: What would be sent; None while something is wrong.
        destination: Where it would go.
        who: Name or phone of the lead, for the list.
        field_problems: Complaint by wire name.
        option_problems: Complaint by option.
        obstacle: Why nothing can be sent with this profile at all; empty if something can.
        field_remarks: What a person should know of how a field was read, by wire name.
    """

    request: LeadRequest | None
    destination: Destination
    who: str
    field_problems: Mapping[str, str] = MappingProxyType({})
    option_problems: Mapping[Parameter, str] = MappingProxyType({})
    obstacle: str = ""
    field_remarks: Mapping[str, str] = MappingProxyType({})


def compose(
    profile: SourceProfile, chosen: Chosen, typed: Mapping[str, str], readings: Readings | None = None
) -> Composed:
    """Reads the form and the options.

    Args:
        profile: Whose form it is.
        chosen: Options that the profile and the receiver have (`possible`).
        typed: Text by wire name. What stands under a name that the profile has no field for goes along as it is, if
            the profile lets an agent add fields to a lead.
        readings: What remembers the form as it was read last.
    """
    read = readings or Readings()
    added = added_fields(profile, typed)
    fields = (*profile.fields, *added)
    lead, field_problems = read_lead(fields, typed, read)
    field_problems |= wrong_names(profile, added, chosen.encoding)
    options = _read_options(profile, chosen)
    obstacle = _obstacle(profile, lead, chosen)
    request = None
    if not (field_problems or options.problems or obstacle):
        request = LeadRequest(
            shape=shape_of(chosen),
            ids=ids_of(profile, chosen.aid),
            lead=lead,
            return_url=options.text(Parameter.RETURN_URL),
            order_id=options.text(Parameter.ORDER_ID),
            order_id_anywhere=profile.order_id_anywhere,
            reference=options.text(Parameter.REFERENCE),
            no_sell=chosen.no_sell and options.has(Parameter.NO_SELL),
            send_delay_h=options.delay_h,
            call=options.call,
        )
    return Composed(
        request,
        destination_of(profile),
        who_of(profile, lead),
        field_problems,
        options.problems,
        obstacle,
        remarks_on(fields, typed, read),
    )


def _obstacle(profile: SourceProfile, lead: Lead, chosen: Chosen) -> str:
    if chosen.mode not in profile.operations:
        return f"The profile “{profile.name}” has none of the five ways to submit a lead."
    return "" if lead.values else "Nothing is typed yet."


class _Options(NamedTuple):
    texts: Mapping[Parameter, str]
    available: frozenset[Parameter]
    problems: Mapping[Parameter, str]
    delay_h: Decimal | None
    call: CallData | None

    def has(self, parameter: Parameter) -> bool:
        return parameter in self.available

    def text(self, parameter: Parameter) -> str:
        return self.texts.get(parameter, "")


def _read_options(profile: SourceProfile, chosen: Chosen) -> _Options:
    shape = shape_of(chosen)
    available = frozenset(
        parameter
        for parameter in Parameter
        if why_no_parameter(parameter, shape, order_id_anywhere=profile.order_id_anywhere) is None
    )
    typed = {
        Parameter.RETURN_URL: chosen.return_url,
        Parameter.ORDER_ID: chosen.order_id,
        Parameter.REFERENCE: chosen.reference,
    }
    texts, problems = _read_texts({parameter: text for parameter, text in typed.items() if parameter in available})
    delay_h = None
    if Parameter.SEND_DELAY in available:
        delay_h, problem = _delay(chosen.send_delay)
        _note(problems, Parameter.SEND_DELAY, problem)
    call = None
    if chosen.mode is Operation.CALL:
        call, call_problems = _call(chosen)
        problems |= call_problems
    return _Options(texts, available, problems, delay_h, call)


def read_options(profile: SourceProfile, chosen: Chosen) -> tuple[Mapping[Parameter, str], Mapping[Parameter, str]]:
    """The options that a request has of those that are texts, as they go on the wire, and what is wrong with them."""
    options = _read_options(profile, chosen)
    return options.texts, options.problems


def _note(problems: dict[Parameter, str], parameter: Parameter, problem: str) -> None:
    if problem:
        problems[parameter] = problem


def _read_texts(typed: Mapping[Parameter, str]) -> tuple[dict[Parameter, str], dict[Parameter, str]]:
    """Options as they go on the wire, and what is wrong with them; read as a lead's own fields are."""
    readings = {parameter: read_field(_SPECS[parameter], text) for parameter, text in typed.items()}
    texts = {parameter: reading.wire for parameter, reading in readings.items()}
    return texts, {parameter: reading.problem for parameter, reading in readings.items() if reading.problem}


_SPECS: Mapping[Parameter, FieldSpec] = MappingProxyType(
    {
        Parameter.RETURN_URL: FieldSpec("returnurl", "Return URL", FieldKind.URL),
        Parameter.ORDER_ID: FieldSpec("orderid", "Order ID"),
        Parameter.REFERENCE: FieldSpec("reference", "Reference"),
        Parameter.IVR_NUMBER: FieldSpec("ivrnumber", "IVR number"),
        Parameter.CALL_RESULT: FieldSpec("callresult", "Result"),
    }
)


def _delay(typed: str) -> tuple[Decimal | None, str]:
    if not trimmed(typed):
        return None, ""
    hours = amount_of(typed)
    if hours is None or not 0 <= hours <= _LONGEST_DELAY_H:
        return None, f"Send delay is a number of hours from 0 to {_LONGEST_DELAY_H}, as in 1.5."
    return hours, ""


_LONGEST_DELAY_H = 8760
_LONGEST_CALL_S = 86_400
_SECONDS = r"(?a)\d{1,5}"
# Without an end, the last hours of the year 9999 would have no moment in UTC.
_CALL_DATE = FieldSpec(
    "calldate", "Call date", FieldKind.DATETIME, wire_format="%Y-%m-%dT%H:%M", max="2099-12-31T23:59"
)


def _call(chosen: Chosen) -> tuple[CallData | None, dict[Parameter, str]]:
    texts, problems = _read_texts({Parameter.IVR_NUMBER: chosen.ivr_number, Parameter.CALL_RESULT: chosen.call_result})
    if not (texts[Parameter.IVR_NUMBER] or Parameter.IVR_NUMBER in problems):
        problems[Parameter.IVR_NUMBER] = "IVR number is required: the number that the lead called."
    duration = trimmed(chosen.call_duration)
    if not (re.fullmatch(_SECONDS, duration) and int(duration) <= _LONGEST_CALL_S):
        problems[Parameter.CALL_DURATION] = f"Duration is required: whole seconds from 0 to {_LONGEST_CALL_S}."
    problem, at = call_date_problem_or_moment(chosen.call_date)
    _note(problems, Parameter.CALL_DATE, problem)
    if problems:
        return None, problems
    return CallData(texts[Parameter.IVR_NUMBER], int(duration), texts[Parameter.CALL_RESULT], at), {}


def call_date_problem_or_moment(text: str) -> tuple[str, datetime | None]:
    """What is wrong with a call date as typed in Pacific Time, and the moment that it names, in that zone.

    In the hour that comes twice, when the clocks go back, it names the first.
    """
    date = read_field(_CALL_DATE, text)
    if date.problem or not date.wire:
        return date.problem, None
    at = datetime.fromisoformat(date.wire).replace(tzinfo=pacific())
    if at.astimezone(UTC).astimezone(pacific()) != at:
        return "There is no such time in Pacific Time: the clocks go forward in that hour. Check the time.", None
    return "", at


def what_is_missing(composed: Composed, labels: Mapping[str, str]) -> str:
    """The first thing that keeps a lead from being sent, for a person.

    Args:
        composed: What stands on Submit; its request is not there.
        labels: Label by wire name.
    """
    for wire_name, problem in composed.field_problems.items():
        label = labels.get(wire_name, wire_name)
        return problem if problem.startswith(label) else f"{label}: {problem}"
    return next(iter(composed.option_problems.values()), composed.obstacle)


def what_will_happen(profile: SourceProfile, chosen: Chosen, *, is_sandbox: bool) -> str:
    """One line that says where the lead goes, whether it is sold, and when the answer comes."""
    host = urlsplit(profile.endpoint).netloc
    place = f"the built-in receiver ({host})" if is_sandbox else host
    campaign = next((own for own in profile.campaigns if own.aid == chosen.aid), None)
    to_campaign = (
        "no campaign named" if campaign is None else f"campaign {campaign.name or campaign.aid} ({campaign.aid})"
    )
    if chosen.no_sell and chosen.encoding is Encoding.JSON:
        sale = "kept from being sold"
    else:
        sale = "a rehearsal: nothing is sold" if is_sandbox else "it can be sold and billed"
    when = "answered now"
    if chosen.is_async:
        when = f"queued, answered later. {LATER_ONLY_THERE.get(chosen.mode, '')}".strip()
    return f"Goes to {place}, {to_campaign}; {sale}; {when}".rstrip(".") + "."
