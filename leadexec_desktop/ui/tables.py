"""Tables made of declared columns: one model for Sends, transfer numbers and whatever else has rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import nlargest
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QWidget

from leadexec_desktop.protocol.answers import ClientInfo, SendInfo
from leadexec_desktop.ui.naming import name, plain_tip

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its header, the text of a row's cell, whether it is a number, and what the cell's tip says."""

    header: str
    text: Callable[[Row], str]
    is_number: bool = False
    tip: Callable[[Row], str] | None = None


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows of values under declared columns.

    Args:
        columns: From the first.
    """

    def __init__(self, columns: Sequence[Column[Row]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()

    def show(self, rows: Sequence[Row]) -> None:
        """Shows these rows instead of those before."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many columns there are; without rows none, for Qt asks dozens of times for each header, hidden or not."""
        return 0 if parent.isValid() or not self._rows else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A column's header."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return column.header if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text, or how it stands."""
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(self._rows[index.row()])
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and column.tip is not None:
            return plain_tip(column.tip(self._rows[index.row()]))
        return None


def money_text(value: Decimal | None) -> str:
    """A price as shown: two decimals at least; empty for none."""
    if value is None:
        return ""
    exponent = value.as_tuple().exponent
    return f"{value:,.2f}" if isinstance(exponent, int) and exponent >= -2 else f"{value:,f}"  # noqa: PLR2004 - cents


def truth_text(value: bool | None) -> str:
    """Yes, no, or nothing."""
    return "" if value is None else "yes" if value else "no"


SEND_COLUMNS: tuple[Column[SendInfo], ...] = (
    Column("Client ID", lambda send: send.client_uid),
    Column("Client", lambda send: send.client_name),
    Column("Taken", lambda send: truth_text(send.valid)),
    Column("Price", lambda send: money_text(send.price), is_number=True),
    Column("Redirect URL", lambda send: send.redirect_url),
)
CLIENT_COLUMNS: tuple[Column[ClientInfo], ...] = (
    Column("Agent phone", lambda info: info.agent_phone),
    Column("Agent", lambda info: info.agent_name),
    Column("Client", lambda info: info.client_name),
    Column("Client ID", lambda info: info.client_uid),
)


def table_view(model: QAbstractTableModel, object_name: str, label: str, *, fits_columns: bool = True) -> QTableView:
    """A read-only table by rows; Ctrl+C copies the selected ones as tab-separated text.

    Args:
        model: Its rows.
        object_name: As `<tab>.<thing>`.
        label: What screen readers call it.
        fits_columns: Makes the columns as wide as their texts, each time that the model begins anew.
    """
    view = QTableView()
    view.setModel(model)
    name(view, object_name, label)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setAlternatingRowColors(True)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 10)
    view.horizontalHeader().setStretchLastSection(True)
    view.horizontalHeader().setHighlightSections(False)
    view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), view)
    shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
    shortcut.activated.connect(lambda: _copy_rows(view))
    if fits_columns:
        model.modelReset.connect(lambda: _fit_columns(view))
    return view


_MOST_MEASURED = 8
"""The texts of a column that are measured, the longest: one of them, or one hardly narrower, is the widest."""


def _fit_columns(view: QTableView) -> None:
    """Makes each column as wide as its widest text. Qt's own way asks for each cell's size: 200 ms for 1,000 rows."""
    view.ensurePolished()
    model, header = view.model(), view.horizontalHeader()
    for column in range(model.columnCount()):
        texts = [str(model.index(row, column).data() or "") for row in range(model.rowCount())]
        longest = nlargest(_MOST_MEASURED, range(len(texts)), key=lambda row: len(texts[row]))
        widths = [view.sizeHintForIndex(model.index(row, column)).width() for row in longest]
        view.setColumnWidth(column, max((header.sectionSizeHint(column), *widths)))


def _copy_rows(view: QTableView) -> None:
    model = view.model()
    lines = [
        "\t".join(
            str(model.data(model.index(row.row(), column)) or "").replace("\t", " ").replace("\n", " ")
            for column in range(model.columnCount())
        )
        for row in sorted(view.selectionModel().selectedRows(), key=lambda index: index.row())
    ]
    QApplication.clipboard().setText("\n".join(lines))


_FEW_ROWS = 4


def fit_rows(view: QTableView) -> None:
    """Makes a table as high as its rows, up to a few; none at all without rows."""
    rows = view.model().rowCount()
    view.setVisible(bool(rows))
    if not rows:
        return
    frame = view.horizontalHeader().sizeHint().height() + 20
    view.setFixedHeight(frame + min(rows, _FEW_ROWS) * view.verticalHeader().defaultSectionSize())
