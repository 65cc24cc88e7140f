"""One press from each answer to the next step, by keyboard alone, and from the rows of history."""

import json
from urllib.parse import parse_qsl

import pytest
from PySide6.QtCore import Qt

from leadexec_desktop.sandbox.scenarios import Scenario
from leadexec_desktop.sandbox.server import Sandbox

from .program import CTRL, MakeProfile, Program, StartProgram
from .test_other_tabs import FIELDS, LEAD

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def program(start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox) -> Program:
    return start_program(make_profile(endpoint=receiver.start(), fields=FIELDS))


def on(program: Program, tab: str) -> None:
    program.until(lambda: program.window.tabs.currentWidget().objectName() == tab)


def word(program: Program, tab: str, expected: str) -> None:
    program.until(lambda: program.text(f"{tab}.outcome.kind") == expected)


def form_of(receiver: Sandbox) -> dict[str, str]:
    return dict(parse_qsl(receiver.received[-1].body.decode(), keep_blank_values=True))


def test_ping_post_status_update_by_keyboard_alone(program: Program, receiver: Sandbox) -> None:
    program.strike(Key.Key_2, modifiers=CTRL)
    for text in ("00501", "NY", "Ana", "7025550123"):
        program.keys(text)
        program.key(Key.Key_Return)
    program.activate()  # as a platform does when the list of states closes
    program.strike(Key.Key_Return, modifiers=CTRL)
    word(program, "ping", "will accept")
    order = program.text("ping.order_id")
    program.strike(Key.Key_F3)
    on(program, "submit")
    program.strike(Key.Key_Return, modifiers=CTRL)
    word(program, "submit", "accepted")
    assert form_of(receiver) == {"vid": "18", "lid": "1", "aid": "23", "orderid": order} | {
        "FirstName": "Ana",
        "Phone": "7025550123",
        "Zip": "00501",
        "State": "NY",
    }
    lead_id = program.text("submit.outcome.lead_id")
    program.strike(Key.Key_F5)
    on(program, "status")
    word(program, "status", "accepted")
    program.strike(Key.Key_F6)
    on(program, "update")
    assert program.focus() == "update.field.FirstName"
    assert program.text("update.lead_uid") == lead_id
    program.keys("a")
    program.strike(Key.Key_Return, modifiers=CTRL)
    word(program, "update", "accepted")
    assert form_of(receiver)["FirstName"] in ("aAna", "Anaa", "a")
    assert [own.path for own in receiver.received] == [
        "/processor/insert/ping/json",
        "/processor/insert/general/json",
        receiver.received[2].path,
        "/processor/update/json",
    ]
    assert receiver.received[2].path.startswith("/information/queuestatus/")


def test_json_ping_duplicate_check_and_update_likewise(program: Program, receiver: Sandbox) -> None:
    program.put(**LEAD)
    program.send("accepted")
    lead_id = program.text("submit.outcome.lead_id")
    program.strike(Key.Key_N, modifiers=CTRL)
    program.strike(Key.Key_2, modifiers=CTRL)
    for name, text in LEAD.items():
        program.put_into(f"ping.field.{name}", text)
    program.button("ping.encoding.json").setChecked(True)
    program.strike(Key.Key_Return, modifiers=CTRL)
    word(program, "ping", "will accept")
    program.strike(Key.Key_F2)
    on(program, "duplicate")
    program.settle()
    word(program, "duplicate", "duplicate")
    program.button("duplicate.encoding.json").setChecked(True)
    program.strike(Key.Key_Return, modifiers=CTRL)
    program.until(lambda: receiver.received[-1].header("Content-Type") == "application/json")
    program.until(lambda: program.button("duplicate.send").isEnabled())
    assert json.loads(receiver.received[-1].body)["leads"][0]["fields"] == {"Phone": "7025550123"}
    program.strike(Key.Key_F6)
    on(program, "update")
    assert program.text("update.lead_uid") == lead_id
    program.button("update.encoding.json").setChecked(True)
    program.put_into("update.field.Zip", "00502")
    program.strike(Key.Key_Return, modifiers=CTRL)
    word(program, "update", "accepted")
    assert json.loads(receiver.received[-1].body)["leads"][0] == {
        "properties": {"leadUID": int(lead_id), "processDelivery": False},
        "fields": {"Zip": "00502"},
    }


STEPS = ("load", "status", "update", "duplicate", "post_order", "open_redirect")


def enabled(program: Program) -> set[str]:
    return {step for step in STEPS if program.button(f"history.{step}").isEnabled()}


def test_what_a_row_leads_to_is_on_and_the_rest_says_why(program: Program, receiver: Sandbox) -> None:
    assert enabled(program) == set()
    assert all(program.button(f"history.{step}").accessibleDescription() for step in STEPS)
    program.put(**LEAD)
    program.send("accepted")
    program.select(0)
    assert enabled(program) == {"load", "status", "update", "duplicate"}
    assert "names no address" in program.button("history.open_redirect").accessibleDescription()
    program.strike(Key.Key_N, modifiers=CTRL)
    program.click("submit.mode.returnsends")
    program.click("submit.response.xml")
    program.put(**(LEAD | {"Phone": "7025550188"}))
    program.send("accepted")
    program.select(0)
    assert enabled(program) == {"load", "update", "duplicate"}
    assert "neither a PostID nor a StatusURL" in program.button("history.status").accessibleDescription()
    receiver.scenario = Scenario.DROPPED
    program.strike(Key.Key_N, modifiers=CTRL)
    program.put(**(LEAD | {"Phone": "7025550177"}))
    program.send("unknown")
    program.select(0)
    assert enabled(program) == {"load", "duplicate"}


def test_a_row_is_loaded_back_into_submit_and_is_a_lead_not_yet_sent(program: Program, receiver: Sandbox) -> None:
    program.put(**LEAD)
    program.send("accepted")
    program.strike(Key.Key_N, modifiers=CTRL)
    program.put(FirstName="Bob")
    program.select(0)
    program.click("history.load")
    program.until(lambda: program.text("submit.field.FirstName") == "Ana")
    assert {name: program.text(f"submit.field.{name}") for name in LEAD} == LEAD
    assert "Another lead that was being typed is kept." in program.text("window.notice")
    receiver.scenario = Scenario.ACCEPT_ALL
    program.send("accepted")
    assert len(receiver.taken) == 2


def test_an_order_is_posted_from_its_row(program: Program) -> None:
    program.strike(Key.Key_2, modifiers=CTRL)
    program.put_into("ping.field.State", "NY")
    program.strike(Key.Key_Return, modifiers=CTRL)
    word(program, "ping", "will accept")
    order = program.text("ping.order_id")
    program.select(0)
    assert "post_order" in enabled(program)
    program.click("history.post_order")
    on(program, "submit")
    assert program.text("submit.order_id") == order
    assert program.text("submit.field.State") == "NY"
    assert program.focus() == "submit.field.FirstName"


def test_a_row_of_another_profile_makes_that_active(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox
) -> None:
    endpoint = receiver.start()
    program = start_program(
        make_profile("Solar", endpoint, fields=FIELDS), make_profile("Roof", endpoint, fields=FIELDS)
    )
    program.choose_profile("Solar")
    program.put(**LEAD)
    program.send("accepted")
    program.choose_profile("Roof")
    program.select(0)
    program.click("history.update")
    on(program, "update")
    assert program.window.windowTitle().startswith("Solar")
    assert program.text("update.field.FirstName") == "Ana"


def test_an_update_loads_what_was_sent_and_what_was_changed_since(program: Program) -> None:
    program.put(**LEAD)
    program.send("accepted")
    for name in ("Anna", "Hanna"):
        program.select(len(program.outcomes) - 1)
        program.click("history.update")
        program.settle()
        program.put_into("update.field.FirstName", name)
        program.click("update.send")
        program.until(lambda: program.text("update.changes") == "Nothing was changed yet.")
    program.select(len(program.outcomes) - 1)
    program.click("history.update")
    program.settle()
    assert program.text("update.field.FirstName") == "Hanna"
