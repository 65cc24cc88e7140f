"""A warm transfer: dialled from the card, on a clock, and one press makes its call lead."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from leadexec_desktop.protocol.answers import ClientInfo
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.sandbox.scenarios import Scenario
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.ui.action_dialogs import ShortcutList
from leadexec_desktop.ui.transfer_card import TransferCard
from leadexec_desktop.ui.web_address import dial

from .program import CTRL, MakeProfile, Program, StartProgram, child
from .test_outcome_card import Browser

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
AT = datetime(2026, 7, 4, 20, 15, 30, tzinfo=UTC)
CALLER = {"FirstName": "Ana", "Phone": "(702) 555-0123"}
NEXT_CALLER = {"FirstName": "Bob", "Phone": "(702) 555-0199"}


class Clock:
    """Stands still until it is told."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at

    def pass_s(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def dialled() -> list[str]:
    return []


@pytest.fixture
def card(qtbot: QtBot, clock: Clock, dialled: list[str]) -> TransferCard:
    def take(number: str) -> bool:
        dialled.append(number)
        return number != "13"

    made = TransferCard("submit", clock, take)
    qtbot.addWidget(made)
    return made


def agents(*phones: str) -> tuple[ClientInfo, ...]:
    return tuple(ClientInfo(str(at), f"Company {at}", f"Agent {at}", phone) for at, phone in enumerate(phones))


def press(card: TransferCard, last: str) -> None:
    button = child(card, QPushButton, f"submit.transfer.{last}")
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def numbers(card: TransferCard) -> list[tuple[str, str, str]]:
    """Number, role and mark of each that is in sight, from the top."""
    found = []
    for label in card.findChildren(QLabel):
        if label.property("role") in ("number", "bold") and label.isVisible():
            mark = child(card, QLabel, f"{label.objectName()}.mark")
            found.append((label.text(), str(label.property("role")), mark.text() if mark.isVisible() else ""))
    return found


def test_the_number_whose_turn_it_is_stands_large(card: TransferCard) -> None:
    card.show_agents(agents("7025551212", "6025551212"), "d1")
    assert numbers(card) == [("702-555-1212", "number", ""), ("602-555-1212", "bold", "")]
    press(card, "not_reached")
    assert numbers(card) == [("602-555-1212", "number", ""), ("702-555-1212", "bold", "not reached")]
    press(card, "reached")
    assert numbers(card) == [("602-555-1212", "number", "reached"), ("702-555-1212", "bold", "not reached")]


def test_of_many_three_are_in_sight(card: TransferCard) -> None:
    card.show_agents(agents(*(f"70255500{at:02}" for at in range(12))), "d1")
    for _ in range(5):
        press(card, "not_reached")
    assert [number for number, _, _ in numbers(card)] == ["702-555-0005", "702-555-0006", "702-555-0007"]
    assert child(card, QPushButton, "submit.transfer.5.copy").accessibleName() == "Copy 7025550005"
    card.show_agents((), "")
    assert not card.isVisible()


def test_the_clock_begins_with_the_first_number_that_is_copied(card: TransferCard, clock: Clock, qtbot: QtBot) -> None:
    card.show_agents(agents("7025551212", "6025551212"), "d1")
    duration = child(card, QLabel, "submit.transfer.duration")
    clock.pass_s(60)
    assert duration.text() == ""
    press(card, "0.copy")
    assert QApplication.clipboard().text() == "7025551212"
    assert duration.text() == "0:00"
    clock.pass_s(65)
    qtbot.waitUntil(lambda: duration.text() == "1:05")
    press(card, "1.copy")
    assert duration.text() == "1:05"
    assert QApplication.clipboard().text() == "6025551212"
    assert numbers(card)[0][0] == "602-555-1212"


def test_it_is_dialled_by_its_digits_alone(card: TransferCard, dialled: list[str]) -> None:
    card.show_agents(agents("+1 (702) 555-1212 ext. 9"), "d1")
    press(card, "dial")
    assert dialled == ["+17025551212"]
    assert child(card, QLabel, "submit.transfer.duration").text() == "0:00"


def test_a_number_without_digits_cannot_be_dialled_and_says_why(card: TransferCard) -> None:
    card.show_agents(agents("1-800-FLOWERS", "7025551212"), "d1")
    button = child(card, QPushButton, "submit.transfer.dial")
    assert not button.isEnabled()
    assert "letters among them" in button.accessibleDescription()
    assert "letters among them" in card.dial()
    assert child(card, QLabel, "submit.transfer.said").isVisible()
    press(card, "not_reached")
    assert button.isEnabled()
    assert not child(card, QLabel, "submit.transfer.said").isVisible()


def test_it_says_so_where_nothing_takes_calls(card: TransferCard) -> None:
    card.show_agents(agents("13"), "d1")
    press(card, "dial")
    assert "No program of this computer takes calls" in child(card, QLabel, "submit.transfer.said").text()


def test_a_transfer_goes_on_when_its_answer_is_shown_again(card: TransferCard, clock: Clock) -> None:
    infos = agents("7025551212", "6025551212")
    card.show_agents(infos, "d1")
    press(card, "0.copy")
    press(card, "not_reached")
    clock.pass_s(30)
    card.show_agents((), "")
    card.show_agents(infos, "d2")
    assert child(card, QLabel, "submit.transfer.duration").text() == ""
    card.show_agents(infos, "d1")
    assert child(card, QLabel, "submit.transfer.duration").text() == "0:30"
    assert numbers(card)[0] == ("602-555-1212", "number", "")


def test_without_numbers_nothing_can_be_done(card: TransferCard) -> None:
    card.show_agents(agents("", ""), "d1")
    assert (card.transfer, card.isVisible(), card.copy_next()) == (None, False, False)
    for act in (card.dial, card.mark_reached, card.mark_not_reached):
        assert act() == "The last answer names nobody to transfer to."


def test_the_system_is_given_a_tel_address() -> None:
    browser = Browser()
    QDesktopServices.setUrlHandler("tel", browser, "open")  # type: ignore[arg-type]  # it takes text alone
    try:
        assert dial("+17025551212")
    finally:
        QDesktopServices.unsetUrlHandler("tel")
    assert browser.opened == ["tel:+17025551212"]


# ------------------------------------------------------------------ in the window


@pytest.fixture
def accepting(program: Program, receiver: Sandbox) -> Program:
    """A program whose receiver takes the same lead twice."""
    receiver.scenario = Scenario.ACCEPT_ALL
    return program


def transferred(program: Program) -> None:
    """Sends a transfer lead."""
    program.put(**CALLER)
    program.click("submit.mode.transfer")
    program.send("accepted")


def chosen_mode(program: Program) -> str:
    return next(mode for mode in Operation if program.button(f"submit.mode.{mode}").isChecked())


def test_from_the_answer_to_the_call_lead_by_keys_alone(program: Program, receiver: Sandbox) -> None:
    transferred(program)
    program.strike(Key.Key_F8)
    program.strike(Key.Key_R, modifiers=CTRL | SHIFT)
    program.strike(Key.Key_F9)
    assert program.dialled == ["6025551212"]
    program.strike(Key.Key_R, modifiers=CTRL)
    before = len(receiver.received)
    program.strike(Key.Key_L, modifiers=CTRL)
    assert len(receiver.received) == before
    assert chosen_mode(program) == Operation.CALL
    assert program.focus() == "submit.call.ivr_number"
    assert int(program.text("submit.call.duration")) < 60
    assert program.text("submit.call.result") == "Transferred to Acme Company"
    transfer = program.window.aids.transfer.transfer
    assert transfer is not None
    assert transfer.begun_at is not None
    program.keys("8005550100")
    program.strike(Key.Key_Return, modifiers=CTRL)
    program.until(lambda: not program.window.submit.is_sending)
    assert program.word == "accepted"
    call = program.deliveries[0].request.call
    assert call is not None
    assert (call.ivr_number, call.result) == ("8005550100", "Transferred to Acme Company")
    assert call.at == transfer.begun_at.replace(second=0, microsecond=0)
    assert program.deliveries[0].request.lead.values == program.deliveries[1].request.lead.values
    assert not program.window.aids.transfer.isVisible()


def test_the_next_call_comes_in_by_the_same_number(accepting: Program) -> None:
    program = accepting
    for ivr_number in ("8005550100", ""):
        program.click("submit.clear")
        transferred(program)
        program.strike(Key.Key_F8)
        program.strike(Key.Key_L, modifiers=CTRL)
        if ivr_number:
            program.put_into("submit.call.ivr_number", ivr_number)
            program.send("accepted")
    assert program.text("submit.call.ivr_number") == "8005550100"
    assert program.focus() == "submit.call.result"


def test_all_of_it_can_be_changed(accepting: Program) -> None:
    program = accepting
    transferred(program)
    program.click("submit.transfer.0.copy")
    program.click("submit.transfer.call_lead")
    for name, text in {"ivr_number": "800", "duration": "7", "result": "Sold", "date": "1/1/2026 1:00 PM"}.items():
        program.put_into(f"submit.call.{name}", text)
    program.send("accepted")
    call = program.deliveries[0].request.call
    assert call is not None
    assert (call.ivr_number, call.duration_s, call.result) == ("800", 7, "Sold")


def test_numbers_stay_while_the_call_lead_is_not_complete(accepting: Program) -> None:
    program = accepting
    transferred(program)
    program.strike(Key.Key_F8)
    program.strike(Key.Key_L, modifiers=CTRL)
    program.click("submit.send")
    assert "IVR number is required" in program.sentence
    assert program.window.aids.transfer.isVisible()
    program.strike(Key.Key_F8)
    assert QApplication.clipboard().text() == "6025551212"


def test_without_the_mode_no_call_lead_is_made(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox
) -> None:
    modes = tuple(own for own in Operation if own is not Operation.CALL)
    program = start_program(make_profile(endpoint=receiver.start(), operations=modes))
    transferred(program)
    button = program.button("submit.transfer.call_lead")
    assert not button.isEnabled()
    assert button.accessibleDescription() == "The profile “Solar” does not permit call leads."
    program.strike(Key.Key_L, modifiers=CTRL)
    assert program.window.statusBar().currentMessage() == "The profile “Solar” does not permit call leads."
    assert chosen_mode(program) == Operation.TRANSFER


def test_a_lead_that_was_emptied_is_put_back(accepting: Program) -> None:
    program = accepting
    transferred(program)
    program.strike(Key.Key_F8)
    program.strike(Key.Key_N, modifiers=CTRL)
    assert program.text("submit.field.Phone") == ""
    program.strike(Key.Key_L, modifiers=CTRL)
    assert (program.text("submit.field.FirstName"), program.text("submit.field.Phone")) == ("Ana", "(702) 555-0123")
    assert chosen_mode(program) == Operation.CALL


def test_another_lead_never_becomes_the_call_lead(accepting: Program) -> None:
    program = accepting
    transferred(program)
    program.strike(Key.Key_F8)
    program.click("submit.clear")
    program.put(**NEXT_CALLER)
    button = program.button("submit.transfer.call_lead")
    assert not button.isEnabled()
    assert "Another lead stands in the form" in button.accessibleDescription()
    program.strike(Key.Key_L, modifiers=CTRL)
    assert program.text("submit.field.FirstName") == "Bob"
    assert chosen_mode(program) == Operation.TRANSFER


def test_a_transfer_outlives_a_look_at_another_profile(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox
) -> None:
    endpoint = receiver.start()
    program = start_program(make_profile(endpoint=endpoint), make_profile("Wind", endpoint=endpoint))
    program.choose_profile("Solar")
    transferred(program)
    program.strike(Key.Key_R, modifiers=CTRL | SHIFT)
    program.choose_profile("Wind")
    assert not program.window.aids.transfer.isVisible()
    program.choose_profile("Solar")
    assert program.text("submit.transfer.1") == "602-555-1212"
    assert program.text("submit.transfer.0.mark") == "not reached"


def test_another_transfer_begins_anew(accepting: Program) -> None:
    program = accepting
    transferred(program)
    program.strike(Key.Key_R, modifiers=CTRL | SHIFT)
    program.click("submit.clear")
    transferred(program)
    assert program.text("submit.transfer.duration") == ""
    assert program.text("submit.transfer.0.mark") == ""


def test_its_keys_are_listed(program: Program) -> None:
    program.window.actions_by_name["action.shortcuts"].trigger()
    text = child(program.dialog(ShortcutList), QLabel, "shortcuts.list").text()
    for key, label in {
        "F8": "Copy next transfer number",
        "F9": "Dial transfer number",
        "Ctrl+R": "Transfer: reached",
        "Ctrl+Shift+R": "Transfer: not reached, next number",
        "Ctrl+L": "Make call lead of transfer",
        "F7": "Show earlier lead",
    }.items():
        assert f"{key}\t{label}" in text


@pytest.mark.parametrize("name", ["action.dial", "action.reached", "action.not_reached", "action.copy_number"])
def test_its_keys_say_so_where_there_is_no_transfer(program: Program, name: str) -> None:
    program.window.actions_by_name[name].trigger()
    assert program.window.statusBar().currentMessage() == "The last answer names nobody to transfer to."


def test_tab_goes_through_the_card_in_reading_order(accepting: Program) -> None:
    program = accepting
    transferred(program)
    program.button("submit.transfer.0.copy").setFocus()
    visited = [program.focus()]
    for _ in range(5):
        program.key(Key.Key_Tab)
        visited.append(program.focus())
    rest = ("dial", "reached", "not_reached", "call_lead", "1.copy")
    assert visited == ["submit.transfer.0.copy", *(f"submit.transfer.{own}" for own in rest)]


def test_what_is_off_or_marked_is_plain_text_from_an_evil_answer(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox
) -> None:
    receiver.scenario = Scenario.MARKUP
    program = start_program(make_profile(endpoint=receiver.start()))
    transferred(program)
    labels = program.window.aids.transfer.findChildren(QLabel)
    assert any("<" in own.text() for own in labels)
    assert {own.textFormat() for own in labels} == {Qt.TextFormat.PlainText}
