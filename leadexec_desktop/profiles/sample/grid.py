"""Rows of cells: out of CSV, tab-separated text, pipes, HTML tables and sheets."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from leadexec_desktop.profiles.sample.model import SampleError

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_ROWS = 2_000
MOST_COLUMNS = 600
_LONGEST_CELL = 20_000


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of texts.

    Attributes:
        rows: As many as are looked at; they may differ in length.
        title: The heading above it.
        spans: The numbers of rows that are one cell over all columns.
    """

    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    spans: frozenset[int] = frozenset()


# ------------------------------------------------------------------ separated by signs
_RULE = re.compile(r"^[\s|:+=-]+$")
_MARKS = re.compile(r"^[`*_]+|[`*_]+$")
_CONSISTENT = 0.6


def pipe_grids(text: str) -> list[Grid]:
    """The tables written with pipes, as in Markdown."""
    grids: list[Grid] = []
    rows: list[tuple[str, ...]] = []
    for line in [*text.splitlines(), ""]:
        stripped = line.strip()
        if len(stripped) > 2 and stripped[0] == stripped[-1] == "|":  # noqa: PLR2004 - two pipes and something between
            if not _RULE.fullmatch(stripped):
                rows.append(tuple(_MARKS.sub("", cell.strip()) for cell in stripped[1:-1].split("|")[:MOST_COLUMNS]))
        else:
            if len(rows) > 1:
                grids.append(Grid(tuple(rows[:MOST_ROWS])))
            rows = []
    return grids


_GAP = re.compile(r" {2,}")
_MOST_HEADERS = 10
_MOST_ALIGNED = 40
"""Columns."""


def aligned_grids(text: str) -> Iterator[Grid]:
    """What a text may be whose columns are set out with blanks, as in an e-mail: a table below each likely header."""
    lines = [line.expandtabs()[:_LONGEST_CELL].rstrip() for line in text.splitlines()[:MOST_ROWS]]
    lines = [line for line in lines if line and not _RULE.fullmatch(line)]
    headers = (at for at, line in enumerate(lines) if _GAP.search(line.strip()))
    for at in islice(headers, _MOST_HEADERS):
        yield Grid(_aligned_rows(lines[at:]))


def _aligned_rows(lines: list[str]) -> tuple[tuple[str, ...], ...]:
    """The cells of lines below the starts of the first one's; a line that begins in a later column goes on."""
    header = lines[0].lstrip()
    indent = len(lines[0]) - len(header)
    starts = [indent, *(indent + gap.end() for gap in _GAP.finditer(header))][:_MOST_ALIGNED]
    rows: list[tuple[str, ...]] = []
    for line in lines:
        cells = tuple(_GAP.split(line.strip()))
        is_below = all(not line[max(0, start - 2) : start].strip() for start in starts)
        if len(cells) != len(starts):
            ends = [*starts[1:], len(line)]
            columns = tuple(line[start:end].strip() for start, end in zip(starts, ends, strict=True))
            cells = columns if is_below else (line.strip(),)  # words around the table
        if rows and len(rows[-1]) == len(cells) and not cells[0]:
            cells = tuple("\n".join(filter(None, both)) for both in zip(rows.pop(), cells, strict=True))
        rows.append(cells)
    return tuple(rows)


_SEPARATOR_LINE = re.compile(r"\A\"?sep=[\t;,|]\"?[ ;,]*\r?\n", re.IGNORECASE)
"""It tells a spreadsheet program what separates the cells."""


def separated_grid(text: str) -> Grid | None:
    """The rows of a text whose cells are separated by tabs, semicolons, commas or pipes; None if it has none."""
    start = _SEPARATOR_LINE.sub("", text.lstrip("\n\r"))
    first = next(iter(_records(start[:200_000], "\x1f")), [""])[0] if start else ""
    counts = Counter(_without_quoted(first))
    for sign in sorted("\t;,|", key=lambda own: (-counts[own], "\t;,|".index(own))):
        if not counts[sign]:
            break
        rows = [tuple(cell[:_LONGEST_CELL].strip() for cell in row) for row in _records(start, sign)]
        if _are_consistent(rows, has_headings=sign == "\t"):
            return Grid(tuple(rows))
    return None


def _records(text: str, sign: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, skipinitialspace=sign != "\t")
    try:
        for count, row in enumerate(reader):
            if count >= MOST_ROWS:
                return
            yield row[:MOST_COLUMNS]
    except csv.Error:  # a cell beyond all measure
        return


def _without_quoted(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def _are_consistent(rows: list[tuple[str, ...]], *, has_headings: bool) -> bool:
    """Whether the rows have about as many cells as their header, or fewer: prose with commas has not.

    Args:
        rows: The header first.
        has_headings: A row of one cell may be a heading.
    """
    filled = [row for row in rows if any(row)]
    if not filled or len(filled[0]) < 2:  # noqa: PLR2004 - one cell is no row
        return False
    width = len(filled[0])
    good = sum(len(row) == width or (has_headings and len(row) == 1) for row in filled)
    return good >= _CONSISTENT * len(filled) and all(len(row) <= 2 * width for row in filled)


# ------------------------------------------------------------------ HTML
_BLOCKS = frozenset({"br", "p", "div", "li", "tr", "option", "ul", "ol"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption"})
_SPACE = re.compile(r"[^\S\n]+")


# The parser's time grows with the square of an element's attributes; two of them say something here.
_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]{0,20})(\s(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*)>")
_SPAN = re.compile(r"\s(?:colspan|rowspan)\s{0,3}=\s{0,3}[\"']?\d{1,4}[\"']?", re.IGNORECASE)
_LONG_TAG = re.compile(r"<[^<>]{20000}")
_UNREADABLE = "This looks like a web page, but cannot be read. Copy the table alone, then paste it again."


def _bare(text: str) -> str:
    """The page without the attributes that say nothing here.

    Raises:
        SampleError: A tag does not end.
    """
    bare = _TAG.sub(lambda tag: f"<{tag[1]}{''.join(_SPAN.findall(tag[2])[:2])}>", text)
    if _LONG_TAG.search(bare):
        raise SampleError(_UNREADABLE)
    return bare


def html_grids(text: str) -> tuple[list[Grid], str]:
    """The tables of a web page or of what was copied from one, and the text around them."""
    from lxml import etree  # noqa: PLC0415 - heavy: never before the first paint

    parser = etree.HTMLParser(
        recover=True, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(_bare(text).encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise SampleError(_UNREADABLE)
    grids: list[Grid] = []
    prose: list[str] = []
    title = ""
    for element in root.iter("*"):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _HEADINGS:
            title = " ".join("".join(_texts(element)).split())[:200]
        elif tag == "table" and not _holds_table(element):
            grids.append(_html_grid(element, title))
        if tag not in {"td", "th", "script", "style"}:
            prose.extend(part for part in (element.text, element.tail) if part and part.strip())
        elif element.tail and element.tail.strip():
            prose.append(element.tail)
    return grids, "\n".join(prose)


def _holds_table(table: "_Element") -> bool:
    inner = table.iter("table")
    next(inner)
    return next(inner, None) is not None


def _html_grid(table: "_Element", title: str) -> Grid:
    rows: list[tuple[str, ...]] = []
    spans: set[int] = set()
    held: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        if len(rows) >= MOST_ROWS:
            break
        cells = [cell for cell in row if cell.tag in {"td", "th"}]
        if len(cells) == 1 and _number(cells[0].get("colspan")) > 1:
            spans.add(len(rows))
        rows.append(tuple(_laid_out(cells, held)))
    return Grid(tuple(rows), title, frozenset(spans))


def _laid_out(cells: list["_Element"], held: dict[int, tuple[int, str]]) -> Iterator[str]:
    """The texts of a row, with those that reach down into it from the rows above."""
    column = 0
    waiting = iter(cells)
    while column < MOST_COLUMNS:
        rows_left, text = held.get(column, (0, ""))
        if rows_left:
            held[column] = (rows_left - 1, text)
            yield text
            column += 1
            continue
        cell = next(waiting, None)
        if cell is None:
            return
        text = cell_text(cell)
        for offset in range(max(1, min(_number(cell.get("colspan")), MOST_COLUMNS - column))):
            if column >= MOST_COLUMNS:
                return
            held[column] = (_number(cell.get("rowspan")) - 1, text if offset == 0 else "")
            yield text if offset == 0 else ""
            column += 1


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdecimal() and 0 < len(text) < 4 else 1  # noqa: PLR2004


def cell_text(cell: "_Element") -> str:
    """A cell's text, with an end of line where the page has one."""
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(_texts(cell))[:_LONGEST_CELL].split("\n"))
    return "\n".join(line for line in lines if line)


def _texts(element: "_Element") -> Iterator[str]:
    """The texts below an element, in order; a page's own ends of line are spaces."""
    from lxml import etree  # noqa: PLC0415 - heavy: never before the first paint

    for event, own in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if own is not element and own.tag in _BLOCKS:
                yield "\n"
            if own.text and own.tag not in {"script", "style"}:
                yield own.text.replace("\n", " ")
        elif own is not element:
            if own.tag in _BLOCKS and own.tag != "br":
                yield "\n"
            yield (own.tail or "").replace("\n", " ")
