"""Which fields of a form a receiver's text speaks of."""

import re
from collections.abc import Mapping

_SHORTEST_NAME = 3
"""Shorter names and labels stand in too many sentences by chance."""


def fields_named(text: str, labels: Mapping[str, str]) -> tuple[str, ...]:
    """The wire names of the fields that a text names, by wire name or label, whole words in any case.

    Look-alike receivers say "Value(s) for DayPhone missing from post or invalid." (beyond the documentation).

    Args:
        text: ResponseDetails.
        labels: Label by wire name, in the order of the form.
    """
    return tuple(
        name for name, label in labels.items() if _stands_in(name, text) or (label != name and _stands_in(label, text))
    )


def _stands_in(word: str, text: str) -> bool:
    if len(word) < _SHORTEST_NAME:
        return False
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None
