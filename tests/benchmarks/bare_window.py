"""The baseline: a window of PySide6 alone, without a style sheet, that paints as many widgets of like classes.

Args:
    A JSON object: `kinds` says how many widgets of each class it shows, and `more` how many frames beside them.
"""

import json
import sys
from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDockWidget,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSplitter,
    QTableView,
    QTabWidget,
    QWidget,
)

_COLUMNS = 8


def _edit() -> QLineEdit:
    edit = QLineEdit()
    edit.setObjectName("first")  # looked for is the one that has the keyboard
    return edit


def _combo() -> QComboBox:
    combo = QComboBox()
    combo.addItem("Some text")
    return combo


def _around(frame: QScrollArea | QSplitter | QTabWidget) -> QWidget:
    inner = QLabel("Some text")
    if isinstance(frame, QScrollArea):
        frame.setWidget(inner)
    elif isinstance(frame, QSplitter):
        frame.addWidget(inner)
    else:
        frame.addTab(inner, "Some text")
    return frame


_MAKERS: Mapping[str, Callable[[], QWidget]] = {
    "QLineEdit": _edit,
    "QLabel": lambda: QLabel("Some text"),
    "QPushButton": lambda: QPushButton("Some text"),
    "QRadioButton": lambda: QRadioButton("Some text"),
    "QCheckBox": lambda: QCheckBox("Some text"),
    "QComboBox": _combo,
    "QPlainTextEdit": QPlainTextEdit,
    "QTableView": QTableView,
    "QScrollArea": lambda: _around(QScrollArea()),
    "QSplitter": lambda: _around(QSplitter()),
    "QTabWidget": lambda: _around(QTabWidget()),
}


def _window(kinds: Mapping[str, int], more: int) -> QMainWindow:
    """A window with so many widgets of each class, and as many frames more."""
    window = QMainWindow()
    window.menuBar().addMenu("Some text")
    window.statusBar()
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, QDockWidget("Some text"))
    centre = QWidget()
    grid = QGridLayout(centre)
    grid.setSpacing(0)
    made = [maker() for kind, maker in _MAKERS.items() for _ in range(kinds.get(kind, 0))]
    for _ in range(more):
        frame = QFrame()
        frame.setMinimumSize(2, 2)
        frame.setFrameShape(QFrame.Shape.Box)
        made.append(frame)
    for place, widget in enumerate(made):
        grid.addWidget(widget, place // _COLUMNS, place % _COLUMNS)
    window.setCentralWidget(centre)
    window.resize(1280, 720)
    return window


def main() -> int:
    """Shows the window."""
    told = json.loads(sys.argv[1])
    application = QApplication(sys.argv[:1])
    window = _window(told["kinds"], told["more"])
    window.show()
    window.findChildren(QLineEdit)[0].setFocus()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
