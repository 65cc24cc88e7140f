"""History: the list, what can be done from a row, and one delivery in detail."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QSplitter, QVBoxLayout, QWidget

from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.services.next_steps import STEPS, NextStep
from leadexec_desktop.ui.history_actions import RowAction, RowButtons
from leadexec_desktop.ui.history_detail import HistoryDetail
from leadexec_desktop.ui.history_model import UNSETTLED_WORDS, HistoryModel
from leadexec_desktop.ui.naming import plain_text
from leadexec_desktop.ui.step_buttons import StepButtons
from leadexec_desktop.ui.tables import table_view
from leadexec_desktop.ui.theme import Colours

if TYPE_CHECKING:
    from leadexec_desktop.services.history import Detail


class HistoryPane(QWidget):
    """History as a list with its detail.

    Args:
        now: The time, aware, on the agent's clock.
        open_url: Opens an address from outside, after a person agreed.
    """

    detail_wanted = Signal(str)
    """The id of a delivery that was selected."""
    asked = Signal(RowAction, str)
    """Something is to be done with a delivery: what, and its id. `ended` says when it was."""
    step_asked = Signal(NextStep, str)
    """A next step is to be gone from a delivery: which, and its id."""
    copied = Signal(str)
    """Something was copied out of the detail: what, for the status line."""

    def __init__(self, now: Callable[[], datetime], open_url: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("history")
        self.model = HistoryModel(now, self)
        self._table = table_view(self.model, "history.table", "History", fits_columns=False)
        for column, width in enumerate((72, 112, 72, 102, 52, 80)):
            self._table.setColumnWidth(column, width)
        self.detail = HistoryDetail(open_url)
        self.detail.card.copied.connect(self.copied)
        self._unsettled = plain_text()
        self._unsettled.setObjectName("history.unsettled")
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._buttons = RowButtons()
        self._steps = StepButtons("history", tuple(STEPS))
        self._detail: Detail | None = None
        self._chosen = ""
        self._under_way: set[str] = set()
        self._empty = plain_text("No lead has been sent yet. Each one stands here from the moment you press Send.")
        self._empty.setProperty("role", "faint")
        self._lay_out()
        self._table.selectionModel().selectionChanged.connect(self._select)
        self._buttons.pressed.connect(self._ask)
        self._steps.pressed.connect(self._go)
        for signal in (self.model.rowsInserted, self.model.modelReset, self.model.dataChanged):
            signal.connect(self._follow)
        self._follow()

    def _lay_out(self) -> None:
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._unsettled)
        column.addWidget(self._buttons)
        column.addWidget(self._steps)
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

    def show_detail(self, detail: "Detail") -> None:
        """Shows a detail, if its row is still selected."""
        selected = self.selected
        if selected is not None and selected.id == detail.delivery.id:
            self.detail.show_detail(detail)
            self._detail = detail
            self._allow()

    def select(self, delivery_id: str) -> None:
        """Selects a delivery's row, if it has been read."""
        row = self.model.row_of(delivery_id)
        if row is not None:
            self._table.selectRow(row)
            self._table.scrollTo(self.model.index(row, 0))

    @property
    def has_keyboard(self) -> bool:
        """Whether the keyboard is in the list."""
        return self._table.hasFocus()

    @property
    def selected(self) -> Delivery | None:
        """The delivery whose row is selected."""
        rows = self._table.selectionModel().selectedRows()
        return self.model.delivery(rows[0].row()) if rows else None

    def _select(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        del selected, deselected
        delivery = self.selected
        chosen = "" if delivery is None else delivery.id
        if chosen == self._chosen:  # Qt tells of a selection that moved with its row, too
            return
        self._chosen = chosen
        if chosen:
            self.detail_wanted.emit(chosen)
        else:
            self.detail.show_nothing()
        self._allow()

    def _allow(self) -> None:
        delivery = self.selected
        self._buttons.show_for(delivery, is_under_way=delivery is not None and delivery.id in self._under_way)
        self._steps.allow(self._whys(delivery))

    def _whys(self, delivery: Delivery | None) -> dict[NextStep, str | None]:
        """Why each next step cannot be gone from the selected row; its answer tells."""
        detail = self._detail
        if delivery is None:
            return {}
        if detail is None or detail.delivery.id != delivery.id:
            return dict.fromkeys(STEPS, "Its answer is being read.")
        return {step: spec.why_not(detail.delivery, detail.outcome) for step, spec in STEPS.items()}

    def _go(self, step: NextStep) -> None:
        delivery = self.selected
        if delivery is not None:
            self.step_asked.emit(step, delivery.id)

    def _ask(self, action: RowAction) -> None:
        delivery = self.selected
        if delivery is not None and delivery.id not in self._under_way:
            # Off until it is done: a second click would be a second lead.
            self._under_way.add(delivery.id)
            self._allow()
            self.asked.emit(action, delivery.id)

    def ended(self, delivery_id: str) -> None:
        """Takes note that what was asked for was done, or could not be."""
        self._under_way.discard(delivery_id)
        self._allow()

    def select_first_unsettled(self) -> None:
        """Selects the first lead that waits for a person's decision, if there is one."""
        first = next((own for own in self.model.deliveries if not own.settled), None)
        if first is not None:
            self.select(first.id)
            self._table.setFocus()

    def _follow(self) -> None:
        unsettled = self.model.unsettled
        counts = {word: sum(own.state is state for own in unsettled) for state, word in UNSETTLED_WORDS.items()}
        told = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
        self._unsettled.setText(f"Outbox: {told}" if told else "Outbox: nothing waits")
        self._empty.setVisible(not self.model.rowCount())
        self._allow()
