"""Damage to the log of a program that died, for real: what it takes along is not lost without a word."""

import pytest

from leadexec_desktop.store.database_files import log_of
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.log_check import is_log_whole
from leadexec_desktop.store.opening import open_store
from leadexec_desktop.store.vault import MemoryVault

from .broken_disks import PAGE, flip
from .histories import ALL, LEADS, Make, add_with_body, recovered

LOG_HEADER, FRAME_HEADER = 32, 24
FRAME = FRAME_HEADER + PAGE


def test_a_whole_log_is_recovered_without_a_word(crashed: DataFolder, vault: MemoryVault) -> None:
    assert is_log_whole(log_of(crashed.database))
    assert recovered(crashed, vault) == (ALL, (), None)
    assert is_log_whole(log_of(crashed.database))


@pytest.mark.parametrize("offset", [0, 8, 16, 24, LOG_HEADER + 4, LOG_HEADER + 8, LOG_HEADER + 20, LOG_HEADER + 500])
def test_a_flipped_bit_in_the_log_is_said_and_the_log_is_kept(
    crashed: DataFolder, vault: MemoryVault, offset: int
) -> None:
    content = flip(log_of(crashed.database), offset)
    leads, complaints, kept = recovered(crashed, vault)
    assert leads == []
    assert kept == crashed.path / "history.db-wal.damaged-1"
    assert kept.read_bytes() == content
    (complaint,) = complaints
    assert "may be missing" in complaint
    assert "history.db-wal.damaged-1" in complaint
    assert recovered(crashed, vault) == ([], (), None)


def test_what_stands_before_the_damage_is_recovered(crashed: DataFolder, vault: MemoryVault) -> None:
    frames = (log_of(crashed.database).stat().st_size - LOG_HEADER) // FRAME
    flip(log_of(crashed.database), LOG_HEADER + frames // 2 * FRAME + 500)
    leads, complaints, _ = recovered(crashed, vault)
    assert 1 <= len(leads) < LEADS
    assert leads == ALL[: len(leads)]
    assert len(complaints) == 1


def test_every_frame_but_those_of_the_last_transaction_is_watched(crashed: DataFolder) -> None:
    log = log_of(crashed.database)
    whole = log.read_bytes()
    frames = (len(whole) - LOG_HEADER) // FRAME
    commits = [at for at in range(frames) if whole[LOG_HEADER + at * FRAME + 4 :][:4] != bytes(4)]
    unseen = []
    for frame in range(frames):
        log.write_bytes(whole)
        flip(log, LOG_HEADER + frame * FRAME + 500)
        if is_log_whole(log):
            unseen.append(frame)
    assert unseen == list(range(commits[-2] + 1, frames))


def test_where_writing_stopped_is_no_damage(crashed: DataFolder) -> None:
    log = log_of(crashed.database)
    whole = log.read_bytes()
    for kept in (0, 1, LOG_HEADER, LOG_HEADER + 10, *range(LOG_HEADER + FRAME, len(whole), FRAME // 2)):
        log.write_bytes(whole[:kept])
        assert is_log_whole(log), kept


def test_what_stood_in_the_log_before_is_no_damage(
    history: DataFolder, vault: MemoryVault, make_delivery: Make
) -> None:
    """A log is written from its beginning again once all of it is in the file."""
    store = open_store(history, vault)
    for number in range(20):
        add_with_body(store, make_delivery(f"more {number}"))
    with store.database.read() as cursor:
        assert cursor.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()[0] == 0
    long = log_of(history.database).stat().st_size
    store.deliveries.add(make_delivery("on top"))
    assert log_of(history.database).stat().st_size == long
    assert is_log_whole(log_of(history.database))
    store.close()
