"""Fields that an agent adds to one lead: below the form, each with its name and its value."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from leadexec_desktop.profiles.model import FieldSpec
from leadexec_desktop.profiles.typed_text import trimmed
from leadexec_desktop.ui.editors import editor_for
from leadexec_desktop.ui.field_row import LABEL_WIDTH, FieldRow
from leadexec_desktop.ui.naming import explain, name

_NAMELESS = "Added field"


class AddedFields(QWidget):
    """The line "Add a field…", and above it those that were added.

    Args:
        tab: The tab that it stands in: the first part of its parts' names.
        taken: The wire names that the profile's own fields have.
    """

    row_made = Signal(FieldRow)
    changed = Signal()
    """A field was added, named or taken away."""

    def __init__(self, tab: str, taken: Sequence[str]) -> None:
        super().__init__()
        self._tab = tab
        self._taken = frozenset(taken)
        self._lines: list[_AddedField] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 0, 12, 4)
        self._add = QPushButton("Add a field…")
        name(self._add, f"{tab}.extra.add", "Add a field…")
        explain(self._add, "Another field for this lead alone")
        self._add.setAutoDefault(False)
        self._add.clicked.connect(self._press_add)
        self._layout.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def rows(self) -> list[FieldRow]:
        """The fields that were added, from the first; one without a name of its own has the empty name."""
        return [line.row for line in self._lines]

    def name_line(self, row: FieldRow) -> QLineEdit:
        """Where an added field is named."""
        return next(line.name_edit for line in self._lines if line.row is row)

    def input_widgets(self) -> list[QWidget]:
        """What takes the keyboard, from the first."""
        lines: list[QWidget] = []
        for line in self._lines:
            lines += [line.name_edit, line.row.editor.focus_widget]
        return [*lines, self._add]

    def make_room(self, names: Sequence[str]) -> None:
        """Adds a field for each name that none has yet."""
        known = self._taken | {row.field.name for row in self.rows}
        for own in names:
            if own not in known:
                self._append(own)

    def clear(self) -> None:
        """Takes all of them away."""
        if self._lines:
            for line in self._lines:
                _throw_away(line)
            self._lines.clear()
            self.changed.emit()

    def _press_add(self) -> None:
        """Adds a field, unless one still waits for its name."""
        nameless = next((line for line in self._lines if not line.row.field.name), None)
        line = nameless or self._append("")
        line.name_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _append(self, wire_name: str) -> "_AddedField":
        line = _AddedField(self._tab)
        line.name_edit.setText(wire_name)
        line.name_edit.textChanged.connect(self._rename)
        line.name_edit.editingFinished.connect(line.row.leave)
        line.name_edit.returnPressed.connect(self.focusNextChild)
        line.remove.clicked.connect(lambda: self._remove(line))
        self._lines.append(line)
        self._layout.insertWidget(self._layout.count() - 1, line)
        line.show()  # now, not with the next round of events: the keyboard goes there
        self.row_made.emit(line.row)
        self._rename()
        return line

    def _remove(self, line: "_AddedField") -> None:
        self._lines.remove(line)
        _throw_away(line)
        self._add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._rename()

    def _rename(self) -> None:
        """Lets each field have the name that stands in its line, unless another field of the form has that."""
        known = set(self._taken)
        for number, line in enumerate(self._lines, 1):
            wanted = trimmed(line.name_edit.text())
            own = "" if wanted in known else wanted
            known.add(own)
            line.take_name(own, number)
        self.changed.emit()


def _throw_away(line: "_AddedField") -> None:
    """Takes a field out of the window at once, names and all; its parts may still be at work."""
    line.hide()
    line.setParent(None)
    line.deleteLater()


class _AddedField(QWidget):
    """One field: its name, its value, and a way to take it away."""

    def __init__(self, tab: str) -> None:
        super().__init__()
        self._tab = tab
        field = FieldSpec("", _NAMELESS)
        self.row = FieldRow(tab, field, editor_for(field, f"{tab}.extra.value"))
        self.name_edit = QLineEdit()
        self.name_edit.setPlaceholderText("Name")
        self.name_edit.setFixedWidth(LABEL_WIDTH)
        self.remove = QPushButton("✕")
        self.remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.remove.setProperty("role", "calendar")
        self.remove.setFixedWidth(self.name_edit.sizeHint().height() + 6)
        value = QHBoxLayout()
        value.addWidget(self.row.editor.widget, 1)
        value.addWidget(self.remove)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.name_edit, 0, 0)
        grid.addLayout(value, 0, 1)
        grid.addLayout(self.row.below, 1, 1)

    def take_name(self, wire_name: str, number: int) -> None:
        """Lets its value go under a name; the empty one for none.

        Args:
            wire_name: The name on the wire.
            number: Its place among the added ones, from 1.
        """
        spot = f"{self._tab}.extra.{number}"
        name(self.name_edit, f"{spot}.name", f"Name of added field {number}")
        name(self.remove, f"{spot}.remove", f"Take away added field {number}")
        self.row.rename(
            FieldSpec(wire_name, wire_name or _NAMELESS),
            f"{self._tab}.field.{wire_name}" if wire_name else f"{spot}.value",
            f"{self._tab}.error.{wire_name}" if wire_name else f"{spot}.error",
        )
