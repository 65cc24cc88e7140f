"""Fields out of a sample, from the profile window to a lead that was accepted; its secret only where it is wanted."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QTableView

from leadexec_desktop.profiles.model import FieldSpec
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.store.credentials import SecretKind
from leadexec_desktop.ui.profile_window import ProfileWindow
from leadexec_desktop.ui.sample_dialog import SampleDialog

from .program import MakeProfile, Program, StartProgram, child

PASSWORD = "hush-hush-8"
FIELDS = ("GivenName", "DayPhone", "EmailAddress", "ZipCode")


@pytest.fixture
def endpoint(receiver: Sandbox) -> str:
    return receiver.start()


@pytest.fixture
def editor(start_program: StartProgram, make_profile: MakeProfile, endpoint: str) -> tuple[Program, ProfileWindow]:
    program = start_program(make_profile(endpoint=endpoint, fields=()))
    program.click("profile.manage")
    opened = program.dialog(ProfileWindow)
    program.settle()
    return program, opened


def read(program: Program, editor: ProfileWindow, endpoint: str) -> SampleDialog:
    """Has a sample read: a request to the receiver as a command line."""
    lead = "GivenName=Ann&DayPhone=702-555-0123&EmailAddress=ann%40example.com&ZipCode=01234"
    sample = f"curl -d 'vid=18&lid=1&password={PASSWORD}&{lead}' {endpoint}/processor/insert/general"
    child(editor, QAbstractButton, "profiles.from_sample").click()
    dialog = child(editor, SampleDialog)
    child(dialog, QPlainTextEdit, "sample.text").setPlainText(sample)
    program.until(child(dialog, QAbstractButton, "sample.apply").isEnabled)
    return dialog


def apply(program: Program, editor: ProfileWindow, dialog: SampleDialog) -> None:
    child(dialog, QAbstractButton, "sample.apply").click()
    program.settle()
    editor.press_save()
    program.settle()
    assert not editor.has_changes, child(editor, QLabel, "profiles.status").text()
    editor.close()
    program.activate()


def test_a_lead_goes_out_with_the_fields_of_a_sample(
    editor: tuple[Program, ProfileWindow], receiver: Sandbox, endpoint: str
) -> None:
    program, window = editor
    dialog = read(program, window, endpoint)
    table = child(dialog, QTableView, "sample.fields").model()
    headers = [table.headerData(column, Qt.Orientation.Horizontal) for column in range(table.columnCount())]
    assert headers[:5] == ["Use", "Name", "Label", "Kind", "Required"]
    assert tuple(table.index(row, 1).data() for row in range(table.rowCount())) == FIELDS
    assert [table.index(row, 3).data() for row in range(4)] == ["text", "phone", "email", "postal_code"]
    child(dialog, QCheckBox, "sample.keep_secrets").setChecked(True)
    apply(program, window, dialog)
    assert program.store.credentials.get("solar", SecretKind.PASSWORD) == PASSWORD
    assert tuple(program.window.submit.form.labels()) == FIELDS
    program.put(GivenName="Bob", DayPhone="(702) 555 0199", EmailAddress="bob@example.com", ZipCode="89101")
    program.send("accepted")
    (request,) = receiver.received
    assert b"DayPhone=7025550199" in request.body
    assert PASSWORD.encode() in request.body


def test_a_secret_that_nobody_wants_kept_is_kept_nowhere(editor: tuple[Program, ProfileWindow], endpoint: str) -> None:
    program, window = editor
    apply(program, window, read(program, window, endpoint))
    assert program.store.credentials.get("solar", SecretKind.PASSWORD) is None
    labels, lines = program.window.findChildren(QLabel), program.window.findChildren(QLineEdit)
    assert labels
    assert lines
    texts = [own.text() for own in labels] + [own.text() for own in lines]
    assert not [text for text in texts if PASSWORD in text]


def test_fields_of_a_sample_come_behind_those_there_are(
    start_program: StartProgram, make_profile: MakeProfile, endpoint: str
) -> None:
    program = start_program(make_profile(endpoint=endpoint, fields=(FieldSpec("ZipCode", "ZIP of the roof"),)))
    program.click("profile.manage")
    window = program.dialog(ProfileWindow)
    program.settle()
    apply(program, window, read(program, window, endpoint))
    labels = program.window.submit.form.labels()
    assert tuple(labels) == ("ZipCode", "GivenName", "DayPhone", "EmailAddress")
    assert labels["ZipCode"] == "ZIP of the roof"
