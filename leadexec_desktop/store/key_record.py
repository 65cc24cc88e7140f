"""What is remembered beside a history of its key: where it is, and nothing that helps to guess it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from leadexec_desktop.store.atomic_file import read_if_there, write_atomically
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.passphrase import Stretching


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """What is remembered of a key.

    Attributes:
        check: Eight bytes of a hash of the key: tell a wrong key from a damaged history.
        vault: Which keyring holds it, for a person; empty for none.
        passphrase: How it is made from a passphrase; None if it is in a keyring.
        begun: The history is there: if it is not, it has been taken away.
    """

    check: str
    vault: str = ""
    passphrase: Stretching | None = None
    begun: bool = False

    def is_of(self, key: bytes) -> bool:
        """Whether that key is meant."""
        return self.check == check_of(key)


def check_of(key: bytes) -> str:
    """What is remembered of a key itself."""
    return hashlib.blake2b(key, digest_size=8, person=b"leadexec-key-chk").hexdigest()


def remembered_key(folder: DataFolder) -> KeyRecord | None:
    """What is remembered of the history's key; None if nothing is, or nothing that can be read.

    Raises:
        StorageError: The file is there, and cannot be read.
    """
    content = read_if_there(folder.key_record)
    try:
        return _record_of(json.loads(content or b""))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def remember_key(folder: DataFolder, record: KeyRecord) -> None:
    """Notes beside the history where its key is.

    Raises:
        StorageError: It could not be noted.
    """
    if remembered_key(folder) != record:
        write_atomically(folder.key_record, json.dumps(_as_json(record), indent=2).encode())


def _as_json(record: KeyRecord) -> dict[str, Any]:
    place = {"vault": record.vault} if record.passphrase is None else {"passphrase": asdict(record.passphrase)}
    return place | {"check": record.check, "begun": record.begun}


def _record_of(found: dict[str, Any]) -> KeyRecord:
    check, begun = str(found["check"]), found.get("begun") is True
    if "passphrase" not in found:
        return KeyRecord(check, str(found["vault"]), begun=begun)
    return KeyRecord(check, passphrase=Stretching(**found["passphrase"]), begun=begun)
