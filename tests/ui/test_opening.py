"""History that cannot be opened: what is said, the ways on, and that the lead in the form stays whatever is done."""

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QDockWidget, QWidget

from leadexec_desktop.profiles.model import Auth, SourceProfile
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.services.ways_on import WayOn
from leadexec_desktop.store.errors import NotWritableError, VaultError, VaultLockedError, VaultUnavailableError
from leadexec_desktop.store.folder import DataFolder, open_folder
from leadexec_desktop.store.vault import MemoryVault
from leadexec_desktop.ui.credentials_dialog import CredentialsDialog
from leadexec_desktop.ui.opening import LABELS
from leadexec_desktop.ui.passphrase_dialog import PassphraseDialog

from .program import MakeProfile, Program, StartProgram, times_asked

CALLER = {"FirstName": "Ana", "Phone": "7025550123"}
PASSPHRASE = "seven green bicycles"
NO_KEYRING = VaultUnavailableError("No keyring was found.", "Start one.")
DEEDS = ("window.notice.act", "window.notice.act.2", "window.notice.act.3", "window.notice.act.4")


class FaultyVault(MemoryVault):
    """A keyring that has a fault while a test says so."""

    fault: VaultError | None = None

    def get(self, user: str) -> str | None:
        if self.fault is not None:
            raise self.fault
        return super().get(user)

    def set(self, user: str, secret: str) -> None:
        if self.fault is not None:
            raise self.fault
        super().set(user, secret)


@pytest.fixture
def vault() -> FaultyVault:
    return FaultyVault()


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return open_folder(tmp_path / "data")


@pytest.fixture
def profile(make_profile: MakeProfile, receiver: Sandbox) -> SourceProfile:
    return make_profile(endpoint=receiver.start())


@pytest.fixture
def closed(start_program: StartProgram, profile: SourceProfile, folder: DataFolder, vault: FaultyVault) -> Program:
    """A program that found no keyring at its first start, with a lead typed meanwhile."""
    vault.fault = NO_KEYRING
    program = start_program(profile, folder=folder, wait=False)
    program.until(lambda: is_said(program, "No keyring was found."))
    program.until(lambda: program.window.submit.form.labels() != {})
    program.put(**CALLER)
    return program


def is_said(program: Program, text: str) -> bool:
    return text in program.text("window.notice")


def offered(program: Program) -> list[str]:
    return [program.text(name) for name in DEEDS if program.find(QWidget, name).isVisible()]


def do(program: Program, label: str) -> None:
    program.click(DEEDS[offered(program).index(label)])


def is_open(program: Program) -> bool:
    return program.button("submit.send").isEnabled()


def give(program: Program, text: str, repeat: str | None = None) -> None:
    program.put_into("passphrase.text", text)
    if repeat is not None:
        program.put_into("passphrase.repeat", repeat)
    program.click("passphrase.open")


def test_it_is_said_and_cannot_be_dismissed_and_nothing_is_sent(closed: Program, receiver: Sandbox) -> None:
    assert is_said(closed, "No keyring was found. Start one.")
    assert offered(closed) == ["Try again", "Use a passphrase instead…", "This session only"]
    assert not closed.find(QWidget, "window.notice.dismiss").isVisible()
    send = closed.button("submit.send")
    assert (send.isEnabled(), send.accessibleDescription()) == (False, str(NO_KEYRING))
    assert times_asked(receiver) == 0
    assert closed.text("submit.field.FirstName") == "Ana"


def test_every_way_on_has_its_button() -> None:
    assert set(LABELS) == set(WayOn)


def test_unlocked_and_tried_again(closed: Program, vault: FaultyVault) -> None:
    vault.fault = VaultLockedError()
    do(closed, "Try again")
    closed.until(lambda: is_said(closed, "is locked"))
    vault.fault = None
    do(closed, "Try again")
    closed.until(lambda: is_open(closed))
    assert closed.text("window.notice") == ""
    assert closed.text("submit.field.FirstName") == "Ana"
    closed.send("accepted")


def test_a_passphrase_instead_and_at_the_next_start(
    closed: Program,
    start_program: StartProgram,
    profile: SourceProfile,
    tmp_path: Path,
) -> None:
    do(closed, "Use a passphrase instead…")
    give(closed, "short", "short")
    closed.until(lambda: "too short" in closed.text("passphrase.problem"))
    give(closed, PASSPHRASE, "seven green bicycle")
    assert closed.text("passphrase.problem") == "The two are not the same."
    give(closed, PASSPHRASE, PASSPHRASE)
    closed.until(lambda: is_open(closed))
    assert closed.text("submit.field.FirstName") == "Ana"
    closed.send("accepted")
    closed.close()

    again = start_program(profile, folder=open_folder(tmp_path / "data"), wait=False)
    again.until(lambda: is_said(again, "is locked with a passphrase"))
    assert offered(again) == ["Type the passphrase…", "This session only"]
    do(again, "Type the passphrase…")
    give(again, "seven red bicycles")
    again.until(lambda: "This is not the passphrase" in again.text("passphrase.problem"))
    give(again, PASSPHRASE)
    again.until(lambda: is_open(again))
    again.settle()
    assert again.column("Who") == ["Ana"]
    for path in (tmp_path / "data").rglob("*"):
        assert path.is_dir() or b"bicycles" not in path.read_bytes()


def test_a_dialog_that_is_cancelled_leaves_the_ways_on(closed: Program) -> None:
    do(closed, "Use a passphrase instead…")
    closed.dialog(PassphraseDialog).reject()
    assert offered(closed) == ["Try again", "Use a passphrase instead…", "This session only"]
    assert not is_open(closed)


def test_this_session_only(closed: Program, folder: DataFolder) -> None:
    do(closed, "This session only")
    closed.until(lambda: is_open(closed))
    assert closed.text("window.lasting") == "This session only: history ends when the program does."
    assert closed.find(QDockWidget, "history.dock").windowTitle() == "History \u2013 this session only"
    assert closed.text("submit.field.FirstName") == "Ana"
    closed.send("accepted")
    assert closed.outcomes == ["accepted"]
    assert not folder.database.exists()
    closed.window.close()
    assert closed.window.isVisible()
    assert is_said(closed, "is gone when the window closes")


def test_this_session_has_the_passwords_of_a_keyring_that_works(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, vault: FaultyVault, folder: DataFolder
) -> None:
    vault.set("solar/password", "s3cret")
    folder.database.write_bytes(b"no history at all" * 300)
    program = start_program(
        make_profile(endpoint=receiver.start(), auth=Auth(password=True)), folder=folder, wait=False
    )
    program.until(lambda: offered(program) != [])
    do(program, "This session only")
    program.put(**CALLER)
    program.until(lambda: is_open(program))
    program.send("accepted")
    assert b"s3cret" in receiver.received[-1].body


def test_what_is_damaged_is_moved_aside_and_its_name_is_said(
    start_program: StartProgram, profile: SourceProfile, folder: DataFolder, tmp_path: Path
) -> None:
    first = start_program(profile, folder=folder)
    first.put(**CALLER)
    first.send("accepted")
    first.close()
    damaged = bytearray(folder.database.read_bytes())
    damaged[100] ^= 1
    folder.database.write_bytes(damaged)

    second = start_program(profile, folder=open_folder(tmp_path / "data"), wait=False)
    second.until(lambda: is_said(second, "is damaged"))
    assert offered(second) == ["Move it aside, begin anew", "This session only", "Try again"]
    assert folder.database.read_bytes() == damaged
    do(second, "Move it aside, begin anew")
    second.until(lambda: second.outcomes == [] and is_said(second, "The old history is kept in"))
    second.settle()
    assert is_said(second, "history.db.aside-1")
    assert (tmp_path / "data" / "history.db.aside-1").read_bytes() == damaged
    second.put(**CALLER)
    second.send("rejected")  # the receiver knows it still
    assert second.outcomes == ["rejected"]


def test_a_key_that_is_gone_never_begins_a_new_history(
    start_program: StartProgram, profile: SourceProfile, folder: DataFolder, vault: FaultyVault, tmp_path: Path
) -> None:
    first = start_program(profile, folder=folder)
    first.put(**CALLER)
    first.send("accepted")
    first.close()
    before = folder.database.read_bytes()
    vault.delete("database")
    second = start_program(profile, folder=open_folder(tmp_path / "data"), wait=False)
    second.until(lambda: is_said(second, "its key is not in memory"))
    assert offered(second) == ["Try again", "This session only", "Move it aside, begin anew"]
    assert vault.get("database") is None
    assert folder.database.read_bytes() == before


def test_a_disk_that_cannot_be_written(start_program: StartProgram, profile: SourceProfile, tmp_path: Path) -> None:
    def fail() -> None:
        raise NotWritableError(tmp_path)

    program = start_program(profile, opening=fail, wait=False)
    program.until(lambda: is_said(program, "its disk is read-only"))
    assert offered(program) == ["Try again", "This session only"]


def test_a_keyring_that_takes_its_time_is_said_until_it_answers(
    start_program: StartProgram, profile: SourceProfile
) -> None:
    gate = Event()
    program = start_program(profile, opening=lambda: gate.wait(10), wait=False)
    program.until(lambda: is_said(program, "the system's keyring has not answered"))
    program.put(**CALLER)
    gate.set()
    program.until(lambda: is_open(program))
    assert program.text("window.notice") == ""
    assert program.text("submit.field.FirstName") == "Ana"


# ------------------------------------------------------------------ a keyring that goes away while the program runs


@pytest.fixture
def with_password(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, folder: DataFolder, vault: FaultyVault
) -> Program:
    """A program whose profile needs a password, which the keyring had until it broke."""
    program = start_program(make_profile(endpoint=receiver.start(), auth=Auth(password=True)), folder=folder)
    vault.set("solar/password", "first")
    vault.fault = VaultLockedError()
    program.put(**CALLER)
    program.click("submit.send")
    program.until(lambda: not program.window.submit.is_sending)
    return program


def test_what_can_be_done_without_the_keyring(with_password: Program, receiver: Sandbox) -> None:
    assert "Nothing was sent. The system's keyring is locked" in with_password.sentence
    assert offered(with_password) == ["Send again", "Type it for this session…"]
    assert (times_asked(receiver), with_password.outcomes) == (0, [])


def test_unlocked_and_sent_again(with_password: Program, vault: FaultyVault) -> None:
    vault.fault = None
    do(with_password, "Send again")
    with_password.until(lambda: with_password.word == "accepted")


def test_typed_for_this_session_it_is_kept_in_memory_alone(
    with_password: Program, vault: FaultyVault, receiver: Sandbox
) -> None:
    do(with_password, "Type it for this session…")
    dialog = with_password.dialog(CredentialsDialog)
    assert "is locked" in with_password.text("credentials.problem")
    with_password.put_into("credentials.password", "second")
    with_password.click("credentials.save")
    with_password.until(dialog.isEnabled)
    assert "is locked" in with_password.text("credentials.problem")
    assert with_password.text("credentials.password") == "second"
    with_password.click("credentials.session")
    with_password.until(lambda: with_password.word == "accepted")
    assert b"second" in receiver.received[-1].body
    vault.fault = None
    assert vault.get("solar/password") == "first"
