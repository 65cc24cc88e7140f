"""What SQLite complains of, as errors of ours."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from leadexec_desktop.store.errors import (
    DamagedDatabaseError,
    DatabaseBusyError,
    DiskFullError,
    NotWritableError,
    StorageError,
)

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Error as SqliteError

NOT_A_DATABASE = 26
"""The code of a file that the key does not open."""

_IO_ERROR = 10  # also where there is no room for the index of the log
_LEAST_FREE_BYTES = 64 * 1024
# SQLite's primary result codes (sqlite.org/rescode.html).
_SQLITE_ERRORS: Mapping[int, Callable[[Path], StorageError]] = MappingProxyType(
    {
        3: NotWritableError,
        5: DatabaseBusyError,
        6: DatabaseBusyError,
        8: NotWritableError,
        11: DamagedDatabaseError,
        13: DiskFullError,
        14: NotWritableError,
        23: NotWritableError,
        NOT_A_DATABASE: DamagedDatabaseError,
    }
)


@contextmanager
def own_errors(place: Path) -> Iterator[None]:
    """Turns what SQLite raises in a block into errors of ours.

    Args:
        place: The database's file.

    Raises:
        StorageError: What was to be written was not.
    """
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - heavy: never before the first paint

    try:
        yield
    except dbapi2.Error as error:
        raise _of_sqlite_error(place, error) from error


def _of_sqlite_error(place: Path, error: SqliteError) -> StorageError:
    known = _SQLITE_ERRORS.get(code_of(error))
    if known is not None:
        return known(place)
    if code_of(error) == _IO_ERROR and _has_no_room(place.parent):
        return DiskFullError(place)
    return StorageError(
        f"The history {place} could not be used: {error}. What was to be written was not.",
        "Try again; if it stays so, look whether its disk works.",
    )


def _has_no_room(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LEAST_FREE_BYTES
    except OSError:
        return False


def code_of(error: SqliteError) -> int:
    """The primary result code; 0 where the library raised by itself."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
