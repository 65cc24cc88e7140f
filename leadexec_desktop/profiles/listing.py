"""Profiles in a list: their order, and one of them by its name."""

from collections.abc import Callable, Iterable

from leadexec_desktop.profiles.model import SourceProfile


def in_order(profiles: Iterable[SourceProfile]) -> tuple[SourceProfile, ...]:
    """Profiles by name, as a list shows them."""
    return tuple(sorted(profiles, key=lambda profile: (profile.name.casefold(), profile.id)))


def find_profile(profiles: Iterable[SourceProfile], wanted: str) -> SourceProfile | None:
    """The profile of that id, else of that name, else of that name in any case; None if there is none."""
    known = tuple(profiles)
    ways: tuple[Callable[[SourceProfile], bool], ...] = (
        lambda own: own.id == wanted,
        lambda own: own.name == wanted,
        lambda own: own.name.casefold() == wanted.casefold(),
    )
    return next((own for fits in ways for own in known if fits(own)), None)
