"""What a person can do when the history does not open: one table from the error to the buttons."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from leadexec_desktop.store.deliveries import ChangedMeanwhileError, NoSuchDeliveryError
from leadexec_desktop.store.errors import (
    AlreadyRunningError,
    DamagedDatabaseError,
    DatabaseBusyError,
    DiskFullError,
    HistoryGoneError,
    HistoryMissingError,
    KeyMissingError,
    NewerDatabaseError,
    NotExportedError,
    NotWritableError,
    PassphraseNeededError,
    PassphraseNotUsedError,
    PassphraseTooShortError,
    ReadOnlyProfileError,
    StorageError,
    UnfitProfileError,
    UnreadableDraftError,
    UnreadableSystemProfilesError,
    VaultError,
    VaultLockedError,
    VaultTimeoutError,
    VaultUnavailableError,
    WrongKeyError,
    WrongPassphraseError,
)


class WayOn(Enum):
    """What a button does."""

    TRY_AGAIN = auto()
    """Opens the history as before."""
    PASSPHRASE = auto()
    """Asks for the passphrase of this history."""
    NEW_PASSPHRASE = auto()
    """Asks for a new passphrase, twice, and begins this folder's history with it."""
    THIS_SESSION = auto()
    """Goes on with a history that ends with the program."""
    MOVE_ASIDE = auto()
    """Moves the history aside, and begins a new one."""


@dataclass(frozen=True, slots=True)
class _Row:
    """The ways on from one error, in the order of the buttons.

    Attributes:
        ways: Where there is a history, or nobody has looked.
        before_any: Where there is none yet; None for the same.
        place_unknown: Where there is one, and nothing says whether its key is in a keyring; None for the same.
    """

    ways: tuple[WayOn, ...]
    before_any: tuple[WayOn, ...] | None = None
    place_unknown: tuple[WayOn, ...] | None = None


_WAIT = _Row((WayOn.TRY_AGAIN, WayOn.THIS_SESSION))
_NO_KEYRING = _Row(
    (WayOn.TRY_AGAIN, WayOn.THIS_SESSION),
    before_any=(WayOn.TRY_AGAIN, WayOn.NEW_PASSPHRASE, WayOn.THIS_SESSION),
    place_unknown=(WayOn.TRY_AGAIN, WayOn.PASSPHRASE, WayOn.THIS_SESSION),
)
_NO_KEY = _Row(
    (WayOn.TRY_AGAIN, WayOn.THIS_SESSION, WayOn.MOVE_ASIDE),
    place_unknown=(WayOn.TRY_AGAIN, WayOn.PASSPHRASE, WayOn.THIS_SESSION, WayOn.MOVE_ASIDE),
)
_LOST = _Row((WayOn.MOVE_ASIDE, WayOn.THIS_SESSION, WayOn.TRY_AGAIN))
_NOT_ABOUT_OPENING = _Row(())

_ROWS: Mapping[type[StorageError], _Row] = MappingProxyType(
    {
        StorageError: _WAIT,
        AlreadyRunningError: _WAIT,
        DatabaseBusyError: _WAIT,
        DiskFullError: _WAIT,
        HistoryGoneError: _WAIT,
        NewerDatabaseError: _WAIT,
        NotWritableError: _WAIT,
        VaultError: _NO_KEYRING,
        VaultLockedError: _NO_KEYRING,
        VaultTimeoutError: _NO_KEYRING,
        VaultUnavailableError: _NO_KEYRING,
        KeyMissingError: _NO_KEY,
        WrongKeyError: _NO_KEY,
        DamagedDatabaseError: _LOST,
        HistoryMissingError: _LOST,
        PassphraseNeededError: _Row((WayOn.PASSPHRASE, WayOn.THIS_SESSION)),
        WrongPassphraseError: _Row(
            (WayOn.PASSPHRASE, WayOn.THIS_SESSION, WayOn.MOVE_ASIDE), place_unknown=_NO_KEY.place_unknown
        ),
        PassphraseTooShortError: _Row((WayOn.NEW_PASSPHRASE, WayOn.THIS_SESSION)),
        PassphraseNotUsedError: _WAIT,
        ChangedMeanwhileError: _NOT_ABOUT_OPENING,
        NoSuchDeliveryError: _NOT_ABOUT_OPENING,
        NotExportedError: _NOT_ABOUT_OPENING,
        ReadOnlyProfileError: _NOT_ABOUT_OPENING,
        UnfitProfileError: _NOT_ABOUT_OPENING,
        UnreadableDraftError: _NOT_ABOUT_OPENING,
        UnreadableSystemProfilesError: _NOT_ABOUT_OPENING,
    }
)


def ways_on(error: StorageError) -> tuple[WayOn, ...]:
    """What a person can do after that error, in the order of the buttons."""
    row = next(_ROWS[kind] for kind in type(error).__mro__ if kind in _ROWS)
    found = error.found
    if found is not None and not found.has_history and row.before_any is not None:
        return row.before_any
    if found is not None and found.has_history and not found.key_place_is_known and row.place_unknown is not None:
        return row.place_unknown
    return row.ways
