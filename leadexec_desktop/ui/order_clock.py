"""How the order that stands on Submit stands: how long it can be posted, and what it leaves to choose."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadexec_desktop.services.orders import Order, Orders, what_of
from leadexec_desktop.ui.naming import plain_text, wear
from leadexec_desktop.ui.theme import Tone

_TICK_MS = 250
_BOUND = "Posted as a general lead, sent as form, answered now. Empty the order ID to choose otherwise."


class OrderClock(QWidget):
    """Says how an order stands; nothing of one that this session has not seen.

    Args:
        orders: Those of this session.
        now: The time, aware.
    """

    def __init__(self, orders: Orders, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._orders = orders
        self._now = now
        self._order_id = ""
        self._is_bound = False
        self._caption = plain_text("Order", wrap=False)
        self._caption.setProperty("role", "faint")
        self._expires = plain_text()
        self._expires.setProperty("role", "result")
        self._expires.setObjectName("submit.order.expires")
        self._bound = plain_text(_BOUND)
        self._bound.setProperty("role", "hint")
        self._bound.setObjectName("submit.order.bound")
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.refresh)
        line = QHBoxLayout()
        line.addWidget(self._caption)
        line.addWidget(self._expires, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self._bound)
        self.refresh()

    def follow(self, order_id: str, *, is_bound: bool) -> None:
        """Takes the order that stands on Submit.

        Args:
            order_id: Its id; empty for none.
            is_bound: It leaves no choice of mode, encoding and time of the answer.
        """
        if (order_id, is_bound) != (self._order_id, self._is_bound):
            self._order_id, self._is_bound = order_id, is_bound
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Looks again: on Ping, another zone may have been chosen meanwhile."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Says how it stands now."""
        now = self._now()
        order = self._orders.find(self._order_id) if self._order_id else None
        self._expires.setText("" if order is None else what_of(order, now))
        wear(self._expires, "tone", Tone.WARN if order is not None and _is_over(order, now) else Tone.CALM)
        self._caption.setVisible(order is not None)
        self._expires.setVisible(order is not None)
        self._bound.setVisible(self._is_bound)
        self.setVisible(order is not None or self._is_bound)
        runs = order is not None and order.expires_at_utc is not None and not _is_over(order, now)
        if runs != self._tick.isActive():
            self._tick.start() if runs else self._tick.stop()


def _is_over(order: Order, now: datetime) -> bool:
    return order.posted_at_utc is not None or order.is_expired(now)
