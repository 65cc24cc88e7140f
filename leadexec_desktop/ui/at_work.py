"""All of the window that needs history: leads on their way, the draft, and history's opening.

Imported once the form is on screen: what it brings would keep the first key waiting.
"""

from collections.abc import Callable

from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.services.connection_test import Tester
from leadexec_desktop.services.desk import Desk
from leadexec_desktop.store.credentials import Credentials
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.credentials_flow import CredentialsFlow
from leadexec_desktop.ui.duplicate_watch import DuplicateWatch
from leadexec_desktop.ui.help_actions import copy_diagnostics
from leadexec_desktop.ui.history_model import PAGE_SIZE
from leadexec_desktop.ui.lead_flow import LeadFlow
from leadexec_desktop.ui.lead_keeping import KeptLeads, LeadKeeping
from leadexec_desktop.ui.main_window import MainWindow
from leadexec_desktop.ui.notice import Deed
from leadexec_desktop.ui.opening import Opening
from leadexec_desktop.ui.profile_flow import ProfileFlow
from leadexec_desktop.ui.work_openers import WorkOpeners

_ON_ITS_WAY = (
    "A lead is on its way. Wait for the answer, or close the window again: the send is then cancelled, and history "
    "says whether the receiver may have it."
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
            draft=self.keeping.hand_over,
            before=self.keeping.be_written,
            ended=self.keeping.keep,
        )
        # Checks run in a place of their own, so that no send waits for one.
        self._checks = Background(window)
        self.duplicates = DuplicateWatch(
            window.submit, window.aids.duplicates, self._checks, now=window.now, show=window.show_in_history
        )
        self._opening = Opening(
            window,
            background,
            open_desk=openers.desk,
            move_aside=openers.move_aside,
            changed=self._changed_anywhere,
            opened=self._take_desk,
        )
        window.diagnostics_asked.connect(self._copy_diagnostics)
        self._opening.open()

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
        is_lost = self._opening.is_for_session and (
            self._window.history.model.rowCount() or self._window.submit.form.holds_a_lead
        )
        if is_lost:
            return _NOT_KEPT
        return _FORM_NOT_KEPT if self.keeping.is_lost else ""

    def end(self) -> None:
        """Cancels what is being sent, and keeps what stands in the form; the window closes."""
        self._flow.cancel_all()
        self.duplicates.end()
        self.keeping.keep()

    def close(self) -> None:
        """Closes history; after all that runs beside the window has ended."""
        self._checks.close()
        if self._desk is not None:
            self._desk.close()

    def _take_desk(self, desk: Desk) -> None:
        self._desk = desk
        self._credentials.open(desk.credentials, are_kept=desk.secrets_outlive_session)
        self._flow.open(desk)
        self._background.run(
            lambda: (desk.history.unsettled(), desk.history.page(None, PAGE_SIZE), self.keeping.read(desk)),
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

    def _take_history(self, read: tuple[list[Delivery], list[Delivery], KeptLeads]) -> None:
        unsettled, page, kept = read
        self._window.history.model.begin(unsettled, page)
        self.keeping.take(kept)
        desk = self._desk
        for told in () if desk is None else (*desk.complaints, *desk.drafting.kept_aside):
            self._window.notice.say(told)
        self._is_read = True
        self._window.submit.set_ready()
        self.restore()
        if desk is not None:
            self.duplicates.open(desk)

    def _changed_anywhere(self, delivery: Delivery) -> None:
        """Takes in a change of a delivery; told by the services, on whatever thread."""
        self._flow.changed_anywhere(delivery)
        self._background.call(lambda: self._window.aids.take_change(delivery))

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
