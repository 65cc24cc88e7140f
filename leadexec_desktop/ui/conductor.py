"""What the window's parts ask for, answered: each request goes to a service beside the window, its end comes back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCloseEvent

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.settings import Settings
from leadexec_desktop.ui.after_paint import AfterPaint
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.main_window import MainWindow
from leadexec_desktop.ui.openers import Openers
from leadexec_desktop.ui.profile_flow import ProfileFlow, Wishes
from leadexec_desktop.ui.theme import Colours, Theme

if TYPE_CHECKING:
    from leadexec_desktop.services.connection_test import Tester
    from leadexec_desktop.store.credentials import Credentials
    from leadexec_desktop.ui.at_work import AtWork

Setting = TypeVar("Setting", bool, str)


class Conductor(QObject):
    """Runs the program behind one window.

    Args:
        window: The window.
        background: Where blocking work runs.
        settings: What is remembered between starts.
        openers: How the parts are opened.
        wishes: What the command line asks for.
        apply_theme: Dresses the program and gives the colours.

    Attributes:
        work: What needs history; None until the form is on screen.
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
        self._drafts = Background(self)
        self.work: AtWork | None = None
        self._profiles = ProfileFlow(
            window,
            background,
            openers=openers,
            window_tools=(self._credentials, self._tester),
            wishes=wishes,
            say=self._say,
            complain=self._complain,
            activated=self._take_profile,
        )
        self._closing_anyway = False
        self._kept_profile = ""
        self._connect()

    def _connect(self) -> None:
        window, submit = self._window, self._window.submit
        window.theme_chosen.connect(self._choose_theme)
        window.closing.connect(self._close_asked)
        window.log_folder_asked.connect(self._open_log_folder)
        submit.sending.connect(self._ask_anew)

    # ------------------------------------------------------------------ start

    def dress(self) -> None:
        """Takes theme, place and folds from the settings; after `start`, and before the window is shown."""
        self._show_theme(self._theme())
        self._window.take_geometry(self._settings.get("geometry", ""))
        submit = self._window.submit
        submit.set_options_open(self._settings.get("options_open", default=True))
        # From here on: to keep what was just read would start a thread before the first paint.
        submit.options_folded.connect(lambda is_open: self._put("options_open", is_open))

    def start(self) -> None:
        """Shows the form that was shown last time, and opens the rest once that is on screen."""
        if self._settings.moved_aside is not None:
            aside = self._settings.moved_aside.name
            self._window.notice.say(f"The settings could not be read and start anew; the old file is kept as {aside}.")
        self._kept_profile = last = self._settings.get("active_profile", "")
        if self._profiles.show_at_once(last):
            self._after_paint(lambda: self._profiles.load(last, self._begin_work))
        else:
            self._profiles.load(last, lambda: self._after_paint(self._begin_work))

    def take_wishes(self, wishes: Wishes) -> None:
        """Does what a later start asks for; what is being typed stays, as when a person chooses another profile."""
        self._profiles.take_wishes(wishes, is_restored=self.work is not None and self.work.was_ready)

    def _take_profile(self, profile: SourceProfile, *, is_sandbox: bool) -> None:
        if not is_sandbox and profile.id != self._kept_profile:
            self._kept_profile = profile.id
            self._put("active_profile", profile.id)
        if self.work is not None:
            self.work.restore()

    def _after_paint(self, act: Callable[[], None]) -> None:
        """Does something once the form is on screen: what it loads would keep the first key waiting."""
        AfterPaint(self._window.submit, act)  # a view's port would load all that Qt's widgets know

    def _begin_work(self) -> None:
        from leadexec_desktop.ui.at_work import AtWork  # noqa: PLC0415 - not before the first paint

        self._window.complete()
        self.work = AtWork(
            self._window,
            self._background,
            self._drafts,
            profiles=self._profiles,
            openers=self._openers.work(),
            ready=self.ready.emit,
            order_zone=(self._settings.get("order_zone", "UTC"), lambda zone: self._put("order_zone", zone)),
        )

    def _open_log_folder(self) -> None:
        from leadexec_desktop.ui.log_folder import open_log_folder  # noqa: PLC0415 - for whoever asks only

        open_log_folder(self._window, self._openers.log_folder)

    def _credentials(self) -> "Credentials | None":
        return None if self.work is None else self.work.credentials

    def _tester(self) -> "Tester | None":
        return None if self.work is None else self.work.tester

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
        self._window.set_colours(self._apply_theme(theme))

    def _close_asked(self, event: QCloseEvent) -> None:
        if not event.isAccepted():  # a profile is being edited
            return
        work = self.work
        why_not = "" if work is None else work.why_not_close
        if work is not None and why_not and not self._closing_anyway:
            self._closing_anyway = True
            event.ignore()
            work.keeping.keep()  # perhaps there is room again
            self._window.notice.say(why_not)
            return
        self._put("geometry", self._window.geometry_text())
        if work is not None:
            work.end()

    def _ask_anew(self, _is_sending: bool) -> None:
        """Lets a closing window ask about each send, not about the first alone."""
        self._closing_anyway = False

    def close(self) -> None:
        """Waits for what runs and closes everything; after the window."""
        self._drafts.close()
        self._background.close()
        self._profiles.close()
        if self.work is not None:
            self.work.close()

    def _say(self, error: Exception) -> None:
        self._window.notice.say(str(error))

    def _complain(self, text: str) -> None:
        self._window.notice.say(text)
        self.complained.emit(text)


def _nothing_of(_result: None) -> None:
    """Nothing is to be done with it."""
