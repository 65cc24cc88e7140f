"""Writes the log: rotating, on a thread of its own; a full disk costs it lines only."""

import logging
import queue
from contextlib import suppress
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path

_BYTES = 1_000_000
_FILES = 4


class LogWriter:
    """Writes what its handler is given.

    Args:
        path: The file.

    Attributes:
        handler: Takes lines. Whoever speaks only puts them into a queue: the disk is a thread's.
    """

    def __init__(self, path: Path) -> None:
        self._file = _QuietFile(path)
        self._file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        lines: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
        self.handler: logging.Handler = QueueHandler(lines)
        self._listener: QueueListener | None = QueueListener(lines, self._file)
        self._listener.start()

    @property
    def lost_lines(self) -> int:
        """How many lines the disk did not take."""
        return self._file.lost

    def close(self) -> None:
        """Ends it, after the last line is written; a second time does nothing."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.stop()
            self._file.close()


class _QuietFile(RotatingFileHandler):
    """Counts the lines that cannot be written, where the library would print a traceback for each.

    Attributes:
        lost: How many by now.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8", delay=True)
        self.lost = 0
        self._untold = 0
        self._failed = False

    def emit(self, record: logging.LogRecord) -> None:
        if self._untold and self._wrote(self._telling()):
            self._untold = 0
        if not self._wrote(record):
            self.lost += 1
            self._untold += 1

    def _telling(self) -> logging.LogRecord:
        text = "%d lines could not be written before this one"
        return logging.LogRecord(__name__, logging.WARNING, __file__, 0, text, (self._untold,), None)

    def _wrote(self, record: logging.LogRecord) -> bool:
        self._failed = False
        super().emit(record)
        return not self._failed

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - the library's own name
        self._failed = True
        # What half was written is let go: the next line begins with the file anew.
        stream, self.stream = self.stream, None
        if stream is not None:
            with suppress(OSError):
                stream.close()

    def close(self) -> None:
        with suppress(OSError):
            super().close()
