"""Which delivery a lead has that is given back at a start: what keeps Send from sending it a second time."""

from collections.abc import Sequence
from dataclasses import replace

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.protocol.delivery import Delivery, DeliveryState
from leadexec_desktop.protocol.outcome import OutcomeKind
from leadexec_desktop.services.composing import Composed, chosen_by_default, compose, possible
from leadexec_desktop.services.press import Press
from leadexec_desktop.services.repeating import RECEIVER_HAS_IT, press_send
from leadexec_desktop.services.submit_draft import SubmitDraft


def delivery_of(draft: SubmitDraft, profile: SourceProfile, newest: Sequence[Delivery]) -> str:
    """The delivery of the lead that a draft has under a profile.

    The draft knows of one; but the program may have ended before it took note of a later one, and the lead may have
    been sent again from history. One that the receiver has, or may have, counts before any other, whatever the
    computer's clock said when it was made.

    Args:
        draft: What was kept.
        profile: As it is now.
        newest: The newest deliveries of history, the newest first.

    Returns:
        Its id; empty if the lead was never sent.
    """
    known = draft.delivery_ids.get(profile.id, "")
    chosen = draft.chosen if profile.id == draft.profile_id else draft.chosen_elsewhere.get(profile.id)
    wanted = possible(profile, chosen or chosen_by_default(profile))
    composed = compose(profile, wanted, draft.typed.get(profile.id, {}))
    same = [delivery for delivery in newest if _is_same(delivery, composed)]
    there = [delivery.id for delivery in same if _may_be_there(delivery)]
    if known and (known in there or not there):
        return known
    found = there or [delivery.id for delivery in same]
    return found[0] if found else ""


def _may_be_there(delivery: Delivery) -> bool:
    return delivery.state is DeliveryState.SENDING or delivery.outcome in RECEIVER_HAS_IT


def _is_same(delivery: Delivery, composed: Composed) -> bool:
    """Whether a delivery carries the very lead that was composed."""
    if composed.request is None:
        return False
    # Of a lead that the receiver may have, a press on Send tells whether it is the same.
    may_be_there = replace(delivery, state=DeliveryState.UNKNOWN, outcome=OutcomeKind.UNKNOWN)
    pressed = press_send(may_be_there, composed.request, composed.destination)
    return pressed.press is Press.SAYS_WHAT_HAPPENED
