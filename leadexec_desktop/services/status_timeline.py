"""A lead's status as a timeline: received, decided, reviewed, returned."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from leadexec_desktop.protocol.answers import QueueStatus
from leadexec_desktop.protocol.answers_to_questions import learnt
from leadexec_desktop.protocol.outcome import OutcomeKind
from leadexec_desktop.protocol.receiver_time import moment_of


@dataclass(frozen=True, slots=True)
class Milestone:
    """One thing that happened to a lead at the receiver.

    Attributes:
        what: What happened.
        at_utc: When; None where the receiver does not say, or says it in a way that nobody can read.
        written: When, as the receiver wrote it; empty if it does not say.
        note: Price or reason; empty if there is none.
    """

    what: str
    at_utc: datetime | None = None
    written: str = ""
    note: str = ""


def timeline_of(status: QueueStatus) -> tuple[Milestone, ...]:
    """The milestones of a status, in the order in which a lead goes through them (documentation lines 97-155)."""
    return tuple(_milestones(status))


def _milestones(status: QueueStatus) -> Iterator[Milestone]:
    quality, returned = status.quality_control, status.returned
    kind = learnt(status).kind
    yield _at("received", status.date_received)
    if kind is OutcomeKind.PROCESSING:
        yield Milestone("being processed", note=status.rejection_reason)
        return
    price = "" if status.price is None else f"price {status.price:,.2f}"
    if status.is_valid:
        yield Milestone("accepted", note=price)
    elif status.is_valid is False:
        yield Milestone("rejected", note=status.rejection_reason)
    if quality.pending_review:
        yield Milestone("under review by quality control")
    elif quality.is_rejected:
        yield _at("rejected by quality control", quality.date_of_review, quality.rejection_reason)
    elif quality.date_of_review:
        yield _at("passed by quality control", quality.date_of_review)
    if returned.is_returned:
        yield _at("returned", returned.date_of_return, returned.reason)


def _at(what: str, written: str, note: str = "") -> Milestone:
    return Milestone(what, moment_of(written), written, note)
