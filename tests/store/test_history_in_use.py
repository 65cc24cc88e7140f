"""A history that others hold, wrote, took away or closed, for real: it is said, and no lead is lost."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from leadexec_desktop.store.database import open_database
from leadexec_desktop.store.database_key import ENTRY
from leadexec_desktop.store.errors import (
    DatabaseBusyError,
    HistoryGoneError,
    NewerDatabaseError,
    NotWritableError,
    StorageError,
    WrongKeyError,
)
from leadexec_desktop.store.folder import DataFolder, open_folder
from leadexec_desktop.store.opening import open_store
from leadexec_desktop.store.profile_files import ProfileFiles
from leadexec_desktop.store.schema import MIGRATIONS
from leadexec_desktop.store.settings import Settings
from leadexec_desktop.store.vault import MemoryVault

from .broken_disks import cannot_mount, read_only
from .histories import (
    ALL,
    Make,
    ids,
    recovered,
)

IS_ROOT = sys.platform != "win32" and os.geteuid() == 0


HOLDS_IT = """
import sys
from sqlcipher3 import dbapi2
connection = dbapi2.connect(sys.argv[1], isolation_level=None)
connection.execute(f"PRAGMA key = \\"x'{sys.argv[2]}'\\"")
connection.execute(sys.argv[3])
connection.execute("SELECT count(*) FROM deliveries").fetchall()
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_by_another(path: Path, key: str, how: str, environment: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-c", HOLDS_IT, str(path), key, how]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"
            yield
        finally:
            process.kill()


def test_another_program_that_holds_the_file(
    history: DataFolder, vault: MemoryVault, child_environment: dict[str, str]
) -> None:
    key = vault.get(ENTRY) or ""
    with (
        held_by_another(history.database, key, "PRAGMA locking_mode = EXCLUSIVE", child_environment),
        pytest.raises(DatabaseBusyError, match="Close what else"),
    ):
        open_database(history.database, bytes.fromhex(key), busy_timeout_s=0.05)
    assert recovered(history, vault)[0] == ALL


def test_another_program_that_writes_for_a_while(
    history: DataFolder, vault: MemoryVault, make_delivery: Make, child_environment: dict[str, str]
) -> None:
    key = vault.get(ENTRY) or ""
    store = open_store(history, vault)
    with store.database.read() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50").fetchall()
    with held_by_another(history.database, key, "BEGIN IMMEDIATE", child_environment):
        assert ids(store) == ALL
        with pytest.raises(DatabaseBusyError):
            store.deliveries.add(make_delivery("new"))
    store.deliveries.add(make_delivery("new"))
    assert ids(store) == sorted([*ALL, "new"])
    store.close()


def test_the_key_of_another_history(history: DataFolder, vault: MemoryVault) -> None:
    content = history.database.read_bytes()
    other = MemoryVault()
    other.set(ENTRY, "00" * 32)
    with pytest.raises(WrongKeyError, match="that of another history"):
        open_store(history, other)
    history.key_record.unlink()
    with pytest.raises(WrongKeyError, match="is not known"):
        open_store(history, other)
    assert history.database.read_bytes() == content
    assert recovered(history, vault)[0] == ALL


def test_a_newer_version_wrote_it(history: DataFolder, vault: MemoryVault) -> None:
    key = bytes.fromhex(vault.get(ENTRY) or "")
    open_database(history.database, key, migrations=(*MIGRATIONS, ("CREATE TABLE later (a)",))).close()
    content = history.database.read_bytes()
    with pytest.raises(NewerDatabaseError, match="Install that version"):
        open_store(history, vault)
    assert history.database.read_bytes() == content


@pytest.mark.skipif(sys.platform == "win32", reason="an open file has its name there as long as it is open")
@pytest.mark.parametrize("instead", ["nothing", "a copy"])
def test_a_file_that_is_taken_away_while_it_is_open_takes_no_lead_with_it(
    history: DataFolder, vault: MemoryVault, make_delivery: Make, instead: str
) -> None:
    store = open_store(history, vault)
    aside = history.path / "elsewhere"
    history.database.rename(aside)
    if instead == "a copy":
        shutil.copy(aside, history.database)
    with pytest.raises(HistoryGoneError, match="Nothing was written"):
        store.deliveries.add(make_delivery("new"))
    assert ids(store) == ALL
    aside.rename(history.database)
    store.deliveries.add(make_delivery("new"))
    store.close()
    assert recovered(history, vault)[0] == sorted([*ALL, "new"])


@pytest.mark.skipif(bool(cannot_mount()), reason=cannot_mount())
def test_a_disk_that_is_read_only(history: DataFolder, vault: MemoryVault, make_delivery: Make) -> None:
    Settings(history.settings).put("theme", "dark")
    ProfileFiles(history.profiles).write("solar", b"old")
    content = history.database.read_bytes()
    calls: list[Callable[[], object]] = [
        lambda: open_folder(history.path).lock(),
        lambda: Settings(history.settings).put("theme", "light"),
        lambda: ProfileFiles(history.profiles).write("solar", b"new"),
        lambda: open_store(history, vault).deliveries.add(make_delivery("new")),
    ]
    with read_only(history.path):
        for call in calls:
            with pytest.raises(NotWritableError, match="read-only"):
                call()
        assert Settings(history.settings).get("theme", "") == "dark"
        assert ProfileFiles(history.profiles).read_all().contents == (("solar.leadprofile", b"old"),)
    assert history.database.read_bytes() == content
    assert recovered(history, vault)[0] == ALL


AS_ANOTHER_USER = """
import json, os, sys
from pathlib import Path
import filelock, sqlcipher3
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.folder import DataFolder, open_folder
from leadexec_desktop.store.opening import move_aside, open_store
from leadexec_desktop.store.profile_files import ProfileFiles
from leadexec_desktop.store.settings import Settings
from leadexec_desktop.store.vault import MemoryVault
folder, vault = DataFolder(Path(sys.argv[1])), MemoryVault()
vault.set("database", sys.argv[2])
os.seteuid(65534)
calls = {
    "folder": lambda: open_folder(folder.path).lock(),
    "store": lambda: open_store(folder, vault),
    "settings": lambda: Settings(folder.settings),
    "profiles": lambda: ProfileFiles(folder.profiles).read_all(),
    "move_aside": lambda: move_aside(folder),
}
found = {}
for name, call in calls.items():
    try:
        call()
        found[name] = "done"
    except StorageError as error:
        found[name] = type(error).__name__
print(json.dumps(found))
"""


@pytest.mark.skipif(not IS_ROOT, reason="only root can become another user")
@pytest.mark.parametrize("closed", ["all of it", "what is in it"])
def test_another_users_folder(
    history: DataFolder, vault: MemoryVault, child_environment: dict[str, str], closed: str
) -> None:
    Settings(history.settings).put("theme", "dark")
    ProfileFiles(history.profiles).write("solar", b"old")
    if closed == "what is in it":
        history.path.chmod(0o755)
        for parent in history.path.parents:
            if parent.stat().st_uid == 0 and parent.stat().st_mode & 0o005 != 0o005:
                parent.chmod(parent.stat().st_mode | 0o005)
    content = history.database.read_bytes()
    command = [sys.executable, "-c", AS_ANOTHER_USER, str(history.path), vault.get(ENTRY) or ""]
    ended = subprocess.run(command, env=child_environment, capture_output=True, text=True, check=False)
    assert ended.stderr == ""
    assert json.loads(ended.stdout) == dict.fromkeys(
        ("folder", "store", "settings", "profiles", "move_aside"), "NotWritableError"
    )
    assert history.database.read_bytes() == content
    history.path.chmod(0o700)
    assert recovered(history, vault)[0] == ALL


def test_what_the_library_says_of_itself_is_no_damage() -> None:
    """The numbers that tell one fault from another are SQLite's own."""
    assert (dbapi2.SQLITE_NOTADB, dbapi2.SQLITE_IOERR, dbapi2.SQLITE_CORRUPT) == (26, 10, 11)


def test_an_error_of_the_store_is_one_of_ours(history: DataFolder, vault: MemoryVault) -> None:
    store = open_store(history, vault)
    with pytest.raises(StorageError), store.database.write() as cursor:
        cursor.execute("INSERT INTO nowhere VALUES (1)")
    assert ids(store) == ALL
    store.close()
