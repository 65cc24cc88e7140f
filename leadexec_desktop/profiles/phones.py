"""Phone numbers as people type and paste them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

FORMATS: Mapping[str, str] = MappingProxyType(
    {"digits": "7025550123", "e164": "+17025550123", "national": "(702) 555-0123"}
)
"""How a number may be written on the wire, with an example of each."""

_NORTH_AMERICA = 1
# Area codes change too often for a bundled list to turn a caller away; the shape of the numbers does not.
_NORTH_AMERICAN = re.compile(r"[2-9]\d{2}[2-9]\d{6}", re.ASCII)
_LONGEST = 100
"""Characters beyond which nothing is one phone number."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number read: as it is written on the wire, or why it is none, for a person."""

    wire: str = ""
    problem: str = ""


_NO_PHONE = Phone(problem="Type 10 digits, as in 702-555-0123, or + and the country's code.")
_EXTENSION = Phone(problem="Leave out the extension: it cannot be sent in this field.")


def phone_of(typed: str, wire_format: str) -> Phone:
    """The phone number that a text is: of the United States or Canada, or any that begins with `+`.

    Args:
        typed: Any text.
        wire_format: One of `FORMATS`; empty for `digits`: the national number, without the country's code.
    """
    import phonenumbers  # noqa: PLC0415 - heavy: never before the first paint

    if len(typed) > _LONGEST:
        return _NO_PHONE
    try:
        number = phonenumbers.parse(typed, "US")
    except phonenumbers.NumberParseException:
        return _NO_PHONE
    national = phonenumbers.national_significant_number(number)
    if number.country_code == _NORTH_AMERICA:
        fits = _NORTH_AMERICAN.fullmatch(national) is not None
    else:
        fits = phonenumbers.is_possible_number(number)
    if not fits:
        return _NO_PHONE
    if number.extension:
        return _EXTENSION
    formats = {"e164": phonenumbers.PhoneNumberFormat.E164, "national": phonenumbers.PhoneNumberFormat.NATIONAL}
    chosen = formats.get(wire_format)
    return Phone(national if chosen is None else phonenumbers.format_number(number, chosen))
