"""Queued leads followed to their end: one question at a time, politely, across restarts and outages."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from random import random as any_number
from threading import Lock

from leadexec_desktop.protocol.answers_to_questions import is_final
from leadexec_desktop.protocol.delivery import Delivery, DeliveryState, Destination
from leadexec_desktop.protocol.encode import CannotEncodeError, encode
from leadexec_desktop.protocol.faults import wait_asked_for_s
from leadexec_desktop.protocol.judging import judge
from leadexec_desktop.protocol.known_lead import StatusQuery, is_guid
from leadexec_desktop.protocol.outcome import Outcome, OutcomeKind
from leadexec_desktop.protocol.values import SUBMIT_MODES, Lead, LeadRequest, Operation, RequestShape, SourceIds
from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.services.back_off import LONGEST_S, OUTAGE_JITTER, OUTAGE_S, outage_s, wait_s
from leadexec_desktop.services.line import Line
from leadexec_desktop.store.deliveries import Change, ChangedMeanwhileError, Deliveries, Learnt, NoSuchDeliveryError
from leadexec_desktop.store.follows import Follow, Follows
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest, origin_of, target_url

STATUS = RequestShape(Operation.STATUS)
_LIMIT_S = 15.0
"""Seconds for one question: a receiver that takes longer would keep all the other leads waiting."""
_OVERLOADED = frozenset({HTTPStatus.TOO_MANY_REQUESTS, *range(500, 600)})
"""With such a status, and no documented answer, it is the receiver that cannot answer now, whatever the lead."""
_BEHIND = timedelta(microseconds=1)

_WORDS = {
    OutcomeKind.ACCEPTED: OutcomeKind.ACCEPTED,
    OutcomeKind.IN_REVIEW: OutcomeKind.ACCEPTED,
    OutcomeKind.REJECTED: OutcomeKind.REJECTED,
    OutcomeKind.RETURNED: OutcomeKind.RETURNED,
}
"""The word that a followed lead has once its status was learnt; other statuses change nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """What came of one look at the schedule.

    Attributes:
        next_in_s: Seconds until the next look is worth while; None while no lead is followed.
        news: The lead whose word has changed; None if none has.
    """

    next_in_s: float | None
    news: Delivery | None = None


def query_of(destination: Destination, post_id: str, status_url: str) -> StatusQuery | None:
    """What to ask a receiver for a lead's status; None if it cannot be asked by itself.

    By PostID, which the documentation has; else at the StatusURL, if that is of the profile's own origin: to ask any
    other, a person must agree.
    """
    if is_guid(post_id):
        return StatusQuery(post_id)
    origin = origin_of(status_url)
    return StatusQuery(url=status_url) if origin is not None and origin == origin_of(destination.endpoint) else None


def follow_of(delivery: Delivery, outcome: Outcome, now: datetime) -> Follow | None:
    """How a lead that was just answered is followed; None if it need not be, or cannot."""
    query, days = query_if_followed(delivery, outcome), timedelta(days=delivery.destination.follow_days)
    return None if query is None else Follow(delivery.id, query, now + _wait(0, any_number), now + days)


def query_if_followed(delivery: Delivery, outcome: Outcome) -> StatusQuery | None:
    """What is asked about a queued lead by itself; None for one that is not followed.

    Args:
        delivery: It.
        outcome: What its answer means.
    """
    is_lead = outcome.kind is OutcomeKind.QUEUED and delivery.request.shape.operation in SUBMIT_MODES
    if not is_lead or delivery.destination.follow_days <= 0:
        return None
    return query_of(delivery.destination, outcome.post_id, outcome.status_url)


class Following:
    """Asks what became of queued leads; its `step` is called by one thread at a time.

    That a lead is asked for is written down before it is, and when next: whatever happens meanwhile, none is asked for
    too soon, and none keeps the others waiting.

    Args:
        deliveries: Where the leads are.
        follows: The schedule.
        line: What carries the bytes.
        now: The time, aware.
        changed: Told of each change of a delivery, in the calling thread.
        random: Gives a number from 0 to 1.
    """

    def __init__(
        self,
        deliveries: Deliveries,
        follows: Follows,
        line: Line,
        *,
        now: Callable[[], datetime],
        changed: Callable[[Delivery], None],
        random: Callable[[], float] = any_number,
    ) -> None:
        self._deliveries = deliveries
        self._follows = follows
        self._line = line
        self._now = now
        self._changed = changed
        self._random = random
        self._cancel = CancelSwitch()
        self._failures: dict[str, int] = {}
        self._looked_at_utc: datetime | None = None
        self._learning = Lock()

    def stop(self) -> None:
        """Breaks off the question that is being asked; the schedule stays. Any thread may call this."""
        self._cancel.cancel()

    def step(self) -> Step:
        """Asks for the lead that is due first, if one is due.

        Whatever it raises, that lead has had its turn: the next step goes on with another.

        Raises:
            StorageError: The schedule cannot be read or written.
        """
        now = self._now()
        self._mind_the_clock(now)
        follow = self._follows.first()
        if follow is None or self._cancel.cancelled:
            return Step(None)
        in_s = (follow.due_at_utc - now).total_seconds()
        return Step(in_s) if in_s > 0 else Step(0.0, self._ask(follow))

    def _mind_the_clock(self, now: datetime) -> None:
        """Where the computer's clock was set back, no lead stays due in a far future; a start cannot tell."""
        if self._looked_at_utc is None or now < self._looked_at_utc:
            self._follows.bring_forward(now + timedelta(seconds=LONGEST_S))
        self._looked_at_utc = now

    def _ask(self, follow: Follow) -> Delivery | None:
        self._follows.put(self._next(follow))
        try:
            delivery = self._deliveries.get(follow.delivery_id)
            request = _request(delivery, follow.query)
        except (NoSuchDeliveryError, CannotEncodeError):  # it was forgotten meanwhile; or a later version wrote it
            self._follows.end(follow.delivery_id)
            return None
        endpoint = delivery.destination.endpoint
        try:
            answer = self._line.send(request, timeout_s=_LIMIT_S, cancel=self._cancel)
        except (NotSentError, NoAnswerError) as error:
            asked = follow if isinstance(error, NotSentError) else self._next(follow)
            if error.cancelled:
                self._follows.put(asked)
            else:
                self._leave_alone(endpoint, asked)
            return None
        return self._take(follow, delivery, answer)

    def _next(self, follow: Follow, at_least_s: float = 0.0) -> Follow:
        """The same lead after one more question, that was asked now."""
        wait = max(_wait(follow.tries + 1, self._random), timedelta(seconds=at_least_s))
        return replace(follow, tries=follow.tries + 1, due_at_utc=self._now() + wait)

    def _leave_alone(self, endpoint: str, asked: Follow, at_least_s: float = 0.0) -> None:
        """Puts all leads of a receiver off that does not answer, or asks for it.

        Args:
            endpoint: The receiver.
            asked: The lead that was asked for: it comes behind the others, since it may be to blame.
            at_least_s: Seconds for which the receiver wants to be left alone.
        """
        now = self._now()
        failures = self._failures[endpoint] = self._failures.get(endpoint, 0) + 1
        if now >= asked.until_utc and failures >= len(OUTAGE_S):
            self._follows.end(asked.delivery_id)
        pause_s = max(at_least_s, outage_s(failures)) * (1 + OUTAGE_JITTER * self._random())
        until = now + timedelta(seconds=pause_s)
        self._follows.put_off(endpoint, until)
        self._follows.put(replace(asked, due_at_utc=max(asked.due_at_utc, until + _BEHIND)))

    def _take(self, follow: Follow, delivery: Delivery, answer: Answer) -> Delivery | None:
        outcome, endpoint = judge(STATUS, answer), delivery.destination.endpoint
        asked_for_s = wait_asked_for_s(answer)
        later = self._next(follow, asked_for_s)
        is_turned_away = outcome.kind in (OutcomeKind.REFUSED, OutcomeKind.UNREADABLE)
        if is_turned_away and (asked_for_s or answer.status in _OVERLOADED):
            self._leave_alone(endpoint, later, asked_for_s)
            return None
        self._failures.pop(endpoint, None)
        news = self._learn(delivery.id, outcome, Learnt(self._now(), answer))
        if is_final(outcome.kind) or self._now() >= follow.until_utc:
            self._follows.end(delivery.id)
        else:
            self._follows.put(later)
        return news

    def tell(self, delivery_id: str, answer: Answer) -> Delivery | None:
        """Takes in the status of a followed lead that a person asked for.

        Returns:
            The lead, if its word has changed.

        Raises:
            StorageError: It could not be written.
        """
        if not can_be_followed(self._deliveries.get(delivery_id)):
            return None
        outcome = judge(STATUS, answer)
        news = self._learn(delivery_id, outcome, Learnt(self._now(), answer))
        if is_final(outcome.kind):
            self._follows.end(delivery_id)
        return news

    def _learn(self, delivery_id: str, outcome: Outcome, learnt: Learnt) -> Delivery | None:
        word = _WORDS.get(outcome.kind)
        if word is None:
            return None
        change = Change(word, told(outcome), outcome.lead_id or None, outcome.price)
        try:
            with self._learning:  # a person may be asking too
                before = self._deliveries.get(delivery_id)
                if not _tells_more(before, outcome, word, self._deliveries.learnt(delivery_id)):
                    return None
                after = self._deliveries.learn(delivery_id, learnt, change, is_final=is_final(outcome.kind))
        except (ChangedMeanwhileError, NoSuchDeliveryError):  # it was forgotten meanwhile
            return None
        self._changed(after)
        return after if word != before.outcome else None


def _tells_more(delivery: Delivery, outcome: Outcome, word: OutcomeKind, last: Learnt | None) -> bool:
    known = None if last is None else judge(STATUS, last.answer)
    if known is not None and is_final(known.kind) and not is_final(outcome.kind):
        return False  # an answer that was overtaken by a later one
    return word != delivery.outcome or known is None or _documented(known) != _documented(outcome)


def _documented(outcome: Outcome) -> Outcome:
    """An outcome without what has no documented place: that may be another one with each answer."""
    return replace(outcome, unplaced=(), repaired="")


def _wait(tries: int, random: Callable[[], float]) -> timedelta:
    return timedelta(seconds=wait_s(tries, random))


def told(outcome: Outcome) -> str:
    """What a followed lead's status says besides its word."""
    return "review pending" if outcome.kind is OutcomeKind.IN_REVIEW else outcome.reason


def status_request(query: StatusQuery) -> LeadRequest:
    """The question for a lead's status; it carries nothing but its address."""
    return LeadRequest(STATUS, SourceIds(0, 0), Lead(), status=query)


def _request(delivery: Delivery, query: StatusQuery) -> OutgoingRequest:
    encoded = encode(status_request(query))
    url = encoded.url or target_url(delivery.destination.endpoint, encoded.path)
    return OutgoingRequest(encoded.method, url, encoded.headers, encoded.body)


def can_be_followed(delivery: Delivery) -> bool:
    """Whether news about a lead concern the word of its own row: it was queued, and the receiver decides later."""
    shape = delivery.request.shape
    return shape.is_async and shape.operation in SUBMIT_MODES and delivery.state is DeliveryState.ANSWERED
