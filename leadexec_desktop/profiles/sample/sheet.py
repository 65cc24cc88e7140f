"""Sheets of a spreadsheet (XLSX) as rows of texts."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO

from leadexec_desktop.profiles.sample.grid import MOST_COLUMNS, MOST_ROWS, Grid
from leadexec_desktop.profiles.sample.model import SampleError

_MOST_UNPACKED_BYTES = 40_000_000
_MOST_CELLS = 2_000_000
"""Of the rectangle that holds all cells: the library lays it out whole, however few there are."""

_MOST_SHEETS = 5
_CELL = re.compile(rb"<c[^>]{0,200}?\sr=\"([A-Z]{1,4})(\d{1,9})\"|<row[^>]{0,200}?\sr=\"(\d{1,9})\"")
_DAMAGED = "This looks like a spreadsheet, but cannot be read. Save it anew as .xlsx, or as .csv, then open it again."


def is_sheet(data: bytes) -> bool:
    """Whether a file begins as spreadsheets do, XLSX or older."""
    return data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sheet_grids(data: bytes) -> list[Grid]:
    """The first sheets that have cells.

    Raises:
        SampleError: The file is damaged, is no XLSX, or would fill the memory.
    """
    _refuse_huge(data)
    from python_calamine import (  # noqa: PLC0415 - heavy: never before the first paint
        CalamineError,
        PasswordError,
        XmlError,
        ZipError,
        load_workbook,
    )

    try:
        book = load_workbook(BytesIO(data))
        names = book.sheet_names[:_MOST_SHEETS]
        sheets = [(name, book.get_sheet_by_name(name).to_python(nrows=MOST_ROWS)) for name in names]
    except PasswordError:
        sheets = None
    except (CalamineError, XmlError, ZipError, OSError, ValueError):
        raise SampleError(_DAMAGED) from None
    if sheets is None:
        raise SampleError("This spreadsheet is locked with a password. Save a copy without one, then open that.")
    grids = [Grid(tuple(_row(row) for row in rows if any(cell != "" for cell in row)), name) for name, rows in sheets]
    return [grid for grid in grids if grid.rows]


def _refuse_huge(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as book:
            parts = [part for part in book.infolist() if part.filename.endswith(".xml")]
            if "xl/workbook.xml" not in {part.filename for part in parts}:
                raise SampleError("This is no sheet that can be read. Save it as .xlsx or .csv, then open it again.")
            if sum(part.file_size for part in parts) > _MOST_UNPACKED_BYTES:
                raise SampleError("This spreadsheet is too large. Keep its header and a few rows, then open it again.")
            for part in parts:
                if part.filename.startswith("xl/worksheets/"):
                    _refuse_wide(book.read(part))
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
    ) as e:
        if isinstance(e, SampleError):
            raise
    else:
        return
    raise SampleError(_DAMAGED)


def _refuse_wide(sheet: bytes) -> None:
    width = height = 0
    for match in _CELL.finditer(sheet):
        if match[1]:
            width = max(width, _column(match[1]))
        height = max(height, int(match[2] or match[3]))
    if width * height > _MOST_CELLS:
        raise SampleError("This spreadsheet is too large. Keep its header and a few rows, then open it again.")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _row(cells: list[int | float | str | bool | time | date | datetime | timedelta]) -> tuple[str, ...]:
    return tuple(_text(cell) for cell in cells[:MOST_COLUMNS])


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else f"{cell:.10g}"
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return cell.isoformat() if isinstance(cell, date | time) else str(cell).strip()


def cells_of(grids: list[Grid]) -> Iterator[str]:
    """Every text of the sheets."""
    for grid in grids:
        for row in grid.rows:
            yield from row
