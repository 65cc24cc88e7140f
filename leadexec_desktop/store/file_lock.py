"""A lock that one process at a time can have, and that the system takes from it however it ends.

The library for that, filelock, is what waits for a lock elsewhere. The data folder's is asked for before the first
paint, is never waited for, and would cost each start the 8 ms that the library takes to load.
"""

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class FileLock:
    """The lock of one file, held.

    Args:
        path: The file; it is made if it is not there, for this user alone, and stays.

    Raises:
        BlockingIOError: Another process has it, or this one by another object.
        OSError: The file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._file: int | None = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            _lock(self._file)
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Gives it up; a second time does nothing."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)  # which unlocks it


if sys.platform == "win32":

    def _lock(file: int) -> None:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:  # so says Windows that another one has it
            raise BlockingIOError(*error.args) from None

else:

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
