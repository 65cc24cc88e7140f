"""What is done about a proxy that asks for a name and a password: said above the tabs, typed once, kept, told again."""

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest
from leadexec_desktop.transport.proxies import ProxyAddress, ProxyCredentialsError
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.notice import Deed, Notice

if TYPE_CHECKING:
    from leadexec_desktop.services.connection_test import StepResult, Tester
    from leadexec_desktop.services.sending import Line
    from leadexec_desktop.store.proxy_secrets import ProxySecrets


class ProxySignIn:
    """Keeps passwords for proxies, and asks a person for those that are missing. It sends nothing by itself.

    Args:
        window: What a dialog opens over.
        notice: Where it is said that a proxy asks.
        background: Where the keyring is written.
        open_secrets: Opens where they are kept; called once, by who needs it first.
    """

    def __init__(
        self, window: QWidget, notice: Notice, background: Background, open_secrets: Callable[[], "ProxySecrets"]
    ) -> None:
        self._window = window
        self._notice = notice
        self._background = background
        self._open_secrets = open_secrets
        self._opened: ProxySecrets | None = None
        self._opening = Lock()

    def credentials(self, host: str, port: int) -> tuple[str, str] | None:
        """What the transport tells a proxy; blocks, on any thread.

        Raises:
            ProxyCredentialsError: The keyring does not say.
        """
        try:
            return self._secrets().get(host, port)
        except StorageError as error:
            raise ProxyCredentialsError(str(error)) from None

    def _secrets(self) -> "ProxySecrets":
        with self._opening:
            if self._opened is None:
                self._opened = self._open_secrets()
            return self._opened

    def watching(self, line: "Line") -> "Line":
        """A line whose sends, where a proxy's question ended them, are followed by the offer to answer it."""
        return _Watched(line, lambda proxy: self._background.call(lambda: self._say(proxy)))

    def watching_tests(self, tester: "Tester") -> "Tester":
        """A tester that makes the same offer where a proxy's question ended a test."""
        return _WatchedTests(tester, lambda proxy: self._background.call(lambda: self._say(proxy)))

    def _say(self, proxy: ProxyAddress) -> None:
        self._notice.say(_asks(proxy), Deed("Proxy sign-in…", lambda: self.ask(proxy)))

    def ask(self, proxy: ProxyAddress) -> None:
        """Opens the dialog for a proxy's name and password."""
        from leadexec_desktop.ui.proxy_dialog import ProxyDialog  # noqa: PLC0415 - for a proxy that asks only

        dialog = ProxyDialog(self._window, proxy)
        host, port = proxy.host, proxy.port

        def kept(_none: None) -> None:
            dialog.accept()
            self._notice.withdraw(_asks(proxy))
            self._notice.say(f"The proxy {proxy} has its name and password. Now send the lead again.")

        def keep(how: Callable[[str, int, str, str], None]) -> Callable[[str, str], None]:
            return lambda user, password: self._background.run(
                lambda: how(host, port, user, password),
                kept,
                lambda error: dialog.show_problem(str(error)),
                StorageError,
            )

        dialog.saved.connect(keep(lambda *typed: self._secrets().set(*typed)))
        dialog.for_session.connect(keep(lambda *typed: self._secrets().keep_for_session(*typed)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class _Watched:
    """A line that tells of proxies that ask."""

    def __init__(self, line: "Line", asked: Callable[[ProxyAddress], None]) -> None:
        self._line = line
        self._asked = asked

    def send(
        self,
        request: OutgoingRequest,
        *,
        timeout_s: float,
        cancel: CancelSwitch,
        token: str | None = None,
        token_origin: str = "",
    ) -> Answer:
        """As the line does."""
        try:
            return self._line.send(request, timeout_s=timeout_s, cancel=cancel, token=token, token_origin=token_origin)
        except NotSentError as error:
            if error.proxy_asks is not None:
                self._asked(error.proxy_asks)
            raise


class _WatchedTests:
    """A tester that tells of proxies that ask."""

    def __init__(self, tester: "Tester", asked: Callable[[ProxyAddress], None]) -> None:
        self._tester = tester
        self._asked = asked

    def test_connection(self, endpoint: str, *, timeout_s: float, cancel: CancelSwitch) -> "tuple[StepResult, ...]":
        """As the tester does."""
        results = self._tester.test_connection(endpoint, timeout_s=timeout_s, cancel=cancel)
        for result in results:
            if result.proxy_asks is not None:
                self._asked(result.proxy_asks)
        return results


def _asks(proxy: ProxyAddress) -> str:
    return f"The proxy {proxy} asks for a name and a password. Nothing was sent."
