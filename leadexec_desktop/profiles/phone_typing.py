"""Phone numbers as they are shown while they are typed, and once their line is left."""

import re

from leadexec_desktop.profiles.phones import NORTH_AMERICA, number_in
from leadexec_desktop.profiles.typed_text import plain

_LONGEST_AS_TYPED = 24
_AS_TYPED = re.compile(r"(?:\+(?=1|$))?[\d ()-]*", re.ASCII)
"""What is formatted while it is typed: the numbers of the United States and Canada. Others are left as they are."""

_NOT_OF_THE_NUMBER = re.compile(r"[^\d+]", re.ASCII)
_EXTENSION = re.compile(r"(?:;ext=|[ ,]*(?:ext(?:ension|n)?\.?|x|#)[ :.]*)\d{1,7}#?$", re.ASCII | re.IGNORECASE)
_ONLY_A_NUMBER = re.compile(r"(?:tel:)?[\d\s()+.,;/-]*", re.ASCII | re.IGNORECASE)


def as_typed(before: str, after: str, cursor: int) -> tuple[str, int] | None:
    """What stands in a phone's line after a keystroke, formatted, and where the cursor belongs then.

    None where the text is to be left alone: it was pasted; somebody puts brackets and dashes in, or takes them out, by
    their own hand; it is of another country. Digits are never lost, nor change places.

    Args:
        before: What stood there before the keystroke.
        after: What stands there now.
        cursor: Characters before the cursor now.
    """
    if len(after) > _LONGEST_AS_TYPED or not _AS_TYPED.fullmatch(after):
        return None
    digits = _digits(after)
    is_keystroke = len(digits) - len(_digits(before)) == 1 or len(digits) < len(_digits(before))
    if not is_keystroke or not _AS_TYPED.fullmatch(before) or before != _formatted(_digits(before)):
        return None
    text = _formatted(digits)
    return text, _place_after(text, len(_digits(after[:cursor])), at_end=cursor == len(after))


def settled(text: str) -> str:
    """A phone number as it stands in its line once that is left: that of the United States or Canada formatted.

    Everything else stays as it is: what is no number, what holds words, numbers of other countries.
    """
    folded = plain(text)
    if not any(map(str.isdigit, folded)):
        return text
    number = number_in(folded) if _ONLY_A_NUMBER.fullmatch(_EXTENSION.sub("", folded)) else None
    if number is None or number.country_code != NORTH_AMERICA:
        return text
    import phonenumbers  # noqa: PLC0415 - heavy: never before the first paint

    digits = _digits(folded)
    is_whole = digits.startswith("+")
    style = phonenumbers.PhoneNumberFormat.INTERNATIONAL if is_whole else phonenumbers.PhoneNumberFormat.NATIONAL
    shown = phonenumbers.format_number(number, style)
    if digits.startswith(str(NORTH_AMERICA)):
        shown = f"{NORTH_AMERICA} {shown}"
    return shown if _digits(shown) == digits else text


def _digits(text: str) -> str:
    """The digits of a text, and the plus before them."""
    return _NOT_OF_THE_NUMBER.sub("", text)


def _formatted(digits: str) -> str:
    """Digits as they are shown while a number is typed; they stay themselves where the library makes others of them."""
    from phonenumbers import AsYouTypeFormatter  # noqa: PLC0415 - heavy: never before the first paint

    formatter = AsYouTypeFormatter("US")
    text = digits
    for digit in digits:
        text = formatter.input_digit(digit)
    return text if _digits(text) == digits and text[-1:] not in ("-", " ", "(") else digits


def _place_after(text: str, count: int, *, at_end: bool) -> int:
    """The place in a text behind so many of its digits."""
    if at_end:
        return len(text)
    places = [place for place, char in enumerate(text, 1) if _digits(char)]
    return places[count - 1] if count else 0
