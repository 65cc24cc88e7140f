"""The form of a source profile: an editor for each field, complaints beside them, nothing typed ever thrown away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from leadexec_desktop.profiles.model import FieldKind, FieldSpec
from leadexec_desktop.ui.editors import Editor, editor_for
from leadexec_desktop.ui.naming import plain_text, without_mnemonic


@dataclass(slots=True)
class _Shown:
    """A field on screen."""

    field: FieldSpec
    editor: Editor
    complaint: QLabel
    was_left: bool = False
    problem: str = ""


class LeadForm(QScrollArea):
    """The fields of one profile.

    Args:
        tab: The tab that it stands in: the first part of its editors' names.
    """

    edited = Signal()
    """A value changed."""
    finished = Signal()
    """Enter was pressed in the last field."""

    def __init__(self, tab: str) -> None:
        super().__init__()
        self._tab = tab
        self._shown: dict[str, _Shown] = {}
        self._quiet = False
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_fields(self, fields: Iterable[FieldSpec], script: str = "") -> None:
        """Builds the form anew, empty but for defaults."""
        self._shown.clear()
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(2, 2, 10, 2)
        layout.setSpacing(6)
        if script:
            said = plain_text(script, selectable=True)
            said.setProperty("role", "hint")
            said.setObjectName(f"{self._tab}.script")
            layout.addWidget(said)
        visible = [field for field in fields if not field.hidden]
        for section, members in groupby(visible, key=lambda field: field.section):
            layout.addWidget(self._section(section, list(members)))
        layout.addStretch(1)
        self.setWidget(page)
        self.clear(keep_sticky=False)

    def _section(self, title: str, fields: list[FieldSpec]) -> QWidget:
        card = QFrame()
        card.setProperty("role", "card")
        grid = QGridLayout(card)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        if title:
            heading = plain_text(title)
            heading.setProperty("role", "heading")
            grid.addWidget(heading, 0, 0, 1, 2)
        for field in fields:
            self._add_row(grid, field)
        return card

    def _add_row(self, grid: QGridLayout, field: FieldSpec) -> None:
        editor = editor_for(field, f"{self._tab}.field.{field.name}")
        label = plain_text(without_mnemonic(field.label) + (" *" if field.required else ""))
        label.setFixedWidth(_LABEL_WIDTH)
        label.setBuddy(editor.input_widget)
        complaint = plain_text()
        complaint.setProperty("role", "error")
        complaint.setObjectName(f"{self._tab}.error.{field.name}")
        complaint.hide()
        row = grid.rowCount()
        is_tall = field.kind is FieldKind.MULTILINE
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop if is_tall else Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(editor.widget, row, 1)
        if field.help:
            hint = plain_text(field.help)
            hint.setProperty("role", "hint")
            grid.addWidget(hint, row + 1, 1)
        grid.addWidget(complaint, row + 2, 1)
        shown = _Shown(field, editor, complaint)
        self._shown[field.name] = shown
        editor.changed.connect(self._value_changed)
        editor.left.connect(lambda: self._left(shown))
        editor.entered.connect(lambda: self._move_on(shown))

    def typed(self) -> dict[str, str]:
        """What stands in the form, by wire name, as it was typed."""
        return {name: shown.editor.text() for name, shown in self._shown.items()}

    @property
    def holds_a_lead(self) -> bool:
        """Whether anything but defaults stands in it."""
        return any(shown.editor.text() != shown.field.default for shown in self._shown.values())

    def set_typed(self, typed: Mapping[str, str]) -> None:
        """Puts texts into the form; fields that are not named keep theirs."""
        self._quiet = True
        for name, text in typed.items():
            if name in self._shown:
                self._shown[name].editor.set_text(text)
        self._quiet = False
        self.edited.emit()

    def clear(self, *, keep_sticky: bool) -> None:
        """Empties the form to its defaults.

        Args:
            keep_sticky: Fields that stay for the next lead keep their text.
        """
        self._quiet = True
        for shown in self._shown.values():
            shown.was_left = False
            if not (keep_sticky and shown.field.sticky):
                shown.editor.set_text(shown.field.default)
        self._quiet = False
        self.edited.emit()

    def complain(self, problems: Mapping[str, str], *, about_all: bool = False) -> None:
        """Shows what is wrong, beside each field that was left; what is right again is cleared at once.

        Args:
            problems: Complaint by wire name.
            about_all: Say it of fields too that nobody has been in yet.
        """
        for name, shown in self._shown.items():
            problem = problems.get(name, "")
            shown.was_left = shown.was_left or about_all
            self._say(shown, problem if shown.was_left else "")
            shown.problem = problem

    def point_at(self, names: Iterable[str], why: str) -> None:
        """Marks fields that an answer names."""
        for name in names:
            if name in self._shown:
                self._say(self._shown[name], why)

    def focus_first(self) -> None:
        """Puts the keyboard into the first field that takes text."""
        for shown in self._shown.values():
            if not shown.field.read_only:
                shown.editor.input_widget.setFocus(Qt.FocusReason.OtherFocusReason)
                self.ensureWidgetVisible(shown.editor.widget)
                return

    def focus_on(self, wire_name: str) -> None:
        """Puts the keyboard into a field."""
        shown = self._shown.get(wire_name)
        if shown is not None:
            shown.editor.input_widget.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(shown.editor.widget)

    @property
    def has_keyboard(self) -> bool:
        """Whether somebody types into one of its fields."""
        return any(widget.hasFocus() for widget in self.input_widgets())

    def labels(self) -> dict[str, str]:
        """Label by wire name, in the order of the form."""
        return {name: shown.field.label for name, shown in self._shown.items()}

    def input_widgets(self) -> list[QWidget]:
        """The widgets that have the keyboard while text is typed, in the order of the form."""
        return [shown.editor.focus_widget for shown in self._shown.values()]

    def _value_changed(self) -> None:
        if not self._quiet:
            self.edited.emit()

    def _left(self, shown: _Shown) -> None:
        if shown.editor.text() or shown.field.required:
            shown.was_left = True
            self._say(shown, shown.problem)

    def _say(self, shown: _Shown, problem: str) -> None:
        if shown.complaint.text() != problem:
            shown.complaint.setText(problem)
            shown.editor.input_widget.setAccessibleDescription(problem or shown.field.help)
        shown.complaint.setVisible(bool(problem))
        shown.editor.mark(wrong=bool(problem))

    def _move_on(self, shown: _Shown) -> None:
        if shown is next(reversed(self._shown.values())):
            self.finished.emit()
        else:
            self.focusNextChild()


_LABEL_WIDTH = 118
