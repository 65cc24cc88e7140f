"""The window in which profiles are made, changed, tested and given away."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QMessageBox, QWidget
from shiboken6 import isValid

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.services.edited_profile import EditedProfile
from leadexec_desktop.services.profile_complaints import Complaint, complaints_of
from leadexec_desktop.services.profile_editing import ProfileEditing
from leadexec_desktop.store.credentials import SecretKind
from leadexec_desktop.ui.action_dialogs import ShortcutList
from leadexec_desktop.ui.asking import Answer, ask
from leadexec_desktop.ui.main_window import size_on
from leadexec_desktop.ui.profile_keys import KEYS
from leadexec_desktop.ui.profile_shelf import ProfileShelf
from leadexec_desktop.ui.profile_tools import Tools
from leadexec_desktop.ui.profile_window_parts import ProfileWindowParts, small_first
from leadexec_desktop.ui.sample_dialog import AppliedSample

_FILES = "Profiles (*.leadprofile);;All files (*)"
_NEW = "New profile"
_FRAME = QSize(8, 40)
"""What a window manager puts around it."""
_FIRST_FILLED = ("vid", "lid")
"""Numbers that begin empty in a new profile: nought would be taken for one of them."""
_CHANGED_ELSEWHERE = (
    "This profile was changed elsewhere meanwhile. Save puts your version in the place of the other; "
    "to take the other, close this window and discard your changes."
)


class ProfileWindow(QDialog):
    """Edits the profiles of this seat.

    Args:
        parent: The main window.
        tools: What it works with.
        profiles: Those there are.
        read_only: The ids of those that cannot be changed.
        current: The id of the one to open; another is opened if there is none of that id.
    """

    saved = Signal(object)
    """A SourceProfile that is on the disk now."""
    deleted = Signal(str)
    """The id of a profile that is gone."""
    used = Signal(str)
    """The id of the profile under which leads are to be typed now."""

    def __init__(
        self, parent: QWidget, tools: Tools, profiles: Sequence[SourceProfile], read_only: Iterable[str], current: str
    ) -> None:
        super().__init__(parent)
        self._tools = tools
        self._editing: ProfileEditing | None = None
        self._complaints: tuple[Complaint, ...] = ()
        self._said_of: EditedProfile | None = None
        self._is_new = self._is_copy = self._is_saving = False
        self._shelf = ProfileShelf(
            tools.background, tools.library, tools.secrets, profiles=profiles, read_only=read_only, parent=self
        )
        self._parts = ProfileWindowParts(
            tools.background,
            tools.tester,
            tools.secrets,
            tools.presets,
            has_samples=tools.open_sample is not None,
            changed=self._follow,
        )
        self.setObjectName("profiles")
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        room = self.screen().availableGeometry().size()
        self.resize(size_on(room).boundedTo(room - _FRAME))
        self._parts.lay_out(self)
        self._connect()
        self._keys()
        first = self._shelf.find(current) or next(iter(self._shelf.profiles), None)
        self._show_list()
        if first is None:
            self._begin(None)
        else:
            self._open(first)
        self._parts.chooser.items.setFocus()

    def _connect(self) -> None:
        parts, shelf, chooser = self._parts, self._shelf, self._parts.chooser
        shelf.saved.connect(self.saved)
        shelf.deleted.connect(self.deleted)
        shelf.changed.connect(self._show_list)
        shelf.deleted.connect(self._close_deleted)
        shelf.failed.connect(lambda text: self._tell(text, is_bad=True))
        shelf.told.connect(self._tell)
        shelf.imported.connect(self._show_imported)
        chooser.chosen.connect(self._choose)
        chooser.new_asked.connect(lambda: self._leave(self._make_new))
        chooser.duplicate_asked.connect(lambda: self._leave(self._duplicate))
        chooser.delete_asked.connect(self._ask_to_delete)
        chooser.import_asked.connect(self._choose_files)
        chooser.export_asked.connect(self._choose_place)
        chooser.sample_asked.connect(self._open_sample)
        chooser.dropped.connect(lambda paths: self._leave(lambda: shelf.take_files(paths)))
        for page in (parts.head, parts.sending):
            page.given.connect(self._give)
            page.left.connect(self._settle)
        parts.save.clicked.connect(self.press_save)
        parts.use.clicked.connect(self._use)
        parts.close.clicked.connect(self.reject)
        parts.undo.clicked.connect(self._undo)
        parts.redo.clicked.connect(self._redo)

    def _keys(self) -> None:
        acts: dict[str, Callable[[], None]] = {
            "Ctrl+S": self.press_save,
            "Ctrl+Return": self._use,
            "Ctrl+Enter": self._use,
            "Ctrl+Z": self._undo,
            "Ctrl+Y": self._redo,
            "Ctrl+Shift+Z": self._redo,
            "Ctrl+N": lambda: self._leave(self._make_new),
            "Ctrl+Shift+D": lambda: self._leave(self._duplicate),
            "Ctrl+I": self._choose_files,
            "Ctrl+E": self._choose_place,
            "Ctrl+F": self._parts.chooser.focus_search,
            "F1": self._show_keys,
            "F6": lambda: self._parts.go_on(1),
            "Shift+F6": lambda: self._parts.go_on(-1),
            "Ctrl+PgDown": lambda: self._parts.show_tab(1),
            "Ctrl+PgUp": lambda: self._parts.show_tab(0),
        }
        for keys, act in acts.items():
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        for keys, act in (("F2", self._rename), ("Delete", self._ask_to_delete)):  # in the table they mean its fields
            shortcut = QShortcut(QKeySequence(keys), self._parts.chooser.items)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)

    def _show_keys(self) -> None:
        ShortcutList(self, {}, KEYS).open()

    # ------------------------------------------------------------------ what is open

    @property
    def has_changes(self) -> bool:
        """Whether something would be lost if it were closed."""
        return self._editing is not None and (self._editing.is_changed or self._is_copy)

    @property
    def _open_id(self) -> str:
        return "" if self._editing is None else self._editing.profile.id

    @property
    def _is_editable(self) -> bool:
        return self._editing is not None and self._open_id not in self._shelf.read_only

    def show_profiles(self, profiles: Sequence[SourceProfile], read_only: Iterable[str]) -> None:
        """Takes note of profiles that another part of the program has read."""
        known = self._shelf.find(self._open_id)
        self._shelf.show(profiles, read_only)
        there = self._shelf.find(self._open_id)
        if self.has_changes and not self._is_saving and there is not None and known not in (None, there):
            self._tell(_CHANGED_ELSEWHERE, is_bad=True)
        is_idle = self._editing is not None and not self.has_changes and not self._is_saving
        if is_idle and there is not None and self._editing is not None and there != self._editing.profile:
            self._open(there)

    def _show_imported(self, profile: SourceProfile) -> None:
        if not self.has_changes:
            self._open(profile)

    def _show_list(self) -> None:
        unsaved = self._unsaved_label if self._is_new else ""
        self._parts.chooser.show_profiles(self._shelf.profiles, self._shelf.read_only, self._open_id, unsaved)

    @property
    def _unsaved_label(self) -> str:
        return "" if self._editing is None else f"{self._editing.profile.name} (not saved)"

    def _begin(self, editing: ProfileEditing | None, *, is_new: bool = False, is_copy: bool = False) -> None:
        self._editing, self._is_new, self._is_copy = editing, is_new, is_copy
        self._parts.begin(editing, is_editable=self._is_editable)
        self._tell("")
        self._show_list()
        self._follow()

    def _open(self, profile: SourceProfile) -> None:
        self._begin(ProfileEditing(profile))

    def _choose(self, profile_id: str) -> None:
        profile = self._shelf.find(profile_id)
        if profile is not None and profile_id != self._open_id:
            self._leave(lambda: self._open(profile))

    def _make_new(self) -> None:
        blank = self._tools.blank(self._tools.new_id(), _NEW)
        self._begin(ProfileEditing(blank, _FIRST_FILLED), is_new=True)
        self._rename()

    def _duplicate(self) -> None:
        if self._editing is not None:
            names = [own.name for own in self._shelf.profiles]
            copied = self._tools.copy(self._editing.profile, self._tools.new_id(), names)
            self._begin(ProfileEditing(copied), is_new=True, is_copy=True)
            self._rename()

    def _rename(self) -> None:
        self._parts.head.cells.focus("name")
        line = self.focusWidget()
        if isinstance(line, QLineEdit):
            line.selectAll()

    # ------------------------------------------------------------------ editing

    def _give(self, place: str, given: object) -> None:
        if self._editing is not None and isinstance(given, str | bool):
            self._editing.set(place, given)
            self._follow()

    def _settle(self) -> None:
        if self._editing is not None:
            self._editing.settle()

    def _undo(self) -> None:
        if self._editing is not None and self._is_editable and self._editing.undo():
            self._say(f"Undone: {small_first(self._editing.redo_label)}.")  # it may stand on the other tab
            self._follow()

    def _redo(self) -> None:
        if self._editing is not None and self._is_editable and self._editing.redo():
            self._say(f"Done again: {small_first(self._editing.undo_label)}.")
            self._follow()

    def _tell(self, text: str, *, is_bad: bool = False) -> None:
        """Says what was done, or was not."""
        self._said_of = None
        self._parts.say(text, is_bad=is_bad)

    def _say(self, text: str, *, is_bad: bool = False) -> None:
        """Says what holds until something is changed."""
        self._tell(text, is_bad=is_bad)
        self._said_of = None if self._editing is None else self._editing.now.profile

    def _follow(self) -> None:
        """Shows what stands now, everywhere."""
        if not isValid(self):  # a cell that is open gives what it has when the program ends
            return
        editing = self._editing
        if editing is None:
            self.setWindowTitle("Profiles \u2013 LeadExec Desktop")
            self._parts.allow(None, is_editable=False, is_saveable=False)
            return
        if self._said_of is not None and self._said_of is not editing.now.profile:
            self._said_of = None
            self._parts.say("")
        self._complaints = complaints_of(editing.now.profile)
        self._parts.follow(editing.now.profile, self._complaints, is_editable=self._is_editable)
        self._parts.allow(
            editing,
            is_editable=self._is_editable,
            is_saveable=self._is_editable and not self._is_saving and (self.has_changes or self._is_new),
            is_usable=not self.has_changes and not self._is_new,
        )
        if self._is_new:
            self._parts.chooser.rename(self._open_id, self._unsaved_label)
        mark = "*" if self.has_changes else ""
        self.setWindowTitle(f"{editing.profile.name}{mark} \u2013 Profiles \u2013 LeadExec Desktop")

    # ------------------------------------------------------------------ keeping

    def press_save(self) -> None:
        """Saves what is open, or goes to what is to be mended first."""
        self._save(None)

    def _save(self, then: Callable[[], None] | None) -> None:
        editing = self._editing
        if editing is None or not self._is_editable or self._is_saving:
            return
        wrong = [own for own in self._complaints if not own.is_remark]
        if wrong:
            self._parts.point_at(wrong[0], self._complaints)
            number = "one thing" if len(wrong) == 1 else f"{len(wrong)} things"
            self._say(f"Not saved yet: {number} to mend first. {wrong[0].text}", is_bad=True)
            return
        editing.settle()
        written = editing.now.profile
        self._is_saving = True
        self._tell("Saving…")

        def done() -> None:
            self._is_saving = False
            editing.mark_saved(written)
            if editing is self._editing:
                self._is_new = self._is_copy = False
                self._say(f"“{written.profile.name}” is saved.")
            self._follow()
            if then is not None:
                self._leave(then)  # which asks again: something may have been typed while the file was written

        self._shelf.save(written.profile, done, self._save_failed)
        self._follow()

    def _save_failed(self) -> None:
        self._is_saving = False
        self._follow()

    def _leave(self, then: Callable[[], None]) -> None:
        """Does something that closes what is open; asks first if that would lose something."""
        if self._is_saving:
            self._parts.chooser.set_current(self._open_id)
            return
        if not self.has_changes or self._editing is None:
            self._discard(then)
            return
        if self.findChild(QMessageBox) is not None:  # asked already
            return
        ask(
            self,
            "profiles.unsaved",
            f"“{self._editing.profile.name}” has changes that are not saved.",
            (
                Answer("save", "&Save", lambda: self._save(then)),
                Answer("discard", "&Discard the changes", lambda: self._discard(then), is_loss=True),
                Answer("keep", "&Keep on editing", lambda: self._parts.chooser.set_current(self._open_id)),
            ),
        )

    def _discard(self, then: Callable[[], None]) -> None:
        """Gives up what is open: the secrets of a profile that never was go too."""
        secrets = self._parts.sending.secrets
        if self._is_new and self._open_id in secrets.has_set:
            self._shelf.forget_secrets(self._open_id)
        then()

    def _ask_to_delete(self) -> None:
        editing = self._editing
        if editing is None or not self._is_editable:
            return
        if self._is_new:
            self._leave(self._open_another)
            return
        profile = self._shelf.find(self._open_id)
        if profile is not None:
            ask(
                self,
                "profiles.delete.ask",
                f"Delete the profile “{profile.name}”? Its history stays. Its credentials are taken out of the "
                "keyring; leads of it that still wait would need them.",
                (
                    Answer("yes", "&Delete it", lambda: self._shelf.delete(profile), is_loss=True),
                    Answer("no", "&Keep it"),
                ),
            )

    def _close_deleted(self, profile_id: str) -> None:
        if profile_id == self._open_id:
            self._open_another()

    def _open_another(self) -> None:
        others = [own for own in self._shelf.profiles if own.id != self._open_id]
        self._begin(ProfileEditing(others[0]) if others else None)

    # ------------------------------------------------------------------ files, samples

    def _choose_files(self) -> None:
        dialog = QFileDialog(self, "Import profiles", "", "Profiles (*.leadprofile *.json);;All files (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(
            lambda names: self._leave(lambda: self._shelf.take_files([Path(own) for own in names]))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose_place(self) -> None:
        chosen = self._parts.chooser.selected
        profiles = [own for own in self._shelf.profiles if own.id in chosen]
        if not profiles:
            cause = "save the profile first" if self._is_new else "select a profile in the list; a search may hide it"
            self._tell(f"There is nothing to export: {cause}.", is_bad=True)
            return
        dialog = QFileDialog(self, "Export profiles", "", _FILES)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("leadprofile")
        dialog.fileSelected.connect(lambda place: self._export(profiles, Path(place)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _export(self, profiles: Sequence[SourceProfile], path: Path) -> None:
        is_behind = self.has_changes and any(own.id == self._open_id for own in profiles)
        name = "" if self._editing is None else (self._shelf.find(self._open_id) or self._editing.profile).name
        self._shelf.export(profiles, path, f" “{name}” went as it was saved last." if is_behind else "")

    def _open_sample(self) -> None:
        if self._tools.open_sample is None or not self._is_editable:
            return
        editing = self._editing
        dialog = self._tools.open_sample(self, 0 if editing is None else len(editing.profile.fields))
        dialog.applied.connect(self._take_sample)
        dialog.open()

    def _take_sample(self, applied: AppliedSample) -> None:
        editing, profile_of = self._editing, self._tools.profile_of
        if editing is None or profile_of is None:
            return
        made = profile_of(applied.sample, editing.profile, applied.fields, replace=applied.replace)
        editing.take(made, "Take fields from a sample")
        secrets = self._tools.secrets()
        if applied.secrets_wanted and secrets is not None:
            found = {SecretKind(own.kind): own.value for own in applied.sample.secrets}
            self._parts.sending.secrets.keep(found)
        self._follow()

    # ------------------------------------------------------------------ the end

    def _use(self) -> None:
        if self._editing is not None and not self.has_changes and not self._is_new:
            self.used.emit(self._open_id)
            self._end()

    def reject(self) -> None:
        """Closes; asks first if something would be lost."""
        self._leave(self._end)

    def _end(self) -> None:
        self._parts.head.cancel()
        super().reject()
