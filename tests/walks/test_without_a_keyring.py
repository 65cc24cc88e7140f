"""Desktops without a keyring: it is said, it can be tried again, and nothing is kept in plain text."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import leads
from .planted import found_in
from .session import KEYRING, SCREEN, Session, eventually, missing_for, session, text_in
from .walker import PATIENCE_S, Walker, walking

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def without_keyring(tmp_path: Path) -> Iterator[Session]:
    """A desktop whose bus nobody answers on for secrets."""
    missing = missing_for(*KEYRING, *SCREEN, "atspi")
    if missing:
        pytest.skip(missing)
    with session(tmp_path / "session", screen="1280x720", bus=True) as opened:
        yield opened


def test_without_a_keyring_the_window_says_so_and_tries_again(without_keyring: Session, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    good = leads.write(tmp_path / "good.leadprofile", leads.GOOD)
    program = without_keyring.program("--data-dir", folder, "--import-profile", good)
    with walking(without_keyring) as walker:
        walker.attach(program)
        walker.wait_like("window.notice", "keyring")
        assert walker.text("window.notice.act") == "Try again"
        _type_planted(walker)
        assert walker.told("submit.send")["enabled"] is False
        assert "keyring" in walker.told("submit.send")["description"]
        assert not (folder / "history.db").exists()
        assert found_in(without_keyring.folder, PLANTED) + found_in(folder, PLANTED) == []

        without_keyring.add_keyring()
        walker.press("window.notice.act")
        walker.wait_enabled("submit.send")
        assert walker.text("submit.field.FirstName") == PLANTED["first name"], "what was typed meanwhile is kept"
        assert (folder / "history.db").exists()
    assert program.process.poll() is None
    assert program.errors == ""
    assert found_in(folder, PLANTED) == []


PLANTED = {"first name": "Plantedfirst", "comment": "planted comment"}


def _type_planted(walker: Walker) -> None:
    walker.ask("wait_there", "submit.field.FirstName", PATIENCE_S)
    walker.type("submit.field.FirstName", PLANTED["first name"])
    walker.type("submit.field.Phone", "7025550123")
    walker.type("submit.field.Comments", PLANTED["comment"])


def test_without_any_bus_it_lives_and_keeps_nothing_in_plain_text(bare: Session) -> None:
    """No window can be looked into then: what is seen is that the process lives, and what it writes."""
    folder = bare.folder / "data"
    program = bare.program("--data-dir", folder, "--import-profile", leads.write(bare.folder / "walk.json", leads.GOOD))
    eventually(lambda: any((folder / "profiles").glob("*.leadprofile")), "the profile to be kept")
    eventually(lambda: "active_profile" in text_in(folder / "settings.json"), "the profile to be active")
    program.process.send_signal(signal.SIGTERM)
    ended = program.wait()
    assert ended.status in (0, -signal.SIGTERM)
    assert ended.errors == ""
    assert not (folder / "history.db").exists()
    assert not (folder / "keyring.json").exists()
