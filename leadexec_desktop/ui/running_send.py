"""The send that runs: under which profile, with which texts, for how long."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from leadexec_desktop.profiles.model import SourceProfile

_NOT_BEGUN = "Nothing has left yet: the keyring is asked for the password or token, or the disk for room."


class RunningSend:
    """What is known of it; of the last one while none runs.

    Args:
        parent: Owns its clock.
        ticked: Called each second while it runs.

    Attributes:
        profile: Under which it was begun; None before the first.
        texts: What stood in the form, by wire name.
        is_begun: It was written down: from there on the receiver may have it.
    """

    def __init__(self, parent: QObject, ticked: Callable[[], None]) -> None:
        self.profile: SourceProfile | None = None
        self.texts: Mapping[str, str] = {}
        self.is_begun = False
        self._clock = QElapsedTimer()
        self._tick = QTimer(parent)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(ticked)

    def begin(self, profile: SourceProfile | None, texts: Mapping[str, str]) -> None:
        """It runs from here on."""
        self.profile, self.texts, self.is_begun = profile, texts, False
        self._clock.start()
        self._tick.start()

    def end(self) -> None:
        """It runs no more."""
        self._tick.stop()

    @property
    def is_running(self) -> bool:
        """Whether it runs."""
        return self._tick.isActive()

    def is_for(self, profile_id: str) -> bool:
        """Whether it runs under that profile."""
        return self.is_running and self.profile is not None and self.profile.id == profile_id

    @property
    def seconds(self) -> int:
        """How long it has run."""
        return self._clock.elapsed() // 1000

    @property
    def why_not_begun(self) -> str:
        """What it waits for before anything leaves."""
        return f"{_NOT_BEGUN} {self.seconds} s"

    @property
    def why_no_other(self) -> str:
        """Why no other send begins while it runs; empty if that is not known."""
        if not self.is_running or self.profile is None:
            return ""
        return f"A lead under “{self.profile.name}” is on its way: wait for its answer, or cancel it."
