"""How long a click on Send takes to the first byte at the receiver, beside a warm client of httpx."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import IO

from PySide6.QtWidgets import QPlainTextEdit

from . import twelve_fields
from .opened import Opened, opened, rest
from .table import Row, spread

_HERE = Path(__file__).parent
_MOST_MS = 10.0
_WARM_UP = 3
_PAUSE_S = 0.15


class Helper:
    """A process that answers line by line."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def tell(self, line: str) -> None:
        """Gives it a line."""
        self._pipe(self._process.stdin).write(f"{line}\n")
        self._pipe(self._process.stdin).flush()

    def number(self) -> int:
        """The next line that it says."""
        return int(self._pipe(self._process.stdout).readline())

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe


@contextmanager
def helper(script: str, *arguments: str) -> Iterator[Helper]:
    """A helper, running for the length of a block."""
    command = [sys.executable, str(_HERE / script), *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Helper(process)
        finally:
            process.kill()


@contextmanager
def receiver(folder: Path, answer: bytes) -> Iterator[tuple[Helper, str]]:
    """A receiver, and its address."""
    file = folder / "answer"
    file.write_bytes(answer)
    with helper("stamping_receiver.py", str(file)) as running:
        yield running, f"http://127.0.0.1:{running.number()}"


def measure(folder: Path, sends: int) -> list[Row]:
    """Sends by turns from the window, and from the client on a kept connection and on a new one.

    Args:
        folder: On a disk.
        sends: How many of each.
    """
    took: dict[str, list[float]] = {"program": [], "kept": [], "new": []}
    with receiver(folder, twelve_fields.ACCEPTED) as (there, endpoint), opened(folder, endpoint) as program:
        request = _request_of(program, endpoint, folder / "request")
        with helper("bare_client.py", str(request)) as client:
            for number in range(-_WARM_UP, sends):
                times = {"program": _send(program, there)}
                for way in ("kept", "new"):
                    client.tell(way)
                    stamp = there.number()
                    times[way] = (stamp - client.number()) / 1e6
                if number >= 0:
                    for way, time_ms in times.items():
                        took[way].append(time_ms)
    return [_row(took, way) for way in ("kept", "new")]


def _send(program: Opened, there: Helper) -> float:
    program.next_lead()
    program.fill()
    rest(_PAUSE_S)
    at_ns = program.click_send()
    program.wait_ended()
    return (there.number() - at_ns) / 1e6


def _request_of(program: Opened, endpoint: str, file: Path) -> Path:
    """What the program would send, for the client to send the same."""
    program.fill()
    head, _, body = program.find(QPlainTextEdit, "submit.preview").toPlainText().partition("\n\n")
    lines = head.split("\n")
    kind = next(line.partition(": ")[2] for line in lines if line.lower().startswith("content-type:"))
    file.write_bytes(f"{endpoint}{lines[0].split(' ')[1]}\n{kind}\n{body}".encode())
    return file


_WAYS = {"kept": "on a kept connection", "new": "on a new connection each"}


def _row(took: dict[str, list[float]], way: str) -> Row:
    difference = median(took["program"]) - median(took[way])
    return Row(
        f"Send to first byte, beside httpx {_WAYS[way]}",
        spread(took["program"], "ms"),
        f"{spread(took[way], 'ms')} (httpx)",
        f"+ {difference:.1f} ms",
        f"+ {_MOST_MS:g} ms",
        difference <= _MOST_MS,
        f"{len(took['program'])} sends each, by turns; least / median, and the difference of the medians. From the "
        "click until the receiver, another process, has the first byte; the lead is on the disk by then.",
    )
