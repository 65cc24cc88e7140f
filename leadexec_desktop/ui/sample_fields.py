"""The table of proposed fields: each is taken or left, and its label, kind and need corrected."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from leadexec_desktop.profiles.model import FieldKind
from leadexec_desktop.profiles.sample import ProposedField
from leadexec_desktop.ui.naming import name, plain_tip
from leadexec_desktop.ui.sample_words import why_words
from leadexec_desktop.ui.tables import Index, table_view

USE, NAME, LABEL, KIND, REQUIRED = range(5)
HEADERS = ("Use", "Name", "Label", "Kind", "Required")
_LONGEST_LABEL = 200


class SampleFieldsModel(QAbstractTableModel):
    """The proposed fields, as they are corrected."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read: tuple[ProposedField, ...] = ()
        self._fields: list[ProposedField] = []

    @property
    def fields(self) -> tuple[ProposedField, ...]:
        """The fields as they stand."""
        return tuple(self._fields)

    def show(self, fields: Sequence[ProposedField]) -> None:
        """Shows these fields instead of those before."""
        self.beginResetModel()
        self._read = tuple(fields)
        self._fields = list(fields)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many fields there are."""
        return 0 if parent is not None and parent.isValid() else len(self._fields)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A column's header."""
        is_shown = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return HEADERS[section] if is_shown else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can be done with a cell."""
        common = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if index.column() in {USE, REQUIRED}:
            return common | Qt.ItemFlag.ItemIsUserCheckable
        return common | Qt.ItemFlag.ItemIsEditable if index.column() in {LABEL, KIND} else common

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text, tick or explanation."""
        field, column = self._fields[index.row()], index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column in {USE, REQUIRED}:
            is_on = field.use if column == USE else field.spec.required
            return Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return {NAME: field.spec.name, LABEL: field.spec.label, KIND: str(field.spec.kind)}.get(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(why_words(field))
        if role == Qt.ItemDataRole.AccessibleTextRole and column in {USE, REQUIRED}:
            return f"{HEADERS[column]} {field.spec.name}"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Takes a correction."""
        field, column = self._fields[index.row()], index.column()
        changed = self._ticked(field, column, value) if role == Qt.ItemDataRole.CheckStateRole else None
        if role == Qt.ItemDataRole.EditRole:
            changed = self._edited(index.row(), column, str(value).strip())
        if changed is None:
            return False
        self._fields[index.row()] = changed
        self.dataChanged.emit(self.index(index.row(), USE), self.index(index.row(), REQUIRED))
        return True

    def _ticked(self, field: ProposedField, column: int, value: object) -> ProposedField | None:
        is_on = value in {Qt.CheckState.Checked, Qt.CheckState.Checked.value}
        if column == USE:
            return replace(field, use=is_on)
        return replace(field, spec=replace(field.spec, required=is_on)) if column == REQUIRED else None

    def _edited(self, row: int, column: int, text: str) -> ProposedField | None:
        field = self._fields[row]
        if column == LABEL:
            return replace(field, spec=replace(field.spec, label=text[:_LONGEST_LABEL] or field.spec.name))
        if column != KIND or text not in set(FieldKind):
            return None
        read = self._read[row]
        if text == read.spec.kind:
            return replace(
                field, spec=replace(field.spec, kind=read.spec.kind, wire_format=read.spec.wire_format), why=read.why
            )
        # How it is written on the wire goes with the kind.
        return replace(field, spec=replace(field.spec, kind=FieldKind(text), wire_format=""), why="Chosen by you.")


class KindDelegate(QStyledItemDelegate):
    """Edits a kind by a list of them."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The list of the kinds, open."""
        del option
        box = QComboBox(parent)
        name(box, "sample.kind", f"Kind of {index.sibling(index.row(), NAME).data()}")
        box.addItems([str(kind) for kind in FieldKind])
        box.activated.connect(lambda: self._take(box))
        QTimer.singleShot(0, box, box.showPopup)
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Chooses the kind that the field has."""
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Takes the kind that was chosen."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Wide enough for the list."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 24, hint.height())

    def _take(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)


def fields_table(model: SampleFieldsModel) -> QAbstractItemView:
    """The table, worked by keyboard: Space ticks, F2 or any letter edits, the arrows move."""
    view = table_view(model, "sample.fields", "Fields", fits_columns=False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(
        QAbstractItemView.EditTrigger.DoubleClicked
        | QAbstractItemView.EditTrigger.EditKeyPressed
        | QAbstractItemView.EditTrigger.AnyKeyPressed
    )
    view.setItemDelegateForColumn(KIND, KindDelegate(view))
    header = view.horizontalHeader()
    header.setStretchLastSection(False)
    for column, mode in (
        (USE, QHeaderView.ResizeMode.ResizeToContents),
        (NAME, QHeaderView.ResizeMode.Stretch),
        (LABEL, QHeaderView.ResizeMode.Stretch),
        (KIND, QHeaderView.ResizeMode.Fixed),
        (REQUIRED, QHeaderView.ResizeMode.ResizeToContents),
    ):
        header.setSectionResizeMode(column, mode)
    view.setColumnWidth(KIND, view.fontMetrics().horizontalAdvance("postal_code") + 56)
    view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 14)
    return view
