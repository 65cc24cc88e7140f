"""Queued leads followed beside the window: one question at a time, when the schedule says so."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.protocol.outcome import OutcomeKind
from leadexec_desktop.services.back_off import BACK_OFF_S
from leadexec_desktop.services.following import Following, Step
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.ui.background import Background

_LONGEST_MS = 60_000
"""The schedule is looked at this often at least: the computer may have slept, or its clock been set."""
_AFTER_TROUBLE_MS = 30_000


class FollowFlow(QObject):
    """Runs `Following` from a timer.

    Args:
        following: What asks.
        background: Where it runs: a thread of its own, since a question takes as long as the receiver wants.
        news: Told of each lead whose word has changed.
        say: Tells a person of an error.
        parent: Ends with it.
    """

    def __init__(
        self,
        following: Following,
        background: Background,
        news: Callable[[Delivery], None],
        say: Callable[[Exception], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._following = following
        self._background = background
        self._news = news
        self._say = say
        self._is_asking = False
        self._is_wanted_sooner = False
        self._is_ended = False
        self._said = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)
        self._timer.start(0)

    def take_change(self, delivery: Delivery) -> None:
        """Looks at the schedule sooner if a lead was queued just now."""
        if delivery.outcome == OutcomeKind.QUEUED:
            self._is_wanted_sooner = True
            self._arm(BACK_OFF_S[0])

    def end(self) -> None:
        """Asks nothing more; what is being asked is broken off."""
        self._is_ended = True
        self._timer.stop()
        self._following.stop()

    def _arm(self, in_s: float | None) -> None:
        if self._is_ended or self._is_asking:
            return
        wait_ms = _LONGEST_MS if in_s is None else min(_LONGEST_MS, int(in_s * 1000) + 1)
        left_ms = self._timer.remainingTime()
        if not self._timer.isActive() or wait_ms < left_ms:
            self._timer.start(wait_ms)

    def _step(self) -> None:
        self._is_asking, self._is_wanted_sooner = True, False
        self._background.run(self._following.step, self._take, self._fail, StorageError)

    def _take(self, step: Step) -> None:
        self._is_asking = False
        self._said = ""
        sooner_s = BACK_OFF_S[0] if self._is_wanted_sooner else None
        self._arm(min((s for s in (step.next_in_s, sooner_s) if s is not None), default=None))
        if step.news is not None:
            self._news(step.news)

    def _fail(self, error: Exception) -> None:
        self._is_asking = False
        if str(error) != self._said:
            self._said = str(error)
            self._say(error)
        QTimer.singleShot(_AFTER_TROUBLE_MS, self, partial(self._arm, 0.0))
