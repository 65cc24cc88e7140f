"""What can go wrong with disk and keyring: each error says what happened, and what a person can do next."""

import errno
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple


class Found(NamedTuple):
    """What a data folder held when its history did not open.

    Attributes:
        has_history: There is one: nothing may be begun in its place.
        key_place_is_known: The folder still says where the key is: in which keyring, or behind a passphrase.
    """

    has_history: bool
    key_place_is_known: bool


class StorageError(Exception):
    """Disk or keyring did not do what was asked.

    Attributes:
        reason: What happened, and what state things are in; never a secret, never a lead's value.
        next_step: What a person can do.
        found: What the data folder held, where opening its history raised this; else None.
    """

    def __init__(self, reason: str, next_step: str) -> None:
        super().__init__(reason, next_step)
        self.reason = reason
        self.next_step = next_step
        self.found: Found | None = None

    def __str__(self) -> str:
        """Both, as one text."""
        return f"{self.reason} {self.next_step}"


# ------------------------------------------------------------------ files


class AlreadyRunningError(StorageError):
    """Another instance of the program writes that folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The program is already running with the data folder {folder}.",
            "Use the window that is open, or start with another --data-dir.",
        )
        self.folder = folder


class DiskFullError(StorageError):
    """There is no room for what was to be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The disk is full: {path} could not be written, and is as it was before.",
            "Make room on that disk, then try again.",
        )


class NotWritableError(StorageError):
    """The system does not let the program write there."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The program has no right to use {path}, or its disk is read-only. Nothing was changed.",
            "Give this account the right to read and write there, or start with another --data-dir.",
        )


_OS_ERRORS: Mapping[int, Callable[[Path], StorageError]] = MappingProxyType(
    {
        errno.ENOSPC: DiskFullError,
        errno.EDQUOT: DiskFullError,
        errno.EACCES: NotWritableError,
        errno.EPERM: NotWritableError,
        errno.EROFS: NotWritableError,
    }
)


def of_os_error(path: Path, error: OSError) -> StorageError:
    """The system's complaint about a file, as one of ours."""
    known = _OS_ERRORS.get(error.errno or 0)
    if known is not None:
        return known(path)
    return StorageError(
        f"{path} could not be used: {error.strerror or type(error).__name__}.",
        "Look at that place on the disk, or start with another --data-dir.",
    )


# ------------------------------------------------------------------ profiles


class ReadOnlyProfileError(StorageError):
    """A profile is the computer's, for all who use it: this program only reads it."""

    def __init__(self, name: str, source: str) -> None:
        super().__init__(
            f"The profile “{name}” is set for everybody on this computer, in {source}, and cannot be changed here.",
            "Duplicate it and work on the copy, or ask who looks after this computer.",
        )


class UnfitProfileError(StorageError):
    """A profile was not written, because it could not be read again."""

    def __init__(self, name: str, fault: str) -> None:
        super().__init__(f"The profile “{name}” was not written: {fault}", "Mend that, then try again.")


class UnreadableSystemProfilesError(StorageError):
    """A profile that is the computer's, or the folder of them all, cannot be read."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(
            f"{path}, which has profiles for everybody on this computer, cannot be read: "
            f"{error.strerror or type(error).__name__}.",
            "Ask who looks after this computer to let every user read it.",
        )


class NotExportedError(StorageError):
    """Profiles were not exported; the place is as it was before."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, "Choose another place, then export again.")


# ------------------------------------------------------------------ keyring


class VaultError(StorageError):
    """The keyring did not keep, give or forget a secret."""


class VaultUnavailableError(VaultError):
    """There is no keyring that secrets could be trusted to, or it went away."""


class VaultLockedError(VaultError):
    """The keyring is locked, and was not unlocked when it asked."""

    def __init__(self) -> None:
        super().__init__(
            "The system's keyring is locked, or access to it was refused.",
            "Unlock it (its window asks for your password), then try again.",
        )


class VaultTimeoutError(VaultError):
    """The keyring did not answer in time. What was asked of it may still happen."""

    def __init__(self, limit_s: float) -> None:
        super().__init__(
            f"The system's keyring did not answer within {limit_s:g} s: it waits for a password, or hangs.",
            "Look for a window that asks for the keyring's password and answer it, or sign in again; then try again.",
        )


# ------------------------------------------------------------------ encrypted history


class KeyMissingError(StorageError):
    """The history is there, and its key is not where it was kept. No new key was made."""

    def __init__(self, database: Path, held_by: str, asked: str) -> None:
        super().__init__(
            f"The history {database} is encrypted, and its key is not in {asked}. {_held(held_by, asked)} "
            "The history was not touched.",
            "Sign in as the user, and to the desktop, that the program was last used with, and start it again. "
            "If the key is lost, so is that history: it can be moved aside, and a new one begun.",
        )


class WrongKeyError(StorageError):
    """The key does not open the history."""

    def __init__(self, database: Path, held_by: str = "", asked: str = "the keyring") -> None:
        super().__init__(
            f"The key in {asked} is that of another history, and does not open {database}. {_held(held_by, asked)} "
            "The history was not touched.",
            "Sign in as the user, and to the desktop, that the program was last used with; if the folder was copied "
            "from another computer or user, use it there. If the key is lost, so is that history: it can be moved "
            "aside, and a new one begun.",
        )


def _held(held_by: str, asked: str) -> str:
    if held_by == asked:
        return "Its own was kept there."
    if held_by:
        return f"Its own was kept in {held_by}."
    return "Where its own was kept is not known: in another keyring, or behind a passphrase."


class PassphraseNeededError(StorageError):
    """The history's key is made from a passphrase, and none was given."""

    def __init__(self, database: Path) -> None:
        super().__init__(f"The history {database} is locked with a passphrase.", "Type it.")


class WrongPassphraseError(StorageError):
    """The passphrase is not that of the history."""

    def __init__(self, database: Path) -> None:
        super().__init__(
            f"This is not the passphrase of the history {database}. Nothing was changed.",
            "Type it again; mind capital letters and the keyboard's language. If it is lost, so is that history: "
            "it can be moved aside, and a new one begun.",
        )


class PassphraseTooShortError(StorageError):
    """What is to be a passphrase could be guessed."""

    def __init__(self, least: int) -> None:
        super().__init__(
            f"That passphrase is too short: it needs {least} characters or more. No history was begun.",
            "Choose a longer one: several words are best.",
        )


class PassphraseNotUsedError(StorageError):
    """A passphrase was given for a history whose key is in a keyring."""

    def __init__(self, database: Path, held_by: str) -> None:
        super().__init__(
            f"The history {database} is not locked with a passphrase: its key is kept in {held_by}. "
            "Nothing was changed.",
            "Open it without a passphrase, in the session that has this keyring.",
        )


class DamagedDatabaseError(StorageError):
    """What is in the history's file cannot be true."""

    def __init__(self, database: Path | str) -> None:
        super().__init__(
            f"The history {database} is damaged. Nothing in it was overwritten.",
            "Put a copy of it back from a backup; or let it be moved aside, and a new one be begun.",
        )


class HistoryMissingError(StorageError):
    """There was a history in the folder, and its file is gone, or empty. No new one was begun."""

    def __init__(self, database: Path) -> None:
        super().__init__(
            f"The history {database} was there, and is gone or empty now. No new one was begun in its place.",
            "Put it back from a backup, then try again; or let a new one be begun.",
        )


class HistoryGoneError(StorageError):
    """The history's file was removed or replaced while it was open."""

    def __init__(self, database: Path) -> None:
        super().__init__(
            f"The history {database} was removed or replaced while the program had it open. Nothing was written.",
            "Look who did that (a backup, a program that keeps folders alike). Put it back if you can, and start the "
            "program again.",
        )


class NewerDatabaseError(StorageError):
    """A newer version of the program wrote the history."""

    def __init__(self, database: Path | str, found: int, known: int) -> None:
        super().__init__(
            f"The history {database} was written by a newer version of the program (layout {found}; this one knows "
            f"up to {known}). Nothing in it was changed.",
            "Install that version again, or start with another --data-dir.",
        )


class DatabaseBusyError(StorageError):
    """Another program holds the history."""

    def __init__(self, database: Path | str) -> None:
        super().__init__(
            f"Another program holds the history {database}. Nothing was changed.",
            "Close what else has it open (a backup, a second copy of this program), then try again.",
        )


class UnreadableDraftError(StorageError):
    """What is kept as a draft is none."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The draft “{name}” cannot be read. It was not touched.", "Go on without it.")
