"""No pattern relies on what some of the supported Pythons match wrongly."""

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "leadexec_desktop"
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{[0-9]*,?[0-9]*\})\+(?!\w)|\(\?>")


def test_no_group_is_possessive_or_atomic() -> None:
    """Before Python 3.11.5 a possessive group loses its place where an alternative fails in its midst (gh-106052)."""
    found = [
        f"{path.relative_to(PACKAGE)}:{number}"
        for path in PACKAGE.rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if POSSESSIVE_GROUP.search(line)
    ]
    assert found == []
