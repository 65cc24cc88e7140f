"""Queued leads are followed by themselves: row, card and Status change in place, and the desktop is told."""

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTableView

from leadexec_desktop.protocol.outcome import OutcomeKind
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.store.folder import DataFolder, open_folder
from leadexec_desktop.ui.notifying import Notifying, told

from .program import MakeProfile, Program, Receive, StartProgram

LEAD = {"FirstName": "Ana", "Phone": "7025550123"}


@pytest.fixture
def receiver(receive: Receive) -> Sandbox:
    return receive(processing_s=0.3, return_s=1.0)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return open_folder(tmp_path / "data")


def queue(program: Program, comments: str = "") -> None:
    program.put(**LEAD, Comments=comments)
    program.click("submit.async")
    program.put_into("submit.return_url", "https://example.com/back")
    program.send("queued")


def test_a_queued_lead_becomes_what_the_receiver_decides(program: Program, receiver: Sandbox) -> None:
    queue(program)
    assert program.outcomes == ["queued"]
    assert "It is followed from here." in program.sentence
    program.until(lambda: program.outcomes == ["accepted"])
    program.until(lambda: program.word == "accepted")
    assert program.text("submit.outcome.lead_id") == program.column("Lead ID")[0] != ""
    assert program.column("Price") == ["25.00"]
    asked = [own for own in receiver.received if own.method == "GET"]
    assert {own.header("Authorization") for own in asked} == {""}
    program.select(0)
    assert program.text("history.detail.outcome.kind") == "accepted"
    assert program.button("history.update").isEnabled()


def test_its_status_changes_in_place_when_it_is_returned(program: Program) -> None:
    queue(program, "#later-returned")
    program.click("submit.outcome.status")
    program.until(lambda: program.text("status.outcome.kind") in ("processing", "accepted"))
    program.until(lambda: program.text("status.outcome.kind") == "returned")
    timeline = program.find(QTableView, "status.timeline").model()
    assert str(timeline.index(timeline.rowCount() - 1, 1).data()) == "returned"
    assert program.column("Operation")[-1] == "General"
    assert program.outcomes[-1] == "returned"
    assert "price" in str(timeline.index(1, 2).data())


def test_a_status_that_a_person_asks_for_changes_the_lead_too(
    start_program: StartProgram, make_profile: MakeProfile, receive: Receive
) -> None:
    receiver = receive(processing_s=0.0)
    program = start_program(make_profile(endpoint=receiver.start()))
    queue(program)
    program.click("submit.outcome.status")
    program.until(lambda: program.text("status.outcome.kind") == "accepted")
    program.until(lambda: program.outcomes == ["accepted", "accepted"])
    assert program.column("Operation") == ["Status", "General"]


def test_following_goes_on_after_a_restart(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, folder: DataFolder
) -> None:
    profile = make_profile(endpoint=receiver.start())
    first = start_program(profile, folder=folder)
    queue(first)
    first.close()
    second = start_program(profile, folder=folder)
    second.until(lambda: second.outcomes == ["accepted"])
    second.until(lambda: second.word == "accepted")  # the lead still stands in the form


@pytest.mark.parametrize(
    "words, text",
    [
        (["accepted"], "A queued lead was accepted."),
        (["returned"], "A queued lead was returned."),
        (["accepted", "accepted"], "Queued leads: 2 accepted."),
        (["rejected", "accepted", "returned", "accepted"], "Queued leads: 2 accepted, 1 rejected, 1 returned."),
    ],
)
def test_a_note_says_how_many_and_not_whom(words: list[str], text: str) -> None:
    assert told(Counter(words)) == text


@pytest.mark.usefixtures("qtbot")
def test_what_comes_together_is_told_in_one_note() -> None:
    shown: list[tuple[str, str]] = []
    parent = QObject()
    notifying = Notifying(lambda title, text: shown.append((title, text)), parent)
    for word in (OutcomeKind.ACCEPTED, OutcomeKind.QUEUED, OutcomeKind.REJECTED):
        notifying.take(word)
    notifying.tell_now()
    assert shown == [("LeadExec Desktop", "Queued leads: 1 accepted, 1 rejected.")]
    notifying.tell_now()
    assert len(shown) == 1
