"""When two leads are the same one to the built-in receiver. The documentation leaves that to each account."""

import re
from collections.abc import Iterable, Mapping

from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.sandbox.requests import ReceivedLead

DuplicateKey = tuple[str, str, frozenset[tuple[str, str]]]

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_PHONE = re.compile(r"(?:\+?1[ .-]?)?(?:\([0-9]{3}\) ?|[0-9]{3}[ .-]?)[0-9]{3}[ .-]?[0-9]{4}")
_PHONE_DIGITS = 10


def duplicate_key(lead: ReceivedLead) -> DuplicateKey:
    """What the same lead has in common with itself: source, lead type, and its e-mail addresses and phone numbers.

    A lead without any of these is compared by all its fields. Case, blanks around a value and the way in which a phone
    number is written make no difference; empty fields do not count.
    """
    values = _plain_values(lead.fields)
    contacts = {(name, contact) for name, text in values.items() if (contact := _contact(text))}
    return *source_of(lead), frozenset(contacts or values.items())


def source_of(lead: ReceivedLead) -> tuple[str, str]:
    """Whose a lead is: its source and its type."""
    return lead.parameters[Parameter.VID], lead.parameters[Parameter.LID]


def compared_values(fields: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """What of each field counts when it is compared with another lead's, by its name; empty fields do not."""
    return {name: _contact(text) or text for name, text in _plain_values(fields).items()}


def _plain_values(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name.casefold(): text.strip().casefold() for name, text in fields if text.strip()}


def _contact(text: str) -> str:
    """The e-mail address or the phone number that a text is; empty if it is neither."""
    if _EMAIL.fullmatch(text):
        return text
    if _PHONE.fullmatch(text):
        return re.sub("[^0-9]", "", text)[-_PHONE_DIGITS:]
    return ""
