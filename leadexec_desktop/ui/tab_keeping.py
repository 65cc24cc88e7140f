"""What is typed on the tabs beside Submit, kept so that neither a closed window nor a crash loses it."""

from threading import Lock

from PySide6.QtCore import QObject, QTimer

from leadexec_desktop.services.tab_drafts import TabDrafting, TabDrafts
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.notice import Notice
from leadexec_desktop.ui.other_tabs import OtherTabs

_DELAY_MS = 400
_TRY_AGAIN_MS = 1000


class TabKeeping(QObject):
    """Keeps what stands on the tabs.

    Args:
        tabs: The tabs.
        background: Where drafts are written.
        drafting: Writes them.
        notice: Where it is said that they cannot be written.
    """

    def __init__(self, tabs: OtherTabs, background: Background, drafting: TabDrafting, notice: Notice) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._background = background
        self._drafting = drafting
        self._notice = notice
        self._not_kept = ""
        self._wanted: TabDrafts = {}
        self._written: TabDrafts | None = None
        self._writing = Lock()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self.keep)
        tabs.typed.connect(self._keep_soon)

    def take(self, found: TabDrafts) -> None:
        """Gives back what was kept."""
        self._written = found
        self._tabs.restore(found)

    def _keep_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start(_DELAY_MS)

    def keep(self) -> None:
        """Writes down what stands on the tabs, if that has changed; tries again where the disk refuses it."""
        self._timer.stop()
        self._wanted = self._tabs.drafts
        if self._wanted != self._written:
            self._background.run(self._write, self._take_kept, self._say_not_kept, StorageError)

    def _write(self) -> None:
        with self._writing:
            wanted = self._wanted
            if wanted != self._written:
                self._drafting.keep(wanted)
                self._written = wanted

    @property
    def is_lost(self) -> bool:
        """Whether something stands on the tabs that could not be written."""
        return bool(self._not_kept)

    def _take_kept(self, _none: None) -> None:
        self._notice.withdraw(self._not_kept)
        self._not_kept = ""

    def _say_not_kept(self, error: Exception) -> None:
        self._timer.start(_TRY_AGAIN_MS)
        told = f"What you type on the tabs beside Submit is not kept, and would be lost with the program. {error}"
        if told != self._not_kept:
            self._notice.withdraw(self._not_kept)
            self._not_kept = told
            self._notice.say(told)
