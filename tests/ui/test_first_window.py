"""A later start with the same data folder: found, answered, and done; and whoever is none gets nothing."""

import json
import os
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

import leadexec_desktop
from leadexec_desktop.profiles.file import write_profile, write_profiles
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.folder import DataFolder, open_folder
from leadexec_desktop.ui import first_window, hand_over
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.first_window import FirstWindow, bring_to_front
from leadexec_desktop.ui.hand_over import MESSAGE_BYTES, lock_or_hand_over, message_text, read_meeting, record_of
from leadexec_desktop.ui.profile_flow import Wishes

from .program import MakeProfile, Program, StartProgram

LIVE = "https://leads.example.com"
PATIENCE_MS = 60_000
ROOT = Path(leadexec_desktop.__file__).parent.parent

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="callers here are sockets with a path")


LATER = """
import json, sys
from pathlib import Path
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.folder import open_folder
from leadexec_desktop.ui.hand_over import lock_or_hand_over
folder, wishes, limit_s = sys.argv[1:]
try:
    print(lock_or_hand_over(open_folder(Path(folder)), json.loads(wishes), float(limit_s)))
except StorageError as error:
    print(error)
"""


def later(folder: DataFolder, wishes: dict[str, object], limit_s: float, count: int = 1) -> str:
    """Later starts, at once: whether the last has become the first one, or why it was given up."""
    command = [sys.executable, "-c", LATER, str(folder.path), json.dumps(wishes), str(limit_s)]
    some = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(count)]
    told = {one.communicate(timeout=PATIENCE_MS / 1000)[0].strip() for one in some}
    assert len(told) == 1
    return told.pop()


class Desk:
    """A window that listens, and starts that come later."""

    def __init__(self, qtbot: QtBot, folder: DataFolder) -> None:
        self._qtbot = qtbot
        self.folder = folder
        self.window = QLineEdit()
        self.taken: list[Wishes] = []
        self.background = Background()
        self.first = FirstWindow(self.window, self.background, folder, self.taken.append)

    def open(self) -> None:
        self.folder.lock()
        self.window.show()
        self.first.start()
        self._qtbot.waitUntil(lambda: record_of(self.folder).exists(), timeout=PATIENCE_MS)

    def close(self) -> None:
        self.first.close()
        self.window.close()
        self.background.close()
        self.folder.close()
        for each in (self.window, self.background, self.first):
            each.deleteLater()

    @property
    def place(self) -> str:
        meeting = read_meeting(self.folder)
        assert meeting is not None
        return meeting.server

    @property
    def word(self) -> str:
        meeting = read_meeting(self.folder)
        assert meeting is not None
        return meeting.ask

    def beside(self, work: Callable[[], object]) -> object:
        """Something that is done on a thread, while the window goes on."""
        gave: list[object] = []

        def run() -> None:
            try:
                gave.append(work())
            except (StorageError, OSError) as error:
                gave.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        self._qtbot.waitUntil(lambda: bool(gave), timeout=PATIENCE_MS)
        thread.join()
        return gave[0]

    def start_later(self, wishes: dict[str, object], limit_s: float = 5.0, count: int = 1) -> str:
        """Later starts, while the window goes on."""
        return str(self.beside(lambda: later(self.folder, wishes, limit_s, count)))

    @property
    def listens(self) -> bool:
        """Whether it still takes what a later start says."""
        known = len(self.taken)
        return self.say(said(ask=self.word)) != b"" and self.taken[known:] == [Wishes((Path("/a.json"),))]

    def say(self, message: bytes) -> bytes:
        """What comes back to whoever says something else, until the connection is closed."""

        def call() -> bytes:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
                caller.settimeout(PATIENCE_MS / 1000)
                caller.connect(self.place)
                try:
                    caller.sendall(message)
                    return caller.recv(1000)
                except (BrokenPipeError, ConnectionResetError):
                    return b""

        told = self.beside(call)
        assert isinstance(told, bytes), told
        return told


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is painted first is no matter here."""
    monkeypatch.setattr(first_window, "_AFTER_FIRST_PAINT_MS", 0)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(qtbot, open_folder(tmp_path / "data"))
    opened.open()
    yield opened
    opened.close()


def asked(*imports: Path, profile: str = "", sandbox: bool = False) -> dict[str, object]:
    return message_text(imports, profile, sandbox=sandbox)


# ------------------------------------------------------------------ found and answered


def test_a_later_start_hands_over_what_it_was_asked_for(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    odd = os.fsdecode(b"caf\xe9 \n.json")
    assert desk.start_later(asked(Path("a.json"), Path("/b") / odd, profile="Sölar")) == "False"
    assert desk.start_later(asked(sandbox=True)) == "False"
    assert desk.taken == [Wishes((tmp_path / "a.json", Path("/b") / odd), "Sölar"), Wishes(sandbox=True)]


def test_only_its_user_can_ask(desk: Desk) -> None:
    place = Path(desk.place)
    assert place.parent == desk.folder.path
    for own in (place, record_of(desk.folder), place.parent):
        assert stat.S_IMODE(own.stat().st_mode) & 0o077 == 0


def test_a_minimised_window_comes_back_as_large_as_it_was(desk: Desk, qtbot: QtBot) -> None:
    desk.window.showMaximized()
    desk.window.showMinimized()
    assert desk.start_later(asked()) == "False"
    assert not desk.window.isMinimized()
    assert desk.window.isMaximized()
    qtbot.waitUntil(desk.window.isActiveWindow, timeout=PATIENCE_MS)


def test_a_window_comes_before_another_one(desk: Desk, qtbot: QtBot) -> None:
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow, timeout=PATIENCE_MS)
    bring_to_front(desk.window)
    qtbot.waitUntil(desk.window.isActiveWindow, timeout=PATIENCE_MS)
    assert not desk.window.isMaximized()


def test_the_right_to_come_to_the_front_is_handed_over(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str | None] = []
    token = "XDG_ACTIVATION_TOKEN"
    monkeypatch.setattr(first_window, "bring_to_front", lambda _window: seen.append(os.environ[token]))
    monkeypatch.setenv(token, "granted-1")
    wishes = asked()
    monkeypatch.setenv(token, "of the first start")
    desk = Desk(qtbot, open_folder(tmp_path / "data"))
    desk.open()
    assert desk.start_later(wishes) == "False"
    assert seen == ["granted-1"]
    desk.close()


def test_many_later_starts_at_once_are_all_heard(desk: Desk) -> None:
    assert desk.start_later(asked(profile="Solar"), count=4) == "False"
    assert desk.taken == [Wishes(profile="Solar")] * 4


# ------------------------------------------------------------------ about to begin, about to end, hung


def test_a_first_start_that_is_only_beginning_is_waited_for(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(qtbot, open_folder(tmp_path / "data"))
    desk.folder.lock()
    began_s = time.monotonic()
    opening = threading.Timer(0.3, lambda: desk.background.call(desk.open))
    opening.start()
    assert desk.start_later(asked(profile="Solar")) == "False"
    assert time.monotonic() - began_s > 0.3
    assert desk.taken == [Wishes(profile="Solar")]
    opening.join()
    desk.close()


def test_when_the_first_start_ends_meanwhile_the_later_one_is_the_first(desk: Desk) -> None:
    desk.window.close()  # it listens still, and does nothing any more
    ending = threading.Timer(0.5, desk.folder.close)
    ending.start()
    assert desk.start_later(asked()) == "True"
    ending.join()
    assert desk.taken == []


def test_a_window_that_does_not_answer_is_given_up_and_said(desk: Desk) -> None:
    began_s = time.monotonic()
    with pytest.raises(StorageError) as caught:  # on the window's own thread: it hears nothing meanwhile
        lock_or_hand_over(DataFolder(desk.folder.path), asked(), 0.3)
    assert 0.3 <= time.monotonic() - began_s < 10
    assert "did not answer within 0.3 s" in str(caught.value)
    assert str(desk.folder.path) in str(caught.value)


def test_a_window_that_was_killed_leaves_nothing_in_the_way(qtbot: QtBot, tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "data")
    stale = folder.path / "leadexec-0123"
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(stale))
    record_of(folder).write_text(json.dumps({"server": str(stale), "ask": "a", "answer": "b"}))
    desk = Desk(qtbot, folder)
    desk.folder.lock()
    assert "did not answer within 0.2 s" in desk.start_later(asked(), 0.2)
    record_of(folder).unlink()
    desk.open()
    assert not stale.exists()
    assert desk.start_later(asked()) == "False"
    desk.close()
    assert [path.name for path in folder.path.iterdir() if path.is_socket() or path == record_of(folder)] == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"server": 1, "ask": "", "answer": ""}', "[" * 100_000])
def test_a_record_that_makes_no_sense_is_none(content: str, tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "data")
    record_of(folder).write_text(content)
    assert read_meeting(folder) is None


def test_the_record_takes_away_no_file_that_is_not_ours(qtbot: QtBot, tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "data")
    precious = tmp_path / "leadexec-precious"
    precious.write_text("mine")
    record_of(folder).write_text(json.dumps({"server": str(precious), "ask": "a", "answer": "b"}))
    before = read_meeting(folder)
    assert before is not None
    desk = Desk(qtbot, folder)
    desk.folder.lock()
    desk.window.show()
    desk.first.start()
    qtbot.waitUntil(lambda: (read_meeting(folder) or before) != before, timeout=PATIENCE_MS)
    assert precious.read_text() == "mine"
    desk.close()


@pytest.mark.parametrize("length, is_inside", [(103, True), (104, False)])
def test_the_socket_is_in_the_data_folder_if_its_address_holds_that(length: int, is_inside: bool, qtbot: QtBot) -> None:
    with TemporaryDirectory(prefix="lx-") as short:
        room = length - len(f"{short}//leadexec-0123456789abcdef")
        desk = Desk(qtbot, open_folder(Path(short) / ("x" * room)))
        desk.open()
        assert desk.place.startswith(str(desk.folder.path)) == is_inside
        assert desk.listens
        desk.close()


def test_a_folder_whose_name_is_too_long_for_a_socket_is_listened_for_elsewhere(qtbot: QtBot, tmp_path: Path) -> None:
    folder = open_folder(tmp_path / ("deep" * 30) / "data")
    desk = Desk(qtbot, folder)
    desk.open()
    assert not desk.place.startswith(str(folder.path))
    assert stat.S_IMODE(Path(desk.place).stat().st_mode) & 0o077 == 0
    assert desk.start_later(asked(profile="Solar")) == "False"
    assert desk.taken == [Wishes(profile="Solar")]
    place = Path(desk.place)
    desk.close()
    assert not place.exists()


def test_more_than_a_message_holds_is_refused_before_anything_is_said(desk: Desk) -> None:
    told = desk.start_later(asked(*(Path(f"/{number:0250}.json") for number in range(400))))
    assert "Nothing was handed over. Name fewer files" in told
    assert desk.taken == []


# ------------------------------------------------------------------ who is no later start

GOOD = {"imports": ["/a.json"], "profile": "", "sandbox": False, "activation": ""}


def said(**changes: object) -> bytes:
    return json.dumps({"ask": "the word", **GOOD, **changes}).encode() + b"\n"


def without(key: str) -> bytes:
    return json.dumps({name: value for name, value in {"ask": "the word", **GOOD}.items() if name != key}).encode()


@pytest.mark.parametrize(
    "message",
    [
        b"\n",
        b"hello\n",
        b"\xff\xfe\x00\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"null\n",
        b"[]\n",
        b"[" * 60_000 + b"\n",
        b"1" * 60_000 + b"\n",
        b"x" * MESSAGE_BYTES + b"\n",
        os.urandom(5_000_000).replace(b"\n", b""),
        said(ask="another word"),
        said(ask="\ud800"),
        said(ask=None),
        said(imports="/a.json"),
        said(imports=[1]),
        said(imports=["a.json"]),
        said(imports=["/a\0b.json"]),
        said(imports=["/\ud800.json"]),
        said(profile=None),
        said(sandbox=1),
        said(profile="Solar", sandbox=True),
        said(activation=7),
        *(without(key) + b"\n" for key in ("ask", *GOOD)),
    ],
    ids=range(27),
)
def test_what_is_no_such_message_gets_no_answer_and_does_nothing(message: bytes, desk: Desk) -> None:
    assert desk.say(message.replace(b'"the word"', json.dumps(desk.word).encode())) == b""
    assert desk.taken == []
    assert desk.listens


@pytest.mark.parametrize("activation", ["\0", "a\nb", "\ud800"])
def test_a_right_that_is_none_is_left_out(activation: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "before")
    told = desk.say(said(activation=activation).replace(b'"the word"', json.dumps(desk.word).encode()))
    assert told != b""
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "before"


def test_whoever_says_nothing_is_not_waited_for(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_window, "_PATIENCE_MS", 300)
    idle = [socket.socket(socket.AF_UNIX) for _ in range(12)]
    for caller in idle:
        caller.settimeout(5)
        caller.connect(desk.place)
        caller.sendall(b'{"ask": ')
    # Its places are taken until the idle ones are thrown out: a later start tries until then.
    assert desk.start_later(asked()) == "False"
    for caller in idle:
        with caller, suppress(ConnectionResetError):
            assert caller.recv(1) == b""
    qtbot.waitUntil(lambda: not desk.first._open, timeout=PATIENCE_MS)


def test_one_that_answers_in_the_windows_name_is_not_believed(tmp_path: Path) -> None:
    folder = open_folder(tmp_path / "data")
    folder.lock()
    place = tmp_path / "other"
    record_of(folder).write_text(json.dumps({"server": str(place), "ask": "a", "answer": "b"}))
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(place))
        server.listen()

        def answer() -> None:
            caller, _ = server.accept()
            with caller, suppress(ConnectionError):  # it may be busy for longer than it asks, and has hung up then
                caller.recv(10_000)
                caller.sendall(b"yes\n")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        assert "did not answer" in later(folder, asked(), 0.3)
        thread.join()
    folder.close()


def test_words_stand_in_no_repr(desk: Desk) -> None:
    meeting = read_meeting(desk.folder)
    assert meeting is not None
    assert meeting.ask not in repr(meeting)
    assert meeting.answer not in repr(meeting)
    assert meeting.ask != meeting.answer
    assert hand_over.record_of(desk.folder).parent == desk.folder.path


# ------------------------------------------------------------------ what the program does then

CALLER = {"FirstName": "Ana", "Phone": "(702) 555-0123", "Comments": "one\ntwo"}


def title(program: Program) -> str:
    return program.window.windowTitle().removesuffix(" \u2013 LeadExec Desktop")


def typed(program: Program) -> dict[str, str]:
    return {name: text for name, text in program.window.submit.form.typed().items() if text}


def test_a_wished_profile_is_chosen_as_by_hand_and_what_is_typed_stays(
    start_program: StartProgram, make_profile: MakeProfile
) -> None:
    program = start_program(make_profile("Solar", LIVE), make_profile("Roofing", LIVE), profile="Solar")
    program.put(**CALLER)
    program.conductor.take_wishes(Wishes(profile="roofing"))
    program.until(lambda: title(program) == "Roofing")
    assert typed(program) == CALLER  # its form has the same fields
    assert program.focus() == "submit.field.FirstName"
    program.conductor.take_wishes(Wishes(profile="Solar"))
    program.until(lambda: title(program) == "Solar")
    assert typed(program) == CALLER


@pytest.mark.parametrize("wish", ["", "Solar", "Nobody"])
def test_a_lead_being_typed_is_not_touched(
    wish: str, start_program: StartProgram, make_profile: MakeProfile, tmp_path: Path
) -> None:
    program = start_program(make_profile("Solar", LIVE))
    program.put(**CALLER)
    program.find(QLineEdit, "submit.field.Phone").setFocus()
    path = tmp_path / "west.json"
    path.write_bytes(write_profile(make_profile("West", LIVE)))
    program.conductor.take_wishes(Wishes((path, tmp_path / "nowhere.json"), wish))
    program.until(lambda: "nowhere.json" in program.text("window.notice"))
    program.settle()
    assert title(program) == "Solar"
    assert typed(program) == CALLER
    assert program.focus() == "submit.field.Phone"
    assert ("There is no profile “Nobody”." in program.text("window.notice")) == (wish == "Nobody")
    program.choose_profile("West")
    assert program.complaints == [], "nobody reads this program's standard error then"


def test_a_new_version_of_the_active_profile_is_shown_with_what_was_typed(
    start_program: StartProgram, make_profile: MakeProfile, tmp_path: Path
) -> None:
    program = start_program(make_profile("Solar", LIVE))
    program.put(**CALLER)
    path = tmp_path / "newer.json"
    newer = make_profile("Solar 2", LIVE, id="solar")
    path.write_bytes(write_profiles([newer, make_profile("West", LIVE)]))
    program.conductor.take_wishes(Wishes((path,)))
    program.until(lambda: title(program) == "Solar 2")
    assert typed(program) == CALLER


def test_a_first_profile_is_taken_up(start_program: StartProgram, make_profile: MakeProfile, tmp_path: Path) -> None:
    program = start_program(folder=open_folder(tmp_path / "data"), wait=False)
    program.until(lambda: "no profile yet" in program.text("window.notice"))
    path = tmp_path / "solar.json"
    path.write_bytes(write_profile(make_profile("Solar", LIVE)))
    program.conductor.take_wishes(Wishes((path,)))
    program.until(lambda: title(program) == "Solar")
    program.until(program.button("submit.send").isEnabled)
    program.settle()


def test_a_later_start_rehearses(start_program: StartProgram, make_profile: MakeProfile) -> None:
    program = start_program(make_profile("Solar", LIVE))
    program.put(**CALLER)
    for _ in range(2):  # one receiver is enough
        program.conductor.take_wishes(Wishes(sandbox=True))
    program.until(lambda: program.text("profile.badge") == "SANDBOX")
    program.settle()
    program.choose_profile("Solar")
    assert typed(program) == CALLER


def test_wishes_that_come_before_the_profiles_are_read_are_done_after(
    start_program: StartProgram, make_profile: MakeProfile, tmp_path: Path
) -> None:
    folder = open_folder(tmp_path / "data")
    before = start_program(make_profile("Solar", LIVE), make_profile("Roofing", LIVE), folder=folder)
    before.put(**CALLER)
    before.close()
    path = tmp_path / "west.json"
    path.write_bytes(write_profile(make_profile("West", LIVE)))
    gate = threading.Event()
    program = start_program(folder=folder, opening=lambda: gate.wait(10), wait=False)
    program.conductor.take_wishes(Wishes((path,), "Roofing"))
    program.until(lambda: title(program) == "Roofing")
    gate.set()
    program.until(program.button("submit.send").isEnabled)
    program.settle()
    assert title(program) == "Roofing", "the kept lead does not choose its profile after that"
    program.choose_profile("Solar")
    assert typed(program) == CALLER
    program.choose_profile("West")
