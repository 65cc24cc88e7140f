"""Slips of the hand in the domain of an e-mail address, and what was meant: offered, never put in by itself."""

from leadexec_desktop.profiles.addresses import address_in, email_of

FREQUENT = (
    "gmail.com",
    "yahoo.com",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "aol.com",
    "comcast.net",
    "msn.com",
    "live.com",
    "verizon.net",
    "att.net",
    "sbcglobal.net",
    "bellsouth.net",
    "cox.net",
    "charter.net",
    "ymail.com",
    "rocketmail.com",
    "earthlink.net",
    "optonline.net",
    "frontier.com",
    "frontiernet.net",
    "windstream.net",
    "centurylink.net",
    "juno.com",
    "protonmail.com",
    "proton.me",
    "mac.com",
    "me.com",
)
"""The domains that most people's addresses have, the most frequent first."""

_REAL = frozenset(
    {
        *FREQUENT,
        *("mail.com", "email.com", "gmx.com", "gmx.net", "gmx.us", "fastmail.com", "zoho.com", "aim.com", "inbox.com"),
        *("googlemail.com", "netzero.net", "roadrunner.com", "rr.com", "twc.com", "spectrum.net", "hotmail.net"),
        *("yahoo.ca", "hotmail.ca", "live.ca", "outlook.ca", "rogers.com", "shaw.ca", "bell.net", "pm.me"),
        *("yahoo.co.uk", "hotmail.co.uk", "live.co.uk", "yahoo.fr", "hotmail.fr", "outlook.fr", "yahoo.es", "yahoo.de"),
        *("hotmail.es", "outlook.es", "hotmail.it", "hotmail.de", "outlook.de", "yahoo.com.mx", "live.com.mx"),
    }
)
"""Domains that are meant as they stand, however near they are to another."""

_ENDS = {
    **dict.fromkeys(("con", "cmo", "ocm", "comm", "cpm", "vom", "xom", "cim", "coom", "coml", "om", "c0m"), "com"),
    **dict.fromkeys(("ner", "nte", "nett", "het", "met", "ney"), "net"),
    **dict.fromkeys(("ogr", "orgg", "ort", "rog"), "org"),
    **dict.fromkeys(("eud", "edi", "eduu"), "edu"),
}
"""Last parts of a domain that are none, and what was meant."""

_SHORT = 4
"""Letters of a name so short that other real domains are a letter away from it."""
_FAR = 99
_LONG = 6
"""Letters of a name so long that two slips still leave it known."""


def meant_address(typed: str, *, is_whole: bool = True) -> str:
    """The e-mail address that was probably meant where its domain is a slip; empty if it is none that is known.

    Args:
        typed: Any text.
        is_whole: Nothing is to come behind it. While it is being typed, the beginning of a frequent domain is no slip.
    """
    name, at, domain = address_in(typed).rpartition("@")
    if not at:
        return ""
    written = domain.casefold()
    is_beginning = any(own.startswith(written) for own in _REAL)
    if not is_whole and is_beginning:
        return ""
    meant = _meant_domain(written)
    address = f"{name}@{meant}"
    return address if meant and email_of(address) == address else ""


def _meant_domain(written: str) -> str:
    """The domain that was meant; empty for one that is meant as it stands, or that nothing is known of."""
    if written in _REAL or len(written) > max(map(len, FREQUENT)) + 2:
        return ""
    name, _, end = written.replace(",", ".").rstrip(".").rpartition(".")
    mended = f"{name}.{_ENDS.get(end, end)}" if name else end
    if mended in FREQUENT:
        return mended
    slips = {own: _slips(mended, own) for own in FREQUENT}
    near = [own for own in sorted(FREQUENT, key=slips.__getitem__) if slips[own] <= _most_slips(own)]
    return near[0] if near else mended if name and end in _ENDS else ""


def _most_slips(domain: str) -> int:
    return 2 if len(domain.partition(".")[0]) >= _LONG else 1


def _slips(written: str, meant: str) -> int:
    """How many slips lie between two domains: a letter too many, too few, another, or two that changed places.

    A short name has real neighbours, such as fox.net of cox.net: there only letters that changed places are a slip.
    """
    name, _, end = meant.partition(".")
    if written in (name, name + end):  # the end, or the dot, is missing
        return 1
    is_far = abs(len(written) - len(meant)) > _most_slips(meant)
    if not is_far and len(name) <= _SHORT:
        is_far = not written.startswith(name) and sorted(written) != sorted(meant)
    return _FAR if is_far else _distance(written, meant)


def _distance(first: str, second: str) -> int:
    """Letters put in, left out, exchanged, or changed in places with their neighbour, to make one of the other."""
    before: list[int] = []
    above = list(range(len(second) + 1))
    for row, own in enumerate(first, 1):
        line = [row]
        for column, other in enumerate(second, 1):
            cost = min(line[-1] + 1, above[column] + 1, above[column - 1] + (own != other))
            if row > 1 and column > 1 and own == second[column - 2] and first[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, above = above, line
    return above[-1]
