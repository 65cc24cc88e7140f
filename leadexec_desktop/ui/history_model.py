"""History's rows: what is to be decided on top, then newest first; a page at a time, each row keyed on its id."""

from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import groupby, takewhile
from types import MappingProxyType

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from leadexec_desktop.protocol.delivery import Delivery, DeliveryState
from leadexec_desktop.protocol.operations import OPERATIONS
from leadexec_desktop.ui.naming import plain_tip
from leadexec_desktop.ui.tables import Column, money_text
from leadexec_desktop.ui.theme import TONES, Colours
from leadexec_desktop.ui.when import when_text

Index = QModelIndex | QPersistentModelIndex

PAGE_SIZE = 100
"""Deliveries that are read at a time."""
_MOST_ROWS = 1_000
"""Deliveries that are kept, beside those of the pages that somebody scrolled to: a day's sends must not fill memory."""
_ON_TOP = (DeliveryState.WAITING, DeliveryState.UNKNOWN)


class HistoryModel(QAbstractTableModel):
    """The deliveries that have been read so far.

    Args:
        now: The time, aware, on the agent's clock.

    Attributes:
        page_end: The last delivery of the last page: behind it the next begins.
    """

    more_wanted = Signal()
    """The view came to the end of what has been read."""

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._rows: list[Delivery] = []
        self._most_rows = _MOST_ROWS
        self._end_reached = True
        self._asked = False
        self.page_end: Delivery | None = None
        self._colours: Colours | None = None
        self._columns: tuple[Column[Delivery], ...] = (
            Column("When", self._when),
            Column("Operation", lambda delivery: OPERATIONS[delivery.request.shape.operation].title),
            Column("Who", lambda delivery: delivery.who),
            Column("Outcome", lambda delivery: delivery.outcome),
            Column("Price", lambda delivery: money_text(delivery.price), is_number=True),
            Column("Lead ID", lambda delivery: delivery.lead_id),
        )

    def _when(self, delivery: Delivery) -> str:
        return when_text(delivery.created_at_utc, self._now())

    def set_colours(self, colours: Colours) -> None:
        """Takes the colours of the theme."""
        self._colours = colours
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._columns) - 1))

    # ------------------------------------------------------------------ rows

    def begin(self, unsettled: Sequence[Delivery], page: Sequence[Delivery]) -> None:
        """Shows history anew: its outbox and its first page."""
        self.beginResetModel()
        self._rows = sorted({delivery.id: delivery for delivery in (*unsettled, *page)}.values(), key=_order)
        self._most_rows = max(_MOST_ROWS, len(self._rows))
        self._take_end(page)
        self.endResetModel()

    def add_page(self, page: Sequence[Delivery]) -> None:
        """Adds the next page: at the end, but for older rows that came off the top meanwhile."""
        known = {delivery.id for delivery in self._rows}
        new = sorted((delivery for delivery in page if delivery.id not in known), key=_order)
        self._take_end(page)
        runs = [(place, list(run)) for place, run in groupby(new, lambda own: self._place_of(own, self._rows))]
        for place, run in reversed(runs):  # from the last, so that the places before it stay
            self.beginInsertRows(QModelIndex(), place, place + len(run) - 1)
            self._rows[place:place] = run
            self.endInsertRows()
        self._most_rows = max(self._most_rows, len(self._rows))

    def fail_page(self) -> None:
        """Takes note that the next page could not be read: it may be asked for again."""
        self._asked = False

    def _take_end(self, page: Sequence[Delivery]) -> None:
        self._asked = False
        self._end_reached = len(page) < PAGE_SIZE
        self.page_end = page[-1] if page else self.page_end

    def change(self, delivery: Delivery) -> None:
        """Takes in a delivery that was made or changed; its row moves only to the top, or from there."""
        row = self.row_of(delivery.id)
        if row is None:
            if not self._comes_with_its_page(delivery):
                self._insert(delivery)
        elif _order(self._rows[row]) == _order(delivery):
            self._rows[row] = delivery
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self._columns) - 1))
        else:
            self._move(row, delivery)

    def _comes_with_its_page(self, delivery: Delivery) -> bool:
        """Whether it stands below all that was read: a queued lead of last week, of which something became known."""
        end = self.page_end
        if end is None or self._end_reached or self._asked or _is_on_top(delivery):  # a page on its way may be older
            return False
        return (delivery.created_at_utc, delivery.id) < (end.created_at_utc, end.id)

    def _insert(self, delivery: Delivery) -> None:
        place = self._place_of(delivery, self._rows)
        self.beginInsertRows(QModelIndex(), place, place)
        self._rows.insert(place, delivery)
        self.endInsertRows()
        self._let_go()

    def _let_go(self) -> None:
        """Forgets the oldest rows where there are a page too many; scrolling to them reads them again."""
        # A page that is being read belongs behind the last row as it is.
        if len(self._rows) < self._most_rows + PAGE_SIZE or self._asked:
            return
        end = max(self._most_rows, len(self.unsettled) + PAGE_SIZE)
        if end >= len(self._rows):
            return
        self.beginRemoveRows(QModelIndex(), end, len(self._rows) - 1)
        del self._rows[end:]
        self.page_end = self._rows[-1]
        self._end_reached = False
        self.endRemoveRows()

    def _move(self, row: int, delivery: Delivery) -> None:
        others = [*self._rows[:row], *self._rows[row + 1 :]]
        place = self._place_of(delivery, others)
        if place == row:
            self._rows[row] = delivery
        else:
            self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), place + 1 if place > row else place)
            others.insert(place, delivery)
            self._rows = others
            self.endMoveRows()
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._columns) - 1))

    @staticmethod
    def _place_of(delivery: Delivery, rows: Sequence[Delivery]) -> int:
        return bisect(rows, _order(delivery), key=_order)

    def row_of(self, delivery_id: str) -> int | None:
        """The row of a delivery; None if it has not been read."""
        return next((row for row, own in enumerate(self._rows) if own.id == delivery_id), None)

    def delivery(self, row: int) -> Delivery:
        """The delivery of a row."""
        return self._rows[row]

    @property
    def unsettled(self) -> tuple[Delivery, ...]:
        """Those on top: what waits, or of which it is not known whether it arrived, and nobody has decided."""
        return tuple(takewhile(_is_on_top, self._rows))

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """All that have been read, from the first row."""
        return tuple(self._rows)

    # ------------------------------------------------------------------ what Qt asks

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there may be more than has been read."""
        return not parent.isValid() and not self._end_reached and not self._asked

    def fetchMore(self, parent: Index) -> None:
        """Asks for the next page; it comes later."""
        if self.canFetchMore(parent):
            self._asked = True
            self.more_wanted.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many have been read."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A column's header."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return column.header if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text, tip or colour."""
        column, delivery = self._columns[index.column()], self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(delivery)
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(delivery.reason)
        if role == Qt.ItemDataRole.ForegroundRole and column.header == "Outcome" and self._colours is not None:
            return QColor(self._colours.tones[TONES[delivery.outcome]][1])
        return None


def _is_on_top(delivery: Delivery) -> bool:
    return delivery.state in _ON_TOP and not delivery.settled


def _order(delivery: Delivery) -> tuple[bool, float, str]:
    return not _is_on_top(delivery), -delivery.created_at_utc.timestamp(), delivery.id


UNSETTLED_WORDS: Mapping[DeliveryState, str] = MappingProxyType(
    {DeliveryState.WAITING: "waiting", DeliveryState.UNKNOWN: "unknown"}
)
"""How the outbox's deliveries are counted on screen."""
