"""The program's log: in the data folder, rotating, written beside whatever speaks."""

import logging
import logging.handlers
import queue
from collections.abc import Callable
from pathlib import Path

_BYTES = 1_000_000
_FILES = 4


def start_log(folder: Path | None) -> Callable[[], None]:
    """Sends all that the program and its libraries log to a file; errors of other people's texts stay out by design.

    Args:
        folder: Where the files are; None keeps nothing.

    Returns:
        What ends it, after the last word is written.
    """
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    if folder is None:
        silent = logging.NullHandler()
        root.addHandler(silent)
        return lambda: root.removeHandler(silent)
    path = folder / "leadexec-desktop.log"
    path.touch(mode=0o600)
    file = logging.handlers.RotatingFileHandler(path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8", delay=True)
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    # Whoever speaks only puts into the queue: the disk is a thread's.
    lines: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    ahead = logging.handlers.QueueHandler(lines)
    listener = logging.handlers.QueueListener(lines, file)
    root.addHandler(ahead)
    listener.start()

    def end() -> None:
        root.removeHandler(ahead)
        listener.stop()
        file.close()

    return end
