"""What can be done with the lead that is selected in history: one table, a button each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from leadexec_desktop.protocol.delivery import Delivery, DeliveryState
from leadexec_desktop.services.decisions import ONLY_OF, Decision, why_not_again, why_not_decide
from leadexec_desktop.ui.naming import allow, name


class RowAction(StrEnum):
    """The last part of the button's name."""

    SEND_NOW = "send_now"
    DISCARD = "discard"
    ARRIVED = "arrived"
    NOT_ARRIVED = "not_arrived"
    SEND_AGAIN = "send_again"


@dataclass(frozen=True, slots=True)
class RowActionSpec:
    """One action.

    Attributes:
        label: On the button.
        tip: What it does.
        why_not: Why it cannot be done with a delivery; None if it can.
    """

    label: str
    tip: str
    why_not: Callable[[Delivery], str | None]


ROW_ACTIONS: Mapping[RowAction, RowActionSpec] = MappingProxyType(
    {
        RowAction.SEND_NOW: RowActionSpec(
            "Send now",
            "Sends it now, as it stands in the outbox.",
            lambda delivery: None if delivery.state is DeliveryState.WAITING else ONLY_OF[DeliveryState.WAITING],
        ),
        RowAction.DISCARD: RowActionSpec(
            "Discard",
            "Takes it out of the outbox; it stays in history.",
            lambda delivery: why_not_decide(delivery, Decision.TAKE_OUT),
        ),
        RowAction.ARRIVED: RowActionSpec(
            "Arrived",
            "Somebody has made sure that the receiver has it. Nothing is sent.",
            lambda delivery: why_not_decide(delivery, Decision.ARRIVED),
        ),
        RowAction.NOT_ARRIVED: RowActionSpec(
            "Not arrived",
            "Somebody has made sure that the receiver does not have it. Nothing is sent.",
            lambda delivery: why_not_decide(delivery, Decision.NOT_ARRIVED),
        ),
        RowAction.SEND_AGAIN: RowActionSpec(
            "Send again", "Sends the same lead a second time, as a new lead.", why_not_again
        ),
    }
)

_NOTHING_SELECTED = "Select a lead in history first."
_UNDER_WAY = "What you asked for is being done."


class RowButtons(QWidget):
    """The actions as buttons; what cannot be done with the selected lead is off, and says why."""

    pressed = Signal(RowAction)

    def __init__(self) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self._buttons: dict[RowAction, QPushButton] = {}
        for action, spec in ROW_ACTIONS.items():
            button = QPushButton(spec.label)
            name(button, f"history.{action}", spec.label)
            button.clicked.connect(self._press(action))
            layout.addWidget(button)
            self._buttons[action] = button

    def _press(self, action: RowAction) -> Callable[[], None]:
        return lambda: self.pressed.emit(action)

    def show_for(self, delivery: Delivery | None, *, is_under_way: bool) -> None:
        """Switches them on and off.

        Args:
            delivery: The lead that is selected; None if none is.
            is_under_way: Something is being done with it already.
        """
        for action, spec in ROW_ACTIONS.items():
            if delivery is None:
                reason: str | None = _NOTHING_SELECTED
            else:
                reason = _UNDER_WAY if is_under_way else spec.why_not(delivery)
            allow(self._buttons[action], reason, spec.tip)
