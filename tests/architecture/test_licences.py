"""What is bundled at run time is named with its licence, and nothing else is."""

import re
from pathlib import Path

PACKAGING = Path(__file__).parents[2] / "packaging"


def first_words(path: str, pattern: str) -> list[str]:
    return re.findall(pattern, (PACKAGING / path).read_text(encoding="utf-8"), re.MULTILINE)


def test_the_notice_names_what_the_lock_pins() -> None:
    locked = first_words("requirements.lock", r"^([a-z0-9-]+)==")
    named = first_words("licences/NOTICE.md", r"^\| ([a-z0-9-]+) \|")
    assert named == sorted(set(locked))


def test_the_texts_that_qt_does_not_bring_are_there() -> None:
    for name in ("LGPL-3.0.txt", "GPL-3.0.txt"):
        assert "Version 3, 29 June 2007" in (PACKAGING / "licences" / name).read_text(encoding="utf-8")
