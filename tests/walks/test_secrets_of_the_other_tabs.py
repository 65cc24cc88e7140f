"""What Ping, Duplicate check, Update, Status and followed leads let nobody else see, and what they open for nobody."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from . import leads
from .conftest import Windows
from .life import FOUND, UPDATED, Life, pinged, returned, status
from .open_window import Open
from .planted import found_in
from .receiver import REDIRECT_URL, Received, Receiver, answer, receiving
from .session import SYSTEM_PYTHON, Session, eventually, text_in
from .test_other_tabs_over_the_bus import check, go, profile, type_over
from .walker import Walker

pytestmark = pytest.mark.timeout(600)

PASSWORD, TOKEN = "Planted-password-4711", "planted.token-0815_~"
HTML = '<b>Planted-bold</b><img src="file:///etc/hostname">'
QUEUED_AS = "0c0ffee0-1111-4222-8333-444455556666"
PLANTED = {
    "password": PASSWORD,
    "token": TOKEN,
    "first name": "plantedfirst",
    "phone": "7025559876",
    "e-mail": "planted.person@example.com",
    "order ID": "planted-order-99",
    "lead ID": "4200042",
    "PostID": QUEUED_AS,
    "StatusURL": "planted-holder",
    "text of an answer": "Planted-bold",
    "reason of a return": "planted reason",
}
"""Of the lead and of what the receiver says of it."""
PERSON = {"FirstName": "plantedfirst", "LastName": "lee", "Phone": "7025559876", "Email": "planted.person@example.com"}
SCRIPT_URL, FILE_URL = "javascript:alert(document.cookie)", "file:///etc/passwd"


class Luring(Life):
    """Answers as documented, but with markup in every text, and addresses that are none of the web."""

    elsewhere = ""

    def __call__(self, received: Received) -> bytes:
        path = received.target
        if path.endswith("/async"):
            url = f"{self.elsewhere}/information/status/planted-holder"
            queued = {"QueueSuccessful": True, "PostID": QUEUED_AS, "ResponseDetails": HTML, "StatusURL": url}
            return answer(json.dumps(queued))
        if path.startswith("/processor/insert/ping/"):
            return answer(json.dumps(pinged(OrderID="planted-order-99", OrderExpiresOn=HTML, Response=HTML)))
        if path == "/processor/duplicate/check":
            return answer(json.dumps(FOUND | {"DuplicateLeadId": 4200042, "ReceivedOn": HTML, "Response": HTML}))
        if path.startswith("/processor/update/"):
            return answer(json.dumps(UPDATED | {"ResponseDetails": HTML, "RedirectURL": SCRIPT_URL}))
        return super().__call__(received)


@dataclass
class Day:
    """What came of a day: the window is still open.

    Attributes:
        open: The window, and the receiver of its profile.
        elsewhere: A receiver of another origin.
        notes: Where the desktop writes down what it is told.
        opened: Where the desktop writes down what it is to open.
        data: The data folder.
    """

    open: Open
    elsewhere: Receiver
    notes: Path
    opened: Path
    data: Path


@pytest.fixture(scope="module")
def day(desktop: Session, window: Windows, walker: Walker) -> Iterator[Day]:
    """A window under a profile with password and token, on a desktop with a tray and something that opens addresses."""
    notes, opened, data = (desktop.folder / name for name in ("notes", "opened", "data"))
    desktop.start([SYSTEM_PYTHON, "-I", str(Path(__file__).with_name("notes_desk.py"))], output=notes)
    desktop.wait_on_bus("org.freedesktop.Notifications")
    programs = desktop.folder / "programs"
    programs.mkdir()
    for name in ("xdg-open", "x-www-browser", "gnome-open", "kde-open"):
        (programs / name).write_text(f'#!/bin/sh\necho "$@" >>"{opened}"\n', encoding="utf-8")
        (programs / name).chmod(0o700)
    desktop.keep_secret(f"{leads.PROFILE_ID}/password", PASSWORD)
    desktop.keep_secret(f"{leads.PROFILE_ID}/token", TOKEN)
    script = Luring(status(LeadIdentifier=4200042), returned(f"planted reason {HTML}"))
    with receiving(script) as receiver, receiving(Life()) as elsewhere:
        script.elsewhere = elsewhere.url
        file = leads.write(desktop.folder / "walk.leadprofile", profile(receiver.url))
        path = f"{programs}:{desktop.environment['PATH']}"
        with window("--data-dir", data, "--import-profile", file, PATH=path):
            walker.wait_ready()
            one = Day(Open(walker, receiver), elsewhere, notes, opened, data)
            yield one
            hold_nothing_planted(one, desktop)


def hold_nothing_planted(day: Day, desktop: Session) -> None:
    """No file has anything of it while the window is open: no log, no setting, nothing in the data folder."""
    walker = day.open.walker
    for keys, name, text in (("2", "ping.order_id", "planted-order-99"), ("4", "update.lead_uid", "4200042")):
        walker.strike("Control", keys)
        walker.wait_enabled(name)
        walker.type(name, text)
    log = text_in(day.data / "log/leadexec-desktop.log")
    keyrings = desktop.home / ".local/share/keyrings"
    assert found_in(desktop.folder, PLANTED, [keyrings]) == []
    assert "Traceback" not in log
    assert "No Icon" not in log
    # Else the search would prove nothing.
    assert found_in(day.data, {"profile's name": leads.NAME}) != []


def update(day: Day, first_name: str) -> None:
    """Changes a lead, and takes the request."""
    walker = day.open.walker
    walker.strike("Control", "4")
    walker.wait_enabled("update.lead_uid")
    walker.type("update.lead_uid", "4200042")
    walker.type("update.field.FirstName", first_name)
    go(walker, "update", "accepted")
    day.open.receiver.take()


def test_markup_is_shown_as_it_is_written_on_every_tab(day: Day) -> None:
    walker, receiver = day.open.walker, day.open.receiver
    walker.strike("Control", "2")
    type_over(walker, "ping", {"Zip": "00501", "City": "Reno", **PERSON})
    go(walker, "ping", "will accept")
    receiver.take()
    assert walker.text("ping.outcome.reason") == HTML
    assert walker.text("ping.expires") == f"Expires {HTML}"
    walker.strike("F2")
    walker.wait_text("duplicate.outcome.kind", "duplicate")
    receiver.take()
    assert walker.text("duplicate.outcome.reason") == HTML
    assert walker.text("duplicate.received_on") == HTML
    walker.strike("F6")
    walker.wait_focused("update.field.FirstName")
    walker.keys("other")
    go(walker, "update", "accepted")
    receiver.take()
    assert HTML in walker.text("update.outcome.reason")
    assert walker.text("update.outcome.redirect_url") == SCRIPT_URL


def test_what_is_no_address_of_the_web_cannot_be_opened(day: Day) -> None:
    walker = day.open.walker
    update(day, "another")
    told = walker.told("update.outcome.redirect_url.open")
    assert not told["showing"]
    walker.ask("select_row", "history.table", 0)
    assert walker.rows("history.table")[0][1] == "Update"
    eventually(
        lambda: walker.told("history.open_redirect")["description"].startswith("Its address is not opened"),
        "the reason against opening it",
    )
    assert not walker.told("history.open_redirect")["enabled"]
    walker.strike("Control", "5")
    for url in (SCRIPT_URL, FILE_URL):
        walker.type("status.post_id", url)
        walker.wait_like("status.preview", "")
        assert not walker.told("status.send")["enabled"]
    assert not day.opened.exists()
    assert day.open.receiver.nothing_more()


def test_an_address_of_the_web_is_opened_once_a_person_agreed(day: Day) -> None:
    """Else that others are not would prove nothing."""
    walker, receiver = day.open.walker, day.open.receiver
    script, receiver.script = receiver.script, lambda _: answer(json.dumps(UPDATED | {"RedirectURL": REDIRECT_URL}))
    update(day, "again")
    receiver.script = script
    walker.press("update.outcome.redirect_url.open")
    walker.wait_like("qt_msgbox_label", "Open this address of example.com in the browser?")
    assert not day.opened.exists()
    walker.press("open_address.open")
    eventually(lambda: text_in(day.opened).strip() == REDIRECT_URL, "the browser")


def test_another_origin_is_asked_only_after_agreement_and_without_a_secret(day: Day) -> None:
    walker, other = day.open.walker, day.elsewhere
    walker.strike("Control", "5")
    walker.type("status.post_id", f"{other.url}/information/status/planted-holder")
    walker.wait_like("status.ask_there", other.url.removeprefix("http://"))
    assert not walker.told("status.send")["enabled"]
    walker.strike("Control", "Return")
    assert other.nothing_more()
    walker.press("status.ask_there")
    check(other.take(), "GET /information/status/planted-holder HTTP/1.1", "")
    walker.wait_text("status.outcome.kind", "accepted")


def test_a_queued_lead_is_asked_for_at_its_own_receiver_and_the_desktop_is_told_of_nobody(day: Day) -> None:
    walker, receiver = day.open.walker, day.open.receiver
    walker.strike("Control", "1")
    walker.wait_focused("submit.field.FirstName")
    day.open.new_lead()
    type_over(walker, "submit", PERSON)
    walker.switch("submit.async", on=True)
    walker.type("submit.return_url", "https://example.com/planted-holder")
    go(walker, "submit", "queued")
    assert receiver.take().header("Authorization") == f"Bearer {TOKEN}"
    assert walker.text("submit.outcome.reason") == HTML
    for word in ("accepted", "returned"):
        check(receiver.take(), f"GET /information/queuestatus/{QUEUED_AS} HTTP/1.1", "")
        walker.wait_text("submit.outcome.kind", word)
    assert HTML in walker.text("submit.outcome.reason")
    assert day.elsewhere.nothing_more(), "its StatusURL is of another origin"
    eventually(lambda: "returned" in text_in(day.notes), "the desktop to be told")
    told = [json.loads(line) for line in text_in(day.notes).splitlines()]
    assert {own["text"] for own in told} == {"A queued lead was accepted.", "A queued lead was returned."}
    assert {(own["program"], own["title"]) for own in told} == {("leadexec-desktop", "LeadExec Desktop")}
