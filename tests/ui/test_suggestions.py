"""A slip in an e-mail address: offered beside the field, taken with one key, never put in by itself."""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from leadexec_desktop.ui.shortening_button import ShorteningButton

from .program import CTRL, Program

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
NAME = "submit.suggestion.Email"


@pytest.fixture
def line(program: Program) -> QLineEdit:
    program.window.submit.form.focus_on("Email")
    return program.line("submit.field.Email")


def offered(program: Program) -> str:
    """What is offered; empty if nothing is."""
    found = [own for own in program.window.findChildren(QPushButton, NAME) if own.isVisible()]
    return found[0].text() if found else ""


def test_nothing_is_made_for_it_before_there_is_a_slip(program: Program, line: QLineEdit) -> None:
    for key in "ana@gmail.com":
        program.keys(key)
        assert offered(program) == ""
    program.key(Key.Key_Tab)
    assert program.window.findChildren(QPushButton, NAME) == []
    assert line.text() == "ana@gmail.com"


@pytest.mark.parametrize("by", ["key", "click", "press"])
def test_an_offer_is_taken_with_one_key_and_taken_back(program: Program, line: QLineEdit, by: str) -> None:
    program.keys("ana@gmial.com")
    assert offered(program) == "Did you mean ana@gmail.com?"
    assert line.text() == "ana@gmial.com"
    assert "Did you mean ana@gmail.com? Alt+Down puts it in." in line.accessibleDescription()
    button = program.find(QPushButton, NAME)
    assert button.accessibleName() == "Did you mean ana@gmail.com?"
    if by == "key":
        program.strike(Key.Key_Down, modifiers=ALT)
    elif by == "click":
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    else:
        button.click()
    assert line.text() == "ana@gmail.com"
    assert offered(program) == ""
    assert program.focus() == "submit.field.Email"
    assert "Did you mean" not in line.accessibleDescription()
    program.key(Key.Key_Z, CTRL)
    assert line.text() == "ana@gmial.com"


def test_what_is_offered_is_sent_only_if_it_is_taken(program: Program, line: QLineEdit) -> None:
    program.keys("ana@gmial.com")
    program.key(Key.Key_Tab)
    assert line.text() == "ana@gmial.com"
    program.put(FirstName="Ana", Phone="7025550123")
    assert "Email=ana%40gmial.com" in program.text("submit.preview")


def test_the_beginning_of_an_address_is_no_slip_until_the_field_is_left(program: Program, line: QLineEdit) -> None:
    program.keys("ana@gmail.co")
    assert offered(program) == ""
    program.key(Key.Key_Tab)
    assert offered(program) == "Did you mean ana@gmail.com?"
    line.setFocus()
    program.keys("m")
    assert offered(program) == ""


def test_an_offer_goes_with_the_lead(program: Program, line: QLineEdit) -> None:
    program.keys("ana@gmial.com")
    program.strike(Key.Key_N, modifiers=CTRL)
    assert offered(program) == ""
    line.setFocus()
    program.strike(Key.Key_Down, modifiers=ALT)
    assert line.text() == ""


def test_what_stands_in_an_offer_is_shown_as_it_is(program: Program, line: QLineEdit) -> None:
    line.setText("a&b@gmial.com")
    assert offered(program) == "Did you mean a&&b@gmail.com?"
    assert program.find(QPushButton, NAME).accessibleName() == "Did you mean a&b@gmail.com?"


@pytest.mark.usefixtures("line")
@pytest.mark.parametrize("address", ["ann.marie.longname@gmial.com", f"{'a&' * 31}@gmial.com"])
def test_a_long_offer_never_pushes_the_form_out_of_view(program: Program, address: str) -> None:
    program.window.resize(1280, 720)
    program.window.submit.set_options_open(True)
    program.keys(address)
    program.key(Key.Key_Tab)
    form, whole = program.window.submit.form, f"Did you mean {address.replace('gmial', 'gmail')}?"
    program.until(lambda: offered(program) != "")
    QCoreApplication.processEvents()
    page = form.widget()
    assert page is not None
    assert page.width() <= form.viewport().width()
    button = program.find(ShorteningButton, NAME)
    assert button.mapTo(form.viewport(), QPoint(button.width(), 0)).x() <= form.viewport().width()
    assert button.accessibleName() == whole
    assert whole in button.accessibleDescription()
    button.setFixedWidth(150)
    shown = button.shown_text()
    assert "…" in shown
    assert shown.startswith("Did")
    assert shown.endswith("?")
    assert not button.grab().isNull()
