"""What was measured, as rows of a table in Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """One figure beside its baseline of the same run.

    Attributes:
        what: What was measured.
        program: The program's figure.
        baseline: The baseline's figure, and what it is.
        result: What comes of both.
        limit: What that may be at most.
        is_met: Whether it is no more.
        note: How it was measured.
    """

    what: str
    program: str
    baseline: str
    result: str
    limit: str
    is_met: bool
    note: str


def in_markdown(rows: Sequence[Row]) -> str:
    """The table, and below it how each row was measured."""
    lines = [
        "| | what | program | baseline | result | limit | met |",
        "|--:|---|---|---|---|---|---|",
        *(
            f"| {number} | {row.what} | {row.program} | {row.baseline} | **{row.result}** | {row.limit} | "
            f"{'yes' if row.is_met else 'NO'} |"
            for number, row in enumerate(rows, 1)
        ),
        "",
        *(f"{number}. {row.note}" for number, row in enumerate(rows, 1)),
    ]
    return "\n".join(lines)


def spread(values: Sequence[float], unit: str, digits: int = 1) -> str:
    """The least and the middle of several measurements."""
    return f"{min(values):.{digits}f} / {median(values):.{digits}f} {unit}"


def percentile(values: Sequence[float], part: float) -> float:
    """The value that this part of all does not exceed: 0.999 for the 99.9th percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
