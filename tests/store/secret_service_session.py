"""Runs inside a throw-away session with a Secret Service of its own: one scenario, whose findings go out as JSON.

Started by test_real_keyring.py, never by hand.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import secretstorage
from jeepney import new_method_call  # type: ignore[import-untyped]  # has no types
from jeepney.bus_messages import message_bus  # type: ignore[import-untyped]  # has no types

from leadexec_desktop.store.credentials import Credentials, SecretKind
from leadexec_desktop.store.drafts import Draft
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.folder import DataFolder, open_folder
from leadexec_desktop.store.opening import open_store
from leadexec_desktop.store.vault import KeyringVault, Vault

PASSPHRASE = "correct horse battery"
PROMPTER = Path(__file__).with_name("secret_service_prompter.py")
SECRET = "päss-wörd \U0001f511"


def daemon() -> int:
    """The process id of the session's Secret Service."""
    with closing(secretstorage.dbus_init()) as bus:
        ask = new_method_call(message_bus, "GetConnectionUnixProcessID", "s", ("org.freedesktop.secrets",))
        return int(bus.send_and_get_reply(ask, timeout=10).body[0])


def is_there(name: str = "org.freedesktop.secrets") -> bool:
    with closing(secretstorage.dbus_init()) as bus:
        ask = new_method_call(message_bus, "NameHasOwner", "s", (name,))
        return bool(bus.send_and_get_reply(ask, timeout=10).body[0])


def wait_until(look: Callable[[], bool]) -> None:
    end_s = monotonic() + 20
    while not look():
        assert monotonic() < end_s
        sleep(0.01)


def kill() -> None:
    """Ends the Secret Service as a crash does."""
    os.kill(daemon(), signal.SIGKILL)
    wait_until(lambda: not is_there())


def start() -> None:
    """Starts it anew, unlocked."""
    command = ["gnome-keyring-daemon", "--unlock", "--components=secrets"]
    subprocess.run(command, input=b"test", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    wait_until(is_there)


def lock() -> None:
    with closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).lock()


def by_secret_tool(user: str) -> str:
    """What another program finds under the names of the contract."""
    command = ["secret-tool", "lookup", "service", "leadexec-desktop", "username", user]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def what_comes(call: Callable[[], object]) -> str:
    try:
        return f"gave {call()!r}"
    except StorageError as error:
        return type(error).__name__


def set_get_delete() -> dict[str, Any]:
    vault = KeyringVault()
    before = vault.get("solar/password")
    vault.set("solar/password", "first")
    vault.set("solar/password", SECRET)
    found = {
        "before": before,
        "name": vault.name,
        "get": vault.get("solar/password"),
        "tool": by_secret_tool("solar/password"),
    }
    vault.delete("solar/password")
    vault.delete("solar/password")
    return found | {"after": KeyringVault().get("solar/password"), "tool_after": by_secret_tool("solar/password")}


def long_ones() -> dict[str, Any]:
    vault = KeyringVault(longest_entry=1280)
    vault.set("solar/token", "a" * 3000)
    found = {
        "whole": vault.get("solar/token") == "a" * 3000,
        "parts": [len(by_secret_tool(f"solar/token{n}")) for n in ("", "#1", "#2", "#3")],
    }
    vault.set("solar/token", "b")
    return found | {"shortened": [by_secret_tool(f"solar/token{n}") for n in ("", "#1", "#2")]}


def locked() -> dict[str, Any]:
    vault = KeyringVault(limit_s=20)
    vault.set("solar/password", SECRET)
    lock()
    return {
        "get": what_comes(lambda: vault.get("solar/password")),
        "set": what_comes(lambda: vault.set("solar/password", "other")),
        "delete": what_comes(lambda: vault.delete("solar/password")),
        "fresh": what_comes(lambda: KeyringVault(limit_s=20).get("solar/password")),
    }


def hung() -> dict[str, Any]:
    vault, process = KeyringVault(limit_s=1), daemon()
    vault.set("solar/password", SECRET)
    os.kill(process, signal.SIGSTOP)
    began_s = monotonic()
    came = [what_comes(lambda: vault.get("solar/password")) for _ in range(2)]
    took_s = monotonic() - began_s
    os.kill(process, signal.SIGCONT)
    vault._limit.limit_s = 30
    return {"came": came, "took_s": took_s, "again": vault.get("solar/password")}


def bus_lost() -> dict[str, Any]:
    vault = KeyringVault()
    vault.set("solar/password", SECRET)
    address = os.environ["DBUS_SESSION_BUS_ADDRESS"]
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={Path.home() / 'gone'}"
    lost = what_comes(lambda: vault.get("solar/password"))
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = address
    return {"lost": lost, "again": vault.get("solar/password")}


def whole_store() -> dict[str, Any]:
    folder = open_folder(Path.home() / "data")
    vault = KeyringVault()
    store = open_store(folder, vault)
    Credentials(vault).set("solar", SecretKind.TOKEN, SECRET)
    store.close()
    store = open_store(folder, KeyringVault())
    found: dict[str, Any] = {"token": store.credentials.get("solar", SecretKind.TOKEN)}
    store.close()
    found["key_is_kept"] = len(by_secret_tool("database"))
    found["in_files"] = [
        path.name
        for path in folder.path.rglob("*")
        if path.is_file() and by_secret_tool("database").encode() in path.read_bytes()
    ]
    vault.delete("database")
    found["without_key"] = what_comes(lambda: open_store(folder, KeyringVault()))
    found["new_key"] = by_secret_tool("database")
    return found


def killed() -> dict[str, Any]:
    vault, fresh = KeyringVault(limit_s=20), KeyringVault(limit_s=20)
    vault.set("solar/password", SECRET)
    kill()
    calls: dict[str, Callable[[], object]] = {
        "get": lambda: vault.get("solar/password"),
        "set": lambda: vault.set("solar/password", "other"),
        "delete": lambda: vault.delete("solar/password"),
        "fresh": lambda: fresh.get("solar/password"),
    }
    found: dict[str, Any] = {name: what_comes(call) for name, call in calls.items()}
    start()
    return found | {"again": [each.get("solar/password") for each in (vault, fresh)]}


def killed_under_a_store() -> dict[str, Any]:
    """A program that runs while its keyring dies, and comes back."""
    folder = open_folder(Path.home() / "data")
    store = open_store(folder, KeyringVault(limit_s=20))
    store.credentials.set("solar", SecretKind.PASSWORD, SECRET)
    kill()
    at_utc = datetime.now(UTC)
    store.drafts.save("submit", {"FirstName": "John"}, at_utc)
    found: dict[str, Any] = {
        "remembered": store.credentials.get("solar", SecretKind.PASSWORD) == SECRET,
        "another": what_comes(lambda: store.credentials.get("solar", SecretKind.TOKEN)),
        "kept": what_comes(lambda: store.credentials.set("solar", SecretKind.TOKEN, "typed")),
        "draft": store.drafts.load("submit") == Draft("submit", {"FirstName": "John"}, at_utc),
    }
    store.credentials.keep_for_session("solar", SecretKind.TOKEN, "typed")
    found["for_session"] = store.credentials.get("solar", SecretKind.TOKEN)
    store.close()
    found["without"] = failed_opening(folder, KeyringVault(limit_s=20))
    start()
    store = open_store(folder, KeyringVault())
    found["after"] = [store.credentials.get("solar", kind) for kind in (SecretKind.PASSWORD, SecretKind.TOKEN)]
    found["draft_after"] = store.drafts.load("submit") is not None
    store.close()
    return found


def failed_opening(folder: DataFolder, vault: Vault) -> list[Any]:
    """Which error comes, and whether it knows of a history."""
    try:
        open_store(folder, vault).close()
    except StorageError as error:
        return [type(error).__name__, None if error.found is None else error.found.has_history]
    return ["opened", None]


def locked_store() -> dict[str, Any]:
    """Two folders: one with a history, one without."""
    old, new = (open_folder(Path.home() / name) for name in ("old", "new"))
    open_store(old, KeyringVault()).close()
    before = old.database.read_bytes()
    lock()
    found: dict[str, Any] = {
        "old": failed_opening(old, KeyringVault(limit_s=20)),
        "new": failed_opening(new, KeyringVault(limit_s=20)),
        "new_history": new.database.exists(),
    }
    store = open_store(new, KeyringVault(limit_s=20), PASSPHRASE)
    found["outlive"] = store.secrets_outlive_session
    store.close()
    return found | {"untouched": old.database.read_bytes() == before}


def hung_store() -> dict[str, Any]:
    """A keyring that hangs at the start, and goes on."""
    folder, with_passphrase = (open_folder(Path.home() / name) for name in ("data", "other"))
    open_store(folder, KeyringVault()).close()
    process = daemon()
    os.kill(process, signal.SIGSTOP)
    vault = KeyringVault(limit_s=0.5)
    found: dict[str, Any] = {"hung": failed_opening(folder, vault)}
    began_s = monotonic()
    store = open_store(with_passphrase, KeyringVault(limit_s=30), PASSPHRASE, probe_limit_s=0.5)
    found |= {"took_s": monotonic() - began_s, "outlive": store.secrets_outlive_session}
    store.close()
    os.kill(process, signal.SIGCONT)
    vault._limit.limit_s = 30
    found["again"] = failed_opening(folder, vault)
    store = open_store(with_passphrase, KeyringVault(), PASSPHRASE)
    found["outlive_again"] = store.secrets_outlive_session
    store.close()
    return found


def behind_our_back() -> dict[str, Any]:
    """Entries that somebody deletes, or changes, in the keyring's own program."""
    folder, vault = open_folder(Path.home() / "data"), KeyringVault()
    store = open_store(folder, vault)
    store.credentials.set("solar", SecretKind.TOKEN, SECRET)
    key = by_secret_tool("database")
    for user in ("solar/token", "database"):
        subprocess.run(["secret-tool", "clear", "service", "leadexec-desktop", "username", user], check=True)
    store.drafts.save("submit", {"a": 1}, datetime.now(UTC))
    found: dict[str, Any] = {
        "remembered": store.credentials.get("solar", SecretKind.TOKEN) == SECRET,
        "gone": Credentials(vault).get("solar", SecretKind.TOKEN),
    }
    store.close()
    before = folder.database.read_bytes()
    found["no_key"] = failed_opening(folder, KeyringVault())
    vault.set("database", "00" * 32)
    found["other_key"] = failed_opening(folder, KeyringVault())
    found["kept"] = by_secret_tool("database") == "00" * 32
    vault.set("database", key)
    found["right_key"] = failed_opening(folder, KeyringVault())
    return found | {"untouched": folder.database.read_bytes() == before}


FIRST_START = """
import sys
from pathlib import Path
from leadexec_desktop.store.folder import open_folder
from leadexec_desktop.store.opening import open_store
from leadexec_desktop.store.vault import KeyringVault
folder, vault = open_folder(Path(sys.argv[1])), KeyringVault()
vault.get("database")  # all that takes its time is loaded
print("ready", flush=True)
sys.stdin.readline()
open_store(folder, vault).close()
"""


def first_starts() -> dict[str, Any]:
    """Several data folders, begun by several processes at one instant."""
    folders = [Path.home() / f"data {number}" for number in range(4)]
    pipe = subprocess.PIPE
    started = [
        subprocess.Popen([sys.executable, "-c", FIRST_START, str(folder)], stdin=pipe, stdout=pipe, text=True)
        for folder in folders
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    ended = [process.wait(60) for process in started]
    for process in started:
        process.communicate()
    return {"ended": ended, "opened": [failed_opening(open_folder(folder), KeyringVault()) for folder in folders]}


def prompted() -> dict[str, Any]:
    """A locked keyring whose window a person closes, or lets stand."""
    vault = KeyringVault(limit_s=20)
    vault.set("solar/password", SECRET)
    found: dict[str, Any] = {}
    for how, limit_s in (("refuse", 20), ("ignore", 1)):
        lock()
        with subprocess.Popen([sys.executable, str(PROMPTER), how], stdout=subprocess.PIPE, text=True) as prompter:
            assert prompter.stdout is not None
            assert prompter.stdout.readline() == "ready\n"
            vault = KeyringVault(limit_s=limit_s)
            began_s = monotonic()
            found[how] = what_comes(lambda: vault.get("solar/password"))  # noqa: B023 - called at once
            found[f"{how}_s"] = monotonic() - began_s
            found[f"{how}_asked"] = prompter.stdout.readline()
            prompter.kill()
        wait_until(lambda: not is_there("org.gnome.keyring.SystemPrompter"))
    return found


SCENARIOS: dict[str, Callable[[], dict[str, Any]]] = {
    each.__name__: each
    for each in (
        *(set_get_delete, long_ones, locked, hung, bus_lost, whole_store, killed, killed_under_a_store),
        *(locked_store, hung_store, behind_our_back, first_starts, prompted),
    )
}

if __name__ == "__main__":
    try:
        sys.stdout.write(json.dumps(SCENARIOS[sys.argv[1]]()))
    finally:
        kill()
