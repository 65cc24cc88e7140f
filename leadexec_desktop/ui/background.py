"""The one place that owns threads: runs blocking work beside the window and brings its end back to it."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

T = TypeVar("T")

_WORKERS = 4
"""Enough for a send, a look at history, a draft and a dialog at once; the work is waiting, not computing."""


class Background(QObject):
    """Runs services beside the window.

    Each `run` gives its end to one of two callables on the window's thread. What neither expects is raised there, so
    that it is logged as the defect it is.
    """

    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ended.connect(_call, Qt.ConnectionType.QueuedConnection)

    @cached_property
    def _pool(self) -> "ThreadPoolExecutor":
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - not before the first paint

        return ThreadPoolExecutor(_WORKERS, thread_name_prefix="background")

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        expected: type[Exception] | tuple[type[Exception], ...] = (),
    ) -> None:
        """Runs blocking work on a thread.

        Args:
            work: What to do; it must not touch a widget.
            done: Gets what the work gave, on the window's thread.
            failed: Gets the error, on the window's thread, if it is one of the expected.
            expected: The errors that the caller can explain to a person.
        """

        def end(future: Future[T]) -> None:
            error = future.exception()
            if error is None:
                done(future.result())
            elif failed is not None and isinstance(error, expected):
                failed(error)
            else:
                raise error

        self._pool.submit(work).add_done_callback(lambda future: self._ended.emit(lambda: end(future)))

    def call(self, act: Callable[[], None]) -> None:
        """Has something done on the window's thread, from any thread."""
        self._ended.emit(act)

    def close(self) -> None:
        """Waits for what runs; nothing new is taken."""
        self._pool.shutdown(wait=True)


def _call(act: Callable[[], None]) -> None:
    act()
