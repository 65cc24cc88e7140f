"""The source profiles of this seat: read at start, imported from files, each broken one named and left alone."""

import stat
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from leadexec_desktop.profiles.file import ProfileFileError, read_profiles, write_profile, write_profiles
from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.store.atomic_file import write_atomically
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.profile_files import ProfileFiles, file_name


@dataclass(frozen=True, slots=True)
class Loaded:
    """Profiles that were read, and what is to be said about those that were not."""

    profiles: tuple[SourceProfile, ...]
    complaints: tuple[str, ...] = ()
    read_only: frozenset[str] = frozenset()


class ProfileLibrary:
    """Reads and keeps profiles; may be called from any thread.

    Args:
        files: Where they are kept.
    """

    def __init__(self, files: ProfileFiles) -> None:
        self._files = files

    def load(self) -> Loaded:
        """Every profile that can be read, by name; the others stay where they are, and are named.

        Of two with one id, which would share their secrets, the one in the file that the program itself wrote counts.

        Raises:
            StorageError: The folder cannot be read.
        """
        found: list[tuple[str, SourceProfile]] = []
        read = self._files.read_all()
        complaints = [str(error) for error in read.unreadable]
        for source, content in read.contents:
            try:
                found.extend((source, profile) for profile in read_profiles(content, source).profiles)
            except ProfileFileError as error:
                complaints.append(str(error))
        profiles, repeated = _one_of_each_id(found)
        return Loaded(in_order(profiles), (*complaints, *repeated))

    def import_file(self, path: Path) -> Loaded:
        """Takes the profiles of a file in, each in place of the one with its id.

        Returns:
            The file's profiles, and what in it this version does not know.

        Raises:
            ProfileFileError: The file is broken; nothing was taken in.
            StorageError: It cannot be read, or a profile not be kept.
        """
        try:
            # A pipe would keep its reader waiting for ever, and a device never end.
            is_file = stat.S_ISREG(path.stat().st_mode)
            content = path.read_bytes() if is_file else b""
        except OSError as error:
            fault = f"cannot be read: {error.strerror}. Check the file's name and rights."
            raise ProfileFileError(str(path), "", fault) from error
        if not is_file:
            raise ProfileFileError(str(path), "", "is no file. Name the profile file itself.")
        read = read_profiles(content, str(path))
        for profile in read.profiles:
            self._files.write(profile.id, write_profile(profile))
        unknown = ", ".join(read.unknown_keys)
        told = (f"{path.name} has keys that this version does not know ({unknown}); they are kept.",) if unknown else ()
        return Loaded(read.profiles, told)

    def save(self, profile: SourceProfile) -> None:
        """Adds a profile, or puts it in the place of the one with its id.

        Raises:
            StorageError: It was not written; the one before still stands.
        """
        self._files.write(profile.id, write_profile(profile))

    def delete(self, profile_id: str) -> None:
        """Takes a profile away.

        Raises:
            StorageError: It is still there.
        """
        self._files.delete(profile_id)

    def export(self, profiles: Sequence[SourceProfile], path: Path) -> None:
        """Writes profiles into one file: one object, or an array of several.

        Raises:
            StorageError: It was not written.
        """
        one = len(profiles) == 1
        write_atomically(path, write_profile(profiles[0]) if one else write_profiles(profiles))

    def import_files(self, paths: Iterable[Path]) -> Loaded:
        """Takes several files in; a broken one is named, and the others work."""
        profiles: list[SourceProfile] = []
        complaints: list[str] = []
        for path in paths:
            try:
                taken = self.import_file(path)
            except (ProfileFileError, StorageError) as error:
                complaints.append(str(error))
            else:
                profiles.extend(taken.profiles)
                complaints.extend(taken.complaints)
        return Loaded(tuple(profiles), tuple(complaints))


def _one_of_each_id(found: Iterable[tuple[str, SourceProfile]]) -> tuple[list[SourceProfile], list[str]]:
    profiles: list[SourceProfile] = []
    complaints: list[str] = []
    home: dict[str, str] = {}
    for source, profile in sorted(found, key=lambda own: own[0] != file_name(own[1].id)):
        key = profile.id.casefold()  # some keyrings do not tell upper from lower case
        if key not in home:
            home[key] = source
            profiles.append(profile)
        else:
            complaints.append(
                f"{source}: the profile “{profile.name}” has the id of one in {home[key]}, and was left alone. "
                "Give it an id of its own, or remove it."
            )
    return profiles, complaints


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


def sandbox_profile(content: bytes, endpoint: str) -> SourceProfile:
    """The profile of the built-in receiver, which listens at an address of its own at each start.

    Raises:
        ProfileFileError: The program's own file is broken.
    """
    (profile,) = read_profiles(content, "sandbox.leadprofile").profiles
    return replace(profile, endpoint=endpoint)
