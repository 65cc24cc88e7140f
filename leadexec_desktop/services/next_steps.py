"""What one press leads to from an answer or a row of history, and why it cannot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from leadexec_desktop.protocol.delivery import Delivery, DeliveryState
from leadexec_desktop.protocol.known_lead import is_guid, is_lead_uid
from leadexec_desktop.protocol.outcome import Outcome
from leadexec_desktop.protocol.values import SUBMIT_MODES, Operation

_NO_ANSWER = "No answer came that could say so."
_OPENED = ("http://", "https://")
NOT_OPENED = "Its address is not opened: only a right one that begins with https:// or http:// is."


class NextStep(StrEnum):
    """The last part of the button's name."""

    LOAD = "load"
    STATUS = "status"
    UPDATE = "update"
    DUPLICATE = "duplicate"
    POST_ORDER = "post_order"
    OPEN_REDIRECT = "open_redirect"


def why_no_status(outcome: Outcome) -> str | None:
    """Why a lead's status cannot be asked for; None if it can."""
    if is_guid(outcome.post_id) or outcome.status_url:
        return None
    return "Its answer has neither a PostID nor a StatusURL, so nobody can ask what became of it."


def why_no_update(outcome: Outcome) -> str | None:
    """Why a lead cannot be updated; None if it can."""
    if not outcome.lead_id:
        return "Its answer names no lead ID, which an update needs."
    return (
        None if is_lead_uid(outcome.lead_id) else "Its lead ID is none that an update takes: only digits, 18 at most."
    )


def steps_from(outcome: Outcome) -> tuple[NextStep, ...]:
    """The steps that an answer itself leads to, beside what stands in its form."""
    is_lead = outcome.ping is None and outcome.status is None
    steps = {NextStep.UPDATE: why_no_update(outcome), NextStep.STATUS: why_no_status(outcome) if is_lead else ""}
    return tuple(step for step, why_not in steps.items() if why_not is None)


def why_no_order(outcome: Outcome) -> str | None:
    """Why an order cannot be posted; None if it can."""
    if outcome.ping is None:
        return "Only the answer to a ping has an order."
    return None if outcome.ping.order_id else "The receiver gave no order ID."


def _why_no_lead(delivery: Delivery, _outcome: Outcome) -> str | None:
    return None if delivery.request.lead.values else "It carries no lead."


def _why_not_load(delivery: Delivery, outcome: Outcome) -> str | None:
    if delivery.request.shape.operation not in (*SUBMIT_MODES, Operation.PING, Operation.DUPLICATE):
        return "Only what was typed as a lead goes back into Submit."
    return _why_no_lead(delivery, outcome)


def _why_no_redirect(_delivery: Delivery, outcome: Outcome) -> str | None:
    if not outcome.redirect_url:
        return "Its answer names no address to go to."
    return None if outcome.redirect_url.lower().startswith(_OPENED) else NOT_OPENED


def _why_not_asked(delivery: Delivery, outcome: Outcome) -> str | None:
    if delivery.state is not DeliveryState.ANSWERED:
        return _NO_ANSWER
    if delivery.request.shape.operation is Operation.PING:
        return "A ping has no status: its order goes to the return URL only."
    return why_no_status(outcome)


def _why_not_updated(delivery: Delivery, outcome: Outcome) -> str | None:
    return _NO_ANSWER if delivery.state is not DeliveryState.ANSWERED else why_no_update(outcome)


@dataclass(frozen=True, slots=True)
class StepSpec:
    """One step.

    Attributes:
        label: On its button.
        tip: What it does.
        why_not: Why it cannot be gone from a delivery and its outcome; None if it can.
    """

    label: str
    tip: str
    why_not: Callable[[Delivery, Outcome], str | None]


STEPS: Mapping[NextStep, StepSpec] = MappingProxyType(
    {
        NextStep.LOAD: StepSpec("Load", "Puts what was typed back into Submit, as a lead not yet sent.", _why_not_load),
        NextStep.STATUS: StepSpec("Status", "Asks the receiver what became of it.", _why_not_asked),
        NextStep.UPDATE: StepSpec("Update", "Loads what was sent, to change it at the receiver.", _why_not_updated),
        NextStep.DUPLICATE: StepSpec("Check", "Asks the receiver whether it has had this lead.", _why_no_lead),
        NextStep.POST_ORDER: StepSpec(
            "Post order", "Fills Submit with the lead and the order of this ping.", lambda _, own: why_no_order(own)
        ),
        NextStep.OPEN_REDIRECT: StepSpec(
            "Open…", "Opens the address that the caller is to be sent to.", _why_no_redirect
        ),
    }
)
"""The steps, in the order of their buttons."""
