"""The switch by which a person stops a request from another thread."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock


class CancelSwitch:
    """Stops what listens to it, once and for good. Any thread may use it, at any time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._cancelled = False
        self._listeners: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        """Whether somebody has cancelled."""
        return self._cancelled

    def cancel(self) -> None:
        """Stop: what listens now is told in this thread, what listens later is told at once. Twice is once."""
        with self._lock:
            if self._cancelled:
                return
            self._cancelled = True
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener()

    @contextmanager
    def told(self, listener: Callable[[], None]) -> Iterator[None]:
        """While it lasts, `listener` is called when somebody cancels; at once if somebody has."""
        with self._lock:
            late = self._cancelled
            self._listeners.append(listener)
        try:
            if late:
                listener()
            yield
        finally:
            with self._lock:
                self._listeners.remove(listener)
