"""The bar with the active profile, and whether it is live, in words and colour."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLineEdit, QPushButton, QWidget

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.ui.editors import keyboard_leaves
from leadexec_desktop.ui.naming import explain, name, plain_text, wear
from leadexec_desktop.ui.theme import Tone

_WIDEST = 320
"""Of the selector: where there is room, a long name is read to its end."""


class ProfileBar(QWidget):
    """Selects the active profile.

    Args:
        scenarios: Gives value and label of what the built-in receiver may answer, from the first.
    """

    chosen = Signal(str)
    """The id of the profile that was selected."""
    credentials_asked = Signal()
    manage_asked = Signal()
    """The profile window is wanted."""
    scenario_chosen = Signal(str)

    def __init__(self, scenarios: Callable[[], Sequence[tuple[str, str]]]) -> None:
        super().__init__()
        self._active = ""
        self._listed: list[tuple[str, str]] = []
        self._scenarios = scenarios
        self._selector = QComboBox()
        self._selector.setLineEdit(QLineEdit(self._selector))
        self._selector.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._selector.setMinimumContentsLength(14)
        self._selector.setMaximumWidth(_WIDEST)
        self._selector.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        name(self._selector, "profile.selector", "Profile")
        explain(self._selector, "Type a part of a profile's name (Ctrl+P).")
        self._badge = plain_text(wrap=False)
        self._badge.setObjectName("profile.badge")
        self._badge.setProperty("role", "badge")
        self._credentials = QPushButton("Cre&dentials…")
        name(self._credentials, "profile.credentials", "Credentials…")
        self._manage = QPushButton("Manage…")
        name(self._manage, "profile.manage", "Manage…")
        explain(self._manage, "Makes, changes, tests, imports and exports profiles (Ctrl+Shift+P).")
        self._answers_label = plain_text("Receiver ans&wers:", wrap=False)
        self._answers = QComboBox()
        name(self._answers, "sandbox.scenario", "Receiver answers:")
        self._answers.setMinimumContentsLength(12)
        self._answers.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._answers_label.setBuddy(self._answers)
        self._lay_out()
        self._search()
        for widget in (self._badge, self._answers_label, self._answers):
            widget.hide()  # until a profile is there

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 4)
        label = plain_text("&Profile", wrap=False)
        label.setBuddy(self._selector)
        for widget in (label, self._selector, self._badge, self._manage, self._credentials):
            layout.addWidget(widget, 3 if widget is self._selector else 0)
        layout.addStretch(1)
        layout.addWidget(self._answers_label)
        layout.addWidget(self._answers)

    def _search(self) -> None:
        completer = self._selector.completer()
        if completer is not None:
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._selector.activated.connect(self._choose)
        edit = self._selector.lineEdit()
        if edit is not None:
            edit.setObjectName("profile.selector.search")
            edit.setAccessibleName("Profile")
            edit.returnPressed.connect(self._choose_found)
        self._selector.installEventFilter(self)
        self._answers.activated.connect(lambda: self.scenario_chosen.emit(str(self._answers.currentData())))
        self._credentials.clicked.connect(self.credentials_asked)
        self._manage.clicked.connect(self.manage_asked)

    def show_profiles(self, profiles: Sequence[SourceProfile], active: str, *, is_sandbox: bool = False) -> None:
        """Shows the profiles, and which of them is active.

        Args:
            profiles: In the order of the list.
            active: The active one's id; empty if there is none.
            is_sandbox: It is that of the built-in receiver.
        """
        self._active = active
        listed = [(profile.name, profile.id) for profile in profiles]
        with QSignalBlocker(self._selector):
            if listed != self._listed:  # of a thousand, each choice would cost some 10 ms
                self._listed = listed
                self._selector.clear()
                for own_name, profile_id in listed:
                    self._selector.addItem(own_name, profile_id)
            self._show_active()
        self._selector.setEnabled(bool(profiles))
        self._badge.setText("SANDBOX" if is_sandbox else "LIVE")
        wear(self._badge, "tone", Tone.BUSY if is_sandbox else Tone.BAD)  # first: what is made visible is dressed
        self._badge.setVisible(bool(active))
        if is_sandbox and not self._answers.count():
            for value, label in self._scenarios():
                self._answers.addItem(label, value)
        self._answers_label.setVisible(is_sandbox)
        self._answers.setVisible(is_sandbox)

    def allow_credentials(self, reason: str | None) -> None:
        """Switches the credentials button on, or off with the reason."""
        self._credentials.setEnabled(reason is None)
        explain(self._credentials, reason or "Passwords and tokens of this profile, in the system's keyring.")

    def focus_selector(self) -> None:
        """Puts the keyboard into the selector, ready to search."""
        self._selector.setFocus(Qt.FocusReason.ShortcutFocusReason)
        edit = self._selector.lineEdit()
        if edit is not None:
            edit.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Shows the active profile again when the keyboard leaves an unfinished search."""
        if keyboard_leaves(event):
            self._show_active()
        return super().eventFilter(watched, event)

    def _show_active(self) -> None:
        """Shows the active profile from its beginning, whatever stands in the line; nothing if there is none."""
        index = self._selector.findData(self._active)
        shown = self._selector.itemText(index)
        if self._selector.currentText() != shown or self._selector.currentIndex() != index:
            self._selector.setCurrentIndex(index)
            self._selector.setEditText(shown)
        edit = self._selector.lineEdit()
        if edit is not None:
            edit.setCursorPosition(0)  # the same text, too, was scrolled to its end by a keyboard that was in it

    def _choose_found(self) -> None:
        """Takes the first profile whose name has what was typed in it, as the list below shows them."""
        typed = self._selector.currentText().casefold()
        found = (index for index in range(self._selector.count()) if typed in self._selector.itemText(index).casefold())
        self._choose(next(found, -1))

    def _choose(self, index: int) -> None:
        chosen = str(self._selector.itemData(index) or "")
        if chosen and chosen != self._active:
            self.chosen.emit(chosen)
