"""Makes the profile window with all that it works with; imported when somebody wants it."""

from collections.abc import Callable, Iterable, Sequence
from uuid import uuid4

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.profiles.new_profile import blank_profile, copy_of
from leadexec_desktop.profiles.presets import PRESETS
from leadexec_desktop.profiles.sample import profile_of
from leadexec_desktop.services.connection_test import Tester
from leadexec_desktop.services.profile_library import ProfileLibrary
from leadexec_desktop.store.credentials import Credentials
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.main_window import MainWindow
from leadexec_desktop.ui.profile_tools import Tools
from leadexec_desktop.ui.profile_window import ProfileWindow
from leadexec_desktop.ui.sample_dialog import SampleDialog


def make_profile_window(
    window: MainWindow,
    background: Background,
    library: ProfileLibrary,
    *,
    tools: tuple[Callable[[], Credentials | None], Callable[[], Tester | None]],
    profiles: Sequence[SourceProfile],
    read_only: Iterable[str],
    current: str,
) -> ProfileWindow:
    """The profile window, not shown yet.

    Args:
        window: The main window.
        background: Where blocking work runs.
        library: What keeps the profiles.
        tools: What gives the profiles' secrets, and what tests a connection; each None while history is not open.
        profiles: Those there are.
        read_only: The ids of those that cannot be changed.
        current: The id of the one to open.
    """
    credentials, tester = tools
    made = Tools(
        background=background,
        library=library,
        secrets=credentials,
        new_id=lambda: str(uuid4()),
        blank=blank_profile,
        copy=copy_of,
        tester=tester(),
        presets=PRESETS,
        open_sample=lambda parent, count: SampleDialog(parent, background, count),
        profile_of=profile_of,
    )
    return ProfileWindow(window, made, profiles, read_only, current)
