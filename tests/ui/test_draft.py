"""Nothing typed is ever lost, and nothing sent is sent twice, by closing the window or by the program's death."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QWidget

from leadexec_desktop.behind_window import local_now
from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.protocol.delivery import Delivery, DeliveryEvent, DeliveryState
from leadexec_desktop.sandbox.scenarios import Scenario
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.services.composing import chosen_by_default, compose
from leadexec_desktop.store.errors import DatabaseBusyError
from leadexec_desktop.store.folder import DataFolder, open_folder
from leadexec_desktop.store.opening import open_store
from leadexec_desktop.store.vault import MemoryVault
from leadexec_desktop.ui.theme import Theme

from .program import MakeProfile, Program, Receive, StartProgram, times_asked

CALLER = {"FirstName": "Ana", "Phone": "(702) 555-0123", "Comments": "one\ntwo"}

Open = Callable[..., Program]


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return open_folder(tmp_path / "data")


@pytest.fixture
def open_program(start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox, folder: DataFolder) -> Open:
    """Starts the program on the data folder, with a profile the first time and as it was left after that."""
    url = receiver.start()
    first: list[SourceProfile] = [make_profile("Solar", url), make_profile("Roofing", url)]

    def start(opening: Callable[[], object] = lambda: None, *, wait: bool = True) -> Program:
        imports, first[:] = tuple(first), []
        return start_program(*imports, folder=folder, opening=opening, wait=wait)

    return start


def typed(program: Program) -> dict[str, str]:
    return {name: text for name, text in program.window.submit.form.typed().items() if text}


def test_what_was_typed_and_chosen_is_there_again(open_program: Open) -> None:
    program = open_program()
    program.put(**CALLER)
    program.click("submit.mode.call")
    program.put_into("submit.call.ivr_number", "8005551212")
    program.choose_profile("Roofing")
    program.put(FirstName="Bob")
    program.close()
    again = open_program()
    assert again.window.windowTitle().startswith("Roofing")
    assert typed(again) == CALLER | {"FirstName": "Bob"}  # the same lead, as far as both forms have it
    again.choose_profile("Solar")
    assert typed(again) == CALLER
    assert again.button("submit.mode.call").isChecked()
    assert again.text("submit.call.ivr_number") == "8005551212"


def test_a_start_with_a_wished_profile_gives_every_profiles_lead_back(
    open_program: Open, start_program: StartProgram, folder: DataFolder, receiver: Sandbox
) -> None:
    program = open_program()
    receiver.scenario = Scenario.OUTSIDE_CRITERIA
    program.put(**CALLER)
    program.click("submit.mode.call")
    program.put_into("submit.call.ivr_number", "8005551212")
    program.put_into("submit.call.duration", "60")
    program.send("rejected")
    program.choose_profile("Roofing")
    program.put(FirstName="Bob")
    program.close()
    for wished, there in (("Solar", CALLER), ("Roofing", {"FirstName": "Bob"}), ("Solar", CALLER)):
        again = start_program(folder=folder, profile=wished)
        assert again.window.windowTitle().startswith(wished)
        assert typed(again) == there
        again.close()
    last = start_program(folder=folder, profile="Solar")
    assert last.text("submit.call.ivr_number") == "8005551212"
    assert last.word == "rejected"


def test_the_options_of_the_active_profile_are_there_again(open_program: Open) -> None:
    program = open_program()
    program.put(**CALLER)
    program.click("submit.mode.transfer")
    program.click("submit.encoding.json")
    program.click("submit.no_sell")
    program.put_into("submit.reference", "r-1")
    campaign = program.find(QComboBox, "submit.campaign")
    campaign.setCurrentIndex(campaign.findData(24))
    bytes_then = program.text("submit.preview")
    program.close()
    again = open_program()
    assert again.text("submit.preview") == bytes_then
    assert '"aid": 24' in bytes_then
    assert '"noSell": true' in bytes_then


def test_a_crash_loses_nothing_that_was_typed_a_moment_ago(open_program: Open) -> None:
    program = open_program()
    program.put(**CALLER)

    def is_kept() -> bool:
        kept = program.store.drafts.load("submit")
        return kept is not None and kept.content["typed"]["solar"] | CALLER == kept.content["typed"]["solar"]

    program.until(is_kept)  # the window is still open


def test_a_sent_lead_is_not_sent_again_after_a_restart(open_program: Open, receiver: Sandbox) -> None:
    program = open_program()
    program.put(**CALLER)
    program.send("accepted")
    lead_id = program.text("submit.outcome.lead_id")
    program.close()
    again = open_program()
    assert typed(again) == CALLER
    assert (again.word, again.text("submit.outcome.lead_id")) == ("accepted", lead_id)
    assert again.outcomes == ["accepted"]
    again.click("submit.send")
    assert "it was not sent again" in again.sentence
    again.settle()
    assert times_asked(receiver) == 1
    again.put(Phone="7025550124")
    again.send("accepted")


def test_the_leads_of_other_profiles_are_not_sent_again_either(open_program: Open, receiver: Sandbox) -> None:
    program = open_program()
    program.put(**CALLER)
    program.click("submit.encoding.json")
    program.send("accepted")
    program.choose_profile("Roofing")
    program.put(FirstName="Bob")
    program.close()
    again = open_program()
    again.choose_profile("Solar")
    again.click("submit.send")
    assert again.word == "accepted"
    assert "it was not sent again" in again.sentence
    assert times_asked(receiver) == 1


def test_a_waiting_lead_is_sent_in_its_place_after_a_restart(
    start_program: StartProgram, make_profile: MakeProfile, receive: Receive, folder: DataFolder
) -> None:
    early = receive()
    profile = make_profile(endpoint=early.start())
    early.close()
    program = start_program(profile, folder=folder)
    program.put(**CALLER)
    program.send("waiting")
    program.close()
    late = receive(port=int(profile.endpoint.rpartition(":")[2]))
    late.start()
    again = start_program(folder=folder)
    assert again.word == "waiting"
    again.put(FirstName="Anabel")
    again.send("accepted")
    assert again.outcomes == ["accepted"]
    assert [dict(own.fields)["FirstName"] for own in late.taken] == ["Anabel"]


def test_a_window_that_closes_while_a_lead_is_sent_asks_and_then_cancels(open_program: Open, receiver: Sandbox) -> None:
    receiver.scenario = Scenario.SLOW
    program = open_program()
    program.put(**CALLER)
    program.click("submit.send")
    program.until(lambda: len(receiver.taken) == 1)
    program.window.close()
    assert program.window.isVisible()
    assert "A lead is on its way. Wait" in program.text("window.notice")
    assert program.word == "sending"
    program.window.close()
    assert not program.window.isVisible()
    program.close()
    again = open_program()
    assert (again.word, again.outcomes) == ("unknown", ["unknown"])
    assert typed(again) == CALLER
    again.click("submit.send")
    assert "it was not sent again" in again.sentence
    assert times_asked(receiver) == 1


def test_a_closing_window_asks_about_each_send(open_program: Open, receiver: Sandbox) -> None:
    receiver.scenario = Scenario.SLOW
    program = open_program()
    program.put(**CALLER)
    for number in (1, 2):
        program.put(FirstName=f"Caller {number}")
        program.click("submit.send")
        program.until(lambda: len(receiver.taken) == number)  # noqa: B023 - called before the next turn
        program.window.close()
        assert program.window.isVisible()
        program.click("submit.cancel")
        program.until(lambda: not program.window.submit.is_sending)


def test_a_closing_window_asks_about_a_send_from_the_outbox_too(
    start_program: StartProgram, make_profile: MakeProfile, receive: Receive
) -> None:
    early = receive()
    profile = make_profile(endpoint=early.start())
    early.close()
    program = start_program(profile)
    program.put(**CALLER)
    program.send("waiting")
    late = receive(port=int(profile.endpoint.rpartition(":")[2]))
    late.scenario = Scenario.SLOW
    late.start()
    program.select(0)
    program.click("history.send_now")
    program.until(lambda: len(late.taken) == 1)
    program.window.close()
    assert program.window.isVisible()
    program.window.close()
    assert not program.window.isVisible()
    program.until(lambda: [own.outcome for own in program.deliveries] == ["unknown"])


def test_a_lead_that_was_being_sent_when_the_program_died_is_unknown(
    open_program: Open, folder: DataFolder, vault: MemoryVault, receiver: Sandbox
) -> None:
    program = open_program()
    program.put(**CALLER)
    program.send("accepted")
    (sent,) = program.deliveries
    program.close()
    store = open_store(folder, vault)
    half_done = replace(sent, id="half-done", state=DeliveryState.WAITING, outcome="waiting", sent_at_utc=None)
    store.deliveries.add(half_done)
    store.deliveries.advance(half_done.id, DeliveryState.WAITING, DeliveryEvent.CLAIMED, at_utc=sent.created_at_utc)
    store.close()
    again = open_program()
    assert "1 lead was being sent when the program ended" in again.text("window.notice")
    assert again.outcomes == ["unknown", "accepted"]
    again.settle()
    assert times_asked(receiver) == 1


def test_a_lead_that_was_being_sent_before_its_draft_knew_of_it_is_not_sent_again(
    open_program: Open, make_profile: MakeProfile, folder: DataFolder, vault: MemoryVault, receiver: Sandbox
) -> None:
    program = open_program()
    program.put(**CALLER)
    program.close()
    profile = make_profile("Solar", receiver.start())
    composed = compose(profile, chosen_by_default(profile), CALLER)
    assert composed.request is not None
    begun_at = local_now()
    store = open_store(folder, vault)
    store.deliveries.add(Delivery("half-done", begun_at, composed.destination, composed.request))
    store.deliveries.advance("half-done", DeliveryState.WAITING, DeliveryEvent.CLAIMED, at_utc=begun_at)
    store.close()
    again = open_program()
    assert typed(again) == CALLER
    assert again.word == "unknown"
    again.click("submit.send")
    assert "it was not sent again" in again.sentence
    again.settle()
    assert times_asked(receiver) == 0


def test_a_lead_that_is_brought_back_brings_its_delivery(open_program: Open, receiver: Sandbox) -> None:
    program = open_program()
    program.put(**CALLER)
    program.send("accepted")
    program.close()
    gate = threading.Event()
    again = open_program(opening=lambda: gate.wait(10), wait=False)
    again.until(lambda: again.window.windowTitle().startswith("Solar"))
    again.put(FirstName="Bob", Phone="7025550199")
    gate.set()
    again.until(lambda: again.find(QWidget, "window.notice.act").isVisible())
    again.settle()
    again.send("accepted")
    again.click("window.notice.act")
    again.until(lambda: typed(again) == CALLER)
    again.settle()
    again.click("submit.send")
    assert "it was not sent again" in again.sentence
    assert times_asked(receiver) == 2


def test_what_is_typed_before_history_is_open_stays_and_the_draft_is_offered(open_program: Open) -> None:
    program = open_program()
    program.put(**CALLER)
    program.close()
    gate = threading.Event()
    again = open_program(opening=lambda: gate.wait(10), wait=False)
    again.until(lambda: again.window.windowTitle().startswith("Solar"))
    assert not again.button("submit.send").isEnabled()
    again.put(FirstName="Bob")
    gate.set()
    again.until(lambda: again.find(QWidget, "window.notice.act").isVisible())
    assert typed(again) == {"FirstName": "Bob"}
    again.settle()
    again.click("window.notice.act")
    again.until(lambda: typed(again) == CALLER)
    again.until(lambda: again.find(QWidget, "window.notice.act").isVisible())
    again.settle()
    again.click("window.notice.act")
    again.until(lambda: typed(again) == {"FirstName": "Bob"})


def test_send_waits_until_history_is_open(start_program: StartProgram, make_profile: MakeProfile) -> None:
    gate = threading.Event()
    profile = make_profile(endpoint="https://leads.example.com")
    program = start_program(profile, opening=lambda: gate.wait(10), wait=False)
    program.until(lambda: program.window.windowTitle().startswith("Solar"))
    program.put(**CALLER)
    send = program.button("submit.send")
    assert not send.isEnabled()
    assert send.accessibleDescription() == "The history is being opened."
    program.window.submit.press_send()
    assert not program.window.submit.is_sending
    gate.set()
    program.until(send.isEnabled)


def test_a_history_that_cannot_be_opened_is_said_and_tried_again(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox
) -> None:
    faults = [DatabaseBusyError("history.db")]

    def fail_once() -> None:
        if faults:
            raise faults.pop()

    program = start_program(make_profile(endpoint=receiver.start()), opening=fail_once, wait=False)
    act = program.find(QWidget, "window.notice.act")
    program.until(act.isVisible)
    assert "Another program holds the history" in program.text("window.notice")
    assert "Another program holds the history" in program.button("submit.send").accessibleDescription()
    program.put(**CALLER)
    program.click("window.notice.act")
    program.until(program.button("submit.send").isEnabled)
    program.settle()
    program.send("accepted")


def test_folds_and_colours_are_as_they_were_left(open_program: Open) -> None:
    program = open_program()
    program.window.submit.set_options_open(False)
    program.window.actions_by_name["action.theme.dark"].trigger()
    program.settle()
    program.close()
    again = open_program()
    assert not again.window.submit.options_open
    assert again.settings.get("theme", "") == Theme.DARK
    again.window.actions_by_name["action.theme.light"].trigger()
    again.settle()


def test_of_three_leads_that_push_each_other_out_none_is_lost(open_program: Open) -> None:
    program = open_program()
    program.put(FirstName="Ana", Phone="7025550123")
    for first_name in ("Bob", "Cid"):
        program.close()
        program = _typed_into_before_it_is_open(open_program, first_name)
    assert program.text("window.notice") == "2 other leads that were being typed are kept."
    brought_back = [_brought_back(program) for _ in range(3)]
    assert sorted(brought_back) == ["Ana", "Bob", "Cid"]
    program.close()
    again = open_program()
    assert typed(again)["FirstName"] == brought_back[-1]
    assert again.text("window.notice") == "2 other leads that were being typed are kept."


def _typed_into_before_it_is_open(open_program: Open, first_name: str) -> Program:
    gate = threading.Event()
    program = open_program(opening=gate.wait, wait=False)
    program.until(lambda: program.window.windowTitle().startswith("Solar"))
    program.put(FirstName=first_name)
    gate.set()
    program.until(lambda: program.find(QWidget, "window.notice.act").isVisible())
    return program


def _brought_back(program: Program) -> str:
    before = typed(program)
    program.click("window.notice.act")
    program.until(lambda: typed(program) != before)
    return typed(program)["FirstName"]
