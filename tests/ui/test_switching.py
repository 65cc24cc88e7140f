"""Choosing another mode, encoding or profile throws nothing away that was typed or wanted."""

from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from leadexec_desktop.profiles.file import write_profile
from leadexec_desktop.profiles.model import FREE_OPERATIONS, Campaign, Defaults, FieldSpec
from leadexec_desktop.protocol.values import SUBMIT_MODES, Encoding, Operation
from leadexec_desktop.sandbox.server import Sandbox

from .program import MakeProfile, Program, StartProgram, times_asked

CALLER = {"FirstName": "Ana", "Phone": "7025550123", "Comments": "two\nlines"}
LINES = {
    "submit.return_url": "https://example.com/back",
    "submit.reference": "r-1",
    "submit.send_delay": "1.5",
    "submit.call.ivr_number": "8005551212",
    "submit.call.duration": "95",
    "submit.call.result": "Interested",
    "submit.call.date": "11/13/2020 12:15 PM",
}


class Shape(NamedTuple):
    mode: str
    encoding: str
    is_async: bool


HAVE: Mapping[str, Callable[[Shape], bool]] = {
    "submit.return_url": lambda own: own.is_async,
    "submit.order_id": lambda own: own.mode == "general" and own.encoding == "form" and not own.is_async,
    "submit.reference": lambda own: own.encoding != "form",
    "submit.send_delay": lambda own: own.encoding == "json",
    "submit.no_sell": lambda own: own.encoding == "json",
    "submit.call.ivr_number": lambda own: own.mode == "call",
    "submit.call.date": lambda own: own.mode == "call",
    "submit.redirect.manualredirect": lambda own: own.mode == "redirect",
    "submit.async": lambda own: own.mode != "redirect",
    "submit.encoding.json": lambda own: own.mode != "redirect",
}
"""What each mode and encoding has, read off the documentation."""


def go_through_all(program: Program) -> Iterator[Shape]:
    for mode in SUBMIT_MODES:
        program.button(f"submit.mode.{mode}").setChecked(True)
        for encoding in Encoding:
            button = program.button(f"submit.encoding.{encoding}")
            if button.isEnabled():
                button.setChecked(True)
            for is_async in (True, False):
                if program.button("submit.async").isEnabled():
                    program.button("submit.async").setChecked(is_async)
                yield Shape(mode, _checked(program, "submit.encoding"), program.button("submit.async").isChecked())


def _checked(program: Program, group: str) -> str:
    buttons = [own for own in program.window.findChildren(QAbstractButton) if own.objectName().startswith(f"{group}.")]
    (checked,) = [own for own in buttons if own.isChecked()]
    return str(checked.objectName().rpartition(".")[2])


def test_what_a_mode_lacks_is_off_and_says_why_and_what_was_typed_stays(program: Program) -> None:
    program.put(**CALLER)
    for name, text in LINES.items():
        program.put_into(name, text)
    program.button("submit.no_sell").setChecked(True)
    seen = set()
    for shape in go_through_all(program):
        seen.add(shape)
        for name, has in HAVE.items():
            widget = program.find(QWidget, name)
            assert not widget.isHidden()
            assert widget.isEnabled() is has(shape), (name, shape)
            if not widget.isEnabled():
                why = widget.accessibleDescription()
                assert why.endswith(".")
                assert why in unescape(widget.toolTip())
        for name, text in LINES.items():
            assert program.line(name).text() == text, (name, shape)
        assert program.button("submit.no_sell").isChecked()
        assert {name: program.text(f"submit.field.{name}") for name in CALLER} == CALLER
    assert len(seen) == 4 * 3 * 2 + 2


def test_an_order_leaves_no_choice_and_says_so(program: Program) -> None:
    program.put(**CALLER)
    program.click("submit.mode.general")
    program.put_into("submit.order_id", "o-1")
    off = [
        *(f"submit.mode.{mode}" for mode in SUBMIT_MODES if mode != "general"),
        "submit.encoding.xml",
        "submit.async",
    ]
    for name in off:
        assert not program.button(name).isEnabled(), name
        assert "Empty the order ID" in program.button(name).accessibleDescription()
    program.put_into("submit.order_id", "")
    assert all(program.button(name).isEnabled() for name in off)


def test_an_option_that_is_off_is_not_sent_and_is_sent_when_it_is_back(program: Program) -> None:
    program.put(**CALLER)
    program.click("submit.encoding.json")
    program.put_into("submit.reference", "r-1")
    assert "r-1" in program.text("submit.preview")
    program.click("submit.encoding.form")
    assert "r-1" not in program.text("submit.preview")
    program.click("submit.encoding.xml")
    assert 'reference="r-1"' in program.text("submit.preview")


def test_a_wanted_encoding_comes_back_with_the_mode_that_has_it(program: Program) -> None:
    program.click("submit.encoding.json")
    program.click("submit.mode.redirect")
    assert _checked(program, "submit.encoding") == "form"
    program.click("submit.mode.returnsends")
    assert _checked(program, "submit.encoding") == "json"
    program.click("submit.mode.redirect")
    program.click("submit.encoding.xml")
    program.click("submit.mode.general")
    assert _checked(program, "submit.encoding") == "xml"


def test_a_wanted_async_comes_back_with_the_mode_that_has_it(program: Program) -> None:
    program.click("submit.async")
    program.click("submit.mode.redirect")
    assert not program.button("submit.async").isChecked()
    program.click("submit.mode.general")
    assert program.button("submit.async").isChecked()
    program.click("submit.async")
    program.click("submit.mode.redirect")
    program.click("submit.mode.general")
    assert not program.button("submit.async").isChecked()


def test_a_call_begins_with_the_time_of_now_and_says_it_on_the_clock_of_the_agent(program: Program) -> None:
    program.click("submit.mode.call")
    assert program.text("submit.call.date").endswith(("AM", "PM"))
    assert "on your clock" in program.text("submit.call.date.here")
    program.put_into("submit.call.date", "11/13/2020 12:15 PM")
    program.click("submit.mode.general")
    program.click("submit.mode.call")
    assert program.text("submit.call.date") == "11/13/2020 12:15 PM"
    program.click("submit.call.now")
    assert "2020" not in program.text("submit.call.date")


def test_a_mode_that_the_profile_lacks_is_off_and_says_why(
    start_program: StartProgram, make_profile: MakeProfile
) -> None:
    program = start_program(make_profile("Solar", "https://leads.example.com", operations=FREE_OPERATIONS))
    enabled = {str(mode): program.button(f"submit.mode.{mode}").isEnabled() for mode in SUBMIT_MODES}
    assert enabled == {"general": True, "redirect": True, "returnsends": False, "transfer": False, "call": True}
    why = program.button("submit.mode.transfer").accessibleDescription()
    assert "Solar" in why
    assert "approval" in why


@pytest.fixture
def two(start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox) -> Program:
    """Two profiles with forms and defaults of their own: Alpha, which is active, and Beta."""
    url = receiver.start()
    fields = (
        FieldSpec("FirstName", "Given name", required=True),
        FieldSpec("Roof", "Roof"),
        FieldSpec("Phone", "Telephone"),
    )
    defaults = Defaults(mode=Operation.CALL, encoding=Encoding.XML)
    campaigns = (Campaign(99, "North"),)
    return start_program(
        make_profile("Alpha", url), make_profile("Beta", url, fields=fields, defaults=defaults, campaigns=campaigns)
    )


def test_what_each_profiles_form_had_comes_back(two: Program) -> None:
    program = two
    program.put(**CALLER)
    program.click("submit.mode.transfer")
    program.click("submit.encoding.json")
    program.put_into("submit.reference", "alpha's")
    campaign = program.find(QComboBox, "submit.campaign")
    campaign.setCurrentIndex(campaign.findData(24))
    program.choose_profile("Beta")
    assert program.window.submit.form.typed() == {"FirstName": "Ana", "Roof": "", "Phone": CALLER["Phone"]}
    assert (_checked(program, "submit.mode"), _checked(program, "submit.encoding")) == ("call", "xml")
    assert [campaign.itemText(at) for at in range(campaign.count())] == ["None", "North (99)"]
    assert program.line("submit.reference").text() == ""
    program.put(FirstName="Bob", Roof="slate")
    program.put_into("submit.call.ivr_number", "800")
    program.choose_profile("Alpha")
    filled = {name: text for name, text in program.window.submit.form.typed().items() if text}
    assert filled == CALLER | {"FirstName": "Bob"}
    assert (_checked(program, "submit.mode"), _checked(program, "submit.encoding")) == ("transfer", "json")
    assert program.line("submit.reference").text() == "alpha's"
    assert campaign.currentData() == 24
    program.choose_profile("Beta")
    assert program.window.submit.form.typed() == {"FirstName": "Bob", "Roof": "slate", "Phone": CALLER["Phone"]}
    assert program.line("submit.call.ivr_number").text() == "800"


def test_a_lead_accepted_under_one_profile_is_not_sent_again_after_a_look_at_another(
    two: Program, receiver: Sandbox
) -> None:
    program = two
    program.put(**CALLER)
    program.send("accepted")
    program.choose_profile("Beta")
    program.put(FirstName="Bob")
    for name in ("submit.call.ivr_number", "submit.call.duration"):
        program.put_into(name, "80")
    program.put(Roof="#duplicate")
    program.send("rejected")
    program.choose_profile("Alpha")
    program.click("submit.send")
    assert not program.window.submit.is_sending
    assert times_asked(receiver) == 2
    assert program.word == "accepted"
    assert program.sentence.startswith("This lead was not changed since it was sent at ")
    program.click("submit.send_again")
    program.until(lambda: times_asked(receiver) == 3)


def test_an_answer_that_comes_under_another_profile_marks_none_of_its_fields(two: Program) -> None:
    program = two
    program.put(**CALLER | {"Comments": "#data-errors"})
    program.click("submit.send")
    program.choose_profile("Beta")
    program.put(FirstName="Bob")
    program.find(QLineEdit, "submit.field.Roof").setFocus()
    program.until(lambda: not program.window.submit.is_sending)
    assert program.word == ""  # nothing is said of Beta's lead
    assert program.text("window.notice") == "The lead under “Alpha”: rejected"
    assert program.focus() == "submit.field.Roof"
    assert program.complaint("Phone") == ""
    program.choose_profile("Alpha")
    assert program.word == "rejected"
    program.send("rejected")  # after a rejection Send sends again
    assert program.focus() == "submit.field.Phone"


def test_a_complaint_under_one_profile_is_none_under_another(two: Program) -> None:
    program = two
    program.put(FirstName="Ann", Phone="702")
    program.window.submit.form.focus_on("Phone")
    program.key(Qt.Key.Key_Tab)
    assert program.complaint("Phone") != ""
    program.choose_profile("Beta")
    assert [program.complaint(own) for own in ("FirstName", "Roof", "Phone")] == [""] * 3


def test_an_imported_profile_becomes_active_while_the_form_has_the_keyboard(
    two: Program, make_profile: MakeProfile, tmp_path: Path
) -> None:
    program = two
    program.keys("typed")
    path = tmp_path / "another.leadprofile"
    path.write_bytes(write_profile(make_profile("Gamma", "https://leads.example.com")))
    program.window.import_asked.emit([path])
    program.until(lambda: program.window.windowTitle().startswith("Gamma"))
    program.choose_profile("Alpha")
    assert program.text("submit.field.FirstName") == "typed"


def test_typing_after_a_switch_goes_into_the_first_field(two: Program) -> None:
    program = two
    program.choose_profile("Beta")
    assert program.focus() == "submit.field.FirstName"
    QTest.keyClicks(program.line("submit.field.FirstName"), "Bob", Qt.KeyboardModifier.NoModifier)
    assert program.text("submit.field.FirstName") == "Bob"
