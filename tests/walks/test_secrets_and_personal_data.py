"""Where secrets and personal data are after a day's work: in the keyring and the encrypted history alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from . import leads
from .conftest import Windows
from .planted import forms_of, found_in
from .receiver import Received, answer, as_documented, dropping, receiving, unauthorized
from .session import Running, Session, eventually
from .walker import Walker
from .wire_reading import read

pytestmark = pytest.mark.timeout(600)

PASSWORD = 'Planted pässword &="%+ 4711'
TOKEN = "Planted.token-0815_~+/=="
FIRST, LAST = "Plantedfirst", "O'Plantedlast-Ñandú"
PHONE, EMAIL = "(702) 555-9876", "planted.person@example.com"
COMMENT = "planted comment: knee surgery in March\nsecond planted line"
DRAFTED = "Draftedperson"
PLANTED = {
    "password": PASSWORD,
    "token": TOKEN,
    "first name": FIRST,
    "last name": LAST,
    "phone as typed": PHONE,
    "phone as sent": "7025559876",
    "e-mail": EMAIL,
    "comment": COMMENT,
    "part of the comment": "knee surgery",
    "draft": DRAFTED,
}
LEAD = {"FirstName": FIRST, "LastName": LAST, "Phone": PHONE, "Email": EMAIL, "Comments": COMMENT}


def echoing(received: Received) -> bytes:
    """A web page that shows all that was sent, as a careless receiver's error page does."""
    return answer(f"<html><pre>{received.raw.decode()}</pre></html>", "500 Internal Server Error", "text/html")


@dataclass
class Day:
    """What came of a day's work.

    Attributes:
        first: The request of the lead that was accepted.
        while_running: Where planted texts stood while the window was open.
        errors: All that went to standard error.
        outcomes: History's words at the end of the day.
    """

    first: Received
    while_running: list[str]
    errors: str
    outcomes: list[str]


@pytest.fixture(scope="module")
def data(desktop: Session) -> Path:
    """The platform's own folder: no --data-dir is given here."""
    return desktop.home / ".local/share/leadexec-desktop"


@pytest.fixture(scope="module")
def keyrings(desktop: Session) -> Path:
    """The keyring's own store."""
    return desktop.home / ".local/share/keyrings"


@pytest.fixture(scope="module")
def day(desktop: Session, walker: Walker, window: Windows, keyrings: Path) -> Iterator[Day]:
    """A first start without secrets, which are then set from outside; leads that end in every way; a draft; the end."""
    with receiving(as_documented) as receiver:
        file = leads.write(desktop.folder / "walk.leadprofile", leads.profile(receiver.url))
        with window("--import-profile", file) as program:
            walker.wait_ready()
            _type(walker, LEAD)
            _is_asked_for_secrets_and_cancels(walker)
            for kind, secret in (("password", PASSWORD), ("token", TOKEN)):
                told = desktop.run_program("--set-secret", leads.NAME, kind, typed=f"{secret}\n")
                assert (told.status, told.output, told.errors) == (0, "", "")
            _send(walker, "accepted")
            first = receiver.take()
            for script, word in ((echoing, "unreadable"), (unauthorized, "refused"), (dropping, "unknown")):
                receiver.script = script
                walker.type("submit.field.FirstName", f"{FIRST} {word}")
                _send(walker, word)
            outcomes = sorted(row[3] for row in walker.rows("history.table"))
            walker.press("submit.clear")
            walker.wait_text("submit.field.FirstName", "")
            walker.toggle("submit.mode.call")
            _type(walker, {"FirstName": DRAFTED, "Comments": COMMENT})
            while_running = found_in(desktop.folder, PLANTED, [keyrings])
            _quit(walker, program)
            yield Day(first, while_running, program.errors, outcomes)


def _type(walker: Walker, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        walker.type(f"submit.field.{name}", text)


def _send(walker: Walker, word: str) -> None:
    walker.press("submit.send")
    eventually(lambda: any(row[3] == word for row in walker.rows("history.table")), f"history to say {word}")
    walker.wait_text("submit.outcome.kind", word)


def _is_asked_for_secrets_and_cancels(walker: Walker) -> None:
    walker.press("submit.send")
    walker.wait_enabled("credentials.token")
    assert walker.told("credentials.password")["showing"]
    walker.press("credentials.cancel")
    eventually(lambda: walker.text("submit.field.FirstName") == FIRST, "the lead to be kept")
    assert walker.rows("history.table") == []


def _quit(walker: Walker, program: Running) -> None:
    walker.ask("keys", ["Control"], "q")
    ended = program.wait()
    assert (ended.status, ended.errors) == (0, "")


def test_the_keyring_has_them_by_the_names_of_the_contract(day: Day, desktop: Session) -> None:
    del day
    assert desktop.secret(f"{leads.PROFILE_ID}/password") == PASSWORD
    assert desktop.secret(f"{leads.PROFILE_ID}/token") == TOKEN
    assert len(desktop.secret("database")) == 64
    assert desktop.secret(f"{leads.PROFILE_ID}/client_secret") == ""


def test_a_send_carries_them(day: Day) -> None:
    assert day.first.header("Authorization") == f"Bearer {TOKEN}"
    assert read("form", day.first.body, tuple(leads.LEAD)).parameters["password"] == PASSWORD


def test_history_says_how_each_ended(day: Day) -> None:
    assert day.outcomes == ["accepted", "refused", "unknown", "unreadable"]
    assert day.errors == ""


def test_nothing_planted_is_in_any_file_while_the_window_is_open(day: Day) -> None:
    assert day.while_running == []


def test_nothing_planted_is_in_any_file_afterwards(day: Day, desktop: Session, keyrings: Path) -> None:
    del day
    assert found_in(desktop.folder, PLANTED, [keyrings]) == []


def test_the_search_finds_what_is_there(day: Day, desktop: Session, data: Path) -> None:
    """Else the two before this would prove nothing."""
    del day
    assert (data / "history.db").stat().st_size > 0
    assert found_in(data, {"profile's name": leads.NAME}) == [
        f"profiles/{leads.PROFILE_ID}.leadprofile: profile's name"
    ]
    assert all(len(form) >= 8 for text in PLANTED.values() for form in forms_of(text))
    assert (desktop.folder / "0.errors").is_file()


def test_the_log_was_written_and_holds_no_mistake(day: Day, data: Path) -> None:
    del day
    log = (data / "log/leadexec-desktop.log").read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert "CRITICAL" not in log


def test_after_a_restart_history_and_draft_are_back(
    day: Day, desktop: Session, walker: Walker, window: Windows, keyrings: Path
) -> None:
    """Twice: after a proper end, and after a kill."""
    del day
    for _ in range(2):
        with window():
            walker.wait_ready()
            eventually(lambda: walker.text("submit.field.FirstName") == DRAFTED, "the draft")
            assert walker.text("submit.field.Comments") == COMMENT
            assert walker.text("submit.field.LastName") == ""
            assert walker.told("submit.mode.call")["checked"]
            rows = eventually(lambda: walker.rows("history.table"), "history")
            assert sorted(row[3] for row in rows) == ["accepted", "refused", "unknown", "unreadable"]
            assert all(row[2].startswith(FIRST) for row in rows)
            assert walker.text("profile.badge") == "LIVE"
    assert found_in(desktop.folder, PLANTED, [keyrings]) == []


# ------------------------------------------------------------------ --set-secret


@pytest.mark.parametrize(
    "arguments, typed, said",
    [
        (
            ("No such profile", "password"),
            f"{PASSWORD}\n",
            f"There is no profile “No such profile”. Profiles: {leads.NAME}.",
        ),
        (
            (leads.NAME, "passwort"),
            f"{PASSWORD}\n",
            "There is no secret “passwort”: it is password, token, client_secret.",
        ),
        ((leads.NAME, "password"), "", "Standard input has no line with the secret. Nothing was kept."),
        ((leads.NAME, "password"), "\n", "Standard input has no line with the secret. Nothing was kept."),
        ((leads.NAME, "password"), f"\n{PASSWORD}", "Standard input has no line with the secret. Nothing was kept."),
    ],
)
def test_what_cannot_be_set_is_said(
    day: Day, desktop: Session, arguments: tuple[str, str], typed: str, said: str
) -> None:
    del day
    told = desktop.run_program("--set-secret", *arguments, typed=typed)
    assert (told.status, told.output, told.errors) == (1, "", f"leadexec-desktop: {said}\n")
    assert desktop.secret(f"{leads.PROFILE_ID}/password") == PASSWORD


def test_a_profile_is_found_by_its_id_and_the_line_ends_as_on_windows(day: Day, desktop: Session) -> None:
    del day
    told = desktop.run_program("--set-secret", leads.PROFILE_ID, "client_secret", typed="sec ret \r\nmore")
    assert (told.status, told.output, told.errors) == (0, "", "")
    assert desktop.secret(f"{leads.PROFILE_ID}/client_secret") == "sec ret "


def test_without_a_keyring_nothing_is_kept_and_it_is_said(day: Day, desktop: Session, keyrings: Path) -> None:
    del day
    told = desktop.run_program(
        "--set-secret", leads.NAME, "password", typed="Planted other\n", DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere"
    )
    assert (told.status, told.output) == (1, "")
    assert told.errors.startswith("leadexec-desktop: ")
    assert "keyring" in told.errors
    assert "Traceback" not in told.errors
    assert found_in(desktop.folder, {"other": "Planted other"}, [keyrings]) == []
    assert desktop.secret(f"{leads.PROFILE_ID}/password") == PASSWORD
