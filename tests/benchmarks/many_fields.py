"""How soon a large profile's form is on screen, and what a key in it costs, beside a bare form."""

import time
from pathlib import Path
from statistics import median

from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from . import twelve_fields, two_hundred_fields
from .opened import Opened, opened, rest
from .painted import Painted
from .table import Row, percentile, spread
from .typed_keys import stroke_ms, wait

_OPEN_AT_MOST_MS, _KEY_AT_MOST_MS = 150.0, 8.0
_PART = 0.99
_BETWEEN_S = 0.01
_PASSES = 5


def measure(folder: Path, fields: int, times: int, rounds: int, passes: int = _PASSES) -> list[Row]:
    """Opens the form and a bare one by turns, then types into both by turns.

    Args:
        folder: An empty one.
        fields: How many.
        times: How often each is opened.
        rounds: Into how many fields of each kind is typed.
        passes: How often all that is typed.
    """
    with opened(folder, "http://127.0.0.1:9", more=lambda place: _write(place, fields)) as program:
        took: tuple[list[float], list[float]] = [], []
        for _ in range(times):
            took[0].append(_open(program, fields))
            took[1].append(_open_bare(program, fields))
        _open(program, fields)
        typed = [_type(program, fields, rounds) for _ in range(passes)]
    return [_opens(fields, took), _keys(fields, typed)]


def _write(place: Path, fields: int) -> None:
    two_hundred_fields.write(place / f"{two_hundred_fields.PROFILE_ID}.leadprofile", fields)


def _opens(fields: int, took: tuple[list[float], list[float]]) -> Row:
    return Row(
        f"Profile of {fields} fields opened",
        spread(took[0], "ms"),
        f"{spread(took[1], 'ms')} (bare form)",
        f"{min(took[0]):.0f} ms",
        f"{_OPEN_AT_MOST_MS:g} ms",
        min(took[0]) <= _OPEN_AT_MOST_MS,
        f"{len(took[0])} times each, by turns; least / median. From the choice in the selector until the form was "
        "painted; the bare form is a scroll area with as many labels and lines.",
    )


def _keys(fields: int, passes: list[tuple[list[float], list[float]]]) -> Row:
    own, bare = ([percentile(typed[side], _PART) for typed in passes] for side in (0, 1))
    usual = [median([took for typed in passes for took in typed[side]]) for side in (0, 1)]
    return Row(
        f"Key in a form of {fields} fields, p99",
        spread(own, "ms"),
        f"{spread(bare, 'ms')} (bare form)",
        f"{min(own):.1f} ms",
        f"{_KEY_AT_MOST_MS:g} ms",
        min(own) <= _KEY_AT_MOST_MS,
        f"{len(passes)} times {len(passes[0][0])} keys in fields of all kinds of a filled form, and as many in a bare "
        f"line, by turns; least / median of the p99s. All keys' medians are {usual[0]:.1f} and {usual[1]:.1f} ms. From "
        "the key until its field was painted, with all that it causes: what is wrong, what would be sent.",
    )


def _choose(program: Opened, profile_id: str) -> None:
    selector = program.find(QComboBox, "profile.selector")
    index = selector.findData(profile_id)
    selector.setCurrentIndex(index)
    selector.activated.emit(index)


def _open(program: Opened, fields: int) -> float:
    """Chooses the large profile, from the small one; in ms."""
    _choose(program, twelve_fields.PROFILE_ID)
    rest(0.3)
    form = program.window.submit.form
    painted = Painted(form.viewport(), lambda: len(form.labels()) == fields)
    at_ns = time.monotonic_ns()
    _choose(program, two_hundred_fields.PROFILE_ID)
    wait(painted)
    rest(0.3)
    return (painted.at_ns - at_ns) / 1e6


def _bare_window(program: Opened) -> QScrollArea:
    bare = QScrollArea()
    bare.setWidgetResizable(True)
    bare.resize(program.window.submit.form.size())
    bare.show()
    rest(0.1)
    return bare


def _fill_bare(bare: QScrollArea, fields: int) -> list[QLineEdit]:
    page = QWidget()
    grid = QGridLayout(page)
    lines = [QLineEdit() for _ in range(fields)]
    for place, line in enumerate(lines):
        grid.addWidget(QLabel(f"Field {place}"), place, 0)
        grid.addWidget(line, place, 1)
    bare.setWidget(page)
    return lines


def _open_bare(program: Opened, fields: int) -> float:
    bare = _bare_window(program)
    painted = Painted(bare.viewport())
    at_ns = time.monotonic_ns()
    _fill_bare(bare, fields)
    wait(painted)
    bare.close()
    bare.deleteLater()
    rest(0.1)
    return (painted.at_ns - at_ns) / 1e6


def _type(program: Opened, fields: int, rounds: int) -> tuple[list[float], list[float]]:
    """Types into fields of each kind, and into lines of a bare form; each key's time in ms."""
    program.window.submit.form.set_typed(two_hundred_fields.lead(fields))
    bare = _bare_window(program)
    lines = _fill_bare(bare, fields)
    took: tuple[list[float], list[float]] = [], []
    for place, (name, kind) in enumerate(_spread_over(fields, rounds)):
        text = two_hundred_fields.TYPED[kind]
        took[0].extend(_type_into(program.window, _field(program, name), text))
        line = lines[place * 7 % fields]
        line.setFocus()
        bare.ensureWidgetVisible(line)
        took[1].extend(_type_into(bare, line, text))
    bare.close()
    bare.deleteLater()
    return took


def _field(program: Opened, name: str) -> QWidget:
    program.window.submit.form.focus_on(name)
    field = program.find(QWidget, f"submit.field.{name}")
    if isinstance(field, QLineEdit | QPlainTextEdit):
        field.selectAll()
    return field


def _type_into(window: QWidget, field: QWidget, text: str) -> list[float]:
    rest(0.05)
    took = []
    for character in text:
        took.append(stroke_ms(window, field, character))
        rest(_BETWEEN_S)
    return took


def _spread_over(fields: int, rounds: int) -> list[tuple[str, str]]:
    """So many fields of each kind with their kinds, from all over the form."""
    by_kind: dict[str, list[str]] = {}
    for name, kind in two_hundred_fields.kinds(fields).items():
        by_kind.setdefault(kind, []).append(name)
    found = []
    for turn in range(rounds):
        found += [(names[turn * len(names) // rounds], kind) for kind, names in by_kind.items()]
    return found
