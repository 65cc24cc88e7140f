"""Opening history, and the ways on where it cannot be opened: none is taken without a person's click."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QTimer

from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.services.desk import Desk
from leadexec_desktop.services.ways_on import WayOn, ways_on
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.main_window import MainWindow
from leadexec_desktop.ui.notice import Deed
from leadexec_desktop.ui.passphrase_dialog import PassphraseDialog


@dataclass(frozen=True, slots=True)
class WayIn:
    """How history is to be opened.

    Attributes:
        passphrase: What it is, or shall be, encrypted with; None where the keyring holds its key.
        this_session: Nothing on the disk: a history that ends with the program.
    """

    passphrase: str | None = field(default=None, repr=False)
    this_session: bool = False


Changed = Callable[[Delivery], None]

LABELS: Mapping[WayOn, str] = MappingProxyType(
    {
        WayOn.TRY_AGAIN: "Try again",
        WayOn.PASSPHRASE: "Type the passphrase…",
        WayOn.NEW_PASSPHRASE: "Use a passphrase instead…",
        WayOn.THIS_SESSION: "This session only",
        WayOn.MOVE_ASIDE: "Move it aside, begin anew",
    }
)
"""What the buttons say."""
_SLOW_MS = 2000
_SLOW = (
    "History is not open yet: either the system's keyring has not answered, and you should look for a window that asks "
    "for its password; or another program holds history. You can type meanwhile."
)
_FOR_THIS_SESSION = "This session only: history ends when the program does."


class Opening:
    """Opens history until it is open.

    Args:
        window: The window, whose notice shows what went wrong and what can be done.
        background: Where blocking work runs.
        open_desk: Opens history; on a thread.
        move_aside: Moves a history that cannot be opened out of the way, and gives its new names; on a thread.
        changed: Told of each change of a delivery, on whatever thread.
        opened: Gets what was opened.

    Attributes:
        is_for_session: What is open ends with the program, because a person chose so.
    """

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        *,
        open_desk: Callable[[Changed, WayIn], Desk],
        move_aside: Callable[[], tuple[Path, ...]],
        changed: Changed,
        opened: Callable[[Desk], None],
    ) -> None:
        self._window = window
        self._background = background
        self._open_desk = open_desk
        self._move_aside = move_aside
        self._changed = changed
        self._opened = opened
        self._dialog: PassphraseDialog | None = None
        self._error: Exception | None = None
        self._slow = QTimer(window)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW_MS)
        self._slow.timeout.connect(lambda: window.notice.say(_SLOW))
        self.is_for_session = False
        self._deeds: Mapping[WayOn, Callable[[], None]] = {
            WayOn.TRY_AGAIN: self.open,
            WayOn.PASSPHRASE: lambda: self._ask_for_passphrase(is_new=False),
            WayOn.NEW_PASSPHRASE: lambda: self._ask_for_passphrase(is_new=True),
            WayOn.THIS_SESSION: lambda: self.open(WayIn(this_session=True)),
            WayOn.MOVE_ASIDE: self._begin_anew,
        }

    @property
    def why_not_open(self) -> str:
        """The kind of error that keeps history closed; empty if none does."""
        return "" if self._error is None else type(self._error).__name__

    def open(self, way: WayIn = WayIn()) -> None:
        """Opens history beside the window."""
        if not way.this_session:
            self._slow.start()
        self._background.run(
            lambda: self._open_desk(self._changed, way), lambda desk: self._take(desk, way), self.fail, StorageError
        )

    def fail(self, error: Exception) -> None:
        """Says why history is not open, and offers the ways on."""
        self._stop_waiting()
        if self._dialog is not None:
            self._dialog.show_problem(str(error))
            return
        self._error = error
        self._window.submit.set_ready(str(error))
        ways = ways_on(error) if isinstance(error, StorageError) else (WayOn.TRY_AGAIN,)
        deeds = (Deed(LABELS[way], self._deeds[way]) for way in ways)
        self._window.notice.say(str(error), *deeds, stays=True)

    def _take(self, desk: Desk, way: WayIn) -> None:
        self._stop_waiting()
        if self._dialog is not None:
            self._dialog.accept()
        self._error = None
        self.is_for_session = way.this_session
        self._window.show_lasting(_FOR_THIS_SESSION if way.this_session else "")
        self._opened(desk)

    def _stop_waiting(self) -> None:
        self._slow.stop()
        self._window.notice.withdraw(_SLOW)

    def _ask_for_passphrase(self, *, is_new: bool) -> None:
        self._dialog = dialog = PassphraseDialog(self._window, is_new=is_new)

        def closed(result: int) -> None:
            self._dialog = None
            dialog.deleteLater()
            if result == PassphraseDialog.DialogCode.Rejected and self._error is not None:
                self.fail(self._error)

        dialog.given.connect(lambda text: self.open(WayIn(passphrase=text)))
        dialog.finished.connect(closed)
        dialog.open()

    def _begin_anew(self) -> None:
        self._background.run(self._move_aside, self._say_moved, self.fail, StorageError)

    def _say_moved(self, moved: tuple[Path, ...]) -> None:
        names = ", ".join(path.name for path in moved)
        where = moved[0].parent if moved else ""
        self._window.notice.say(f"The old history is kept in {where} as {names}. A new one begins.")
        self.open()
