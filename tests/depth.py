"""How many examples a property is tried with: few in an everyday run, the same each time; more if that is asked for.

DEEP_TESTS=20 in the environment makes them twenty times as many, and others on every run.
"""

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("DEEP_TESTS", "0"))
USUAL = 50
_NEVER_ASKED = (HealthCheck.too_slow,)


def examples(count: int = USUAL, *unasked: HealthCheck) -> settings:
    """How a property is tried.

    Args:
        count: Examples in an everyday run.
        unasked: What Hypothesis is not to find fault with.
    """
    return settings(max_examples=count * (TIMES or 1), suppress_health_check=[*_NEVER_ASKED, *unasked])


def set_for_every_property() -> None:
    """Makes a property's verdict depend on nothing but the code.

    By default one fails whose example takes longer than 200 ms, or whose examples take long to make: that is said of
    the machine, and of what else runs on it.
    """
    settings.register_profile(
        "leadexec",
        max_examples=USUAL * (TIMES or 1),
        deadline=None,
        derandomize=not TIMES,
        database=None,
        suppress_health_check=_NEVER_ASKED,
        print_blob=True,
    )
    settings.load_profile("leadexec")
