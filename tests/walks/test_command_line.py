"""Every option of the command line, each with the program as a process: what it says, where, and what it leaves."""

import json
import re
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import leadexec_desktop

from . import leads
from .conftest import Windows
from .planted import found_in
from .receiver import as_documented, receiving
from .session import KEYRING, SCREEN, Ended, Session, eventually, missing_for, session
from .walker import Walker, walking

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.skipif(sys.platform != "linux", reason="the sessions are those of Linux desktops"),
]

NAMES_OF_OPTIONS = (
    "--data-dir DIR",
    "--import-profile FILE",
    "--profile NAME",
    "--sandbox",
    "--ephemeral",
    "--tour DIR",
    "--set-secret PROFILE KIND",
    "--version",
    "--help",
)


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Session]:
    """A session with neither screen nor bus nor keyring, and an empty home."""
    with session(tmp_path / "bare") as opened:
        yield opened


def files_below(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*"))


def left_by(one: Session) -> list[Path]:
    """What stands in the places where a program might leave something."""
    return files_below(one.home, one.folder / "tmp", one.runtime)


# ------------------------------------------------------------------ what is said at once


def test_version(bare: Session) -> None:
    told = bare.run_program("--version")
    assert told == Ended(0, f"leadexec-desktop {leadexec_desktop.__version__}\n", "")
    assert left_by(bare) == []


def test_help_names_every_option(bare: Session) -> None:
    told = bare.run_program("--help")
    assert (told.status, told.errors) == (0, "")
    text = " ".join(told.output.split())
    assert [option for option in NAMES_OF_OPTIONS if option not in text] == []
    assert left_by(bare) == []


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("--profile", "Solar", "--sandbox"), "--profile and --sandbox cannot both be active"),
        (("--profile", "Solar", "--tour", "pictures"), "--profile and --sandbox cannot both be active"),
        (("--set-secret", "Solar"), "expected 2 arguments"),
        (("--data-dir",), "expected one argument"),
        (("--ephemeral", "--epehmeral"), "--epehmeral: there is no such option"),
        (("--ephemeral", "a stray word"), "a stray word: there is no such option"),
    ],
)
def test_what_cannot_be_meant_is_refused(arguments: tuple[str, ...], said: str, bare: Session) -> None:
    told = bare.run_program(*arguments)
    assert (told.status, told.output) == (2, "")
    assert said in told.errors
    assert "Traceback" not in told.errors
    assert left_by(bare) == []


@pytest.mark.parametrize("arguments", [(), ("--set-secret", "Solar", "password")])
def test_a_data_folder_that_cannot_be_made(arguments: tuple[str, ...], bare: Session) -> None:
    place = bare.folder / "a file"
    place.touch()
    told = bare.run_program("--data-dir", place / "data", *arguments, typed="secret\n")
    assert (told.status, told.output) == (1, "")
    assert told.errors.startswith(f"leadexec-desktop: {place / 'data'} could not be used: ")
    assert told.errors.count("\n") == 1


# ------------------------------------------------------------------ --tour

TOUR = (
    ("general", "/processor/insert/general/json", "accepted"),
    ("redirect", "/processor/insert/manualredirect/json", "accepted"),
    ("returnsends", "/processor/insert/returnsends/json", "accepted"),
    ("transfer", "/processor/insert/transfer/json", "accepted"),
    ("call", "/processor/insert/calldata/json", "accepted"),
    ("general", "/processor/insert/general/json", "rejected"),
)


def test_a_tour_says_and_shows_each_step_and_leaves_nothing_else(bare: Session) -> None:
    pictures = bare.folder / "not yet there" / "pictures"
    told = bare.run_program("--tour", pictures)
    assert (told.status, told.errors) == (0, "")
    steps = [re.fullmatch(r"(\w+): POST (\S+): ([\w ]+): (\d*)", line) for line in told.output.splitlines()]
    assert all(steps), told.output
    assert tuple(step.groups()[:3] for step in steps if step) == TOUR
    ids = [step[4] for step in steps if step]
    assert all(ids[:5])
    assert len(set(ids)) == 6
    taken = sorted(pictures.iterdir())
    assert [picture.suffix for picture in taken] == [".png"] * 7
    assert {size_of(picture) for picture in taken} == {(1280, 720)}
    assert len({picture.read_bytes() for picture in taken}) == 7
    assert left_by(bare) == []


def test_a_tour_on_a_fine_screen_with_the_platform_named_as_qt_does(bare: Session) -> None:
    pictures = bare.folder / "pictures"
    told = bare.run_program(
        "-platform",
        "offscreen",
        "-style",
        "Fusion",
        "--tour",
        pictures,
        QT_SCALE_FACTOR="2",
        QT_QPA_PLATFORM="no such platform",
    )
    assert (told.status, told.errors) == (0, "")
    assert {size_of(picture) for picture in pictures.iterdir()} == {(2560, 1440)}


def size_of(picture: Path) -> tuple[int, int]:
    """Width and height out of a PNG's head."""
    head = picture.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:])
    return width, height


def test_a_tour_into_a_folder_that_cannot_be_made(bare: Session) -> None:
    place = bare.folder / "a file"
    place.touch()
    told = bare.run_program("--tour", place / "pictures")
    assert (told.status, told.output) == (1, "")
    assert told.errors.startswith("leadexec-desktop: the tour failed: ")
    assert str(place) in told.errors
    assert told.errors.count("\n") == 1
    assert left_by(bare) == []


# ------------------------------------------------------------------ starting: what is wrong is said, and it starts


@pytest.fixture
def started(desktop: Session, walker: Walker) -> Callable[..., Any]:
    """Starts the program, gives standard error once the window says it too, and ends the program."""

    @contextmanager
    def start(*arguments: str | Path, said: tuple[str, ...]) -> Iterator[None]:
        program = desktop.program(*arguments)
        try:
            walker.attach(program)
            for part in said:
                walker.wait_like("window.notice", part)
            assert program.process.poll() is None
            yield
            assert program.errors.startswith("leadexec-desktop: ")
            assert [part for part in said if part not in program.errors] == []
            assert "Traceback" not in program.errors
        finally:
            program.kill()

    return start


GOOD = leads.without_secrets("http://127.0.0.1:9")
BROKEN = (
    ("no JSON", '{"format": 1,', "line 1"),
    ("a key missing", json.dumps({key: GOOD[key] for key in GOOD if key != "vid"}), "vid"),
    ("a wrong kind", json.dumps(GOOD | {"fields": [{"name": "A", "kind": "colour"}]}), "fields[0].kind"),
    ("newer", json.dumps(GOOD | {"format": 2}), "format"),
    ("with a secret", json.dumps(GOOD | {"auth": {"password": "Planted secret"}}), "auth.password"),
    ("an address that is none", json.dumps(GOOD | {"endpoint": "http://leads.example.com"}), "endpoint"),
)


@pytest.mark.parametrize("name, content, place", BROKEN, ids=[name for name, _, _ in BROKEN])
def test_a_broken_profile_file(
    name: str, content: str, place: str, started: Callable[..., Any], tmp_path: Path
) -> None:
    broken, good = tmp_path / f"{name}.leadprofile", leads.write(tmp_path / "good.leadprofile", GOOD)
    broken.write_text(content, encoding="utf-8")
    said = (broken.name, place)
    with started("--data-dir", tmp_path / "data", "--import-profile", broken, "--import-profile", good, said=said):
        pass  # it says where and what, and goes on
    assert [path.name for path in (tmp_path / "data/profiles").iterdir()] == [f"{leads.PROFILE_ID}.leadprofile"]
    assert found_in(tmp_path / "data", {"secret": "Planted secret"}) == []


def test_a_profile_file_that_is_not_there_and_no_other(
    started: Callable[..., Any], walker: Walker, tmp_path: Path
) -> None:
    place = tmp_path / "nowhere.leadprofile"
    with started("--data-dir", tmp_path / "data", "--import-profile", place, said=(str(place),)):
        walker.wait_like("window.notice", "There is no profile yet.")
        assert str(place) in walker.text("window.notice")
        assert walker.text("window.notice.act") == "Rehearse"
        walker.press("window.notice.act")
        walker.wait_text("profile.badge", "SANDBOX")
        walker.wait_ready()
        assert str(place) in walker.text("window.notice"), "what was not dealt with is still said"


def test_an_unknown_profile(started: Callable[..., Any], walker: Walker, tmp_path: Path) -> None:
    good = leads.write(tmp_path / "good.leadprofile", GOOD)
    said = ("There is no profile “Nobody”.",)
    with started("--data-dir", tmp_path / "data", "--import-profile", good, "--profile", "Nobody", said=said):
        walker.wait_ready()
        walker.wait_text("profile.selector.search", leads.NAME)


# ------------------------------------------------------------------ starting: profiles


def test_an_array_of_profiles_each_by_name_and_by_id(window: Windows, walker: Walker, tmp_path: Path) -> None:
    several = leads.write(
        tmp_path / "several.json",
        GOOD,
        GOOD | {"id": "west-id", "name": "West"},
        GOOD | {"id": "east-id", "name": "East"},
    )
    folder = tmp_path / "data"
    with window("--data-dir", folder, "--import-profile", several, "--profile", "West"):
        walker.wait_ready()
        walker.wait_text("profile.selector.search", "West")
        assert walker.ask("items", "profile.selector") == ["East", leads.NAME, "West"]
        assert walker.text("profile.badge") == "LIVE"
    with window("--data-dir", folder, "--profile", "east-id"):
        walker.wait_text("profile.selector.search", "East")
    renamed = leads.write(tmp_path / "renamed.json", GOOD | {"id": "west-id", "name": "Far west"})
    with window("--data-dir", folder, "--import-profile", renamed):
        walker.wait_ready()
        assert walker.ask("items", "profile.selector") == ["East", "Far west", leads.NAME]
    with window("--data-dir", folder):
        walker.wait_ready()
        assert walker.ask("items", "profile.selector") == ["East", "Far west", leads.NAME]


def test_the_sandbox(window: Windows, walker: Walker, tmp_path: Path) -> None:
    with window("--data-dir", tmp_path / "data", "--sandbox"):
        walker.wait_ready()
        walker.wait_text("profile.badge", "SANDBOX")
        for name in ("FirstName", "LastName"):
            walker.type(f"submit.field.{name}", "Ana")
        walker.type("submit.field.Phone", "702 555 0123")
        walker.press("submit.send")
        walker.wait_text("submit.outcome.kind", "accepted")
    with window("--data-dir", tmp_path / "data"):
        walker.wait_row("history.table", 0, 3, "accepted")


# ------------------------------------------------------------------ what is kept, and where


def test_everything_is_below_the_data_folder_and_for_its_owner_alone(
    desktop: Session, window: Windows, walker: Walker, tmp_path: Path
) -> None:
    before = files_below(desktop.home)
    folder = tmp_path / "new" / "data"
    with receiving(as_documented) as receiver:
        good = leads.write(tmp_path / "good.leadprofile", leads.without_secrets(receiver.url))
        with window("--data-dir", folder, "--import-profile", good, QT_LOGGING_RULES="qt.qpa.*=true"):
            walker.wait_ready()
            for name, text in leads.LEAD.items():
                walker.type(f"submit.field.{name}", text)
            walker.press("submit.send")
            walker.wait_text("submit.outcome.kind", "accepted")
            modes = {path: oct(path.stat().st_mode & 0o777) for path in [folder, *files_below(folder)]}
    kept = {
        "history.db",
        "keyring.json",
        "lock",
        "settings.json",
        "leadexec-desktop.log",
        f"{leads.PROFILE_ID}.leadprofile",
    }
    assert kept <= {path.name for path in modes}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {"0o700"}
    assert {path.name: mode for path, mode in modes.items() if path.is_file() and mode != "0o600"} == {}
    assert [path for path in files_below(desktop.home) if path not in before] == []
    log = (folder / "log/leadexec-desktop.log").read_text(encoding="utf-8")
    assert "qt.qpa" in log, "Qt's own diagnostics go to the log"


def test_ephemeral_leaves_nothing(desktop: Session, window: Windows, walker: Walker, tmp_path: Path) -> None:
    before, keyring = left_by(desktop), desktop.secret("database")
    with receiving(as_documented) as receiver:
        good = leads.write(tmp_path / "good.leadprofile", leads.profile(receiver.url))
        with window("--ephemeral", "--import-profile", good):
            walker.wait_ready()
            for name, text in leads.LEAD.items():
                walker.type(f"submit.field.{name}", text)
            walker.press("submit.send")
            walker.wait_enabled("credentials.token")
            walker.type("credentials.password", leads.PASSWORD)
            walker.type("credentials.token", leads.TOKEN)
            walker.wait_enabled("credentials.save")
            walker.press("credentials.save")
            walker.wait_text("submit.outcome.kind", "accepted")
            assert receiver.take().header("Authorization") == f"Bearer {leads.TOKEN}"
            assert [path for path in left_by(desktop) if path not in before] == []
    assert [path for path in left_by(desktop) if path not in before] == []
    assert desktop.secret("database") == keyring
    assert desktop.secret(f"{leads.PROFILE_ID}/token") == ""


def test_a_second_start_with_the_same_folder(desktop: Session, window: Windows, walker: Walker, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with window("--data-dir", folder, "--import-profile", leads.write(tmp_path / "good.leadprofile", GOOD)):
        walker.wait_ready()
        told = desktop.run_program("--data-dir", folder)
        assert (told.status, told.output) == (1, "")
        assert told.errors == (
            f"leadexec-desktop: The program is already running with the data folder {folder}. "
            "Use the window that is open, or start with another --data-dir.\n"
        )
    with window("--data-dir", folder):  # the lock ended with its process, though that was killed
        walker.wait_ready()


# ------------------------------------------------------------------ without a keyring


@pytest.fixture
def without_keyring(tmp_path: Path) -> Iterator[Session]:
    """A desktop whose bus nobody answers on for secrets."""
    missing = missing_for(*KEYRING, *SCREEN, "atspi")
    if missing:
        pytest.skip(missing)
    with session(tmp_path / "session", screen="1280x720", bus=True) as opened:
        yield opened


def test_without_a_keyring_the_window_says_so_and_tries_again(without_keyring: Session, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    good = leads.write(tmp_path / "good.leadprofile", GOOD)
    program = without_keyring.program("--data-dir", folder, "--import-profile", good)
    with walking(without_keyring) as walker:
        walker.attach(program)
        walker.wait_like("window.notice", "keyring")
        assert walker.text("window.notice.act") == "Try again"
        _type_planted(walker)
        assert walker.told("submit.send")["enabled"] is False
        assert "keyring" in walker.told("submit.send")["description"]
        assert not (folder / "history.db").exists()
        assert found_in(without_keyring.folder, PLANTED) + found_in(folder, PLANTED) == []

        without_keyring.add_keyring()
        walker.press("window.notice.act")
        walker.wait_enabled("submit.send")
        assert walker.text("submit.field.FirstName") == PLANTED["first name"], "what was typed meanwhile is kept"
        assert (folder / "history.db").exists()
    assert program.process.poll() is None
    assert program.errors == ""
    assert found_in(folder, PLANTED) == []


PLANTED = {"first name": "Plantedfirst", "comment": "planted comment"}


def _type_planted(walker: Walker) -> None:
    eventually(lambda: "FirstName" in str(walker.ask("all_told")), "the form")
    walker.type("submit.field.FirstName", PLANTED["first name"])
    walker.type("submit.field.Phone", "7025550123")
    walker.type("submit.field.Comments", PLANTED["comment"])


def test_without_any_bus_it_lives_and_keeps_nothing_in_plain_text(bare: Session) -> None:
    """No window can be looked into then: what is seen is that the process lives, and what it writes."""
    folder = bare.folder / "data"
    program = bare.program("--data-dir", folder, "--import-profile", leads.write(bare.folder / "walk.json", GOOD))
    eventually(lambda: any((folder / "profiles").glob("*.leadprofile")), "the profile to be kept")
    eventually(lambda: "active_profile" in _read(folder / "settings.json"), "the profile to be active")
    program.process.send_signal(signal.SIGTERM)
    ended = program.wait()
    assert ended.status in (0, -signal.SIGTERM)
    assert ended.errors == ""
    assert not (folder / "history.db").exists()
    assert not (folder / "keyring.json").exists()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


# ------------------------------------------------------------------ Qt


def test_a_platform_that_is_not_there_is_said_on_standard_error(bare: Session) -> None:
    told = bare.run_program("--ephemeral", QT_QPA_PLATFORM="no-such-platform")
    assert told.status != 0
    assert "platform plugin" in told.errors
    assert told.errors.startswith("leadexec-desktop: ")


def test_the_import_that_qt_puts_in_pythons_place_does_not_stay(bare: Session) -> None:
    """With it, two threads that import at once made a start fail now and then."""
    look = (
        "import builtins; own = builtins.__import__; from leadexec_desktop import app; "
        "app._qt_application(()); print(builtins.__import__ is own)"
    )
    told = subprocess.run(
        [sys.executable, "-c", look], env=bare.environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (told.stdout, told.stderr) == ("True\n", "")


def test_nobody_else_is_called(bare: Session) -> None:
    """A start calls nobody: not the receiver, not a server of ours."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        endpoint = f"http://127.0.0.1:{listener.getsockname()[1]}"
        file = leads.write(bare.folder / "walk.json", leads.without_secrets(endpoint))
        folder = bare.folder / "data"
        program = bare.program(
            "--data-dir", folder, "--import-profile", file, http_proxy=endpoint, https_proxy=endpoint
        )
        eventually(lambda: "active_profile" in _read(folder / "settings.json"), "the profile to be active")
        program.kill()
        with pytest.raises(BlockingIOError):
            listener.accept()
