"""A lead of which nobody knows whether it arrived: a person says so in history, and nothing is sent by that."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView

from leadexec_desktop.protocol.delivery import DeliveryState
from leadexec_desktop.sandbox.scenarios import Scenario
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.store.folder import open_folder
from leadexec_desktop.ui.history_actions import ROW_ACTIONS, RowAction

from .program import MakeProfile, Program, Receive, StartProgram, times_asked

CALLER = {"FirstName": "Ana", "Phone": "7025550123"}
OTHER = {"FirstName": "Bob", "Phone": "7025550199"}
OUTBOX = "history.unsettled"


@pytest.fixture
def receiver(receive: Receive) -> Sandbox:
    return receive()


@pytest.fixture
def unsure(start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox) -> Program:
    """A program with one unknown lead, which stands in the form still and is selected in history."""
    program = start_program(make_profile(endpoint=receiver.start()))
    receiver.scenario = Scenario.DROPPED
    program.put(**CALLER)
    program.send("unknown")
    receiver.scenario = Scenario.ACCEPT_ALL
    program.select(0)
    return program


def is_on(program: Program) -> set[RowAction]:
    return {action for action in RowAction if program.button(f"history.{action}").isEnabled()}


def test_every_action_has_its_row_and_its_button(unsure: Program) -> None:
    assert set(ROW_ACTIONS) == set(RowAction)
    for action, spec in ROW_ACTIONS.items():
        button = unsure.button(f"history.{action}")
        assert (button.text(), button.accessibleName()) == (spec.label, spec.label)
        assert button.accessibleDescription() != ""


def test_what_can_be_done_with_an_unknown_one(unsure: Program) -> None:
    assert unsure.text(OUTBOX) == "Outbox: 1 unknown"
    assert is_on(unsure) == {RowAction.ARRIVED, RowAction.NOT_ARRIVED, RowAction.SEND_AGAIN}
    described = unsure.button("history.send_now").accessibleDescription()
    assert described == "Only for a lead that waits in the outbox."


def test_one_that_arrived_is_never_sent_by_a_press_on_send(unsure: Program, receiver: Sandbox) -> None:
    unsure.click("history.arrived")
    unsure.until(lambda: unsure.word == "arrived")
    assert (unsure.outcomes, unsure.text(OUTBOX)) == (["arrived"], "Outbox: nothing waits")
    assert is_on(unsure) == {RowAction.SEND_AGAIN}
    unsure.click("submit.send")
    assert "it was not sent again" in unsure.sentence
    assert times_asked(receiver) == 1


def test_one_that_did_not_arrive_is_sent_by_the_next_press(unsure: Program, receiver: Sandbox) -> None:
    unsure.click("history.not_arrived")
    unsure.until(lambda: unsure.word == "not sent")
    assert "A person has made sure" in unsure.text("submit.outcome.reason")
    assert unsure.text(OUTBOX) == "Outbox: nothing waits"
    unsure.send("accepted")
    assert unsure.outcomes == ["accepted", "not sent"]
    assert times_asked(receiver) == 2


def test_sent_again_it_is_a_second_lead_and_the_first_is_settled(unsure: Program, receiver: Sandbox) -> None:
    unsure.click("history.send_again")
    unsure.until(lambda: unsure.outcomes == ["accepted", "unknown"])
    unsure.settle()
    first, second = sorted(unsure.deliveries, key=lambda own: own.created_at_utc)
    assert (second.again_of, first.settled, first.state) == (first.id, True, DeliveryState.UNKNOWN)
    assert unsure.text(OUTBOX) == "Outbox: nothing waits"
    assert (unsure.word, len(receiver.taken)) == ("accepted", 2)
    assert unsure.window.history.selected == second
    unsure.click("submit.send")
    assert "it was not sent again" in unsure.sentence
    unsure.select(1)
    again = unsure.button("history.send_again")
    assert (again.isEnabled(), again.accessibleDescription()) == (
        False,
        "It was sent again already: the newer lead counts.",
    )
    assert times_asked(receiver) == 2


def test_a_double_click_makes_one_lead(unsure: Program, receiver: Sandbox) -> None:
    receiver.scenario = Scenario.SLOW
    button = unsure.button("history.send_again")
    for _ in range(5):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    unsure.until(lambda: len(receiver.received) == 2)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(unsure.deliveries) == 2
    receiver.close()
    unsure.until(lambda: unsure.outcomes == ["unknown", "unknown"])
    assert times_asked(receiver) == 2


def test_the_next_lead_in_the_form_is_left_alone(unsure: Program) -> None:
    unsure.click("submit.clear")
    unsure.put(**OTHER)
    unsure.click("history.send_again")
    unsure.until(lambda: unsure.outcomes == ["accepted", "unknown"])
    unsure.settle()
    assert unsure.word == "unknown"
    assert unsure.text("submit.field.FirstName") == "Bob"
    unsure.send("accepted")
    assert unsure.column("Who") == ["Bob", "Ana", "Ana"]


def test_a_send_from_history_can_be_seen_when_the_window_closes(unsure: Program, receiver: Sandbox) -> None:
    receiver.scenario = Scenario.SLOW
    unsure.click("history.send_again")
    unsure.until(lambda: len(receiver.received) == 2)
    unsure.window.close()
    assert unsure.window.isVisible()
    assert "A lead is on its way" in unsure.text("window.notice")


def test_one_row_at_a_time(unsure: Program) -> None:
    assert unsure.history.selectionMode() is QAbstractItemView.SelectionMode.SingleSelection


def test_what_was_half_done_is_said_once_and_shown(
    start_program: StartProgram, make_profile: MakeProfile, tmp_path: Path, receiver: Sandbox
) -> None:
    profile = make_profile(endpoint=receiver.start())
    first = start_program(profile, folder=open_folder(tmp_path / "data"))
    receiver.scenario = Scenario.DROPPED
    first.put(**CALLER)
    first.send("unknown")
    delivery = first.deliveries[0]
    with first.store.database.write() as cursor:  # as a program leaves it that is killed at the right moment
        cursor.execute("UPDATE deliveries SET state = 'sending', outcome = 'sending' WHERE id = ?", (delivery.id,))
    first.close()
    second = start_program(profile, folder=open_folder(tmp_path / "data"))
    assert "1 lead was being sent when the program ended" in second.text("window.notice")
    assert (second.outcomes, second.text(OUTBOX)) == (["unknown"], "Outbox: 1 unknown")
    second.click("window.notice.act")
    assert second.window.history.selected is not None
    second.settle()
    assert second.text("history.detail.outcome.reason") == "The program ended while this was being sent."
    second.close()
    third = start_program(profile, folder=open_folder(tmp_path / "data"))
    assert third.text("window.notice") == ""
    assert third.outcomes == ["unknown"]
