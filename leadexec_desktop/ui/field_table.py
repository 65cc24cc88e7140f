"""The table of a profile's fields: edited in place, put in order by keys and by drag."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QObject, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QBrush, QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from leadexec_desktop.profiles.model import FieldKind
from leadexec_desktop.services.edited_profile import Row
from leadexec_desktop.services.profile_complaints import Complaint
from leadexec_desktop.ui.cell_editors import leaves_to_window
from leadexec_desktop.ui.field_model import COLUMNS, FieldModel
from leadexec_desktop.ui.naming import name
from leadexec_desktop.ui.tables import Index
from leadexec_desktop.ui.theme import DARK, LIGHT

_EDITS = "profiles.fields.edit"
_DARK_BELOW = 128
_BAR_WIDTH = 6


class _InPlace(QStyledItemDelegate):
    """Edits a cell where it stands: what is typed counts at once, and Escape takes it back."""

    left = QtSignal()
    escaped = QtSignal()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line, or for the kind a list."""
        column = COLUMNS[index.column()]
        editor = QComboBox(parent) if column.key == "kind" else QLineEdit(parent)
        if isinstance(editor, QComboBox):
            editor.addItems(list(FieldKind))
            editor.activated.connect(lambda: self.commitData.emit(editor))
        else:
            editor.textEdited.connect(lambda: self.commitData.emit(editor))
        editor.setProperty("role", "cell")
        name(editor, _EDITS, f"{column.header} of field {index.row() + 1}")
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Shows what stands in the cell; the cursor stays where it is if that is what the editor has."""
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentText(text)
        elif isinstance(editor, QLineEdit) and editor.text() != text:
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Gives what the editor has."""
        text = editor.currentText() if isinstance(editor, QComboBox) else ""
        model.setData(index, editor.text() if isinstance(editor, QLineEdit) else text)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Fills the cell."""
        editor.setGeometry(option.rect)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """Ends the step that was typed."""
        self.left.emit()
        super().destroyEditor(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes back on Escape, and leaves undo and redo to the window."""
        if leaves_to_window(event):
            event.ignore()
            return True
        is_key = event.type() is QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        return super().eventFilter(watched, event)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Frames the current cell: a selected row alone would not say which of its cells the keys are for."""
        super().paint(painter, option, index)
        view = option.widget
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if isinstance(ground, QBrush) and option.state & QStyle.StateFlag.State_Selected:  # which hides the ground
            painter.fillRect(option.rect.adjusted(0, 0, _BAR_WIDTH - option.rect.width(), 0), ground)
        if isinstance(view, QTableView) and view.hasFocus() and view.currentIndex() == index:
            painter.save()
            painter.setPen(QPen(view.palette().color(QPalette.ColorRole.Text), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
            painter.restore()


class FieldTable(QTableView):
    """The fields; Insert adds one, Delete removes, Alt+Up and Alt+Down move.

    Args:
        parent: Where it stands.
    """

    chosen = QtSignal(list)
    """The rows that are selected now, the current one first."""
    add_asked = QtSignal()
    remove_asked = QtSignal()
    nudge_asked = QtSignal(int)
    """-1 for up, 1 for down."""
    left = QtSignal()
    """An editor was closed."""
    escaped = QtSignal()
    """What was typed in a cell is to be taken back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = FieldModel(self)
        self._in_place = _InPlace(self)
        self._quiet = False
        self.setModel(self.fields)
        self.setItemDelegate(self._in_place)
        name(self, "profiles.fields", "Fields")
        self._in_place.left.connect(self.left)
        self._in_place.escaped.connect(self.escaped)
        self._shape()
        self._allow_moves()
        self.selectionModel().selectionChanged.connect(self._tell)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self._take_colours()

    def _shape(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setDefaultSectionSize(self.fontMetrics().height() + 12)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        character = self.fontMetrics().horizontalAdvance("n")
        for at, column in enumerate(COLUMNS):
            if column.width:
                self.setColumnWidth(at, column.width * character + 12)
            else:
                columns.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)

    def _allow_moves(self) -> None:
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)

    def set_editable(self, is_editable: bool) -> None:
        """Lets the fields be changed, or looked at alone."""
        self.fields.is_editable = is_editable

    # ------------------------------------------------------------------ selection

    def show_rows(self, rows: Sequence[Row], complaints: Sequence[Complaint], selected: Sequence[int]) -> None:
        """Shows fields, what is wrong with them, and which of them are selected; nothing is told of it."""
        self._quiet = True  # Qt selects another row when one is taken away
        self.fields.follow(rows, complaints)
        self._quiet = False
        self.select(selected)

    def select(self, rows: Sequence[int]) -> None:
        """Selects rows, the first of them the current one; nothing is told of it."""
        there = [own for own in rows if own < self.fields.rowCount()]
        if there == self.selected:
            return
        self._quiet = True
        selection = QItemSelection()
        last = self.fields.columnCount() - 1
        for row in there:
            selection.select(self.fields.index(row, 0), self.fields.index(row, last))
        column = max(self.currentIndex().column(), 0)
        model = self.selectionModel()
        model.setCurrentIndex(
            self.fields.index(there[0], column) if there else QModelIndex(),
            QItemSelectionModel.SelectionFlag.NoUpdate,
        )
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._quiet = False
        if there:
            self.scrollTo(self.fields.index(there[0], column))

    @property
    def selected(self) -> list[int]:
        """The rows that are selected, the current one first."""
        current = self.currentIndex().row()
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return sorted(rows, key=lambda row: row != current)

    def edit_at(self, row: int, key: str) -> None:
        """Begins to edit a cell, or goes to it if it is ticked."""
        column = next((at for at, own in enumerate(COLUMNS) if own.key == key), 0)
        index = self.fields.index(row, column)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(index)
        if self.fields.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    @property
    def is_being_edited(self) -> bool:
        """Whether an editor is open in it."""
        return self.state() is QAbstractItemView.State.EditingState

    def _tell(self, *_: object) -> None:
        if not self._quiet:
            self.chosen.emit(self.selected)

    # ------------------------------------------------------------------ keys, colours

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Insert, Delete, Alt+Up, Alt+Down, and Enter to edit; the rest is Qt's."""
        key = event.key()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.nudge_asked.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Insert:
            self.add_asked.emit()
        elif key == Qt.Key.Key_Delete:
            self.remove_asked.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.is_being_edited:  # the Enter that ends an edit comes here while its editor still closes
                self._begin()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _begin(self) -> None:
        index = self.currentIndex()
        if index.isValid() and self.fields.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def changeEvent(self, event: QEvent) -> None:
        """Takes the colours of another theme."""
        if event.type() is QEvent.Type.PaletteChange:
            self._take_colours()
        super().changeEvent(event)

    def _take_colours(self) -> None:
        is_dark = self.palette().color(QPalette.ColorRole.Window).lightness() < _DARK_BELOW
        self.fields.set_colours(DARK if is_dark else LIGHT)
