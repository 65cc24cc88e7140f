"""A field that is added to one lead: named, sent, kept, and gone with the lead."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.store.folder import open_folder

from .program import CTRL, MakeProfile, Program, StartProgram

Key = Qt.Key
CALLER = {"FirstName": "Ana", "Phone": "7025550123"}


@pytest.fixture
def profile(make_profile: MakeProfile, receiver: Sandbox) -> SourceProfile:
    return make_profile(endpoint=receiver.start(), allow_extra_fields=True)


@pytest.fixture
def program(start_program: StartProgram, profile: SourceProfile) -> Program:
    return start_program(profile)


def add(program: Program, name: str = "", value: str = "") -> None:
    """Adds a field by keyboard."""
    program.button("submit.extra.add").setFocus()
    program.key(Key.Key_Space)
    program.keys(name)
    if value:
        program.key(Key.Key_Return)
        program.keys(value)


def named(program: Program, name: str) -> list[QWidget]:
    return program.window.findChildren(QWidget, name)


def sent(receiver: Sandbox) -> dict[str, str]:
    return dict(receiver.taken[-1].fields)


def test_a_field_is_added_named_and_sent_by_keyboard_alone(program: Program, receiver: Sandbox) -> None:
    program.put(**CALLER)
    add(program, "GateCode", "12 B")
    assert program.focus() == "submit.field.GateCode"
    assert program.line("submit.field.GateCode").accessibleName() == "GateCode"
    assert program.text("submit.extra.1.name") == "GateCode"
    assert "GateCode=12+B" in program.text("submit.preview")
    program.key(Key.Key_Return)
    assert program.focus() == "submit.send"
    program.send("accepted")
    assert sent(receiver) == CALLER | {"GateCode": "12 B"}


def test_a_profile_that_does_not_allow_it_offers_none(start_program: StartProgram, make_profile: MakeProfile) -> None:
    program = start_program(make_profile(endpoint="http://127.0.0.1:9"))
    assert named(program, "submit.extra.add") == []


def test_tab_goes_from_the_form_over_the_added_ones_to_send(program: Program) -> None:
    add(program, "A", "1")
    add(program, "B", "2")
    program.find(QWidget, "submit.field.Comments").setFocus()
    visited = []
    for _ in range(6):
        program.key(Key.Key_Tab)
        visited.append(program.focus())
    assert visited == [
        *("submit.extra.1.name", "submit.field.A", "submit.extra.2.name", "submit.field.B", "submit.extra.add"),
        "submit.send",
    ]


def test_a_field_without_a_name_keeps_send_from_sending(program: Program, receiver: Sandbox) -> None:
    program.put(**CALLER)
    add(program)
    assert program.focus() == "submit.extra.1.name"
    program.put_into("submit.extra.1.value", "12")
    program.click("submit.send")
    assert "Give the field that you added a name" in program.sentence
    assert program.focus() == "submit.extra.1.name"
    assert program.text("submit.extra.1.error").startswith("Give the field")
    assert receiver.received == ()
    program.keys("Gate")
    assert program.complaint("Gate") == ""
    program.send("accepted")
    assert sent(receiver)["Gate"] == "12"


@pytest.mark.parametrize(
    "name, complaint",
    [("vid", "The name is the name of one of the receiver's own"), ("phone", "The name is the name of another field")],
)
def test_a_name_that_cannot_travel_is_said_at_the_field(program: Program, name: str, complaint: str) -> None:
    program.put(**CALLER)
    add(program, name, "12")
    assert program.complaint(name) == ""
    program.key(Key.Key_Tab)
    assert program.complaint(name).startswith(complaint)
    program.put_into("submit.extra.1.name", "Gate")
    assert program.complaint("Gate") == ""
    assert "Gate=12" in program.text("submit.preview")


def test_the_name_of_a_field_of_the_form_is_no_name_and_that_field_keeps_its_text(program: Program) -> None:
    program.put(**CALLER)
    add(program, "Phone", "12")
    assert program.text("submit.field.Phone") == "7025550123"
    assert program.text("submit.extra.1.value") == "12"
    assert program.window.submit.form.typed() == {
        **dict.fromkeys(("FirstName", "Phone", "Email", "Source", "Comments"), ""),
        **CALLER,
        "": "12",
    }


def test_only_one_field_at_a_time_waits_for_its_name(program: Program) -> None:
    add(program)
    add(program)
    assert [own.objectName() for own in named(program, "submit.extra.1.name")] == ["submit.extra.1.name"]
    assert named(program, "submit.extra.2.name") == []


def test_the_next_lead_has_no_added_fields(program: Program) -> None:
    program.put(**CALLER)
    add(program, "Gate", "12")
    program.strike(Key.Key_N, modifiers=CTRL)
    program.settle()
    assert "Gate" not in program.window.submit.form.typed()
    program.put(**CALLER)
    assert "Gate" not in program.text("submit.preview")
    assert not program.window.submit.form.labels().keys() - {"FirstName", "Phone", "Email", "Source", "Comments"}


def test_a_field_that_is_taken_away_is_not_sent_and_the_others_move_up(program: Program, receiver: Sandbox) -> None:
    program.put(**CALLER)
    add(program, "A", "1")
    add(program, "B", "2")
    program.send("accepted")
    QTest.mouseClick(program.find(QAbstractButton, "submit.extra.1.remove"), Qt.MouseButton.LeftButton)
    assert program.text("submit.extra.1.name") == "B"
    assert "A=1" not in program.text("submit.preview")
    assert "B=2" in program.text("submit.preview")
    program.send("rejected")  # sent, for it is another lead than before; the receiver knows the person
    assert len(receiver.received) == 2


def test_renaming_leaves_nothing_under_the_old_name(program: Program) -> None:
    program.put(**CALLER)
    add(program, "Gate", "12")
    program.put_into("submit.extra.1.name", "Code")
    program.choose_profile("Solar")
    typed = program.window.submit.form.typed()
    assert (typed.get("Code"), typed.get("Gate")) == ("12", None)


def test_added_fields_come_back_with_their_profile_and_after_the_program_ended(
    start_program: StartProgram, profile: SourceProfile, make_profile: MakeProfile, tmp_path: Path
) -> None:
    folder = open_folder(tmp_path / "data")
    program = start_program(profile, make_profile("Roofing", profile.endpoint), folder=folder, profile="Solar")
    program.put(**CALLER)
    add(program, "Gate", "12")
    program.choose_profile("Roofing")
    assert "Gate" not in program.window.submit.form.typed()
    program.choose_profile("Solar")
    assert program.text("submit.field.Gate") == "12"
    program.close()
    again = start_program(folder=folder, profile="Solar")
    assert again.text("submit.field.Gate") == "12"
    assert again.text("submit.extra.1.name") == "Gate"


def test_a_profile_that_allows_it_no_more_keeps_what_was_added_and_says_so(
    start_program: StartProgram, profile: SourceProfile, make_profile: MakeProfile, tmp_path: Path
) -> None:
    folder = open_folder(tmp_path / "data")
    program = start_program(profile, folder=folder)
    program.put(**CALLER)
    add(program, "Gate", "12")
    program.close()
    again = start_program(make_profile(endpoint=profile.endpoint), folder=folder)
    assert named(again, "submit.field.Gate") == []
    assert "what was typed in Gate" in again.text("window.notice")
    assert "Gate" not in again.text("submit.preview")
    again.close()
    back = start_program(profile, folder=folder, profile="Solar")
    assert back.text("submit.field.Gate") == "12"


def test_an_added_field_can_be_gone_to_by_its_name(program: Program) -> None:
    add(program, "Gate", "12")
    program.window.submit.form.focus_first()
    program.window.submit.form.go_to("Gate")
    assert isinstance(program.window.focusWidget(), QLineEdit)
    assert program.focus() == "submit.field.Gate"
