"""Another text in a line that somebody types into, as a step that Ctrl+Z takes back."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLineEdit


def rewrite(edit: QLineEdit, text: str, cursor: int | None = None, *, quietly: bool = False) -> None:
    """Puts a text in the place of the one in a line, leaving alone what both have at their ends.

    Args:
        edit: The line; it remembers the text before, for Ctrl+Z.
        text: The text.
        cursor: Where the cursor is to stand, in characters from the start; None for the end of what was changed.
        quietly: The line does not tell that it was changed.
    """
    old = edit.text()
    start = _alike(old, text)
    end = _alike(old[start:][::-1], text[start:][::-1])
    # The line counts in halves of characters, where one is beyond the first 65,536.
    first, length = _halves(old[:start]), _halves(old[start : len(old) - end])
    blocker = QSignalBlocker(edit) if quietly else None
    edit.setSelection(first, length)
    edit.insert(text[start : len(text) - end])
    if cursor is not None:
        edit.setCursorPosition(_halves(text[:cursor]))
    if blocker is not None:
        blocker.unblock()


def _alike(first: str, second: str) -> int:
    """How many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((place for place, (own, other) in pairs if own != other), min(len(first), len(second)))


def _halves(text: str) -> int:
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2
