"""A lead's way from the window to the services and back, and what history's rows ask for."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QTimer

from leadexec_desktop.profiles.model import SourceProfile, destination_of
from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.protocol.encode import CannotEncodeError
from leadexec_desktop.services.decisions import Decision
from leadexec_desktop.services.desk import Desk
from leadexec_desktop.services.history import Detail
from leadexec_desktop.services.press import Press
from leadexec_desktop.services.sending import SecretMissingError
from leadexec_desktop.services.submit_draft import SubmitDraft
from leadexec_desktop.store.credentials import SecretKind
from leadexec_desktop.store.deliveries import ChangedMeanwhileError, Cursor
from leadexec_desktop.store.errors import StorageError, VaultError
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.credentials_flow import CredentialsFlow
from leadexec_desktop.ui.history_actions import RowAction
from leadexec_desktop.ui.history_model import PAGE_SIZE
from leadexec_desktop.ui.main_window import MainWindow
from leadexec_desktop.ui.submit_tab import SendOrder
from leadexec_desktop.ui.token_trouble import TokenTrouble

_WRITE_AGAIN_MS = 2000
_SENDS = (RowAction.SEND_NOW, RowAction.SEND_AGAIN)
"""What history's buttons do that can be cancelled."""


class InDoubtError(Exception):
    """A send was begun, and what became of it could not be written down.

    Attributes:
        delivery: As it was begun.
    """

    def __init__(self, delivery: Delivery, error: StorageError) -> None:
        super().__init__(
            "The receiver may have this lead: how its send ended could not be written down yet. "
            f"{error} The program goes on trying, and shows the outcome here."
        )
        self.delivery = delivery


class LeadFlow:
    """Answers what Submit and history ask for.

    Args:
        window: The window.
        background: Where blocking work runs.
        say: Tells a person of an error.
        credentials: Asks a person for what a send needs.
        profile: Gives the active one; None before the first.
        find: Gives the profile of an id, as it is now; None if there is none.
        draft: Gives what stands in the form, which is written down together with a new lead.
        before: Called before a lead that waits is sent, on a thread: what is in the form is on the disk after it.
        ended: Called after each send.
    """

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        say: Callable[[Exception], None],
        credentials: CredentialsFlow,
        *,
        profile: Callable[[], SourceProfile | None],
        find: Callable[[str], SourceProfile | None],
        draft: Callable[[], SubmitDraft | None],
        before: Callable[[], None],
        ended: Callable[[], None],
    ) -> None:
        self._window = window
        self._background = background
        self._say = say
        self._credentials = credentials
        self._profile = profile
        self._find = find
        self._draft = draft
        self._before = before
        self._ended = ended
        self._desk: Desk | None = None
        self._switch = CancelSwitch()
        self._from_history: set[CancelSwitch] = set()
        self._owing = QTimer(window)
        self._owing.setInterval(_WRITE_AGAIN_MS)
        self._owing.timeout.connect(self._write_ends)
        submit, history = window.submit, window.history
        submit.send_asked.connect(self._send)
        submit.cancel_asked.connect(self.cancel)
        history.detail_wanted.connect(self._show_detail)
        history.asked.connect(self._do_in_history)
        history.model.more_wanted.connect(self._read_more)

    def open(self, desk: Desk) -> None:
        """Takes the services, once history is open."""
        self._desk = desk
        trouble = TokenTrouble(self._window.notice, self._credentials.ask_under)
        desk.tokens.report_to(lambda news: self._background.call(lambda: trouble.take(news)))

    # ------------------------------------------------------------------ sending

    def _send(self, order: SendOrder) -> None:
        desk = self._desk
        if desk is None:
            self._window.submit.show_not_begun("Nothing was sent: history is not open.")
            return
        self._switch = switch = CancelSwitch()
        draft, profile = self._draft(), self._profile()
        self._background.run(
            lambda: self._carry_out(desk, order, switch, draft),
            self._show_ended,
            lambda error: self._show_not_begun(error, profile),
            (SecretMissingError, StorageError, CannotEncodeError, InDoubtError),
        )

    def cancel(self) -> None:
        """Cancels the send of the lead in the form, if one runs."""
        self._switch.cancel()

    def cancel_all(self) -> None:
        """Cancels whatever is being sent."""
        for switch in (self._switch, *self._from_history):
            switch.cancel()

    @property
    def is_sending(self) -> bool:
        """Whether anything is being sent, from the form or from history."""
        return self._window.submit.is_sending or bool(self._from_history)

    def _carry_out(self, desk: Desk, order: SendOrder, switch: CancelSwitch, draft: SubmitDraft | None) -> Detail:
        """One send, on a thread."""
        request, destination = order.composed.request, order.composed.destination
        if request is None:
            raise CannotEncodeError("", "The form is not complete.")
        desk.sending.require_secrets(destination)
        before, who = order.pressed.delivery, order.composed.who
        begun: list[Delivery] = []

        def show(delivery: Delivery) -> None:
            begun.append(delivery)
            self._background.call(lambda: self._window.submit.show_enqueued(delivery))

        if order.pressed.press is Press.SENDS_WAITING and before is not None:
            self._before()
            waiting = desk.sending.replace(before.id, request, destination, who)
            show(waiting)
            return self._concluded(desk, lambda: desk.sending.deliver(waiting.id, switch), begun)
        again_of = before.id if before is not None else ""
        kept = None if draft is None else desk.drafting.as_kept(draft)
        return self._concluded(
            desk,
            lambda: desk.sending.send_new(request, destination, who, switch, show, again_of=again_of, draft=kept),
            begun,
        )

    def _concluded(self, desk: Desk, send: Callable[[], Delivery], begun: Sequence[Delivery]) -> Detail:
        """How a send ended; once it was begun, nothing that goes wrong may say that nothing was sent."""
        try:
            return desk.history.detail(send().id)
        except ChangedMeanwhileError:
            raise
        except StorageError as error:
            if not begun:
                raise
            raise InDoubtError(begun[-1], error) from error
        except BaseException:
            # A defect. What is known of the send is written down all the same, and Submit does not wait for ever.
            for delivery in begun:
                detail = desk.history.detail(delivery.id)
                self._background.call(partial(self._show_ended, detail))
            raise

    def _show_ended(self, detail: Detail) -> None:
        self._window.submit.show_ended(detail.delivery, detail.outcome)
        self._ended()

    def _show_not_begun(self, error: Exception, profile: SourceProfile | None) -> None:
        """Shows why a send did not begin; another profile than its own may be active by now."""
        submit = self._window.submit
        if isinstance(error, SecretMissingError):
            of_client = SecretKind.CLIENT_SECRET in error.kinds
            what = "a password or client secret" if of_client else "a password or token"
            submit.show_not_begun(f"Nothing was sent yet: {what} is missing.")
            self._credentials.ask_for(profile, error.kinds, self._send_under(profile))
        elif isinstance(error, InDoubtError):
            submit.show_in_doubt(error.delivery, str(error))
            self._owing.start()
        else:
            submit.show_not_begun(f"Nothing was sent. {error}")
            if isinstance(error, VaultError):
                self._credentials.offer_session(profile, str(error), self._send_under(profile))
            if isinstance(error, ChangedMeanwhileError):
                self.look_up(error.current.id, lambda detail: submit.show_changed(detail.delivery, detail.outcome))

    def _send_under(self, profile: SourceProfile | None) -> Callable[[], None]:
        """A press on Send for later, which sends nothing once another profile's form is in the window."""

        def press() -> None:
            active = self._profile()
            if profile is None or active is None:
                return
            if active.id == profile.id:
                self._window.submit.press_send()
            else:
                self._window.notice.say(
                    f"The lead under “{profile.name}” was not sent: another profile is chosen. Choose it, then send."
                )

        return press

    def changed_anywhere(self, delivery: Delivery) -> None:
        """Takes in a change of a delivery; told by the services, on whatever thread."""
        self._background.call(lambda: self._window.history.show_change(delivery))

    def write_ends_soon(self) -> None:
        """Tries again to write down what could not be; it ends by itself where nothing is owed."""
        self._owing.start()

    def _write_ends(self) -> None:
        """Tries again to write down how sends ended, until the disk has taken all."""
        desk = self._desk
        if desk is None or not desk.sending.is_owing:
            self._owing.stop()
            return
        self._background.run(
            lambda: [desk.history.detail(delivery.id) for delivery in desk.sending.write_ends()],
            self._show_written,
            self._say,
            StorageError,
        )

    def _show_written(self, details: list[Detail]) -> None:
        for detail in details:
            self._window.submit.show_changed(detail.delivery, detail.outcome)

    # ------------------------------------------------------------------ what history's buttons ask for

    def _do_in_history(self, action: RowAction, delivery_id: str) -> None:
        desk, history = self._desk, self._window.history
        if desk is None:
            return
        switch = CancelSwitch()

        def send() -> Detail:
            return self._deliver(desk, delivery_id, switch)

        def send_again() -> Detail:
            return self._deliver(desk, self._begin_again(desk, delivery_id).id, switch)

        def decide(decision: Decision) -> Callable[[], Detail]:
            return lambda: desk.history.detail(desk.sending.decide(delivery_id, decision).id)

        works: Mapping[RowAction, Callable[[], Detail]] = {
            RowAction.SEND_NOW: send,
            RowAction.SEND_AGAIN: send_again,
            RowAction.DISCARD: decide(Decision.TAKE_OUT),
            RowAction.ARRIVED: decide(Decision.ARRIVED),
            RowAction.NOT_ARRIVED: decide(Decision.NOT_ARRIVED),
        }
        if action in _SENDS:
            self._from_history.add(switch)

        def end() -> None:
            self._from_history.discard(switch)
            history.ended(delivery_id)

        def work() -> Detail:
            try:
                return works[action]()
            finally:
                self._background.call(end)

        self._background.run(
            work,
            lambda detail: self._window.submit.show_changed(detail.delivery, detail.outcome),
            self._say_in_history,
            (SecretMissingError, StorageError, CannotEncodeError),
        )

    def _say_in_history(self, error: Exception) -> None:
        self._say(error)
        self.write_ends_soon()

    def _deliver(self, desk: Desk, delivery_id: str, switch: CancelSwitch) -> Detail:
        """Sends one that waits, signed in as its profile does now; on a thread."""
        profile = self._find(desk.history.delivery(delivery_id).destination.profile_id)
        now = None if profile is None else destination_of(profile)
        return desk.history.detail(desk.sending.deliver(delivery_id, switch, now).id)

    def _begin_again(self, desk: Desk, delivery_id: str) -> Delivery:
        """Writes a second delivery of a lead down, and shows it; on a thread."""
        first = desk.history.delivery(delivery_id)
        desk.sending.require_secrets(first.destination)
        second = desk.sending.send_again(delivery_id)
        self._background.call(lambda: self._show_begun_again(second))
        return second

    def _show_begun_again(self, second: Delivery) -> None:
        self._window.submit.show_sent_again(second)
        self._window.history.select(second.id)

    # ------------------------------------------------------------------ history

    def look_up(self, delivery_id: str, done: Callable[[Detail], None]) -> None:
        """Gives everything about a delivery, later."""
        desk = self._desk
        if desk is not None:
            self._background.run(lambda: desk.history.detail(delivery_id), done, self._say, StorageError)

    def _show_detail(self, delivery_id: str) -> None:
        self.look_up(delivery_id, self._window.history.show_detail)

    def _read_more(self) -> None:
        desk, model = self._desk, self._window.history.model
        if desk is not None and model.page_end is not None:
            behind = Cursor.behind(model.page_end)

            def fail(error: Exception) -> None:
                model.fail_page()
                self._say(error)

            self._background.run(lambda: desk.history.page(behind, PAGE_SIZE), model.add_page, fail, StorageError)
