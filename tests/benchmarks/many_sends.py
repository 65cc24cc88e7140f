"""How soon a table of many Sends is on screen, beside a bare table."""

import json
import time
from pathlib import Path

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QRadioButton, QTableView, QWidget

from . import twelve_fields
from .latency import receiver
from .opened import Opened, opened, rest, until
from .painted import Painted
from .table import Row, spread

_MOST_MS = 100.0


def measure(folder: Path, rows: int, times: int) -> list[Row]:
    """Sends leads that so many buyers took, and fills a bare table with as many rows, by turns."""
    took: tuple[list[float], list[float]] = [], []
    with receiver(folder, _answer(rows)) as (_, endpoint), opened(folder, endpoint) as program:
        program.find(QRadioButton, "submit.mode.returnsends").setChecked(True)
        for _ in range(times):
            took[0].append(_show(program, rows))
            took[1].append(_bare(program.window, rows))
    return [
        Row(
            f"Sends table of {rows:,} rows",
            spread(took[0], "ms"),
            f"{spread(took[1], 'ms')} (bare QTableView)",
            f"{min(took[0]):.0f} ms",
            f"{_MOST_MS:g} ms",
            min(took[0]) <= _MOST_MS,
            f"{times} times each, by turns; least / median. From the answer's arrival in the window's thread until the "
            "table was painted.",
        )
    ]


def _answer(rows: int) -> bytes:
    sends = [
        {"ClientUID": number, "ClientName": f"Client {number}", "RedirectURL": "", "Valid": True, "Price": 25}
        for number in range(rows)
    ]
    return json.dumps([json.loads(twelve_fields.ACCEPTED) | {"Sends": sends}]).encode()


def _show(program: Opened, rows: int) -> float:
    began: list[int] = []
    program.next_lead()
    program.fill()
    rest(0.1)
    program.click_send()
    # The first thing that the window does about an answer.
    connection = program.window.submit.sending.connect(lambda _on: began.append(time.monotonic_ns()))
    painted = _painted(program.find(QTableView, "submit.sends"), rows)
    until(lambda: painted.at_ns > 0)
    program.window.submit.sending.disconnect(connection)
    rest(0.1)
    return (painted.at_ns - began[0]) / 1e6


def _painted(table: QTableView, rows: int) -> Painted:
    return Painted(table.viewport(), lambda: table.model().rowCount() == rows)


def _bare(parent: QWidget, rows: int) -> float:
    table = QTableView()
    table.resize(parent.width() // 2, 200)
    table.setModel(QStandardItemModel(0, 5, table))
    table.show()
    rest(0.1)
    painted = _painted(table, rows)
    at_ns = time.monotonic_ns()
    model = QStandardItemModel(rows, 5, table)
    for row in range(rows):
        for column, text in enumerate((str(row), f"Client {row}", "yes", "25.00", "")):
            model.setItem(row, column, QStandardItem(text))
    table.setModel(model)
    until(lambda: painted.at_ns > 0)
    table.close()
    table.deleteLater()
    return (painted.at_ns - at_ns) / 1e6
