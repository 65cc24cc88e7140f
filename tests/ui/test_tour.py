"""The tour is the program's own proof: it ends well only if every step came out as its scenario says."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from leadexec_desktop import app
from leadexec_desktop.protocol.values import SUBMIT_MODES, Encoding
from leadexec_desktop.sandbox.scenarios import Scenario
from leadexec_desktop.ui import tour, tour_steps
from leadexec_desktop.ui.theme import Colours, Theme
from leadexec_desktop.ui.tour import Question, Step

from .program import Program

STEPS, QUESTIONS = tour_steps.STEPS, tour_steps.QUESTIONS
PICTURES = [
    *(step.picture for step in STEPS),
    *("submit" if own.tab in SUBMIT_MODES else str(own.tab) for own in QUESTIONS),
]
LINE = re.compile(r"(?P<mode>[a-z]+): (?:POST|GET) (?P<path>/\S+): (?P<word>[a-z ]+): (?P<lead_id>\d*)")

Walk = Callable[..., int]


@pytest.fixture(scope="module")
def dress(full_dress: Callable[[Theme], Colours]) -> Callable[[Theme], Colours]:
    """What is measured here depends on the style."""
    return full_dress


@pytest.fixture
def walk(sandbox_program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Walk:
    """Runs the tour as the command line does, with these steps; gives the exit status."""

    def go(steps: Sequence[Step], questions: Sequence[Question] = (), *, patience_ms: int = 60_000) -> int:
        monkeypatch.setattr(tour_steps, "STEPS", tuple(steps))
        monkeypatch.setattr(tour_steps, "QUESTIONS", tuple(questions))
        monkeypatch.setattr(tour, "_PATIENCE_MS", patience_ms)
        return app._run_tour(tmp_path / "pictures", sandbox_program.window)

    return go


def test_the_tour_goes_through_every_mode_and_encoding_and_says_how_each_came_out(
    walk: Walk, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert walk(STEPS, QUESTIONS) == 0
    told = capsys.readouterr()
    assert told.err == ""
    found = [LINE.fullmatch(line) for line in told.out.splitlines()]
    lines = [own.groupdict() for own in found if own is not None]
    assert len(lines) == len(found) == len(STEPS) + len(QUESTIONS)
    assert [own["mode"] for own in lines] == [*(step.mode for step in STEPS), *(own.tab for own in QUESTIONS)]
    assert [own["word"] for own in lines] == [*(step.outcome for step in STEPS), *(own.outcome for own in QUESTIONS)]
    assert {own["path"] for own in lines} >= {
        "/processor/insert/general/json",
        "/processor/insert/manualredirect/json",
        "/processor/insert/returnsends/json",
        "/processor/insert/transfer/json",
        "/processor/insert/calldata/json",
        "/processor/insert/ping/json",
        "/processor/update/json",
        "/processor/duplicate/check",
    }
    ids = [own["lead_id"] for own in lines if own["word"] in ("accepted", "duplicate")]
    assert len(set(ids)) == len(SUBMIT_MODES) + 1  # the questions are all about one more
    assert "" not in ids
    pictures = sorted((tmp_path / "pictures").iterdir())
    assert [own.name for own in pictures] == [
        "01-ready.png",
        *(f"{number:02}-{picture}.png" for number, picture in enumerate(PICTURES, start=2)),
    ]
    assert {(QImage(str(own)).width(), QImage(str(own)).height()) for own in pictures} == {(1280, 720)}


def test_the_steps_name_every_mode_and_encoding() -> None:
    assert {step.mode for step in STEPS} == set(SUBMIT_MODES)
    pressed = {name.rpartition(".")[2] for step in STEPS for name in step.press if ".encoding." in name}
    assert pressed == set(Encoding)


def with_step(picture: str, **changes: Any) -> list[Step]:
    """That step alone, expecting something else."""
    (step,) = [own for own in STEPS if own.picture == picture]
    return [replace(step, **changes)]


SENDS = next(own.sends for own in STEPS if own.sends)
INFOS = next(own.client_infos for own in STEPS if own.client_infos)


@pytest.mark.parametrize(
    "steps, complaint",
    [
        (with_step("general", outcome="rejected"), "accepted instead of rejected"),
        (with_step("general", redirects=True), "no redirect URL"),
        (with_step("general", sends=SENDS), "submit.sends shows []"),
        (with_step("returnsends", sends=SENDS[:1]), "submit.sends shows"),
        (
            with_step("returnsends", sends=(SENDS[0], ("5679", "Acme Company", "yes", "25.01", ""))),
            "submit.sends shows",
        ),
        (with_step("transfer", client_infos=tuple(reversed(INFOS))), "submit.client_infos shows"),
        (with_step("transfer", client_infos=()), "submit.client_infos shows"),
        (with_step("general", typed={"submit.no_such_thing": "x"}), "the window has no submit.no_such_thing"),
        (with_step("general", lead={"FirstName": "Ana"}), "waited in vain for general: an outcome"),
    ],
)
def test_a_step_that_comes_out_otherwise_fails_the_tour(
    walk: Walk, capsys: pytest.CaptureFixture[str], steps: list[Step], complaint: str
) -> None:
    assert walk(steps, patience_ms=1_000 if "in vain" in complaint else 60_000) == 1
    told = capsys.readouterr()
    assert told.err.startswith("leadexec-desktop: the tour failed: ")
    assert complaint in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    "question, complaint",
    [
        (replace(QUESTIONS[0], outcome="will not accept"), "ping: will accept instead of will not accept"),
        (replace(QUESTIONS[0], shows={"ping.price": "26.00"}), "ping: ping.price shows '25.00' instead of '26.00'"),
        (replace(QUESTIONS[1], by="ping.no_such_button"), "the window has no ping.no_such_button"),
    ],
)
def test_a_question_that_comes_out_otherwise_fails_the_tour(
    walk: Walk, capsys: pytest.CaptureFixture[str], question: Question, complaint: str
) -> None:
    assert walk((), [question]) == 1
    assert complaint in capsys.readouterr().err


def test_a_receiver_that_answers_otherwise_fails_the_tour(
    walk: Walk, sandbox_program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    sandbox_program.window.bar.scenario_chosen.emit(Scenario.DUPLICATE_LEAD.value)
    assert walk(STEPS) == 1
    assert "general: rejected instead of accepted (Duplicate_Lead" in capsys.readouterr().err


def test_pictures_that_cannot_be_written_fail_the_tour(
    sandbox_program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert app._run_tour(tmp_path / "file", sandbox_program.window) == 1
    assert "the tour failed" in capsys.readouterr().err
