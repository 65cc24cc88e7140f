"""Where passwords and tokens are typed: into the system's keyring, and never shown again."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from leadexec_desktop.store.credentials import SecretKind
from leadexec_desktop.ui.secret_dialog import SecretDialog

_LABELS: Mapping[SecretKind, str] = MappingProxyType(
    {
        SecretKind.PASSWORD: "&API password",
        SecretKind.TOKEN: "Access &token",
        SecretKind.CLIENT_SECRET: "Client &secret",
    }
)
_KEPT = "They are kept in the system's keyring, and nowhere else."
_NOT_KEPT = "There is no keyring: they are kept until the program ends, and nowhere but in memory."


class CredentialsDialog(SecretDialog):
    """Asks for the secrets that a profile uses.

    Args:
        parent: The window.
        profile_name: Whose secrets.
        kinds: Those the profile uses.
        missing: Those without which it cannot send; the rest may stay as they are.
        are_kept: They are kept in the keyring; False where there is none, and they end with the program.
    """

    saved = Signal(dict)
    """What was typed: secret by SecretKind; what was left empty is not in it."""
    for_session = Signal(dict)
    """The same, to be kept until the program ends and nowhere but in memory."""

    def __init__(
        self,
        parent: QWidget,
        profile_name: str,
        kinds: tuple[SecretKind, ...],
        missing: tuple[SecretKind, ...] = (),
        *,
        are_kept: bool = True,
    ) -> None:
        super().__init__(parent, "credentials", "Credentials", ("save", "Save"), offers_session=True)
        self._missing = missing
        self._edits = {kind: self._line(kind) for kind in kinds}
        hint = f"{_KEPT if are_kept else _NOT_KEPT} What is left empty stays as it is."
        self.lay_out(_lead_in(profile_name, missing), hint)

    def _line(self, kind: SecretKind) -> QLineEdit:
        line = self.add_line(kind, _LABELS[kind])
        if kind not in self._missing:
            line.setPlaceholderText("unchanged")
        return line

    @property
    def is_complete(self) -> bool:
        """Whether something was typed, and nothing is missing."""
        typed = self._typed()
        return bool(typed) and all(kind in typed for kind in self._missing)

    def give(self, *, for_session: bool) -> None:
        """Gives what was typed."""
        signal = self.for_session if for_session else self.saved
        signal.emit(self._typed())

    def _typed(self) -> dict[SecretKind, str]:
        return {kind: edit.text() for kind, edit in self._edits.items() if edit.text()}


def _lead_in(profile_name: str, missing: tuple[SecretKind, ...]) -> str:
    if missing:
        return f"The profile “{profile_name}” needs these before it can send. The lead is kept."
    return f"Credentials of the profile “{profile_name}”."
