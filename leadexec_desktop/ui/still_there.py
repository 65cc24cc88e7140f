"""Answers that come from a thread to a widget that may have been closed meanwhile."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

T = TypeVar("T")


def if_there(owner: QObject, act: Callable[[T], None]) -> Callable[[T], None]:
    """What does something with an answer while its owner is there, and nothing after.

    Args:
        owner: Whom the answer is for.
        act: What is done with it.
    """
    return lambda answer: act(answer) if isValid(owner) else None
