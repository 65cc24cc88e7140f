"""What becomes of a lead over time, as its status tells it (documentation lines 89-155; how long it takes is ours)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from leadexec_desktop.sandbox.scenario_spec import Fate, ScenarioSpec
from leadexec_desktop.sandbox.verdicts import Decision, LeadStatus


@dataclass(frozen=True, slots=True)
class Pace:
    """How long it takes this receiver, in seconds of 0 or more.

    Attributes:
        processing_s: From when an asynchronous lead is queued until it is decided.
        review_s: From then until quality control has looked at a lead that it wants to look at.
        return_s: From then until a lead is given back that will be.
        order_s: How long a ping's order is good.
        short_order_s: The same where the scenario makes it short.
    """

    processing_s: float = 3.0
    review_s: float = 6.0
    return_s: float = 6.0
    order_s: float = 180.0
    short_order_s: float = 10.0


UNHURRIED = Pace()
"""Slow enough for a person to see each step, and fast enough to wait for it."""


@dataclass(frozen=True, slots=True)
class Life:
    """A lead's life, known from its first moment on; how far it has come, the clock says.

    Attributes:
        received_at: When it came.
        decided_at: When it is decided; None for never.
        decision: How.
        fate: What becomes of it after that, if it is accepted.
        fate_at: When.
        fate_reason: Why, in words.
    """

    received_at: datetime
    decided_at: datetime | None
    decision: Decision
    fate: Fate
    fate_at: datetime
    fate_reason: str


def life_of(decision: Decision, spec: ScenarioSpec, received_at: datetime, pace: Pace, *, is_async: bool) -> Life:
    """The life of a lead.

    Args:
        decision: What is decided about it.
        spec: The scenario.
        received_at: When it came.
        pace: How long everything takes.
        is_async: It has been queued, and is not decided at once.
    """
    fate = spec.fate if decision.accepted else Fate.KEPT
    decided_at = received_at + timedelta(seconds=pace.processing_s if is_async else 0)
    after_s = pace.return_s if fate is Fate.RETURNED else pace.review_s
    is_decided = not (is_async and fate is Fate.NEVER_DECIDED)
    return Life(
        received_at,
        decided_at if is_decided else None,
        decision,
        fate,
        decided_at + timedelta(seconds=after_s),
        spec.fate_reason,
    )


def status_at(life: Life, post_id: str, now: datetime) -> LeadStatus:
    """How a lead stands at a moment.

    Args:
        life: Its life.
        post_id: The PostID that was asked for.
        now: The moment.
    """
    waiting = LeadStatus(post_id, life.received_at)
    if life.decided_at is None or now < life.decided_at:
        return waiting
    decision = life.decision
    decided = replace(
        waiting,
        is_valid=decision.accepted,
        campaign=decision.campaign,
        pending_review=False,
        is_review_rejected=False,
        is_returned=False,
        price=0.0,
    )
    if not decision.accepted:
        return replace(decided, rejection_reason=decision.details)
    accepted = replace(
        decided, identifier=decision.lead_identifier, price=float(decision.price), reviewed_at=life.decided_at
    )
    return _after(accepted, life, is_over=now >= life.fate_at)


def _after(accepted: LeadStatus, life: Life, *, is_over: bool) -> LeadStatus:
    """How an accepted lead stands while its fate is to come, and when it is over."""
    match life.fate, is_over:
        case ((Fate.REVIEWED | Fate.REVIEW_REJECTED), False):
            return replace(accepted, pending_review=True, reviewed_at=None, is_review_rejected=None)
        case Fate.REVIEWED, True:
            return replace(accepted, reviewed_at=life.fate_at)
        case Fate.REVIEW_REJECTED, True:
            return replace(
                accepted, reviewed_at=life.fate_at, is_review_rejected=True, review_reason=life.fate_reason, price=0.0
            )
        case Fate.RETURNED, True:
            return replace(
                accepted, is_returned=True, returned_at=life.fate_at, return_reason=life.fate_reason, price=0.0
            )
        case _:
            return accepted


def is_under_review(life: Life, now: datetime) -> bool:
    """Whether quality control has still to look at a lead."""
    return status_at(life, "", now).pending_review is True
