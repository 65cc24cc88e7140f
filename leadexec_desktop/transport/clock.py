"""The clock that limits are measured by: it goes on while the computer sleeps."""

import sys
import time
from collections.abc import Callable
from functools import partial

now_s: Callable[[], float] = (
    time.monotonic
    if sys.platform == "win32"
    else partial(time.clock_gettime, getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
)
"""Gives seconds that only rise, sleep included.

`time.monotonic` counts sleep on Windows alone. On Linux CLOCK_BOOTTIME does; on macOS, which has none of that name,
CLOCK_MONOTONIC does (`time.monotonic` reads another one there).
"""
