"""The profile window in the running program: what it saves and deletes shows at once, and nothing typed is lost."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QMessageBox, QPlainTextEdit, QTableView, QWidget

from leadexec_desktop.profiles.file import read_profiles
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.ui.profile_window import ProfileWindow

from .program import CTRL, MakeProfile, Program, StartProgram, child

SHIFT = Qt.KeyboardModifier.ShiftModifier


def opened(program: Program) -> ProfileWindow:
    program.click("profile.manage")
    editor = program.dialog(ProfileWindow)
    program.settle()
    return editor


def save(program: Program, editor: ProfileWindow) -> None:
    editor.press_save()
    program.settle()
    assert not editor.has_changes


def answer(editor: ProfileWindow, name: str) -> None:
    """Answers the question that is asked, which is gone then."""
    buttons = child(editor, QMessageBox).buttons()
    next(own for own in buttons if own.objectName() == name).click()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_keyboard_opens_it_and_only_once(program: Program) -> None:
    program.strike(Qt.Key.Key_P, modifiers=CTRL | SHIFT)
    editor = program.dialog(ProfileWindow)
    program.until(editor.isActiveWindow)
    program.click("profile.manage")
    assert program.dialog(ProfileWindow) is editor
    assert child(editor, QLineEdit, "profiles.name").text() == "Solar"


def test_a_new_version_of_the_active_profile_shows_at_once_and_keeps_the_lead(program: Program) -> None:
    program.put(FirstName="Ann", Phone="7025550123")
    editor = opened(program)
    table = child(editor, QTableView, "profiles.fields")
    table.model().setData(table.model().index(0, 1), "Given name")
    child(editor, QPlainTextEdit, "profiles.script").setPlainText("Good morning")
    save(program, editor)
    assert program.window.submit.form.labels()["FirstName"] == "Given name"
    assert program.text("submit.field.FirstName") == "Ann"
    assert program.text("submit.script") == "Good morning"
    editor.close()
    program.activate()
    program.send("accepted")


def test_a_complaint_stands_on_under_a_new_version_of_the_profile(program: Program) -> None:
    program.put(FirstName="Ann", Phone="702", Email="ann@")
    program.find(QLineEdit, "submit.field.Phone").setFocus()
    program.key(Qt.Key.Key_Tab)
    said = program.complaint("Phone")
    assert "digits" in said
    editor = opened(program)
    table = child(editor, QTableView, "profiles.fields")
    table.model().setData(table.model().index(0, 1), "Given name")
    save(program, editor)
    assert program.window.submit.form.labels()["FirstName"] == "Given name"
    assert program.complaint("Phone") == said
    editor.close()
    program.activate()
    program.put(Phone="7025550123")
    assert program.complaint("Phone") == ""
    program.put(Phone="702")
    program.click("submit.clear")
    assert [program.complaint(own) for own in ("FirstName", "Phone", "Email")] == [""] * 3


def test_a_new_profile_stands_in_the_bar_and_on_the_disk(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, tmp_path: Path
) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    program = start_program(make_profile(endpoint=receiver.start()), folder=folder)
    editor = opened(program)
    editor._make_new()
    for name, text in (("name", "Wind"), ("endpoint", "https://wind.example.com"), ("vid", "1"), ("lid", "2")):
        child(editor, QLineEdit, f"profiles.{name}").setText(text)
    save(program, editor)
    selector = program.find(QComboBox, "profile.selector")
    assert [selector.itemText(at) for at in range(selector.count())] == ["Solar", "Wind"]
    assert selector.currentText() == "Solar"
    contents = [read_profiles(own.read_bytes(), own.name) for own in folder.profiles.glob("*.leadprofile")]
    assert "Wind" in {own.profiles[0].name for own in contents}
    child(editor, QAbstractButton, "profiles.use").click()
    assert selector.currentText() == "Wind"
    assert program.window.submit.form.labels() == {}


def test_deleting_the_active_profile_chooses_another_and_at_last_none(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox
) -> None:
    endpoint = receiver.start()
    program = start_program(make_profile(endpoint=endpoint), make_profile("Roofs", endpoint=endpoint), profile="Solar")
    editor = opened(program)
    for left in ("Roofs", ""):
        editor._ask_to_delete()
        answer(editor, "profiles.delete.ask.yes")
        program.settle()
        assert program.find(QComboBox, "profile.selector").currentText() == left
    assert not program.button("submit.send").isEnabled()
    assert program.window.submit.form.labels() == {}
    assert "There is no profile yet" in program.text("window.notice")
    editor.close()


@pytest.mark.parametrize("typed", ["Ann", ""])
def test_a_lead_that_comes_under_another_profile_by_that_is_told_of(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, typed: str
) -> None:
    endpoint = receiver.start()
    program = start_program(make_profile(endpoint=endpoint), make_profile("Roofs", endpoint=endpoint), profile="Solar")
    program.put(FirstName=typed)
    editor = opened(program)
    editor._ask_to_delete()
    answer(editor, "profiles.delete.ask.yes")
    program.settle()
    editor.close()
    assert program.text("submit.field.FirstName") == typed
    told = program.text("window.notice")
    assert ("“Solar” is deleted" in told and "stands under “Roofs” now" in told) is bool(typed)


def test_the_built_in_receivers_profile_cannot_be_edited(sandbox_program: Program) -> None:
    editor = opened(sandbox_program)
    assert child(editor, QWidget, "profiles.nothing").isVisible()
    editor.close()


def test_the_program_does_not_close_over_a_profile_that_is_not_saved(program: Program) -> None:
    editor = opened(program)
    child(editor, QLineEdit, "profiles.name").setText("Solar two")
    program.window.close()
    assert program.window.isVisible()
    question = child(editor, QMessageBox)
    assert "not saved" in question.text()
    program.window.close()
    assert len(editor.findChildren(QMessageBox)) == 1
    answer(editor, "profiles.unsaved.discard")
    assert program.window.findChildren(ProfileWindow) == []
    program.window.close()
    assert not program.window.isVisible()


def test_the_first_paint_needs_none_of_it() -> None:
    look = (
        "import sys; from leadexec_desktop.ui import conductor, main_window; "
        "print([own for own in sys.modules if 'profile_window' in own or 'profile_editing' in own])"
    )
    told = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == "[]"
