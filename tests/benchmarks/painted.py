"""The moment at which something was on screen."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class Painted(QObject):
    """Waits until a widget was painted with what it is to show.

    Args:
        widget: It; of a view, its port.
        is_there: Whether it shows that already.

    Attributes:
        at_ns: When it was painted, by the system's monotonic clock; 0 before.
    """

    def __init__(self, widget: QWidget, is_there: Callable[[], bool] = lambda: True) -> None:
        super().__init__()
        self._widget = widget
        self._is_there = is_there
        self._is_seen = False
        self.at_ns = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Sees the paint, and lets it come to its end."""
        del watched
        if event.type() is QEvent.Type.Paint and not self._is_seen and self._is_there():
            self._is_seen = True
            QTimer.singleShot(0, self._note)
        return False

    def _note(self) -> None:
        self.at_ns = time.monotonic_ns()
        self._widget.removeEventFilter(self)
