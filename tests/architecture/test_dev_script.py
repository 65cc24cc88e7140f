"""The script that sets up, runs, tests and locks the checkout."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"
LOCKS = sorted(PACKAGING.glob("*.lock"))


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, in a checkout of its own."""
    spec = importlib.util.spec_from_file_location("dev", PACKAGING / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "stamp")
    for folder in ("packaging", ".venv"):
        (tmp_path / folder).mkdir()
    (tmp_path / "pyproject.toml").write_text("[project]", encoding="utf-8")
    for lock in (module.RUN_LOCK, module.DEV_LOCK):
        (tmp_path / "packaging" / lock).write_text(f"# {lock}", encoding="utf-8")
    return module


@pytest.mark.parametrize("changed", ["pyproject.toml", "packaging/requirements.lock"])
def test_the_environment_is_in_step_until_lock_or_project_changes(dev: ModuleType, changed: str) -> None:
    assert not dev.in_step([dev.RUN_LOCK])
    dev.keep_stamp([dev.RUN_LOCK])
    assert dev.in_step([dev.RUN_LOCK])
    with (dev.ROOT / changed).open("a", encoding="utf-8") as file:
        file.write("# changed")
    assert not dev.in_step([dev.RUN_LOCK])


def test_an_environment_to_run_is_not_one_to_test(dev: ModuleType) -> None:
    dev.keep_stamp([dev.RUN_LOCK])
    assert not dev.in_step([dev.RUN_LOCK, dev.DEV_LOCK])


def test_the_line_to_run_fits_who_runs_it(dev: ModuleType) -> None:
    install = "apt-get install --yes --no-install-recommends xvfb dbus"
    assert dev.apt_line("xvfb dbus", root=False) == f"sudo apt-get update && sudo {install}"
    assert dev.apt_line("xvfb dbus", root=True) == f"apt-get update && {install}"


def test_programs_are_where_each_system_keeps_them(dev: ModuleType) -> None:
    assert Path(dev.program("python", windows=True)) == dev.VENV / "Scripts" / "python.exe"
    assert Path(dev.program("python", windows=False)) == dev.VENV / "bin" / "python"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_place(lock: Path) -> None:
    assert not re.search(r"://|file:|--(?:extra-)?index-url|--find-links|(?:^|\s)/", lock.read_text(encoding="utf-8"))


def test_the_lock_for_development_pins_what_the_others_pin(dev: ModuleType) -> None:
    pins = {lock.name: set(re.findall(r"^[a-z0-9-]+==\S+", lock.read_text("utf-8"), re.MULTILINE)) for lock in LOCKS}
    assert pins.keys() == dev.LOCK_SOURCES.keys()
    assert pins[dev.RUN_LOCK] | pins[dev.BUILD_LOCK] < pins[dev.DEV_LOCK]
