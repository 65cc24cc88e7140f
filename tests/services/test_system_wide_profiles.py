"""Profiles that an administrator put on the computer: they count, cannot be changed, and take nothing away."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from leadexec_desktop.profiles.file import write_profile, write_profiles
from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.services.profile_library import ProfileLibrary
from leadexec_desktop.store.errors import ReadOnlyProfileError
from leadexec_desktop.store.profile_files import ProfileFiles

from .bench import PROFILE


def named(profile_id: str, name: str) -> SourceProfile:
    return replace(PROFILE, id=profile_id, name=name)


SOLAR, WIND, OWN = named("solar", "Solar"), named("wind", "Wind"), named("own", "Own")


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """The computer's folder, with two profiles in one file."""
    folder = tmp_path / "system"
    folder.mkdir()
    (folder / "desk.leadprofile").write_bytes(write_profiles([SOLAR, WIND]))
    return folder


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "own.leadprofile").write_bytes(write_profile(OWN))
    return folder


@pytest.fixture
def library(kept: Path, system: Path) -> ProfileLibrary:
    return ProfileLibrary(ProfileFiles(kept), [system])


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_they_stand_among_the_users_and_are_read_only(library: ProfileLibrary) -> None:
    loaded = library.load()
    assert loaded.profiles == (OWN, SOLAR, WIND)
    assert loaded.read_only == {"solar", "wind"}
    assert loaded.complaints == ()


@pytest.mark.parametrize("profile_id", ["solar", "SOLAR"])
def test_they_cannot_be_changed_or_deleted(library: ProfileLibrary, system: Path, kept: Path, profile_id: str) -> None:
    before = files_in(system), files_in(kept)
    deeds: list[Callable[[], object]] = [
        lambda: library.save(named(profile_id, "Mine")),
        lambda: library.delete(profile_id),
    ]
    for deed in deeds:
        with pytest.raises(ReadOnlyProfileError) as caught:
            deed()
        assert "“Solar”" in caught.value.reason
        assert str(system / "desk.leadprofile") in caught.value.reason
    assert (files_in(system), files_in(kept)) == before
    library.save(named("other", "Other"))
    library.delete("own")
    assert sorted(files_in(kept)) == ["other.leadprofile"]


def test_the_users_own_with_the_same_id_does_not_count_and_stays(library: ProfileLibrary, kept: Path) -> None:
    mine = write_profiles([named("SOLAR", "Mine"), named("water", "Water")])
    (kept / "mine.leadprofile").write_bytes(mine)
    loaded = library.load()
    assert [profile.name for profile in loaded.profiles] == ["Own", "Solar", "Water", "Wind"]
    (complaint,) = loaded.complaints
    assert complaint.startswith("mine.leadprofile: the profile “Mine” has the id of one that is set for everybody")
    assert files_in(kept)["mine.leadprofile"] == mine


def test_of_two_folders_the_first_counts_id_by_id_and_nothing_is_said(kept: Path, system: Path, tmp_path: Path) -> None:
    nearer = tmp_path / "nearer"
    nearer.mkdir()
    (nearer / "solar.leadprofile").write_bytes(write_profile(named("Solar", "Nearer")))
    loaded = ProfileLibrary(ProfileFiles(kept), [tmp_path / "gone", nearer, system]).load()
    assert [profile.name for profile in loaded.profiles] == ["Nearer", "Own", "Wind"]
    assert (sorted(loaded.read_only), loaded.complaints) == (["Solar", "wind"], ())


def test_a_broken_one_is_named_by_its_whole_path_and_the_others_work(library: ProfileLibrary, system: Path) -> None:
    (system / "broken.leadprofile").write_text('{"format": 1,\n"vid": }')
    (system / "no file.leadprofile").mkdir()
    loaded = library.load()
    assert loaded.profiles == (OWN, SOLAR, WIND)
    unreadable, broken = loaded.complaints
    assert broken.startswith(f"{system / 'broken.leadprofile'}, line 2, column 8: is no valid JSON")
    assert str(system / "no file.leadprofile") in unreadable


def test_without_a_folder_for_the_user_s_own_they_are_there_too(system: Path) -> None:
    library = ProfileLibrary(ProfileFiles(None), [system])
    library.save(OWN)
    loaded = library.load()
    assert (loaded.profiles, sorted(loaded.read_only)) == ((OWN, SOLAR, WIND), ["solar", "wind"])


def test_what_is_put_there_later_counts_from_the_next_reading_on(
    library: ProfileLibrary, system: Path, kept: Path
) -> None:
    library.load()
    (system / "own.leadprofile").write_bytes(write_profile(named("own", "Everybody's")))
    assert "own" in library.load().read_only
    with pytest.raises(ReadOnlyProfileError, match="Everybody's"):
        library.delete("own")
    assert files_in(kept) == {"own.leadprofile": write_profile(OWN)}


def test_an_import_leaves_them_and_takes_the_rest(library: ProfileLibrary, kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "given.json"
    path.write_bytes(write_profiles([named("solar", "Other"), WIND, named("water", "Water")]))
    taken = library.import_files([path])
    assert [profile.name for profile in taken.profiles] == ["Wind", "Water"]
    assert taken.read_only == {"wind"}
    (complaint,) = taken.complaints
    assert complaint.startswith("given.json: The profile “Other” is set for everybody on this computer, in ")
    assert sorted(files_in(kept)) == ["own.leadprofile", "water.leadprofile"]
    assert library.load().complaints == ()


def test_they_can_be_exported_and_taken_in_on_another_computer(library: ProfileLibrary, tmp_path: Path) -> None:
    out = tmp_path / "out.leadprofile"
    library.export([SOLAR], out)
    assert json.loads(out.read_bytes())["id"] == "solar"
    elsewhere = ProfileLibrary(ProfileFiles(None))
    assert elsewhere.import_file(out).profiles == (SOLAR,)
    assert elsewhere.load().read_only == frozenset()
