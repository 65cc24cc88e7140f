"""How a field's own wishes change what is read: formats, ranges, lengths, patterns; and that any text has a reading."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.profiles.model import Choice, FieldKind, FieldSpec
from leadexec_desktop.profiles.phones import FORMATS
from leadexec_desktop.profiles.reading import BOOLEANS, Readings, read_field, read_lead, remarks_on
from leadexec_desktop.profiles.typed_text import trimmed

NEVADA = (Choice("NV", "Nevada"), Choice("CA", "California"), Choice("7", "Alta Califórnia"))
SPECS = {kind: FieldSpec("Field", "The field", kind) for kind in FieldKind} | {
    FieldKind.CHOICE: FieldSpec("Field", "The field", FieldKind.CHOICE, choices=NEVADA)
}


@pytest.mark.parametrize("kind", FieldKind)
@pytest.mark.parametrize("filler", [" ", "\n", "\u200f", "1", ",", "-", ".", "@", "ﷺ"])
def test_ten_thousand_of_anything_take_no_longer(kind: FieldKind, filler: str) -> None:
    began = time.thread_time()
    read_field(SPECS[kind], f"1{filler * 10_000}1")
    assert time.thread_time() - began < 0.5


@given(
    typed=st.text() | st.text(st.characters(categories=None)) | st.from_regex(r"[\d/:. apm+$,-]{0,30}"),
    kind=st.sampled_from(FieldKind),
    wire_format=st.sampled_from(["", *FORMATS, *BOOLEANS, "%-m/%-d/%Y", "%-I %p", "%Q%", "%"]),
    pattern=st.sampled_from(["", "[a-z]+", "(", r"\d{5}"]),
    bound=st.none() | st.integers() | st.floats() | st.sampled_from(["1990-03-04", "14:30", "x"]),
)
def test_any_text_has_a_reading(
    typed: str, kind: FieldKind, wire_format: str, pattern: str, bound: float | str | None
) -> None:
    spec = replace(SPECS[kind], wire_format=wire_format, pattern=pattern, min=bound, max=bound, max_length=20)
    reading = read_field(spec, typed)
    assert not (reading.wire and reading.problem)
    reading.wire.encode()
    assert len(reading.wire) <= 20


FORMATTED = [
    (FieldKind.PHONE, "digits", "(702) 555-0123", "7025550123"),
    (FieldKind.PHONE, "e164", "702-555-0123", "+17025550123"),
    (FieldKind.PHONE, "national", "+17025550123", "(702) 555-0123"),
    (FieldKind.PHONE, "e164", "+44 20 7946 0958", "+442079460958"),
    (FieldKind.PHONE, "national", "+44 20 7946 0958", "020 7946 0958"),
    (FieldKind.BOOLEAN, "true/false", "y", "true"),
    (FieldKind.BOOLEAN, "1/0", "yes", "1"),
    (FieldKind.BOOLEAN, "1/0", "no", "0"),
    (FieldKind.BOOLEAN, "yes/no", "0", "no"),
    (FieldKind.DATE, "%-m/%-d/%Y", "03/04/1990", "3/4/1990"),
    (FieldKind.DATE, "%Y-%m-%d", "3/4/90", "1990-03-04"),
    (FieldKind.TIME, "%-I:%M %p", "14:05", "2:05 PM"),
    (FieldKind.DATETIME, "%Y-%m-%dT%H:%M:%S", "3/4/1990 2:05 pm", "1990-03-04T14:05:00"),
]


@pytest.mark.parametrize("kind, wire_format, typed, wire", FORMATTED)
def test_the_wire_format_of_a_field(kind: FieldKind, wire_format: str, typed: str, wire: str) -> None:
    reading = read_field(replace(SPECS[kind], wire_format=wire_format), typed)
    assert (reading.wire, reading.problem) == (wire, "")


RANGES = [
    (FieldSpec("F", kind=FieldKind.INTEGER, min=18, max=99), "18", "17", "Must be 18 or more."),
    (FieldSpec("F", kind=FieldKind.INTEGER, min=18, max=99), "99", "100", "Must be 99 or less."),
    (FieldSpec("F", kind=FieldKind.DECIMAL, min=0.1, max=0.3), "0.3", "0.300000000000000001", "Must be 0.3 or less."),
    (FieldSpec("F", kind=FieldKind.MONEY, min=0), "0", "-0.01", "Must be 0 or more."),
    (
        FieldSpec("F", kind=FieldKind.DATE, min="1930-01-01", max="2008-12-31"),
        "12/31/2008",
        "1/1/2009",
        "Must be 12/31/2008 or earlier.",
    ),
    (
        FieldSpec("F", kind=FieldKind.DATE, min="1930-01-01"),
        "1/1/1930",
        "12/31/1929",
        "Must be 01/01/1930 or later.",
    ),
    (
        FieldSpec("F", kind=FieldKind.TIME, min="08:00", max="17:30"),
        "5:30 pm",
        "5:31 pm",
        "Must be 05:30 PM or earlier.",
    ),
    (
        FieldSpec("F", kind=FieldKind.DATETIME, min="2024-01-01T08:00"),
        "1/1/2024 8 am",
        "1/1/2024 7:59 am",
        "01/01/2024 08:00 AM or later.",
    ),
]


@pytest.mark.parametrize("spec, fits, misses, complaint", RANGES)
def test_the_range_of_a_field(spec: FieldSpec, fits: str, misses: str, complaint: str) -> None:
    assert read_field(spec, fits).wire
    assert complaint in read_field(spec, misses).problem


def test_a_two_digit_year_goes_to_the_century_that_the_range_has() -> None:
    born = replace(SPECS[FieldKind.DATE], max="2010-12-31")
    assert read_field(born, "3/4/35").wire == "03/04/1935"
    assert read_field(born, "3/4/05").wire == "03/04/2005"
    moves = replace(SPECS[FieldKind.DATE], min="2020-01-01")
    assert read_field(moves, "3/4/45").wire == "03/04/2045"
    assert read_field(SPECS[FieldKind.DATE], "2/29/00").wire == "02/29/2000"


def test_every_white_space_there_is_goes_from_the_ends() -> None:
    spaces = "".join(char for char in map(chr, range(0x110000)) if char.isspace())
    assert trimmed(f"{spaces}a{spaces}b{spaces}") == f"a{spaces}b"


def test_length_counts_characters_of_the_wire_value() -> None:
    assert read_field(FieldSpec("F", max_length=4), "José").wire == "José"
    assert (
        read_field(FieldSpec("F", max_length=4), "José!").problem == "Too long: 4 characters at most, and this has 5."
    )
    phone = FieldSpec("F", kind=FieldKind.PHONE, max_length=10)
    assert read_field(phone, "+1 (702) 555-0123").wire == "7025550123"


def test_a_pattern_must_match_the_whole_wire_value() -> None:
    spec = FieldSpec("F", pattern="[A-Z]{2}", pattern_help="Two capitals.")
    assert read_field(spec, " AB ").wire == "AB"
    assert read_field(spec, "ABC").problem == "Two capitals."
    assert read_field(replace(spec, pattern_help=""), "ABC").problem == "Not of the form that the lead source asks for."


SECRET = "555-88-7777"


@pytest.mark.parametrize("kind", FieldKind)
def test_no_complaint_repeats_what_was_typed(kind: FieldKind) -> None:
    spec = replace(SPECS[kind], sensitive=True, max_length=3, pattern="x", min=None)
    reading = read_field(spec, f"{SECRET} and more")
    assert reading.problem
    assert SECRET not in reading.problem


def test_a_choice_that_is_a_value_comes_before_one_that_is_a_label() -> None:
    spec = FieldSpec("F", kind=FieldKind.CHOICE, choices=(Choice("2", "1"), Choice("1", "2"), Choice("a"), Choice("A")))
    assert [read_field(spec, typed).wire for typed in ("1", "2", "a", "A")] == ["1", "2", "a", "A"]


def test_a_lead_holds_what_is_filled_in_in_the_order_of_the_form() -> None:
    fields = (
        FieldSpec("First"),
        FieldSpec("Source", hidden=True, default="desk"),
        FieldSpec("Agreed", kind=FieldKind.BOOLEAN, read_only=True, default="yes"),
        FieldSpec("Empty"),
        FieldSpec("Phone", kind=FieldKind.PHONE),
        FieldSpec("Zip", "ZIP:", kind=FieldKind.POSTAL_CODE, required=True),
    )
    typed = {"Phone": "702-555-0123", "First": " José ", "Source": "forged", "Agreed": "no", "Empty": " ", "Other": "x"}
    lead, problems = read_lead(fields, typed)
    assert lead.values == (("First", "José"), ("Source", "desk"), ("Agreed", "true"), ("Phone", "7025550123"))
    assert problems == {"Zip": "ZIP is required."}
    assert read_lead(fields, typed | {"Zip": "00501"})[1] == {}


CENTURIES = "00 to 39 are of the 2000s, 40 to 99 of the 1900s"
BORN = FieldSpec("F", kind=FieldKind.DATE, max="2010-12-31")


@pytest.mark.parametrize(
    "spec, typed, remark",
    [
        (FieldSpec("F", kind=FieldKind.DATE), "3/4/90", f"Read as 1990: {CENTURIES}."),
        (FieldSpec("F", kind=FieldKind.DATE), "mar 4 \uff13\uff19", f"Read as 2039: {CENTURIES}."),
        (FieldSpec("F", kind=FieldKind.DATETIME), "3/4/90 2 pm", f"Read as 1990: {CENTURIES}."),
        (BORN, "3/4/05", f"Read as 2005: {CENTURIES}."),
        (BORN, "3/4/35", "Read as 1935, the century that this field allows."),
        (replace(BORN, sensitive=True), "3/4/35", f"Of two digits of a year: {CENTURIES}."),
        (FieldSpec("F", kind=FieldKind.DATE), "3/4/1990", ""),
        (FieldSpec("F", kind=FieldKind.DATE), "13/12/90", ""),
        (FieldSpec("F", kind=FieldKind.TIME), "2:30 pm", ""),
        (FieldSpec("F", kind=FieldKind.PHONE), "702-555-0123", ""),
        (
            FieldSpec("F", kind=FieldKind.PHONE),
            "702-555-0123 x45",
            (
                "The extension stays here and is not sent: this field carries the number alone. "
                "Type it in a field of its own."
            ),
        ),
    ],
)
def test_what_a_person_should_know_of_how_a_text_was_read(spec: FieldSpec, typed: str, remark: str) -> None:
    assert read_field(spec, typed).remark == remark
    assert remarks_on([spec], {"F": typed}, read_field) == ({"F": remark} if remark else {})


def test_a_form_reads_again_only_what_has_changed() -> None:
    fields = (FieldSpec("A"), FieldSpec("B", required=True), FieldSpec("Zip", kind=FieldKind.POSTAL_CODE))
    readings = Readings()
    first = [readings(field, text) for field, text in zip(fields, ("1", "", "x"), strict=True)]
    again = [readings(replace(field), text) for field, text in zip(fields, ("1", "2", "x"), strict=True)]
    assert [own is other for own, other in zip(first, again, strict=True)] == [True, False, True]
    assert again == [read_field(field, text) for field, text in zip(fields, ("1", "2", "x"), strict=True)]
    assert readings(replace(fields[0], max_length=0), "1").problem != ""
