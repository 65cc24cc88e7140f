"""What Send does: one press, one delivery; what the receiver may have is sent again only as a new lead."""

import re
import socket
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from leadexec_desktop.profiles.model import FieldSpec
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.sandbox.scenarios import Scenario
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.transport.errors import NotSentError

from .program import CTRL, MakeProfile, Program, Receive, StartProgram, times_asked

CALLER = {"FirstName": "Ana", "Phone": "7025550123"}
UNCHANGED = "This lead was not changed since it was sent at"


def redirect(program: Program) -> None:
    program.click("submit.mode.redirect")
    program.click("submit.redirect.autoredirect")


def nothing(_: Program) -> None: ...


HAS_IT: Mapping[str, Callable[[Program], None]] = {
    "accepted": nothing,
    "queued": lambda program: program.click("submit.async"),
    "redirected": redirect,
    "unreadable": lambda program: program.put(Comments="#empty"),
    "unknown": lambda program: program.put(Comments="#dropped"),
}
"""How to come by each outcome after which the receiver has the lead, or may have it."""


@pytest.fixture(params=HAS_IT)
def sent(request: pytest.FixtureRequest, program: Program) -> Program:
    """A program whose lead has one of those outcomes."""
    program.put(**CALLER)
    HAS_IT[request.param](program)
    program.send(request.param)
    return program


def test_a_lead_that_the_receiver_may_have_goes_out_again_only_as_a_new_one(sent: Program, receiver: Sandbox) -> None:
    word, sentence = sent.word, sent.sentence
    assert not sent.button("submit.send_again").isVisible()
    sent.click("submit.send")
    assert not sent.window.submit.is_sending
    assert sent.word == word
    assert re.match(rf"{UNCHANGED} \d\d:\d\d:\d\d: it was not sent again\. ", sent.sentence)
    assert sent.sentence.endswith(sentence)
    assert times_asked(receiver) == 1
    assert sent.button("submit.send_again").text() == "Send again as a new lead"
    receiver.scenario = Scenario.ACCEPT_ALL
    sent.click("submit.send_again")
    sent.until(lambda: not sent.window.submit.is_sending)
    assert times_asked(receiver) == 2
    assert not sent.button("submit.send_again").isVisible()
    first, second = reversed(sent.deliveries)
    assert (first.again_of, second.again_of) == ("", first.id)
    assert first.request == second.request
    assert len(sent.outcomes) == 2


def test_an_edit_makes_send_send(sent: Program, receiver: Sandbox) -> None:
    receiver.scenario = Scenario.ACCEPT_ALL
    sent.click("submit.send")
    assert sent.button("submit.send_again").isVisible()
    sent.put(FirstName="Anabel")
    assert not sent.button("submit.send_again").isVisible()
    sent.click("submit.send")
    sent.until(lambda: times_asked(receiver) == 2)
    sent.until(lambda: not sent.window.submit.is_sending)
    assert len(sent.outcomes) == 2


def test_an_edit_that_was_taken_back_is_none(program: Program, receiver: Sandbox) -> None:
    program.put(**CALLER)
    program.send("accepted")
    program.put(FirstName="Bob")
    program.put(FirstName="Ana")
    program.click("submit.send")
    assert program.sentence.startswith(UNCHANGED)
    assert times_asked(receiver) == 1


def test_a_press_that_could_not_send_does_not_make_it_forget(program: Program, receiver: Sandbox) -> None:
    program.put(**CALLER)
    program.send("accepted")
    program.put(Phone="702")
    program.click("submit.send")
    assert program.word == ""
    program.put(**CALLER)
    program.click("submit.send")
    assert program.word == "accepted"
    assert program.sentence.startswith(UNCHANGED)
    assert program.button("submit.send_again").isVisible()
    assert times_asked(receiver) == 1


def test_another_way_of_sending_makes_no_other_lead(program: Program, receiver: Sandbox) -> None:
    program.put(**CALLER)
    program.send("accepted")
    for name in ("submit.response.xml", "submit.encoding.xml", "submit.encoding.json", "submit.async"):
        program.click(name)
        program.click("submit.send")
        assert program.sentence.startswith(UNCHANGED), name
    assert times_asked(receiver) == 1


def test_another_mode_or_campaign_makes_another_lead(program: Program, receiver: Sandbox) -> None:
    receiver.scenario = Scenario.ACCEPT_ALL
    program.put(**CALLER)
    program.send("accepted")
    program.click("submit.mode.transfer")
    program.send("accepted")
    campaign = program.find(QComboBox, "submit.campaign")
    campaign.setCurrentIndex(campaign.findData(24))
    program.send("accepted")
    assert [(own.operation, own.parameters[Parameter.AID]) for own in receiver.taken] == [
        (Operation.GENERAL, "23"),
        (Operation.TRANSFER, "23"),
        (Operation.TRANSFER, "24"),
    ]


def test_an_unchanged_call_lead_is_known_again_even_in_the_hour_that_comes_twice(
    program: Program, receiver: Sandbox
) -> None:
    program.put(**CALLER)
    program.click("submit.mode.call")
    program.put_into("submit.call.ivr_number", "8005551212")
    program.put_into("submit.call.duration", "95")
    program.put_into("submit.call.date", "11/1/2026 1:30 AM")
    program.send("accepted")
    program.click("submit.send")
    assert program.sentence.startswith(UNCHANGED)
    assert times_asked(receiver) == 1


def test_a_sent_lead_is_marked_as_sent_until_it_is_changed_or_cleared(program: Program) -> None:
    assert "Goes to 127.0.0.1" in program.text("submit.will_happen")
    program.put(**CALLER)
    program.send("accepted")
    assert program.text("submit.will_happen").startswith("This lead was sent at ")
    assert {name: program.text(f"submit.field.{name}") for name in CALLER} == CALLER
    program.put(FirstName="Bob")
    assert "Goes to 127.0.0.1" in program.text("submit.will_happen")
    program.put(FirstName="Ana")
    assert program.text("submit.will_happen").startswith("This lead was sent at ")
    program.click("submit.clear")
    assert "Goes to 127.0.0.1" in program.text("submit.will_happen")
    assert program.word == "accepted"


@pytest.mark.parametrize("trigger, word", [("#duplicate", "rejected"), ("#unauthorized", "refused")])
def test_after_a_rejection_or_refusal_send_sends_again(
    program: Program, receiver: Sandbox, trigger: str, word: str
) -> None:
    program.put(**CALLER, Comments=trigger)
    program.send(word)
    program.send(word)
    assert times_asked(receiver) == 2
    assert program.outcomes == [word, word]


def test_a_second_press_while_an_answer_is_awaited_sends_nothing(program: Program, receiver: Sandbox) -> None:
    receiver.scenario = Scenario.SLOW
    program.put(**CALLER)
    program.click("submit.send")
    assert program.word == "sending"
    for _ in range(2):
        program.button("submit.send").click()
        QTest.keyClick(program.window.windowHandle(), Qt.Key.Key_Return, CTRL)
        program.window.submit.press_send()
    program.until(lambda: program.outcomes == ["sending"])
    assert not program.button("submit.send").isEnabled()
    assert program.button("submit.cancel").isEnabled()
    program.until(lambda: len(receiver.taken) == 1)
    program.click("submit.cancel")
    program.until(lambda: not program.window.submit.is_sending)
    program.settle()
    assert times_asked(receiver) == 1
    assert program.outcomes == ["unknown"]
    assert program.button("submit.send").isEnabled()
    assert not program.button("submit.cancel").isEnabled()


def test_the_next_lead_waits_for_the_answer_to_this_one(program: Program, receiver: Sandbox) -> None:
    receiver.scenario = Scenario.SLOW
    program.put(**CALLER)
    program.click("submit.send")
    program.click("submit.clear")
    assert program.text("submit.field.FirstName") == "Ana"
    program.until(lambda: len(receiver.taken) == 1)


def test_what_is_typed_while_an_answer_is_awaited_is_another_lead(program: Program, receiver: Sandbox) -> None:
    receiver.scenario = Scenario.SLOW
    program.put(**CALLER)
    program.click("submit.send")
    program.until(lambda: len(receiver.taken) == 1)
    program.put(FirstName="Bob", Phone="7025550199")
    program.click("submit.cancel")
    program.until(lambda: program.word == "unknown")
    receiver.scenario = Scenario.AS_DOCUMENTED
    program.send("accepted")
    assert [dict(own.fields)["FirstName"] for own in receiver.taken] == ["Ana", "Bob"]


@pytest.mark.parametrize("trigger", ["#accepted", "#duplicate", "#error-500", "#dropped"])
def test_send_opens_no_dialog(program: Program, trigger: str) -> None:
    program.put(**CALLER, Comments=trigger)
    program.click("submit.send")
    program.until(lambda: not program.window.submit.is_sending)
    assert QApplication.activeModalWidget() is None


def test_what_went_out_is_what_stood_in_the_preview(program: Program, receiver: Sandbox) -> None:
    program.put(**CALLER)
    program.click("submit.encoding.json")
    head, _, body = program.text("submit.preview").partition("\n\n")
    program.send("accepted")
    (request,) = receiver.received
    assert f"{request.method} {request.path} HTTP/1.1" == head.split("\n")[0]
    assert request.body.decode() == body


def test_a_lead_with_nothing_typed_sends_nothing(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox
) -> None:
    program = start_program(make_profile(endpoint=receiver.start(), fields=(FieldSpec("Name", "Name"),)))
    assert not program.button("submit.send").isEnabled()
    assert program.button("submit.send").accessibleDescription() == "Nothing is typed yet."
    program.put(Name="Ana")
    program.send("accepted")


# ------------------------------------------------------------------ what goes wrong on the way


class BrokenLine:
    """Fails as it is told to."""

    def __init__(self) -> None:
        self.act: Callable[[], Answer] = lambda: Answer(200, (), b"", "")
        self.calls = 0

    def send(self, *_: Any, **__: Any) -> Answer:
        self.calls += 1
        return self.act()


@pytest.fixture
def broken(start_program: StartProgram, make_profile: MakeProfile) -> tuple[Any, BrokenLine]:
    line = BrokenLine()
    program = start_program(make_profile(endpoint="https://leads.example.com"), line=line)
    program.put(**CALLER)
    return program, line


def test_a_defect_on_the_way_leaves_the_lead_unknown_and_the_tab_usable(
    broken: tuple[Any, BrokenLine], qtbot: QtBot
) -> None:
    program, line = broken

    def fail() -> Answer:
        raise LookupError

    line.act = fail
    with qtbot.capture_exceptions() as caught:
        program.click("submit.send")
        program.until(lambda: not program.window.submit.is_sending)
        program.settle()
    assert [kind for kind, _, _ in caught] == [LookupError]
    assert program.outcomes == ["unknown"]
    assert program.word == "unknown"
    program.click("submit.send")
    assert "was not sent again" in program.sentence
    assert line.calls == 1


def test_an_end_that_cannot_be_written_down_is_not_called_not_sent(broken: tuple[Any, BrokenLine]) -> None:
    program, line = broken

    def close_the_books() -> Answer:
        program.store.database.close()
        return Answer(200, (("Content-Type", "application/json"),), b'{"isValidPost": true}', "")

    line.act = close_the_books
    program.click("submit.send")
    program.until(lambda: not program.window.submit.is_sending)
    assert "Nothing was sent" not in program.sentence
    assert "may have" in program.sentence
    program.settle()
    program.click("submit.send")
    program.until(lambda: not program.window.submit.is_sending)
    assert line.calls == 1


def test_a_lead_that_cannot_be_written_down_is_not_sent(broken: tuple[Any, BrokenLine]) -> None:
    program, line = broken
    program.store.database.close()
    program.click("submit.send")
    program.until(lambda: not program.window.submit.is_sending)
    assert program.sentence.startswith("Nothing was sent. ")
    assert line.calls == 0
    assert program.text("submit.field.FirstName") == "Ana"


def test_a_lead_that_was_not_sent_is_sent_by_the_next_press(broken: tuple[Any, BrokenLine]) -> None:
    program, line = broken

    def refuse() -> Answer:
        raise NotSentError("Nobody is there. Nothing was sent.")

    line.act = refuse
    program.click("submit.mode.redirect")
    program.send("not sent")
    assert program.text("submit.outcome.reason") == "Nobody is there. Nothing was sent."
    line.act = lambda: Answer(200, (), b'{"isValidPost": true}', "")
    program.send("accepted")
    assert line.calls == 2
    assert program.outcomes == ["accepted", "not sent"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert isinstance(port, int)
        return port


def test_send_on_a_waiting_lead_sends_that_delivery_with_the_new_values(
    start_program: StartProgram, make_profile: MakeProfile, receive: Receive
) -> None:
    port = free_port()
    program = start_program(make_profile(endpoint=f"http://127.0.0.1:{port}"))
    program.put(**CALLER)
    program.send("waiting")
    (waiting,) = program.deliveries
    program.send("waiting")
    program.put(FirstName="Anabel")
    receiver = receive(port=port)
    receiver.start()
    program.send("accepted")
    (delivery,) = program.deliveries
    assert delivery.id == waiting.id
    assert program.column("Who") == ["Anabel"]
    assert program.outcomes == ["accepted"]
    (lead,) = receiver.taken
    assert dict(lead.fields) == {"FirstName": "Anabel", "Phone": "7025550123"}


def test_a_new_row_leaves_what_is_read_in_history_where_it_was(program: Program, qtbot: QtBot) -> None:
    program.put(**CALLER)
    program.send("accepted")
    program.select(0)
    read = program.text("history.detail.request")
    with qtbot.assertNotEmitted(program.window.history.detail_wanted):
        program.put(FirstName="Bob", Phone="7025550199")
        program.send("accepted")
        program.until(lambda: len(program.outcomes) == 2)
        program.settle()
    assert "Ana" in read
    assert program.text("history.detail.request") == read
    program.select(0)
    assert "Bob" in program.text("history.detail.request")
