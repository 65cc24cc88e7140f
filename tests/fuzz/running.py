"""Many inputs, in one process or several: what became of them, and what the decoders let through."""

import faulthandler
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from random import Random
from time import process_time

from .inputs import KINDS, Input, corpus
from .mutations import mutated
from .targets import check

_SHARES: Mapping[str, int] = {"answer": 60, "packed": 8, "profile": 12, "request": 20}
_AT_A_TIME = 5_000
_STUCK_S = 600
"""Seconds after which so many inputs are taken for stuck: the process then says where, and ends."""


@dataclass(slots=True)
class Failure:
    number: int
    one: Input
    error: str


@dataclass(slots=True)
class Tally:
    """What became of the inputs of one kind."""

    count: int = 0
    seconds: float = 0.0
    slowest_s: float = 0.0
    slowest: int = 0
    words: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.count += other.count
        self.seconds += other.seconds
        if other.slowest_s > self.slowest_s:
            self.slowest_s, self.slowest = other.slowest_s, other.slowest
        self.words += other.words
        self.failures += other.failures


def input_of(seed: int, number: int, known: Mapping[str, tuple[Input, ...]]) -> Input:
    """The same input for the same seed and number, whichever process makes it."""
    dice = Random(seed * 1_000_000_007 + number)
    (kind,) = dice.choices(KINDS, [_SHARES[kind] for kind in KINDS])
    others = known[kind]
    return mutated(dice.choice(others), others, dice)


def run(seed: int, numbers: range) -> dict[str, Tally]:
    known = corpus()
    tallies = {kind: Tally() for kind in KINDS}
    faulthandler.dump_traceback_later(_STUCK_S, exit=True)
    try:
        for number in numbers:
            one = input_of(seed, number, known)
            _try(tallies[one.kind], number, one)
    finally:
        faulthandler.cancel_dump_traceback_later()
    return tallies


def _try(tally: Tally, number: int, one: Input) -> None:
    started = process_time()
    try:
        tally.words[check(one)] += 1
    except Exception as error:  # noqa: BLE001 - what is looked for
        tally.failures.append(Failure(number, one, f"{type(error).__name__}: {error}"[:200]))
    taken_s = process_time() - started
    tally.count += 1
    tally.seconds += taken_s
    if taken_s > tally.slowest_s:
        tally.slowest_s, tally.slowest = taken_s, number


def run_over_processes(seed: int, count: int, processes: int) -> Iterator[dict[str, Tally]]:
    """The tallies of a few thousand inputs at a time, as they come."""
    pieces = [range(start, min(start + _AT_A_TIME, count)) for start in range(0, count, _AT_A_TIME)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(run, [seed] * len(pieces), pieces)
