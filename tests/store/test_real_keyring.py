"""The vault on a real Secret Service, each time in a session of its own that ends with the test."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon", "secret-tool", "sh")
MISSING = [program for program in PROGRAMS if shutil.which(program) is None]

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is that of Linux desktops"),
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]

IN_A_SESSION = 'printf %s test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 && exec "$@"'
SECRET = "päss-wörd \U0001f511"


@pytest.fixture
def session(tmp_path: Path, child_environment: dict[str, str]) -> dict[str, str]:
    """The environment of a session that has nothing of the user's own."""
    for name in ("home", "run"):
        (tmp_path / name).mkdir(mode=0o700)
    inherited = {name: value for name, value in child_environment.items() if not name.startswith(("XDG_", "DBUS_"))}
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHON_KEYRING_BACKEND"):
        inherited.pop(name, None)
    return inherited | {"HOME": str(tmp_path / "home"), "XDG_RUNTIME_DIR": str(tmp_path / "run")}


BUS = """<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
"""A bus that starts nothing by itself: what was killed stays dead."""


def play(scenario: str, environment: dict[str, str]) -> dict[str, Any]:
    script = Path(__file__).with_name("secret_service_session.py")
    told = Path(environment["HOME"], "bus.conf")
    told.write_text(BUS)
    command = [
        "dbus-run-session",
        f"--config-file={told}",
        "--",
        "sh",
        "-c",
        IN_A_SESSION,
        "sh",
        sys.executable,
        str(script),
        scenario,
    ]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def test_set_get_delete(session: dict[str, str]) -> None:
    found = play("set_get_delete", session)
    assert found["name"].startswith("the Secret Service")
    assert (found["before"], found["get"], found["tool"]) == (None, SECRET, SECRET)
    assert (found["after"], found["tool_after"]) == (None, "")


def test_the_librarys_chain_is_resolved_to_what_is_there(session: dict[str, str]) -> None:
    chained = session | {"PYTHON_KEYRING_BACKEND": "keyring.backends.chainer.ChainerBackend"}
    assert play("set_get_delete", chained)["tool"] == SECRET


def test_long_secrets_stand_in_parts(session: dict[str, str]) -> None:
    assert play("long_ones", session) == {
        "whole": True,
        "parts": [1280, 1280, 440, 0],
        "shortened": ["b", "", ""],
    }


def test_locked_and_nobody_to_unlock_it(session: dict[str, str]) -> None:
    found = play("locked", session)
    assert found == dict.fromkeys(("get", "set", "delete", "fresh"), "VaultLockedError")


def test_a_daemon_that_hangs_holds_nobody_up(session: dict[str, str]) -> None:
    found = play("hung", session)
    assert found["came"] == ["VaultTimeoutError"] * 2
    assert 1.9 < found["took_s"] < 5
    assert found["again"] == SECRET


def test_a_bus_that_goes_away_and_comes_back(session: dict[str, str]) -> None:
    assert play("bus_lost", session) == {"lost": "VaultUnavailableError", "again": SECRET}


def test_the_whole_store(session: dict[str, str]) -> None:
    assert play("whole_store", session) == {
        "token": SECRET,
        "key_is_kept": 64,
        "in_files": [],
        "without_key": "KeyMissingError",
        "new_key": "",
    }


# ------------------------------------------------------------------ a keyring that fails, and comes back


def test_killed_and_started_again(session: dict[str, str]) -> None:
    found = play("killed", session)
    assert found.pop("again") == [SECRET, SECRET]
    assert found == dict.fromkeys(("get", "set", "delete", "fresh"), "VaultUnavailableError")


def test_killed_while_the_program_has_it(session: dict[str, str]) -> None:
    assert play("killed_under_a_store", session) == {
        "remembered": True,
        "another": "VaultUnavailableError",
        "kept": "VaultUnavailableError",
        "draft": True,
        "for_session": "typed",
        "without": ["VaultUnavailableError", True],
        "after": [SECRET, None],
        "draft_after": True,
    }


def test_a_store_whose_keyring_is_locked(session: dict[str, str]) -> None:
    assert play("locked_store", session) == {
        "old": ["VaultLockedError", True],
        "new": ["VaultLockedError", False],
        "new_history": False,
        "outlive": False,
        "untouched": True,
    }


def test_a_store_whose_keyring_hangs_and_goes_on(session: dict[str, str]) -> None:
    found = play("hung_store", session)
    assert 0.4 < found.pop("took_s") < 8
    assert found == {
        "hung": ["VaultTimeoutError", True],
        "outlive": False,
        "again": ["opened", None],
        "outlive_again": True,
    }


def test_a_prompt_that_is_closed_or_left_open(session: dict[str, str]) -> None:
    found = play("prompted", session)
    assert (found["refuse"], found["refuse_asked"]) == ("VaultLockedError", "asked\n")
    assert (found["ignore"], found["ignore_asked"]) == ("VaultTimeoutError", "asked\n")
    assert found["refuse_s"] < 15
    assert 0.9 < found["ignore_s"] < 5


def test_entries_that_are_deleted_or_changed_behind_our_back(session: dict[str, str]) -> None:
    assert play("behind_our_back", session) == {
        "remembered": True,
        "gone": None,
        "no_key": ["KeyMissingError", True],
        "other_key": ["WrongKeyError", True],
        "kept": True,
        "right_key": ["opened", None],
        "untouched": True,
    }


def test_first_starts_at_one_instant_make_one_key(session: dict[str, str]) -> None:
    assert play("first_starts", session) == {"ended": [0] * 4, "opened": [["opened", None]] * 4}


WITHOUT_A_KEYRING = """
import sys
from pathlib import Path
from time import monotonic
from leadexec_desktop.store.errors import VaultUnavailableError
from leadexec_desktop.store.folder import open_folder
from leadexec_desktop.store.opening import open_store
from leadexec_desktop.store.vault import KeyringVault
folder, began_s = open_folder(Path(sys.argv[1])), monotonic()
try:
    open_store(folder, KeyringVault())
except VaultUnavailableError as error:
    assert error.found is not None and not error.found.has_history
    assert not folder.database.exists() and not folder.key_record.exists()
    print(error)
store = open_store(folder, KeyringVault(), "correct horse battery")
assert monotonic() - began_s < 25
assert not store.secrets_outlive_session
store.close()
"""


@pytest.mark.parametrize(
    "more, said",
    [
        ({}, "No keyring was found"),
        ({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere/at/all"}, "No keyring was found"),
        ({"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}, "null.Keyring is configured, and refused"),
        ({"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}, "fail.Keyring is configured, and refused"),
    ],
    ids=["no bus", "a bus that is gone", "null", "fail"],
)
def test_without_a_keyring_a_passphrase_does(
    session: dict[str, str], tmp_path: Path, more: dict[str, str], said: str
) -> None:
    command = [sys.executable, "-c", WITHOUT_A_KEYRING, str(tmp_path / "data")]
    ended = subprocess.run(command, env=session | more, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert said in ended.stdout
