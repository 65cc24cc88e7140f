"""Fields that an agent adds to one lead, where the profile lets them."""

from collections.abc import Iterable, Mapping

from leadexec_desktop.profiles.model import FieldSpec, SourceProfile
from leadexec_desktop.profiles.names import why_no_field_name
from leadexec_desktop.protocol.values import Encoding

_NAMELESS = "Give the field that you added a name of its own, as the lead source's documentation has it."


def added_fields(profile: SourceProfile, typed: Mapping[str, str]) -> tuple[FieldSpec, ...]:
    """The fields that were added to one lead: of every text that the profile has no field for, if it allows that."""
    if not profile.allow_extra_fields:
        return ()
    known = {spec.name for spec in profile.fields}
    return tuple(FieldSpec(name, name or "Added field") for name, text in typed.items() if text and name not in known)


def wrong_names(profile: SourceProfile, added: Iterable[FieldSpec], encoding: Encoding) -> dict[str, str]:
    """Why added fields cannot go under their names, by those.

    Args:
        profile: Whose form they were added to.
        added: They (`added_fields`).
        encoding: How the lead is to travel.
    """
    taken = {spec.name.casefold() for spec in profile.fields}
    problems: dict[str, str] = {}
    for spec in added:
        reason = why_no_field_name(spec.name, encoding)
        if reason is None and spec.name.casefold() in taken:
            reason = "is the name of another field of this form, upper and lower case aside."
        taken.add(spec.name.casefold())
        if reason is not None:
            problems[spec.name] = f"The name {reason}" if spec.name else _NAMELESS
    return problems
