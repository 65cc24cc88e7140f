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
from pathlib import Path
from time import monotonic
from typing import Any

import secretstorage
from jeepney import new_method_call  # type: ignore[import-untyped]  # has no types
from jeepney.bus_messages import message_bus  # type: ignore[import-untyped]  # has no types

from leadexec_desktop.store.credentials import Credentials, SecretKind
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.folder import open_folder
from leadexec_desktop.store.opening import open_store
from leadexec_desktop.store.vault import KeyringVault

SECRET = "päss-wörd \U0001f511"


def daemon() -> int:
    """The process id of the session's Secret Service."""
    with closing(secretstorage.dbus_init()) as bus:
        ask = new_method_call(message_bus, "GetConnectionUnixProcessID", "s", ("org.freedesktop.secrets",))
        return int(bus.send_and_get_reply(ask, timeout=10).body[0])


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


SCENARIOS: dict[str, Callable[[], dict[str, Any]]] = {
    each.__name__: each for each in (set_get_delete, long_ones, locked, hung, bus_lost, whole_store)
}

if __name__ == "__main__":
    service = daemon()
    try:
        sys.stdout.write(json.dumps(SCENARIOS[sys.argv[1]]()))
    finally:
        os.kill(service, signal.SIGKILL)
