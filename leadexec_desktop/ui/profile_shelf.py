"""What the profile window asks of the profiles' files: each on a thread, its end told to the window."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from leadexec_desktop.profiles.listing import in_order
from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.services.profile_library import Loaded
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.profile_secrets import Secrets
from leadexec_desktop.ui.still_there import if_there


class Library(Protocol):
    """Where profiles are kept."""

    def save(self, profile: SourceProfile) -> str:
        """Adds a profile, or puts it in the place of the one with its id; gives what is to be said of that."""

    def delete(self, profile_id: str) -> None:
        """Takes a profile away."""

    def export(self, profiles: Sequence[SourceProfile], path: Path) -> None:
        """Writes profiles into one file."""

    def import_files(self, paths: Iterable[Path]) -> Loaded:
        """Takes the profiles of files in; a broken one is named, and the others work."""


class ProfileShelf(QObject):
    """The profiles as the window knows them, and what changes them.

    Args:
        background: Where files and keyring are touched.
        library: What keeps the profiles.
        secrets: Gives what keeps their secrets; None while that is not open.
        profiles: Those there are.
        read_only: The ids of those that cannot be changed.
        parent: The window.
    """

    saved = Signal(object)
    """A SourceProfile that is on the disk now."""
    deleted = Signal(str)
    """The id of a profile that is gone."""
    changed = Signal()
    """Other profiles are there now."""
    failed = Signal(str)
    """What could not be done, for a person."""
    imported = Signal(object)
    """The first SourceProfile of files that were taken in."""
    told = Signal(str)
    """What was done, for a person."""

    def __init__(
        self,
        background: Background,
        library: Library,
        secrets: Callable[[], Secrets | None],
        *,
        profiles: Sequence[SourceProfile],
        read_only: Iterable[str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._library = library
        self._secrets = secrets
        self._profiles = in_order(profiles)
        self.read_only = frozenset(read_only)

    @property
    def profiles(self) -> tuple[SourceProfile, ...]:
        """Those there are, by name."""
        return self._profiles

    def find(self, profile_id: str) -> SourceProfile | None:
        """The profile of that id; None if it is not there."""
        return next((own for own in self._profiles if own.id == profile_id), None)

    def show(self, profiles: Sequence[SourceProfile], read_only: Iterable[str]) -> None:
        """Takes note of other profiles: another part of the program has changed them."""
        self._profiles, self.read_only = in_order(profiles), frozenset(read_only)
        self.changed.emit()

    def save(self, profile: SourceProfile, done: Callable[[], None], failed: Callable[[], None]) -> None:
        """Writes a profile; `failed` of this shelf says why it could not be."""

        def take(remark: str) -> None:
            self._put(profile)
            done()
            self.saved.emit(profile)
            self.changed.emit()
            if remark:
                self.told.emit(f"“{profile.name}” is saved. {remark}")

        def fail(error: Exception) -> None:
            failed()
            self.failed.emit(f"Not saved; everything is still here. {error}")

        self._background.run(
            lambda: self._library.save(profile), if_there(self, take), if_there(self, fail), StorageError
        )

    def delete(self, profile: SourceProfile) -> None:
        """Takes a profile away, and its secrets out of the keyring."""

        def take(_none: None) -> None:
            self._profiles = tuple(own for own in self._profiles if own.id != profile.id)
            self.deleted.emit(profile.id)
            self.changed.emit()
            self.told.emit(f"“{profile.name}” is deleted.")
            self.forget_secrets(profile.id)

        self._background.run(lambda: self._library.delete(profile.id), if_there(self, take), self._fail(), StorageError)

    def forget_secrets(self, profile_id: str) -> None:
        """Takes the secrets of a profile that is no more out of the keyring."""
        secrets = self._secrets()
        if secrets is not None:
            self._background.run(lambda: secrets.forget(profile_id), _nothing_of, self._fail(), StorageError)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Takes the profiles of files in."""

        def take(taken: Loaded) -> None:
            for profile in taken.profiles:
                self._put(profile)
                self.saved.emit(profile)
            self.changed.emit()
            if taken.profiles:
                self.imported.emit(taken.profiles[0])
                self.told.emit(f"Imported {', '.join(own.name for own in taken.profiles)}.")
            if taken.complaints:
                self.failed.emit("\n".join(taken.complaints))

        self._background.run(
            lambda: self._library.import_files(paths), if_there(self, take), self._fail(), StorageError
        )

    def export(self, profiles: Sequence[SourceProfile], path: Path, remark: str = "") -> None:
        """Writes profiles into one file; the remark is told behind what was done."""
        number = "1 profile" if len(profiles) == 1 else f"{len(profiles)} profiles"
        self._background.run(
            lambda: self._library.export(profiles, path),
            if_there(
                self, lambda _none: self.told.emit(f"Exported {number} to {path}. No credential is in it.{remark}")
            ),
            self._fail(),
            StorageError,
        )

    def _fail(self) -> Callable[[Exception], None]:
        return if_there(self, lambda error: self.failed.emit(str(error)))

    def _put(self, profile: SourceProfile) -> None:
        self._profiles = in_order([*(own for own in self._profiles if own.id != profile.id), profile])


def _nothing_of(_result: None) -> None:
    """Nothing is to be done with it."""
