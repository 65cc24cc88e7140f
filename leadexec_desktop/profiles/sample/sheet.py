"""Sheets of a spreadsheet (XLSX) as rows of texts.

Read by hand: python-calamine 0.9.1 lays out the rectangle round all cells at once, and one cell at the far corner, of a
damaged file or a malicious one, made it ask for 2 TB and end the whole program.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING

from leadexec_desktop.profiles.sample.grid import MOST_COLUMNS, MOST_ROWS, Grid
from leadexec_desktop.profiles.sample.markup import local_name, xml_root
from leadexec_desktop.profiles.sample.model import SampleError

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_UNPACKED_BYTES = 20_000_000
_MOST_SHEETS = 5
_DAMAGED = "This looks like a spreadsheet, but cannot be read. Save it anew as .xlsx, or as .csv, then open it again."
_TOO_LARGE = "This spreadsheet is too large. Keep its header and a few rows, then open it again."
_OTHER = "This is no spreadsheet that can be read. Save it as .xlsx without a password, or as .csv, then open it again."

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_COLUMN = re.compile(r"([A-Z]{1,3})\d{1,7}", re.ASCII)
_QUOTED = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]")
_DATE_FORMATS = frozenset({*range(14, 18), *range(27, 32), 34, 36, *range(50, 55), 57, 58})
_TIME_FORMATS = frozenset({*range(18, 22), 32, 33, *range(45, 48), 55, 56})
_BOTH = 22
_LAST_DAY = 2_958_466
_NOT_A_DAY_1900 = 60
"""The 29th of February 1900, which spreadsheets count and calendars do not have."""


def is_sheet(data: bytes) -> bool:
    """Whether a file begins as an XLSX does."""
    return data.startswith(b"PK\x03\x04")


def sheet_grids(data: bytes) -> list[Grid]:
    """The first sheets that have cells.

    Raises:
        SampleError: The file is damaged, is no XLSX, or is too large.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as book:
            return _grids(book)
    except SampleError:
        raise
    except _OF_DAMAGE:
        pass
    raise SampleError(_DAMAGED)


_OF_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,  # a part is locked with a password
    OSError,
    EOFError,
    LookupError,
    ValueError,
)
"""What zipfile raises of a file that is damaged or locked, or misses a part."""


def _grids(book: zipfile.ZipFile) -> list[Grid]:
    parts = {part.filename: part for part in book.infolist() if part.filename.endswith((".xml", ".rels"))}
    if "xl/workbook.xml" not in parts:
        raise SampleError(_OTHER)
    if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts.values()):
        raise SampleError(_OTHER)
    if sum(part.file_size for part in parts.values()) > _MOST_UNPACKED_BYTES:
        raise SampleError(_TOO_LARGE)

    def root_of(name: str) -> "_Element | None":
        if name not in parts:
            return None
        text = book.read(name).decode("utf-8-sig", errors="replace")
        declaration = _DECLARATION.match(text[:500])
        try:
            return xml_root(text[declaration.end() if declaration else 0 :])
        except SampleError:
            raise SampleError(_DAMAGED) from None

    workbook = root_of("xl/workbook.xml")
    styles = _Styles(
        tuple(_shared(root_of("xl/sharedStrings.xml"))),
        tuple(_formats(root_of("xl/styles.xml"))),
        workbook is not None and any(own.get("date1904") in {"1", "true"} for own in _all(workbook, "workbookPr")),
    )
    found = []
    for title, part in _sheets(workbook, root_of("xl/_rels/workbook.xml.rels"), parts):
        root = root_of(part)
        rows = tuple(row for row in _rows(root, styles) if any(row)) if root is not None else ()
        if rows:
            found.append(Grid(rows, title))
    return found


def _sheets(
    workbook: "_Element | None", relations: "_Element | None", parts: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    """Title and part of the first sheets that are not hidden, in the order of the book."""
    targets = {own.get("Id"): str(own.get("Target", "")) for own in _all(relations, "Relationship")}
    shown = [own for own in _all(workbook, "sheet") if own.get("state") not in {"hidden", "veryHidden"}]
    for sheet in shown[:_MOST_SHEETS]:
        relation = next((value for name, value in sheet.attrib.items() if local_name(name) == "id"), None)
        target = targets.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in parts:
            yield str(sheet.get("name", "")), part


@dataclass(frozen=True, slots=True)
class _Styles:
    """What the cells refer to: texts, the sort of each style, and from which day is counted."""

    texts: Sequence[str]
    sorts: Sequence[str]
    since_1904: bool


def _all(root: "_Element | None", name: str) -> "Iterator[_Element]":
    return iter(()) if root is None else root.iter(f"{{*}}{name}")


def _shared(root: "_Element | None") -> Iterator[str]:
    return ("".join(_texts(item)) for item in _all(root, "si"))


def _texts(item: "_Element") -> Iterator[str]:
    """The texts of an item, without how to pronounce them."""
    for child in item:
        if local_name(child.tag) == "t":
            yield child.text or ""
        elif local_name(child.tag) == "r":
            yield from (text.text or "" for text in child if local_name(text.tag) == "t")


def _formats(root: "_Element | None") -> Iterator[str]:
    """What each style of a cell shows: `date`, `time`, `both` or a plain number, empty."""
    own = {one.get("numFmtId"): _sort_of_code(str(one.get("formatCode", ""))) for one in _all(root, "numFmt")}
    holder = next(_all(root, "cellXfs"), None)
    for style in holder if holder is not None else ():
        number = str(style.get("numFmtId", "0"))
        yield own.get(number) or _sort_of_number(number)


def _sort_of_number(number: str) -> str:
    code = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 0  # noqa: PLR2004
    if code in _DATE_FORMATS:
        return "date"
    return "time" if code in _TIME_FORMATS else "both" if code == _BOTH else ""


def _sort_of_code(code: str) -> str:
    letters = set(_QUOTED.sub("", code[:200].lower()).partition(";")[0])
    has_date, has_time = bool(letters & {"y", "d"}), bool(letters & {"h", "s"})
    if "general" in code.lower() or not (has_date or has_time):
        return ""
    return "both" if has_date and has_time else "date" if has_date else "time"


def _rows(root: "_Element", styles: _Styles) -> Iterator[tuple[str, ...]]:
    merged = _merged_below(root)
    held: dict[int, tuple[int, str]] = {}
    for count, row in enumerate(_all(root, "row")):
        if count >= MOST_ROWS:
            return
        said = str(row.get("r", ""))
        number = int(said) if said.isascii() and said.isdecimal() and len(said) < 8 else count + 1  # noqa: PLR2004
        cells: dict[int, str] = {}
        column = -1
        for cell in row:
            if local_name(cell.tag) != "c":
                continue
            named = _COLUMN.fullmatch(str(cell.get("r", "")))
            column = _number(named[1]) if named is not None else column + 1
            if column < MOST_COLUMNS:
                cells[column] = _cell_text(cell, styles)
        for at, (last, text) in held.items():
            if number <= last and not cells.get(at):
                cells[at] = text
        for at, last in merged.get(number, ()):
            held[at] = (last, cells.get(at, ""))
        yield tuple(cells.get(at, "") for at in range(max(cells, default=-1) + 1))


_MERGED = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", re.ASCII)
_MOST_MERGED = 5_000


def _merged_below(root: "_Element") -> dict[int, list[tuple[int, int]]]:
    """Of each row's number, the columns whose cell goes on below it, and the number of its last row."""
    found: dict[int, list[tuple[int, int]]] = {}
    for own in islice(_all(root, "mergeCell"), _MOST_MERGED):
        match = _MERGED.fullmatch(str(own.get("ref", "")))
        if match is not None and int(match[4]) > int(match[2]) and _number(match[1]) < MOST_COLUMNS:
            found.setdefault(int(match[2]), []).append((_number(match[1]), int(match[4])))
    return found


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _cell_text(cell: "_Element", styles: _Styles) -> str:
    sort = cell.get("t", "n")
    if sort == "inlineStr":
        return "".join(text for item in cell if local_name(item.tag) == "is" for text in _texts(item)).strip()
    value = next((own.text or "" for own in cell if local_name(own.tag) == "v"), "").strip()
    if sort == "s":
        return styles.texts[int(value)].strip() if _is_index(value, styles.texts) else ""
    if sort == "b":
        return "true" if value == "1" else "false" if value == "0" else ""
    if sort in {"str", "d"}:
        return value
    if sort == "e":
        return ""
    style = str(cell.get("s", "0"))
    return _number_text(value, styles.sorts[int(style)] if _is_index(style, styles.sorts) else "", styles)


def _is_index(text: str, of: Sequence[str]) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 9 and int(text) < len(of)  # noqa: PLR2004


def _number_text(value: str, sort: str, styles: _Styles) -> str:
    try:
        number = float(value)
    except ValueError:
        return ""
    if not abs(number) < 1e15:  # noqa: PLR2004 - so written, it refuses NaN too
        return value[:40]
    if not sort or not 0 <= number < _LAST_DAY:
        return f"{number:.0f}" if number.is_integer() else f"{number:.10g}"
    at = _moment(number, since_1904=styles.since_1904)
    if sort == "time" and number < 1:
        return f"{at:%H:%M:%S}"
    return f"{at:%Y-%m-%d}" if sort == "date" else f"{at:%Y-%m-%d %H:%M:%S}"


def _moment(days: float, *, since_1904: bool) -> datetime:
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet has no zone
    if not since_1904 and days < _NOT_A_DAY_1900:
        start += timedelta(days=1)
    return start + timedelta(seconds=round(days * 86_400))


def cells_of(grids: Sequence[Grid]) -> Iterator[str]:
    """Every text of the sheets."""
    for grid in grids:
        for row in grid.rows:
            yield from row
