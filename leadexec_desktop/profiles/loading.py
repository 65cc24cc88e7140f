"""Values on the wire as a person would type them: for a lead that comes back into a form."""

from collections.abc import Mapping

from leadexec_desktop.profiles.model import FieldKind, FieldSpec
from leadexec_desktop.profiles.reading import BOOLEANS, DEFAULT_BOOLEAN, read_field


def typed_of(field: FieldSpec, wire: str) -> str:
    """A text that reads as that value in that field; the value itself where no other does."""
    shown = _shown(field, wire)
    return shown if shown != wire and read_field(field, shown).wire == wire else wire


def _shown(field: FieldSpec, wire: str) -> str:
    if field.kind is FieldKind.CHOICE:
        return next((choice.label for choice in field.choices if choice.value == wire), wire)
    if field.kind is FieldKind.BOOLEAN:
        yes, no = BOOLEANS.get(field.wire_format, BOOLEANS[DEFAULT_BOOLEAN])
        return {yes: "Yes", no: "No"}.get(wire, wire)
    return wire


def typed_lead(fields: Mapping[str, FieldSpec], values: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """A lead's values by wire name, as texts for a form; those that the form has no field for as they are."""
    return {name: typed_of(fields[name], wire) if name in fields else wire for name, wire in values}
