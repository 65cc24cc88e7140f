"""Profile files of every format there was: each has its file here, which must read for ever."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from leadexec_desktop.profiles.file import ProfileFileError, read_profiles, write_profile
from leadexec_desktop.profiles.migrations import FORMAT, OLDEST_FORMAT, migrated
from leadexec_desktop.profiles.problems import problems_of

FORMATS = Path(__file__).parent / "formats"


def test_every_format_has_its_file() -> None:
    known = [f"{number}.leadprofile" for number in range(OLDEST_FORMAT, FORMAT + 1)]
    assert sorted(path.name for path in FORMATS.iterdir()) == sorted(known)


@pytest.mark.parametrize("path", sorted(FORMATS.iterdir()), ids=lambda path: path.stem)
def test_a_file_of_any_format_reads_and_is_written_as_the_newest(path: Path) -> None:
    data = path.read_bytes()
    assert json.loads(data)["format"] == int(path.stem)
    read = read_profiles(data, path.name)
    (profile,) = read.profiles
    assert (read.unknown_keys, problems_of(profile)) == ((), [])
    assert (profile.name, len(profile.fields), profile.defaults.aid) == ("Solar \u2013 phone leads", 4, 23)
    written = write_profile(profile)
    assert json.loads(written)["format"] == FORMAT
    assert read_profiles(written, "").profiles == (profile,)


def seconds(raw: Mapping[str, object]) -> Mapping[str, object]:
    """Of a format of minutes."""
    minutes = raw.get("timeout_min")
    rest = {key: value for key, value in raw.items() if key != "timeout_min"}
    return rest | {"timeout_s": minutes * 60} if isinstance(minutes, int) else rest


def titled(raw: Mapping[str, object]) -> Mapping[str, object]:
    """Of a format of titles."""
    return {"name" if key == "title" else key: value for key, value in raw.items()}


STEPS = (titled, seconds)
"""Formats 1 and 2, as if this were format 3."""


def of(version: Any, **changes: Any) -> bytes:
    least = {"format": version, "id": "p1", "endpoint": "https://example.com", "vid": 1, "lid": 2}
    return json.dumps(least | changes, indent=1).encode()


@pytest.mark.parametrize(
    "data",
    [
        of(1, title="P", timeout_min=2, colour="red"),
        of(2, name="P", timeout_min=2, colour="red"),
        of(3, name="P", timeout_s=120, colour="red"),
    ],
)
def test_an_older_profile_goes_through_each_step_after_its_own(data: bytes) -> None:
    read = read_profiles(data, "p", STEPS)
    (profile,) = read.profiles
    assert (profile.name, profile.timeout_s, profile.unknown) == ("P", 120.0, {"colour": "red"})
    assert read.unknown_keys == ("colour",)


def test_profiles_of_several_formats_may_stand_in_one_file() -> None:
    both = b"[" + of(1, title="Old") + b"," + of(3, name="New", id="p2") + b"]"
    assert [profile.name for profile in read_profiles(both, "p", STEPS).profiles] == ["Old", "New"]


def test_a_step_does_not_change_what_it_was_given() -> None:
    raw = {"title": "P", "timeout_min": 1}
    assert migrated(raw, 1, STEPS) == {"name": "P", "timeout_s": 60}
    assert raw == {"title": "P", "timeout_min": 1}
    assert migrated(raw, 3, STEPS) is raw


@pytest.mark.parametrize(
    "data, place, reason",
    [
        (of(4, name="P"), "line 2, format", "is 4, and this version of LeadExec Desktop reads 3 at most; update the"),
        (of(0, name="P"), "line 2, format", "must be 1 to 3."),
        (of(2.0, name="P"), "line 2, format", "must be 1 to 3."),
        (of(1, title="P", vid="x"), "line 5, vid", "must be a whole number"),
        (of(1, title="P", timeout_min=60), "line 1, timeout_s", "must be from 1 to 600 seconds."),
        (of(1, title="P", api_key="hunter2"), "line 8, api_key", "holds a secret"),
    ],
)
def test_a_fault_is_named_as_in_any_file(data: bytes, place: str, reason: str) -> None:
    with pytest.raises(ProfileFileError) as caught:
        read_profiles(data, "p", STEPS)
    assert caught.value.place == place
    assert caught.value.reason.startswith(reason)
