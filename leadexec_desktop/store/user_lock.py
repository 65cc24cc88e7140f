"""One at a time among all the programs of one user, whatever data folder they have."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.folder import APP_NAME

if TYPE_CHECKING:
    from filelock import BaseFileLock


@contextmanager
def user_lock(name: str, limit_s: float) -> Iterator[None]:
    """Lets one block of that name run at a time, in whichever process of this user.

    Where this user has no folder of his own for such things, the block runs without: better than not at all.

    Args:
        name: A file's name.
        limit_s: Seconds to wait for the others.

    Raises:
        StorageError: Another one is at it for longer than that.
    """
    lock = _acquired(name, limit_s)
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


def _acquired(name: str, limit_s: float) -> BaseFileLock | None:
    folder = _folder()
    if folder is None:
        return None
    from filelock import FileLock, Timeout  # noqa: PLC0415 - heavy: never before the first paint

    lock = FileLock(folder / name, timeout=limit_s, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise StorageError(
            "Another start of the program is at the keyring right now, and does not finish.",
            "Answer the keyring's window if there is one, or end the other program; then try again.",
        ) from None
    except OSError:
        return None
    return lock


def _folder() -> Path | None:
    """A folder for locks that ends with the session, and that no other user can have laid; None if there is none."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    own = APP_NAME if runtime or sys.platform == "win32" else f"{APP_NAME}-{os.geteuid()}"
    folder = Path(runtime or tempfile.gettempdir(), own)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    if not stat.S_ISDIR(found.st_mode):
        return None
    if sys.platform != "win32" and (found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077):
        return None
    return folder
