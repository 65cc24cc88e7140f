"""Ping, Duplicate check, Update and Status while profiles are changed, answers are late, and hands are quick."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QTableView

from leadexec_desktop.profiles.model import Campaign, FieldSpec
from leadexec_desktop.protocol.outcome import Outcome, OutcomeKind
from leadexec_desktop.sandbox.scenarios import Scenario
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.folder import open_folder
from leadexec_desktop.ui.theme import Colours, Theme

from .program import CTRL, MakeProfile, Program, Receive, StartProgram
from .test_other_tabs import FIELDS, LEAD, accepted, ask, fill, sent_form, show

Key = Qt.Key
POST_ID = "f5666260-1c2c-4bd5-9611-bb1387ca2397"


@pytest.fixture
def receiver(receive: Receive) -> Sandbox:
    return receive(slow_s=0.5)


@pytest.fixture
def two(start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox) -> Program:
    """Two profiles, of which Solar is active."""
    endpoint = receiver.start()
    program = start_program(
        make_profile("Solar", endpoint, fields=FIELDS), make_profile("Roof", endpoint, fields=FIELDS)
    )
    program.choose_profile("Solar")
    return program


@pytest.fixture
def program(start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox) -> Program:
    return start_program(make_profile(endpoint=receiver.start(), fields=FIELDS))


# ------------------------------------------------------------------ another profile


def test_no_lead_of_one_profile_stands_under_another(two: Program) -> None:
    show(two, "ping")
    fill(two, "ping", **LEAD)
    show(two, "update")
    fill(two, "update", FirstName="Ana")
    for name in ("Roof", "Solar", "Roof"):
        two.choose_profile(name)
    assert two.text("update.field.FirstName") == ""
    show(two, "ping")
    assert two.text("ping.field.Zip") == ""


def test_no_order_lead_id_or_answer_of_one_profile_stands_under_another(two: Program) -> None:
    show(two, "ping")
    fill(two, "ping", **LEAD)
    ask(two, "ping", "will accept")
    order = two.text("ping.order_id")
    show(two, "update")
    two.put_into("update.lead_uid", "4711")
    two.find(QCheckBox, "update.process_delivery").setChecked(True)
    show(two, "status")
    two.put_into("status.post_id", POST_ID)
    two.choose_profile("Roof")
    for name in ("update.lead_uid", "status.post_id", "ping.order_id", "ping.price", "ping.expires"):
        assert two.text(name) == "", name
    assert two.text("ping.outcome.kind") == ""
    assert not two.button("ping.post").isEnabled()
    assert not two.find(QCheckBox, "update.process_delivery").isChecked()
    two.choose_profile("Solar")
    assert two.text("update.lead_uid") == "4711"
    assert two.find(QCheckBox, "update.process_delivery").isChecked()
    assert two.text("status.post_id") == POST_ID
    assert two.text("ping.order_id") == order
    assert "Expires in " in two.text("ping.expires")


def test_what_a_check_found_under_one_profile_does_not_stand_under_another(two: Program) -> None:
    accepted(two)
    two.strike(Key.Key_N, modifiers=CTRL)
    show(two, "duplicate")
    fill(two, "duplicate", Phone="7025550123")
    ask(two, "duplicate", "duplicate")
    assert two.text("duplicate.lead_id") != ""
    two.choose_profile("Roof")
    assert two.text("duplicate.lead_id") == ""
    assert two.text("duplicate.outcome.kind") == ""
    two.strike(Key.Key_F6)
    assert two.window.tabs.currentWidget().objectName() == "duplicate", "there is no answer to go from"


def test_an_answer_that_comes_under_another_profile_is_said_and_fills_nothing(two: Program, receiver: Sandbox) -> None:
    receiver.scenario = Scenario.SLOW
    show(two, "ping")
    fill(two, "ping", **LEAD)
    two.click("ping.send")
    two.until(lambda: bool(receiver.received))
    two.choose_profile("Roof")
    two.until(lambda: not two.button("ping.cancel").isEnabled())
    assert two.text("ping.order_id") == ""
    assert two.text("ping.price") == ""
    assert two.text("ping.outcome.kind") == ""
    assert two.text("window.notice") == "The ping under “Solar”: will accept"


def test_a_profile_that_was_edited_keeps_what_was_typed(two: Program) -> None:
    show(two, "ping")
    fill(two, "ping", **LEAD)
    two.put_into("ping.order_id", "typed")
    show(two, "update")
    two.put_into("update.lead_uid", "4711")
    fill(two, "update", FirstName="Ana")
    profile = two.window.submit.profile
    assert profile is not None
    two.window.profile_shown.emit(profile)
    assert two.text("ping.field.Zip") == "00501"
    assert two.text("ping.order_id") == "typed"
    assert two.text("update.lead_uid") == "4711"
    assert two.text("update.changes") == "Goes: First name."


# ------------------------------------------------------------------ quick hands


def test_what_is_typed_while_an_update_is_on_its_way_goes_with_the_next(program: Program, receiver: Sandbox) -> None:
    accepted(program)
    program.select(0)
    program.click("history.update")
    program.settle()
    receiver.scenario = Scenario.SLOW
    program.put_into("update.field.FirstName", "Anna")
    program.click("update.send")
    program.until(lambda: receiver.received[-1].path.startswith("/processor/update"))
    program.put_into("update.field.FirstName", "Hanna")
    program.until(lambda: not program.button("update.cancel").isEnabled())
    assert program.text("update.outcome.kind") == "accepted"
    assert program.text("update.changes") == "Goes: First name."
    receiver.scenario = Scenario.ACCEPT_ALL
    ask(program, "update", "accepted")
    assert sent_form(receiver)["FirstName"] == "Hanna"


def test_a_default_is_no_change_once_the_tab_was_cleared(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox
) -> None:
    fields = (*FIELDS, FieldSpec("Source", "Source", default="phone"))
    program = start_program(make_profile(endpoint=receiver.start(), fields=fields))
    show(program, "update")
    program.put_into("update.lead_uid", "4711")
    assert program.text("update.changes") == "Nothing was changed yet."
    program.click("update.clear")
    assert program.text("update.field.Source") == "phone"
    assert program.text("update.changes") == "Nothing was changed yet."


def test_a_lead_id_typed_over_a_loaded_one_is_not_of_that_person(program: Program) -> None:
    accepted(program)
    program.select(0)
    program.click("history.update")
    program.settle()
    program.put_into("update.lead_uid", "4711")
    fill(program, "update", State="NV")
    program.click("update.send")
    program.until(lambda: "Lead 4711" in program.column("Who"))


@pytest.mark.parametrize("tab", ["submit", "ping"])
def test_the_keyboard_comes_back_to_send_and_does_not_stray(program: Program, tab: str) -> None:
    if tab == "ping":
        show(program, tab)
    fill(program, tab, **LEAD)
    program.button(f"{tab}.send").setFocus()
    program.strike(Key.Key_Space)
    program.until(lambda: program.text(f"{tab}.outcome.kind") in ("accepted", "will accept"))
    assert program.focus() == f"{tab}.send"


@pytest.mark.parametrize("tab", ["submit", "ping"])
def test_the_keyboard_stays_where_somebody_has_put_it_meanwhile(program: Program, receiver: Sandbox, tab: str) -> None:
    receiver.scenario = Scenario.SLOW
    if tab == "ping":
        show(program, tab)
    fill(program, tab, **LEAD)
    program.button(f"{tab}.send").setFocus()
    program.strike(Key.Key_Space)
    program.until(lambda: bool(receiver.received))
    assert not program.history.hasFocus()
    program.line(f"{tab}.field.Zip" if tab == "ping" else "submit.field.Phone").setFocus()
    program.until(lambda: program.text(f"{tab}.outcome.kind") in ("accepted", "will accept"))
    assert program.focus() == ("ping.field.Zip" if tab == "ping" else "submit.field.Phone")


def test_the_keyboard_goes_with_a_step_to_its_tab(program: Program) -> None:
    accepted(program)
    program.strike(Key.Key_F5)
    program.until(lambda: program.text("status.outcome.kind") == "accepted")
    assert program.focus().startswith("status.")
    program.strike(Key.Key_1, modifiers=CTRL)
    program.strike(Key.Key_F2)
    program.until(lambda: program.text("duplicate.outcome.kind") == "duplicate")
    assert program.focus().startswith("duplicate.")


def test_a_new_lead_from_another_tab_throws_none_away_that_nobody_sees(program: Program) -> None:
    program.put(FirstName="Bob", Phone="7025550199")
    show(program, "update")
    program.strike(Key.Key_N, modifiers=CTRL)
    assert program.window.tabs.currentWidget().objectName() == "submit"
    assert program.text("submit.field.FirstName") == "Bob"
    program.strike(Key.Key_N, modifiers=CTRL)
    assert program.text("submit.field.FirstName") == ""


# ------------------------------------------------------------------ another lead on a tab


def changed_update(program: Program) -> None:
    """An accepted lead stands on Update, and something else was typed into it, and not sent."""
    accepted(program)
    program.strike(Key.Key_F6)
    program.until(lambda: program.text("update.lead_uid") != "")
    fill(program, "update", FirstName="Anabel")


def test_what_was_typed_on_update_makes_room_and_comes_back(program: Program) -> None:
    changed_update(program)
    lead_uid = program.text("update.lead_uid")
    program.strike(Key.Key_1, Key.Key_N, modifiers=CTRL)
    program.put(FirstName="Bob", Phone="7025550199", State="NY")
    program.send("accepted")
    program.strike(Key.Key_F6)
    program.until(lambda: program.text("update.field.FirstName") == "Bob")
    assert program.text("update.changes") == "Nothing was changed yet."
    assert program.text("window.notice") == "What was typed on Update and not sent is kept."
    program.click("window.notice.act")
    assert program.text("update.field.FirstName") == "Anabel"
    assert program.text("update.lead_uid") == lead_uid
    assert program.text("update.changes").startswith("Goes: ")
    assert not program.find(QLabel, "window.notice").isVisible()


def test_what_made_room_outlives_the_program(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, tmp_path: Path
) -> None:
    folder = open_folder(tmp_path / "data")
    program = start_program(make_profile(endpoint=receiver.start(), fields=FIELDS), folder=folder)
    changed_update(program)
    program.strike(Key.Key_1, modifiers=CTRL)
    program.strike(Key.Key_F6)
    program.until(lambda: program.text("update.field.FirstName") == "Ana")
    program.settle()
    program.close()
    again = start_program(folder=folder)
    again.until(lambda: again.text("window.notice") == "What was typed on Update and not sent is kept.")
    again.click("window.notice.act")
    assert again.text("update.field.FirstName") == "Anabel"
    again.settle()
    again.close()
    third = start_program(folder=folder)
    show(third, "update")
    third.until(lambda: third.text("update.field.FirstName") == "Anabel")
    assert not third.find(QLabel, "window.notice").isVisible(), "it stands on its tab again"


def test_what_was_typed_on_the_duplicate_check_makes_room_and_comes_back(program: Program) -> None:
    accepted(program)
    program.strike(Key.Key_N, modifiers=CTRL)
    show(program, "duplicate")
    fill(program, "duplicate", Phone="7025559999")
    program.select(0)
    program.click("history.duplicate")
    program.until(lambda: program.text("duplicate.outcome.kind") == "duplicate")
    assert "5550123" in "".join(filter(str.isdigit, program.text("duplicate.field.Phone")))
    program.click("window.notice.act")
    assert "5559999" in "".join(filter(str.isdigit, program.text("duplicate.field.Phone")))
    assert program.text("duplicate.outcome.kind") == "", "that was the answer to the other one"


def test_a_check_from_an_update_has_the_whole_person(program: Program) -> None:
    changed_update(program)
    ask(program, "update", "accepted")
    program.strike(Key.Key_F2)
    program.until(lambda: program.text("duplicate.outcome.kind") == "duplicate")


def test_no_answer_to_another_lead_stands_beside_one_that_is_loaded(program: Program) -> None:
    changed_update(program)
    ask(program, "update", "accepted")
    program.strike(Key.Key_1, modifiers=CTRL)
    program.strike(Key.Key_F6)
    program.until(lambda: program.text("update.outcome.kind") == "")
    show(program, "ping")
    fill(program, "ping", **LEAD)
    ask(program, "ping", "will accept")
    program.strike(Key.Key_F3)
    program.until(lambda: program.text("submit.order_id") != "")
    assert program.text("submit.outcome.kind") == ""


def test_an_answer_stays_readable_until_something_is_sent(program: Program) -> None:
    changed_update(program)
    ask(program, "update", "accepted")
    program.strike(Key.Key_Return, modifiers=CTRL)
    assert program.text("update.outcome.kind") == "accepted"
    assert program.text("update.outcome").startswith("Nothing was sent. Nothing was changed")
    assert len(program.outcomes) == 2


# ------------------------------------------------------------------ after a restart


def test_what_stands_beside_the_forms_is_given_back(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, tmp_path: Path
) -> None:
    folder = open_folder(tmp_path / "data")
    profile = make_profile(endpoint=receiver.start(), fields=FIELDS)
    program = start_program(profile, folder=folder)
    show(program, "ping")
    program.put_into("ping.order_id", "from-the-return-url")
    show(program, "update")
    program.put_into("update.lead_uid", "4711")
    program.find(QCheckBox, "update.process_delivery").setChecked(True)
    show(program, "status")
    program.put_into("status.post_id", POST_ID)
    program.close()
    again = start_program(folder=folder)
    for tab in ("ping", "update", "status"):
        show(again, tab)
    assert again.text("ping.order_id") == "from-the-return-url"
    assert again.text("update.lead_uid") == "4711"
    assert again.find(QCheckBox, "update.process_delivery").isChecked()
    assert again.text("status.post_id") == POST_ID


def test_a_lead_of_submit_that_stood_on_ping_too_is_not_left_there(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, tmp_path: Path
) -> None:
    folder = open_folder(tmp_path / "data")
    program = start_program(make_profile(endpoint=receiver.start(), fields=FIELDS), folder=folder)
    program.put(**LEAD)
    show(program, "ping")
    assert program.text("ping.field.Zip") == "00501"
    program.close()
    again = start_program(folder=folder)
    show(again, "ping")
    assert again.text("ping.field.Zip") == "00501"
    again.strike(Key.Key_1, modifiers=CTRL)
    again.strike(Key.Key_N, modifiers=CTRL)
    show(again, "ping")
    assert again.text("ping.field.Zip") == ""


# ------------------------------------------------------------------ texts without an end


LONG_HOST = f"{'very-long-host-name-part.' * 9}example.com"


@pytest.fixture
def shown(program: Program, full_dress: Callable[[Theme], Colours]) -> Program:
    full_dress(Theme.LIGHT)
    return program


def test_a_long_host_is_named_by_its_end_and_widens_nothing(shown: Program) -> None:
    show(shown, "status")
    before = shown.window.width()
    shown.put_into("status.post_id", f"https://{LONG_HOST}/information/status/{'y' * 300}")
    button = shown.button("status.ask_there")
    assert button.text().startswith("Ask …")
    assert button.text().endswith("part.example.com")
    assert button.accessibleName() == button.text()
    assert LONG_HOST in button.accessibleDescription()
    assert button.minimumSizeHint().width() < 400
    assert shown.window.width() == before


def test_all_fields_changed_leave_room_for_the_outcome(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, full_dress: Callable[[Theme], Colours]
) -> None:
    full_dress(Theme.LIGHT)
    fields = tuple(FieldSpec(f"F{number}", f"A field with the number {number}") for number in range(200))
    program = start_program(make_profile(endpoint=receiver.start(), fields=fields))
    height = program.window.height()
    show(program, "update")
    program.put_into("update.lead_uid", "4711")
    fill(program, "update", **{f"F{number}": "x" for number in range(200)})
    assert program.text("update.changes").endswith("A field with the number 14 and 185 more.")
    assert "F199=x" in program.text("update.preview")
    assert program.window.height() == height
    assert program.find(QLabel, "update.outcome").visibleRegion().boundingRect().height() > 0


def test_a_long_campaign_leaves_its_answer_in_sight(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, full_dress: Callable[[Theme], Colours]
) -> None:
    full_dress(Theme.LIGHT)
    name = "A campaign with a name that is wider than any table"
    campaigns = tuple(Campaign(aid, f"{name} {aid}") for aid in range(1, 31))
    program = start_program(make_profile(endpoint=receiver.start(), fields=FIELDS, campaigns=campaigns))
    show(program, "ping")
    fill(program, "ping", **LEAD)
    chosen = program.find(QComboBox, "ping.campaign")
    chosen.setCurrentIndex(chosen.count() - 1)
    ask(program, "ping", "will accept")
    table = program.find(QTableView, "ping.campaigns")
    model = table.model()
    assert model.rowCount() == 30
    marks = [str(model.index(row, 3).data()) for row in range(30)]
    assert marks.count("best price") == 1
    assert table.columnViewportPosition(3) + 60 < table.viewport().width()
    assert program.text("ping.price") == str(model.index(marks.index("best price"), 2).data())


def test_an_answer_of_one_long_word_leaves_the_steps_in_sight(shown: Program) -> None:
    card = shown.window.submit.card
    url = f"https://example.com/{'r' * 600}"
    outcome = Outcome(OutcomeKind.ACCEPTED, "The receiver took the lead.", "W" * 400, lead_id="4711", redirect_url=url)
    card.show_outcome(outcome)
    assert shown.text("submit.outcome.redirect_url") == url, "it can be copied as it is"
    assert shown.find(QLabel, "submit.outcome.reason").toolTip() != ""
    shown.until(lambda: card.horizontalScrollBar().maximum() == 0)
    assert shown.button("submit.outcome.lead_id.copy").isVisible()


# ------------------------------------------------------------------ what keeps Send off


def test_a_key_that_asks_for_what_is_off_is_told_why(program: Program, receiver: Sandbox) -> None:
    accepted(program)
    program.strike(Key.Key_F6)
    program.until(lambda: program.text("update.lead_uid") != "")
    program.strike(Key.Key_Return, modifiers=CTRL)
    assert program.text("update.outcome") == "Nothing was sent. Nothing was changed: there is nothing to send."
    show(program, "status")
    program.put_into("status.post_id", "https://elsewhere.example/information/status/1")
    program.strike(Key.Key_Return, modifiers=CTRL)
    assert program.text("status.outcome").startswith("Nothing was sent. This address is not of this profile's")
    assert len(receiver.received) == 1


def test_a_close_while_the_receiver_is_asked_speaks_of_no_lead(program: Program, receiver: Sandbox) -> None:
    receiver.scenario = Scenario.SILENCE
    show(program, "ping")
    fill(program, "ping", **LEAD)
    program.click("ping.send")
    program.until(lambda: bool(receiver.received))
    program.window.close()
    assert program.window.isVisible()
    assert program.text("window.notice").startswith("The receiver is being asked. Wait for the answer")
    program.window.close()
    assert not program.window.isVisible()


def test_what_a_full_disk_refuses_is_said_and_kept_once_there_is_room(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, tmp_path: Path
) -> None:
    folder = open_folder(tmp_path / "data")
    program = start_program(make_profile(endpoint=receiver.start(), fields=FIELDS), folder=folder)
    save, is_full = program.store.drafts.save, True

    def save_if_there_is_room(name: str, content: Mapping[str, Any], at_utc: datetime) -> None:
        if is_full:
            raise StorageError("The disk is full.", "Make room.")
        save(name, content, at_utc)

    program.store.drafts.save = save_if_there_is_room  # type: ignore[method-assign]  # a disk that is full
    show(program, "ping")
    fill(program, "ping", Zip="00501")
    program.until(lambda: "on the tabs beside Submit is not kept" in program.text("window.notice"))
    assert program.text("window.notice").endswith("The disk is full. Make room.")
    program.window.close()
    assert program.window.isVisible(), "it is asked first"
    is_full = False
    program.until(lambda: "is not kept" not in program.text("window.notice"))
    program.close()
    again = start_program(folder=folder)
    show(again, "ping")
    assert again.text("ping.field.Zip") == "00501"
