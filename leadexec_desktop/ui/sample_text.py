"""Where a sample is pasted, dropped or typed."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QWidget

from leadexec_desktop.ui.naming import name
from leadexec_desktop.ui.plain_text_edit import PlainTextEdit

MOST_SHOWN = 200_000
"""Characters that are shown; of more, only the size: to lay them out would take seconds."""

_EMPTY = (
    "Paste or drop here: a request (form, XML, JSON, cURL, raw HTTP or an address), a table of fields copied from a "
    "page or a sheet, or a file."
)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted or dropped; its text never shows it.

    Attributes:
        data: What to read, the likeliest first: a table keeps its cells in HTML, and not always in plain text.
    """

    data: tuple[str, ...] = field(repr=False)


class SampleText(PlainTextEdit):
    """Takes plain text, tables copied from pages, and files."""

    pasted = Signal(object)
    """`Pasted`: what stands in it now."""
    dropped = Signal(Path)
    """A file was dropped or pasted; nothing of it stands here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name(self, "sample.text", "Sample")
        self.setPlaceholderText(_EMPTY)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(PlainTextEdit.LineWrapMode.NoWrap)

    def show_source(self, text: str, words: str) -> None:
        """Shows a file's text, or words that stand for it where it has none or too much."""
        is_shown = 0 < len(text) <= MOST_SHOWN
        blocked = self.blockSignals(True)
        self.setPlainText(text if is_shown else "")
        self.blockSignals(blocked)
        self.setPlaceholderText(words if not is_shown and words else _EMPTY)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Takes files too."""
        return bool(_file_of(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Takes what is pasted or dropped."""
        path = _file_of(source)
        if path is not None:
            self.dropped.emit(path)
            return
        text = source.text()
        html = source.html() if source.hasHtml() and "<t" in source.html().lower() else ""
        begins_anew = not self.toPlainText().strip() or self.textCursor().selectedText() == self._whole()
        if (html or len(text) > MOST_SHOWN) and begins_anew:
            self.show_source(text, f"What was pasted is too long to be shown: {len(text):,} characters.")
            self.pasted.emit(Pasted(tuple(own for own in (html, text) if own)))
            return
        super().insertFromMimeData(source)
        self.pasted.emit(Pasted((self.toPlainText(),)))

    def _whole(self) -> str:
        return self.toPlainText().replace("\n", "\u2029")


def _file_of(source: QMimeData) -> Path | None:
    """The first file among what is pasted or dropped."""
    return next((Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()), None)
