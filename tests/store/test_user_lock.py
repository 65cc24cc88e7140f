"""One at a time among the programs of one user; and two first starts that make one key."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import pytest

from leadexec_desktop.store.database_key import ENTRY
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.folder import open_folder
from leadexec_desktop.store.opening import open_store
from leadexec_desktop.store.user_lock import user_lock
from leadexec_desktop.store.vault import MemoryVault

HOLDS_IT = """
import sys
from leadexec_desktop.store.user_lock import user_lock
with user_lock("test", 10):
    print("in", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "runtime"
    place.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place))
    return place


def test_another_process_is_waited_for(runtime: Path, child_environment: dict[str, str]) -> None:
    environment = child_environment | {"XDG_RUNTIME_DIR": str(runtime)}
    command = [sys.executable, "-c", HOLDS_IT]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "in\n"
            with pytest.raises(StorageError, match="Another start"), user_lock("test", 0.05):
                pytest.fail("it was let in")
            with user_lock("another", 0.05):
                pass
            process.kill()
            with user_lock("test", 10):
                pass
        finally:
            process.kill()


posix = pytest.mark.skipif(sys.platform == "win32", reason="rights on Windows are those of the user's own folder")


@posix
@pytest.mark.parametrize("laid", ["a file", "a link", "open to others"])
def test_what_others_may_have_laid_is_not_used(runtime: Path, tmp_path: Path, laid: str) -> None:
    place, elsewhere = runtime / "leadexec-desktop", tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    if laid == "a file":
        place.touch()
    elif laid == "a link":
        place.symlink_to(elsewhere)
    else:
        place.mkdir()
        place.chmod(0o777)
    with user_lock("test", 0.05):
        pass
    assert list(elsewhere.iterdir()) == []
    assert laid == "a file" or list(place.iterdir()) == []


@posix
def test_without_a_runtime_folder_it_is_in_the_temporary_one_under_the_users_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with user_lock("test", 1):
        (place,) = tmp_path.iterdir()
        assert (place.name, place.stat().st_mode & 0o777) == (f"leadexec-desktop-{os.geteuid()}", 0o700)


class RacedVault(MemoryVault):
    """A keyring that has several starts ask for the key before the first one keeps any."""

    def __init__(self, starts: int) -> None:
        super().__init__()
        self._all_asked = Barrier(starts)
        self.made: list[str] = []

    def get(self, user: str) -> str | None:
        found = super().get(user)
        if user == ENTRY and found is None:
            with suppress(BrokenBarrierError):
                self._all_asked.wait(0.3)  # the second question, under the lock, is one start's alone
        return found

    def set(self, user: str, secret: str) -> None:
        self.made.append(secret)
        super().set(user, secret)


@pytest.mark.usefixtures("runtime")
def test_first_starts_at_one_instant_make_one_key(tmp_path: Path) -> None:
    starts = 4
    vault = RacedVault(starts)
    folders = [open_folder(tmp_path / f"data {number}") for number in range(starts)]
    with ThreadPoolExecutor(starts) as pool:
        for store in pool.map(lambda folder: open_store(folder, vault), folders):
            store.close()
    assert len(vault.made) == 1
    for folder in folders:
        open_store(folder, vault).close()
