"""How the parts behind the window are opened."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadexec_desktop.services.desk import Desk
    from leadexec_desktop.services.profile_library import ProfileLibrary
    from leadexec_desktop.ui.opening import Changed, WayIn
    from leadexec_desktop.ui.profile_flow import Rehearsal


@dataclass(frozen=True, slots=True)
class WorkOpeners:
    """How history and the way to the receiver are opened: each is called on a thread.

    Attributes:
        desk: Opens history and all that needs it, in a way; tells the callable it gets of each change of a delivery.
        move_aside: Moves a history that cannot be opened out of the way, and gives its new names.
        warm_up: Loads what the first send needs.
    """

    desk: "Callable[[Changed, WayIn], Desk]"
    move_aside: Callable[[], tuple[Path, ...]]
    warm_up: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Openers:
    """How the parts behind the window are opened.

    Attributes:
        library: Opens the profiles; on a thread.
        rehearsal: Starts the built-in receiver; on a thread.
        work: Gives what opens the rest; called once, on the window's thread, when the form is on screen.
        log_folder: Where the log is; None where there is none.
    """

    library: "Callable[[], ProfileLibrary]"
    rehearsal: "Callable[[], Rehearsal]"
    work: Callable[[], WorkOpeners]
    log_folder: Path | None = None
