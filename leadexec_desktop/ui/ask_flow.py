"""A question's way from one of the tabs beside Submit to the services and back."""

from collections.abc import Callable

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.protocol.encode import CannotEncodeError
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.services.composing import Composed
from leadexec_desktop.services.desk import Desk
from leadexec_desktop.services.history import Detail
from leadexec_desktop.services.sending import SecretMissingError
from leadexec_desktop.store.errors import StorageError, VaultError
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.ui.asking_tab import AskingTab
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.credentials_flow import CredentialsFlow

_BEGUN = "The receiver may have it: how it ended could not be written down yet, and will be shown in history."


class AskFlow:
    """Answers what a tab beside Submit asks for.

    Args:
        tab: The tab.
        background: Where its questions run: a place of their own, so that none keeps a lead waiting.
        credentials: Asks a person for what a question needs.
        about: Gives the delivery whose status is asked; empty if that is none of history's.
        owing: Called where the end of something could not be written down.
    """

    def __init__(
        self,
        tab: AskingTab,
        background: Background,
        credentials: CredentialsFlow,
        *,
        about: Callable[[], str],
        owing: Callable[[], None],
    ) -> None:
        self._tab = tab
        self._background = background
        self._credentials = credentials
        self._about = about
        self._owing = owing
        self._desk: Desk | None = None
        self._switch = CancelSwitch()
        tab.send_asked.connect(self._ask_all)
        tab.cancel_asked.connect(self.cancel)

    def open(self, desk: Desk) -> None:
        """Takes the services, once history is open."""
        self._desk = desk
        self._tab.set_ready()

    def cancel(self) -> None:
        """Stops what the tab is asking."""
        self._switch.cancel()

    def _ask_all(self, asked: tuple[Composed, ...]) -> None:
        self._switch = CancelSwitch()
        missing: list[SecretMissingError] = []
        for composed in asked:
            self._ask(composed, self._switch, missing)

    def _ask(self, composed: Composed, switch: CancelSwitch, missing: list[SecretMissingError]) -> None:
        desk, profile, about = self._desk, self._tab.profile, self._about()
        if desk is None:
            self._tab.show_not_begun("Nothing was sent: history is not open.")
            return
        self._background.run(
            lambda: self._carry_out(desk, composed, switch, about),
            self._tab.show_ended,
            lambda error: self._show_not_begun(error, profile, missing),
            (SecretMissingError, StorageError, CannotEncodeError),
        )

    def _carry_out(self, desk: Desk, composed: Composed, switch: CancelSwitch, about: str) -> Detail:
        """One question, on a thread."""
        request = composed.request
        if request is None:
            raise CannotEncodeError("", "The form is not complete.")
        desk.sending.require_secrets(composed.destination)
        ended = desk.sending.send_new(request, composed.destination, composed.who, switch, self._begun)
        detail = desk.history.detail(ended.id)
        answer = None if detail.exchange is None else detail.exchange.answer
        if request.shape.operation is Operation.STATUS and about and answer is not None:
            desk.following.tell(about, answer)
        return detail

    def _begun(self, delivery: Delivery) -> None:
        self._background.call(lambda: self._tab.show_begun(delivery))

    def _show_not_begun(
        self, error: Exception, profile: SourceProfile | None, missing: list[SecretMissingError]
    ) -> None:
        tab = self._tab
        if isinstance(error, SecretMissingError):
            tab.show_not_begun("Nothing was sent yet: a password, token or client secret is missing.")
            if not missing:  # of several questions, one asks for all
                missing.append(error)
                self._credentials.ask_for(profile, error.kinds, tab.press_send)
            return
        tab.show_not_begun(_BEGUN if tab.is_begun else f"Nothing was sent. {error}")
        self._owing()
        if isinstance(error, VaultError):
            self._credentials.offer_session(profile, str(error), tab.press_send)
