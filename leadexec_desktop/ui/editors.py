"""One editor for each kind of field: a widget that takes text, and what helps to type it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from shiboken6 import isValid

from leadexec_desktop.profiles.model import Choice, FieldKind, FieldSpec
from leadexec_desktop.profiles.regions import STATES
from leadexec_desktop.ui.naming import explain, name, wear, without_mnemonic
from leadexec_desktop.ui.phone_line import PhoneLine
from leadexec_desktop.ui.plain_text_edit import PlainTextEdit
from leadexec_desktop.ui.type_ahead import TypeAhead, show_whole

if TYPE_CHECKING:
    from leadexec_desktop.ui.calendar_popup import CalendarPopup

_MULTILINE_ROWS = 3


class Editor(QObject):
    """A field's editor: takes text and gives it back as it was typed.

    Args:
        widget: What stands in the form.
        input_widget: The part of it that takes the text and carries the field's name.
        read: Gives the text.
        write: Puts a text in.
        settle: Tidies what was pasted, where the kind of field has a usual form; never another value.

    Attributes:
        focus_widget: The one that has the keyboard while text is typed: of a list, the list and not its line.
    """

    changed = Signal()
    left = Signal()
    """The keyboard went elsewhere."""
    entered = Signal()
    """Enter was pressed: the agent moves on."""

    def __init__(
        self,
        widget: QWidget,
        input_widget: QWidget,
        read: Callable[[], str],
        write: Callable[[str], None],
        settle: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(widget)
        self.widget = widget
        self.input_widget = input_widget
        self.text = read
        self.set_text = write
        self.settle = settle
        self.focus_widget = input_widget.focusProxy() or input_widget
        self.focus_widget.installEventFilter(self)

    def mark(self, *, wrong: bool) -> None:
        """Shows whether its value is at fault."""
        for part in (self.widget, self.input_widget):
            wear(part, "wrong", wrong)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notices that the keyboard leaves, and Enter in a text of one line."""
        if not isValid(self.input_widget):  # it loses the keyboard while it is being deleted
            return False
        if keyboard_leaves(event):
            self.settle()
            self.left.emit()
        elif (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            and not isinstance(watched, QPlainTextEdit)
        ):
            self.entered.emit()
            return True
        return super().eventFilter(watched, event)


def keyboard_leaves(event: QEvent) -> bool:
    """Whether an event says that the keyboard goes elsewhere in the window.

    To a list or calendar that drops down, to a dialog or to another program it is only lent.
    """
    if event.type() is not QEvent.Type.FocusOut or not isinstance(event, QFocusEvent):
        return False
    if event.reason() is Qt.FocusReason.ActiveWindowFocusReason:
        return False
    by_tab = event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}
    return by_tab or QApplication.activePopupWidget() is None


def editor_for(field: FieldSpec, object_name: str, parent: QWidget | None = None) -> Editor:
    """The editor of a field, named and described.

    Args:
        field: What it edits.
        object_name: `<tab>.field.<wire name>`.
        parent: What it will stand in; to be put there later costs as much again as to be made.
    """
    editor = _MAKERS[field.kind](field, parent)
    name(editor.input_widget, object_name, without_mnemonic(field.label))
    explain(editor.input_widget, field.help)
    if field.read_only:
        editor.input_widget.setProperty("readOnly", True)
        editor.widget.setEnabled(editor.widget is editor.input_widget)
    return editor


def _line(field: FieldSpec, parent: QWidget | None) -> Editor:
    edit = QLineEdit(parent)
    _dress(edit, field)
    editor = Editor(edit, edit, edit.text, lambda text: show_from_start(edit, text))
    edit.textChanged.connect(editor.changed)
    return editor


def _phone(field: FieldSpec, parent: QWidget | None) -> Editor:
    edit = QLineEdit(parent)
    _dress(edit, field)
    editor = Editor(edit, edit, edit.text, lambda text: show_from_start(edit, text), PhoneLine(edit).settle)
    edit.textChanged.connect(editor.changed)
    return editor


def _state(field: FieldSpec, parent: QWidget | None) -> Editor:
    """A line that offers the states by code and by name; Alt+Down shows all."""
    editor = _line(field, parent)
    edit = editor.input_widget
    if isinstance(edit, QLineEdit):
        ahead = TypeAhead(edit, _states)
        edit.setCompleter(ahead)
        edit.installEventFilter(ahead)
        edit.returnPressed.connect(editor.entered)  # while the list hangs open, Enter comes past the event filter
    return editor


def _states() -> tuple[Choice, ...]:
    return tuple(Choice(code, state) for code, state in STATES.items())


def show_from_start(edit: QLineEdit, text: str) -> None:
    """Puts a text in with its beginning in sight; a line that has the keyboard shows where that is."""
    edit.setText(text)
    if not edit.hasFocus():
        edit.setCursorPosition(0)


def _dress(edit: QLineEdit, field: FieldSpec) -> None:
    edit.setPlaceholderText(field.placeholder or _EXAMPLES.get(field.kind, ""))
    edit.setReadOnly(field.read_only)
    if field.sensitive:
        edit.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)


_EXAMPLES: Mapping[FieldKind, str] = MappingProxyType(
    {
        FieldKind.BOOLEAN: "Yes, No, or nothing",
        FieldKind.DATE: "MM/DD/YYYY",
        FieldKind.TIME: "2:30 PM",
        FieldKind.DATETIME: "MM/DD/YYYY 2:30 PM",
        FieldKind.MONEY: "0.00",
        FieldKind.URL: "https://",
    }
)


def _multiline(field: FieldSpec, parent: QWidget | None) -> Editor:
    edit = PlainTextEdit(parent)
    edit.setTabChangesFocus(True)
    edit.setReadOnly(field.read_only)
    edit.setPlaceholderText(field.placeholder)
    edit.setFixedHeight(edit.fontMetrics().lineSpacing() * _MULTILINE_ROWS + 16)
    editor = Editor(edit, edit, edit.toPlainText, edit.setPlainText)
    edit.textChanged.connect(editor.changed)
    return editor


def _choice(field: FieldSpec, parent: QWidget | None) -> Editor:
    return _combo(field, field.choices, parent)


def _boolean(field: FieldSpec, parent: QWidget | None) -> Editor:
    return _combo(field, (Choice("Yes", "Yes"), Choice("No", "No")), parent)


def _combo(field: FieldSpec, choices: tuple[Choice, ...], parent: QWidget | None) -> Editor:
    """A list to type ahead in; its line takes any text, so that nothing pasted is lost."""
    combo = _List(parent)
    combo.setMinimumContentsLength(_LEAST_SHOWN)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    edit = QLineEdit(combo)
    _dress(edit, field)
    # The line's own: a list's would look for what is shown, value and all, among its labels.
    edit.setCompleter(TypeAhead(edit, lambda: choices))
    combo.setLineEdit(edit)  # `setEditable` would make a line and a completer of its own first
    combo.addItems(["", *(choice.label for choice in choices)])
    editor = Editor(combo, edit, edit.text, edit.setText)
    edit.textChanged.connect(editor.changed)
    edit.returnPressed.connect(editor.entered)  # while the list hangs open, Enter comes past the event filter
    return editor


class _List(QComboBox):
    """Is as wide as the form has room for, whatever its labels; what drops down shows them whole."""

    def showPopup(self) -> None:
        """Drops down wide enough."""
        show_whole(self.view(), (self.itemText(row) for row in range(self.count())))
        super().showPopup()


_LEAST_SHOWN = 6
"""Characters of a label."""


def _date(field: FieldSpec, parent: QWidget | None) -> Editor:
    row = QWidget(parent)
    edit = QLineEdit(row)
    _dress(edit, field)
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(edit)
    button = QPushButton(row)
    button.setText("▾")  # a text as an argument has PySide look whether it is an icon, and load all that icons know
    button.setProperty("role", "calendar")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Alt+Down in the line does the same
    button.setAccessibleName(f"Calendar for {field.label}")
    button.setFixedWidth(edit.sizeHint().height() + 6)
    layout.addWidget(button)
    calendar = _Calendar(edit)
    button.clicked.connect(calendar.open_below)
    edit.installEventFilter(calendar)
    editor = Editor(row, edit, edit.text, edit.setText)
    edit.textChanged.connect(editor.changed)
    return editor


class _Calendar(QObject):
    """Drops a calendar down below a date's line; made when it is first opened: it has more parts than a whole form."""

    def __init__(self, edit: QLineEdit) -> None:
        super().__init__(edit)
        self._edit = edit
        self._popup: CalendarPopup | None = None

    def open_below(self) -> None:
        """Shows the calendar at the date that is typed, or today."""
        if self._popup is None:
            from leadexec_desktop.ui.calendar_popup import CalendarPopup  # noqa: PLC0415 - when it is first opened

            self._popup = CalendarPopup(self._edit)
        self._popup.open_below()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Opens on Alt+Down in the line."""
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Down
            and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self.open_below()
            return True
        return super().eventFilter(watched, event)


_MAKERS: Mapping[FieldKind, Callable[[FieldSpec, QWidget | None], Editor]] = MappingProxyType(
    {
        FieldKind.TEXT: _line,
        FieldKind.MULTILINE: _multiline,
        FieldKind.INTEGER: _line,
        FieldKind.DECIMAL: _line,
        FieldKind.MONEY: _line,
        FieldKind.BOOLEAN: _boolean,
        FieldKind.DATE: _date,
        FieldKind.TIME: _line,
        FieldKind.DATETIME: _line,
        FieldKind.CHOICE: _choice,
        FieldKind.PHONE: _phone,
        FieldKind.EMAIL: _line,
        FieldKind.POSTAL_CODE: _line,
        FieldKind.STATE: _state,
        FieldKind.URL: _line,
        FieldKind.IP: _line,
    }
)
