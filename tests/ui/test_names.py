"""By these names screen readers, UI automation and tests find the window's parts; they change only compatibly."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QTableView, QWidget

from leadexec_desktop.protocol.values import SUBMIT_MODES
from leadexec_desktop.ui.main_window import MainWindow
from leadexec_desktop.ui.theme import Colours, Theme

from .program import MakeProfile, Program, StartProgram, child

MODES = tuple(f"submit.mode.{mode}" for mode in SUBMIT_MODES)
SUBMIT_ROW = (
    *MODES,
    "submit.redirect.manualredirect",
    "submit.redirect.autoredirect",
    "submit.encoding.form",
    "submit.encoding.xml",
    "submit.encoding.json",
    "submit.response.json",
    "submit.response.xml",
    "submit.async",
    "submit.return_url",
    "submit.campaign",
    "submit.order_id",
    "submit.reference",
    "submit.no_sell",
    "submit.send_delay",
)
CALL_ROW = ("submit.call.ivr_number", "submit.call.duration", "submit.call.result", "submit.call.date")
BUTTONS = ("submit.send", "submit.cancel", "submit.clear")
OUTCOME = (
    "submit.outcome",
    "submit.outcome.kind",
    "submit.outcome.reason",
    "submit.outcome.lead_id",
    "submit.outcome.post_id",
    "submit.outcome.price",
    "submit.outcome.redirect_url",
    "submit.outcome.status_url",
)
TABLES = ("submit.sends", "submit.client_infos", "history.table", "history.detail.sends", "history.detail.client_infos")
WINDOW = ("profile.selector", "profile.badge", "profile.credentials", "tabs", "history")
PAGES = ("submit", "ping", "duplicate", "update", "status")
REST = (
    "submit.send_again",
    "submit.preview",
    "submit.options",
    "history.detail",
    "history.detail.request",
    "history.detail.response",
    "history.send_now",
    "history.discard",
    "history.unsettled",
)
FIELD = ("submit.field.FirstName", "submit.error.FirstName")
WITHOUT_CAPTION = {
    "submit.preview": "The bytes that Send would send",
    "submit.sends": "Sends",
    "submit.client_infos": "Transfer to",
    "history.table": "History",
    "history.detail.sends": "Sends",
    "history.detail.client_infos": "Transfer to",
    "history.detail.request": "Request",
    "history.detail.response": "Response",
}
"""Controls whose caption is their dock, their tab, or where they stand."""
CONTROLS = QAbstractButton | QLineEdit | QPlainTextEdit | QComboBox | QTableView


@pytest.fixture(scope="module")
def dress(full_dress: Callable[[Theme], Colours]) -> Callable[[Theme], Colours]:
    """What is measured here depends on the style."""
    return full_dress


@pytest.fixture
def window(sandbox_program: Program) -> Any:
    return sandbox_program.window


def test_every_name_is_there_once(window: MainWindow) -> None:
    window.submit.form.point_at(["FirstName"], "Not so.")  # before, nothing is to be said of it
    for name in (*WINDOW, *PAGES, *SUBMIT_ROW, *CALL_ROW, *BUTTONS, *OUTCOME, *TABLES, *REST, *FIELD):
        assert len(window.findChildren(QWidget, name)) == 1, name


def test_no_two_parts_have_the_same_name(window: MainWindow) -> None:
    names = [own.objectName() for own in window.findChildren(QWidget)]
    twice = [name for name, count in Counter(names).items() if count > 1 and name[:1].islower() and name[:3] != "qt_"]
    assert twice == []


def test_the_pages_are_in_the_order_of_their_keys(sandbox_program: Program) -> None:
    tabs = sandbox_program.window.tabs
    pages = [tabs.widget(at) for at in range(tabs.count())]
    assert tuple(own.objectName() for own in pages if own is not None) == PAGES


def test_a_control_is_called_what_stands_on_it_or_beside_it(window: MainWindow) -> None:
    captions = _captions(window)
    seen = 0
    for name in (*SUBMIT_ROW, *CALL_ROW, *BUTTONS, *TABLES, *REST, "profile.selector", "profile.credentials"):
        widget = child(window, QWidget, name)
        if isinstance(widget, CONTROLS):
            expected = WITHOUT_CAPTION.get(name) or captions[widget]
            assert widget.accessibleName() == expected, name
            seen += 1
    assert seen == len((*SUBMIT_ROW, *CALL_ROW, *BUTTONS, *TABLES)) + 8


def test_a_field_is_called_what_stands_beside_it(window: MainWindow) -> None:
    captions = _captions(window)
    fields = [own for own in window.findChildren(QWidget) if own.objectName().startswith("submit.field.")]
    assert len(fields) == 14
    for field in fields:
        # The star only marks a required one.
        assert field.accessibleName() == captions[field].removesuffix(" *"), field.objectName()


def test_no_label_hides_its_text_behind_a_name(sandbox_program: Program) -> None:
    sandbox_program.put(FirstName="Ana", LastName="Marsh", Phone="7025550123")
    sandbox_program.send("accepted")
    named = [own.objectName() for own in sandbox_program.window.findChildren(QLabel) if own.accessibleName()]
    assert named == []


@pytest.mark.parametrize("mode", MODES)
def test_the_submit_row_is_in_sight_at_1280_by_720(sandbox_program: Program, mode: str) -> None:
    window = sandbox_program.window
    assert (window.width(), window.height()) == (1280, 720)
    assert window.submit.options_open
    child(window, QAbstractButton, mode).setChecked(True)
    for name in (*SUBMIT_ROW, *BUTTONS, *(CALL_ROW if mode.endswith("call") else ())):
        widget = child(window, QWidget, name)
        place = QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())
        assert window.rect().contains(place), name
        # What a parent cuts off is not in the visible region.
        assert widget.visibleRegion().boundingRect() == widget.rect(), name


def test_the_title_ends_in_the_name_of_the_program(start_program: StartProgram, make_profile: MakeProfile) -> None:
    window = start_program(make_profile("Solar", "https://leads.example.com")).window
    assert window.windowTitle().endswith("LeadExec Desktop")
    assert "Solar" in window.windowTitle()
    assert child(window, QLabel, "profile.badge").text() == "LIVE"


def test_the_badge_says_sandbox_on_the_built_in_receiver_alone(sandbox_program: Program) -> None:
    assert sandbox_program.text("profile.badge") == "SANDBOX"


def _captions(window: QWidget) -> dict[QWidget, str]:
    """What is said about each widget by itself or by the label that has it as its buddy, without a mnemonic."""
    buttons: dict[QWidget, str] = {own: own.text() for own in window.findChildren(QAbstractButton)}
    labels = {own.buddy(): own.text() for own in window.findChildren(QLabel) if own.buddy() is not None}
    return {widget: _plain(text) for widget, text in (labels | buttons).items()}


def _plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
