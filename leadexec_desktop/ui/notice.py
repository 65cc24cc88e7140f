"""A line above the tabs for what concerns the whole program: said until it is dealt with, without a dialog."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from leadexec_desktop.ui.naming import name, plain_text


class Notice(QFrame):
    """Shows what is to be told, with what can be done about it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.setObjectName("window.notice.frame")
        self._text = plain_text(selectable=True)
        self._text.setObjectName("window.notice")
        self._act = QPushButton()
        self._dismiss = QPushButton("Dismiss")
        name(self._dismiss, "window.notice.dismiss", "Dismiss")
        self._said: dict[str, tuple[str, Callable[[], None] | None]] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._act)
        layout.addWidget(self._dismiss)
        self._act.clicked.connect(self._do)
        self._dismiss.clicked.connect(self._forget)
        self.hide()

    def say(self, text: str, label: str = "", act: Callable[[], None] | None = None) -> None:
        """Shows a text below those that nobody has dealt with yet.

        Args:
            text: What is to be said; said already, it moves to the end.
            label: The button of what can be done; empty for none. There is one button: that of the last text with one.
            act: What it does.
        """
        self._said.pop(text, None)
        self._said[text] = (label, act)
        self._follow()

    def add(self, text: str) -> None:
        """Shows a text of which nothing can be done."""
        self.say(text)

    def withdraw(self, text: str) -> None:
        """Takes back a text that is true no more; nothing if it is not being said."""
        if self._said.pop(text, None) is not None:
            self._follow()

    def _follow(self) -> None:
        self._text.setText("\n".join(self._said))
        _, label, act = self._last_deed
        self._act.setVisible(act is not None)
        self._act.setText(label)
        name(self._act, "window.notice.act", label)
        self.setVisible(bool(self._said))

    @property
    def _last_deed(self) -> tuple[str, str, Callable[[], None] | None]:
        """The last text of which something can be done, its button, and what that does."""
        deeds = ((text, label, act) for text, (label, act) in reversed(self._said.items()) if act is not None)
        return next(deeds, ("", "", None))

    def _do(self) -> None:
        text, _, act = self._last_deed
        self.withdraw(text)
        if act is not None:
            act()

    def _forget(self) -> None:
        self._said.clear()
        self._follow()
