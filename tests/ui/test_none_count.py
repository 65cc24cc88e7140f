"""Guards against a binding that drops a reference to None or True with each call, and so ends the program soon."""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

CALLS = 1_000
SLACK = 100
"""What other code may let go of meanwhile; the fault takes one a call."""


class Sender(QObject):
    plain = Signal()
    told = Signal(bool)


def void_calls(label: QLabel, _: Sender) -> None:
    label.setText("x")
    label.update()
    label.setEnabled(True)


def emits(_: QLabel, sender: Sender) -> None:
    sender.plain.emit()
    sender.told.emit(True)


@pytest.mark.parametrize("act", [void_calls, emits])
def test_calls_leave_the_count_of_none_and_true_alone(qtbot: QtBot, act: Callable[[QLabel, Sender], None]) -> None:
    label, sender = QLabel(), Sender()
    qtbot.addWidget(label)
    heard: list[object] = []
    sender.plain.connect(lambda: heard.append(0))
    sender.told.connect(lambda _: heard.clear())
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(CALLS):
        act(label, sender)
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert after[0] > before[0] - SLACK
    assert after[1] > before[1] - SLACK
