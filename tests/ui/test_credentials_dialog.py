"""Secrets are typed once, go into the keyring, and are seen nowhere afterwards."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadexec_desktop.profiles.model import Auth
from leadexec_desktop.protocol.values import AuthScheme
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.store.credentials import SecretKind
from leadexec_desktop.store.errors import VaultLockedError
from leadexec_desktop.store.folder import open_folder
from leadexec_desktop.store.vault import MemoryVault
from leadexec_desktop.ui.credentials_dialog import CredentialsDialog

from .program import MakeProfile, Program, Receive, StartProgram, child

CALLER = {"FirstName": "Ana", "Phone": "7025550123"}
PASSWORD, TOKEN = "Pa55-w0rd", "t0k3n"


class GatedVault(MemoryVault):
    """Keeps a secret of a profile only when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.gate.set()
        self.is_locked = False

    def set(self, user: str, secret: str) -> None:
        self.gate.wait(10)
        if self.is_locked and "/" in user:
            raise VaultLockedError
        super().set(user, secret)


@pytest.fixture
def vault() -> Iterator[GatedVault]:
    made = GatedVault()
    yield made
    made.gate.set()


@pytest.fixture
def strict(receive: Receive) -> Sandbox:
    """A receiver that wants a password and a token."""
    return receive(required_password=PASSWORD, required_token=TOKEN)


@pytest.fixture
def guarded(start_program: StartProgram, make_profile: MakeProfile, strict: Sandbox, tmp_path: Path) -> Program:
    """A program on that receiver, whose keyring knows nothing of them."""
    auth = Auth(password=True, scheme=AuthScheme.BEARER)
    profile = make_profile(endpoint=strict.start(), auth=auth)
    program = start_program(profile, folder=open_folder(tmp_path / "data"))
    program.put(**CALLER)
    return program


def dialog_of(program: Program) -> CredentialsDialog:
    program.until(lambda: bool(program.window.findChildren(CredentialsDialog)))
    found = program.dialog(CredentialsDialog)
    assert isinstance(found, CredentialsDialog)
    return found


def type_into(program: Program, **secrets: str) -> None:
    for name, secret in secrets.items():
        QTest.keyClicks(program.line(f"credentials.{name}"), secret)


def test_a_send_without_its_secrets_asks_for_them_and_goes_on(
    guarded: Program, strict: Sandbox, vault: GatedVault
) -> None:
    guarded.click("submit.send")
    dialog = dialog_of(guarded)
    assert dialog.windowModality() is not Qt.WindowModality.NonModal
    assert guarded.sentence == "Nothing was sent yet: a password or token is missing."
    assert guarded.outcomes == []
    save = guarded.button("credentials.save")
    assert not save.isEnabled()
    type_into(guarded, password=PASSWORD)
    assert not save.isEnabled()
    type_into(guarded, token=TOKEN)
    guarded.click("credentials.save")
    guarded.until(lambda: guarded.word == "accepted")
    (request,) = strict.received
    assert request.header("Authorization") == f"Bearer {TOKEN}"
    assert f"password={PASSWORD}".encode() in request.body
    assert vault.get("solar/password") == PASSWORD
    assert vault.get("solar/token") == TOKEN
    assert guarded.outcomes == ["accepted"]


def test_a_saved_secret_stands_nowhere_in_the_window(guarded: Program) -> None:
    guarded.click("submit.send")
    dialog_of(guarded)
    type_into(guarded, password=PASSWORD, token=TOKEN)
    guarded.click("credentials.save")
    guarded.until(lambda: guarded.word == "accepted")
    guarded.until(lambda: not guarded.window.findChildren(CredentialsDialog))
    guarded.select(0)
    guarded.settle()
    for secret in (PASSWORD, TOKEN):
        assert [own for own in _texts(guarded.window) if secret in own] == []
    assert "password=--------" in guarded.text("history.detail.request")
    assert "Authorization: Bearer --------" in guarded.text("history.detail.request")


def _texts(window: QWidget) -> Iterator[str]:
    yield from (own.text() for own in window.findChildren(QLineEdit))
    yield from (own.toPlainText() for own in window.findChildren(QPlainTextEdit))
    yield from (own.text() for own in window.findChildren(QLabel))
    yield from (own.toolTip() + own.accessibleDescription() for own in window.findChildren(QWidget))


@pytest.mark.parametrize("how", ["button", "escape"])
def test_a_dialog_that_is_cancelled_sends_nothing_and_forgets_what_was_typed(
    guarded: Program, strict: Sandbox, vault: GatedVault, how: str
) -> None:
    guarded.click("submit.send")
    dialog = dialog_of(guarded)
    type_into(guarded, password=PASSWORD, token=TOKEN)
    line = guarded.line("credentials.password")
    if how == "button":
        guarded.click("credentials.cancel")
    else:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert line.text() == ""
    guarded.until(lambda: not guarded.window.findChildren(CredentialsDialog))
    guarded.settle()
    assert strict.received == ()
    assert guarded.outcomes == []
    assert vault.get("solar/password") is None
    assert guarded.text("submit.field.FirstName") == "Ana"
    guarded.click("submit.send")
    dialog_of(guarded)


def test_a_keyring_that_refuses_is_named_and_what_was_typed_stays(
    guarded: Program, strict: Sandbox, vault: GatedVault
) -> None:
    vault.is_locked = True
    guarded.click("submit.send")
    dialog_of(guarded)
    type_into(guarded, password=PASSWORD, token=TOKEN)
    guarded.click("credentials.save")
    problem = guarded.find(QLabel, "credentials.problem")
    guarded.until(problem.isVisible)
    assert "keyring is locked" in problem.text()
    assert guarded.line("credentials.password").text() == PASSWORD
    assert strict.received == ()
    vault.is_locked = False
    guarded.click("credentials.save")
    guarded.until(lambda: guarded.word == "accepted")


def test_a_dialog_stays_while_the_keyring_is_being_asked(guarded: Program, vault: GatedVault) -> None:
    guarded.click("submit.send")
    dialog = dialog_of(guarded)
    type_into(guarded, password=PASSWORD, token=TOKEN)
    vault.gate.clear()
    guarded.click("credentials.save")
    assert not dialog.isEnabled()
    dialog.close()
    assert dialog.isVisible()
    vault.gate.set()
    guarded.until(lambda: guarded.word == "accepted")


def test_the_dialog_asks_for_what_the_profile_uses(guarded: Program) -> None:
    guarded.click("profile.credentials")
    dialog = dialog_of(guarded)
    names = {own.objectName() for own in dialog.findChildren(QLineEdit)}
    assert names == {"credentials.password", "credentials.token"}
    assert {own.placeholderText() for own in dialog.findChildren(QLineEdit)} == {"unchanged"}
    assert {own.echoMode() for own in dialog.findChildren(QLineEdit)} == {QLineEdit.EchoMode.Password}
    assert not guarded.button("credentials.save").isEnabled()
    type_into(guarded, token=TOKEN)
    assert guarded.button("credentials.save").isEnabled()


def test_one_secret_can_be_replaced_alone(guarded: Program, strict: Sandbox, vault: GatedVault) -> None:
    vault.set("solar/password", "earlier")
    guarded.click("profile.credentials")
    dialog_of(guarded)
    type_into(guarded, token=TOKEN)
    guarded.click("credentials.save")
    guarded.until(lambda: not guarded.window.findChildren(CredentialsDialog))
    assert (vault.get("solar/password"), vault.get("solar/token")) == ("earlier", TOKEN)
    assert strict.received == ()


@pytest.fixture
def all_kinds(qtbot: QtBot) -> Iterator[CredentialsDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = CredentialsDialog(parent, "Solar", tuple(SecretKind))
    dialog.open()
    yield dialog
    dialog.reject()
    parent.deleteLater()


def test_every_control_of_the_dialog_is_called_what_stands_beside_it(all_kinds: CredentialsDialog) -> None:
    captions = {
        own.buddy(): own.text().replace("&", "") for own in all_kinds.findChildren(QLabel) if own.buddy() is not None
    }
    named = {own.objectName(): own.accessibleName() for own in captions}
    assert named == {
        "credentials.password": "API password",
        "credentials.token": "Access token",
        "credentials.client_secret": "Client secret",
    }
    assert {own: own.accessibleName() for own in captions} == captions
    for name, label in (("credentials.save", "Save"), ("credentials.cancel", "Cancel")):
        button = child(all_kinds, QPushButton, name)
        assert (button.text(), button.accessibleName()) == (label, label)


def test_enter_saves(all_kinds: CredentialsDialog) -> None:
    saved: list[Any] = []
    all_kinds.saved.connect(saved.append)
    line = child(all_kinds, QLineEdit, "credentials.token")
    QTest.keyClicks(line, TOKEN)
    QTest.keyPress(line, Qt.Key.Key_Return)
    assert saved == [{SecretKind.TOKEN: TOKEN}]
    all_kinds.show_problem("not kept")


def test_a_profile_without_secrets_has_the_button_off_and_says_why(program: Program) -> None:
    button = program.button("profile.credentials")
    assert not button.isEnabled()
    assert button.accessibleDescription() == "This profile needs neither password nor token."
    program.window.actions_by_name["action.credentials"].trigger()
    assert QApplication.activeModalWidget() is None
    assert "neither password nor token" in program.text("window.notice")
