"""What is typed on the tabs beside Submit, kept so that neither a closed window nor a crash loses it."""

from threading import Lock

from PySide6.QtCore import QObject, QTimer

from leadexec_desktop.services.tab_drafts import TabDrafting, TabDrafts
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.other_tabs import OtherTabs

_DELAY_MS = 400
_TRY_AGAIN_MS = 1000


class TabKeeping(QObject):
    """Keeps what stands on the tabs.

    Args:
        tabs: The tabs.
        background: Where drafts are written.
        drafting: Writes them.
    """

    def __init__(self, tabs: OtherTabs, background: Background, drafting: TabDrafting) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._background = background
        self._drafting = drafting
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
            self._background.run(self._write, _nothing_of, self._try_again, StorageError)

    def _write(self) -> None:
        with self._writing:
            wanted = self._wanted
            if wanted != self._written:
                self._drafting.keep(wanted)
                self._written = wanted

    def _try_again(self, _error: Exception) -> None:
        # Said already by whoever keeps what stands on Submit: it is the same disk.
        self._timer.start(_TRY_AGAIN_MS)


def _nothing_of(_result: None) -> None:
    """Nothing is to be done with it."""
