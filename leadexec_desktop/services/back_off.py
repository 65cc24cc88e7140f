"""How long to wait before a receiver is asked again: seconds, then minutes, then hours."""

from collections.abc import Callable

BACK_OFF_S = (
    *(2, 3, 5, 10, 20, 30),
    *(60, 120, 300, 600, 1200, 1800),
    *(3600, 7200, 14_400, 21_600),
)
"""Seconds from one question about a lead to the next; the last one counts from then on."""

JITTER = 0.25
"""By how much more of its time a wait may be longer, so that leads that were queued together are not asked for so."""

OUTAGE_S = (30, 60, 120, 300, 600)
"""Seconds for which a receiver that does not answer is left alone, by how often in a row it did not."""

OUTAGE_JITTER = 0.1
"""By how much more of its time such a pause may be longer."""

_A_DAY_S = 86_400
LONGEST_S = _A_DAY_S * (1 + OUTAGE_JITTER)
"""No wait is longer, not even one that a receiver asks for (`wait_asked_for_s`)."""


def wait_s(tries: int, random: Callable[[], float]) -> float:
    """Seconds to the next question about a lead that was asked for so often: the table's, or somewhat more.

    Args:
        tries: 0 or more.
        random: Gives a number from 0 to 1.
    """
    return BACK_OFF_S[min(tries, len(BACK_OFF_S) - 1)] * (1 + JITTER * random())


def outage_s(failures: int) -> float:
    """Seconds for which a receiver is left alone that has failed so often in a row, 1 or more."""
    return OUTAGE_S[min(failures, len(OUTAGE_S)) - 1]
