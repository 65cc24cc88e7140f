"""The line above the tabs: what it says of many things at once."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from leadexec_desktop.ui.notice import Deed, Notice

from .program import child

TEXTS = [f"file-{number}.leadprofile: is empty." for number in range(14)]


@pytest.fixture
def notice(qtbot: QtBot) -> Notice:
    made = Notice()
    qtbot.addWidget(made)
    return made


def lines(notice: Notice) -> list[str]:
    return child(notice, QLabel, "window.notice").text().split("\n")


def dismiss(notice: Notice) -> None:
    child(notice, QPushButton, "window.notice.dismiss").click()


def test_of_many_texts_the_last_are_shown_and_the_others_once_those_are_dismissed(notice: Notice) -> None:
    for text in TEXTS:
        notice.say(text)
    assert lines(notice) == [*TEXTS[8:], "Dismiss shows 8 more."]
    dismiss(notice)
    assert lines(notice) == [*TEXTS[2:8], "Dismiss shows 2 more."]
    dismiss(notice)
    assert lines(notice) == TEXTS[:2]
    dismiss(notice)
    assert notice.isHidden()


def test_what_stays_is_always_shown(notice: Notice) -> None:
    notice.say("The history cannot be opened.", Deed("Try again", lambda: None), stays=True)
    for text in TEXTS:
        notice.say(text)
    assert lines(notice) == ["The history cannot be opened.", *TEXTS[8:], "Dismiss shows 8 more."]
    for _ in range(3):
        dismiss(notice)
    assert lines(notice) == ["The history cannot be opened."]
    assert child(notice, QPushButton, "window.notice.dismiss").isHidden()


def test_what_is_withdrawn_makes_room(notice: Notice) -> None:
    for text in TEXTS[:7]:
        notice.say(text)
    assert lines(notice) == [*TEXTS[1:7], "Dismiss shows 1 more."]
    notice.withdraw(TEXTS[3])
    assert lines(notice) == [*TEXTS[:3], *TEXTS[4:7]]
