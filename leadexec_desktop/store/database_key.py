"""The key of the encrypted history: made once, kept in the vault, never replaced over an old history."""

import hashlib
import json
import re
import secrets
from dataclasses import asdict, dataclass

from leadexec_desktop.store.atomic_file import read_if_there, write_atomically
from leadexec_desktop.store.database import KEY_BYTES, has_content
from leadexec_desktop.store.errors import KeyMissingError, VaultError, WrongKeyError
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.vault import Vault

ENTRY = "database"
"""The vault's entry that holds the key, as hexadecimal digits."""

_HEX_KEY = re.compile(f"[0-9a-f]{{{2 * KEY_BYTES}}}")


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """What is remembered beside the history of its key; nothing that helps to guess it.

    Attributes:
        vault: Which keyring holds it, for a person.
        check: Eight bytes of a hash of the key: tell a wrong key from a damaged history.
    """

    vault: str
    check: str


def obtain_key(folder: DataFolder, vault: Vault) -> bytes:
    """The key of the folder's history.

    With no history there yet, a key that the vault has is used (other data folders of this user may depend on it);
    if it has none, one is made, kept, and read back before anything is encrypted with it.

    Raises:
        KeyMissingError: There is a history, and the vault does not have its key.
        WrongKeyError: There is a history, and the vault has the key of another.
        VaultError: The vault does not say, or did not keep a new key.
        StorageError: The folder cannot be read or written.
    """
    there, record = has_content(folder.database), remembered_key(folder)
    kept = vault.get(ENTRY)
    if kept is None and there:
        raise KeyMissingError(folder.database, "" if record is None else record.vault, vault.name)
    if kept is None:
        kept = _make_key(vault)
    if not _HEX_KEY.fullmatch(kept):
        raise VaultError(
            f"The entry {ENTRY} in {vault.name} is not a key of this program. It was not touched.",
            "If you changed it by hand, put the old text back; or delete the entry, if no history depends on it.",
        )
    key = bytes.fromhex(kept)
    if there and record is not None and record.check != _check(key):
        raise WrongKeyError(folder.database)
    if not there:
        remember_key(folder, vault, key)  # before the history: what an older one left here must not judge the new key
    return key


def remembered_key(folder: DataFolder) -> KeyRecord | None:
    """What is remembered of the history's key; None if nothing is, or nothing that can be read.

    Raises:
        StorageError: The file is there, and cannot be read.
    """
    content = read_if_there(folder.key_record)
    try:
        found = json.loads(content or b"")
        return KeyRecord(str(found["vault"]), str(found["check"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def remember_key(folder: DataFolder, vault: Vault, key: bytes) -> None:
    """Notes beside the history which keyring holds its key.

    Raises:
        StorageError: It could not be noted.
    """
    record = KeyRecord(vault.name, _check(key))
    if remembered_key(folder) != record:
        write_atomically(folder.key_record, json.dumps(asdict(record), indent=2).encode())


def _make_key(vault: Vault) -> str:
    key = secrets.token_hex(KEY_BYTES)
    vault.set(ENTRY, key)
    if vault.get(ENTRY) != key:
        raise VaultError(
            f"{vault.name} took the history's key, and gave back another: no history was begun.",
            "Start the program again.",
        )
    return key


def _check(key: bytes) -> str:
    return hashlib.blake2b(key, digest_size=8, person=b"leadexec-key-chk").hexdigest()
