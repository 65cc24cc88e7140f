"""What waits, what was not sent, what is unknown: said on top of history and decided from there."""

import socket

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from leadexec_desktop.sandbox.scenarios import Scenario
from leadexec_desktop.sandbox.server import Sandbox

from .program import MakeProfile, Program, Receive, StartProgram, times_asked

CALLER = {"FirstName": "Ana", "Phone": "7025550123"}
OTHER = {"FirstName": "Bob", "Phone": "7025550199"}


@pytest.fixture
def port() -> int:
    """Where nobody listens yet."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found = listener.getsockname()[1]
        assert isinstance(found, int)
        return found


@pytest.fixture
def lonely(start_program: StartProgram, make_profile: MakeProfile, port: int) -> Program:
    """A program whose receiver refuses the connection."""
    program = start_program(make_profile(endpoint=f"http://127.0.0.1:{port}"))
    program.put(**CALLER)
    return program


@pytest.mark.parametrize(
    "mode, word",
    [
        ("general", "waiting"),
        ("returnsends", "waiting"),
        ("call", "waiting"),
        ("redirect", "not sent"),
        ("transfer", "not sent"),
    ],
)
def test_a_lead_that_found_nobody_waits_only_if_it_is_of_use_later(lonely: Program, mode: str, word: str) -> None:
    lonely.click(f"submit.mode.{mode}")
    if mode == "call":
        lonely.put_into("submit.call.ivr_number", "8005551212")
        lonely.put_into("submit.call.duration", "95")
    lonely.send(word)
    assert "refused the connection" in lonely.text("submit.outcome.reason")
    assert lonely.outcomes == [word]
    assert lonely.text("history.unsettled") == ("Outbox: 1 waiting" if word == "waiting" else "Outbox: nothing waits")
    lonely.select(0)
    assert lonely.button("history.send_now").isEnabled() is (word == "waiting")
    assert lonely.button("history.discard").isEnabled() is (word == "waiting")


def test_what_waits_stands_on_top_of_newer_leads(lonely: Program, receive: Receive, port: int) -> None:
    lonely.send("waiting")
    lonely.click("submit.clear")
    receive(port=port).start()
    lonely.put(**OTHER)
    lonely.send("accepted")
    assert lonely.column("Who") == ["Ana", "Bob"]
    assert lonely.outcomes == ["waiting", "accepted"]


def test_actions_of_the_outbox_are_off_without_a_row_and_say_why(lonely: Program) -> None:
    for name in ("history.send_now", "history.discard"):
        button = lonely.button(name)
        assert not button.isEnabled()
        assert button.accessibleDescription() == "Select a lead in history first."


def test_a_discarded_lead_is_cancelled_and_the_tab_says_so(lonely: Program, receive: Receive, port: int) -> None:
    lonely.send("waiting")
    lonely.select(0)
    lonely.click("history.discard")
    lonely.until(lambda: lonely.word == "cancelled")
    assert lonely.outcomes == ["cancelled"]
    assert lonely.text("history.unsettled") == "Outbox: nothing waits"
    assert not lonely.button("history.discard").isEnabled()
    receive(port=port).start()
    lonely.send("accepted")  # the lead still stands in the form, and is a new one now
    assert lonely.outcomes == ["accepted", "cancelled"]


def test_a_lead_is_sent_from_the_outbox_once_somebody_listens(lonely: Program, receive: Receive, port: int) -> None:
    lonely.send("waiting")
    receiver = receive(port=port)
    receiver.start()
    lonely.select(0)
    lonely.click("history.send_now")
    lonely.until(lambda: lonely.word == "accepted")
    assert lonely.outcomes == ["accepted"]
    assert len(receiver.taken) == 1
    assert lonely.text("submit.outcome.lead_id") != ""
    lonely.until(lambda: lonely.text("history.detail.outcome.kind") == "accepted")
    lonely.click("submit.send")
    assert "it was not sent again" in lonely.sentence
    assert times_asked(receiver) == 1


def test_a_lead_sent_from_the_outbox_leaves_the_next_one_in_the_form_alone(
    lonely: Program, receive: Receive, port: int
) -> None:
    lonely.send("waiting")
    lonely.click("submit.clear")
    lonely.put(**OTHER)
    receive(port=port).start()
    lonely.select(0)
    lonely.click("history.send_now")
    lonely.until(lambda: lonely.outcomes == ["accepted"])
    lonely.settle()
    assert lonely.word == "waiting"
    lonely.send("accepted")
    assert lonely.column("Who") == ["Bob", "Ana"]


def test_a_lead_that_is_being_sent_from_the_outbox_is_not_sent_by_a_press_on_send(
    lonely: Program, receive: Receive, port: int
) -> None:
    lonely.send("waiting")
    receiver = receive(port=port)
    receiver.scenario = Scenario.SLOW
    receiver.start()
    lonely.select(0)
    lonely.click("history.send_now")
    lonely.until(lambda: len(receiver.taken) == 1)
    for _ in range(2):
        lonely.click("submit.send")
        lonely.until(lambda: not lonely.window.submit.is_sending)
        lonely.until(lambda: lonely.word == "sending")
    assert "it was not sent again" in lonely.sentence
    assert not lonely.button("submit.send_again").isVisible()
    receiver.close()
    lonely.until(lambda: lonely.word == "unknown")
    lonely.settle()
    assert times_asked(receiver) == 1
    assert lonely.outcomes == ["unknown"]


def test_cancel_is_for_the_lead_in_the_form_and_not_for_the_one_from_the_outbox(
    lonely: Program, receive: Receive, port: int
) -> None:
    lonely.send("waiting")
    receiver = receive(port=port)
    receiver.scenario = Scenario.SLOW
    receiver.start()
    lonely.select(0)
    lonely.click("history.send_now")
    lonely.click("submit.clear")
    lonely.put(**OTHER)
    lonely.click("submit.send")
    lonely.until(lambda: len(receiver.taken) == 2)
    lonely.click("submit.cancel")
    lonely.until(lambda: lonely.word == "unknown")
    assert dict(zip(lonely.column("Who"), lonely.outcomes, strict=True)) == {"Bob": "unknown", "Ana": "sending"}


def test_a_cancelled_send_of_which_bytes_had_left_is_unknown(program: Program, receiver: Sandbox) -> None:
    receiver.scenario = Scenario.SLOW
    program.put(**CALLER)
    program.click("submit.send")
    program.until(lambda: len(receiver.taken) == 1)
    program.click("submit.cancel")
    program.until(lambda: program.word == "unknown")
    assert program.outcomes == ["unknown"]
    assert "may have this lead, or may not" in program.sentence
    assert program.text("history.unsettled") == "Outbox: 1 unknown"
    program.select(0)
    assert not program.button("history.send_now").isEnabled()
    assert not program.button("history.discard").isEnabled()


def test_what_is_selected_stays_selected_while_others_come_and_go(lonely: Program, receive: Receive, port: int) -> None:
    lonely.send("waiting")
    lonely.select(0)
    lonely.click("submit.clear")
    receive(port=port).start()
    for number in range(3):
        lonely.put(FirstName=f"Caller {number}", Phone=f"702555013{number}")
        lonely.send("accepted")
        assert _selected(lonely) == "Ana"
    lonely.click("history.send_now")
    lonely.until(lambda: lonely.outcomes == ["accepted"] * 4)
    assert lonely.column("Who") == ["Caller 2", "Caller 1", "Caller 0", "Ana"]
    assert _selected(lonely) == "Ana"
    assert [own.row() for own in lonely.history.selectionModel().selectedRows()] == [3]
    lonely.until(lambda: lonely.text("history.detail.outcome.kind") == "accepted")


def test_a_row_shows_both_ways_byte_for_byte(program: Program, receiver: Sandbox) -> None:
    program.put(**CALLER)
    program.send("accepted")
    program.select(0)
    request, response = program.text("history.detail.request"), program.text("history.detail.response")
    (received,) = receiver.received
    assert request.startswith("POST /processor/insert/general/json HTTP/1.1\n")
    assert request.endswith(received.body.decode())
    assert response.startswith("HTTP 200\n")
    assert '"isValidPost": true' in response


def test_ctrl_c_copies_the_selected_rows_as_a_spreadsheet_takes_them(program: Program, qapp: QApplication) -> None:
    program.put(**CALLER)
    program.send("accepted")
    program.select(0)
    program.history.setFocus()
    QTest.keyClick(program.history, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    cells = qapp.clipboard().text().split("\t")
    assert cells[1:4] == ["General", "Ana", "accepted"]


def _selected(program: Program) -> str:
    selected = program.window.history.selected
    assert selected is not None
    return selected.who
