"""Phone numbers as people type and paste them."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from leadexec_desktop.profiles.typed_text import plain

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

FORMATS: Mapping[str, str] = MappingProxyType(
    {"digits": "7025550123", "e164": "+17025550123", "national": "(702) 555-0123"}
)
"""How a number may be written on the wire, with an example of each."""

NORTH_AMERICA = 1
"""The country's code of the United States, Canada and their neighbours."""

# Patterns are texts here: `re` makes each when it is first needed, and keeps it. A start needs none of them.
# Area codes change too often for a bundled list to turn a caller away; the shape of the numbers does not.
_NORTH_AMERICAN = r"(?a)[2-9]\d{2}[2-9]\d{6}"
_LONGEST = 100
"""Characters beyond which nothing is one phone number."""


class Phone(NamedTuple):
    """A phone number read.

    Attributes:
        wire: As it is written on the wire: never with an extension, for which no format has a place.
        problem: Why it is none, for a person.
        extension: Its digits, kept apart.
        left_out: The country's code that is not on the wire, though it is needed there to be called; 0 if none is.
    """

    wire: str = ""
    problem: str = ""
    extension: str = ""
    left_out: int = 0


_NO_PHONE = Phone(problem="Type 10 digits, as in 702-555-0123, or + and the country's code.")
_TWO_PHONES = Phone(problem="These are two phone numbers or more. Leave one here: this field carries one.")
_BETWEEN_TWO = r"(?ai)[/,;|&\n\t]|\b(?:or|and)\b"
_WHERE = r"(?ai)\s*\((?:home|cell|cellular|mobile|work|office|day|evening|main)\)$"
"""Which of somebody's numbers it is, as contact lists write it behind. Other letters may be digits: 702-555-CARS."""

_DIALLED_ABROAD = r"(?ai)^(?:tel:)?00(?=[ .-]?[1-9])"
"""What most countries dial for `+`; no number of the United States or Canada begins so."""


def phone_of(typed: str, wire_format: str) -> Phone:
    """The phone number that a text is: of the United States or Canada, or any that begins with `+`.

    Args:
        typed: Any text.
        wire_format: One of `FORMATS`; empty for `digits`: the national number, without the country's code.
    """
    if len(typed) <= _LONGEST and sum(number_in(part) is not None for part in re.split(_BETWEEN_TWO, typed)) > 1:
        return _TWO_PHONES
    number = number_in(typed)
    if number is None:
        return _NO_PHONE
    import phonenumbers  # noqa: PLC0415 - heavy: never before the first paint

    formats = {"e164": phonenumbers.PhoneNumberFormat.E164, "national": phonenumbers.PhoneNumberFormat.NATIONAL}
    chosen = formats.get(wire_format)
    extension, number.extension = number.extension or "", None
    national = phonenumbers.national_significant_number(number)
    return Phone(
        national if chosen is None else phonenumbers.format_number(number, chosen),
        extension=extension,
        left_out=0 if wire_format == "e164" else _abroad(number),
    )


def _abroad(number: "PhoneNumber") -> int:
    """The country's code of a number that is not of the United States, Canada and their neighbours; 0 if it is."""
    return 0 if number.country_code in (None, NORTH_AMERICA) else int(number.country_code)


def number_in(typed: str) -> "PhoneNumber | None":
    """The number in a text, as the phone numbers' library knows it; None if there is none."""
    import phonenumbers  # noqa: PLC0415 - heavy: never before the first paint

    if len(typed) > _LONGEST:
        return None
    written = re.sub(_DIALLED_ABROAD, "+", re.sub(_WHERE, "", plain(typed)))
    try:
        number = phonenumbers.parse(written, "US")
    except phonenumbers.NumberParseException:
        return None
    national = phonenumbers.national_significant_number(number)
    if number.country_code == NORTH_AMERICA:
        fits = re.fullmatch(_NORTH_AMERICAN, national) is not None
    else:
        fits = phonenumbers.is_possible_number(number)
    return number if fits else None
