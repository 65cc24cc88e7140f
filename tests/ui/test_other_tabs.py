"""Ping, Duplicate check, Update and Status: each by itself, on a receiver that the test holds."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QTableView

from leadexec_desktop.profiles.model import Auth, FieldKind, FieldSpec
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.sandbox.requests import RawRequest
from leadexec_desktop.sandbox.scenarios import Scenario
from leadexec_desktop.sandbox.server import Sandbox

from .program import CTRL, MakeProfile, Program, Receive, StartProgram

Key = Qt.Key
FIELDS = (
    FieldSpec("FirstName", "First name", required=True, section="Caller"),
    FieldSpec("Phone", "Phone", FieldKind.PHONE, required=True, section="Caller", in_duplicate_check=True),
    FieldSpec("Zip", "ZIP", FieldKind.POSTAL_CODE, section="Home", in_ping=True),
    FieldSpec("State", "State", FieldKind.STATE, required=True, section="Home", in_ping=True),
    FieldSpec("SSN", "Social security number", sensitive=True),
)
LEAD = {"FirstName": "Ana", "Phone": "7025550123", "Zip": "00501", "State": "NY"}
TABS = {"ping": Key.Key_2, "duplicate": Key.Key_3, "update": Key.Key_4, "status": Key.Key_5}


@pytest.fixture
def receiver(receive: Receive) -> Sandbox:
    return receive(processing_s=0.2)


@pytest.fixture
def program(start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox) -> Program:
    return start_program(make_profile(endpoint=receiver.start(), fields=FIELDS))


def fill(program: Program, tab: str, **texts: str) -> None:
    for field, text in texts.items():
        program.put_into(f"{tab}.field.{field}", text)


def show(program: Program, tab: str) -> None:
    program.strike(TABS[tab], modifiers=CTRL)
    assert program.window.tabs.currentWidget().objectName() == tab


def ask(program: Program, tab: str, word: str) -> None:
    """Presses the tab's Send and waits for what comes of it."""
    program.click(f"{tab}.send")
    program.until(lambda: program.button(f"{tab}.cancel").isEnabled() is False)
    assert program.text(f"{tab}.outcome.kind") == word, program.text(f"{tab}.outcome")


def last(receiver: Sandbox) -> RawRequest:
    return receiver.received[-1]


def sent_form(receiver: Sandbox) -> dict[str, str]:
    return dict(parse_qsl(last(receiver).body.decode(), keep_blank_values=True, strict_parsing=True))


def accepted(program: Program, **texts: str) -> None:
    """A lead that the receiver has."""
    program.put(**(texts or LEAD))
    program.send("accepted")


# ------------------------------------------------------------------ ping


def test_only_the_fields_of_the_ping_go_and_the_form_says_so(program: Program, receiver: Sandbox) -> None:
    show(program, "ping")
    assert program.focus() == "ping.field.Zip"
    fill(program, "ping", **LEAD)
    labels = program.window.tabs.currentWidget().findChildren(QLabel)
    headings = [own.text() for own in labels if own.property("role") == "heading"]
    assert headings == ["Goes with the ping", "Stays here, for the post"]
    assert "Ana" not in program.text("ping.preview")
    ask(program, "ping", "will accept")
    assert last(receiver).path == "/processor/insert/ping/json"
    assert sent_form(receiver) == {"vid": "18", "lid": "1", "aid": "23", "Zip": "00501", "State": "NY"}
    assert program.column("Operation") == ["Ping"]
    assert program.column("Who") == ["Ana"]
    assert program.text("ping.order_id") != ""
    assert program.text("ping.price") == program.text("ping.outcome.price") == "25.00"
    assert program.text("ping.expires").startswith("Expires in ")


def test_only_what_goes_must_be_right(program: Program) -> None:
    show(program, "ping")
    program.click("ping.send")
    assert program.focus() == "ping.field.State"
    assert program.text("ping.outcome").startswith("Nothing was sent.")
    fill(program, "ping", State="NY", Phone="12")
    ask(program, "ping", "will accept")


def test_json_is_pinged_as_documented(program: Program, receiver: Sandbox) -> None:
    show(program, "ping")
    fill(program, "ping", **LEAD)
    program.click("ping.encoding.json")
    assert program.button("ping.async").isEnabled() is False
    program.click("ping.response.xml")
    ask(program, "ping", "will accept")
    assert last(receiver).path == "/processor/insert/ping/xml"
    assert json.loads(last(receiver).body) == {
        "source": {"vid": 18, "lid": 1, "aid": 23},
        "leads": [{"properties": {}, "fields": {"Zip": "00501", "State": "NY"}}],
    }


def test_the_campaigns_stand_side_by_side_and_the_best_is_marked(program: Program, receiver: Sandbox) -> None:
    show(program, "ping")
    fill(program, "ping", **LEAD)
    campaigns = program.find(QComboBox, "ping.campaign")
    campaigns.setCurrentIndex(campaigns.count() - 1)
    assert campaigns.currentText() == "All 2 campaigns, side by side"
    ask(program, "ping", "will accept")
    program.settle()
    asked = [dict(parse_qsl(own.body.decode()))["aid"] for own in receiver.received]
    assert sorted(asked) == ["23", "24"]
    model = program.find(QTableView, "ping.campaigns").model()
    rows = {
        str(model.index(row, 0).data()): [str(model.index(row, column).data()) for column in (1, 2, 3)]
        for row in range(model.rowCount())
    }
    assert rows == {"West (23)": ["will accept", "25.00", ""], "East (24)": ["will accept", "30.00", "best price"]}
    assert program.text("ping.price") == "30.00"
    program.click("ping.post")
    assert program.find(QComboBox, "submit.campaign").currentData() == 24


def test_an_order_is_posted_without_typing_anything_again(program: Program, receiver: Sandbox) -> None:
    program.click("submit.mode.transfer")
    program.click("submit.encoding.json")
    show(program, "ping")
    fill(program, "ping", **LEAD)
    ask(program, "ping", "will accept")
    order = program.text("ping.order_id")
    program.click("ping.post")
    assert program.window.tabs.currentWidget().objectName() == "submit"
    assert {name: program.text(f"submit.field.{name}") for name in LEAD} == LEAD
    assert program.text("submit.order_id") == order
    assert program.focus() == "submit.send"
    assert program.button("submit.mode.general").isChecked()
    assert program.button("submit.encoding.form").isChecked()
    assert not program.button("submit.mode.transfer").isEnabled()
    program.send("accepted")
    assert last(receiver).path == "/processor/insert/general/json"
    assert sent_form(receiver) == {"vid": "18", "lid": "1", "aid": "23", "orderid": order, **LEAD}
    program.strike(Key.Key_N, modifiers=CTRL)
    assert program.button("submit.mode.transfer").isChecked()  # as it was wanted before the order


def test_what_is_missing_for_the_post_gets_the_keyboard(program: Program) -> None:
    show(program, "ping")
    fill(program, "ping", Zip="00501", State="NY")
    ask(program, "ping", "will accept")
    program.click("ping.post")
    assert program.focus() == "submit.field.FirstName"


def test_an_asynchronous_ping_says_where_its_answer_goes(program: Program, receiver: Sandbox) -> None:
    show(program, "ping")
    fill(program, "ping", **LEAD)
    program.click("ping.async")
    program.put_into("ping.return_url", "https://example.com/back")
    assert "return URL" in program.text("ping.will_happen")
    ask(program, "ping", "queued")
    assert last(receiver).path == "/processor/insert/ping/json/async"
    assert "type the order ID" in program.text("ping.outcome")
    assert not program.button("ping.post").isEnabled()
    program.put_into("ping.order_id", "0826a91a-c058-4a2a-b38a-224ae0acfe3b")
    program.click("ping.post")
    assert program.text("submit.order_id") == "0826a91a-c058-4a2a-b38a-224ae0acfe3b"


def test_at_zero_the_order_warns_by_itself(
    start_program: StartProgram, make_profile: MakeProfile, receive: Receive
) -> None:
    receiver = receive(order_s=1.2)
    program = start_program(make_profile(endpoint=receiver.start(), fields=FIELDS))
    show(program, "ping")
    fill(program, "ping", **LEAD)
    ask(program, "ping", "will accept")
    program.until(lambda: "has expired" in program.text("ping.expires"))
    program.click("ping.post")
    program.send("rejected")
    assert "expired at" in program.text("submit.outcome.reason")


def test_the_zone_of_expiries_can_be_chosen_and_is_kept(program: Program) -> None:
    show(program, "ping")
    fill(program, "ping", **LEAD)
    ask(program, "ping", "will accept")
    zone = program.find(QComboBox, "ping.zone")
    assert zone.currentText() == "UTC"
    zone.setCurrentIndex(zone.findText("Pacific"))
    hours = int(program.text("ping.expires").removeprefix("Expires in ").split(":")[0])
    assert hours >= 7
    program.settle()
    assert program.settings.get("order_zone", "") == "America/Los_Angeles"


def test_what_is_not_permitted_is_off_with_the_reason(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox
) -> None:
    program = start_program(
        make_profile(endpoint=receiver.start(), fields=FIELDS, operations=(Operation.GENERAL,)),
    )
    for tab in TABS:
        show(program, tab)
        send = program.button(f"{tab}.send")
        assert not send.isEnabled()
        assert "does not permit" in send.accessibleDescription()
    assert "needs approval" in program.button("duplicate.send").accessibleDescription()


def test_a_profile_without_fields_for_it_says_what_to_tick(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox
) -> None:
    program = start_program(make_profile(endpoint=receiver.start(), fields=(FieldSpec("A"),)))
    show(program, "ping")
    assert "tick “In ping” in Manage…" in program.button("ping.send").accessibleDescription()
    show(program, "duplicate")
    assert "tick “In duplicate check” in Manage…" in program.button("duplicate.send").accessibleDescription()


# ------------------------------------------------------------------ duplicate check


def test_a_check_finds_the_lead_that_was_sent(program: Program, receiver: Sandbox) -> None:
    accepted(program)
    lead_id = program.text("submit.outcome.lead_id")
    show(program, "duplicate")
    fill(program, "duplicate", Phone="(702) 555-0123")
    ask(program, "duplicate", "duplicate")
    assert last(receiver).path == "/processor/duplicate/check"
    assert sent_form(receiver) == {"vid": "18", "lid": "1", "aid": "23", "Phone": "7025550123"}
    assert program.text("duplicate.lead_id") == program.text("duplicate.outcome.lead_id") == lead_id
    assert program.text("duplicate.received_on") != ""
    program.click("duplicate.outcome.update")
    program.until(lambda: program.window.tabs.currentWidget().objectName() == "update")
    assert program.text("update.lead_uid") == lead_id
    assert program.text("update.field.FirstName") == "Ana"


def test_a_check_of_somebody_new_and_of_another_source(program: Program, receiver: Sandbox) -> None:
    show(program, "duplicate")
    assert [own.objectName() for own in program.window.current.form.findChildren(QLineEdit)] == [
        "duplicate.field.Phone"
    ]
    program.click("duplicate.encoding.json")
    fill(program, "duplicate", Phone="7025550199")
    ask(program, "duplicate", "not duplicate")
    assert json.loads(last(receiver).body)["leads"] == [{"properties": {}, "fields": {"Phone": "7025550199"}}]
    assert not program.find(QLabel, "duplicate.lead_id").isVisible()
    receiver.scenario = Scenario.DUPLICATE_ELSEWHERE
    ask(program, "duplicate", "duplicate")
    assert program.text("duplicate.lead_id") == "none: it came from another source"
    assert program.text("duplicate.outcome.lead_id") == ""


def test_own_history_is_said_at_once_and_offline(program: Program, receiver: Sandbox) -> None:
    accepted(program)
    lead_id = program.text("submit.outcome.lead_id")
    show(program, "duplicate")
    fill(program, "duplicate", Phone="(702) 555-0123")
    program.until(lambda: program.text("duplicate.own").startswith("You sent this"))
    assert lead_id in program.text("duplicate.own")
    assert len(receiver.received) == 1
    fill(program, "duplicate", Phone="7025550199")
    program.until(lambda: not program.find(QLabel, "duplicate.own").isVisible())


# ------------------------------------------------------------------ update


def update_of(program: Program) -> None:
    program.click("submit.outcome.update")
    program.until(lambda: program.window.tabs.currentWidget().objectName() == "update")


def test_an_update_sends_exactly_what_was_changed(program: Program, receiver: Sandbox) -> None:
    accepted(program)
    lead_id = program.text("submit.outcome.lead_id")
    update_of(program)
    assert {name: program.text(f"update.field.{name}") for name in LEAD} == LEAD
    assert program.text("update.changes") == "Nothing was changed yet."
    assert not program.button("update.send").isEnabled()
    assert "Nothing was changed" in program.button("update.send").accessibleDescription()
    fill(program, "update", Phone="(702) 555-0123")  # the same number, written otherwise
    assert program.text("update.changes") == "Nothing was changed yet."
    fill(program, "update", Zip="", FirstName="Anna")
    assert program.text("update.changes") == "Goes: First name, ZIP (emptied)."
    ask(program, "update", "accepted")
    assert last(receiver).path == "/processor/update/json"
    assert sent_form(receiver) == {
        "vid": "18",
        "lid": "1",
        "lpleaduid": lead_id,
        "processDelivery": "false",
        "FirstName": "Anna",
        "Zip": "",
    }
    assert program.text("update.changes") == "Nothing was changed yet."
    assert not program.button("update.send").isEnabled()
    assert len(receiver.updates) == 1


def test_an_update_as_json_runs_the_automation_if_asked(program: Program, receiver: Sandbox) -> None:
    accepted(program)
    lead_id = program.text("submit.outcome.lead_id")
    update_of(program)
    program.click("update.encoding.json")
    program.click("update.process_delivery")
    fill(program, "update", State="")
    ask(program, "update", "accepted")
    assert json.loads(last(receiver).body) == {
        "source": {"vid": 18, "lid": 1},
        "leads": [{"properties": {"leadUID": int(lead_id), "processDelivery": True}, "fields": {"State": ""}}],
    }


def test_a_lead_id_typed_by_hand_sends_what_is_typed(program: Program, receiver: Sandbox) -> None:
    show(program, "update")
    assert program.focus() == "update.lead_uid"
    fill(program, "update", FirstName="Bob")
    program.click("update.send")
    assert "Lead ID is required" in program.text("update.outcome")
    program.put_into("update.lead_uid", "12x")
    program.click("update.send")
    assert "whole number" in program.text("update.outcome")
    program.put_into("update.lead_uid", "4711")
    ask(program, "update", "rejected")
    assert sent_form(receiver)["lpleaduid"] == "4711"
    assert "There is no lead 4711" in program.text("update.outcome.reason")


@pytest.mark.parametrize("with_updates", [False, True])
def test_a_password_goes_with_an_update_only_if_the_profile_says_so(
    start_program: StartProgram, make_profile: MakeProfile, receive: Receive, *, with_updates: bool
) -> None:
    receiver = receive(required_password="pw-1")
    auth = Auth(password=True, password_on_update=with_updates)
    program = start_program(make_profile(endpoint=receiver.start(), fields=FIELDS, auth=auth))
    desk = program.conductor.work
    assert desk is not None
    assert desk.credentials is not None
    from leadexec_desktop.store.credentials import SecretKind  # noqa: PLC0415 - beside its only use

    desk.credentials.set("solar", SecretKind.PASSWORD, "pw-1")
    accepted(program)
    update_of(program)
    fill(program, "update", FirstName="Anna")
    ask(program, "update", "accepted")
    assert sent_form(receiver).get("password") == ("pw-1" if with_updates else None)
    assert "pw-1" not in program.text("update.preview")


# ------------------------------------------------------------------ status


def test_a_status_is_a_timeline_on_the_agents_clock(program: Program, receiver: Sandbox) -> None:
    accepted(program)
    program.click("submit.outcome.status")
    program.until(lambda: program.window.tabs.currentWidget().objectName() == "status")
    program.until(lambda: program.text("status.outcome.kind") == "accepted")
    assert (last(receiver).method, last(receiver).body) == ("GET", b"")
    assert last(receiver).path == f"/information/queuestatus/{program.text('status.post_id')}"
    assert last(receiver).header("Authorization") == ""
    model = program.find(QTableView, "status.timeline").model()
    assert [str(model.index(row, 1).data()) for row in range(2)] == ["received", "accepted"]
    tip = str(model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert " UTC" in tip
    here = datetime.strptime(tip.partition(">")[2][:19], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC).astimezone()
    assert str(model.index(0, 0).data()) == f"{here:%H:%M:%S}"


def test_nobody_is_asked_at_an_address_of_another_host_unasked(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, receive: Receive
) -> None:
    other = receive()
    there = f"{other.start()}/information/status/f5666260-1c2c-4bd5-9611-bb1387ca2397"
    program = start_program(make_profile(endpoint=receiver.start(), fields=FIELDS))
    show(program, "status")
    program.put_into("status.post_id", there)
    assert not program.button("status.send").isEnabled()
    assert "agree first" in program.button("status.send").accessibleDescription()
    program.click("status.ask_there")
    program.until(lambda: program.text("status.outcome.kind") == "processing")
    assert [own.method for own in other.received] == ["GET"]
    assert receiver.received == ()


@pytest.mark.parametrize(
    "typed, told",
    [
        ("", "Type a PostID"),
        ("12345", "This is neither"),
        ("../../processor", "This is neither"),
        ("ftp://leads.example/x", "must begin with https"),
        ("http://leads.example/x", "not encrypted"),
        ("https://user:pw@leads.example/x", "user name or a password"),
    ],
)
def test_what_is_no_post_id_and_no_address_is_not_asked(program: Program, typed: str, told: str) -> None:
    show(program, "status")
    program.put_into("status.post_id", typed)
    assert not program.button("status.send").isEnabled()
    assert told in program.button("status.send").accessibleDescription()


# ------------------------------------------------------------------ asking


@pytest.mark.parametrize("tab", ["ping", "duplicate"])
def test_a_question_can_be_cancelled_and_needs_no_decision(program: Program, receiver: Sandbox, tab: str) -> None:
    receiver.scenario = Scenario.SLOW
    show(program, tab)
    fill(program, tab, **({"State": "NY"} if tab == "ping" else {"Phone": "7025550123"}))
    program.click(f"{tab}.send")
    program.until(lambda: len(receiver.received) == 1)
    program.click(f"{tab}.send") if program.button(f"{tab}.send").isEnabled() else None
    program.strike(Key.Key_Escape)
    program.until(lambda: program.text(f"{tab}.outcome.kind") == "unknown")
    assert len(receiver.received) == 1
    assert program.text("history.unsettled") == "Outbox: nothing waits"
    program.select(0)
    assert not program.button("history.arrived").isEnabled()
    assert not program.button("history.send_again").isEnabled()


FAULTS: dict[Scenario, str] = {
    Scenario.UNAUTHORIZED_401: "refused",
    Scenario.FORBIDDEN_403: "refused",
    Scenario.TOO_MANY_429: "refused",
    Scenario.HTML_200: "unreadable",
    Scenario.HTML_500: "unreadable",
    Scenario.EMPTY: "unreadable",
    Scenario.EXTERNAL_ENTITY: "unreadable",
    Scenario.CUT_OFF: "unreadable",
    Scenario.DROPPED: "unknown",
}
READABLE = (Scenario.BYTE_ORDER_MARK, Scenario.UTF_16, Scenario.WRONG_CONTENT_TYPE, Scenario.LOWER_CASE_KEYS)
WORDS = {"ping": "will accept", "duplicate": "not duplicate", "update": "accepted", "status": "accepted"}


@pytest.fixture
def asked(program: Program) -> Callable[[str], None]:
    """Makes a tab ready to ask about a lead that the receiver has."""
    accepted(program)

    def ready(tab: str) -> None:
        if tab == "update":
            update_of(program)
            fill(program, "update", FirstName="Anna")
        elif tab == "status":
            post_id = program.text("submit.outcome.post_id")
            show(program, "status")
            program.put_into("status.post_id", post_id)
        else:
            show(program, tab)
            fill(program, tab, **({"State": "NY"} if tab == "ping" else {"Phone": "7025550199"}))

    return ready


@pytest.mark.parametrize("tab", TABS)
def test_every_answer_has_its_word_on_every_tab(
    program: Program, receiver: Sandbox, asked: Callable[[str], None], tab: str
) -> None:
    asked(tab)
    for scenario, word in FAULTS.items():
        receiver.scenario = scenario
        ask(program, tab, word)
        assert program.text(f"{tab}.outcome").endswith((".", "again."))
    for scenario in (*READABLE, Scenario.DOC_MALFORMED, Scenario.AS_DOCUMENTED):
        receiver.scenario = scenario
        if tab == "update":
            fill(program, "update", FirstName=f"Anna {scenario}")
        ask(program, tab, WORDS[tab])


# ------------------------------------------------------------------ what is typed


def test_a_lead_that_is_being_typed_stands_on_ping_too(program: Program) -> None:
    program.put(FirstName="Ana", Zip="00501")
    show(program, "ping")
    assert program.text("ping.field.Zip") == "00501"
    fill(program, "ping", State="NY")
    program.strike(Key.Key_1, modifiers=CTRL)
    assert program.text("submit.field.State") == ""  # what is typed elsewhere comes only with a press
    program.put(Zip="00502")
    show(program, "ping")
    assert (program.text("ping.field.Zip"), program.text("ping.field.State")) == ("00501", "NY")


def test_another_lead_on_submit_is_set_aside_for_an_order(program: Program) -> None:
    show(program, "ping")
    fill(program, "ping", **LEAD)
    ask(program, "ping", "will accept")
    program.strike(Key.Key_1, modifiers=CTRL)
    program.put(FirstName="Bob", Phone="7025550199")
    show(program, "ping")
    program.click("ping.post")
    program.until(lambda: program.text("submit.field.FirstName") == "Ana")
    assert "Another lead that was being typed is kept." in program.text("window.notice")
    program.click("window.notice.act")
    program.until(lambda: program.text("submit.field.FirstName") == "Bob")
    assert program.text("submit.order_id") == ""


def test_profiles_keep_what_was_typed_under_each(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox
) -> None:
    endpoint = receiver.start()
    program = start_program(
        make_profile("Solar", endpoint, fields=FIELDS), make_profile("Roof", endpoint, fields=FIELDS[:3])
    )
    program.choose_profile("Solar")
    show(program, "ping")
    fill(program, "ping", Zip="00501")
    program.choose_profile("Roof")
    show(program, "ping")
    assert program.text("ping.field.Zip") == ""
    program.choose_profile("Solar")
    assert program.text("ping.field.Zip") == "00501"
