"""A profile whose token the program fetches itself: typed once, fetched once, and loud where there is none."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from leadexec_desktop.profiles.model import Auth, SourceProfile
from leadexec_desktop.protocol.values import AuthScheme
from leadexec_desktop.sandbox.scenarios import Scenario
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.sandbox.token_server import TOKEN_PATH, TokenRules
from leadexec_desktop.store.folder import DataFolder, open_folder
from leadexec_desktop.store.vault import MemoryVault
from leadexec_desktop.ui.credentials_dialog import CredentialsDialog
from leadexec_desktop.ui.profile_window import ProfileWindow

from .program import MakeProfile, Program, Receive, StartProgram

CALLER = {"FirstName": "Ana", "Phone": "7025550123"}
CLIENT_ID, SECRET = "desk-7", "Qu3tzal-s3cret"
REFUSED = "The token server refused the client ID or the client secret"


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


@pytest.fixture
def strict(receive: Receive) -> Sandbox:
    """A receiver whose token server knows one client, and that takes its tokens alone."""
    return receive(token_rules=TokenRules(CLIENT_ID, SECRET))


def credentials(endpoint: str) -> Auth:
    return Auth(scheme=AuthScheme.CLIENT_CREDENTIALS, token_url=f"{endpoint}{TOKEN_PATH}", client_id=CLIENT_ID)


@pytest.fixture
def profile(make_profile: MakeProfile, strict: Sandbox) -> SourceProfile:
    endpoint = strict.start()
    return make_profile(endpoint=endpoint, auth=credentials(endpoint))


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return open_folder(tmp_path / "data")


@pytest.fixture
def program(start_program: StartProgram, profile: SourceProfile, folder: DataFolder) -> Program:
    started = start_program(profile, folder=folder)
    started.put(**CALLER)
    return started


def type_secret(program: Program, secret: str) -> None:
    """Into the credentials dialog, once it is open."""
    program.until(lambda: any(own.isVisible() for own in program.window.findChildren(CredentialsDialog)))
    names = {own.objectName() for own in program.dialog(CredentialsDialog).findChildren(QLineEdit)}
    assert names == {"credentials.client_secret"}
    QTest.keyClicks(program.line("credentials.client_secret"), secret)
    program.click("credentials.save")
    program.until(lambda: not program.window.findChildren(CredentialsDialog))


def paths(receiver: Sandbox) -> list[str]:
    return [own.path.rpartition("/")[2] for own in receiver.received]


def texts(window: QWidget) -> Iterator[str]:
    yield from (own.text() for own in window.findChildren(QLineEdit))
    yield from (own.toPlainText() for own in window.findChildren(QPlainTextEdit))
    yield from (own.text() for own in window.findChildren(QLabel))
    yield from (own.toolTip() + own.accessibleDescription() for own in window.findChildren(QWidget))


def test_a_secret_is_typed_once_and_a_token_fetched_once(
    program: Program, strict: Sandbox, vault: MemoryVault, folder: DataFolder
) -> None:
    program.click("submit.send")
    program.until(lambda: program.sentence == "Nothing was sent yet: a password or client secret is missing.")
    type_secret(program, SECRET)
    program.until(lambda: program.word == "accepted")
    program.click("submit.clear")
    program.put(FirstName="Bob", Phone="7025550199")
    program.send("accepted")
    assert paths(strict) == ["token", "json", "json"]
    (first, second) = (own.header("Authorization") for own in strict.received[1:])
    assert first == second
    assert vault.get("solar/client_secret") == SECRET
    token = first.removeprefix("Bearer ")
    program.select(0)
    shown = list(texts(program.window))
    assert [own for own in shown if SECRET in own or token in own] == []
    assert "Authorization: Bearer --------" in program.text("history.detail.request")
    program.close()
    for path in (own for own in folder.path.rglob("*") if own.is_file()):
        content = path.read_bytes()
        assert SECRET.encode() not in content
        assert token.encode() not in content


def test_a_refusal_is_loud_and_keeps_the_lead(program: Program, strict: Sandbox) -> None:
    program.click("submit.send")
    type_secret(program, "wrong")
    program.until(lambda: program.word == "waiting")
    reason = program.text("submit.outcome.reason")
    assert reason.startswith(f"{REFUSED} (HTTP 401: “invalid_client”)")
    assert "Nothing was sent." in reason
    program.until(program.find(QLabel, "window.notice").isVisible)
    assert program.text("window.notice") == f"Leads under “Solar” cannot be sent. {reason}"
    assert program.outcomes == ["waiting"]
    program.select(0)
    assert program.text("history.detail.outcome.reason") == reason
    assert program.text("submit.field.FirstName") == "Ana"
    assert paths(strict) == ["token"]

    program.click("window.notice.act")
    type_secret(program, SECRET)
    program.send("accepted")
    assert program.outcomes == ["accepted"]
    program.until(lambda: not program.find(QLabel, "window.notice").isVisible())
    assert paths(strict) == ["token", "token", "json"]
    assert len(strict.taken) == 1


def test_a_lead_in_the_outbox_signs_in_as_the_profile_does_once_it_is_mended(
    start_program: StartProgram,
    profile: SourceProfile,
    folder: DataFolder,
    vault: MemoryVault,
    strict: Sandbox,
) -> None:
    vault.set("solar/client_secret", SECRET)
    program = start_program(replace(profile, auth=replace(profile.auth, client_id="desk-8")), folder=folder)
    program.put(**CALLER)
    program.send("waiting")
    program.click("submit.clear")

    program.click("profile.manage")
    window = program.dialog(ProfileWindow)
    program.put_into("profiles.client_id", CLIENT_ID)
    window.press_save()
    program.until(lambda: not window.has_changes)
    window.reject()
    program.select(0)
    program.click("history.send_now")
    program.until(lambda: program.outcomes == ["accepted"])
    assert paths(strict) == ["token", "token", "json"]


@pytest.fixture
def ready(program: Program, vault: MemoryVault) -> Program:
    """A program that has its secret."""
    vault.set("solar/client_secret", SECRET)
    return program


REFUSALS = [
    (Scenario.TOKEN_REFUSED_401, f"{REFUSED} (HTTP 401: “invalid_client”)"),
    (Scenario.TOKEN_REFUSED_200, f"{REFUSED} (HTTP 200: “invalid_client”)"),
    (Scenario.TOKEN_UNREADABLE, "The token server's answer holds no token that can be used."),
]


@pytest.mark.parametrize("mode, word", [("general", "waiting"), ("transfer", "not sent")])
@pytest.mark.parametrize("refusal", REFUSALS)
def test_without_a_token_nothing_is_sent(
    ready: Program, strict: Sandbox, refusal: tuple[Scenario, str], mode: str, word: str
) -> None:
    strict.scenario, reason = refusal
    ready.click(f"submit.mode.{mode}")
    ready.send(word)
    assert ready.text("submit.outcome.reason").startswith(reason)
    ready.until(lambda: reason in ready.text("window.notice"))
    assert paths(strict) == ["token"]
    strict.scenario = Scenario.AS_DOCUMENTED
    ready.send("accepted")
    assert len(strict.taken) == 1


def test_a_token_server_that_hangs_up_is_said_beside_the_lead_alone(ready: Program, strict: Sandbox) -> None:
    strict.scenario = Scenario.TOKEN_DROPPED
    ready.send("waiting")
    assert "broke the connection off before it answered. Nothing was sent." in ready.text("submit.outcome.reason")
    assert not ready.find(QLabel, "window.notice").isVisible()


def test_a_token_that_the_receiver_does_not_take_sends_nothing_twice(ready: Program, strict: Sandbox) -> None:
    ready.put(Comments="#unauthorized")
    ready.send("refused")
    assert "The token was thrown away: the next send fetches a new one." in ready.sentence
    assert paths(strict) == ["token", "json"]
    ready.put(Comments="")
    ready.send("accepted")
    assert paths(strict) == ["token", "json", "token", "json"]


def test_the_notice_of_another_profile_names_it(
    start_program: StartProgram,
    make_profile: MakeProfile,
    profile: SourceProfile,
    folder: DataFolder,
    vault: MemoryVault,
) -> None:
    program = start_program(profile, make_profile("Wind", profile.endpoint), folder=folder)
    vault.set("solar/client_secret", "wrong")
    program.put(**CALLER)
    program.send("waiting")
    program.until(program.find(QLabel, "window.notice").isVisible)
    program.choose_profile("Wind")
    program.click("window.notice.act")
    program.until(lambda: "Choose the profile “Solar” first" in program.text("window.notice"))
    assert not program.window.findChildren(CredentialsDialog)


# ------------------------------------------------------------------ a token server that says nothing


@pytest.fixture
def silent() -> Iterator[str]:
    """Where somebody takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def start_slowly(
    start_program: StartProgram, make_profile: MakeProfile, strict: Sandbox, silent: str, folder: DataFolder
) -> Callable[[float], Program]:
    """Starts a program that waits for a token, on a profile with that limit."""

    def start(timeout_s: float) -> Program:
        profile = make_profile(endpoint=strict.start(), auth=credentials(silent), timeout_s=timeout_s)
        program = start_program(profile, folder=folder)
        program.put(**CALLER)
        return program

    return start


@pytest.fixture
def hanging(start_slowly: Callable[[float], Program], vault: MemoryVault) -> Program:
    """A program that is waiting for a token."""
    vault.set("solar/client_secret", SECRET)
    program = start_slowly(120)
    program.click("submit.send")
    program.until(lambda: program.outcomes == ["sending"])
    return program


def test_who_cancels_meanwhile_has_sent_nothing(hanging: Program, strict: Sandbox) -> None:
    hanging.click("submit.cancel")
    hanging.until(lambda: hanging.word == "not sent")
    assert hanging.text("submit.outcome.reason") == "It was cancelled before it left. Nothing was sent."
    assert strict.received == ()


def test_the_window_closes_meanwhile(hanging: Program, strict: Sandbox) -> None:
    hanging.close()
    assert strict.received == ()


def test_it_takes_half_the_time_of_a_send_at_most(
    start_slowly: Callable[[float], Program], strict: Sandbox, vault: MemoryVault
) -> None:
    vault.set("solar/client_secret", SECRET)
    program = start_slowly(1)
    program.send("waiting")
    assert "gave no access token within 0.5 s. Nothing was sent." in program.text("submit.outcome.reason")
    assert strict.received == ()
