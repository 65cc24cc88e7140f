"""The computer's own profiles: where the platform has them, and that reading them never keeps a seat from working."""

import os
import sys
from pathlib import Path

import pytest

from leadexec_desktop.store.errors import StorageError
from leadexec_desktop.store.profile_files import ProfileFiles, ReadFiles
from leadexec_desktop.store.system_profiles import read_system_profiles, system_profile_folders

IS_LINUX = sys.platform == "linux"


@pytest.mark.skipif(not IS_LINUX, reason="the variable is that of Linux desktops")
@pytest.mark.parametrize(
    "said, places",
    [
        ("{0}/a:{0}/b", ["{0}/a", "{0}/b"]),
        ("{0}/a:relative:{0}/a:", ["{0}/a"]),
        ("", ["/etc/xdg"]),
        (None, ["/etc/xdg"]),
    ],
)
def test_on_linux_they_are_where_the_desktop_s_rules_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str | None, places: list[str]
) -> None:
    monkeypatch.delenv("XDG_CONFIG_DIRS", raising=False)
    if said is not None:
        monkeypatch.setenv("XDG_CONFIG_DIRS", said.format(tmp_path))
    expected = [Path(place.format(tmp_path), "leadexec-desktop", "profiles") for place in places]
    assert list(system_profile_folders()) == expected


@pytest.mark.parametrize(
    "platform, place",
    [
        pytest.param(
            "darwin",
            "/Library/Application Support/leadexec-desktop/profiles",
            marks=pytest.mark.skipif(sys.platform != "darwin", reason="of macOS"),
        ),
        pytest.param(
            "win32",
            r"C:\ProgramData\leadexec-desktop\profiles",
            marks=pytest.mark.skipif(sys.platform != "win32", reason="of Windows"),
        ),
    ],
)
def test_elsewhere_they_are_where_the_platform_keeps_what_is_everybodys(platform: str, place: str) -> None:
    assert (sys.platform, system_profile_folders()[-1]) == (platform, Path(place))


def test_a_platform_has_one_at_least_and_all_of_them_are_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CONFIG_DIRS", raising=False)
    folders = system_profile_folders()
    assert folders
    assert {path.parts[-2:] for path in folders} == {("leadexec-desktop", "profiles")}


def test_a_folder_that_is_not_there_is_no_matter_and_costs_one_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    looked = os.scandir

    def watched(path: Path) -> object:
        asked.append(path)
        return looked(path)

    monkeypatch.setattr(os, "scandir", watched)
    monkeypatch.setattr(os, "stat", lambda *_: pytest.fail("another question"))
    gone = tmp_path / "gone"
    assert read_system_profiles([gone]) == (ReadFiles(()),)
    assert asked == [gone]


def test_profile_files_are_read_by_their_whole_paths(tmp_path: Path) -> None:
    for name in ("b.leadprofile", "a.leadprofile", ".leadprofile", "notes.txt", ".b.leadprofile.x.tmp"):
        (tmp_path / name).write_bytes(name.encode())
    (read,) = read_system_profiles([tmp_path])
    assert read == ReadFiles(
        ((str(tmp_path / "a.leadprofile"), b"a.leadprofile"), (str(tmp_path / "b.leadprofile"), b"b.leadprofile"))
    )


def test_what_cannot_be_read_is_named_and_keeps_no_other_back(tmp_path: Path) -> None:
    (tmp_path / "a.leadprofile").mkdir()
    (tmp_path / "b.leadprofile").write_bytes(b"b")
    (tmp_path / "file").write_bytes(b"")
    inside, no_folder = read_system_profiles([tmp_path, tmp_path / "file"])
    assert [content for _, content in inside.contents] == [b"b"]
    complaints = [*inside.unreadable, *no_folder.unreadable]
    assert all(isinstance(complaint, StorageError) for complaint in complaints)
    assert [str(tmp_path / name) in str(complaints[at]) for at, name in enumerate(("a.leadprofile", "file"))] == [
        True
    ] * 2
    assert all("Ask who looks after this computer" in str(complaint) for complaint in complaints)
    assert "--data-dir" not in "".join(map(str, complaints))


@pytest.mark.skipif(not IS_LINUX, reason="pipes have names on Linux")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.leadprofile")
    (read,) = read_system_profiles([tmp_path])
    assert read.contents == ()
    assert "it is no file" in str(read.unreadable[0])
    own = ProfileFiles(tmp_path).read_all()
    assert (own.contents, len(own.unreadable)) == ((), 1)
