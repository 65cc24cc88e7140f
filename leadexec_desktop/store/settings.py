"""The program's settings: small, without personal data, in a file that a person can read."""

import json
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from leadexec_desktop.store.atomic_file import read_if_there, write_atomically
from leadexec_desktop.store.errors import of_os_error

Value = TypeVar("Value", bool, int, float, str, list[Any], dict[str, Any])


class Settings:
    """Settings by name; may be called from any thread.

    Args:
        path: Their file, which need not be there; None keeps them in memory.

    Attributes:
        moved_aside: Where a broken file was moved to, to be told once; None if the file was read.

    Raises:
        StorageError: The file is there and cannot be read, or cannot be moved aside.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._guard = Lock()
        self._values: dict[str, Any] = {}
        self._is_written = True
        self.moved_aside: Path | None = None
        content = None if path is None else read_if_there(path)
        if path is None or content is None:
            return
        found = _read(content)
        if found is None:
            self.moved_aside = _move_aside(path)
        else:
            self._values = found

    def get(self, key: str, default: Value) -> Value:
        """A setting; the default if it was never put, or is of another type than that."""
        with self._guard:
            found = self._values.get(key, default)
        return found if type(found) is type(default) else default

    def put(self, key: str, value: Value) -> None:
        """Keeps a setting.

        Args:
            key: Its name.
            value: As JSON has it.

        Raises:
            StorageError: It could not be written; it holds until the program ends, and is tried again with the next.
        """
        with self._guard:
            before = self._values.get(key)
            if self._is_written and before == value and type(before) is type(value):
                return
            self._values[key] = value
            if self._path is not None:
                self._is_written = False  # until it is: what a full disk refused goes with the next one
                write_atomically(self._path, json.dumps(self._values, indent=2, sort_keys=True).encode())
                self._is_written = True


def _read(content: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _move_aside(path: Path) -> Path:
    number = 1
    try:
        while (aside := path.with_name(f"{path.name}.broken-{number}")).exists():
            number += 1
        return path.rename(aside)
    except OSError as error:
        raise of_os_error(path, error) from error
