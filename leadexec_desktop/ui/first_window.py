"""The window that was open first listens for later starts with its data folder, and does what those were asked for."""

import json
import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

from leadexec_desktop.store.atomic_file import delete_if_there, write_atomically
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.hand_over import MESSAGE_BYTES, Meeting, meeting_text, read_meeting, record_of
from leadexec_desktop.ui.profile_flow import Wishes

_PATIENCE_MS = 2000
"""Whoever asks has said all by then."""
_MOST_AT_ONCE = 8
_AFTER_FIRST_PAINT_MS = 300
"""A start that comes earlier than that tries again."""
_NAME = "leadexec-"
_LONGEST_PATH = 103
"""Bytes that a socket's address holds everywhere: 103 on macOS, 107 on Linux."""


class FirstWindow(QObject):
    """Listens for later starts.

    What they say comes from outside: it is bounded in size and time, and taken only if it is such a message and knows
    the word; else the connection is closed, and nothing is done.

    Args:
        window: What is brought to the front.
        background: Where blocking work runs.
        folder: The data folder, claimed by this process.
        take: Does what a later start was asked for.
    """

    def __init__(
        self, window: QWidget, background: Background, folder: DataFolder, take: Callable[[Wishes], None]
    ) -> None:
        super().__init__()
        self._window = window
        self._background = background
        self._folder = folder
        self._take = take
        self._server: QLocalServer | None = None
        self._meeting: Meeting | None = None
        self._open: set[_Caller] = set()

    def start(self) -> None:
        """Begins to listen, once the window is on the screen."""
        QTimer.singleShot(_AFTER_FIRST_PAINT_MS, self, self._clean_up)

    def _clean_up(self) -> None:
        self._background.run(lambda: _clean_up(self._folder), lambda _none: self._listen())

    def _listen(self) -> None:
        import secrets  # noqa: PLC0415 - not before the first paint

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        # The name cannot be guessed: nobody else can be there first.
        name = f"{_NAME}{secrets.token_hex(8)}"
        if not any(server.listen(place) for place in _places(self._folder, name)):
            logging.getLogger(__name__).warning("No local socket can be opened: %s", server.errorString())
            return
        server.newConnection.connect(self._meet)
        self._server = server
        self._meeting = meeting = Meeting(server.fullServerName(), secrets.token_hex(16), secrets.token_hex(16))
        record = record_of(self._folder)
        self._background.run(
            lambda: write_atomically(record, meeting_text(meeting)), _nothing_of, self._say_not_found, StorageError
        )

    def _say_not_found(self, error: Exception) -> None:
        logging.getLogger(__name__).warning("A later start will not find this window: %s", error)

    def _meet(self) -> None:
        while self._server is not None and (caller := self._server.nextPendingConnection()) is not None:
            if len(self._open) >= _MOST_AT_ONCE:
                caller.abort()
                caller.deleteLater()
                continue
            _Caller(caller, self._answer, self._open)

    def _answer(self, line: bytes) -> str:
        """The answer to what a caller says; empty if it gets none."""
        meeting = self._meeting
        message = None if meeting is None else _read(line, meeting.ask)
        # A window that was closed does nothing any more: the caller becomes the first one in a moment.
        if meeting is None or message is None or not self._window.isVisible():
            return ""
        wishes, activation = message
        if activation:
            os.environ["XDG_ACTIVATION_TOKEN"] = activation  # Qt takes it from there, once
        bring_to_front(self._window)
        self._take(wishes)
        return meeting.answer

    def close(self) -> None:
        """Listens no more."""
        if self._server is not None:
            self._server.close()
            for caller in tuple(self._open):  # else it would hear of its end while it is being deleted
                caller.give_up()
            with suppress(StorageError):  # the lock decides, not the record
                delete_if_there(record_of(self._folder))
        self._server = self._meeting = None


class _Caller(QObject):
    """One connection: reads a line, gives an answer.

    Args:
        socket: The connection, which it belongs to.
        answer: Gives the answer; empty for none.
        among: The open ones, among which it is until it ends.
    """

    def __init__(self, socket: "QLocalSocket", answer: Callable[[bytes], str], among: "set[_Caller]") -> None:
        super().__init__(socket)
        self._socket = socket
        self._answer = answer
        self._among = among
        among.add(self)
        self._read = b""
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self.give_up)
        self._limit.start(_PATIENCE_MS)
        socket.setReadBufferSize(MESSAGE_BYTES)
        socket.readyRead.connect(self._hear)
        socket.disconnected.connect(self._end)
        self._hear()

    def give_up(self) -> None:
        """Ends it without an answer."""
        self._socket.abort()

    def _end(self) -> None:
        self._limit.stop()
        self._among.discard(self)
        self._socket.deleteLater()

    def _hear(self) -> None:
        self._read += bytes(self._socket.read(MESSAGE_BYTES + 1 - len(self._read)).data())
        line, end, _ = self._read.partition(b"\n")
        if not end and len(self._read) <= MESSAGE_BYTES:
            return
        answer = self._answer(line) if end else ""
        if answer:
            self._socket.write(f"{answer}\n".encode())
            self._socket.disconnectFromServer()
        else:
            self._socket.abort()


def bring_to_front(window: QWidget) -> None:
    """Shows a window above the others, as large as it was, and gives it the keyboard."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive)
    window.raise_()
    window.activateWindow()


def _read(line: bytes, word: str) -> tuple[Wishes, str] | None:
    """What a later start asks for, and the right that the desktop gave it; None if it is no such message."""
    import hmac  # noqa: PLC0415 - not before the first paint

    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    match found:
        case {
            "ask": str(ask),
            "imports": list(imports),
            "profile": str(profile),
            "sandbox": bool(sandbox),
            "activation": str(activation),
        } if hmac.compare_digest(ask.encode("utf-8", "replace"), word.encode()) and all(map(_is_place, imports)):
            wishes = Wishes(tuple(Path(path) for path in imports), profile, sandbox)
            return None if profile and sandbox else (wishes, activation if activation.isprintable() else "")
    return None


def _is_place(path: object) -> bool:
    if not isinstance(path, str) or "\0" in path or not Path(path).is_absolute():
        return False
    try:
        os.fsencode(path)
    except UnicodeEncodeError:  # no file can be called so
        return False
    return True


def _places(folder: DataFolder, name: str) -> tuple[str, ...]:
    """Where to listen, the best first: in the data folder, else where the system keeps sockets."""
    if sys.platform == "win32":
        return (name,)  # a pipe has no path
    import tempfile  # noqa: PLC0415 - not before the first paint

    # A socket's path must be short, wherever it is, and some network drives hold none.
    folders = (
        str(folder.path),
        os.environ.get("XDG_RUNTIME_DIR", ""),
        tempfile.gettempdir(),
        "/tmp",  # noqa: S108 - the name cannot be guessed, and the socket is its user's alone
    )
    paths = (str(Path(own) / name) for own in dict.fromkeys(folders) if own)
    return tuple(path for path in paths if len(os.fsencode(path)) <= _LONGEST_PATH)


def _clean_up(folder: DataFolder) -> None:
    """Takes away what a window left that was killed."""
    with suppress(StorageError):
        meeting = read_meeting(folder)
        delete_if_there(record_of(folder))
        sockets = [*folder.path.glob(f"{_NAME}*")]
        if meeting is not None and Path(meeting.server).name.startswith(_NAME):
            sockets.append(Path(meeting.server))
        for socket in sockets:
            if socket.is_socket():
                delete_if_there(socket)


def _nothing_of(_result: None) -> None:
    """Nothing is to be done with it."""
