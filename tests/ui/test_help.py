"""Help: the log's folder, and a report on the program that holds nothing of a lead or its user."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication

from leadexec_desktop import __version__
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.services.diagnostics import LIBRARIES
from leadexec_desktop.store.errors import VaultLockedError
from leadexec_desktop.store.folder import open_folder

from .program import MakeProfile, Program, StartProgram

CALLER = {"FirstName": "Ana", "Phone": "7025550123"}


def do(program: Program, name: str) -> None:
    action = program.window.findChild(QAction, name)
    assert action is not None
    action.trigger()


def report(program: Program) -> dict[str, str]:
    """The report, copied, as its lines have it."""
    QGuiApplication.clipboard().setText("")
    do(program, "action.diagnostics")
    program.until(lambda: QGuiApplication.clipboard().text() != "")
    assert not QGuiApplication.clipboard().mimeData().hasHtml()
    lines = QGuiApplication.clipboard().text().splitlines()
    return {name: what for name, _, what in (line.partition(": ") for line in lines)}


def test_the_report(start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, tmp_path: Path) -> None:
    program = start_program(make_profile("Secret campaign", receiver.start()), folder=open_folder(tmp_path / "data"))
    program.put(**CALLER)
    program.send("accepted")
    told = report(program)
    assert told["Program"] == f"leadexec-desktop {__version__}"
    assert told["Qt"].startswith("6.")
    assert "(offscreen" in told["Qt"]
    assert all(told[library][0].isdigit() for library in LIBRARIES)
    assert (told["History"], told["Journal"], told["Leads written"]) == ("open", "wal", "1")
    assert (told["Its key"], told["Passwords and tokens"]) == ("memory", "in the keyring")
    text = QGuiApplication.clipboard().text()
    for planted in (*CALLER.values(), "Secret campaign", str(tmp_path), "127.0.0.1", Path.home().name + "/"):
        assert planted not in text
    assert "Copied the diagnostics" in program.window.statusBar().currentMessage()


def test_the_report_while_history_is_closed(start_program: StartProgram, make_profile: MakeProfile) -> None:
    def fail() -> None:
        raise VaultLockedError

    program = start_program(make_profile(endpoint="http://127.0.0.1:9"), opening=fail, wait=False)
    program.until(lambda: "locked" in program.text("window.notice"))
    assert report(program)["History"] == "not open (VaultLockedError)"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[QUrl]:
    """What was to be opened by the desktop, which here has no programs."""
    asked: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", asked.append)
    return asked


def test_the_log_folder(
    start_program: StartProgram, make_profile: MakeProfile, opened: list[QUrl], tmp_path: Path
) -> None:
    program = start_program(make_profile(endpoint="http://127.0.0.1:9"), folder=open_folder(tmp_path / "data"))
    do(program, "action.log_folder")
    log = tmp_path / "data" / "log"
    assert [url.toLocalFile() for url in opened] == [str(log)]
    assert program.text("window.notice") == f"The log is in {log}; no program here opens folders."


def test_without_a_folder_nothing_is_logged(sandbox_program: Program, opened: list[QUrl]) -> None:
    do(sandbox_program, "action.log_folder")
    assert opened == []
    assert "Nothing is logged" in sandbox_program.text("window.notice")
