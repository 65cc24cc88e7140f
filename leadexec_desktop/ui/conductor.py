"""What the window's parts ask for, answered: each request goes to a service beside the window, its end comes back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCloseEvent

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.services.desk import Desk
from leadexec_desktop.services.profile_library import Loaded, ProfileLibrary, find_profile, in_order
from leadexec_desktop.services.secrets import used_secrets
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
from leadexec_desktop.ui.theme import Colours, Theme

Setting = TypeVar("Setting", bool, str)

_NO_PROFILE = "There is no profile yet. Import one (Ctrl+I), or get to know the program on its built-in receiver."

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


class Rehearsal(Protocol):
    """The built-in receiver, running."""

    @property
    def profile(self) -> SourceProfile:
        """Its profile, with the address it listens at."""

    def answer_as(self, scenario: str) -> None:
        """Chooses what it answers."""

    def close(self) -> None:
        """Ends it."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks for.

    Attributes:
        imports: Profile files to take in.
        profile: Name or id of the profile to start with; empty for the one of last time.
        sandbox: Start on the built-in receiver.
    """

    imports: tuple[Path, ...] = ()
    profile: str = ""
    sandbox: bool = False


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


@dataclass(slots=True)
class _Open:
    """What is open by now."""

    library: ProfileLibrary | None = None
    desk: Desk | None = None
    rehearsal: Rehearsal | None = None
    profiles: tuple[SourceProfile, ...] = ()
    complaints: list[str] = field(default_factory=list)
    wishes: list[Wishes] = field(default_factory=list)
    is_rehearsal_asked: bool = False


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
        self._wishes = wishes
        self._apply_theme = apply_theme
        self._open = _Open()
        self._drafts = Background(self)
        self._keeping = LeadKeeping(
            window,
            self._drafts,
            self._say,
            self._activate_by_id,
            lambda profile_id: find_profile(self._open.profiles, profile_id),
        )
        self._flow = LeadFlow(window, background, self._say, before=self._keeping.be_written, ended=self._keeping.keep)
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
        window.bar.chosen.connect(self._choose)
        window.bar.scenario_chosen.connect(self._choose_scenario)
        window.import_asked.connect(self._import)
        window.rehearsal_asked.connect(self._rehearse)
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
        self._background.run(self._load, self._take_profiles, self._say_no_profiles, StorageError)

    def _load(self) -> tuple[ProfileLibrary, Loaded, Loaded]:
        library = self._openers.library()
        taken = library.import_files(self._wishes.imports)
        return library, library.load(), taken

    def _take_profiles(self, found: tuple[ProfileLibrary, Loaded, Loaded]) -> None:
        library, loaded, taken = found
        self._open.library = library
        self._open.profiles = loaded.profiles
        for complaint in (*taken.complaints, *loaded.complaints):
            self._complain(complaint)
        self._begin(taken)
        for wishes in self._open.wishes:
            self.take_wishes(wishes)
        self._open_history()

    def _say_no_profiles(self, error: Exception) -> None:
        self._say(error)
        self._open_history()

    def _open_history(self) -> None:
        """Opens history once the form is on screen: the libraries that it loads would keep the first key waiting."""
        AfterPaint(self._window.submit.form.viewport(), self._opening.open)

    def _begin(self, taken: Loaded) -> None:
        profiles = self._open.profiles
        if self._wishes.sandbox:
            self._rehearse()
            return
        wished = find_profile(profiles, self._wishes.profile) if self._wishes.profile else None
        if self._wishes.profile and wished is None:
            self._complain(f"There is no profile “{self._wishes.profile}”.")
        last = find_profile(profiles, self._settings.get("active_profile", ""))
        self._activate(wished or last or next(iter(taken.profiles), None) or next(iter(profiles), None))
        self._window.submit.form.focus_first()

    def take_wishes(self, wishes: Wishes) -> None:
        """Does what a later start asks for; what is being typed stays, as when a person chooses another profile."""
        library = self._open.library
        if library is None:
            self._open.wishes.append(wishes)  # done once the profiles are there
            return
        if not self._was_ready and (wishes.profile or wishes.sandbox):
            self._wishes = wishes  # the lead that is about to be given back must not choose its profile after this
        self._background.run(
            lambda: library.import_files(wishes.imports),
            lambda taken: self._carry_out(wishes, taken),
            self._say,
            StorageError,
        )

    def _carry_out(self, wishes: Wishes, taken: Loaded) -> None:
        self._add(taken)
        self._list_profiles()
        active = self._flow.profile
        wished = find_profile(self._open.profiles, wishes.profile) if wishes.profile else None
        if wishes.profile and wished is None:
            self._window.notice.say(f"There is no profile “{wishes.profile}”.")
        if wishes.sandbox:
            self._rehearse()
        elif wished is not None and (active is None or wished.id != active.id):
            self._choose(wished.id)
        elif active is None or active.id in {profile.id for profile in taken.profiles}:
            self._activate(find_profile(self._open.profiles, active.id) if active else next(iter(taken.profiles), None))

    def _take_desk(self, desk: Desk) -> None:
        self._open.desk = desk
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
        desk = self._open.desk
        for told in () if desk is None else (*desk.complaints, *desk.drafting.kept_aside):
            self._window.notice.say(told)
        self._is_read = True
        self._window.submit.set_ready()
        self._restore()

    def _give_up(self, desk: Desk, error: Exception) -> None:
        """History could be opened, and not be read."""
        self._open.desk = None
        self._background.run(desk.close, _nothing_of, self._say, StorageError)
        self._opening.fail(error)

    def _restore(self) -> None:
        """Gives what was being typed back, once both history and the profiles are there."""
        if self._was_ready or self._open.desk is None or not self._is_read or self._flow.profile is None:
            return
        self._was_ready = True
        self._keeping.restore()
        if not self._window.submit.form.has_keyboard:  # else somebody is typing already
            self._window.submit.form.focus_first()
        self.ready.emit()

    def _activate_by_id(self, profile_id: str) -> None:
        """Makes the profile active that a restored lead was typed under, unless another one was wished for."""
        profile = find_profile(self._open.profiles, profile_id)
        if profile is not None and not self._wishes.profile and not self._wishes.sandbox:
            self._activate(profile)

    # ------------------------------------------------------------------ profiles

    def _activate(self, profile: SourceProfile | None) -> None:
        self._flow.profile = profile
        is_sandbox = self._list_profiles()
        if profile is None:
            self._window.show_title("")
            self._window.notice.say(_NO_PROFILE, Deed("Rehearse", self._rehearse))
            return
        self._window.notice.withdraw(_NO_PROFILE)
        self._window.show_title(profile.name)
        used = used_secrets(profile)
        self._window.bar.allow_credentials(None if used else "This profile needs neither password nor token.")
        self._window.submit.show_profile(profile, is_sandbox=is_sandbox)
        if not is_sandbox:
            self._put("active_profile", profile.id)
        self._restore()

    def _list_profiles(self) -> bool:
        """Shows the profiles in the bar; gives whether the active one is the built-in receiver's."""
        profile, rehearsal = self._flow.profile, self._open.rehearsal
        is_sandbox = profile is not None and rehearsal is not None and profile.id == rehearsal.profile.id
        self._window.bar.show_profiles(
            self._open.profiles, "" if profile is None else profile.id, is_sandbox=is_sandbox
        )
        return is_sandbox

    def _choose(self, profile_id: str) -> None:
        self._activate(find_profile(self._open.profiles, profile_id))
        self._window.submit.form.focus_first()

    def _import(self, paths: Iterable[Path]) -> None:
        library = self._open.library
        if library is not None:
            wanted = tuple(paths)
            self._background.run(lambda: library.import_files(wanted), self._take_import, self._say, StorageError)

    def _take_import(self, taken: Loaded) -> None:
        self._add(taken)
        if taken.profiles:
            self._activate(taken.profiles[0])

    def _add(self, taken: Loaded) -> None:
        for complaint in taken.complaints:
            self._window.notice.say(complaint)
        new = {profile.id: profile for profile in taken.profiles}
        kept = [profile for profile in self._open.profiles if profile.id not in new]
        self._open.profiles = in_order([*kept, *new.values()])
        if taken.profiles:
            self._window.say_shortly(f"Imported {', '.join(own.name for own in taken.profiles)}")

    def _rehearse(self) -> None:
        if self._open.rehearsal is not None:
            self._activate(self._open.rehearsal.profile)
        elif not self._open.is_rehearsal_asked:
            self._open.is_rehearsal_asked = True
            self._background.run(self._openers.rehearsal, self._take_rehearsal, self._say_no_rehearsal, StorageError)

    def _say_no_rehearsal(self, error: Exception) -> None:
        self._open.is_rehearsal_asked = False
        self._say(error)

    def _take_rehearsal(self, rehearsal: Rehearsal) -> None:
        self._open.rehearsal = rehearsal
        others = [profile for profile in self._open.profiles if profile.id != rehearsal.profile.id]
        self._open.profiles = (*others, rehearsal.profile)
        self._activate(rehearsal.profile)

    def _choose_scenario(self, scenario: str) -> None:
        if self._open.rehearsal is not None:
            self._open.rehearsal.answer_as(scenario)

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
        if self._open.rehearsal is not None:
            self._open.rehearsal.close()
        if self._open.desk is not None:
            self._open.desk.close()

    def _copy_diagnostics(self) -> None:
        copy_diagnostics(self._window, self._background, self._open.desk, self._opening.why_not_open)

    def _say(self, error: Exception) -> None:
        self._window.notice.say(str(error))

    def _complain(self, text: str) -> None:
        self._window.notice.say(text)
        self.complained.emit(text)


def _nothing_of(_result: None) -> None:
    """Nothing is to be done with it."""
