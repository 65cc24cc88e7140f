"""A quiet line below the form: what is known already of the person whose lead is being typed."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

from leadexec_desktop.ui.naming import explain, name, plain_text
from leadexec_desktop.ui.notice import Deed

_DEEDS = (
    ("show", "Show", "F7: selects it in history"),
    ("update", "Update this lead", "Loads it into Update"),
    ("status", "Status", "Asks what became of it"),
)


class DuplicateLine(QWidget):
    """Shows what is known, with what can be done about it; hidden while nothing is."""

    def __init__(self) -> None:
        super().__init__()
        self._text = plain_text()
        self._text.setProperty("role", "hint")
        self._text.setObjectName("submit.duplicate")
        self._acts: dict[str, Callable[[], None]] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(2, 4, 10, 4)
        self._layout.setSpacing(4)
        self._layout.addWidget(self._text, 1)
        row = QHBoxLayout()
        row.setSpacing(4)
        for last, label, tip in _DEEDS:
            button = QPushButton(label)
            button.setProperty("role", "narrow")
            button.setAutoDefault(False)
            name(button, f"submit.duplicate.{last}", label)
            explain(button, tip)
            button.clicked.connect(self._does(label))
            row.addWidget(button)
            self._buttons[label] = button
        self._layout.addLayout(row)
        self.say("", ())

    def say(self, text: str, deeds: Sequence[Deed]) -> None:
        """Shows a text; hides the line if it is empty.

        Args:
            text: What is known.
            deeds: What can be done about it: those of the line's buttons.
        """
        self._acts = {deed.label: deed.act for deed in deeds}
        if self._text.text() != text:
            self._text.setText(text)
        for label, button in self._buttons.items():
            button.setVisible(label in self._acts)
        # Several buttons beside it would leave the text a narrow column.
        sideways = QBoxLayout.Direction.LeftToRight if len(deeds) <= 1 else QBoxLayout.Direction.TopToBottom
        self._layout.setDirection(sideways)
        self.setVisible(bool(text))

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """Its buttons, from the first."""
        return tuple(self._buttons.values())

    def show_earlier(self) -> bool:
        """Shows the earlier lead, as its button does.

        Returns:
            Whether there is one.
        """
        act = self._acts.get("Show")
        if act is not None:
            act()
        return act is not None

    def _does(self, label: str) -> Callable[[], None]:
        def act() -> None:
            if label in self._acts:  # a screen reader may press what has just gone
                self._acts[label]()

        return act
