"""Work that waits until something is on screen."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

_GRACE_MS = 25
"""Whoever waits for the window strikes a key at once: first that."""
_AT_LATEST_MS = 1000
"""A window may be minimised, or behind another one, and be painted much later."""


class AfterPaint(QObject):
    """Does something soon after a widget was painted, or a second later where nobody sees it; it belongs to the widget.

    Args:
        widget: What is to be on screen.
        act: What to do, once.
    """

    def __init__(self, widget: QWidget, act: Callable[[], None]) -> None:
        super().__init__(widget)
        self._act = act
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._do)
        self._timer.start(_AT_LATEST_MS)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notices the paint, and lets it come to its end."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._timer.start(_GRACE_MS)
        return False

    def _do(self) -> None:
        self.deleteLater()
        self._act()
