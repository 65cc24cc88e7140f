"""A lead that was there before is noticed while it is being typed: in history at once, at the receiver once."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel

from leadexec_desktop.profiles.model import Auth, FieldKind, FieldSpec, SourceProfile
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.services.next_steps import NextStep
from leadexec_desktop.store.credentials import SecretKind
from leadexec_desktop.store.folder import open_folder
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError

from .program import MakeProfile, Program, StartProgram
from .scripted_line import HAD, ScriptedLine, answer

Key = Qt.Key
ANA = {"FirstName": "Ana", "Phone": "(702) 555-0123", "Email": "ana@example.com"}
BOB = {"FirstName": "Bob", "Phone": "(702) 555-0199", "Email": "bob@example.com"}
FIELDS = (
    FieldSpec("FirstName", "First name", required=True),
    FieldSpec("Phone", "Phone", FieldKind.PHONE, required=True, in_duplicate_check=True),
    FieldSpec("Email", "E-mail", FieldKind.EMAIL),
)
NOT_YET_MS = 900
"""Longer than the pause after which it looks and asks."""
NO_ANSWER = "The duplicate check got no answer; it is not asked again by itself."


@pytest.fixture
def line() -> ScriptedLine:
    return ScriptedLine()


@pytest.fixture
def profile(make_profile: MakeProfile) -> SourceProfile:
    """It asks the receiver by itself."""
    return make_profile(endpoint="https://leads.example.com", fields=FIELDS, auto_duplicate_check=True)


@pytest.fixture
def asking(start_program: StartProgram, profile: SourceProfile, line: ScriptedLine) -> Program:
    return start_program(profile, line=line)


@pytest.fixture
def quiet(start_program: StartProgram, profile: SourceProfile, line: ScriptedLine) -> Program:
    """A program that looks into its own history alone."""
    return start_program(replace(profile, auto_duplicate_check=False), line=line)


def said(program: Program) -> str:
    """What is said of the person; empty if nothing is in sight."""
    label = program.find(QLabel, "submit.duplicate")
    return label.text() if label.isVisible() else ""


def says(program: Program, text: str) -> None:
    """Waits until that is said."""
    program.until(lambda: text in said(program))


def buttons(program: Program) -> list[str]:
    """The buttons in sight beside it."""
    names = ("show", "update", "status")
    return [name for name in names if program.button(f"submit.duplicate.{name}").isVisible()]


def wait_in_vain(program: Program) -> None:
    """As long as it would take to look and ask."""
    QTest.qWait(NOT_YET_MS)
    program.settle()


# ------------------------------------------------------------------ its own history


def test_an_earlier_lead_is_named_as_soon_as_its_number_is_complete(quiet: Program) -> None:
    quiet.put(**ANA)
    quiet.send("accepted")
    quiet.click("submit.clear")
    assert said(quiet) == ""
    quiet.put(FirstName="Anna")
    quiet.window.submit.form.focus_on("Phone")
    quiet.keys("702555012")
    wait_in_vain(quiet)
    assert said(quiet) == ""
    quiet.keys("3")
    says(quiet, "You sent this phone number just now: accepted, lead 100000001.")
    assert buttons(quiet) == ["show"]
    assert quiet.focus() == "submit.field.Phone"


def test_it_goes_with_the_number_and_comes_back_with_it(quiet: Program) -> None:
    quiet.put(**ANA)
    quiet.send("accepted")
    quiet.click("submit.clear")
    quiet.put(Phone=ANA["Phone"])
    says(quiet, "this phone number")
    quiet.put(Phone="(702) 555-0124")
    assert said(quiet) == ""
    wait_in_vain(quiet)
    assert said(quiet) == ""
    quiet.put(Email=ANA["Email"])
    says(quiet, "this e-mail address")
    quiet.put(Phone=ANA["Phone"])
    says(quiet, "this phone number")
    quiet.click("submit.clear")
    assert said(quiet) == ""


def test_it_is_never_said_of_the_lead_that_stands_in_the_form(quiet: Program) -> None:
    quiet.put(**ANA)
    wait_in_vain(quiet)
    quiet.send("accepted")
    wait_in_vain(quiet)
    assert said(quiet) == ""
    quiet.put(FirstName="Anna")
    wait_in_vain(quiet)
    assert said(quiet) == ""


def test_nor_of_what_the_lead_in_the_form_was_sent_as_before(quiet: Program) -> None:
    quiet.put(**ANA)
    quiet.click("submit.mode.transfer")
    quiet.send("accepted")
    quiet.click("submit.mode.call")
    quiet.put_into("submit.call.ivr_number", "8005550100")
    quiet.put_into("submit.call.duration", "60")
    quiet.send("accepted")
    wait_in_vain(quiet)
    assert said(quiet) == ""


def test_an_earlier_one_is_said_of_a_lead_that_was_sent(quiet: Program) -> None:
    quiet.put(**ANA)
    quiet.send("accepted")
    quiet.click("submit.clear")
    quiet.put(**ANA)
    says(quiet, "You sent")
    quiet.send("accepted")
    wait_in_vain(quiet)
    assert "You sent this phone number" in said(quiet)


def test_show_selects_it_by_mouse_and_by_keyboard(quiet: Program) -> None:
    for caller in (ANA, BOB):
        quiet.put(**caller)
        quiet.send("accepted")
        quiet.click("submit.clear")
    quiet.put(**ANA)
    says(quiet, "You sent")
    quiet.click("submit.duplicate.show")
    selected = quiet.window.history.selected
    assert selected is not None
    assert selected.who == "Ana"
    quiet.put(**BOB)
    says(quiet, "You sent")
    quiet.window.history.hide()
    quiet.window.submit.form.focus_on("Phone")
    quiet.strike(Key.Key_F7)
    selected = quiet.window.history.selected
    assert selected is not None
    assert selected.who == "Bob"
    assert quiet.focus() == "submit.field.Phone"


def test_a_lead_that_history_has_not_read_yet_is_shown_all_the_same(quiet: Program) -> None:
    quiet.put(**ANA)
    quiet.send("accepted")
    quiet.click("submit.clear")
    quiet.window.history.model.begin((), ())
    quiet.put(**ANA)
    says(quiet, "You sent")
    quiet.strike(Key.Key_F7)
    assert quiet.column("Who") == ["Ana"]
    assert quiet.window.history.selected is not None


def test_its_key_says_so_where_nothing_is_known(quiet: Program) -> None:
    quiet.strike(Key.Key_F7)
    assert "Nothing is known" in quiet.window.statusBar().currentMessage()


def test_minutes_pass(quiet: Program) -> None:
    quiet.put(**ANA)
    quiet.send("accepted")
    quiet.click("submit.clear")
    quiet.put(**ANA)
    says(quiet, "just now")
    watch = quiet.conductor.work
    assert watch is not None
    real = watch.duplicates._now
    watch.duplicates._now = lambda: real() + timedelta(minutes=12)
    watch.duplicates._again.start(1)
    says(quiet, "12 minutes ago")


# ------------------------------------------------------------------ the receiver


def test_the_receiver_is_asked_once_for_each_value(asking: Program, line: ScriptedLine) -> None:
    asking.put(**ANA)
    says(asking, "The receiver has not had this lead.")
    assert [check["Phone"] for check in line.checks] == ["7025550123"]
    assert line.checks[0] == {"vid": "18", "lid": "1", "aid": "23", "Phone": "7025550123"}
    assert asking.column("Operation") == ["Duplicate check"]
    asking.put(FirstName="Anna")
    asking.put(Phone=BOB["Phone"])
    asking.until(lambda: len(line.checks) == 2)
    asking.put(Phone="702 555 0123")
    wait_in_vain(asking)
    assert said(asking) == "The receiver has not had this lead."
    assert len(line.checks) == 2


def test_the_campaign_that_is_chosen_is_asked(asking: Program, line: ScriptedLine) -> None:
    choose = asking.window.submit.options
    choose.choose(replace(choose.wanted, aid=24))
    asking.put(**ANA)
    says(asking, "has not had")
    assert line.checks[0]["aid"] == "24"


def test_typing_goes_on_while_the_receiver_thinks(asking: Program, line: ScriptedLine) -> None:
    line.is_let_on.clear()
    asking.put(**ANA)
    says(asking, "is being asked")
    asking.window.submit.form.focus_on("FirstName")
    asking.keys("bel")
    assert asking.text("submit.field.FirstName") == "Anabel"
    line.is_let_on.set()
    says(asking, "has not had")


def test_a_send_does_not_wait_for_it_and_it_says_nothing_of_what_was_sent(asking: Program, line: ScriptedLine) -> None:
    line.is_let_on.clear()
    line.check = HAD
    asking.put(**ANA)
    says(asking, "is being asked")
    asking.send("accepted")
    assert said(asking) == ""
    line.is_let_on.set()
    asking.until(lambda: "duplicate" in asking.outcomes)
    wait_in_vain(asking)
    assert said(asking) == ""
    asking.click("submit.clear")
    asking.put(**BOB)
    says(asking, "The receiver has had this lead")


def test_that_the_receiver_had_none_is_not_said_once_one_was_sent(asking: Program, line: ScriptedLine) -> None:
    asking.put(**ANA)
    says(asking, "has not had")
    asking.send("accepted")
    asking.click("submit.clear")
    asking.put(**ANA)
    says(asking, "You sent this phone number")
    wait_in_vain(asking)
    assert "has not had" not in said(asking)
    assert len(line.checks) == 1


def test_a_lead_that_it_has_can_be_updated(asking: Program, line: ScriptedLine) -> None:
    line.check = HAD
    asking.put(**ANA)
    says(asking, "The receiver has had this lead: lead 123, received on 4/30/2020 1:53:45 PM.")
    assert buttons(asking) == ["update"]
    work = asking.conductor.work
    assert work is not None
    (check,) = asking.deliveries
    with asking.qtbot.waitSignal(work.duplicates.step_asked, timeout=1000) as step:
        asking.click("submit.duplicate.update")
    assert step.args == [NextStep.UPDATE, check.id]


def test_the_status_of_one_that_history_knows_can_be_asked_for(asking: Program, line: ScriptedLine) -> None:
    line.lead = {
        "PostID": "f5666260-1c2c-4bd5-9611-bb1387ca2397",
        "isValidPost": True,
        "ResponseType": "No_Error",
        "LeadIdentifier": 123,
    }
    asking.put(**BOB)
    says(asking, "has not had")
    asking.send("accepted")
    asking.click("submit.clear")
    line.check = HAD
    asking.put(Phone=ANA["Phone"])
    says(asking, "lead 123")
    assert buttons(asking) == ["update", "status"]
    work = asking.conductor.work
    assert work is not None
    with asking.qtbot.waitSignal(work.duplicates.step_asked, timeout=1000) as step:
        asking.click("submit.duplicate.status")
    assert step.args == [NextStep.STATUS, asking.deliveries[0].id]


def test_one_of_another_source_leads_nowhere(asking: Program, line: ScriptedLine) -> None:
    line.check = {"IsDuplicate": True, "ReceivedOn": "4/30/2020 1:53:45 PM"}
    asking.put(**ANA)
    says(asking, "from another source, received on 4/30/2020")
    assert buttons(asking) == []


@pytest.mark.parametrize(
    "check, text",
    [
        (NotSentError("Refused."), NO_ANSWER),
        (NoAnswerError("Dropped."), NO_ANSWER),
        (answer({}, 401), "The receiver refused the duplicate check"),
        (answer("<html>", 200), "an answer that nobody can read"),
        (answer({"isValidPost": True}, 500), "an answer that nobody can read"),
    ],
)
def test_what_goes_wrong_is_said_quietly_and_once(
    asking: Program, line: ScriptedLine, check: object, text: str
) -> None:
    line.check = check
    asking.put(**ANA)
    says(asking, text)
    asking.put(Phone=BOB["Phone"])
    asking.until(lambda: len(line.checks) == 2)
    asking.put(Phone=ANA["Phone"])
    says(asking, text)
    wait_in_vain(asking)
    assert len(line.checks) == 2
    assert asking.window.notice.isHidden()
    assert asking.window.findChildren(QDialog) == []


def test_a_missing_password_is_said_without_a_dialog_and_asked_once_it_is_there(
    start_program: StartProgram, profile: SourceProfile, line: ScriptedLine
) -> None:
    program = start_program(replace(profile, auth=Auth(password=True)), line=line)
    program.put(**ANA)
    says(program, "Not in the keyring: password.")
    assert program.window.findChildren(QDialog) == []
    assert (line.checks, program.deliveries) == ([], [])
    program.store.credentials.set(profile.id, SecretKind.PASSWORD, "s3cret")
    program.put(Phone=BOB["Phone"])
    says(program, "has not had")
    program.put(Phone=ANA["Phone"])
    program.until(lambda: [check["Phone"] for check in line.checks] == ["7025550199", "7025550123"])


@pytest.mark.parametrize(
    "changes",
    [
        {"auto_duplicate_check": False},
        {"operations": tuple(own for own in Operation if own is not Operation.DUPLICATE)},
        {"campaigns": ()},
        {"fields": tuple(replace(field, in_duplicate_check=False) for field in FIELDS)},
    ],
)
def test_a_profile_without_it_asks_nothing(
    start_program: StartProgram, profile: SourceProfile, line: ScriptedLine, changes: dict[str, object]
) -> None:
    if changes.get("campaigns") == ():
        profile = replace(profile, defaults=replace(profile.defaults, aid=None))
    program = start_program(replace(profile, **changes), line=line)  # type: ignore[arg-type]  # a table of changes
    program.put(**ANA)
    wait_in_vain(program)
    assert (line.sent, said(program)) == ([], "")


def test_a_name_is_not_asked_about_letter_by_letter(
    start_program: StartProgram, profile: SourceProfile, line: ScriptedLine
) -> None:
    fields = (replace(FIELDS[0], in_duplicate_check=True), *FIELDS[1:])
    program = start_program(replace(profile, fields=fields), line=line)
    program.put(Phone=ANA["Phone"])
    program.window.submit.form.focus_on("FirstName")
    for letter in "Ana":
        program.keys(letter)
        QTest.qWait(400)
    assert line.checks == []
    program.key(Key.Key_Return)
    says(program, "has not had")
    assert [check["FirstName"] for check in line.checks] == ["Ana"]


def test_after_a_restart_the_same_draft_is_not_asked_about_again(
    start_program: StartProgram, profile: SourceProfile, line: ScriptedLine, tmp_path: Path
) -> None:
    folder = open_folder(tmp_path / "data")
    first = start_program(profile, folder=folder, line=line)
    line.check = HAD
    first.put(**ANA)
    says(first, "lead 123")
    first.close()
    second = start_program(folder=folder, line=line, profile=profile.name)
    says(second, "lead 123")
    assert buttons(second) == ["update"]
    assert len(line.checks) == 1


def test_the_window_closes_while_the_receiver_thinks(asking: Program, line: ScriptedLine) -> None:
    line.is_let_on.clear()
    asking.put(**ANA)
    says(asking, "is being asked")
    asking.close()
    assert not line.is_let_on.is_set()


def test_another_profile_begins_with_nothing_said(
    start_program: StartProgram, profile: SourceProfile, line: ScriptedLine
) -> None:
    program = start_program(profile, replace(profile, id="wind", name="Wind", auto_duplicate_check=False), line=line)
    program.choose_profile("Solar")
    program.put(**ANA)
    says(program, "has not had")
    program.send("accepted")
    program.choose_profile("Wind")
    assert said(program) == ""
    program.put(**ANA)
    says(program, "You sent this phone number just now under “Solar”: accepted, lead 100000001.")
