"""Where the name and the password for a proxy are typed: into the system's keyring, and never shown again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from leadexec_desktop.store.proxy_secrets import sign_in_problem
from leadexec_desktop.transport.proxies import ProxyAddress
from leadexec_desktop.ui.secret_dialog import SecretDialog

_HINT = (
    "They are kept in the system's keyring, nowhere else, and told to this proxy alone. "
    "Nothing is sent by saving them: send the lead again afterwards."
)


class ProxyDialog(SecretDialog):
    """Asks for the name and the password that a proxy asks for.

    Args:
        parent: The window.
        proxy: Which proxy.
    """

    saved = Signal(str, str)
    """The name and the password that were typed."""
    for_session = Signal(str, str)
    """The same, to be kept until the program ends and nowhere but in memory."""

    def __init__(self, parent: QWidget, proxy: ProxyAddress) -> None:
        super().__init__(parent, "proxy", "Proxy sign-in", ("save", "Save"), offers_session=True)
        self._user = self.add_line("user", "&User name", is_masked=False)
        self._password = self.add_line("password", "&Password")
        lead_in = f"The proxy {proxy.host}, port {proxy.port}, asks for a name and a password. The lead is kept."
        self.lay_out(lead_in, _HINT)

    @property
    def is_complete(self) -> bool:
        """Whether there is a name, and nothing that the proxy could not be told."""
        return bool(self._user.text()) and sign_in_problem(self._user.text(), self._password.text()) is None

    def follow(self) -> None:
        """Says what the proxy could not be told."""
        super().follow()
        self.say(sign_in_problem(self._user.text(), self._password.text()) or "")

    def give(self, *, for_session: bool) -> None:
        """Gives name and password."""
        signal = self.for_session if for_session else self.saved
        signal.emit(self._user.text(), self._password.text())
