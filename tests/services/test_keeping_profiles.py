"""Profiles that are saved, deleted and exported: nothing but what was asked for is changed, and nothing is lost."""

import json
import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.profiles.file import read_profiles, write_profile, write_profiles
from leadexec_desktop.profiles.model import FieldSpec, SourceProfile
from leadexec_desktop.services.profile_library import ProfileLibrary
from leadexec_desktop.store.errors import (
    DiskFullError,
    NotExportedError,
    NotWritableError,
    StorageError,
    UnfitProfileError,
)
from leadexec_desktop.store.profile_files import ProfileFiles

from ..store.broken_disks import cannot_mount, read_only, small_disk  # noqa: TID252 - tests are found by path
from .bench import PROFILE

SECRET = "planted-hunter2"


def named(profile_id: str, name: str, **changes: Any) -> SourceProfile:
    return replace(PROFILE, id=profile_id, name=name, **changes)


SOLAR, WIND, WATER = named("solar", "Solar"), named("wind", "Wind"), named("water", "Water")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    folder = tmp_path / "profiles"
    folder.mkdir()
    return folder


@pytest.fixture(params=["folder", "memory"])
def library(request: pytest.FixtureRequest, kept: Path) -> ProfileLibrary:
    return ProfileLibrary(ProfileFiles(kept if request.param == "folder" else None))


@pytest.fixture
def on_disk(kept: Path) -> ProfileLibrary:
    return ProfileLibrary(ProfileFiles(kept))


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def anew(folder: Path) -> tuple[tuple[SourceProfile, ...], tuple[str, ...]]:
    """What the next start finds."""
    loaded = ProfileLibrary(ProfileFiles(folder)).load()
    return loaded.profiles, loaded.complaints


# ------------------------------------------------------------------ saving


def test_saved_replaced_deleted(library: ProfileLibrary) -> None:
    library.save(SOLAR)
    library.save(WIND)
    later = named("solar", "Solar later")
    library.save(later)
    assert library.load().profiles == (later, WIND)
    library.delete("solar")
    library.delete("solar")
    library.delete("never there")
    assert library.load().profiles == (WIND,)
    assert library.load().complaints == ()


def test_a_profile_s_file_is_named_by_its_id(kept: Path, on_disk: ProfileLibrary) -> None:
    on_disk.save(SOLAR)
    assert files_in(kept) == {"solar.leadprofile": write_profile(SOLAR)}
    on_disk.delete("solar")
    assert files_in(kept) == {}


def test_names_that_differ_in_case_are_two_profiles(kept: Path, on_disk: ProfileLibrary) -> None:
    both = (named("a", "SOLAR"), named("b", "solar"))
    for profile in both:
        on_disk.save(profile)
    assert (set(anew(kept)[0]), anew(kept)[1]) == (set(both), ())


def test_an_id_in_another_case_takes_the_place_of_the_first(kept: Path, on_disk: ProfileLibrary) -> None:
    """Some keyrings would give both the same secrets."""
    on_disk.save(SOLAR)
    again = named("SOLAR", "Solar again")
    on_disk.save(again)
    assert anew(kept) == ((again,), ())
    on_disk.delete("Solar")
    assert files_in(kept) == {}


@pytest.mark.parametrize("profile_id", ["../../up", "con", "a b", "ü", "x" * 200])
def test_any_id_has_a_file_of_its_own(kept: Path, on_disk: ProfileLibrary, profile_id: str) -> None:
    profile = named(profile_id, "Odd")
    on_disk.save(profile)
    assert anew(kept) == ((profile,), ())
    assert [path.parent for path in kept.parent.rglob("*.leadprofile")] == [kept]
    on_disk.delete(profile_id)
    assert files_in(kept) == {}


def test_a_file_named_by_hand_is_changed_in_place_and_goes_with_its_profile(kept: Path) -> None:
    (kept / "by hand.leadprofile").write_bytes(write_profile(SOLAR))
    library = ProfileLibrary(ProfileFiles(kept))
    later = named("solar", "Later")
    library.save(later)
    assert files_in(kept) == {"by hand.leadprofile": write_profile(later)}
    library.delete("solar")
    assert files_in(kept) == {}


@pytest.mark.parametrize("name", ["several.leadprofile", "wind.leadprofile"])
def test_others_of_the_same_file_stay(kept: Path, name: str) -> None:
    (kept / name).write_bytes(write_profiles([SOLAR, WIND, WATER]))
    library = ProfileLibrary(ProfileFiles(kept))
    later = named("wind", "Later")
    library.save(later)
    assert read_profiles((kept / name).read_bytes(), "").profiles == (SOLAR, later, WATER)
    library.delete("solar")
    library.delete("wind")
    assert files_in(kept) == {name: write_profile(WATER)}
    assert library.load().profiles == (WATER,)


def test_a_file_that_another_profile_has_taken_keeps_that_one(kept: Path) -> None:
    (kept / "solar.leadprofile").write_bytes(write_profile(WIND))
    library = ProfileLibrary(ProfileFiles(kept))
    library.save(SOLAR)
    assert anew(kept) == ((SOLAR, WIND), ())


def test_a_broken_file_is_copied_before_its_profile_takes_its_place(kept: Path) -> None:
    broken = b'{"format": 1, "id": "solar", "script": "a day of work",}'
    (kept / "solar.leadprofile").write_bytes(broken)
    library = ProfileLibrary(ProfileFiles(kept))
    assert [complaint.split(",")[0] for complaint in library.load().complaints] == ["solar.leadprofile"]
    library.save(SOLAR)
    assert files_in(kept) == {
        "solar.leadprofile": write_profile(SOLAR),
        "solar.leadprofile.broken-1": broken,
    }
    assert anew(kept) == ((SOLAR,), ())


def test_what_somebody_wrote_on_the_disk_meanwhile_is_kept_beside(kept: Path) -> None:
    library = ProfileLibrary(ProfileFiles(kept))
    library.save(SOLAR)
    changed = write_profile(replace(SOLAR, script="by hand"))
    (kept / "solar.leadprofile").write_bytes(changed)
    now = replace(SOLAR, vid=99)
    assert "solar.leadprofile.aside-1" in library.save(now)
    assert files_in(kept) == {"solar.leadprofile": write_profile(now), "solar.leadprofile.aside-1": changed}
    assert library.save(replace(now, vid=100)) == ""
    assert len(files_in(kept)) == 2


def test_the_same_written_twice_is_no_change(kept: Path) -> None:
    library = ProfileLibrary(ProfileFiles(kept))
    library.save(SOLAR)
    now = replace(SOLAR, vid=99)
    (kept / "solar.leadprofile").write_text(json.dumps(json.loads(write_profile(SOLAR))), encoding="utf-8")
    assert library.save(now) == ""
    (kept / "solar.leadprofile").write_bytes(write_profile(replace(now, lid=7)))
    assert library.save(replace(now, lid=7)) == ""
    assert files_in(kept).keys() == {"solar.leadprofile"}


def test_an_import_keeps_it_too_and_says_so(kept: Path, tmp_path: Path) -> None:
    library = ProfileLibrary(ProfileFiles(kept))
    library.save(SOLAR)
    changed = write_profile(replace(SOLAR, script="by hand"))
    (kept / "solar.leadprofile").write_bytes(changed)
    (tmp_path / "given.leadprofile").write_bytes(write_profile(replace(SOLAR, vid=7)))
    (said,) = library.import_file(tmp_path / "given.leadprofile").complaints
    assert "solar.leadprofile.aside-1" in said
    assert (kept / "solar.leadprofile.aside-1").read_bytes() == changed


def test_a_file_that_was_broken_since_it_was_read_is_left_alone(kept: Path) -> None:
    (kept / "by hand.leadprofile").write_bytes(write_profile(SOLAR))
    library = ProfileLibrary(ProfileFiles(kept))
    library.load()
    (kept / "by hand.leadprofile").write_bytes(b"{")
    library.delete("solar")
    assert files_in(kept) == {"by hand.leadprofile": b"{"}
    library.load()
    library.save(SOLAR)
    assert files_in(kept) == {"by hand.leadprofile": b"{", "solar.leadprofile": write_profile(SOLAR)}


@pytest.mark.parametrize(
    "profile, reason",
    [
        (named("solar", "Bad", endpoint="http://leads.example"), "endpoint is plain http"),
        (named("solar", "Bad", vid=-1), "vid must be"),
        (named("solar", "Bad", fields=(FieldSpec("vid"),)), "fields[0].name is the name of"),
        (named("solar", "Bad", unknown={"api_key": SECRET}), "api_key holds a secret"),
        (named("solar", ""), "name is empty"),
    ],
)
def test_what_could_not_be_read_again_is_not_written(
    kept: Path, on_disk: ProfileLibrary, tmp_path: Path, profile: SourceProfile, reason: str
) -> None:
    on_disk.save(SOLAR)
    with pytest.raises(UnfitProfileError) as caught:
        on_disk.save(profile)
    assert reason in caught.value.reason
    assert SECRET not in str(caught.value)
    with pytest.raises(UnfitProfileError):
        on_disk.export([WIND, profile], tmp_path / "out.leadprofile")
    assert files_in(kept) == {"solar.leadprofile": write_profile(SOLAR)}
    assert not (tmp_path / "out.leadprofile").exists()


IDS = ("a", "b", "c", "d")
DEEDS = st.lists(st.tuples(st.sampled_from(["save", "delete", "read"]), st.sampled_from([*IDS, "A", "e"])), max_size=8)


@given(homes=st.lists(st.sampled_from(["a", "b", "by hand", "c"]), min_size=4, max_size=4), deeds=DEEDS)
def test_whatever_is_done_wherever_they_stand_only_that_is_changed(
    homes: list[str], deeds: list[tuple[str, str]]
) -> None:
    """Profiles in files of any name, alone or together."""
    files = ProfileFiles(None)
    expected = {profile_id: named(profile_id, profile_id) for profile_id in IDS}
    for home in set(homes):
        there = [expected[profile_id] for profile_id, own in zip(IDS, homes, strict=True) if own == home]
        files.write_named(f"{home}.leadprofile", write_profiles(there))
    library = ProfileLibrary(files)
    for number, (deed, profile_id) in enumerate(deeds):
        if deed == "save":
            expected[profile_id.casefold()] = named(profile_id, f"{profile_id} {number}")
            library.save(expected[profile_id.casefold()])
        elif deed == "delete":
            expected.pop(profile_id.casefold(), None)
            library.delete(profile_id)
        else:
            library.load()
        found = ProfileLibrary(files).load()
        assert (set(found.profiles), found.complaints) == (set(expected.values()), ())


# ------------------------------------------------------------------ a disk that does not do it


@pytest.mark.skipif(bool(cannot_mount()), reason=cannot_mount())
def test_a_folder_that_cannot_be_written_keeps_everything(kept: Path) -> None:
    (kept / "several.leadprofile").write_bytes(write_profiles([SOLAR, WIND]))
    (kept / "water.leadprofile").write_bytes(write_profile(WATER))
    before = files_in(kept)
    library = ProfileLibrary(ProfileFiles(kept))
    changes: list[Callable[[], object]] = [
        lambda: library.save(named("new", "New")),
        lambda: library.save(named("solar", "Later")),
        lambda: library.delete("solar"),
        lambda: library.delete("water"),
    ]
    with read_only(kept):
        for change in changes:
            with pytest.raises(NotWritableError, match="Nothing was changed"):
                change()
        with pytest.raises(NotExportedError, match="Choose another place"):
            library.export([SOLAR], kept / "out.leadprofile")
    assert files_in(kept) == before
    assert library.load().profiles == (SOLAR, WATER, WIND)


@pytest.mark.skipif(bool(cannot_mount()), reason=cannot_mount())
def test_a_full_disk_keeps_everything_and_the_same_deed_works_once_there_is_room(tmp_path: Path) -> None:
    place = tmp_path / "disk"
    place.mkdir()
    longer = named("solar", "Solar", script="x" * 50_000)
    with small_disk(place) as disk:
        folder = place / "profiles"
        folder.mkdir()
        library = ProfileLibrary(ProfileFiles(folder))
        library.save(SOLAR)
        before = files_in(folder)
        disk.fill()
        deeds: list[Callable[[], object]] = [
            lambda: library.save(longer),
            lambda: library.export([longer, WIND], place / "out.leadprofile"),
        ]
        for deed in deeds:
            with pytest.raises(DiskFullError, match="Make room"):
                deed()
        assert files_in(folder) == before
        assert not (place / "out.leadprofile").exists()
        disk.make_room()
        for deed in deeds:
            deed()
        assert anew(folder) == ((longer,), ())


def test_a_place_that_takes_no_file_is_said(
    on_disk: ProfileLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = list(tmp_path.rglob("*"))
    for place in (tmp_path, Path(), tmp_path / "no such folder" / "out.leadprofile"):
        with pytest.raises(StorageError) as caught:
            on_disk.export([SOLAR], place)
        assert str(place) in caught.value.reason
        assert caught.value.next_step == "Choose another place, then export again."
    assert list(tmp_path.rglob("*")) == before


# ------------------------------------------------------------------ there and back


@pytest.mark.skipif(sys.platform == "win32", reason="rights on Windows are those of the folder")
def test_an_exported_file_is_for_others_too(on_disk: ProfileLibrary, tmp_path: Path) -> None:
    """An administrator puts it where everybody reads it; a profile in the data folder is the user's alone."""
    plain = tmp_path / "plain"
    plain.touch()
    on_disk.export([SOLAR], tmp_path / "out.leadprofile")
    assert stat.S_IMODE((tmp_path / "out.leadprofile").stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


STRANGE: dict[str, Any] = {
    "format": 1,
    "id": "Strange id",
    "name": "Straße, 日本",
    "endpoint": "https://leads.example/eu",
    "vid": 1,
    "lid": 2,
    "campaigns": [{"aid": 3, "colour": "red"}],
    "auth": {"password": True, "scheme": "bearer", "mfa": {"deep": [1, None, {"x": 1.25}]}},
    "operations": ["general", "status"],
    "defaults": {"mode": "general", "is_async": 1},
    "timeout_s": 1.5,
    "script": "“first”\nsecond \u2028",
    "fields": [
        {"name": "A", "label": "", "kind": "choice", "choices": [{"value": 7, "icon": "\u2603"}], "token": True}
    ],
    "x": [],
}


def test_exported_taken_in_elsewhere_and_exported_again_it_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    seats = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        seats.append(ProfileLibrary(ProfileFiles(tmp_path / name)))
    first, second = seats
    given = tmp_path / "given.json"
    given.write_text(json.dumps(STRANGE), encoding="utf-8-sig")
    (strange,) = first.import_file(given).profiles
    for number, profiles in enumerate([(strange,), (strange, SOLAR, WIND)]):
        out, back = tmp_path / f"{number} out.leadprofile", tmp_path / f"{number} back.leadprofile"
        first.export(profiles, out)
        taken = second.import_file(out)
        assert taken.profiles == profiles
        second.export(taken.profiles, back)
        assert back.read_bytes() == out.read_bytes()
    assert files_in(tmp_path / "first").items() <= files_in(tmp_path / "second").items()
    (name,) = files_in(tmp_path / "first")
    assert (tmp_path / "second" / name).read_bytes() == (tmp_path / "0 out.leadprofile").read_bytes()
    kept = json.loads((tmp_path / "second" / name).read_bytes())
    assert (kept["x"], kept["auth"]["mfa"]) == ([], STRANGE["auth"]["mfa"])
    assert kept["fields"][0]["choices"] == [{"value": "7", "label": "7", "icon": "\u2603"}]


def test_a_file_that_is_too_large_is_refused_unread(library: ProfileLibrary, tmp_path: Path) -> None:
    huge = tmp_path / "huge.leadprofile"
    with huge.open("wb") as file:
        file.truncate(10**12)  # no memory would hold it
    taken = library.import_files([huge])
    assert taken.profiles == ()
    assert [told for told in taken.complaints if "too large to hold profiles: 20 MB at most" in told] != []


def test_no_profile_is_no_file(on_disk: ProfileLibrary, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no profile"):
        on_disk.export([], tmp_path / "out.leadprofile")
