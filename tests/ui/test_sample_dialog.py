"""A sample is pasted, dropped, typed or opened; what was found is corrected and applied."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from leadexec_desktop.profiles.model import FieldKind
from leadexec_desktop.profiles.sample import read_sample
from leadexec_desktop.ui.sample_dialog import AppliedSample, SampleDialog
from leadexec_desktop.ui.sample_fields import KIND, LABEL, REQUIRED, USE
from leadexec_desktop.ui.sample_text import MOST_SHOWN, SampleText

from .program import PATIENCE_MS, WatchedBackground, child

SAMPLES = Path(__file__).parent.parent / "profiles" / "samples"
FORM = "vid=18&lid=1&aid=23&password=planted-word&FirstName=Test&Phone=7025550123&Zip=00501"
COPIED = (
    "<table><tr><th>Field name</th><th>Type</th><th>Allowed values</th></tr>"
    "<tr><td>Roof</td><td>List</td><td>Tile<br>Metal<br>Slate</td></tr>"
    "<tr><td>Built</td><td>Date</td><td></td></tr></table>"
)


class Desk:
    """An open dialog, and hands to work it with."""

    def __init__(self, qtbot: QtBot, parent: QWidget, background: WatchedBackground, field_count: int = 0) -> None:
        self.qtbot = qtbot
        self.background = background
        self.dialog = SampleDialog(parent, background, field_count)
        self.applied: list[AppliedSample] = []
        self.dialog.applied.connect(self.applied.append)
        self.text = child(self.dialog, SampleText, "sample.text")
        self.table = child(self.dialog, QTableView, "sample.fields")
        self.keep = child(self.dialog, QCheckBox, "sample.keep_secrets")
        self.apply = child(self.dialog, QPushButton, "sample.apply")
        self.dialog.show()
        qtbot.waitExposed(self.dialog)

    def until(self, come: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(come, timeout=PATIENCE_MS)

    def paste(self, text: str = "", html: str = "", file: Path | None = None) -> None:
        data = QMimeData()
        if text:
            data.setText(text)
        if html:
            data.setHtml(html)
        if file is not None:
            data.setUrls([QUrl.fromLocalFile(str(file))])
        assert self.text.canInsertFromMimeData(data)
        self.text.insertFromMimeData(data)

    def settle(self) -> None:
        self.until(lambda: self.background.pending == 0)

    def label(self, last: str) -> str:
        return child(self.dialog, QLabel, f"sample.{last}").text()

    def column(self, column: int) -> list[str]:
        model = self.table.model()
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]

    def ticks(self, column: int) -> list[bool]:
        model = self.table.model()
        states = [model.index(row, column).data(Qt.ItemDataRole.CheckStateRole) for row in range(model.rowCount())]
        return [Qt.CheckState(state) is Qt.CheckState.Checked for state in states]

    def go_to(self, row: int, column: int) -> None:
        self.table.setFocus()
        self.table.setCurrentIndex(self.table.model().index(row, column))

    def editor(self, kind: type[Any]) -> Any:
        self.until(lambda: bool(self.table.viewport().findChildren(kind)))
        return self.table.viewport().findChildren(kind)[0]


@pytest.fixture
def desk(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Desk]:
    parent, background = QWidget(), WatchedBackground()
    made = Desk(qtbot, parent, background, getattr(request, "param", 0))
    yield made
    made.dialog.reject()
    made.settle()
    background.close()
    for each in (parent, background):
        each.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_parts_have_their_names(desk: Desk) -> None:
    found = {own.objectName(): own for own in desk.dialog.findChildren(QWidget) if own.objectName()}
    assert {"sample.text", "sample.open_file", "sample.fields", "sample.apply"} <= set(found)
    names = {name: found[name].accessibleName() for name in ("sample.text", "sample.open_file", "sample.fields")}
    assert names == {"sample.text": "Sample", "sample.open_file": "Open file…", "sample.fields": "Fields"}
    model = desk.table.model()
    assert [model.headerData(own, Qt.Orientation.Horizontal) for own in range(model.columnCount())] == [
        "Use",
        "Name",
        "Label",
        "Kind",
        "Required",
    ]
    assert not desk.apply.isEnabled()
    assert child(desk.dialog, QLabel, "sample.empty").isVisible()
    assert QApplication.focusWidget() is desk.text


def test_what_is_pasted_is_read_at_once(desk: Desk) -> None:
    desk.paste(FORM)
    desk.settle()
    assert desk.column(1) == ["FirstName", "Phone", "Zip"]
    assert desk.column(KIND) == ["text", "phone", "postal_code"]
    assert desk.ticks(USE) == [True, True, True]
    assert desk.label("found") == (
        "Names and values: 3 fields. Lead source 18, lead type 1 and campaign 23. As a form."
    )
    assert desk.apply.isEnabled()


def test_what_is_typed_is_read_once_the_hands_rest(desk: Desk) -> None:
    QTest.keyClicks(desk.text, "FirstName=Test&Phone=70255")
    assert not desk.apply.isEnabled()
    assert desk.background.pending == 0
    desk.until(lambda: desk.column(1) == ["FirstName", "Phone"])
    QTest.keyClicks(desk.text, "&City=Reno")
    assert not desk.apply.isEnabled()
    desk.until(lambda: desk.column(1) == ["FirstName", "Phone", "City"])
    assert desk.apply.isEnabled()


def test_a_table_copied_from_a_page_keeps_its_cells(desk: Desk) -> None:
    desk.paste("Field name\tType\tAllowed values\nRoof\tList\tTile\nMetal\nSlate\nBuilt\tDate\t", COPIED)
    desk.settle()
    assert desk.column(1) == ["Roof", "Built"]
    assert desk.column(KIND) == ["choice", "date"]
    desk.go_to(0, KIND)
    assert "Tile, Metal, Slate" in desk.label("why")
    assert "<table>" not in desk.text.toPlainText()


def test_markup_without_fields_gives_way_to_the_text_beside_it(desk: Desk) -> None:
    desk.paste("FirstName,Phone\nTest,7025550123", "<table><tr><td>picture</td></tr></table>")
    desk.settle()
    assert desk.column(1) == ["FirstName", "Phone"]


@pytest.mark.parametrize("name, count", [("call_center.xlsx", 25), ("windows_cmd.curl", 9), ("solar_table.html", 40)])
def test_a_file_that_is_dropped_is_read(desk: Desk, name: str, count: int) -> None:
    desk.paste(file=SAMPLES / name)
    desk.settle()
    assert len(desk.column(1)) == count
    shown = desk.text.toPlainText()
    assert (shown == "") is name.endswith(".xlsx")
    assert desk.text.placeholderText().startswith("call_center.xlsx" if shown == "" else "Paste or drop here")


def test_a_file_is_chosen(desk: Desk) -> None:
    QTest.mouseClick(child(desk.dialog, QPushButton, "sample.open_file"), Qt.MouseButton.LeftButton)
    (chooser,) = desk.dialog.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(SAMPLES / "home_services.csv"))
    chooser.close()
    desk.settle()
    assert desk.column(1)[:3] == ["FirstName", "LastName", "Phone"]


def test_a_file_that_cannot_be_read_is_named(desk: Desk, tmp_path: Path) -> None:
    desk.dialog.read_file(tmp_path / "gone.csv")
    desk.settle()
    assert desk.label("found").startswith("gone.csv: The file cannot be read (No such file or directory).")
    assert not desk.apply.isEnabled()


def test_prose_is_refused_with_what_would_do(desk: Desk) -> None:
    desk.paste(FORM)
    desk.settle()
    desk.text.selectAll()
    desk.paste("See the attached letter for the details.")
    desk.settle()
    assert "What can be read" in desk.label("found")
    assert child(desk.dialog, QLabel, "sample.found").property("role") == "error"
    assert desk.column(1) == []
    assert not desk.apply.isEnabled()
    desk.text.clear()
    desk.until(lambda: desk.label("found") == "")
    assert child(desk.dialog, QLabel, "sample.empty").isVisible()


def test_a_text_too_long_to_show_is_read_all_the_same(desk: Desk) -> None:
    rows = "Test,7025550123,A note that is long enough to fill the page\n"
    desk.paste("FirstName,Phone,Note\n" + rows * (MOST_SHOWN // len(rows) + 1))
    desk.settle()
    assert desk.column(1) == ["FirstName", "Phone", "Note"]
    assert desk.text.toPlainText() == ""
    assert "too long to be shown" in desk.text.placeholderText()


def test_corrections_by_keyboard_are_applied(desk: Desk) -> None:
    desk.paste(FORM)
    desk.settle()
    desk.go_to(0, USE)
    QTest.keyClick(desk.table, Qt.Key.Key_Space)
    desk.go_to(1, REQUIRED)
    QTest.keyClick(desk.table, Qt.Key.Key_Space)
    desk.go_to(1, LABEL)
    QTest.keyClick(desk.table, Qt.Key.Key_F2)
    line = desk.editor(QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, "Call back on")
    QTest.keyClick(line, Qt.Key.Key_Return)
    desk.until(lambda: not desk.table.viewport().findChildren(QLineEdit))
    desk.go_to(2, KIND)
    QTest.keyClick(desk.table, Qt.Key.Key_F2)
    box = desk.editor(QComboBox)
    assert box.currentText() == "postal_code"
    assert [box.itemText(own) for own in range(box.count())] == [str(kind) for kind in FieldKind]
    desk.until(box.view().isVisible)
    QTest.keyClick(box.view(), Qt.Key.Key_Home)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)
    desk.until(lambda: desk.column(KIND)[2] == "text")
    assert desk.label("count") == "2 of 3 fields in use"
    assert desk.label("why") == "Zip: Chosen by you."
    desk.apply.click()
    (applied,) = desk.applied
    assert [field.use for field in applied.fields] == [False, True, True]
    first, phone, code = (field.spec for field in applied.fields)
    assert (first.required, phone.required) == (False, True)
    assert (phone.label, phone.kind) == ("Call back on", FieldKind.PHONE)
    assert code.kind is FieldKind.TEXT
    assert applied.sample.vid == 18
    assert not desk.dialog.isVisible()


def test_a_tick_is_taken_by_the_mouse(desk: Desk) -> None:
    desk.paste(FORM)
    desk.settle()
    index = desk.table.model().index(0, USE)
    option = QStyleOptionViewItem()
    desk.table.initViewItemOption(option)
    option.rect = desk.table.visualRect(index)
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    box = desk.table.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, desk.table)
    QTest.mouseClick(desk.table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert desk.ticks(USE) == [False, True, True]


def test_a_kind_goes_back_with_its_way_of_writing(desk: Desk) -> None:
    desk.paste("Born=1990-03-04&Name=Test")
    desk.settle()
    model = desk.table.model()
    assert model.setData(model.index(0, KIND), "text")
    assert model.setData(model.index(0, KIND), "date")
    assert not model.setData(model.index(0, KIND), "colour")
    assert not model.setData(model.index(0, 1), "Other")
    desk.apply.click()
    assert desk.applied[0].fields[0].spec.wire_format == "%Y-%m-%d"


def test_a_secret_is_kept_only_if_asked(desk: Desk) -> None:
    desk.paste("FirstName=Test&City=Reno")
    desk.settle()
    assert not desk.keep.isVisible()
    desk.text.selectAll()
    desk.paste(FORM)
    desk.settle()
    assert desk.keep.isVisible()
    assert desk.keep.accessibleName() == "Keep the password found in this sample in the keyring"
    assert not desk.keep.isChecked()
    desk.apply.click()
    assert [own.secrets_wanted for own in desk.applied] == [False]


def test_a_wanted_secret_is_given_and_not_kept_here(desk: Desk) -> None:
    desk.paste(FORM)
    desk.settle()
    desk.keep.setChecked(True)
    desk.apply.click()
    (applied,) = desk.applied
    assert applied.secrets_wanted
    assert [(own.kind, own.value) for own in applied.sample.secrets] == [("password", "planted-word")]
    assert "planted" not in repr(applied)
    assert desk.text.toPlainText() == ""
    assert desk.column(1) == []


def test_nothing_shows_a_secret_but_the_sample_itself(desk: Desk) -> None:
    desk.paste(FORM)
    desk.settle()
    shown = [own.text() for own in desk.dialog.findChildren(QLabel)]
    shown += [own.toolTip() + own.accessibleDescription() for own in desk.dialog.findChildren(QWidget)]
    model = desk.table.model()
    shown += [str(model.index(row, 1).data(Qt.ItemDataRole.ToolTipRole)) for row in range(model.rowCount())]
    assert [text for text in shown if "planted" in text] == []


def test_an_older_reading_does_not_overtake_a_newer_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()

    def slow(data: bytes | str, file_name: str = "") -> Any:
        if "Old" in str(data):
            gate.wait(10)
        return read_sample(data, file_name)

    monkeypatch.setattr("leadexec_desktop.ui.sample_dialog.read_sample", slow)
    desk.paste("OldOne=1&OldTwo=2")
    desk.text.selectAll()
    desk.paste("NewOne=1&NewTwo=2")
    desk.until(lambda: desk.column(1) == ["NewOne", "NewTwo"])
    gate.set()
    desk.settle()
    assert desk.column(1) == ["NewOne", "NewTwo"]


def test_a_dialog_that_closes_while_it_reads_shows_nothing_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    monkeypatch.setattr(
        "leadexec_desktop.ui.sample_dialog.read_sample", lambda *_: gate.wait(10) and read_sample("A=1&B=2")
    )
    desk.paste(FORM)
    desk.dialog.reject()
    gate.set()
    desk.settle()
    assert desk.column(1) == []
    assert desk.applied == []


def test_a_name_with_markup_is_shown_as_it_is(desk: Desk) -> None:
    desk.paste("<b>Bold</b>=1&Other=2")
    desk.settle()
    desk.text.selectAll()
    desk.paste("%3Cb%3EBold%3C%2Fb%3E=1&Other=2")
    desk.settle()
    desk.go_to(0, KIND)
    assert desk.column(1)[0] == "<b>Bold</b>"
    assert child(desk.dialog, QLabel, "sample.why").textFormat() is Qt.TextFormat.PlainText
    tip = str(desk.table.model().index(0, 1).data(Qt.ItemDataRole.ToolTipRole))
    assert "&lt;b&gt;Bold" in tip


@pytest.mark.parametrize(
    "text",
    [
        f"https://{'a' * 900}.example.com/processor/insert/general?FirstName=Ada&City=Reno",
        f"https://leads.example.com/{'p' * 1_900}/processor/insert/general?FirstName=Ada&City=Reno",
        f"https://leads.example.com/{'p' * 100_000}/processor/insert/general?FirstName=Ada&City=Reno",
        f"curl 'https://{'h' * 100_000}/processor/insert/general' -d 'FirstName=Ada&City=Reno'",
        "curl '" + "a'\\''" * 180_000,
    ],
    ids=["host", "path", "long path", "long host", "quotes"],
)
def test_a_long_address_makes_no_wide_window(desk: Desk, text: str) -> None:
    before = desk.dialog.width()
    desk.paste(text)
    desk.settle()
    assert len(desk.label("found")) < 500
    assert max(map(len, desk.label("found").split())) <= 121
    assert desk.dialog.minimumSizeHint().width() < 1_300
    assert desk.dialog.width() <= max(before, 1_300)


def test_an_address_beyond_all_measure_is_refused_with_a_remark() -> None:
    sample = read_sample(f"https://leads.example.com/{'p' * 2_001}/processor/insert/general?FirstName=Ada&City=Reno")
    assert sample.endpoint == ""
    assert any("longer than 2,000 characters" in remark for remark in sample.remarks)


@pytest.mark.parametrize("desk", [0], indirect=True)
def test_a_profile_without_fields_is_asked_nothing(desk: Desk) -> None:
    desk.paste(FORM)
    desk.settle()
    assert not child(desk.dialog, QRadioButton, "sample.replace").isVisible()
    QTest.mouseClick(desk.apply, Qt.MouseButton.LeftButton)
    assert [own.replace for own in desk.applied] == [True]


@pytest.mark.parametrize("desk", [7], indirect=True)
@pytest.mark.parametrize("choice", ["replace", "add"])
def test_a_person_says_what_becomes_of_the_fields(desk: Desk, choice: str) -> None:
    desk.paste(FORM)
    desk.settle()
    assert desk.label("standing") == "The profile has 7 fields already."
    button = child(desk.dialog, QRadioButton, f"sample.{choice}")
    assert button.isVisible()
    assert child(desk.dialog, QRadioButton, "sample.add").isChecked()
    button.click()
    QTest.mouseClick(desk.apply, Qt.MouseButton.LeftButton)
    assert [own.replace for own in desk.applied] == [choice == "replace"]


def test_it_begins_no_larger_than_the_screen(desk: Desk) -> None:
    room = desk.dialog.screen().availableGeometry()
    assert room.width() < 1_000, "the offscreen platform's own"
    assert desk.dialog.width() <= room.width()
    assert desk.dialog.height() <= room.height()
