"""A disk that fails, for real: what the window says and offers, and that no lead and no history is lost by it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import depth

from ..store.broken_disks import (  # noqa: TID252 - tests are found by path: no package holds them all
    SmallDisk,
    cannot_mount,
    flip,
    read_only,
    small_disk,
)
from . import fault_walk as fault
from .conftest import Windows
from .receiver import POST_ID, Holding, Receiver, answer, as_documented, receiving
from .session import Session, eventually
from .walker import Walker

pytestmark = pytest.mark.timeout(600)

mounts = pytest.mark.skipif(bool(cannot_mount()), reason=cannot_mount())

WAIT = ("Try again", "This session only")
DAMAGED = ("Move it aside, begin anew", "This session only", "Try again")
BUSY_S = 60.0
"""Longer than another program is waited for."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(as_documented) as opened:
        yield opened


@pytest.fixture(scope="module")
def first_day(
    desktop: Session, window: Windows, walker: Walker, tmp_path_factory: pytest.TempPathFactory
) -> fault.FirstDay:
    return fault.first_day(desktop, window, walker, tmp_path_factory.mktemp("day"))


@pytest.fixture
def data(first_day: fault.FirstDay, receiver: Receiver, tmp_path: Path) -> Path:
    """A data folder with one lead in its history."""
    return first_day.copy(tmp_path / "data", endpoint=receiver.url)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    place = tmp_path / "disk"
    place.mkdir()
    with small_disk(place) as made:
        yield made


@pytest.fixture
def on_disk(first_day: fault.FirstDay, receiver: Receiver, disk: SmallDisk) -> Path:
    """Such a folder on a disk that can be filled."""
    return first_day.copy(disk.path / "data", endpoint=receiver.url)


# ------------------------------------------------------------------ full


@mounts
def test_a_disk_that_is_full_at_a_start(
    on_disk: Path, disk: SmallDisk, receiver: Receiver, window: Windows, walker: Walker
) -> None:
    before = fault.kept(on_disk)
    disk.fill()
    with window("--data-dir", on_disk) as program:
        fault.notice(walker, f"The disk is full: {on_disk / 'history.db'}", "Make room on that disk, then try again")
        fault.wait_offered(walker, *WAIT)
        fault.type_lead(walker)
        fault.assert_alive(walker)
        assert not walker.told("submit.send")["enabled"]
        assert {name: fault.kept(on_disk)[name] for name in before} == before
        disk.make_room()
        fault.do(walker, "Try again")
        walker.wait_enabled("submit.send")
        fault.assert_lead_stays(walker)
        assert (fault.outcomes(walker), receiver.requests) == (["accepted"], [])
        fault.send(walker)
        fault.quit_program(walker, program)
    assert len(receiver.requests) == 1
    fault.assert_no_personal_data(on_disk)


@mounts
def test_a_disk_that_becomes_full(
    on_disk: Path, disk: SmallDisk, receiver: Receiver, window: Windows, walker: Walker
) -> None:
    with window("--data-dir", on_disk) as program:
        walker.wait_enabled("submit.send")
        fault.type_lead(walker)
        disk.fill()
        walker.click("submit.send")
        walker.wait_like("submit.outcome", "Nothing was sent. The disk is full")
        fault.assert_lead_stays(walker)
        fault.assert_alive(walker)
        assert (fault.outcomes(walker), receiver.requests) == (["accepted"], [])
        disk.make_room()
        fault.send(walker)
        assert len(receiver.requests) == 1
        fault.wait_quiet(walker)
        disk.fill()
        walker.type("submit.field.FirstName", "Plantedsecond")
        fault.notice(walker, "What you type is not kept", "The disk is full", "Make room")
        walker.ask("keys", ["Control"], "q")
        fault.notice(walker, "it is gone when the window closes")
        disk.make_room()
        walker.type("submit.field.FirstName", "Plantedthird")
        eventually(lambda: "is not kept" not in walker.text("window.notice"), "the lead to be kept")
        fault.quit_program(walker, program)
    with window("--data-dir", on_disk):
        walker.wait_text("submit.field.FirstName", "Plantedthird")
        assert fault.outcomes(walker) == ["accepted", "accepted"]
    assert len(receiver.requests) == 1
    fault.assert_no_personal_data(on_disk)


@mounts
def test_an_answer_that_finds_no_room_is_written_once_there_is_some(
    on_disk: Path, disk: SmallDisk, receiver: Receiver, window: Windows, walker: Walker
) -> None:
    receiver.script = holding = Holding()
    with window("--data-dir", on_disk) as program:
        _fill_before_the_answer(disk, receiver, holding, walker)
        walker.click("submit.send")
        walker.wait_like("submit.outcome", "it was not sent again")
        disk.make_room()
        walker.wait_text("submit.outcome.kind", "accepted")
        assert fault.outcomes(walker) == ["accepted", "accepted"]
        walker.click("submit.send")
        walker.wait_like("submit.outcome", "it was not sent again")
        fault.quit_program(walker, program)
    with window("--data-dir", on_disk):
        walker.wait_enabled("submit.send")
        fault.wait_outcomes(walker, "accepted", "accepted")
    assert len(receiver.requests) == 1
    fault.assert_no_personal_data(on_disk)


@mounts
def test_an_answer_that_never_finds_room_is_never_sent_for_a_second_time(
    on_disk: Path, disk: SmallDisk, receiver: Receiver, window: Windows, walker: Walker
) -> None:
    receiver.script = holding = Holding()
    with window("--data-dir", on_disk):
        _fill_before_the_answer(disk, receiver, holding, walker)
    disk.make_room()
    with window("--data-dir", on_disk):
        fault.notice(walker, "the receiver may have it")
        fault.wait_outcomes(walker, "unknown", "accepted")
        fault.assert_lead_stays(walker)
        walker.click("submit.send")
        walker.wait_enabled("submit.send_again")
    assert len(receiver.requests) == 1
    fault.assert_no_personal_data(on_disk)


def _fill_before_the_answer(disk: SmallDisk, receiver: Receiver, holding: "Holding", walker: Walker) -> None:
    walker.wait_enabled("submit.send")
    fault.type_lead(walker)
    walker.click("submit.send")
    receiver.take()
    disk.fill()
    holding.go.set()
    walker.wait_like("submit.outcome", "The receiver may have this lead")
    assert "The disk is full" in walker.text("submit.outcome")
    fault.assert_lead_stays(walker)
    fault.assert_alive(walker)


# ------------------------------------------------------------------ read-only


@mounts
def test_a_disk_that_is_read_only_at_a_start(data: Path, desktop: Session, receiver: Receiver, walker: Walker) -> None:
    before = fault.kept(data)
    with read_only(data):
        program = desktop.program("--data-dir", data)
        walker.attach(program)
        fault.notice(walker, "or its disk is read-only. Nothing was changed.", "Give this account the right")
        fault.wait_offered(walker, *WAIT)
        fault.type_lead(walker)
        assert not walker.told("submit.send")["enabled"]
        assert "or its disk is read-only. Nothing was changed." in program.errors
        assert program.errors.count("\n") == 1
        assert fault.kept(data) == before
    fault.do(walker, "Try again")
    walker.wait_enabled("submit.send")
    fault.assert_lead_stays(walker)
    fault.send(walker)
    assert (fault.outcomes(walker), len(receiver.requests)) == (["accepted", "accepted"], 1)
    program.kill()


@mounts
def test_a_disk_that_becomes_read_only(data: Path, receiver: Receiver, window: Windows, walker: Walker) -> None:
    """Files that are open can still be written, as on Linux: history is; what would be a new file is not."""
    with window("--data-dir", data) as program:
        walker.wait_enabled("submit.send")
        fault.type_lead(walker)
        with read_only(data):
            fault.send(walker)
            fault.assert_lead_stays(walker)
            walker.click("submit.options.fold")
            fault.notice(walker, str(data / "settings.json"), "its disk is read-only", "Give this account the right")
            fault.assert_alive(walker)
        fault.quit_program(walker, program)
    with window("--data-dir", data):
        fault.wait_outcomes(walker, "accepted", "accepted")
    assert len(receiver.requests) == 1
    fault.assert_no_personal_data(data)


# ------------------------------------------------------------------ held by another program

HOLDS = """
import sys
from pathlib import Path
from sqlcipher3 import dbapi2
connection = dbapi2.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA key = \\"x'%s'\\"" % sys.stdin.readline().strip())
for statement in sys.argv[2:]:
    connection.execute(statement).fetchall()
print("done", flush=True)
sys.stdin.readline()
connection.close()
"""
"""Another program that has the key: does something, and holds what it got until it is told to end."""


@contextmanager
def another_program(database: Path, key: str, *statements: str) -> Iterator[None]:
    command = [sys.executable, "-I", "-c", HOLDS, str(database), *statements]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{key}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "done\n"
        try:
            yield
        finally:
            process.stdin.close()
            process.wait(20)


def test_a_history_that_another_program_holds(
    data: Path, first_day: fault.FirstDay, receiver: Receiver, window: Windows, walker: Walker
) -> None:
    database = data / "history.db"
    with ExitStack() as held:
        held.enter_context(
            another_program(database, first_day.key, "PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE")
        )
        with window("--data-dir", data):
            fault.type_lead(walker)
            fault.notice(walker, "nother program holds")  # perhaps, while it is tried; for certain, a little later
            fault.assert_alive(walker)
            fault.notice(
                walker, f"Another program holds the history {database}. Nothing was changed.", "then try again"
            )
            fault.wait_offered(walker, *WAIT)
            held.close()
            fault.do(walker, "Try again")
            walker.wait_enabled("submit.send")
            fault.assert_lead_stays(walker)
            with another_program(database, first_day.key, "BEGIN IMMEDIATE"):
                walker.click("submit.send")
                fault.assert_alive(walker)
                said = "Nothing was sent. Another program holds the history"
                walker.ask("wait_like", "submit.outcome", said, BUSY_S)
                fault.assert_lead_stays(walker)
                assert receiver.requests == []
            fault.send(walker)
            assert (fault.outcomes(walker), len(receiver.requests)) == (["accepted", "accepted"], 1)
    fault.assert_no_personal_data(data)


# ------------------------------------------------------------------ damaged


def cut(path: Path, size_bytes: int) -> None:
    with path.open("r+b") as file:
        file.truncate(size_bytes)


@dataclass(frozen=True)
class Damage:
    """What happens to a history's file, and what comes of it.

    Attributes:
        happens: To the file, at a start.
        said: Parts of the message.
        ways: The buttons.
    """

    happens: Callable[[Path, str], object]
    said: tuple[str, ...]
    ways: tuple[str, ...] = DAMAGED


def raise_version(path: Path, key: str) -> None:
    with another_program(path, key, "PRAGMA user_version = 999"):
        pass


IS_DAMAGED = ("is damaged", "Nothing in it was overwritten", "from a backup", "moved aside")
ALL_DAMAGES = {
    "a byte of its salt": Damage(lambda path, _: flip(path, 3), IS_DAMAGED),
    "a byte of its header": Damage(lambda path, _: flip(path, 100), IS_DAMAGED),
    "cut off in the first page": Damage(lambda path, _: cut(path, 1000), IS_DAMAGED),
    "cut off to one page": Damage(lambda path, _: cut(path, 4096), IS_DAMAGED),
    "of a newer version": Damage(
        raise_version,
        ("was written by a newer version", "layout 999", "Nothing in it was changed", "Install that version again"),
        WAIT,
    ),
}


DAMAGES = ALL_DAMAGES if depth.TIMES else [name for name in ALL_DAMAGES if "salt" not in name and "in the" not in name]
"""Those that the store tells apart, or each: whatever is flipped or cut off, tests/store/test_damage.py looks at it."""


@pytest.fixture(params=DAMAGES)
def damage(request: pytest.FixtureRequest, data: Path, first_day: fault.FirstDay) -> Damage:
    """One of them, done to the history."""
    found = ALL_DAMAGES[request.param]
    found.happens(data / "history.db", first_day.key)
    return found


def test_a_history_that_is_not_as_it_was_left(
    damage: Damage, data: Path, receiver: Receiver, window: Windows, walker: Walker
) -> None:
    before, is_lost = fault.kept(data), damage.ways == DAMAGED
    with window("--data-dir", data):
        fault.notice(walker, str(data / "history.db"), *damage.said)
        fault.wait_offered(walker, *damage.ways)
        fault.type_lead(walker)
        fault.assert_alive(walker)
        fault.do(walker, "Try again")
        fault.notice(walker, *damage.said)
        fault.wait_offered(walker, *damage.ways)
        assert fault.kept(data) == before
        if is_lost:
            fault.do(walker, DAMAGED[0])
            fault.notice(walker, f"The old history is kept in {data} as", "history.db.aside-1", "A new one begins.")
            walker.wait_enabled("submit.send")
            fault.assert_lead_stays(walker)
            assert fault.outcomes(walker) == []
            fault.send(walker)
    now = fault.kept(data)
    assert {name: now[f"{name}.aside-1" if is_lost else name] for name in before} == before
    assert len(receiver.requests) == is_lost
    fault.assert_no_personal_data(data)


# ------------------------------------------------------------------ damaged where nobody has looked yet

LONG = {"PostID": POST_ID, "isValidPost": True, "LeadIdentifier": 7, "ResponseDetails": "x" * 200_000}


def test_damage_that_shows_only_when_a_lead_is_looked_at(
    data: Path, receiver: Receiver, window: Windows, walker: Walker
) -> None:
    with window("--data-dir", data) as program:
        for script in (lambda _: answer(json.dumps(LONG)), as_documented):
            receiver.script = script
            fault.type_lead(walker)
            walker.type("submit.field.LastName", script.__name__)
            fault.send(walker)
        fault.quit_program(walker, program)
    flip(data / "history.db", -100_000)
    with window("--data-dir", data):
        fault.wait_outcomes(walker, "accepted", "accepted", "accepted")
        walker.ask("select_row", "history.table", 1)
        fault.notice(walker, "is damaged", "Nothing in it was overwritten")
        fault.assert_lead_stays(walker)
        fault.assert_alive(walker)
        walker.type("submit.field.FirstName", "Plantedsecond")
        fault.send(walker)
        assert len(receiver.requests) == 3
    fault.assert_no_personal_data(data)
