import errno
import stat
import sys
from pathlib import Path

import pytest

from leadexec_desktop.store.atomic_file import delete_if_there, read_if_there, write_atomically
from leadexec_desktop.store.errors import DiskFullError, NotWritableError, StorageError, of_os_error


@pytest.mark.skipif(sys.platform == "win32", reason="rights on Windows are those of the user's own folder")
def test_a_file_is_for_its_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"before")
    path.chmod(0o644)
    write_atomically(path, b"after")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == b"after"


def test_nothing_else_is_left(tmp_path: Path) -> None:
    write_atomically(tmp_path / "file", b"1")
    write_atomically(tmp_path / "file", b"2")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_cannot_be_replaced_stays(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    (tmp_path / "file" / "inside").write_bytes(b"kept")
    with pytest.raises(StorageError):
        write_atomically(tmp_path / "file", b"after")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file" / "inside").read_bytes() == b"kept"


def test_no_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="No such file"):
        write_atomically(tmp_path / "nowhere" / "file", b"")


def test_reading_and_deleting_what_is_not_there(tmp_path: Path) -> None:
    assert read_if_there(tmp_path / "file") is None
    delete_if_there(tmp_path / "file")
    write_atomically(tmp_path / "file", b"1")
    assert read_if_there(tmp_path / "file") == b"1"
    delete_if_there(tmp_path / "file")
    assert read_if_there(tmp_path / "file") is None


def test_what_cannot_be_read_or_deleted_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    with pytest.raises(StorageError):
        read_if_there(tmp_path / "file")
    with pytest.raises(StorageError):
        delete_if_there(tmp_path / "file")


@pytest.mark.parametrize(
    "number, kind",
    [
        (errno.ENOSPC, DiskFullError),
        (errno.EDQUOT, DiskFullError),
        (errno.EACCES, NotWritableError),
        (errno.EROFS, NotWritableError),
        (errno.EIO, StorageError),
    ],
)
def test_the_systems_complaints(number: int, kind: type[StorageError]) -> None:
    error = of_os_error(Path("/data/file"), OSError(number, "as the system says"))
    assert type(error) is kind
    assert str(Path("/data/file")) in error.reason
    assert error.next_step.endswith(".")
    assert str(error) == f"{error.reason} {error.next_step}"
