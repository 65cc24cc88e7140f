"""What very many sends in one process leave behind: memory, and whether history and form are as quick as before."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Semaphore

from PySide6.QtWidgets import QPlainTextEdit

from leadexec_desktop.profiles.file import read_profiles
from leadexec_desktop.protocol.delivery import Destination
from leadexec_desktop.protocol.values import LeadRequest
from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.services.composing import chosen_by_default, compose
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.outgoing import OutgoingRequest

from . import twelve_fields
from .memory import own_kb
from .opened import Opened, opened, rest, until
from .table import Row

_IN_MEMORY = Path("/dev/shm")
"""A disk in memory, where there is one: the real one is not what is measured, and takes three times as long."""
_ENDPOINT = "http://127.0.0.1:9"
_WARM_UP, _WARM_UP_PART = 300, 0.02
_MOST_BYTES, _SLOWER_AT_MOST = 1000.0, 1.25
_UNDER_WAY = 50
"""Sends that the window may be behind with."""
_BATCH = 200
_TIMES = 15


class QuickLine:
    """Answers at once."""

    def send(
        self,
        request: OutgoingRequest,
        *,
        timeout_s: float,
        cancel: CancelSwitch,
        token: str | None = None,
        token_origin: str = "",
    ) -> Answer:
        """Accepts."""
        del timeout_s, cancel, token, token_origin
        return Answer(200, (("Content-Type", "application/json"),), twelve_fields.ACCEPTED, request.url)


def measure(folder: Path, sends: int, warm_up: int = 0, times: int = _TIMES) -> list[Row]:
    """Sends so many leads.

    Args:
        folder: Where the history is, if there is no disk in memory.
        sends: How many.
        warm_up: How many of them before it is looked at; 0 for what is proper to that many.
        times: How often each act is timed.
    """
    warm_up = warm_up or max(_WARM_UP, round(sends * _WARM_UP_PART))
    with (
        TemporaryDirectory(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else folder) as place,
        opened(Path(place), _ENDPOINT, QuickLine()) as program,
    ):
        send_many(program, warm_up)
        before = {what: _least(act, times) for what, act in _acts(program).items()}
        memory_kb = own_kb()
        began_s = time.monotonic()
        send_many(program, sends - warm_up)
        took_s = time.monotonic() - began_s
        grown_kb = own_kb() - memory_kb
        after = {what: _least(act, times) for what, act in _acts(program).items()}
    each = grown_kb * 1024 / (sends - warm_up)
    note = (
        f"{sends:,} sends through the program's own services and window, by a line that answers at once; "
        f"{(sends - warm_up) / took_s:.0f} a second. Memory is the process's own, without that of files."
    )
    return [
        Row(
            f"Memory after {sends:,} sends",
            f"{(memory_kb + grown_kb) / 1024:.1f} MB",
            f"{memory_kb / 1024:.1f} MB (after {warm_up:,})",
            f"{each:.0f} bytes a send",
            f"{_MOST_BYTES:g} bytes",
            each < _MOST_BYTES,
            note,
        ),
        *(
            Row(
                f"{what} after {sends:,} sends",
                f"{after[what]:.1f} ms",
                f"{before[what]:.1f} ms (after {warm_up:,})",
                f"{after[what] / before[what]:.2f} times",
                f"{_SLOWER_AT_MOST} times",
                after[what] / before[what] <= _SLOWER_AT_MOST,
                f"The least of {times} times each. {note}",
            )
            for what in before
        ),
    ]


def send_many(program: Opened, sends: int) -> None:
    """Sends so many leads beside the window, which takes in what becomes of each."""
    request, destination = _request()
    room = Semaphore(_UNDER_WAY)
    seen: list[int] = []

    def take(number: int) -> None:
        seen.append(number)
        room.release()

    def send(number: int) -> None:
        room.acquire()
        sending = program.desk.sending
        delivery = sending.enqueue(request, destination, f"Example {number}")
        sending.deliver(delivery.id, CancelSwitch())
        program.background.call(lambda: take(number))

    with ThreadPoolExecutor(2) as pool:
        for start in range(0, sends, _BATCH):
            batch = [pool.submit(send, number) for number in range(start, min(start + _BATCH, sends))]
            until(partial(_all_done, batch))
            for each in batch:
                each.result()
        until(lambda: len(seen) == sends)


def _all_done(batch: Sequence[Future[None]]) -> bool:
    return all(own.done() for own in batch)


def _request() -> tuple[LeadRequest, Destination]:
    (profile,) = read_profiles(twelve_fields.content(_ENDPOINT), "benchmark").profiles
    composed = compose(profile, chosen_by_default(profile), twelve_fields.LEAD)
    assert composed.request is not None
    return composed.request, composed.destination


def _acts(program: Opened) -> dict[str, Callable[[], None]]:
    def form() -> None:
        program.next_lead()
        program.fill()

    def send() -> None:
        program.click_send()
        program.wait_ended()
        form()

    def first_page() -> None:
        program.desk.history.page(None, 100)

    model, table = program.window.history.model, program.history

    def scroll() -> None:
        rows = model.rowCount()
        table.scrollToBottom()
        table.repaint()
        if model.canFetchMore(table.rootIndex()):
            model.fetchMore(table.rootIndex())
            until(lambda: model.rowCount() != rows)
        table.scrollToTop()
        table.repaint()

    def select() -> None:
        response = program.find(QPlainTextEdit, "history.detail.response")
        table.clearSelection()
        until(lambda: not response.toPlainText())
        table.selectRow(0)
        until(lambda: bool(response.toPlainText()))

    form()
    return {
        "History's first page": first_page,
        "History, scrolled a page": scroll,
        "History, a lead selected": select,
        "Form filled": form,
        "Send to outcome": send,
    }


def _least(act: Callable[[], None], times: int) -> float:
    """The least time that it took, in ms."""
    took_ms: list[float] = []
    for _ in range(times):
        began_ns = time.perf_counter_ns()
        act()
        took_ms.append((time.perf_counter_ns() - began_ns) / 1e6)
        rest(0.02)
    return min(took_ms)
