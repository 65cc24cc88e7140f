"""What the dialogs share into which secrets are typed: masked, never shown again, forgotten when they close."""

from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from leadexec_desktop.ui.naming import explain, name, plain_text


class SecretDialog(QDialog):
    """A dialog of a few lines to type into. It stays, switched off, until it is told what came of what it gave.

    Args:
        parent: The window.
        area: Its name, and the first part of its parts' names.
        title: Its title.
        go: The last part of the name of the button that gives what was typed, and its label.
        offers_session: Where it cannot be kept, it may be kept in memory instead.
    """

    def __init__(
        self, parent: QWidget, area: str, title: str, go: tuple[str, str], *, offers_session: bool = False
    ) -> None:
        super().__init__(parent)
        self.setObjectName(area)
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        self._area = area
        self._lines: list[tuple[str, QLineEdit]] = []
        self._problem = plain_text()
        self._problem.setProperty("role", "error")
        self._problem.setObjectName(f"{area}.problem")
        self._problem.hide()
        self._go = self._button(*go)
        self._go.setProperty("role", "primary")
        self._go.setDefault(True)
        self._go.clicked.connect(lambda: self._give(for_session=False))
        self._session = self._button("session", "This session only") if offers_session else None
        if self._session is not None:
            explain(self._session, "Keeps them in memory until the program ends; the keyring is not asked.")
            self._session.hide()
            self._session.clicked.connect(lambda: self._give(for_session=True))

    def _button(self, last: str, label: str) -> QPushButton:
        button = QPushButton(label)
        name(button, f"{self._area}.{last}", label)
        return button

    def add_line(self, last: str, caption: str, *, is_masked: bool = True) -> QLineEdit:
        """Adds a line to type into.

        Args:
            last: The last part of its name.
            caption: Beside it, with its mnemonic.
            is_masked: What is typed is not shown.
        """
        line = QLineEdit()
        line.setEchoMode(QLineEdit.EchoMode.Password if is_masked else QLineEdit.EchoMode.Normal)
        name(line, f"{self._area}.{last}", caption)
        line.textChanged.connect(self.follow)
        self._lines.append((caption, line))
        return line

    def lay_out(self, lead_in: str, hint: str = "") -> None:
        """Puts everything in its place, once all lines are there."""
        layout = QVBoxLayout(self)
        layout.addWidget(plain_text(lead_in))
        form = QFormLayout()
        for caption, line in self._lines:
            label = plain_text(caption, wrap=False)
            label.setBuddy(line)
            form.addRow(label, line)
        layout.addLayout(form)
        if hint:
            below = plain_text(hint)
            below.setProperty("role", "hint")
            layout.addWidget(below)
        layout.addWidget(self._problem)
        cancel = self._button("cancel", "Cancel")
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (cancel, self._session, self._go):
            if button is not None:
                row.addWidget(button)
        layout.addLayout(row)
        self.follow()

    @property
    def is_complete(self) -> bool:
        """Whether what was typed can be given."""
        raise NotImplementedError

    def give(self, *, for_session: bool) -> None:
        """Gives what was typed to whoever listens.

        Args:
            for_session: To be kept in memory alone.
        """
        raise NotImplementedError

    def follow(self) -> None:
        """Looks at what is typed, after each change."""
        for button in (self._go, self._session):
            if button is not None:
                button.setEnabled(self.is_complete)

    def show_problem(self, problem: str) -> None:
        """Says why it did not work, and offers memory where that may be; what was typed stays."""
        self.setEnabled(True)
        self.say(problem)
        if self._session is not None:
            self._session.show()
        first = self._lines[0][1]
        first.setFocus()
        first.selectAll()

    def say(self, problem: str) -> None:
        """Shows what is wrong; empty if nothing is."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def _give(self, *, for_session: bool) -> None:
        self.setEnabled(False)
        self.say("")
        self.give(for_session=for_session)

    def reject(self) -> None:
        """Closes; not while what was typed is on its way."""
        if self.isEnabled():
            super().reject()

    def done(self, result: int) -> None:
        """Closes, and forgets what was typed."""
        for _, line in self._lines:
            line.clear()
        super().done(result)
