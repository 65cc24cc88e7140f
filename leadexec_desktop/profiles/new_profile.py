"""Profiles that begin: a blank one, and a copy of another."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.profiles.names import LONGEST_NAME

NOT_SAID = -1
"""Stands for an id that nobody has said yet; `problems_of` complains of it, as 0 might be one."""

_COPY = re.compile(r" \(copy(?: \d+)?\)$")


def blank_profile(profile_id: str, name: str) -> SourceProfile:
    """What a new profile begins with: usable, but for what a person must say, its endpoint and its ids.

    Args:
        profile_id: One that no other profile has.
        name: As shown.
    """
    return SourceProfile(id=profile_id, name=name, endpoint="", vid=NOT_SAID, lid=NOT_SAID)


def copy_of(profile: SourceProfile, profile_id: str, taken_names: Iterable[str]) -> SourceProfile:
    """A profile's double under a name of its own: `Solar (copy)`, `Solar (copy 2)`. Its secrets are not copied.

    Args:
        profile: The one to copy; a copy's copy is named after the first of them.
        profile_id: One that no other profile has.
        taken_names: Those of all profiles; upper and lower case do not tell two apart.
    """
    taken = {name.casefold() for name in taken_names}
    base = _COPY.sub("", profile.name) or profile.name
    endings = (" (copy)" if number == 1 else f" (copy {number})" for number in count(1))
    names = (f"{base[: LONGEST_NAME - len(ending)].rstrip()}{ending}" for ending in endings)
    return replace(profile, id=profile_id, name=next(name for name in names if name.casefold() not in taken))
