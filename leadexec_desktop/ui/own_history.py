"""What the program's own history knows of the person on Duplicate check: said at once, without asking anybody."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

from leadexec_desktop.profiles.reading import Readings
from leadexec_desktop.services.history import History
from leadexec_desktop.services.noticing import Noticed, Person, notice, person_of, said_of
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.ui.asking_tab import AskingTab
from leadexec_desktop.ui.background import Background

_PAUSE_MS = 300
"""A pause in typing after which history is looked at."""


class OwnHistory:
    """Looks into history after each pause in typing.

    Args:
        tab: Where somebody types.
        label: Where it is said.
        background: Where history is read.
        now: The time, aware, on the agent's clock.
    """

    def __init__(self, tab: AskingTab, label: QLabel, background: Background, now: Callable[[], datetime]) -> None:
        self._tab = tab
        self._label = label
        self._background = background
        self._now = now
        self._history: History | None = None
        self._readings = Readings()
        self._person = Person({})
        self._pause = QTimer(tab)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        tab.form.edited.connect(self._pause.start)

    def open(self, history: History) -> None:
        """Takes history, once it is open."""
        self._history = history
        self._pause.start()

    def _look(self) -> None:
        history, profile = self._history, self._tab.profile
        if history is None or profile is None:
            return
        self._person = person = person_of(profile, self._tab.form.typed(), self._readings)
        if not person.keys:
            self._label.hide()
            return
        self._background.run(
            lambda: notice(history, person, ()), lambda found: self._say(person, found), _pass_over, StorageError
        )

    def _say(self, person: Person, found: Noticed | None) -> None:
        profile = self._tab.profile
        if person != self._person or profile is None:  # somebody typed on meanwhile
            return
        self._label.setText("" if found is None else said_of(found, self._now(), profile.id))
        self._label.setVisible(found is not None)


def _pass_over(_error: Exception) -> None:
    """Whoever reads history says that it cannot be read."""
