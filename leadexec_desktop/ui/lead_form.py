"""The form of a source profile: an editor for each field, complaints beside them, nothing typed ever thrown away."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from leadexec_desktop.profiles.model import FieldKind, FieldSpec
from leadexec_desktop.ui.editors import editor_for
from leadexec_desktop.ui.field_row import LABEL_WIDTH, FieldRow
from leadexec_desktop.ui.naming import breakable, never_widens, plain_text, without_mnemonic

if TYPE_CHECKING:
    from leadexec_desktop.ui.added_fields import AddedFields

_NO_REMARKS: Mapping[str, str] = MappingProxyType({})


class LeadForm(QScrollArea):
    """The fields of one profile.

    Args:
        tab: The tab that it stands in: the first part of its editors' names.
    """

    edited = Signal()
    """A value changed."""
    finished = Signal()
    """Enter was pressed in the last field."""
    rows_changed = Signal()
    """A field was added to this lead."""

    def __init__(self, tab: str) -> None:
        super().__init__()
        self._tab = tab
        self._rows: dict[str, FieldRow] = {}
        self._left_with: dict[str, str] = {}
        self._added: AddedFields | None = None
        self._quiet = False
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_fields(self, fields: Iterable[FieldSpec], script: str = "", *, may_add: bool = False) -> None:
        """Builds the form anew, empty but for defaults.

        A field that somebody left with a text is complained of again if that text is put back under its name: the
        profile may have been changed with the lead half typed.

        Args:
            fields: From the first; a hidden one is not shown.
            script: What the agent reads out, above them.
            may_add: Fields may be added to a lead.
        """
        left_with = {row.field.name: row.editor.text() for row in self._all() if row.was_left}
        self._rows.clear()
        self._added = None
        # Each part is made where it stands: one that is moved there is dressed anew, with all that stands in it. At a
        # start nothing is dressed yet, and asking for the port makes PySide load every widget that it knows: 10 ms.
        page = QWidget(self.viewport() if self.isVisible() else self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(2, 2, 10, 2)
        layout.setSpacing(6)
        if script:
            said = plain_text(script, selectable=True, parent=page)
            said.setProperty("role", "hint")
            said.setObjectName(f"{self._tab}.script")
            never_widens(said)  # it can be copied: it gets no breaks of ours
            layout.addWidget(said)
        asked = list(fields)
        visible = [field for field in asked if not field.hidden]
        for section, members in groupby(visible, key=lambda field: field.section):
            layout.addWidget(self._section(section, list(members), page))
        if may_add:
            from leadexec_desktop.ui.added_fields import AddedFields  # noqa: PLC0415 - few profiles allow any

            self._added = AddedFields(self._tab, [field.name for field in asked])
            self._added.row_made.connect(self._connect)
            self._added.row_made.connect(self.rows_changed)
            self._added.changed.connect(self._tell)
            layout.addWidget(self._added)
        layout.addStretch(1)
        self.setWidget(page)
        self.clear(keep_sticky=False)
        self._left_with = left_with

    def _section(self, title: str, fields: list[FieldSpec], page: QWidget) -> QWidget:
        card = QFrame(page)
        card.setProperty("role", "card")
        grid = QGridLayout(card)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        if title:
            heading = plain_text(breakable(title), parent=card)
            heading.setProperty("role", "heading")
            grid.addWidget(heading, 0, 0, 1, 2)
        for field in fields:
            self._add_row(card, grid, field)
        return card

    def _add_row(self, card: QWidget, grid: QGridLayout, field: FieldSpec) -> None:
        editor = editor_for(field, f"{self._tab}.field.{field.name}", card)
        row = FieldRow(self._tab, field, editor)
        label = plain_text(without_mnemonic(breakable(field.label)) + (" *" if field.required else ""), parent=card)
        label.setFixedWidth(LABEL_WIDTH)
        label.setBuddy(editor.input_widget)
        at = grid.rowCount()
        is_tall = field.kind is FieldKind.MULTILINE
        grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop if is_tall else Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(editor.widget, at, 1)
        if field.help:
            hint = plain_text(breakable(field.help), parent=card)
            hint.setProperty("role", "hint")
            grid.addWidget(hint, at + 1, 1)
        grid.addLayout(row.below, at + 2, 1)
        self._rows[field.name] = row
        self._connect(row)

    def _connect(self, row: FieldRow) -> None:
        row.editor.changed.connect(lambda: self._value_changed(row))
        row.editor.left.connect(row.leave)
        row.editor.entered.connect(lambda: self._move_on(row))

    def _all(self) -> list[FieldRow]:
        """The profile's fields and those that were added to this lead."""
        return [*self._rows.values(), *(self._added.rows if self._added is not None else ())]

    def typed(self) -> dict[str, str]:
        """What stands in the form, by wire name, as it was typed; under the empty name what has none yet."""
        typed: dict[str, str] = {}
        for row in self._all():
            text = row.editor.text()
            if row.field.name or text:
                typed.setdefault(row.field.name, text)
        return typed

    @property
    def holds_a_lead(self) -> bool:
        """Whether anything but defaults stands in it."""
        return any(row.editor.text() != row.field.default for row in self._all())

    def set_typed(self, typed: Mapping[str, str]) -> None:
        """Puts texts into the form; fields that are not named keep theirs.

        A text under a name that the form has no field for stands as an added field, if fields may be added.
        """
        self._quiet = True
        if self._added is not None:
            self._added.make_room([name for name, text in typed.items() if text])
        for row in self._all():
            if row.field.name in typed:
                row.editor.set_text(typed[row.field.name])
                row.was_left = row.was_left or self._left_with.get(row.field.name) == typed[row.field.name] != ""
        self._left_with = {}
        self._quiet = False
        self.edited.emit()

    def clear(self, *, keep_sticky: bool) -> None:
        """Empties the form to its defaults; added fields go.

        Args:
            keep_sticky: Fields that stay for the next lead keep their text.
        """
        self._quiet = True
        self._left_with = {}
        if self._added is not None:
            self._added.clear()
        for row in self._rows.values():
            row.begin_anew()
            if not (keep_sticky and row.field.sticky):
                row.editor.set_text(row.field.default)
        self._quiet = False
        self.edited.emit()

    def settle(self) -> None:
        """Tidies what was pasted, as each field does when it is left; the same values on the wire."""
        for row in self._all():
            row.editor.settle()

    def complain(
        self, problems: Mapping[str, str], remarks: Mapping[str, str] = _NO_REMARKS, *, about_all: bool = False
    ) -> None:
        """Shows what is wrong, beside each field that was left; what is right again is cleared at once.

        Args:
            problems: Complaint by wire name.
            remarks: What is to be known of how a right text was read, by wire name.
            about_all: Say it of fields too that nobody has been in yet.
        """
        for row in self._all():
            row.take(problems.get(row.field.name, ""), remarks.get(row.field.name, ""))
            if about_all:
                row.complain()

    def point_at(self, names: Iterable[str], why: str) -> None:
        """Marks fields that an answer names."""
        for name in names:
            row = self._find(name)
            if row is not None:
                row.say(why)

    def _find(self, wire_name: str) -> FieldRow | None:
        return next((row for row in self._all() if row.field.name == wire_name), None)

    def focus_first(self) -> None:
        """Puts the keyboard into the first field that takes text."""
        row = next((row for row in self._all() if not row.field.read_only), None)
        if row is not None:
            self.focus_on(row.field.name)

    def focus_on(self, wire_name: str) -> None:
        """Puts the keyboard into a field."""
        row = self._find(wire_name)
        if row is not None:
            widget: QWidget = row.editor.input_widget
            if self._added is not None and not wire_name:
                widget = self._added.name_line(row)
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(row.editor.widget)

    def go_to(self, wire_name: str) -> None:
        """Puts the keyboard into a field while it is lent to another window: the field that had it is left now."""
        had_it = self.window().focusWidget()
        self.focus_on(wire_name)
        for row in self._all():
            if row.editor.focus_widget is had_it and row.field.name != wire_name:
                row.editor.settle()
                row.leave()

    @property
    def has_keyboard(self) -> bool:
        """Whether somebody types into one of its fields."""
        return any(widget.hasFocus() for widget in self.input_widgets())

    def labels(self) -> dict[str, str]:
        """Label by wire name, in the order of the form."""
        return {row.field.name: row.field.label for row in self._all()}

    def input_widgets(self) -> list[QWidget]:
        """The widgets that have the keyboard while text is typed, in the order of the form."""
        widgets = [row.editor.focus_widget for row in self._rows.values()]
        return widgets if self._added is None else [*widgets, *self._added.input_widgets()]

    def _value_changed(self, row: FieldRow) -> None:
        row.suggest()
        self._tell()

    def _tell(self) -> None:
        if not self._quiet:
            self.edited.emit()

    def _move_on(self, row: FieldRow) -> None:
        if row is self._all()[-1]:
            self.finished.emit()
        else:
            self.focusNextChild()
