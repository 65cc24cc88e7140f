import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import leadexec_desktop
from leadexec_desktop.protocol.delivery import Delivery, Destination
from leadexec_desktop.protocol.values import Lead, LeadRequest, Operation, RequestShape, SourceIds
from leadexec_desktop.store.database import Database, open_database
from leadexec_desktop.store.deliveries import Deliveries
from leadexec_desktop.store.folder import DataFolder, open_folder
from leadexec_desktop.store.opening import open_store
from leadexec_desktop.store.vault import MemoryVault

from .histories import ALL, LEADS, Left, add_with_body, lead

MakeDelivery = Callable[..., Delivery]
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
        request = LeadRequest(
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


# ------------------------------------------------------------------ histories with leads in them


@pytest.fixture
def history(folder: DataFolder, vault: MemoryVault, make_delivery: MakeDelivery) -> DataFolder:
    """A folder whose history has leads in it."""
    store = open_store(folder, vault)
    for number in range(LEADS):
        add_with_body(store, make_delivery(f"lead {number:02}"))
    store.close()
    return folder


@pytest.fixture
def crashed(folder: DataFolder, vault: MemoryVault, make_delivery: MakeDelivery, tmp_path: Path) -> DataFolder:
    """A folder as a program leaves it that died: all its leads are in the log."""
    store = open_store(folder, vault)
    for number in range(LEADS):
        store.deliveries.add(make_delivery(f"lead {number:02}"))
    left = Path(shutil.copytree(folder.path, tmp_path / "left"))
    store.close()
    return DataFolder(left)


@pytest.fixture
def left(folder: DataFolder, vault: MemoryVault, make_delivery: MakeDelivery, tmp_path: Path) -> Left:
    store = open_store(folder, vault)
    for number in range(LEADS):
        add_with_body(store, make_delivery(f"lead {number:02}"))
        if number == LEADS // 2:
            with store.database.read() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()
    right = {delivery_id: lead(store, delivery_id) for delivery_id in ALL}
    copy = DataFolder(Path(shutil.copytree(folder.path, tmp_path / "left")))
    store.close()
    return Left(copy, right)
