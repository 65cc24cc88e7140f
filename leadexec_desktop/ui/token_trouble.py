"""A token server that gives no token: said above the tabs, until one is given."""

from collections.abc import Callable

from leadexec_desktop.protocol.delivery import Destination
from leadexec_desktop.services.tokens import TokenNews
from leadexec_desktop.ui.notice import Deed, Notice


class TokenTrouble:
    """Says what token servers answered, on the window's thread.

    With a bad token nothing is sent, and every lead of the profile waits: one that waits quietly is found too late.

    Args:
        notice: Where it is said.
        ask: Opens the credentials dialog for a profile, which may not be the active one any more.
    """

    def __init__(self, notice: Notice, ask: Callable[[Destination], None]) -> None:
        self._notice = notice
        self._ask = ask
        self._said: dict[str, str] = {}

    def take(self, news: TokenNews) -> None:
        """Says a problem, in place of the one before of that profile; takes it back once there is a token."""
        destination = news.destination
        before = self._said.pop(destination.profile_id, "")
        if before:
            self._notice.withdraw(before)
        if news.problem:
            text = f"Leads under “{destination.profile_name}” cannot be sent. {news.problem}"
            self._said[destination.profile_id] = text
            self._notice.say(text, Deed("Credentials…", lambda: self._ask(destination)))
