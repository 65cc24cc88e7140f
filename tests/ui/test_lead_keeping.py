"""What is being typed is on the disk a moment later, whatever else goes on, and its lead's delivery is found again."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from leadexec_desktop.behind_window import local_now
from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.protocol.delivery import Delivery, DeliveryState
from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.services.composing import chosen_by_default, compose
from leadexec_desktop.store.drafts import Drafts
from leadexec_desktop.store.errors import DiskFullError
from leadexec_desktop.store.folder import DataFolder, open_folder
from leadexec_desktop.store.opening import open_store
from leadexec_desktop.store.vault import MemoryVault
from leadexec_desktop.ui.lead_keeping import LeadKeeping

from .program import MakeProfile, Program, StartProgram, times_asked

CALLER = {"FirstName": "Ana", "Phone": "(702) 555-0123"}
OTHER = {"FirstName": "Bob", "Phone": "(702) 555-0199"}
IN_THE_FORM, ASIDE = "submit", "submit, set aside"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return open_folder(tmp_path / "data")


@pytest.fixture
def profile(make_profile: MakeProfile, receiver: Sandbox) -> SourceProfile:
    return make_profile("Solar", receiver.start())


def kept(program: Program, name: str = IN_THE_FORM) -> dict[str, str]:
    """What the draft of that name has by now."""
    draft = program.store.drafts.load(name)
    content: dict[str, Any] = {"typed": {}} if draft is None else dict(draft.content)
    if "drafts" in content:
        [content] = content["drafts"]
    typed: dict[str, Any] = content["typed"].get("solar", {})
    return {own: text for own, text in typed.items() if text}


def typed(program: Program) -> dict[str, str]:
    return {name: text for name, text in program.window.submit.form.typed().items() if text}


# ------------------------------------------------------------------ its age


def test_a_draft_does_not_wait_for_what_else_runs(start_program: StartProgram, profile: SourceProfile) -> None:
    program = start_program(profile)
    gate = threading.Event()
    for _ in range(12):  # sends out of history, to a receiver that does not answer, say
        program.background.run(lambda: gate.wait(60), lambda _ended: None)
    began_s = time.monotonic()
    program.put(**CALLER)
    program.until(lambda: kept(program) == CALLER)
    assert time.monotonic() - began_s < 20
    gate.set()
    program.settle()


def keeping(program: Program) -> LeadKeeping:
    program.until(lambda: program.conductor.work is not None)
    assert program.conductor.work is not None
    return program.conductor.work.keeping


def test_what_was_typed_before_history_was_open_is_kept_once_it_is(
    start_program: StartProgram, profile: SourceProfile
) -> None:
    gate = threading.Event()
    program = start_program(profile, opening=lambda: gate.wait(10), wait=False)
    program.until(lambda: program.window.windowTitle().startswith("Solar"))
    with program.qtbot.waitSignal(keeping(program)._timer.timeout):  # it is tried meanwhile
        program.put(**CALLER)
    gate.set()
    program.until(program.button("submit.send").isEnabled)
    program.until(lambda: kept(program) == CALLER)


def test_an_older_draft_never_takes_the_place_of_a_newer_one(
    start_program: StartProgram, profile: SourceProfile
) -> None:
    program = start_program(profile)
    program.put(**CALLER)
    program.until(lambda: kept(program) == CALLER)
    with program.store.database.read():  # the disk is busy: nobody else writes meanwhile
        for count in range(1, 4):
            program.put(FirstName="Ana" * count)
            keeping(program).keep()
    program.until(lambda: kept(program)["FirstName"] == "AnaAnaAna")
    program.conductor._drafts.close()  # whoever comes late has written by then
    assert kept(program)["FirstName"] == "AnaAnaAna"


# ------------------------------------------------------------------ a lead that was sent before its draft took note


@pytest.mark.parametrize("state, presses", [("waiting", "accepted"), ("accepted", "accepted"), ("unknown", "unknown")])
@pytest.mark.parametrize("is_same", [True, False])
def test_a_delivery_that_the_draft_does_not_know_is_found_by_its_lead(  # noqa: PLR0917 - a table, and a whole program
    state: str,
    presses: str,
    is_same: bool,
    start_program: StartProgram,
    profile: SourceProfile,
    folder: DataFolder,
    vault: MemoryVault,
    receiver: Sandbox,
) -> None:
    program = start_program(profile, folder=folder)
    program.put(**CALLER)
    program.close()
    composed = compose(profile, chosen_by_default(profile), CALLER if is_same else OTHER)
    assert composed.request is not None
    states = {"waiting": DeliveryState.WAITING, "accepted": DeliveryState.ANSWERED, "unknown": DeliveryState.UNKNOWN}
    delivery = Delivery("not noted", local_now(), composed.destination, composed.request)
    store = open_store(folder, vault)
    store.deliveries.add(replace(delivery, state=states[state], outcome=state))
    store.close()
    again = start_program(folder=folder)
    assert typed(again) == CALLER
    assert again.word == (state if is_same else "")
    again.click("submit.send")
    again.until(lambda: not again.window.submit.is_sending)
    again.settle()
    if is_same:
        assert again.outcomes == [presses]
        assert times_asked(receiver) == (1 if state == "waiting" else 0)
    else:
        assert sorted(again.outcomes) == sorted([state, "accepted"]), "the other lead is as it was"
        assert times_asked(receiver) == 1


def test_what_is_pressed_is_on_the_disk_with_its_lead(start_program: StartProgram, profile: SourceProfile) -> None:
    program = start_program(profile)
    program.put(**CALLER)
    program.until(lambda: kept(program) == CALLER)
    seen: list[tuple[dict[str, str], int]] = []
    send = program.transport.send

    def look_and_send(*arguments: Any, **named: Any) -> Answer:
        seen.append((kept(program), len(program.deliveries)))
        return send(*arguments, **named)

    program.transport.send = look_and_send  # type: ignore[method-assign]  # to look before the first byte leaves
    program.put(FirstName="Anabel")
    program.send("accepted")
    assert [(own["FirstName"], count) for own, count in seen] == [("Anabel", 1)]


def test_what_a_full_disk_refused_is_kept_as_soon_as_there_is_room(
    start_program: StartProgram, profile: SourceProfile
) -> None:
    program = start_program(profile)
    save_all, is_full = program.store.drafts.save_all, True

    def save_if_there_is_room(*arguments: Any, **named: Any) -> None:
        if is_full:
            raise DiskFullError(Path("history.db"))
        save_all(*arguments, **named)

    program.store.drafts.save_all = save_if_there_is_room  # type: ignore[method-assign]  # a disk that is full
    program.put(**CALLER)
    program.until(lambda: "What you type is not kept" in program.text("window.notice"))
    is_full = False
    program.until(lambda: kept(program) == CALLER)  # nobody types meanwhile
    program.until(lambda: program.text("window.notice") == "")


def test_a_lead_that_was_pushed_out_while_the_disk_was_full_is_kept_too(
    start_program: StartProgram, profile: SourceProfile, tmp_path: Path
) -> None:
    first = start_program(profile, folder=open_folder(tmp_path / "data"))
    first.put(**CALLER)
    first.until(lambda: kept(first) == CALLER)
    first.close()
    gate = threading.Event()
    program = start_program(profile, folder=open_folder(tmp_path / "data"), opening=lambda: gate.wait(10), wait=False)
    program.until(lambda: program.window.windowTitle().startswith("Solar"))
    program.put(FirstName="Bob")
    is_full = True
    save_all = Drafts.save_all

    def save_if_there_is_room(drafts: Drafts, *arguments: Any) -> None:
        if is_full:
            raise DiskFullError(Path("history.db"))
        save_all(drafts, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Drafts, "save_all", save_if_there_is_room)
        gate.set()
        program.until(lambda: "What you type is not kept" in program.text("window.notice"))
        is_full = False
        program.until(lambda: kept(program, "submit, set aside") == CALLER)
    assert kept(program)["FirstName"] == "Bob"


# ------------------------------------------------------------------ two leads


def test_leads_that_change_places_are_both_on_the_disk(
    start_program: StartProgram, profile: SourceProfile, folder: DataFolder
) -> None:
    program = start_program(profile, folder=folder)
    program.put(**CALLER)
    program.close()
    gate = threading.Event()
    again = start_program(folder=folder, opening=lambda: gate.wait(10), wait=False)
    again.until(lambda: again.window.windowTitle().startswith("Solar"))
    again.put(**OTHER)
    gate.set()
    bring_back: Callable[[], bool] = again.find(QWidget, "window.notice.act").isVisible
    again.until(bring_back)
    again.until(lambda: (kept(again), kept(again, ASIDE)) == (OTHER, CALLER))
    again.click("window.notice.act")
    again.until(lambda: typed(again) == CALLER)
    again.until(lambda: (kept(again), kept(again, ASIDE)) == (CALLER, OTHER))
