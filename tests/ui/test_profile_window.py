"""The profile window as it stands on screen: keys, cells, undo, files, credentials, the test of a connection."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QItemSelectionModel, QMimeData, QPointF, Qt, QUrl, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from leadexec_desktop.profiles.model import Auth, Campaign, Choice, Defaults, FieldKind, FieldSpec, SourceProfile
from leadexec_desktop.protocol.values import AuthScheme, Operation
from leadexec_desktop.services.edited_profile import Row
from leadexec_desktop.services.profile_library import Loaded
from leadexec_desktop.store.credentials import Credentials, SecretKind
from leadexec_desktop.store.errors import DiskFullError, VaultUnavailableError
from leadexec_desktop.store.vault import MemoryVault
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.ui.credentials_dialog import CredentialsDialog
from leadexec_desktop.ui.field_table import FieldTable
from leadexec_desktop.ui.lead_form import LeadForm
from leadexec_desktop.ui.profile_tools import Tools
from leadexec_desktop.ui.profile_window import ProfileWindow

from .program import PATIENCE_MS, W, WatchedBackground

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
FIELDS = (
    FieldSpec("FirstName", "First name", required=True, max_length=50),
    FieldSpec("Phone", "Phone", FieldKind.PHONE, section="Caller"),
    FieldSpec("State", "State", FieldKind.CHOICE, choices=(Choice("NV", "Nevada"),)),
)
SOLAR = SourceProfile("solar", "Solar", "https://leads.example.com", 18, 1, (Campaign(23, "West"),), fields=FIELDS)
ROOFS = replace(SOLAR, id="roofs", name="Roofs", vid=19)
FIXED = replace(SOLAR, id="fixed", name="Central", auth=Auth(password=True))


@dataclass
class Shelf:
    """A library in memory, which can be full."""

    written: list[SourceProfile] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    exported: list[tuple[tuple[SourceProfile, ...], Path]] = field(default_factory=list)
    is_full: bool = False
    go_on: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.go_on.set()

    def save(self, profile: SourceProfile) -> str:
        self.go_on.wait(10)
        if self.is_full:
            raise DiskFullError(Path("profiles"))
        self.written.append(profile)
        return ""

    def delete(self, profile_id: str) -> None:
        self.deleted.append(profile_id)

    def export(self, profiles: Sequence[SourceProfile], path: Path) -> None:
        if self.is_full:
            raise DiskFullError(path)
        self.exported.append((tuple(profiles), path))

    def import_files(self, paths: Iterable[Path]) -> Loaded:
        taken = tuple(replace(SOLAR, id=path.stem, name=path.stem.title()) for path in paths if path.stem != "broken")
        return Loaded(taken, tuple(f"{path.name}: is no profile." for path in paths if path.stem == "broken"))


@dataclass
class Step:
    ok: bool
    text: str


class Line:
    """Something that tests connections, and can be held."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, float]] = []
        self.go_on = threading.Event()
        self.go_on.set()
        self.cancelled = False

    def test_connection(self, endpoint: str, *, timeout_s: float, cancel: CancelSwitch) -> Sequence[Step]:
        self.asked.append((endpoint, timeout_s))
        with cancel.told(self.go_on.set):
            self.go_on.wait(10)
        self.cancelled = cancel.cancelled
        return (Step(True, "Name: known."), Step(False, "Connection: refused."))


class Desk:
    """The window, and hands to work it with."""

    def __init__(self, qtbot: QtBot, *profiles: SourceProfile, current: str = "solar", **tools: Any) -> None:
        self.qtbot = qtbot
        self.background = WatchedBackground()
        self.shelf, self.line = Shelf(), Line()
        self.credentials: Credentials | None = Credentials(MemoryVault())
        self.saved: list[SourceProfile] = []
        self.deleted: list[str] = []
        ids = iter(f"new-{number}" for number in range(100))
        given: dict[str, Any] = {
            "background": self.background,
            "library": self.shelf,
            "secrets": lambda: self.credentials,
            "new_id": lambda: next(ids),
            "blank": lambda profile_id, name: SourceProfile(profile_id, name, "", 0, 0),
            "copy": lambda profile, profile_id, _: replace(profile, id=profile_id, name=f"{profile.name} (copy)"),
            "tester": self.line,
        }
        self.main = QWidget()
        self.window = ProfileWindow(self.main, Tools(**(given | tools)), profiles, ["fixed"], current)
        self.window.saved.connect(self.saved.append)
        self.window.deleted.connect(self.deleted.append)
        self.window.show()
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        self.settle()

    def until(self, come: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(come, timeout=PATIENCE_MS)

    def settle(self) -> None:
        self.until(lambda: self.background.pending == 0)

    def find(self, kind: type[W], name: str) -> W:
        found = self.window.findChildren(kind, name)
        assert len(found) == 1, f"{len(found)} widgets are called {name}"
        return found[0]

    def line_of(self, name: str) -> QLineEdit:
        return self.find(QLineEdit, f"profiles.{name}")

    def text(self, name: str) -> str:
        return self.find(QLabel, f"profiles.{name}").text()

    def click(self, name: str) -> None:
        button = self.find(QAbstractButton, f"profiles.{name}")
        assert button.isEnabled(), f"{name} is off"
        button.click()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key as the platform gives it: shortcuts are found out of it."""
        QTest.keyClick(self.window.windowHandle(), key, modifiers)

    def keys(self, text: str) -> None:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClicks(widget, text)

    @property
    def table(self) -> FieldTable:
        return self.find(FieldTable, "profiles.fields")

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.table.fields._rows

    @property
    def names(self) -> list[str]:
        return self.column("name")

    def column(self, key: str) -> list[str]:
        model = self.table.fields
        return [str(model.text(row, key)) for row in range(model.rowCount())]

    @property
    def listed(self) -> list[str]:
        items = self.find(QListWidget, "profiles.list")
        return [items.item(row).text() for row in range(items.count()) if not items.item(row).isHidden()]

    def choose(self, label: str) -> None:
        items = self.find(QListWidget, "profiles.list")
        row = next(row for row in range(items.count()) if items.item(row).text() == label)
        items.setCurrentRow(row)

    @property
    def name(self) -> str:
        return self.line_of("name").text()

    def select(self, *rows: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(
            self.table.fields.index(rows[0], 0), flags.ClearAndSelect | flags.Rows
        )
        for row in rows[1:]:
            self.table.selectionModel().select(self.table.fields.index(row, 0), flags.Select | flags.Rows)

    @property
    def question(self) -> QMessageBox:
        (box,) = (own for own in self.window.findChildren(QMessageBox) if own.isVisible())
        return box

    def answer(self, name: str) -> None:
        box = self.question
        next(button for button in box.buttons() if button.objectName() == f"profiles.{name}").click()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.settle()

    def save(self) -> SourceProfile:
        before = len(self.saved)
        self.key(Qt.Key.Key_S, CTRL)
        self.settle()
        assert len(self.saved) == before + 1, self.text("status")
        return self.saved[-1]

    @property
    def preview(self) -> LeadForm:
        return self.find(LeadForm, "profiles.preview")

    def close(self) -> None:
        self.line.go_on.set()
        self.settle()
        self.background.close()
        for each in (self.main, self.background):
            each.deleteLater()


Begin = Callable[..., Desk]


@pytest.fixture
def begin(qtbot: QtBot) -> Iterator[Begin]:
    begun: list[Desk] = []

    def start(*profiles: SourceProfile, **more: Any) -> Desk:
        begun.append(Desk(qtbot, *profiles, **more))
        return begun[-1]

    yield start
    for desk in begun:
        desk.close()


@pytest.fixture
def desk(begin: Begin) -> Desk:
    return begin(SOLAR, ROOFS, FIXED)


# ------------------------------------------------------------------ the list


def test_the_active_profile_is_open_and_the_others_stand_in_the_list(desk: Desk) -> None:
    assert desk.listed == ["Central (read-only)", "Roofs", "Solar"]
    assert (desk.name, desk.line_of("vid").text()) == ("Solar", "18")
    assert desk.names == ["FirstName", "Phone", "State"]
    assert desk.window.windowTitle() == "Solar \u2013 Profiles \u2013 LeadExec Desktop"


def test_a_search_narrows_the_list(desk: Desk) -> None:
    desk.key(Qt.Key.Key_F, CTRL)
    desk.keys("OO")
    assert desk.listed == ["Roofs"]


def test_another_profile_opens_by_the_keyboard(desk: Desk) -> None:
    desk.find(QListWidget, "profiles.list").setFocus()
    desk.key(Qt.Key.Key_Up)
    assert (desk.name, desk.line_of("vid").text()) == ("Roofs", "19")


def test_a_new_profile_begins_with_its_name_and_says_what_is_missing(desk: Desk) -> None:
    desk.key(Qt.Key.Key_N, CTRL)
    desk.keys("Wind")
    assert desk.name == "Wind"
    assert desk.listed[0] == "Wind (not saved)"
    assert desk.text("error.vid") == ""
    desk.key(Qt.Key.Key_S, CTRL)
    assert desk.text("error.vid") == "Lead source (VID) is empty: a whole number such as 18 belongs here."
    assert desk.text("error.endpoint").startswith("Endpoint is no address such as")
    assert desk.text("status").startswith("Not saved yet: 3 things to mend first.")
    assert desk.shelf.written == []
    for name, text in (("endpoint", "https://wind.example.com"), ("vid", "7"), ("lid", "8")):
        desk.line_of(name).setText(text)
        assert desk.text(f"error.{name}") == ""
    assert desk.save() == SourceProfile("new-0", "Wind", "https://wind.example.com", 7, 8)
    assert "Wind" in desk.listed


def test_a_copy_is_kept_only_when_it_is_saved(desk: Desk) -> None:
    desk.click("duplicate")
    assert desk.name == "Solar (copy)"
    assert desk.window.has_changes
    assert desk.save() == replace(SOLAR, id="new-0", name="Solar (copy)")
    assert not desk.window.has_changes


def test_a_profile_of_the_system_can_be_looked_at_and_copied_alone(desk: Desk) -> None:
    desk.choose("Central (read-only)")
    desk.settle()
    assert desk.find(QLabel, "profiles.read_only").isVisible()
    for name in ("name", "endpoint", "vid", "script", "auth.password", "field.default"):
        assert not desk.find(QWidget, f"profiles.{name}").isEnabled(), name
    for name in ("save", "delete", "undo", "field.add", "field.remove"):
        assert not desk.find(QAbstractButton, f"profiles.{name}").isEnabled(), name
    index = desk.table.fields.index(0, 0)
    assert not desk.table.fields.flags(index) & Qt.ItemFlag.ItemIsEditable
    desk.table.setFocus()
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Insert):
        desk.key(key)
    assert desk.names == ["FirstName", "Phone", "State"]
    desk.click("duplicate")
    assert desk.line_of("endpoint").isEnabled()


def test_deleting_asks_and_takes_the_secrets_along(desk: Desk) -> None:
    assert desk.credentials is not None
    desk.credentials.set("solar", SecretKind.PASSWORD, "hush")
    desk.click("delete")
    assert "Its history stays." in desk.question.text()
    desk.answer("delete.ask.no")
    assert desk.shelf.deleted == []
    desk.click("delete")
    desk.answer("delete.ask.yes")
    desk.settle()
    assert desk.shelf.deleted == desk.deleted == ["solar"]
    assert desk.credentials.get("solar", SecretKind.PASSWORD) is None
    assert desk.name == "Central"
    assert "Solar" not in desk.listed


def test_without_a_profile_there_is_only_the_way_to_one(begin: Begin) -> None:
    desk = begin()
    assert desk.find(QLabel, "profiles.nothing").isVisible()
    desk.key(Qt.Key.Key_S, CTRL)
    desk.click("new")
    assert desk.line_of("name").hasFocus()


def test_files_that_are_dropped_on_the_list_are_taken_in(desk: Desk) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/x/wind.leadprofile"), QUrl.fromLocalFile("/x/broken.leadprofile")])
    target = desk.window._parts.chooser
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    target.dropEvent(event)
    desk.settle()
    assert "Wind" in desk.listed
    assert desk.name == "Wind"
    assert desk.text("status") == "broken.leadprofile: is no profile."
    assert [profile.id for profile in desk.saved] == ["wind"]


def test_import_and_export_ask_for_files(desk: Desk, tmp_path: Path) -> None:
    desk.click("import")
    _dialog(desk).filesSelected.emit([str(tmp_path / "hail.json")])
    desk.settle()
    assert desk.name == "Hail"
    _dialog(desk).reject()
    desk.find(QListWidget, "profiles.list").selectAll()
    desk.click("export")
    _dialog(desk).fileSelected.emit(str(tmp_path / "all.leadprofile"))
    desk.settle()
    ((profiles, path),) = desk.shelf.exported
    assert ([own.name for own in profiles], path) == (
        ["Central", "Hail", "Roofs", "Solar"],
        tmp_path / "all.leadprofile",
    )
    assert desk.text("status").startswith("Exported 4 profiles to")


def test_export_says_that_what_is_not_saved_is_not_in_it(desk: Desk, tmp_path: Path) -> None:
    desk.line_of("name").setFocus()
    desk.keys(" two")
    desk.click("export")
    _dialog(desk).fileSelected.emit(str(tmp_path / "one.leadprofile"))
    desk.settle()
    assert desk.text("status").endswith("“Solar” went as it was saved last.")
    assert desk.shelf.exported[0][0][0].name == "Solar"


def test_export_of_what_a_search_hides_says_so(desk: Desk) -> None:
    desk.line_of("search").setText("roofs")
    desk.click("export")
    assert desk.text("status").endswith("select a profile in the list; a search may hide it.")


def test_without_a_keyring_setting_a_secret_is_off_with_a_reason_that_holds(begin: Begin) -> None:
    desk = begin(FIXED, secrets=lambda: None, current="fixed")
    button = desk.find(QAbstractButton, "profiles.credentials.password.set")
    assert not button.isEnabled()
    assert "No keyring is open, so no credential can be kept now." in button.toolTip()


def test_a_profile_that_is_changed_elsewhere_under_unsaved_changes_is_told_of(desk: Desk) -> None:
    desk.line_of("name").setFocus()
    desk.keys(" two")
    desk.window.show_profiles((SOLAR, ROOFS), [])
    assert "changed elsewhere" not in desk.text("status")
    desk.window.show_profiles((replace(SOLAR, vid=77), ROOFS), [])
    assert desk.text("status").startswith("This profile was changed elsewhere meanwhile.")
    assert desk.name == " twoSolar"


def _dialog(desk: Desk) -> QFileDialog:
    return next(own for own in desk.window.findChildren(QFileDialog) if own.isVisible())


# ------------------------------------------------------------------ fields


def test_a_field_is_made_by_the_keyboard(desk: Desk) -> None:
    desk.table.setFocus()
    desk.select(2)
    desk.key(Qt.Key.Key_Insert)
    assert desk.table.is_being_edited
    assert not desk.find(QLabel, "profiles.error.fields").isVisible()  # nobody has left the name yet
    desk.keys("Age")
    desk.key(Qt.Key.Key_Tab)
    desk.keys("How old")
    desk.key(Qt.Key.Key_Tab)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QComboBox)
    desk.keys("inte")
    desk.key(Qt.Key.Key_Tab)
    desk.key(Qt.Key.Key_Space)
    assert desk.save().fields[3] == FieldSpec("Age", "How old", FieldKind.INTEGER, required=True)


def test_what_is_typed_in_a_cell_counts_at_once_and_escape_takes_it_back(desk: Desk) -> None:
    desk.table.edit_at(1, "label")
    desk.keys("Mobile")
    assert desk.column("label") == ["First name", "Mobile", "State"]
    desk.key(Qt.Key.Key_Escape)
    assert desk.column("label") == ["First name", "Phone", "State"]
    assert not desk.window.has_changes
    assert desk.window.isVisible()


def test_escape_takes_a_kind_back_too(desk: Desk) -> None:
    desk.table.edit_at(1, "kind")
    desk.keys("ema")
    assert desk.column("kind")[1] == "email"
    desk.key(Qt.Key.Key_Escape)
    assert desk.column("kind")[1] == "phone"
    assert not desk.window.has_changes


def test_keys_that_the_list_has_mean_the_fields_in_the_table(desk: Desk) -> None:
    desk.table.setFocus()
    desk.select(1)
    desk.key(Qt.Key.Key_F2)
    assert desk.table.is_being_edited
    desk.key(Qt.Key.Key_Escape)
    items = desk.find(QListWidget, "profiles.list")
    items.setFocus()
    desk.key(Qt.Key.Key_F2)
    assert desk.line_of("name").hasFocus()
    items.setFocus()
    desk.key(Qt.Key.Key_Delete)
    desk.answer("delete.ask.no")
    assert desk.names == ["FirstName", "Phone", "State"]


def test_f1_lists_the_keys(desk: Desk) -> None:
    desk.key(Qt.Key.Key_F1)
    (listed,) = desk.window.findChildren(QLabel, "shortcuts.list")
    assert "Alt+Up, Alt+Down\tMove the selected fields" in listed.text()


def test_fields_are_moved_removed_and_copied_by_the_keyboard(desk: Desk) -> None:
    desk.table.setFocus()
    desk.select(0)
    desk.key(Qt.Key.Key_Down, ALT)
    desk.key(Qt.Key.Key_Down, ALT)
    assert desk.names == ["Phone", "State", "FirstName"]
    assert desk.table.selected == [2]
    desk.key(Qt.Key.Key_Up, ALT)
    assert desk.names == ["Phone", "FirstName", "State"]
    desk.key(Qt.Key.Key_D, CTRL)
    assert desk.names == ["Phone", "FirstName", "FirstName2", "State"]
    desk.select(0, 1)
    desk.key(Qt.Key.Key_Delete)
    assert desk.names == ["FirstName2", "State"]
    assert desk.table.hasFocus()
    desk.key(Qt.Key.Key_Delete)
    desk.key(Qt.Key.Key_Delete)
    assert desk.names == []
    for _ in range(7):
        desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.names == ["FirstName", "Phone", "State"]


def test_fields_are_moved_by_drag(desk: Desk) -> None:
    model = desk.table.fields
    data = model.mimeData([model.index(0, 0), model.index(0, 1)])
    for before, order in ((3, ["Phone", "State", "FirstName"]), (0, ["Phone", "State", "FirstName"])):
        model.dropMimeData(data, Qt.DropAction.MoveAction, before, 0, model.index(-1, -1))
        assert desk.names == order


def test_the_rest_of_a_field_is_edited_beside_the_table_for_all_that_are_selected(desk: Desk) -> None:
    desk.select(0, 1)
    desk.line_of("field.help").setText("Ask twice")
    desk.find(QCheckBox, "profiles.field.sticky").setChecked(True)
    saved = desk.save()
    assert [(own.help, own.sticky) for own in saved.fields] == [("Ask twice", True), ("Ask twice", True), ("", False)]


def test_a_cell_of_several_fields_gives_all_of_them_the_same_but_for_their_names(desk: Desk) -> None:
    desk.table.setFocus()
    desk.select(1, 0)
    required, section = (desk.table.fields.index(1, column) for column in (3, 4))
    desk.table.selectionModel().setCurrentIndex(required, QItemSelectionModel.SelectionFlag.NoUpdate)
    desk.key(Qt.Key.Key_Space)
    assert [own.spec.required for own in desk.rows] == [True, True, False]
    desk.table.selectionModel().setCurrentIndex(section, QItemSelectionModel.SelectionFlag.NoUpdate)
    desk.key(Qt.Key.Key_F2)
    desk.keys("Home")
    assert desk.column("section") == ["Home", "Home", ""]
    desk.key(Qt.Key.Key_Escape)
    assert desk.column("section") == ["", "Caller", ""]
    desk.table.fields.setData(desk.table.fields.index(1, 1), "Mobile")
    assert desk.column("label") == ["First name", "Mobile", "State"]


def test_choices_are_pasted_as_lines(desk: Desk) -> None:
    desk.select(2)
    edit = desk.find(QPlainTextEdit, "profiles.field.choices")
    assert edit.toPlainText() == "NV = Nevada"
    edit.selectAll()
    edit.insertPlainText("CA\tCalifornia\nOR")
    assert desk.save().fields[2].choices == (Choice("CA", "California"), Choice("OR"))


@pytest.mark.parametrize(
    "row,off",
    [(0, {"min", "max", "choices", "wire_format"}), (1, {"min", "max", "choices"}), (2, {"min", "max", "wire_format"})],
)
def test_what_is_not_for_a_kind_is_off_with_the_reason(desk: Desk, row: int, off: set[str]) -> None:
    desk.select(row)
    for key in ("min", "max", "choices", "wire_format"):
        editor = desk.find(QWidget, f"profiles.field.{key}")
        assert editor.isEnabled() is (key not in off), key
        assert (editor.accessibleDescription() == "This is for other kinds of field.") is (key in off)


@pytest.mark.parametrize(
    "name,part",
    [
        ("password", "the receiver's own parameters"),
        ("phone", "is the name of field 2 too"),
        ("First name", "is no XML name"),
        ("", "Name is empty."),
    ],
)
def test_a_name_that_cannot_be_carried_is_refused_at_its_cell(desk: Desk, name: str, part: str) -> None:
    desk.table.setFocus()
    desk.select(0 if name != "phone" else 2)
    row = desk.table.currentIndex().row()
    desk.table.fields.setData(desk.table.fields.index(row, 0), name)
    index = desk.table.fields.index(row, 0)
    assert part in str(index.data(Qt.ItemDataRole.AccessibleDescriptionRole))
    assert part.replace("'", "&#x27;") in str(index.data(Qt.ItemDataRole.ToolTipRole))
    assert index.data(Qt.ItemDataRole.BackgroundRole) is not None
    assert part in desk.text("error.fields")


def test_save_goes_to_the_cell_that_is_wrong(desk: Desk) -> None:
    desk.select(0)
    desk.line_of("field.max_length").setText("abc")
    desk.select(2)
    desk.key(Qt.Key.Key_S, CTRL)
    assert desk.line_of("field.max_length").hasFocus()
    assert desk.table.selected == [0]
    assert desk.text("error.field.max_length") == "Longest must be a whole number such as 50."
    assert desk.line_of("field.max_length").text() == "abc"
    assert desk.shelf.written == []


def test_presets_are_added_as_they_are(begin: Begin) -> None:
    certificate = FieldSpec("xxTrustedFormCertUrl", "TrustedForm & co", FieldKind.URL)
    desk = begin(SOLAR, presets=[certificate])
    button = desk.find(QAbstractButton, "profiles.field.presets")
    assert button.isVisible()
    desk.window.findChildren(QWidget)
    menu = button.menu()  # type: ignore[attr-defined] # of a QPushButton, which it is
    menu.actions()[0].trigger()
    assert desk.save().fields[1] == certificate


# ------------------------------------------------------------------ the form beside it


def test_the_form_beside_follows_what_is_typed(desk: Desk) -> None:
    desk.until(lambda: "Phone" in desk.preview.typed())
    desk.preview.set_typed({"Phone": "702"})
    desk.table.edit_at(1, "label")
    desk.keys("Mobile")
    desk.until(lambda: desk.preview.labels().get("Phone") == "Mobile")
    assert desk.preview.typed()["Phone"] == "702"
    assert desk.find(QWidget, "profiles.preview.field.Phone").accessibleName() == "Mobile"
    desk.find(QPlainTextEdit, "profiles.script").setPlainText("Hello <b>there</b>")
    desk.until(lambda: bool(desk.window.findChildren(QLabel, "profiles.preview.script")))
    assert desk.text("preview.script") == "Hello <b>there</b>"


def test_a_long_form_shows_its_beginning_at_once_and_the_rest_when_nothing_is_typed(begin: Begin) -> None:
    long = replace(SOLAR, fields=tuple(FieldSpec(f"Field{number}") for number in range(100)))
    desk = begin(ROOFS, long, current="roofs")
    desk.choose("Solar")
    desk.until(lambda: "Field0" in desk.preview.typed())
    desk.preview.focus_on("Field3")
    desk.keys("tried")
    desk.until(lambda: "Field99" in desk.preview.typed())
    assert desk.preview.typed()["Field3"] == "tried"
    assert desk.line_of("preview.field.Field3").hasFocus()


def test_the_form_beside_complains_as_submit_does(desk: Desk) -> None:
    desk.until(lambda: "Phone" in desk.preview.typed())
    line = desk.line_of("preview.field.Phone")
    line.setFocus()
    desk.keys("12")
    desk.key(Qt.Key.Key_Tab)
    assert desk.text("preview.error.Phone") != ""


# ------------------------------------------------------------------ everything else of a profile


def test_every_attribute_is_edited_and_saved(desk: Desk) -> None:
    desk.find(QPlainTextEdit, "profiles.campaigns").setPlainText("23 = West\n24 = East")
    for name, text in (
        ("timeout", "30"),
        ("follow_days", "3"),
        ("retention_days", "90"),
        ("defaults.return_url", "https://r.example.com"),
        ("token_url", "https://t.example.com"),
        ("client_id", "me"),
    ):
        desk.line_of(name).setText(text)
    for name in (
        "operations.transfer", "auth.password", "auth.password_on_update", "auth.client_credentials",
        "allow_extra_fields", "auto_duplicate_check", "order_id_anywhere", "defaults.async",
    ):  # fmt: skip
        desk.find(QAbstractButton, f"profiles.{name}").setChecked(True)
    for name, data in (("mode", "transfer"), ("encoding", "json"), ("response", "xml"), ("aid", "24")):
        combo = desk.find(QComboBox, f"profiles.defaults.{name}")
        combo.setCurrentIndex(combo.findData(data))
    desk.settle()
    saved = desk.save()
    assert saved.campaigns == (Campaign(23, "West"), Campaign(24, "East"))
    assert (saved.timeout_s, saved.follow_days, saved.retention_days) == (30.0, 3, 90)
    assert saved.auth == Auth(True, AuthScheme.CLIENT_CREDENTIALS, "https://t.example.com", "me", True)
    assert Operation.TRANSFER in saved.operations
    assert saved.defaults == Defaults(
        Operation.TRANSFER, type(saved.defaults.encoding)("json"), type(saved.defaults.response)("xml"), True,
        "https://r.example.com", 24,
    )  # fmt: skip
    assert saved.allow_extra_fields
    assert saved.auto_duplicate_check
    assert saved.order_id_anywhere


def test_what_needs_approval_says_why(desk: Desk) -> None:
    for name, needs in (("transfer", True), ("returnsends", True), ("duplicate", True), ("general", False)):
        box = desk.find(QCheckBox, f"profiles.operations.{name}")
        assert ("needs approval" in box.text()) is needs
        assert box.accessibleDescription().startswith("The platform must have approved it") is needs


def test_everything_has_a_name(desk: Desk) -> None:
    kinds = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton, FieldTable, QListWidget)
    for widget in desk.window.findChildren(QWidget):
        if isinstance(widget, kinds) and widget.objectName().startswith("profiles."):
            assert widget.accessibleName(), widget.objectName()


def test_no_two_labels_have_the_same_mnemonic(desk: Desk) -> None:
    for tab in (0, 1):
        desk.window._parts.show_tab(tab)
        found: dict[str, list[str]] = {}
        shown = [own for own in desk.window.findChildren(QWidget) if own.isVisible()]
        for text in (own.text() for own in shown if isinstance(own, QLabel | QAbstractButton)):
            if "&" in text:
                found.setdefault(text.partition("&")[2][0].casefold(), []).append(text)
        assert {key: texts for key, texts in found.items() if len(texts) > 1} == {}


def test_what_a_file_says_is_shown_as_it_is_written(begin: Begin) -> None:
    strange = FieldSpec("Name", "<b>bold</b> & more", help="<i>x</i>", pattern="[", section="<u>s</u>")
    desk = begin(replace(SOLAR, name="<img src=x> & co", fields=(strange,), script="<b>hi</b>"))
    desk.line_of("name").setText("<b>two</b> && more")
    desk.window.close()
    desk.until(lambda: bool(desk.preview.typed()))
    desk.window._parts.show_tab(1)
    labels = [own for own in desk.window.findChildren(QLabel) if own.text()]
    assert [own.text() for own in labels if own.textFormat() is not Qt.TextFormat.PlainText] == []
    assert desk.listed == ["<img src=x> & co"]


def test_f6_goes_round_the_parts(desk: Desk) -> None:
    desk.until(lambda: bool(desk.preview.typed()))
    desk.find(QListWidget, "profiles.list").setFocus()
    seen = []
    for _ in range(5):
        desk.key(Qt.Key.Key_F6)
        widget = QApplication.focusWidget()
        assert widget is not None
        seen.append(widget.objectName())
    preview = "profiles.preview.field.FirstName"
    assert seen == ["profiles.name", "profiles.fields", "profiles.field.default", preview, "profiles.list"]


# ------------------------------------------------------------------ undo


def test_twenty_steps_are_undone_to_the_first_state_from_anywhere(desk: Desk) -> None:
    labels = []
    undo = desk.find(QAbstractButton, "profiles.undo")
    for step in range(10):
        desk.line_of("name").setText(f"Solar {step}")
        desk.key(Qt.Key.Key_Tab)
        labels.append(undo.accessibleName())
        desk.table.fields.setData(desk.table.fields.index(step % 3, 1), f"Label {step}")
        labels.append(undo.accessibleName())
        desk.window._settle()
    assert labels == ["Undo: change name", "Undo: change label"] * 10
    desk.line_of("endpoint").setFocus()
    for _ in range(20):
        desk.key(Qt.Key.Key_Z, CTRL)
    assert not undo.isEnabled()
    assert not desk.window.has_changes
    assert desk.name == "Solar"
    for keys in (CTRL, CTRL | SHIFT):
        desk.key(Qt.Key.Key_Y if keys == CTRL else Qt.Key.Key_Z, keys)
    assert (desk.name, desk.column("label")[0]) == ("Solar 0", "Label 0")
    assert desk.text("status") == "Done again: change label."


# ------------------------------------------------------------------ saving, leaving


def test_a_full_disk_keeps_everything_in_the_window(desk: Desk) -> None:
    desk.shelf.is_full = True
    desk.line_of("name").setText("Solar two")
    desk.key(Qt.Key.Key_S, CTRL)
    desk.settle()
    assert desk.text("status").startswith("Not saved; everything is still here.")
    assert desk.name == "Solar two"
    assert desk.window.has_changes
    desk.shelf.is_full = False
    assert desk.save().name == "Solar two"
    assert desk.text("status") == "“Solar two” is saved."


def test_what_was_said_goes_with_the_next_change(desk: Desk) -> None:
    desk.line_of("name").setText("")
    desk.click("save")
    assert desk.text("status").startswith("Not saved yet: one thing to mend first.")
    desk.line_of("name").setText("Solar two")
    assert desk.text("status") == ""
    desk.click("save")
    desk.settle()
    assert desk.text("status") == "“Solar two” is saved."
    desk.line_of("vid").setText("7")
    assert desk.text("status") == ""
    desk.shelf.is_full = True
    desk.click("save")
    desk.settle()
    desk.line_of("vid").setText("8")
    assert desk.text("status").startswith("Not saved; everything is still here.")


@pytest.mark.parametrize(
    "answer,written,is_open",
    [("save", ["Solar two"], False), ("discard", [], False), ("keep", [], True)],
)
def test_closing_asks_about_what_is_not_saved(desk: Desk, answer: str, written: list[str], is_open: bool) -> None:
    desk.line_of("name").setText("Solar two")
    desk.window.close()
    assert "not saved" in desk.question.text()
    desk.answer(f"unsaved.{answer}")
    assert [profile.name for profile in desk.shelf.written] == written
    assert desk.window.isVisible() is is_open


def test_another_profile_asks_too_and_the_list_stays_at_this_one(desk: Desk) -> None:
    desk.line_of("name").setText("Solar two")
    desk.choose("Roofs")
    desk.answer("unsaved.keep")
    assert desk.name == "Solar two"
    assert desk.find(QListWidget, "profiles.list").currentItem().text() == "Solar"
    desk.choose("Roofs")
    desk.answer("unsaved.discard")
    assert desk.name == "Roofs"


@pytest.mark.parametrize("way", ["another", "new", "close"])
def test_what_is_typed_while_a_profile_is_written_is_asked_about(desk: Desk, way: str) -> None:
    desk.line_of("name").setFocus()
    desk.keys(" one")
    ways: dict[str, Callable[[], object]] = {
        "another": lambda: desk.choose("Roofs"),
        "new": lambda: desk.click("new"),
        "close": lambda: desk.click("close"),
    }
    ways[way]()
    desk.shelf.go_on.clear()
    save = next(own for own in desk.question.buttons() if own.objectName() == "profiles.unsaved.save")
    save.click()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    desk.line_of("name").setFocus()
    desk.keys(" two")
    typed = desk.name
    desk.shelf.go_on.set()
    desk.settle()
    desk.answer("unsaved.keep")
    assert desk.window.isVisible()
    assert desk.name == typed != desk.shelf.written[0].name
    assert desk.window.has_changes


def test_enter_on_the_question_keeps_the_profile(desk: Desk) -> None:
    desk.click("delete")
    box = desk.question
    assert box.defaultButton().objectName() == "profiles.delete.ask.no"
    assert box.escapeButton().objectName() == "profiles.delete.ask.no"
    QTest.keyClick(box, Qt.Key.Key_Return)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    desk.settle()
    assert desk.shelf.deleted == []


def test_enter_ends_an_edit_and_begins_no_other(desk: Desk) -> None:
    desk.select(0)
    desk.table.edit_at(0, "label")
    desk.keys("Called")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    desk.until(lambda: not desk.table.is_being_edited)
    assert desk.column("label")[0] == "Called"


def test_what_cannot_be_saved_is_not_lost_by_the_wish_to_save(desk: Desk) -> None:
    desk.line_of("vid").setText("abc")
    desk.window.close()
    desk.answer("unsaved.save")
    assert desk.window.isVisible()
    assert desk.line_of("vid").text() == "abc"
    assert desk.line_of("vid").hasFocus()


def test_a_profile_is_used_once_it_is_saved(desk: Desk) -> None:
    used: list[str] = []
    desk.window.used.connect(used.append)
    button = desk.find(QAbstractButton, "profiles.use")
    desk.line_of("name").setText("Solar two")
    assert not button.isEnabled()
    assert button.accessibleDescription() == "Save the profile first."
    desk.key(Qt.Key.Key_Return, CTRL)
    assert used == []
    desk.save()
    desk.key(Qt.Key.Key_Return, CTRL)
    assert used == ["solar"]
    assert not desk.window.isVisible()


def test_nothing_changed_closes_at_once(desk: Desk) -> None:
    desk.key(Qt.Key.Key_Escape)
    assert not desk.window.isVisible()


# ------------------------------------------------------------------ credentials


def _states(desk: Desk) -> dict[str, str]:
    found = (desk.find(QLabel, f"profiles.credentials.{kind}.state") for kind in SecretKind)
    return {own.objectName().split(".")[2]: own.text() for own in found if not own.isHidden()}


def _type_secret(desk: Desk, kind: SecretKind, secret: str) -> CredentialsDialog:
    desk.click(f"credentials.{kind}.set")
    dialog = next(own for own in desk.window.findChildren(CredentialsDialog) if own.isVisible())
    line = dialog.findChild(QLineEdit, f"credentials.{kind}")
    assert line is not None
    line.setText(secret)
    save = dialog.findChild(QAbstractButton, "credentials.save")
    assert save is not None
    save.click()
    desk.settle()
    return dialog


def test_a_secret_goes_to_the_keyring_at_once_and_is_never_shown(desk: Desk) -> None:
    assert desk.credentials is not None
    desk.find(QCheckBox, "profiles.auth.password").setChecked(True)
    desk.settle()
    assert _states(desk) == {"password": "not set"}
    _type_secret(desk, SecretKind.PASSWORD, "hush-hush")
    assert desk.credentials.get("solar", SecretKind.PASSWORD) == "hush-hush"
    assert _states(desk) == {"password": "kept in the keyring"}
    assert all("hush" not in line.text() for line in desk.window.findChildren(QLineEdit))
    _type_secret(desk, SecretKind.PASSWORD, "another")
    assert desk.credentials.get("solar", SecretKind.PASSWORD) == "another"
    desk.click("credentials.password.remove")
    desk.settle()
    assert _states(desk) == {"password": "not set"}
    assert desk.credentials.get("solar", SecretKind.PASSWORD) is None
    assert desk.shelf.written == []


def test_each_scheme_asks_for_its_own_secret(desk: Desk) -> None:
    for scheme, kinds in (("bearer", {"token"}), ("client_credentials", {"client_secret"}), ("none", set())):
        desk.find(QAbstractButton, f"profiles.auth.{scheme}").setChecked(True)
        desk.settle()
        assert set(_states(desk)) == kinds
        assert desk.line_of("client_id").isEnabled() is (scheme == "client_credentials")


def test_the_secrets_of_a_profile_that_never_was_do_not_stay(desk: Desk) -> None:
    assert desk.credentials is not None
    desk.click("new")
    desk.find(QAbstractButton, "profiles.auth.bearer").setChecked(True)
    desk.settle()
    _type_secret(desk, SecretKind.TOKEN, "hush")
    assert desk.credentials.get("new-0", SecretKind.TOKEN) == "hush"
    desk.choose("Roofs")
    desk.answer("unsaved.discard")
    assert desk.credentials.get("new-0", SecretKind.TOKEN) is None


def test_a_keyring_that_does_not_answer_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise VaultUnavailableError("There is no keyring.", "Start one.")

    monkeypatch.setattr(desk.credentials, "get", fail)
    desk.find(QCheckBox, "profiles.auth.password").setChecked(True)
    desk.settle()
    assert desk.text("error.credentials") == "There is no keyring. Start one."
    assert _states(desk) == {"password": "not known"}


# ------------------------------------------------------------------ the test of a connection


def test_the_steps_of_a_test_are_listed(desk: Desk) -> None:
    desk.click("test")
    desk.settle()
    assert desk.line.asked == [("https://leads.example.com", 90.0)]
    assert desk.text("test.steps") == "✓ Name: known.\n✗ Connection: refused."
    desk.line_of("endpoint").setText("https://other.example.com")
    assert desk.text("test.steps") == ""


def test_a_test_can_be_cancelled(desk: Desk) -> None:
    desk.line.go_on.clear()
    desk.click("test")
    desk.until(lambda: bool(desk.line.asked))
    assert desk.find(QAbstractButton, "profiles.test").accessibleName() == "Cancel test"
    desk.click("test")
    desk.settle()
    assert desk.line.cancelled
    assert desk.text("test.steps") == "The test was cancelled."
    assert desk.find(QAbstractButton, "profiles.test").accessibleName() == "Test connection"


def test_an_address_that_is_none_is_not_tested(desk: Desk) -> None:
    desk.line_of("endpoint").setText("nowhere")
    button = desk.find(QAbstractButton, "profiles.test")
    assert not button.isEnabled()
    assert button.accessibleDescription().startswith("Endpoint is no address")


# ------------------------------------------------------------------ samples


def test_without_a_reader_of_samples_nothing_offers_one(desk: Desk) -> None:
    assert not desk.find(QAbstractButton, "profiles.from_sample").isVisible()


class Sampled(QDialog):
    """Stands for the dialog that reads a sample."""

    applied = Signal(object)


@dataclass
class Found:
    kind: str
    value: str


@dataclass
class Sample:
    secrets: tuple[Found, ...]


@dataclass
class Applied:
    sample: Sample
    fields: tuple[FieldSpec, ...]
    secrets_wanted: bool
    replace: bool = True


@pytest.mark.parametrize("wanted", [True, False])
def test_a_sample_gives_fields_in_one_step_and_secrets_only_if_asked(begin: Begin, wanted: bool) -> None:
    dialogs: list[Sampled] = []

    def open_sample(parent: QWidget, _count: int) -> Sampled:
        dialogs.append(Sampled(parent))
        return dialogs[-1]

    desk = begin(
        SOLAR,
        open_sample=open_sample,
        profile_of=lambda _, base, fields, **_more: replace(base, fields=fields, auth=Auth(password=True)),
    )
    desk.click("from_sample")
    dialogs[0].applied.emit(Applied(Sample((Found("password", "hush"),)), (FieldSpec("Zip"),), wanted))
    dialogs[0].accept()
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow)
    desk.settle()
    assert desk.names == ["Zip"]
    assert desk.credentials is not None
    assert desk.credentials.get("solar", SecretKind.PASSWORD) == ("hush" if wanted else None)
    assert _states(desk) == {"password": "kept in the keyring" if wanted else "not set"}
    desk.key(Qt.Key.Key_Z, CTRL)
    assert desk.names == ["FirstName", "Phone", "State"]
