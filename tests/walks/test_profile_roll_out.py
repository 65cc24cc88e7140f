"""Profiles as an administrator hands them out: through the real program, into fresh data folders, and read-only."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from leadexec_desktop.services.profile_library import ProfileLibrary
from leadexec_desktop.store.profile_files import ProfileFiles

from . import leads
from .planted import found_in
from .session import Running, Session
from .walker import Walker

pytestmark = pytest.mark.timeout(600)

SECRETS = {"password": "Planted päss/9", "token": "planted.token-42"}

STRANGE: dict[str, Any] = leads.profile(
    "https://leads.example/eu",
    **{
        "x-colour": {"deep": [1, None, {"x": 1.25}], "a": "Straße"},
        "campaigns": [{"aid": leads.AID, "name": "West", "budget": 1000000}],
        "fields": [{"name": "FirstName", "kind": "text", "icon": "\u2603", "required": True}],
    },
)


WEST, EAST = (leads.GOOD | {"id": f"{name.lower()}-id", "name": name} for name in ("West", "East"))

Started = Callable[..., AbstractContextManager[Running]]


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """A profile with keys that nobody knows, taken in on one seat and exported there."""
    given = leads.write(tmp_path / "given.json", STRANGE)
    first = ProfileLibrary(ProfileFiles(None))
    path = tmp_path / "exported.leadprofile"
    first.export(first.import_file(given).profiles, path)
    return path


@pytest.fixture
def system(desktop: Session) -> Iterator[Path]:
    """The folder for everybody's profiles, empty; gone afterwards, as the other walks have none."""
    folder = desktop.system / "leadexec-desktop" / "profiles"
    folder.mkdir(parents=True)
    yield folder
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


@pytest.fixture
def started(desktop: Session, walker: Walker) -> Started:
    """Starts the program, waits for its form, and ends it; gives what it says on standard error."""

    @contextmanager
    def start(*arguments: str | Path) -> Iterator[Running]:
        program = desktop.program(*arguments)
        try:
            walker.attach(program)
            walker.wait_ready()
            yield program
            assert program.process.poll() is None
            assert "Traceback" not in program.errors
        finally:
            program.kill()

    return start


def test_an_exported_file_is_the_same_in_a_fresh_data_folder_byte_for_byte(
    desktop: Session, started: Started, exported: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "fresh"
    with started("--data-dir", folder, "--import-profile", exported) as program:
        assert "keys that this version does not know (campaigns[].budget, fields[].icon, x-colour)" in program.errors
        for kind, secret in SECRETS.items():
            told = desktop.run_program("--data-dir", folder, "--set-secret", leads.NAME, kind, typed=f"{secret}\n")
            assert (told.status, told.errors) == (0, "")
            assert desktop.secret(f"{leads.PROFILE_ID}/{kind}") == secret
    (kept,) = (folder / "profiles").iterdir()
    assert kept.name == f"{leads.PROFILE_ID}.leadprofile"
    assert kept.read_bytes() == exported.read_bytes()
    again = tmp_path / "again.leadprofile"
    library = ProfileLibrary(ProfileFiles(folder / "profiles"))
    library.export(library.load().profiles, again)
    assert again.read_bytes() == exported.read_bytes()
    content = json.loads(again.read_bytes())
    assert content["x-colour"] == STRANGE["x-colour"]
    assert content["campaigns"] == STRANGE["campaigns"]
    assert content["fields"][0]["icon"] == "\u2603"
    assert found_in(tmp_path, SECRETS) == []


def test_several_of_one_file_where_nothing_is_to_outlive_the_process(
    desktop: Session, started: Started, walker: Walker, tmp_path: Path
) -> None:
    several = leads.write(tmp_path / "several.leadprofile", leads.GOOD, WEST, EAST)
    before = desktop.left()
    with started("--ephemeral", "--import-profile", several, "--profile", "West") as program:
        walker.wait_text("profile.selector.search", "West")
        assert walker.ask("items", "profile.selector") == ["East", leads.NAME, "West"]
        assert program.errors == ""
    # The accessibility bus keeps things of its own, from when somebody first asks it.
    new = [path for path in desktop.left() if path not in before and not {"at-spi", "dconf"} & set(path.parts)]
    assert new == []


def test_everybodys_profiles_are_there_whatever_the_data_folder_and_stay_as_they_are(
    desktop: Session, started: Started, walker: Walker, system: Path, tmp_path: Path
) -> None:
    desk = leads.write(system / "desk.leadprofile", WEST, EAST)
    content, folder = desk.read_bytes(), tmp_path / "data"
    mine = leads.write(tmp_path / "mine.leadprofile", WEST | {"vid": 999}, leads.GOOD)
    with started("--data-dir", folder, "--import-profile", mine, "--profile", "West") as program:
        walker.wait_text("profile.selector.search", "West")
        assert walker.ask("items", "profile.selector") == ["East", leads.NAME, "West"]
        assert (
            f"mine.leadprofile: The profile “West” is set for everybody on this computer, in {desk}" in program.errors
        )
    assert [path.name for path in (folder / "profiles").iterdir()] == [f"{leads.PROFILE_ID}.leadprofile"]
    told = desktop.run_program("--data-dir", folder, "--set-secret", "East", "password", typed="Planted east\n")
    assert (told.status, told.output, told.errors) == (0, "", "")
    assert desktop.secret("east-id/password") == "Planted east"
    with started("--ephemeral", "--profile", "east-id") as program:
        walker.wait_text("profile.selector.search", "East")
        assert program.errors == ""
    assert desk.read_bytes() == content


def test_a_users_own_of_the_same_id_is_named_and_left_and_a_broken_one_keeps_nobody_back(
    started: Started, walker: Walker, system: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    mine = leads.write(tmp_path / "mine.leadprofile", WEST | {"name": "My west"})
    with started("--data-dir", folder, "--import-profile", mine):
        walker.wait_text("profile.selector.search", "My west")
    (own,) = (folder / "profiles").iterdir()
    content = own.read_bytes()
    desk = leads.write(system / "desk.leadprofile", WEST)
    (system / "broken.leadprofile").write_text('{"format": 1,\n"id": "x",}', encoding="utf-8")
    with started("--data-dir", folder) as program:
        assert walker.ask("items", "profile.selector") == ["West"]
        broken, shadowed = program.errors.splitlines()
        assert broken.startswith(f"leadexec-desktop: {system / 'broken.leadprofile'}, line 2, column 11: is no valid")
        assert shadowed == (
            f"leadexec-desktop: {own.name}: the profile “My west” has the id of one that is set for everybody on this "
            f"computer, in {desk}. That one counts, and the file was left alone. Give it an id of its own, or remove "
            "it."
        )
    assert own.read_bytes() == content
