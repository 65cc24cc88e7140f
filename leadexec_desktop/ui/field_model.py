"""The fields of a profile as a table to edit: each cell what was typed, each complaint at its cell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QBrush, QColor

from leadexec_desktop.services.edited_profile import Row, given_in_row
from leadexec_desktop.services.profile_cells import FIELD_CELLS, Given
from leadexec_desktop.services.profile_complaints import Complaint
from leadexec_desktop.ui.naming import plain_tip
from leadexec_desktop.ui.tables import Index
from leadexec_desktop.ui.theme import LIGHT, Colours, Tone

_ROWS = "application/x-leadexec-fields"


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """A column: the field's key, its header, its width in characters (0: what is left), and what it is for."""

    key: str
    header: str
    width: int
    tip: str = ""


COLUMNS = (
    FieldColumn("name", "Name", 15, "As on the wire"),
    FieldColumn("label", "Label", 0, "As the agent sees it"),
    FieldColumn("kind", "Kind", 11),
    FieldColumn("required", "Required", 9, "It may not stay empty"),
    FieldColumn("section", "Section", 11, "The heading under which it stands"),
    FieldColumn("in_ping", "Ping", 5, "It goes with a ping"),
    FieldColumn("in_duplicate_check", "Dup. check", 10, "It goes with a duplicate check"),
)


class FieldModel(QAbstractTableModel):
    """Shows the rows of a profile in the editor; what is typed is given to whoever edits it."""

    given = Signal(int, str, object)
    """Row, key, and what was typed or ticked."""
    moved = Signal(list, int)
    """Rows that were dropped, and before which row."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._complaints: Mapping[tuple[int | None, str], Complaint] = {}
        self._elsewhere: Mapping[int, str] = {}
        self._colours: Colours = LIGHT
        self.is_editable = True

    # ------------------------------------------------------------------ what it shows

    def follow(self, rows: Sequence[Row], complaints: Iterable[Complaint]) -> None:
        """Shows these rows; only what differs is said to be changed."""
        now, before = tuple(rows), self._rows
        head = _same(before, now)
        tail = min(_same(before[::-1], now[::-1]), len(before) - head, len(now) - head)
        more = len(now) - len(before)
        both = min(len(before), len(now)) - head - tail
        if more > 0:
            self.beginInsertRows(QModelIndex(), head + both, head + both + more - 1)
            self._rows = now
            self.endInsertRows()
        elif more < 0:
            self.beginRemoveRows(QModelIndex(), head + both, head + both - more - 1)
            self._rows = now
            self.endRemoveRows()
        else:
            self._rows = now
        if more == 0 and both == 1:
            self._say_cells(before[head], head)
        elif both > 0:
            self._say_changed(head, head + both - 1)
        self._take_complaints({(own.row, own.key): own for own in complaints if own.row is not None})

    def _take_complaints(self, found: Mapping[tuple[int | None, str], Complaint]) -> None:
        if found == self._complaints:
            return
        shown = {column.key for column in COLUMNS}
        both = {**self._complaints, **found}
        changed = (place for place in both if found.get(place) != self._complaints.get(place))
        differ = {row for row, _ in changed if row is not None and row < len(self._rows)}
        self._complaints = found
        elsewhere: dict[int, str] = {}
        for (row, key), complaint in found.items():
            if row is not None and key not in shown:
                elsewhere[row] = f"{elsewhere[row]}\n{complaint.text}" if row in elsewhere else complaint.text
        self._elsewhere = elsewhere
        if len(differ) == 1:
            (row,) = differ
            for at in range(len(COLUMNS)):
                self.dataChanged.emit(self.index(row, at), self.index(row, at))
        elif differ:
            self._say_changed(min(differ), max(differ))

    def _say_cells(self, before: Row, row: int) -> None:
        """Says which cells of one row differ: of a whole row at once Qt draws the whole table anew."""
        for at, column in enumerate(COLUMNS):
            if given_in_row(before, column.key) != self.value(row, column.key) or column.key == "label":
                self.dataChanged.emit(self.index(row, at), self.index(row, at))

    def _say_changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))

    def set_colours(self, colours: Colours) -> None:
        """Takes the colours of its complaints."""
        if colours is not self._colours:
            self._colours = colours
            if self._rows:
                self._say_changed(0, len(self._rows) - 1)

    # ------------------------------------------------------------------ as Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many fields there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A column's header, or a field's number."""
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(COLUMNS[section].tip)
        return COLUMNS[section].header if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text or tick, its complaint, its colours."""
        give = _ROLES.get(role)
        return None if give is None else give(self, index.row(), COLUMNS[index.column()].key)

    def text(self, row: int, key: str) -> str | None:
        """What a cell shows; None for one that is ticked."""
        given = self.value(row, key)
        if isinstance(given, bool):
            return None
        return given or (self._rows[row].spec.label if key == "label" else "")

    def value(self, row: int, key: str) -> Given:
        """What stands in a cell."""
        return given_in_row(self._rows[row], key)

    def complaint(self, row: int, key: str) -> str:
        """What is wrong at a cell, or with what has no column, which is said at the name; empty if nothing is."""
        own = self._complaints.get((row, key))
        texts = [own.text] if own is not None else []
        if key == "name" and row in self._elsewhere:
            texts.append(self._elsewhere[row])
        return "\n".join(texts)

    def _tick(self, row: int, key: str) -> object:
        given = self.value(row, key)
        if not isinstance(given, bool):
            return None
        return Qt.CheckState.Checked if given else Qt.CheckState.Unchecked

    def _edit(self, row: int, key: str) -> object:
        given = self.value(row, key)
        return None if isinstance(given, bool) else given

    def _tip(self, row: int, key: str) -> object:
        return plain_tip(self.complaint(row, key)) or None

    def _spoken(self, row: int, key: str) -> object:
        given = self.value(row, key)
        if isinstance(given, bool):
            return f"{FIELD_CELLS[key].label}: {'yes' if given else 'no'}"
        return self.text(row, key)

    def _ground(self, row: int, key: str) -> object:
        tone = self.tone(row, key)
        return None if tone is None else QBrush(QColor(self._colours.tones[tone][0]))

    def _ink(self, row: int, key: str) -> object:
        tone = self.tone(row, key)
        return None if tone is None else QBrush(QColor(self._colours.tones[tone][1]))

    def tone(self, row: int, key: str) -> Tone | None:
        """The tone of a cell's complaint; None if it has none."""
        own = self._complaints.get((row, key))
        if own is not None and not own.is_remark:
            return Tone.BAD
        if key == "name" and row in self._elsewhere:
            return Tone.BAD
        return None if own is None else Tone.WARN

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What may be done with a cell."""
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if not self.is_editable:
            return flags if index.isValid() else Qt.ItemFlag.NoItemFlags
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled  # rows are dropped between others, never onto one
        flags |= Qt.ItemFlag.ItemIsDragEnabled
        is_tick = isinstance(self.value(index.row(), COLUMNS[index.column()].key), bool)
        return flags | (Qt.ItemFlag.ItemIsUserCheckable if is_tick else Qt.ItemFlag.ItemIsEditable)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Gives away what was typed or ticked."""
        key = COLUMNS[index.column()].key
        if role == Qt.ItemDataRole.CheckStateRole:
            self.given.emit(index.row(), key, Qt.CheckState(value) is Qt.CheckState.Checked)
        elif role == Qt.ItemDataRole.EditRole:
            self.given.emit(index.row(), key, str(value))
        return role in (Qt.ItemDataRole.CheckStateRole, Qt.ItemDataRole.EditRole)

    # ------------------------------------------------------------------ moving by hand

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved, not copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """What may be dropped here."""
        return [_ROWS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The rows that are dragged."""
        dragged = QMimeData()
        rows = sorted({index.row() for index in indexes})
        dragged.setData(_ROWS, ",".join(map(str, rows)).encode())
        return dragged

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, _column: int, parent: Index) -> bool:
        """Tells which rows were dropped where. The table itself takes no row away."""
        if action is not Qt.DropAction.MoveAction or not data.hasFormat(_ROWS):
            return False
        rows = [int(own) for own in bytes(data.data(_ROWS).data()).decode().split(",") if own]
        before = row if row >= 0 else parent.row() if parent.isValid() else len(self._rows)
        self.moved.emit(rows, before)
        return False


def _same(before: Sequence[Row], now: Sequence[Row]) -> int:
    """How many rows from the first are the very same."""
    pairs = enumerate(zip(before, now, strict=False))
    return next((at for at, (one, other) in pairs if one is not other), min(len(before), len(now)))


_ROLES: Mapping[int, Callable[[FieldModel, int, str], object]] = MappingProxyType(
    {
        Qt.ItemDataRole.DisplayRole.value: FieldModel.text,
        Qt.ItemDataRole.EditRole.value: FieldModel._edit,  # noqa: SLF001 - its own table of roles
        Qt.ItemDataRole.CheckStateRole.value: FieldModel._tick,  # noqa: SLF001 - the same
        Qt.ItemDataRole.ToolTipRole.value: FieldModel._tip,  # noqa: SLF001 - the same
        Qt.ItemDataRole.AccessibleTextRole.value: FieldModel._spoken,  # noqa: SLF001 - the same
        Qt.ItemDataRole.AccessibleDescriptionRole.value: FieldModel.complaint,
        Qt.ItemDataRole.BackgroundRole.value: FieldModel._ground,  # noqa: SLF001 - the same
        Qt.ItemDataRole.ForegroundRole.value: FieldModel._ink,  # noqa: SLF001 - the same
    }
)
