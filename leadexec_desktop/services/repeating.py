"""Whether a press on Send sends: a lead that the receiver has, or may have, is never sent again unasked."""

from collections.abc import Mapping
from dataclasses import replace

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.protocol.delivery import Delivery, DeliveryState, Destination
from leadexec_desktop.protocol.outcome import OutcomeKind
from leadexec_desktop.protocol.values import Lead, LeadRequest, RequestShape
from leadexec_desktop.services.press import Press, PressedSend

RECEIVER_HAS_IT = frozenset(
    {
        OutcomeKind.ACCEPTED,
        OutcomeKind.QUEUED,
        OutcomeKind.REDIRECTED,
        OutcomeKind.UNREADABLE,
        OutcomeKind.UNKNOWN,
        OutcomeKind.ARRIVED,
    }
)
"""After these, the same lead goes out again only "as a new lead", by a second, deliberate press."""


def press_send(
    last: Delivery | None, request: LeadRequest, destination: Destination, *, is_untouched: bool = False
) -> PressedSend:
    """What a press on Send does with the lead in the form.

    Args:
        last: The delivery of the lead in the form; None for a lead that has none.
        request: The lead and its options as they are now.
        destination: Where it would go now.
        is_untouched: Nobody has typed anything since that delivery was made: what else the lead's values say now is
            the profile's doing, which somebody may have changed meanwhile.
    """
    if last is None:
        return PressedSend(Press.SENDS_NEW)
    if last.state is DeliveryState.WAITING:
        return PressedSend(Press.SENDS_WAITING, last)
    if last.state is DeliveryState.SENDING:
        return PressedSend(Press.SAYS_WHAT_HAPPENED, last)
    is_same_profile = last.destination.profile_id == destination.profile_id
    before, now = (_untyped(last.request), _untyped(request)) if is_untouched else (last.request, request)
    if is_same_profile and last.outcome in RECEIVER_HAS_IT and _is_same_lead(before, now):
        return PressedSend(Press.SAYS_WHAT_HAPPENED, last)
    return PressedSend(Press.SENDS_NEW)


def is_untouched(profile: SourceProfile, sent_as: Mapping[str, str], typed: Mapping[str, str]) -> bool:
    """Whether nobody has typed anything since a lead was sent, whatever its profile has become meanwhile.

    Args:
        profile: As it is now.
        sent_as: The texts with which the lead was sent, by wire name.
        typed: The texts in the form now.
    """
    defaults = {field.name: field.default for field in profile.fields}
    added = {name for name, text in sent_as.items() if text and name not in defaults}
    if profile.allow_extra_fields and not added <= typed.keys():
        return False  # in such a form each of them has a place: somebody has taken one away
    return all(text == sent_as.get(name, defaults.get(name, "")) for name, text in typed.items())


def _is_same_lead(before: LeadRequest, now: LeadRequest) -> bool:
    """Whether both would be the same sale.

    How a lead travels and is answered is no part of it, nor what the profile alone says of it: whoever tries another
    encoding after an unknown outcome would have the same person sold twice.
    """
    first, second = _bare(before), _bare(now)
    if before.shape.encoding is not now.shape.encoding or before.shape.is_async is not now.shape.is_async:
        # Some options have a place in one of the two alone: that they come or go is no change of the lead.
        first, second = _without_options(first), _without_options(second)
    return first == second


def _untyped(request: LeadRequest) -> LeadRequest:
    return replace(request, lead=Lead(()))


def _bare(request: LeadRequest) -> LeadRequest:
    return replace(
        request,
        ids=replace(request.ids, vid=0, lid=0),
        shape=RequestShape(request.shape.operation),
        lead=Lead(request.lead.values),
        order_id_anywhere=False,
        return_url="",
    )


def _without_options(request: LeadRequest) -> LeadRequest:
    return replace(request, order_id="", reference="", no_sell=False, send_delay_h=None)
