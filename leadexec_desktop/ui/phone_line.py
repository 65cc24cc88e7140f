"""A phone's line: formats the number while it is typed, and what was pasted once the line is left."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from leadexec_desktop.ui.rewriting import rewrite


class PhoneLine(QObject):
    """Formats what is typed into a line, which it belongs to.

    Args:
        edit: The line.
    """

    def __init__(self, edit: QLineEdit) -> None:
        super().__init__(edit)
        self._edit = edit
        self._before = edit.text()
        self._is_key = self._is_typed = False
        edit.textEdited.connect(self._format)
        edit.textChanged.connect(self._note)

    def settle(self) -> None:
        """Formats a whole number that somebody typed or pasted. Nobody is told: on the wire it is the same."""
        if self._is_typed:
            self._is_typed = False
            from leadexec_desktop.profiles.phone_typing import settled  # noqa: PLC0415 - the first paint needs none of it

            text = settled(self._edit.text())
            if text != self._edit.text():
                rewrite(self._edit, text, quietly=True)
                self._before = text

    def _format(self, after: str) -> None:
        self._is_key = True
        if self._edit.isRedoAvailable():  # it was Ctrl+Z: what was taken back is not put in again
            return
        from leadexec_desktop.profiles.phone_typing import as_typed  # noqa: PLC0415 - the first paint needs none of it

        formatted = as_typed(self._before, after, self._edit.cursorPosition())
        if formatted is not None and formatted != (after, self._edit.cursorPosition()):
            # Quietly: the line is about to tell of the key itself, and need not be read twice.
            rewrite(self._edit, *formatted, quietly=True)

    def _note(self) -> None:
        self._before = self._edit.text()
        self._is_typed, self._is_key = self._is_key, False
