"""A phone number in its line: formatted key by key, left alone where it was pasted, taken back by Ctrl+Z."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from leadexec_desktop.sandbox.server import Sandbox

from .program import CTRL, Program

Key = Qt.Key


@pytest.fixture
def line(program: Program) -> QLineEdit:
    program.window.submit.form.focus_on("Phone")
    return program.line("submit.field.Phone")


def test_a_number_is_formatted_as_it_is_typed_and_goes_as_its_digits(program: Program, line: QLineEdit) -> None:
    shown = []
    for key in "7025550123":
        program.keys(key)
        shown.append(line.text())
    assert shown[2:5] == ["702", "702-5", "702-55"]
    assert line.text() == "(702) 555-0123"
    assert line.cursorPosition() == len(line.text())
    program.put(FirstName="Ana")
    assert "Phone=7025550123" in program.text("submit.preview")


def test_a_digit_in_the_middle_keeps_the_cursor_behind_it(program: Program, line: QLineEdit) -> None:
    program.keys("7025550")
    line.setCursorPosition(1)
    program.keys("1")
    assert (line.text(), line.cursorPosition()) == ("(710) 255-50", 3)
    program.key(Key.Key_Backspace)
    assert (line.text(), line.cursorPosition()) == ("702-5550", 1)


def test_backspace_takes_a_digit_each_time_to_the_last(program: Program, line: QLineEdit) -> None:
    program.keys("17025550123")
    lengths = []
    while line.text():
        program.key(Key.Key_Backspace)
        lengths.append(sum(char.isdigit() for char in line.text()))
    assert lengths == list(range(10, -1, -1))


def test_a_dash_taken_out_by_hand_stays_out(program: Program, line: QLineEdit) -> None:
    program.keys("7025550123")
    line.setCursorPosition(10)
    program.key(Key.Key_Backspace)
    assert line.text() == "(702) 5550123"
    program.key(Key.Key_End)
    program.keys("4")
    assert line.text() == "(702) 55501234"


@pytest.mark.parametrize("keys", ["(702) 555-0123", "702.555.0123", "702 555 0123", "+44 20 7946 0958"])
def test_who_formats_by_hand_is_left_alone(program: Program, line: QLineEdit, keys: str) -> None:
    program.keys(keys)
    assert line.text() == keys


@pytest.mark.parametrize(
    "pasted, left, remark",
    [
        ("702.555.0123", "(702) 555-0123", ""),
        ("tel:+1-702-555-0123", "+1 702-555-0123", ""),
        ("702\u00a0555\u00a00123", "(702) 555-0123", ""),
        ("\u202a(702) 555-0123\u202c", "(702) 555-0123", ""),
        ("(702) 555.0123 x45", "(702) 555-0123 ext. 45", "extension stays here and is not sent"),
        ("+44 20 7946 0958", "+44 20 7946 0958", "is of another country (+44)"),
        ("not a number", "not a number", ""),
    ],
)
def test_what_is_pasted_stands_until_the_line_is_left(
    program: Program, line: QLineEdit, pasted: str, left: str, remark: str
) -> None:
    QApplication.clipboard().setText(pasted)
    program.key(Key.Key_V, CTRL)
    assert line.text() == pasted
    before = program.window.submit.form.typed()["Phone"], program.text("submit.preview")
    program.key(Key.Key_Tab)
    assert line.text() == left
    assert before == (pasted, program.text("submit.preview"))
    labels = program.window.findChildren(QLabel, "submit.remark.Phone")
    assert [remark in label.text() for label in labels] == [True] * bool(remark)
    assert remark in line.accessibleDescription()


def test_what_a_program_puts_in_stays_as_it_is(program: Program, line: QLineEdit) -> None:
    program.put(Phone="7025550123")
    program.key(Key.Key_Tab)
    assert line.text() == "7025550123"


@pytest.mark.parametrize("paste", ["", "702.555.0123"])
def test_ctrl_z_takes_back_step_by_step_to_nothing_and_ctrl_y_puts_in_again(
    program: Program, line: QLineEdit, paste: str
) -> None:
    if paste:
        QApplication.clipboard().setText(paste)
        program.key(Key.Key_V, CTRL)
        program.key(Key.Key_Tab)
        program.window.submit.form.focus_on("Phone")
    else:
        program.keys("7025550123")
    whole, shown = line.text(), []
    while line.text():
        program.key(Key.Key_Z, CTRL)
        assert line.text() not in shown
        shown.append(line.text())
        assert len(shown) < 30
    assert shown[-1] == ""
    while line.isRedoAvailable():
        program.key(Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert line.text() == whole == "(702) 555-0123"


def test_typing_goes_on_after_ctrl_z(program: Program, line: QLineEdit) -> None:
    program.keys("70255501")
    program.key(Key.Key_Z, CTRL)
    line.selectAll()
    program.keys("6045550123")
    assert line.text() == "(604) 555-0123"


def test_a_sent_number_that_is_formatted_later_is_still_the_lead_that_was_sent(
    program: Program, line: QLineEdit, receiver: Sandbox
) -> None:
    program.put(FirstName="Ana")
    line.setFocus()
    QApplication.clipboard().setText("702.555.0123")
    program.key(Key.Key_V, CTRL)
    program.strike(Key.Key_Return, modifiers=CTRL)
    program.until(lambda: program.word == "accepted")
    assert line.text() == "(702) 555-0123"
    program.key(Key.Key_Tab)
    QTest.mouseClick(program.button("submit.send"), Qt.MouseButton.LeftButton)
    assert program.button("submit.send_again").isVisible()
    assert len(receiver.taken) == 1
