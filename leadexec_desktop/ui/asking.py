"""Questions that a person answers with a button, in plain text, without keeping the program waiting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from leadexec_desktop.ui.naming import name


@dataclass(frozen=True, slots=True)
class Answer:
    """A button under a question.

    Attributes:
        last: The last part of its name.
        label: With its mnemonic.
        act: What it does; None for nothing.
        is_loss: It throws something away: Enter alone never gives it.
    """

    last: str
    label: str
    act: Callable[[], None] | None = None
    is_loss: bool = False


def ask(parent: QWidget, area: str, text: str, answers: Sequence[Answer]) -> QMessageBox:
    """Asks a question; Escape gives the last answer, Enter the first that loses nothing.

    Args:
        parent: The window.
        area: The question's name, and the first part of its buttons' names.
        text: Shown as it is written.
        answers: From the left.
    """
    box = QMessageBox(QMessageBox.Icon.NoIcon, parent.windowTitle(), "", parent=parent)
    box.setObjectName(area)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    acts: dict[str, Callable[[], None] | None] = {}
    default = next((at for at, own in enumerate(answers) if not own.is_loss), len(answers) - 1)
    for at, answer in enumerate(answers):
        is_last = at == len(answers) - 1
        role = QMessageBox.ButtonRole.RejectRole if is_last else QMessageBox.ButtonRole.ActionRole
        button = box.addButton(answer.label, role)
        name(button, f"{area}.{answer.last}", answer.label)
        acts[answer.last] = answer.act
        if at == default:
            box.setDefaultButton(button)
        if is_last:
            box.setEscapeButton(button)

    def finish() -> None:
        clicked = next((own for own in box.buttons() if own == box.clickedButton()), None)
        act = None if clicked is None else acts.get(clicked.objectName().rpartition(".")[2])
        box.deleteLater()
        if act is not None:
            act()

    box.finished.connect(finish)
    box.open()
    return box
