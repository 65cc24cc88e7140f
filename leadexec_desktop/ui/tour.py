"""Drives the real window through the main job on the built-in receiver, and takes a picture of each step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QDeadlineTimer, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QTabWidget,
    QWidget,
)

from leadexec_desktop.protocol.operations import OPERATIONS
from leadexec_desktop.protocol.values import SUBMIT_MODES, Operation
from leadexec_desktop.ui.main_window import MainWindow

_PATIENCE_MS = 20_000
_LOOK_EVERY_MS = 15

Cells = Sequence[Sequence[str]]
W = TypeVar("W", bound=QWidget)


class TourError(Exception):
    """A step did not come out as its scenario says."""


@dataclass(frozen=True, slots=True)
class Step:
    """One lead of the tour.

    Attributes:
        picture: The picture's name, without its number.
        mode: The submit mode.
        lead: Text by wire name.
        outcome: The word that must come.
        press: Buttons to switch on before sending, by object name.
        typed: Text by object name of an option.
        sends: The cells of the Sends table that must come.
        client_infos: The cells of the table of numbers to transfer to that must come.
        redirects: A redirect URL must come.
    """

    picture: str
    mode: Operation
    lead: dict[str, str]
    outcome: str = "accepted"
    press: tuple[str, ...] = ()
    typed: dict[str, str] = field(default_factory=dict)
    sends: Cells = ()
    client_infos: Cells = ()
    redirects: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked beside a lead, from the answer before.

    Attributes:
        tab: The tab that asks; the picture's name too.
        outcome: The word that must come.
        by: The button of the answer before that leads there; empty if the tab is chosen.
        typed: Text by object name, typed before it is asked.
        asks_by_itself: The button that leads there asks at once.
        shows: What must stand where, by object name.
    """

    tab: Operation
    outcome: str
    by: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    asks_by_itself: bool = False
    shows: dict[str, str] = field(default_factory=dict)


class Tour:
    """A walk through the window.

    Args:
        window: The window, shown.
        folder: Where the pictures go; made if it is not there.
        say: Prints a line.
    """

    def __init__(self, window: MainWindow, folder: Path, say: Callable[[str], None]) -> None:
        self._window = window
        self._folder = folder
        self._say = say
        self._pictures = 0

    def walk(self, steps: Sequence[Step], questions: Sequence[Question] = ()) -> None:
        """Goes through all steps, and asks the questions behind them.

        Raises:
            TourError: One did not come out as it should.
            OSError: A picture's folder cannot be made.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        self._wait(self._is_ready, "the window to be ready")
        self._picture("ready")
        for step in steps:
            self._do(step)
        for question in questions:
            self._ask(question)

    def _ask(self, question: Question) -> None:
        tab = "submit" if question.tab in SUBMIT_MODES else str(question.tab)
        before = self._history().model().rowCount()
        if question.by:
            button = self._find(QAbstractButton, question.by)
            self._wait(button.isEnabled, f"{question.by} to be on")
            button.click()
        else:
            tabs = self._window.tabs
            tabs.setCurrentWidget(self._find(QWidget, tab))
        self._wait(lambda: self._find(QWidget, tab).isVisible(), f"the tab {tab}")
        for name, text in question.typed.items():
            self._type(name, text)
        if not question.asks_by_itself:
            self._find(QAbstractButton, f"{tab}.send").click()
        self._wait(lambda: self._history().model().rowCount() == before + 1, f"{tab}: a row in history")
        kind = self._find(QLabel, f"{tab}.outcome.kind")
        self._wait(lambda: kind.text() not in ("", "sending"), f"{tab}: an outcome")
        self._check_answer(question, tab, kind.text())
        self._history().selectRow(0)
        self._picture(tab)
        request = self._find(QPlainTextEdit, "history.detail.request")
        self._wait(lambda: request.toPlainText().startswith(("GET", "POST")), f"{tab}: its detail in history")
        path = request.toPlainText().split("\n", 1)[0].removesuffix(" HTTP/1.1")
        self._say(f"{question.tab}: {path}: {kind.text()}: {self._find(QLabel, f'{tab}.outcome.lead_id').text()}")

    def _check_answer(self, question: Question, tab: str, outcome: str) -> None:
        if outcome != question.outcome:
            reason = self._find(QLabel, f"{tab}.outcome.reason").text()
            raise TourError(f"{tab}: {outcome} instead of {question.outcome} ({reason})")
        for name, expected in question.shows.items():
            found = self._find(QLabel, name).text()
            if found != expected:
                raise TourError(f"{tab}: {name} shows {found!r} instead of {expected!r}")

    def _is_ready(self) -> bool:
        form = self._window.findChild(QWidget, "submit.field.FirstName")
        return form is not None and self._find(QAbstractButton, "submit.send").isEnabled()

    def _do(self, step: Step) -> None:
        self._find(QAbstractButton, "submit.clear").click()
        for button in (f"submit.mode.{step.mode}", *step.press):
            self._find(QAbstractButton, button).setChecked(True)
        for name, text in ({f"submit.field.{own}": text for own, text in step.lead.items()} | step.typed).items():
            self._type(name, text)
        before = self._history().model().rowCount()
        self._find(QAbstractButton, "submit.send").click()
        kind = self._find(QLabel, "submit.outcome.kind")
        self._wait(lambda: kind.text() not in ("", "sending"), f"{step.mode}: an outcome")
        self._wait(lambda: self._history().model().rowCount() == before + 1, f"{step.mode}: a row in history")
        self._check(step, kind.text())
        lead_id = self._find(QLabel, "submit.outcome.lead_id").text()
        self._check_history(step, lead_id)
        self._picture(step.picture)
        head = self._find(QPlainTextEdit, "history.detail.request").toPlainText().split("\n", 1)[0]
        path = head.removesuffix(" HTTP/1.1")
        self._say(f"{step.mode}: {path}: {kind.text()}: {lead_id}")

    def _check(self, step: Step, outcome: str) -> None:
        if outcome != step.outcome:
            reason = self._find(QLabel, "submit.outcome.reason").text()
            raise TourError(f"{step.mode}: {outcome} instead of {step.outcome} ({reason})")
        self._compare(step, "submit.sends", step.sends)
        self._compare(step, "submit.client_infos", step.client_infos)
        if step.redirects and not self._find(QLabel, "submit.outcome.redirect_url").text():
            raise TourError(f"{step.mode}: no redirect URL")

    def _check_history(self, step: Step, lead_id: str) -> None:
        table = self._history()
        row = next(
            (own for own in range(table.model().rowCount()) if lead_id and self._cell(table, own, 5) == lead_id), 0
        )
        title = OPERATIONS[step.mode].title
        if (self._cell(table, row, 1), self._cell(table, row, 3)) != (title, step.outcome):
            raise TourError(f"{step.mode}: history does not show it as {title}, {step.outcome}")
        table.selectRow(row)
        shown = self._find(QLabel, "history.detail.outcome.lead_id")
        self._wait(lambda: shown.text() == lead_id, f"{step.mode}: its detail in history")
        self._compare(step, "history.detail.sends", step.sends)
        self._compare(step, "history.detail.client_infos", step.client_infos)
        detail = self._find(QTabWidget, "history.detail")
        detail.setCurrentIndex(1 if step.sends else 2 if step.client_infos else 0)

    def _compare(self, step: Step, table_name: str, expected: Cells) -> None:
        table = self._find(QTableView, table_name)
        model = table.model()
        found = [
            [self._cell(table, row, column) for column in range(model.columnCount())] for row in range(model.rowCount())
        ]
        if found != [list(row) for row in expected]:
            raise TourError(f"{step.mode}: {table_name} shows {found} instead of {expected}")

    def _cell(self, table: QTableView, row: int, column: int) -> str:
        return str(table.model().index(row, column).data(Qt.ItemDataRole.DisplayRole))

    def _history(self) -> QTableView:
        return self._find(QTableView, "history.table")

    def _type(self, name: str, text: str) -> None:
        widget = self._find(QWidget, name)
        if isinstance(widget, QLineEdit):
            widget.setText(text)
        elif isinstance(widget, QPlainTextEdit):
            widget.setPlainText(text)
        else:
            raise TourError(f"{name} takes no text")

    def _find(self, kind: type[W], name: str) -> W:
        widget = self._window.findChild(kind, name)
        if widget is None:
            raise TourError(f"the window has no {name}")
        return widget

    def _picture(self, name: str) -> None:
        self._pictures += 1
        self._pause()
        path = self._folder / f"{self._pictures:02}-{name}.png"
        if not self._window.grab().save(str(path)):
            raise TourError(f"{path} could not be written")

    def _pause(self) -> None:
        """Lets the window paint what has changed."""
        loop = QEventLoop()
        QTimer.singleShot(120, loop.quit)
        loop.exec()

    def _wait(self, come: Callable[[], bool], what: str) -> None:
        loop = QEventLoop()
        deadline = QDeadlineTimer(_PATIENCE_MS)
        timer = QTimer()
        timer.setInterval(_LOOK_EVERY_MS)
        timer.timeout.connect(lambda: loop.quit() if come() or deadline.hasExpired() else None)
        timer.start()
        loop.exec()
        timer.stop()
        if not come():
            raise TourError(f"waited in vain for {what}")
