"""What an answer means: the receiver's decision in a word, and in a sentence that says cause and next step."""

import re
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from types import MappingProxyType
from urllib.parse import urljoin, urlsplit

from leadexec_desktop.protocol.answer_tree import UndecodableError
from leadexec_desktop.protocol.answers import (
    RESPONSE_TYPES,
    Decoded,
    LeadQueueResponse,
    PostResponse,
    ResponseType,
)
from leadexec_desktop.protocol.answers_to_questions import NOT_YET_KNOWN, QUESTIONS
from leadexec_desktop.protocol.decode import decode
from leadexec_desktop.protocol.delivery import DeliveryState
from leadexec_desktop.protocol.faults import REFUSALS, why_refused, why_unreadable
from leadexec_desktop.protocol.known_lead import is_guid
from leadexec_desktop.protocol.operations import LATER_ONLY_THERE
from leadexec_desktop.protocol.outcome import Outcome, OutcomeKind
from leadexec_desktop.protocol.undecided import UNDECIDED
from leadexec_desktop.protocol.values import Operation, RedirectKind, RequestShape
from leadexec_desktop.protocol.wire import Answer

REJECTIONS: Mapping[ResponseType, str] = MappingProxyType(
    {
        ResponseType.No_Error: "The receiver names no error. Ask the lead source's contact, naming the PostID.",
        ResponseType.System_ID_Missing: (
            "The receiver did not find the system it should work for. Have the profile's endpoint checked."
        ),
        ResponseType.LeadType_ID_Missing: (
            "The receiver does not know this lead type. Have the profile's lead type (lid) checked."
        ),
        ResponseType.Vendor_ID_Missing: (
            "The receiver does not know this lead source. Have the profile's lead source (vid) and password checked."
        ),
        ResponseType.No_Account_Found: (
            "No campaign takes this lead. Choose another campaign, or have the profile's campaigns (aid) checked."
        ),
        ResponseType.Outside_Criteria: (
            "The lead is outside what the campaign buys. Check what was typed; if it is right, it cannot be sold here."
        ),
        ResponseType.Duplicate_Lead: (
            "The receiver has had this person before. Nothing more is to be done; sending again gives the same answer."
        ),
        ResponseType.Account_Disabled: (
            "The account or campaign is switched off. Tell your account manager; the lead is kept in history."
        ),
        ResponseType.Post_Over_Max: (
            "The campaign has taken all it wants for now. Choose another campaign, or send the lead again later."
        ),
        ResponseType.Data_Errors: (
            "The receiver finds fault with the data. If its reason names a field, correct that and send again; "
            "otherwise ask your account manager what is wrong."
        ),
    }
)
"""Cause and next step for each ResponseType of a rejected lead."""

ORDER_REJECTED = (
    "The receiver does not take the order. One that has expired, was used or is not known stays so: "
    "ping again for a new order and post that."
)
"""Cause and next step where the reason of a rejection speaks of the order that the lead was posted with."""

_NAMES_NO_CAUSE = frozenset({None, ResponseType.No_Error, ResponseType.Data_Errors})
"""ResponseTypes beside which the details alone can say that it was the order; the others name a cause of their own."""
_ORDER = re.compile(r"(?<!\bin )\border(?:[ _]?id)?\b", re.IGNORECASE)

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def judge(shape: RequestShape, answer: Answer, *, fetched_token: bool = False, order_id: str = "") -> Outcome:
    """What an answer to a request of that shape means.

    A documented answer wins over its HTTP status. Total: whatever the bytes, there is an outcome.

    Args:
        shape: The request's.
        answer: What came.
        fetched_token: The request carried a token that the program had fetched itself.
        order_id: The order that the request carried; empty if none.
    """
    operation = shape.operation
    try:
        decoded = decode(answer, operation)
    except UndecodableError as error:
        if operation is Operation.STATUS and answer.status == HTTPStatus.NOT_FOUND:
            return Outcome(OutcomeKind.PROCESSING, NOT_YET_KNOWN, f"HTTP {answer.status}")
        if answer.status in REFUSALS:
            return Outcome(OutcomeKind.REFUSED, *why_refused(answer, operation, fetched_token=fetched_token))
        return _undocumented(shape, answer, str(error))
    match decoded.answer:
        case LeadQueueResponse() as response:
            return _queued(shape, decoded, response)
        case PostResponse() as response:
            return _posted(operation, answer, decoded, response, order_id)
        case response:
            judged = QUESTIONS[type(response)](response)
            return replace(judged, repaired=decoded.repaired, unplaced=(*judged.unplaced, *decoded.unplaced))


def without_answer(state: DeliveryState, reason: str, operation: Operation = Operation.GENERAL) -> Outcome:
    """How a delivery stands to which no answer was read.

    Args:
        state: Any state but `answered`.
        reason: What went wrong, for a person.
        operation: What was to be asked.
    """
    return Outcome(OutcomeKind(state), UNDECIDED[operation].without_answer[state], reason)


def response_type_of(text: str) -> ResponseType | None:
    """The ResponseType that a name or number stands for; None if the documentation lists none such."""
    return RESPONSE_TYPES.get(text.casefold())


def _posted(operation: Operation, answer: Answer, decoded: Decoded, response: PostResponse, order_id: str) -> Outcome:
    listed = response_type_of(response.response_type)
    accepted = _accepted_sentence(operation, response, listed)
    rejected = _rejected_sentence(response, listed, order_id)
    return Outcome(
        OutcomeKind.ACCEPTED if response.is_valid else OutcomeKind.REJECTED,
        accepted if response.is_valid else rejected,
        _reason(response, listed),
        "" if response.lead_identifier == "0" else response.lead_identifier,
        response.post_id,
        response.price,
        response.redirect_url or _location(answer),
        response.status_url,
        response.sends,
        response.client_infos,
        decoded.repaired,
        decoded.unplaced,
    )


def _reason(response: PostResponse, listed: ResponseType | None) -> str:
    name = listed.name if listed is not None else response.response_type
    return ": ".join(part for part in (name, response.details) if part)


def _accepted_sentence(operation: Operation, response: PostResponse, listed: ResponseType | None) -> str:
    parts = ["The receiver changed the lead." if operation is Operation.UPDATE else "The receiver took the lead."]
    if response.pending_qc_review:
        parts.append("It is under review by quality control: its price may still change.")
    if listed not in (None, ResponseType.No_Error):
        parts.append("Its ResponseType says otherwise; isValidPost decides.")
    return " ".join(parts)


def _rejected_sentence(response: PostResponse, listed: ResponseType | None, order_id: str) -> str:
    if listed in _NAMES_NO_CAUSE and order_id and _ORDER.search(response.details):
        return ORDER_REJECTED
    if listed is not None:
        return REJECTIONS[listed]
    given = f"“{response.response_type}”" if response.response_type else "none"
    return f"The receiver did not take the lead; its reason ({given}) is not one that is documented. Read its details."


def _queued(shape: RequestShape, decoded: Decoded, response: LeadQueueResponse) -> Outcome:
    if response.queue_successful:
        kind, sentence = OutcomeKind.QUEUED, queued_sentence(shape.operation, response.post_id, response.status_url)
    else:
        kind = OutcomeKind.REJECTED
        sentence = "The receiver did not take the lead into its queue. Read its details, mend the lead, send again."
    return Outcome(
        kind,
        sentence,
        response.details,
        post_id=response.post_id,
        status_url=response.status_url,
        repaired=decoded.repaired,
        unplaced=decoded.unplaced,
    )


def queued_sentence(operation: Operation, post_id: str, status_url: str, *, is_followed: bool = True) -> str:
    """What is to be said of a request that the receiver has in its queue.

    Args:
        operation: What was asked.
        post_id: What its answer calls it.
        status_url: Where its answer says that it can be followed.
        is_followed: The program asks by itself what becomes of it, if it can.
    """
    if operation is Operation.PING:
        return (
            "The receiver has the ping in its queue. Its answer goes to your return URL, and to nowhere else: "
            "type the order ID on Ping when you have it."
        )
    parts = ["The receiver has the lead in its queue and decides later.", LATER_ONLY_THERE.get(operation, "")]
    if not (is_guid(post_id) or status_url):
        parts.append("It cannot be followed: the answer has neither a PostID nor a StatusURL.")
    elif is_followed:
        parts.append("It is followed from here.")
    else:
        parts.append("It is not followed by itself: ask on Status what became of it.")
    return " ".join(part for part in parts if part)


def _undocumented(shape: RequestShape, answer: Answer, what: str) -> Outcome:
    location = _location(answer)
    if location and shape.operation is Operation.REDIRECT and shape.redirect is RedirectKind.AUTO:
        return Outcome(
            OutcomeKind.REDIRECTED,
            f"The receiver took the lead and sends the caller on. {_what_to_do_with(location)}",
            f"HTTP {answer.status}",
            redirect_url=location,
        )
    return _unreadable(shape.operation, answer, what, location)


def _what_to_do_with(location: str) -> str:
    try:
        is_web = urlsplit(location).scheme in ("http", "https")
    except ValueError:  # one like http://[ is no address
        is_web = False
    if is_web:
        return "Open the address below if that is wanted."
    return "The address below is none of the web, and is not opened: tell your account manager."


def _unreadable(operation: Operation, answer: Answer, what: str, location: str) -> Outcome:
    if location:
        what = "an unexpected redirect, which is not followed"
    if answer.cut_off:
        what = f"{what} ({answer.cut_off})"
    return Outcome(
        OutcomeKind.UNREADABLE,
        f"{why_unreadable(answer, is_redirect=bool(location))} {UNDECIDED[operation].doubt}",
        f"HTTP {answer.status}: {what}",
        redirect_url=location,
    )


def _location(answer: Answer) -> str:
    location = answer.header("Location")
    if answer.status not in _REDIRECTS or not location:
        return ""
    try:
        return urljoin(answer.url, location)
    except ValueError:  # one like http://[ is no address; shown as it came
        return location
