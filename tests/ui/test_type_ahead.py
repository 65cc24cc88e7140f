"""Lists to type ahead in: by code and by name, by value and by label; and the three states of a yes or no."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListView

from leadexec_desktop.profiles.model import Choice, FieldKind, FieldSpec
from leadexec_desktop.ui.type_ahead import beginning_with

from .program import CTRL, MakeProfile, Program, StartProgram

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CHOICES = (Choice("7", "Alta California"), Choice("NV", "Nevada"), Choice("CA", "California"), Choice("x9", "Canyon"))
FIELDS = (
    FieldSpec("State", "State", FieldKind.STATE),
    FieldSpec("Region", "Region", FieldKind.CHOICE, choices=CHOICES),
    FieldSpec("Owner", "Owner", FieldKind.BOOLEAN),
    FieldSpec("Born", "Born", FieldKind.DATE),
    FieldSpec("Last", "Last"),
)


@pytest.fixture
def program(start_program: StartProgram, make_profile: MakeProfile) -> Program:
    return start_program(make_profile(endpoint="http://127.0.0.1:9", fields=FIELDS))


def hanging() -> list[str]:
    """What hangs open below the line."""
    popup = QApplication.activePopupWidget()
    if popup is None:
        return []
    assert isinstance(popup, QListView)
    model = popup.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def into(program: Program, name: str) -> QLineEdit:
    program.window.submit.form.focus_on(name)
    return program.line(f"submit.field.{name}")


def value_of(program: Program, name: str) -> str:
    body = program.text("submit.preview").rpartition("\n")[2]
    return next((part.partition("=")[2] for part in body.split("&") if part.startswith(f"{name}=")), "")


@pytest.mark.parametrize(
    "typed, offered",
    [
        ("ca", ["California (CA)", "Canyon (x9)", "Alta California (7)"]),
        ("x", ["Canyon (x9)"]),
        ("alta c", ["Alta California (7)"]),
        ("", []),
        ("nv", []),
        ("NEVADA", []),
        ("q", []),
    ],
)
def test_what_is_typed_is_found_by_label_by_value_and_by_word(typed: str, offered: list[str]) -> None:
    # "ca" is a value as it stands; here it is on its way to another one.
    choices = [own for own in CHOICES if typed != "ca" or own.value != "CA"] + [Choice("CA ", "California")] * (
        typed == "ca"
    )
    found = [f"{own.label} ({own.value.strip()})" for own in beginning_with(typed, choices)]
    assert sorted(found) == sorted(offered)


@pytest.mark.parametrize(
    "keys, offered, wire",
    [
        ("nev", ["Nevada (NV)"], "NV"),
        ("new m", ["New Mexico (NM)"], "NM"),
        ("caro", ["North Carolina (NC)", "South Carolina (SC)"], "NC"),
        (
            "p",
            ["Pennsylvania (PA)", "Puerto Rico (PR)", "Prince Edward Island (PE)", "Armed Forces Pacific (AP)"],
            "PA",
        ),
    ],
)
def test_a_state_is_offered_by_name_and_taken_with_the_arrows(
    program: Program, keys: str, offered: list[str], wire: str
) -> None:
    line = into(program, "State")
    program.strike(*(Qt.Key(ord(key.upper())) for key in keys))
    assert sorted(hanging()) == sorted(offered)
    while value_of(program, "State") != wire:
        program.strike(Key.Key_Down)
    program.strike(Key.Key_Return)
    assert QApplication.activePopupWidget() is None
    assert line.text() == next(own.split(" (")[0] for own in offered if f"({wire})" in own)
    assert program.focus() == "submit.field.Region"


@pytest.mark.parametrize("key", [Key.Key_Tab, Key.Key_Return, Key.Key_Enter])
@pytest.mark.parametrize(
    "field, keys, taken",
    [
        ("State", "neb", ("Nebraska", "NE")),
        ("State", "new m", ("New Mexico", "NM")),
        ("Region", "x", ("Canyon", "x9")),
        ("Region", "alt", ("Alta California", "7")),
        ("Owner", "y", ("Yes", "true")),
    ],
)
def test_what_alone_is_offered_is_taken_when_the_field_is_left(
    program: Program, key: Key, field: str, keys: str, taken: tuple[str, str]
) -> None:
    line = into(program, field)
    program.strike(*(Qt.Key(ord(own.upper())) for own in keys))
    assert len(hanging()) == 1
    program.strike(key)
    assert hanging() == []
    assert (line.text(), value_of(program, field)) == taken
    assert program.complaint(field) == ""
    names = [own.name for own in FIELDS]
    assert program.focus() == f"submit.field.{names[names.index(field) + 1]}"
    line.setFocus()
    program.strike(Key.Key_Z, modifiers=CTRL)
    assert line.text().casefold() == keys


@pytest.mark.parametrize("key", [Key.Key_Tab, Key.Key_Return])
@pytest.mark.parametrize(
    "field, typed, taken",
    [
        ("State", "nev", ("Nevada", "NV")),
        ("State", "Nev", ("Nevada", "NV")),
        ("State", "NEV", ("Nevada", "NV")),
        ("State", "nEv", ("Nevada", "NV")),
        ("State", "New M", ("New Mexico", "NM")),
        ("Region", "cany", ("Canyon", "x9")),
        ("Region", "Cany", ("Canyon", "x9")),
        ("Region", "CANY", ("Canyon", "x9")),
        ("Region", "cAnY", ("Canyon", "x9")),
        ("Region", "X", ("Canyon", "x9")),
        ("Region", "Alta", ("Alta California", "7")),
        ("Owner", "Y", ("Yes", "true")),
    ],
)
def test_what_alone_is_offered_is_taken_in_whatever_case_it_is_typed(
    program: Program, key: Key, field: str, typed: str, taken: tuple[str, str]
) -> None:
    line = into(program, field)
    program.strike_text(typed)
    assert line.text() == typed
    assert len(hanging()) == 1
    program.strike(key)
    assert hanging() == []
    assert (line.text(), value_of(program, field)) == taken
    assert program.complaint(field) == ""
    names = [own.name for own in FIELDS]
    assert program.focus() == f"submit.field.{names[names.index(field) + 1]}"


@pytest.mark.parametrize("typed", ["c", "C"])
def test_nothing_is_marked_but_by_the_arrows_and_they_begin_at_the_top(
    start_program: StartProgram, make_profile: MakeProfile, typed: str
) -> None:
    choices = (Choice("c3", "Brick"), Choice("1", "Concrete"), Choice("2", "Clay"))
    field = FieldSpec("Wall", "Wall", FieldKind.CHOICE, choices=choices)
    program = start_program(make_profile(endpoint="http://127.0.0.1:9", fields=(field, FieldSpec("Last", "Last"))))
    line = into(program, "Wall")
    program.strike_text(typed)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QListView)
    assert not popup.currentIndex().isValid()
    program.strike(Key.Key_Down)
    assert line.text() == "Brick"
    program.strike(Key.Key_Tab)
    assert value_of(program, "Wall") == "c3"


@pytest.mark.parametrize("key", [Key.Key_Tab, Key.Key_Return])
@pytest.mark.parametrize(
    "field, keys", [("State", "new"), ("State", "caro"), ("State", "zq"), ("State", "nebx"), ("Region", "ca c")]
)
def test_of_several_or_of_none_nothing_is_taken(program: Program, key: Key, field: str, keys: str) -> None:
    line = into(program, field)
    program.strike(*(Qt.Key(ord(own.upper())) for own in keys))
    program.strike(key)
    assert line.text().casefold() == keys
    assert program.complaint(field) != ""


@pytest.mark.parametrize("away", [Key.Key_Escape, Key.Key_Backtab])
def test_what_is_waved_away_is_not_taken(program: Program, away: Key) -> None:
    line = into(program, "State")
    program.strike(Key.Key_N, Key.Key_E, Key.Key_B, away)
    program.strike(Key.Key_Tab)
    assert line.text().casefold() == "neb"


def test_a_code_is_enough_and_nothing_hangs_in_the_way(program: Program) -> None:
    line = into(program, "State")
    program.strike(Key.Key_N, Key.Key_V)
    assert hanging() == []
    program.strike(Key.Key_Tab)
    assert line.text() == "nv"
    assert value_of(program, "State") == "NV"
    assert program.focus() == "submit.field.Region"


def test_alt_down_shows_all_states(program: Program) -> None:
    into(program, "State")
    program.strike(Key.Key_Down, modifiers=ALT)
    assert len(hanging()) == 72
    program.strike(Key.Key_Escape)
    assert hanging() == []
    assert program.text("submit.field.State") == ""


def test_a_state_may_be_pasted_and_is_never_changed(program: Program) -> None:
    line = into(program, "State")
    QApplication.clipboard().setText("Henderson, NV")
    program.key(Key.Key_V, CTRL)
    program.key(Key.Key_Tab)
    assert line.text() == "Henderson, NV"
    assert program.text("submit.error.State") == "Type a state or province, as in NV or Nevada."


@pytest.mark.parametrize(
    "keys, wire", [("x9", "x9"), ("X9", "x9"), ("nevada", "NV"), ("7", "7"), ("alta california", "7"), ("ca", "CA")]
)
def test_a_choice_is_what_label_or_value_say_in_any_case(program: Program, keys: str, wire: str) -> None:
    into(program, "Region")
    program.keys(keys)
    assert value_of(program, "Region") == wire


def test_a_choice_is_offered_by_its_value(program: Program) -> None:
    into(program, "Region")
    program.strike(Key.Key_X)
    assert hanging() == ["Canyon (x9)"]
    program.strike(Key.Key_Down, Key.Key_Return)
    assert program.text("submit.field.Region") == "Canyon"
    assert value_of(program, "Region") == "x9"


def test_a_yes_or_no_has_a_third_state(program: Program) -> None:
    line = into(program, "Owner")
    assert line.placeholderText() == "Yes, No, or nothing"
    seen = [value_of(program, "Owner")]
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Up, Key.Key_Up):
        program.strike(key)
        seen.append(value_of(program, "Owner"))
    assert seen == ["", "true", "false", "true", ""]
    program.keys("n")
    assert value_of(program, "Owner") == "false"
    line.clear()
    assert value_of(program, "Owner") == ""


@pytest.mark.parametrize("typed", ["3/4/90", "mar 4 1990", "1990-03-04", "03/04/1990"])
def test_the_calendar_opens_at_a_date_however_it_is_typed(program: Program, typed: str) -> None:
    line = into(program, "Born")
    program.keys(typed)
    program.strike(Key.Key_Down, modifiers=ALT)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    program.strike(Key.Key_Return)
    assert line.text() == "03/04/1990"
    assert value_of(program, "Born").replace("%2F", "/") == "03/04/1990"


def test_the_century_of_two_digits_is_said_once_the_field_is_left(program: Program) -> None:
    line = into(program, "Born")
    program.keys("3/4/90")
    assert line.accessibleDescription() == ""
    program.key(Key.Key_Tab)
    said = program.text("submit.remark.Born")
    assert said == "Read as 1990: 00 to 39 are of the 2000s, 40 to 99 of the 1900s."
    assert line.accessibleDescription() == said
    into(program, "Born")
    line.setText("3/4/1990")
    assert program.text("submit.remark.Born") == ""


def test_a_long_label_is_shown_whole_in_what_drops_down(start_program: StartProgram, make_profile: MakeProfile) -> None:
    labels = [f"Single family residence, owner occupied, with {own} garage" for own in ("a", "an attached", "no")]
    choices = tuple(Choice(str(number), label) for number, label in enumerate(labels))
    field = FieldSpec("Home", "Home", FieldKind.CHOICE, choices=choices)
    program = start_program(make_profile(endpoint="http://127.0.0.1:9", fields=(field,)))
    line = into(program, "Home")
    needed = line.fontMetrics().horizontalAdvance(f"{labels[1]} (1)")
    assert line.width() < needed
    program.strike(Key.Key_S)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QListView)
    assert popup.viewport().width() >= needed
    popup.hide()
    program.put(Home="")
    combo = line.parentWidget()
    assert isinstance(combo, QComboBox)
    combo.showPopup()
    assert combo.view().viewport().width() >= line.fontMetrics().horizontalAdvance(labels[1])
    combo.hidePopup()
