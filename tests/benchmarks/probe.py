"""What `watched.py` brings into a program's event loop: looks for the first field to have the keyboard, then for a key.

Off screen, where nobody else can, it strikes that key itself.
"""

import json
import os
import time
from collections import Counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

_LOOK_MS, _LOOK_AGAIN_MS = 2, 50
_CLASSES = (
    *("QLineEdit", "QPushButton", "QRadioButton", "QCheckBox", "QComboBox", "QPlainTextEdit", "QTableView"),
    *("QScrollArea", "QSplitter", "QTabWidget", "QLabel"),
)
"""From the first that a widget is of."""


class Probe(QObject):
    """Tells by a pipe: `focused`, `ready`, `settled`, each as a JSON object in a line.

    Args:
        pipe: Its file descriptor.
        prefix: What the first field's name begins with.
        settle_s: Seconds from `ready` to `settled`, at least: it waits until history is open.
    """

    def __init__(self, pipe: int, prefix: str, settle_s: float) -> None:
        super().__init__()
        self._pipe = pipe
        self._prefix = prefix
        self._settle_ms = round(settle_s * 1000)
        self._field: QLineEdit | None = None
        self._is_painted = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begins to look."""
        self._timer.start()

    def _tell(self, event: str, **more: object) -> None:
        line = json.dumps({"event": event, **more})
        os.write(self._pipe, f"{line}\n".encode())

    def _look(self) -> None:
        field = QApplication.focusWidget()
        if not isinstance(field, QLineEdit) or not field.objectName().startswith(self._prefix):
            return
        window = field.window().windowHandle()
        if window.isActive() and window.isExposed():
            self._timer.stop()
            self._field = field
            field.installEventFilter(self)
            self._tell("focused")
            if QGuiApplication.platformName() == "offscreen":
                _strike(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Sees the key's character painted."""
        del watched
        is_paint = event.type() is QEvent.Type.Paint
        if is_paint and not self._is_painted and self._field is not None and self._field.text() == "x":
            self._is_painted = True
            QTimer.singleShot(0, self._ready)  # it is on its way to the screen by then
        return False

    def _ready(self) -> None:
        at_ns, cpu_s = time.monotonic_ns(), time.process_time()
        made = QApplication.allWidgets()
        seen = [own for own in made if own.isVisible() and not own.visibleRegion().isEmpty()]
        kinds = Counter(map(_class_of, seen))
        self._tell("ready", at_ns=at_ns, cpu_s=cpu_s, made=len(made), painted=len(seen), kinds=kinds)
        if self._field is not None:
            self._field.removeEventFilter(self)
        QTimer.singleShot(self._settle_ms, self._settled)

    def _settled(self) -> None:
        window = QApplication.activeWindow()
        send = None if window is None else window.findChild(QPushButton, "submit.send")
        if isinstance(send, QPushButton) and not send.isEnabled():  # history is not open yet
            QTimer.singleShot(_LOOK_AGAIN_MS, self._settled)
            return
        self._tell("settled")


def _strike(window: QWindow) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier, "x")
        QCoreApplication.postEvent(window, key)


def _class_of(widget: QWidget) -> str:
    return next((kind for kind in _CLASSES if widget.inherits(kind)), "other")
