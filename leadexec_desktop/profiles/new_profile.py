"""What a new profile begins with, and a copy of one."""

from collections.abc import Iterable
from dataclasses import replace

from leadexec_desktop.profiles.model import SourceProfile


def blank_profile(profile_id: str, name: str) -> SourceProfile:
    """A profile that is valid but for what a person must say: its endpoint and its ids."""
    return SourceProfile(profile_id, name, "", 0, 0)


def copy_of(profile: SourceProfile, profile_id: str, taken_names: Iterable[str]) -> SourceProfile:
    """A copy under an id and a name of its own: `Solar (copy)`, `Solar (copy 2)`."""
    taken, number, name = set(taken_names), 1, f"{profile.name} (copy)"
    while name in taken:
        number += 1
        name = f"{profile.name} (copy {number})"
    return replace(profile, id=profile_id, name=name)
