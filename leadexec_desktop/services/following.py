"""Queued leads followed to their end: one question at a time, politely, across restarts and outages."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import random as any_number

from leadexec_desktop.protocol.answers_to_questions import is_final
from leadexec_desktop.protocol.delivery import Delivery, DeliveryState, Destination
from leadexec_desktop.protocol.encode import encode
from leadexec_desktop.protocol.faults import wait_asked_for_s
from leadexec_desktop.protocol.judging import judge
from leadexec_desktop.protocol.known_lead import StatusQuery, is_guid
from leadexec_desktop.protocol.outcome import Outcome, OutcomeKind
from leadexec_desktop.protocol.values import SUBMIT_MODES, Lead, LeadRequest, Operation, RequestShape, SourceIds
from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.services.back_off import outage_s, wait_s
from leadexec_desktop.services.line import Line
from leadexec_desktop.store.deliveries import Change, ChangedMeanwhileError, Deliveries, Learnt, NoSuchDeliveryError
from leadexec_desktop.store.follows import Follow, Follows
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest, origin_of, target_url

STATUS = RequestShape(Operation.STATUS)
_LIMIT_S = 15.0
"""Seconds for one question: a receiver that takes longer would keep all the other leads waiting."""

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
    if outcome.kind is not OutcomeKind.QUEUED or delivery.request.shape.operation not in SUBMIT_MODES:
        return None
    query = query_of(delivery.destination, outcome.post_id, outcome.status_url)
    until = delivery.created_at_utc + timedelta(days=delivery.destination.follow_days)
    due = now + timedelta(seconds=wait_s(0, any_number))
    return None if query is None or until <= now else Follow(delivery.id, query, due, until)


class Following:
    """Asks what became of queued leads; its `step` is called by one thread at a time.

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

    def stop(self) -> None:
        """Breaks off the question that is being asked; the schedule stays. Any thread may call this."""
        self._cancel.cancel()

    def step(self) -> Step:
        """Asks for the lead that is due first, if one is due.

        Raises:
            StorageError: The schedule cannot be read or written.
        """
        follow = self._follows.first()
        if follow is None or self._cancel.cancelled:
            return Step(None)
        in_s = (follow.due_at_utc - self._now()).total_seconds()
        if in_s > 0:
            return Step(in_s)
        news = self._ask(follow)
        return Step(0.0, news)

    def _ask(self, follow: Follow) -> Delivery | None:
        try:
            delivery = self._deliveries.get(follow.delivery_id)
        except NoSuchDeliveryError:  # it was forgotten meanwhile
            self._follows.end(follow.delivery_id)
            return None
        endpoint = delivery.destination.endpoint
        try:
            answer = self._line.send(_request(delivery, follow.query), timeout_s=_LIMIT_S, cancel=self._cancel)
        except (NotSentError, NoAnswerError) as error:
            if not error.cancelled:
                self._leave_alone(endpoint, 0.0)
            return None
        self._failures.pop(endpoint, None)
        return self._take(follow, delivery, answer)

    def _leave_alone(self, endpoint: str, asked_for_s: float) -> None:
        """Puts all leads of a receiver off that does not answer, or that asks for it."""
        failures = self._failures[endpoint] = self._failures.get(endpoint, 0) + 1
        pause_s = max(asked_for_s, outage_s(failures)) * (1 + 0.1 * self._random())
        self._follows.put_off(endpoint, self._now() + timedelta(seconds=pause_s))

    def _take(self, follow: Follow, delivery: Delivery, answer: Answer) -> Delivery | None:
        outcome = judge(STATUS, answer)
        now = self._now()
        news = self._learn(delivery, outcome, Learnt(now, answer))
        if is_final(outcome.kind) or now >= follow.until_utc:
            self._follows.end(delivery.id)
        else:
            wait = timedelta(seconds=wait_s(follow.tries + 1, self._random))
            self._follows.put(replace(follow, tries=follow.tries + 1, due_at_utc=now + wait))
        asked_for_s = wait_asked_for_s(answer)
        if asked_for_s and outcome.kind is OutcomeKind.REFUSED:
            self._leave_alone(delivery.destination.endpoint, asked_for_s)
        return news

    def tell(self, delivery_id: str, answer: Answer) -> Delivery | None:
        """Takes in the status of a followed lead that a person asked for.

        Returns:
            The lead, if its word has changed.

        Raises:
            StorageError: It could not be written.
        """
        delivery = self._deliveries.get(delivery_id)
        if not can_be_followed(delivery):
            return None
        outcome = judge(STATUS, answer)
        news = self._learn(delivery, outcome, Learnt(self._now(), answer))
        if is_final(outcome.kind):
            self._follows.end(delivery_id)
        return news

    def _learn(self, delivery: Delivery, outcome: Outcome, learnt: Learnt) -> Delivery | None:
        word = _WORDS.get(outcome.kind)
        if word is None or not _tells_more(delivery, outcome, word, self._deliveries.learnt(delivery.id)):
            return None
        change = Change(word, told(outcome), outcome.lead_id or None, outcome.price)
        try:
            after = self._deliveries.learn(delivery.id, learnt, change)
        except ChangedMeanwhileError:
            return None
        self._changed(after)
        return after if word != delivery.outcome else None


def _tells_more(delivery: Delivery, outcome: Outcome, word: OutcomeKind, last: Learnt | None) -> bool:
    if (word, outcome.price) != (delivery.outcome, delivery.price):
        return True
    return last is None or judge(STATUS, last.answer) != outcome


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
