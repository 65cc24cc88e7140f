"""Watches what is typed on Submit for a lead that was there before: in history at once, at the receiver once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from leadexec_desktop.profiles.model import FieldKind, SourceProfile
from leadexec_desktop.profiles.reading import Readings
from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.protocol.encode import CannotEncodeError
from leadexec_desktop.protocol.outcome import OutcomeKind
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.services.asking import asked_fields, chosen_for, compose_question
from leadexec_desktop.services.composing import Composed, possible
from leadexec_desktop.services.desk import Desk
from leadexec_desktop.services.history import Detail
from leadexec_desktop.services.next_steps import NextStep, why_no_status, why_no_update
from leadexec_desktop.services.noticing import (
    ASKING,
    Noticed,
    Person,
    asked_before,
    notice,
    person_of,
    said_of,
    said_of_answer,
    value_of,
)
from leadexec_desktop.services.sending import SecretMissingError
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.duplicate_line import DuplicateLine
from leadexec_desktop.ui.notice import Deed
from leadexec_desktop.ui.submit_tab import SubmitTab

_PAUSE_MS = 300
"""A pause in typing after which history is looked at, and the receiver asked of what cannot grow any more."""
_LONG_PAUSE_MS = 1500
"""A pause after which a value that somebody is still in counts as complete."""
_AGAIN_MS = 20_000
"""How often the line is told anew while it stands: minutes pass."""
_GROWS_NO_MORE = frozenset({FieldKind.PHONE, FieldKind.CHOICE, FieldKind.STATE, FieldKind.BOOLEAN})
"""Kinds that are complete once they are right. An e-mail address is right at `.co`, on its way to `.com`."""

_NEVER_LEFT = frozenset({OutcomeKind.WAITING, OutcomeKind.NOT_SENT, OutcomeKind.CANCELLED})
_NOTHING = Person({})


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the receiver said of a lead.

    Attributes:
        said: In words.
        detail: The check; None if there was none.
        can_ask_status: History has the lead that it names, and knows how to ask what became of it.
        is_asked: It is not to be asked again; if not, it was not asked at all.
    """

    said: str
    detail: Detail | None = None
    can_ask_status: bool = False
    is_asked: bool = True


_Question = tuple[str, str]
"""Profile id and value."""


class DuplicateWatch(QObject):
    """Looks and asks beside the form, and never twice for the same.

    Args:
        submit: Where leads are typed.
        line: Where it is said.
        background: Where it looks and asks: a place of its own, so that no send waits for it.
        now: The time, aware.
        show: Selects a delivery in history.
    """

    step_asked = Signal(NextStep, str)
    """The next step from a delivery: which, and its id."""

    def __init__(
        self,
        submit: SubmitTab,
        line: DuplicateLine,
        background: Background,
        now: Callable[[], datetime],
        show: Callable[[Delivery], None],
    ) -> None:
        super().__init__(submit)
        self._submit = submit
        self._line = line
        self._background = background
        self._now = now
        self._show = show
        self._desk: Desk | None = None
        self._switch = CancelSwitch()
        self._readings = Readings()
        self._profile: SourceProfile | None = None
        self._person = _NOTHING
        self._own: frozenset[str] = frozenset()
        self._noticed: Noticed | None = None
        self._answers: dict[_Question, _Answer | None] = {}
        """What the receiver said, by profile id and value; None while it is being asked."""
        self._pause = self._timer(_PAUSE_MS, self._look)
        self._long_pause = self._timer(_LONG_PAUSE_MS, self._ask)
        self._again = self._timer(_AGAIN_MS, self._say)
        submit.drafted.connect(self._follow)

    def _timer(self, interval_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(act)
        return timer

    def open(self, desk: Desk) -> None:
        """Takes the services, once history is open."""
        self._desk = desk
        self._person = _NOTHING
        self._follow()

    def end(self) -> None:
        """Stops asking; the window closes."""
        self._desk = None
        self._switch.cancel()

    # ------------------------------------------------------------------ what is typed

    def _follow(self) -> None:
        """Takes what stands in the form after each change; nothing but what tells of a person is read again."""
        profile = self._submit.profile
        if profile is not self._profile:
            self._profile, self._readings = profile, Readings()
        person = _NOTHING if profile is None else person_of(profile, self._submit.form.typed(), self._readings)
        own = self._submit.deliveries_here
        if (person, own) == (self._person, self._own):
            return
        self._person, self._own = person, own
        if self._noticed is not None and not self._still_holds(self._noticed):
            self._noticed = None
        self._long_pause.stop()
        self._pause.start()
        self._say()

    def _still_holds(self, noticed: Noticed) -> bool:
        return noticed.key in self._person.keys and noticed.delivery.id not in self._own

    def _look(self) -> None:
        desk, person, own = self._desk, self._person, self._own
        if desk is None or self._profile is None:
            return

        def take(noticed: Noticed | None) -> None:
            if (person, own) == (self._person, self._own):
                self._noticed = noticed
                self._say()

        if person.keys:
            self._background.run(lambda: notice(desk.history, person, own), take, _nothing_of, StorageError)
        else:
            take(None)
        if self._is_typed_in():
            self._long_pause.start()
        else:
            self._ask()

    # ------------------------------------------------------------------ the receiver

    def _is_typed_in(self) -> bool:
        """Whether somebody may still be in the middle of what would be asked."""
        focused: QWidget | None = self._submit.window().focusWidget()
        asked = () if self._profile is None else asked_fields(self._profile, Operation.DUPLICATE)
        names = {f"submit.field.{field.name}" for field in asked if field.kind not in _GROWS_NO_MORE}
        return focused is not None and focused.objectName() in names

    @property
    def _question(self) -> _Question | None:
        """What the receiver is asked, or was; None if it is not to be asked.

        Nor is it of a lead that was sent: of that it would say that it has had it.
        """
        profile, value = self._profile, self._person.value
        if profile is None or not value or not profile.auto_duplicate_check or self._is_sent(profile, value):
            return None
        return (profile.id, value)

    def _is_sent(self, profile: SourceProfile, value: str) -> bool:
        here = self._submit.delivery_here
        if here is None or here.outcome in _NEVER_LEFT:
            return False
        return value_of(profile, here) == value

    def _ask(self) -> None:
        desk, profile, question = self._desk, self._profile, self._question
        if desk is None or profile is None or question is None or self._is_asked(question):
            return
        composed = self._composed(profile)
        if composed.request is None:
            return
        self._answers[question] = None
        self._say()

        def take(answer: _Answer) -> None:
            self._answers[question] = answer
            self._say()

        self._background.run(
            lambda: self._asked(desk, profile, composed, question[1]),
            take,
            lambda error: take(_Answer(f"The receiver is not asked for duplicates. {error}", is_asked=False)),
            (SecretMissingError, StorageError, CannotEncodeError),
        )

    def _is_asked(self, question: _Question) -> bool:
        if question not in self._answers:
            return False
        answer = self._answers[question]
        return answer is None or answer.is_asked

    def _composed(self, profile: SourceProfile) -> Composed:
        chosen, here = chosen_for(profile, Operation.DUPLICATE), self._submit.options.chosen
        wanted = replace(chosen, aid=chosen.aid if here.aid is None else here.aid)
        return compose_question(profile, possible(profile, wanted), self._submit.form.typed(), self._readings)

    def _asked(self, desk: Desk, profile: SourceProfile, composed: Composed, value: str) -> _Answer:
        """The receiver's answer, the last one if it was asked lately; on a thread."""
        detail = asked_before(desk.history, profile, value, self._now())
        if detail is None:
            desk.sending.require_secrets(composed.destination)
            request = composed.request
            if request is None:  # it is there: `_ask` looked
                raise CannotEncodeError("", "The form is not complete.")
            sent = desk.sending.send_new(request, composed.destination, composed.who, self._switch, _nothing_of)
            detail = desk.history.detail(sent.id)
        lead_id = detail.outcome.lead_id
        earlier = desk.history.known_lead(lead_id) if lead_id else None
        has_status = earlier is not None and why_no_status(earlier.detail.outcome) is None
        return _Answer(said_of_answer(detail.outcome), detail, can_ask_status=has_status)

    # ------------------------------------------------------------------ what is said

    def _say(self) -> None:
        said: list[str] = []
        deeds: list[Deed] = []
        noticed, profile, question = self._noticed, self._profile, self._question
        if noticed is not None and profile is not None:
            said.append(said_of(noticed, self._now(), profile.id))
            deeds.append(Deed("Show", lambda: self._show(noticed.delivery)))
        if question is not None and question in self._answers:
            answer = self._answers[question]
            if answer is None:
                said.append(ASKING)
            elif not self._is_overtaken(answer):
                said.append(answer.said)
                deeds += self._steps(answer)
        self._line.say(" ".join(said), deeds)
        if said:
            self._again.start()

    def _is_overtaken(self, answer: _Answer) -> bool:
        """Whether a lead was sent since it was said that the receiver has had none."""
        detail, noticed = answer.detail, self._noticed
        if detail is None or noticed is None or detail.outcome.kind is not OutcomeKind.NOT_DUPLICATE:
            return False
        return noticed.delivery.created_at_utc >= detail.delivery.created_at_utc

    def _steps(self, answer: _Answer) -> list[Deed]:
        detail = answer.detail
        if detail is None or detail.outcome.kind is not OutcomeKind.DUPLICATE:
            return []
        delivery_id = detail.delivery.id
        deeds = []
        if why_no_update(detail.outcome) is None:
            deeds.append(Deed("Update this lead", lambda: self.step_asked.emit(NextStep.UPDATE, delivery_id)))
        if answer.can_ask_status:
            deeds.append(Deed("Status", lambda: self.step_asked.emit(NextStep.STATUS, delivery_id)))
        return deeds


def _nothing_of(_: object) -> None:
    """Nothing is to be done with it."""
