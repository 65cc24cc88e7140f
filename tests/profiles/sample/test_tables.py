"""The many forms of documentation tables, and what is none: a list of leads with names and notes."""

import io
import zipfile

import pytest

from leadexec_desktop.profiles.sample import ProposedField, Sample, SampleError, read_sample


def names(sample: Sample) -> list[str]:
    return [own.spec.name for own in sample.fields]


def field(sample: Sample, name: str) -> ProposedField:
    return next(own for own in sample.fields if own.spec.name == name)


def test_headings_between_the_rows_are_sections() -> None:
    table = "Field\tType\tRequired\nCaller\nfirst\tstring\tYes\nVehicle:\nyear\tint\tNo\nmodel_2\n"
    sample = read_sample(table)
    assert names(sample) == ["first", "year", "model_2"]
    assert [own.spec.section for own in sample.fields] == ["Caller", "Vehicle", "Vehicle"]


def test_several_tables_of_a_page_are_sections_by_their_headings() -> None:
    def table(*rows: str) -> str:
        body = "".join(f"<tr><td>{row}</td><td>string</td></tr>" for row in rows)
        return f"<table><tr><th>Parameter</th><th>Type</th></tr>{body}</table>"

    page = f"<h2>Caller</h2>{table('first', 'last')}<h2>Home</h2>{table('roof')}<table><tr><td>menu</td></tr></table>"
    sample = read_sample(page)
    assert {own.spec.name: own.spec.section for own in sample.fields} == {
        "first": "Caller",
        "last": "Caller",
        "roof": "Home",
    }


def test_cells_over_several_rows_and_columns_stay_in_their_columns() -> None:
    page = (
        "<table><tr><th>Group</th><th>Field name</th><th colspan=2>Type</th><th>Notes</th></tr>"
        "<tr><td rowspan=2>Home</td><td>roof</td><td>list</td><td></td><td>Options: Tile, Metal</td></tr>"
        "<tr><td>built</td><td>date</td><td></td><td>YYYY-MM-DD</td></tr></table>"
    )
    sample = read_sample(page)
    assert [(own.spec.name, own.spec.section, own.spec.kind) for own in sample.fields] == [
        ("roof", "Home", "choice"),
        ("built", "Home", "date"),
    ]
    assert field(sample, "built").spec.wire_format == "%Y-%m-%d"


@pytest.mark.parametrize(
    "cell, name, required",
    [
        ("phone*", "phone", True),
        ("phone (required)", "phone", True),
        ("phone required", "phone", True),
        ("phone (optional)", "phone", False),
        ("phone", "phone", False),
        ("phone_required", "phone_required", False),
        ("`phone`", "phone", False),
    ],
)
def test_a_name_is_freed_of_what_says_that_it_is_needed(cell: str, name: str, required: bool) -> None:
    sample = read_sample(f"Field name\tDescription\n{cell}\tWhere to call\nother\tWhat else\n")
    assert (sample.fields[0].spec.name, sample.fields[0].spec.required) == (name, required)


@pytest.mark.parametrize(
    "cell, required",
    [
        ("Yes", True),
        ("Y", True),
        ("X", True),
        ("✓", True),
        ("1", True),
        ("Required if married", True),
        ("Mandatory", True),
        ("No", False),
        ("optional", False),
        ("if married", False),
        ("-", False),
        ("", False),
    ],
)
def test_words_for_required(cell: str, required: bool) -> None:
    sample = read_sample(f"Field\tType\tRequired\nphone\tstring\t{cell}\nzip\tstring\tYes\n")
    assert sample.fields[0].spec.required is required


def test_a_column_that_says_optional_is_read_the_other_way_round() -> None:
    sample = read_sample("Field\tOptional\nphone\tyes\nzip\tno\n")
    assert [own.spec.required for own in sample.fields] == [False, True]


def test_a_title_beside_the_name_becomes_the_label() -> None:
    sample = read_sample("Field Name\tParameter\tType\nDay phone\tdayphone\tphone\nHome ZIP\thome_zip\tzip\n")
    assert [(own.spec.name, own.spec.label) for own in sample.fields] == [
        ("dayphone", "Day phone"),
        ("home_zip", "Home ZIP"),
    ]
    sample = read_sample("Lead Field\tPost Name\tType\nFirst name\tfname\ttext\nPhone\tph\tphone\n")
    assert [(own.spec.name, own.spec.label) for own in sample.fields] == [("fname", "First name"), ("ph", "Phone")]


def test_ids_stand_in_the_table_or_around_it() -> None:
    rows = (
        "| Field | Type | Example |",
        "|---|---|---|",
        "| VID | integer | 18 |",
        "| aid | integer | |",
        "| City | text | |",
    )
    table = "\n".join(rows)
    sample = read_sample(f"Your lead type: LID = 7, VID: 99.\n\n{table}")
    assert (sample.vid, sample.lid, sample.aid) == (18, 7, None)
    assert names(sample) == ["City"]


@pytest.mark.parametrize(
    "text",
    ["VID: 18", "Vendor (VID): 18", "VID 18", "The vid is 18.", "vid - 18", "VID => 18", '"vid" : "18"'],
)
def test_an_id_in_the_text_around_a_table_is_found(text: str) -> None:
    page = f"<p>{text}</p><table><tr><th>Field</th><th>Type</th></tr><tr><td>first</td><td>string</td></tr></table>"
    assert read_sample(page).vid == 18


@pytest.mark.parametrize("text", ["COVID 19", "a vid 18 s long", "VIDEO 18", "vid: none"])
def test_what_only_looks_like_an_id_is_none(text: str) -> None:
    page = f"<p>{text}</p><table><tr><th>Field</th><th>Type</th></tr><tr><td>first</td><td>string</td></tr></table>"
    assert read_sample(page).vid is None


ALIGNED = """
Dear partner,  here is what we post. VID: 18

  Field name      Type        Required    Notes
  -----------     --------    --------    -------------------
  FirstName       Text        Yes         First name
  DayPhone        Phone       Yes         10 digits, which
                                          nobody dials by hand
  Credit          List                    Options: Good, Fair
  Zip             Zip         No

Call us  if anything is unclear.
"""


@pytest.mark.parametrize("text", [ALIGNED, ALIGNED.replace("\n", "\r\n"), ALIGNED.expandtabs()])
def test_a_table_set_out_with_blanks_is_read(text: str) -> None:
    sample = read_sample(text)
    assert (sample.kind, sample.vid) == ("table", 18)
    assert [(own.spec.name, own.spec.kind, own.spec.required) for own in sample.fields] == [
        ("FirstName", "text", True),
        ("DayPhone", "phone", True),
        ("Credit", "choice", False),
        ("Zip", "postal_code", False),
    ]
    assert "nobody dials" in field(sample, "DayPhone").spec.help


def test_prose_with_wide_gaps_is_no_table() -> None:
    with pytest.raises(SampleError):
        read_sample("The type of field  is text.\nRequired  it is not.\nName  and address  are asked for.\n")


def test_pipes_without_a_frame_are_a_table_too() -> None:
    sample = read_sample("Name | Type | Required\ncity | string | yes\nzip | string | no\n")
    assert names(sample) == ["city", "zip"]
    assert [own.spec.required for own in sample.fields] == [True, False]


def test_a_list_of_leads_is_no_documentation() -> None:
    leads = "Name,Phone,Status,Notes\nTest One,7025550101,New,Call\nTest Two,7025550102,Sold,Wait\n"
    sample = read_sample(leads)
    assert sample.kind == "rows"
    assert names(sample) == ["Name", "Phone", "Status", "Notes"]


def test_a_header_below_a_title_is_found() -> None:
    sample = read_sample("Leads of March;;\n;;\nFirst name;Zip;Budget\nTest;00501;$500\nTest;89501;$900\n")
    assert [own.spec.kind for own in sample.fields] == ["text", "postal_code", "money"]


def test_more_fields_than_a_form_can_have_are_cut_and_said() -> None:
    sample = read_sample("&".join(f"field{own}=1" for own in range(600)))
    assert len(sample.fields) == 500
    assert any("first 500" in remark for remark in sample.remarks)


@pytest.mark.parametrize(
    "text, says",
    [
        ("Phone=1&phone=2&City=3", "Named more than once"),
        ("Phone 1=1&City=2", "No XML names: “Phone 1”"),
        ("Phone=1&orderid=7&City=2", "the receiver's own parameters and no fields of a lead: orderid"),
        ("Sold=Yes&City=2", "yes or no in small letters: “Sold”"),
        (f"{'n' * 300}=1&City=2", "cannot go on the wire"),
        ("http://leads.example.com/processor/insert/general?City=2", "https stands in its place"),
        ("https://example.com/form?City=2&Zip=3", "none of a Lead Receiver's paths"),
        ("vid=18&lid=1", "names no fields"),
        ("curl https://a.example/x -d @body.json -d City=2", "in a file"),
        ("Field\tType\nroof\tlist\ncity\tstring", "values the sample does not name, taken as text: “roof”"),
        ("City,Zip\nReno,501\nMesa,85201", "lost the leading zeros of “Zip”"),
    ],
)
def test_what_a_person_should_know_is_said(text: str, says: str) -> None:
    assert [remark for remark in read_sample(text).remarks if says in remark]


@pytest.mark.parametrize(
    "header",
    ["Format / Accepted Values", "Accepted Values / Format", "Values", "Valid options", "Possible values"],
)
def test_each_title_of_the_values_gives_choices(header: str) -> None:
    sample = read_sample(f"Field\t{header}\tType\nroof\tTile, Metal, Slate\tstring\ncity\t\tstring\n")
    assert [choice.value for choice in sample.fields[0].spec.choices] == ["Tile", "Metal", "Slate"]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Phone,Phone,City\n7025550123,7025550124,Reno\n", ["Phone", "City"]),
        ("sep=;\nFirstName;Phone;City\nAda;7025550123;Reno\n", ["FirstName", "Phone", "City"]),
        ("Phone\n7025550123\n7025550124\n", ["Phone"]),
        ("שם,טלפון,עיר\nAda,7025550123,Reno\n", ["שם", "טלפון", "עיר"]),
        ("الاسم,الهاتف,المدينة\nAda,7025550123,Reno\n", ["الاسم", "الهاتف", "المدينة"]),
    ],
)
@pytest.mark.parametrize("file_name", ["", "leads.csv"])
def test_unusual_headers_are_read(text: str, expected: list[str], file_name: str) -> None:
    assert names(read_sample(text, file_name)) == expected


def _book(rows: str, after: str = "") -> bytes:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relation = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    hidden = _row(1, "Secret", "Stock")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        sheets = '<sheet name="H" state="hidden" r:id="r1"/><sheet name="Fields" r:id="r2"/>'
        book.writestr("xl/workbook.xml", f"<workbook {main} {relation}><sheets>{sheets}</sheets></workbook>")
        targets = "".join(f'<Relationship Id="r{at}" Target="worksheets/sheet{at}.xml"/>' for at in (1, 2))
        book.writestr("xl/_rels/workbook.xml.rels", f"<Relationships xmlns='x'>{targets}</Relationships>")
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet {main}><sheetData>{hidden}</sheetData></worksheet>")
        book.writestr("xl/worksheets/sheet2.xml", f"<worksheet {main}><sheetData>{rows}</sheetData>{after}</worksheet>")
    return packed.getvalue()


def _row(number: int, *texts: str) -> str:
    cells = zip("ABC", texts, strict=False)
    inner = "".join(f'<c r="{letter}{number}" t="str"><v>{text}</v></c>' for letter, text in cells if text)
    return f'<row r="{number}">{inner}</row>'


def test_a_merged_section_holds_for_all_its_rows_and_a_hidden_sheet_for_none() -> None:
    rows = _row(1, "Section", "Field", "Type") + _row(2, "Contact", "phone", "string") + _row(3, "", "zip", "string")
    merged = '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    sample = read_sample(_book(rows + _row(4, "Roof", "tiles", "string"), merged))
    assert [(own.spec.name, own.spec.section) for own in sample.fields] == [
        ("phone", "Contact"),
        ("zip", "Contact"),
        ("tiles", "Roof"),
    ]
