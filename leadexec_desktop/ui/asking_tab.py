"""What Ping, Duplicate check, Update and Status have in common: Send, what Send would send, and what came of it."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from leadexec_desktop.profiles.model import FieldSpec, SourceProfile
from leadexec_desktop.profiles.reading import Readings
from leadexec_desktop.protocol.delivery import Delivery, DeliveryState
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.undecided import UNDECIDED
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.services.composing import Composed
from leadexec_desktop.ui.composed_shown import Preview, is_sendable, point_at_refused
from leadexec_desktop.ui.halves import halves
from leadexec_desktop.ui.lead_form import LeadForm
from leadexec_desktop.ui.naming import explain, name, plain_label, plain_text
from leadexec_desktop.ui.outcome_card import OutcomeCard
from leadexec_desktop.ui.running_send import RunningSend

if TYPE_CHECKING:
    from leadexec_desktop.services.history import Detail
    from leadexec_desktop.services.tab_drafts import TabDraft

_CALLED = MappingProxyType(
    {
        Operation.PING: "ping",
        Operation.DUPLICATE: "duplicate check",
        Operation.UPDATE: "update",
        Operation.STATUS: "status request",
    }
)


class Panel(Protocol):
    """What is particular to one tab: what stands above and below Send, and what is composed of it.

    Attributes:
        operation: What is asked.
        send_label: On the button that asks.
        idle: What the card says before the first answer.
        begins_leads: A new lead is begun here; from any other tab it is begun on Submit.
        instead: What stands to the left where no lead is typed; None where the form does.
        above: What stands above Send.
        below: What stands between Send and the outcome.
        changed: Emitted when something else than the form has changed.
    """

    operation: Operation
    send_label: str
    idle: str
    begins_leads: bool
    instead: QWidget | None
    above: tuple[QWidget, ...]
    below: tuple[QWidget, ...]

    @property
    def changed(self) -> SignalInstance:
        """Emitted when something else than the form has changed."""

    def show_profile(self, profile: SourceProfile) -> tuple[FieldSpec, ...]:
        """Shows what it has of a profile; gives the fields of the form."""

    def compose(self, profile: SourceProfile, typed: Mapping[str, str], readings: Readings) -> tuple[Composed, ...]:
        """What Send would send: one request or more."""

    def will_happen(self, profile: SourceProfile) -> str:
        """One line that says what Send would do."""

    def take(self, detail: "Detail") -> None:
        """Takes in what came of what was asked."""

    def clear(self) -> None:
        """Empties what belongs to one lead; the last answer stays readable."""

    def keep(self, typed: Mapping[str, str]) -> "TabDraft":
        """What stands on the tab, with the texts of its form."""

    def give_back(self, draft: "TabDraft") -> None:
        """Puts back what stood on the tab, but for the texts of its form."""

    def focus_on(self, parameter: Parameter | None) -> bool:
        """Puts the keyboard into an option, or where typing begins; says whether there was such a place."""


class AskingTab(QWidget):
    """One operation: its form, its options, Send and the outcome.

    Args:
        panel: What is particular to it.
        open_url: Opens an address from outside, after a person agreed.
    """

    send_asked = Signal(object)
    """What is to be sent: a tuple of Composed, whose requests are there."""
    cancel_asked = Signal()
    begun = Signal(object)
    """Something is about to be asked: the texts of the form, by wire name."""
    sending = Signal(bool)
    """It begins to ask (True), or has ended."""
    typed = Signal()
    """What somebody typed here has changed."""
    ended = Signal(object)
    """A question has its answer, or is known to get none: its detail."""
    ended_elsewhere = Signal(str)
    """What came of a question under another profile than the one that is shown, for a person."""

    def __init__(self, panel: Panel, open_url: Callable[[str], None]) -> None:
        super().__init__()
        self.panel = panel
        self.operation = panel.operation
        self.begins_leads = panel.begins_leads
        self.setObjectName(panel.operation)
        self.form = LeadForm(panel.operation)
        self.card = OutcomeCard(panel.operation, open_url)
        self.card.complete()
        self._profile: SourceProfile | None = None
        self._composed: tuple[Composed, ...] = ()
        self._readings = Readings()
        self._why_not_ready = "History is being opened."
        self._obstacle = ""
        self._awaited = 0
        self._running = RunningSend(self, self._show_seconds)
        self._answer: Detail | None = None
        self._keyboard_waits = False
        self._is_quiet = False
        self._make_parts()
        self._lay_out()
        self._connect()
        self.card.show_problem(panel.idle)

    def _make_parts(self) -> None:
        tab = self.operation
        self._preview = Preview(tab)
        self._will_happen = plain_text()
        self._will_happen.setObjectName(f"{tab}.will_happen")
        self._will_happen.setProperty("role", "hint")
        self._send, self._cancel = QPushButton(self.panel.send_label), QPushButton("Cancel")
        self._clear = QPushButton("Clear")
        self._send.setProperty("role", "primary")
        for button, object_name, tip in (
            (self._send, f"{tab}.send", "Ctrl+Enter"),
            (self._cancel, f"{tab}.cancel", "Escape"),
            (self._clear, f"{tab}.clear", "Empties this tab; the last answer stays readable."),
        ):
            name(button, object_name, plain_label(button.text()))
            explain(button, tip)
            button.setAutoDefault(False)
        self._cancel.setEnabled(False)

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(6, 2, 4, 2)
        column.setSpacing(6)
        for widget in self.panel.above:
            column.addWidget(widget)
        column.addWidget(self._will_happen)
        buttons = QHBoxLayout()
        for button, stretch in ((self._send, 2), (self._cancel, 1), (self._clear, 1)):
            buttons.addWidget(button, stretch)
        column.addLayout(buttons)
        for widget in self.panel.below:
            column.addWidget(widget)
        column.addWidget(self.card, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 8, 4, 8)
        left = self.panel.instead or self.form
        layout.addWidget(halves(left, self._preview, right))
        if left is not self.form:
            self.form.setParent(self)
            self.form.hide()

    def _connect(self) -> None:
        self.panel.changed.connect(self._take_change)
        self._send.clicked.connect(self.press_send)
        self._cancel.clicked.connect(self.cancel_asked)
        self._clear.clicked.connect(self.next_lead)
        self.form.edited.connect(self._take_change)
        self.form.finished.connect(self._send.setFocus)

    # ------------------------------------------------------------------ what is typed

    @property
    def profile(self) -> SourceProfile | None:
        """The profile whose form is shown; None before the first."""
        return self._profile

    def show_profile(self, profile: SourceProfile | None) -> None:
        """Shows a profile's form and options; None shows an empty tab.

        What belongs to one lead is of one profile: nothing of it stands under another.
        """
        is_other = (self._profile and self._profile.id) != (profile and profile.id)
        self._profile = profile
        self._readings = Readings()
        self._is_quiet = True
        if is_other:
            self.panel.clear()
            self.forget_answer()
        self.form.show_fields(() if profile is None else self.panel.show_profile(profile))
        self._set_tab_order()
        self._is_quiet = False
        self.follow()

    def give_back(self, draft: "TabDraft") -> None:
        """Puts back what stood here under the profile that is shown."""
        self._is_quiet = True
        self.panel.give_back(draft)
        self.form.set_typed(draft.typed)
        self._is_quiet = False
        self.follow()

    def keep(self) -> "TabDraft":
        """What stands here."""
        return self.panel.keep(self.form.typed())

    def _take_change(self) -> None:
        if not self._is_quiet:
            self.follow()
            self.typed.emit()

    def forget_answer(self) -> None:
        """Takes the answer away that was given to another lead."""
        self._answer = None
        self.card.show_problem(self.panel.idle)

    @property
    def asked(self) -> Mapping[str, str]:
        """The texts that were asked about last, by wire name; none before."""
        return self._running.texts

    def next_lead(self) -> None:
        """Empties the tab, and goes to the first field; the last outcome stays readable."""
        if self.is_sending:
            return
        self.panel.clear()
        self.form.clear(keep_sticky=False)
        self.focus_first()

    def focus_first(self) -> None:
        """Puts the keyboard where typing begins."""
        if not self.panel.focus_on(None):
            self.form.focus_first()

    def _set_tab_order(self) -> None:
        for before, after in pairwise([*self.form.input_widgets(), self._send]):
            QWidget.setTabOrder(before, after)

    def follow(self) -> None:
        """Reads the tab again after each change."""
        profile = self._profile
        if profile is not None:
            self._composed = self.panel.compose(profile, self.form.typed(), self._readings)
            first = self._composed[0]
            self.form.complain(first.field_problems, first.field_remarks)
            self._preview.show_composed(first, self.form, others=len(self._composed) - 1)
        else:
            self._composed = ()
            self._preview.say("")
        self._will_happen.setText("" if profile is None else self.panel.will_happen(profile))
        self._allow_send()

    # ------------------------------------------------------------------ sending

    def set_ready(self, why_not: str = "") -> None:
        """Says whether anything can be written down; empty if it can."""
        self._why_not_ready = why_not
        self._allow_send()

    def _allow_send(self) -> None:
        obstacle = self._why_not_ready or ("There is no profile yet." if self._profile is None else "")
        first = next(iter(self._composed), None)
        if not obstacle and first is not None and not (first.field_problems or first.option_problems):
            obstacle = first.obstacle
        if not obstacle and self.is_sending:
            obstacle = "The receiver is being asked: wait for its answer, or cancel."
        self._obstacle = obstacle
        self._send.setEnabled(not obstacle)
        explain(self._send, obstacle or "Ctrl+Enter")

    @property
    def is_sending(self) -> bool:
        """Whether an answer is awaited."""
        return self._awaited > 0

    def press_send(self) -> None:
        """Asks, or says what keeps it from asking; a second press while it asks does nothing."""
        if self.is_sending:
            return
        if not self._send.isEnabled():  # a key can ask for it all the same
            self._say_again(f"Nothing was sent. {self._obstacle}")
            return
        if all(is_sendable(own, self.form, self.card, self.panel.focus_on) for own in self._composed):
            self._start()

    def _say_again(self, why_not: str) -> None:
        """Says why nothing was sent; the last answer stays readable until something is."""
        if self._answer is None:
            self.card.show_problem(why_not)
        else:
            self.card.show_outcome(self._answer.outcome, self._answer.delivery.elapsed_s, why_not)

    def _start(self) -> None:
        self._awaited = len(self._composed)
        self._keyboard_waits = self._send.hasFocus()
        self.form.settle()
        self._answer = None
        self._running.begin(self._profile, self.form.typed())
        self.begun.emit(self._running.texts)
        self.send_asked.emit(self._composed)
        if self.is_sending:
            if self._keyboard_waits:  # else it would go astray with the button off
                self.card.setFocus()
            self._cancel.setEnabled(True)
            self.sending.emit(True)
            self._allow_send()
            self._show_seconds()

    def _show_seconds(self) -> None:
        if not self._is_under(self._running.profile):
            return
        if self._running.is_begun:
            waits = UNDECIDED[self.operation].without_answer[DeliveryState.SENDING]
            self.card.show_sending(self._running.seconds, waits)
        else:
            self.card.show_problem(self._running.why_not_begun)

    @property
    def is_begun(self) -> bool:
        """Whether the receiver may have what was asked last."""
        return self._running.is_begun

    def show_begun(self, _delivery: Delivery) -> None:
        """Takes note that a question was written down and is being sent."""
        self._running.is_begun = True

    def show_ended(self, detail: "Detail") -> None:
        """Shows what came of a question."""
        self._end_one()
        destination = detail.delivery.destination
        if self._profile is None or destination.profile_id != self._profile.id:
            self._say_elsewhere(destination.profile_name, detail.outcome.kind)
            return
        self._answer = detail
        self.card.show_outcome(detail.outcome, detail.delivery.elapsed_s)
        point_at_refused(self.form, detail.outcome)
        self.ended.emit(detail)
        self.panel.take(detail)
        self.follow()
        self._give_keyboard_back()

    def show_not_begun(self, why: str) -> None:
        """Shows why nothing was asked; what was typed stays."""
        self._end_one()
        asked_under = self._running.profile
        if asked_under is None or self._is_under(asked_under):
            self.card.show_problem(why)
        else:
            self._say_elsewhere(asked_under.name, why)
        self._give_keyboard_back()

    def _is_under(self, profile: SourceProfile | None) -> bool:
        """Whether that profile is shown, be it edited meanwhile or not."""
        return profile is not None and self._profile is not None and profile.id == self._profile.id

    def _say_elsewhere(self, profile_name: str, what: str) -> None:
        if not self.is_sending:  # of several questions, the last speaks
            self.ended_elsewhere.emit(f"The {_CALLED[self.operation]} under “{profile_name}”: {what}")

    def _end_one(self) -> None:
        self._awaited = max(0, self._awaited - 1)
        if self._awaited:
            return
        self._running.end()
        self._cancel.setEnabled(False)
        self.sending.emit(False)
        self._allow_send()

    def _give_keyboard_back(self) -> None:
        """Puts the keyboard back on Send, unless somebody has put it elsewhere meanwhile."""
        if self._keyboard_waits and not self.is_sending and self.card.hasFocus():
            self._send.setFocus()
