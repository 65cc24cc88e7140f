"""What is wrong is said beside the field when it is of use: not while it is typed, and never once it is right."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from leadexec_desktop.profiles.model import Choice, FieldKind, FieldSpec
from leadexec_desktop.sandbox.server import Sandbox

from .program import MakeProfile, Program, StartProgram, times_asked

Key = Qt.Key


def go_to(program: Program, field: str) -> None:
    program.window.submit.form.focus_on(field)


def test_a_complaint_waits_until_the_field_was_left(program: Program) -> None:
    go_to(program, "Phone")
    program.keys("702")
    assert program.complaint("Phone") == ""
    program.key(Key.Key_Return)
    assert "digits" in program.complaint("Phone")
    assert program.line("submit.field.Phone").property("wrong") is True


def test_another_window_in_front_is_no_reason_to_complain(program: Program) -> None:
    go_to(program, "Phone")
    program.keys("702")
    other = QWidget()
    other.show()
    other.activateWindow()
    program.until(other.isActiveWindow)
    assert program.complaint("Phone") == ""
    other.close()
    other.deleteLater()
    program.activate()
    program.key(Key.Key_Return)
    assert "digits" in program.complaint("Phone")


def test_a_complaint_goes_as_soon_as_the_value_is_right_and_comes_back_with_the_fault(program: Program) -> None:
    go_to(program, "Phone")
    program.keys("702555012")
    program.key(Key.Key_Tab)
    assert program.complaint("Phone") != ""
    go_to(program, "Phone")
    program.key(Key.Key_End)
    program.keys("3")
    assert program.complaint("Phone") == ""
    assert program.line("submit.field.Phone").property("wrong") is False
    program.key(Key.Key_Backspace)
    assert program.complaint("Phone") != ""


def test_a_required_field_that_was_left_empty_says_so(program: Program) -> None:
    assert program.complaint("FirstName") == ""
    program.key(Key.Key_Return)
    assert program.complaint("FirstName") == "First name is required."


def test_an_empty_field_that_nobody_must_fill_says_nothing(program: Program) -> None:
    go_to(program, "Email")
    program.key(Key.Key_Return)
    assert program.complaint("Email") == ""


def test_a_screen_reader_hears_the_complaint_and_afterwards_the_help_again(program: Program) -> None:
    phone = program.line("submit.field.Phone")
    assert phone.accessibleDescription() == "Ten digits"
    go_to(program, "Phone")
    program.keys("7")
    program.key(Key.Key_Return)
    assert phone.accessibleDescription() == program.complaint("Phone") != ""
    program.put(Phone="7025550123")
    assert phone.accessibleDescription() == "Ten digits"


def test_a_list_complains_after_it_was_left_and_not_when_it_drops_down(sandbox_program: Program) -> None:
    program = sandbox_program
    go_to(program, "HomeType")
    QTest.keyClick(program.window.windowHandle(), Key.Key_C)
    assert QApplication.activePopupWidget() is not None
    assert program.complaint("HomeType") == ""
    QTest.keyClick(program.window.windowHandle(), Key.Key_Escape)
    program.key(Key.Key_Return)
    assert "Choose one of the list" in program.complaint("HomeType")
    program.put(HomeType="condominium")
    assert program.complaint("HomeType") == ""


@pytest.mark.parametrize("key", [Key.Key_Tab, Key.Key_Backtab, Key.Key_Return])
def test_a_list_that_hangs_open_when_it_is_left_complains(sandbox_program: Program, key: Qt.Key) -> None:
    program = sandbox_program
    go_to(program, "HomeType")
    program.strike(Key.Key_H)  # begins a word of several choices: none is taken by itself
    assert QApplication.activePopupWidget() is not None
    program.strike(key)
    assert program.focus() != "submit.field.HomeType"
    assert "Choose one of the list" in program.complaint("HomeType")


@pytest.mark.parametrize("kind", [FieldKind.CHOICE, FieldKind.DATE])
def test_a_list_or_calendar_that_hangs_open_is_a_part_of_its_field(
    start_program: StartProgram, make_profile: MakeProfile, kind: FieldKind
) -> None:
    choices = (Choice("1", "One"),) if kind is FieldKind.CHOICE else ()
    fields = (FieldSpec("Field", kind=kind, required=True, choices=choices), FieldSpec("Next"))
    program = start_program(make_profile(endpoint="https://leads.example.com", fields=fields))
    program.strike(Key.Key_Down, modifiers=Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert program.complaint("Field") == ""
    popup.close()
    assert program.complaint("Field") == ""
    go_to(program, "Next")
    assert program.complaint("Field") == "Field is required."


@pytest.mark.parametrize(
    "typed, field",
    [
        ({}, "FirstName"),
        ({"FirstName": "Ana"}, "Phone"),
        ({"FirstName": "Ana", "Phone": "702"}, "Phone"),
        ({"FirstName": "Ana", "Phone": "7025550123", "Email": "ana@"}, "Email"),
        ({"FirstName": "A" * 51, "Phone": "1"}, "FirstName"),
    ],
)
def test_send_with_a_wrong_field_sends_nothing_and_goes_there(
    program: Program, receiver: Sandbox, typed: dict[str, str], field: str
) -> None:
    program.put(**typed)
    program.find(QWidget, "submit.field.Comments").setFocus()
    program.click("submit.send")
    assert program.focus() == f"submit.field.{field}"
    assert program.complaint(field) != ""
    assert program.word == ""
    assert program.sentence.startswith("Nothing was sent. ")
    label = program.window.submit.form.labels()[field]
    assert label in program.sentence
    program.settle()
    assert receiver.received == ()
    assert program.outcomes == []


def test_send_with_wrong_fields_says_it_of_all_of_them(program: Program) -> None:
    program.put(Email="x")
    program.click("submit.send")
    assert all(program.complaint(field) for field in ("FirstName", "Phone", "Email"))
    assert program.complaint("Comments") == ""


def test_the_next_lead_begins_without_complaints(program: Program) -> None:
    program.click("submit.send")
    program.click("submit.clear")
    assert [own for own in ("FirstName", "Phone", "Email") if program.complaint(own)] == []


@pytest.mark.parametrize(
    "shape, fault",
    [
        (("call", "form"), ("submit.call.duration", "long", "Duration")),
        (("general", "json"), ("submit.send_delay", "soon", "Send delay")),
    ],
)
def test_send_with_a_wrong_option_sends_nothing_and_goes_there(
    program: Program, receiver: Sandbox, shape: tuple[str, str], fault: tuple[str, str, str]
) -> None:
    (mode, encoding), (option, text, word) = shape, fault
    program.put(FirstName="Ana", Phone="7025550123")
    program.click(f"submit.mode.{mode}")
    program.click(f"submit.encoding.{encoding}")
    if mode == "call":
        program.put_into("submit.call.ivr_number", "8005551212")
    program.put_into(option, text)
    line = program.find(QLineEdit, option)
    assert line.property("wrong") is True
    assert word in line.accessibleDescription()
    program.click("submit.send")
    assert program.focus() == option
    assert word in program.sentence
    program.settle()
    assert receiver.received == ()
    program.put_into(option, "2")
    assert line.property("wrong") is False
    assert line.accessibleDescription() == ""


def test_a_field_that_the_receiver_names_is_pointed_at(program: Program, receiver: Sandbox) -> None:
    program.put(FirstName="Ana", Phone="7025550123", Comments="#data-errors")
    program.send("rejected")
    assert program.focus() == "submit.field.Phone"
    assert program.complaint("Phone").startswith("The receiver says: Data_Errors")
    program.put(Phone="7025550124")
    assert program.complaint("Phone") == ""
    assert times_asked(receiver) == 1


def test_a_long_word_in_what_is_said_never_pushes_the_form_out_of_view(program: Program) -> None:
    program.window.resize(1280, 720)
    program.window.submit.set_options_open(True)
    form = program.window.submit.form
    page = form.widget()
    assert page is not None
    long = f"See https://leads.example.com/{'a' * 200}."
    for problem, remark in ((long, ""), ("", long)):
        form.complain({"Phone": problem}, {"Phone": remark}, about_all=True)
        QCoreApplication.processEvents()
        assert page.width() <= form.viewport().width()
        assert program.line("submit.field.Phone").accessibleDescription() == long
        label = program.find(QLabel, f"submit.{'error' if problem else 'remark'}.Phone")
        assert label.text().replace("\u200b", "") == long
        room = label.fontMetrics().boundingRect(label.rect(), Qt.TextFlag.TextWordWrap, label.text())
        assert room.width() <= label.width()
        assert room.height() <= label.height()


def test_nor_does_a_long_word_in_what_the_profile_says(start_program: StartProgram, make_profile: MakeProfile) -> None:
    long = f"https://leads.example.com/{'a' * 200}"
    field = FieldSpec("F", long, section=long, help=long, required=True, placeholder=long)
    choice = FieldSpec("C", "Choice", FieldKind.CHOICE, choices=(Choice("1", long),), section=long)
    program = start_program(
        make_profile("Long", "https://leads.example", script=f"Read {long} out.", fields=(field, choice))
    )
    program.window.resize(1280, 720)
    program.window.submit.set_options_open(True)
    QCoreApplication.processEvents()
    form = program.window.submit.form
    page = form.widget()
    assert page is not None
    assert page.width() <= form.viewport().width()
    assert program.text("submit.script") == f"Read {long} out."
    said = [own for own in page.findChildren(QLabel) if own.text().replace("\u200b", "").startswith(long)]
    assert len(said) == 3  # the heading, the label and the help
    for label in said:
        room = label.fontMetrics().boundingRect(label.rect(), Qt.TextFlag.TextWordWrap, label.text())
        assert room.width() <= label.width()
        assert room.height() <= label.height()
