"""What hands and clipboards add to a text without showing it, taken away."""

import re
import unicodedata

# Zero-width spaces, joiners' neighbours, byte order marks and marks of direction: contact lists put them round numbers.
_INVISIBLE = "\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
_EDGES = _SPACES + _INVISIBLE
_SOFT = re.compile(f"[\xad\u061c\u200c\u200d{_INVISIBLE}]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
# Three small sets: one of them all takes 3 ms to make, at each start.
_UNSENDABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f]|[\ud800-\udfff]|[\ufffe\uffff]")
_LONGEST_FOLDED = 1_000


def trimmed(text: str) -> str:
    """The text without what cannot be seen at its ends."""
    return text.strip(_EDGES)


def visible(text: str) -> str:
    """The text without what cannot be seen in it, and no space at its ends; for what has no such characters."""
    return _SOFT.sub("", text).strip()


def plain(text: str) -> str:
    """The text with the digits, dashes, spaces and letters of all scripts that stand for those of ASCII as those.

    For numbers, dates and codes, which mean the same in full width, with Arabic digits or with a typographic minus. A
    text too long to be one is left as it is: over a run of accents, the time to fold it grows with the square.
    """
    if len(text) > _LONGEST_FOLDED:
        return text
    folded = _DASHES.sub("-", unicodedata.normalize("NFKC", visible(text)))
    return "".join(str(unicodedata.decimal(char, char)) for char in folded).strip()


def unsendable(text: str) -> str:
    """The first character that XML, or any encoding, cannot carry, as `U+0000`; empty if there is none."""
    found = _UNSENDABLE.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""
