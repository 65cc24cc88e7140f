"""Where the name and the password for a proxy are typed: into the system's keyring, and never shown again."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from leadexec_desktop.store.proxy_secrets import sign_in_problem
from leadexec_desktop.transport.proxies import ProxyAddress
from leadexec_desktop.ui.naming import explain, name, plain_text


class ProxyDialog(QDialog):
    """Asks for the name and the password that a proxy asks for.

    Args:
        parent: The window.
        proxy: Which proxy.
    """

    saved = Signal(str, str)
    """The name and the password that were typed."""
    for_session = Signal(str, str)
    """The same, to be kept until the program ends and nowhere but in memory."""

    def __init__(self, parent: QWidget, proxy: ProxyAddress) -> None:
        super().__init__(parent)
        self.setObjectName("proxy")
        self.setWindowTitle("Proxy sign-in")
        self.setMinimumWidth(440)
        self._user = self._edit("proxy.user", "&User name")
        self._password = self._edit("proxy.password", "&Password")
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._problem = plain_text()
        self._problem.setProperty("role", "error")
        self._problem.setObjectName("proxy.problem")
        self._problem.hide()
        self._save = _button("proxy.save", "Save")
        self._save.setProperty("role", "primary")
        self._save.setDefault(True)
        self._session = _button("proxy.session", "This session only")
        explain(self._session, "Keeps them in memory until the program ends; the keyring is not asked.")
        self._session.hide()
        cancel = _button("proxy.cancel", "Cancel")
        self._lay_out(proxy, cancel)
        self._save.clicked.connect(lambda: self._emit(self.saved))
        self._session.clicked.connect(lambda: self._emit(self.for_session))
        cancel.clicked.connect(self.reject)
        self._follow()

    def _lay_out(self, proxy: ProxyAddress, cancel: QPushButton) -> None:
        layout = QVBoxLayout(self)
        lead_in = f"The proxy {proxy.host}, port {proxy.port}, asks for a name and a password. The lead is kept."
        layout.addWidget(plain_text(lead_in))
        form = QFormLayout()
        for edit, caption in ((self._user, "&User name"), (self._password, "&Password")):
            label = plain_text(caption, wrap=False)
            label.setBuddy(edit)
            form.addRow(label, edit)
        layout.addLayout(form)
        hint = plain_text(
            "They are kept in the system's keyring, nowhere else, and told to this proxy alone. "
            "Nothing is sent by saving them: send the lead again afterwards."
        )
        hint.setProperty("role", "hint")
        layout.addWidget(hint)
        layout.addWidget(self._problem)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (cancel, self._session, self._save):
            row.addWidget(button)
        layout.addLayout(row)

    def _edit(self, object_name: str, label: str) -> QLineEdit:
        edit = QLineEdit()
        name(edit, object_name, label)
        edit.textChanged.connect(self._follow)
        return edit

    def show_problem(self, problem: str) -> None:
        """Says why they could not be kept, and offers to keep them in memory; what was typed stays."""
        self._problem.setText(problem)
        self._problem.show()
        self._session.show()
        self.setEnabled(True)

    def _follow(self) -> None:
        problem = sign_in_problem(self._user.text(), self._password.text())
        for button in (self._save, self._session):
            button.setEnabled(bool(self._user.text()) and problem is None)
        self._problem.setText(problem or "")
        self._problem.setVisible(problem is not None)

    def _emit(self, signal: SignalInstance) -> None:
        self.setEnabled(False)
        self._problem.hide()
        signal.emit(self._user.text(), self._password.text())

    def reject(self) -> None:
        """Closes without saving; not while what was typed is on its way into the keyring."""
        if self.isEnabled():
            super().reject()

    def done(self, result: int) -> None:
        """Closes, and forgets what was typed."""
        for edit in (self._user, self._password):
            edit.clear()
        super().done(result)


def _button(object_name: str, label: str) -> QPushButton:
    button = QPushButton(label)
    name(button, object_name, label)
    return button
