"""What is known already of the person whose lead is being typed: from history, and from the receiver."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from leadexec_desktop.profiles.model import FieldKind, FieldSpec, SourceProfile
from leadexec_desktop.profiles.reading import Readings, read_lead
from leadexec_desktop.protocol.delivery import Delivery, DeliveryState
from leadexec_desktop.protocol.outcome import Outcome, OutcomeKind
from leadexec_desktop.protocol.values import Lead, Operation
from leadexec_desktop.services.asking import checked_value
from leadexec_desktop.services.history import Detail, History

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400
_WHOLE = "lead"
_LOOKED_THROUGH = 100
"""Deliveries in which an earlier check of the same lead is looked for."""
_FRESH = timedelta(hours=12)
"""How long a check speaks for the same lead: a restart does not ask anew, the next day does."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """An earlier lead about the same person.

    Attributes:
        delivery: The newest.
        key: What it has in common with the one that is being typed.
        what: What that is, for a person.
    """

    delivery: Delivery
    key: str
    what: str


@dataclass(frozen=True, slots=True)
class Person:
    """What tells whose lead is being typed, as far as it is complete and right.

    Attributes:
        keys: What it is, for a person, by key of the lead's identity.
        value: What the receiver would be asked; empty while a field of the check is not complete.
    """

    keys: Mapping[str, str]
    value: str = ""


def telling_fields(profile: SourceProfile) -> tuple[FieldSpec, ...]:
    """The fields that tell of whom a lead is."""
    return tuple(
        field
        for field in profile.fields
        if field.kind in (FieldKind.PHONE, FieldKind.EMAIL) or field.in_duplicate_check
    )


def person_of(profile: SourceProfile, typed: Mapping[str, str], read: Readings) -> Person:
    """Whose lead stands in a form.

    Args:
        profile: Whose form it is.
        typed: Text by wire name.
        read: What remembers the form as it was read last.
    """
    lead, _ = read_lead(telling_fields(profile), typed, read)
    value = checked_value(profile, lead)
    return Person({key: _what(key, value) for key in lead.identity}, value)


def _what(key: str, value: str) -> str:
    if key == value:
        return _WHOLE
    return "phone number" if key.startswith("phone ") else "e-mail address"


def notice(history: History, person: Person, but: Collection[str]) -> Noticed | None:
    """The newest lead of history about the same person; None if there is none.

    Args:
        history: Where it is looked for.
        person: Whom it is about.
        but: Ids of deliveries that do not count: those of the lead itself.

    Raises:
        StorageError: History cannot be read.
    """
    found = [(history.earlier((key,), but), key, what) for key, what in person.keys.items()]
    known = [Noticed(delivery, key, what) for delivery, key, what in found if delivery is not None]
    return max(known, key=lambda noticed: noticed.delivery.created_at_utc, default=None)


def asked_before(history: History, profile: SourceProfile, value: str, now: datetime) -> Detail | None:
    """The last check of the same lead, a person's or the program's own; None if there was none lately.

    Args:
        history: Where it is looked for.
        profile: Under which it was asked.
        value: What the receiver was asked.
        now: The time, aware.

    Raises:
        StorageError: History cannot be read.
    """
    for delivery in history.page(None, _LOOKED_THROUGH):
        is_check = delivery.request.shape.operation is Operation.DUPLICATE
        is_fresh = now - delivery.created_at_utc < _FRESH
        is_ours = delivery.destination.profile_id == profile.id and delivery.state is not DeliveryState.SENDING
        if is_check and is_fresh and is_ours and value_of(profile, delivery) == value:
            return history.detail(delivery.id)
    return None


def value_of(profile: SourceProfile, delivery: Delivery) -> str:
    """What the receiver would be asked about a lead that was sent; empty if a field of the check is."""
    return checked_value(profile, Lead(delivery.request.lead.values))


# ------------------------------------------------------------------ in words


def said_of(noticed: Noticed, now: datetime, profile_id: str) -> str:
    """What is to be said of an earlier lead.

    Args:
        noticed: It.
        now: The time, aware.
        profile_id: The active profile; another one is named.
    """
    delivery, what = noticed.delivery, noticed.what
    other = delivery.destination.profile_name if delivery.destination.profile_id != profile_id else ""
    under = f" under “{other}”" if other else ""
    ago = ago_text(delivery.created_at_utc, now)
    if delivery.state is DeliveryState.WAITING:
        whose = "This lead" if what == _WHOLE else f"A lead with this {what}"
        return f"{whose} waits in the outbox{under}; it was written down {ago}."
    lead = f", lead {delivery.lead_id}" if delivery.lead_id else ""
    return f"You sent this {what} {ago}{under}: {delivery.outcome}{lead}."


def ago_text(at: datetime, now: datetime) -> str:
    """How long ago a moment was: `just now`, `12 minutes ago`, `3 hours ago`, `2 days ago`."""
    seconds = (now - at).total_seconds()
    if seconds < _MINUTE_S:
        return "just now"
    for unit, size in (("day", _DAY_S), ("hour", _HOUR_S), ("minute", _MINUTE_S)):
        count = int(seconds // size)
        if count:
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"


ASKING = "The receiver is being asked whether it has had this lead."
_NOT_AGAIN = "it is not asked again by itself"
_NO_ANSWER = f"The duplicate check got no answer; {_NOT_AGAIN}."
_FAILURES: Mapping[OutcomeKind, str] = MappingProxyType(
    {
        OutcomeKind.REFUSED: f"The receiver refused the duplicate check; {_NOT_AGAIN}.",
        OutcomeKind.UNREADABLE: f"The duplicate check got an answer that nobody can read; {_NOT_AGAIN}.",
    }
)


def said_of_answer(outcome: Outcome) -> str:
    """What is to be said of a duplicate check that has ended."""
    answer = outcome.duplicate
    if outcome.kind is OutcomeKind.NOT_DUPLICATE:
        return "The receiver has not had this lead."
    if outcome.kind is not OutcomeKind.DUPLICATE:
        return _FAILURES.get(outcome.kind, _NO_ANSWER)
    lead = f": lead {outcome.lead_id}" if outcome.lead_id else ", from another source"
    received = f", received on {answer.received_on}" if answer is not None and answer.received_on else ""
    return f"The receiver has had this lead{lead}{received}."
