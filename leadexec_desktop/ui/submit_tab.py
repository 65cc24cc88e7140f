"""Submit: the form, the options, Send, and what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.profiles.reading import Readings
from leadexec_desktop.protocol.delivery import Delivery, DeliveryState
from leadexec_desktop.services.composing import Composed, compose, what_will_happen
from leadexec_desktop.services.press import Press, PressedSend
from leadexec_desktop.ui.composed_shown import is_sendable, point_at_refused
from leadexec_desktop.ui.lead_form import LeadForm
from leadexec_desktop.ui.naming import explain
from leadexec_desktop.ui.outcome_card import OutcomeCard
from leadexec_desktop.ui.running_send import RunningSend
from leadexec_desktop.ui.sent_leads import SentLeads
from leadexec_desktop.ui.submit_options import SubmitOptions
from leadexec_desktop.ui.submit_parts import SEND_TIP, SubmitParts
from leadexec_desktop.ui.typed_leads import TypedLeads

if TYPE_CHECKING:
    from leadexec_desktop.protocol.outcome import Outcome
    from leadexec_desktop.services.submit_draft import SubmitDraft
    from leadexec_desktop.ui.duplicate_line import DuplicateLine
    from leadexec_desktop.ui.number_rows import Numbers


class SendOrder(NamedTuple):
    """What a press on Send asks for.

    Attributes:
        composed: What stands on Submit; its request is there.
        pressed: Whether a new delivery is made, or a waiting one sent.
    """

    composed: Composed
    pressed: PressedSend


class SubmitTab(QWidget):
    """One lead at a time: typed here, sent by whoever listens to `send_asked`.

    Args:
        now: The time, aware, on the agent's clock.
        open_url: Opens an address from outside, after a person agreed.
    """

    send_asked = Signal(SendOrder)
    cancel_asked = Signal()
    sending = Signal(bool)
    """A send begins (True), or has ended."""
    drafted = Signal()
    """What a draft keeps has changed."""
    ended_elsewhere = Signal(str)
    """How a send ended whose lead stands in another profile's form, in a few words."""
    options_folded = Signal(bool)
    """The options were opened (True) or folded away."""

    def __init__(self, now: Callable[[], datetime], open_url: Callable[[str], None]) -> None:
        super().__init__()
        self._profile: SourceProfile | None = None
        self._is_sandbox = False
        self._composed: Composed | None = None
        self._readings = Readings()
        self._leads = TypedLeads()
        self._sent = SentLeads(now)
        self._running = RunningSend(self, self._show_seconds)
        self._keyboard_waits = False
        self._why_not_ready = "The history is being opened."
        self.setObjectName("submit")
        self.begins_leads = True
        self.form = LeadForm("submit")
        self.options = SubmitOptions(now)
        self.card = OutcomeCard("submit", open_url)
        parts = SubmitParts(self.form, self.options, self.card)
        self._preview, self._will_happen = parts.preview, parts.will_happen
        self._send, self._cancel, self._clear = parts.send, parts.cancel, parts.clear
        self._send_again, self._below_form = parts.send_again, parts.below_form
        self._parts = parts
        parts.lay_out(self)
        self._connect()
        self._follow()

    def _connect(self) -> None:
        self.form.edited.connect(self._follow)
        self.form.finished.connect(self._send.setFocus)
        self.form.rows_changed.connect(self._set_tab_order)
        self.options.changed.connect(self._follow)
        self._send.clicked.connect(self.press_send)
        self._cancel.clicked.connect(self.cancel_asked)
        self._clear.clicked.connect(self.next_lead)
        self._send_again.clicked.connect(self._press_send_again)
        self._parts.fold.clicked.connect(lambda: self.set_options_open(not self.options_open))

    def complete(self, numbers: "Numbers", duplicates: "DuplicateLine", clock: QWidget) -> None:
        """Takes in what the first paint does not need.

        Args:
            numbers: Shows the numbers to transfer to.
            duplicates: Says what is known of the person whose lead is being typed.
            clock: Says how the order stands.
        """
        self.card.complete(numbers)
        self.options.add_below(clock)
        self._below_form.addWidget(duplicates)
        for before, after in pairwise((self._send, *duplicates.buttons)):
            QWidget.setTabOrder(before, after)

    # ------------------------------------------------------------------ what is typed

    @property
    def profile(self) -> SourceProfile | None:
        """Whose form is shown; None for nobody's."""
        return self._profile

    def show_profile(self, profile: SourceProfile, *, is_sandbox: bool) -> None:
        """Shows a profile's form and options.

        A lead in mid-typing comes along as far as both forms have the same fields; the rest is given back on return.
        What was typed to rehearse stays with the built-in receiver, and what is meant for a real one out of it.
        """
        self._remember()
        before = self._profile
        is_other = before is not None and before.id != profile.id and is_sandbox is self._is_sandbox
        if before is not None and is_other and not any(map(self._is_sent, (before.id, profile.id))):
            self._leads.carry(before, profile)
        self._profile = profile
        self._is_sandbox = is_sandbox
        self._send_again.hide()
        self._readings = Readings()
        self.form.show_fields(profile.fields, profile.script, may_add=profile.allow_extra_fields)
        self.options.show_profile(profile, self._leads.chosen(profile.id))
        self.form.set_typed(self._leads.typed(profile.id))
        self._set_tab_order()
        self._follow()
        self._show_card(profile)

    @property
    def holds_unsent_lead(self) -> bool:
        """Whether somebody has typed a lead here that was not sent yet."""
        profile = self._profile
        return profile is not None and self.form.holds_a_lead and not self._is_sent(profile.id)

    def _is_sent(self, profile_id: str) -> bool:
        """Whether the lead in a profile's form is on its way, or has been sent."""
        return self._sent.last(profile_id) is not None or self._running.is_for(profile_id)

    def show_no_profile(self) -> None:
        """Shows an empty form: the profile that was here is gone."""
        self._remember()
        self._profile = self._composed = None
        self._send_again.hide()
        self.form.show_fields(())
        self.card.show_nothing()
        self._preview.clear()
        self._will_happen.clear()
        self._follow()

    def _show_card(self, profile: SourceProfile) -> None:
        """Shows how the lead in this profile's form stands: never that of another."""
        last, outcome = self._sent.last(profile.id), self._sent.outcome(profile.id)
        if self._running.is_for(profile.id):
            self._show_seconds()
        elif last is not None and outcome is not None:
            self._show_outcome(last, outcome)
        else:
            self.card.show_nothing()

    def _show_outcome(self, delivery: Delivery, outcome: "Outcome", lead_in: str = "") -> None:
        self.card.show_outcome(outcome, delivery.elapsed_s, lead_in, delivery.id)

    @property
    def without_place(self) -> tuple[str, ...]:
        """The wire names under which something was typed that the active profile has no field for; kept, not sent."""
        if self._profile is None or self._profile.allow_extra_fields:  # there, each of them stands as an added field
            return ()
        return self._leads.without_place(self._profile.id, [field.name for field in self._profile.fields])

    @property
    def draft(self) -> "SubmitDraft | None":
        """What stands here, for keeping; None before the first profile."""
        self._remember()
        if self._profile is None:
            return None
        return self._leads.draft(self._profile.id, self.options.wanted, self._sent)

    def restore(self, draft: "SubmitDraft") -> None:
        """Gives back what a draft kept, to the form that is shown as well: it would be taken for empty else."""
        for profile_id in draft.typed:
            self._sent.forget(profile_id)
        self._leads.restore(draft)
        self._sent.take_texts(draft.sent_as)
        if self._profile is None:
            return
        chosen = self._leads.chosen(self._profile.id)
        if chosen is not None:
            self.options.choose(chosen)
        self.form.set_typed(self._leads.typed(self._profile.id))

    def _remember(self) -> None:
        if self._profile is not None:
            self._leads.remember(self._profile, self.form.typed(), self.options.wanted)

    def next_lead(self) -> None:
        """Empties all but sticky fields and goes to the first; the last outcome stays readable."""
        if self._profile is None or self._running.is_for(self._profile.id):
            return
        self._sent.forget(self._profile.id)
        self._leads.begin_anew(self._profile.id, self._is_sent)
        self._send_again.hide()
        self.options.clear_lead()
        self.form.clear(keep_sticky=True)
        self.form.focus_first()
        self._follow()

    def begin_with(self, typed: Mapping[str, str], order_id: str, aid: int | None) -> None:
        """Begins a lead with texts that stand elsewhere already.

        Args:
            typed: Text by wire name.
            order_id: The order that it is posted with; empty for none.
            aid: The order's campaign.
        """
        if self._profile is None or self._running.is_for(self._profile.id):
            return
        self.next_lead()
        self.card.show_nothing()  # an answer to another lead beside this one would be taken for its own
        self.form.set_typed(typed)
        if order_id:
            self.options.choose(replace(self.options.wanted, order_id=order_id, aid=aid))
        missing = () if self._composed is None else self._composed.field_problems
        if missing:
            self.form.focus_on(next(iter(missing)))
        else:
            self._send.setFocus()

    def _follow(self) -> None:
        """Reads the form again after each change."""
        if self._profile is None:
            self._send.setEnabled(False)
            return
        typed, chosen = self.form.typed(), self.options.chosen
        self._composed = compose(self._profile, chosen, typed, self._readings)
        self.form.complain(self._composed.field_problems, self._composed.field_remarks)
        self.options.complain(self._composed.option_problems)
        will_happen = what_will_happen(self._profile, chosen, is_sandbox=self._is_sandbox)
        pressed = self._sent.press(self._profile, self._composed, typed)
        self._will_happen.setText(self._sent.mark(pressed) or will_happen)
        self._preview.show_composed(self._composed, self.form)
        self._allow_send()
        if pressed.press is not Press.SAYS_WHAT_HAPPENED:
            self._send_again.hide()
        self.drafted.emit()

    def _allow_send(self) -> None:
        obstacle = self._why_not_ready
        if not obstacle and self._composed is not None and self._composed.obstacle and not self._is_only_empty():
            obstacle = self._composed.obstacle
        self._send.setEnabled(self._profile is not None and not obstacle and not self.is_sending)
        explain(self._send, obstacle or self._running.why_no_other or SEND_TIP)

    def _is_only_empty(self) -> bool:
        """Nothing typed is said by a press on Send, which then goes to the first field."""
        return self._composed is not None and bool(self._composed.field_problems)

    # ------------------------------------------------------------------ sending

    def set_ready(self, why_not: str = "") -> None:
        """Says whether a send can be written down.

        Args:
            why_not: Why it cannot, for a person; empty if it can.
        """
        self._why_not_ready = why_not
        self._allow_send()

    @property
    def is_sending(self) -> bool:
        """Whether a send runs."""
        return self._running.is_running

    def press_send(self) -> None:
        """Sends the lead, or says what keeps it from being sent; a second press while sending does nothing."""
        if self.is_sending or not self._send.isEnabled() or self._composed is None:
            return
        is_fit = is_sendable(self._composed, self.form, self.card, self.options.focus_on)
        if not is_fit or self._profile is None:
            return
        pressed = self._sent.press(self._profile, self._composed, self.form.typed())
        if pressed.press is Press.SAYS_WHAT_HAPPENED:
            self._say_what_happened(pressed)
        else:
            self._start(SendOrder(self._composed, pressed))

    def _press_send_again(self) -> None:
        composed = self._composed
        if not self.is_sending and composed is not None and composed.request is not None:
            self._start(SendOrder(composed, PressedSend(Press.SENDS_NEW, self.delivery_here)))

    def _start(self, order: SendOrder) -> None:
        self._send_again.hide()
        self.form.settle()
        self._running.begin(self._profile, self.form.typed())
        self.send_asked.emit(order)  # before anything is drawn: the lead is not to wait for it
        if self.is_sending:
            self._keyboard_waits = self._send.hasFocus()
            if self._keyboard_waits:  # else it would go astray with the button off
                self.card.setFocus()
            self._cancel.setEnabled(True)
            self.sending.emit(True)
            self._allow_send()
            self.card.show_sending(0)

    def _show_seconds(self) -> None:
        if self._profile is None or not self._running.is_for(self._profile.id):
            return
        if self._running.is_begun:
            self.card.show_sending(self._running.seconds)
        else:
            self.card.show_problem(self._running.why_not_begun)

    def _say_what_happened(self, pressed: PressedSend) -> None:
        last = pressed.delivery
        outcome = None if last is None else self._sent.outcome(last.destination.profile_id)
        if last is not None and outcome is not None:
            self._show_outcome(last, outcome, self._sent.why_not_again(last))
            self._send_again.setVisible(last.state is not DeliveryState.SENDING)

    def show_enqueued(self, delivery: Delivery) -> None:
        """Takes note of the delivery that the lead in its profile's form has from here on."""
        self._running.is_begun = True
        self._sent.take(delivery)
        self._sent.take_texts({delivery.destination.profile_id: self._running.texts})
        self.drafted.emit()

    def show_ended(self, delivery: Delivery, outcome: "Outcome") -> None:
        """Shows how a send ended."""
        self._stop()
        self._sent.take(delivery, outcome)
        self._follow()
        if self.delivery_here is not delivery:
            self.ended_elsewhere.emit(f"The lead under “{delivery.destination.profile_name}”: {outcome.kind}")
            return
        self._show_outcome(delivery, outcome)
        refused = point_at_refused(self.form, outcome)
        if refused:
            self.form.focus_on(refused)

    def show_in_doubt(self, delivery: Delivery, why: str) -> None:
        """Shows why it cannot be said yet how a send ended; the lead is not sent again meanwhile."""
        from leadexec_desktop.protocol.outcome import Outcome, OutcomeKind  # noqa: PLC0415 - not before the first paint

        self._stop()
        outcome = Outcome(OutcomeKind.SENDING, why)
        self._sent.take(delivery, outcome)
        self._follow()
        if self.delivery_here is delivery:
            self.card.show_outcome(outcome)

    def show_not_begun(self, why: str) -> None:
        """Shows why a send did not begin; the lead stays in the form."""
        is_here = self._profile is not None and self._running.is_for(self._profile.id)
        self._stop()
        if is_here or self._running.profile is None:
            self.card.show_problem(why)
        else:
            self.ended_elsewhere.emit(f"The lead under “{self._running.profile.name}”: {why}")

    def show_changed(self, delivery: Delivery, outcome: "Outcome") -> None:
        """Takes note that the delivery of the lead in the form was changed elsewhere, in history say."""
        profile_id = delivery.destination.profile_id
        known = self._sent.last(profile_id)
        if known is None or known.id != delivery.id or self._running.is_for(profile_id):
            return
        if delivery.state is DeliveryState.CANCELLED:
            self._sent.forget(profile_id)
        else:
            self._sent.take(delivery, outcome)
        self._follow()
        if self._profile is not None and self._profile.id == profile_id:
            self._show_outcome(delivery, outcome)

    def show_sent_again(self, second: Delivery) -> None:
        """Takes note of a delivery that was made elsewhere, if it sends the lead in the form again."""
        known = self._sent.last(second.destination.profile_id)
        if known is not None and known.id == second.again_of and not self._running.is_for(known.destination.profile_id):
            self._sent.take(second)
            self._follow()

    def take_up(self, delivery: Delivery, outcome: "Outcome") -> None:
        """Takes up the delivery that a restored lead had before the program was closed."""
        self._sent.take(delivery, outcome)
        if self.delivery_here is delivery:
            self._follow()
            self._show_outcome(delivery, outcome)

    @property
    def delivery_id(self) -> str:
        """The id of the delivery that the lead in the form has; empty if it has none."""
        return "" if self.delivery_here is None else self.delivery_here.id

    @property
    def delivery_here(self) -> Delivery | None:
        """The delivery of the lead in the form; None if it has none."""
        return None if self._profile is None else self._sent.last(self._profile.id)

    @property
    def deliveries_here(self) -> frozenset[str]:
        """The ids of all deliveries that the lead in the form has had as it is."""
        return frozenset() if self._profile is None else self._sent.ids(self._profile.id)

    @property
    def texts_sent_here(self) -> Mapping[str, str]:
        """The texts with which the lead in the form was sent, by wire name; none if it was not."""
        return {} if self._profile is None else self._sent.sent_as.get(self._profile.id, {})

    def _stop(self) -> None:
        self._running.end()
        self._cancel.setEnabled(False)
        self.sending.emit(False)
        self._allow_send()
        if self._keyboard_waits and self.card.hasFocus():
            self._send.setFocus()

    # ------------------------------------------------------------------ the screen

    def focus_first(self) -> None:
        """Puts the keyboard into the first field."""
        self.form.focus_first()

    @property
    def options_open(self) -> bool:
        """Whether the options and the preview are open."""
        return self.options.panel.isVisibleTo(self.options)

    def set_options_open(self, is_open: bool) -> None:
        """Opens the options and the preview, or folds them away."""
        self._parts.set_open(is_open)
        self.options_folded.emit(is_open)

    def _set_tab_order(self) -> None:
        widgets = [*self.form.input_widgets(), self._send]
        for before, after in pairwise(widgets):
            QWidget.setTabOrder(before, after)
