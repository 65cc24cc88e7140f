"""Notifications of the desktop about queued leads: how many were decided, and nothing about whom."""

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from leadexec_desktop.protocol.outcome import OutcomeKind

_TOGETHER_MS = 1500
"""What becomes known within this time is told in one."""
_WORDS = (OutcomeKind.ACCEPTED, OutcomeKind.REJECTED, OutcomeKind.RETURNED)

Show = Callable[[str, str], None]
"""Shows a title and a text on the desktop."""


class Notifying(QObject):
    """Tells what became of queued leads.

    Args:
        show: Shows it.
        parent: Ends with it.
    """

    def __init__(self, show: Show, parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._counts: Counter[str] = Counter()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TOGETHER_MS)
        self._timer.timeout.connect(self._tell)

    def take(self, word: str) -> None:
        """Takes note that a queued lead has become that."""
        if word in _WORDS:
            self._counts[word] += 1
            if not self._timer.isActive():
                self._timer.start()

    def _tell(self) -> None:
        text = told(self._counts)
        self._counts.clear()
        self._show("LeadExec Desktop", text)


def told(counts: Counter[str]) -> str:
    """What became of queued leads, in a sentence: no name, number or address is in it.

    Args:
        counts: How many, by word.
    """
    words = [word for word in _WORDS if counts[word]]
    if sum(counts.values()) == 1:
        return f"A queued lead was {words[0]}."
    return f"Queued leads: {', '.join(f'{counts[word]} {word}' for word in words)}."
