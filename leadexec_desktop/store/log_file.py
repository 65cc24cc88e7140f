"""The program's log: in the data folder, rotating, written beside whatever speaks; a full disk costs it lines only."""

import logging
import logging.handlers
import queue
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_BYTES = 1_000_000
_FILES = 4


class Log:
    """A log that is being written; called, it ends, after the last word is written.

    Args:
        file: What writes it; None for a log that keeps nothing.
        end: Ends it.
    """

    def __init__(self, file: "_QuietFile | None", end: Callable[[], None]) -> None:
        self._file = file
        self._end = end

    @property
    def lost_lines(self) -> int:
        """How many lines the disk did not take; the log itself says so as soon as it can be written again."""
        return 0 if self._file is None else self._file.lost

    def __call__(self) -> None:
        """Ends it; a second time does nothing."""
        end, self._end = self._end, lambda: None
        end()


class _QuietFile(logging.handlers.RotatingFileHandler):
    """Counts the lines that cannot be written, where the library would print a traceback for each.

    Attributes:
        lost: How many by now.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8", delay=True)
        self.lost = 0
        self._untold = 0

    def emit(self, record: logging.LogRecord) -> None:
        if self._untold:
            untold, self._untold = self._untold, 0
            text = "%d lines could not be written before this one"
            told = logging.LogRecord(__name__, logging.WARNING, __file__, 0, text, (untold,), None)
            lost = self.lost
            super().emit(told)
            if self.lost > lost:  # it is not a line that somebody lost
                self.lost, self._untold = lost, untold
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - the library's own name
        self.lost += 1
        self._untold += 1
        # What half was written is let go: the next line begins with the file anew.
        stream, self.stream = self.stream, None
        if stream is not None:
            with suppress(OSError):
                stream.close()

    def close(self) -> None:
        with suppress(OSError):
            super().close()


def start_log(folder: Path | None) -> Log:
    """Sends all that the program and its libraries log to a file; errors of other people's texts stay out by design.

    Args:
        folder: Where the files are; None keeps nothing.
    """
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    if folder is None:
        silent = logging.NullHandler()
        root.addHandler(silent)
        return Log(None, lambda: root.removeHandler(silent))
    path = folder / "leadexec-desktop.log"
    with suppress(OSError):  # counted with the first line
        path.touch(mode=0o600)
    file = _QuietFile(path)
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

    return Log(file, end)
