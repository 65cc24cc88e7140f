"""Queued leads are asked for from a timer, whatever one question came to."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from leadexec_desktop.services.following import Step
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.ui import follow_flow
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.follow_flow import FollowFlow


class Scripted:
    """Each step ends as it is told; the last one says that nothing is followed."""

    def __init__(self, *steps: Step | Exception) -> None:
        self._steps = iter(steps)
        self.asked = 0

    def step(self) -> Step:
        self.asked += 1
        ending = next(self._steps, Step(None))
        if isinstance(ending, Exception):
            raise ending
        return ending

    def stop(self) -> None:
        """Nothing runs that could be stopped."""


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    del qtbot
    running = Background()
    yield running
    running.close()


@pytest.mark.parametrize(
    "trouble", [StorageError("The disk is full.", "Make room."), RuntimeError("a mistake of ours")]
)
def test_what_one_question_came_to_does_not_end_the_following(
    qtbot: QtBot, background: Background, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    monkeypatch.setattr(follow_flow, "_AFTER_TROUBLE_MS", 1)
    following, said, parent = Scripted(trouble, trouble, Step(0.0)), list[str](), QObject()
    with qtbot.capture_exceptions() as raised:
        flow = FollowFlow(following, background, print, lambda error: said.append(str(error)), parent)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: following.asked == 4)
        flow.end()
    is_ours = isinstance(trouble, RuntimeError)
    assert said == ([] if is_ours else ["The disk is full. Make room."])  # once, however often
    assert [kind for kind, _, _ in raised] == ([RuntimeError] * 2 if is_ours else [])
