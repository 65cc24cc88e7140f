"""How the parts behind the window are opened."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leadexec_desktop.services.profile_library import ProfileLibrary
from leadexec_desktop.ui.profile_flow import Rehearsal

if TYPE_CHECKING:
    from leadexec_desktop.services.desk import Desk
    from leadexec_desktop.ui.opening import Changed, WayIn
    from leadexec_desktop.ui.profile_head import Tester


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
        tester: What tests a connection; None for nothing.
    """

    library: Callable[[], ProfileLibrary]
    desk: "Callable[[Changed, WayIn], Desk]"
    move_aside: Callable[[], tuple[Path, ...]]
    rehearsal: Callable[[], Rehearsal]
    warm_up: Callable[[], None]
    log_folder: Path | None = None
    tester: "Tester | None" = None
