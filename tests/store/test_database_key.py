import json
import re
import stat
import sys

import pytest

from leadexec_desktop.store.database_key import ENTRY, obtain_key
from leadexec_desktop.store.errors import (
    DamagedDatabaseError,
    HistoryMissingError,
    KeyMissingError,
    VaultError,
    VaultUnavailableError,
    WrongKeyError,
)
from leadexec_desktop.store.folder import DataFolder, open_folder
from leadexec_desktop.store.key_record import KeyRecord, check_of, remember_key, remembered_key
from leadexec_desktop.store.opening import move_aside, open_ephemeral, open_store
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


def test_a_different_key_in_a_different_keyring_is_told_with_both_names(folder: DataFolder, vault: MemoryVault) -> None:
    before = begin(folder, vault)
    other = OtherVault()
    other.set(ENTRY, 64 * "0")
    with pytest.raises(WrongKeyError) as caught:
        open_store(folder, other)
    assert "The key in another keyring is that of another history" in caught.value.reason
    assert "Its own was kept in memory" in caught.value.reason
    assert other.get(ENTRY) == 64 * "0"
    assert (folder.database.read_bytes(), json.loads(folder.key_record.read_bytes())["vault"]) == (before, "memory")
    begin(folder, vault)


def test_a_key_that_was_brought_to_another_keyring_is_remembered_there(folder: DataFolder, vault: MemoryVault) -> None:
    begin(folder, vault)
    other = OtherVault()
    other.set(ENTRY, vault.get(ENTRY) or "")
    begin(folder, other)
    with pytest.raises(KeyMissingError, match="kept in another keyring"):
        open_store(folder, MemoryVault())


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


@pytest.mark.parametrize("left", [None, b""])
@pytest.mark.parametrize("passphrase", [None, "correct horse"])
def test_a_history_that_is_gone_is_missed(
    folder: DataFolder, vault: MemoryVault, left: bytes | None, passphrase: str | None
) -> None:
    content = begin(folder, vault)
    folder.database.unlink()
    if left is not None:
        folder.database.write_bytes(left)
    with pytest.raises(HistoryMissingError):
        open_store(folder, vault, passphrase)
    assert folder.database.exists() is (left is not None)
    folder.database.write_bytes(content)
    open_store(folder, vault).close()
    folder.database.unlink()
    assert [path.name for path in move_aside(folder)] == ["keyring.json.aside-1"]
    begin(folder, vault)


def test_a_note_of_an_older_version_misses_nothing(folder: DataFolder, vault: MemoryVault) -> None:
    folder.key_record.write_text('{"vault": "memory", "check": "0011223344556677"}')
    begin(folder, vault)
    assert json.loads(folder.key_record.read_bytes())["begun"] is True


def test_an_old_note_does_not_judge_a_new_history(folder: DataFolder, vault: MemoryVault) -> None:
    remember_key(folder, KeyRecord(check_of(bytes(32)), MemoryVault.name))
    begin(folder, vault)
    begin(folder, vault)


@pytest.mark.skipif(sys.platform == "win32", reason="rights on Windows are those of the user's own folder")
def test_the_note_holds_no_key(folder: DataFolder, vault: MemoryVault) -> None:
    begin(folder, vault)
    note = folder.key_record.read_bytes()
    assert stat.S_IMODE(folder.key_record.stat().st_mode) == 0o600
    assert json.loads(note).keys() == {"vault", "check", "begun"}
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
