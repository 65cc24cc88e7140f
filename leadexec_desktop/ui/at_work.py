"""All of the window that needs history: leads on their way, the draft, and history's opening.

Imported once the form is on screen: what it brings would keep the first key waiting.
"""

from collections.abc import Callable

from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.services.connection_test import Tester
from leadexec_desktop.services.desk import Desk
from leadexec_desktop.services.history import Detail
from leadexec_desktop.services.next_steps import NextStep
from leadexec_desktop.services.tab_drafts import TabDrafts
from leadexec_desktop.store.credentials import Credentials
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.credentials_flow import CredentialsFlow
from leadexec_desktop.ui.desktop_notes import DesktopNotes
from leadexec_desktop.ui.duplicate_watch import DuplicateWatch
from leadexec_desktop.ui.follow_flow import FollowFlow
from leadexec_desktop.ui.help_actions import copy_diagnostics
from leadexec_desktop.ui.history_model import PAGE_SIZE
from leadexec_desktop.ui.lead_flow import LeadFlow
from leadexec_desktop.ui.lead_keeping import KeptLeads, LeadKeeping
from leadexec_desktop.ui.main_window import MainWindow
from leadexec_desktop.ui.notice import Deed
from leadexec_desktop.ui.notifying import Notifying
from leadexec_desktop.ui.opening import Opening
from leadexec_desktop.ui.other_tabs import OtherTabs
from leadexec_desktop.ui.profile_flow import ProfileFlow
from leadexec_desktop.ui.step_flow import StepFlow
from leadexec_desktop.ui.tab_keeping import TabKeeping
from leadexec_desktop.ui.work_openers import WorkOpeners

_ON_ITS_WAY = (
    "A lead is on its way. Wait for the answer, or close the window again: the send is then cancelled, and history "
    "says whether the receiver may have it."
)
_ASKING = (
    "The receiver is being asked. Wait for the answer, or close the window again: that is then cancelled, and history "
    "says how it ended."
)
_NOT_KEPT = (
    "This session is kept nowhere: what you typed and sent in it is gone when the window closes. "
    "Close it again if that is right."
)
_FORM_NOT_KEPT = (
    "What you typed in the form could not be kept: it is gone when the window closes. Close it again if that is right."
)


class AtWork:
    """Opens history, and runs what needs it.

    Args:
        window: The window.
        background: Where blocking work runs.
        drafts: Where drafts are written: a place of their own, so that no send keeps them waiting.
        profiles: Those behind the bar.
        openers: How the parts are opened.
        ready: Called once history is open and what was being typed is given back.
        order_zone: The zone that orders' expiries are meant in, and what keeps another choice.

    Attributes:
        duplicates: Notices leads that were there before; asks for next steps.
    """

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        drafts: Background,
        *,
        profiles: ProfileFlow,
        openers: WorkOpeners,
        ready: Callable[[], None],
        order_zone: tuple[str, Callable[[str], None]],
    ) -> None:
        self._window = window
        self._background = background
        self._profiles = profiles
        self._openers = openers
        self._ready = ready
        self._desk: Desk | None = None
        self._is_read = False
        self._was_ready = False
        self.keeping = LeadKeeping(window, drafts, self._say, profiles.activate_typed, profiles.find)
        self._credentials = CredentialsFlow(window, background, lambda: profiles.active)
        self._flow = LeadFlow(
            window,
            background,
            self._say,
            self._credentials,
            profile=lambda: profiles.active,
            find=profiles.find,
            draft=self.keeping.hand_over,
            before=self.keeping.be_written,
            ended=self.keeping.keep,
        )
        self._drafts = drafts
        # Questions run in places of their own, so that no send waits for one.
        self._asks = Background(window)
        self._follows = Background(window)
        self._follow: FollowFlow | None = None
        self._tab_keeping: TabKeeping | None = None
        self._notifying = Notifying(DesktopNotes(window).show, window)
        self.duplicates = DuplicateWatch(
            window.submit, window.aids.duplicates, self._asks, now=window.now, show=window.show_in_history
        )
        self._make_tabs(*order_zone)
        self._opening = Opening(
            window,
            background,
            open_desk=openers.desk,
            move_aside=openers.move_aside,
            changed=self._take_change,
            opened=self._take_desk,
        )
        window.diagnostics_asked.connect(self._copy_diagnostics)
        self._opening.open()

    def _make_tabs(self, zone: str, keep_zone: Callable[[str], None]) -> None:
        window = self._window
        self._tabs = OtherTabs(
            window,
            self._asks,
            self._credentials,
            orders=window.orders,
            now=window.now,
            zone=zone,
            open_url=window.open_url,
            owing=self._flow.write_ends_soon,
        )
        self._tabs.show_profile(self._profiles.active)
        self._tabs.zone_chosen.connect(keep_zone)
        self._order_zone = zone
        self._tabs.zone_chosen.connect(self._take_zone)
        window.profile_shown.connect(self._tabs.show_profile)
        self._steps = StepFlow(
            window,
            self._background,
            self._tabs,
            self._profiles,
            orders=window.orders,
            zone=lambda: self._order_zone,
            make_room=self.keeping.make_room,
            say=self._say,
            open_url=window.open_url,
        )
        window.history.step_asked.connect(self._steps.go)
        self.duplicates.step_asked.connect(self._steps.go)
        window.submit.card.step_pressed.connect(self._go_from_submit)
        window.step_wanted.connect(self._go_wanted)

    def _take_zone(self, zone: str) -> None:
        self._order_zone = zone

    def _go_from_submit(self, step: NextStep) -> None:
        delivery_id = self._window.submit.delivery_id
        if delivery_id:
            self._steps.go(step, delivery_id)

    def _go_wanted(self, step: NextStep) -> None:
        """Goes the step that a key asks for, from wherever the keyboard is."""
        window, history = self._window, self._window.history
        selected = history.selected if history.has_keyboard else None
        if selected is not None:
            self._steps.go(step, selected.id)
        elif window.tabs.currentIndex():
            self._tabs.go_from_here(step)
        elif step is NextStep.DUPLICATE:
            self._tabs.ask_duplicate(window.submit.form.typed())
        elif window.submit.delivery_id:
            self._go_from_submit(step)
        else:
            window.say_shortly("The lead in the form was not sent yet.")

    @property
    def was_ready(self) -> bool:
        """What was being typed has been given back."""
        return self._was_ready

    @property
    def tester(self) -> Tester:
        """What tests the way to a receiver."""
        return self._openers.tester

    @property
    def credentials(self) -> Credentials | None:
        """What keeps the profiles' secrets; None while history is not open."""
        return None if self._desk is None else self._desk.credentials

    @property
    def why_not_close(self) -> str:
        """What a person should know before the window closes; empty if nothing."""
        if self._flow.is_sending:
            return _ON_ITS_WAY
        if self._tabs.is_sending:
            return _ASKING
        is_lost = self._opening.is_for_session and (
            self._window.history.model.rowCount() or self._window.submit.form.holds_a_lead
        )
        if is_lost:
            return _NOT_KEPT
        is_lost = self.keeping.is_lost or (self._tab_keeping is not None and self._tab_keeping.is_lost)
        return _FORM_NOT_KEPT if is_lost else ""

    def end(self) -> None:
        """Cancels what is being sent, and keeps what stands in the form; the window closes."""
        self._flow.cancel_all()
        self.duplicates.end()
        self._tabs.cancel_all()
        if self._follow is not None:
            self._follow.end()
        self.keeping.keep()
        if self._tab_keeping is not None:
            self._tab_keeping.keep()

    def close(self) -> None:
        """Closes history; after all that runs beside the window has ended."""
        self._asks.close()
        self._follows.close()
        if self._desk is not None:
            self._desk.close()

    def _take_desk(self, desk: Desk) -> None:
        self._desk = desk
        self._credentials.open(desk.credentials, are_kept=desk.secrets_outlive_session)
        self._flow.open(desk)
        self._tabs.open(desk)
        self._steps.open(desk)
        self._tab_keeping = TabKeeping(self._tabs, self._drafts, desk.tab_drafting, self._window.notice)
        self._background.run(
            lambda: (
                desk.history.unsettled(),
                desk.history.page(None, PAGE_SIZE),
                self.keeping.read(desk),
                desk.tab_drafting.restore(),
            ),
            self._take_history,
            lambda error: self._give_up(desk, error),
            StorageError,
        )
        self._background.run(self._openers.warm_up, _nothing_of)
        if desk.interrupted:
            count = len(desk.interrupted)
            leads = "1 lead was" if count == 1 else f"{count} leads were"
            self._window.notice.say(
                f"{leads} being sent when the program ended: the receiver may have it. Make sure, then say in history "
                "whether it arrived.",
                Deed("Show it", self._window.history.select_first_unsettled),
            )

    def _take_history(self, read: tuple[list[Delivery], list[Delivery], KeptLeads, TabDrafts]) -> None:
        unsettled, page, kept, on_tabs = read
        self._window.history.model.begin(unsettled, page)
        self.keeping.take(kept)
        desk = self._desk
        if desk is not None:
            self._follow = FollowFlow(desk.following, self._follows, self._take_news, self._say, self._window)
        if self._tab_keeping is not None:
            self._tab_keeping.take(on_tabs)
        for told in () if desk is None else (*desk.complaints, *desk.drafting.kept_aside):
            self._window.notice.say(told)
        self._is_read = True
        self._window.submit.set_ready()
        self.restore()
        if desk is not None:
            self.duplicates.open(desk)

    def _take_change(self, delivery: Delivery) -> None:
        """Takes in a change of a delivery; told by the services, on whatever thread."""
        self._flow.changed_anywhere(delivery)
        self._background.call(lambda: self._take_change_here(delivery))

    def _take_change_here(self, delivery: Delivery) -> None:
        self._window.aids.take_change(delivery)
        if self._follow is not None:
            self._follow.take_change(delivery)

    def _take_news(self, delivery: Delivery) -> None:
        """Shows what became of a queued lead, wherever it stands."""
        self._notifying.take(delivery.outcome)
        self._flow.look_up(delivery.id, self._show_news)

    def _show_news(self, detail: Detail) -> None:
        self._window.submit.show_changed(detail.delivery, detail.outcome)
        self._tabs.show_news(detail)

    def _give_up(self, desk: Desk, error: Exception) -> None:
        """History could be opened, and not be read."""
        self._desk = None
        self._background.run(desk.close, _nothing_of, self._say, StorageError)
        self._opening.fail(error)

    def restore(self) -> None:
        """Gives what was being typed back, once both history and the profiles are there."""
        if self._was_ready or self._desk is None or not self._is_read or self._profiles.active is None:
            return
        self._was_ready = True
        self.keeping.restore()
        if not self._window.submit.form.has_keyboard:  # else somebody is typing already
            self._window.submit.form.focus_first()
        self._ready()

    def _copy_diagnostics(self) -> None:
        copy_diagnostics(self._window, self._background, self._desk, self._opening.why_not_open)

    def _say(self, error: Exception) -> None:
        self._window.notice.say(str(error))


def _nothing_of(_result: None) -> None:
    """Nothing is to be done with it."""
