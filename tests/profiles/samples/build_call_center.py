"""Writes `call_center.xlsx`, a sheet as a lead vendor exports it: 25 columns, 50 rows. Run it by hand after a change.

Made with zipfile alone, so that the sheet holds what a spreadsheet program writes: numbers for phones and amounts, day
counts with a date style, real true and false, texts with leading zeros.
"""

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

ROWS = 50
DATE_STYLE, MOMENT_STYLE = 1, 2
FIRST_DAY = 46023  # 2026-01-01, counted as spreadsheets count

Cell = str | int | float | bool | tuple[float, int]
"""A tuple is a day count and its style."""

COLUMNS: dict[str, Callable[[int], Cell]] = {
    "LeadID": lambda row: f"T-{1000 + row}",
    "Received": lambda row: (FIRST_DAY + row + 0.25 + row / 1440, MOMENT_STYLE),
    "First": lambda row: f"Test{row}",
    "Last": lambda row: f"Sample{row}",
    "Email Address": lambda row: f"lead{row}@example.com",
    "Phone": lambda row: 7025550100 + row,
    "Alt Phone": lambda row: f"({702 + row % 3}) 555-{100 + row:04}" if row % 4 else "",
    "Address": lambda row: f"{100 + row} Test Street",
    "City": lambda row: ("Reno", "Boston", "Mesa", "Newark")[row % 4],
    "ST": lambda row: ("NV", "MA", "AZ", "NJ")[row % 4],
    "ZIP": lambda row: ("89501", "02108", "85201", "07102")[row % 4],
    "Birth Date": lambda row: (25000 + 97 * row, DATE_STYLE),
    "Age": lambda row: 30 + row % 40,
    "Gender": lambda row: "FM"[row % 2],
    "Homeowner?": lambda row: row % 3 > 0,
    "Credit": lambda row: ("Excellent", "Good", "Fair", "Poor")[row * 7 % 4],
    "Annual Income": lambda row: 42000 + 1250 * row,
    "Loan Amount": lambda row: 150000.5 + 1000 * row,
    "Interest Rate": lambda row: 5.125 + row % 8 / 8,
    "Product": lambda row: ("Refinance", "Purchase", "HELOC")[row % 3],
    "Contact Time": lambda row: ("9:00 AM", "12:30 PM", "5:15 PM", "7:45 PM", "10:05 AM")[row % 5],
    "IP": lambda row: f"203.0.113.{row + 1}",
    "Source URL": lambda row: f"https://example.com/rates?page={row}",
    "DNC": lambda row: ("Yes", "No")[row % 2],
    "Notes": lambda row: f"Asked for a call back.\nSecond line {row}." if row % 2 else "",
}

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

PARTS = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_HEAD}<workbook {_MAIN} xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="Leads" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f"{_HEAD}<styleSheet {_MAIN}>"
    '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/>'
    '<xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>',
}


def column_name(number: int) -> str:
    """`A` for 0, `Z` for 25, `AA` for 26."""
    before, last = divmod(number, 26)
    return (column_name(before - 1) if before else "") + chr(ord("A") + last)


def cell_xml(reference: str, value: Cell) -> str:
    """One cell; empty for an empty text."""
    if isinstance(value, bool):
        return f'<c r="{reference}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, tuple):
        return f'<c r="{reference}" s="{value[1]}"><v>{value[0]:.10g}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{reference}"><v>{value}</v></c>'
    text = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
    return f'<c r="{reference}" t="inlineStr">{text}</c>' if value else ""


def sheet_xml() -> str:
    """The whole sheet, its header first."""
    rows: list[list[Cell]] = [list(COLUMNS), *([make(row) for make in COLUMNS.values()] for row in range(ROWS))]
    lines = [
        f'<row r="{at}">{"".join(cell_xml(f"{column_name(own)}{at}", cell) for own, cell in enumerate(row))}</row>'
        for at, row in enumerate(rows, 1)
    ]
    return f"{_HEAD}<worksheet {_MAIN}><sheetData>{''.join(lines)}</sheetData></worksheet>"


def main() -> None:
    """Writes the file beside this script, the same bytes each time."""
    path = Path(__file__).with_name("call_center.xlsx")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in (PARTS | {"xl/worksheets/sheet1.xml": sheet_xml()}).items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            book.writestr(info, content)


if __name__ == "__main__":
    main()
