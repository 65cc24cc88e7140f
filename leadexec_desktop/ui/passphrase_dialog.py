"""Where the passphrase of an encrypted history is typed, or chosen; it is kept nowhere."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from leadexec_desktop.ui.naming import name, plain_text

_FOR_NEW = (
    "This passphrase will encrypt history, in place of a key in the system's keyring. The program asks for it at each "
    "start, and keeps it nowhere. Whoever loses it loses that history: nobody can open it then."
)
_FOR_OLD = "This history is protected by a passphrase."
_DIFFERENT = "The two are not the same."


class PassphraseDialog(QDialog):
    """Asks for a passphrase.

    Args:
        parent: The window.
        is_new: It is chosen now, and typed twice.
    """

    given = Signal(str)
    """What was typed. The dialog stays, switched off, until it is told what came of it."""

    def __init__(self, parent: QWidget, *, is_new: bool) -> None:
        super().__init__(parent)
        self.setObjectName("passphrase")
        self.setWindowTitle("New passphrase" if is_new else "Passphrase")
        self.setMinimumWidth(440)
        self._text = self._edit("passphrase.text", "Passphrase")
        self._repeat = self._edit("passphrase.repeat", "Once more") if is_new else None
        layout = QVBoxLayout(self)
        layout.addWidget(plain_text(_FOR_NEW if is_new else _FOR_OLD))
        form = QFormLayout()
        for edit, label in ((self._text, "&Passphrase"), (self._repeat, "&Once more")):
            if edit is not None:
                caption = plain_text(label, wrap=False)
                caption.setBuddy(edit)
                form.addRow(caption, edit)
        layout.addLayout(form)
        self._problem = plain_text()
        self._problem.setProperty("role", "error")
        self._problem.setObjectName("passphrase.problem")
        self._problem.hide()
        layout.addWidget(self._problem)
        self._open = QPushButton("Begin history" if is_new else "Open history")
        name(self._open, "passphrase.open", self._open.text())
        self._open.setProperty("role", "primary")
        self._open.setDefault(True)
        cancel = QPushButton("Cancel")
        name(cancel, "passphrase.cancel", "Cancel")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self._open)
        layout.addLayout(row)
        self._open.clicked.connect(self._give)
        cancel.clicked.connect(self.reject)
        self._follow()

    def _edit(self, object_name: str, label: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        name(edit, object_name, label)
        edit.textChanged.connect(self._follow)
        return edit

    def show_problem(self, problem: str) -> None:
        """Says why history could not be opened with it; what was typed stays."""
        self.setEnabled(True)
        self._problem.setText(problem)
        self._problem.show()
        self._text.setFocus()
        self._text.selectAll()

    def _follow(self) -> None:
        self._open.setEnabled(bool(self._text.text()) and (self._repeat is None or bool(self._repeat.text())))

    def _give(self) -> None:
        if self._repeat is not None and self._repeat.text() != self._text.text():
            self.show_problem(_DIFFERENT)
            return
        self.setEnabled(False)
        self._problem.hide()
        self.given.emit(self._text.text())

    def reject(self) -> None:
        """Closes; not while history is being opened."""
        if self.isEnabled():
            super().reject()

    def done(self, result: int) -> None:
        """Closes, and forgets what was typed."""
        self._text.clear()
        if self._repeat is not None:
            self._repeat.clear()
        super().done(result)
