"""Damage to the history's file, for real: it is said, nothing is overwritten, and what is whole can still be used."""

import os
from contextlib import ExitStack, suppress
from random import Random

import pytest

from leadexec_desktop.protocol.delivery import DeliveryEvent, DeliveryState
from leadexec_desktop.protocol.values import Lead, LeadRequest, Operation, RequestShape, SourceIds
from leadexec_desktop.store.database import open_database
from leadexec_desktop.store.database_key import obtain_key
from leadexec_desktop.store.deliveries import Deliveries
from leadexec_desktop.store.errors import (
    DamagedDatabaseError,
    HistoryMissingError,
)
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.opening import open_store
from leadexec_desktop.store.vault import MemoryVault

from .broken_disks import PAGE, flip
from .histories import ALL, AT, Left, Make, add_with_body, ids, is_as_it_was, is_as_it_was_before, lead

OF_LAST_BODY = 3 * PAGE + PAGE // 2
"""From the file's end to a page of the body that was written last."""


@pytest.mark.parametrize("kept", [1, 100, PAGE - 1, PAGE, PAGE + 1, 5 * PAGE, -PAGE])
def test_a_file_that_was_cut_off_is_damaged_and_stays_as_it_is(
    history: DataFolder, vault: MemoryVault, kept: int
) -> None:
    content = history.database.read_bytes()[:kept]
    history.database.write_bytes(content)
    with pytest.raises(DamagedDatabaseError, match=r"history\.db"):
        open_store(history, vault)
    assert history.database.read_bytes() == content


@pytest.mark.parametrize("offset", [0, 16, 100, PAGE - 1])
def test_a_flipped_bit_in_the_first_page(history: DataFolder, vault: MemoryVault, offset: int) -> None:
    content = flip(history.database, offset)
    with pytest.raises(DamagedDatabaseError, match=r"history\.db"):
        open_store(history, vault)
    assert history.database.read_bytes() == content


def test_a_flipped_bit_in_an_old_body_keeps_nothing_else_back(
    history: DataFolder, vault: MemoryVault, make_delivery: Make
) -> None:
    """Damage that shows only when somebody looks there; meanwhile, and afterwards, work goes on."""
    store = open_store(history, vault)
    content = flip(history.database, -OF_LAST_BODY)
    assert ids(store) == ALL
    with pytest.raises(DamagedDatabaseError, match="Nothing in it was overwritten"):
        store.deliveries.exchange(ALL[-1])
    assert store.deliveries.exchange(ALL[0]) is not None
    add_with_body(store, make_delivery("afterwards"))
    assert ids(store) == sorted([*ALL, "afterwards"])
    with pytest.raises(DamagedDatabaseError):
        store.deliveries.exchange(ALL[-1])
    assert store.database.state().damage_met
    store.close()
    damaged = slice(len(content) - OF_LAST_BODY, len(content) - OF_LAST_BODY + PAGE // 2)
    assert history.database.read_bytes()[damaged] == content[damaged]


def test_no_page_that_was_damaged_is_taken_for_zeros(history: DataFolder, vault: MemoryVault) -> None:
    """In the middle of a long text the library gives zeros, without an error of its own."""
    store = open_store(history, vault)
    right = lead(store, ALL[0])
    store.close()
    whole = history.database.read_bytes()
    met = 0
    for page in range(1, len(whole) // PAGE):
        history.database.write_bytes(whole)
        flip(history.database, page * PAGE + 100)
        with suppress(DamagedDatabaseError):
            store = open_store(history, vault)
            found = lead(store, ALL[0])
            assert is_as_it_was(found, right), page
            met += found != right
            store.close()
    assert met >= 6


def test_a_change_that_meets_damage_writes_no_zeros(
    folder: DataFolder, vault: MemoryVault, make_delivery: Make
) -> None:
    key = obtain_key(folder, vault).key
    database = open_database(folder.database, key)
    long = Lead((("FirstName", "John"), ("Comments", "x" * 3 * PAGE)))
    delivery = make_delivery("long", request=LeadRequest(RequestShape(Operation.GENERAL), SourceIds(18, 1), long))
    Deliveries(database).add(delivery)
    database.close()
    whole = folder.database.read_bytes()
    met = 0
    for page in range(1, len(whole) // PAGE):
        folder.database.write_bytes(whole)
        flip(folder.database, page * PAGE + 100)
        with ExitStack() as opened:
            try:
                database = open_database(folder.database, key)  # the layout has more than its first page
                opened.callback(database.close)
                moved = Deliveries(database).advance("long", DeliveryState.WAITING, DeliveryEvent.CLAIMED, at_utc=AT)
                assert moved.request == delivery.request
                continue
            except DamagedDatabaseError:
                met += 1
        flip(folder.database, page * PAGE + 100)
        database = open_database(folder.database, key)
        assert Deliveries(database).get("long") == delivery
        database.close()
    assert met >= 4


def test_a_write_that_meets_damage_writes_nothing(history: DataFolder, vault: MemoryVault, make_delivery: Make) -> None:
    store = open_store(history, vault)
    pages = history.database.stat().st_size // PAGE
    for page in range(1, pages):
        flip(history.database, page * PAGE + 100)
    content = history.database.read_bytes()
    with pytest.raises(DamagedDatabaseError):
        store.deliveries.add(make_delivery("new"))
    store.close()
    assert history.database.read_bytes() == content


@pytest.mark.parametrize("kept", [0, PAGE, 3 * PAGE])
def test_a_file_that_is_cut_off_while_it_is_open(
    history: DataFolder, vault: MemoryVault, make_delivery: Make, kept: int
) -> None:
    store = open_store(history, vault)
    with history.database.open("r+b") as file:
        file.truncate(kept)
    content = history.database.read_bytes()
    for _ in range(2):
        with pytest.raises(DamagedDatabaseError):
            ids(store)
        with pytest.raises(DamagedDatabaseError):
            store.deliveries.add(make_delivery("new"))
    store.close()
    assert history.database.read_bytes() == content
    with pytest.raises(DamagedDatabaseError if kept else HistoryMissingError):
        open_store(history, vault)
    assert history.database.read_bytes() == content


@pytest.mark.parametrize("turn", range(40))
@pytest.mark.parametrize("name", ["history.db", "history.db-wal"])
def test_whatever_is_damaged_nothing_reads_as_something_else(
    left: Left, vault: MemoryVault, name: str, turn: int
) -> None:
    place, chance, is_cut = left.folder.path / name, Random(20261103 + turn), turn % 4 == 0
    for _ in range(chance.randint(1, 3)):
        flip(place, chance.randrange(place.stat().st_size))
    if is_cut:
        os.truncate(place, chance.randrange(place.stat().st_size))
    try:
        store = open_store(left.folder, vault)
    except DamagedDatabaseError:
        return
    for delivery_id, right in left.right.items():
        found = lead(store, delivery_id)
        # What was written last cannot be told from what was being written when the program died.
        may_lack_the_end = is_cut or bool(store.complaints) or delivery_id == ALL[-1]
        assert is_as_it_was(found, right) or (may_lack_the_end and is_as_it_was_before(found, right)), found[1:]
    store.close()
