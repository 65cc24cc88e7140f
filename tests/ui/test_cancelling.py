"""Cancel, and the window's end, while a lead is sent: what is said of the lead is what a raw receiver has of it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from leadexec_desktop.store.folder import DataFolder, open_folder

from .program import MakeProfile, Program, StartProgram

CALLER = {"FirstName": "Ana", "Phone": "(702) 555-0123"}
PATIENCE_S = 60.0
ACCEPTED = b'{"isValidPost": true, "ResponseType": "No_Error", "LeadIdentifier": 7, "Price": 1}'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
    len(ACCEPTED),
    ACCEPTED,
)


class Stage:
    """A receiver that comes so far with each connection, and no further until it is let on.

    Attributes:
        port: Where it listens.
        reached: Set once a connection has come so far.
        read: All that came.
    """

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.let_on = threading.Event()
        self.read = b""
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=0)
        self.port: int = self._listener.getsockname()[1]
        self._threads: list[threading.Thread] = []
        self._fillers: list[socket.socket] = []

    def serve(self, so_far: Callable[[bytes], bool]) -> None:
        """Accepts, and reads until it has come so far; answers once it is let on, if the request is whole."""

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = self._listener.accept()
                    self._begin(lambda own=connection: self._hold(own, so_far))  # type: ignore[misc]  # bound at once

        self._begin(accept)

    def _begin(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work)
        self._threads.append(thread)
        thread.start()

    def _hold(self, connection: socket.socket, so_far: Callable[[bytes], bool]) -> None:
        mine = b""
        with connection, suppress(OSError):
            connection.settimeout(PATIENCE_S)
            while not so_far(mine):
                more = connection.recv(65536)
                if not more:
                    return
                mine += more
                self.read += more
            self.reached.set()
            self.let_on.wait(PATIENCE_S)
            connection.sendall(ANSWER)

    def be_full(self) -> None:
        """Takes no connection any more: whoever calls waits."""
        with suppress(OSError):
            for _ in range(4):
                filler = socket.socket()
                filler.setblocking(False)
                self._fillers.append(filler)
                with suppress(BlockingIOError):
                    filler.connect(("127.0.0.1", self.port))

    def close(self) -> None:
        self.let_on.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for filler in self._fillers:
            filler.close()
        for thread in self._threads:
            thread.join(PATIENCE_S)


@pytest.fixture
def stage() -> Iterator[Stage]:
    opened = Stage()
    yield opened
    opened.close()


def is_whole(read: bytes) -> bool:
    head, end, body = read.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return bool(end) and len(body) >= int(lengths[0].partition(b":")[2])


def not_connected(stage: Stage) -> str:
    stage.be_full()
    return f"http://127.0.0.1:{stage.port}"


def in_tls(stage: Stage) -> str:
    stage.serve(lambda read: read.startswith(b"\x16"))  # a handshake that nobody answers
    return f"https://127.0.0.1:{stage.port}"


def in_proxy(stage: Stage) -> str:
    stage.serve(lambda read: read.startswith(b"CONNECT ") and read.endswith(b"\r\n\r\n"))
    return "https://leads.example.com"


def sent(stage: Stage) -> str:
    stage.serve(is_whole)
    return f"http://127.0.0.1:{stage.port}"


STAGES = [
    pytest.param(not_connected, "not sent", id="before a connection"),
    pytest.param(in_tls, "not sent", id="in the TLS handshake"),
    pytest.param(in_proxy, "not sent", id="while the proxy connects"),
    pytest.param(sent, "unknown", id="after the request"),
]
SENTENCES = {"not sent": "The receiver does not have this lead", "unknown": "The receiver may have this lead"}


ComesTo = Callable[[Stage], str]
Begin = Callable[[ComesTo], Program]


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return open_folder(tmp_path / "data")


@pytest.fixture
def begin(
    stage: Stage,
    folder: DataFolder,
    start_program: StartProgram,
    make_profile: MakeProfile,
    monkeypatch: pytest.MonkeyPatch,
) -> Begin:
    """Starts the program and a send, and gives it once that has come so far."""

    def start(comes_to: ComesTo) -> Program:
        endpoint = comes_to(stage)
        if comes_to is in_proxy:
            monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{stage.port}")
        program = start_program(make_profile(endpoint=endpoint), folder=folder)
        program.put(**CALLER)
        program.click("submit.send")
        program.until(lambda: program.outcomes == ["sending"] and (comes_to is not_connected or stage.reached.is_set()))
        assert program.word == "sending"
        return program

    return start


@pytest.fixture
def reopen(folder: DataFolder, start_program: StartProgram) -> Callable[[], Program]:
    return lambda: start_program(folder=folder)


@pytest.mark.parametrize("comes_to, word", STAGES)
def test_cancel_says_which_it_was(comes_to: ComesTo, word: str, stage: Stage, begin: Begin) -> None:
    program = begin(comes_to)
    program.click("submit.cancel")
    program.until(lambda: not program.window.submit.is_sending)
    assert (program.word, program.outcomes) == (word, [word])
    assert program.sentence.startswith(SENTENCES[word])
    assert (b"Ana" in stage.read) == (word == "unknown"), "what is said is true"
    program.click("submit.send")
    if word == "not sent":
        program.until(lambda: program.outcomes == ["sending", "not sent"])
        program.click("submit.cancel")
        program.until(lambda: not program.window.submit.is_sending)
        assert program.outcomes == ["not sent", "not sent"]
    else:
        program.settle()
        assert "it was not sent again" in program.sentence
        assert program.outcomes == ["unknown"]
        assert stage.read.count(b"Ana") == 1


@pytest.mark.parametrize("comes_to, word", STAGES)
def test_a_window_that_closes_asks_once_and_the_next_start_says_which_it_was(
    comes_to: ComesTo, word: str, stage: Stage, begin: Begin, reopen: Callable[[], Program]
) -> None:
    program = begin(comes_to)
    program.window.close()
    assert program.window.isVisible()
    assert "A lead is on its way." in program.text("window.notice")
    program.window.close()
    assert not program.window.isVisible(), "it asks once"
    program.close()
    again = reopen()
    assert (again.word, again.outcomes) == (word, [word])
    assert again.sentence.startswith(SENTENCES[word])
    assert "when the program ended" not in again.text("window.notice"), "it was settled then"
    assert (b"Ana" in stage.read) == (word == "unknown")
    assert {name: text for name, text in again.window.submit.form.typed().items() if text} == CALLER
