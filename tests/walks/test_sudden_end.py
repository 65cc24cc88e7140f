"""The program is killed at many moments: no lead is lost, none is sent twice, and what is said of each is true.

SUDDEN_ENDS=100 in the environment makes it as many moments; `-s` shows what was found at them.
"""

import json
import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from . import leads
from .receiver import Received, Receiver, as_documented, receiving
from .session import KEYRING, Session, missing_for, session

pytestmark = pytest.mark.timeout(1200)

MOMENTS = int(os.environ.get("SUDDEN_ENDS", "8"))
CALIBRATIONS = 1
HOLD_S = 0.04
PASSWORD = "walk-password"
INTERRUPTED = "1 lead was being sent when the program ended"
PATIENCE_S = 120.0
OLDEST_DRAFT_S = 1.0

TYPIST = Path(__file__).with_name("typist.py")
NEAR_S = 0.004
WRITES = 12
"""How often the disk is written to, at most, from the last key to the answer."""


# ------------------------------------------------------------------ the place, and what is done and seen there


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A session with a keyring and no screen."""
    missing = missing_for(*KEYRING)
    if missing:
        pytest.skip(missing)
    with session(tmp_path_factory.mktemp("sudden"), bus=True, keyring=True) as opened:
        yield opened


class Typist:
    """The program with somebody who types in it, as a process."""

    def __init__(self, where: Session, folder: Path, **wanted: Any) -> None:
        command = [sys.executable, "-c", _START, str(TYPIST), json.dumps(wanted), "--data-dir", str(folder)]
        self._errors = where.folder / "typist.errors"
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(
                command, env=where.environment, stdout=subprocess.PIPE, stderr=errors, start_new_session=True, bufsize=0
            )
        self.heard: list[dict[str, Any]] = []

    def hear(self, key: str, value: object = None) -> Any:
        """The next of what it tells that has that key, and that value if one is given."""
        assert self._process.stdout is not None
        while True:
            ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE_S)
            errors = self._errors.read_text(encoding="utf-8")
            assert ready, f"waited {PATIENCE_S:g} s in vain for {key} {value or ''}, after {self.heard[-1:]}: {errors}"
            line = self._process.stdout.readline()
            assert line, f"the program ended: {self._errors.read_text(encoding='utf-8')}"
            told = json.loads(line)
            self.heard.append(told)
            if key in told and value in (None, told[key]):
                return told[key]

    def at(self, done: str) -> float:
        """When it told of that, by the clock."""
        return float(next(told["at_s"] for told in self.heard if told.get("done") == done))

    def kill(self) -> float:
        """Kills it; gives when, by the clock."""
        self._process.send_signal(signal.SIGKILL)
        at_s = time.time()
        assert self._process.wait(PATIENCE_S) == -signal.SIGKILL
        assert self._process.stdout is not None
        for line in self._process.stdout.readlines():  # said before it died
            self.heard.append(json.loads(line))
        self._process.stdout.close()
        assert self._errors.read_text(encoding="utf-8") == ""
        return at_s


_START = """
import builtins, importlib.util, json, sys
own = builtins.__import__
spec = importlib.util.spec_from_file_location("typist", sys.argv[1])
typist = importlib.util.module_from_spec(spec)
spec.loader.exec_module(typist)
builtins.__import__ = own  # Qt puts its own in that place, as the program knows when it loads Qt itself
sys.exit(typist.with_hands(json.loads(sys.argv[2]), sys.argv[3:]))
"""


@dataclass(frozen=True)
class Row:
    """A delivery as it stands on the disk, read by nothing of the program's own."""

    who: str
    state: str
    outcome: str
    at_us: dict[str, int] = field(compare=False)


def on_the_disk(where: Session, folder: Path) -> list[Row]:
    """What history has, the newest first, by a copy of its files: the program finds them as they were left."""
    copy = where.folder / "copy of history"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for path in folder.glob("history.db*"):
        if path.suffix != ".db-shm":
            shutil.copy(path, copy)
    connection = dbapi2.connect(str(copy / "history.db"))
    try:
        connection.execute(f"PRAGMA key = \"x'{where.secret('database')}'\"")
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
        events: dict[str, dict[str, int]] = {}
        for own, event, at_us in connection.execute("SELECT delivery_id, event, at_us FROM delivery_events").fetchall():
            events.setdefault(own, {})[event] = at_us
        found = "SELECT id, who, state, outcome, created_at_us FROM deliveries ORDER BY created_at_us DESC"
        return [
            Row(who, state, outcome, {"made": made, **events.get(own, {})})
            for own, who, state, outcome, made in connection.execute(found).fetchall()
        ]
    finally:
        connection.close()


def lead_of(number: int) -> dict[str, str]:
    return {"FirstName": f"Caller{number:03}", "Phone": f"702555{number:04}", "LastName": "Marsh"}


def sent_of(receiver: Receiver, number: int) -> int:
    """How many whole requests with that lead have come."""
    return sum(lead_of(number)["FirstName"].encode() in own.body for own in receiver.requests)


class TakesItsTime:
    """Answers as documented after a while, and knows when each request was whole."""

    def __init__(self) -> None:
        self.whole_at_s: list[float] = []

    def __call__(self, received: Received) -> bytes:
        self.whole_at_s.append(time.time())
        time.sleep(HOLD_S)
        return as_documented(received)


@pytest.fixture
def slow() -> TakesItsTime:
    return TakesItsTime()


@pytest.fixture
def receiver(slow: TakesItsTime) -> Iterator[Receiver]:
    with receiving(slow) as opened:
        yield opened


@pytest.fixture
def folder(place: Session, receiver: Receiver, tmp_path: Path) -> Path:
    """A data folder with a profile that needs a password."""
    folder = tmp_path / "data"
    auth = {"password": True, "scheme": "none"}
    file = leads.write(tmp_path / "walk.json", leads.profile(receiver.url, auth=auth))
    (folder / "profiles").mkdir(parents=True, mode=0o700)
    shutil.copy(file, folder / "profiles" / f"{leads.PROFILE_ID}.leadprofile")
    told = place.run_program("--data-dir", folder, "--set-secret", leads.PROFILE_ID, "password", typed=f"{PASSWORD}\n")
    assert (told.status, told.errors) == (0, "")
    return folder


# ------------------------------------------------------------------ while a lead is sent


def calibrate(place: Session, folder: Path, slow: TakesItsTime) -> list[float]:
    """Seconds after the last key at which each thing happens: made, claimed, received, answered, written, shown."""
    measured = []
    for number in range(CALIBRATIONS):
        typist = Typist(place, folder, lead=lead_of(number))
        typist.hear("done", "answer shown")
        typist.kill()
        row, whole_at_s = on_the_disk(place, folder)[0], slow.whole_at_s[-1]
        moments = [row.at_us["made"] / 1e6, row.at_us["claimed"] / 1e6, whole_at_s, whole_at_s + HOLD_S]
        moments += [row.at_us["answer_read"] / 1e6, typist.at("answer shown")]
        measured.append([own - typist.at("last key") for own in moments])
    return [max(own) for own in zip(*measured, strict=True)]


Moment = float | int
"""Seconds after the last key, or the number of the write to the disk after it."""


def moments_of(happens_s: list[float], count: int) -> list[Moment]:
    """Moments over the whole interval; round each thing that happens; and at each write to the disk."""
    chance = random.Random(20261123)
    third = count // 3
    whole_s = happens_s[-1] * 1.1
    spread: list[Moment] = [whole_s * (at + chance.random()) / (count - 2 * third) for at in range(count - 2 * third)]
    near: list[Moment] = [max(0.0, chance.choice(happens_s) + chance.uniform(-NEAR_S, NEAR_S)) for _ in range(third)]
    writes: list[Moment] = [1 + at % WRITES for at in range(third)]
    moments = [*spread, *near, *writes]
    chance.shuffle(moments)
    return moments


def wait_for(moment: Moment, folder: Path, last_key_s: float) -> None:
    """Waits for the moment; no longer than a send takes, should there be fewer writes."""
    journal = folder / "history.db-wal"
    last, writes, end_s = _changed(journal), 0, last_key_s + (moment if isinstance(moment, float) else 2.0)
    while time.time() < end_s and not (isinstance(moment, int) and writes >= moment):
        now = _changed(journal)
        writes, last = writes + (now != last), now


def _changed(journal: Path) -> tuple[int, int]:
    with suppress(FileNotFoundError):
        found = journal.stat()
        return found.st_size, found.st_mtime_ns  # the clock of files ticks slowly: a log that grows tells more
    return 0, 0


@dataclass
class End:
    """A lead, and how it stood when the program was killed."""

    number: int
    row: Row | None
    moment: Moment


def test_no_moment_loses_a_lead_or_sends_it_twice(
    place: Session, folder: Path, slow: TakesItsTime, receiver: Receiver
) -> None:
    found: Counter[str] = Counter()
    happens_s = calibrate(place, folder, slow)
    before: End | None = None
    for number, moment in enumerate(moments_of(happens_s, MOMENTS), CALIBRATIONS):
        typist = Typist(place, folder, press=before is not None, lead=lead_of(number))
        if before is not None:
            found[judge(before, typist, receiver)] += 1
        typist.hear("done", "last key")
        wait_for(moment, folder, typist.at("last key"))
        typist.kill()
        rows = [own for own in on_the_disk(place, folder) if own.who.startswith(lead_of(number)["FirstName"])]
        assert len(rows) <= 1, "in history once"
        before = End(number, rows[0] if rows else None, moment)
    assert before is not None
    typist = Typist(place, folder, press=True)
    found[judge(before, typist, receiver)] += 1
    typist.kill()
    sys.stdout.write(f"\n{MOMENTS} ends within {happens_s[-1]:.3f} s after the last key: {dict(found)}\n")
    rows = on_the_disk(place, folder)
    assert Counter(own.who for own in rows).most_common(1)[0][1] == 1, "each lead stands in history once"
    assert len(rows) == CALIBRATIONS + MOMENTS, "and none is missing"
    assert all(sent_of(receiver, number) <= 1 for number in range(CALIBRATIONS + MOMENTS)), "none came twice"


def judge(end: End, again: Typist, receiver: Receiver) -> str:
    """Holds the program, started again, to the truth; gives how the lead stood when it was killed."""
    shown = again.hear("shown")
    stood = judge_restart(end, shown, receiver)
    judge_press(end, shown, again.hear("pressed"), receiver)
    return stood


SHOWN_AS = {"waiting": "waiting", "sending": "unknown", "answered": "accepted"}
"""What the window says after a restart of a lead that stood so on the disk."""


def judge_restart(end: End, shown: dict[str, Any], receiver: Receiver) -> str:
    """What the window shows of the lead of the program that was killed is true; gives how that lead stood."""
    about = f"{end}, {shown}"
    lead = lead_of(end.number)
    mine = [outcome for who, outcome in shown["rows"] if who.startswith(lead["FirstName"])]
    is_interrupted = end.row is not None and end.row.state == "sending"
    assert shown["notice"].count(INTERRUPTED) == is_interrupted, about
    typed = shown["typed"] | {"Phone": re.sub(r"\D", "", shown["typed"]["Phone"])}  # it is formatted as it is typed
    if end.row is None:
        assert mine == [], about
        assert sent_of(receiver, end.number) == 0, about
        assert shown["word"] == "", about
        # The last key alone may be missing: it is younger than a draft may be old.
        assert typed in (lead, lead | {"LastName": lead["LastName"][:-1]}), about
        return "draft"
    assert mine == [SHOWN_AS[end.row.state]], about
    assert typed == lead, about
    assert shown["word"] == mine[0], f"the form knows what became of its lead: {about}"
    if sent_of(receiver, end.number):
        assert mine[0] not in ("waiting", "not sent"), about
    return str(mine[0])


def judge_press(end: End, shown: dict[str, Any], pressed: dict[str, Any], receiver: Receiver) -> None:
    """A press on Send after the restart sends what has not been sent, and nothing else."""
    about = f"{end}, {shown}, {pressed}"
    mine = [outcome for who, outcome in pressed["rows"] if who.startswith(lead_of(end.number)["FirstName"])]
    if shown["word"] in ("unknown", "accepted"):
        assert mine == [shown["word"]], about
        assert "it was not sent again" in pressed["sentence"], about
        assert sent_of(receiver, end.number) <= 1, about
    else:
        assert mine == ["accepted"], about
        assert sent_of(receiver, end.number) == 1, about


# ------------------------------------------------------------------ while a lead is typed


@pytest.mark.parametrize("after_s", [1.3, 2.2])
def test_a_draft_is_never_older_than_a_second_though_nobody_pauses(
    after_s: float, place: Session, folder: Path
) -> None:
    text = "".join(chr(ord("a") + number % 26) for number in range(400))
    typist = Typist(place, folder, typing=["Comments", text])
    typist.hear("typed", 1)
    time.sleep(max(0.0, after_s - (time.time() - typist.heard[-1]["at_s"])))
    killed_s = typist.kill()
    typed = [told for told in typist.heard if "typed" in told]
    assert len(typed) > after_s / 0.2, "it was typed without a pause"
    must_be_kept = max(told["typed"] for told in typed if told["at_s"] <= killed_s - OLDEST_DRAFT_S)
    assert on_the_disk(place, folder) == []
    again = Typist(place, folder)
    kept = again.hear("shown")["typed"].get("Comments", "")
    again.kill()
    assert text.startswith(kept)
    assert must_be_kept <= len(kept) <= typed[-1]["typed"]
