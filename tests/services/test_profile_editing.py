"""The profile editor's core: what is typed is kept, complained of at its cell, and undone to the last character."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.profiles.file import read_profiles, write_profile
from leadexec_desktop.profiles.model import (
    Auth,
    Campaign,
    Choice,
    Defaults,
    FieldKind,
    FieldSpec,
    SourceProfile,
)
from leadexec_desktop.protocol.values import AuthScheme, Encoding, Operation
from leadexec_desktop.services.edited_profile import Row, edited, given_in, given_in_row, with_key
from leadexec_desktop.services.profile_cells import (
    FIELD_CELLS,
    PROFILE_CELLS,
    Given,
    campaigns_of,
    campaigns_text,
    choices_of,
    choices_text,
)
from leadexec_desktop.services.profile_complaints import complaints_of
from leadexec_desktop.services.profile_editing import ProfileEditing
from tests.depth import examples

PROFILE = SourceProfile(
    id="solar",
    name="Solar",
    endpoint="https://leads.example.com",
    vid=18,
    lid=1,
    campaigns=(Campaign(23, "West", {"colour": "red"}), Campaign(24)),
    fields=(
        FieldSpec("FirstName", "First name", required=True, max_length=50),
        FieldSpec("Age", kind=FieldKind.INTEGER, min=18, max=99.5),
        FieldSpec("State", kind=FieldKind.CHOICE, choices=(Choice("NV", "Nevada", {"x": 1}), Choice("CA"))),
    ),
)
WITH_TRANSFER = (*PROFILE.operations[:2], Operation.TRANSFER, *PROFILE.operations[2:])


def begun(**changes: Any) -> ProfileEditing:
    given_: dict[str, Any] = {name: getattr(PROFILE, name) for name in PROFILE.__slots__}
    return ProfileEditing(SourceProfile(**(given_ | changes)))


def complaints(editing: ProfileEditing) -> dict[tuple[int | None, str], str]:
    return {(own.row, own.key): own.text for own in complaints_of(editing.now.profile)}


def names(editing: ProfileEditing) -> list[str]:
    return [row.spec.name for row in editing.rows]


# ------------------------------------------------------------------ cells


@pytest.mark.parametrize(
    "place,typed,attribute,value",
    [
        ("name", "Roofs & more", "name", "Roofs & more"),
        ("endpoint", "  https://x.example.com/base ", "endpoint", "https://x.example.com/base"),
        ("vid", "19", "vid", 19),
        ("lid", "\uff11\uff12", "lid", 12),
        ("timeout_s", "12.5", "timeout_s", 12.5),
        ("follow_days", "0", "follow_days", 0),
        ("retention_days", "30", "retention_days", 30),
        ("retention_days", "", "retention_days", None),
        ("script", "Hello\n  there", "script", "Hello\n  there"),
        ("auth.scheme", "bearer", "auth", Auth(scheme=AuthScheme.BEARER)),
        ("auth.password", True, "auth", Auth(password=True)),
        ("auth.token_url", "https://t.example.com", "auth", Auth(token_url="https://t.example.com")),
        ("defaults.async", True, "defaults", Defaults(is_async=True)),
        ("defaults.aid", "23", "defaults", Defaults(aid=23)),
        ("defaults.encoding", "json", "defaults", Defaults(encoding=Encoding.JSON)),
        ("defaults.mode", "call", "defaults", Defaults(mode=Operation.CALL)),
        ("allow_extra_fields", True, "allow_extra_fields", True),
        ("campaigns", "23 = North", "campaigns", (Campaign(23, "North", {"colour": "red"}),)),
        ("campaigns", "7\tEast\n\n8, South\n9", "campaigns", (Campaign(7, "East"), Campaign(8, "South"), Campaign(9))),
        ("operations.ping", False, "operations", tuple(o for o in PROFILE.operations if o is not Operation.PING)),
        ("operations.transfer", True, "operations", WITH_TRANSFER),
    ],
)  # fmt: skip
def test_a_cell_of_the_profile(place: str, typed: Given, attribute: str, value: object) -> None:
    editing = begun()
    editing.set(place, typed)
    assert getattr(editing.profile, attribute) == value
    assert given_in(editing.now.profile, place) == typed


@pytest.mark.parametrize(
    "key,typed,value",
    [
        ("name", "Phone", "Phone"),
        ("label", "Their phone", "Their phone"),
        ("label", "", "FirstName"),
        ("kind", "date", FieldKind.DATE),
        ("required", False, False),
        ("default", " x ", " x "),
        ("max_length", "", None),
        ("max_length", "7", 7),
        ("min", "1990-03-04", "1990-03-04"),
        ("pattern", "[A-Z", "[A-Z"),
        ("choices", "NV\tNevada\nCA = X\n\nOR", (Choice("NV", "Nevada"), Choice("CA", "X"), Choice("OR"))),
        ("choices", "a=b\tA is B", (Choice("a=b", "A is B"),)),
        ("sticky", True, True),
        ("wire_format", "e164", "e164"),
    ],
)  # fmt: skip
def test_a_cell_of_a_field(key: str, typed: Given, value: object) -> None:
    editing = begun()
    editing.set_in([0], key, typed)
    assert getattr(editing.rows[0].spec, key) == value
    assert given_in_row(editing.rows[0], key) == typed


def test_every_attribute_has_a_cell() -> None:
    assert set(FIELD_CELLS) == set(FieldSpec.__slots__) - {"unknown"}
    nested = {f"auth.{own}" for own in Auth.__slots__} | {f"defaults.{own}" for own in Defaults.__slots__}
    flat = set(SourceProfile.__slots__) - {"id", "operations", "auth", "defaults", "fields", "unknown"}
    all_places = {place.replace("defaults.is_async", "defaults.async") for place in flat | nested}
    assert set(PROFILE_CELLS) == {place for place in all_places if not place.endswith("unknown")}


def test_what_a_file_has_shows_and_reads_back_unchanged() -> None:
    editing = begun()
    for place in PROFILE_CELLS:
        shown = given_in(editing.now.profile, place)
        editing.set(place, "0" if isinstance(shown, str) else not shown)
        editing.set(place, shown)
    for row in range(3):
        for key in FIELD_CELLS:
            shown = given_in_row(editing.rows[row], key)
            editing.set_in([row], key, "0" if isinstance(shown, str) else not shown)
            editing.set_in([row], key, shown)
    assert editing.profile == PROFILE
    assert not editing.is_changed


def test_unknown_keys_of_choices_and_campaigns_stay() -> None:
    editing = begun()
    editing.set("campaigns", "24\n23 = West\n25")
    editing.set_in([2], "choices", "CA\nNV = Nevada, the state")
    assert editing.profile.campaigns == (Campaign(24), Campaign(23, "West", {"colour": "red"}), Campaign(25))
    assert editing.rows[2].spec.choices == (Choice("CA"), Choice("NV", "Nevada, the state", {"x": 1}))


def test_a_label_that_was_the_name_follows_it() -> None:
    row = with_key(Row(FieldSpec("")), "name", "City")
    assert row.spec.label == "City"
    assert with_key(with_key(row, "label", "Town"), "name", "Place").spec.label == "Town"


def test_bounds_are_read_anew_with_another_kind() -> None:
    row = with_key(Row(FieldSpec("When", kind=FieldKind.TEXT)), "min", "18")
    assert row.spec.min == "18"
    row = with_key(row, "kind", "integer")
    assert row.spec.min == 18
    row = with_key(row, "kind", "date")
    assert row.spec.min == "18"


# ------------------------------------------------------------------ complaints


@pytest.mark.parametrize(
    "place,typed,part",
    [
        ("name", "", "Name is empty."),
        ("endpoint", "leads", "Endpoint is no address such as"),
        ("endpoint", "http://leads.example.com", "Endpoint is plain http"),
        ("vid", "abc", "Lead source (VID) must be a whole number such as 18."),
        ("vid", "", "Lead source (VID) is empty"),
        ("lid", "-1", "Lead type (LID) must be a whole number, 0 or more."),
        ("timeout_s", "soon", "Time limit must be a number of seconds such as 90."),
        ("timeout_s", "700", "Time limit must be from 1 to 600 seconds."),
        ("campaigns", "23\nWest", "Campaigns has in line 2 no number at its beginning"),
        ("campaigns", "23\n23", "Campaigns, line 2, stands twice among the campaigns."),
        ("defaults.aid", "99", "Default campaign is not among the campaigns."),
        ("auth.token_url", "x", "Token URL is no address"),
        ("defaults.return_url", "x", "Default return URL is no address"),
        ("defaults.mode", "transfer", 'Default mode is "transfer", which is not among the operations.'),
    ],
)  # fmt: skip
def test_a_complaint_stands_at_the_profiles_cell(place: str, typed: str, part: str) -> None:
    editing = begun()
    assert complaints(editing) == {}
    editing.set(place, typed)
    assert complaints(editing)[None, place].startswith(part)
    assert given_in(editing.now.profile, place) == typed
    assert editing.is_changed


@pytest.mark.parametrize(
    "row,key,typed,part",
    [
        (0, "name", "", "Name is empty."),
        (0, "name", " First", "Name has a space"),
        (0, "name", "password", "Name is the name of one of the receiver's own parameters"),
        (0, "name", "Reference", "Name is the name of one of the receiver's own parameters"),
        (1, "name", "firstname", "Name is the name of field 1 too, upper and lower case aside."),
        (0, "name", "First name", "Name is no XML name"),
        (0, "name", "1st", "Name is no XML name"),
        (0, "name", "a\x07b", "Name holds the invisible character U+0007"),
        (0, "max_length", "abc", "Longest must be a whole number such as 50."),
        (0, "max_length", "0", "Longest must be 1 or more"),
        (0, "min", "3", "Least is for numbers, dates and times only"),
        (1, "min", "abc", "Least must be a number such as 18."),
        (1, "min", "100", "Least is greater than max"),
        (1, "default", "abc", "Default cannot be sent:"),
        (0, "pattern", "[", "Pattern cannot be read: a sign in it is out of place"),
        (0, "wire_format", "digits", "Wire format is for phones"),
        (2, "choices", "", "Choices is empty"),
        (2, "choices", "NV\n = none", "Choices, line 2, is empty"),
    ],
)
def test_a_complaint_stands_at_the_fields_cell(row: int, key: str, typed: str, part: str) -> None:
    editing = begun()
    editing.set_in([row], key, typed)
    assert complaints(editing)[row, key].startswith(part)
    assert given_in_row(editing.rows[row], key) == typed


def test_another_kind_says_what_its_bounds_must_be() -> None:
    editing = begun()
    editing.set_in([1], "kind", "date")
    editing.set_in([1], "min", "1990-03-04")
    editing.set_in([1], "max", "")
    assert complaints(editing) == {}
    editing.set_in([1], "kind", "integer")
    assert complaints(editing) == {(1, "min"): "Least must be a number, as in 18."}


def test_a_name_that_xml_cannot_carry_is_a_remark_unless_leads_go_as_xml() -> None:
    editing = begun()
    editing.set_in([0], "name", "First name")
    assert [own.is_remark for own in complaints_of(editing.now.profile)] == [True]
    editing.set("defaults.encoding", "xml")
    found = complaints_of(editing.now.profile)
    assert [(own.row, own.key, own.is_remark) for own in found] == [
        (None, "defaults.encoding", False),
        (0, "name", False),
    ]
    assert "the name of field 1 is no XML name" in found[0].text


def test_what_is_not_filled_in_yet_is_said_and_not_shown_as_nought() -> None:
    editing = ProfileEditing(PROFILE, unfilled=("vid", "lid"))
    assert given_in(editing.now.profile, "vid") == ""
    assert set(complaints(editing)) == {(None, "vid"), (None, "lid")}
    assert not editing.is_changed
    editing.set("vid", "18")
    editing.set("lid", "1")
    assert complaints(editing) == {}
    assert editing.is_changed


# ------------------------------------------------------------------ fields


def test_fields_are_added_and_selected() -> None:
    editing = begun()
    editing.add([FieldSpec("A"), FieldSpec("B")], 1)
    assert names(editing) == ["FirstName", "A", "B", "Age", "State"]
    assert editing.now.selected == (1, 2)
    assert editing.undo_label == "Add 2 fields"


def test_several_are_removed_and_what_comes_after_is_selected() -> None:
    editing = begun()
    editing.remove([0, 2])
    assert names(editing) == ["Age"]
    editing.remove([0])
    assert names(editing) == []
    assert not editing.now.selected


def test_copies_stand_behind_the_last_under_free_names() -> None:
    editing = begun()
    editing.add([FieldSpec("Age2")], 3)
    editing.duplicate([0, 1])
    assert names(editing) == ["FirstName", "Age", "FirstName2", "Age3", "State", "Age2"]
    assert editing.rows[2].spec.label == "First name"
    assert editing.now.selected == (2, 3)


@pytest.mark.parametrize(
    "rows,before,order,selected",
    [
        ([0], 3, "BCA", (2,)),
        ([0], 0, "ABC", ()),
        ([2], 0, "CAB", (0,)),
        ([0, 2], 1, "ACB", (0, 1)),
        ([1, 0], 3, "CAB", (1, 2)),
    ],
)
def test_fields_are_moved(rows: list[int], before: int, order: str, selected: tuple[int, ...]) -> None:
    editing = begun(fields=tuple(map(FieldSpec, "ABC")))
    editing.move(rows, before)
    assert "".join(names(editing)) == order
    assert not selected or editing.now.selected == selected


@pytest.mark.parametrize(
    "rows,by,order",
    [([1], -1, "BACD"), ([1], 1, "ACBD"), ([0], -1, "ABCD"), ([3], 1, "ABCD"), ([1, 2], 1, "ADBC")],
)
def test_fields_are_nudged_and_stay_at_the_end(rows: list[int], by: int, order: str) -> None:
    editing = begun(fields=tuple(map(FieldSpec, "ABCD")))
    editing.nudge(rows, by)
    assert "".join(names(editing)) == order


def test_a_typed_text_travels_with_its_field() -> None:
    editing = begun()
    editing.set_in([0], "max_length", "abc")
    editing.move([0], 3)
    assert complaints(editing) == {(2, "max_length"): "Longest must be a whole number such as 50."}


def test_several_fields_get_the_same_at_once() -> None:
    editing = begun()
    editing.set_in([0, 1, 2], "section", "Caller")
    assert [row.spec.section for row in editing.rows] == ["Caller"] * 3
    editing.undo()
    assert editing.profile == PROFILE


# ------------------------------------------------------------------ undo


def test_typing_in_one_cell_is_one_step() -> None:
    editing = begun()
    for text in ("F", "Fi", "Fir"):
        editing.set_in([0], "name", text)
    editing.settle()
    editing.set_in([0], "name", "First")
    editing.set_in([0], "label", "The first")
    assert editing.undo_label == "Change label"
    labels = []
    while editing.undo():
        labels.append(editing.redo_label)
    assert labels == ["Change label", "Change name", "Change name"]
    assert editing.profile == PROFILE
    assert editing.redo()
    assert editing.rows[0].spec.name == "Fir"


def test_what_was_typed_and_taken_back_by_hand_is_no_step() -> None:
    editing = begun()
    editing.set("name", "Solar2")
    editing.set("name", "Solar")
    assert editing.undo_label == ""
    assert not editing.is_changed


def test_a_new_step_forgets_what_was_undone() -> None:
    editing = begun()
    editing.set("name", "A")
    editing.undo()
    assert editing.redo_label == "Change name"
    editing.set("script", "B")
    assert not editing.redo()


def test_a_tick_is_a_step_of_its_own() -> None:
    editing = begun()
    editing.set("auth.password", True)
    editing.set("auth.password", False)
    assert editing.undo()
    assert editing.profile.auth.password
    assert editing.undo()
    assert not editing.undo()


def test_undo_gives_the_selection_back() -> None:
    editing = begun()
    editing.select([2])
    editing.remove([0])
    assert editing.now.selected == (0,)
    editing.undo()
    assert editing.now.selected == (2,)
    editing.redo()
    assert editing.now.selected == (0,)


def test_undo_past_a_save_is_a_change_again() -> None:
    editing = begun()
    editing.set("name", "B")
    seen = [editing.is_changed]
    editing.mark_saved(editing.now.profile)
    seen.append(editing.is_changed)
    editing.undo()
    seen.append(editing.is_changed)
    editing.redo()
    assert [*seen, editing.is_changed] == [True, False, True, False]


def test_another_profile_is_taken_in_one_step() -> None:
    editing = begun()
    editing.take(SourceProfile("solar", "Solar", "https://x.example.com", 1, 2), "Take fields from a sample")
    assert editing.undo_label == "Take fields from a sample"
    assert editing.rows == ()
    editing.undo()
    assert editing.profile == PROFILE


_TEXTS = st.one_of(
    st.sampled_from(["", "abc", "18", "24 = x", "1990-03-04", "json", "choice", "a\nb"]), st.text(max_size=4)
)
_WORD = st.one_of(_TEXTS, st.booleans())
_STEPS = st.one_of(
    st.tuples(st.just("set"), st.sampled_from([*PROFILE_CELLS]), _WORD),
    st.tuples(st.just("set"), st.sampled_from([f"operations.{own}" for own in Operation]), st.booleans()),
    st.tuples(st.just("set_in"), st.lists(st.integers(0, 5), max_size=2), st.sampled_from([*FIELD_CELLS]), _WORD),
    st.tuples(st.just("add"), st.integers(0, 5)),
    st.tuples(st.just("remove"), st.lists(st.integers(0, 5), max_size=3)),
    st.tuples(st.just("duplicate"), st.lists(st.integers(0, 5), max_size=2)),
    st.tuples(st.just("move"), st.lists(st.integers(0, 5), max_size=3), st.integers(0, 6)),
    st.tuples(st.just("nudge"), st.lists(st.integers(0, 5), max_size=2), st.sampled_from([-1, 1])),
    st.tuples(st.just("select"), st.lists(st.integers(0, 5), max_size=2)),
    st.tuples(st.just("settle")),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


def _carry_out(editing: ProfileEditing, step: tuple[Any, ...]) -> None:
    there = len(editing.rows)
    match step:
        case ("set", place, word):
            shown = given_in(editing.now.profile, place)
            editing.set(place, str(word) if isinstance(shown, str) else bool(word))
        case ("set_in", rows, key, word):
            is_text = FIELD_CELLS[key].label and not isinstance(getattr(FieldSpec("x"), key), bool)
            editing.set_in([own for own in rows if own < there], key, str(word) if is_text else bool(word))
        case ("add", at):
            editing.add([FieldSpec("New")], min(at, there))
        case ("move", rows, before):
            editing.move([own for own in rows if own < there], min(before, there))
        case ("remove" | "duplicate" | "select" as name, rows):
            getattr(editing, name)([own for own in rows if own < there])
        case ("nudge", rows, by):
            editing.nudge([own for own in rows if own < there], by)
        case _:
            getattr(editing, step[0])()


@examples(100)
@given(steps=st.lists(_STEPS, max_size=25))
def test_undoing_all_gives_the_first_state_and_redoing_all_the_last(steps: list[tuple[Any, ...]]) -> None:
    editing = ProfileEditing(PROFILE)
    first = edited(PROFILE)
    for step in steps:
        _carry_out(editing, step)
    last = editing.now
    complaints_of(last.profile)  # whatever it is, it can be said
    seen = [last.profile]
    while editing.undo():
        seen.append(editing.now.profile)
    assert editing.now.profile == first
    assert editing.profile == PROFILE
    for before in reversed(seen[:-1]):
        assert editing.redo()
        assert editing.now.profile == before
    while editing.redo():
        pass
    while editing.undo():
        pass
    assert write_profile(editing.profile) == write_profile(PROFILE)


def test_what_has_no_complaint_is_a_file_that_can_be_read() -> None:
    editing = begun()
    editing.set_in([0], "name", "First name")
    assert read_profiles(write_profile(editing.profile), "x").profiles == (editing.profile,)


def test_lines_that_are_not_touched_stay_the_choices_that_they_were() -> None:
    odd = tuple(Choice(value) for value in (" NV", "A\nB", "A\rB", "a\tb", "C\u0085", "no\xa0break", "x=y", " "))
    text = choices_text(odd)
    assert len(text.split("\n")) == len(odd)
    assert choices_of(odd, f"OR = Oregon\n{text}\nCA") == (Choice("OR", "Oregon"), *odd, Choice("CA"))
    assert choices_of(odd, text.replace("A\u2424B", "A\u2424B = both", 1))[1] == Choice("A\nB", "both")


def test_lines_that_are_not_touched_stay_the_campaigns_that_they_were() -> None:
    odd = (Campaign(23, "-West"), Campaign(24, " East"), Campaign(25, "A\nB", {"x": 1}), Campaign(26))
    assert campaigns_of(odd, f"{campaigns_text(odd)}\n27 - South") == (*odd, Campaign(27, "South"))
    assert campaigns_of((), "23 = -West") == (Campaign(23, "-West"),)
