"""A disk without room, for real: it is said, nothing is half written, and the same press works once there is room."""

import json
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leadexec_desktop.protocol.delivery import Delivery, DeliveryEvent, DeliveryState
from leadexec_desktop.protocol.wire import Answer, Exchange
from leadexec_desktop.store.database_key import ENTRY
from leadexec_desktop.store.deliveries import Deliveries
from leadexec_desktop.store.errors import DiskFullError
from leadexec_desktop.store.folder import DataFolder, open_folder
from leadexec_desktop.store.opening import Store, move_aside, open_store
from leadexec_desktop.store.profile_files import ProfileFiles
from leadexec_desktop.store.settings import Settings
from leadexec_desktop.store.vault import MemoryVault

from ..services.bench import OPEN, Bench, request  # noqa: TID252 - tests are found by path: no package holds them all
from .broken_disks import SmallDisk, cannot_mount, small_disk

pytestmark = pytest.mark.skipif(bool(cannot_mount()), reason=cannot_mount())

AT = datetime(2026, 11, 3, tzinfo=UTC)
LONG = "x" * 50_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    place = tmp_path / "disk"
    place.mkdir()
    with small_disk(place) as made:
        yield made


@pytest.fixture
def own(disk: SmallDisk) -> DataFolder:
    """A data folder on that disk."""
    return open_folder(disk.path / "data")


@pytest.fixture
def store(own: DataFolder, vault: MemoryVault) -> Iterator[Store]:
    opened = open_store(own, vault)
    yield opened
    opened.close()


def ids(deliveries: Deliveries) -> list[str]:
    return [delivery.id for delivery in deliveries.page(None, 100)]


def is_whole(store: Store) -> bool:
    with store.database.read() as cursor:
        return [tuple(row) for row in cursor.execute("PRAGMA integrity_check").fetchall()] == [("ok",)]


def fill_up(store: Store, disk: SmallDisk, make_delivery: Callable[..., Delivery]) -> list[str]:
    """Leads that were taken until there was no room for one more; the disk is full to the last page."""
    taken: list[str] = []

    def take_in(delivery_id: str) -> None:
        store.deliveries.add(make_delivery(delivery_id))
        taken.append(delivery_id)

    disk.fill(leave_pages=20)
    with pytest.raises(DiskFullError, match=r"history\.db"):
        deque(map(take_in, (f"lead {number:03}" for number in range(200))), maxlen=0)
    return taken


# ------------------------------------------------------------------ history


def test_leads_are_taken_to_the_last_one_that_fits_and_none_is_half(
    store: Store, disk: SmallDisk, make_delivery: Callable[..., Delivery]
) -> None:
    taken = fill_up(store, disk, make_delivery)
    assert len(taken) >= 2
    assert sorted(ids(store.deliveries)) == taken
    assert is_whole(store)
    disk.make_room()
    store.deliveries.add(make_delivery("afterwards"))
    assert sorted(ids(store.deliveries)) == ["afterwards", *taken]
    assert is_whole(store)


def test_a_press_on_send_writes_nothing_sends_nothing_and_works_once_there_is_room(
    store: Store, disk: SmallDisk
) -> None:
    bench = Bench(store)
    disk.fill()
    with pytest.raises(DiskFullError, match="Make room"):
        bench.send(request())
    assert (bench.line.sent, bench.everything(), bench.told) == ([], [], [])
    disk.make_room()
    assert bench.send(request(), OPEN).outcome == "accepted"
    assert len(bench.line.sent) == len(bench.everything()) == 1


def test_an_answer_that_finds_no_room_leaves_the_lead_as_it_was_on_its_way(
    store: Store, disk: SmallDisk, make_delivery: Callable[..., Delivery]
) -> None:
    store.deliveries.add(make_delivery())
    claimed = store.deliveries.advance("first", DeliveryState.WAITING, DeliveryEvent.CLAIMED, at_utc=AT)
    disk.fill()

    def answered() -> Delivery:
        exchange = Exchange("POST /", LONG.encode(), Answer(200, (), LONG.encode(), "https://leads.example"))
        return store.deliveries.advance(
            "first", DeliveryState.SENDING, DeliveryEvent.ANSWER_READ, at_utc=AT, exchange=exchange
        )

    with pytest.raises(DiskFullError):
        answered()
    assert (store.deliveries.get("first"), store.deliveries.exchange("first")) == (claimed, None)
    assert len(store.deliveries.timeline("first")) == 1
    disk.make_room()
    assert answered().state is DeliveryState.ANSWERED
    assert len(store.deliveries.timeline("first")) == 2


def test_the_draft_before_stands(store: Store, disk: SmallDisk) -> None:
    store.drafts.save("submit", {"FirstName": "John"}, AT)
    disk.fill()
    with pytest.raises(DiskFullError):
        store.drafts.save("submit", {"FirstName": LONG}, AT)
    found = store.drafts.load("submit")
    assert found is not None
    assert found.content == {"FirstName": "John"}
    disk.make_room()
    store.drafts.save("submit", {"FirstName": LONG}, AT)


def test_the_program_can_be_closed_and_everything_is_there_next_time(
    own: DataFolder, vault: MemoryVault, disk: SmallDisk, make_delivery: Callable[..., Delivery]
) -> None:
    store = open_store(own, vault)
    taken = fill_up(store, disk, make_delivery)
    store.close()
    disk.make_room()
    store = open_store(own, vault)
    assert sorted(ids(store.deliveries)) == taken
    store.close()


# ------------------------------------------------------------------ opening


def test_a_history_that_finds_no_room_to_be_opened_says_so(
    own: DataFolder, vault: MemoryVault, disk: SmallDisk, make_delivery: Callable[..., Delivery]
) -> None:
    store = open_store(own, vault)
    store.deliveries.add(make_delivery())
    store.close()
    refused = 0
    for pages in range(12):
        disk.fill(leave_pages=pages)
        try:
            open_store(own, vault).close()
        except DiskFullError as error:
            refused += 1
            assert str(own.database) in error.reason  # noqa: PT017 - it need not come at all
        disk.make_room()
    assert refused >= 1
    store = open_store(own, vault)
    assert ids(store.deliveries) == ["first"]
    store.close()


@pytest.mark.parametrize("pages", range(0, 24, 3))
def test_a_history_that_finds_no_room_to_be_begun_is_begun_later(
    own: DataFolder, vault: MemoryVault, disk: SmallDisk, pages: int
) -> None:
    disk.fill(leave_pages=pages)
    with pytest.raises(DiskFullError):
        open_store(own, vault)
    key = vault.get(ENTRY)
    disk.make_room()
    open_store(own, vault).close()
    assert vault.get(ENTRY) == key
    open_store(own, vault).close()


def test_moving_a_history_aside_needs_no_room(
    own: DataFolder, vault: MemoryVault, disk: SmallDisk, make_delivery: Callable[..., Delivery]
) -> None:
    store = open_store(own, vault)
    store.deliveries.add(make_delivery())
    store.close()
    disk.fill()
    assert {path.name for path in move_aside(own)} == {"history.db.aside-1", "keyring.json.aside-1"}


# ------------------------------------------------------------------ small files


def test_settings_stay_whole(own: DataFolder, disk: SmallDisk) -> None:
    settings = Settings(own.settings)
    settings.put("theme", "dark")
    before = own.settings.read_bytes()
    disk.fill()
    with pytest.raises(DiskFullError, match=r"settings\.json"):
        settings.put("geometry", LONG)
    assert own.settings.read_bytes() == before
    assert [path.name for path in own.path.glob(".*")] == []
    disk.make_room()
    settings.put("geometry", LONG + "y")
    assert json.loads(own.settings.read_bytes()) == {"theme": "dark", "geometry": LONG + "y"}


def test_a_setting_that_was_not_written_is_written_with_the_next_press(own: DataFolder, disk: SmallDisk) -> None:
    settings = Settings(own.settings)
    disk.fill()
    with pytest.raises(DiskFullError):
        settings.put("geometry", LONG)
    assert settings.get("geometry", "") == LONG
    disk.make_room()
    settings.put("geometry", LONG)
    assert Settings(own.settings).get("geometry", "") == LONG


def test_profiles_stay_whole(own: DataFolder, disk: SmallDisk) -> None:
    files = ProfileFiles(own.profiles)
    files.write("solar", b"old")
    disk.fill()
    for profile_id in ("solar", "wind"):
        with pytest.raises(DiskFullError, match=profile_id):
            files.write(profile_id, LONG.encode())
    assert files.read_all().contents == (("solar.leadprofile", b"old"),)
    assert [path.name for path in own.profiles.iterdir()] == ["solar.leadprofile"]
    disk.make_room()
    files.write("solar", LONG.encode())
    assert files.read_all().contents == (("solar.leadprofile", LONG.encode()),)


# ------------------------------------------------------------------ the log

SPEAKS = """
import logging, sys
from pathlib import Path
from leadexec_desktop.store.log_file import start_log
log = start_log(Path(sys.argv[1]))
log.write()
say = logging.getLogger("test").info
def wait_for(count):
    while log.lost_lines < count: pass
say("before")
print("filled?", flush=True); sys.stdin.readline()
for number in range(300): say("%d %s", number, "x" * 400)
wait_for(200)
print("room?", flush=True); sys.stdin.readline()
say("afterwards")
log()
log()
print(log.lost_lines)
"""


def test_a_log_without_room_says_nothing_to_anybody_and_counts(
    own: DataFolder, disk: SmallDisk, child_environment: dict[str, str]
) -> None:
    command = [sys.executable, "-c", SPEAKS, str(own.log)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=child_environment) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "filled?\n"
        disk.fill(leave_pages=3)
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "room?\n"
        disk.make_room()
        output, errors = process.communicate("\n", timeout=60)
    assert (process.returncode, errors) == (0, "")
    lost = int(output)
    assert 200 <= lost < 300
    text = (own.log / "leadexec-desktop.log").read_text()
    assert "before" in text
    assert "could not be written before this one" in text
    assert text.rstrip().endswith("afterwards")


def test_a_log_that_never_finds_room_ends_quietly(
    own: DataFolder, disk: SmallDisk, child_environment: dict[str, str]
) -> None:
    disk.fill()
    script = SPEAKS.replace("sys.stdin.readline()", "None")
    ended = subprocess.run(
        [sys.executable, "-c", script, str(own.log)], env=child_environment, capture_output=True, text=True, check=True
    )
    assert ended.stderr == ""
    assert int(ended.stdout.split()[-1]) == 302
