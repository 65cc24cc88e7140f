"""No decoder takes more than linear time, whatever it is given; `python -m tests.fuzz` measures it up to megabytes."""

import pytest

from .growth import growth_of
from .hostile import FAMILIES

SMALL, LARGE = 32 * 1024, 256 * 1024
MOST = (LARGE // SMALL) * 4
"""Times as long: linear gives 8, quadratic 64."""
QUICK_S = 0.008


@pytest.mark.parametrize("name", FAMILIES)
def test_eight_times_the_input_takes_nowhere_near_sixty_four_times_as_long(name: str) -> None:
    for tries in (1, 3, 9):  # again only where another process may have been in the way
        (_, small_s), (_, large_s) = growth_of(FAMILIES[name], (SMALL, LARGE), tries).points
        if large_s < max(QUICK_S, small_s * MOST):
            break
    else:
        pytest.fail(f"{name}: {LARGE // SMALL} times the input takes more than {MOST} times as long")
