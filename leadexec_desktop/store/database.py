"""The encrypted database: one connection, guarded; whole transactions, or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from types import MappingProxyType
from typing import TYPE_CHECKING

from leadexec_desktop.store.errors import (
    DamagedDatabaseError,
    DatabaseBusyError,
    DiskFullError,
    NewerDatabaseError,
    NotWritableError,
    StorageError,
    WrongKeyError,
    of_os_error,
)
from leadexec_desktop.store.schema import MIGRATIONS

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection, Cursor
    from sqlcipher3.dbapi2 import Error as SqliteError

KEY_BYTES = 32
"""The length of a database key: SQLCipher's raw key, from which nothing is derived."""

_SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # with WAL, NORMAL would lose the last transactions when the power goes
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",  # no part of a lead in a temporary file
)


class Database:
    """An open database; may be used from any thread.

    Args:
        connection: Open, keyed, with the layout of today, without a transaction of its own making.
        place: The file, for messages.
    """

    def __init__(self, connection: Connection, place: Path) -> None:
        self._connection = connection
        self._place = place
        # Lets the same thread in twice, where SQLite refuses the second transaction: an error, and no deadlock.
        self._guard = RLock()
        self._closed = False

    @contextmanager
    def read(self) -> Iterator[Cursor]:
        """A cursor for reading.

        Raises:
            StorageError: It could not be read.
        """
        with self._guard, _own_errors(self._place):
            yield self._cursor()

    @contextmanager
    def write(self) -> Iterator[Cursor]:
        """A cursor whose statements are on the disk when the block ends, and undone when it raises.

        Raises:
            StorageError: Nothing was written.
        """
        with self._guard, _own_errors(self._place):
            cursor = self._cursor()
            with _transaction(self._connection):
                yield cursor

    def close(self) -> None:
        """Closes the database; a second time does nothing."""
        with self._guard, _own_errors(self._place):
            self._closed = True
            self._connection.close()

    def _cursor(self) -> Cursor:
        if self._closed:
            raise StorageError(
                "The history is closed already: nothing was read or written.", "Start the program again."
            )
        return self._connection.cursor()


def open_database(
    path: Path,
    key: bytes,
    *,
    key_is_right: bool = False,
    busy_timeout_s: float = 5.0,
    migrations: tuple[tuple[str, ...], ...] = MIGRATIONS,
) -> Database:
    """Opens the database of a file, made if it is not there, and brings it to the layout of today.

    Args:
        path: The file.
        key: `KEY_BYTES` bytes.
        key_is_right: The key is known to be this file's: if it does not open it, the file is damaged.
        busy_timeout_s: Seconds to wait for another program that holds the file.
        migrations: The steps of the layout.

    Raises:
        WrongKeyError: The key does not open it, or its beginning is damaged.
        DamagedDatabaseError: Its beginning is damaged.
        NewerDatabaseError: A newer version wrote it.
        DatabaseBusyError: Another program holds it.
        StorageError: The disk does not let it be opened.
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    _make_file(path)
    with _own_errors(path):
        connection = _connect(str(path), busy_timeout_s)
        try:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            _check_key(connection, DamagedDatabaseError(path) if key_is_right else WrongKeyError(path))
            _bring_up_to_date(connection, path, migrations)
        except BaseException:
            connection.close()
            raise
    return Database(connection, path)


def open_in_memory() -> Database:
    """A database that ends with the process."""
    place = Path("in memory")
    connection = _connect(":memory:", 0.0)
    _bring_up_to_date(connection, place, MIGRATIONS)
    return Database(connection, place)


def _make_file(path: Path) -> None:
    """Makes the file before SQLite does, which would let others read it; its log takes over the file's rights."""
    # SQLite throws the log of an empty file away: here it would be all that is left of a history.
    if _size(log_of(path)) and not _size(path):
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
    return bool(_size(path) or _size(log_of(path)))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise of_os_error(path, error) from error


def _connect(name: str, busy_timeout_s: float) -> Connection:
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - heavy: never before the first paint

    connection = dbapi2.connect(name, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False)
    connection.row_factory = dbapi2.Row
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to standard error
    return connection


def _check_key(connection: Connection, error: StorageError) -> None:
    """A key shows whether it is right at the first read."""
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - heavy: never before the first paint

    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    except dbapi2.DatabaseError as found:
        if _code(found) != _NOT_A_DATABASE:
            raise
        raise error from None


def _bring_up_to_date(connection: Connection, place: Path, migrations: tuple[tuple[str, ...], ...]) -> None:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(migrations):
        raise NewerDatabaseError(place, version, len(migrations))
    for setting in _SETTINGS:
        connection.execute(setting).fetchall()
    for number, statements in enumerate(migrations[version:], version + 1):
        with _transaction(connection):
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")


@contextmanager
def _transaction(connection: Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite has ended it itself where the disk was full
            connection.execute("ROLLBACK")
        raise


# ------------------------------------------------------------------ SQLite's errors


@contextmanager
def _own_errors(place: Path) -> Iterator[None]:
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - heavy: never before the first paint

    try:
        yield
    except dbapi2.Error as error:
        raise _of_sqlite_error(place, error) from error


_NOT_A_DATABASE = 26
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
        _NOT_A_DATABASE: DamagedDatabaseError,
    }
)


def _of_sqlite_error(place: Path, error: SqliteError) -> StorageError:
    known = _SQLITE_ERRORS.get(_code(error))
    if known is not None:
        return known(place)
    return StorageError(
        f"The history {place} could not be used: {error}. What was to be written was not.",
        "Try again; if it stays so, look whether its disk works.",
    )


def _code(error: SqliteError) -> int:
    """The primary result code; 0 where the library raised by itself."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
