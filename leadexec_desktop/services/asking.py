"""Pings and duplicate checks: which of a lead's fields go, and what is asked of the receiver."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from leadexec_desktop.profiles.identity import checked_key
from leadexec_desktop.profiles.model import FieldSpec, SourceProfile, destination_of, ids_of
from leadexec_desktop.profiles.reading import Readings, read_lead, remarks_on
from leadexec_desktop.profiles.who import who_of
from leadexec_desktop.protocol.operations import OPERATIONS, plural_of
from leadexec_desktop.protocol.outcome import Outcome
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import Lead, LeadRequest, Operation
from leadexec_desktop.services.composing import Chosen, Composed, chosen_by_default, read_options, shape_of

_GOES: Mapping[Operation, Callable[[FieldSpec], bool]] = MappingProxyType(
    {
        Operation.PING: lambda field: field.in_ping,
        Operation.DUPLICATE: lambda field: field.in_duplicate_check,
    }
)
"""Which of a profile's fields go with each question; every other stays here."""

_KEYS: Mapping[Operation, str] = MappingProxyType(
    {Operation.PING: "In ping", Operation.DUPLICATE: "In duplicate check"}
)


def asked_fields(profile: SourceProfile, operation: Operation) -> tuple[FieldSpec, ...]:
    """The fields of a profile that go with a ping, or with a duplicate check."""
    return tuple(filter(_GOES[operation], profile.fields))


def chosen_for(profile: SourceProfile, operation: Operation) -> Chosen:
    """The options that a question starts with: the profile's campaign, or its only one."""
    chosen = chosen_by_default(profile)
    aids = [campaign.aid for campaign in profile.campaigns]
    return replace(chosen, mode=operation, aid=chosen.aid if chosen.aid is not None or not aids else aids[0])


def compose_question(
    profile: SourceProfile, chosen: Chosen, typed: Mapping[str, str], readings: Readings | None = None
) -> Composed:
    """Reads a form for a ping or a duplicate check.

    Args:
        profile: Whose form it is.
        chosen: The question is its mode.
        typed: Text by wire name; what does not go is read for the list alone.
        readings: What remembers the form as it was read last.
    """
    read, operation = readings or Readings(), chosen.mode
    asked = asked_fields(profile, operation)
    lead, field_problems = read_lead(asked, typed, read)
    whole, _ = read_lead(profile.fields, typed, read)
    texts, option_problems = read_options(profile, chosen)
    obstacle = _why_never(profile, chosen, asked)
    if obstacle:
        field_problems = {}  # they would keep it from being said
    elif not lead.values:
        obstacle = "Nothing is typed yet of what goes."
    request = None
    if not (field_problems or option_problems or obstacle):
        request = LeadRequest(
            shape_of(chosen),
            ids_of(profile, chosen.aid),
            Lead(lead.values, lead.sensitive),
            return_url=texts.get(Parameter.RETURN_URL, ""),
        )
    return Composed(
        request,
        destination_of(profile, operation),
        who_of(profile, whole),
        field_problems,
        option_problems,
        obstacle,
        remarks_on(asked, typed, read),
    )


def _why_never(profile: SourceProfile, chosen: Chosen, asked: tuple[FieldSpec, ...]) -> str:
    """Why nothing can be asked with this profile, whatever is typed; empty if something can."""
    operation = chosen.mode
    if operation not in profile.operations:
        return why_not_permitted(profile, operation)
    if not asked:
        return (
            f"The profile “{profile.name}” has no field that goes with {plural_of(operation)}: "
            f"tick “{_KEYS[operation]}” in Manage…"
        )
    if chosen.aid is None:
        return f"The receiver wants a campaign with {plural_of(operation)}: the profile “{profile.name}” has none."
    return ""


def why_not_permitted(profile: SourceProfile, operation: Operation) -> str:
    """Why an operation cannot be asked for under a profile; empty if it can."""
    if operation in profile.operations:
        return ""
    spec = OPERATIONS[operation]
    approval = " It needs approval by the platform." if spec.needs_approval else ""
    return f"The profile “{profile.name}” does not permit {plural_of(operation)}.{approval}"


def checked_value(profile: SourceProfile, lead: Lead) -> str:
    """What the receiver would be asked about a lead, as one text; empty while a field of the check is."""
    checked, wires = asked_fields(profile, Operation.DUPLICATE), dict(lead.values)
    return checked_key(checked, wires) if checked and all(wires.get(field.name) for field in checked) else ""


def best_price(outcomes: Mapping[int, Outcome]) -> int | None:
    """The campaign that would pay most of those that would accept; None if none says so.

    Args:
        outcomes: What each campaign's ping gave, by its aid.
    """
    prices = {
        aid: outcome.price
        for aid, outcome in outcomes.items()
        if outcome.price is not None and outcome.ping is not None and outcome.ping.will_accept
    }
    return max(prices, key=lambda aid: prices[aid], default=None)
