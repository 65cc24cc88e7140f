"""From an answer or a row of history to the next step, by one press, without typing anything twice."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from leadexec_desktop.profiles.loading import typed_lead
from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.services.desk import Desk
from leadexec_desktop.services.history import Detail, KnownLead
from leadexec_desktop.services.next_steps import STEPS, NextStep
from leadexec_desktop.services.orders import Orders, order_of, zone_of
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.main_window import MainWindow
from leadexec_desktop.ui.other_tabs import OtherTabs
from leadexec_desktop.ui.profile_flow import ProfileFlow


class StepFlow:
    """Goes next steps.

    Args:
        window: The window.
        background: Where history is read.
        tabs: The tabs beside Submit.
        profiles: Those behind the bar.
        orders: The orders of this session.
        zone: Gives the zone that orders' expiries are meant in.
        make_room: Sets aside what is being typed on Submit, then calls what it is given.
        say: Tells a person of an error.
        open_url: Opens an address from outside, after a person agreed.
    """

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        tabs: OtherTabs,
        profiles: ProfileFlow,
        *,
        orders: Orders,
        zone: Callable[[], str],
        make_room: Callable[[Callable[[], None]], None],
        say: Callable[[Exception], None],
        open_url: Callable[[str], None],
    ) -> None:
        self._window = window
        self._background = background
        self._tabs = tabs
        self._profiles = profiles
        self._orders = orders
        self._zone = zone
        self._make_room = make_room
        self._say = say
        self._open_url = open_url
        self._desk: Desk | None = None
        self._steps: Mapping[NextStep, Callable[[SourceProfile, Detail, KnownLead | None], None]] = MappingProxyType(
            {
                NextStep.LOAD: self._load,
                NextStep.STATUS: self._ask_status,
                NextStep.UPDATE: self._update,
                NextStep.DUPLICATE: self._ask_duplicate,
                NextStep.POST_ORDER: self._post_order,
                NextStep.OPEN_REDIRECT: self._open_redirect,
            }
        )
        tabs.step_asked.connect(self.go)
        tabs.post_asked.connect(self._post_from_ping)

    def open(self, desk: Desk) -> None:
        """Takes the services, once history is open."""
        self._desk = desk

    def go(self, step: NextStep, delivery_id: str) -> None:
        """Goes a step from a delivery."""
        desk = self._desk
        if desk is None:
            return

        def look_up() -> tuple[Detail, KnownLead | None]:
            detail = desk.history.detail(delivery_id)
            return detail, desk.history.known_lead(detail.outcome.lead_id) if detail.outcome.lead_id else None

        self._background.run(look_up, lambda found: self._go(step, *found), self._say, StorageError)

    def _go(self, step: NextStep, detail: Detail, known: KnownLead | None) -> None:
        why_not = STEPS[step].why_not(detail.delivery, detail.outcome)
        is_status_of_known = step is NextStep.STATUS and known is not None
        if why_not is not None and not is_status_of_known:
            self._window.notice.say(why_not)
            return
        profile = self._profiles.choose(detail.delivery.destination.profile_id)
        if profile is None:
            self._window.notice.say(
                f"The profile “{detail.delivery.destination.profile_name}” is not there any more: import it first."
            )
            return
        self._steps[step](profile, detail, known)

    # ------------------------------------------------------------------ the steps

    def _load(self, profile: SourceProfile, detail: Detail, _known: KnownLead | None) -> None:
        self._fill_submit(self._typed_of(profile, detail))

    def _ask_status(self, _profile: SourceProfile, detail: Detail, known: KnownLead | None) -> None:
        of_lead = detail if known is None or detail.outcome.post_id else known.detail
        self._tabs.ask_status(of_lead.delivery.id, of_lead.outcome, of_lead.delivery.who)

    def _update(self, profile: SourceProfile, detail: Detail, known: KnownLead | None) -> None:
        self._tabs.load_update(profile, detail.outcome.lead_id, known)

    def _ask_duplicate(self, profile: SourceProfile, detail: Detail, known: KnownLead | None) -> None:
        self._tabs.ask_duplicate(self._typed_of(profile, detail, known))

    def _post_order(self, profile: SourceProfile, detail: Detail, _known: KnownLead | None) -> None:
        ping = detail.outcome.ping
        order = None if ping is None else order_of(ping, zone_of(self._zone()))
        if order is not None:
            self._orders.take(order)
            self._fill_submit(self._typed_of(profile, detail), order.id, detail.delivery.request.ids.aid)

    def _open_redirect(self, _profile: SourceProfile, detail: Detail, _known: KnownLead | None) -> None:
        self._open_url(detail.outcome.redirect_url)

    def _post_from_ping(self, order_id: str) -> None:
        form = self._tabs.tab(Operation.PING).form
        self._fill_submit(form.typed(), order_id, self._tabs.ping.campaign)

    @staticmethod
    def _typed_of(profile: SourceProfile, detail: Detail, known: KnownLead | None = None) -> dict[str, str]:
        """The texts of a lead; an update carries but a part of it, and a status nothing."""
        fields = {field.name: field for field in profile.fields}
        is_part = detail.delivery.request.shape.operation in (Operation.UPDATE, Operation.STATUS)
        lead = known.lead if is_part and known is not None else detail.delivery.request.lead
        return typed_lead(fields, lead.values)

    def _fill_submit(self, typed: Mapping[str, str], order_id: str = "", aid: int | None = None) -> None:
        """Puts a lead into Submit, with an order or without; another one that is being typed there is set aside."""
        submit = self._window.submit

        def fill() -> None:
            self._window.show_tab(0)
            submit.begin_with(typed, order_id, aid)

        stands = submit.form.typed()
        is_same = all(text in ("", typed.get(name, "")) for name, text in stands.items())
        if submit.holds_unsent_lead and not is_same:
            self._make_room(fill)
        else:
            fill()
