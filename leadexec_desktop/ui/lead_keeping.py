"""What is being typed, kept so that neither a closed window nor a crash loses it, and given back at start."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock

from PySide6.QtCore import QTimer

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.services.desk import Desk
from leadexec_desktop.services.history import Detail
from leadexec_desktop.services.resuming import delivery_of
from leadexec_desktop.services.submit_draft import SubmitDraft
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.history_model import PAGE_SIZE
from leadexec_desktop.ui.main_window import MainWindow
from leadexec_desktop.ui.notice import Deed

_ONE_ASIDE = "Another lead that was being typed is kept."
_TRY_AGAIN_MS = 1000
_DELAY_MS = 400
"""A draft is at most this much, and the time to write it, older than what stands in the form."""


@dataclass(frozen=True, slots=True)
class KeptLead:
    """A draft, and the deliveries that its leads have: without them Send could send one a second time.

    Attributes:
        draft: What was typed and chosen.
        details: The deliveries that its leads have, one under each profile.
    """

    draft: SubmitDraft
    details: list[Detail]


@dataclass(frozen=True, slots=True)
class KeptLeads:
    """What was being typed when the program ended, and what another lead had pushed out of the form."""

    in_the_form: KeptLead | None
    set_aside: tuple[KeptLead, ...] = ()


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
        self._found = KeptLeads(None)
        self._aside: tuple[KeptLead, ...] = ()
        self._aside_written: tuple[KeptLead, ...] = ()
        self._offered = ""
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

    def read(self, desk: Desk) -> KeptLeads:
        """What was kept; on a thread.

        Raises:
            StorageError: It cannot be read.
        """
        self._desk = desk
        in_the_form = desk.drafting.restore()
        return KeptLeads(
            None if in_the_form is None else self._with_details(desk, in_the_form),
            tuple(self._with_details(desk, draft) for draft in desk.drafting.restore_set_aside()),
        )

    def _with_details(self, desk: Desk, draft: SubmitDraft) -> KeptLead:
        """A draft with the deliveries of its leads; on a thread."""
        page = desk.history.page(None, PAGE_SIZE)
        ids = []
        for profile_id in draft.typed:
            profile = self._find(profile_id)
            known = draft.delivery_ids.get(profile_id, "")
            ids.append(known if profile is None else delivery_of(draft, profile, page))
        return KeptLead(draft, desk.history.details(own for own in ids if own))

    def take(self, found: KeptLeads) -> None:
        """Takes what was read, for `restore`."""
        self._found = found

    def restore(self) -> None:
        """Gives the draft back; what somebody has typed meanwhile stays, and the draft is offered instead."""
        self._is_restored = True
        self._aside = self._aside_written = self._found.set_aside
        in_the_form = self._found.in_the_form
        if in_the_form is not None and self._window.submit.form.holds_a_lead:
            if self._holds_a_lead(in_the_form.draft):
                self._set_aside((*self._aside, in_the_form))
        elif in_the_form is not None:
            self._give_back(in_the_form)
        self._offer()
        self._keep_soon()  # what was typed before history was open

    @property
    def is_lost(self) -> bool:
        """Whether a lead stands in the form that would be lost with it: no history is open, or it cannot be written."""
        return self._window.submit.form.holds_a_lead and (not self._is_restored or bool(self._not_kept))

    def keep(self) -> None:
        """Writes down what stands in the form and what it pushed out, if that has changed."""
        self._timer.stop()
        draft = self._window.submit.draft
        if self._desk is None or not self._is_restored or draft is None or self._is_written(draft):
            return
        self._kept = draft
        self._background.run(self._write, self._take_kept, self._say_not_kept, StorageError)

    def hand_over(self) -> SubmitDraft | None:
        """What stands in the form, for whoever writes it down now with something else; None if nothing is kept yet."""
        self._timer.stop()
        if self._desk is None or not self._is_restored:
            return None
        # A write of an older one that is still to come takes this.
        self._kept = self._window.submit.draft
        return self._kept

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
            desk, draft, aside = self._desk, self._kept, self._aside
            if desk is None or draft is None or self._is_written(draft) or (draft is self._refused and not anew):
                return
            self._refused = draft
            if aside is self._aside_written:
                desk.drafting.keep(draft)
            else:
                desk.drafting.set_aside([kept.draft for kept in aside], draft)
            self._written, self._aside_written, self._refused = draft, aside, None

    def _is_written(self, draft: SubmitDraft) -> bool:
        return draft == self._written and self._aside is self._aside_written

    def _keep_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _take_kept(self, _none: None) -> None:
        self._window.notice.withdraw(self._not_kept)
        self._not_kept = ""

    def _say_not_kept(self, error: Exception) -> None:
        self._kept = None
        QTimer.singleShot(_TRY_AGAIN_MS, self._window, self.keep)
        told = f"What you type is not kept, and would be lost if the program ended now. {error}"
        if told != self._not_kept:
            self._window.notice.withdraw(self._not_kept)
            self._not_kept = told
            self._window.notice.say(told)

    def _give_back(self, kept: KeptLead) -> None:
        submit = self._window.submit
        submit.restore(kept.draft)
        self._activate(kept.draft.profile_id)
        for detail in kept.details:
            submit.take_up(detail.delivery, detail.outcome)

    def _holds_a_lead(self, draft: SubmitDraft) -> bool:
        """Whether anything but defaults was typed, under any profile; one that is gone has no defaults."""
        for profile_id, typed in draft.typed.items():
            profile = self._find(profile_id)
            defaults = {} if profile is None else {field.name: field.default for field in profile.fields}
            if any(text != defaults.get(name, "") for name, text in typed.items()):
                return True
        return False

    def _set_aside(self, aside: tuple[KeptLead, ...]) -> None:
        """Keeps the leads that others have pushed out of the form, and what stands in it, in one step."""
        self._aside = aside
        self.keep()
        self._offer()

    def make_room(self, then: Callable[[], None]) -> None:
        """Sets aside what is being typed on Submit, and offers to bring it back; then does something else there."""
        desk, in_the_form = self._desk, self._window.submit.draft
        if desk is None or in_the_form is None:
            return

        def go_on(kept: KeptLead) -> None:
            aside = (*self._aside, kept)
            then()
            self._set_aside(aside)

        self._background.run(lambda: self._with_details(desk, in_the_form), go_on, self._say, StorageError)

    def _offer(self) -> None:
        self._window.notice.withdraw(self._offered)
        count = len(self._aside)
        self._offered = _ONE_ASIDE if count == 1 else f"{count} other leads that were being typed are kept."
        if count:
            self._window.notice.say(self._offered, Deed("Bring it back", self._exchange))

    def _exchange(self) -> None:
        """Brings the lead back that was set aside last; the one in the form waits for its turn behind the others."""
        desk, submit = self._desk, self._window.submit
        in_the_form = submit.draft if submit.form.holds_a_lead else None
        if desk is not None and in_the_form is None:
            self._swap(None)
        elif desk is not None and in_the_form is not None:
            self._background.run(lambda: self._with_details(desk, in_the_form), self._swap, self._say, StorageError)

    def _swap(self, other: KeptLead | None) -> None:
        now = self._window.submit.draft
        *others, kept = self._aside
        self._give_back(kept)
        if other is not None and now is not None:
            others.insert(0, replace(other, draft=now))
        self._set_aside(tuple(others))
