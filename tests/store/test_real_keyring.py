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


def play(scenario: str, environment: dict[str, str]) -> dict[str, Any]:
    script = Path(__file__).with_name("secret_service_session.py")
    command = ["dbus-run-session", "--", "sh", "-c", IN_A_SESSION, "sh", sys.executable, str(script), scenario]
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
