"""A line above the tabs for what concerns the whole program: said until it is dealt with, without a dialog."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from leadexec_desktop.ui.naming import name, plain_text


class Notice(QFrame):
    """Shows one text at a time, with what can be done about it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.setObjectName("window.notice.frame")
        self._text = plain_text(selectable=True)
        self._text.setObjectName("window.notice")
        self._act = QPushButton()
        self._dismiss = QPushButton("Dismiss")
        name(self._dismiss, "window.notice.dismiss", "Dismiss")
        self._doing: Callable[[], None] | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._act)
        layout.addWidget(self._dismiss)
        self._act.clicked.connect(self._do)
        self._dismiss.clicked.connect(self.hide)
        self.hide()

    def say(self, text: str, label: str = "", act: Callable[[], None] | None = None) -> None:
        """Shows a text in place of the one before.

        Args:
            text: What is to be said.
            label: The button of what can be done; empty for none.
            act: What it does.
        """
        self._text.setText(text)
        self._doing = act
        self._act.setVisible(act is not None)
        self._act.setText(label)
        name(self._act, "window.notice.act", label)
        self.show()

    def add(self, text: str) -> None:
        """Adds a text to what is being said."""
        said = self._text.text() if self.isVisible() else ""
        self.say(f"{said}\n{text}".strip())

    def _do(self) -> None:
        self.hide()
        if self._doing is not None:
            self._doing()
