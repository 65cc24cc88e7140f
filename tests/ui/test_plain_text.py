"""Whatever comes from outside is shown as it is written: never as a web page, never with a picture, never cut short."""

import json
import socket
from collections.abc import Iterator
from html import escape

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QToolTip,
    QWidget,
)

from leadexec_desktop.profiles.model import Auth, Campaign, Choice, FieldKind, FieldSpec, SourceProfile
from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.store.credentials import SecretKind

from .program import MakeProfile, Program, StartProgram, child

EVIL = '<b>R&D</b> <img src="file:///etc/hostname"> & <a href="javascript:1">x</a> &amp; "q"'


def answer() -> Answer:
    info = {"ClientUID": EVIL, "ClientName": EVIL, "AgentName": EVIL, "AgentPhone": f"702 & {EVIL}"}
    document = {
        "PostID": EVIL,
        "isValidPost": True,
        "ResponseType": EVIL,
        "ResponseDetails": EVIL,
        "LeadIdentifier": EVIL,
        "RedirectURL": "https://example.com/?a=1&amp;b=&lt;b&gt;",
        "StatusURL": EVIL,
        "Sends": [{"ClientUID": EVIL, "ClientName": EVIL, "RedirectURL": EVIL}],
        "ClientInfos": [info],
        EVIL: EVIL,
    }
    return Answer(200, (("Content-Type", "application/json"), ("X-Evil", EVIL)), json.dumps(document).encode(), "")


class EvilLine:
    """Answers every lead with what a web page would run."""

    def send(self, *_: object, **__: object) -> Answer:
        return answer()


@pytest.fixture
def evil_profile(make_profile: MakeProfile) -> SourceProfile:
    kinds = [own for own in FieldKind if own not in {FieldKind.CHOICE, FieldKind.TEXT}]
    return make_profile(
        f"Evil {EVIL}",
        "https://leads.example.com",
        id="evil",
        campaigns=(Campaign(23, EVIL), Campaign(24, f"two {EVIL}")),
        auth=Auth(password=True),
        script=EVIL,
        fields=(
            FieldSpec("Name", EVIL, required=True, help=EVIL, section=EVIL, placeholder=EVIL),
            FieldSpec("Choice", f"{EVIL}:", FieldKind.CHOICE, choices=(Choice("1", EVIL), Choice("2", f"&{EVIL}"))),
            FieldSpec("Pattern", pattern="x+", pattern_help=EVIL),
            FieldSpec(f"wire {EVIL}", help=EVIL),
            *(FieldSpec(f"{own}&<i>", f"{own} {EVIL}", own, help=EVIL) for own in kinds),
        ),
    )


@pytest.fixture
def evil(start_program: StartProgram, evil_profile: SourceProfile) -> Program:
    program = start_program(evil_profile, line=EvilLine())
    program.store.credentials.set("evil", SecretKind.PASSWORD, "s3cret")
    program.put(Name=EVIL)
    program.put_into("submit.field.Choice", EVIL)
    return program


def labels() -> Iterator[QLabel]:
    """Every label there is, but the one in which Qt's message boxes have their picture."""
    every = (own for own in QApplication.allWidgets() if isinstance(own, QLabel))
    return (own for own in every if own.objectName() != "qt_msgboxex_icon_label")


def whole(label: QLabel) -> str:
    """What a label says; where a long word may be broken between two lines is not seen."""
    return label.text().replace("\N{ZERO WIDTH SPACE}", "")


def rich_labels() -> list[tuple[str, str]]:
    return [(own.objectName(), own.text()) for own in labels() if own.textFormat() is not Qt.TextFormat.PlainText]


def test_no_label_reads_its_text_as_anything_but_text(evil: Program) -> None:
    evil.send("accepted")
    evil.select(0)
    assert len([own for own in labels() if EVIL in whole(own)]) >= 20
    assert rich_labels() == []


@pytest.mark.parametrize(
    "action", ["action.search", "action.shortcuts", "action.about", "action.credentials", "action.import"]
)
def test_no_label_of_a_dialog_does(evil: Program, action: str) -> None:
    evil.window.actions_by_name[action].trigger()
    dialog = evil.dialog(QDialog)
    if isinstance(dialog, QFileDialog):
        return  # Qt's own labels, with nothing in them from outside
    assert rich_labels() == []


def test_the_question_before_an_address_is_opened_does_not_either(evil: Program) -> None:
    evil.send("accepted")
    evil.click("submit.outcome.redirect_url.open")
    shown = [own.text() for own in evil.dialog(QDialog).findChildren(QLabel)]
    assert any("https://example.com/?a=1&amp;b=&lt;b&gt;" in own.replace("\N{ZERO WIDTH SPACE}", "") for own in shown)
    assert rich_labels() == []


def test_the_notice_line_does_not_either(evil: Program) -> None:
    evil.window.notice.say(EVIL)
    assert evil.text("window.notice").endswith(EVIL)
    assert rich_labels() == []


def test_a_tip_shows_markup_as_text(evil: Program) -> None:
    evil.put(Pattern="y")
    evil.click("submit.send")
    tips = [own.toolTip() for own in QApplication.allWidgets() if own.toolTip()]
    assert len([own for own in tips if escape(EVIL) in own]) >= 10
    for tip in tips:
        assert EVIL not in tip
        # Qt reads a tip as rich text where it looks like that; ours always does, and what is in it is escaped.
        assert tip.startswith("<span ")
        assert "<img" not in tip
        assert "<a " not in tip


def test_labels_and_accessible_names_are_whole(evil: Program) -> None:
    """An ampersand is no mnemonic where nobody meant one."""
    name = evil.find(QWidget, "submit.field.Name")
    (label,) = [own for own in labels() if own.buddy() is name]
    assert whole(label) == EVIL.replace("&", "&&") + " *"
    assert name.accessibleName() == EVIL
    evil.send("accepted")
    copy = evil.find(QPushButton, "submit.transfer.0.copy")
    assert copy.accessibleName() == f"Copy 702 & {EVIL}"


def test_lists_and_title_show_the_names_as_they_are(evil: Program, evil_profile: SourceProfile) -> None:
    selector = evil.find(QComboBox, "profile.selector")
    assert selector.currentText() == evil_profile.name
    campaign = evil.find(QComboBox, "submit.campaign")
    assert campaign.itemText(1) == f"{EVIL} (23)"
    assert evil.window.windowTitle().startswith(evil_profile.name)
    choice = evil.line("submit.field.Choice").parentWidget()
    assert isinstance(choice, QComboBox)
    assert [choice.itemText(at) for at in range(choice.count())] == ["", EVIL, f"&{EVIL}"]


def test_an_answer_is_shown_as_it_came(evil: Program) -> None:
    evil.send("accepted")
    assert evil.text("submit.outcome.lead_id") == EVIL
    assert evil.text("submit.outcome.post_id") == EVIL
    assert EVIL in evil.text("submit.outcome.reason")
    assert EVIL in evil.text("submit.outcome.note")
    assert evil.column("Lead ID") == [EVIL]
    assert evil.column("Who") == [EVIL]
    tips = [evil.history.model().index(0, at).data(Qt.ItemDataRole.ToolTipRole) or "" for at in range(6)]
    assert [own for own in tips if escape(EVIL) in own] != []
    assert [own for own in tips if EVIL in own] == []
    evil.select(0)
    assert f"X-Evil: {EVIL}" in evil.text("history.detail.response")
    assert child(evil.window, QLabel, "history.detail.outcome.lead_id").text() == EVIL


# ------------------------------------------------------------------ nothing is fetched, and what is copied is plain


class ListeningLine:
    """Answers with pictures that lie at an address where somebody listens."""

    def __init__(self, address: str) -> None:
        picture = f'<img src="{address}/pixel.png"><link rel=stylesheet href="{address}/a.css">'
        self._text = f'<html><body background="{address}/b.png">{picture}</body></html>'

    def send(self, *_: object, **__: object) -> Answer:
        info = {"ClientUID": self._text, "ClientName": self._text, "AgentName": self._text, "AgentPhone": self._text}
        document = {
            "isValidPost": True,
            "ResponseDetails": self._text,
            "LeadIdentifier": self._text,
            "Sends": [{"ClientUID": self._text, "ClientName": self._text, "RedirectURL": self._text}],
            "ClientInfos": [info],
            self._text: self._text,
        }
        return Answer(200, (("X-Picture", self._text),), json.dumps(document).encode(), "")


def test_a_picture_in_an_answer_is_never_fetched(start_program: StartProgram, make_profile: MakeProfile) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        line = ListeningLine(f"http://127.0.0.1:{listener.getsockname()[1]}")
        program = start_program(make_profile(endpoint="https://leads.example"), line=line)
        program.put(FirstName="<b>Ana", Phone="7025550123")
        program.send("accepted")
        program.select(0)
        tabs = program.find(QTabWidget, "history.detail")
        for page in range(tabs.count()):
            tabs.setCurrentIndex(page)
            program.window.grab()
        for widget in program.window.findChildren(QWidget):
            if widget.isVisible() and widget.toolTip():
                QToolTip.showText(QPoint(0, 0), widget.toolTip(), widget)
                QCoreApplication.processEvents()
        index = program.history.model().index(0, 0)
        QToolTip.showText(QPoint(0, 0), str(index.data(Qt.ItemDataRole.ToolTipRole)), program.history)
        QCoreApplication.processEvents()
        QToolTip.hideText()
        assert "pixel.png" in program.text("history.detail.response")
        with pytest.raises(BlockingIOError):  # nobody has called
            listener.accept()


@pytest.mark.parametrize("name", ["submit.preview", "submit.field.Comments", "history.detail.response"])
def test_copied_text_is_plain(start_program: StartProgram, make_profile: MakeProfile, name: str) -> None:
    program = start_program(make_profile(endpoint="https://leads.example"), line=EvilLine())
    program.put(FirstName="<b>Ana", Phone="7025550123", Comments=f"{EVIL}\n  second line")
    program.send("accepted")
    program.select(0)
    edit = program.find(QPlainTextEdit, name)
    edit.selectAll()
    edit.copy()
    copied = QApplication.clipboard().mimeData()
    assert [own for own in copied.formats() if own != "text/plain"] == []
    assert copied.text() == edit.toPlainText() != ""


def test_a_copied_row_is_plain(evil: Program) -> None:
    evil.send("accepted")
    evil.select(0)
    evil.history.setFocus()
    evil.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().mimeData()
    assert [own for own in copied.formats() if own != "text/plain"] == []
    assert EVIL in copied.text()
