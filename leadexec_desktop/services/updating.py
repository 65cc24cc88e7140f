"""Updates: which fields of a lead have changed since it was sent, and nothing else goes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from leadexec_desktop.profiles.loading import typed_lead
from leadexec_desktop.profiles.model import FieldSpec, SourceProfile, destination_of, ids_of
from leadexec_desktop.profiles.reading import Reading, Readings, remarks_on
from leadexec_desktop.profiles.typed_text import trimmed
from leadexec_desktop.profiles.who import who_of
from leadexec_desktop.protocol.known_lead import LeadUpdate, is_lead_uid
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import Lead, LeadRequest, Operation
from leadexec_desktop.services.asking import why_not_permitted
from leadexec_desktop.services.composing import Chosen, Composed, shape_of

NOTHING_CHANGED = "Nothing was changed: there is nothing to send."


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the receiver has of a lead, as far as is known: an update sends what differs from it.

    Attributes:
        wires: Values on the wire by wire name; empty for a lead of which nothing is known.
        texts: The same as they were put into the form.
        who: Name or phone of the lead.
        lead_uid: Its identifier; empty if nobody knows which lead it is.
    """

    wires: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    who: str = ""
    lead_uid: str = ""


def editable_fields(profile: SourceProfile) -> tuple[FieldSpec, ...]:
    """The fields that an update can change: what stands in the others is the profile's."""
    return tuple(spec for spec in profile.fields if not (spec.hidden or spec.read_only))


def baseline_of(profile: SourceProfile, lead: Lead, who: str) -> Baseline:
    """What the receiver has of a lead that was sent."""
    fields = {spec.name: spec for spec in profile.fields}
    return Baseline(dict(lead.values), typed_lead(fields, lead.values), who)


def unknown_baseline(profile: SourceProfile) -> Baseline:
    """That of a lead of which nothing is known but its identifier: what is typed has changed."""
    return Baseline(texts={spec.name: spec.default for spec in profile.fields})


@dataclass(frozen=True, slots=True)
class Update:
    """What an update would do.

    Attributes:
        composed: What would be sent; its request is not there while nothing has changed.
        changed: The fields that go, in the form's order.
    """

    composed: Composed
    changed: tuple[FieldSpec, ...]


def compose_update(
    profile: SourceProfile,
    chosen: Chosen,
    typed: Mapping[str, str],
    baseline: Baseline,
    *,
    lead_uid: str,
    process_delivery: bool,
    readings: Readings | None = None,
) -> Update:
    """Reads a form for an update.

    A field is sent if its text and its value both differ from what the receiver has; one that was emptied is sent
    empty, required or not. What was not changed is not looked at.

    Args:
        profile: Whose form it is.
        chosen: Encoding and answer.
        typed: Text by wire name; a field that is not there was not changed.
        baseline: What the receiver has.
        lead_uid: The lead's identifier, as typed.
        process_delivery: The receiver runs its automation afterwards.
        readings: What remembers the form as it was read last.
    """
    read = readings or Readings()
    asked = (spec for spec in editable_fields(profile) if spec.name in typed)
    found = [(spec, _changed(spec, typed[spec.name], baseline, read)) for spec in asked]
    changed = [(spec, reading) for spec, reading in found if reading is not None]
    problems = {spec.name: reading.problem for spec, reading in changed if reading.problem}
    uid = lead_uid.strip()
    options = {} if is_lead_uid(uid) else {Parameter.LEAD_UID: _which(uid)}
    never = why_not_permitted(profile, Operation.UPDATE)
    if never:
        problems, options = {}, {}  # they would keep it from being said
    obstacle = never or ("" if changed else NOTHING_CHANGED)
    lead = Lead(
        tuple((spec.name, reading.wire) for spec, reading in changed),
        tuple(spec.name for spec, _ in changed if spec.sensitive),
    )
    request = None
    if not (problems or options or obstacle):
        request = LeadRequest(shape_of(chosen), ids_of(profile, None), lead, update=LeadUpdate(uid, process_delivery))
    specs = tuple(spec for spec, _ in changed)
    known = baseline.who if baseline.lead_uid in ("", uid) else ""  # else another lead's ID was typed over its own
    who = known or (f"Lead {uid}" if baseline.lead_uid else who_of(profile, lead)) or (f"Lead {uid}" if uid else "")
    destination = destination_of(profile, Operation.UPDATE)
    composed = Composed(request, destination, who, problems, options, obstacle, remarks_on(specs, typed, read))
    return Update(composed, specs)


def _changed(spec: FieldSpec, text: str, baseline: Baseline, read: Readings) -> Reading | None:
    if text == baseline.texts.get(spec.name, ""):
        return None
    if not trimmed(text):
        return Reading() if baseline.wires.get(spec.name, "") or baseline.texts.get(spec.name, "") else None
    reading = read(spec, text)
    return None if not reading.problem and reading.wire == baseline.wires.get(spec.name, "") else reading


def _which(uid: str) -> str:
    if not uid:
        return "Lead ID is required: it stands in the answer to the lead. “Update this lead” in history fills it in."
    return "Lead ID is a whole number, as in 12345678."
