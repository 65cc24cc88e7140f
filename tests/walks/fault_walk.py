"""A window whose keyring or disk fails: what it says, what it offers, and that the lead in it stays."""

import json
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from . import leads
from .planted import found_in
from .receiver import as_documented, receiving
from .session import Running, Session, eventually, text_in
from .walker import PATIENCE_S, Walker

Windows = Callable[..., AbstractContextManager[Running]]
"""Opens the program's window with a command line."""

LEAD: Mapping[str, str] = MappingProxyType(
    {"FirstName": "Plantedfirst", "Phone": "(702) 555-9876", "Comments": "planted comment: two cats"}
)
"""As typed; each text is long enough not to stand in a file by chance."""

_DEEDS = ("window.notice.act", "window.notice.act.2", "window.notice.act.3", "window.notice.act.4")
_SOON_S = 5.0
"""Longer than any answer of a window that is not held up, on a machine that is busy with others."""
_OUTCOME_COLUMN = 3


def type_lead(walker: Walker) -> None:
    """Types the lead, as soon as there is a form."""
    walker.ask("wait_there", "submit.field.FirstName", PATIENCE_S)
    for name, text in LEAD.items():
        walker.type(f"submit.field.{name}", text)


def assert_lead_stays(walker: Walker) -> None:
    assert {name: walker.text(f"submit.field.{name}") for name in LEAD} == LEAD


def notice(walker: Walker, *parts: str) -> str:
    """What the line above the tabs says, once it says all of that."""
    walker.wait_like("window.notice", parts[0])
    said = walker.text("window.notice")
    missing = [part for part in parts if part not in said]
    assert not missing, f"{missing} not in: {said}"
    return said


def offered(walker: Walker) -> list[str]:
    """The buttons of that line, in order."""
    told = [walker.told(name) for name in _DEEDS]
    return [one["name"] for one in told if one["showing"]]


def wait_offered(walker: Walker, *labels: str) -> None:
    """Waits for exactly those buttons, in that order."""
    eventually(lambda: offered(walker) == list(labels), f"the buttons {labels}")


def do(walker: Walker, label: str) -> None:
    """Presses the button of that line that says so, once it is there."""
    labels = eventually(lambda: (own := offered(walker)) and label in own and own, f"a button {label}")
    assert labels
    walker.click(_DEEDS[labels.index(label)])


def wait_quiet(walker: Walker) -> None:
    """Waits until that line says nothing."""
    eventually(lambda: not walker.told("window.notice")["showing"], f"no more of: {walker.text('window.notice')}")


def assert_alive(walker: Walker) -> None:
    """The window answers at once."""
    walker.told("submit.send")  # the driver may have to look for it first
    began_s = time.monotonic()
    walker.told("submit.send")
    took_s = time.monotonic() - began_s
    assert took_s < _SOON_S, f"the window answered after {took_s:.1f} s"


def send(walker: Walker, word: str = "accepted") -> None:
    """Presses Send, and waits until history has one row more, with that word, and the card says it."""
    walker.wait_enabled("submit.send")
    before = outcomes(walker)
    walker.press("submit.send")
    wait_outcomes(walker, word, *before)
    walker.wait_text("submit.outcome.kind", word)


def wait_outcomes(walker: Walker, *words: str) -> None:
    """Waits until history says exactly those words, the newest first."""
    eventually(lambda: outcomes(walker) == list(words), f"history to say {words}")


def outcomes(walker: Walker) -> list[str]:
    """History's words, the newest first."""
    return [row[_OUTCOME_COLUMN] for row in walker.rows("history.table")]


def quit_program(walker: Walker, program: Running) -> None:
    """Closes the window as a person does, and makes sure that the program ends quietly."""
    walker.ask("keys", ["Control"], "q")
    ended = program.wait()
    assert (ended.status, ended.errors) == (0, "")


@dataclass(frozen=True)
class FirstDay:
    """What a person leaves after a first day: a data folder with one lead in its history, and an empty form.

    Attributes:
        folder: It.
        key: What the keyring has as the history's key.
    """

    folder: Path
    key: str

    def copy(self, folder: Path, **profile: object) -> Path:
        """The same once more, with a profile changed like that.

        Args:
            folder: Where; not there yet.
            profile: Keys of its profile.
        """
        shutil.copytree(self.folder, folder)
        (own,) = (folder / "profiles").iterdir()
        own.write_text(json.dumps(json.loads(own.read_bytes()) | profile), encoding="utf-8")
        return folder


def first_day(desktop: Session, window: Windows, walker: Walker, folder: Path) -> FirstDay:
    """Sends one lead, begins the next one, and closes the window.

    Args:
        desktop: The session, with an unlocked keyring.
        window: Opens the program.
        walker: Who does it.
        folder: An empty folder.
    """
    with receiving(as_documented) as opened:
        profile = leads.write(folder / "walk.leadprofile", leads.without_secrets(opened.url))
        with window("--data-dir", folder / "data", "--import-profile", profile) as program:
            type_lead(walker)
            send(walker)
            walker.ask("keys", ["Control"], "n")
            walker.wait_text("submit.field.FirstName", "")
            quit_program(walker, program)
    return FirstDay(folder / "data", desktop.secret("database"))


def kept(folder: Path) -> dict[str, bytes]:
    """The history and the note of its key, as they are on the disk."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name.startswith(("history", "keyring"))}


def assert_no_personal_data(folder: Path) -> None:
    """Nothing of the lead stands in any file in the clear; in the log least of all."""
    assert found_in(folder, LEAD) == []
    log = text_in(folder / "log" / "leadexec-desktop.log")
    assert "Traceback" not in log
    assert "CRITICAL" not in log, log
