"""What an answer means: the receiver's decision in a word, and in a sentence that says cause and next step."""

from collections.abc import Mapping
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
from leadexec_desktop.protocol.decode import decode
from leadexec_desktop.protocol.delivery import DeliveryState
from leadexec_desktop.protocol.faults import REFUSALS, why_refused, why_unreadable
from leadexec_desktop.protocol.outcome import LATER_ONLY_THERE, Outcome, OutcomeKind
from leadexec_desktop.protocol.values import Operation, RedirectKind, RequestShape
from leadexec_desktop.protocol.wire import Answer

WITHOUT_ANSWER: Mapping[DeliveryState, str] = MappingProxyType(
    {
        DeliveryState.WAITING: (
            "Nothing has been sent yet. The lead stands in the outbox: send it from there, or discard it."
        ),
        DeliveryState.SENDING: "The lead is on its way; the receiver has not answered yet.",
        DeliveryState.UNKNOWN: (
            "The receiver may have this lead, or may not: no answer came. It is never sent again by itself. "
            "Ask your account manager whether it arrived before you send it again, and say so in history."
        ),
        DeliveryState.NOT_SENT: "The receiver does not have this lead. It can be sent again.",
        DeliveryState.ARRIVED: "No answer came, but the lead arrived: a person has made sure of it.",
        DeliveryState.CANCELLED: "A person took this lead out of the outbox. It was not sent.",
    }
)
"""What a delivery without an answer means, and what to do next."""

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
        ResponseType.Data_Errors: "The receiver finds fault with the data. Correct the field it names and send again.",
    }
)
"""Cause and next step for each ResponseType of a rejected lead."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def judge(shape: RequestShape, answer: Answer, *, fetched_token: bool = False) -> Outcome:
    """What an answer to a request of that shape means.

    A documented answer wins over its HTTP status. Total: whatever the bytes, there is an outcome.

    Args:
        shape: The request's.
        answer: What came.
        fetched_token: The request carried a token that the program had fetched itself.
    """
    try:
        decoded = decode(answer)
    except UndecodableError as error:
        if answer.status in REFUSALS:
            return Outcome(OutcomeKind.REFUSED, *why_refused(answer, fetched_token=fetched_token))
        return _undocumented(shape, answer, str(error))
    if isinstance(decoded.answer, LeadQueueResponse):
        return _queued(shape, decoded, decoded.answer)
    return _posted(answer, decoded, decoded.answer)


def without_answer(state: DeliveryState, reason: str) -> Outcome:
    """How a delivery stands to which no answer was read.

    Args:
        state: Any state but `answered`.
        reason: What went wrong, for a person.
    """
    return Outcome(OutcomeKind(state), WITHOUT_ANSWER[state], reason)


def response_type_of(text: str) -> ResponseType | None:
    """The ResponseType that a name or number stands for; None if the documentation lists none such."""
    return RESPONSE_TYPES.get(text.casefold())


def _posted(answer: Answer, decoded: Decoded, response: PostResponse) -> Outcome:
    listed = response_type_of(response.response_type)
    return Outcome(
        OutcomeKind.ACCEPTED if response.is_valid else OutcomeKind.REJECTED,
        _accepted_sentence(response, listed) if response.is_valid else _rejected_sentence(response, listed),
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


def _accepted_sentence(response: PostResponse, listed: ResponseType | None) -> str:
    parts = ["The receiver took the lead."]
    if response.pending_qc_review:
        parts.append("It is under review by quality control: its price may still change.")
    if listed not in (None, ResponseType.No_Error):
        parts.append("Its ResponseType says otherwise; isValidPost decides.")
    return " ".join(parts)


def _rejected_sentence(response: PostResponse, listed: ResponseType | None) -> str:
    if listed is not None:
        return REJECTIONS[listed]
    given = f"“{response.response_type}”" if response.response_type else "none"
    return f"The receiver did not take the lead; its reason ({given}) is not one that is documented. Read its details."


def _queued(shape: RequestShape, decoded: Decoded, response: LeadQueueResponse) -> Outcome:
    if response.queue_successful:
        kind, sentence = OutcomeKind.QUEUED, _queued_sentence(shape)
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


def _queued_sentence(shape: RequestShape) -> str:
    later = LATER_ONLY_THERE.get(shape.operation, "")
    return f"The receiver has the lead in its queue and decides later. {later}".rstrip()


def _undocumented(shape: RequestShape, answer: Answer, what: str) -> Outcome:
    location = _location(answer)
    if location and shape.operation is Operation.REDIRECT and shape.redirect is RedirectKind.AUTO:
        return Outcome(
            OutcomeKind.REDIRECTED,
            f"The receiver took the lead and sends the caller on. {_what_to_do_with(location)}",
            f"HTTP {answer.status}",
            redirect_url=location,
        )
    return _unreadable(answer, what, location)


def _what_to_do_with(location: str) -> str:
    try:
        is_web = urlsplit(location).scheme in ("http", "https")
    except ValueError:  # one like http://[ is no address
        is_web = False
    if is_web:
        return "Open the address below if that is wanted."
    return "The address below is none of the web, and is not opened: tell your account manager."


def _unreadable(answer: Answer, what: str, location: str) -> Outcome:
    if location:
        what = "an unexpected redirect, which is not followed"
    if answer.cut_off:
        what = f"{what} ({answer.cut_off})"
    return Outcome(
        OutcomeKind.UNREADABLE,
        why_unreadable(answer, is_redirect=bool(location)),
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
