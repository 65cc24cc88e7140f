"""How the window begins: which profile, which receiver, and what is said about what could not be read."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QWidget

from leadexec_desktop.profiles.file import write_profile, write_profiles
from leadexec_desktop.profiles.model import FieldSpec
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.sandbox.scenarios import SCENARIOS
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.store.folder import open_folder
from leadexec_desktop.ui.notice import Deed

from .program import MakeProfile, Program, StartProgram

LIVE = "https://leads.example.com"


def title(program: Program) -> str:
    return program.window.windowTitle().removesuffix(" \u2013 LeadExec Desktop")


def test_the_first_imported_profile_is_active(start_program: StartProgram, make_profile: MakeProfile) -> None:
    program = start_program(make_profile("Solar", LIVE), make_profile("Alpha", LIVE))
    assert title(program) == "Solar"
    selector = program.find(QComboBox, "profile.selector")
    assert [selector.itemText(at) for at in range(selector.count())] == ["Alpha", "Solar"]
    assert program.complaints == []
    assert program.focus() == "submit.field.FirstName"


@pytest.mark.parametrize("wish", ["Solar West", "solar west", "solar-west"])
def test_a_profile_is_wished_for_by_name_or_id(
    start_program: StartProgram, make_profile: MakeProfile, wish: str
) -> None:
    west = make_profile("Solar West", LIVE, id="solar-west")
    program = start_program(make_profile("Alpha", LIVE), west, profile=wish)
    assert title(program) == "Solar West"


def test_a_profile_that_is_not_there_is_said_and_another_is_active(
    start_program: StartProgram, make_profile: MakeProfile
) -> None:
    program = start_program(make_profile("Alpha", LIVE), profile="Omega")
    assert title(program) == "Alpha"
    assert program.complaints == ["There is no profile “Omega”."]
    assert "Omega" in program.text("window.notice")


def test_the_profile_of_last_time_is_active_again(
    start_program: StartProgram, make_profile: MakeProfile, tmp_path: Path
) -> None:
    folder = open_folder(tmp_path / "data")
    program = start_program(make_profile("Alpha", LIVE), make_profile("Beta", LIVE), folder=folder)
    program.choose_profile("Beta")
    program.close()
    assert title(start_program(folder=folder)) == "Beta"


def test_without_a_profile_the_window_offers_to_rehearse(start_program: StartProgram, tmp_path: Path) -> None:
    program = start_program(folder=open_folder(tmp_path / "data"), wait=False)
    act = program.find(QWidget, "window.notice.act")
    program.until(act.isVisible)
    assert "no profile yet" in program.text("window.notice")
    assert not program.button("submit.send").isEnabled()
    program.click("window.notice.act")
    program.until(lambda: program.find(QWidget, "profile.badge").isVisible())
    assert program.text("profile.badge") == "SANDBOX"
    assert not act.isVisible()
    program.until(program.button("submit.send").isEnabled)
    program.settle()
    program.put(FirstName="Ana", LastName="Marsh", Phone="7025550123")
    program.send("accepted")


def test_a_broken_file_is_named_and_the_others_work(
    start_program: StartProgram, make_profile: MakeProfile, tmp_path: Path
) -> None:
    program = start_program(make_profile("Alpha", LIVE))
    broken = tmp_path / "broken.leadprofile"
    broken.write_text('{"format": 1, "name": 7}')
    both = tmp_path / "both.leadprofile"
    both.write_bytes(write_profiles([make_profile("Beta", LIVE), make_profile("Gamma", LIVE)]))
    program.window.import_asked.emit([broken, tmp_path / "missing.leadprofile", both])
    program.until(lambda: title(program) == "Beta")
    said = program.text("window.notice")
    assert str(broken) in said
    assert "missing.leadprofile" in said
    selector = program.find(QComboBox, "profile.selector")
    assert [selector.itemText(at) for at in range(selector.count())] == ["Alpha", "Beta", "Gamma"]


def test_an_imported_profile_takes_the_place_of_the_one_with_its_id_and_keeps_what_was_typed(
    start_program: StartProgram, make_profile: MakeProfile, tmp_path: Path
) -> None:
    profile = make_profile("Alpha", LIVE)
    program = start_program(profile)
    program.put(FirstName="Ana", Source="a friend")
    newer = replace(profile, name="Alpha 2", fields=(*profile.fields, FieldSpec("Roof")))
    path = tmp_path / "newer.leadprofile"
    path.write_bytes(write_profile(newer))
    program.window.import_asked.emit([path])
    program.until(lambda: title(program) == "Alpha 2")
    typed = program.window.submit.form.typed()
    assert (typed["FirstName"], typed["Source"], typed["Roof"]) == ("Ana", "a friend", "")
    assert program.find(QComboBox, "profile.selector").count() == 1


def test_the_built_in_receiver_answers_as_it_is_told(sandbox_program: Program) -> None:
    program = sandbox_program
    scenario = program.find(QComboBox, "sandbox.scenario")
    assert scenario.isVisible()
    assert [scenario.itemData(at) for at in range(scenario.count())] == [own.value for own in SCENARIOS]
    index = scenario.findData("outside_criteria")
    scenario.setCurrentIndex(index)
    scenario.activated.emit(index)
    program.put(FirstName="Ana", LastName="Marsh", Phone="7025550123")
    program.send("rejected")
    assert program.text("submit.outcome.reason").startswith("Outside_Criteria: ")


def test_a_live_receiver_is_not_told_what_to_answer(start_program: StartProgram, make_profile: MakeProfile) -> None:
    program = start_program(make_profile("Alpha", LIVE))
    assert program.text("profile.badge") == "LIVE"
    assert not program.find(QComboBox, "sandbox.scenario").isVisible()
    program.window.rehearsal_asked.emit()
    program.until(lambda: program.text("profile.badge") == "SANDBOX")
    program.choose_profile("Alpha")
    assert program.text("profile.badge") == "LIVE"


def test_a_receiver_on_loopback_that_is_not_the_built_in_one_is_live(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox
) -> None:
    program = start_program(make_profile("Alpha", receiver.start()))
    assert program.text("profile.badge") == "LIVE"
    assert "sold and billed" in program.text("submit.will_happen")


def test_a_profile_that_cannot_send_says_why(start_program: StartProgram, make_profile: MakeProfile) -> None:
    program = start_program(make_profile("Alpha", LIVE, operations=(Operation.PING,)))
    program.put(FirstName="Ana", Phone="7025550123")
    send = program.button("submit.send")
    assert not send.isEnabled()
    assert "none of the five ways to submit a lead" in send.accessibleDescription()


def test_settings_that_cannot_be_read_are_put_aside_and_that_is_said(
    start_program: StartProgram, make_profile: MakeProfile, tmp_path: Path
) -> None:
    folder = open_folder(tmp_path / "data")
    folder.settings.write_text("{ not json")
    program = start_program(make_profile("Alpha", LIVE), folder=folder)
    assert "settings.json.broken-1" in program.text("window.notice")


def test_what_the_notice_line_says_goes_when_it_was_dealt_with(
    start_program: StartProgram, make_profile: MakeProfile
) -> None:
    program = start_program(make_profile("Alpha", LIVE))
    done: list[str] = []
    program.window.notice.say("One.", Deed("Do it", lambda: done.append("one")))
    program.window.notice.say("Two.")
    assert program.text("window.notice") == "One.\nTwo."
    assert program.button("window.notice.act").accessibleName() == "Do it"
    program.click("window.notice.act")
    assert done == ["one"]
    assert program.text("window.notice") == "Two."
    program.click("window.notice.dismiss")
    assert not program.find(QWidget, "window.notice.frame").isVisible()
