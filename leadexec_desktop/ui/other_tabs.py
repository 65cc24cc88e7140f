"""Ping, Duplicate check, Update and Status: made when they are first shown, and how each leads to another."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial

from PySide6.QtCore import QObject, Signal

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.protocol.outcome import Outcome
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.services.desk import Desk
from leadexec_desktop.services.history import Detail, KnownLead
from leadexec_desktop.services.next_steps import NextStep
from leadexec_desktop.services.orders import Orders
from leadexec_desktop.services.tab_drafts import TabDraft, TabDrafts
from leadexec_desktop.services.updating import baseline_of, unknown_baseline
from leadexec_desktop.ui.ask_flow import AskFlow
from leadexec_desktop.ui.asking_tab import AskingTab, Panel
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.credentials_flow import CredentialsFlow
from leadexec_desktop.ui.duplicate_panel import DuplicatePanel
from leadexec_desktop.ui.main_window import MainWindow
from leadexec_desktop.ui.own_history import OwnHistory
from leadexec_desktop.ui.ping_panel import PingPanel
from leadexec_desktop.ui.set_aside import SetAside
from leadexec_desktop.ui.status_panel import StatusPanel
from leadexec_desktop.ui.update_panel import UpdatePanel

PLACES = (Operation.PING, Operation.DUPLICATE, Operation.UPDATE, Operation.STATUS)
"""The tabs behind Submit, in their order."""
_TAKES_FROM_SUBMIT = (Operation.PING, Operation.DUPLICATE)
"""A lead that is being typed on Submit stands on these too, while nobody has typed anything there."""


class OtherTabs(QObject):
    """The four tabs.

    Args:
        window: The window.
        background: Where questions run.
        credentials: Asks a person for what a question needs.
        orders: The orders of this session.
        now: The time, aware, on the agent's clock.
        zone: The zone that orders' expiries are meant in.
        open_url: Opens an address from outside, after a person agreed.
        owing: Called where the end of a question could not be written down.
    """

    step_asked = Signal(NextStep, str)
    """What an answer leads to, and the id of its delivery."""
    post_asked = Signal(str)
    """The order on Ping is to be posted: its ID."""
    zone_chosen = Signal(str)
    typed = Signal()
    """What somebody typed on one of them has changed."""

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        credentials: CredentialsFlow,
        *,
        orders: Orders,
        now: Callable[[], datetime],
        zone: str,
        open_url: Callable[[str], None],
        owing: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._background = background
        self._credentials = credentials
        self._open_url = open_url
        self._owing = owing
        self._desk: Desk | None = None
        self._profile: SourceProfile | None = None
        self._kept: dict[tuple[str, str], TabDraft] = {}
        self._mirrored: dict[Operation, Mapping[str, str]] = {}
        self._orders, self._now, self._zone = orders, now, zone
        self._tabs: dict[Operation, AskingTab] = {}
        self._flows: dict[Operation, AskFlow] = {}
        self._last: dict[Operation, Detail] = {}
        self._own_history: OwnHistory | None = None
        self._aside = SetAside(window.notice, self._bring_back)
        window.tabs.currentChanged.connect(self._show)
        self._show(window.tabs.currentIndex())

    # A panel's widgets belong to its tab, which is made with it.
    @cached_property
    def ping(self) -> PingPanel:
        """What is particular to Ping."""
        panel = PingPanel(self._orders, self._now, self._zone)
        panel.post_asked.connect(self.post_asked)
        panel.zone_chosen.connect(self.zone_chosen)
        panel.picked.connect(self._show_picked)
        return panel

    @cached_property
    def duplicate(self) -> DuplicatePanel:
        """What is particular to the duplicate check."""
        return DuplicatePanel()

    @cached_property
    def update(self) -> UpdatePanel:
        """What is particular to Update."""
        return UpdatePanel()

    @cached_property
    def status(self) -> StatusPanel:
        """What is particular to Status."""
        panel = StatusPanel(self._now)
        panel.agreed.connect(lambda: self.tab(Operation.STATUS).press_send())
        return panel

    def _panel(self, operation: Operation) -> Panel:
        match operation:
            case Operation.PING:
                return self.ping
            case Operation.DUPLICATE:
                return self.duplicate
            case Operation.UPDATE:
                return self.update
            case _:
                return self.status

    # ------------------------------------------------------------------ made when they are shown

    def _show(self, index: int) -> None:
        if 0 < index <= len(PLACES):
            tab = self.tab(PLACES[index - 1])
            self._mirror(tab)
            if tab.operation is Operation.PING:
                self.ping.follow_orders()

    def tab(self, operation: Operation) -> AskingTab:
        """One of the tabs, made if it was never shown."""
        made = self._tabs.get(operation)
        return self._make(operation) if made is None else made

    def _make(self, operation: Operation) -> AskingTab:
        tab = AskingTab(self._panel(operation), self._open_url)
        self._tabs[operation] = tab
        about = (lambda: self.status.about) if operation is Operation.STATUS else (lambda: "")
        flow = AskFlow(tab, self._background, self._credentials, about=about, owing=self._owing)
        self._flows[operation] = flow
        tab.ended.connect(partial(self._take_ended, operation))
        tab.ended_elsewhere.connect(self._window.notice.say)
        tab.card.copied.connect(self._window.say_copied)
        tab.card.step_pressed.connect(lambda step: self._step(operation, step))
        if operation is Operation.UPDATE:
            tab.begun.connect(self.update.begin)
        if operation is Operation.DUPLICATE:
            self._own_history = OwnHistory(tab, self.duplicate.own, self._background, self._now)
        self._window.put_tab(PLACES.index(operation) + 1, tab)
        self._show_profile_on(tab)
        tab.typed.connect(partial(self._take_typed, tab))
        if self._desk is not None:
            self._open(flow, self._desk)
        return tab

    def open(self, desk: Desk) -> None:
        """Takes the services, once history is open."""
        self._desk = desk
        for flow in self._flows.values():
            self._open(flow, desk)

    def _open(self, flow: AskFlow, desk: Desk) -> None:
        flow.open(desk)
        if self._own_history is not None:
            self._own_history.open(desk.history)

    @property
    def is_sending(self) -> bool:
        """Whether any of them awaits an answer."""
        return any(tab.is_sending for tab in self._tabs.values())

    def cancel_all(self) -> None:
        """Stops whatever is being asked."""
        for flow in self._flows.values():
            flow.cancel()

    # ------------------------------------------------------------------ profiles, and what is typed under each

    def show_profile(self, profile: SourceProfile | None) -> None:
        """Shows another profile; what was typed under the one before is given back on return."""
        self._profile = profile
        self._aside.show_profile(profile)
        self._mirrored.clear()
        for tab in self._tabs.values():
            self._show_profile_on(tab)
        self._show(self._window.tabs.currentIndex())

    def _show_profile_on(self, tab: AskingTab) -> None:
        profile = self._profile
        before = tab.profile
        if (before and before.id) != (profile and profile.id):
            self._last.pop(tab.operation, None)
        tab.show_profile(profile)
        kept = None if profile is None else self._kept.get((tab.operation, profile.id))
        if kept is not None:
            tab.give_back(kept)

    def _take_typed(self, tab: AskingTab) -> None:
        profile = tab.profile
        if profile is not None:
            self._kept[tab.operation, profile.id] = tab.keep()
            self.typed.emit()

    @property
    def drafts(self) -> TabDrafts:
        """What stands on them under all profiles, for keeping."""
        for tab in self._tabs.values():
            place = (tab.operation, "" if tab.profile is None else tab.profile.id)
            if place in self._kept:  # an order may have been posted meanwhile
                self._kept[place] = tab.keep()
        return {**self._kept, **self._aside.drafts}

    def restore(self, drafts: TabDrafts) -> None:
        """Gives back what was kept, where nobody has typed anything since."""
        self._kept = {**self._aside.restore(drafts), **self._kept}
        for tab in self._tabs.values():
            if not tab.form.holds_a_lead:
                self._show_profile_on(tab)

    def _mirror(self, tab: AskingTab) -> None:
        """Takes the lead that is being typed on Submit, unless somebody has typed another here."""
        if tab.operation not in _TAKES_FROM_SUBMIT:
            return
        submit, stands = self._window.submit, tab.form.typed()
        is_mirrored = stands == self._mirrored.get(tab.operation)
        if tab.form.holds_a_lead and not is_mirrored:
            return
        if submit.holds_unsent_lead:
            taken = {name: text for name, text in submit.form.typed().items() if name in stands}
            # It is kept as Submit's, and once is enough: here it would outlive the lead.
            tab.give_back(replace(tab.keep(), typed=taken))
            self._mirrored[tab.operation] = tab.form.typed()
        elif is_mirrored:  # that lead is done with
            tab.form.clear(keep_sticky=False)

    # ------------------------------------------------------------------ answers, and what they lead to

    def _take_ended(self, operation: Operation, detail: Detail) -> None:
        self._last[operation] = detail

    def _show_picked(self, detail: Detail) -> None:
        self._last[Operation.PING] = detail
        self.tab(Operation.PING).card.show_outcome(detail.outcome, detail.delivery.elapsed_s)

    def go_from_here(self, step: NextStep) -> None:
        """Goes a step from the last answer on the tab that is shown."""
        operation = PLACES[self._window.tabs.currentIndex() - 1]
        if operation is Operation.PING and step is NextStep.POST_ORDER:
            self.ping.press_post()
        elif operation is Operation.PING and step is NextStep.DUPLICATE:
            self.ask_duplicate(self.tab(operation).form.typed())
        else:
            self._step(operation, step)

    def _step(self, operation: Operation, step: NextStep) -> None:
        detail = self._last.get(operation)
        if detail is not None:
            self.step_asked.emit(step, detail.delivery.id)
        else:
            self._window.say_shortly("There is no answer here yet.")

    def go_to(self, operation: Operation) -> AskingTab:
        """Shows one of the tabs."""
        self._window.tabs.setCurrentIndex(PLACES.index(operation) + 1)
        return self.tab(operation)

    def _make_room(self, operation: Operation) -> AskingTab:
        """Shows a tab for another lead: what was typed there and not sent is set aside, an answer to it taken away."""
        tab = self.go_to(operation)
        if tab.profile is not None and self._holds_unsent(tab):
            self._aside.take(operation, tab.profile, tab.keep())
            self.typed.emit()
        tab.forget_answer()
        self._last.pop(operation, None)
        return tab

    def _holds_unsent(self, tab: AskingTab) -> bool:
        if tab.operation is Operation.UPDATE:
            return self.update.has_changes and tab.form.holds_a_lead
        return tab.form.holds_a_lead and tab.form.typed() not in (tab.asked, self._mirrored.get(tab.operation))

    def _bring_back(self, operation: Operation, draft: TabDraft) -> None:
        tab = self._make_room(operation)
        tab.form.clear(keep_sticky=False)
        tab.give_back(draft)
        self._take_typed(tab)
        tab.focus_first()

    def load_update(self, profile: SourceProfile, lead_uid: str, known: KnownLead | None) -> None:
        """Puts a lead on Update, ready to be changed: with all that is known of it."""
        tab = self._make_room(Operation.UPDATE)
        baseline = unknown_baseline(profile) if known is None else baseline_of(profile, known.lead, known.who)
        tab.form.clear(keep_sticky=False)
        self.update.load(lead_uid, baseline)
        tab.form.set_typed({name: baseline.texts.get(name, "") for name in tab.form.typed()})
        tab.form.focus_first()

    def ask_status(self, delivery_id: str, outcome: Outcome, who: str) -> None:
        """Asks what became of a lead that was sent."""
        tab = self.go_to(Operation.STATUS)
        self.status.load(delivery_id, outcome.post_id or outcome.status_url, who)
        tab.focus_first()
        tab.press_send()

    def show_news(self, detail: Detail) -> None:
        """Shows what became of a queued lead, if its status stands here."""
        made = self._tabs.get(Operation.STATUS)
        if made is None or self.status.about != detail.delivery.id or made.is_sending or detail.learnt is None:
            return
        made.card.show_outcome(detail.outcome)
        self.status.show(detail.outcome)

    def ask_duplicate(self, typed: Mapping[str, str]) -> None:
        """Asks whether the receiver has had a lead."""
        tab = self._make_room(Operation.DUPLICATE)
        tab.form.clear(keep_sticky=False)
        tab.form.set_typed({name: text for name, text in typed.items() if name in tab.form.typed()})
        tab.focus_first()
        tab.press_send()
