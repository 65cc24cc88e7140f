"""From each error of opening the history to what a person can do."""

import importlib
import pkgutil
from pathlib import Path

import pytest

from leadexec_desktop import store
from leadexec_desktop.services.desk import set_up_desk
from leadexec_desktop.services.ways_on import _ROWS, WayOn, ways_on
from leadexec_desktop.store import errors, passphrase
from leadexec_desktop.store.errors import Found, StorageError
from leadexec_desktop.store.folder import DataFolder, open_folder
from leadexec_desktop.store.opening import move_aside, open_ephemeral, open_store
from leadexec_desktop.store.vault import MemoryVault, Vault

from .bench import Clock, LockedVault, ScriptedLine

AGAIN, PASSPHRASE, NEW, SESSION, ASIDE = WayOn
P = Path("history.db")
NO_VAULT = errors.VaultUnavailableError("No keyring.", "Start one.")
NONE_YET = Found(has_history=False, key_place_is_known=False)
LOST_NOTE = Found(has_history=True, key_place_is_known=False)
WHOLE = Found(has_history=True, key_place_is_known=True)


def classes(base: type[StorageError]) -> set[type[StorageError]]:
    return {base}.union(*(classes(own) for own in base.__subclasses__()))


def test_every_error_has_its_row() -> None:
    for module in pkgutil.iter_modules(store.__path__, "leadexec_desktop.store."):
        importlib.import_module(module.name)
    own = {kind for kind in classes(StorageError) if kind.__module__.startswith("leadexec_desktop.")}
    assert own == set(_ROWS)


@pytest.mark.parametrize(
    "error, found, ways",
    [
        *[
            (error, found, ways)
            for error in (
                errors.VaultError("", ""),
                NO_VAULT,
                errors.VaultLockedError(),
                errors.VaultTimeoutError(30),
            )
            for found, ways in (
                (NONE_YET, (AGAIN, NEW, SESSION)),
                (WHOLE, (AGAIN, SESSION)),
                (LOST_NOTE, (AGAIN, PASSPHRASE, SESSION)),
                (None, (AGAIN, SESSION)),
            )
        ],
        *[
            (error, found, ways)
            for error in (errors.KeyMissingError(P, "", "x"), errors.WrongKeyError(P))
            for found, ways in (
                (WHOLE, (AGAIN, SESSION, ASIDE)),
                (LOST_NOTE, (AGAIN, PASSPHRASE, SESSION, ASIDE)),
            )
        ],
        (errors.DamagedDatabaseError(P), WHOLE, (ASIDE, SESSION, AGAIN)),
        (errors.HistoryMissingError(P), WHOLE, (ASIDE, SESSION, AGAIN)),
        (errors.HistoryGoneError(P), None, (AGAIN, SESSION)),
        (errors.NewerDatabaseError(P, 2, 1), WHOLE, (AGAIN, SESSION)),
        (errors.DatabaseBusyError(P), WHOLE, (AGAIN, SESSION)),
        (errors.DiskFullError(P), NONE_YET, (AGAIN, SESSION)),
        (errors.NotWritableError(P), NONE_YET, (AGAIN, SESSION)),
        (errors.PassphraseNeededError(P), WHOLE, (PASSPHRASE, SESSION)),
        (errors.WrongPassphraseError(P), WHOLE, (PASSPHRASE, SESSION, ASIDE)),
        (errors.WrongPassphraseError(P), LOST_NOTE, (AGAIN, PASSPHRASE, SESSION, ASIDE)),
        (errors.PassphraseTooShortError(8), NONE_YET, (NEW, SESSION)),
        (errors.PassphraseNotUsedError(P, "x"), WHOLE, (AGAIN, SESSION)),
        (StorageError("", ""), None, (AGAIN, SESSION)),
        (errors.UnreadableDraftError("submit"), None, ()),
        (errors.ReadOnlyProfileError("Solar", "desk.leadprofile"), None, ()),
        (errors.UnfitProfileError("Solar", "vid is missing."), None, ()),
        (errors.UnreadableSystemProfilesError(P, OSError()), None, ()),
        (errors.NotExportedError("It is a folder."), None, ()),
    ],
    ids=lambda it: type(it).__name__ if isinstance(it, StorageError) else None,
)
def test_the_ways_in_the_order_of_the_buttons(
    error: StorageError, found: Found | None, ways: tuple[WayOn, ...]
) -> None:
    error.found = found
    assert ways_on(error) == ways


def ways_of_opening(folder: DataFolder, vault: Vault, typed: str | None = None) -> tuple[WayOn, ...]:
    with pytest.raises(StorageError) as caught:
        open_store(folder, vault, typed)
    return ways_on(caught.value)


def test_without_a_keyring_a_new_folder_offers_a_passphrase_and_an_old_one_does_not(
    folder: DataFolder, vault: MemoryVault
) -> None:
    assert ways_of_opening(folder, LockedVault()) == (AGAIN, NEW, SESSION)
    open_store(folder, vault).close()
    assert ways_of_opening(folder, LockedVault()) == (AGAIN, SESSION)
    folder.key_record.unlink()
    assert ways_of_opening(folder, LockedVault()) == (AGAIN, PASSPHRASE, SESSION)


def test_each_way_leads_on(folder: DataFolder, vault: MemoryVault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "COST", 2**10)
    assert NEW in ways_of_opening(folder, LockedVault())
    assert ways_of_opening(folder, LockedVault(), "short") == (NEW, SESSION)
    open_store(folder, LockedVault(), "correct horse").close()
    assert ways_of_opening(folder, LockedVault()) == (PASSPHRASE, SESSION)
    assert ways_of_opening(folder, LockedVault(), "wrong horse") == (PASSPHRASE, SESSION, ASIDE)
    open_store(folder, LockedVault(), "correct horse").close()
    open_ephemeral().close()
    assert len(move_aside(folder)) == 2
    open_store(folder, vault).close()
    assert ways_of_opening(folder, MemoryVault()) == (AGAIN, SESSION, ASIDE)
    assert ways_of_opening(folder, MemoryVault(), "correct horse") == (AGAIN, SESSION)


def test_a_desk_says_where_its_keys_are_and_how_its_history_is(
    folder: DataFolder, vault: MemoryVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passphrase, "COST", 2**10)
    clock = Clock()
    for opened, key_is_in, outlives in (
        (open_ephemeral(), "memory", False),
        (open_store(folder, LockedVault(), "correct horse"), "a passphrase", False),
        (open_store(open_folder(folder.path / "other"), vault), "memory", True),
    ):
        desk = set_up_desk(opened, ScriptedLine(clock), now=clock, new_id=lambda: "d1", changed=lambda _: None)
        assert (desk.key_is_in, desk.secrets_outlive_session, desk.complaints) == (key_is_in, outlives, ())
        assert desk.state().deliveries_made == 0
        desk.close()
