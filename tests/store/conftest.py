import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import leadexec_desktop
from leadexec_desktop.protocol.delivery import Delivery, Destination
from leadexec_desktop.protocol.values import Lead, Operation, RequestShape, SourceIds, SubmitRequest
from leadexec_desktop.store.database import Database, open_database
from leadexec_desktop.store.deliveries import Deliveries
from leadexec_desktop.store.folder import DataFolder, open_folder
from leadexec_desktop.store.vault import MemoryVault

KEY = bytes(range(32))


@pytest.fixture
def key() -> bytes:
    return KEY


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[DataFolder]:
    opened = open_folder(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def database(place: Path) -> Iterator[Database]:
    opened = open_database(place, KEY)
    yield opened
    opened.close()


@pytest.fixture
def deliveries(database: Database) -> Deliveries:
    return Deliveries(database)


@pytest.fixture
def make_delivery() -> Callable[..., Delivery]:
    def make(delivery_id: str = "first", **changes: Any) -> Delivery:
        request = SubmitRequest(
            RequestShape(Operation.GENERAL),
            SourceIds(18, 1, 23),
            Lead((("FirstName", "John"), ("Phone", "7025550123"))),
        )
        given: dict[str, Any] = {
            "id": delivery_id,
            "created_at_utc": datetime(2026, 11, 3, 17, 4, 5, 678901, tzinfo=UTC),
            "destination": Destination("solar", "Solar", "https://leads.leadexec.net", password=True),
            "request": request,
            "who": "John",
        }
        return Delivery(**(given | changes))

    return make


@pytest.fixture
def child_environment() -> dict[str, str]:
    """The environment of a child process that imports the program as this process did."""
    home = Path(leadexec_desktop.__file__).parent.parent
    return {**os.environ, "PYTHONPATH": str(home), "PYTHONWARNINGS": "error"}
