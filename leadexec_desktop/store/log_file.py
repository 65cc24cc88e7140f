"""The program's log, from its first line: kept in memory until it is written, which takes more than a start has."""

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadexec_desktop.store.log_writer import LogWriter


class Log:
    """A log. Called, it ends, after the last word is written.

    Args:
        path: The file; None for a log that keeps nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._handler: logging.Handler = logging.NullHandler() if path is None else _Kept()
        self._writer: LogWriter | None = None
        logging.getLogger().addHandler(self._handler)

    @property
    def lost_lines(self) -> int:
        """How many lines the disk did not take; the log itself says so as soon as it can be written again."""
        return 0 if self._writer is None else self._writer.lost_lines

    def write(self) -> None:
        """Writes the lines there are, and from here on each as it comes, beside whoever speaks."""
        if self._path is None or self._writer is not None:
            return
        from leadexec_desktop.store.log_writer import LogWriter  # noqa: PLC0415 - not before the first paint

        self._writer = LogWriter(self._path)
        kept = self._handler
        self._handle_by(self._writer.handler)
        if isinstance(kept, _Kept):
            kept.hand_over(self._writer.handler.handle)

    def _handle_by(self, handler: logging.Handler) -> None:
        root = logging.getLogger()
        root.addHandler(handler)
        root.removeHandler(self._handler)
        self._handler = handler

    def __call__(self) -> None:
        """Ends it; a second time does nothing."""
        if isinstance(self._handler, _Kept) and self._handler.has_lines:
            self.write()
        logging.getLogger().removeHandler(self._handler)
        if self._writer is not None:
            self._writer.close()


class _Kept(logging.Handler):
    """Keeps lines for whoever writes them."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[logging.LogRecord] = []
        self._take: Callable[[logging.LogRecord], object] | None = None

    @property
    def has_lines(self) -> bool:
        """Whether there are any."""
        return bool(self._lines)

    def emit(self, record: logging.LogRecord) -> None:
        if self._take is None:
            self._lines.append(record)
        else:  # somebody who spoke while it was handed over
            self._take(record)

    def hand_over(self, take: Callable[[logging.LogRecord], object]) -> None:
        """Gives the lines to somebody else, and those that come yet."""
        self.acquire()
        try:
            self._take = take
            lines, self._lines = self._lines, []
        finally:
            self.release()
        for line in lines:
            take(line)


def start_log(folder: Path | None) -> Log:
    """Keeps all that the program and its libraries log; errors of other people's texts stay out by design.

    Args:
        folder: Where the files are; None keeps nothing.
    """
    logging.getLogger().setLevel(logging.INFO)
    if folder is None:
        return Log(None)
    path = folder / "leadexec-desktop.log"
    with suppress(OSError):  # counted with the first line
        path.touch(mode=0o600)
    return Log(path)
