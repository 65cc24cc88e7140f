"""How the time of a decoder grows with the size of its input: the slope of a line through the logarithms of both."""

import gc
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import log
from statistics import linear_regression
from time import process_time

from leadexec_desktop.profiles.file import ProfileFileError, read_profiles
from leadexec_desktop.protocol.judging import judge
from leadexec_desktop.protocol.values import Operation, RequestShape

from .hostile import Family
from .inputs import Input
from .targets import answer_of, check

_QUICK_S = 0.004
"""Less than this is the clock's own step, or what a call costs whatever its size."""


@dataclass(frozen=True, slots=True)
class Growth:
    """Bytes and CPU seconds, ascending.

    Attributes:
        slope: 1 for time in proportion to size, 2 for its square; None where all of it is too quick to measure.
    """

    points: tuple[tuple[int, float], ...]
    slope: float | None


def growth_of(family: Family, sizes: Sequence[int], tries: int = 3) -> Growth:
    points = []
    for size in sizes:
        one = family(size)
        seconds = min(_seconds(one) for _ in range(tries))
        points.append((len(one.body) + len(one.head), seconds))
    measured = [(log(size), log(seconds)) for size, seconds in points if seconds >= _QUICK_S]
    # A step, as of a table that no longer fits into the processor's cache, lies within four points or within the last
    # three, where growth that is more than linear shows in both.
    fits = [measured[-count:] for count in (4, 3) if len(measured) >= count]
    slopes = [linear_regression(*zip(*fit, strict=True)).slope for fit in fits]
    return Growth(tuple(points), min(slopes, default=None))


def _seconds(one: Input) -> float:
    # Python's collector goes through all objects again whenever they are a quarter more: in all that is linear too, but
    # it comes in steps, and depends on what else lives in this process.
    gc.collect()
    gc.disable()
    try:
        started = process_time()
        _decode(one)
        return process_time() - started
    finally:
        gc.enable()


def _decode(one: Input) -> None:
    if one.kind == "answer":
        # A family of answers is named after the operation that it answers, if that is no lead.
        judge(RequestShape(Operation(one.name or Operation.GENERAL)), answer_of(one))
    elif one.kind == "profile":
        with suppress(ProfileFileError):
            read_profiles(one.body, "desk.leadprofile")
    else:
        check(one)
