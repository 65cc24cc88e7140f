"""Ctrl+J goes to any field by the first letters of its name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget

from leadexec_desktop.ui.action_dialogs import ShortcutList
from leadexec_desktop.ui.field_jump import FieldJump, beginning_with

from .program import CTRL, Program, child

Key = Qt.Key
LABELS = {"FirstName": "First name", "LastName": "Last name", "Zip": "ZIP", "Ext2": "Phone", "Owner": "Owns the home"}


@pytest.mark.parametrize(
    "typed, found",
    [
        ("", list(LABELS)),
        ("f", ["FirstName"]),
        ("LAST", ["LastName"]),
        ("zi", ["Zip"]),
        ("na", ["FirstName", "LastName"]),
        ("ex", ["Ext2"]),
        ("ow", ["Owner"]),
        ("ho", ["Owner"]),
        (" p ", ["Ext2"]),
        ("irst", []),
    ],
)
def test_fields_are_found_by_the_beginning_of_their_name_or_of_a_word(typed: str, found: list[str]) -> None:
    assert beginning_with(typed, LABELS) == found


def jump(program: Program) -> FieldJump:
    program.strike(Key.Key_J, modifiers=CTRL)
    return program.dialog(FieldJump)


@pytest.mark.parametrize(
    "keys, field",
    [("c", "Comments"), ("e-", "Email"), ("h", "Source"), ("fi", "FirstName"), ("", "FirstName")],
)
def test_a_few_letters_and_enter_go_there(program: Program, keys: str, field: str) -> None:
    program.window.submit.form.focus_on("Phone")
    line = child(jump(program), QLineEdit, "submit.jump")
    QTest.keyClicks(line, keys)
    QTest.keyClick(line, Key.Key_Return)
    program.until(lambda: not program.window.findChildren(FieldJump))
    program.activate()
    assert program.focus() == f"submit.field.{field}"


def test_the_arrows_choose_among_those_that_begin_so(program: Program) -> None:
    dialog = jump(program)
    line = child(dialog, QLineEdit, "submit.jump")
    listed = child(dialog, QListWidget, "submit.jump.list")
    assert [listed.item(row).text() for row in range(listed.count())] == [
        *("First name", "Phone", "E-mail", "Heard of us by", "Comments")
    ]
    QTest.keyClick(line, Key.Key_Down)
    QTest.keyClick(line, Key.Key_Return)
    program.until(lambda: not program.window.findChildren(FieldJump))
    program.activate()
    assert program.focus() == "submit.field.Phone"


def test_what_is_not_found_is_gone_to_by_nobody_and_escape_stays_where_it_was(program: Program) -> None:
    program.window.submit.form.focus_on("Email")
    dialog = jump(program)
    line = child(dialog, QLineEdit, "submit.jump")
    QTest.keyClicks(line, "zzz")
    QTest.keyClick(line, Key.Key_Return)
    assert dialog.isVisible()
    QTest.keyClick(line, Key.Key_Escape)
    program.until(lambda: not program.window.findChildren(FieldJump))
    program.activate()
    assert program.focus() == "submit.field.Email"


def test_the_field_that_is_jumped_from_is_left(program: Program) -> None:
    program.window.submit.form.focus_on("Phone")
    program.keys("702")
    dialog = jump(program)
    line = child(dialog, QLineEdit, "submit.jump")
    assert program.complaint("Phone") == ""
    QTest.keyClicks(line, "c")
    QTest.keyClick(line, Key.Key_Return)
    assert program.complaint("Phone").startswith("Type 10 digits")
    program.until(lambda: not program.window.findChildren(FieldJump))


def test_it_goes_to_the_form_from_another_tab_and_stands_among_the_shortcuts(program: Program) -> None:
    program.strike(Key.Key_5, modifiers=CTRL)
    line = child(jump(program), QLineEdit, "submit.jump")
    QTest.keyClicks(line, "c")
    QTest.keyClick(line, Key.Key_Return)
    program.until(lambda: not program.window.findChildren(FieldJump))
    program.activate()
    assert program.window.tabs.currentWidget().objectName() == "submit"
    assert program.focus() == "submit.field.Comments"
    program.strike(Key.Key_F1)
    assert "Ctrl+J\tGo to field…" in child(program.dialog(ShortcutList), QLabel, "shortcuts.list").text()
    assert QApplication.activeModalWidget() is not None
