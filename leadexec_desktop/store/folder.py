"""The data folder: where it is, who may read it, and that one instance writes it."""

import os
import stat
import sys
from pathlib import Path

from leadexec_desktop.store.errors import AlreadyRunningError, of_os_error
from leadexec_desktop.store.file_lock import FileLock

APP_NAME = "leadexec-desktop"


class DataFolder:
    """Everything that the program keeps, in one folder that only its user may read.

    Attributes:
        path: The folder itself.
        database: The encrypted history.
        key_record: Which keyring holds the history's key; no secret.
        settings: The program's settings; no personal data.
        profiles: A folder of profile files.
        log: A folder of log files.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = path / "history.db"
        self.key_record = path / "keyring.json"
        self.settings = path / "settings.json"
        self.profiles = path / "profiles"
        self.log = path / "log"
        self._lock: FileLock | None = None

    def prepare(self) -> None:
        """Makes the folder if it is not there, and closes it to other users.

        Raises:
            StorageError: It cannot be made, or is no folder.
        """
        for each in (self.path, self.profiles, self.log):
            try:
                each.mkdir(mode=0o700, parents=True, exist_ok=True)
                _close_to_others(each)
            except OSError as error:
                raise of_os_error(each, error) from error

    @property
    def is_ours(self) -> bool:
        """Whether this process has claimed it."""
        return self._lock is not None

    def lock(self) -> None:
        """Claims the folder for this process, until `close` or the process's end, however it ends.

        Raises:
            AlreadyRunningError: Another instance has it.
            StorageError: The lock file cannot be written.
        """
        if self._lock is not None:
            return
        path = self.path / "lock"
        try:
            self._lock = FileLock(path)
        except BlockingIOError:
            raise AlreadyRunningError(self.path) from None
        except OSError as error:
            raise of_os_error(path, error) from error

    def close(self) -> None:
        """Gives the folder up, if this object claimed it."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def folder_at(path: Path | None = None) -> DataFolder:
    """The data folder, which need not be there yet.

    Args:
        path: Where; None for the platform's own place.
    """
    return DataFolder((_platform_folder() if path is None else path).absolute())


def open_folder(path: Path | None = None) -> DataFolder:
    """The data folder, prepared.

    Args:
        path: Where; None for the platform's own place.

    Raises:
        StorageError: It cannot be made, or is no folder.
    """
    folder = folder_at(path)
    folder.prepare()
    return folder


def _platform_folder() -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415 - heavy: never before the first paint

    return user_data_path(APP_NAME, appauthor=False)


def _close_to_others(folder: Path) -> None:
    """Takes the rights of other users away; on Windows a user's own folders are closed already."""
    if sys.platform == "win32":
        return
    found = folder.stat()
    if found.st_uid == os.geteuid() and stat.S_IMODE(found.st_mode) & 0o077:
        folder.chmod(stat.S_IMODE(found.st_mode) & 0o700 | 0o700)
