"""From a transfer to its call lead: the same lead, with the call's data filled in; nothing is sent by it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.services.asking import why_not_permitted
from leadexec_desktop.services.transferring import as_call_lead
from leadexec_desktop.ui.submit_tab import SubmitTab
from leadexec_desktop.ui.transfer_card import NO_TRANSFER, TransferCard
from leadexec_desktop.ui.typed_leads import is_begun

_MOST_REMEMBERED = 20


class TransferFlow:
    """Makes the call lead of the transfer that is shown.

    Args:
        submit: Where it is made.
        card: Shows the transfer.
        now: The time, aware.
        calls: Gives the deliveries of history that have been read, the newest first.
        say: Says shortly why it cannot be made.
        show: Shows Submit.
    """

    def __init__(
        self,
        submit: SubmitTab,
        card: TransferCard,
        *,
        now: Callable[[], datetime],
        calls: Callable[[], Sequence[Delivery]],
        say: Callable[[str], None],
        show: Callable[[], None],
    ) -> None:
        self._submit = submit
        self._card = card
        self._now = now
        self._calls = calls
        self._say = say
        self._show = show
        self._texts: dict[str, tuple[str, Mapping[str, str]]] = {}
        """Profile id and texts of the lead that is transferred, by its delivery's id."""
        card.ask_whose(self._is_in_form)
        card.call_lead_asked.connect(self.make_call_lead)
        card.changed.connect(self._follow)
        submit.drafted.connect(self._follow)

    def _is_in_form(self) -> bool:
        here = self._submit.delivery_here
        return here is not None and here.id == self._card.delivery_id

    def _follow(self) -> None:
        if self._card.transfer is None:
            return
        here = self._submit.delivery_here
        if here is not None and self._is_in_form() and here.id not in self._texts:
            self._texts[here.id] = (here.destination.profile_id, self._submit.texts_sent_here)
            while len(self._texts) > _MOST_REMEMBERED:
                del self._texts[next(iter(self._texts))]
        self._card.allow_call_lead(self._why_not)

    @property
    def _why_not(self) -> str | None:
        """Why no call lead can be made; None if one can."""
        profile = self._submit.profile
        if profile is None or self._card.transfer is None:
            return NO_TRANSFER
        if why_not := why_not_permitted(profile, Operation.CALL):
            return why_not
        if self._is_in_form():
            return None
        known_under, _ = self._texts.get(self._card.delivery_id, ("", {}))
        if known_under != profile.id or is_begun(profile, self._submit.form.typed()):
            return "Another lead stands in the form by now. Empty it (Ctrl+N): then the transferred one is put back."
        return None

    def make_call_lead(self) -> None:
        """Chooses Call with the lead that is transferred, and fills in what is known of the call."""
        profile, transfer, why_not = self._submit.profile, self._card.transfer, self._why_not
        if profile is None or transfer is None or why_not is not None:
            self._say(why_not or NO_TRANSFER)
            return
        self._show()
        if not self._is_in_form():
            self._submit.form.set_typed(self._texts[self._card.delivery_id][1])
        options = self._submit.options
        filled = as_call_lead(options.wanted, transfer, self._now(), self._numbers_called(profile.id))
        options.choose(filled)
        options.focus_on(Parameter.CALL_RESULT if filled.ivr_number else Parameter.IVR_NUMBER)

    def _numbers_called(self, profile_id: str) -> list[str]:
        """The numbers that earlier calls under a profile came in by."""
        return [
            call.ivr_number
            for delivery in sorted(self._calls(), key=lambda own: own.created_at_utc, reverse=True)
            if delivery.destination.profile_id == profile_id and (call := delivery.request.call) is not None
        ]
