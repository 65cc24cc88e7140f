"""Hundreds of queued leads followed in real time: how long the window stands still, what they leave in memory."""

import gc
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from pathlib import Path
from random import Random

from leadexec_desktop.behind_window import local_now
from leadexec_desktop.profiles.file import read_profiles
from leadexec_desktop.protocol.delivery import Delivery, DeliveryEvent, DeliveryState
from leadexec_desktop.protocol.known_lead import StatusQuery
from leadexec_desktop.protocol.values import RequestShape
from leadexec_desktop.services.back_off import BACK_OFF_S, wait_s
from leadexec_desktop.services.composing import chosen_by_default, compose
from leadexec_desktop.store.deliveries import Change
from leadexec_desktop.store.folder import open_folder
from leadexec_desktop.store.follows import Follow
from leadexec_desktop.store.opening import Store, open_store
from leadexec_desktop.store.vault import MemoryVault

from . import twelve_fields
from .latency import helper
from .memory import own_kb
from .opened import Opened, opened, rest
from .stalls import Gaps, still_rows
from .table import Row

_NAME = "data"
_OPENING_S = 6.0
"""Time for the window to open before it is watched."""
_PATIENCE_S = 120.0
_FIRST_PART = 0.25
"""Of the time; what is loaded for the first questions counts for nobody's memory."""
_MOST_BYTES = 1000.0

Log = Mapping[str, Sequence[int]]
"""When each path was asked for, in ns, as the receiver saw it."""


def measure(folder: Path, leads: int, idle_s: float, seconds: float, silent_s: Sequence[float]) -> list[Row]:
    """Opens a window over so many queued leads, and watches it before the first is due, and while they are followed.

    Args:
        folder: On a disk.
        leads: How many.
        idle_s: How long it is watched before.
        seconds: How long they are followed; they are returned from the middle of that time on.
        silent_s: From when to when their receiver does not answer; empty if it always does. If it does not, all of them
            are followed to their end, however long that takes.
    """
    path, vault = folder / "log", MemoryVault()
    with helper("aging_receiver.py", str(path)) as receiver:
        endpoint = f"http://127.0.0.1:{receiver.number()}"
        begin = local_now() + timedelta(seconds=_OPENING_S + idle_s)
        _queue(folder, vault, endpoint, leads, begin)
        receiver.tell(" ".join(map(str, (begin.timestamp(), seconds, *(silent_s or (0, 0))))))
        with opened(folder, endpoint, name=_NAME, vault=vault) as program:
            gaps = Gaps()
            gc.collect()
            gc.freeze()  # as the program does after its start: garbage is not looked for in what that has made
            rest(max(0.0, (begin - local_now()).total_seconds() - idle_s))
            idle_ms = gaps.over(idle_s)
            began_ns = time.monotonic_ns()
            followed_ms = gaps.over(seconds * _FIRST_PART)
            before_kb, counted_from_ns = own_kb(), time.monotonic_ns()
            followed_ms += gaps.over(seconds * (1 - _FIRST_PART))
            grown_kb = own_kb() - before_kb
            if silent_s:
                _wait_ended(program, leads)
            took_s = (time.monotonic_ns() - began_ns) / 1e9
        log = _log(path)
    forgotten, ended = _forgotten(folder, vault, leads)
    asked = [at_ns for times in log.values() for at_ns in times]
    silence = f", silent from {silent_s[0]:g} to {silent_s[1]:g} s" if silent_s else ""
    note = (
        f"{len(asked):,} questions about {leads} leads to a receiver on loopback, a process of its own{silence}; from "
        f"when the first was due until {took_s:.0f} s later; {ended} of them were returned by then."
    )
    return [
        *still_rows(f"Window stands still, {leads} leads followed", followed_ms, idle_ms, f"{note} {idle_s:g} s idle."),
        _memory_row(before_kb, grown_kb, sum(at_ns > counted_from_ns for at_ns in asked), note),
        _facts_row(log, leads, took_s, forgotten, note),
    ]


def _wait_ended(program: Opened, leads: int) -> None:
    """Waits until all of them are at their end; a busy computer takes longer than they need."""
    end_s = time.monotonic() + _PATIENCE_S
    while {each.outcome for each in program.desk.history.page(None, leads)} != {"returned"}:
        assert time.monotonic() < end_s, "waited in vain"
        rest(0.5)


def _queue(folder: Path, vault: MemoryVault, endpoint: str, leads: int, begin: datetime) -> None:
    """Writes queued leads into the data folder, as if all of them had been answered then."""
    store = _store(folder, vault)
    (profile,) = read_profiles(twelve_fields.content(endpoint), "benchmark").profiles
    composed = compose(profile, chosen_by_default(profile), twelve_fields.LEAD)
    assert composed.request is not None
    queued = replace(composed.request, shape=RequestShape(composed.request.shape.operation, is_async=True))
    random = Random(20261103).random
    for number in range(leads):
        made = Delivery(f"lead {number:04}", begin, composed.destination, queued, f"Example {number}")
        store.deliveries.add_claimed(made, at_utc=begin)
        query = StatusQuery(f"00000000-0000-4000-8000-{number:012x}")
        due = begin + timedelta(seconds=wait_s(0, random))
        store.deliveries.advance(
            made.id,
            DeliveryState.SENDING,
            DeliveryEvent.ANSWER_READ,
            at_utc=begin,
            change=Change("queued"),
            follow=Follow(made.id, query, due, begin + timedelta(days=7)),
        )
    store.close()


def _store(folder: Path, vault: MemoryVault) -> Store:
    store = open_store(open_folder(folder / _NAME), vault)
    with store.database.read() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")  # of this connection alone
    return store


def _log(path: Path) -> Log:
    found: dict[str, list[int]] = {}
    for line in path.read_text(encoding="ascii").splitlines():
        at_ns, asked_for = line.split(" ")
        found.setdefault(asked_for, []).append(int(at_ns))
    return found


def _forgotten(folder: Path, vault: MemoryVault, leads: int) -> tuple[int, int]:
    """How many leads are neither at their end nor followed still; and how many are at their end."""
    store = _store(folder, vault)
    ended = {each.id for each in store.deliveries.page(None, leads) if each.outcome == "returned"}
    with store.database.read() as cursor:
        followed = {row["delivery_id"] for row in cursor.execute("SELECT delivery_id FROM follows").fetchall()}
    store.close()
    return leads - len(ended | followed), len(ended)


def _memory_row(before_kb: int, grown_kb: int, questions: int, note: str) -> Row:
    each = grown_kb * 1024 / max(1, questions)
    return Row(
        "Memory while leads are followed",
        f"{(before_kb + grown_kb) / 1024:.1f} MB",
        f"{before_kb / 1024:.1f} MB (after a quarter of the time)",
        f"{each:.0f} bytes a question",
        f"{_MOST_BYTES:g} bytes",
        each <= _MOST_BYTES,
        f"{questions:,} questions between the two; the process's own memory, without that of files. {note}",
    )


def _facts_row(log: Log, leads: int, took_s: float, forgotten: int, note: str) -> Row:
    count = sum(map(len, log.values()))
    most = leads * sum(due_s <= took_s for due_s in accumulate(BACK_OFF_S))
    soon = sum(map(_too_soon, log.values()))
    return Row(
        "Queued leads followed",
        f"{count:,} questions",
        f"{most:,} at most, by the table of waits",
        f"{soon} too soon, {forgotten} forgotten",
        "0",
        (soon, forgotten) == (0, 0) and count <= most,
        f"By the receiver's own log. {note}",
    )


def _too_soon(times_ns: Sequence[int]) -> int:
    """How many questions about one lead came sooner than the table of waits allows."""
    waits_s = ((later - earlier) / 1e9 for earlier, later in pairwise(times_ns))
    return sum(wait < least for wait, least in zip(waits_s, BACK_OFF_S[1:], strict=False))
