"""How soon the selector shows and filters many profiles, beside a bare list of as many rows."""

import json
import time
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from . import twelve_fields
from .opened import opened, rest
from .painted import Painted
from .table import Row, spread
from .typed_keys import strike, wait

_MOST_MS = 50.0
_LETTERS = "001"
"""A few profiles have them in their names."""


def write_more(folder: Path, count: int) -> None:
    """Writes so many profiles of twelve fields into a folder of profiles."""
    one = json.loads(twelve_fields.content("http://127.0.0.1:9"))
    for number in range(count):
        own = one | {"id": str(UUID(int=number)), "name": f"Zone source {number:04}"}
        (folder / f"{own['id']}.leadprofile").write_text(json.dumps(own))


def measure(folder: Path, profiles: int, times: int) -> list[Row]:
    """Opens the selector's list and searches in it, and in a bare one, by turns.

    Args:
        folder: An empty one.
        profiles: How many.
        times: How often each.
    """
    lists: tuple[list[float], list[float]] = [], []
    searches: tuple[list[float], list[float]] = [], []
    with opened(folder, "http://127.0.0.1:9", more=lambda place: write_more(place, profiles - 1)) as program:
        selector = program.find(QComboBox, "profile.selector")
        assert selector.count() == profiles
        bare = _bare(selector)
        for _ in range(times):
            for place, (window, combo) in enumerate(((program.window, selector), (bare, bare))):
                lists[place].append(_open_list(window, combo))
                searches[place].append(_search(window, combo))
        bare.close()
        bare.deleteLater()
    note = f"{times} times each, by turns; least / median. From the"
    return [
        _row(f"List of {profiles:,} profiles opened", lists, f"{note} key until the list was painted."),
        _row(
            f"{profiles:,} profiles searched",
            searches,
            f"{note} first of {len(_LETTERS)} letters, typed without a pause, until the list of what was found was "
            "painted.",
        ),
    ]


def _row(what: str, took: tuple[list[float], list[float]], note: str) -> Row:
    return Row(
        what,
        spread(took[0], "ms"),
        f"{spread(took[1], 'ms')} (bare QComboBox)",
        f"{min(took[0]):.0f} ms",
        f"{_MOST_MS:g} ms",
        min(took[0]) <= _MOST_MS,
        note,
    )


def _bare(like: QComboBox) -> QComboBox:
    """A list that can be typed into, with as many rows."""
    combo = QComboBox()
    combo.setEditable(True)
    combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    combo.addItems([like.itemText(row) for row in range(like.count())])
    completer = combo.completer()
    assert completer is not None
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    combo.resize(like.size())
    combo.show()
    rest(0.1)
    return combo


def _open_list(window: QWidget, combo: QComboBox) -> float:
    window.activateWindow()
    combo.setFocus()
    rest(0.1)
    painted = Painted(combo.view().viewport())
    at_ns = time.monotonic_ns()
    strike(window, Qt.Key.Key_F4)
    wait(painted)
    rest(0.05)
    combo.hidePopup()
    rest(0.05)
    return (painted.at_ns - at_ns) / 1e6


def _search(window: QWidget, combo: QComboBox) -> float:
    line, completer = combo.lineEdit(), combo.completer()
    assert isinstance(line, QLineEdit)
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    before = line.text()
    line.selectAll()
    painted = Painted(popup.viewport(), lambda: line.text() == _LETTERS)
    at_ns = time.monotonic_ns()
    for letter in _LETTERS:
        strike(window, letter)
    wait(painted)
    popup.hide()
    line.setText(before)
    rest(0.05)
    return (painted.at_ns - at_ns) / 1e6
