"""Calls that may hang for ever, with an end to the waiting."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from threading import Lock, Thread
from time import monotonic
from typing import Any, TypeVar

Result = TypeVar("Result")

_LAST_S = 2.0
"""What a call is still given once nobody wants to wait any more: what works answers far sooner."""


class TimeLimit:
    """Runs calls one at a time, each in a thread of its own, and waits only so long for it.

    A call that hangs keeps its turn: those after it wait, and give up in time too, so that a hung keyring costs one
    thread and no more; when it comes back, so does everything else. The threads do not hold up the program's end.

    Args:
        limit_s: Seconds to wait, the wait for a turn included; more than 0.
        end: Done once the program ends: from then on a call is waited for two seconds at most.
    """

    def __init__(self, limit_s: float, end: Future[None] | None = None) -> None:
        self.limit_s = limit_s
        self._end = end
        self._turn = Lock()

    def run(self, call: Callable[[], Result]) -> Future[Result]:
        """The call, done: what it gave, or what it raised.

        Raises:
            TimeLimitError: It did not end in time. It may still end, later.
        """
        deadline_s = monotonic() + self.limit_s
        if not self._turn.acquire(timeout=self.limit_s):
            raise TimeLimitError
        future: Future[Result] = Future()
        try:
            Thread(target=self._work, args=(call, future), name="keyring", daemon=True).start()
        except RuntimeError:
            self._turn.release()
            raise
        self._wait(future, deadline_s)
        if not future.done():
            raise TimeLimitError
        return future

    def _wait(self, future: Future[Result], deadline_s: float) -> None:
        either: list[Future[Any]] = [future] if self._end is None else [future, self._end]
        wait(either, timeout=max(0.0, deadline_s - monotonic()), return_when=FIRST_COMPLETED)
        wait([future], timeout=max(0.0, min(_LAST_S, deadline_s - monotonic())))

    def _work(self, call: Callable[[], Result], future: Future[Result]) -> None:
        try:
            result = call()
        except BaseException as error:  # noqa: BLE001 - handed whole to the thread that waits for it
            self._turn.release()
            future.set_exception(error)
        else:
            self._turn.release()
            future.set_result(result)


class TimeLimitError(Exception):
    """A call did not end in time."""
