"""History: the list, what can be done from a row, and one delivery in detail."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QItemSelection, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QSplitter, QVBoxLayout, QWidget

from leadexec_desktop.protocol.delivery import Delivery, DeliveryState
from leadexec_desktop.services.history import Detail
from leadexec_desktop.ui.history_detail import HistoryDetail
from leadexec_desktop.ui.history_model import UNSETTLED_WORDS, HistoryModel
from leadexec_desktop.ui.naming import allow, name, plain_text
from leadexec_desktop.ui.tables import table_view
from leadexec_desktop.ui.theme import Colours

_ONLY_WAITING = "Only for a lead that waits in the outbox."


class HistoryPane(QWidget):
    """History as a list with its detail.

    Args:
        now: The time, aware, on the agent's clock.
        open_url: Opens an address from outside, after a person agreed.
    """

    detail_wanted = Signal(str)
    """The id of a delivery that was selected."""
    send_now_asked = Signal(str)
    discard_asked = Signal(str)

    def __init__(self, now: Callable[[], datetime], open_url: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("history")
        self.model = HistoryModel(now, self)
        self._table = table_view(self.model, "history.table", "History")
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate((72, 98, 88, 84, 52, 80)):
            self._table.setColumnWidth(column, width)
        self.detail = HistoryDetail(open_url)
        self._unsettled = plain_text()
        self._unsettled.setObjectName("history.unsettled")
        self._send_now = QPushButton("Send now")
        self._discard = QPushButton("Discard")
        name(self._send_now, "history.send_now", "Send now")
        name(self._discard, "history.discard", "Discard")
        self._empty = plain_text("No lead has been sent yet. Each one stands here from the moment you press Send.")
        self._empty.setProperty("role", "faint")
        self._lay_out()
        self._table.selectionModel().selectionChanged.connect(self._select)
        self._send_now.clicked.connect(lambda: self._ask(self.send_now_asked))
        self._discard.clicked.connect(lambda: self._ask(self.discard_asked))
        for signal in (self.model.rowsInserted, self.model.modelReset, self.model.dataChanged):
            signal.connect(self._follow)
        self._follow()

    def _lay_out(self) -> None:
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(self._unsettled, 1)
        row.addWidget(self._send_now)
        row.addWidget(self._discard)
        column.addLayout(row)
        column.addWidget(self._empty)
        column.addWidget(self._table, 1)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(top)
        halves.addWidget(self.detail)
        halves.setStretchFactor(0, 1)
        halves.setStretchFactor(1, 1)
        halves.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 8, 8)
        layout.addWidget(halves)

    def set_colours(self, colours: Colours) -> None:
        """Takes the colours of the theme."""
        self.model.set_colours(colours)

    def show_change(self, delivery: Delivery) -> None:
        """Takes in a delivery that was made or changed, and its detail if that is open."""
        self.model.change(delivery)
        selected = self.selected
        if selected is not None and selected.id == delivery.id:
            self.detail_wanted.emit(delivery.id)

    def show_detail(self, detail: Detail) -> None:
        """Shows a detail, if its row is still selected."""
        selected = self.selected
        if selected is not None and selected.id == detail.delivery.id:
            self.detail.show_detail(detail)

    def select(self, delivery_id: str) -> None:
        """Selects a delivery's row, if it has been read."""
        row = self.model.row_of(delivery_id)
        if row is not None:
            self._table.selectRow(row)
            self._table.scrollTo(self.model.index(row, 0))

    @property
    def selected(self) -> Delivery | None:
        """The delivery whose row is selected."""
        rows = self._table.selectionModel().selectedRows()
        return self.model.delivery(rows[0].row()) if rows else None

    def _select(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        del selected, deselected
        delivery = self.selected
        if delivery is None:
            self.detail.show_nothing()
        else:
            self.detail_wanted.emit(delivery.id)
        self._allow()

    def _allow(self) -> None:
        delivery = self.selected
        waits = delivery is not None and delivery.state is DeliveryState.WAITING
        allow(self._send_now, None if waits else _ONLY_WAITING, "Sends it now, as it stands in the outbox.")
        allow(self._discard, None if waits else _ONLY_WAITING, "Takes it out of the outbox; it stays in history.")

    def _ask(self, signal: SignalInstance) -> None:
        delivery = self.selected
        if delivery is not None:
            signal.emit(delivery.id)

    def _follow(self) -> None:
        counts = {
            word: sum(1 for own in self.model.deliveries if own.state is state and not own.settled)
            for state, word in UNSETTLED_WORDS.items()
        }
        told = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
        self._unsettled.setText(f"Outbox: {told}" if told else "Outbox: nothing waits")
        self._empty.setVisible(not self.model.rowCount())
        self._allow()
