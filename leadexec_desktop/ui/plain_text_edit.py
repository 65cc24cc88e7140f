"""An editor of several lines that takes and gives plain text alone."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData


class PlainTextEdit(QPlainTextEdit):
    """Qt's own, but that copied text carries no markup: Qt's would paste into a mail with its font and colours."""

    def createMimeDataFromSelection(self) -> "QMimeData":
        """What is copied or dragged from here."""
        from PySide6.QtCore import QMimeData  # noqa: PLC0415 - not before the first paint

        copied = QMimeData()
        # Qt separates lines within a selection by U+2029.
        copied.setText(self.textCursor().selectedText().replace("\u2029", "\n"))
        return copied


class ChangingText(PlainTextEdit):
    """A text that follows what is typed elsewhere; with each key it is laid out anew only where it changed.

    Args:
        parent: What it stands in.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self._breaks_anywhere = False
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)

    def say(self, sentence: str) -> None:
        """Shows a sentence, its words whole."""
        before, self._shown = self._shown, sentence
        if sentence != before:
            self.setPlainText(sentence)
        self._break_anywhere(is_anywhere=False)

    def show_bytes(self, text: str) -> None:
        """Shows bytes as text: lines end wherever there is no more room. To look for words in 6 kB takes 1 ms."""
        self._break_anywhere(is_anywhere=True)
        self._show(text)

    def _break_anywhere(self, *, is_anywhere: bool) -> None:
        if is_anywhere is self._breaks_anywhere:
            return
        from PySide6.QtGui import QTextOption  # noqa: PLC0415 - an empty form has no bytes, and this has many enums

        self._breaks_anywhere = is_anywhere
        wrap = QTextOption.WrapMode
        self.setWordWrapMode(wrap.WrapAnywhere if is_anywhere else wrap.WrapAtWordBoundaryOrAnywhere)

    def _show(self, text: str) -> None:
        from PySide6.QtGui import QTextCursor  # noqa: PLC0415 - an empty form has no bytes, and this has many enums

        before, self._shown = self._shown, text
        if text == before:
            return
        if "\r" in before or "\r" in text:  # Qt counts the two characters of a line's end as one, or as two
            self.setPlainText(text)
            return
        start = _same_at_start(before, text)
        rest, rest_now = before[start:], text[start:]
        end = _same_at_start(rest[::-1], rest_now[::-1])
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(before[:start]))
        cursor.setPosition(_units(before[: len(before) - end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(rest_now[: len(rest_now) - end])


def _same_at_start(one: str, other: str) -> int:
    """How many characters two texts have in common from the first; found by halves."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if other.startswith(one[low:middle], low):
            low = middle
        else:
            high = middle - 1
    return low


def _units(text: str) -> int:
    """The length of a text as Qt counts it, in UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
