"""A proxy that asks for a name and a password: said above the tabs, typed once, kept, and told with the next send."""

import base64
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadexec_desktop.services.connection_test import StepResult
from leadexec_desktop.services.connection_test import Tester as Prober  # pytest would take the name for a test
from leadexec_desktop.services.sending import Line
from leadexec_desktop.store.errors import VaultLockedError
from leadexec_desktop.store.proxy_secrets import ProxySecrets
from leadexec_desktop.store.vault import MemoryVault
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest
from leadexec_desktop.transport.proxies import FoundProxy, ProxyAddress, ProxyKind
from leadexec_desktop.transport.transport import Transport
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.notice import Notice
from leadexec_desktop.ui.proxy_dialog import ProxyDialog
from leadexec_desktop.ui.proxy_sign_in import ProxySignIn

from .program import child

FAR = "https://leads.example.test/x"
PASSWORD = "Pa55-w0rd"
TOLD = base64.b64encode(f"ana:{PASSWORD}".encode())


class AskingProxy:
    """Asks for a name and a password, and has no way to anywhere for who gives them."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.heads: list[bytes] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        with suppress(OSError):
            while True:
                peer, _ = self._listener.accept()
                with closing(peer):
                    head = b""
                    while b"\r\n\r\n" not in head:
                        head += peer.recv(65536)
                    self.heads.append(head)
                    status = b"502 Bad Gateway" if TOLD in head else b"407 No\r\nProxy-Authenticate: Basic"
                    peer.sendall(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)


class Vault(MemoryVault):
    is_locked = False

    def get(self, user: str) -> str | None:
        if self.is_locked:
            raise VaultLockedError
        return super().get(user)

    def set(self, user: str, secret: str) -> None:
        if self.is_locked:
            raise VaultLockedError
        super().set(user, secret)


class Scene:
    """A window's notice, and a line over a proxy that asks."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.notice = Notice()
        self.notice.setParent(self.window)
        self.window.show()
        self.background = Background()
        self.vault = Vault()
        self.proxy = AskingProxy()
        sign_in = ProxySignIn(self.window, self.notice, self.background, lambda: ProxySecrets(self.vault))
        way = FoundProxy(ProxyKind.HTTP, ProxyAddress("127.0.0.1", self.proxy.port))
        self.transport = Transport(user_agent="x", find_proxy=lambda _: (way,), proxy_credentials=sign_in.credentials)
        self.line: Line = sign_in.watching(self.transport)
        self.prober: Prober = sign_in.watching_tests(self.transport)

    @property
    def text(self) -> str:
        return child(self.window, QLabel, "window.notice").text()

    @property
    def asks(self) -> str:
        return f"The proxy 127.0.0.1:{self.proxy.port} asks for a name and a password. Nothing was sent."

    def send(self) -> NotSentError:
        """On a thread, as the program does; a send of it always fails, at the proxy."""
        failures: list[NotSentError] = []

        def work() -> None:
            try:
                self.line.send(OutgoingRequest("GET", FAR, (), b""), timeout_s=10, cancel=CancelSwitch())
            except NotSentError as error:
                failures.append(error)

        self.background.run(work, lambda _none: None)
        self.qtbot.waitUntil(lambda: bool(failures))
        return failures[0]

    def open(self) -> ProxyDialog:
        self.send()
        self.qtbot.waitUntil(lambda: self.text == self.asks)
        QTest.mouseClick(child(self.notice, QPushButton, "window.notice.act"), Qt.MouseButton.LeftButton)
        (dialog,) = self.window.findChildren(ProxyDialog)
        return dialog

    def close(self) -> None:
        self.transport.close()
        self.background.close()
        self.proxy.close()


@pytest.fixture
def scene(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    made = Scene(qtbot)
    yield made
    made.close()


def type_into(dialog: ProxyDialog, **texts: str) -> None:
    for name, text in texts.items():
        QTest.keyClicks(child(dialog, QLineEdit, f"proxy.{name}"), text)


def press(dialog: ProxyDialog, name: str) -> None:
    QTest.mouseClick(child(dialog, QPushButton, f"proxy.{name}"), Qt.MouseButton.LeftButton)


def test_what_is_typed_once_is_kept_and_told_with_the_next_send(scene: Scene) -> None:
    dialog = scene.open()
    type_into(dialog, user="ana", password=PASSWORD)
    press(dialog, "save")
    after = f"The proxy 127.0.0.1:{scene.proxy.port} has its name and password. Now send the lead again."
    scene.qtbot.waitUntil(lambda: scene.text == after)
    scene.qtbot.waitUntil(lambda: not scene.window.findChildren(ProxyDialog))
    assert scene.vault.get(f"proxy:127.0.0.1:{scene.proxy.port}") == f"ana:{PASSWORD}"
    assert [TOLD in head for head in scene.proxy.heads] == [False]  # saving sends nothing
    assert "status 502" in scene.send().reason
    assert [TOLD in head for head in scene.proxy.heads] == [False, True]
    assert scene.text == after


def test_a_test_of_the_way_makes_the_same_offer(scene: Scene) -> None:
    found: list[StepResult] = []

    def work() -> None:
        found.extend(scene.prober.test_connection(FAR, timeout_s=10, cancel=CancelSwitch()))

    ended: list[None] = []
    scene.background.run(work, ended.append)
    scene.qtbot.waitUntil(lambda: scene.text == scene.asks and bool(ended))  # it is asked before the test has ended
    assert (found[-1].step, found[-1].ok) == ("proxy", False)


def test_a_keyring_that_does_not_say_is_to_blame_and_a_person_can_for_the_session(scene: Scene) -> None:
    scene.vault.is_locked = True
    assert "keyring is locked" in scene.send().reason
    dialog = scene.open()
    type_into(dialog, user="ana", password=PASSWORD)
    press(dialog, "save")
    session = child(dialog, QPushButton, "proxy.session")
    scene.qtbot.waitUntil(session.isVisible)
    press(dialog, "session")
    scene.qtbot.waitUntil(lambda: not scene.window.findChildren(ProxyDialog))
    assert "status 502" in scene.send().reason


def test_a_keyring_that_does_not_keep_it_is_named_and_it_can_be_kept_for_the_session(scene: Scene) -> None:
    dialog = scene.open()
    session = child(dialog, QPushButton, "proxy.session")
    assert not session.isVisible()
    scene.vault.is_locked = True
    type_into(dialog, user="ana", password=PASSWORD)
    press(dialog, "save")
    problem = child(dialog, QLabel, "proxy.problem")
    scene.qtbot.waitUntil(problem.isVisible)
    assert "keyring is locked" in problem.text()
    assert child(dialog, QLineEdit, "proxy.password").text() == PASSWORD
    press(dialog, "session")
    scene.qtbot.waitUntil(lambda: not scene.window.findChildren(ProxyDialog))
    assert "status 502" in scene.send().reason
    assert TOLD in scene.proxy.heads[-1]


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[ProxyDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    made = ProxyDialog(parent, ProxyAddress("<b>proxy</b>", 3128))
    made.open()
    yield made
    parent.deleteLater()


def test_the_dialog_says_which_proxy_in_plain_text(dialog: ProxyDialog) -> None:
    texts = [own.text() for own in dialog.findChildren(QLabel)]
    assert "The proxy <b>proxy</b>, port 3128, asks for a name and a password. The lead is kept." in texts
    assert {own.textFormat() for own in dialog.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


def test_every_control_of_the_dialog_is_called_what_stands_beside_it(dialog: ProxyDialog) -> None:
    captions = {
        own.buddy(): own.text().replace("&", "") for own in dialog.findChildren(QLabel) if own.buddy() is not None
    }
    named = {own.objectName(): own.accessibleName() for own in captions}
    assert named == {"proxy.user": "User name", "proxy.password": "Password"}
    assert {own: own.accessibleName() for own in captions} == captions
    for name, label in (("save", "Save"), ("cancel", "Cancel"), ("session", "This session only")):
        button = child(dialog, QPushButton, f"proxy.{name}")
        assert (button.text(), button.accessibleName()) == (label, label)
    assert child(dialog, QLineEdit, "proxy.password").echoMode() is QLineEdit.EchoMode.Password


def test_a_name_that_no_proxy_can_be_told_cannot_be_saved(dialog: ProxyDialog) -> None:
    save, problem = child(dialog, QPushButton, "proxy.save"), child(dialog, QLabel, "proxy.problem")
    assert not save.isEnabled()
    type_into(dialog, user="ana")
    assert save.isEnabled()
    assert not problem.isVisible()
    type_into(dialog, user=":")
    assert not save.isEnabled()
    assert "colon" in problem.text()
    assert problem.isVisible()
    child(dialog, QLineEdit, "proxy.user").setText("ana")
    assert save.isEnabled()
    assert not problem.isVisible()


def test_enter_saves_what_was_typed_and_the_dialog_waits_for_its_end(dialog: ProxyDialog) -> None:
    saved: list[tuple[str, str]] = []
    dialog.saved.connect(lambda *typed: saved.append(typed))
    type_into(dialog, user="ana", password=PASSWORD)
    QTest.keyPress(child(dialog, QLineEdit, "proxy.password"), Qt.Key.Key_Return)
    assert saved == [("ana", PASSWORD)]
    assert not dialog.isEnabled()
    dialog.reject()
    assert dialog.isVisible()
    dialog.show_problem("not kept")
    assert dialog.isEnabled()


def test_a_dialog_that_is_cancelled_forgets_what_was_typed(dialog: ProxyDialog) -> None:
    saved: list[tuple[str, str]] = []
    dialog.saved.connect(lambda *typed: saved.append(typed))
    type_into(dialog, user="ana", password=PASSWORD)
    press(dialog, "cancel")
    assert saved == []
    assert [child(dialog, QLineEdit, f"proxy.{name}").text() for name in ("user", "password")] == ["", ""]
    assert not dialog.isVisible()
