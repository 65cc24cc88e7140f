"""What helps an agent beside the form of Submit: the transfer, the order's clock, what is known of the person."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.protocol.outcome import OutcomeKind
from leadexec_desktop.services.orders import Orders
from leadexec_desktop.ui.actions import ActionSpec
from leadexec_desktop.ui.duplicate_line import DuplicateLine
from leadexec_desktop.ui.order_clock import OrderClock
from leadexec_desktop.ui.transfer_card import NO_TRANSFER, TransferCard
from leadexec_desktop.ui.transfer_flow import TransferFlow

if TYPE_CHECKING:
    from leadexec_desktop.ui.submit_tab import SubmitTab


class SubmitAids:
    """Makes them, once the form is on screen, and puts them where they belong.

    Args:
        submit: The tab.
        orders: The orders of this session.
        now: The time, aware.
        dial: Has a number of nothing but a plus and digits dialled; whether anything took it.
        calls: Gives the deliveries of history that have been read.
        say: Says something shortly.
        show: Shows Submit.

    Attributes:
        transfer: The numbers of the last answer, worked with.
        duplicates: What is known of the person whose lead is being typed.
        clock: How the order that stands on Submit stands.
    """

    def __init__(
        self,
        submit: "SubmitTab",
        orders: Orders,
        now: Callable[[], datetime],
        *,
        dial: Callable[[str], bool],
        calls: Callable[[], Sequence[Delivery]],
        say: Callable[[str], None],
        show: Callable[[], None],
    ) -> None:
        self._submit = submit
        self._orders = orders
        self._say = say
        self.transfer = TransferCard("submit", now, dial)
        self.duplicates = DuplicateLine()
        self.clock = OrderClock(orders, now)
        submit.complete(self.transfer, self.duplicates, self.clock)
        self._flow = TransferFlow(submit, self.transfer, now=now, calls=calls, say=say, show=show)
        submit.drafted.connect(self._follow_order)
        self._follow_order()

    def _follow_order(self) -> None:
        options = self._submit.options
        self.clock.follow(options.order_id, is_bound=options.is_bound)

    def take_change(self, delivery: Delivery) -> None:
        """Takes note of a delivery that was made or changed: an order that was posted is not posted again."""
        order_id = delivery.request.order_id
        if order_id and delivery.outcome == OutcomeKind.ACCEPTED:
            self._orders.post(order_id, delivery.sent_at_utc or delivery.created_at_utc)
            self.clock.refresh()

    def actions(self) -> tuple[ActionSpec, ...]:
        """What of it has a key, or is found by its name."""
        transfer = self.transfer
        return (
            ActionSpec("&Lead", "Copy next &transfer number", "action.copy_number", ("F8",), self._copy_number),
            ActionSpec("&Lead", "&Dial transfer number", "action.dial", ("F9",), self._saying(transfer.dial)),
            ActionSpec(
                "&Lead", "Transfer: &reached", "action.reached", ("Ctrl+R",), self._saying(transfer.mark_reached)
            ),
            ActionSpec(
                "&Lead",
                "Transfer: n&ot reached, next number",
                "action.not_reached",
                ("Ctrl+Shift+R",),
                self._saying(transfer.mark_not_reached),
            ),
            ActionSpec(
                "&Lead", "&Make call lead of transfer", "action.call_lead", ("Ctrl+L",), self._flow.make_call_lead
            ),
            ActionSpec("&Lead", "Show &earlier lead", "action.earlier", ("F7",), self._show_earlier),
        )

    def _copy_number(self) -> None:
        if not self.transfer.copy_next():
            self._say(NO_TRANSFER)

    def _saying(self, act: Callable[[], str]) -> Callable[[], None]:
        def do() -> None:
            why_not = act()
            if why_not:
                self._say(why_not)

        return do

    def _show_earlier(self) -> None:
        if not self.duplicates.show_earlier():
            self._say("Nothing is known of an earlier lead of this person.")
