"""A header with rows of leads below it, or alone: a field a column."""

import re
from collections.abc import Sequence

from leadexec_desktop.profiles.model import FieldKind
from leadexec_desktop.profiles.sample.grid import Grid
from leadexec_desktop.profiles.sample.kind_by_name import clue_of
from leadexec_desktop.profiles.sample.kind_by_values import kind_of_values
from leadexec_desktop.profiles.sample.model import RawField
from leadexec_desktop.profiles.typed_text import visible

_MOST_ABOVE = 10
_LONGEST_NAME = 120
_MOST_WORDS = 8
_DATA = frozenset(FieldKind) - {FieldKind.TEXT, FieldKind.MULTILINE}
_KNOWN = 0.6
"""Of the headers, that must be one word or say what they name: else it is prose with commas."""

_NAME = re.compile(r"[A-Za-z_][\w.-]{1,60}")


def row_fields(grids: Sequence[Grid]) -> tuple[RawField, ...]:
    """The columns of the first table that has a header; none if none has."""
    for grid in grids:
        at = _header(grid)
        if at is not None:
            return _columns(grid.rows[at], grid.rows[at + 1 :])
    return ()


def _header(grid: Grid) -> int | None:
    """The number of the row that names the columns: the first that is full, and has names in it and no data."""
    top = grid.rows[:_MOST_ABOVE]
    width = max((sum(map(bool, row)) for row in top), default=0)
    for number, row in enumerate(top):
        cells = [cell for cell in row if cell.strip()]
        if len(cells) >= max(2, 0.6 * width) and _are_names(cells):
            return number
        if len(cells) > 1 and len(cells) >= 0.9 * width:
            return None  # data already
    return None


def _are_names(cells: Sequence[str]) -> bool:
    folded = {cell.strip().casefold() for cell in cells}
    if len(cells) - len(folded) > max(1, 0.2 * len(cells)) or len(folded) < 2:  # noqa: PLR2004 - one name is no header
        return False
    if sum(_PAIR.match(cell) is not None for cell in cells) > 1:
        return False  # values are somebody's: none may become a name
    known = sum(_says_what(cell.strip()) for cell in cells)
    return known >= _KNOWN * len(cells) and all(
        len(cell) <= _LONGEST_NAME and len(cell.split()) <= _MOST_WORDS and kind_of_values([cell]) not in _DATA
        for cell in cells
    )


_PAIR = re.compile(r"\s*[^\s=:][^=:]{0,80}(?:=|:\s)\s*\S")


def _says_what(cell: str) -> bool:
    is_foreign = len(cell.split()) <= _MOST_FOREIGN_WORDS and _FOREIGN.search(cell) is not None
    return is_foreign or _NAME.fullmatch(cell) is not None or clue_of(cell) is not None


_MOST_FOREIGN_WORDS = 3
_FOREIGN = re.compile(r"[^\W\d_a-zA-Z\u00aa-\u024f]")
"""A letter of no Latin script, in whose words nothing is known here."""


def _columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[RawField, ...]:
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    return tuple(
        RawField(
            visible(" ".join(name.split())),
            tuple(row[column] for row in filled if column < len(row) and row[column].strip()),
            max(1, len(filled)),
        )
        for column, name in enumerate(header)
        if name.strip()
    )


def named_lines(text: str) -> tuple[RawField, ...]:
    """The names in a text that is nothing but names, one a line; none if it is more than that."""
    names = [line.strip().strip(",;\"'") for line in text.splitlines() if line.strip()]
    is_list = 1 < len(names) == len({name.casefold() for name in names}) and all(
        _NAME.fullmatch(name) for name in names
    )
    return tuple(RawField(name) for name in names) if is_list else ()


def one_column(text: str) -> tuple[RawField, ...]:
    """The only column of a text: a name, and below it values of the kind that it speaks of; none if it is no such."""
    lines = [line.strip().strip('"') for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or _NAME.fullmatch(lines[0]) is None:  # noqa: PLR2004 - a name, and a value
        return ()
    clue, values = clue_of(lines[0]), tuple(lines[1:])
    is_known = clue is not None and kind_of_values(values) in _DATA
    return (RawField(lines[0], values[:_MOST_VALUES], len(values)),) if is_known else ()


_MOST_VALUES = 2_000
