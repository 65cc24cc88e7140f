"""Where the passphrase of an encrypted history is typed, or chosen; it is kept nowhere."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from leadexec_desktop.ui.secret_dialog import SecretDialog

_FOR_NEW = (
    "This passphrase will encrypt history, in place of a key in the system's keyring. The program asks for it at each "
    "start, and keeps it nowhere. Whoever loses it loses that history: nobody can open it then."
)
_FOR_OLD = "This history is protected by a passphrase."
_DIFFERENT = "The two are not the same."


class PassphraseDialog(SecretDialog):
    """Asks for a passphrase.

    Args:
        parent: The window.
        is_new: It is chosen now, and typed twice.
    """

    given = Signal(str)
    """What was typed."""

    def __init__(self, parent: QWidget, *, is_new: bool) -> None:
        title, go = ("New passphrase", "Begin history") if is_new else ("Passphrase", "Open history")
        super().__init__(parent, "passphrase", title, ("open", go))
        self._text = self.add_line("text", "&Passphrase")
        self._repeat = self.add_line("repeat", "&Once more") if is_new else None
        self.lay_out(_FOR_NEW if is_new else _FOR_OLD)

    @property
    def is_complete(self) -> bool:
        """Whether every line has something in it."""
        return bool(self._text.text()) and (self._repeat is None or bool(self._repeat.text()))

    def give(self, *, for_session: bool) -> None:
        """Gives the passphrase, if it was typed twice alike."""
        del for_session  # never offered here
        if self._repeat is not None and self._repeat.text() != self._text.text():
            self.show_problem(_DIFFERENT)
        else:
            self.given.emit(self._text.text())
