"""`--tour`, as whoever installs the program runs it."""

import re
import struct
from pathlib import Path

import pytest

from .session import Session

pytestmark = pytest.mark.timeout(600)

TOUR = (
    ("general", "/processor/insert/general/json", "accepted"),
    ("redirect", "/processor/insert/manualredirect/json", "accepted"),
    ("returnsends", "/processor/insert/returnsends/json", "accepted"),
    ("transfer", "/processor/insert/transfer/json", "accepted"),
    ("call", "/processor/insert/calldata/json", "accepted"),
    ("general", "/processor/insert/general/json", "rejected"),
    ("ping", "/processor/insert/ping/json", "will accept"),
    ("general", "/processor/insert/general/json", "accepted"),
    ("status", "/information/queuestatus", "accepted"),
    ("update", "/processor/update/json", "accepted"),
    ("duplicate", "/processor/duplicate/check", "duplicate"),
)
PICTURES = len(TOUR) + 1


def test_a_tour_says_and_shows_each_step_and_leaves_nothing_else(bare: Session) -> None:
    pictures = bare.folder / "not yet there" / "pictures"
    told = bare.run_program("--tour", pictures)
    assert (told.status, told.errors) == (0, "")
    steps = [re.fullmatch(r"(\w+): (?:POST|GET) (\S+): ([\w ]+): (\d*)", line) for line in told.output.splitlines()]
    assert all(steps), told.output
    told_steps = tuple(step.groups()[:3] for step in steps if step)
    # What stands for the lead in a status's path is another each time.
    assert tuple((own, re.sub("/[0-9a-f-]{36}$", "", path), word) for own, path, word in told_steps) == TOUR
    ids = [step[4] for step in steps if step]
    assert all(ids[:5])
    assert len(set(ids[:6])) == 6
    assert ids[6] == ""
    assert len(set(ids[7:])) == 1
    taken = sorted(pictures.iterdir())
    assert [picture.suffix for picture in taken] == [".png"] * PICTURES
    assert {size_of(picture) for picture in taken} == {(1280, 720)}
    assert len({picture.read_bytes() for picture in taken}) == PICTURES
    assert bare.left() == []


def test_a_tour_on_a_fine_screen_with_the_platform_named_as_qt_does(bare: Session) -> None:
    pictures = bare.folder / "pictures"
    told = bare.run_program(
        "-platform",
        "offscreen",
        "-style",
        "Fusion",
        "--tour",
        pictures,
        QT_SCALE_FACTOR="2",
        QT_QPA_PLATFORM="no such platform",
    )
    assert (told.status, told.errors) == (0, "")
    assert {size_of(picture) for picture in pictures.iterdir()} == {(2560, 1440)}


def size_of(picture: Path) -> tuple[int, int]:
    """Width and height out of a PNG's head."""
    head = picture.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:])
    return width, height


def test_a_tour_into_a_folder_that_cannot_be_made(bare: Session) -> None:
    place = bare.folder / "a file"
    place.touch()
    told = bare.run_program("--tour", place / "pictures")
    assert (told.status, told.output) == (1, "")
    assert told.errors.startswith("leadexec-desktop: the tour failed: ")
    assert str(place) in told.errors
    assert told.errors.count("\n") == 1
    assert bare.left() == []
