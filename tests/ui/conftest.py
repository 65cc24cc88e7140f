"""The real window over a real store, a real transport and the built-in receiver, each started and ended with its test.

Nothing may be left of a program that was closed: no thread, no socket, no widget.
"""

import gc
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from string import Template
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from leadexec_desktop.behind_window import RESOURCES, BuiltInReceiver
from leadexec_desktop.profiles.file import write_profile
from leadexec_desktop.profiles.model import Campaign, Defaults, FieldKind, FieldSpec, SourceProfile
from leadexec_desktop.profiles.reading import read_field
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.services.sending import Line
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.opening import open_ephemeral
from leadexec_desktop.store.vault import MemoryVault
from leadexec_desktop.transport.transport import Transport
from leadexec_desktop.ui import theme as theming
from leadexec_desktop.ui.profile_flow import Wishes
from leadexec_desktop.ui.theme import Colours, Theme

from .program import MakeProfile, Program, Receive, StartProgram

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before any QApplication

FIELDS = (
    FieldSpec("FirstName", "First name", required=True, max_length=50, section="Caller"),
    FieldSpec("Phone", "Phone", FieldKind.PHONE, required=True, section="Caller", help="Ten digits"),
    FieldSpec("Email", "E-mail", FieldKind.EMAIL, section="Caller"),
    FieldSpec("Source", "Heard of us by", sticky=True, section="Notes"),
    FieldSpec("Comments", "Comments", FieldKind.MULTILINE, section="Notes"),
)


_ENDING_S = 30.0
"""A thread that has nothing left to do may need a moment to end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            # What the offscreen platform says of each list and dialog that opens.
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session", autouse=True)
def everything_imported() -> None:
    """Loads what the program loads beside its window: imports of two threads at once may fail under PySide's own."""
    transport = Transport(user_agent="leadexec-desktop/test")
    transport.warm_up()
    transport.close()
    open_ephemeral().close()
    rehearsal = BuiltInReceiver()
    rehearsal.close()
    read_field(FieldSpec("Phone", kind=FieldKind.PHONE, pattern=r"\d+"), "7025550123")
    gc.collect()
    gc.freeze()  # what stays for good need not be looked through after each test


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """No thread, socket or widget outlives its test, and nothing is thrown away unclosed."""
    threads, sockets = set(threading.enumerate()), _sockets()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    for own in threading.enumerate():
        if own not in threads:
            own.join(_ENDING_S)
    assert [own for own in threading.enumerate() if own not in threads] == []
    assert _sockets() <= sockets
    assert [own for own in qapp.allWidgets() if isValid(own)] == []


def _sockets() -> int:
    """How many sockets this process holds; none where the system does not tell."""
    count = 0
    folder = Path("/proc/self/fd")
    for entry in folder.iterdir() if folder.is_dir() else ():
        with suppress(OSError):
            count += str(entry.readlink()).startswith("socket:")
    return count


@pytest.fixture
def make_profile() -> MakeProfile:
    def make(name: str = "Solar", endpoint: str = "", **changes: Any) -> SourceProfile:
        given: dict[str, Any] = {
            "id": name.casefold(),
            "name": name,
            "endpoint": endpoint,
            "vid": 18,
            "lid": 1,
            "campaigns": (Campaign(23, "West"), Campaign(24, "East")),
            "operations": tuple(Operation),
            "defaults": Defaults(aid=23),
            "fields": FIELDS,
        }
        return SourceProfile(**(given | changes))

    return make


@pytest.fixture
def receive() -> Iterator[Receive]:
    started: list[Sandbox] = []

    def start(**options: Any) -> Sandbox:
        sandbox = Sandbox(**({"slow_s": 30.0} | options))
        started.append(sandbox)
        return sandbox

    yield start
    for sandbox in started:
        sandbox.close()


@pytest.fixture
def receiver(receive: Receive) -> Sandbox:
    return receive()


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


@pytest.fixture(scope="module")
def dress() -> Callable[[Theme], Colours]:
    """Gives the colours, and leaves the program undressed: that halves the time of a start."""
    return theming.colours


@pytest.fixture(scope="module")
def full_dress(qapp: QApplication) -> Iterator[Callable[[Theme], Colours]]:
    """Dresses the program as it does itself, for modules that look at it: they put this in the place of `dress`."""
    sheet = Template((RESOURCES / "theme.qss").read_text(encoding="utf-8"))
    worn: dict[Theme, Colours] = {}

    def apply(theme: Theme) -> Colours:
        if theme not in worn:
            worn.clear()
            worn[theme] = theming.apply(qapp, theme, sheet, RESOURCES / "icons")
        return worn[theme]

    yield apply
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())


@pytest.fixture
def start_program(
    qtbot: QtBot, dress: Callable[[Theme], Colours], tmp_path: Path, vault: MemoryVault
) -> Iterator[StartProgram]:
    started: list[Program] = []

    def start(
        *profiles: SourceProfile,
        folder: DataFolder | None = None,
        line: Line | None = None,
        profile: str = "",
        opening: Callable[[], object] = lambda: None,
        wait: bool = True,
    ) -> Program:
        wishes = Wishes(_files_of(profiles, tmp_path), profile, sandbox=not profiles and folder is None)
        program = Program(qtbot, dress, wishes=wishes, folder=folder, vault=vault, line=line, opening=opening)
        started.append(program)
        program.start(wait=wait)
        return program

    yield start
    for program in started:
        program.close()


def _files_of(profiles: Sequence[SourceProfile], folder: Path) -> tuple[Path, ...]:
    paths = []
    for profile in profiles:
        path = folder / f"{profile.id}.leadprofile"
        path.write_bytes(write_profile(profile))
        paths.append(path)
    return tuple(paths)


@pytest.fixture
def sandbox_program(start_program: StartProgram) -> Program:
    """The program on its built-in receiver, without a lead."""
    return start_program()


@pytest.fixture
def program(start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox) -> Program:
    """The program with one profile, whose receiver the test holds."""
    return start_program(make_profile(endpoint=receiver.start()))
