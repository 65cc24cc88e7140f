"""The key of the encrypted history: made once, kept in the vault or in nobody's but a person's head, never replaced."""

import re
import secrets
from dataclasses import dataclass, field

from leadexec_desktop.store.database import KEY_BYTES
from leadexec_desktop.store.database_files import has_content, salt_of
from leadexec_desktop.store.errors import (
    DamagedDatabaseError,
    HistoryMissingError,
    KeyMissingError,
    PassphraseNeededError,
    PassphraseNotUsedError,
    StorageError,
    VaultError,
    WrongKeyError,
    WrongPassphraseError,
)
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.key_record import KeyRecord, check_of, remember_key, remembered_key
from leadexec_desktop.store.passphrase import Stretching, new_stretching, require_long_enough, stretch, stretching_with
from leadexec_desktop.store.user_lock import user_lock
from leadexec_desktop.store.vault import Vault

ENTRY = "database"
"""The vault's entry that holds the key, as hexadecimal digits."""

_HEX_KEY = re.compile(f"[0-9a-f]{{{2 * KEY_BYTES}}}")
_OTHERS_LIMIT_S = 40.0  # longer than a keyring is waited for


@dataclass(frozen=True, slots=True)
class HistoryKey:
    """A key, and what is known of it.

    Attributes:
        key: `KEY_BYTES` bytes.
        record: What is to be remembered of it once it has opened the history.
        if_wrong: What it means if it does not.
        salt: What a new database is to begin with; None for one of its own choice.
    """

    key: bytes = field(repr=False)
    record: KeyRecord
    if_wrong: StorageError
    salt: bytes | None = None


def obtain_key(folder: DataFolder, vault: Vault, passphrase: str | None = None) -> HistoryKey:
    """The key of the folder's history.

    With no history there yet, a passphrase that is given makes the key. Without one, a key that the vault has is used
    (other data folders of this user may depend on it); if it has none, one is made, kept, and read back before
    anything is encrypted with it.

    Raises:
        HistoryMissingError: There was a history, and it is gone.
        KeyMissingError: There is a history, and the vault does not have its key.
        WrongKeyError: There is a history, and the vault has the key of another.
        PassphraseNeededError: There is a history whose key is made from a passphrase, and none was given.
        WrongPassphraseError: It is made from another.
        PassphraseNotUsedError: It is in a vault, and a passphrase was given.
        PassphraseTooShortError: No history is begun with so short a one.
        VaultError: The vault does not say, or did not keep a new key.
        StorageError: The folder cannot be read or written.
    """
    there, record = has_content(folder.database), remembered_key(folder)
    if not there and record is not None and record.begun:
        raise HistoryMissingError(folder.database)
    if passphrase is not None:
        return _begin_with(folder, passphrase) if not there else _made_from(folder, passphrase, record)
    if not there:
        return _first_from(folder, vault)
    if record is not None and record.passphrase is not None:
        raise PassphraseNeededError(folder.database)
    return _kept_for(folder, vault, record)


# ------------------------------------------------------------------ in a keyring


def _kept_for(folder: DataFolder, vault: Vault, record: KeyRecord | None) -> HistoryKey:
    """The key of a history that is there."""
    held_by = "" if record is None else record.vault
    kept = vault.get(ENTRY)
    if kept is None:
        raise KeyMissingError(folder.database, held_by, vault.name)
    key = _key_of(kept, vault)
    if record is not None and not record.is_of(key):
        raise WrongKeyError(folder.database, held_by, vault.name)
    # Only a key that is known to be the right one shows that the file is damaged.
    unknown, damaged = WrongKeyError(folder.database, held_by, vault.name), DamagedDatabaseError(folder.database)
    return HistoryKey(key, KeyRecord(check_of(key), vault.name), unknown if record is None else damaged)


def _first_from(folder: DataFolder, vault: Vault) -> HistoryKey:
    """The key of a history that is to be begun."""
    kept = vault.get(ENTRY)
    key = _key_of(_make_key(vault) if kept is None else kept, vault)
    record = KeyRecord(check_of(key), vault.name)
    remember_key(folder, record)  # before the history: what an older one left here must not judge the new key
    return HistoryKey(key, record, DamagedDatabaseError(folder.database))


def _key_of(kept: str, vault: Vault) -> bytes:
    if not _HEX_KEY.fullmatch(kept):
        raise VaultError(
            f"The entry {ENTRY} in {vault.name} is not a key of this program. It was not touched.",
            "If you changed it by hand, put the old text back; or delete the entry, if no history depends on it.",
        )
    return bytes.fromhex(kept)


def _make_key(vault: Vault) -> str:
    """A new key, kept; or the one that another start of the program has just made."""
    with user_lock("first key", _OTHERS_LIMIT_S):
        kept = vault.get(ENTRY)
        if kept is not None:
            return kept
        key = secrets.token_hex(KEY_BYTES)
        vault.set(ENTRY, key)
        if vault.get(ENTRY) != key:
            raise VaultError(
                f"{vault.name} took the history's key, and gave back another: no history was begun.",
                "Start the program again.",
            )
        return key


# ------------------------------------------------------------------ from a passphrase


def _begin_with(folder: DataFolder, passphrase: str) -> HistoryKey:
    require_long_enough(passphrase)
    how = new_stretching()
    found = _stretched(folder, passphrase, how)
    remember_key(folder, found.record)
    return found


def _made_from(folder: DataFolder, passphrase: str, record: KeyRecord | None) -> HistoryKey:
    """The key of a history that is there. Where nothing is remembered of it, the salt still stands in its file."""
    if record is None:
        how = stretching_with(salt_of(folder.database).hex())
        found = _stretched(folder, passphrase, how)
        return HistoryKey(found.key, found.record, WrongPassphraseError(folder.database))
    if record.passphrase is None:
        raise PassphraseNotUsedError(folder.database, record.vault)
    found = _stretched(folder, passphrase, record.passphrase)
    if not record.is_of(found.key):
        raise WrongPassphraseError(folder.database)
    return found


def _stretched(folder: DataFolder, passphrase: str, how: Stretching) -> HistoryKey:
    key = stretch(passphrase, how, KEY_BYTES)
    record = KeyRecord(check_of(key), passphrase=how)
    return HistoryKey(key, record, DamagedDatabaseError(folder.database), bytes.fromhex(how.salt))
