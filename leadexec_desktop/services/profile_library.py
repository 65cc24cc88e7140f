"""The source profiles of this seat: read at start, kept, imported, exported; each broken file named and left alone.

Those that an administrator put on the computer for everybody go before those of the user, and are only read.
"""

import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock

from leadexec_desktop.profiles.file import ProfileFileError, read_profiles
from leadexec_desktop.profiles.listing import in_order
from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.services.profile_shelves import Placed, Shelves, check, content_of, look
from leadexec_desktop.store.atomic_file import write_atomically
from leadexec_desktop.store.errors import DiskFullError, NotExportedError, ReadOnlyProfileError, StorageError
from leadexec_desktop.store.profile_files import ProfileFiles, file_name

LARGEST_BYTES = 20_000_000
"""Of a file that is imported: a thousand profiles of 200 fields have less, and reading more would take minutes."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Profiles that were read, and what is to be said about those that were not.

    Attributes:
        profiles: In the order of their names, or of their file.
        complaints: A sentence or two each.
        read_only: The ids of those that are set for everybody on this computer, and cannot be changed here.
    """

    profiles: tuple[SourceProfile, ...]
    complaints: tuple[str, ...] = ()
    read_only: frozenset[str] = frozenset()


class ProfileLibrary:
    """Reads and keeps profiles; may be called from any thread.

    Args:
        files: Where they are kept.
        system_folders: Where those are that are set for everybody on this computer; the first that has an id counts.
    """

    def __init__(self, files: ProfileFiles, system_folders: Sequence[Path] = ()) -> None:
        self._files = files
        self._system_folders = tuple(system_folders)
        self._shelves: Shelves | None = None
        self._lock = RLock()

    def load(self) -> Loaded:
        """Every profile that can be read, by name; the others stay where they are, and are named.

        Of two with one id, which would share their secrets, the computer's counts, and else the one in the file that
        the program itself wrote.

        Raises:
            StorageError: The folder cannot be read.
        """
        with self._lock:
            shelves = self._shelves = look(self._files, self._system_folders)
        profiles = [placed.profile for placed in (*shelves.system.values(), *shelves.own.values())]
        read_only = frozenset(placed.profile.id for placed in shelves.system.values())
        return Loaded(in_order(profiles), shelves.complaints, read_only)

    def save(self, profile: SourceProfile) -> str:
        """Keeps a profile, in place of the one with its id.

        Returns:
            What is to be said of that; empty if nothing.

        Raises:
            ReadOnlyProfileError: The one with its id is the computer's.
            UnfitProfileError: It could not be read again: `problems_of` finds something, or there is a secret in it.
            StorageError: It was not written; the one before still stands.
        """
        check([profile])
        with self._lock:
            self._known().refuse_changes(profile.id)
            return self._put(profile)

    def delete(self, profile_id: str) -> None:
        """Takes a profile away, and its file unless others stand in it; nothing if there is none of that id.

        Raises:
            ReadOnlyProfileError: It is the computer's.
            StorageError: It is still there.
        """
        with self._lock:
            shelves = self._known()
            shelves.refuse_changes(profile_id)
            key = profile_id.casefold()
            placed = shelves.own.get(key)
            if placed is None:
                return
            there = self._profiles_in(placed.source) or ()
            others = [own for own in there if own.id.casefold() != key]
            if others:
                self._files.write_named(placed.source, content_of(others))
            elif there:
                self._files.delete_named(placed.source)
            self._shelves = replace(shelves, own={at: own for at, own in shelves.own.items() if at != key})

    def export(self, profiles: Sequence[SourceProfile], path: Path) -> None:
        """Writes profiles to a file that `import_file` takes on any seat: one object, or an array of several.

        Args:
            profiles: At least one, each with an id of its own.
            path: The file, which is replaced if it is there.

        Raises:
            UnfitProfileError: One of them could not be read again.
            StorageError: The file was not written; what was there before still is.
            ValueError: There is no profile.
        """
        if not profiles:
            raise ValueError("no file holds no profile")
        check(profiles)
        try:
            write_atomically(path, content_of(profiles), shared=True)
        except DiskFullError:
            raise
        except StorageError as error:
            raise NotExportedError(error.reason) from error

    def import_file(self, path: Path) -> Loaded:
        """Takes the profiles of a file in, each in place of the one with its id.

        One that is the computer's is left as it is; what its file says otherwise is named.

        Returns:
            The file's profiles, and what in it this version does not know.

        Raises:
            ProfileFileError: The file is broken; nothing was taken in.
            StorageError: It cannot be read, or a profile not be kept.
        """
        read = read_profiles(_given(path), str(path))
        unknown = ", ".join(read.unknown_keys)
        told = [f"{path.name} has keys that this version does not know ({unknown}); they are kept."] if unknown else []
        taken: list[SourceProfile] = []
        with self._lock:
            system = self._known().system
            for profile in read.profiles:
                placed = system.get(profile.id.casefold())
                if placed is None:
                    told.extend(filter(None, (self._put(profile),)))
                elif placed.profile != profile:
                    told.append(f"{path.name}: {ReadOnlyProfileError(profile.name, placed.source)}")
                    continue
                taken.append(profile)
        return Loaded(tuple(taken), tuple(told), frozenset(own.id for own in taken if own.id.casefold() in system))

    def import_files(self, paths: Iterable[Path]) -> Loaded:
        """Takes several files in; a broken one is named, and the others work."""
        profiles: list[SourceProfile] = []
        complaints: list[str] = []
        read_only: frozenset[str] = frozenset()
        for path in paths:
            try:
                taken = self.import_file(path)
            except (ProfileFileError, StorageError) as error:
                complaints.append(str(error))
            else:
                profiles.extend(taken.profiles)
                complaints.extend(taken.complaints)
                read_only |= taken.read_only
        return Loaded(tuple(profiles), tuple(complaints), read_only)

    def _known(self) -> Shelves:
        """What was found when the profiles were last read."""
        if self._shelves is None:
            self._shelves = look(self._files, self._system_folders)
        return self._shelves

    def _put(self, profile: SourceProfile) -> str:
        """Writes a profile where the one with its id stands, else into a file of its own; others stay beside it.

        Returns:
            What is to be said of that; empty if nothing.
        """
        shelves = self._known()
        key = profile.id.casefold()
        name = shelves.own[key].source if key in shelves.own else file_name(profile.id)
        there = self._profiles_in(name)
        if there is None:
            name = file_name(profile.id)
            there = self._profiles_in(name)
        if there is None:
            self._files.keep_broken(name)
        before = shelves.own[key].profile if key in shelves.own else None
        replaced = next((own for own in there or () if own.id.casefold() == key), None)
        kept = self._files.keep_changed(name) if replaced not in (None, before, profile) else ""
        now = [profile if own.id.casefold() == key else own for own in there or ()]
        self._files.write_named(name, content_of(now if profile in now else [*now, profile]))
        self._shelves = replace(shelves, own={**shelves.own, key: Placed(name, profile)})
        return f"Its file had been changed on the disk meanwhile; what stood there is kept as {kept}." if kept else ""

    def _profiles_in(self, name: str) -> tuple[SourceProfile, ...] | None:
        """What stands in a file of the user's; None if that cannot be known, nothing if the file is gone."""
        content = self._files.read_named(name)
        if content is None:
            return ()
        with suppress(ProfileFileError):
            return read_profiles(content, name).profiles
        return None


def _given(path: Path) -> bytes:
    """What is in a file from outside.

    Raises:
        ProfileFileError: There is none, or it cannot be read.
    """
    try:
        # A pipe would keep its reader waiting for ever, and a device never end.
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            fault = "is no file. Name the profile file itself."
        elif found.st_size > LARGEST_BYTES:
            fault = f"is too large to hold profiles: {LARGEST_BYTES // 1_000_000} MB at most."
        else:
            return path.read_bytes()
    except OSError as error:
        fault = f"cannot be read: {error.strerror}. Check the file's name and rights."
        raise ProfileFileError(str(path), "", fault) from error
    raise ProfileFileError(str(path), "", fault)


def sandbox_profile(content: bytes, endpoint: str) -> SourceProfile:
    """The profile of the built-in receiver, which listens at an address of its own at each start.

    Raises:
        ProfileFileError: The program's own file is broken.
    """
    (profile,) = read_profiles(content, "sandbox.leadprofile").profiles
    return replace(profile, endpoint=endpoint)
