"""What is being typed, kept so that neither a closed window nor a crash loses it, and given back at start."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock

from PySide6.QtCore import QTimer

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.protocol.delivery import Delivery, DeliveryState
from leadexec_desktop.protocol.outcomes import OutcomeKind
from leadexec_desktop.services.composing import chosen_by_default, compose, possible
from leadexec_desktop.services.desk import Desk
from leadexec_desktop.services.drafting import SubmitDraft
from leadexec_desktop.services.history import Detail
from leadexec_desktop.services.repeating import Press, press_send
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.history_model import PAGE_SIZE
from leadexec_desktop.ui.main_window import MainWindow
from leadexec_desktop.ui.notice import Deed

_DELAY_MS = 400
"""A draft is at most this much, and the time to write it, older than what stands in the form."""


@dataclass(frozen=True, slots=True)
class KeptLead:
    """A draft, and the deliveries that its leads have: without them Send could send one a second time.

    Attributes:
        draft: What was typed and chosen.
        details: The deliveries that its leads are known to have.
        newest: The last delivery under each profile that it does not know of: a lead may have been sent, and the
            program have ended, before its draft took note.
    """

    draft: SubmitDraft
    details: list[Detail]
    newest: list[Detail]


@dataclass(frozen=True, slots=True)
class KeptLeads:
    """What was being typed when the program ended, and what another lead had pushed out of the form."""

    in_the_form: KeptLead | None
    set_aside: KeptLead | None


class LeadKeeping:
    """Keeps the draft, and gives it back.

    Args:
        window: The window.
        background: Where drafts are written: their own, so that no send keeps them waiting.
        say: Tells a person of an error.
        activate: Makes the profile of that id active.
        find: Gives the profile of that id.
    """

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        say: Callable[[Exception], None],
        activate: Callable[[str], None],
        find: Callable[[str], SourceProfile | None],
    ) -> None:
        self._window = window
        self._background = background
        self._say = say
        self._activate = activate
        self._find = find
        self._desk: Desk | None = None
        self._found = KeptLeads(None, None)
        self._kept: SubmitDraft | None = None
        self._written: SubmitDraft | None = None
        self._refused: SubmitDraft | None = None
        self._writing = Lock()
        self._is_restored = False
        self._not_kept = ""
        self._timer = QTimer(window)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self.keep)
        window.submit.drafted.connect(self._keep_soon)
        window.submit.send_asked.connect(lambda _order: self.keep())  # before whoever sends it hears of it

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
            if self._holds_a_lead(in_the_form.draft):
                self._set_aside(in_the_form)
        elif in_the_form is not None:
            self._give_back(in_the_form)
        if set_aside is not None:
            self._offer(set_aside)
        self._keep_soon()  # what was typed before history was open

    @property
    def is_lost(self) -> bool:
        """Whether a lead stands in the form that would be lost with it: no history is open, or it cannot be written."""
        return self._window.submit.form.holds_a_lead and (not self._is_restored or bool(self._not_kept))

    def keep(self) -> None:
        """Writes down what stands in the form, if it has changed."""
        self._timer.stop()
        draft = self._window.submit.draft
        if self._desk is None or not self._is_restored or draft is None or draft == self._kept:
            return
        self._kept = draft
        self._background.run(self._write, self._take_kept, self._say_not_kept, StorageError)

    def be_written(self) -> None:
        """Waits until what `keep` took last is on the disk, or cannot be; on a thread."""
        with suppress(StorageError):  # said by whoever writes it
            self._write(anew=False)

    def _write(self, *, anew: bool = True) -> None:
        """Writes the last draft; on a thread. Whoever comes late finds it written: none takes a newer one's place.

        Args:
            anew: One that was refused is tried again; it takes its time where another program holds history.
        """
        with self._writing:
            desk, draft = self._desk, self._kept
            if desk is None or draft is None or draft is self._written or (draft is self._refused and not anew):
                return
            self._refused = draft
            desk.drafting.keep(draft)
            self._written, self._refused = draft, None

    def _keep_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _take_kept(self, _none: None) -> None:
        self._window.notice.withdraw(self._not_kept)
        self._not_kept = ""

    def _say_not_kept(self, error: Exception) -> None:
        self._kept = None
        self._window.notice.withdraw(self._not_kept)
        self._not_kept = f"What you type is not kept, and would be lost if the program ended now. {error}"
        self._window.notice.say(self._not_kept)

    def _give_back(self, kept: KeptLead) -> None:
        submit = self._window.submit
        submit.restore(kept.draft)
        self._activate(kept.draft.profile_id)
        theirs = [detail for detail in kept.newest if self._is_of(kept.draft, detail.delivery)]
        for detail in (*kept.details, *theirs):
            submit.take_up(detail.delivery, detail.outcome)

    def _is_of(self, draft: SubmitDraft, delivery: Delivery) -> bool:
        """Whether a delivery carries the very lead that a draft has under its profile."""
        profile = self._find(delivery.destination.profile_id)
        if profile is None:
            return False
        chosen = draft.chosen if profile.id == draft.profile_id else draft.chosen_elsewhere.get(profile.id)
        wanted = possible(profile, chosen or chosen_by_default(profile))
        composed = compose(profile, wanted, draft.typed.get(profile.id, {}))
        if composed.request is None:
            return False
        # Of a lead that the receiver may have, a press on Send tells whether it is the same.
        may_be_there = replace(delivery, state=DeliveryState.UNKNOWN, outcome=OutcomeKind.UNKNOWN)
        pressed = press_send(may_be_there, composed.request, composed.destination)
        return pressed.press is Press.SAYS_WHAT_HAPPENED

    def _holds_a_lead(self, draft: SubmitDraft) -> bool:
        """Whether anything but defaults was typed, under any profile; one that is gone has no defaults."""
        for profile_id, typed in draft.typed.items():
            profile = self._find(profile_id)
            defaults = {} if profile is None else {field.name: field.default for field in profile.fields}
            if any(text != defaults.get(name, "") for name, text in typed.items()):
                return True
        return False

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
        now = self._window.submit.draft
        self._give_back(kept)
        self.keep()
        self._set_aside(other if other is None or now is None else replace(other, draft=now))


def _with_details(desk: Desk, draft: SubmitDraft | None, newer: tuple[str, ...] = ()) -> KeptLead | None:
    if draft is None:
        return None
    known = (*draft.delivery_ids.values(), *newer)
    newest: dict[str, str] = {}
    for delivery in desk.history.page(None, PAGE_SIZE):
        newest.setdefault(delivery.destination.profile_id, delivery.id)
    unknown = [newest[own] for own in draft.typed if own in newest and newest[own] not in known]
    return KeptLead(draft, desk.history.details(known), desk.history.details(unknown))


def _nothing_of(_result: None) -> None:
    """Nothing is to be done with it."""
