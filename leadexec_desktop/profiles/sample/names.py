"""The names of fields taken apart into words."""

import re

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")
_LONGEST = 200
_UPPER = frozenset(
    ("ip", "url", "dob", "ssn", "zip", "id", "vin", "tcpa", "apr", "ltv", "hvac", "dui", "aba", "utm", "hoa", "va")
)


def words_of(name: str) -> str:
    """The words of a name in lower case, a space between them: `HomePhone1`, `home_phone_1` are `home phone 1`."""
    return " ".join(_WORDS.findall(name[:_LONGEST])).lower()


def label_of(name: str) -> str:
    """A name as a person would write it above a field: `Home phone`, `ZIP code`. Of `Lead.FirstName`, its last part."""
    words = words_of(name.rpartition(".")[2] or name).split()
    if words[:1] == ["xx"]:  # as TrustedForm begins its own
        words = words[1:]
    shown = [word.upper() if word in _UPPER else word for word in words]
    if not shown:
        return name
    return " ".join([shown[0][:1].upper() + shown[0][1:], *shown[1:]])


def squashed(name: str) -> str:
    """A name without what is no letter or digit, in lower case."""
    return "".join(char for char in name if char.isalnum()).casefold()
