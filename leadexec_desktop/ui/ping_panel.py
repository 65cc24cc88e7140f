"""Ping: whether the receiver would take a lead, at what price, and the order to post it with, its clock running."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QObject, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from leadexec_desktop.profiles.model import FieldSpec, SourceProfile
from leadexec_desktop.profiles.reading import Readings
from leadexec_desktop.protocol.outcome import OutcomeKind
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.services.asking import best_price, compose_question
from leadexec_desktop.services.composing import Composed
from leadexec_desktop.services.orders import ORDER_ZONES, Order, Orders, order_of, what_of, zone_of
from leadexec_desktop.services.tab_drafts import TabDraft
from leadexec_desktop.ui.ask_options import AskOptions
from leadexec_desktop.ui.naming import allow, explain, name, plain_text, wear
from leadexec_desktop.ui.option_rows import card_of, line_of
from leadexec_desktop.ui.tables import Column, RowsModel, fit_rows, money_text, table_view
from leadexec_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadexec_desktop.services.history import Detail

_TICK_MS = 250
_CAMPAIGN_WIDTH = 130
"""Pixels at most: what it answered is to stand beside it."""
_GOES, _STAYS = "Goes with the ping", "Stays here, for the post"


class PingPanel(QObject):
    """What is particular to Ping.

    Args:
        orders: The orders of this session.
        now: The time, aware, on the agent's clock.
        zone: The zone that expiries are meant in, of `ORDER_ZONES`.
    """

    changed = Signal()
    post_asked = Signal(str)
    """An order is to be posted with the lead in the form: its ID."""
    zone_chosen = Signal(str)
    picked = Signal(object)
    """The detail of the campaign that was picked among several."""

    operation = Operation.PING
    send_label = "Pi&ng"
    idle = "Fill in what goes with the ping and press Ping. Contact data stays here until you post the lead."
    begins_leads = True
    instead: QWidget | None = None

    def __init__(self, orders: Orders, now: Callable[[], datetime], zone: str) -> None:
        super().__init__()
        self._orders = orders
        self._now = now
        self._profile: SourceProfile | None = None
        self._details: dict[int, Detail] = {}
        self._picked: int | None = None
        self.options = AskOptions(Operation.PING)
        self.options.changed.connect(self.changed)
        self._model: RowsModel[Detail] = RowsModel(self._columns(), None)
        self._table = table_view(self._model, "ping.campaigns", "Campaigns")
        self._table.hide()
        self._table.selectionModel().currentRowChanged.connect(lambda row, _before: self._pick_row(row.row()))
        self._make_order(zone)
        self.above: tuple[QWidget, ...] = (self.options,)
        self.below: tuple[QWidget, ...] = (self._card, self._table)
        self._tick = QTimer(self._card)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_clock)
        self._show_order()

    def _columns(self) -> "tuple[Column[Detail], ...]":
        return (
            Column("Campaign", self._campaign_of, tip=self._campaign_of),
            Column("Answer", lambda own: own.delivery.outcome),
            Column("Price", lambda own: money_text(own.outcome.price), is_number=True),
            Column("Best", lambda own: "best price" if own.delivery.request.ids.aid == self._best else ""),
        )

    def _make_order(self, zone: str) -> None:
        self._order_id = QLineEdit()
        name(self._order_id, "ping.order_id", "Order ID")
        self._order_id.setPlaceholderText("The answer fills it in; type it where it came to the return URL")
        self._order_id.textChanged.connect(self._show_order)
        self._order_id.textChanged.connect(self.changed)
        self._post = QPushButton("P&ost this order")
        name(self._post, "ping.post", "Post this order")
        self._post.setAutoDefault(False)
        self._post.clicked.connect(self.press_post)
        self._price = plain_text(wrap=False, selectable=True)
        self._price.setObjectName("ping.price")
        self._price.setProperty("role", "big")
        self._expires = plain_text(selectable=True)
        self._expires.setObjectName("ping.expires")
        self._zone = QComboBox()
        name(self._zone, "ping.zone", "Expiry meant in")
        for key, label in ORDER_ZONES.items():
            self._zone.addItem(label, key)
        self._zone.setCurrentIndex(max(0, self._zone.findData(zone)))
        explain(self._zone, "The receiver does not say in which zone its orders expire.")
        self._zone.currentIndexChanged.connect(self._choose_zone)
        self._card = QFrame()
        grid = card_of(self._card, "ping.order", "Order")
        grid.addWidget(_caption("Order ID", self._order_id), 0, 0)
        grid.addWidget(line_of(self._order_id, None, self._post), 0, 1)
        grid.addWidget(_caption("Price", None), 1, 0)
        grid.addLayout(self._price_line(), 1, 1)
        grid.addWidget(self._expires, 2, 0, 1, 2)

    def _price_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._price, 1)
        row.addWidget(_caption("Expiry meant in", self._zone))
        row.addWidget(self._zone)
        return row

    # ------------------------------------------------------------------ what the tab asks

    def show_profile(self, profile: SourceProfile) -> tuple[FieldSpec, ...]:
        """Shows a profile's options; its form has all fields, those that go first."""
        self._profile = profile
        self._details.clear()
        self._show_table()
        self.options.show_profile(profile)
        shown = [field for field in profile.fields if not field.hidden]
        goes = [replace(field, section=_GOES) for field in shown if field.in_ping]
        stays = [replace(field, section=_STAYS) for field in shown if not field.in_ping]
        hidden = [field for field in profile.fields if field.hidden]
        return (*goes, *stays, *hidden)

    def compose(self, profile: SourceProfile, typed: Mapping[str, str], readings: Readings) -> tuple[Composed, ...]:
        """A ping for each campaign that is asked."""
        composed = tuple(compose_question(profile, own, typed, readings) for own in self.options.chosen)
        self.options.complain(composed[0].option_problems)
        return composed

    def will_happen(self, profile: SourceProfile) -> str:
        """Where the ping goes, and when its answer comes."""
        chosen = self.options.chosen
        if chosen[0].is_async:
            return (
                "Only asks: nothing is sold. Queued: the answer goes to your return URL, and to nowhere else. "
                "Type the order ID here when you have it."
            )
        several = f"{len(chosen)} campaigns of " if len(chosen) > 1 else ""
        return f"Only asks {several}{profile.name}: nothing is sold. Answered now."

    def take(self, detail: "Detail") -> None:
        """Takes in one campaign's answer; the one that would pay most is picked."""
        aid, ping = detail.delivery.request.ids.aid or 0, detail.outcome.ping
        if not self._is_of_this_round(detail):
            self._details.clear()
        self._details[aid] = detail
        order = None if ping is None else order_of(ping, zone_of(self.zone))
        if order is not None:
            self._orders.take(order)
        best = self._best
        self._pick(aid if best is None or len(self._details) == 1 else best)
        self._show_table()

    def _is_of_this_round(self, detail: "Detail") -> bool:
        """Whether an answer stands beside those before it, as of another campaign asked with the same press."""
        aids = {chosen.aid for chosen in self.options.chosen}
        return len(aids) > 1 and set(self._details) <= aids and detail.delivery.request.ids.aid not in self._details

    @property
    def _best(self) -> int | None:
        return best_price({aid: detail.outcome for aid, detail in self._details.items()})

    def _pick(self, aid: int) -> None:
        self._picked = aid
        detail = self._details[aid]
        ping = detail.outcome.ping
        if detail.outcome.kind is not OutcomeKind.QUEUED:
            self._order_id.setText("" if ping is None else ping.order_id)
            self._order_id.setCursorPosition(0)
        self._price.setText(money_text(detail.outcome.price))
        self._show_order()
        self.picked.emit(detail)

    def _pick_row(self, row: int) -> None:
        if 0 <= row < len(self._model.rows):
            aid = self._model.rows[row].delivery.request.ids.aid or 0
            if aid != self._picked:
                self._pick(aid)

    def _show_table(self) -> None:
        details = list(self._details.values())
        self._model.show(details)
        fit_rows(self._table)
        self._table.setColumnWidth(0, min(_CAMPAIGN_WIDTH, self._table.columnWidth(0)))
        self._table.setVisible(len(details) > 1)
        if len(details) <= 1:
            return
        row = next((at for at, own in enumerate(details) if own.delivery.request.ids.aid == self._picked), 0)
        self._table.selectionModel().setCurrentIndex(
            self._model.index(row, 0),
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )

    def _campaign_of(self, detail: "Detail") -> str:
        aid = detail.delivery.request.ids.aid
        campaigns = () if self._profile is None else self._profile.campaigns
        return next((f"{own.name} ({own.aid})" for own in campaigns if own.aid == aid and own.name), str(aid))

    def clear(self) -> None:
        """Empties the order; its campaigns' answers go with it."""
        self._details.clear()
        self._picked = None
        self._price.clear()
        self._order_id.clear()
        self._show_table()

    def keep(self, typed: Mapping[str, str]) -> TabDraft:
        """What stands on the tab; an order that is over is not worth it."""
        order = self.order
        return TabDraft(typed, "" if order is None or _is_over(order, self._now()) else order.id)

    def give_back(self, draft: TabDraft) -> None:
        """Puts back the order that stood here."""
        self._order_id.setText(draft.beside)
        self._order_id.setCursorPosition(0)

    def focus_on(self, parameter: Parameter | None) -> bool:
        """Puts the keyboard into an option; typing begins in the form."""
        if parameter is not None:
            self.options.focus_on(parameter)
        return parameter is not None

    # ------------------------------------------------------------------ the order

    @property
    def zone(self) -> str:
        """The zone that orders' expiries are meant in, of `ORDER_ZONES`."""
        return str(self._zone.currentData())

    def _choose_zone(self) -> None:
        for detail in self._details.values():
            order = None if detail.outcome.ping is None else order_of(detail.outcome.ping, zone_of(self.zone))
            if order is not None:
                self._orders.take(order)
        self._show_order()
        self.zone_chosen.emit(self.zone)

    @property
    def order(self) -> Order | None:
        """The order that stands here, as far as it is known; None if none does."""
        order_id = self._order_id.text().strip()
        return None if not order_id else self._orders.find(order_id) or Order(order_id)

    @property
    def campaign(self) -> int | None:
        """The campaign whose order stands here; None where that is not known."""
        order_id = self._order_id.text().strip()
        found = (
            detail.delivery.request.ids.aid
            for detail in self._details.values()
            if detail.outcome.ping is not None and detail.outcome.ping.order_id == order_id
        )
        return next(found, self.options.chosen[0].aid)

    def press_post(self) -> None:
        """Asks for the order to be posted."""
        if self._post.isEnabled():
            self.post_asked.emit(self._order_id.text().strip())

    def _show_order(self) -> None:
        profile, order = self._profile, self.order
        reason = None
        if order is None:
            reason = "There is no order yet: ping first, or type its ID."
        elif profile is not None and Operation.GENERAL not in profile.operations and not profile.order_id_anywhere:
            reason = "An order is posted as a general lead, which this profile does not permit."
        allow(self._post, reason, "Fills Submit with this lead and its order; nothing is sent yet.")
        self._show_clock()

    def _show_clock(self) -> None:
        """Says how long the order can still be posted; at zero that changes by itself."""
        order, now = self.order, self._now()
        is_known = order is not None and (bool(order.written) or order.posted_at_utc is not None)
        if order is None or not is_known:
            self._expires.clear()
            wear(self._expires, "tone", value=False)
            self._tick.stop()
            return
        is_over = _is_over(order, now)
        written = f" ({order.written} {self._zone.currentText()})" if order.expires_at_utc else ""
        self._expires.setText(f"{what_of(order, now)}{written}")
        wear(self._expires, "tone", Tone.WARN if is_over else False)
        if is_over or order.expires_at_utc is None:
            self._tick.stop()
        elif not self._tick.isActive():
            self._tick.start()

    def follow_orders(self) -> None:
        """Looks at the order again: it may have been posted meanwhile."""
        self._show_order()


def _is_over(order: Order, now: datetime) -> bool:
    return order.is_expired(now) or order.posted_at_utc is not None


def _caption(text: str, buddy: QWidget | None) -> QWidget:
    label = plain_text(text, wrap=False)
    if buddy is not None:
        label.setBuddy(buddy)
    return label
