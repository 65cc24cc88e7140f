"""The field editor: the table, what else the chosen fields have, and the form as the agent will see it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSplitter, QVBoxLayout, QWidget
from shiboken6 import isValid

from leadexec_desktop.profiles.model import FieldSpec
from leadexec_desktop.services.profile_complaints import Complaint
from leadexec_desktop.services.profile_editing import ProfileEditing, Situation
from leadexec_desktop.ui.field_panel import FieldPanel
from leadexec_desktop.ui.field_table import FieldTable
from leadexec_desktop.ui.naming import explain, name, plain_text, wear, without_mnemonic
from leadexec_desktop.ui.profile_preview import ProfilePreview

_OF_ONE = frozenset({"name", "label"})
_MOST_SAID = 3
"""Complaints that are said below the table; the rest is at the cells."""


class FieldsPage(QWidget):
    """Edits the fields of a profile.

    Args:
        changed: Called after each change, so that everything shows what stands now.
        presets: Fields that are ready to be added.
    """

    def __init__(self, changed: Callable[[], None], presets: Sequence[FieldSpec] = ()) -> None:
        super().__init__()
        self._changed = changed
        self._presets = tuple(presets)
        self._editing: ProfileEditing | None = None
        self._is_editable = True
        self._before_cell: Situation | None = None
        self.table = FieldTable()
        self.panel = FieldPanel()
        self.preview = ProfilePreview()
        self._said = plain_text()
        self._said.setObjectName("profiles.error.fields")
        self._said.setProperty("role", "error")
        self._said.hide()
        self._buttons = {last: self._button(last) for last in _BUTTONS}
        self._preset = QPushButton("Add &preset")
        name(self._preset, "profiles.field.presets", "Add preset")
        self._offer_presets()
        self._lay_out()
        self._connect()

    def _button(self, last: str) -> QPushButton:
        label, tip = _BUTTONS[last]
        button = QPushButton(label)
        name(button, f"profiles.field.{last}", label)
        explain(button, tip)
        button.setAutoDefault(False)
        return button

    def _offer_presets(self) -> None:
        menu = QMenu(self._preset)
        for spec in self._presets:
            action = QAction(without_mnemonic(spec.label), menu)
            action.triggered.connect(lambda _checked, own=spec: self._add([own]))
            menu.addAction(action)
        self._preset.setMenu(menu)
        self._preset.setAutoDefault(False)
        self._preset.setVisible(bool(self._presets))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in self._buttons.values():
            row.addWidget(button)
        row.addWidget(self._preset)
        row.addStretch(1)
        above = QWidget()
        top = QVBoxLayout(above)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(6)
        top.addLayout(row)
        top.addWidget(self.table, 1)
        top.addWidget(self._said)
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(above)
        left.addWidget(self.panel)
        left.setStretchFactor(0, 1)
        left.setStretchFactor(1, 0)
        left.setChildrenCollapsible(False)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(left)
        halves.addWidget(self.preview)
        halves.setStretchFactor(0, 1)
        halves.setStretchFactor(1, 0)
        halves.setSizes([715, 305])
        halves.setChildrenCollapsible(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(halves)

    def _connect(self) -> None:
        table = self.table
        table.fields.given.connect(self._give_cell)
        table.fields.moved.connect(self._move)
        table.chosen.connect(self._choose)
        table.add_asked.connect(self._add_new)
        table.remove_asked.connect(self._remove)
        table.nudge_asked.connect(self._nudge)
        table.left.connect(self._leave_cell)
        table.escaped.connect(self._take_back)
        self.panel.given.connect(self._give)
        self.panel.left.connect(self._settle)
        acts: dict[str, Callable[[], None]] = {
            "add": self._add_new,
            "duplicate": self._duplicate,
            "remove": self._remove,
            "up": lambda: self._nudge(-1),
            "down": lambda: self._nudge(1),
        }
        for last, act in acts.items():
            self._buttons[last].clicked.connect(act)
        copy = QShortcut(QKeySequence("Ctrl+D"), self)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self._duplicate)

    # ------------------------------------------------------------------ showing

    def begin(self, editing: ProfileEditing, *, is_editable: bool) -> None:
        """Takes another profile; `follow` shows it."""
        self._editing = editing
        self._is_editable = is_editable
        self.table.set_editable(is_editable)
        self.preview.begin()
        if editing.rows:
            editing.select([0])

    def follow(self, complaints: Sequence[Complaint]) -> None:
        """Shows what stands now."""
        editing = self._editing
        if editing is None:
            return
        of_fields = [own for own in complaints if own.row is not None]
        self.table.show_rows(editing.rows, of_fields, editing.now.selected)
        self._follow_selection(of_fields)
        self.preview.show_profile(editing.profile)

    def _follow_selection(self, complaints: Sequence[Complaint]) -> None:
        editing = self._editing
        if editing is None:
            return
        selected = [own for own in editing.now.selected if own < len(editing.rows)]
        current = selected[0] if selected else None
        own = {each.key: each for each in complaints if each.row == current}
        self.panel.show_rows(editing.rows, selected, own, is_editable=self._is_editable)
        self._say(complaints, current)
        for last, button in self._buttons.items():
            button.setEnabled(self._is_editable and (last == "add" or bool(selected)))
        self._preset.setEnabled(self._is_editable)

    def _say(self, complaints: Sequence[Complaint], current: int | None) -> None:
        """Says below the table what is wrong with the current field, else with the first ones."""
        mine = [own for own in complaints if own.row == current] or list(complaints)
        lines = [
            own.text if own.row == current else f"Field {(own.row or 0) + 1}: {own.text}" for own in mine[:_MOST_SAID]
        ]
        if len(complaints) > len(lines) > 0:
            lines.append(f"And {len(complaints) - len(lines)} more.")
        text = "\n".join(lines)
        if self._said.text() != text:
            self._said.setText(text)
        self._said.setVisible(bool(text) and not self.table.is_being_edited)  # once the cell is left, not before
        wear(self._said, "role", "hint" if all(own.is_remark for own in mine) else "error")

    def show_complaint(self, complaint: Complaint) -> None:
        """Goes to the cell of a complaint."""
        if complaint.row is None or self._editing is None:
            return
        self._editing.select([complaint.row])
        self._changed()
        if complaint.key in self.panel.cells.keys():  # noqa: SIM118 - a method, not a mapping
            self.panel.cells.focus(complaint.key)
        else:
            self.table.edit_at(complaint.row, complaint.key)

    # ------------------------------------------------------------------ what is done

    def _selected(self) -> list[int]:
        return [] if self._editing is None else list(self._editing.now.selected)

    def _give_cell(self, row: int, key: str, given: object) -> None:
        editing, selected = self._editing, self._selected()
        if editing is not None and self._before_cell is None and isinstance(given, str):  # a tick opens no editor
            self._before_cell = editing.now
        # Names and labels tell fields apart; of anything else several may get the same.
        is_shared = row in selected and key not in _OF_ONE
        self._give_to(selected if is_shared else [row], key, given)

    def _give(self, key: str, given: object) -> None:
        self._give_to(self._selected(), key, given)

    def _give_to(self, rows: Sequence[int], key: str, given: object) -> None:
        editing = self._editing
        if editing is None or not isinstance(given, str | bool):
            return
        before = editing.now
        editing.set_in(rows, key, given)
        if editing.now is not before:
            self._changed()

    def _settle(self) -> None:
        if self._editing is not None:
            self._editing.settle()

    def _take_back(self) -> None:
        before, editing = self._before_cell, self._editing
        if before is not None and editing is not None and before.profile != editing.now.profile:
            editing.undo()
            self._changed()

    def _leave_cell(self) -> None:
        self._before_cell = None
        self._settle()
        if isValid(self._said):  # a cell that is open is left when the program ends, too
            self._said.setVisible(bool(self._said.text()))

    def _choose(self, rows: list[int]) -> None:
        if self._editing is not None and list(self._editing.now.selected) != rows:
            self._editing.settle()
            self._editing.select(rows)
            self._changed()

    def _add_new(self) -> None:
        self._add([FieldSpec("")])
        if self._editing is not None and self._is_editable:
            self.table.edit_at(self._editing.now.selected[0], "name")
            self._said.hide()  # that its name is empty is said once that is left so

    def _add(self, specs: Sequence[FieldSpec]) -> None:
        if self._editing is not None and self._is_editable:
            selected = self._selected()
            self._editing.add(specs, max(selected) + 1 if selected else len(self._editing.rows))
            self._changed()

    def _remove(self) -> None:
        if self._editing is not None and self._is_editable:
            self._editing.remove(self._selected())
            self._changed()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _duplicate(self) -> None:
        if self._editing is not None and self._is_editable:
            self._editing.duplicate(self._selected())
            self._changed()

    def _nudge(self, by: int) -> None:
        if self._editing is not None and self._is_editable:
            self._editing.nudge(self._selected(), by)
            self._changed()

    def _move(self, rows: list[int], before: int) -> None:
        if self._editing is not None and self._is_editable:
            self._editing.move(rows, before)
            self._changed()


_BUTTONS = {
    "add": ("&Add field", "Insert: adds a field below the current one."),
    "duplicate": ("Duplicate", "Ctrl+D: a copy of the selected fields, under names that are free."),
    "remove": ("&Remove", "Delete: takes the selected fields away."),
    "up": ("Up", "Alt+Up"),
    "down": ("Down", "Alt+Down"),
}
"""Label and tip by the last part of the name."""
