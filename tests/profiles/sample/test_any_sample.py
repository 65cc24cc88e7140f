"""Anything at all gives a sample or a clear refusal, in time that grows with its length."""

import io
import zipfile
from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.profiles.model import FieldSpec, SourceProfile
from leadexec_desktop.profiles.problems import problems_of
from leadexec_desktop.profiles.sample import LARGEST_BYTES, SampleError, profile_of, read_sample
from tests.depth import examples

from .labelled import DOCUMENTED, LABELLED, PROGRAMS

BASE = SourceProfile("new", "New", "https://leads.leadexec.net", 18, 1, fields=(FieldSpec("FirstName"),))
CORPUS = [own.data for own in (*LABELLED, *DOCUMENTED, *PROGRAMS)]
SEVERAL = [
    b"'",
    b'"',
    b"\\",
    b"^",
    b"`",
    b"\n",
    b"\t",
    b"|",
    b"=",
    b"&",
    b"<",
    b">",
    b"{",
    b"}",
    b"[",
    b",",
    b"\0",
    b"\xff",
]
PIECES = st.one_of(st.sampled_from(SEVERAL), st.sampled_from([b"curl ", b"<table>", b"POST / HTTP/1.1\n"]), st.binary())


def check(data: bytes | str) -> None:
    try:
        sample = read_sample(data)
    except SampleError as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017 - any sample will do but another error
        return
    assert problems_of(profile_of(sample, BASE, sample.fields)) == []
    assert len({field.spec.name.casefold() for field in sample.fields}) == len(sample.fields)


@given(st.binary(max_size=400))
@examples(100)
def test_any_bytes(data: bytes) -> None:
    check(data)


@given(st.text(st.characters(exclude_categories=[]), max_size=300))
@examples(100)
def test_any_text(text: str) -> None:
    check(text)


@given(st.sampled_from(CORPUS), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), max_size=6))
@examples(150)
def test_any_change_of_a_sample(data: bytes, changes: list[tuple[float, int, bytes]]) -> None:
    for where, length, piece in changes:
        at = int(where * len(data))
        data = data[:at] + piece + data[at + length :]
    check(data)


@given(st.sampled_from([own.data for own in LABELLED if own.path.suffix != ".xlsx"]), st.floats(0, 1), st.data())
@examples(150)
def test_a_strange_character_anywhere_in_a_sample(data: bytes, where: float, draw: st.DataObject) -> None:
    text = data.decode("utf-8-sig")
    at = int(where * len(text))
    strange = draw.draw(st.sampled_from(["\ud800", "\0", "\u2028", "\x85", "\u200b", "\u202e", "&#xD800;", "\\ud800"]))
    check(text[:at] + strange + text[at:])


@pytest.mark.parametrize("hidden", ["pass\u200bword", "\u200epassword", "password\xad", "VID\u200b"])
def test_a_name_with_a_hidden_mark_is_the_name_that_is_seen(hidden: str) -> None:
    sample = read_sample(f"City=Reno&{hidden}=7")
    assert [own.spec.name for own in sample.fields] == ["City"]


HOSTILE: dict[str, Callable[[int], str]] = {
    "open quotation": lambda size: "curl -d '" + "\\'" * (size // 2),
    "carets": lambda size: 'curl -d ^"' + "^" * size,
    "open JSON text": lambda size: '{"a":"' + '\\"' * (size // 2),
    "JSON in JSON": lambda size: "[" * size,
    "JSON commas": lambda size: "{" + "," * size,
    "XML attributes": lambda size: "<a " + " ".join(f'x{own}="1"' for own in range(size // 9)) + "/>",
    "XML namespace": lambda size: '<a xmlns="' + "u" * (size // 2) + '">' + "<b/>" * (size // 8) + "</a>",
    "HTML attributes": lambda size: "<table " + " ".join(f"x{own}=1" for own in range(size // 9)) + "><tr></table>",
    "tables in tables": lambda size: "<table><tr><td>" * (size // 15),
    "spaces in lines": lambda size: ("name" + " " * 1900 + "x\n") * (size // 1905),
    "brackets in lines": lambda size: ("a=" + "(" * 1990 + "\n") * (size // 1993),
    "address and more": lambda size: "Post to https://leads.example.com/?" + "a=1&" * (size // 4) + " and more",
    "names": lambda size: "&".join(f"f{own}=1" for own in range(size // 8)),
    "open cell": lambda size: 'a,b\n"' + "x" * size,
    "descriptions": lambda size: (
        "Field name\tType\tNotes\n" + f"a\tenum\t{'one of: 9999999 ' * 1200}\n" * (size // 19000)
    ),
    "headers": lambda size: "POST /x HTTP/1.1 a: " + "b;" * (size // 2),
    "nothing": lambda size: " " * size + "x",
}


@pytest.mark.parametrize("family", HOSTILE)
def test_time_grows_with_the_length_and_not_faster(family: str) -> None:
    """Eight times the size takes eight times as long; what grows with the square would take 64 times."""
    times = []
    for size in (60_000, 480_000):
        text = HOSTILE[family](size)
        spent = []
        for _ in range(2):
            started = process_time()
            check(text)
            spent.append(process_time() - started)
        times.append(min(spent))
    assert times[1] < max(30 * times[0], 0.5)


def test_what_is_too_large_is_refused_at_once() -> None:
    with pytest.raises(SampleError, match="5 MB at most"):
        read_sample(b"a=1&" * (LARGEST_BYTES // 4 + 1))


@pytest.mark.parametrize(
    "text, says",
    [
        ("", "nothing in it yet"),
        (" \n\t\ufeff", "nothing in it yet"),
        ("Please send the leads to us by Friday, thank you.", "What can be read"),
        ('{"a": ', "begins as JSON does"),
        ("{}", "no names with values"),
        ("<a><b>", "begins as XML does"),
        ("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a><c>&b;</c></a>", "document type"),
        ("<html><body><p>Our fields are in the letter.</p></body></html>", "no table of fields"),
        ("curl --silent", "neither an address nor a body"),
        ("PK\x03\x04", "cannot be read"),
        ("a@example.com,b@example.com\nc@example.com,d@example.com", "What can be read"),
    ],
)
def test_a_refusal_says_why(text: str, says: str) -> None:
    with pytest.raises(SampleError) as refused:
        read_sample(text.encode() if text.startswith("PK") else text)
    assert says in str(refused.value)


def sheet_with(sheet: str, **parts: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(next(own.data for own in LABELLED if own.path.suffix == ".xlsx"))) as book:
        content = {name: book.read(name) for name in book.namelist()}
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    content["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>'.encode()
    )
    content |= {
        f"xl/{name}.xml": part.replace("<sst>", f'<sst xmlns="{main}">').encode() for name, part in parts.items()
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as book:
        for name, part in content.items():
            book.writestr(name, part)
    return written.getvalue()


def test_a_cell_at_the_far_corner_costs_nothing() -> None:
    row = '<row r="1"><c r="A1" t="str"><v>City</v></c><c r="B1" t="str"><v>Zip</v></c><c r="XFD9"><v>1</v></c></row>'
    row += '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert [own.spec.name for own in read_sample(sheet_with(row)).fields] == ["City", "Zip"]


def test_shared_texts_and_cells_without_a_place_are_read() -> None:
    header = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
    values = '<row><c t="s"><v>2</v></c><c t="s"><v>99</v></c></row>'
    shared = "<sst><si><t>City</t></si><si><r><t>Phone</t></r><r><t> 1</t></r></si><si><t>Reno</t></si></sst>"
    sample = read_sample(sheet_with(header + values, sharedStrings=shared))
    assert [own.spec.name for own in sample.fields] == ["City", "Phone 1"]


def test_a_sheet_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(SampleError, match="too large"):
        read_sample(sheet_with("<row><c><v>1</v></c></row>" * 900_000))


@pytest.mark.parametrize("where", range(0, 100, 4))
def test_a_damaged_sheet_is_refused_or_read(where: int) -> None:
    whole = sheet_with("<row><c t='str'><v>City</v></c><c t='str'><v>Zip</v></c></row>")
    at = len(whole) * where // 100
    check(whole[:at])
    check(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])


def test_a_sheet_whose_text_is_no_xml_is_named_as_damaged() -> None:
    with pytest.raises(SampleError, match="Save it anew"):
        read_sample(sheet_with("<row><c>"))


def test_an_older_or_locked_book_is_named() -> None:
    with pytest.raises(SampleError, match="without a password"):
        read_sample(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
