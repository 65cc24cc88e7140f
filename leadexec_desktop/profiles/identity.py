"""What tells that two leads are about the same person: for the program's own history, never sent."""

from collections.abc import Iterable, Mapping

from leadexec_desktop.profiles.model import FieldKind, FieldSpec

_DIGITS_OF_A_PHONE = 10
"""The last ten: the national number in North America, whatever stands before it."""


def identity_of(fields: Iterable[FieldSpec], wires: Mapping[str, str]) -> tuple[str, ...]:
    """Keys that another lead about the same person has too, whatever its fields are called.

    One for each phone number and e-mail address, and one for all fields of the duplicate check together, if none of
    them is empty.

    Args:
        fields: The form's.
        wires: The values on the wire by wire name.
    """
    asked = list(fields)
    filled = [field for field in asked if wires.get(field.name)]
    keys = [key for field in filled if (key := own_key(field, wires[field.name]))]
    checked = [field for field in asked if field.in_duplicate_check]
    if checked and all(wires.get(field.name) for field in checked):
        keys.append(checked_key(checked, wires))
    return tuple(dict.fromkeys(keys))


def own_key(field: FieldSpec, wire: str) -> str:
    """The key of one phone number or e-mail address; empty for what tells nothing of a person alone."""
    if field.kind is FieldKind.PHONE:
        return f"phone {''.join(filter(str.isdecimal, wire))[-_DIGITS_OF_A_PHONE:]}"
    return f"email {wire.casefold()}" if field.kind is FieldKind.EMAIL else ""


def checked_key(checked: Iterable[FieldSpec], wires: Mapping[str, str]) -> str:
    """The key of all fields of the duplicate check together; none of them is empty."""
    return "\n".join(f"{field.name.casefold()}={wires[field.name].casefold()}" for field in checked)
