"""The profiles of a seat: read, imported, found; each broken file named and left alone."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leadexec_desktop.profiles.file import ProfileFileError, read_profiles, write_profile
from leadexec_desktop.profiles.listing import find_profile, in_order
from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.services.profile_library import ProfileLibrary, sandbox_profile
from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.profile_files import ProfileFiles

from .bench import PROFILE

BROKEN = {
    "empty.leadprofile": b"",
    "no-json.leadprofile": b'{"format": 1,',
    "newer.leadprofile": b'{"format": 2}',
    "no-vid.leadprofile": b'{"format": 1, "id": "x", "name": "X", "endpoint": "https://leads.example", "lid": 1}',
    "secret.leadprofile": (
        b'{"format": 1, "id": "x", "name": "X", "endpoint": "https://leads.example", "vid": 1, "lid": 1, '
        b'"password": "planted"}'
    ),
}


def content(profile_id: str, name: str, **more: Any) -> dict[str, Any]:
    return {
        "format": 1,
        "id": profile_id,
        "name": name,
        "endpoint": "https://leads.example",
        "vid": 18,
        "lid": 1,
    } | more


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The library's own folder."""
    folder = tmp_path / "profiles"
    folder.mkdir()
    return folder


@pytest.fixture
def library(kept: Path) -> ProfileLibrary:
    return ProfileLibrary(ProfileFiles(kept))


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file from outside."""

    def write(name: str, *profiles: object) -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(profiles[0] if len(profiles) == 1 else profiles), encoding="utf-8")
        return path

    return write


def names(profiles: tuple[SourceProfile, ...]) -> list[str]:
    return [profile.name for profile in profiles]


# ------------------------------------------------------------------ reading at start


def test_a_new_seat_has_none(library: ProfileLibrary) -> None:
    assert (library.load().profiles, library.load().complaints) == ((), ())


def test_a_file_that_cannot_be_read_is_named_while_the_others_work(kept: Path, library: ProfileLibrary) -> None:
    (kept / "a.leadprofile").mkdir()
    (kept / "solar.leadprofile").write_bytes(write_profile(PROFILE))
    loaded = library.load()
    assert names(loaded.profiles) == ["Solar"]
    (complaint,) = loaded.complaints
    assert str(kept / "a.leadprofile") in complaint


def test_broken_files_are_named_and_left_alone_while_the_others_work(kept: Path, library: ProfileLibrary) -> None:
    for name, data in BROKEN.items():
        (kept / name).write_bytes(data)
    (kept / "solar.leadprofile").write_bytes(write_profile(PROFILE))
    (kept / "notes.txt").write_text("no profile")
    loaded = library.load()
    assert loaded.profiles == (PROFILE,)
    assert [complaint.split(":")[0].split(",")[0] for complaint in loaded.complaints] == sorted(BROKEN)
    assert "planted" not in "".join(loaded.complaints)
    for name, data in BROKEN.items():
        assert (kept / name).read_bytes() == data


def test_profiles_come_by_name(kept: Path, library: ProfileLibrary) -> None:
    for number, name in enumerate(("solar", "Äther", "Wind", "SOLAR", "apple")):
        (kept / f"{number}.leadprofile").write_text(json.dumps(content(str(number), name)))
    loaded = library.load()
    assert names(loaded.profiles) == ["apple", "solar", "SOLAR", "Wind", "Äther"]
    assert in_order(reversed(loaded.profiles)) == loaded.profiles


@pytest.mark.parametrize("copy", ["a copy.leadprofile", "zz copy.leadprofile"])
def test_of_two_with_one_id_the_one_in_its_own_file_counts(kept: Path, library: ProfileLibrary, copy: str) -> None:
    (kept / "solar.leadprofile").write_text(json.dumps(content("solar", "New")))
    others = [content("SOLAR", "Old"), content("wind", "Wind")]
    (kept / copy).write_text(json.dumps(others))
    loaded = library.load()
    assert names(loaded.profiles) == ["New", "Wind"]
    (complaint,) = loaded.complaints
    assert complaint.startswith(f"{copy}: the profile “Old” has the id of one in solar.leadprofile")
    assert json.loads((kept / copy).read_text()) == others


def test_a_folder_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="gone"):
        ProfileLibrary(ProfileFiles(tmp_path / "gone")).load()


# ------------------------------------------------------------------ taking files in


def test_what_is_imported_is_there_at_the_next_start(
    kept: Path, library: ProfileLibrary, put: Callable[..., Path]
) -> None:
    path = put("given.json", content("solar", "Solar", campaigns=[{"aid": 23}]))
    taken = library.import_file(path)
    assert (names(taken.profiles), taken.complaints) == (["Solar"], ())
    assert [each.name for each in kept.iterdir()] == ["solar.leadprofile"]
    assert ProfileLibrary(ProfileFiles(kept)).load() == taken
    path.unlink()
    assert library.load() == taken


def test_a_profile_takes_the_place_of_the_one_with_its_id(
    kept: Path, library: ProfileLibrary, put: Callable[..., Path]
) -> None:
    library.import_file(put("one", content("solar", "Solar"), content("wind", "Wind")))
    library.import_file(put("two", content("solar", "Sun")))
    assert names(library.load().profiles) == ["Sun", "Wind"]
    assert len(list(kept.iterdir())) == 2


def test_a_file_may_hold_several(library: ProfileLibrary, put: Callable[..., Path]) -> None:
    taken = library.import_file(put("both", content("wind", "Wind"), content("solar", "Solar")))
    assert names(taken.profiles) == ["Wind", "Solar"]
    assert names(library.load().profiles) == ["Solar", "Wind"]


def test_unknown_keys_are_kept_and_told_once(kept: Path, library: ProfileLibrary, put: Callable[..., Path]) -> None:
    extra = content("solar", "Solar", colour="blue", fields=[{"name": "A", "size": 3}, {"name": "B", "size": 4}])
    taken = library.import_file(put("given.leadprofile", extra))
    assert taken.complaints == (
        "given.leadprofile has keys that this version does not know (colour, fields[].size); they are kept.",
    )
    written = json.loads((kept / "solar.leadprofile").read_text(encoding="utf-8"))
    assert (written["colour"], written["fields"][1]["size"]) == ("blue", 4)
    assert library.load().complaints == ()


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_taken_in_by_no_part(kept: Path, library: ProfileLibrary, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BROKEN[name])
    with pytest.raises(ProfileFileError, match=name.replace(".", r"\.")):
        library.import_file(path)
    assert list(kept.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(library: ProfileLibrary, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.leadprofile"
    os.mkfifo(pipe)
    taken = library.import_files([pipe])
    assert taken.profiles == ()
    assert "is no file" in taken.complaints[0]
    assert str(pipe) in taken.complaints[0]


def test_nor_is_the_good_profile_of_a_broken_file(
    kept: Path, library: ProfileLibrary, put: Callable[..., Path]
) -> None:
    with pytest.raises(ProfileFileError, match=r"\[1\]\.vid"):
        library.import_file(put("both", content("solar", "Solar"), content("wind", "Wind", vid="18")))
    assert list(kept.iterdir()) == []


def test_a_broken_file_leaves_the_profile_that_was_there(library: ProfileLibrary, put: Callable[..., Path]) -> None:
    library.import_file(put("one", content("solar", "Solar")))
    with pytest.raises(ProfileFileError):
        library.import_file(put("two", content("solar", "Sun", endpoint="http://leads.example")))
    assert names(library.load().profiles) == ["Solar"]


def test_of_two_files_the_good_one_is_taken_and_the_other_named(
    library: ProfileLibrary, put: Callable[..., Path], tmp_path: Path
) -> None:
    good = put("good.json", content("solar", "Solar", colour="blue"))
    bad = put("bad.json", content("wind", "Wind", lid=-1))
    for paths in ([good, bad, tmp_path / "gone.json"], [tmp_path / "gone.json", bad, good]):
        taken = library.import_files(paths)
        assert names(taken.profiles) == ["Solar"]
        assert len(taken.complaints) == 3
        said = "\n".join(taken.complaints)
        assert str(bad) in said
        assert "gone.json" in said
        assert "good.json has keys" in said
    assert names(library.load().profiles) == ["Solar"]
    assert library.import_files([]).profiles == ()


def test_without_a_folder_everything_is_in_memory(put: Callable[..., Path]) -> None:
    library = ProfileLibrary(ProfileFiles(None))
    taken = library.import_file(put("given.json", content("solar", "Solar")))
    assert library.load() == taken
    assert ProfileLibrary(ProfileFiles(None)).load().profiles == ()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, put: Callable[..., Path]) -> None:
    with pytest.raises(StorageError):
        ProfileLibrary(ProfileFiles(tmp_path / "gone")).import_file(put("given.json", content("solar", "Solar")))


# ------------------------------------------------------------------ finding


@pytest.mark.parametrize(
    "wanted, found",
    [
        ("wind", "1"),
        ("Wind", "wind"),
        ("WIND", "2"),
        ("wInD", "wind"),
        ("1", "1"),
        ("Solar", "3"),
        ("", None),
        ("x", None),
    ],
)
def test_an_id_counts_before_a_name_and_the_case_of_a_name_before_another(wanted: str, found: str | None) -> None:
    profiles = read_profiles(
        json.dumps(
            [content("wind", "Wind"), content("1", "wind"), content("2", "WIND"), content("3", "solar")]
        ).encode(),
        "given",
    ).profiles
    assert find_profile(profiles, "wind") == profiles[0]
    profile = find_profile(profiles[1:] if wanted == "wind" else profiles, wanted)
    assert (profile.id if profile else None) == found


def test_of_none_none_is_found() -> None:
    assert find_profile((), "solar") is None


# ------------------------------------------------------------------ the built-in receiver


def test_the_profile_of_the_built_in_receiver_has_its_address() -> None:
    given = json.dumps(content("sandbox", "Sandbox")).encode()
    profile = sandbox_profile(given, "http://127.0.0.1:8123")
    assert (profile.id, profile.name, profile.endpoint) == ("sandbox", "Sandbox", "http://127.0.0.1:8123")
    with pytest.raises(ProfileFileError, match=r"sandbox\.leadprofile"):
        sandbox_profile(b"{}", "http://127.0.0.1:8123")
