"""A started program, and hands to work it with."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar
from uuid import uuid4

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from leadexec_desktop.behind_window import BuiltInReceiver, local_now, scenarios
from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.services.desk import Desk, set_up_desk
from leadexec_desktop.services.last_profile import last_profile
from leadexec_desktop.services.profile_library import ProfileLibrary
from leadexec_desktop.services.sending import Line
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.opening import Store, move_aside, open_ephemeral, open_store
from leadexec_desktop.store.profile_files import ProfileFiles
from leadexec_desktop.store.settings import Settings
from leadexec_desktop.store.vault import MemoryVault
from leadexec_desktop.transport.transport import Transport
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.conductor import Conductor
from leadexec_desktop.ui.main_window import MainWindow
from leadexec_desktop.ui.openers import Openers
from leadexec_desktop.ui.opening import Changed, WayIn
from leadexec_desktop.ui.profile_flow import Wishes
from leadexec_desktop.ui.theme import Colours, Theme
from leadexec_desktop.ui.work_openers import WorkOpeners

PATIENCE_MS = 60_000
CTRL = Qt.KeyboardModifier.ControlModifier

Opened = TypeVar("Opened", bound=QDialog)
W = TypeVar("W", bound=QWidget)


def child(parent: QWidget, kind: type[W], name: str = "") -> W:
    """A part of a widget, by its name if it has one."""
    found = parent.findChild(kind, name) if name else parent.findChild(kind)
    assert found is not None, name
    return found


def times_asked(receiver: Sandbox) -> int:
    """How many requests a receiver has had, whatever became of them."""
    return len(receiver.received)


class WatchedBackground(Background):
    """The real one, which counts what it was asked for and has not yet given back."""

    def __init__(self) -> None:
        super().__init__()
        self.pending = 0

    def run(self, work: Any, done: Any, failed: Any = None, expected: Any = ()) -> None:
        self.pending += 1

        def end(result: Any) -> None:
            self.pending -= 1
            done(result)

        def end_badly(error: Exception) -> None:
            self.pending -= 1
            if failed is None or not isinstance(error, expected):
                raise error
            failed(error)

        super().run(work, end, end_badly, Exception)


class Program:
    """A started program, and hands to work it with."""

    def __init__(
        self,
        qtbot: QtBot,
        dress: Callable[[Theme], Colours],
        *,
        wishes: Wishes,
        folder: DataFolder | None,
        vault: MemoryVault,
        line: Line | None,
        opening: Callable[[], object],
    ) -> None:
        self.qtbot = qtbot
        self._folder = folder
        self._vault = vault
        self._opening = opening
        self._store: Store | None = None
        self.settings = Settings(folder.settings if folder is not None else None)
        self.transport = Transport(user_agent="leadexec-desktop/test")
        self.background = WatchedBackground()
        self.dialled: list[str] = []
        self.window = MainWindow(local_now, scenarios, self._dial)
        self.conductor = Conductor(
            self.window,
            self.background,
            self.settings,
            openers=Openers(
                self._last_profile,
                self._library,
                BuiltInReceiver,
                lambda: WorkOpeners(self._open_desk(line), self._move_aside, self.transport.warm_up, self.transport),
                None if folder is None else folder.log,
            ),
            wishes=wishes,
            apply_theme=dress,
        )
        self.complaints: list[str] = []
        self.conductor.complained.connect(self.complaints.append)
        self.is_closed = False

    def _dial(self, number: str) -> bool:
        self.dialled.append(number)
        return True

    def _last_profile(self, profile_id: str) -> SourceProfile | None:
        return None if self._folder is None else last_profile(ProfileFiles(self._folder.profiles), profile_id)

    def _library(self) -> ProfileLibrary:
        return ProfileLibrary(ProfileFiles(self._folder.profiles if self._folder is not None else None))

    def _move_aside(self) -> tuple[Path, ...]:
        return () if self._folder is None else move_aside(self._folder)

    def _open_desk(self, line: Line | None) -> Callable[[Changed, WayIn], Desk]:
        def open_desk(changed: Changed, way: WayIn) -> Desk:
            if not way.this_session:
                self._opening()
            if self._folder is None or way.this_session:
                self._store = open_ephemeral(self._vault if way.this_session else None)
            else:
                self._store = open_store(self._folder, self._vault, way.passphrase)
            return set_up_desk(
                self._store, line or self.transport, now=local_now, new_id=lambda: uuid4().hex, changed=changed
            )

        return open_desk

    def start(self, *, wait: bool = True) -> None:
        if wait:
            with self.qtbot.waitSignal(self.conductor.ready, timeout=PATIENCE_MS):
                self._show()
        else:
            self._show()
        self.activate()

    def _show(self) -> None:
        self.conductor.start()
        self.conductor.dress()
        self.window.show()

    def activate(self) -> None:
        """Gives the window the keyboard, as a platform does when a dialog was closed."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)

    @property
    def store(self) -> Store:
        """What it keeps, once that is open."""
        assert self._store is not None
        return self._store

    @property
    def deliveries(self) -> list[Delivery]:
        """All of its deliveries, newest first."""
        return self.store.deliveries.page(None, 1000)

    # ------------------------------------------------------------------ looking

    def until(self, come: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(come, timeout=PATIENCE_MS)

    def find(self, kind: type[W], name: str) -> W:
        found = self.window.findChildren(kind, name)
        assert len(found) == 1, f"{len(found)} widgets are called {name}"
        return found[0]

    def button(self, name: str) -> QAbstractButton:
        return self.find(QAbstractButton, name)

    def line(self, name: str) -> QLineEdit:
        return self.find(QLineEdit, name)

    def text(self, name: str) -> str:
        """What a label or an editor shows."""
        widget = self.find(QWidget, name)
        if isinstance(widget, QPlainTextEdit):
            return widget.toPlainText()
        assert isinstance(widget, QLabel | QLineEdit | QAbstractButton)
        return widget.text()

    def first_shown(self, name: str) -> int:
        """The place in a line's text at which what is in sight begins."""
        line = self.line(name)
        line.grab()  # a line scrolls when it is painted
        return line.cursorPositionAt(QPoint(0, line.height() // 2))

    def complaint(self, field: str) -> str:
        """What is said beside a field, by its wire name; empty if nothing is in sight."""
        labels = self.window.findChildren(QLabel, f"submit.error.{field}")
        assert len(labels) <= 1
        return "".join(label.text() for label in labels if label.isVisible())

    @property
    def word(self) -> str:
        return self.text("submit.outcome.kind")

    @property
    def sentence(self) -> str:
        return self.text("submit.outcome")

    @property
    def history(self) -> QTableView:
        return self.find(QTableView, "history.table")

    def column(self, header: str) -> list[str]:
        """A column of history, from the first row."""
        model = self.history.model()
        headers = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
        column = headers.index(header)
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]

    @property
    def outcomes(self) -> list[str]:
        return self.column("Outcome")

    def focus(self) -> str:
        """The name of the widget that has the keyboard, or of the line that it types into."""
        widget = QApplication.focusWidget()
        if isinstance(widget, QComboBox):
            edit = widget.lineEdit()
            widget = widget if edit is None else edit
        return "" if widget is None else widget.objectName()

    def dialog(self, kind: type[Opened]) -> Opened:
        """The one dialog of a kind that is open."""
        found = [own for own in self.window.findChildren(kind) if own.isVisible()]
        assert len(found) == 1
        return found[0]

    # ------------------------------------------------------------------ acting

    def put(self, **texts: str) -> None:
        """Puts texts into the form's editors, by wire name."""
        for name, text in texts.items():
            self.put_into(f"submit.field.{name}", text)

    def put_into(self, name: str, text: str) -> None:
        widget = self.find(QWidget, name)
        if isinstance(widget, QPlainTextEdit):
            widget.setPlainText(text)
        else:
            assert isinstance(widget, QLineEdit)
            widget.setText(text)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key, to whatever has the keyboard."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def keys(self, text: str) -> None:
        """Characters, to whatever has the keyboard."""
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClicks(widget, text)

    def strike(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Keys as the platform gives them: to the window, which finds out whom they concern."""
        for key in keys:
            QTest.keyClick(self.window.windowHandle(), key, modifiers)

    def strike_text(self, text: str) -> None:
        """Characters as the platform gives them, capitals with Shift."""
        for own in text:
            modifiers = Qt.KeyboardModifier.ShiftModifier if own.isupper() else Qt.KeyboardModifier.NoModifier
            QTest.keyClick(self.window.windowHandle(), ord(own), modifiers)

    def click(self, name: str) -> None:
        button = self.button(name)
        assert button.isEnabled(), f"{name} is off"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def choose_profile(self, name: str) -> None:
        selector = self.find(QComboBox, "profile.selector")
        index = selector.findText(name)
        assert index >= 0
        selector.setCurrentIndex(index)
        selector.activated.emit(index)

    def send(self, word: str) -> None:
        """Presses Send and waits for a word."""
        self.click("submit.send")
        self.until(lambda: not self.window.submit.is_sending)
        assert self.word == word, f"{self.word}: {self.sentence} {self.text('submit.outcome.reason')}"

    def settle(self) -> None:
        """Waits until nothing runs beside the window."""
        self.until(lambda: self.background.pending == 0)

    def select(self, row: int) -> None:
        """Selects a row of history and waits for its detail."""
        self.history.selectRow(row)
        self.settle()

    # ------------------------------------------------------------------ the end

    def close(self) -> None:
        """Closes the window and everything behind it."""
        if self.is_closed:
            return
        self.is_closed = True
        for dialog in self.window.findChildren(QDialog):
            dialog.reject()
        self.window.close()
        self.window.close()  # the first only asks while a lead is being sent
        self.settle()
        self.conductor.close()
        self.transport.close()
        for each in (self.window, self.conductor, self.background):
            each.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert not isValid(self.window)


class StartProgram(Protocol):
    """Starts the program, on these profiles or, without any and without a folder, on its built-in receiver."""

    def __call__(
        self,
        *profiles: SourceProfile,
        folder: DataFolder | None = None,
        line: Line | None = None,
        profile: str = "",
        opening: Callable[[], object] = ...,
        wait: bool = True,
    ) -> Program: ...


class MakeProfile(Protocol):
    """A profile of five fields that has all modes; its id is its name in small letters."""

    def __call__(self, name: str = "Solar", endpoint: str = "", **changes: Any) -> SourceProfile: ...


class Receive(Protocol):
    """A receiver, not started yet; "slow" takes half a minute."""

    def __call__(self, **options: Any) -> Sandbox: ...
