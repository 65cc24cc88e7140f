from collections.abc import Iterator
from pathlib import Path

import pytest

from leadexec_desktop.store.folder import DataFolder, open_folder
from leadexec_desktop.store.opening import Store, open_ephemeral
from leadexec_desktop.store.vault import MemoryVault

from .bench import Bench


@pytest.fixture
def store() -> Iterator[Store]:
    opened = open_ephemeral()
    yield opened
    opened.close()


@pytest.fixture
def bench(store: Store) -> Bench:
    return Bench(store)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[DataFolder]:
    opened = open_folder(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()
