"""The outcome where the eye is: the word, what to do next, numbers to dial; addresses that open after a question."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from leadexec_desktop.protocol.answers import ClientInfo, SendInfo, Unplaced
from leadexec_desktop.protocol.delivery import DeliveryState
from leadexec_desktop.protocol.judging import without_answer
from leadexec_desktop.protocol.outcome import Outcome, OutcomeKind
from leadexec_desktop.ui.number_rows import grouped
from leadexec_desktop.ui.outcome_card import OutcomeCard
from leadexec_desktop.ui.theme import TONES, Colours, Theme
from leadexec_desktop.ui.web_address import open_after_asking, web_address

from .program import child

FACTS = ("reason", "lead_id", "price", "redirect_url", "post_id", "status_url")


@pytest.fixture
def asked() -> list[str]:
    """The addresses that the card asked to be opened."""
    return []


@pytest.fixture
def card(qtbot: QtBot, asked: list[str]) -> OutcomeCard:
    made = OutcomeCard("submit", asked.append)
    made.complete()
    qtbot.addWidget(made)
    made.show()
    return made


def shown(card: OutcomeCard) -> dict[str, str]:
    """The facts in sight."""
    labels = {name: child(card, QLabel, f"submit.outcome.{name}") for name in FACTS}
    return {name: label.text() for name, label in labels.items() if label.isVisible()}


def test_before_the_first_send_it_says_what_to_do(card: OutcomeCard) -> None:
    assert not child(card, QLabel, "submit.outcome.kind").isVisible()
    assert "press Send" in child(card, QLabel, "submit.outcome").text()
    assert shown(card) == {}
    assert card.outcome is None


@pytest.mark.parametrize("kind", OutcomeKind)
def test_every_outcome_is_a_word_and_a_tone(card: OutcomeCard, kind: OutcomeKind) -> None:
    card.show_outcome(Outcome(kind, "What to do."), 1.25)
    word = child(card, QLabel, "submit.outcome.kind")
    assert (word.text(), word.property("tone")) == (kind.value, TONES[kind])
    assert word.isVisible()
    assert child(card, QLabel, "submit.outcome").text() == "What to do."
    assert child(card, QLabel, "submit.outcome.seconds").text() == "1.2 s"


@pytest.mark.parametrize("state", [own for own in DeliveryState if own is not DeliveryState.ANSWERED])
def test_every_state_without_an_answer_is_shown_with_its_reason(card: OutcomeCard, state: DeliveryState) -> None:
    card.show_outcome(without_answer(state, "why"))
    assert child(card, QLabel, "submit.outcome.kind").text() == state.value
    assert shown(card) == {"reason": "why"}


def test_facts_that_an_answer_does_not_have_take_no_room(card: OutcomeCard) -> None:
    whole = Outcome(
        OutcomeKind.ACCEPTED,
        "Taken.",
        "No_Error",
        lead_id="100",
        post_id="guid",
        price=Decimal("1234.5"),
        redirect_url="https://example.com/a",
        status_url="https://example.com/s",
    )
    card.show_outcome(whole)
    assert shown(card) == {
        "reason": "No_Error",
        "lead_id": "100",
        "price": "1,234.50",
        "redirect_url": "https://example.com/a",
        "post_id": "guid",
        "status_url": "https://example.com/s",
    }
    card.show_outcome(Outcome(OutcomeKind.REJECTED, "Not taken.", price=Decimal(0)))
    assert shown(card) == {"price": "0.00"}
    card.show_sending(3)
    assert child(card, QLabel, "submit.outcome.seconds").text() == "3 s"


def test_what_was_repaired_and_what_has_no_place_is_said(card: OutcomeCard) -> None:
    card.show_outcome(
        Outcome(OutcomeKind.ACCEPTED, "Taken.", repaired="A quote.", unplaced=(Unplaced("Extra", "thing"),))
    )
    assert child(card, QLabel, "submit.outcome.note").text() == "Repaired: A quote.\nAlso in the answer: Extra: thing"


# ------------------------------------------------------------------ who to transfer to, who bought


def infos(*phones: str) -> Outcome:
    rows = tuple(ClientInfo(str(at), f"Company {at}", f"Agent {at}", phone) for at, phone in enumerate(phones))
    return Outcome(OutcomeKind.ACCEPTED, "Taken.", client_infos=rows)


def test_numbers_stand_large_and_grouped_and_are_copied_as_they_came(card: OutcomeCard, qtbot: QtBot) -> None:
    card.show_outcome(infos("7025551212", "+44 20 7946 0000"))
    assert child(card, QLabel, "submit.transfer.0").text() == "702-555-1212"
    assert child(card, QLabel, "submit.transfer.1").text() == "+44 20 7946 0000"
    with qtbot.waitSignal(card.copied, timeout=1000) as told:
        QTest.mouseClick(child(card, QPushButton, "submit.transfer.0.copy"), Qt.MouseButton.LeftButton)
    assert told.args == ["7025551212"]
    assert QApplication.clipboard().text() == "7025551212"


def test_the_next_number_skips_those_without_one_and_begins_again(card: OutcomeCard) -> None:
    card.show_outcome(infos("1", "", "3"))
    copied = []
    for _ in range(3):
        assert card.complete().numbers.copy_next()
        copied.append(QApplication.clipboard().text())
    assert copied == ["1", "3", "1"]
    card.show_outcome(infos("", ""))
    assert not card.complete().numbers.copy_next()


def test_more_numbers_than_fit_stand_in_the_table(card: OutcomeCard) -> None:
    card.show_outcome(infos(*(f"70255500{at:02}" for at in range(12))))
    large = [own for own in card.findChildren(QLabel) if own.property("role") == "number"]
    assert [own.objectName() for own in large] == [f"submit.transfer.{at}" for at in range(3)]
    table = child(card, QTableView, "submit.client_infos")
    assert (table.isVisible(), table.model().rowCount()) == (True, 12)


def test_an_answer_without_rows_shows_no_table(card: OutcomeCard) -> None:
    sends = (SendInfo("Acme Company", "Acme", "https://example.com", valid=True, price=Decimal("0.5")),)
    card.show_outcome(Outcome(OutcomeKind.ACCEPTED, "Taken.", sends=sends))
    table = child(card, QTableView, "submit.sends")
    cells = [str(table.model().index(0, column).data()) for column in range(table.model().columnCount())]
    assert cells == ["Acme Company", "Acme", "yes", "0.50", "https://example.com"]
    assert not child(card, QTableView, "submit.client_infos").isVisible()
    card.show_outcome(Outcome(OutcomeKind.REJECTED, "Not taken."))
    assert not table.isVisible()


@pytest.mark.parametrize(
    "phone, text",
    [
        ("7025551212", "702-555-1212"),
        ("702-555-1212", "702-555-1212"),
        ("702555121", "702555121"),
        ("٧٠٢٥٥٥١٢١٢", "٧٠٢٥٥٥١٢١٢"),
        ("", ""),
    ],
)
def test_only_a_plain_number_of_ten_digits_is_grouped(phone: str, text: str) -> None:
    assert grouped(phone) == text


# ------------------------------------------------------------------ addresses from outside

GOOD = {
    "https://example.com/welcome?lead=1": "example.com",
    "http://example.com": "example.com",
    "HTTPS://Example.COM/a": "example.com",
    "https://good.example@evil.example/": "evil.example",
    "https://[::1]:8443/x": "::1",
    "https://bücher.example/": "xn--bcher-kva.example",
}
BAD = (
    "",
    "example.com",
    "//example.com/a",
    "javascript:alert(1)",
    "JavaScript://example.com/%0aalert(1)",
    "file:///etc/passwd",
    "file://server/share/x.exe",
    r"\\server\share\x.exe",
    "smb://server/share",
    "data:text/html,<b>x</b>",
    "ftp://example.com/x",
    "ms-msdt:/id PCWDiagnostic",
    "https://",
    "http:///x",
    r"http://evil.example\@good.example/",
    "https://exa mple.com/",
    "https://example.com\n.evil.example/",
    "https://example.com:99999/",
    "http://[",
)


@pytest.mark.parametrize("url", GOOD)
def test_a_web_address_can_be_opened(card: OutcomeCard, asked: list[str], url: str) -> None:
    card.show_outcome(Outcome(OutcomeKind.REDIRECTED, "Go on.", redirect_url=url))
    button = child(card, QPushButton, "submit.outcome.redirect_url.open")
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == [url]


@pytest.mark.parametrize("url", BAD)
def test_any_other_address_cannot(card: OutcomeCard, url: str) -> None:
    card.show_outcome(Outcome(OutcomeKind.REDIRECTED, "Go on.", redirect_url=url))
    assert not child(card, QPushButton, "submit.outcome.redirect_url.open").isVisible()
    assert child(card, QLabel, "submit.outcome.redirect_url").text() == url  # but it can be read
    assert web_address(url) is None


class Browser(QObject):
    """Takes the addresses that the system would open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    for scheme in ("http", "https", "file", "javascript"):
        QDesktopServices.setUrlHandler(scheme, made, "open")  # type: ignore[arg-type]  # it takes text alone
    yield made
    for scheme in ("http", "https", "file", "javascript"):
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("url", GOOD)
def test_the_host_is_shown_before_an_address_is_opened(
    parent: QWidget, browser: Browser, qtbot: QtBot, url: str
) -> None:
    assert open_after_asking(parent, url)
    box = child(parent, QMessageBox)
    assert box.textFormat() is Qt.TextFormat.PlainText
    shown = box.text().replace("\N{ZERO WIDTH SPACE}", "")
    assert f" {GOOD[url]} " in shown
    assert shown.endswith(f"\n\n{url}")
    assert box.defaultButton() is child(box, QPushButton, "open_address.cancel")
    assert browser.opened == []
    QTest.mouseClick(child(box, QPushButton, "open_address.open"), Qt.MouseButton.LeftButton)
    assert [QUrl(own).host(QUrl.ComponentFormattingOption.EncodeUnicode) for own in browser.opened] == [GOOD[url]]
    qtbot.waitUntil(lambda: parent.findChild(QMessageBox) is None)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_an_address_is_not_opened_by_a_key_pressed_in_passing(
    parent: QWidget, browser: Browser, qtbot: QtBot, key: Qt.Key
) -> None:
    open_after_asking(parent, "https://example.com/")
    QTest.keyPress(child(parent, QMessageBox), key)
    qtbot.waitUntil(lambda: parent.findChild(QMessageBox) is None)
    assert browser.opened == []


def test_an_address_without_an_end_leaves_room_for_the_buttons(parent: QWidget, browser: Browser) -> None:
    open_after_asking(parent, f"https://example.com/{'x' * 5000}")
    box = child(parent, QMessageBox)
    assert box.height() < 400
    assert box.width() < 900
    assert browser.opened == []


@pytest.mark.parametrize("url", BAD)
def test_any_other_address_is_not_even_asked_about(parent: QWidget, browser: Browser, url: str) -> None:
    assert not open_after_asking(parent, url)
    assert parent.findChild(QMessageBox) is None
    assert browser.opened == []


def test_identifiers_that_cannot_be_broken_fit_beside_history(
    qtbot: QtBot, full_dress: Callable[[Theme], Colours]
) -> None:
    full_dress(Theme.LIGHT)
    card = OutcomeCard("submit", lambda _url: None)
    card.complete()
    qtbot.addWidget(card)
    card.resize(427, 160)
    card.show()
    guid = "0c24c197-1686-4a0b-8c06-0b3e835b14b8"  # no line is broken before a digit
    url = f"https://leads.leadexec.net/information/status/{guid}"
    card.show_outcome(Outcome(OutcomeKind.ACCEPTED, "Taken.", "No_Error", "100000001", guid, status_url=url))
    qtbot.waitUntil(lambda: card.verticalScrollBar().maximum() > 0)
    assert card.horizontalScrollBar().maximum() == 0
