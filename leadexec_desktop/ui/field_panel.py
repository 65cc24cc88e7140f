"""What a field has beside the columns of the table, for the fields that are selected."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from leadexec_desktop.profiles.model import MOMENT_KINDS, NUMBER_KINDS, FieldKind
from leadexec_desktop.services.edited_profile import Row, given_in_row
from leadexec_desktop.services.profile_cells import FIELD_CELLS
from leadexec_desktop.services.profile_complaints import Complaint
from leadexec_desktop.ui.cell_editors import CellEditors
from leadexec_desktop.ui.naming import plain_text

_TICKS = (
    ("sticky", "Kept for the next lead", "Its value stays for the next lead."),
    ("read_only", "Read-only", "It is shown, but its default cannot be changed."),
    ("hidden", "Hidden", "It is not shown; its default is sent."),
    ("sensitive", "Sensitive", "Masked on screen and in history, as a social security number is."),
)
_BOUNDED = NUMBER_KINDS | MOMENT_KINDS
_NOT_FOR_KIND = "This is for other kinds of field."
_FOR_KINDS: Mapping[str, frozenset[FieldKind]] = MappingProxyType(
    {
        "min": _BOUNDED,
        "max": _BOUNDED,
        "wire_format": MOMENT_KINDS | {FieldKind.PHONE, FieldKind.BOOLEAN},
        "choices": frozenset({FieldKind.CHOICE}),
    }
)
"""The kinds that a key is for; of other kinds its editor is off."""
_EXAMPLES: Mapping[FieldKind, str] = MappingProxyType(
    {
        FieldKind.PHONE: "digits, e164 or national",
        FieldKind.BOOLEAN: "true/false, 1/0 or yes/no",
        FieldKind.DATE: "%m/%d/%Y",
        FieldKind.TIME: "%I:%M %p",
        FieldKind.DATETIME: "%m/%d/%Y %I:%M %p",
    }
)
_BOUND_EXAMPLES: Mapping[FieldKind, str] = MappingProxyType(
    {FieldKind.DATE: "1990-03-04", FieldKind.TIME: "14:30", FieldKind.DATETIME: "1990-03-04T14:30"}
)


class FieldPanel(QFrame):
    """Edits the fields that are selected, the same for all of them."""

    given = Signal(str, object)
    """Key, and what was typed or ticked."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._title = plain_text("", wrap=False)
        self._title.setProperty("role", "heading")
        self._title.setObjectName("profiles.field")
        self.cells = CellEditors("profiles.field", FIELD_CELLS, self)
        self.cells.given.connect(self.given)
        self.cells.left.connect(self.left)
        self._lines = {
            "default": self.cells.line("default", "", "What stands in it at first, as a person would type it."),
            "placeholder": self.cells.line("placeholder", "", "Shown in it while it is empty."),
            "help": self.cells.line("help", "", "Shown beside it."),
            "max_length": self.cells.line("max_length", "no limit", "Characters on the wire."),
            "wire_format": self.cells.line("wire_format", "", "How it is written on the wire."),
            "min": self.cells.line("min", "none", "The least value."),
            "max": self.cells.line("max", "none", "The greatest value."),
            "pattern": self.cells.line("pattern", "any text", "A regular expression for the whole value on the wire."),
            "pattern_help": self.cells.line("pattern_help", "", "What is said if the pattern does not fit."),
        }
        self.cells.lines("choices", 3, "NV = Nevada\nCA = California", "One a line: value, or value = label.")
        self._lay_out()

    def _lay_out(self) -> None:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 6, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 3)
        for key, row, column, caption in _PLACES:
            label, editor = self.cells.labelled(key, caption)
            grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
            label.setContentsMargins(0, 4, 0, 0)
            rows = 2 if key == "choices" else 1
            grid.addWidget(
                editor, row, column + 1, rows, 1, Qt.AlignmentFlag.AlignTop if rows > 1 else Qt.AlignmentFlag(0)
            )
        ticks = QGridLayout()
        ticks.setVerticalSpacing(4)
        for at, (key, caption, tip) in enumerate(_TICKS):
            self.cells.tick(key, caption, tip)
            ticks.addWidget(self.cells.with_complaint(key), at // 2, at % 2)
        grid.addLayout(ticks, 5, 2, 1, 2, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(6, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setSizeAdjustPolicy(QScrollArea.SizeAdjustPolicy.AdjustToContents)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        everything = QVBoxLayout(self)
        everything.setContentsMargins(12, 8, 6, 8)
        everything.setSpacing(4)
        everything.addWidget(self._title)
        everything.addWidget(scroll)
        self.setMaximumHeight(page.sizeHint().height() + 60)

    def show_rows(
        self, rows: Sequence[Row], selected: Sequence[int], complaints: Mapping[str, Complaint], *, is_editable: bool
    ) -> None:
        """Shows the first of the fields that are selected.

        Args:
            rows: All fields.
            selected: The index of each that is selected, the current one first.
            complaints: What is wrong with the current one, by key.
            is_editable: The profile may be changed.
        """
        if not selected:
            self._title.setText("No field is selected.")
            self.setEnabled(False)
            self.cells.show(lambda key: False if key in _TICKED else "")
            self.cells.complain({})
            return
        row = rows[selected[0]]
        others = len(selected) - 1
        also = "" if not others else f", and {others} more that get the same" if others > 1 else ", and 1 more"
        # Without its label: with each key typed there, Qt would lay out and draw the whole window anew.
        title = f"The rest of field {selected[0] + 1}{also}"
        if self._title.text() != title:
            self._title.setText(title)
        self.setEnabled(is_editable)
        self.cells.show(lambda key: given_in_row(row, key))
        self._follow_kind(row)
        self.cells.complain(complaints, about_all=True)

    def _follow_kind(self, row: Row) -> None:
        kind = row.spec.kind
        for key, kinds in _FOR_KINDS.items():
            is_off = kind not in kinds and not given_in_row(row, key)  # what is there wrongly can be taken out
            self.cells.allow(key, _NOT_FOR_KIND if is_off else None)
        self._lines["wire_format"].setPlaceholderText(_EXAMPLES.get(kind, ""))
        for key in ("min", "max"):
            self._lines[key].setPlaceholderText(_BOUND_EXAMPLES.get(kind, "none"))


_TICKED = frozenset(key for key, _, _ in _TICKS)
_PLACES = (
    ("default", 0, 0, "Default"),
    ("placeholder", 0, 2, "Placeholder"),
    ("help", 1, 0, "Help"),
    ("wire_format", 1, 2, "Wire format"),
    ("min", 2, 0, "Least"),
    ("max", 2, 2, "Greatest"),
    ("pattern", 3, 0, "Pattern"),
    ("pattern_help", 3, 2, "Its complaint"),
    ("choices", 4, 0, "Choices"),
    ("max_length", 4, 2, "Longest"),
)
"""Where each editor stands: row and column of its label."""
