"""The agent's hands never leave the keyboard."""

import json
from collections.abc import Iterator
from urllib.request import Request, urlopen

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCalendarWidget,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)

from leadexec_desktop.sandbox.scenarios import Scenario
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.ui.action_dialogs import ActionSearch, ShortcutList
from leadexec_desktop.ui.main_window import MainWindow

from .program import CTRL, MakeProfile, Program, StartProgram, child

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CALLER = {"FirstName": "Ana", "Phone": "(702) 555-0123"}


def test_typing_and_enter_go_through_the_whole_form_in_reading_order(sandbox_program: Program) -> None:
    program = sandbox_program
    visited = [program.focus()]
    program.keys("Ana")
    while not isinstance(QApplication.focusWidget(), QPlainTextEdit):
        program.key(Key.Key_Return)
        assert program.focus() not in visited
        visited.append(program.focus())
    names = [f"submit.field.{field}" for field in program.window.submit.form.typed()]
    assert visited == names
    assert program.text("submit.field.FirstName") == "Ana"


def test_enter_in_the_last_field_goes_to_send_and_sends_nothing(program: Program, make_profile: MakeProfile) -> None:
    form = program.window.submit.form
    form.show_fields(make_profile().fields[:2])
    form.focus_on("Phone")
    program.key(Key.Key_Enter)
    assert program.focus() == "submit.send"
    program.key(Key.Key_Return)
    assert not program.window.submit.is_sending


def test_tab_goes_from_the_last_field_to_send(program: Program) -> None:
    program.find(QPlainTextEdit, "submit.field.Comments").setFocus()
    program.key(Key.Key_Tab)
    assert program.focus() == "submit.send"


def test_enter_in_a_text_of_several_lines_is_a_line(program: Program) -> None:
    program.find(QPlainTextEdit, "submit.field.Comments").setFocus()
    program.keys("one")
    program.key(Key.Key_Return)
    program.keys("two")
    assert program.text("submit.field.Comments") == "one\ntwo"


def test_enter_moves_on_in_the_options(program: Program) -> None:
    program.click("submit.mode.call")
    program.line("submit.call.ivr_number").setFocus()
    program.keys("8005551212")
    program.key(Key.Key_Return)
    assert program.focus() == "submit.call.duration"


@pytest.mark.parametrize("field", ["FirstName", "Comments"])
@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter])
def test_ctrl_enter_sends_from_wherever_the_keyboard_is(
    program: Program, receiver: Sandbox, field: str, key: Qt.Key
) -> None:
    program.put(**CALLER, Comments="as typed")
    program.find(QWidget, f"submit.field.{field}").setFocus()
    program.strike(key, modifiers=CTRL)
    program.until(lambda: program.word == "accepted")
    (lead,) = receiver.taken
    assert dict(lead.fields) == {"FirstName": "Ana", "Phone": "7025550123", "Comments": "as typed"}


def test_ctrl_enter_on_another_tab_sends_nothing(program: Program, receiver: Sandbox) -> None:
    program.put(**CALLER)
    program.strike(Key.Key_2, modifiers=CTRL)
    program.strike(Key.Key_Return, modifiers=CTRL)
    assert not program.window.submit.is_sending
    assert receiver.received == ()


def order_of(receiver: Sandbox) -> str:
    """One that a lead can be posted with."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    ping = Request(f"{receiver.start()}/processor/insert/ping/json", b"vid=18&lid=1&aid=23&Zip=89101", form)
    with urlopen(ping, timeout=10) as answer:
        return str(json.load(answer)["OrderID"])


def test_ctrl_n_empties_all_but_sticky_fields_and_leaves_the_outcome(program: Program, receiver: Sandbox) -> None:
    program.put(**CALLER, Source="a friend", Comments="x")
    program.put_into("submit.order_id", order_of(receiver))
    program.send("accepted")
    sentence, lead_id = program.sentence, program.text("submit.outcome.lead_id")
    program.find(QPlainTextEdit, "submit.field.Comments").setFocus()
    program.strike(Key.Key_N, modifiers=CTRL)
    typed = {name: text for name, text in program.window.submit.form.typed().items() if text}
    assert typed == {"Source": "a friend"}
    assert program.text("submit.order_id") == ""
    assert program.focus() == "submit.field.FirstName"
    assert (program.word, program.sentence) == ("accepted", sentence)
    assert program.text("submit.outcome.lead_id") == lead_id != ""


def test_ctrl_n_on_another_tab_comes_back_to_the_form(program: Program) -> None:
    program.strike(Key.Key_5, modifiers=CTRL)
    program.strike(Key.Key_N, modifiers=CTRL)
    assert program.window.tabs.currentWidget().objectName() == "submit"
    assert program.focus() == "submit.field.FirstName"


def test_escape_cancels_a_send(program: Program, receiver: Sandbox) -> None:
    receiver.scenario = Scenario.SLOW
    program.put(**CALLER)
    program.strike(Key.Key_Return, modifiers=CTRL)
    program.until(lambda: len(receiver.taken) == 1)
    program.strike(Key.Key_Escape)
    program.until(lambda: program.word == "unknown")


def test_escape_folds_a_list_up_and_does_not_count_as_cancel(sandbox_program: Program) -> None:
    program = sandbox_program
    program.window.submit.form.focus_on("HomeType")
    program.strike(Key.Key_C, Key.Key_O)
    assert QApplication.activePopupWidget() is not None
    program.strike(Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert program.text("submit.field.HomeType") == "co"


def test_f8_copies_the_next_transfer_number(sandbox_program: Program) -> None:
    program = sandbox_program
    program.click("submit.mode.transfer")
    program.put(**CALLER, LastName="Marsh")
    program.send("accepted")
    copied = []
    for _ in range(3):
        program.strike(Key.Key_F8)
        copied.append(QApplication.clipboard().text())
    assert copied == ["7025551212", "6025551212", "7025551212"]
    assert program.window.statusBar().currentMessage() == "Copied 7025551212"


def test_f8_says_so_where_there_is_no_number(program: Program) -> None:
    QApplication.clipboard().setText("mine")
    program.strike(Key.Key_F8)
    assert QApplication.clipboard().text() == "mine"
    assert "nobody to transfer to" in program.window.statusBar().currentMessage()


def test_ctrl_and_a_number_shows_a_tab(program: Program) -> None:
    shown = []
    for key in (Key.Key_2, Key.Key_3, Key.Key_4, Key.Key_5, Key.Key_1):
        program.strike(key, modifiers=CTRL)
        shown.append(program.window.tabs.currentWidget().objectName())
    assert shown == ["ping", "duplicate", "update", "status", "submit"]
    assert program.focus() == "submit.field.FirstName"


@pytest.fixture
def three_profiles(start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox) -> Program:
    url = receiver.start()
    return start_program(*(make_profile(name, url) for name in ("Solar", "Roofing", "Solar West")))


@pytest.mark.parametrize(
    "keys, chosen",
    [
        ([Key.Key_W, Key.Key_E, Key.Key_S, Key.Key_Return], "Solar West"),
        ([Key.Key_R, Key.Key_O, Key.Key_O, Key.Key_Enter], "Roofing"),
        ([Key.Key_R, Key.Key_O, Key.Key_Down, Key.Key_Return], "Roofing"),
        ([Key.Key_X, Key.Key_Return], "Solar"),
        ([Key.Key_W, Key.Key_Tab], "Solar"),
    ],
)
def test_ctrl_p_finds_a_profile_by_a_part_of_its_name(three_profiles: Program, keys: list[Qt.Key], chosen: str) -> None:
    program = three_profiles
    assert program.window.windowTitle().startswith("Solar ")
    program.strike(Key.Key_P, modifiers=CTRL)
    assert program.focus() == "profile.selector.search"
    program.strike(*keys)
    assert program.window.windowTitle() == f"{chosen} \u2013 LeadExec Desktop"
    program.window.submit.form.focus_first()
    assert program.text("profile.selector.search") == chosen


@pytest.mark.parametrize("keys", [[], [Key.Key_End], [Key.Key_R, Key.Key_O, Key.Key_Tab], [Key.Key_R, Key.Key_Return]])
def test_a_long_profile_name_shows_its_beginning_once_the_keyboard_has_left(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, keys: list[Qt.Key]
) -> None:
    long = [f"{own} of the southern and western counties of Nevada, home insurance" for own in ("Solar", "Roofing")]
    url = receiver.start()
    program = start_program(*(make_profile(own, url, id=own[:4]) for own in long))
    search = "profile.selector.search"
    assert program.first_shown(search) == 0
    program.strike(Key.Key_P, modifiers=CTRL)
    program.strike(*keys)
    program.window.submit.form.focus_first()
    assert program.text(search) == long[Key.Key_Return in keys]
    assert program.first_shown(search) == 0
    program.line(search).end(False)
    assert program.first_shown(search) > 0


def test_ctrl_k_finds_every_action_by_a_part_of_its_name_and_does_it(program: Program) -> None:
    program.strike(Key.Key_K, modifiers=CTRL)
    search = program.dialog(ActionSearch)
    actions = [own for own in program.window.actions_by_name.values() if own.isEnabled()]
    listed = child(search, QListWidget, "actions.list")
    assert listed.count() == len(actions) > 15
    QTest.keyClicks(child(search, QLineEdit, "actions.search"), "duplicate check")
    assert [listed.item(row).text().split("   ") for row in range(listed.count())] == [["Duplicate check", "Ctrl+3"]]
    QTest.keyClick(child(search, QLineEdit, "actions.search"), Key.Key_Return)
    assert program.window.tabs.currentWidget().objectName() == "duplicate"


def test_ctrl_k_with_nothing_found_does_nothing(program: Program) -> None:
    program.strike(Key.Key_K, modifiers=CTRL)
    edit = child(program.dialog(ActionSearch), QLineEdit, "actions.search")
    QTest.keyClicks(edit, "no such action")
    QTest.keyClick(edit, Key.Key_Return)
    assert program.dialog(ActionSearch).isVisible()


def test_f1_lists_every_shortcut(program: Program) -> None:
    program.strike(Key.Key_F1)
    text = child(program.dialog(ShortcutList), QLabel, "shortcuts.list").text()
    for action in program.window.actions_by_name.values():
        for key in action.shortcuts():
            assert key.toString(QKeySequence.SequenceFormat.NativeText) in text
    for expected in ("Ctrl+Return, Ctrl+Enter\tSend", "Ctrl+N\tNew lead", "F8\tCopy next transfer number"):
        assert expected in text


@pytest.mark.parametrize("key, modifiers", [(Key.Key_K, CTRL), (Key.Key_F1, Qt.KeyboardModifier.NoModifier)])
def test_a_dialog_that_is_closed_is_gone(program: Program, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    for _ in range(2):
        program.strike(key, modifiers=modifiers)
        program.dialog(QDialog).reject()
        program.until(lambda: not program.window.findChildren(QDialog))
        program.activate()


def test_about_names_the_version(program: Program) -> None:
    program.window.actions_by_name["action.about"].trigger()
    assert "LeadExec Desktop 0." in program.dialog(QMessageBox).text()


def test_ctrl_o_folds_the_options_away_and_remembers(program: Program) -> None:
    panel = program.find(QWidget, "submit.options")
    preview = program.find(QWidget, "submit.preview")
    assert panel.isVisible()
    program.strike(Key.Key_O, modifiers=CTRL)
    assert not panel.isVisible()
    assert not preview.isVisible()
    program.settle()
    assert program.settings.get("options_open", default=True) is False
    program.strike(Key.Key_O, modifiers=CTRL)
    assert panel.isVisible()
    assert preview.isVisible()


def test_folded_options_leave_a_call_its_data(program: Program) -> None:
    program.click("submit.mode.call")
    program.strike(Key.Key_O, modifiers=CTRL)
    assert not program.find(QWidget, "submit.options").isVisible()
    assert program.line("submit.call.ivr_number").isVisible()
    program.click("submit.mode.general")
    assert not program.line("submit.call.ivr_number").isVisible()


def test_ctrl_h_folds_history_away(program: Program) -> None:
    for expected in (False, True):
        program.strike(Key.Key_H, modifiers=CTRL)
        assert program.history.isVisible() is expected


def test_alt_down_opens_the_calendar_of_a_date(sandbox_program: Program) -> None:
    program = sandbox_program
    program.put(DateOfBirth="3/4/1990")
    program.window.submit.form.focus_on("DateOfBirth")
    program.strike(Key.Key_Down, modifiers=ALT)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    calendar = child(popup, QCalendarWidget)
    assert calendar.selectedDate().toString("yyyy-MM-dd") == "1990-03-04"
    program.strike(Key.Key_Right, Key.Key_Return)
    assert program.text("submit.field.DateOfBirth") == "03/05/1990"
    assert QApplication.activePopupWidget() is None


def _mnemonics(window: MainWindow) -> Iterator[tuple[str, str]]:
    texts = [own.text() for own in window.menuBar().actions()]
    texts += [window.tabs.tabText(at) for at in range(window.tabs.count())]
    texts += [own.text() for own in window.findChildren(QAbstractButton) if own.isVisible()]
    texts += [own.text() for own in window.findChildren(QLabel) if own.isVisible() and own.buddy() is not None]
    for text in texts:
        mnemonic = QKeySequence.mnemonic(text).toString()
        if mnemonic:
            yield mnemonic, text


@pytest.mark.parametrize("mode", ["general", "call"])
def test_no_two_labels_on_the_page_have_the_same_mnemonic(sandbox_program: Program, mode: str) -> None:
    program = sandbox_program
    program.click(f"submit.mode.{mode}")
    found = list(_mnemonics(program.window))
    assert len(found) >= 20
    by_key: dict[str, list[str]] = {}
    for mnemonic, text in found:
        by_key.setdefault(mnemonic, []).append(text)
    assert {key: texts for key, texts in by_key.items() if len(texts) > 1} == {}


def test_no_two_actions_have_the_same_key_and_no_menu_a_mnemonic_twice(program: Program) -> None:
    actions = list(program.window.actions_by_name.values())
    keys = [key.toString() for action in actions for key in action.shortcuts()]
    assert len(keys) == len(set(keys)) > 10
    for menu_action in program.window.menuBar().actions():
        mnemonics = [QKeySequence.mnemonic(own.text()).toString() for own in _in_menu(menu_action)]
        given = [own for own in mnemonics if own]
        assert len(given) == len(set(given)), menu_action.text()


@pytest.mark.parametrize("label, name", [("&Transfer", "submit.mode.transfer"), ("&Call", "submit.mode.call")])
def test_a_mnemonic_does_what_a_click_does(program: Program, label: str, name: str) -> None:
    key = Qt.Key(ord(label[label.index("&") + 1].upper()))
    program.strike(key, modifiers=ALT)
    program.until(program.button(name).isChecked)


def test_modes_are_chosen_by_toggling_as_the_accessibility_bus_does(program: Program) -> None:
    program.button("submit.mode.transfer").toggle()
    assert "/insert/transfer/" in _head_of(program)
    program.button("submit.encoding.json").setChecked(True)
    program.button("submit.async").toggle()
    assert _head_of(program).endswith("/insert/transfer/json/async HTTP/1.1")


def _head_of(program: Program) -> str:
    program.put(**CALLER)
    return program.text("submit.preview").split("\n", 1)[0]


def test_every_action_that_stands_in_a_menu_has_a_name(program: Program) -> None:
    named: list[QObject] = list(program.window.actions_by_name.values())
    in_menus = [own for menu in program.window.menuBar().actions() for own in _in_menu(menu)]
    assert {own.objectName() for own in in_menus} == {own.objectName() for own in named}


def _in_menu(title: QAction) -> list[QAction]:
    menu = title.menu()
    assert isinstance(menu, QMenu)
    return menu.actions()
