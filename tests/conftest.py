"""What all tests share: a verdict that does not depend on how quick the machine is, or busy."""

import gc
from collections.abc import Iterator

import pytest

from .depth import set_for_every_property

set_for_every_property()  # before a test module is imported, which makes its settings of these


@pytest.fixture(scope="session", autouse=True)
def what_was_collected_stays() -> Iterator[None]:
    """Ten thousand tests are half a second's work for each look through all objects, and none of them goes away."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
