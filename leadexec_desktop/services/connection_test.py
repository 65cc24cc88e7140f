"""Trying out the way to a receiver without sending a lead: what a screen needs to know of it."""

from typing import Protocol

from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.connection_steps import Step, StepResult

__all__ = ["Step", "StepResult", "Tester"]


class Tester(Protocol):
    """Whoever can try the way to a receiver out; the transport does."""

    def test_connection(self, endpoint: str, *, timeout_s: float, cancel: CancelSwitch) -> tuple[StepResult, ...]:
        """How each step went, up to the first that failed; blocks for that long at most."""
