"""A line above the tabs for what concerns the whole program: said until it is dealt with, without a dialog."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton

from leadexec_desktop.ui.naming import name, plain_text

_MOST_DEEDS = 4
_MOST_TEXTS = 6
"""Shown at once; more would push what is below off the screen."""


class Deed(NamedTuple):
    """What can be done about a text.

    Attributes:
        label: On its button.
        act: What the button does.
    """

    label: str
    act: Callable[[], None]


class Notice(QFrame):
    """Shows what is to be told, with what can be done about it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.setObjectName("window.notice.frame")
        self._text = plain_text(selectable=True)
        self._text.setObjectName("window.notice")
        self._acts = [QPushButton() for _ in range(_MOST_DEEDS)]
        self._dismiss = QPushButton("Dismiss")
        name(self._dismiss, "window.notice.dismiss", "Dismiss")
        self._said: dict[str, tuple[Deed, ...]] = {}
        self._staying: set[str] = set()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 6, 8, 6)
        self._layout.addWidget(self._text, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        for number, button in enumerate(self._acts):
            name(button, f"window.notice.act.{number + 1}" if number else "window.notice.act")
            button.clicked.connect(self._do(number))
            row.addWidget(button)
        row.addWidget(self._dismiss)
        self._layout.addLayout(row)
        self._dismiss.clicked.connect(self._forget)
        self.hide()

    def say(self, text: str, *deeds: Deed, stays: bool = False) -> None:
        """Shows a text below those that nobody has dealt with yet.

        Args:
            text: What is to be said; said already, it moves to the end.
            deeds: What can be done about it, at most four, the likeliest first. There is one row of buttons: that of
                the last text with any.
            stays: It cannot be dismissed, only dealt with.
        """
        self._said.pop(text, None)
        self._said[text] = deeds
        if stays:
            self._staying.add(text)
        self._follow()

    def withdraw(self, text: str) -> None:
        """Takes back a text that is true no more; nothing if it is not being said."""
        self._staying.discard(text)
        if self._said.pop(text, None) is not None:
            self._follow()

    def _follow(self) -> None:
        shown = self._shown
        before = len(self._said) - len(shown)
        more = f"Dismiss shows {before} more." if before else ""
        self._text.setText("\n".join(filter(None, (*shown, more))))
        _, deeds = self._last_deeds
        # Several buttons beside it would leave a long text a narrow column, and push what is below off the screen.
        sideways = QBoxLayout.Direction.LeftToRight if len(deeds) <= 1 else QBoxLayout.Direction.TopToBottom
        self._layout.setDirection(sideways)
        for number, button in enumerate(self._acts):
            label = deeds[number].label if number < len(deeds) else ""
            button.setText(label)
            button.setAccessibleName(label)
            button.setVisible(bool(label))
        self._dismiss.setVisible(len(self._staying) < len(self._said))
        self.setVisible(bool(self._said))

    @property
    def _shown(self) -> list[str]:
        """The last ones, and those that stay."""
        texts = list(self._said)
        return [text for text in texts if text in self._staying or text in texts[-_MOST_TEXTS:]]

    @property
    def _last_deeds(self) -> tuple[str, tuple[Deed, ...]]:
        """The last text of which something can be done, and what."""
        return next(((text, deeds) for text, deeds in reversed(self._said.items()) if deeds), ("", ()))

    def _do(self, number: int) -> Callable[[], None]:
        def act() -> None:
            text, deeds = self._last_deeds
            if number < len(deeds):  # a screen reader may press what has just gone
                self.withdraw(text)
                deeds[number].act()

        return act

    def _forget(self) -> None:
        gone = set(self._shown) - self._staying
        self._said = {text: deeds for text, deeds in self._said.items() if text not in gone}
        self._follow()
