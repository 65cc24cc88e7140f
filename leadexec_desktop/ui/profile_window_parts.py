"""What stands in the profile window, and where."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from leadexec_desktop.profiles.model import FieldSpec
from leadexec_desktop.services.connection_test import Tester
from leadexec_desktop.services.edited_profile import EditedProfile
from leadexec_desktop.services.profile_complaints import Complaint
from leadexec_desktop.services.profile_editing import ProfileEditing
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.fields_page import FieldsPage
from leadexec_desktop.ui.naming import allow, explain, name, plain_text, wear
from leadexec_desktop.ui.profile_head import ProfileHead
from leadexec_desktop.ui.profile_list import ProfileList
from leadexec_desktop.ui.profile_secrets import Secrets
from leadexec_desktop.ui.sending_page import SendingPage

_READ_ONLY = (
    "This profile comes from the system-wide folder and cannot be changed here. Duplicate it to make one of your own."
)
_NOTHING_OPEN = "There is no profile yet. Press New to make one, or Import to take one out of a file."
_USE = "Ctrl+Enter: closes this window, and leads are typed under this profile."
_NO_PROFILE = "No profile is open."


class ProfileWindowParts:
    """The parts of the window, named and laid out.

    Args:
        background: Where blocking work runs.
        tester: What tests a connection; None for nothing.
        secrets: Gives what keeps the secrets; None while that is not open.
        presets: Fields that are ready to be added.
        has_samples: Fields can be read out of a sample.
        changed: Called after each change of a field.

    Attributes:
        chooser: The list of the profiles.
        head: Name, endpoint, ids.
        fields: The field editor.
        sending: The rest.
        save: Saves.
        use: Makes the profile the active one.
        close: Closes.
        undo: Goes a step back.
        redo: Goes a step forth again.
    """

    def __init__(
        self,
        background: Background,
        tester: Tester | None,
        secrets: Callable[[], Secrets | None],
        presets: Sequence[FieldSpec],
        *,
        has_samples: bool,
        changed: Callable[[], None],
    ) -> None:
        self.chooser = ProfileList(has_samples=has_samples)
        self.head = ProfileHead(background, tester)
        self.fields = FieldsPage(changed, presets)
        self.sending = SendingPage(background, secrets)
        self.save = QPushButton("&Save")
        self.use = QPushButton("Use on Submit")
        self.close = QPushButton("&Close")
        self.undo = QPushButton("Undo")
        self.redo = QPushButton("Redo")
        self._tabs = QTabWidget()
        self._stack = QStackedWidget()
        self._notice = plain_text(_READ_ONLY)
        self._status = plain_text(selectable=True)
        self._name()

    def _name(self) -> None:
        for button, object_name, label, tip in (
            (self.save, "profiles.save", "Save", "Ctrl+S"),
            (self.use, "profiles.use", "Use on Submit", _USE),
            (self.close, "profiles.close", "Close", "Escape: asks if something is not saved."),
            (self.undo, "profiles.undo", "Undo", "Ctrl+Z"),
            (self.redo, "profiles.redo", "Redo", "Ctrl+Y"),
        ):
            name(button, object_name, label)
            explain(button, tip)
            button.setAutoDefault(False)
        self.save.setProperty("role", "primary")
        name(self._tabs, "profiles.tabs", "Parts of the profile")
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self.fields, "Fields")
        self._tabs.addTab(self.sending, "Sending and credentials")
        self._notice.setObjectName("profiles.read_only")
        self._notice.setProperty("tone", "warn")
        self._notice.setProperty("role", "result")
        self._status.setObjectName("profiles.status")

    def lay_out(self, window: QWidget) -> None:
        """Puts all of them into the window: the list to the left, what is open to the right."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(6, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._notice)
        column.addWidget(self.head)
        column.addWidget(self._tabs, 1)
        nothing = plain_text(_NOTHING_OPEN)
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        nothing.setObjectName("profiles.nothing")
        self._stack.addWidget(nothing)
        self._stack.addWidget(page)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(self.chooser)
        halves.addWidget(self._stack)
        halves.setStretchFactor(1, 1)
        halves.setSizes([210, 1050])
        halves.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        for button in (self.undo, self.redo):
            foot.addWidget(button)
        foot.addWidget(self._status, 1)
        foot.addWidget(self.use)
        foot.addWidget(self.save)
        foot.addWidget(self.close)
        everything = QVBoxLayout(window)
        everything.setContentsMargins(10, 10, 10, 10)
        everything.setSpacing(8)
        everything.addWidget(halves, 1)
        everything.addLayout(foot)

    # ------------------------------------------------------------------ showing

    def begin(self, editing: ProfileEditing | None, *, is_editable: bool) -> None:
        """Takes another profile, or none."""
        self.head.cancel()
        self._stack.setCurrentIndex(0 if editing is None else 1)
        self._notice.setVisible(editing is not None and not is_editable)
        self.head.cells.begin()
        self.sending.cells.begin()
        if editing is not None:
            self.fields.begin(editing, is_editable=is_editable)

    def follow(self, profile: EditedProfile, complaints: Sequence[Complaint], *, is_editable: bool) -> None:
        """Shows what stands now."""
        own = {each.key: each for each in complaints if each.row is None}
        self.head.follow(profile, own, is_editable=is_editable)
        self.sending.follow(profile, own, is_editable=is_editable)
        self.fields.follow(complaints)
        in_fields = sum(each.row is not None and not each.is_remark for each in complaints)
        in_head = set(self.head.cells.keys())
        elsewhere = sum(each.row is None and each.key not in in_head for each in complaints)
        titles = (_counted(f"Fields ({len(profile.rows)})", in_fields), _counted("Sending and credentials", elsewhere))
        for at, title in enumerate(titles):
            if self._tabs.tabText(at) != title:
                self._tabs.setTabText(at, title)

    def allow(
        self, editing: ProfileEditing | None, *, is_editable: bool, is_saveable: bool, is_usable: bool = False
    ) -> None:
        """Switches buttons on and off, and says what undo and redo would do."""
        undo, redo = ("", "") if editing is None else (editing.undo_label, editing.redo_label)
        for button, verb, keys, step in ((self.undo, "Undo", "Ctrl+Z", undo), (self.redo, "Redo", "Ctrl+Y", redo)):
            label = f"{verb}: {small_first(step)}" if step else verb
            button.setText(f"&{label}" if verb == "Undo" else label.replace("o", "&o", 1))
            button.setAccessibleName(label)
            explain(button, keys)
            button.setEnabled(is_editable and bool(step))
        self.save.setEnabled(is_saveable)
        allow(self.use, None if is_usable else "Save the profile first.", _USE)
        nothing = None if editing is not None else _NO_PROFILE
        fixed = nothing or (None if is_editable else _READ_ONLY)
        self.chooser.allow(delete=fixed, duplicate=nothing, sample=fixed)

    def say(self, text: str, *, is_bad: bool = False) -> None:
        """Says at the foot what was done, or what was not."""
        self._status.setText(text)
        wear(self._status, "role", "error" if is_bad else "hint")

    # ------------------------------------------------------------------ going about

    def show_tab(self, index: int) -> None:
        """Shows a tab, with the keyboard in it."""
        self._tabs.setCurrentIndex(index)
        if index == 0:
            self.fields.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.sending.cells.focus("auth.password")

    def point_at(self, first: Complaint, complaints: Sequence[Complaint]) -> None:
        """Shows all complaints, and goes to one."""
        own = {each.key: each for each in complaints if each.row is None}
        for cells in (self.head.cells, self.sending.cells):
            cells.complain(own, about_all=True)
        if first.row is not None:
            self._tabs.setCurrentIndex(0)
            self.fields.show_complaint(first)
        elif first.key in self.head.cells.keys():  # noqa: SIM118 - a method, not a mapping
            self.head.cells.focus(first.key)
        elif first.key in self.sending.cells.keys():  # noqa: SIM118 - the same
            self._tabs.setCurrentIndex(1)
            self.sending.cells.focus(first.key)
        else:
            self._tabs.setCurrentIndex(1)

    def go_on(self, by: int) -> None:
        """Takes the keyboard to the next part of the window (1), or the one before (-1)."""
        panes: tuple[tuple[QWidget, Callable[[], None]], ...] = (
            (self.chooser, self.chooser.items.setFocus),
            (self.head, lambda: self.head.cells.focus("name")),
            (self.fields.table, self.fields.table.setFocus),
            (self.fields.panel, lambda: self.fields.panel.cells.focus("default")),
            (self.fields.preview, self.fields.preview.form.focus_first),
            (self.sending, lambda: self.sending.cells.focus("auth.password")),
        )
        there = [(pane, act) for pane, act in panes if pane.isVisible() and pane.isEnabled()]
        widget = QApplication.focusWidget()
        now = next((at for at, (pane, _) in enumerate(there) if widget is not None and _is_in(widget, pane)), -1)
        there[(now + by) % len(there)][1]()


def _is_in(widget: QWidget, pane: QWidget) -> bool:
    return widget is pane or pane.isAncestorOf(widget)


def small_first(text: str) -> str:
    """A text that goes on a sentence."""
    return text[:1].lower() + text[1:]


def _counted(title: str, wrong: int) -> str:
    return f"{title}: {wrong} to mend" if wrong else title
