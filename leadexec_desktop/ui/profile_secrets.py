"""The credentials of the profile that is being edited: set, replaced or removed at once, and never shown."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from leadexec_desktop.store.credentials import SecretKind
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.credentials_dialog import CredentialsDialog
from leadexec_desktop.ui.naming import explain, name, plain_text, wear
from leadexec_desktop.ui.still_there import if_there

_LABELS: Mapping[SecretKind, str] = MappingProxyType(
    {
        SecretKind.PASSWORD: "API password",
        SecretKind.TOKEN: "Access token",
        SecretKind.CLIENT_SECRET: "Client secret",
    }
)
_KEPT, _NOT_SET, _ASKING = "kept in the keyring", "not set", "asking the keyring…"
_NO_KEYRING = (
    "No keyring is open, so no credential can be kept now. If this computer has one, it opens together with history."
)


class Secrets(Protocol):
    """The secrets of profiles, as `Credentials` keeps them."""

    def get(self, profile_id: str, kind: SecretKind) -> str | None:
        """A profile's secret; None if it has none."""

    def set(self, profile_id: str, kind: SecretKind, secret: str) -> None:
        """Keeps a profile's secret."""

    def keep_for_session(self, profile_id: str, kind: SecretKind, secret: str) -> None:
        """Keeps a profile's secret in memory alone."""

    def remove(self, profile_id: str, kind: SecretKind) -> None:
        """Forgets one secret of a profile."""

    def forget(self, profile_id: str) -> None:
        """Forgets every secret of a profile."""


class ProfileSecrets(QWidget):
    """A line for each secret that the profile uses: whether it is kept, and buttons to replace or remove it.

    Args:
        background: Where the keyring is asked.
        secrets: Gives what keeps them; None while that is not open.
    """

    def __init__(self, background: Background, secrets: Callable[[], Secrets | None]) -> None:
        super().__init__()
        self._background = background
        self._secrets = secrets
        self._profile_id = ""
        self._profile_name = ""
        self._asked = 0
        self._is_open = False
        self.has_set: set[str] = set()
        """Ids of profiles of which a secret was set here."""
        self._states: dict[SecretKind, QLabel] = {}
        self._rows: dict[SecretKind, list[QWidget]] = {}
        self._sets: dict[SecretKind, QPushButton] = {}
        self._removes: dict[SecretKind, QPushButton] = {}
        name(self, "profiles.credentials", "Credentials")
        self._problem = plain_text()
        self._problem.setObjectName("profiles.error.credentials")
        self._problem.setProperty("role", "error")
        self._problem.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        for at, kind in enumerate(SecretKind):
            self._add_row(grid, at, kind)
        grid.addWidget(self._problem, len(SecretKind), 0, 1, 4)

    def _add_row(self, grid: QGridLayout, at: int, kind: SecretKind) -> None:
        label = plain_text(_LABELS[kind], wrap=False)
        state = self._states[kind] = plain_text(_NOT_SET, wrap=False)
        state.setObjectName(f"profiles.credentials.{kind}.state")
        state.setProperty("role", "result")
        replace, remove = self._sets[kind], self._removes[kind] = QPushButton("Set…"), QPushButton("Remove")
        for button, last, caption in ((replace, "set", "Set"), (remove, "remove", "Remove")):
            name(button, f"profiles.credentials.{kind}.{last}", f"{caption} {_LABELS[kind]}")
            button.setAutoDefault(False)
        explain(replace, "It goes to the system's keyring at once, and is never shown again.")
        replace.clicked.connect(lambda: self._ask(kind))
        remove.clicked.connect(lambda: self._remove(kind))
        self._rows[kind] = [label, state, replace, remove]
        for column, widget in enumerate(self._rows[kind]):
            grid.addWidget(widget, at, column, Qt.AlignmentFlag.AlignLeft if column == 1 else Qt.AlignmentFlag(0))
            widget.hide()

    # ------------------------------------------------------------------ showing

    def show_profile(self, profile_id: str, profile_name: str, used: tuple[SecretKind, ...]) -> None:
        """Shows the secrets that a profile uses, and asks the keyring whether it has them."""
        self._profile_name = profile_name
        shown = tuple(kind for kind in SecretKind if not self._rows[kind][0].isHidden())
        if (
            profile_id == self._profile_id
            and set(shown) == set(used)
            and self._is_open is (self._secrets() is not None)
        ):
            return
        self._profile_id = profile_id
        for kind, widgets in self._rows.items():
            for widget in widgets:
                widget.setVisible(kind in used)
        self._say("")
        self._look(used)

    def _look(self, kinds: tuple[SecretKind, ...]) -> None:
        secrets, profile_id = self._secrets(), self._profile_id
        self._is_open = secrets is not None
        if secrets is None or not kinds:
            for kind in kinds:
                self._show_state(kind, None if secrets is None else False)
            return
        for kind in kinds:
            self._states[kind].setText(_ASKING)
        self._asked += 1
        asked = self._asked

        def look() -> dict[SecretKind, bool]:
            return {kind: secrets.get(profile_id, kind) is not None for kind in kinds}  # the secret stays there

        def take(found: dict[SecretKind, bool]) -> None:
            for kind, is_kept in found.items() if asked == self._asked else ():
                self._show_state(kind, is_kept)

        def fail(error: Exception) -> None:
            self._say(str(error))
            for kind in kinds:
                self._states[kind].setText("not known")

        self._background.run(look, if_there(self, take), if_there(self, fail), StorageError)

    def _show_state(self, kind: SecretKind, is_kept: bool | None) -> None:
        self._states[kind].setText("not known" if is_kept is None else _KEPT if is_kept else _NOT_SET)
        wear(self._states[kind], "tone", "good" if is_kept else "warn")
        button = self._sets[kind]
        button.setText("Replace…" if is_kept else "Set…")
        button.setEnabled(is_kept is not None)
        if is_kept is None:
            explain(button, _NO_KEYRING)
        self._removes[kind].setEnabled(bool(is_kept))

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    # ------------------------------------------------------------------ changing

    def _ask(self, kind: SecretKind) -> None:
        secrets, profile_id = self._secrets(), self._profile_id
        if secrets is None:
            return
        dialog = CredentialsDialog(self, self._profile_name or "New profile", (kind,), (kind,))
        dialog.setWindowTitle(_LABELS[kind])

        def saved(_none: None) -> None:
            dialog.accept()
            self.has_set.add(profile_id)
            self._look((kind,))

        def keep(save: Callable[[str, SecretKind, str], None]) -> Callable[[dict[SecretKind, str]], None]:
            return lambda typed: self._background.run(
                lambda: save(profile_id, kind, typed[kind]),
                if_there(dialog, saved),
                if_there(dialog, lambda error: dialog.show_problem(str(error))),
                StorageError,
            )

        dialog.saved.connect(keep(secrets.set))
        dialog.for_session.connect(keep(secrets.keep_for_session))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _remove(self, kind: SecretKind) -> None:
        secrets, profile_id = self._secrets(), self._profile_id
        if secrets is not None:
            self._background.run(
                lambda: secrets.remove(profile_id, kind),
                if_there(self, lambda _none: self._look((kind,))),
                if_there(self, lambda error: self._say(str(error))),
                StorageError,
            )

    def keep(self, found: Mapping[SecretKind, str]) -> None:
        """Keeps secrets that were found elsewhere, because a person asked for it."""
        secrets, profile_id = self._secrets(), self._profile_id
        if secrets is None or not found:
            return

        def save() -> None:
            for kind, secret in found.items():
                secrets.set(profile_id, kind, secret)

        def saved(_none: None) -> None:
            self.has_set.add(profile_id)
            self._look(tuple(found))

        fail = if_there(self, lambda error: self._say(str(error)))
        self._background.run(save, if_there(self, saved), fail, StorageError)
