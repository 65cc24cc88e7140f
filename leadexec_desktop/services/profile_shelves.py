"""What stands where: the profiles of the user and of the computer, by id, and what is to be said about the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from leadexec_desktop.profiles.file import ProfileFileError, read_profiles, write_profile, write_profiles
from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.store.errors import ReadOnlyProfileError, UnfitProfileError
from leadexec_desktop.store.profile_files import ProfileFiles, ReadFiles, file_name
from leadexec_desktop.store.system_profiles import read_system_profiles


@dataclass(frozen=True, slots=True)
class Placed:
    """A profile, and the file that it stands in."""

    source: str
    profile: SourceProfile

    @property
    def key(self) -> str:
        """Tells it from others: some keyrings, and some disks, do not tell upper from lower case."""
        return self.profile.id.casefold()


@dataclass(frozen=True, slots=True)
class Shelves:
    """Everything that was found.

    Attributes:
        system: The computer's, by key.
        own: The user's, by key.
        complaints: What is to be said about the rest.
    """

    system: Mapping[str, Placed] = field(default_factory=dict)
    own: Mapping[str, Placed] = field(default_factory=dict)
    complaints: tuple[str, ...] = ()

    def refuse_changes(self, profile_id: str) -> None:
        """Raises ReadOnlyProfileError for a profile that is the computer's."""
        placed = self.system.get(profile_id.casefold())
        if placed is not None:
            raise ReadOnlyProfileError(placed.profile.name, placed.source)


def look(files: ProfileFiles, system_folders: Sequence[Path]) -> Shelves:
    """Reads everything there is.

    Args:
        files: The user's.
        system_folders: Those of everybody on this computer; the first that has an id counts.

    Raises:
        StorageError: The user's folder cannot be read.
    """
    system: dict[str, Placed] = {}
    complaints: list[str] = []
    for read in read_system_profiles(system_folders):
        found, repeated = _one_of_each_id(_found_in(read, complaints))
        system = found | system
        complaints += repeated
    own, repeated = _one_of_each_id(_found_in(files.read_all(), complaints))
    complaints += repeated
    complaints += [_shadowed(placed, system[key]) for key, placed in own.items() if key in system]
    return Shelves(system, {key: placed for key, placed in own.items() if key not in system}, tuple(complaints))


def content_of(profiles: Sequence[SourceProfile]) -> bytes:
    """A file with these profiles: one object, or an array of several."""
    return write_profile(profiles[0]) if len(profiles) == 1 else write_profiles(profiles)


def check(profiles: Sequence[SourceProfile]) -> None:
    """Raises UnfitProfileError for the first profile that would be refused when it is read again."""
    for profile in profiles:
        try:
            read_profiles(write_profile(profile), "")
        except ProfileFileError as error:
            place = error.place.partition(", ")[2]  # a line of a file that nobody has is no help
            fault = f"{place} {error.reason}".strip()
            raise UnfitProfileError(profile.name, fault) from None


def _found_in(read: ReadFiles, complaints: list[str]) -> list[Placed]:
    complaints += [str(error) for error in read.unreadable]
    found: list[Placed] = []
    for source, content in read.contents:
        try:
            found += [Placed(source, profile) for profile in read_profiles(content, source).profiles]
        except ProfileFileError as error:
            complaints.append(str(error))
    return found


def _one_of_each_id(found: Iterable[Placed]) -> tuple[dict[str, Placed], list[str]]:
    kept: dict[str, Placed] = {}
    complaints: list[str] = []
    for placed in sorted(found, key=lambda own: Path(own.source).name != file_name(own.profile.id)):
        first = kept.setdefault(placed.key, placed)
        if first is not placed:
            complaints.append(
                f"{placed.source}: the profile “{placed.profile.name}” has the id of one in {first.source}, and was "
                "left alone. Give it an id of its own, or remove it."
            )
    return kept, complaints


def _shadowed(placed: Placed, by: Placed) -> str:
    return (
        f"{placed.source}: the profile “{placed.profile.name}” has the id of one that is set for everybody on this "
        f"computer, in {by.source}. That one counts, and the file was left alone. Give it an id of its own, or remove "
        "it."
    )
