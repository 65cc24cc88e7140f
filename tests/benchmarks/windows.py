"""How soon the window takes a key, and what it holds in memory 10 s later, beside a bare window of PySide6."""

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadexec_desktop.store.database import open_database
from leadexec_desktop.store.deliveries import Deliveries
from leadexec_desktop.store.drafts import Drafts
from leadexec_desktop.store.folder import open_folder
from tests.walks.session import EVERYTHING, KEYRING, Session, missing_for, session

from . import key_strokes, memory, twelve_fields
from .history_rows import add_history
from .key_strokes import Keyboard
from .many_profiles import write_more
from .memory import pss_kb
from .table import Row, spread

_HERE = Path(__file__).parent
_PATIENCE_S = 60.0
_HISTORY = 300
_READY_AT_MOST, _MEMORY_AT_MOST = 1.35, 2.2
_PROGRAM, _BARE = "submit.field.", "first"


@dataclass(frozen=True)
class Start:
    """One start of a program.

    Attributes:
        ready_s: From the process's start until its first field showed a key.
        cpu_s: What it had computed by then, in all its threads.
        pss_kb: Its share of memory, some seconds later.
        made: Widgets that it had when it was ready.
        painted: How many of them are seen.
        kinds: Those by class.
    """

    ready_s: float
    cpu_s: float
    pss_kb: int
    made: int
    painted: int
    kinds: Mapping[str, int]


class _Lines:
    """What a process tells, line by line."""

    def __init__(self, descriptor: int, errors: Path) -> None:
        self._descriptor = descriptor
        self._errors = errors
        self._left = b""

    def next(self, event: str) -> dict[str, Any]:
        """The next thing told, which must be of that event."""
        end_s = time.monotonic() + _PATIENCE_S
        while b"\n" not in self._left:
            ready, _, _ = select.select([self._descriptor], [], [], max(0.0, end_s - time.monotonic()))
            assert ready, f"waited in vain for {event}"
            piece = os.read(self._descriptor, 65536)
            assert piece, f"it ended before it was {event}: {self._errors.read_text(encoding='utf-8')}"
            self._left += piece
        line, _, self._left = self._left.partition(b"\n")
        told: dict[str, Any] = json.loads(line)
        assert told["event"] == event, told
        return told


def start(where: Session, keys: Keyboard | None, prefix: str, settle_s: float, command: Sequence[str]) -> Start:
    """Starts a program, strikes a key in its first field, and ends it.

    Args:
        where: The session.
        keys: The screen's keyboard; None off screen, where the program's own probe posts the key.
        prefix: What the first field's name begins with.
        settle_s: Seconds until memory is read.
        command: The program, as Python takes it.
    """
    reader, writer = os.pipe()
    whole = [sys.executable, str(_HERE / "watched.py"), str(writer), prefix, str(settle_s), *command]
    errors = (where.folder / "errors").open("wb")
    began_ns = time.monotonic_ns()
    with subprocess.Popen(
        whole, env=where.environment, cwd=where.folder, pass_fds=[writer], stdin=subprocess.DEVNULL, stderr=errors
    ) as process:
        os.close(writer)
        try:
            lines = _Lines(reader, where.folder / "errors")
            lines.next("focused")
            if keys is not None:
                keys.strike("x")
            ready = lines.next("ready")
            lines.next("settled")
            memory_kb = pss_kb(process.pid)
        finally:
            process.kill()
            os.close(reader)
            errors.close()
    return Start(
        (ready["at_ns"] - began_ns) / 1e9,
        ready["cpu_s"],
        memory_kb,
        ready["made"],
        ready["painted"],
        ready["kinds"],
    )


def why_not(*, on_screen: bool) -> str:
    """Why this cannot be measured here; empty if it can."""
    wanted = EVERYTHING if on_screen else KEYRING
    found = missing_for(*(name for name in wanted if name != "atspi"))
    return found or memory.why_not() or (key_strokes.missing() if on_screen else "")


def measure(
    folder: Path, *, on_screen: bool, runs: int, long_runs: int, settle_s: float, profiles: int = 1
) -> list[Row]:
    """Starts the program and the bare window by turns.

    Args:
        folder: An empty one.
        on_screen: On a virtual screen; else off screen.
        runs: How many times each, for its start.
        long_runs: How many times each, for its memory; 0 to leave that out.
        settle_s: Seconds after which that is read.
        profiles: How many are in the data folder.
    """
    with ExitStack() as stack:
        screen = "1600x1000" if on_screen else ""
        where = stack.enter_context(session(folder, screen=screen, bus=True, keyring=True))
        where.environment.pop("QT_LINUX_ACCESSIBILITY_ALWAYS_ON", None)
        keys = stack.enter_context(key_strokes.keyboard(where.environment["DISPLAY"])) if on_screen else None
        kept = _data_folder(where, keys)
        write_more(open_folder(kept).profiles, profiles - 1)

        def program(settle: float) -> Start:
            data = folder / "data"
            shutil.copytree(kept, data, ignore=shutil.ignore_patterns("leadexec-*"))
            found = start(where, keys, _PROGRAM, settle, ["-m", "leadexec_desktop", "--data-dir", str(data)])
            shutil.rmtree(data)
            return found

        first = program(1.0)
        bare_command = _bare_command(first.kinds, 0)
        lacking = first.painted - start(where, keys, _BARE, 0.1, bare_command).painted
        bare_command = _bare_command(first.kinds, lacking)

        def pairs(times: int, settle: float) -> list[tuple[Start, Start]]:
            return [(program(settle), start(where, keys, _BARE, settle, bare_command)) for _ in range(times)]

        quick, long = pairs(runs, 0.0), pairs(long_runs, settle_s)
    place = "on a virtual screen" if on_screen else "off screen"
    if profiles > 1:
        place = f"{profiles:,} profiles, {place}"
    return [_ready(quick, place), *([_memory(long, place, settle_s)] if long else [])]


def _bare_command(kinds: Mapping[str, int], more: int) -> list[str]:
    told = {"kinds": {kind: count for kind, count in kinds.items() if kind != "other"}, "more": more}
    return [str(_HERE / "bare_window.py"), json.dumps(told)]


def _data_folder(where: Session, keys: Keyboard | None) -> Path:
    """A data folder that has been in use: with its profile, some history, and no lead in the form."""
    place = where.folder / "kept"
    file = twelve_fields.write(where.folder / "twelve.leadprofile")
    command = ["-m", "leadexec_desktop", "--data-dir", str(place), "--import-profile", str(file)]
    start(where, keys, _PROGRAM, 0.0, command)
    database = open_database(open_folder(place).database, bytes.fromhex(where.secret("database")))
    try:
        Drafts(database).delete("submit")
        add_history(Deliveries(database), _HISTORY)
    finally:
        database.close()
    return place


def _how(pairs: Sequence[tuple[Start, Start]]) -> str:
    own, bare = pairs[0]
    return (
        "starts each, by turns; least / median, and the ratio of the least. Widgets painted (made): program "
        f"{own.painted} ({own.made}), bare window {bare.painted} ({bare.made})."
    )


def _ready(pairs: Sequence[tuple[Start, Start]], place: str) -> Row:
    ready = [[pair[side].ready_s * 1000 for pair in pairs] for side in (0, 1)]
    ratio = min(ready[0]) / min(ready[1])
    return Row(
        f"Window ready, {place}",
        spread(ready[0], "ms", 0),
        f"{spread(ready[1], 'ms', 0)} (bare window)",
        f"{ratio:.2f} times",
        f"{_READY_AT_MOST} times",
        ratio <= _READY_AT_MOST,
        f"From the process's start until a key struck in the first field was painted. {len(pairs)} {_how(pairs)}",
    )


def _memory(pairs: Sequence[tuple[Start, Start]], place: str, settle_s: float) -> Row:
    memory = [[pair[side].pss_kb / 1024 for pair in pairs] for side in (0, 1)]
    ratio = min(memory[0]) / min(memory[1])
    return Row(
        f"Memory, {place}",
        spread(memory[0], "MB"),
        f"{spread(memory[1], 'MB')} (bare window)",
        f"{ratio:.2f} times",
        f"{_MEMORY_AT_MOST} times",
        ratio <= _MEMORY_AT_MOST,
        f"PSS {settle_s:g} s after that, history of {_HISTORY} leads open, built-in receiver off; without other "
        f"programs of Qt on the machine, which would share pages. {len(pairs)} {_how(pairs)}",
    )
