"""Every kind of field has an editor that takes a text and gives it back, and says what the profile says of it."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from leadexec_desktop.profiles.model import Choice, FieldKind, FieldSpec
from leadexec_desktop.profiles.reading import read_field
from leadexec_desktop.ui.lead_form import LeadForm

from .program import child

Show = Callable[..., LeadForm]
CHOICES = (Choice("1", "Single-family house"), Choice("2", "Condominium"))
SAMPLES: dict[FieldKind, tuple[str, str]] = {
    FieldKind.TEXT: ("O'Hara & <Sons>", "O'Hara & <Sons>"),
    FieldKind.MULTILINE: ("one & two", "one & two"),
    FieldKind.INTEGER: ("1,200", "1200"),
    FieldKind.DECIMAL: ("1.5", "1.5"),
    FieldKind.MONEY: ("$250,000", "250000"),
    FieldKind.BOOLEAN: ("Yes", "true"),
    FieldKind.DATE: ("3/4/1990", "03/04/1990"),
    FieldKind.TIME: ("2:30 pm", "02:30 PM"),
    FieldKind.DATETIME: ("3/4/1990 2:30 pm", "03/04/1990 02:30 PM"),
    FieldKind.CHOICE: ("Condominium", "2"),
    FieldKind.PHONE: ("(702) 555-0123", "7025550123"),
    FieldKind.EMAIL: ("ana@example.com", "ana@example.com"),
    FieldKind.POSTAL_CODE: ("00501", "00501"),
    FieldKind.STATE: ("Nevada", "NV"),
    FieldKind.URL: ("https://example.com/a", "https://example.com/a"),
    FieldKind.IP: ("192.0.2.10", "192.0.2.10"),
}
"""What is typed into a field of each kind, and what that is on the wire."""


def spec(kind: FieldKind, **changes: Any) -> FieldSpec:
    return FieldSpec("Field", "A label", kind, choices=CHOICES if kind is FieldKind.CHOICE else (), **changes)


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    form = LeadForm("submit")
    qtbot.addWidget(form)

    def show_fields(*fields: FieldSpec, script: str = "") -> LeadForm:
        form.show_fields(fields, script)
        form.resize(500, 400)
        form.show()
        qtbot.waitExposed(form)
        return form

    return show_fields


def named(form: LeadForm, name: str = "Field") -> QLineEdit | QPlainTextEdit:
    """The widget that takes the text, which is the one with the name."""
    (widget,) = form.findChildren(QWidget, f"submit.field.{name}")
    assert isinstance(widget, QLineEdit | QPlainTextEdit)
    return widget


def text_of(widget: QLineEdit | QPlainTextEdit) -> str:
    return widget.toPlainText() if isinstance(widget, QPlainTextEdit) else widget.text()


@pytest.mark.parametrize("kind", FieldKind)
def test_what_is_typed_comes_back_and_can_be_read(show: Show, kind: FieldKind) -> None:
    typed, wire = SAMPLES[kind]
    field = spec(kind)
    form = show(field)
    edited: list[None] = []
    form.edited.connect(lambda: edited.append(None))
    QTest.keyClicks(named(form), typed)
    assert form.typed() == {"Field": typed}
    assert len(edited) >= len(typed)
    assert read_field(field, form.typed()["Field"]).wire == wire


@pytest.mark.parametrize("kind", FieldKind)
@pytest.mark.parametrize("text", ["whatever stands on the clipboard", "x" * 300, "&& <b> 日本 🙂", ""])
def test_any_text_can_be_put_in_and_comes_back_as_it_was(show: Show, kind: FieldKind, text: str) -> None:
    form = show(spec(kind))
    widget = named(form)
    if isinstance(widget, QPlainTextEdit):
        widget.setPlainText(text)
    else:
        widget.setText(text)
    assert form.typed() == {"Field": text}
    form.set_typed({"Field": "other", "no such field": "x"})
    form.set_typed({"Field": text})
    assert text_of(widget) == text


def test_lines_come_back_as_lines(show: Show) -> None:
    form = show(spec(FieldKind.MULTILINE))
    form.set_typed({"Field": "one\ntwo\n\n"})
    assert form.typed() == {"Field": "one\ntwo\n\n"}


@pytest.mark.parametrize("kind", FieldKind)
def test_a_default_stands_in_the_field_at_first_and_for_each_new_lead(show: Show, kind: FieldKind) -> None:
    default = SAMPLES[kind][0]
    form = show(spec(kind, default=default))
    assert form.typed() == {"Field": default}
    held = [form.holds_a_lead]
    form.set_typed({"Field": "other"})
    held.append(form.holds_a_lead)
    assert held == [False, True]
    form.clear(keep_sticky=True)
    assert form.typed() == {"Field": default}


@pytest.mark.parametrize("kind", FieldKind)
def test_a_sticky_field_is_kept_for_the_next_lead(show: Show, kind: FieldKind) -> None:
    form = show(spec(kind, sticky=True))
    form.set_typed({"Field": SAMPLES[kind][0]})
    form.clear(keep_sticky=True)
    assert form.typed() == {"Field": SAMPLES[kind][0]}
    form.clear(keep_sticky=False)
    assert form.typed() == {"Field": ""}


@pytest.mark.parametrize("kind", FieldKind)
def test_label_help_and_placeholder_stand_where_the_profile_wants_them(show: Show, kind: FieldKind) -> None:
    form = show(spec(kind, required=True, help="Ask twice", placeholder="an example"))
    widget = named(form)
    (label,) = [own for own in form.findChildren(QLabel) if own.buddy() is widget]
    assert label.text() == "A label *"
    assert widget.accessibleName() == "A label"
    assert widget.accessibleDescription() == "Ask twice"
    assert "Ask twice" in widget.toolTip()
    assert [own for own in form.findChildren(QLabel) if own.text() == "Ask twice" and own.isVisible()] != []
    assert widget.placeholderText() == "an example"


@pytest.mark.parametrize("kind", [own for own in FieldKind if own is not FieldKind.MULTILINE])
def test_a_sensitive_field_is_masked(show: Show, kind: FieldKind) -> None:
    widget = named(show(spec(kind, sensitive=True)))
    assert isinstance(widget, QLineEdit)
    widget.setText("123-45-6789")
    assert widget.displayText() == "●" * 11
    assert widget.text() == "123-45-6789"


def test_a_field_that_is_not_sensitive_is_not_masked(show: Show) -> None:
    widget = named(show(spec(FieldKind.TEXT)))
    assert isinstance(widget, QLineEdit)
    assert widget.echoMode() is QLineEdit.EchoMode.Normal


@pytest.mark.parametrize("kind", FieldKind)
def test_a_read_only_field_shows_its_default_and_takes_no_keys(show: Show, kind: FieldKind) -> None:
    default = SAMPLES[kind][0]
    form = show(spec(kind, default=default, read_only=True), FieldSpec("Next"))
    QTest.keyClicks(named(form), "x")
    assert form.typed()["Field"] == default
    form.focus_first()
    assert form.focusWidget() is named(form, "Next")


def test_a_hidden_field_has_no_editor(show: Show) -> None:
    form = show(spec(FieldKind.TEXT, hidden=True, default="x"), FieldSpec("Next"))
    assert form.findChildren(QWidget, "submit.field.Field") == []
    assert form.typed() == {"Next": ""}


def test_sections_and_script_stand_in_the_order_of_the_profile(show: Show) -> None:
    fields = [FieldSpec(name, section=section) for name, section in (("A", "One"), ("B", "One"), ("C", "Two"))]
    form = show(*fields, script="Read this.\n<b>Slowly</b>.")
    page = form.widget()
    assert page is not None
    wanted = {"One", "Two", "Read this.\n<b>Slowly</b>."}
    found = [own for own in form.findChildren(QLabel) if own.text() in wanted]
    found.sort(key=lambda own: own.mapTo(page, QPoint()).y())
    assert [own.text() for own in found] == ["Read this.\n<b>Slowly</b>.", "One", "Two"]


def test_a_form_that_is_built_anew_forgets_the_one_before(show: Show) -> None:
    form = show(spec(FieldKind.TEXT))
    named(form).setFocus()
    form = show(FieldSpec("Other"))
    assert form.findChildren(QWidget, "submit.field.Field") == []
    assert form.typed() == {"Other": ""}


# ------------------------------------------------------------------ lists


@pytest.mark.parametrize(
    "kind, items",
    [
        (FieldKind.CHOICE, ["", "Single-family house", "Condominium"]),
        (FieldKind.BOOLEAN, ["", "Yes", "No"]),
    ],
)
def test_a_list_offers_its_choices_and_nothing(show: Show, kind: FieldKind, items: list[str]) -> None:
    form = show(spec(kind))
    combo = child(form, QComboBox)
    assert [combo.itemText(at) for at in range(combo.count())] == items
    form.focus_on("Field")
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert form.typed() == {"Field": items[1]}
    QTest.keyClicks(combo, "zzz")  # what is typed is not added to it
    form.set_typed({"Field": "zzz"})
    assert combo.count() == len(items)


def test_a_list_completes_what_is_typed_in_any_case(show: Show, qtbot: QtBot) -> None:
    form = show(spec(FieldKind.CHOICE))
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.focus_on("Field")
    for key in (Qt.Key.Key_C, Qt.Key.Key_O, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(form.windowHandle(), key)
    assert form.typed() == {"Field": "Condominium"}


# ------------------------------------------------------------------ dates


@pytest.fixture
def calendar(show: Show) -> Callable[[str], QCalendarWidget]:
    """The calendar of a date, opened with the mouse."""

    def open_at(typed: str) -> QCalendarWidget:
        form = show(spec(FieldKind.DATE))
        form.set_typed({"Field": typed})
        (button,) = [own for own in form.findChildren(QPushButton) if own.accessibleName() == "Calendar for A label"]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        popup = QApplication.activePopupWidget()
        assert popup is not None
        return child(popup, QCalendarWidget)

    return open_at


@pytest.mark.parametrize("typed", ["3/4/1990", "03/04/1990"])
def test_the_calendar_opens_at_the_date_that_is_typed(calendar: Callable[[str], QCalendarWidget], typed: str) -> None:
    assert calendar(typed).selectedDate() == QDate(1990, 3, 4)


def test_the_calendar_opens_at_today_where_no_date_is_typed(calendar: Callable[[str], QCalendarWidget]) -> None:
    days = {QDate.currentDate(), calendar("soon").selectedDate(), QDate.currentDate()}
    assert len(days) <= 2


def test_the_date_that_is_picked_stands_in_the_field(calendar: Callable[[str], QCalendarWidget]) -> None:
    found = calendar("3/4/1990")
    form = next(own for own in QApplication.topLevelWidgets() if isinstance(own, LeadForm))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(found.window().windowHandle(), key)
    assert form.typed() == {"Field": "03/05/1990"}
    assert QApplication.activePopupWidget() is None


def test_a_calendar_that_is_closed_changes_nothing(calendar: Callable[[str], QCalendarWidget]) -> None:
    found = calendar("3/4/1990")
    form = next(own for own in QApplication.topLevelWidgets() if isinstance(own, LeadForm))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Escape):
        QTest.keyClick(found.window().windowHandle(), key)
    assert form.typed() == {"Field": "3/4/1990"}
    assert QApplication.activePopupWidget() is None
