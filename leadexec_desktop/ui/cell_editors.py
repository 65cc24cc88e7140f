"""Editors of single cells of a profile: named, described, each with its complaint beneath it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from leadexec_desktop.services.profile_cells import Cell, Given
from leadexec_desktop.services.profile_complaints import Complaint
from leadexec_desktop.ui.editors import keyboard_leaves
from leadexec_desktop.ui.naming import explain, name, plain_text, wear
from leadexec_desktop.ui.plain_text_edit import PlainTextEdit

_NAMES: Mapping[str, str] = MappingProxyType(
    {"timeout_s": "timeout", "auth.token_url": "token_url", "auth.client_id": "client_id"}
)
"""Last parts of objects' names that are not the place in the profile."""


def leaves_to_window(event: QEvent) -> bool:
    """Whether a key that an editor would take for itself is the window's: undo and redo are of everything there."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    keys = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
    return any(event.matches(key) for key in keys) or (
        event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    )


class CellEditors(QObject):
    """The editors of some cells.

    Args:
        prefix: The first part of their names, as `profiles`.
        cells: What they edit, by key.
        parent: The widget that they stand in.
    """

    given = Signal(str, object)
    """Key, and what a person typed, chose or ticked."""
    left = Signal()
    """The keyboard left an editor, or something was chosen: what is typed next is a step of its own."""

    def __init__(self, prefix: str, cells: Mapping[str, Cell], parent: QWidget) -> None:
        super().__init__(parent)
        self._prefix = prefix
        self._cells = cells
        self._show: dict[str, Callable[[Given], None]] = {}
        self._inputs: dict[str, QWidget] = {}
        self._complaints: dict[str, QLabel] = {}
        self._tips: dict[str, str] = {}
        self._reasons: dict[str, str | None] = {}
        self._was_left: set[str] = set()
        self._told: Mapping[str, Complaint] = {}
        self._quiet = False

    # ------------------------------------------------------------------ making

    def line(self, key: str, placeholder: str = "", tip: str = "") -> QLineEdit:
        """A line of text."""
        edit = QLineEdit()
        edit.setPlaceholderText(placeholder)

        def show(given: Given) -> None:
            if edit.text() != given:
                edit.setText(str(given))
                if not edit.hasFocus():
                    edit.setCursorPosition(0)

        edit.textChanged.connect(lambda text: self._give(key, text))
        self._take(key, edit, show, tip)
        return edit

    def lines(self, key: str, rows: int, placeholder: str = "", tip: str = "") -> PlainTextEdit:
        """Several lines of text; Tab leaves it."""
        edit = PlainTextEdit()
        edit.setTabChangesFocus(True)
        edit.setPlaceholderText(placeholder)
        edit.setFixedHeight(edit.fontMetrics().lineSpacing() * rows + 18)

        def show(given: Given) -> None:
            if edit.toPlainText() != given:
                edit.setPlainText(str(given))

        edit.textChanged.connect(lambda: self._give(key, edit.toPlainText()))
        self._take(key, edit, show, tip)
        return edit

    def tick(self, key: str, caption: str = "", tip: str = "") -> QCheckBox:
        """A box to tick."""
        box = QCheckBox(caption or self._cells[key].label)
        box.toggled.connect(lambda ticked: self._choose(key, ticked))
        self._take(key, box, lambda given: box.setChecked(bool(given)), tip, caption)
        return box

    def choice(self, key: str, options: Iterable[tuple[str, str]], tip: str = "") -> QComboBox:
        """A list to choose from: value and label of each."""
        combo = QComboBox()
        combo.setMinimumContentsLength(10)
        for value, label in options:
            combo.addItem(label, value)
        combo.currentIndexChanged.connect(lambda: self._choose(key, str(combo.currentData() or "")))
        self._take(key, combo, lambda given: combo.setCurrentIndex(combo.findData(given)), tip)
        return combo

    def radios(self, key: str, prefix: str, options: Sequence[tuple[str, str]]) -> QWidget:
        """Buttons of which one is down: value and label of each. Their names are `<prefix>.<value>`."""
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        group = QButtonGroup(row)
        buttons: dict[str, QRadioButton] = {}
        for value, label in options:
            button = buttons[value] = QRadioButton(label)
            button.setProperty("role", "segment")
            name(button, f"{prefix}.{value}", label)
            group.addButton(button)
            layout.addWidget(button)
            button.toggled.connect(lambda is_on, own=value: self._choose(key, own) if is_on else None)
        layout.addStretch(1)
        self._take(key, row, lambda given: buttons[str(given)].setChecked(True), "")
        return row

    def _take(self, key: str, widget: QWidget, show: Callable[[Given], None], tip: str, caption: str = "") -> None:
        last = _NAMES.get(key, key)
        name(widget, f"{self._prefix}.{last}", caption or self._cells[key].label)
        explain(widget, tip)
        widget.installEventFilter(self)
        complaint = plain_text()
        complaint.setProperty("role", "error")
        head, _, rest = self._prefix.partition(".")
        complaint.setObjectName(".".join(part for part in (head, "error", rest, last) if part))
        complaint.hide()
        self._show[key], self._inputs[key], self._complaints[key] = show, widget, complaint
        self._tips[key] = tip

    def with_complaint(self, key: str) -> QWidget:
        """An editor and the place of its complaint, one above the other."""
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._inputs[key])
        column.addWidget(self._complaints[key])
        return both

    def apart(self, key: str) -> tuple[QLabel, QWidget, QLabel]:
        """Label, editor and complaint of a cell, for where the complaint needs more room than the editor has."""
        label, editor = plain_text(self._cells[key].label, wrap=False), self._inputs[key]
        label.setBuddy(editor)
        return label, editor, self._complaints[key]

    def labelled(self, key: str, caption: str = "") -> tuple[QLabel, QWidget]:
        """A label whose mnemonic leads to an editor, and the editor with its complaint."""
        label = plain_text(caption or self._cells[key].label, wrap=False)
        label.setBuddy(self._inputs[key])
        return label, self.with_complaint(key)

    # ------------------------------------------------------------------ showing

    def show(self, read: Callable[[str], Given]) -> None:
        """Shows what stands in the cells; nothing is given of it."""
        self._quiet = True
        for key, show in self._show.items():
            show(read(key))
        self._quiet = False

    def begin(self) -> None:
        """Forgets which editors somebody has been in: another profile is shown."""
        self._was_left.clear()

    def complain(self, complaints: Mapping[str, Complaint], *, about_all: bool = False) -> None:
        """Shows what is wrong beneath each editor that was left; what is right again is cleared at once.

        Args:
            complaints: By key.
            about_all: Of editors too that nobody has been in yet.
        """
        self._told = complaints
        if about_all:
            self._was_left.update(complaints)
        for key in self._inputs:
            self._say(key)

    def _say(self, key: str) -> None:
        complaint = self._told.get(key) if key in self._was_left else None
        label, widget = self._complaints[key], self._inputs[key]
        text = "" if complaint is None else complaint.text
        if label.text() != text:
            label.setText(text)
            widget.setAccessibleDescription(text or self._tips[key])
        label.setVisible(bool(text))
        wear(widget, "wrong", bool(text))

    def allow(self, key: str, reason: str | None) -> None:
        """Switches an editor on, or off with the reason."""
        if self._reasons.get(key) != reason:
            self._reasons[key] = reason
            self._inputs[key].setEnabled(reason is None)
            explain(self._inputs[key], reason or self._complaints[key].text() or self._tips[key])

    def keys(self) -> tuple[str, ...]:
        """The cells that have an editor here."""
        return tuple(self._inputs)

    def focus(self, key: str) -> None:
        """Puts the keyboard into an editor."""
        self._inputs[key].setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ hearing

    def _give(self, key: str, given: Given) -> None:
        if not self._quiet:
            self.given.emit(key, given)

    def _choose(self, key: str, given: Given) -> None:
        if not self._quiet:
            self._was_left.add(key)
            self.given.emit(key, given)
            self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notices that the keyboard leaves an editor, and leaves undo and redo to the window."""
        if leaves_to_window(event):
            event.ignore()
            return True
        if keyboard_leaves(event):
            key = next((own for own, widget in self._inputs.items() if widget is watched), "")
            self._was_left.add(key)
            if key:
                self._say(key)
            self.left.emit()
        is_line = isinstance(watched, QLineEdit) and not isinstance(watched, QPlainTextEdit)
        if is_line and isinstance(event, QKeyEvent) and _is_enter(event):
            self.left.emit()
            return True  # a dialog would press its default button
        return super().eventFilter(watched, event)


def _is_enter(event: QKeyEvent) -> bool:
    return event.type() is QEvent.Type.KeyPress and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
