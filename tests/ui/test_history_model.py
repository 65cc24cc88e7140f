"""History's rows come, change and move one by one: the list never begins anew under the reader's eyes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from leadexec_desktop.protocol.delivery import Delivery, DeliveryState, Destination
from leadexec_desktop.protocol.outcome import OutcomeKind
from leadexec_desktop.protocol.values import Lead, LeadRequest, Operation, RequestShape, SourceIds
from leadexec_desktop.store.deliveries import Cursor
from leadexec_desktop.store.opening import open_ephemeral
from leadexec_desktop.ui.history_model import PAGE_SIZE, HistoryModel
from leadexec_desktop.ui.theme import DARK, LIGHT, TONES
from tests.depth import examples

from .program import MakeProfile, StartProgram

NOW = datetime(2026, 11, 3, 18, 0, tzinfo=UTC)
SENDING, WAITING, UNKNOWN = DeliveryState.SENDING, DeliveryState.WAITING, DeliveryState.UNKNOWN
ANSWERED = DeliveryState.ANSWERED


def delivery(number: int, state: DeliveryState = ANSWERED, **changes: Any) -> Delivery:
    """The number-th one: the higher, the newer."""
    given: dict[str, Any] = {
        "created_at_utc": NOW - timedelta(hours=1) + timedelta(seconds=number),
        "destination": Destination("solar", "Solar", "https://leads.example.com"),
        "request": LeadRequest(RequestShape(Operation.TRANSFER), SourceIds(18, 1), Lead((("FirstName", "Ana"),))),
        "who": f"Caller {number}",
        "outcome": "accepted" if state is ANSWERED else state.value,
    }
    return Delivery(id=f"d{number:04}", state=state, **(given | changes))


class Heard:
    """What a model told its views."""

    def __init__(self, model: HistoryModel) -> None:
        self.inserts: list[tuple[int, int]] = []
        self.moves: list[tuple[int, int]] = []
        self.changes: list[int] = []
        self.resets = 0
        model.rowsInserted.connect(lambda _parent, first, last: self.inserts.append((first, last)))
        model.rowsMoved.connect(lambda _from, first, _last, _to, row: self.moves.append((first, row)))
        model.dataChanged.connect(lambda first, _last: self.changes.append(first.row()))
        model.modelReset.connect(self._count)

    def _count(self) -> None:
        self.resets += 1


@pytest.fixture
def model() -> Iterator[HistoryModel]:
    made = HistoryModel(lambda: NOW)
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield made
    tester.deleteLater()
    made.deleteLater()


@pytest.fixture
def unread() -> Iterator[HistoryModel]:
    """A model of which nobody has asked for more yet, as the tester of the other one does."""
    made = HistoryModel(lambda: NOW)
    yield made
    made.deleteLater()


def numbers(model: HistoryModel) -> list[int]:
    return [int(own.id[1:]) for own in model.deliveries]


def test_what_is_to_be_decided_stands_on_top_then_the_newest_first(model: HistoryModel) -> None:
    settled = delivery(5, UNKNOWN, decided_by="a person")
    model.begin([delivery(1, WAITING), delivery(2, UNKNOWN)], [delivery(4), settled, delivery(3), delivery(2, UNKNOWN)])
    assert numbers(model) == [2, 1, 5, 4, 3]


def test_a_new_delivery_is_one_inserted_row(model: HistoryModel) -> None:
    model.begin([delivery(1, WAITING)], [delivery(2)])
    heard = Heard(model)
    model.change(delivery(3, SENDING))
    model.change(delivery(4, WAITING))
    assert numbers(model) == [4, 1, 3, 2]
    assert heard.inserts == [(1, 1), (0, 0)]
    assert (heard.moves, heard.resets) == ([], 0)


def test_a_changed_delivery_is_one_changed_row(model: HistoryModel) -> None:
    model.begin([], [delivery(2, SENDING), delivery(1)])
    heard = Heard(model)
    model.change(delivery(2, lead_id="100"))
    assert model.delivery(0).lead_id == "100"
    assert (heard.changes, heard.inserts, heard.moves, heard.resets) == ([0], [], [], 0)


@pytest.mark.parametrize(
    "before, after, expected, moves",
    [
        (SENDING, UNKNOWN, [2, 3, 1], [(1, 0)]),
        (SENDING, WAITING, [2, 3, 1], [(1, 0)]),
        (WAITING, ANSWERED, [3, 2, 1], [(0, 2)]),
        (UNKNOWN, DeliveryState.ARRIVED, [3, 2, 1], [(0, 2)]),
        (WAITING, UNKNOWN, [2, 3, 1], []),
        (SENDING, ANSWERED, [3, 2, 1], []),
    ],
)
def test_a_delivery_moves_to_the_top_and_from_there(
    model: HistoryModel,
    before: DeliveryState,
    after: DeliveryState,
    expected: list[int],
    moves: list[tuple[int, int]],
) -> None:
    model.begin([], [delivery(3), delivery(2, before), delivery(1)])
    heard = Heard(model)
    model.change(delivery(2, after))
    assert numbers(model) == expected
    assert (heard.moves, heard.inserts, heard.resets) == (moves, [], 0)
    assert heard.changes == [expected.index(2)]


def test_an_unknown_one_that_a_person_settled_leaves_the_top(model: HistoryModel) -> None:
    model.begin([delivery(1, UNKNOWN)], [delivery(2)])
    model.change(delivery(1, UNKNOWN, decided_by="a person"))
    assert numbers(model) == [2, 1]


DELIVERIES = st.builds(delivery, st.integers(0, 12), st.sampled_from(DeliveryState))


@examples(60, HealthCheck.function_scoped_fixture)
@given(begin=st.lists(DELIVERIES, max_size=8), changes=st.lists(DELIVERIES, max_size=20))
def test_whatever_comes_the_order_holds_and_the_views_are_told(
    model: HistoryModel, begin: list[Delivery], changes: list[Delivery]
) -> None:
    model.begin([], begin)
    heard = Heard(model)
    for changed in changes:
        model.change(changed)
    last = {own.id: own for own in (*begin, *changes)}
    assert {own.id: own for own in model.deliveries} == last
    on_top = [own.state in {WAITING, UNKNOWN} for own in model.deliveries]
    assert on_top == sorted(on_top, reverse=True)
    for group in (True, False):
        ids = [own.id for own, top in zip(model.deliveries, on_top, strict=True) if top is group]
        assert ids == sorted(ids, reverse=True)
    assert heard.resets == 0


# ------------------------------------------------------------------ pages


def test_history_is_read_a_page_at_a_time(unread: HistoryModel, qtbot: QtBot) -> None:
    store = open_ephemeral()
    for number in range(250):
        store.deliveries.add(delivery(number, UNKNOWN if number == 7 else ANSWERED))
    unread.begin(store.deliveries.unsettled(), store.deliveries.page(None, PAGE_SIZE))
    heard, sizes = Heard(unread), [unread.rowCount()]
    while unread.canFetchMore(QModelIndex()):
        with qtbot.waitSignal(unread.more_wanted, timeout=1000):
            unread.fetchMore(QModelIndex())
        assert not unread.canFetchMore(QModelIndex())  # until that page is there
        assert unread.page_end is not None
        unread.add_page(store.deliveries.page(Cursor.behind(unread.page_end), PAGE_SIZE))
        sizes.append(unread.rowCount())
    store.close()
    assert PAGE_SIZE == 100
    assert sizes == [101, 201, 250]
    assert numbers(unread) == [7, *(number for number in range(249, -1, -1) if number != 7)]
    assert (heard.inserts, heard.resets) == ([(101, 200), (201, 249)], 0)


def test_a_history_that_ends_with_its_page_is_read_once_more_and_then_no_more(unread: HistoryModel) -> None:
    unread.begin([], [delivery(number) for number in range(PAGE_SIZE, 0, -1)])
    heard = Heard(unread)
    assert unread.canFetchMore(QModelIndex())
    unread.fetchMore(QModelIndex())
    unread.add_page([])
    assert not unread.canFetchMore(QModelIndex())
    assert (unread.rowCount(), heard.inserts) == (PAGE_SIZE, [])


def test_a_page_that_could_not_be_read_is_asked_for_again(unread: HistoryModel) -> None:
    unread.begin([], [delivery(number) for number in range(PAGE_SIZE, 0, -1)])
    unread.fetchMore(QModelIndex())
    assert not unread.canFetchMore(QModelIndex())
    unread.fail_page()
    assert unread.canFetchMore(QModelIndex())


def test_a_short_history_wants_no_more(unread: HistoryModel) -> None:
    assert not unread.canFetchMore(QModelIndex())
    unread.begin([], [delivery(1)])
    assert not unread.canFetchMore(QModelIndex())


def test_an_old_one_that_comes_off_the_top_stands_where_it_belongs_when_its_page_comes(unread: HistoryModel) -> None:
    unread.begin([delivery(7, UNKNOWN)], [delivery(number) for number in range(200, 100, -1)])
    unread.change(delivery(7, DeliveryState.ARRIVED))
    heard = Heard(unread)
    unread.add_page([delivery(number) for number in range(100, 0, -1)])
    assert numbers(unread) == list(range(200, 0, -1))
    assert (heard.inserts, heard.resets) == ([(101, 106), (100, 192)], 0)


def test_a_delivery_that_came_meanwhile_is_not_shown_twice(unread: HistoryModel) -> None:
    unread.begin([], [delivery(number) for number in range(300, 200, -1)])
    unread.fetchMore(QModelIndex())
    unread.change(delivery(301))
    unread.change(delivery(150, lead_id="changed"))  # of a page that was not read yet
    unread.add_page([delivery(number) for number in range(200, 100, -1)])
    assert numbers(unread) == list(range(301, 100, -1))


@pytest.mark.parametrize("last", [ANSWERED, UNKNOWN])
def test_news_of_one_that_was_not_read_yet_comes_with_its_page(unread: HistoryModel, last: DeliveryState) -> None:
    """Such a row would stand right below the last one that was read, as if there were none between the two."""
    unread.begin([], [*(delivery(number) for number in range(300, 201, -1)), delivery(201, last)])
    heard = Heard(unread)
    unread.change(delivery(7, lead_id="learnt"))
    assert heard.inserts == []
    unread.change(delivery(301))
    unread.change(delivery(8, UNKNOWN))
    assert numbers(unread)[: 2 + (last is UNKNOWN)] == ([201, 8, 301] if last is UNKNOWN else [8, 301])
    unread.add_page([delivery(number) for number in range(200, 0, -1)])
    assert sorted(numbers(unread), reverse=True) == list(range(301, 0, -1))


def test_the_window_reads_on_when_its_reader_scrolls_down(
    start_program: StartProgram, make_profile: MakeProfile
) -> None:
    program = start_program(make_profile(endpoint="https://leads.example.com"))
    for number in range(250):
        program.store.deliveries.add(delivery(number))
    model = program.window.history.model
    model.begin([], program.store.deliveries.page(None, PAGE_SIZE))
    assert program.history.model().rowCount() == PAGE_SIZE
    for expected in (200, 250):
        program.history.scrollToBottom()
        program.until(lambda: model.rowCount() == expected)  # noqa: B023 - called before the next turn
    assert numbers(model) == list(range(249, -1, -1))


# ------------------------------------------------------------------ cells


def test_the_columns_are_those_that_others_rely_on(model: HistoryModel) -> None:
    headers = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert headers[:6] == ["When", "Operation", "Who", "Outcome", "Price", "Lead ID"]


def test_a_row_says_what_is_known(model: HistoryModel) -> None:
    earlier = NOW - timedelta(days=2)
    model.begin(
        [],
        [
            delivery(1, created_at_utc=NOW, price=Decimal(25), lead_id="100"),
            delivery(2, created_at_utc=earlier, outcome="rejected", price=Decimal("0.125")),
        ],
    )
    rows = [[model.index(row, column).data() for column in range(6)] for row in range(2)]
    assert rows == [
        ["18:00:00", "Transfer", "Caller 1", "accepted", "25.00", "100"],
        ["Nov 01 18:00", "Transfer", "Caller 2", "rejected", "0.125", ""],
    ]


@pytest.mark.parametrize("outcome", OutcomeKind)
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_an_outcome_has_the_colour_of_its_tone_and_nothing_else_has_one(
    model: HistoryModel, outcome: OutcomeKind, colours: Any
) -> None:
    model.begin([], [delivery(1, outcome=outcome.value)])
    model.set_colours(colours)
    found = [model.index(0, at).data(Qt.ItemDataRole.ForegroundRole) for at in range(model.columnCount())]
    assert found[3] == QColor(colours.tones[TONES[outcome.value]][1])
    assert [own for own in found if own is not None] == [found[3]]


# ------------------------------------------------------------------ in a view


@pytest.fixture
def view(model: HistoryModel, qtbot: QtBot) -> QTableView:
    made = QTableView()
    qtbot.addWidget(made)
    made.setModel(model)
    made.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    return made


CHANGES: dict[str, Callable[[HistoryModel], None]] = {
    "insert above": lambda model: model.change(delivery(9)),
    "insert on top": lambda model: model.change(delivery(9, WAITING)),
    "insert below": lambda model: model.change(delivery(0)),
    "change": lambda model: model.change(delivery(2, lead_id="100")),
    "move to the top": lambda model: model.change(delivery(2, UNKNOWN)),
    "another moves to the top": lambda model: model.change(delivery(1, UNKNOWN)),
    "page": lambda model: model.add_page([delivery(0)]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_selected_stays_selected(model: HistoryModel, view: QTableView, change: str) -> None:
    model.begin([], [delivery(3), delivery(2), delivery(1)])
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    view.selectionModel().setCurrentIndex(model.index(1, 0), flags)
    CHANGES[change](model)
    (row,) = view.selectionModel().selectedRows()
    assert model.delivery(row.row()).id == "d0002"
    assert view.currentIndex().row() == row.row()


def test_who_was_changed_is_who_is_shown(model: HistoryModel) -> None:
    model.begin([], [delivery(1, WAITING)])
    model.change(replace(delivery(1, WAITING), who="Anabel"))
    assert model.index(0, 2).data() == "Anabel"


def read_page(newest: int, count: int = PAGE_SIZE) -> list[Delivery]:
    return [delivery(number) for number in range(newest, newest - count, -1)]


def test_a_long_day_keeps_only_the_newest_and_reads_the_older_ones_again(unread: HistoryModel) -> None:
    unread.begin([delivery(0, UNKNOWN)], read_page(PAGE_SIZE, 30))
    heard = Heard(unread)
    for number in range(PAGE_SIZE + 1, 3000):
        unread.change(delivery(number, SENDING))
        unread.change(delivery(number))
    kept = numbers(unread)
    assert kept[:2] == [0, 2999]  # what is to be decided stays
    assert kept[1:] == list(range(2999, 2999 - len(kept) + 1, -1))
    assert 1000 <= len(kept) < 1000 + PAGE_SIZE
    assert heard.resets == 0
    assert unread.page_end is not None
    assert unread.page_end.id == delivery(kept[-1]).id
    assert unread.canFetchMore(QModelIndex())
    unread.add_page(read_page(kept[-1] - 1))
    assert numbers(unread)[-1] == kept[-1] - PAGE_SIZE


def test_pages_that_somebody_scrolled_to_stay(unread: HistoryModel) -> None:
    unread.begin([], read_page(5000))
    for newest in range(5000 - PAGE_SIZE, 3000, -PAGE_SIZE):
        unread.add_page(read_page(newest))
    before = len(numbers(unread))
    for number in range(5001, 5001 + PAGE_SIZE - 1):
        unread.change(delivery(number))
    assert len(numbers(unread)) == before + PAGE_SIZE - 1
    unread.change(delivery(6000))
    assert len(numbers(unread)) == before


def test_nothing_is_let_go_while_a_page_is_being_read(unread: HistoryModel) -> None:
    unread.begin([], read_page(1000))
    unread.fetchMore(QModelIndex())
    for number in range(1001, 3000):
        unread.change(delivery(number))
    assert numbers(unread)[-1] == 1000 - PAGE_SIZE + 1
