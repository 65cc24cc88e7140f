"""The profiles behind the bar: read, imported, chosen, and the built-in receiver among them."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtGui import QCloseEvent

from leadexec_desktop.profiles.listing import find_profile, in_order
from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.services.secrets import used_secrets
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.main_window import MainWindow
from leadexec_desktop.ui.notice import Deed
from leadexec_desktop.ui.openers import Openers

if TYPE_CHECKING:
    from leadexec_desktop.services.connection_test import Tester
    from leadexec_desktop.services.profile_library import Loaded, ProfileLibrary
    from leadexec_desktop.store.credentials import Credentials
    from leadexec_desktop.ui.profile_window import ProfileWindow

_NO_PROFILE = "There is no profile yet. Import one (Ctrl+I), or get to know the program on its built-in receiver."


class Rehearsal(Protocol):
    """The built-in receiver, running."""

    @property
    def profile(self) -> SourceProfile:
        """Its profile, with the address it listens at."""

    def answer_as(self, scenario: str) -> None:
        """Chooses what it answers."""

    def close(self) -> None:
        """Ends it."""


class Wishes(NamedTuple):
    """What the command line asks for.

    Attributes:
        imports: Profile files to take in.
        profile: Name or id of the profile to start with; empty for the one of last time.
        sandbox: Start on the built-in receiver.
    """

    imports: tuple[Path, ...] = ()
    profile: str = ""
    sandbox: bool = False


class Activated(Protocol):
    """Told that a profile is active now."""

    def __call__(self, profile: SourceProfile, *, is_sandbox: bool) -> None:
        """Takes note of it."""


class ProfileFlow:
    """Answers what the bar and the menu ask of profiles.

    Args:
        window: The window.
        background: Where blocking work runs.
        openers: What opens the profiles, and what starts the built-in receiver.
        window_tools: What gives the profiles' secrets, and what tests a connection; both None for a while at first.
        wishes: What the command line asks for.
        say: Tells a person of an error.
        complain: The same, of something that the command line asked for.
        activated: Told of each profile that becomes active.

    Attributes:
        active: The active profile; None before the first.
    """

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        *,
        openers: Openers,
        window_tools: "tuple[Callable[[], Credentials | None], Callable[[], Tester | None]]",
        wishes: Wishes,
        say: Callable[[Exception], None],
        complain: Callable[[str], None],
        activated: Activated,
    ) -> None:
        self._window = window
        self._background = background
        self._openers = openers
        self._window_tools = window_tools
        self._wishes = wishes
        self._say = say
        self._complain = complain
        self._activated = activated
        self.active: SourceProfile | None = None
        self._library: ProfileLibrary | None = None
        self._profiles: tuple[SourceProfile, ...] = ()
        self._read_only: frozenset[str] = frozenset()
        self._editor: ProfileWindow | None = None
        self._rehearsal: Rehearsal | None = None
        self._is_rehearsal_asked = False
        self._later: list[Wishes] = []
        self._without_place = ""
        window.bar.chosen.connect(self._choose)
        window.bar.scenario_chosen.connect(self._choose_scenario)
        window.bar.manage_asked.connect(self._manage)
        window.closing.connect(self._close_editor)
        window.import_asked.connect(self._import)
        window.rehearsal_asked.connect(self._rehearse)

    def find(self, profile_id: str) -> SourceProfile | None:
        """The profile of that id or name; None if there is none."""
        return find_profile(self._profiles, profile_id)

    # ------------------------------------------------------------------ start

    def show_at_once(self, last: str) -> bool:
        """Shows the profile that was active last time, unless the command line asks for something else.

        Args:
            last: Its id; empty for none.

        Returns:
            Whether it is shown; the others are there only after `load`.
        """
        if self._wishes != Wishes():
            return False
        profile = self._openers.last_profile(last)
        if profile is None:
            return False
        self._profiles = (profile,)
        self._activate(profile)
        self._window.submit.form.focus_first()
        return True

    def load(self, last: str, done: Callable[[], None]) -> None:
        """Reads the profiles, and makes the wished-for one active.

        Args:
            last: The id of the one that was active when the program ended; empty for none.
            done: Called when that is done, or could not be.
        """

        def read() -> "tuple[ProfileLibrary, Loaded, Loaded]":
            library = self._openers.library()
            taken = library.import_files(self._wishes.imports)
            return library, library.load(), taken

        def take(found: "tuple[ProfileLibrary, Loaded, Loaded]") -> None:
            self._take(*found, last)
            done()

        def fail(error: Exception) -> None:
            self._say(error)
            done()

        self._background.run(read, take, fail, StorageError)

    def _take(self, library: "ProfileLibrary", loaded: "Loaded", taken: "Loaded", last: str) -> None:
        self._library = library
        self._profiles, self._read_only = loaded.profiles, loaded.read_only
        for complaint in (*taken.complaints, *loaded.complaints):
            self._complain(complaint)
        if self._wishes.sandbox:
            self._rehearse()
        else:
            self._begin(taken, last)
        for wishes in self._later:
            self.take_wishes(wishes, is_restored=False)

    def _begin(self, taken: "Loaded", last: str) -> None:
        wished = self.find(self._wishes.profile) if self._wishes.profile else None
        if self._wishes.profile and wished is None:
            self._complain(f"There is no profile “{self._wishes.profile}”.")
        first = next(iter(taken.profiles), None) or next(iter(self._profiles), None)
        begun = wished or self.find(last) or first
        if begun is not None and begun == self.active:  # shown already, and perhaps typed into
            self._list()
            return
        self._activate(begun)
        self._window.submit.form.focus_first()

    def take_wishes(self, wishes: Wishes, *, is_restored: bool) -> None:
        """Does what a later start asks for.

        Args:
            wishes: What that is.
            is_restored: The lead that was being typed last time has been given back already.
        """
        library = self._library
        if library is None:
            self._later.append(wishes)  # done once the profiles are there
            return
        if not is_restored and (wishes.profile or wishes.sandbox):
            self._wishes = wishes  # the lead that is about to be given back must not choose its profile after this
        self._background.run(
            lambda: library.import_files(wishes.imports),
            lambda taken: self._carry_out(wishes, taken),
            self._say,
            StorageError,
        )

    def _carry_out(self, wishes: Wishes, taken: "Loaded") -> None:
        self._add(taken)
        self._list()
        active = self.active
        wished = self.find(wishes.profile) if wishes.profile else None
        if wishes.profile and wished is None:
            self._window.notice.say(f"There is no profile “{wishes.profile}”.")
        if wishes.sandbox:
            self._rehearse()
        elif wished is not None and (active is None or wished.id != active.id):
            self._choose(wished.id)
        elif active is None or active.id in {profile.id for profile in taken.profiles}:
            self._activate(self.find(active.id) if active else next(iter(taken.profiles), None))

    # ------------------------------------------------------------------ the active one

    def activate_typed(self, profile_id: str) -> None:
        """Makes the profile active that a restored lead was typed under, unless another one was wished for."""
        profile = self.find(profile_id)
        if profile is not None and not self._wishes.profile and not self._wishes.sandbox:
            self._activate(profile)

    def _activate(self, profile: SourceProfile | None) -> None:
        self.active = profile
        is_sandbox = self._list()
        self._window.profile_shown.emit(profile)
        if profile is None:
            self._window.show_title("")
            self._window.submit.show_no_profile()
            self._window.bar.allow_credentials("There is no profile yet.")
            self._window.notice.say(_NO_PROFILE, Deed("Rehearse", self._rehearse))
            return
        self._window.notice.withdraw(_NO_PROFILE)
        self._window.show_title(profile.name)
        used = used_secrets(profile)
        self._window.bar.allow_credentials(None if used else "This profile needs neither password nor token.")
        self._window.submit.show_profile(profile, is_sandbox=is_sandbox)
        self._say_without_place(profile)
        self._activated(profile, is_sandbox=is_sandbox)

    def _say_without_place(self, profile: SourceProfile) -> None:
        names = ", ".join(self._window.submit.without_place)
        self._window.notice.withdraw(self._without_place)
        self._without_place = (
            f"The profile “{profile.name}” has no field any more for what was typed in {names}. It is kept until the "
            "next lead, and not sent."
        )
        if names:
            self._window.notice.say(self._without_place)

    def _list(self) -> bool:
        """Shows the profiles in the bar; gives whether the active one is the built-in receiver's."""
        profile, rehearsal = self.active, self._rehearsal
        is_sandbox = profile is not None and rehearsal is not None and profile.id == rehearsal.profile.id
        self._window.bar.show_profiles(self._profiles, "" if profile is None else profile.id, is_sandbox=is_sandbox)
        if self._editor is not None:
            self._editor.show_profiles(self._own_profiles, self._read_only)
        return is_sandbox

    def _choose(self, profile_id: str) -> None:
        self._activate(self.find(profile_id))
        self._window.submit.form.focus_first()

    def choose(self, profile_id: str) -> SourceProfile | None:
        """Makes a profile active, if it is not; None if there is none of that id."""
        profile = next((own for own in self._profiles if own.id == profile_id), None)
        if profile is not None and (self.active is None or self.active.id != profile_id):
            self._activate(profile)
        return profile

    # ------------------------------------------------------------------ import

    def _import(self, paths: Iterable[Path]) -> None:
        library = self._library
        if library is not None:
            wanted = tuple(paths)
            self._background.run(lambda: library.import_files(wanted), self._take_import, self._say, StorageError)

    def _take_import(self, taken: "Loaded") -> None:
        self._add(taken)
        if taken.profiles:
            self._activate(taken.profiles[0])

    def _add(self, taken: "Loaded") -> None:
        for complaint in taken.complaints:
            self._window.notice.say(complaint)
        new = {profile.id: profile for profile in taken.profiles}
        kept = [profile for profile in self._profiles if profile.id not in new]
        self._profiles = in_order([*kept, *new.values()])
        if taken.profiles:
            self._window.say_shortly(f"Imported {', '.join(own.name for own in taken.profiles)}")

    # ------------------------------------------------------------------ the profile window

    @property
    def _own_profiles(self) -> list[SourceProfile]:
        """Those that can be edited: all but the built-in receiver's."""
        rehearsed = "" if self._rehearsal is None else self._rehearsal.profile.id
        return [profile for profile in self._profiles if profile.id != rehearsed]

    def _manage(self) -> None:
        if self._library is None:
            self._window.say_shortly("The profiles are still being read.")
            return
        if self._editor is None:
            from leadexec_desktop.ui.profile_opening import make_profile_window  # noqa: PLC0415 - when it is asked for

            self._editor = make_profile_window(
                self._window,
                self._background,
                self._library,
                tools=self._window_tools,
                profiles=self._own_profiles,
                read_only=self._read_only,
                current="" if self.active is None else self.active.id,
            )
            self._editor.saved.connect(self._take_saved)
            self._editor.deleted.connect(self._take_deleted)
            self._editor.used.connect(self._choose)
            self._editor.finished.connect(self._forget_editor)
            self._editor.show()
        self._editor.raise_()
        self._editor.activateWindow()

    def _forget_editor(self) -> None:
        if self._editor is not None:
            self._editor.deleteLater()
            self._editor = None

    def _close_editor(self, event: QCloseEvent) -> None:
        """Keeps the program open while a profile is not saved."""
        editor = self._editor
        if editor is None:
            return
        if editor.has_changes:
            event.ignore()
            editor.raise_()
            editor.activateWindow()
        editor.reject()

    def _take_saved(self, profile: SourceProfile) -> None:
        others = [own for own in self._profiles if own.id != profile.id]
        self._profiles = in_order([*others, profile])
        if self.active is None or self.active.id == profile.id:
            self._activate(profile)
        else:
            self._list()

    def _take_deleted(self, profile_id: str) -> None:
        self._profiles = tuple(own for own in self._profiles if own.id != profile_id)
        deleted = self.active
        if deleted is None or deleted.id != profile_id:
            self._list()
            return
        successor = next(iter(self._profiles), None)
        self._activate(successor)
        if successor is not None and self._window.submit.form.holds_a_lead:
            self._window.notice.say(
                f"“{deleted.name}” is deleted. The lead that was typed under it stands under “{successor.name}” now, "
                "and Send would send it there."
            )

    # ------------------------------------------------------------------ the built-in receiver

    def _rehearse(self) -> None:
        if self._rehearsal is not None:
            self._activate(self._rehearsal.profile)
        elif not self._is_rehearsal_asked:
            self._is_rehearsal_asked = True
            self._background.run(self._openers.rehearsal, self._take_rehearsal, self._say_no_rehearsal, StorageError)

    def _say_no_rehearsal(self, error: Exception) -> None:
        self._is_rehearsal_asked = False
        self._say(error)

    def _take_rehearsal(self, rehearsal: Rehearsal) -> None:
        self._rehearsal = rehearsal
        others = [profile for profile in self._profiles if profile.id != rehearsal.profile.id]
        self._profiles = (*others, rehearsal.profile)
        self._activate(rehearsal.profile)

    def _choose_scenario(self, scenario: str) -> None:
        if self._rehearsal is not None:
            self._rehearsal.answer_as(scenario)

    def close(self) -> None:
        """Ends the built-in receiver, if it runs."""
        if self._rehearsal is not None:
            self._rehearsal.close()
