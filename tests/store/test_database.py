import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.store.database import Database, open_database, open_in_memory
from leadexec_desktop.store.database_files import log_of
from leadexec_desktop.store.deliveries import Deliveries
from leadexec_desktop.store.errors import (
    DamagedDatabaseError,
    DatabaseBusyError,
    DiskFullError,
    NewerDatabaseError,
    NotWritableError,
    StorageError,
    WrongKeyError,
)
from leadexec_desktop.store.schema import MIGRATIONS

PAGE = 4096
MakeDelivery = Callable[..., Delivery]
OTHER_KEY = bytes(32)


def pragma(database: Database, name: str) -> object:
    with database.read() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


def put_draft(database: Database, name: str, content: str = "{}") -> None:
    with database.write() as cursor:
        cursor.execute("INSERT INTO drafts (name, content, saved_at_us) VALUES (?, ?, 0)", (name, content))


def drafts(database: Database) -> list[str]:
    with database.read() as cursor:
        return [row["name"] for row in cursor.execute("SELECT name FROM drafts ORDER BY name").fetchall()]


def fill(path: Path, key: bytes) -> None:
    database = open_database(path, key)
    for number in range(40):
        put_draft(database, f"{number:02}", "x" * 2000)
    database.close()


@pytest.mark.parametrize(
    "name, value",
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("busy_timeout", 5000),
        ("cipher_log_level", "NONE"),
        ("user_version", len(MIGRATIONS)),
    ],
)
def test_how_it_is_opened(database: Database, name: str, value: object) -> None:
    assert pragma(database, name) == value


@pytest.mark.skipif(sys.platform == "win32", reason="rights on Windows are those of the user's own folder")
def test_its_files_are_for_its_user_alone(database: Database, place: Path) -> None:
    put_draft(database, "one")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in place.parent.iterdir()}
    assert modes == dict.fromkeys(("history.db", "history.db-wal", "history.db-shm"), 0o600)


def test_what_is_written_is_there_next_time(place: Path, key: bytes) -> None:
    fill(place, key)
    database = open_database(place, key)
    assert len(drafts(database)) == 40
    assert pragma(database, "integrity_check") == "ok"
    database.close()


def test_the_file_is_no_plain_database(place: Path, key: bytes) -> None:
    fill(place, key)
    content = place.read_bytes()
    assert not content.startswith(b"SQLite format 3")
    assert b"CREATE TABLE" not in content
    assert b"xxxx" not in content


def put_and_fail(database: Database) -> None:
    with database.write() as cursor:
        cursor.execute("INSERT INTO drafts VALUES ('one', '{}', 0)")
        raise KeyboardInterrupt


def put_twice(database: Database) -> None:
    with database.write() as cursor:
        cursor.execute("INSERT INTO drafts VALUES ('one', '{}', 0)")
        put_draft(database, "two")


def put_much(database: Database) -> None:
    with database.write() as cursor:
        for number in range(100):
            cursor.execute("INSERT INTO drafts VALUES (?, ?, 0)", (str(number), "x" * PAGE))


def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(KeyboardInterrupt):
        put_and_fail(database)
    assert drafts(database) == []
    put_draft(database, "two")
    assert drafts(database) == ["two"]


def test_a_second_transaction_inside_is_refused_and_undoes_the_first(database: Database) -> None:
    with pytest.raises(StorageError, match="within a transaction"):
        put_twice(database)
    assert drafts(database) == []


def test_after_closing_nothing_is_read_or_written(database: Database) -> None:
    database.close()
    database.close()
    with pytest.raises(StorageError, match="closed"):
        drafts(database)
    with pytest.raises(StorageError, match="closed"):
        put_draft(database, "one")


# ------------------------------------------------------------------ keys and damage


@pytest.mark.parametrize("known, error", [(False, WrongKeyError), (True, DamagedDatabaseError)])
def test_a_key_that_does_not_open_it(place: Path, key: bytes, known: bool, error: type[StorageError]) -> None:
    fill(place, key)
    before = place.read_bytes()
    with pytest.raises(error, match=r"history\.db") as caught:
        open_database(place, OTHER_KEY, if_wrong=DamagedDatabaseError(place) if known else None)
    assert place.read_bytes() == before
    assert [path.name for path in place.parent.iterdir()] == ["history.db"]
    assert OTHER_KEY.hex() not in str(caught.value)
    open_database(place, key).close()


@pytest.mark.parametrize("offset", [3, 16, 200, PAGE - 1])
def test_a_flipped_byte_at_the_beginning(place: Path, key: bytes, offset: int) -> None:
    fill(place, key)
    content = bytearray(place.read_bytes())
    content[offset] ^= 1
    place.write_bytes(content)
    with pytest.raises(DamagedDatabaseError, match=r"history\.db"):
        open_database(place, key, if_wrong=DamagedDatabaseError(place))
    assert place.read_bytes() == content


def test_a_flipped_byte_further_on(place: Path, key: bytes) -> None:
    fill(place, key)
    content = bytearray(place.read_bytes())
    content[-PAGE // 2] ^= 1
    place.write_bytes(content)
    database = open_database(place, key)
    with pytest.raises(DamagedDatabaseError, match=r"history\.db"), database.read() as cursor:
        cursor.execute("SELECT * FROM drafts").fetchall()
    database.close()
    assert place.read_bytes() == content


def test_a_file_of_something_else(place: Path, key: bytes) -> None:
    place.write_bytes(b"a letter, and no database" * 1000)
    with pytest.raises(WrongKeyError):
        open_database(place, key)
    assert place.read_bytes() == b"a letter, and no database" * 1000


def test_an_empty_file_is_a_new_database(place: Path, key: bytes) -> None:
    place.touch()
    database = open_database(place, key)
    put_draft(database, "one")
    database.close()


def test_a_log_without_its_file_is_not_thrown_away(place: Path, key: bytes) -> None:
    log_of(place).write_bytes(b"all that is left")
    with pytest.raises(DamagedDatabaseError):
        open_database(place, key)
    assert log_of(place).read_bytes() == b"all that is left"
    assert not place.exists()


def test_a_key_of_another_length_is_refused(place: Path) -> None:
    with pytest.raises(ValueError, match="32"):
        open_database(place, b"short")
    assert not place.exists()


def test_nothing_is_printed_about_a_wrong_key(place: Path, key: bytes, child_environment: dict[str, str]) -> None:
    fill(place, key)
    script = (
        "import sys; from pathlib import Path\n"
        "from leadexec_desktop.store.database import open_database\n"
        "from leadexec_desktop.store.errors import WrongKeyError\n"
        "try: open_database(Path(sys.argv[1]), bytes(32))\n"
        "except WrongKeyError: print('refused')\n"
    )
    command = [sys.executable, "-c", script, str(place)]
    ended = subprocess.run(command, env=child_environment, capture_output=True, text=True, check=True)
    assert (ended.stdout, ended.stderr) == ("refused\n", "")


# ------------------------------------------------------------------ versions


def test_a_newer_version_is_left_alone(place: Path, key: bytes) -> None:
    database = open_database(place, key, migrations=(*MIGRATIONS, ("CREATE TABLE later (a)",)))
    database.close()
    before = place.read_bytes()
    with pytest.raises(NewerDatabaseError, match=f"layout {len(MIGRATIONS) + 1}"):
        open_database(place, key)
    assert place.read_bytes() == before
    assert [path.name for path in place.parent.iterdir()] == ["history.db"]


def test_each_step_is_taken_once(place: Path, key: bytes) -> None:
    steps = (("CREATE TABLE a (x)", "INSERT INTO a VALUES (1)"), ("INSERT INTO a VALUES (2)",))
    for known in (steps[:1], steps, steps):
        database = open_database(place, key, migrations=known)
        assert pragma(database, "user_version") == len(known)
        database.close()
    database = open_database(place, key, migrations=steps)
    with database.read() as cursor:
        assert [row["x"] for row in cursor.execute("SELECT x FROM a").fetchall()] == [1, 2]
    database.close()


def test_a_step_is_taken_whole_or_not_at_all(place: Path, key: bytes) -> None:
    good = ("CREATE TABLE a (x)",)
    with pytest.raises(StorageError, match="no such table: missing"):
        open_database(place, key, migrations=(good, ("CREATE TABLE b (x)", "INSERT INTO missing VALUES (1)")))
    database = open_database(place, key, migrations=(good,))
    with database.read() as cursor:
        names = [row["name"] for row in cursor.execute("SELECT name FROM sqlite_schema").fetchall()]
    assert names == ["a"]
    database.close()


def test_in_memory_the_layout_is_the_same(database: Database) -> None:
    layout = "SELECT sql FROM sqlite_schema ORDER BY name"
    memory = open_in_memory()
    with database.read() as one, memory.read() as other:
        on_disk = [tuple(row) for row in one.execute(layout).fetchall()]
        assert on_disk == [tuple(row) for row in other.execute(layout).fetchall()]
    memory.close()


# ------------------------------------------------------------------ the disk and the neighbours


def test_another_program_that_writes_is_waited_for_in_vain(database: Database, place: Path, key: bytes) -> None:
    impatient = open_database(place, key, busy_timeout_s=0.01)
    with database.write(), pytest.raises(DatabaseBusyError):
        put_draft(impatient, "one")
    put_draft(impatient, "two")
    impatient.close()
    assert drafts(database) == ["two"]


def test_a_full_disk_undoes_the_transaction(database: Database) -> None:
    put_draft(database, "before")
    with database.read() as cursor:
        cursor.execute("PRAGMA max_page_count = 20").fetchall()
    with pytest.raises(DiskFullError, match=r"history\.db"):
        put_much(database)
    assert drafts(database) == ["before"]
    put_draft(database, "after")


def test_a_disk_that_is_read_only(database: Database) -> None:
    with database.read() as cursor:
        cursor.execute("PRAGMA query_only = ON").fetchall()
    with pytest.raises(NotWritableError):
        put_draft(database, "one")


def test_a_folder_that_is_not_there(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(StorageError, match="No such file"):
        open_database(tmp_path / "nowhere" / "history.db", key)


def test_what_breaks_a_rule_of_the_layout_is_said_without_values(database: Database) -> None:
    put_draft(database, "secret-name")
    with pytest.raises(StorageError) as caught:
        put_draft(database, "secret-name")
    assert isinstance(caught.value.__cause__, dbapi2.IntegrityError)
    assert "secret-name" not in str(caught.value)


# ------------------------------------------------------------------ for a report about a fault


def test_how_a_database_is(
    database: Database, place: Path, deliveries: Deliveries, make_delivery: MakeDelivery
) -> None:
    for delivery_id in ("one", "two", "three"):
        deliveries.add(make_delivery(delivery_id))
    state = database.state()
    assert (state.place, state.layout, state.journal_mode) == (place, len(MIGRATIONS), "wal")
    assert (state.page_bytes, state.deliveries_made, state.damage_met) == (PAGE, 3, False)
    assert state.pages > 5
    assert state.free_pages >= 0
    assert state.sqlcipher.startswith("4.")
    assert "John" not in repr(state)


def test_how_an_empty_one_is(database: Database) -> None:
    assert database.state().deliveries_made == 0


def test_that_damage_was_met_is_remembered(place: Path, key: bytes) -> None:
    fill(place, key)
    content = bytearray(place.read_bytes())
    content[-PAGE // 2] ^= 1
    place.write_bytes(content)
    database = open_database(place, key)
    with pytest.raises(DamagedDatabaseError), database.read() as cursor:
        cursor.execute("SELECT * FROM drafts").fetchall()
    assert database.state().damage_met
    database.close()


@pytest.mark.parametrize("fails", [False, True])
def test_what_need_not_outlive_a_power_cut_leaves_the_rest_as_careful_as_before(
    place: Path, key: bytes, fails: bool
) -> None:
    database = open_database(place, key)
    levels = []
    with suppress(RuntimeError), database.write(outlives_power_cut=False) as cursor:
        levels.append(cursor.execute("PRAGMA synchronous").fetchone()[0])
        cursor.execute("INSERT INTO drafts VALUES ('a', 'b', 1)")
        if fails:
            raise RuntimeError
    for way in (database.read, database.write):
        with way() as cursor:
            levels.append(cursor.execute("PRAGMA synchronous").fetchone()[0])
    with database.read() as cursor:
        assert len(cursor.execute("SELECT * FROM drafts").fetchall()) == (0 if fails else 1)
    database.close()
    assert levels == [1, 2, 2]
