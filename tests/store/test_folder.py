import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from leadexec_desktop.store.errors import AlreadyRunningError, StorageError
from leadexec_desktop.store.folder import DataFolder, open_folder

HOLDS_THE_LOCK = """
import sys
from pathlib import Path
from leadexec_desktop.store.folder import open_folder
folder = open_folder(Path(sys.argv[1]))
folder.lock()
print("locked", flush=True)
sys.stdin.read()
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def another_instance(path: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLDS_THE_LOCK, str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "locked\n"
            yield process
        finally:
            process.kill()


posix = pytest.mark.skipif(sys.platform == "win32", reason="rights on Windows are those of the user's own folder")


@posix
def test_a_new_folder_is_closed_to_others(folder: DataFolder) -> None:
    assert {mode(path) for path in (folder.path, folder.profiles, folder.log)} == {0o700}


@posix
@pytest.mark.parametrize("before", [0o755, 0o777, 0o750, 0o701])
def test_an_open_folder_is_closed(tmp_path: Path, before: int) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(before)
    assert mode(open_folder(tmp_path / "data").path) == 0o700


def test_everything_is_in_the_folder(folder: DataFolder) -> None:
    inside = (folder.database, folder.key_record, folder.settings, folder.profiles, folder.log)
    assert {path.parent for path in inside} == {folder.path}
    assert len(set(inside)) == len(inside)


@pytest.mark.skipif(sys.platform != "linux", reason="the variable is that of Linux desktops")
def test_without_a_path_it_is_the_platforms_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert open_folder(None).path == tmp_path / "leadexec-desktop"


def test_a_relative_path_stays_where_it_was_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_folder(Path("data")).path == tmp_path / "data"


def test_a_file_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(StorageError) as caught:
        open_folder(tmp_path / "data")
    assert str(tmp_path / "data") in caught.value.reason
    assert caught.value.next_step


def test_one_instance_writes_until_it_dies(folder: DataFolder, child_environment: dict[str, str]) -> None:
    with another_instance(folder.path, child_environment) as other:
        with pytest.raises(AlreadyRunningError) as caught:
            folder.lock()
        assert str(folder.path) in caught.value.reason
        other.kill()
        other.wait()
        folder.lock()


def test_closing_lets_the_next_one_in(folder: DataFolder, child_environment: dict[str, str]) -> None:
    folder.lock()
    folder.lock()
    with pytest.raises(AlreadyRunningError):
        DataFolder(folder.path).lock()
    folder.close()
    with another_instance(folder.path, child_environment):
        pass


@posix
def test_the_lock_file_is_for_its_user_alone(folder: DataFolder) -> None:
    folder.lock()
    assert mode(folder.path / "lock") == 0o600
