"""Which texts can be a name: of a profile, of a field on the wire, of an id."""

import unicodedata

from leadexec_desktop.profiles.typed_text import visible

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
