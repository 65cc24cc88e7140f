"""How the parts behind the window are opened."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from leadexec_desktop.profiles.model import SourceProfile
    from leadexec_desktop.services.profile_library import ProfileLibrary
    from leadexec_desktop.ui.profile_flow import Rehearsal
    from leadexec_desktop.ui.work_openers import WorkOpeners


class Openers(NamedTuple):
    """How the parts behind the window are opened.

    Attributes:
        last_profile: Gives the user's profile of an id; None if that is not at once to be had. Before the window is
            shown.
        library: Opens the profiles; on a thread.
        rehearsal: Starts the built-in receiver; on a thread.
        work: Gives what opens the rest; called once, on the window's thread, when the form is on screen.
        log_folder: Where the log is; None where there is none.
    """

    last_profile: "Callable[[str], SourceProfile | None]"
    library: "Callable[[], ProfileLibrary]"
    rehearsal: "Callable[[], Rehearsal]"
    work: "Callable[[], WorkOpeners]"
    log_folder: Path | None = None
