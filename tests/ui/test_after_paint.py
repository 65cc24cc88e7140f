"""What waits for the screen is done once: after the paint, or where nothing is painted."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from leadexec_desktop.ui.after_paint import AfterPaint


class Paints(QObject):
    """Notes a widget's paints beside what else happens."""

    def __init__(self, happened: list[str]) -> None:
        super().__init__()
        self._happened = happened

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        if event.type() is QEvent.Type.Paint:
            self._happened.append("paint")
        return False


def test_it_is_done_once_after_the_first_paint(qtbot: QtBot) -> None:
    happened: list[str] = []
    widget, paints = QWidget(), Paints(happened)
    qtbot.addWidget(widget)
    widget.installEventFilter(paints)
    AfterPaint(widget, lambda: happened.append("done"))
    assert happened == []
    widget.show()
    qtbot.waitUntil(lambda: "done" in happened, timeout=900)
    widget.repaint()
    qtbot.wait(20)
    assert happened.index("paint") < happened.index("done")
    assert happened.count("done") == 1


def test_it_is_done_where_nothing_is_painted(qtbot: QtBot) -> None:
    happened: list[str] = []
    widget = QWidget()
    qtbot.addWidget(widget)
    AfterPaint(widget, lambda: happened.append("done"))
    qtbot.waitUntil(lambda: happened == ["done"], timeout=5000)
