"""A delivery that was acknowledged outlives the process, whenever that is killed."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from leadexec_desktop.store.database import open_database
from leadexec_desktop.store.deliveries import Deliveries

ROUNDS = 20
ADDS_FOR_EVER = """
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from leadexec_desktop.protocol.delivery import Delivery, Destination
from leadexec_desktop.protocol.values import Lead, Operation, RequestShape, SourceIds, LeadRequest
from leadexec_desktop.store.database import open_database
from leadexec_desktop.store.deliveries import Deliveries
path, key, number = sys.argv[1:]
deliveries = Deliveries(open_database(Path(path), bytes.fromhex(key)))
request = LeadRequest(RequestShape(Operation.GENERAL), SourceIds(18, 1), Lead((("FirstName", "x" * 900),)))
destination = Destination("solar", "Solar", "https://leads.leadexec.net")
for each in count():
    delivery_id = f"{number}-{each}"
    deliveries.add(Delivery(delivery_id, datetime.now(UTC), destination, request))
    print(delivery_id, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill is SIGKILL on POSIX")
def test_nothing_acknowledged_is_lost(place: Path, key: bytes, child_environment: dict[str, str]) -> None:
    chance = random.Random(20261103)
    acknowledged: set[str] = set()
    for turn in range(ROUNDS):
        command = [sys.executable, "-c", ADDS_FOR_EVER, str(place), key.hex(), str(turn)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=child_environment) as child:
            assert child.stdout is not None
            seen = [child.stdout.readline() for _ in range(chance.randint(1, 40))]
            child.kill()
            # What it printed before it died was acknowledged as well; half a line was not.
            seen += [line for line in child.stdout if line.endswith("\n")]
        assert child.returncode == -9
        acknowledged |= {line.strip() for line in seen}
    database = open_database(place, key)
    there = {delivery.id for delivery in Deliveries(database).page(None, 10**6)}
    with database.read() as cursor:
        assert [tuple(row) for row in cursor.execute("PRAGMA integrity_check").fetchall()] == [("ok",)]
        assert cursor.execute("PRAGMA cipher_integrity_check").fetchall() == []
    database.close()
    assert len(acknowledged) >= ROUNDS
    assert acknowledged <= there
