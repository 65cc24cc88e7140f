"""What the built-in receiver decides about a request that is as documented, by scenario and by what it remembers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from leadexec_desktop.protocol.answers import ResponseType
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import SUBMIT_MODES, Operation
from leadexec_desktop.sandbox.checking import Terms
from leadexec_desktop.sandbox.duplicates import source_of
from leadexec_desktop.sandbox.ledger import Ledger, Order
from leadexec_desktop.sandbox.life import Pace, is_under_review, life_of
from leadexec_desktop.sandbox.reading import shown
from leadexec_desktop.sandbox.requests import ReceivedLead
from leadexec_desktop.sandbox.scenario_spec import Fate, Known, OrderMade, Redirecting, ScenarioSpec
from leadexec_desktop.sandbox.times import american
from leadexec_desktop.sandbox.verdicts import Decision, DuplicateVerdict, PingVerdict, Verdict

PRICE = 25
"""Dollars that a lead brings (line 74)."""
_MORE_BY_CAMPAIGN = 5
"""Dollars by which each further campaign would pay more for a pinged lead, so that it matters which is chosen."""
_UNDER_REVIEW = frozenset({Fate.REVIEWED, Fate.REVIEW_REJECTED})


@dataclass(frozen=True, slots=True)
class Case:
    """A request that is to be decided.

    Attributes:
        lead: What was asked.
        spec: The scenario.
        now: When.
        new_guid: A fresh GUID each time.
        ledger: What the receiver remembers; deciding adds to it.
        terms: What campaigns there are.
        pace: How long everything takes.
    """

    lead: ReceivedLead
    spec: ScenarioSpec
    now: datetime
    new_guid: Callable[[], UUID]
    ledger: Ledger
    terms: Terms
    pace: Pace

    @property
    def campaign(self) -> int:
        """The campaign that was named, or the first that there is."""
        return int(self.lead.parameters.get(Parameter.AID, self.terms.campaigns[0]))

    @property
    def order_id(self) -> str:
        """The order that the lead is posted with; empty if it names none."""
        return self.lead.parameters.get(Parameter.ORDER_ID, "")


# ------------------------------------------------------------------ leads
def _decide_lead(case: Case) -> Decision:
    decision = _lead_decision(case, str(case.new_guid()))
    life = life_of(decision, case.spec, case.now, case.pace, is_async=case.lead.is_async and decision.queued)
    case.ledger.keep_life(decision.post_id, life)
    if decision.accepted:
        case.ledger.take(case.lead, life)
        case.ledger.use_order(case.order_id)
    return decision


def _lead_decision(case: Case, post_id: str) -> Decision:
    lead, spec = case.lead, case.spec
    if lead.is_async and not spec.queues:
        return _not_queued(post_id)
    response_type, details = _verdict(case)
    order = case.ledger.order_of(case.order_id)
    campaign = case.campaign if order is None or Parameter.AID in lead.parameters else order.campaign
    if response_type is not ResponseType.No_Error:
        return Decision(post_id, response_type, details, campaign=campaign)
    identifier = case.ledger.next_identifier()
    is_sold = lead.parameters.get(Parameter.NO_SELL) != "true"
    return Decision(
        post_id,
        response_type,
        details,
        lead_identifier=identifier,
        campaign=campaign,
        pending_review=spec.fate in _UNDER_REVIEW,
        price=(PRICE if order is None else order.price) if is_sold else 0,
        redirect_url=_redirect_url(lead, spec, identifier),
        buyers=spec.buyers if is_sold else 0,
    )


def _not_queued(post_id: str) -> Decision:
    return Decision(post_id, ResponseType.Data_Errors, "Lead could not be queued for processing", queued=False)


def _verdict(case: Case) -> tuple[ResponseType, str]:
    fault = _fault_of_order(case)
    if fault:
        return ResponseType.Data_Errors, fault
    earlier = case.ledger.same_as(case.lead) if case.spec.knows_duplicates else None
    if earlier is not None and not _is_call_of(case.lead, earlier.lead):
        return ResponseType.Duplicate_Lead, _duplicate_details(earlier.identifier, earlier.life.received_at)
    return case.spec.response_type, case.spec.details


def _is_call_of(lead: ReceivedLead, earlier: ReceivedLead) -> bool:
    """Whether a lead brings the data of the call in which an earlier one was transferred: no duplicate of it (ours)."""
    return (lead.operation, earlier.operation) == (Operation.CALL, Operation.TRANSFER)


def _fault_of_order(case: Case) -> str:
    """Why a lead cannot be posted with its order (how that is answered is ours); empty if it can, or names none."""
    if not case.order_id:
        return ""
    order, name = case.ledger.order_of(case.order_id), f"Order {shown(case.order_id)}"
    if order is None or order.source != source_of(case.lead):
        return f"{name} is not known."
    if order.is_used:
        return f"{name} was used already."
    if case.now >= order.expires_at:
        return f"{name} expired at {american(order.expires_at)} UTC."
    return ""


def _redirect_url(lead: ReceivedLead, spec: ScenarioSpec, identifier: int) -> str:
    if spec.redirecting is Redirecting.BY_MODE and lead.operation is not Operation.REDIRECT:
        return ""
    return f"https://example.com/welcome?lead={identifier}"


# ------------------------------------------------------------------ pings
def _decide_ping(case: Case) -> Verdict:
    request_id, spec = str(case.new_guid()), case.spec
    if case.lead.is_async and not spec.queues:
        return _not_queued(request_id)
    if spec.response_type is not ResponseType.No_Error:
        verdict = PingVerdict(will_accept=False, request_id=request_id, response=spec.details)
    else:
        verdict = _accepted_ping(case, request_id)
    # The answer to a queued ping would go to its return URL, which nobody calls here.
    return Decision(request_id, ResponseType.No_Error, "") if case.lead.is_async else verdict


def _accepted_ping(case: Case, request_id: str) -> PingVerdict:
    price = PRICE + _MORE_BY_CAMPAIGN * case.terms.campaigns.index(case.campaign)
    if case.spec.order is OrderMade.NONE:
        return PingVerdict(will_accept=True, request_id=request_id, response="Coverage found", price=price)
    # The order of a queued ping has the PostID for its ID: whoever rehearses could not learn another.
    order_id = request_id if case.lead.is_async else str(case.new_guid())
    good_s = case.pace.short_order_s if case.spec.order is OrderMade.SHORT else case.pace.order_s
    # Whole seconds, as they are written.
    expires_at = (case.now + timedelta(seconds=good_s)).replace(microsecond=0)
    case.ledger.keep_order(order_id, Order(source_of(case.lead), case.campaign, price, expires_at))
    return PingVerdict(
        will_accept=True,
        request_id=request_id,
        response="Coverage found, please supply Order ID in POST",
        order_id=order_id,
        price=price,
        expires_at=expires_at,
    )


# ------------------------------------------------------------------ duplicate checks
_SAMPLE_LEAD = 12345678
_SAMPLE_DATE = datetime(2022, 12, 28, 15, 29, 34, tzinfo=UTC)
"""Of the documentation's own duplicate (lines 1882-1886)."""


def _decide_duplicate(case: Case) -> DuplicateVerdict:
    known = case.spec.known
    if known is Known.OTHER_SOURCE:
        return _duplicate(None, _SAMPLE_DATE)
    found = case.ledger.matching(case.lead)
    if found is not None:
        return _duplicate(found.identifier, found.life.received_at)
    if known is Known.SAME_SOURCE:
        return _duplicate(_SAMPLE_LEAD, _SAMPLE_DATE)
    return DuplicateVerdict(is_duplicate=False, response="Not a duplicate")


def _duplicate(lead_id: int | None, received_at: datetime) -> DuplicateVerdict:
    return DuplicateVerdict(
        is_duplicate=True,
        response=_duplicate_details(lead_id, received_at),
        lead_id=lead_id,
        received_at=received_at,
    )


def _duplicate_details(lead_id: int | None, received_at: datetime) -> str:
    """Who and when, as the documentation writes it (line 1886)."""
    which = "" if lead_id is None else f" {lead_id}"
    return f"Duplicate Lead,{which} Last Received On: {american(received_at)} UTC"


# ------------------------------------------------------------------ updates
def _decide_update(case: Case) -> Decision:
    post_id, spec = str(case.new_guid()), case.spec
    lead_uid = int(case.lead.parameters[Parameter.LEAD_UID])
    taken = case.ledger.lead_of(lead_uid)
    if taken is None or source_of(taken.lead) != source_of(case.lead):
        return Decision(post_id, ResponseType.Data_Errors, f"There is no lead {lead_uid}.")
    if spec.response_type is not ResponseType.No_Error:
        return Decision(post_id, spec.response_type, spec.details)
    case.ledger.update(taken, case.lead)
    # The PostID of its transaction leads to the lead's status too.
    case.ledger.keep_life(post_id, taken.life)
    return replace(
        taken.life.decision,
        post_id=post_id,
        details="Lead information updated",
        pending_review=is_under_review(taken.life, case.now),
        redirect_url="",
        buyers=0,
    )


DECIDERS: Mapping[Operation, Callable[[Case], Verdict]] = MappingProxyType(
    {
        **dict.fromkeys(SUBMIT_MODES, _decide_lead),
        Operation.PING: _decide_ping,
        Operation.DUPLICATE: _decide_duplicate,
        Operation.UPDATE: _decide_update,
    }
)
"""What decides each operation. A status request decides nothing."""
