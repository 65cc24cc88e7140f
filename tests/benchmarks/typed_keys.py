"""Keys as the platform gives them: to the window, which finds out whom they concern."""

import time

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QWidget

from .painted import Painted

_PATIENCE_S = 60.0


def strike(window: QWidget, key: Qt.Key | str) -> None:
    """Strikes a key, or the key of a character."""
    if isinstance(key, Qt.Key):
        QTest.keyClick(window.windowHandle(), key)
    else:
        QTest.keyClick(window.windowHandle(), ord(key))


def seen_part(widget: QWidget) -> QWidget:
    """The part of a field that shows what is typed."""
    if isinstance(widget, QAbstractScrollArea):
        return widget.viewport()
    line = widget.lineEdit() if isinstance(widget, QComboBox) else None
    return widget if line is None else line


def stroke_ms(window: QWidget, line: QWidget, character: str) -> float:
    """How long a key takes, with all that it causes, until the line was painted; in ms."""
    painted = Painted(seen_part(line))
    at_ns = time.monotonic_ns()
    strike(window, character)
    wait(painted)
    return (painted.at_ns - at_ns) / 1e6


def wait(painted: Painted) -> None:
    """Runs the program's events one after another, without a pause, until something was painted."""
    end_s = time.monotonic() + _PATIENCE_S
    while not painted.at_ns:
        assert time.monotonic() < end_s, "waited in vain"
        QCoreApplication.processEvents()
