"""How long the window stands still while it sends, takes answers and writes history, beside the idle window."""

import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from . import twelve_fields
from .latency import receiver
from .opened import Opened, opened, rest
from .table import Row, percentile

_TICK_MS, _STEP_MS = 1, 15
_P999_MOST_MS, _WORST_MOST_MS = 16.0, 50.0


class Gaps(QObject):
    """The times between ticks of a timer of 1 ms."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps_ms: list[float] = []
        self._last_ns = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def over(self, seconds: float) -> list[float]:
        """Those of so many seconds from now."""
        self.gaps_ms = []
        self._last_ns = time.perf_counter_ns()
        self._timer.start(_TICK_MS)
        rest(seconds)
        self._timer.stop()
        return self.gaps_ms

    def _tick(self) -> None:
        now_ns = time.perf_counter_ns()
        self.gaps_ms.append((now_ns - self._last_ns) / 1e6)
        self._last_ns = now_ns


class _Agent(QObject):
    """Types a lead, a field at a time, sends it, looks at it in history, and begins the next."""

    def __init__(self, program: Opened) -> None:
        super().__init__()
        self._program = program
        self._left: list[tuple[str, str]] = []
        self.sends = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        self._next()
        self._timer.start(_STEP_MS)

    def stop(self) -> None:
        self._timer.stop()
        self._program.wait_ended()

    def _next(self) -> None:
        self._program.next_lead()
        self._left = list((twelve_fields.LEAD | {"LastName": f"Example {self.sends}"}).items())

    def _step(self) -> None:
        if self._program.window.submit.is_sending:
            return
        if self._left:
            self._program.put(*self._left.pop(0))
            if not self._left:
                self._program.click_send()
                self.sends += 1
        else:
            self._program.history.selectRow(0)
            self._next()


def measure(folder: Path, seconds: float) -> list[Row]:
    """Watches the window while it is idle, and while an agent works as fast as it lets her.

    Args:
        folder: On a disk.
        seconds: How long each.
    """
    with receiver(folder, twelve_fields.ACCEPTED) as (_, endpoint), opened(folder, endpoint) as program:
        agent, gaps = _Agent(program), Gaps()
        agent.start()
        rest(2.0)
        agent.stop()
        rest(1.0)
        begun = agent.sends
        halves: list[tuple[list[float], list[float]]] = []
        for _ in range(2):
            idle = gaps.over(seconds / 2)
            agent.start()
            halves.append((idle, gaps.over(seconds / 2)))
            agent.stop()
            rest(0.5)
    idle_ms, busy_ms = ([gap for half in halves for gap in half[side]] for side in (0, 1))
    note = (
        f"Times between ticks of a timer of {_TICK_MS} ms in the window's thread; {seconds:g} s idle and {seconds:g} s "
        f"at work, by turns; {agent.sends - begun} leads typed, sent and looked at in history."
    )
    return still_rows("Window stands still", busy_ms, idle_ms, note)


def still_rows(what: str, busy_ms: list[float], idle_ms: list[float], note: str) -> list[Row]:
    """The window at work beside the idle one.

    Args:
        what: What is told.
        busy_ms: Times between ticks while it works.
        idle_ms: Likewise while it is idle.
        note: How it was measured.
    """
    both = (busy_ms, idle_ms)
    return [
        _row(f"{what}, p99.9", [percentile(side, 0.999) for side in both], _P999_MOST_MS, note),
        _row(f"{what}, worst", [max(side) for side in both], _WORST_MOST_MS, note),
    ]


def _row(what: str, both: list[float], most_ms: float, note: str) -> Row:
    busy, idle = both
    return Row(
        what,
        f"{busy:.1f} ms",
        f"{idle:.1f} ms (idle)",
        f"+ {busy - idle:.1f} ms",
        f"+ {most_ms:g} ms",
        busy - idle <= most_ms,
        note,
    )
