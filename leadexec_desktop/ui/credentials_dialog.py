"""Where passwords and tokens are typed: into the system's keyring, and never shown again."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from leadexec_desktop.store.credentials import SecretKind
from leadexec_desktop.ui.naming import explain, name, plain_text

_LABELS: Mapping[SecretKind, str] = MappingProxyType(
    {
        SecretKind.PASSWORD: "&API password",
        SecretKind.TOKEN: "Access &token",
        SecretKind.CLIENT_SECRET: "Client &secret",
    }
)

_KEPT = "They are kept in the system's keyring, and nowhere else."
_NOT_KEPT = "There is no keyring: they are kept until the program ends, and nowhere but in memory."


class CredentialsDialog(QDialog):
    """Asks for the secrets that a profile uses.

    Args:
        parent: The window.
        profile_name: Whose secrets.
        kinds: Those the profile uses.
        missing: Those without which it cannot send; the rest may stay as they are.
        are_kept: They are kept in the keyring; False where there is none, and they end with the program.
    """

    saved = Signal(dict)
    """What was typed: secret by SecretKind; what was left empty is not in it."""
    for_session = Signal(dict)
    """The same, to be kept until the program ends and nowhere but in memory."""

    def __init__(
        self,
        parent: QWidget,
        profile_name: str,
        kinds: tuple[SecretKind, ...],
        missing: tuple[SecretKind, ...] = (),
        *,
        are_kept: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("credentials")
        self.setWindowTitle("Credentials")
        self.setMinimumWidth(440)
        self._missing = missing
        layout = QVBoxLayout(self)
        layout.addWidget(plain_text(_lead_in(profile_name, missing)))
        self._edits = {kind: self._edit(kind) for kind in kinds}
        form = QFormLayout()
        for kind, edit in self._edits.items():
            label = plain_text(_LABELS[kind], wrap=False)
            label.setBuddy(edit)
            form.addRow(label, edit)
        layout.addLayout(form)
        hint = plain_text(f"{_KEPT if are_kept else _NOT_KEPT} What is left empty stays as it is.")
        hint.setProperty("role", "hint")
        layout.addWidget(hint)
        self._problem = plain_text()
        self._problem.setProperty("role", "error")
        self._problem.setObjectName("credentials.problem")
        self._problem.hide()
        layout.addWidget(self._problem)
        self._session = QPushButton("This session only")
        name(self._session, "credentials.session", "This session only")
        explain(self._session, "Keeps them in memory until the program ends; the keyring is not asked.")
        self._session.hide()
        self._save = QPushButton("Save")
        name(self._save, "credentials.save", "Save")
        self._save.setProperty("role", "primary")
        self._save.setDefault(True)
        cancel = QPushButton("Cancel")
        name(cancel, "credentials.cancel", "Cancel")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self._session)
        row.addWidget(self._save)
        layout.addLayout(row)
        self._save.clicked.connect(lambda: self._emit(self.saved))
        self._session.clicked.connect(lambda: self._emit(self.for_session))
        cancel.clicked.connect(self.reject)
        self._follow()

    def _edit(self, kind: SecretKind) -> QLineEdit:
        edit = QLineEdit()
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        name(edit, f"credentials.{kind}", _LABELS[kind])
        if kind not in self._missing:
            edit.setPlaceholderText("unchanged")
        edit.textChanged.connect(self._follow)
        return edit

    def show_problem(self, problem: str) -> None:
        """Says why they could not be kept, and offers to keep them in memory; what was typed stays."""
        self._problem.setText(problem)
        self._problem.show()
        self._session.show()
        self.setEnabled(True)

    def _typed(self) -> dict[SecretKind, str]:
        return {kind: edit.text() for kind, edit in self._edits.items() if edit.text()}

    def _follow(self) -> None:
        typed = self._typed()
        for button in (self._save, self._session):
            button.setEnabled(bool(typed) and all(kind in typed for kind in self._missing))

    def _emit(self, signal: SignalInstance) -> None:
        self.setEnabled(False)
        self._problem.hide()
        signal.emit(self._typed())

    def reject(self) -> None:
        """Closes without saving; not while what was typed is on its way into the keyring."""
        if self.isEnabled():
            super().reject()

    def done(self, result: int) -> None:
        """Closes, and forgets what was typed."""
        for edit in self._edits.values():
            edit.clear()
        super().done(result)


def _lead_in(profile_name: str, missing: tuple[SecretKind, ...]) -> str:
    if missing:
        return f"The profile “{profile_name}” needs these before it can send. The lead is kept."
    return f"Credentials of the profile “{profile_name}”."
