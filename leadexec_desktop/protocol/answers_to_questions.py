"""What the answers to pings, duplicate checks and status requests mean, in a word and a sentence."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from leadexec_desktop.protocol.answers import DuplicateResponse, PingResponse, QueueStatus, Unplaced
from leadexec_desktop.protocol.known_lead import is_lead_uid
from leadexec_desktop.protocol.outcome import Outcome, OutcomeKind


def pinged(response: PingResponse) -> Outcome:
    """What the answer to a ping means (documentation lines 1933-1951)."""
    outcome = Outcome(OutcomeKind.WILL_NOT_ACCEPT, "", response.response, price=response.estimated_price, ping=response)
    if not response.will_accept:
        sentence = "The receiver would not take this lead. Try another campaign, or check what was typed."
        return replace(outcome, sentence=sentence)
    sentence = f"The receiver would take this lead. {_of_order(response)}"
    return replace(outcome, kind=OutcomeKind.WILL_ACCEPT, sentence=sentence)


def _of_order(response: PingResponse) -> str:
    """True whatever the time is: an order may have expired before its answer is read."""
    if not response.order_id:
        return "It gave no order ID, so nothing can be posted."
    if not response.order_expires_on:
        return "Its order can be posted; how long, the receiver did not say."
    return "Its order can be posted until it expires."


def checked(response: DuplicateResponse) -> Outcome:
    """What the answer to a duplicate check means (lines 1863-1886)."""
    lead_id = "" if response.duplicate_lead_id == "0" else response.duplicate_lead_id
    if not response.is_duplicate:
        # A duplicate's ID beside the word that there is none: no lead of this answer's, so shown and not led on from.
        stray = (Unplaced("DuplicateLeadId", lead_id),) if lead_id else ()
        sentence = "The receiver has not had this lead."
        return Outcome(OutcomeKind.NOT_DUPLICATE, sentence, response.response, unplaced=stray, duplicate=response)
    return Outcome(
        OutcomeKind.DUPLICATE,
        f"The receiver has had this lead, {_whence(lead_id)}",
        response.response,
        lead_id,
        duplicate=response,
    )


def _whence(lead_id: str) -> str:
    if not lead_id:
        return "from another source."
    if is_lead_uid(lead_id):
        return "from this lead source: it can be updated."
    return "from this lead source. Its lead ID is none that an update takes."


def learnt(status: QueueStatus) -> Outcome:
    """What a lead's status means (lines 97-155); which of them are final says `is_final`."""
    kind, sentence, reason = next(row for row in _STATUSES if row[0](status))[1:]
    lead_id = "" if status.lead_identifier == "0" else status.lead_identifier
    return Outcome(kind, sentence, reason(status), lead_id, status.post_id, status.price, status=status)


def is_final(kind: OutcomeKind) -> bool:
    """Whether a lead's status cannot change any more; an accepted lead may still be returned."""
    return kind in (OutcomeKind.REJECTED, OutcomeKind.RETURNED)


def _is_rejected(status: QueueStatus) -> bool:
    """False alone does not reject: a lead that is still being processed may say so too (beyond the documentation)."""
    decided = status.lead_identifier not in ("", "0") or bool(status.rejection_reason)
    return status.is_valid is False and decided


_Row = tuple[Callable[[QueueStatus], Any], OutcomeKind, str, Callable[[QueueStatus], str]]

_STATUSES: tuple[_Row, ...] = (
    (
        lambda status: status.returned.is_returned,
        OutcomeKind.RETURNED,
        "The lead was returned: it is not paid for.",
        lambda status: status.returned.reason,
    ),
    (
        lambda status: status.quality_control.is_rejected,
        OutcomeKind.REJECTED,
        "Quality control rejected the lead.",
        lambda status: status.quality_control.rejection_reason,
    ),
    (
        _is_rejected,
        OutcomeKind.REJECTED,
        "The receiver did not take the lead. Its reason stands below.",
        lambda status: status.rejection_reason,
    ),
    (
        lambda status: status.is_valid and status.quality_control.pending_review,
        OutcomeKind.IN_REVIEW,
        "The receiver took the lead; quality control has not decided yet, and its price may still change.",
        lambda _: "",
    ),
    (
        lambda status: status.is_valid,
        OutcomeKind.ACCEPTED,
        "The receiver took the lead.",
        lambda _: "",
    ),
    (
        lambda _: True,
        OutcomeKind.PROCESSING,
        "The receiver has not decided yet. Ask again later.",
        lambda status: status.rejection_reason,
    ),
)
"""What a status means; the first row that fits counts."""

NOT_YET_KNOWN = (
    "The receiver does not know this PostID, or not yet: it may still be processing the lead. Ask again later."
)
"""What HTTP 404 means to a status request."""

QUESTIONS: Mapping[type, Callable[[Any], Outcome]] = MappingProxyType(
    {PingResponse: pinged, DuplicateResponse: checked, QueueStatus: learnt}
)
"""How each answer to a question is judged."""
