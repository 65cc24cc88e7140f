"""A history that is locked with a passphrase: no plain text, no silent fall-back, no new key over an old history."""

import json
import logging
import stat
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict
from threading import Event
from time import monotonic, thread_time
from typing import Any

import pytest

from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.store import passphrase as stretching
from leadexec_desktop.store.credentials import SecretKind
from leadexec_desktop.store.database_key import ENTRY, obtain_key
from leadexec_desktop.store.errors import (
    DamagedDatabaseError,
    Found,
    KeyMissingError,
    PassphraseNeededError,
    PassphraseNotUsedError,
    PassphraseTooShortError,
    StorageError,
    VaultUnavailableError,
    WrongPassphraseError,
)
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.key_record import remembered_key
from leadexec_desktop.store.opening import Store, open_ephemeral, open_store
from leadexec_desktop.store.passphrase import Stretching, new_stretching, stretch
from leadexec_desktop.store.vault import MemoryVault

PASSPHRASE = "correct horse battery"
OTHER = "correct horse batterie"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guess costs next to nothing here."""
    monkeypatch.setattr(stretching, "COST", 2**10)


class NoVault(MemoryVault):
    """A desktop without a keyring."""

    @property
    def name(self) -> str:  # type: ignore[override]  # where there is none, there is no name
        raise VaultUnavailableError("No keyring was found.", "Start one.")

    def get(self, user: str) -> str | None:
        raise VaultUnavailableError(f"No keyring was found for {user}.", "Start one.")


class HungVault(MemoryVault):
    """A keyring that answers when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.goes_on = Event()

    def get(self, user: str) -> str | None:
        self.goes_on.wait(10)
        return super().get(user)


def begin(folder: DataFolder, delivery: Delivery, passphrase: str = PASSPHRASE) -> bytes:
    """Begins a history with a lead in it, and gives the bytes of its file."""
    store = open_store(folder, NoVault(), passphrase)
    store.deliveries.add(delivery)
    store.close()
    return folder.database.read_bytes()


def opened(folder: DataFolder, passphrase: str | None, vault: MemoryVault | None = None) -> list[str]:
    """The leads of a history that opens."""
    store = open_store(folder, NoVault() if vault is None else vault, passphrase)
    found = [delivery.id for delivery in store.deliveries.page(None, 10)]
    store.close()
    return found


def note(folder: DataFolder) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(folder.key_record.read_bytes())
    return found


# ------------------------------------------------------------------ from the passphrase to the key


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("Schlüssel im Schloss", "Schlu\u0308ssel im Schloss", True),
        ("Schlüssel im Schloss", "Schluessel im Schloss", False),
        ("correct horse", "Correct horse", False),
        ("correct horse", "correct horse ", False),
        ("half \ud800 a letter", "half \ud801 a letter", False),
    ],
)
def test_the_same_letters_give_the_same_key(one: str, other: str, same: bool) -> None:
    how = Stretching("00" * 16, 16, 8, 1)
    assert (stretch(one, how, 32) == stretch(other, how, 32)) is same


def test_a_key_depends_on_salt_and_cost() -> None:
    ways = [Stretching("00" * 16, 16, 8, 1), Stretching("01" * 16, 16, 8, 1), Stretching("00" * 16, 32, 8, 1)]
    assert len({stretch(PASSPHRASE, how, 32) for how in ways}) == 3
    assert new_stretching().salt != new_stretching().salt


def test_guessing_costs_memory_and_opening_costs_less_than_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    how = new_stretching()
    assert 64 * 2**20 <= how.memory_bytes <= 160 * 2**20
    began_s = thread_time()
    assert len(stretch(PASSPHRASE, how, 32)) == 32
    assert thread_time() - began_s < 5  # 0.3 s on most machines


@pytest.mark.parametrize(
    "changes",
    [
        {"salt": ""},
        {"salt": "zz" * 16},
        {"salt": "00" * 15},
        {"salt": 7},
        {"n": 0},
        {"n": 1},
        {"n": 3},
        {"n": -16},
        {"n": 2**30},
        {"n": 16.0},
        {"n": True},
        {"r": 0},
        {"r": 10**9},
        {"p": 0},
        {"p": 10**6},
        {"q": 1},
    ],
    ids=str,
)
def test_a_note_that_was_tampered_with_costs_nothing(folder: DataFolder, changes: dict[str, Any]) -> None:
    how = asdict(new_stretching()) | changes
    folder.key_record.write_text(json.dumps({"passphrase": how, "check": "00" * 8}))
    assert remembered_key(folder) is None


# ------------------------------------------------------------------ beginning and opening


def test_a_history_is_begun_and_opened_without_any_keyring(
    folder: DataFolder, make_delivery: Callable[..., Delivery]
) -> None:
    begin(folder, make_delivery())
    assert opened(folder, PASSPHRASE) == ["first"]
    assert opened(folder, PASSPHRASE, MemoryVault()) == ["first"]


@pytest.mark.skipif(sys.platform == "win32", reason="rights on Windows are those of the user's own folder")
def test_its_note_says_how_and_holds_no_key(folder: DataFolder, make_delivery: Callable[..., Delivery]) -> None:
    content = begin(folder, make_delivery())
    found = note(folder)
    assert found.keys() == {"passphrase", "check", "begun"}
    assert found["passphrase"].keys() == {"salt", "n", "r", "p"}
    assert stat.S_IMODE(folder.key_record.stat().st_mode) == 0o600
    key = obtain_key(folder, NoVault(), PASSPHRASE).key
    for file in (path for path in folder.path.rglob("*") if path.is_file()):
        for secret in (key, key.hex().encode(), PASSPHRASE.encode(), PASSPHRASE.encode("utf-16-le")):
            assert secret not in file.read_bytes()
    assert content.startswith(bytes.fromhex(found["passphrase"]["salt"]))


def test_the_vault_gets_no_key(folder: DataFolder, vault: MemoryVault, make_delivery: Callable[..., Delivery]) -> None:
    store = open_store(folder, vault, PASSPHRASE)
    store.deliveries.add(make_delivery())
    store.close()
    assert vault.get(ENTRY) is None
    with pytest.raises(PassphraseNeededError):
        open_store(folder, vault)
    assert vault.get(ENTRY) is None
    assert opened(folder, PASSPHRASE, vault) == ["first"]


@pytest.mark.parametrize("passphrase", ["", "short", "1234567", "   1234567   ", " " * 20])
def test_what_could_be_guessed_begins_nothing(folder: DataFolder, passphrase: str) -> None:
    with pytest.raises(PassphraseTooShortError, match="8 characters"):
        open_store(folder, NoVault(), passphrase)
    assert not folder.database.exists()
    assert not folder.key_record.exists()


@pytest.mark.parametrize("passphrase", ["", "short", OTHER, PASSPHRASE.upper()])
def test_another_passphrase_changes_nothing(
    folder: DataFolder, make_delivery: Callable[..., Delivery], passphrase: str
) -> None:
    before = begin(folder, make_delivery()), folder.key_record.read_bytes()
    with pytest.raises(WrongPassphraseError) as caught:
        open_store(folder, MemoryVault(), passphrase)
    assert caught.value.found == Found(has_history=True, key_place_is_known=True)
    assert (folder.database.read_bytes(), folder.key_record.read_bytes()) == before
    assert opened(folder, PASSPHRASE) == ["first"]


@pytest.mark.parametrize("kept", [None, "00" * 32])
def test_without_a_passphrase_it_is_asked_for_whatever_the_keyring_has(
    folder: DataFolder, vault: MemoryVault, make_delivery: Callable[..., Delivery], kept: str | None
) -> None:
    before = begin(folder, make_delivery())
    if kept is not None:
        vault.set(ENTRY, kept)
    for each in (vault, NoVault()):
        with pytest.raises(PassphraseNeededError):
            open_store(folder, each)
    assert vault.get(ENTRY) == kept
    assert folder.database.read_bytes() == before


def test_a_passphrase_does_not_replace_the_keyrings_key(folder: DataFolder, vault: MemoryVault) -> None:
    open_store(folder, vault).close()
    before = folder.database.read_bytes(), folder.key_record.read_bytes(), vault.get(ENTRY)
    for each in (vault, NoVault()):
        with pytest.raises(PassphraseNotUsedError, match="kept in memory"):
            open_store(folder, each, PASSPHRASE)
    assert (folder.database.read_bytes(), folder.key_record.read_bytes(), vault.get(ENTRY)) == before
    open_store(folder, vault).close()


# ------------------------------------------------------------------ where nothing is remembered any more


@pytest.mark.parametrize("content", [None, b"", b"{}", b'{"passphrase": {}, "check": ""}'])
def test_a_lost_note_does_not_lose_the_history(
    folder: DataFolder, make_delivery: Callable[..., Delivery], content: bytes | None
) -> None:
    begin(folder, make_delivery())
    before = note(folder)
    folder.key_record.unlink()
    if content is not None:
        folder.key_record.write_bytes(content)
    with pytest.raises(KeyMissingError, match="behind a passphrase") as caught:
        open_store(folder, MemoryVault())
    assert caught.value.found == Found(has_history=True, key_place_is_known=False)
    with pytest.raises(WrongPassphraseError):
        open_store(folder, NoVault(), OTHER)
    assert opened(folder, PASSPHRASE) == ["first"]
    assert note(folder) == before


def test_a_lost_note_and_a_history_of_the_keyring(folder: DataFolder, vault: MemoryVault) -> None:
    open_store(folder, vault).close()
    folder.key_record.unlink()
    with pytest.raises(WrongPassphraseError):
        open_store(folder, vault, PASSPHRASE)
    assert not folder.key_record.exists()
    open_store(folder, vault).close()
    assert note(folder)["vault"] == "memory"


def test_a_lost_note_and_a_file_too_short_for_a_salt(folder: DataFolder) -> None:
    folder.database.write_bytes(b"short")
    with pytest.raises(DamagedDatabaseError):
        open_store(folder, NoVault(), PASSPHRASE)
    assert folder.database.read_bytes() == b"short"


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_a_note_of_a_history_that_never_was_judges_nothing(
    folder: DataFolder, vault: MemoryVault, make_delivery: Callable[..., Delivery], passphrase: str | None
) -> None:
    begin(folder, make_delivery(), OTHER)
    folder.database.unlink()
    folder.key_record.write_text(json.dumps(note(folder) | {"begun": False}))  # died before there was anything
    assert opened(folder, passphrase, vault) == []
    assert opened(folder, passphrase, vault) == []
    assert ("passphrase" in note(folder)) is (passphrase is not None)


def test_damage_is_told_from_a_wrong_passphrase(folder: DataFolder, make_delivery: Callable[..., Delivery]) -> None:
    content = bytearray(begin(folder, make_delivery()))
    content[100] ^= 1
    folder.database.write_bytes(content)
    with pytest.raises(WrongPassphraseError):
        open_store(folder, NoVault(), OTHER)
    with pytest.raises(DamagedDatabaseError):
        open_store(folder, NoVault(), PASSPHRASE)
    assert folder.database.read_bytes() == content


# ------------------------------------------------------------------ the secrets of profiles


def test_with_a_keyring_secrets_outlive_the_session(folder: DataFolder, vault: MemoryVault) -> None:
    store = open_store(folder, vault, PASSPHRASE)
    store.credentials.set("solar", SecretKind.TOKEN, "s3cret")
    store.close()
    again = open_store(folder, vault, PASSPHRASE)
    assert (store.secrets_outlive_session, again.secrets_outlive_session) == (True, True)
    assert again.credentials.get("solar", SecretKind.TOKEN) == "s3cret"
    assert vault.get("solar/token") == "s3cret"
    again.close()


def test_without_one_they_end_with_the_program(folder: DataFolder) -> None:
    store = open_store(folder, NoVault(), PASSPHRASE)
    assert not store.secrets_outlive_session
    store.credentials.set("solar", SecretKind.TOKEN, "s3cret")
    assert store.credentials.get("solar", SecretKind.TOKEN) == "s3cret"
    store.close()
    again = open_store(folder, NoVault(), PASSPHRASE)
    assert again.credentials.get("solar", SecretKind.TOKEN) is None
    again.close()
    assert not any(b"s3cret" in path.read_bytes() for path in folder.path.rglob("*") if path.is_file())


def test_a_keyring_that_hangs_holds_the_opening_up_for_a_moment_only(folder: DataFolder) -> None:
    hung = HungVault()
    began_s = monotonic()
    store = open_store(folder, hung, PASSPHRASE, probe_limit_s=0.1)
    assert monotonic() - began_s < 20
    assert not store.secrets_outlive_session
    hung.goes_on.set()
    store.close()


def where_secrets_are(store: Store) -> tuple[str, bool]:
    store.close()
    return store.key_is_in, store.secrets_outlive_session


def test_a_store_says_where_its_key_and_its_secrets_are(folder: DataFolder, vault: MemoryVault) -> None:
    assert where_secrets_are(open_ephemeral()) == ("memory", False)
    assert where_secrets_are(open_store(folder, NoVault(), PASSPHRASE)) == ("a passphrase", False)
    for path in (folder.database, folder.key_record):
        path.unlink()
    assert where_secrets_are(open_store(folder, vault)) == ("memory", True)


# ------------------------------------------------------------------ what is shown


def test_a_passphrase_is_in_no_text(
    folder: DataFolder, make_delivery: Callable[..., Delivery], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    strange = "half \ud800 a passphrase"
    begin(folder, make_delivery(), strange)
    key = obtain_key(folder, NoVault(), strange)
    shown = [repr(key), repr(open_ephemeral()), caplog.text]
    for wrong in (OTHER, strange[:7]):
        with pytest.raises(StorageError) as caught:
            open_store(folder, NoVault(), wrong)
        shown += ["".join(traceback.format_exception(caught.value)), repr(caught.value)]
    for text in shown:
        for secret in (strange, OTHER, "half", key.key.hex(), repr(key.key)):
            assert secret not in text
