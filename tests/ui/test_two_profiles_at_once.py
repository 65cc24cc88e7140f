"""Two profiles with a lead under each: what happens to the one never touches the other, nor is it lost to its own."""

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QDialog, QLabel

from leadexec_desktop.profiles.file import write_profile
from leadexec_desktop.profiles.model import Auth, FieldSpec, SourceProfile
from leadexec_desktop.sandbox.scenarios import Scenario
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.store.credentials import SecretKind
from leadexec_desktop.store.folder import open_folder
from leadexec_desktop.ui.credentials_dialog import CredentialsDialog

from .program import MakeProfile, Program, Receive, StartProgram, times_asked

ANA = {"FirstName": "Ana", "Phone": "7025550123"}
BOB = {"FirstName": "Bob", "Phone": "7025550199"}


@pytest.fixture
def slow(receive: Receive) -> Sandbox:
    """Beta's receiver, which takes its time."""
    made = receive()
    made.scenario = Scenario.SLOW
    return made


@pytest.fixture
def two(start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, slow: Sandbox) -> Program:
    """Alpha, active, whose receiver answers at once; and Beta."""
    return start_program(make_profile("Alpha", receiver.start()), make_profile("Beta", slow.start()), profile="Alpha")


def begin_under_beta(program: Program, slow: Sandbox) -> None:
    program.choose_profile("Beta")
    program.put(**BOB)
    program.click("submit.send")
    program.until(lambda: times_asked(slow) == 1 and has_delivery(program, "beta"))


def has_delivery(program: Program, profile_id: str) -> bool:
    """Whether the window has heard of the delivery of the lead in a profile's form."""
    draft = program.window.submit.draft
    return draft is not None and profile_id in draft.delivery_ids


def test_what_runs_under_one_profile_is_not_said_of_the_other(two: Program, slow: Sandbox) -> None:
    begin_under_beta(two, slow)
    assert two.word == "sending"
    two.choose_profile("Alpha")
    two.put(**ANA)
    assert two.word == ""
    send = two.button("submit.send")
    assert not send.isEnabled()
    assert send.accessibleDescription() == "A lead under “Beta” is on its way: wait for its answer, or cancel it."
    two.choose_profile("Beta")
    assert two.word == "sending"
    two.choose_profile("Alpha")
    slow.close()
    two.until(lambda: not two.window.submit.is_sending)
    assert two.word == ""
    assert two.text("window.notice") == "The lead under “Beta”: unknown"
    assert send.isEnabled()
    two.choose_profile("Beta")
    assert two.word == "unknown"


def test_the_next_lead_need_not_wait_for_another_profile(two: Program, slow: Sandbox) -> None:
    begin_under_beta(two, slow)
    two.choose_profile("Alpha")
    two.put(**ANA)
    two.click("submit.clear")
    assert two.text("submit.field.FirstName") == ""


def test_what_history_does_meanwhile_reaches_the_form(two: Program, receiver: Sandbox, slow: Sandbox) -> None:
    receiver.scenario = Scenario.OUTSIDE_CRITERIA
    two.put(**ANA)
    two.send("rejected")
    receiver.scenario = Scenario.ACCEPT_ALL
    begin_under_beta(two, slow)
    two.window.history.select(next(own.id for own in two.deliveries if own.who == "Ana"))
    two.click("history.send_again")
    two.until(lambda: two.column("Outcome").count("accepted") == 1)
    slow.close()
    two.until(lambda: not two.window.submit.is_sending)
    two.settle()
    two.choose_profile("Alpha")
    assert two.word == "accepted"
    two.click("submit.send")
    assert "it was not sent again" in two.sentence
    assert times_asked(receiver) == 2


def test_a_password_typed_for_one_profile_never_sends_the_lead_of_another(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox
) -> None:
    endpoint = receiver.start()
    program = start_program(
        make_profile("Other", endpoint), make_profile("Locked", endpoint, auth=Auth(password=True)), profile="Other"
    )
    program.put(**ANA)
    program.choose_profile("Locked")
    program.put(**BOB)
    program.click("submit.send")
    program.until(lambda: any(own.isVisible() for own in program.window.findChildren(QDialog)))
    program.choose_profile("Other")  # as a later start asks for
    assert program.dialog(CredentialsDialog).isEnabled()
    program.put_into("credentials.password", "s3cret")
    program.click("credentials.save")
    program.until(lambda: "The lead under “Locked” was not sent" in program.text("window.notice"))
    program.settle()
    assert times_asked(receiver) == 0
    program.activate()
    program.choose_profile("Locked")
    program.send("accepted")
    assert [own.who for own in program.deliveries] == ["Bob"]


def test_a_secret_is_asked_for_the_profile_that_sends_whichever_is_active_by_then(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = receiver.start()
    other = make_profile("Other", endpoint, auth=Auth(password=True))
    program = start_program(other, make_profile("Locked", endpoint, auth=Auth(password=True)), profile="Other")
    program.store.credentials.set("other", SecretKind.PASSWORD, "of the other")
    program.put(**ANA)
    program.choose_profile("Locked")
    program.put(**BOB)
    gate, get = Event(), program.store.credentials.get

    def wait_and_get(profile_id: str, kind: SecretKind) -> str | None:
        gate.wait(10)
        return get(profile_id, kind)

    monkeypatch.setattr(program.store.credentials, "get", wait_and_get)  # a keyring that takes its time
    program.click("submit.send")
    program.choose_profile("Other")
    gate.set()
    program.until(lambda: any(own.isVisible() for own in program.window.findChildren(CredentialsDialog)))
    assert any("“Locked”" in own.text() for own in program.dialog(CredentialsDialog).findChildren(QLabel))
    program.put_into("credentials.password", "s3cret")
    program.click("credentials.save")
    program.until(lambda: "The lead under “Locked” was not sent" in program.text("window.notice"))
    program.settle()
    assert times_asked(receiver) == 0
    assert get("locked", SecretKind.PASSWORD) == "s3cret"
    assert get("other", SecretKind.PASSWORD) == "of the other"


# ------------------------------------------------------------------ another profile in mid-typing


@pytest.fixture
def forms(start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox) -> Program:
    """Two forms: both have a name, a phone and where the caller heard of us; each has something of its own."""
    endpoint = receiver.start()
    shared = (
        FieldSpec("FirstName", "First name"),
        FieldSpec("Phone", "Phone"),
        FieldSpec("Heard", "Heard", sticky=True),
    )
    alpha = make_profile("Alpha", endpoint, fields=(*shared, FieldSpec("Roof", "Roof")))
    beta = make_profile("Beta", endpoint, fields=(*shared, FieldSpec("Debt", "Debt", default="0")))
    return start_program(alpha, beta, profile="Alpha")


def shown(program: Program) -> dict[str, str]:
    return program.window.submit.form.typed()


def test_a_lead_in_mid_typing_comes_along_and_the_rest_is_given_back(forms: Program) -> None:
    forms.put(**ANA, Roof="tiles")
    forms.choose_profile("Beta")
    assert shown(forms) == {**ANA, "Heard": "", "Debt": "0"}
    forms.put(FirstName="Anna", Debt="12000")
    forms.choose_profile("Alpha")
    assert shown(forms) == {**ANA, "FirstName": "Anna", "Heard": "", "Roof": "tiles"}
    forms.choose_profile("Beta")
    assert shown(forms)["Debt"] == "12000"


def test_two_callers_are_never_mixed(forms: Program, receiver: Sandbox) -> None:
    receiver.scenario = Scenario.OUTSIDE_CRITERIA
    forms.put(**ANA)
    forms.send("rejected")
    forms.choose_profile("Beta")
    forms.put(**BOB)
    forms.choose_profile("Alpha")
    assert shown(forms) == {**ANA, "Heard": "", "Roof": ""}
    forms.click("submit.clear")
    forms.put(FirstName="Cleo")
    forms.choose_profile("Beta")
    assert shown(forms) == {**BOB, "Heard": "", "Debt": "0"}


def test_the_next_lead_is_the_next_one_in_both_forms(forms: Program) -> None:
    forms.put(**ANA, Heard="radio", Roof="tiles")
    forms.choose_profile("Beta")
    forms.send("accepted")
    forms.click("submit.clear")
    forms.choose_profile("Alpha")
    assert shown(forms) == {"FirstName": "", "Phone": "", "Heard": "radio", "Roof": ""}


def test_what_was_typed_to_rehearse_stays_there(
    sandbox_program: Program, tmp_path: Path, make_profile: MakeProfile
) -> None:
    program = sandbox_program
    program.put(FirstName="Ana")
    rehearsed = shown(program)
    take_in(program, make_profile("Live", "https://leads.example.com"), tmp_path)
    assert program.text("profile.badge") == "LIVE"
    assert shown(program)["FirstName"] == ""
    program.put(FirstName="Bob")
    program.window.rehearsal_asked.emit()
    program.until(lambda: program.text("profile.badge") == "SANDBOX")
    assert shown(program) == rehearsed


def test_a_lead_that_was_sent_goes_into_no_other_form(forms: Program, receiver: Sandbox) -> None:
    forms.put(**ANA)
    forms.send("accepted")
    forms.choose_profile("Beta")
    assert shown(forms)["FirstName"] == ""
    forms.choose_profile("Alpha")
    assert forms.word == "accepted"
    forms.click("submit.send")
    assert "it was not sent again" in forms.sentence
    assert times_asked(receiver) == 1


# ------------------------------------------------------------------ a profile that is changed meanwhile


def test_a_new_version_of_the_profile_makes_no_sent_lead_another(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, tmp_path: Path
) -> None:
    profile = make_profile(endpoint=receiver.start())
    program = start_program(profile, folder=open_folder(tmp_path / "data"))
    program.put(**ANA)
    program.send("accepted")
    fields = (*profile.fields, FieldSpec("Partner", "Partner", default="P-1", hidden=True))
    newer = make_profile(endpoint=profile.endpoint, vid=19, fields=fields)
    take_in(program, newer, tmp_path)
    program.click("submit.send")
    assert "it was not sent again" in program.sentence
    program.close()
    again = start_program(newer, folder=open_folder(tmp_path / "data"))
    assert again.word == "accepted"
    again.click("submit.send")
    assert "it was not sent again" in again.sentence
    assert times_asked(receiver) == 1
    again.put(FirstName="Anabel")
    again.send("accepted")


def take_in(program: Program, profile: SourceProfile, folder: Path) -> None:
    path = folder / "newer.leadprofile"
    path.write_bytes(write_profile(profile))
    program.window.import_asked.emit([path])
    program.settle()


def test_what_has_no_field_any_more_is_kept_until_the_next_lead(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, tmp_path: Path
) -> None:
    profile = make_profile(endpoint=receiver.start())
    program = start_program(profile, folder=open_folder(tmp_path / "data"))
    program.put(**ANA, Email="ana@example.com")
    fewer = make_profile(endpoint=profile.endpoint, fields=tuple(own for own in profile.fields if own.name != "Email"))
    take_in(program, fewer, tmp_path)
    assert "has no field any more for what was typed in Email" in program.text("window.notice")
    program.settle()
    program.close()
    again = start_program(fewer, folder=open_folder(tmp_path / "data"))
    take_in(again, profile, tmp_path)
    assert again.text("submit.field.Email") == "ana@example.com"
    assert "no field any more" not in again.text("window.notice")
    take_in(again, fewer, tmp_path)
    again.click("submit.clear")
    take_in(again, profile, tmp_path)
    assert again.text("submit.field.Email") == ""
