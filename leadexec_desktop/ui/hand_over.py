"""A second start with the same data folder: it hands what it was asked for to the window that is open, and ends.

The lock of the folder alone decides who is first. The first one listens on a local socket; a record in the folder,
which only its user may read, says where, and has two words that no other user can know: one with which a later start
asks, one with which the window answers. So nobody can ask, or answer, in another's name.
"""

import json
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from leadexec_desktop.store.atomic_file import read_if_there
from leadexec_desktop.store.errors import AlreadyRunningError, StorageError
from leadexec_desktop.store.folder import DataFolder

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

MESSAGE_BYTES = 65_536
"""The longest message, its end of line included: hundreds of file names."""

_PAUSE_S = 0.05
"""Between two tries: the first start may be about to listen, or about to end."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where the window listens, and the words by which both know each other.

    Attributes:
        server: The socket's full name.
        ask: The word of whoever asks.
        answer: The word of the window.
    """

    server: str
    ask: str = field(repr=False)
    answer: str = field(repr=False)


def record_of(folder: DataFolder) -> Path:
    """The file that says where the window of a data folder listens."""
    return folder.path / "window.json"


def read_meeting(folder: DataFolder) -> Meeting | None:
    """What the record of a data folder says; None if it says nothing, or nothing that could be true.

    Raises:
        StorageError: It is there and cannot be read.
    """
    content = read_if_there(record_of(folder))
    try:
        found = json.loads(content or b"")
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not all(isinstance(found.get(key), str) for key in Meeting.__slots__):
        return None
    return Meeting(found["server"], found["ask"], found["answer"])


def meeting_text(meeting: Meeting) -> bytes:
    """What the record says."""
    return json.dumps(asdict(meeting)).encode()


def message_text(imports: Iterable[Path], profile: str, *, sandbox: bool) -> dict[str, object]:
    """What a later start asks for.

    Args:
        imports: Profile files, as on its command line: a relative one is made absolute here.
        profile: Name or id of a profile; empty for none.
        sandbox: To rehearse.
    """
    return {
        "imports": [str(path.absolute()) for path in imports],
        "profile": profile,
        "sandbox": sandbox,
        # On Wayland only who was started by a person's own act may bring a window to the front.
        "activation": os.environ.get("XDG_ACTIVATION_TOKEN", ""),
    }


def lock_or_hand_over(folder: DataFolder, wishes: dict[str, object], limit_s: float) -> bool:
    """Has the open window do what is wished; or claims the folder, if the program that had it ends meanwhile.

    Args:
        folder: The data folder, which another instance has.
        wishes: What `message_text` gives.
        limit_s: Seconds after which it is given up.

    Returns:
        Whether the folder is claimed; if not, the window has taken the wishes.

    Raises:
        StorageError: The window did not answer in time, or more is wished than one message holds.
    """
    end_s = time.monotonic() + limit_s
    while True:
        try:
            folder.lock()
        except AlreadyRunningError:
            meeting = read_meeting(folder)
            if meeting is not None and _tell(meeting, wishes, end_s):
                return False
        else:
            return True
        if time.monotonic() > end_s:
            raise StorageError(
                f"The program is already running with the data folder {folder.path}, and its window did not answer "
                f"within {limit_s:g} s.",
                "Wait until it does, then try again; if it hangs, end it; or start with another --data-dir.",
            )
        time.sleep(_PAUSE_S)  # no window runs here, and nothing tells of a lock that is let go


def _tell(meeting: Meeting, wishes: dict[str, object], end_s: float) -> bool:
    """Whether the window has taken the wishes."""
    from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 - needed by a second start alone

    message = json.dumps({"ask": meeting.ask, **wishes}).encode() + b"\n"
    if len(message) > MESSAGE_BYTES:
        raise StorageError(
            "The program is already running, and this is more than can be handed to its window at once. "
            "Nothing was handed over.",
            "Name fewer files, or import them in that window (Ctrl+I).",
        )
    _let_come_to_the_front()
    socket = QLocalSocket()
    socket.connectToServer(meeting.server)
    try:
        if not socket.waitForConnected(_left_ms(end_s)):
            return False
        socket.write(message)
        while not socket.canReadLine() and socket.waitForReadyRead(_left_ms(end_s)):
            if socket.bytesAvailable() > MESSAGE_BYTES:
                return False
        return _said(socket) == meeting.answer
    finally:
        socket.abort()


def _said(socket: "QLocalSocket") -> str:
    return bytes(socket.readLine(MESSAGE_BYTES).data()).decode("ascii", "replace").rstrip("\n")


def _left_ms(end_s: float) -> int:
    return max(0, int((end_s - time.monotonic()) * 1000))


def _let_come_to_the_front() -> None:
    """Windows lets a program come to the front only if the one in front says so, which is the one just started."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - needed there alone

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
