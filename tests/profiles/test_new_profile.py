"""What a new profile begins with, and what a copy is called."""

from dataclasses import fields, replace

import pytest

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.profiles.new_profile import blank_profile, copy_of
from leadexec_desktop.profiles.problems import problems_of

SOLAR = SourceProfile("solar", "Solar", "https://leads.example", 18, 1, script="Hello", unknown={"colour": "red"})


def test_a_blank_profile_lacks_what_a_person_must_say_and_nothing_else() -> None:
    blank = blank_profile("p1", "New source")
    assert (blank.id, blank.name, blank.fields) == ("p1", "New source", ())
    assert [problem.place for problem in problems_of(blank)] == ["endpoint", "vid", "lid"]
    assert problems_of(replace(blank, endpoint="https://leads.example", vid=0, lid=1)) == []


@pytest.mark.parametrize(
    "name, taken, copied",
    [
        ("Solar", (), "Solar (copy)"),
        ("Solar", ("Solar", "Wind"), "Solar (copy)"),
        ("Solar", ("Solar (copy)",), "Solar (copy 2)"),
        ("Solar", ("SOLAR (COPY)", "solar (copy 2)"), "Solar (copy 3)"),
        ("Solar (copy)", ("Solar", "Solar (copy)"), "Solar (copy 2)"),
        ("Solar (copy 2)", ("Solar (copy)", "Solar (copy 2)"), "Solar (copy 3)"),
        ("Solar (copy 2)", (), "Solar (copy)"),
        (" (copy)", (" (copy)",), " (copy) (copy)"),
        ("x" * 200, (), "x" * 193 + " (copy)"),
        ("x" * 200, ("x" * 193 + " (copy)",), "x" * 191 + " (copy 2)"),
        ("x" * 192 + " " + "y" * 7, (), "x" * 192 + " (copy)"),
    ],
)
def test_a_copy_has_a_name_of_its_own_and_the_rest_of_the_first(name: str, taken: tuple[str, ...], copied: str) -> None:
    copy = copy_of(replace(SOLAR, name=name), "p2", iter(taken))
    assert (copy.id, copy.name) == ("p2", copied)
    same = {own.name for own in fields(SOLAR) if getattr(copy, own.name) == getattr(SOLAR, own.name)}
    assert {own.name for own in fields(SOLAR)} - same == {"id", "name"}
    assert problems_of(copy) == []
