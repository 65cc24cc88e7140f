"""Every option of the command line, each with the program as a process: what it says, where, and what it leaves."""

import json
import signal
import socket
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
from .session import Ended, Running, Session, eventually, files_below, text_in
from .walker import Walker

pytestmark = pytest.mark.timeout(600)

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


# ------------------------------------------------------------------ what is said at once


def test_version(bare: Session) -> None:
    told = bare.run_program("--version")
    assert told == Ended(0, f"leadexec-desktop {leadexec_desktop.__version__}\n", "")
    assert bare.left() == []


def test_help_names_every_option(bare: Session) -> None:
    told = bare.run_program("--help")
    assert (told.status, told.errors) == (0, "")
    text = " ".join(told.output.split())
    assert [option for option in NAMES_OF_OPTIONS if option not in text] == []
    assert bare.left() == []


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
    assert bare.left() == []


@pytest.mark.parametrize("arguments", [(), ("--set-secret", "Solar", "password")])
def test_a_data_folder_that_cannot_be_made(arguments: tuple[str, ...], bare: Session) -> None:
    place = bare.folder / "a file"
    place.touch()
    told = bare.run_program("--data-dir", place / "data", *arguments, typed="secret\n")
    assert (told.status, told.output) == (1, "")
    assert told.errors.startswith(f"leadexec-desktop: {place / 'data'} could not be used: ")
    assert told.errors.count("\n") == 1


# ------------------------------------------------------------------ starting: what is wrong is said, and it starts


@pytest.fixture
def started(desktop: Session, walker: Walker) -> Callable[..., Any]:
    """Starts the program, gives standard error once the window says it too, and ends the program."""

    @contextmanager
    def start(*arguments: str | Path, said: tuple[str, ...]) -> Iterator[Running]:
        program = desktop.program(*arguments)
        try:
            walker.attach(program)
            for part in said:
                walker.wait_like("window.notice", part)
            assert program.process.poll() is None
            yield program
            assert program.errors.startswith("leadexec-desktop: ")
            assert [part for part in said if part not in program.errors] == []
            assert "Traceback" not in program.errors
        finally:
            program.kill()

    return start


BROKEN = (
    ("no JSON", '{"format": 1,', "line 1"),
    ("a key missing", json.dumps({key: leads.GOOD[key] for key in leads.GOOD if key != "vid"}), "vid"),
    ("a wrong kind", json.dumps(leads.GOOD | {"fields": [{"name": "A", "kind": "colour"}]}), "fields[0].kind"),
    ("newer", json.dumps(leads.GOOD | {"format": 2}), "format"),
    ("with a secret", json.dumps(leads.GOOD | {"auth": {"password": "Planted secret"}}), "auth.password"),
    ("an address that is none", json.dumps(leads.GOOD | {"endpoint": "http://leads.example.com"}), "endpoint"),
)


def test_broken_profile_files(started: Callable[..., Any], tmp_path: Path) -> None:
    """Each is said, with the place of what is wrong in it; none keeps another back."""
    wanted: list[str | Path] = []
    for name, content, _ in BROKEN:
        broken = tmp_path / f"{name}.leadprofile"
        broken.write_text(content, encoding="utf-8")
        wanted += ["--import-profile", broken]
    wanted += ["--import-profile", leads.write(tmp_path / "good.leadprofile", leads.GOOD)]
    names = tuple(f"{name}.leadprofile" for name, _, _ in BROKEN)
    with started("--data-dir", tmp_path / "data", *wanted, said=names) as program:
        pass  # it says all that, and goes on
    lines = program.errors.splitlines()
    assert [line for line in lines if not line.startswith("leadexec-desktop: ")] == []
    for name, (_, _, place) in zip(names, BROKEN, strict=True):
        (line,) = (own for own in lines if name in own)
        assert place in line.partition(name)[2]
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
    good = leads.write(tmp_path / "good.leadprofile", leads.GOOD)
    said = ("There is no profile “Nobody”.",)
    with started("--data-dir", tmp_path / "data", "--import-profile", good, "--profile", "Nobody", said=said):
        walker.wait_ready()
        walker.wait_text("profile.selector.search", leads.NAME)


# ------------------------------------------------------------------ starting: profiles


def test_an_array_of_profiles_each_by_name_and_by_id(window: Windows, walker: Walker, tmp_path: Path) -> None:
    several = leads.write(
        tmp_path / "several.json",
        leads.GOOD,
        leads.GOOD | {"id": "west-id", "name": "West"},
        leads.GOOD | {"id": "east-id", "name": "East"},
    )
    folder = tmp_path / "data"
    with window("--data-dir", folder, "--import-profile", several, "--profile", "West"):
        walker.wait_ready()
        walker.wait_text("profile.selector.search", "West")
        assert walker.ask("items", "profile.selector") == ["East", leads.NAME, "West"]
        assert walker.text("profile.badge") == "LIVE"
    with window("--data-dir", folder, "--profile", "east-id"):
        walker.wait_text("profile.selector.search", "East")
    renamed = leads.write(tmp_path / "renamed.json", leads.GOOD | {"id": "west-id", "name": "Far west"})
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
        walker.wait_enabled("submit.send")
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
            walker.wait_enabled("submit.send")
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
    before, keyring = desktop.left(), desktop.secret("database")
    with receiving(as_documented) as receiver:
        good = leads.write(tmp_path / "good.leadprofile", leads.profile(receiver.url))
        with window("--ephemeral", "--import-profile", good):
            walker.wait_ready()
            for name, text in leads.LEAD.items():
                walker.type(f"submit.field.{name}", text)
            walker.wait_enabled("submit.send")
            walker.press("submit.send")
            walker.wait_enabled("credentials.token")
            walker.type("credentials.password", leads.PASSWORD)
            walker.type("credentials.token", leads.TOKEN)
            walker.wait_enabled("credentials.save")
            walker.press("credentials.save")
            walker.wait_text("submit.outcome.kind", "accepted")
            assert receiver.take().header("Authorization") == f"Bearer {leads.TOKEN}"
            assert [path for path in desktop.left() if path not in before] == []
    assert [path for path in desktop.left() if path not in before] == []
    assert desktop.secret("database") == keyring
    assert desktop.secret(f"{leads.PROFILE_ID}/token") == ""


def test_a_second_start_hands_its_wishes_to_the_first_window(
    desktop: Session, window: Windows, walker: Walker, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    leads.write(desktop.folder / "west.json", leads.GOOD | {"id": "west-id", "name": "West"})
    (desktop.folder / "broken.json").write_text("{")
    with window("--data-dir", folder, "--import-profile", leads.write(tmp_path / "good.leadprofile", leads.GOOD)):
        walker.wait_ready()
        walker.type("submit.field.FirstName", "Ana")
        # Relative to where the second one is started, which is another folder than the first one's profile file.
        later = ("--import-profile", "broken.json", "--import-profile", "west.json", "--profile", "West")
        assert desktop.run_program("--data-dir", folder, *later) == Ended(0, "", "")
        walker.wait_text("profile.selector.search", "West")
        walker.wait_like("window.notice", str(desktop.folder / "broken.json"))
        walker.type("submit.field.FirstName", "Anna")  # the same lead, in a form with the same fields
        assert desktop.run_program("--data-dir", folder, "--profile", leads.NAME) == Ended(0, "", "")
        walker.wait_text("submit.field.FirstName", "Anna")
        assert desktop.run_program("--data-dir", folder, "--sandbox") == Ended(0, "", "")
        walker.wait_text("profile.badge", "SANDBOX")


def test_a_second_start_brings_the_first_window_to_the_front(
    desktop: Session, window: Windows, walker: Walker, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    good = leads.write(tmp_path / "good.leadprofile", leads.GOOD)
    with window("--data-dir", folder, "--import-profile", good) as first:
        walker.wait_ready()
        other = desktop.program("--ephemeral", "--import-profile", good)
        walker.attach(other)
        walker.wait_ready()
        walker.attach(first)
        assert not walker.told("submit.field.FirstName")["focused"], "another window has the keyboard"
        assert desktop.run_program("--data-dir", folder) == Ended(0, "", "")
        walker.wait_ready()
        other.kill()


def test_what_never_hands_over(desktop: Session, window: Windows, walker: Walker, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    good = leads.write(tmp_path / "good.leadprofile", leads.GOOD)
    with window("--data-dir", folder, "--import-profile", good):
        walker.wait_ready()
        told = desktop.run_program("--data-dir", folder, "--epehmeral")
        assert (told.status, told.output) == (2, "")
        assert "--epehmeral: there is no such option" in told.errors
        told = desktop.run_program("--data-dir", folder, "--set-secret", "Nobody", "password", typed="secret\n")
        assert (told.status, told.output) == (1, "")
        assert "Nobody" in told.errors
        other = desktop.program("--data-dir", folder, "--ephemeral", "--import-profile", good)
        walker.attach(other)
        walker.wait_ready()
        other.kill()


def test_a_second_start_while_the_first_one_hangs(
    desktop: Session, window: Windows, walker: Walker, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    good = leads.write(tmp_path / "good.leadprofile", leads.GOOD)
    with window("--data-dir", folder, "--import-profile", good) as first:
        walker.wait_ready()
        eventually((folder / "window.json").exists, "the window to be found")
        first.process.send_signal(signal.SIGSTOP)
        told = desktop.run_program("--data-dir", folder)
        first.process.send_signal(signal.SIGCONT)
        assert (told.status, told.output) == (1, "")
        assert told.errors == (
            f"leadexec-desktop: The program is already running with the data folder {folder}, and its window did not "
            "answer within 10 s. Wait until it does, then try again; if it hangs, end it; or start with another "
            "--data-dir.\n"
        )


def test_a_second_start_at_once_and_one_after_a_sudden_end(bare: Session) -> None:
    folder = bare.folder / "data"
    together = [bare.program("--data-dir", folder, "--sandbox") for _ in range(3)]
    ended = eventually(
        lambda: [one for one in together if one.process.poll() is not None][1:], "two of three to hand over"
    )
    assert [(one.process.returncode, one.output, one.errors) for one in ended] == [(0, "", "")]
    (first,) = [one for one in together if one.process.poll() is None]
    first.kill()
    assert (folder / "window.json").exists()
    again = bare.program("--data-dir", folder)
    before = text_in(folder / "window.json")
    eventually(lambda: text_in(folder / "window.json") not in ("", before), "the next window to be found")
    assert bare.run_program("--data-dir", folder) == Ended(0, "", "")
    assert again.process.poll() is None
    assert len([path for path in (*folder.iterdir(), *bare.left()) if path.is_socket()]) == 1
    again.kill()


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
        eventually(lambda: "active_profile" in text_in(folder / "settings.json"), "the profile to be active")
        program.kill()
        with pytest.raises(BlockingIOError):
            listener.accept()
