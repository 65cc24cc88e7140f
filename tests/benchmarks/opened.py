"""The program's window in this process: over a real store in a folder, with a line of the benchmark's choice."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template
from typing import TypeVar
from uuid import uuid4

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QTableView, QWidget

from leadexec_desktop.behind_window import RESOURCES, SWITCH_S, BuiltInReceiver, local_now, scenarios
from leadexec_desktop.services.desk import Desk, set_up_desk
from leadexec_desktop.services.last_profile import last_profile
from leadexec_desktop.services.profile_library import ProfileLibrary
from leadexec_desktop.services.sending import Line
from leadexec_desktop.services.showing import USER_AGENT
from leadexec_desktop.store.folder import open_folder
from leadexec_desktop.store.opening import open_store
from leadexec_desktop.store.profile_files import ProfileFiles
from leadexec_desktop.store.settings import Settings
from leadexec_desktop.store.vault import MemoryVault, Vault
from leadexec_desktop.transport.transport import Transport
from leadexec_desktop.ui import theme as theming
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.conductor import Conductor
from leadexec_desktop.ui.main_window import MainWindow
from leadexec_desktop.ui.openers import Openers
from leadexec_desktop.ui.opening import Changed, WayIn
from leadexec_desktop.ui.profile_flow import Wishes
from leadexec_desktop.ui.theme import Colours, Theme
from leadexec_desktop.ui.work_openers import WorkOpeners

from . import twelve_fields

_PATIENCE_S = 60.0
W = TypeVar("W", bound=QWidget)


class Opened:
    """The window, and hands to work it with.

    Attributes:
        window: It.
        background: Where its work runs.
        desk: The services behind it.
    """

    def __init__(self, window: MainWindow, background: Background, desk: Desk) -> None:
        self.window = window
        self.background = background
        self.desk = desk
        self._sent = 0

    def find(self, kind: type[W], name: str) -> W:
        """A part by its name."""
        (found,) = self.window.findChildren(kind, name)
        return found

    @property
    def history(self) -> QTableView:
        """History's table."""
        return self.find(QTableView, "history.table")

    def put(self, name: str, text: str) -> None:
        """Puts a text into a field of the form."""
        editor = self.find(QWidget, f"submit.field.{name}")
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def fill(self) -> None:
        """Fills the form with a lead that was never sent."""
        self._sent += 1
        for name, text in (twelve_fields.LEAD | {"LastName": f"Example {self._sent}"}).items():
            self.put(name, text)

    def click_send(self) -> int:
        """Clicks on Send, and gives when: the system's monotonic time, in ns."""
        send = self.find(QPushButton, "submit.send")
        assert send.isEnabled()
        at_ns = time.monotonic_ns()
        QTest.mouseClick(send, Qt.MouseButton.LeftButton)
        return at_ns

    def wait_ended(self) -> None:
        """Waits until the send has ended."""
        until(lambda: not self.window.submit.is_sending)

    def next_lead(self) -> None:
        """Empties the form."""
        self.window.submit.next_lead()


def until(come: Callable[[], bool]) -> None:
    """Runs the window until something has come."""
    end_s = time.monotonic() + _PATIENCE_S
    while not come():
        assert time.monotonic() < end_s, "waited in vain"
        rest(0.002)


def rest(seconds: float) -> None:
    """Runs the window for a while."""
    loop = QEventLoop()
    timer = QTimer()
    timer.setSingleShot(True)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(loop.quit)
    timer.start(round(seconds * 1000))
    loop.exec()


@contextmanager
def opened(
    folder: Path,
    endpoint: str,
    line: Line | None = None,
    *,
    name: str = "data",
    vault: Vault | None = None,
    more: Callable[[Path], None] = lambda _: None,
) -> Iterator[Opened]:
    """The program's window, open for the length of a block.

    Args:
        folder: The data folder is made in it.
        endpoint: Where leads go.
        line: What carries the bytes; None for the real transport.
        name: The data folder's.
        vault: Where the history's key is, or is to be; None for one that ends with the window.
        more: Writes more profiles into the folder of profiles.
    """
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication([])
    sys.setswitchinterval(SWITCH_S)
    kept = open_folder(folder / name)
    twelve_fields.write(kept.profiles / f"{twelve_fields.PROFILE_ID}.leadprofile", endpoint)
    more(kept.profiles)
    transport = Transport(user_agent=USER_AGENT)
    desks: list[Desk] = []

    def open_desk(changed: Changed, _way: WayIn) -> Desk:
        store = open_store(kept, vault or MemoryVault())
        desks.append(set_up_desk(store, line or transport, now=local_now, new_id=lambda: uuid4().hex, changed=changed))
        return desks[-1]

    sheet = Template((RESOURCES / "theme.qss").read_text(encoding="utf-8"))

    def apply(theme: Theme) -> Colours:
        return theming.apply(application, theme, sheet, RESOURCES / "icons")

    window = MainWindow(local_now, scenarios, lambda _number: False)
    background = Background()
    openers = Openers(
        last_profile=lambda profile_id: last_profile(ProfileFiles(kept.profiles), profile_id),
        library=lambda: ProfileLibrary(ProfileFiles(kept.profiles)),
        rehearsal=BuiltInReceiver,
        work=lambda: WorkOpeners(desk=open_desk, move_aside=tuple, warm_up=transport.warm_up, tester=transport),
        log_folder=None,
    )
    settings = Settings(kept.settings)
    conductor = Conductor(window, background, settings, openers=openers, wishes=Wishes(), apply_theme=apply)
    came: list[None] = []
    conductor.ready.connect(lambda: came.append(None))
    conductor.start()
    conductor.dress()
    window.show()
    try:
        until(lambda: bool(came))
        rest(0.3)  # what is loaded beside the window
        yield Opened(window, background, desks[0])
    finally:
        window.close()
        rest(0.1)
        conductor.close()
        transport.close()
        for each in (window, conductor, background):
            each.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
