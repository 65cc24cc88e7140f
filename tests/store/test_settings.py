import json
from pathlib import Path
from typing import Any

import pytest

from leadexec_desktop.store.settings import Settings


@pytest.mark.parametrize(
    "value, default",
    [(True, False), (3, 0), (1.5, 0.0), ("Übersicht", ""), ([1, "a"], []), ({"x": None}, {})],
)
def test_a_setting_outlives_the_process(tmp_path: Path, value: Any, default: Any) -> None:
    path = tmp_path / "settings.json"
    Settings(path).put("key", value)
    again = Settings(path)
    assert again.get("key", default) == value
    assert again.get("other", default) == default
    assert again.moved_aside is None


def test_a_setting_of_another_type_is_none() -> None:
    settings = Settings(None)
    settings.put("zoom", "large")
    assert settings.get("zoom", 100) == 100
    settings.put("open", 1)
    assert settings.get("open", False) is False
    settings.put("open", True)
    assert settings.get("open", False) is True


def test_the_same_value_again_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    settings = Settings(path)
    settings.put("key", 1)
    path.unlink()
    settings.put("key", 1)
    assert not path.exists()
    settings.put("key", 2)
    assert json.loads(path.read_bytes()) == {"key": 2}


@pytest.mark.parametrize("broken", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000], ids=lambda it: repr(it[:9]))
def test_a_broken_file_is_moved_aside_and_told_once(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "settings.json"

    def broken_settings(number: int) -> Settings:
        path.write_bytes(broken)
        settings = Settings(path)
        assert settings.moved_aside == tmp_path / f"settings.json.broken-{number}"
        assert settings.moved_aside.read_bytes() == broken
        assert settings.get("key", 7) == 7
        return settings

    broken_settings(1)
    broken_settings(2).put("key", 8)
    again = Settings(path)
    assert again.moved_aside is None
    assert again.get("key", 7) == 8


def test_in_memory_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(None)
    settings.put("key", "value")
    assert settings.get("key", "") == "value"
    assert list(tmp_path.iterdir()) == []
