"""Queued leads over a real store, a receiver that keeps a log, and hands that let time pass."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from leadexec_desktop.protocol.delivery import Delivery, Destination
from leadexec_desktop.protocol.values import LeadRequest, Operation, RequestShape
from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.services.following import Following, Step
from leadexec_desktop.store.opening import Store
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest

from .bench import OPEN, Bench, Clock, Ending, answer, request

TOOK_S = 0.25
"""How long each question takes on the clock."""
NO_CONNECTION, NO_ANSWER = NotSentError("refused"), NoAnswerError("timed out")


def guid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012x}"


def status_path(number: int, endpoint: str = OPEN.endpoint) -> str:
    return f"{endpoint}/information/queuestatus/{guid(number)}"


def queued(post_id: str = "", status_url: str = "") -> Answer:
    """What an asynchronous lead is answered."""
    return answer(json.dumps({"QueueSuccessful": True, "PostID": post_id, "StatusURL": status_url}))


def status(**members: Any) -> Answer:
    return answer(json.dumps({"PostID": guid(1)} | members))


UNHEARD_OF = answer("<html>Not found</html>", 404)
UNDECIDED = status(IsValid=None)
IN_REVIEW = status(IsValid=True, LeadIdentifier=4711, Price=9.5, QualityControlDetails={"PendingReview": True})
ACCEPTED = status(IsValid=True, LeadIdentifier=4711, Price=12.5, QualityControlDetails={"PendingReview": False})
REJECTED = status(IsValid=False, LeadIdentifier=0, RejectionReason="Outside criteria")
QC_REJECTED = status(
    IsValid=True,
    LeadIdentifier=4711,
    QualityControlDetails={"IsQualityControlRejected": True, "RejectionReason": "Wrong number"},
)
RETURNED = status(
    IsValid=True,
    LeadIdentifier=4711,
    Price=0,
    ReturnDetails={"IsReturned": True, "DateOfReturn": "11/5/2026 1:00:00 PM", "ReturnReason": "Never reached"},
)


def queued_lead(operation: Operation = Operation.GENERAL, first_name: str = "John") -> LeadRequest:
    return replace(request(operation, first_name), shape=RequestShape(operation, is_async=True))


@dataclass(frozen=True)
class Question:
    """One question as it came to the receiver."""

    at_utc: datetime
    url: str


class LoggingReceiver:
    """Answers each question as it is told, by address, and keeps a log of those that reached it."""

    def __init__(self, clock: Clock, ending_of: Callable[[str, datetime], Ending]) -> None:
        self._clock = clock
        self.ending_of = ending_of
        self.log: list[Question] = []
        self.secrets: list[object] = []

    def send(
        self,
        request: OutgoingRequest,
        *,
        timeout_s: float,
        cancel: CancelSwitch,
        token: str | None = None,
        token_origin: str = "",
    ) -> Answer:
        assert (request.method, request.body, cancel.cancelled) == ("GET", b"", False)
        self.secrets += [token or token_origin, *(name for name, _ in request.headers if name == "Authorization")]
        ending = self.ending_of(request.url, self._clock.at)
        if not isinstance(ending, NotSentError):
            self.log.append(Question(self._clock.at, request.url))
        self._clock.pass_s(timeout_s if isinstance(ending, NoAnswerError) else TOOK_S)
        if isinstance(ending, BaseException):
            raise ending
        return ending

    def asked_at_s(self, url: str, since: datetime) -> list[float]:
        return [(question.at_utc - since).total_seconds() for question in self.log if question.url == url]


class Followed:
    """A bench whose queued leads are followed."""

    def __init__(self, store: Store, bench: Bench | None = None) -> None:
        self.bench = Bench(store) if bench is None else bench
        self.clock = self.bench.clock
        self.store = store
        self.life: dict[str, list[Ending]] = {}
        self.receiver = LoggingReceiver(self.clock, self._ending_of)
        self.told: list[Delivery] = []
        self.following = self.start_following()

    def start_following(
        self, random: Callable[[], float] = lambda: 0.0, changed: Callable[[Delivery], None] | None = None
    ) -> Following:
        """As a start of the program does."""
        self.following = Following(
            self.store.deliveries,
            self.store.follows,
            self.receiver,
            now=self.clock,
            changed=changed or self.told.append,
            random=random,
        )
        return self.following

    def queue(self, number: int = 1, *life: Ending, destination: Destination = OPEN, status_url: str = "") -> Delivery:
        """Sends a lead that the receiver queues; its status is what its life says, the last again and again."""
        self.bench.line.ending = queued("" if status_url else guid(number), status_url)
        url = status_url or status_path(number, destination.endpoint)
        self.life[url] = list(life or [UNDECIDED])
        return self.bench.send(queued_lead(), destination)

    def _ending_of(self, url: str, _at: datetime) -> Ending:
        life = self.life[url]
        return life.pop(0) if len(life) > 1 else life[0]

    def ask(self) -> Delivery | None:
        """Lets time pass until one lead is due, and asks for it."""
        step = self.following.step()
        if step.next_in_s:
            self.clock.pass_s(step.next_in_s)
            step = self.following.step()
        assert step.next_in_s == 0.0
        return step.news

    def run(self, seconds: float) -> list[Delivery]:
        """Follows for so long, and gives the news."""
        return run(self.following, self.clock, self.clock.at + timedelta(seconds=seconds))

    def word(self, delivery_id: str = "d1") -> str:
        return self.store.deliveries.get(delivery_id).outcome

    def is_followed(self) -> bool:
        return self.store.follows.first() is not None


def run(following: Following, clock: Clock, end: datetime) -> list[Delivery]:
    """Follows until then, and gives the news."""
    news: list[Delivery] = []
    while clock.at < end:
        step = following.step()
        news += [step.news] if step.news is not None else []
        clock.at = min(end, clock.at + timedelta(seconds=_rest_s(step)))
    return news


def _rest_s(step: Step) -> float:
    return 10.0**9 if step.next_in_s is None else step.next_in_s


def gaps_s(times: Iterable[float]) -> list[float]:
    """Seconds from each to the next."""
    return [later - earlier for earlier, later in pairwise(times)]
