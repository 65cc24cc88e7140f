"""Which texts can be a name: of a profile, of a field on the wire, of an id."""

import unicodedata

from leadexec_desktop.profiles.typed_text import visible
from leadexec_desktop.protocol.parameters import RESERVED_NAMES, is_xml_name
from leadexec_desktop.protocol.values import Encoding

LONGEST_NAME = 200
"""Characters of a name or id."""

_NOT_IN_A_NAME = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Control characters, halves of characters, ends of lines and paragraphs."""


def why_no_name(name: str) -> str | None:
    """Why a text cannot be a name; None if it can."""
    if not visible(name):
        return "is empty."
    if len(name) > LONGEST_NAME:
        return f"is too long: {LONGEST_NAME} characters at most."
    strange = next((char for char in name if unicodedata.category(char) in _NOT_IN_A_NAME), None)
    if strange is not None:
        return f"holds the invisible character U+{ord(strange):04X}; type it again."
    return None


def why_no_wire_name(name: str) -> str | None:
    """Why a text cannot be the name of a field on the wire, whatever the encoding; None if it can."""
    reason = why_no_name(name)
    if reason is None and visible(name) != name:
        return "has a space at its beginning or end, or an invisible character in it; type it again."
    return reason


def why_no_field_name(name: str, encoding: Encoding | None = None) -> str | None:
    """Why a text cannot be the name of a lead's field; None if it can.

    Args:
        name: The text.
        encoding: How the field is to travel; None for whatever encodings its name fits.
    """
    reason = why_no_wire_name(name)
    if reason is not None:
        return reason
    if name.casefold() in RESERVED_NAMES:
        return "is the name of one of the receiver's own parameters, which no field may have."
    if encoding is Encoding.XML and not is_xml_name(name):
        return "is no XML name, so that the field cannot go as XML; choose another name or encoding."
    return None
