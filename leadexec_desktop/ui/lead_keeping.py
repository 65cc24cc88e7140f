"""What is being typed, kept so that neither a closed window nor a crash loses it, and given back at start."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer

from leadexec_desktop.services.desk import Desk
from leadexec_desktop.services.drafting import SubmitDraft
from leadexec_desktop.services.history import Detail
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.main_window import MainWindow
from leadexec_desktop.ui.notice import Deed

_DELAY_MS = 400
"""A draft is at most this much, and the time to write it, older than what stands in the form."""


@dataclass(frozen=True, slots=True)
class KeptLead:
    """A draft, and the deliveries that its leads have: without them Send could send one a second time."""

    draft: SubmitDraft
    details: list[Detail]


@dataclass(frozen=True, slots=True)
class KeptLeads:
    """What was being typed when the program ended, and what another lead had pushed out of the form."""

    in_the_form: KeptLead | None
    set_aside: KeptLead | None


class LeadKeeping:
    """Keeps the draft, and gives it back.

    Args:
        window: The window.
        background: Where blocking work runs.
        say: Tells a person of an error.
        activate: Makes the profile of that id active.
    """

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        say: Callable[[Exception], None],
        activate: Callable[[str], None],
    ) -> None:
        self._window = window
        self._background = background
        self._say = say
        self._activate = activate
        self._desk: Desk | None = None
        self._found = KeptLeads(None, None)
        self._kept: SubmitDraft | None = None
        self._is_restored = False
        self._timer = QTimer(window)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self.keep)
        window.submit.drafted.connect(self._keep_soon)

    def read(self, desk: Desk) -> KeptLeads:
        """What was kept; on a thread.

        Raises:
            StorageError: It cannot be read.
        """
        self._desk = desk
        # A lead that was being sent when the program died may not have its delivery in the draft yet.
        interrupted = tuple(delivery.id for delivery in desk.interrupted)
        return KeptLeads(
            _with_details(desk, desk.drafting.restore(), interrupted),
            _with_details(desk, desk.drafting.restore_set_aside()),
        )

    def take(self, found: KeptLeads) -> None:
        """Takes what was read, for `restore`."""
        self._found = found

    def restore(self) -> None:
        """Gives the draft back; what somebody has typed meanwhile stays, and the draft is offered instead."""
        self._is_restored = True
        in_the_form, set_aside = self._found.in_the_form, self._found.set_aside
        if in_the_form is not None and self._window.submit.form.holds_a_lead:
            self._set_aside(in_the_form)
        elif in_the_form is not None:
            self._give_back(in_the_form)
        if set_aside is not None:
            self._offer(set_aside)

    def keep(self) -> None:
        """Writes down what stands in the form, if it has changed."""
        self._timer.stop()
        desk, draft = self._desk, self._window.submit.draft
        if desk is None or not self._is_restored or draft is None or draft == self._kept:
            return
        self._kept = draft
        self._background.run(lambda: desk.drafting.keep(draft), _nothing_of, self._say_not_kept, StorageError)

    def _keep_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _say_not_kept(self, error: Exception) -> None:
        self._kept = None
        self._say(error)

    def _give_back(self, kept: KeptLead) -> None:
        submit = self._window.submit
        self._kept = kept.draft
        submit.restore(kept.draft)
        self._activate(kept.draft.profile_id)
        for detail in kept.details:
            submit.take_up(detail.delivery, detail.outcome)

    def _set_aside(self, kept: KeptLead | None) -> None:
        """Keeps a lead that another one has pushed out of the form, and offers it."""
        desk = self._desk
        if desk is not None:
            draft = None if kept is None else kept.draft
            self._background.run(lambda: desk.drafting.set_aside(draft), _nothing_of, self._say, StorageError)
        if kept is not None:
            self._offer(kept)

    def _offer(self, kept: KeptLead) -> None:
        self._window.notice.say(
            "Another lead that was being typed is kept.", Deed("Bring it back", lambda: self._exchange(kept))
        )

    def _exchange(self, kept: KeptLead) -> None:
        desk, submit = self._desk, self._window.submit
        in_the_form = submit.draft if submit.form.holds_a_lead else None
        if desk is not None:
            self._background.run(
                lambda: _with_details(desk, in_the_form), lambda other: self._swap(kept, other), self._say, StorageError
            )

    def _swap(self, kept: KeptLead, other: KeptLead | None) -> None:
        self._give_back(kept)
        self._set_aside(other)


def _with_details(desk: Desk, draft: SubmitDraft | None, newer: tuple[str, ...] = ()) -> KeptLead | None:
    return None if draft is None else KeptLead(draft, desk.history.details((*draft.delivery_ids.values(), *newer)))


def _nothing_of(_result: None) -> None:
    """Nothing is to be done with it."""
