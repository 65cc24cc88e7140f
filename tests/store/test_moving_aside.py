"""A history that cannot be opened, put out of the way: nothing lost, nothing half, nothing written over."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.store import passphrase
from leadexec_desktop.store.errors import DamagedDatabaseError, KeyMissingError, StorageError
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.opening import move_aside, open_store
from leadexec_desktop.store.vault import MemoryVault

PASSPHRASE = "correct horse battery"
SET = ("history.db", "history.db-shm", "history.db-wal", "keyring.json")


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guess costs next to nothing here."""
    monkeypatch.setattr(passphrase, "COST", 2**10)


def files(folder: DataFolder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.path.iterdir() if path.is_file()}


@pytest.fixture
def left_open(folder: DataFolder, vault: MemoryVault, make_delivery: Callable[..., Delivery]) -> dict[str, bytes]:
    """A folder as a program leaves it that died, and what is in it."""
    store = open_store(folder, vault)
    store.deliveries.add(make_delivery())
    found = files(folder)
    store.close()
    for path in folder.path.iterdir():
        if path.is_file():
            path.unlink()
    for name, content in found.items():
        (folder.path / name).write_bytes(content)
    assert sorted(found) == list(SET)
    return found


def put_back(folder: DataFolder, number: int) -> None:
    """What a person does who wants the old history back."""
    for path in folder.path.glob(f"*.aside-{number}"):
        path.rename(path.with_name(path.name.removesuffix(f".aside-{number}")))


def leads(folder: DataFolder, vault: MemoryVault, typed: str | None = None) -> list[str]:
    store = open_store(folder, vault, typed)
    found = [delivery.id for delivery in store.deliveries.page(None, 10)]
    store.close()
    return found


def test_the_whole_set_goes_under_one_number(
    folder: DataFolder, vault: MemoryVault, left_open: dict[str, bytes]
) -> None:
    moved = move_aside(folder)
    assert {path.name for path in moved} == {f"{name}.aside-1" for name in SET}
    assert files(folder) == {f"{name}.aside-1": content for name, content in left_open.items()}
    assert leads(folder, vault) == []
    assert {path.name for path in move_aside(folder)} == {"history.db.aside-2", "keyring.json.aside-2"}
    put_back(folder, 1)
    assert leads(folder, vault) == ["first"]


def test_one_of_a_passphrase_comes_back_with_it(folder: DataFolder, make_delivery: Callable[..., Delivery]) -> None:
    store = open_store(folder, MemoryVault(), PASSPHRASE)
    store.deliveries.add(make_delivery())
    store.close()
    move_aside(folder)
    assert leads(folder, MemoryVault(), "another passphrase") == []
    move_aside(folder)
    put_back(folder, 1)
    assert leads(folder, MemoryVault(), PASSPHRASE) == ["first"]


def test_where_there_is_nothing_nothing_moves(folder: DataFolder) -> None:
    assert move_aside(folder) == ()
    assert files(folder) == {}


@pytest.mark.usefixtures("left_open")
@pytest.mark.parametrize("taken", [f"{name}.aside-1" for name in SET])
def test_what_has_such_a_name_already_stays(folder: DataFolder, taken: str) -> None:
    (folder.path / taken).write_bytes(b"of another day")
    assert {path.name for path in move_aside(folder)} == {f"{name}.aside-2" for name in SET}
    assert (folder.path / taken).read_bytes() == b"of another day"


class PowerCut(Exception):  # noqa: N818 - not an error: the end
    pass


@pytest.fixture(params=range(1, 7))
def dies_at(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Has the program die instead of the n-th change of a name, until it is let live."""
    changes = 0
    rename, unlink, dead = os.rename, os.unlink, True

    def count() -> None:
        nonlocal changes
        changes += 1
        if dead and changes >= request.param:
            raise PowerCut

    def dying_rename(old: Path, new: Path) -> None:
        count()
        rename(old, new)

    def dying_unlink(path: Path) -> None:
        count()
        unlink(path)

    def let_live() -> None:
        nonlocal dead
        dead = False

    monkeypatch.setattr(os, "rename", dying_rename)
    monkeypatch.setattr(os, "unlink", dying_unlink)
    yield let_live
    let_live()


def test_dying_in_the_middle_loses_nothing_and_begins_nothing_beside_half_of_it(
    folder: DataFolder, vault: MemoryVault, left_open: dict[str, bytes], dies_at: Callable[[], None]
) -> None:
    with suppress(PowerCut):
        move_aside(folder)
    dies_at()
    there = {name.removesuffix(".aside-1"): content for name, content in files(folder).items() if "moving" not in name}
    assert there == left_open
    half = not (folder.path / "history.db").exists() and (folder.path / "history.db-wal").exists()
    if half:
        with pytest.raises((DamagedDatabaseError, KeyMissingError)):
            open_store(folder, vault)
        with pytest.raises((DamagedDatabaseError, KeyMissingError)):
            open_store(folder, MemoryVault())
        with pytest.raises(DamagedDatabaseError):
            open_store(folder, vault, PASSPHRASE)
    before = files(folder)
    moved = move_aside(folder)
    assert {path.name for path in moved} == {f"{name}.aside-1" for name in SET if name in before}
    names_left = {name for name in files(folder) if moved or "moving" not in name}
    assert names_left == {f"{name}.aside-1" for name in SET}
    put_back(folder, 1)
    assert leads(folder, vault) == ["first"]


def test_a_new_history_that_was_begun_meanwhile_is_a_set_of_its_own(
    folder: DataFolder, vault: MemoryVault, left_open: dict[str, bytes]
) -> None:
    move_aside(folder)
    (folder.path / "history.db.moving-1").touch()  # died at the very end
    assert leads(folder, vault) == []
    assert {path.name for path in move_aside(folder)} == {"history.db.aside-2", "keyring.json.aside-2"}
    assert (folder.path / "history.db.aside-1").read_bytes() == left_open["history.db"]


@pytest.mark.usefixtures("left_open")
def test_what_cannot_be_moved_is_said(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_old: Path, _new: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(StorageError, match=r"history\.db"):
        move_aside(folder)
    assert set(SET) < files(folder).keys()
