"""Small files, written whole or not at all."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from leadexec_desktop.store.errors import of_os_error


def write_atomically(path: Path, content: bytes, *, shared: bool = False) -> None:
    """Puts a file in place; after a crash the old one is there, or the new one.

    Args:
        path: Where.
        content: What is to be in it.
        shared: Others may read it, as far as this user's settings let them; else it is for this user alone.

    Raises:
        StorageError: It could not be written; what was there before still is.
    """
    try:
        handle, name = _new_file_beside(path, 0o666 if shared else 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)  # noqa: PTH105 - the name is text already
        except BaseException:
            with suppress(OSError):
                os.unlink(name)  # noqa: PTH108 - the name is text already
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise of_os_error(path, error) from error


def _new_file_beside(path: Path, mode: int) -> tuple[int, str]:
    """A new file of a name that nobody has, with the rights of `mode` as far as the process's mask leaves them."""
    name = str(path.parent / f".{path.name}.{os.urandom(8).hex()}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.open(name, flags, mode), name


def read_if_there(path: Path) -> bytes | None:
    """What is in a file; None if there is none.

    Raises:
        StorageError: It is there and cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise of_os_error(path, error) from error


def keep_copy(path: Path, word: str) -> Path:
    """Copies a file that is there to the first free name beside it: `<name>.<word>-1` and so on.

    Returns:
        The copy: an older one, if that is the same.

    Raises:
        StorageError: It could not be read, or not be written.
    """
    content, number = read_if_there(path) or b"", 1
    while (there := read_if_there(copy := path.with_name(f"{path.name}.{word}-{number}"))) not in (None, content):
        number += 1
    if there is None:
        write_atomically(copy, content)
    return copy


def delete_if_there(path: Path) -> None:
    """Takes a file away; nothing if there is none.

    Raises:
        StorageError: It is there and stays.
    """
    try:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise of_os_error(path, error) from error


def sync_folder(folder: Path) -> None:
    """Makes a new name durable; Windows has no such call, and does it itself.

    Raises:
        OSError: It could not be done.
    """
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
