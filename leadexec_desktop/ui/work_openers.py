"""How all is opened that the first paint does not need."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from leadexec_desktop.services.connection_test import Tester
from leadexec_desktop.services.desk import Desk
from leadexec_desktop.ui.opening import Changed, WayIn


@dataclass(frozen=True, slots=True)
class WorkOpeners:
    """How history and the way to the receiver are opened: each is called on a thread.

    Attributes:
        desk: Opens history and all that needs it, in a way; tells the callable it gets of each change of a delivery.
        move_aside: Moves a history that cannot be opened out of the way, and gives its new names.
        warm_up: Loads what the first send needs.
        tester: Tests the way to a receiver.
    """

    desk: Callable[[Changed, WayIn], Desk]
    move_aside: Callable[[], tuple[Path, ...]]
    warm_up: Callable[[], None]
    tester: Tester
