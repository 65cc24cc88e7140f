"""What the window's parts ask for, answered: each request goes to a service beside the window, its end comes back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCloseEvent

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.services.desk import Desk
from leadexec_desktop.services.profile_library import ProfileLibrary
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.settings import Settings
from leadexec_desktop.ui.after_paint import AfterPaint
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.help_actions import copy_diagnostics, open_log_folder
from leadexec_desktop.ui.history_model import PAGE_SIZE
from leadexec_desktop.ui.lead_flow import LeadFlow
from leadexec_desktop.ui.lead_keeping import KeptLeads, LeadKeeping
from leadexec_desktop.ui.main_window import MainWindow
from leadexec_desktop.ui.notice import Deed
from leadexec_desktop.ui.opening import Changed, Opening, WayIn
from leadexec_desktop.ui.profile_flow import ProfileFlow, Rehearsal, Wishes
from leadexec_desktop.ui.theme import Colours, Theme

Setting = TypeVar("Setting", bool, str)


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


@dataclass(frozen=True, slots=True)
class Openers:
    """How the parts are opened that take their time: each is called on a thread.

    Attributes:
        library: Opens the profiles.
        desk: Opens history and all that needs it, in a way; tells the callable it gets of each change of a delivery.
        move_aside: Moves a history that cannot be opened out of the way, and gives its new names.
        rehearsal: Starts the built-in receiver.
        warm_up: Loads what the first send needs.
        log_folder: Where the log is; None where there is none.
    """

    library: Callable[[], ProfileLibrary]
    desk: Callable[[Changed, WayIn], Desk]
    move_aside: Callable[[], tuple[Path, ...]]
    rehearsal: Callable[[], Rehearsal]
    warm_up: Callable[[], None]
    log_folder: Path | None = None


class Conductor(QObject):
    """Runs the program behind one window.

    Args:
        window: The window.
        background: Where blocking work runs.
        settings: What is remembered between starts.
        openers: How the parts are opened.
        wishes: What the command line asks for.
        apply_theme: Dresses the program and gives the colours.
    """

    ready = Signal()
    """History is open and the wished-for profile is active."""
    complained = Signal(str)
    """Something that the command line asked for could not be done."""

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        settings: Settings,
        *,
        openers: Openers,
        wishes: Wishes,
        apply_theme: Callable[[Theme], Colours],
    ) -> None:
        super().__init__()
        self._window = window
        self._background = background
        self._settings = settings
        self._openers = openers
        self._apply_theme = apply_theme
        self._desk: Desk | None = None
        self._drafts = Background(self)
        self._keeping = LeadKeeping(
            window,
            self._drafts,
            self._say,
            lambda profile_id: self._profiles.activate_typed(profile_id),  # noqa: PLW0108 - it is made below
            lambda profile_id: self._profiles.find(profile_id),  # noqa: PLW0108 - the same
        )
        self._flow = LeadFlow(
            window,
            background,
            self._say,
            draft=self._keeping.hand_over,
            before=self._keeping.be_written,
            ended=self._keeping.keep,
        )
        self._profiles = ProfileFlow(
            window,
            background,
            self._flow,
            openers=(openers.library, openers.rehearsal),
            wishes=wishes,
            say=self._say,
            complain=self._complain,
            activated=self._take_profile,
        )
        self._opening = Opening(
            window,
            background,
            open_desk=openers.desk,
            move_aside=openers.move_aside,
            changed=self._flow.changed_anywhere,
            opened=self._take_desk,
        )
        self._closing_anyway = False
        self._is_read = False
        self._was_ready = False
        self._connect()

    def _connect(self) -> None:
        window, submit = self._window, self._window.submit
        window.theme_chosen.connect(self._choose_theme)
        window.closing.connect(self._close_asked)
        window.log_folder_asked.connect(lambda: open_log_folder(window, self._openers.log_folder))
        window.diagnostics_asked.connect(self._copy_diagnostics)
        submit.sending.connect(self._ask_anew)
        submit.options_folded.connect(lambda is_open: self._put("options_open", is_open))

    # ------------------------------------------------------------------ start

    def dress(self) -> None:
        """Takes theme, place and folds from the settings; before the window is shown."""
        self._show_theme(self._theme())
        self._window.take_geometry(self._settings.get("geometry", ""))
        self._window.submit.set_options_open(self._settings.get("options_open", default=True))

    def start(self) -> None:
        """Opens everything beside the window that is already on screen."""
        if self._settings.moved_aside is not None:
            aside = self._settings.moved_aside.name
            self._window.notice.say(f"The settings could not be read and start anew; the old file is kept as {aside}.")
        self._profiles.load(self._settings.get("active_profile", ""), self._open_history)

    def take_wishes(self, wishes: Wishes) -> None:
        """Does what a later start asks for; what is being typed stays, as when a person chooses another profile."""
        self._profiles.take_wishes(wishes, is_restored=self._was_ready)

    def _take_profile(self, profile: SourceProfile, *, is_sandbox: bool) -> None:
        if not is_sandbox:
            self._put("active_profile", profile.id)
        self._restore()

    def _open_history(self) -> None:
        """Opens history once the form is on screen: the libraries that it loads would keep the first key waiting."""
        AfterPaint(self._window.submit, self._opening.open)  # a view's port would load all that Qt's widgets know

    def _take_desk(self, desk: Desk) -> None:
        self._desk = desk
        self._flow.open(desk)
        self._background.run(
            lambda: (desk.history.unsettled(), desk.history.page(None, PAGE_SIZE), self._keeping.read(desk)),
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
        self._keeping.take(kept)
        desk = self._desk
        for told in () if desk is None else (*desk.complaints, *desk.drafting.kept_aside):
            self._window.notice.say(told)
        self._is_read = True
        self._window.submit.set_ready()
        self._restore()

    def _give_up(self, desk: Desk, error: Exception) -> None:
        """History could be opened, and not be read."""
        self._desk = None
        self._background.run(desk.close, _nothing_of, self._say, StorageError)
        self._opening.fail(error)

    def _restore(self) -> None:
        """Gives what was being typed back, once both history and the profiles are there."""
        if self._was_ready or self._desk is None or not self._is_read or self._flow.profile is None:
            return
        self._was_ready = True
        self._keeping.restore()
        if not self._window.submit.form.has_keyboard:  # else somebody is typing already
            self._window.submit.form.focus_first()
        self.ready.emit()

    # ------------------------------------------------------------------ drafts, settings, end

    def _put(self, key: str, value: Setting) -> None:
        self._background.run(lambda: self._settings.put(key, value), _nothing_of, self._say, StorageError)

    def _theme(self) -> Theme:
        found = self._settings.get("theme", Theme.SYSTEM.value)
        return Theme(found) if found in set(Theme) else Theme.SYSTEM

    def _choose_theme(self, theme: Theme) -> None:
        self._show_theme(theme)
        self._put("theme", theme.value)

    def _show_theme(self, theme: Theme) -> None:
        self._window.history.set_colours(self._apply_theme(theme))

    def _close_asked(self, event: QCloseEvent) -> None:
        why_not = self._why_not_close()
        if why_not and not self._closing_anyway:
            self._closing_anyway = True
            event.ignore()
            self._keeping.keep()  # perhaps there is room again
            self._window.notice.say(why_not)
            return
        self._flow.cancel_all()
        self._put("geometry", self._window.geometry_text())
        self._keeping.keep()

    def _why_not_close(self) -> str:
        """What a person should know before the window closes; empty if nothing."""
        if self._flow.is_sending:
            return _ON_ITS_WAY
        is_lost = self._opening.is_for_session and (
            self._window.history.model.rowCount() or self._window.submit.form.holds_a_lead
        )
        if is_lost:
            return _NOT_KEPT
        return _FORM_NOT_KEPT if self._keeping.is_lost else ""

    def _ask_anew(self, _is_sending: bool) -> None:
        """Lets a closing window ask about each send, not about the first alone."""
        self._closing_anyway = False

    def close(self) -> None:
        """Waits for what runs and closes everything; after the window."""
        self._drafts.close()
        self._background.close()
        self._profiles.close()
        if self._desk is not None:
            self._desk.close()

    def _copy_diagnostics(self) -> None:
        copy_diagnostics(self._window, self._background, self._desk, self._opening.why_not_open)

    def _say(self, error: Exception) -> None:
        self._window.notice.say(str(error))

    def _complain(self, text: str) -> None:
        self._window.notice.say(text)
        self.complained.emit(text)


def _nothing_of(_result: None) -> None:
    """Nothing is to be done with it."""
