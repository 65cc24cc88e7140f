"""Values on the wire, back in a form: as a person would type them, and the same again on the wire."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.profiles.loading import typed_lead, typed_of
from leadexec_desktop.profiles.model import Choice, FieldKind, FieldSpec
from leadexec_desktop.profiles.reading import read_field

STATES = (Choice("NV", "Nevada"), Choice("7", "California"), Choice("CA", "7"))
CHOICE = FieldSpec("State", kind=FieldKind.CHOICE, choices=STATES)
YES_NO = FieldSpec("Owner", kind=FieldKind.BOOLEAN)
DATE = FieldSpec("Born", kind=FieldKind.DATE)


@pytest.mark.parametrize(
    "field, wire, typed",
    [
        (CHOICE, "NV", "Nevada"),
        (CHOICE, "7", "California"),
        (CHOICE, "CA", "CA"),  # its label is another one's value
        (CHOICE, "TX", "TX"),  # the profile has lost it
        (YES_NO, "true", "Yes"),
        (YES_NO, "false", "No"),
        (replace(YES_NO, wire_format="1/0"), "0", "No"),
        (replace(YES_NO, wire_format="yes/no"), "yes", "Yes"),
        (replace(YES_NO, wire_format="1/0"), "true", "true"),
        (YES_NO, "maybe", "maybe"),
        (DATE, "04/30/1980", "04/30/1980"),
        (replace(DATE, wire_format="%Y%m%d"), "19800430", "19800430"),
        (FieldSpec("Phone", kind=FieldKind.PHONE), "7025550123", "7025550123"),
        (FieldSpec("Notes", kind=FieldKind.MULTILINE), " a\n b ", " a\n b "),
        (CHOICE, "", ""),
    ],
)
def test_a_value_in_a_form(field: FieldSpec, wire: str, typed: str) -> None:
    assert typed_of(field, wire) == typed


def test_a_lead_in_a_form() -> None:
    values = (("State", "NV"), ("Owner", "true"), ("Gone", "x"))
    assert typed_lead({"State": CHOICE, "Owner": YES_NO}, values) == {"State": "Nevada", "Owner": "Yes", "Gone": "x"}
    assert typed_lead({}, ()) == {}


CHOICES = st.lists(
    st.builds(Choice, st.text("abAB 1", min_size=1, max_size=3), st.text("abAB 1", max_size=3)), min_size=1, max_size=4
)


@given(choices=CHOICES, place=st.integers(0, 3))
def test_whatever_the_labels_a_choice_that_was_read_reads_the_same(choices: list[Choice], place: int) -> None:
    field = replace(CHOICE, choices=tuple(choices))
    reading = read_field(field, choices[place % len(choices)].value)
    if reading.wire:
        assert read_field(field, typed_of(field, reading.wire)).wire == reading.wire
