"""The files of a database, looked at from outside.

Never opened while SQLite has them open: on POSIX the end of any other use of a file in this process ends its locks.
"""

import os
from pathlib import Path

from leadexec_desktop.store.errors import DamagedDatabaseError, of_os_error
from leadexec_desktop.store.passphrase import SALT_BYTES

_PAGE_BYTES = 4096  # SQLCipher's own


def make_file(path: Path) -> None:
    """Makes the file before SQLite does, which would let others read it; its log takes over the file's rights.

    Raises:
        DamagedDatabaseError: What is there cannot be a database.
        StorageError: It cannot be made.
    """
    size = size_of(path)
    # SQLite throws the log of an empty file away: here it would be all that is left of a history. And a file of one
    # byte counts as empty.
    if (size_of(log_of(path)) and not size) or 0 < size < _PAGE_BYTES:
        raise DamagedDatabaseError(path)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise of_os_error(path, error) from error


def log_of(path: Path) -> Path:
    """Where SQLite writes first what goes into that file."""
    return path.with_name(f"{path.name}-wal")


def has_content(path: Path) -> bool:
    """Whether a database is there that could be lost: a file that a crash left empty is none.

    Raises:
        StorageError: It cannot be seen.
    """
    return bool(size_of(path) or size_of(log_of(path)))


def salt_of(path: Path) -> bytes:
    """The salt that a database begins with, the only part of it that is not encrypted (SQLCipher's own format).

    Raises:
        DamagedDatabaseError: It has no such beginning.
        StorageError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            found = file.read(SALT_BYTES)
    except FileNotFoundError:
        found = b""
    except OSError as error:
        raise of_os_error(path, error) from error
    if len(found) < SALT_BYTES:
        raise DamagedDatabaseError(path)
    return found


def identity_of(path: Path) -> tuple[int, int] | None:
    """Which file has that name; None for none, or none that can be seen."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def size_of(path: Path) -> int:
    """How many bytes a file has; 0 if there is none.

    Raises:
        StorageError: It cannot be seen.
    """
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise of_os_error(path, error) from error
