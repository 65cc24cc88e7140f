import json
import re
import stat
import sys

import pytest

from leadexec_desktop.store.database_key import ENTRY, obtain_key
from leadexec_desktop.store.errors import (
    DamagedDatabaseError,
    KeyMissingError,
    VaultError,
    VaultUnavailableError,
    WrongKeyError,
)
from leadexec_desktop.store.folder import DataFolder, open_folder
from leadexec_desktop.store.key_record import KeyRecord, check_of, remember_key, remembered_key
from leadexec_desktop.store.opening import open_ephemeral, open_store
from leadexec_desktop.store.vault import MemoryVault


class ForgetfulVault(MemoryVault):
    def set(self, user: str, secret: str) -> None:
        super().set(user, secret[:-1] + "0")


class AwayVault(MemoryVault):
    def get(self, user: str) -> str | None:
        raise VaultUnavailableError(f"no {user}", "come back")


class OtherVault(MemoryVault):
    name = "another keyring"


def begin(folder: DataFolder, vault: MemoryVault) -> bytes:
    """Begins a history, and gives the bytes of its file."""
    open_store(folder, vault).close()
    return folder.database.read_bytes()


def test_a_new_history_gets_a_key_of_its_own(folder: DataFolder, vault: MemoryVault) -> None:
    key = obtain_key(folder, vault).key
    assert re.fullmatch("[0-9a-f]{64}", vault.get(ENTRY) or "")
    assert key.hex() == vault.get(ENTRY)
    assert not folder.database.exists()
    assert obtain_key(folder, vault).key == key
    assert obtain_key(folder, MemoryVault()).key != key


def test_an_old_history_never_gets_a_new_key(folder: DataFolder, vault: MemoryVault) -> None:
    before = begin(folder, vault)
    other = OtherVault()
    with pytest.raises(KeyMissingError) as caught:
        open_store(folder, other)
    assert "kept in memory" in caught.value.reason
    assert "not in another keyring" in caught.value.reason
    assert other.get(ENTRY) is None
    assert folder.database.read_bytes() == before
    begin(folder, vault)


def test_a_key_is_not_made_either_where_only_the_log_is_left(folder: DataFolder, vault: MemoryVault) -> None:
    folder.database.with_name("history.db-wal").write_bytes(b"all that is left")
    with pytest.raises(KeyMissingError, match="not known"):
        open_store(folder, vault)
    assert vault.get(ENTRY) is None


def test_a_file_that_a_crash_left_empty_has_nothing_to_lose(folder: DataFolder, vault: MemoryVault) -> None:
    folder.database.touch()
    begin(folder, vault)


def test_a_second_data_folder_does_not_take_the_first_ones_key_away(folder: DataFolder, vault: MemoryVault) -> None:
    begin(folder, vault)
    key = vault.get(ENTRY)
    begin(open_folder(folder.path.with_name("second")), vault)
    assert vault.get(ENTRY) == key
    begin(folder, vault)


def test_a_key_of_another_history_is_told_from_a_damaged_history(folder: DataFolder, vault: MemoryVault) -> None:
    content = bytearray(begin(folder, vault))
    other = MemoryVault()
    other.set(ENTRY, 64 * "0")
    with pytest.raises(WrongKeyError):
        open_store(folder, other)
    content[100] ^= 1
    folder.database.write_bytes(content)
    with pytest.raises(DamagedDatabaseError):
        open_store(folder, vault)
    assert folder.database.read_bytes() == content


@pytest.mark.parametrize("record", [None, b"", b"[]", b"{}", b"{", b"\xff"])
def test_a_lost_note_is_written_again(folder: DataFolder, vault: MemoryVault, record: bytes | None) -> None:
    begin(folder, vault)
    note = folder.key_record.read_bytes()
    folder.key_record.unlink()
    if record is not None:
        folder.key_record.write_bytes(record)
    assert remembered_key(folder) is None
    with pytest.raises(KeyMissingError, match="not known"):
        open_store(folder, MemoryVault())
    begin(folder, vault)
    assert folder.key_record.read_bytes() == note


def test_an_old_note_does_not_judge_a_new_history(folder: DataFolder, vault: MemoryVault) -> None:
    remember_key(folder, KeyRecord(check_of(bytes(32)), MemoryVault.name))
    begin(folder, vault)
    begin(folder, vault)


@pytest.mark.skipif(sys.platform == "win32", reason="rights on Windows are those of the user's own folder")
def test_the_note_holds_no_key(folder: DataFolder, vault: MemoryVault) -> None:
    begin(folder, vault)
    note = folder.key_record.read_bytes()
    assert stat.S_IMODE(folder.key_record.stat().st_mode) == 0o600
    assert json.loads(note).keys() == {"vault", "check"}
    assert len(json.loads(note)["check"]) == 16
    assert json.loads(note)["check"] not in (vault.get(ENTRY) or "")


@pytest.mark.parametrize("text", ["", "password", 63 * "0", 64 * "g", 65 * "0"])
def test_an_entry_that_is_no_key_stays_and_is_not_shown(folder: DataFolder, vault: MemoryVault, text: str) -> None:
    vault.set(ENTRY, text)
    with pytest.raises(VaultError, match="not a key") as caught:
        open_store(folder, vault)
    assert not text or text not in str(caught.value)
    assert vault.get(ENTRY) == text
    assert not folder.database.exists()


@pytest.mark.parametrize("kind", [ForgetfulVault, AwayVault])
def test_without_a_kept_key_nothing_is_begun(folder: DataFolder, kind: type[MemoryVault]) -> None:
    with pytest.raises(VaultError):
        open_store(folder, kind())
    assert not folder.database.exists()
    assert not folder.key_record.exists()


def test_the_ephemeral_store_is_in_no_file(folder: DataFolder) -> None:
    before = sorted(folder.path.rglob("*"))
    store = open_ephemeral()
    assert store.deliveries.page(None, 10) == []
    assert sorted(folder.path.rglob("*")) == before
    store.close()
