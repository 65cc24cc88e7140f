"""Source profiles as files: bytes by profile id; what is in them is another package's matter."""

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from leadexec_desktop.store.atomic_file import delete_if_there, keep_copy, read_if_there, write_atomically
from leadexec_desktop.store.errors import StorageError, of_os_error

SUFFIX = ".leadprofile"

# Lower case, so that two ids are two files where case does not count; the names of Windows' devices are none.
_SAFE = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9][a-z0-9-]{0,63}")


class ReadFiles(NamedTuple):
    """What a folder of profiles holds.

    Attributes:
        contents: Each file's name and what is in it, by name.
        unreadable: What to say of those that cannot be read.
    """

    contents: tuple[tuple[str, bytes], ...]
    unreadable: tuple[StorageError, ...] = ()


class ProfileFiles:
    """The profiles of a data folder.

    Args:
        folder: Their folder, which is there; None keeps them in memory.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._in_memory: dict[str, bytes] = {}

    def read_all(self) -> ReadFiles:
        """Every profile file; one that cannot be read does not keep the others back.

        Raises:
            StorageError: The folder cannot be read.
        """
        if self._folder is None:
            return ReadFiles(tuple(sorted(self._in_memory.items())))
        try:
            return read_folder(self._folder, lambda path: path.name, of_os_error)
        except OSError as error:
            raise of_os_error(self._folder, error) from error

    def write(self, profile_id: str, content: bytes) -> None:
        """Keeps a profile in the file of its own, in place of what is there.

        Raises:
            StorageError: It was not written; the one before still stands.
        """
        self.write_named(file_name(profile_id), content)

    def delete(self, profile_id: str) -> None:
        """Takes a profile's own file away; nothing if there is none.

        Raises:
            StorageError: It is still there.
        """
        self.delete_named(file_name(profile_id))

    def read_named(self, name: str) -> bytes | None:
        """What is in the file of a name that `read_all` gave; None if it is gone.

        Raises:
            StorageError: It is there and cannot be read.
        """
        return self._in_memory.get(name) if self._folder is None else read_if_there(self._folder / name)

    def write_named(self, name: str, content: bytes) -> None:
        """Replaces the file of a name that `read_all` gave.

        Raises:
            StorageError: It was not written; the one before still stands.
        """
        if self._folder is None:
            self._in_memory[name] = content
        else:
            write_atomically(self._folder / name, content)

    def keep_broken(self, name: str) -> None:
        """Copies a file that is about to be replaced, and that nobody could read, to a name beside it.

        Raises:
            StorageError: It could not be copied.
        """
        if self._folder is not None:
            keep_copy(self._folder / name, "broken")

    def keep_changed(self, name: str) -> str:
        """Copies a file that is about to be replaced, and that somebody has changed, to a name beside it.

        Returns:
            The copy's name; empty where nothing is on a disk.

        Raises:
            StorageError: It could not be copied.
        """
        return "" if self._folder is None else keep_copy(self._folder / name, "aside").name

    def delete_named(self, name: str) -> None:
        """Takes the file of a name that `read_all` gave away; nothing if it is gone.

        Raises:
            StorageError: It is still there.
        """
        if self._folder is None:
            self._in_memory.pop(name, None)
        else:
            delete_if_there(self._folder / name)


def read_folder(
    folder: Path, name_of: Callable[[Path], str], error_of: Callable[[Path, OSError], StorageError]
) -> ReadFiles:
    """Every profile file of a folder; one that cannot be read does not keep the others back.

    Args:
        folder: The folder.
        name_of: What a file is called.
        error_of: What is said of one that cannot be read.

    Raises:
        OSError: The folder cannot be read.
    """
    with os.scandir(folder) as entries:
        found = sorted((entry.name, entry.is_file()) for entry in entries if Path(entry.name).suffix == SUFFIX)
    contents, unreadable = [], []
    for name, is_file in found:
        path = folder / name
        if not is_file:  # a pipe would keep its reader waiting for ever
            unreadable.append(error_of(path, OSError(errno.EINVAL, "it is no file")))
            continue
        try:
            contents.append((name_of(path), path.read_bytes()))
        except OSError as error:
            unreadable.append(error_of(path, error))
    return ReadFiles(tuple(contents), tuple(unreadable))


def file_name(profile_id: str) -> str:
    """The name of a profile's file: its id where every disk takes that, else `_` and a hash of it."""
    if _SAFE.fullmatch(profile_id):
        return f"{profile_id}{SUFFIX}"
    import hashlib  # noqa: PLC0415 - brings OpenSSL, and hardly a profile needs it

    return f"_{hashlib.sha256(profile_id.encode(errors='surrogatepass')).hexdigest()[:32]}{SUFFIX}"
