"""A history that cannot be opened, put out of the way so that a new one can begin; nothing is ever deleted."""

from pathlib import Path

from leadexec_desktop.store.atomic_file import sync_folder
from leadexec_desktop.store.errors import of_os_error
from leadexec_desktop.store.folder import DataFolder

_MARK = "moving-"


def move_aside(folder: DataFolder) -> tuple[Path, ...]:
    """Renames the history, what SQLite keeps beside it, and the note of its key: `history.db.aside-1` and so on.

    One set has one number; nothing that has such a name already is touched. If it is interrupted, either the old
    history is still there, or its log is, and no new one can begin beside that; the next call then finishes the set.
    The caller has locked the folder, and nothing has the history open.

    Returns:
        The new paths; none if there was nothing to move.

    Raises:
        StorageError: Not all of it could be moved. Nothing is lost; call it again.
    """
    try:
        return _move(folder)
    except OSError as error:
        raise of_os_error(folder.database, error) from error


def _move(folder: DataFolder) -> tuple[Path, ...]:
    names = _names(folder)
    there = [path for path in names if path.exists()]
    if not there:
        return ()
    mark = _mark(folder, names, there)
    mark.touch(mode=0o600)
    sync_folder(folder.path)
    moved = []
    for path in there:
        moved.append(path.rename(_aside(path, _number(mark))))
        sync_folder(folder.path)  # in this order on the disk too
    for done in _marks(folder):
        done.unlink()
    return tuple(moved)


def _names(folder: DataFolder) -> tuple[Path, ...]:
    """What belongs to a history, in the order in which it goes.

    The note of the key first: without it a history still opens, and without a history it would be written over. The
    log after its file: alone it stops a new history from being begun.
    """
    database = folder.database
    beside = (database.with_name(f"{database.name}-{end}") for end in ("journal", "wal", "shm"))
    return (folder.key_record, database, *beside)


def _mark(folder: DataFolder, names: tuple[Path, ...], there: list[Path]) -> Path:
    """A file that stands as long as a set is on its way, and holds its number in its name."""
    for begun in _marks(folder):
        if _is_free(there, _number(begun)):
            return begun
    number = 1
    while not _is_free(names, number):
        number += 1
    return folder.database.with_name(f"{folder.database.name}.{_MARK}{number}")


def _marks(folder: DataFolder) -> list[Path]:
    return [
        path
        for path in folder.path.glob(f"{folder.database.name}.{_MARK}*")
        if path.name.rpartition(_MARK)[2].isdecimal()
    ]


def _number(mark: Path) -> int:
    return int(mark.name.rpartition("-")[2])


def _is_free(names: tuple[Path, ...] | list[Path], number: int) -> bool:
    return not any(_aside(path, number).exists() for path in names)


def _aside(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.aside-{number}")
