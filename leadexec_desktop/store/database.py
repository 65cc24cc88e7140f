"""The encrypted database: one connection, guarded; whole transactions, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from leadexec_desktop.store.atomic_file import keep_copy
from leadexec_desktop.store.database_files import has_content, identity_of, log_of, make_file, size_of
from leadexec_desktop.store.errors import (
    DamagedDatabaseError,
    HistoryGoneError,
    NewerDatabaseError,
    StorageError,
    WrongKeyError,
)
from leadexec_desktop.store.log_check import is_log_whole
from leadexec_desktop.store.schema import MIGRATIONS
from leadexec_desktop.store.sqlite_errors import NOT_A_DATABASE, code_of, own_errors

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection, Cursor

KEY_BYTES = 32
"""The length of a database key: SQLCipher's raw key, from which nothing is derived."""

_SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # with WAL, NORMAL would lose the last transactions when the power goes
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",  # no part of a lead in a temporary file
)


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """How a database is, for a report about a fault; nothing of what is in it.

    Attributes:
        place: Its file.
        layout: The version of its layout.
        pages: How many it has.
        page_bytes: The size of each.
        free_pages: How many of them hold nothing.
        journal_mode: How SQLite keeps its transactions whole.
        sqlcipher: The version of what encrypts it.
        deliveries_made: The number of the newest delivery: how many there are, if none was removed. Nobody counts them.
        damage_met: Damage was met since it was opened.
    """

    place: Path
    layout: int
    pages: int
    page_bytes: int
    free_pages: int
    journal_mode: str
    sqlcipher: str
    deliveries_made: int
    damage_met: bool


class Database:
    """An open database; may be used from any thread.

    A page that turns out to be damaged makes its connection useless for all the others too: it is then replaced.

    Args:
        connection: Open, keyed, with the layout of today, without a transaction of its own making.
        place: The file, for messages.
        connect: Gives another such connection; raises what a damaged file is to raise.
        is_encrypted: It has a key.
        damaged_log: See below.

    Attributes:
        damaged_log: Where the log of a program that died is kept, because a part of it could not be read: what was
            written last may be missing; None if there was no such log.
    """

    def __init__(
        self,
        connection: Connection,
        place: Path,
        connect: Callable[[], Connection],
        *,
        is_encrypted: bool = True,
        damaged_log: Path | None = None,
    ) -> None:
        self.damaged_log = damaged_log
        self._is_encrypted = is_encrypted
        self._connection: Connection | None = connection
        self._place = place
        self._connect = connect
        # Lets the same thread in twice, where SQLite refuses the second transaction: an error, and no deadlock.
        self._guard = RLock()
        self._file = identity_of(place)
        self._closed = False
        self._damage_met = False

    @contextmanager
    def read(self) -> Iterator[Cursor]:
        """A cursor for reading.

        Raises:
            StorageError: It could not be read.
        """
        with self._guard, self._own_errors():
            connection = self._open()
            with self._watched(connection):
                yield connection.cursor()

    @contextmanager
    def write(self, *, outlives_power_cut: bool = True) -> Iterator[Cursor]:
        """A cursor whose statements are on the disk when the block ends, and undone when it raises.

        Args:
            outlives_power_cut: Where it need not, the disk is not waited for; the end of the program it outlives.

        Raises:
            StorageError: Nothing was written.
        """
        with self._guard, self._own_errors():
            connection = self._open()
            if identity_of(self._place) != self._file:  # what is written to a file without a name is lost
                raise HistoryGoneError(self._place)
            with _waiting(connection, for_disk=outlives_power_cut), _transaction(connection), self._watched(connection):
                yield connection.cursor()

    def state(self) -> DatabaseState:
        """How it is; takes no longer with a long history.

        Raises:
            StorageError: It cannot be read.
        """
        with self.read() as cursor:

            def ask(question: str) -> Any:  # noqa: ANN401 - a number or a text, as the question has it
                return cursor.execute(question).fetchone()[0]

            return DatabaseState(
                place=self._place,
                layout=ask("PRAGMA user_version"),
                pages=ask("PRAGMA page_count"),
                page_bytes=int(ask("PRAGMA page_size")),
                free_pages=ask("PRAGMA freelist_count"),
                journal_mode=ask("PRAGMA journal_mode"),
                sqlcipher=ask("PRAGMA cipher_version"),
                deliveries_made=ask("SELECT coalesce(max(rowid), 0) FROM deliveries"),
                damage_met=self._damage_met,
            )

    def close(self) -> None:
        """Closes the database; a second time does nothing."""
        with self._guard, own_errors(self._place):
            self._closed = True
            if self._connection is not None:
                self._connection.close()

    def _open(self) -> Connection:
        if self._closed:
            raise StorageError(
                "The history is closed already: nothing was read or written.", "Start the program again."
            )
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    @contextmanager
    def _own_errors(self) -> Iterator[None]:
        try:
            with own_errors(self._place):
                yield
        except DamagedDatabaseError:
            self._damage_met = True
            self._let_go()
            raise

    @contextmanager
    def _watched(self, connection: Connection) -> Iterator[None]:
        try:
            yield
        finally:
            # Whatever went wrong above may have come of it; and where nothing went wrong, what was read may be false.
            if self._is_encrypted and not _is_whole(connection):
                raise DamagedDatabaseError(self._place) from None

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(StorageError), own_errors(self._place):
                connection.close()


def open_database(
    path: Path,
    key: bytes,
    *,
    salt: bytes | None = None,
    if_wrong: StorageError | None = None,
    busy_timeout_s: float = 5.0,
    migrations: tuple[tuple[str, ...], ...] = MIGRATIONS,
) -> Database:
    """Opens the database of a file, made if it is not there, and brings it to the layout of today.

    A log that a program left which died, and that is damaged, is kept beside it: SQLite throws away what stands behind
    the damage.

    Args:
        path: The file.
        key: `KEY_BYTES` bytes.
        salt: The 16 bytes that a new file begins with; None for any. One that is there keeps its own.
        if_wrong: Raised if the key does not open it; None for a `WrongKeyError`.
        busy_timeout_s: Seconds to wait for another program that holds the file.
        migrations: The steps of the layout.

    Raises:
        WrongKeyError: The key does not open it, or its beginning is damaged.
        DamagedDatabaseError: It cannot be a database of this program.
        NewerDatabaseError: A newer version wrote it.
        DatabaseBusyError: Another program holds it.
        StorageError: The disk does not let it be opened.
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    make_file(path)
    secret = key if salt is None or has_content(path) else key + salt

    def connect(secret: bytes, if_wrong: StorageError) -> Connection:
        with own_errors(path):
            connection = _connect(str(path), busy_timeout_s)
            try:
                connection.execute(f"PRAGMA key = \"x'{secret.hex()}'\"")
                _check_key(connection, if_wrong)
                _bring_up_to_date(connection, path, migrations)
                _require_whole(connection, path)
            except BaseException:
                connection.close()
                raise
        return connection

    def connect_again() -> Connection:
        if not size_of(path):  # SQLite would make a new one, and throw the log away
            raise DamagedDatabaseError(path)
        return connect(key, DamagedDatabaseError(path))

    log = log_of(path)
    damaged = None if is_log_whole(log) else keep_copy(log, "damaged")
    first = connect(secret, WrongKeyError(path) if if_wrong is None else if_wrong)
    return Database(first, path, connect_again, damaged_log=damaged)


def open_in_memory() -> Database:
    """A database that ends with the process."""
    place = Path("in memory")

    def connect() -> Connection:
        connection = _connect(":memory:", 0.0)
        _bring_up_to_date(connection, place, MIGRATIONS)
        return connection

    return Database(connect(), place, connect, is_encrypted=False)


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
        if code_of(found) != NOT_A_DATABASE:
            raise
        raise error from None


def _is_whole(connection: Connection) -> bool:
    """Whether every page that was read was authentic.

    SQLCipher gives one that was not as zeros, without an error: in the middle of a long text nothing else shows it.
    """
    status: str = connection.execute("PRAGMA cipher_status").fetchone()[0]
    return status == "1"


def _require_whole(connection: Connection, place: Path) -> None:
    if not _is_whole(connection):
        raise DamagedDatabaseError(place)


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
def _waiting(connection: Connection, *, for_disk: bool) -> Iterator[None]:
    """Whether the end of a transaction waits for the disk; where it does not, the next one that does writes both."""
    if for_disk:
        yield
        return
    connection.execute("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        connection.execute("PRAGMA synchronous = FULL")


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
