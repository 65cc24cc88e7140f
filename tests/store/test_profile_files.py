import stat
import sys
from pathlib import Path

import pytest

from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.profile_files import ProfileFiles, ReadFiles, file_name

AN_ID = "0b7c5d0e-6f5e-4a58-9b5e-2f8a3f1f5a10"


@pytest.fixture(params=["folder", "memory"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> ProfileFiles:
    return ProfileFiles(tmp_path if request.param == "folder" else None)


def test_written_replaced_read_deleted(files: ProfileFiles) -> None:
    files.write("b", b"1")
    files.write(AN_ID, b"2")
    files.write("b", b"3")
    assert files.read_all().contents == ((f"{AN_ID}.leadprofile", b"2"), ("b.leadprofile", b"3"))
    files.delete("b")
    files.delete("b")
    assert files.read_all().contents == ((f"{AN_ID}.leadprofile", b"2"),)


def test_only_profiles_are_read(tmp_path: Path) -> None:
    (tmp_path / ".a.leadprofile.x.tmp").write_bytes(b"of a crash")
    (tmp_path / "notes.txt").write_bytes(b"")
    ProfileFiles(tmp_path).write("a", b"1")
    assert ProfileFiles(tmp_path).read_all() == ReadFiles((("a.leadprofile", b"1"),))


@pytest.mark.skipif(sys.platform == "win32", reason="rights on Windows are those of the user's own folder")
def test_a_profile_is_for_its_user_alone(tmp_path: Path) -> None:
    ProfileFiles(tmp_path).write("a", b"1")
    assert stat.S_IMODE((tmp_path / "a.leadprofile").stat().st_mode) == 0o600


def test_a_file_that_cannot_be_read_is_named_and_keeps_no_other_back(tmp_path: Path) -> None:
    files = ProfileFiles(tmp_path)
    for profile_id in ("a", "c"):
        files.write(profile_id, profile_id.encode())
    (tmp_path / "b.leadprofile").mkdir()
    found = files.read_all()
    assert found.contents == (("a.leadprofile", b"a"), ("c.leadprofile", b"c"))
    (complaint,) = found.unreadable
    assert str(tmp_path / "b.leadprofile") in complaint.reason


def test_a_folder_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="nowhere"):
        ProfileFiles(tmp_path / "nowhere").read_all()


@pytest.mark.parametrize(
    "profile_id",
    [
        "",
        ".",
        "..",
        "../../etc/passwd",
        "a/b",
        "a\\b",
        "A",
        "con",
        "com1",
        "nul",
        "a.b",
        "ä",
        "x" * 65,
        "a\n",
        "-a",
        "\ud800",
    ],
)
def test_an_id_that_some_disk_does_not_take_is_hashed(profile_id: str, tmp_path: Path) -> None:
    name = file_name(profile_id)
    assert len(name) == len("_" + 32 * "0" + ".leadprofile")
    assert set(name.removeprefix("_").removesuffix(".leadprofile")) <= set("0123456789abcdef")
    ProfileFiles(tmp_path).write(profile_id, b"1")
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("profile_id", [AN_ID, "a", "con-1", "company", "com12", "0"])
def test_a_safe_id_is_the_name(profile_id: str) -> None:
    assert file_name(profile_id) == f"{profile_id}.leadprofile"


def test_ids_that_differ_in_case_are_two_files() -> None:
    assert len({file_name(each).casefold() for each in ("solar", "Solar", "SOLAR")}) == 3
