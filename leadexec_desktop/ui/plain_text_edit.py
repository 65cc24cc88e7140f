"""An editor of several lines that takes and gives plain text alone."""

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QPlainTextEdit


class PlainTextEdit(QPlainTextEdit):
    """Qt's own, but that copied text carries no markup: Qt's would paste into a mail with its font and colours."""

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied or dragged from here."""
        copied = QMimeData()
        # Qt separates lines within a selection by U+2029.
        copied.setText(self.textCursor().selectedText().replace("\u2029", "\n"))
        return copied
