"""What hands type and clipboards paste, against the value on the wire and the complaint."""

# ruff: noqa: RUF001 - letters of other scripts are the point

import time
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.profiles.model import Choice, FieldKind, FieldSpec
from leadexec_desktop.profiles.phones import FORMATS
from leadexec_desktop.profiles.reading import BOOLEANS, READERS, Reading, read_field, read_lead
from leadexec_desktop.profiles.typed_text import trimmed

NEVADA = (Choice("NV", "Nevada"), Choice("CA", "California"), Choice("7", "Alta Califórnia"))
SPECS = {kind: FieldSpec("Field", "The field", kind) for kind in FieldKind} | {
    FieldKind.CHOICE: FieldSpec("Field", "The field", FieldKind.CHOICE, choices=NEVADA)
}

VALID = [
    (FieldKind.TEXT, "O'Hara & Sons <b>", "O'Hara & Sons <b>"),
    (FieldKind.MULTILINE, "line 1\nline 2\n", "line 1\nline 2\n"),
    (FieldKind.INTEGER, "1,250", "1250"),
    (FieldKind.INTEGER, "-3", "-3"),
    (FieldKind.INTEGER, "007", "7"),
    (FieldKind.INTEGER, "-0", "0"),
    (FieldKind.INTEGER, "1250.00", "1250"),
    (FieldKind.DECIMAL, "1,250.50", "1250.50"),
    (FieldKind.DECIMAL, ".5", "0.5"),
    (FieldKind.DECIMAL, "5.", "5"),
    (FieldKind.DECIMAL, "-0.25", "-0.25"),
    (FieldKind.DECIMAL, "-0.0", "0.0"),
    (FieldKind.MONEY, "$1,250.50", "1250.50"),
    (FieldKind.MONEY, "1250", "1250"),
    (FieldKind.MONEY, "-$5", "-5"),
    (FieldKind.MONEY, "$-5.5", "-5.50"),
    *((FieldKind.BOOLEAN, typed, "true") for typed in ("true", "YES", "y", "1")),
    *((FieldKind.BOOLEAN, typed, "false") for typed in ("False", "no", "N", "0")),
    *((FieldKind.DATE, typed, "03/04/1990") for typed in ("3/4/1990", "3/4/90", "03-04-1990", "3.4.1990")),
    *((FieldKind.DATE, typed, "03/04/1990") for typed in ("1990-03-04", "1990/3/4", "mar 4 1990", "March 4, 1990")),
    *(
        (FieldKind.DATE, typed, "03/04/1990")
        for typed in ("4 mar 1990", "4-Mar-90", "Mar. 4th, 1990", "4th MARCH 1990")
    ),
    (FieldKind.DATE, "sept 9 39", "09/09/2039"),
    (FieldKind.DATE, "9/9/40", "09/09/1940"),
    (FieldKind.DATE, "2/29/2024", "02/29/2024"),
    *((FieldKind.TIME, typed, "02:30 PM") for typed in ("2:30 pm", "2:30PM", "2:30 p.m.", "14:30", "14:30:59")),
    *((FieldKind.TIME, typed, "02:30 AM") for typed in ("2:30a", "02:30", "2:30 AM")),
    *((FieldKind.TIME, typed, "12:00 AM") for typed in ("12 am", "00:00")),
    (FieldKind.TIME, "12 pm", "12:00 PM"),
    *(
        (FieldKind.DATETIME, typed, "03/04/1990 02:30 PM")
        for typed in (
            "3/4/90 2:30 pm",
            "1990-03-04T14:30",
            "1990-03-04 14:30:00",
            "Mar 4, 1990 at 2:30 PM",
            "4 mar 90, 2:30p",
        )
    ),
    *((FieldKind.CHOICE, typed, "NV") for typed in ("NV", "nv", "Nevada", "NEVADA")),
    *(
        (FieldKind.PHONE, typed, "7025550123")
        for typed in (
            "7025550123",
            "702-555-0123",
            "(702) 555-0123",
            "702.555.0123",
            "1-702-555-0123",
            "+1 702 555 0123",
        )
    ),
    (FieldKind.PHONE, "+44 20 7946 0958", "2079460958"),
    (FieldKind.PHONE, "604-555-0123", "6045550123"),
    (FieldKind.EMAIL, "jane.doe+x@example.co.uk", "jane.doe+x@example.co.uk"),
    (FieldKind.POSTAL_CODE, "00501", "00501"),
    (FieldKind.POSTAL_CODE, "00501-0001", "00501-0001"),
    (FieldKind.POSTAL_CODE, "005010001", "00501-0001"),
    (FieldKind.POSTAL_CODE, "k1a0b1", "K1A 0B1"),
    *((FieldKind.STATE, typed, "NV") for typed in ("NV", "nv", "Nevada", "nevada", "N.V.")),
    *((FieldKind.STATE, typed, code) for typed, code in (("D.C.", "DC"), ("puerto rico", "PR"), ("ontario", "ON"))),
    (FieldKind.URL, "https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
    (FieldKind.URL, "HTTP://example.com:8080", "HTTP://example.com:8080"),
    (FieldKind.IP, "192.0.2.10", "192.0.2.10"),
    (FieldKind.IP, "2001:DB8:0:0::1", "2001:db8::1"),
]

AMOUNTS = (
    "abc",
    "1,25",
    "1e5",
    "1 250",
    "--5",
    "-$-5",
    "1.2.3",
    "$",
    "NaN",
    "Infinity",
    "-",
    "+",
    ".",
    "1,250,50",
    "€5",
)
INVALID = [
    (FieldKind.TEXT, "nul\x00", "Holds an invisible character (U+0000)"),
    (FieldKind.TEXT, "half \ud83d", "Holds an invisible character (U+D83D)"),
    (FieldKind.MULTILINE, "bell\x07\nring", "Holds an invisible character (U+0007)"),
    *((FieldKind.INTEGER, typed, "Type a whole number, as in 1250.") for typed in (*AMOUNTS, "$5", "1.5")),
    *((FieldKind.DECIMAL, typed, "Type a number, as in 1250.5.") for typed in (*AMOUNTS, "$5")),
    *((FieldKind.MONEY, typed, "as in 1250.50.") for typed in (*AMOUNTS, "1.234", "5$", "1.250,50")),
    *((FieldKind.BOOLEAN, typed, "Type yes or no.") for typed in ("maybe", "2", "yes no")),
    *(
        (FieldKind.DATE, typed, "as in 3/4/1990 or Mar 4 1990.")
        for typed in ("13/12/1990", "2/30/1990", "2/29/1900", "0/1/1990", "3/4", "3/4/190", "3-4/1990", "mai 4 1990")
    ),
    *(
        (FieldKind.DATE, typed, "as in 3/4/1990")
        for typed in ("ma 4 1990", "1/1/0090", "1990-13-01", "today", "19900304")
    ),
    *((FieldKind.TIME, typed, "as in 2:30 pm") for typed in ("2:30", "25:00", "14:30 pm", "0 am", "2:60 pm", "noon")),
    *(
        (FieldKind.DATETIME, typed, "as in 3/4/1990 2:30 pm.")
        for typed in ("3/4/1990", "2:30 pm", "3/4/1990 25:00", "13/12/1990 2 pm", "1990-03-04T14:30Z")
    ),
    *((FieldKind.CHOICE, typed, "Choose one of the list, such as Nevada.") for typed in ("Utah", "N", "NV CA")),
    *(
        (FieldKind.PHONE, typed, "Type 10 digits, as in 702-555-0123")
        for typed in (
            "555-0123",
            "123",
            "abc",
            "1234567890",
            "702-155-0123",
            "702-555-01234",
            "0000000000",
            "+",
            "+999 1",
        )
    ),
    *((FieldKind.PHONE, typed, "Leave out the extension") for typed in ("702-555-0123 x45", "702-555-0123 ext. 45")),
    *(
        (FieldKind.EMAIL, typed, "as in jane@example.com.")
        for typed in ("jane", "jane@", "@example.com", "jane@example", "a@b@example.com", "jane doe@example.com")
    ),
    *((FieldKind.EMAIL, typed, "as in jane@") for typed in ("jane@.com", "jane@a..com", "j,d@example.com", "j@e.com.")),
    *(
        (FieldKind.POSTAL_CODE, typed, "as in 00501")
        for typed in ("501", "0501", "123456", "12345-67", "ABCDE", "D1A 0B1", "K1A 0O1", "K1A")
    ),
    *((FieldKind.STATE, typed, "as in NV or Nevada.") for typed in ("XX", "Nev", "Texas 1", "Bavaria", "12")),
    *(
        (FieldKind.URL, typed, "as in https://example.com/page.")
        for typed in ("example.com", "ftp://example.com", "https://", "https://a b.com", "http://[::1", "javascript:1")
    ),
    *((FieldKind.URL, typed, "as in https://") for typed in ("https://e.com:99999", "https://e.com:port", "//e.com")),
    *((FieldKind.IP, typed, "as in 192.0.2.10.") for typed in ("256.1.1.1", "1.2.3", "::g", "fe80::1%eth0", "10")),
]

PASTED = [
    (FieldKind.TEXT, "\u00a0\t José Núñez \u200b\n", "José Núñez"),
    (FieldKind.MULTILINE, "  first\r\n\tsecond  ", "  first\r\n\tsecond  "),
    (FieldKind.INTEGER, "\t1,250\u00a0\n", "1250"),
    (FieldKind.DECIMAL, " 3.14\r\n", "3.14"),
    (FieldKind.MONEY, "\u00a0$ 1,250.50\n", "1250.50"),
    (FieldKind.BOOLEAN, " TRUE\n", "true"),
    (FieldKind.DATE, "\tMarch\u00a04,  1990\n", "03/04/1990"),
    (FieldKind.TIME, " 2:30\u202fPM ", "02:30 PM"),
    (FieldKind.DATETIME, "3/4/1990\t2:30\u202fPM\n", "03/04/1990 02:30 PM"),
    (FieldKind.CHOICE, "\u00a0nevada\n", "NV"),
    (FieldKind.PHONE, "tel:+1-702-555-0123\n", "7025550123"),
    (FieldKind.PHONE, "\u202a+1 (702)\u00a0555\u20110123\u202c", "7025550123"),
    (FieldKind.EMAIL, "mailto:jane@example.com\n", "jane@example.com"),
    (FieldKind.EMAIL, "\u200bjane@exam\u00adple.com\ufeff", "jane@example.com"),
    (FieldKind.POSTAL_CODE, "\t00501\u20110001\n", "00501-0001"),
    (FieldKind.STATE, "New\u00a0York\n", "NY"),
    (FieldKind.URL, "\n https://example.com/a \u200b", "https://example.com/a"),
    (FieldKind.IP, "\u200b192.0.2.10\n", "192.0.2.10"),
]

UNICODE = [
    (FieldKind.TEXT, "José 北京 \U0001f600", "José 北京 \U0001f600"),
    (FieldKind.MULTILINE, "Ναί\n\U0001f44d\U0001f3fd", "Ναί\n\U0001f44d\U0001f3fd"),
    (FieldKind.INTEGER, "\uff11\uff12", "12"),
    (FieldKind.DECIMAL, "\u22123.5", "-3.5"),
    (FieldKind.MONEY, "\uff04\uff15", "5"),
    (FieldKind.BOOLEAN, "\uff39\uff45\uff53", "true"),
    (FieldKind.DATE, "\uff13/\uff14/\uff11\uff19\uff19\uff10", "03/04/1990"),
    (FieldKind.TIME, "\uff12:\uff13\uff10 pm", "02:30 PM"),
    (FieldKind.DATETIME, "\uff13/\uff14/1990 2 pm", "03/04/1990 02:00 PM"),
    (FieldKind.CHOICE, "alta califórnia", "7"),
    (FieldKind.PHONE, "\uff17\uff10\uff12-555-0123", "7025550123"),
    (FieldKind.EMAIL, "josé@пример.рф", "josé@пример.рф"),
    (FieldKind.POSTAL_CODE, "\uff10\uff10\uff15\uff10\uff11", "00501"),
    (FieldKind.STATE, "Québec", "QC"),
    (FieldKind.URL, "https://пример.рф/é", "https://пример.рф/é"),
    (FieldKind.IP, "\uff11\uff10.0.0.1", "10.0.0.1"),
]

RIGHT_TO_LEFT = [
    (FieldKind.TEXT, "\u200fמשה كريم\u200f", "משה كريم"),
    (FieldKind.TEXT, "می\u200cخواهم", "می\u200cخواهم"),
    (FieldKind.MULTILINE, "\u202bשלום\u202c\nسلام", "\u202bשלום\u202c\nسلام"),
    (FieldKind.INTEGER, "\u200f\u0661\u0662\u0663", "123"),
    (FieldKind.DECIMAL, "\u061c\u0661.\u0665", "1.5"),
    (FieldKind.MONEY, "\u202a$5\u202c", "5"),
    (FieldKind.BOOLEAN, "\u2067yes\u2069", "true"),
    (FieldKind.DATE, "\u0663/\u200f\u0664/\u200f\u0661\u0669\u0669\u0660", "03/04/1990"),
    (FieldKind.TIME, "\u200e2:30 \u200epm", "02:30 PM"),
    (FieldKind.DATETIME, "\u200e3/4/1990\u200f \u200e2 pm", "03/04/1990 02:00 PM"),
    (FieldKind.CHOICE, "\u200fNevada\u200f", "NV"),
    (FieldKind.PHONE, "\u0667\u0660\u0662\u0665\u0665\u0665\u0660\u0661\u0662\u0663", "7025550123"),
    (FieldKind.EMAIL, "\u200eמשה@example.com\u200e", "משה@example.com"),
    (FieldKind.POSTAL_CODE, "\u0660\u0660\u0665\u0660\u0661", "00501"),
    (FieldKind.STATE, "\u202bNevada\u202c", "NV"),
    (FieldKind.URL, "\u2066https://example.com/שלום\u2069", "https://example.com/שלום"),
    (FieldKind.IP, "\u200f10.0.0.1", "10.0.0.1"),
]

LONG = {
    FieldKind.TEXT: ("é" * 10_000, True),
    FieldKind.MULTILINE: ("line \n" * 2_000, True),
    FieldKind.INTEGER: ("9" * 10_000, True),
    FieldKind.DECIMAL: ("1." + "9" * 10_000, True),
    FieldKind.MONEY: ("1,000" * 2_000, False),
    FieldKind.BOOLEAN: ("yes" * 4_000, False),
    FieldKind.DATE: ("1/" * 5_000, False),
    FieldKind.TIME: ("12:" * 4_000, False),
    FieldKind.DATETIME: (" 1t" * 4_000, False),
    FieldKind.CHOICE: ("NV" * 5_000, False),
    FieldKind.PHONE: ("702" * 4_000, False),
    FieldKind.EMAIL: ("a." * 5_000 + "@example.com", False),
    FieldKind.POSTAL_CODE: ("00501" * 2_000, False),
    FieldKind.STATE: ("Nevada " * 2_000, False),
    FieldKind.URL: ("https://example.com/" + "a" * 10_000, True),
    FieldKind.IP: ("1." * 5_000, False),
}

EMPTY = ("", " ", "\n\t\u00a0", "\u200b\ufeff\u200f")


@pytest.mark.parametrize("table", [VALID, INVALID, PASTED, UNICODE, RIGHT_TO_LEFT])
def test_every_kind_has_a_row_in_each_table(table: list[tuple[FieldKind, str, str]]) -> None:
    assert {kind for kind, _, _ in table} == set(FieldKind)
    assert set(LONG) == set(READERS) == set(FieldKind)


@pytest.mark.parametrize("kind, typed, wire", [*VALID, *PASTED, *UNICODE, *RIGHT_TO_LEFT])
def test_typed_text_as_it_goes_on_the_wire(kind: FieldKind, typed: str, wire: str) -> None:
    assert read_field(SPECS[kind], typed) == Reading(wire)


@pytest.mark.parametrize("kind, typed, complaint", INVALID)
def test_complaints_say_what_is_expected(kind: FieldKind, typed: str, complaint: str) -> None:
    reading = read_field(SPECS[kind], typed)
    assert complaint in reading.problem
    assert reading.wire == ""


@pytest.mark.parametrize("kind, typed", list(product(FieldKind, EMPTY)))
def test_empty_is_a_value_unless_the_field_is_required(kind: FieldKind, typed: str) -> None:
    assert read_field(SPECS[kind], typed) == Reading()
    assert read_field(replace(SPECS[kind], required=True), typed) == Reading(problem="The field is required.")


@pytest.mark.parametrize("kind", FieldKind)
def test_ten_thousand_characters_are_read_at_once(kind: FieldKind) -> None:
    typed, is_valid = LONG[kind]
    read_field(SPECS[kind], "1")  # imports what it needs
    began = time.perf_counter()
    reading = read_field(SPECS[kind], typed)
    elapsed_s = time.perf_counter() - began
    assert (reading.wire, bool(reading.problem)) == ((typed, False) if is_valid else ("", True))
    assert elapsed_s < 0.5


@pytest.mark.parametrize("kind", FieldKind)
@pytest.mark.parametrize("filler", [" ", "\n", "\u200f", "1", ",", "-", ".", "@", "ﷺ"])
def test_ten_thousand_of_anything_take_no_longer(kind: FieldKind, filler: str) -> None:
    began = time.perf_counter()
    read_field(SPECS[kind], f"1{filler * 10_000}1")
    assert time.perf_counter() - began < 0.5


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


@pytest.mark.parametrize("kind, wire", sorted({(kind, wire) for kind, _, wire in VALID if "+" not in wire}))
def test_a_wire_value_read_again_is_itself(kind: FieldKind, wire: str) -> None:
    assert read_field(SPECS[kind], wire) == Reading(wire)


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
    assert read_field(replace(SPECS[kind], wire_format=wire_format), typed) == Reading(wire)


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
