"""A table's columns show their widest text, wherever it stands."""

from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from leadexec_desktop.protocol.answers import SendInfo
from leadexec_desktop.ui.tables import SEND_COLUMNS, RowsModel, table_view

LONG = "A client with a very long name, which is to be read to its end"


def shown(qtbot: QtBot, place: int) -> QTableView:
    model: RowsModel[SendInfo] = RowsModel(SEND_COLUMNS)
    view = table_view(model, "sends", "Sends")
    model.setParent(view)
    qtbot.addWidget(view)
    names = [LONG if row == place else f"Client {row}" for row in range(1500)]
    model.show([SendInfo(str(row), name, valid=True, price=None, redirect_url="") for row, name in enumerate(names)])
    return view


def test_a_column_is_as_wide_as_its_widest_text_however_far_down(qtbot: QtBot) -> None:
    first, last = shown(qtbot, 0), shown(qtbot, 1499)
    assert first.columnWidth(1) == last.columnWidth(1) >= last.fontMetrics().horizontalAdvance(LONG)
    assert last.columnWidth(1) > shown(qtbot, -1).columnWidth(1)


def test_a_column_is_no_narrower_than_its_header(qtbot: QtBot) -> None:
    view = shown(qtbot, -1)
    header = view.horizontalHeader()
    assert all(view.columnWidth(column) >= header.sectionSizeHint(column) for column in range(4))
