"""The program itself, and somebody who types in its window: started by test_sudden_end.py, and killed by it.

The program runs as it does for a person: its own command line, folder, keyring, database and network. The hands are
in the same process, on the event loop: they see the window's widgets and give them key events. What they see and do
goes out on standard output, a JSON object a line.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QWidget

from leadexec_desktop import app
from leadexec_desktop.__main__ import main
from leadexec_desktop.ui.main_window import MainWindow

POLL_MS = 2
KEPT_MS = 700
"""After that long, what was typed is kept: the last field alone is younger than that when the lead is sent."""
BETWEEN_KEYS_MS = 30

Wait = Callable[[], bool] | int
"""What a step waits for: something to be so, or milliseconds."""


def tell(**told: Any) -> None:
    os.write(1, json.dumps({"at_s": time.time(), **told}).encode() + b"\n")


class Hands:
    """Types and looks.

    Args:
        wanted: What is to be done: `press` Send on what is restored; `lead`, by wire name, to be typed and sent;
            `typing`, a text to be typed into a field without a pause.
    """

    def __init__(self, wanted: dict[str, Any]) -> None:
        self._wanted = wanted
        self._steps = self._work()
        self._wait: Wait = self._is_ready
        self._since_s = time.monotonic()
        self._timer = QTimer()
        self._timer.timeout.connect(self._go_on)
        self._timer.start(POLL_MS)

    def _go_on(self) -> None:
        waited_ms = (time.monotonic() - self._since_s) * 1000
        if not (self._wait() if callable(self._wait) else waited_ms >= self._wait):
            return
        step = next(self._steps, None)
        self._since_s = time.monotonic()
        if step is None:
            self._timer.stop()
        else:
            self._wait = step

    @property
    def _window(self) -> MainWindow:
        return next(own for own in QApplication.topLevelWidgets() if isinstance(own, MainWindow))

    def _is_ready(self) -> bool:
        windows = [own for own in QApplication.topLevelWidgets() if isinstance(own, MainWindow) and own.isVisible()]
        return bool(windows) and self._find("submit.send").isEnabled()

    def _find(self, name: str) -> QWidget:
        found = self._window.findChild(QWidget, name)
        assert found is not None, name
        return found

    def _text(self, name: str) -> str:
        label = self._find(name)
        assert isinstance(label, QLabel)
        return label.text() if label.isVisible() else ""

    def _ended(self) -> bool:
        return not self._window.submit.is_sending

    def _look(self) -> dict[str, Any]:
        table = self._find("history.table")
        assert isinstance(table, QTableView)
        model = table.model()
        heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
        columns = [heads.index(head) for head in ("Who", "Outcome")]
        rows = [[model.index(row, column).data() for column in columns] for row in range(model.rowCount())]
        return {
            "typed": {name: text for name, text in self._window.submit.form.typed().items() if text},
            "rows": rows,
            "notice": self._text("window.notice"),
            "word": self._text("submit.outcome.kind"),
            "sentence": self._text("submit.outcome"),
        }

    def _strike(self, key: Qt.Key) -> None:
        QTest.keyClick(self._window.windowHandle(), key, Qt.KeyboardModifier.ControlModifier)

    def _work(self) -> Iterator[Wait]:
        tell(shown=self._look())
        if self._wanted.get("press"):
            self._strike(Qt.Key.Key_Return)
            yield self._ended
            tell(pressed=self._look())
        if "lead" in self._wanted:
            yield from self._send(self._wanted["lead"])
        if "typing" in self._wanted:
            yield from self._type(*self._wanted["typing"])

    def _send(self, lead: dict[str, str]) -> Iterator[Wait]:
        self._strike(Qt.Key.Key_N)
        fields = [(self._find(f"submit.field.{name}"), text) for name, text in lead.items()]
        for field, text in fields[:-1]:
            QTest.keyClicks(field, text)
        last, text = fields[-1]
        QTest.keyClicks(last, text[:-1])
        yield KEPT_MS
        QTest.keyClicks(last, text[-1])
        tell(done="last key")
        yield BETWEEN_KEYS_MS
        self._strike(Qt.Key.Key_Return)
        yield self._ended
        tell(done="answer shown")

    def _type(self, name: str, text: str) -> Iterator[Wait]:
        self._strike(Qt.Key.Key_N)
        field = self._find(f"submit.field.{name}")
        for count, key in enumerate(text, 1):
            QTest.keyClicks(field, key)
            tell(typed=count)
            yield BETWEEN_KEYS_MS


def with_hands(wanted: dict[str, Any], arguments: list[str]) -> int:
    """Runs the program, and gives it hands once Qt is there."""
    make = app._qt_application
    kept: list[Hands] = []

    def make_with_hands(of_qt: tuple[str, ...]) -> QApplication:
        application = make(of_qt)
        kept.append(Hands(wanted))
        return application

    app._qt_application = make_with_hands
    return main(arguments)


if __name__ == "__main__":
    sys.exit(with_hands(json.loads(sys.argv[1]), sys.argv[2:]))
