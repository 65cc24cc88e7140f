"""What is a person's, and what is a secret, stands in no file of the data folder as it is."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from leadexec_desktop.protocol.delivery import Delivery, DeliveryEvent, DeliveryState, Destination
from leadexec_desktop.protocol.values import Lead, LeadRequest, Operation, RequestShape, SourceIds
from leadexec_desktop.protocol.wire import Answer, Exchange
from leadexec_desktop.store.credentials import SecretKind
from leadexec_desktop.store.database_key import ENTRY
from leadexec_desktop.store.deliveries import Change
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.opening import Store, open_store
from leadexec_desktop.store.profile_files import ProfileFiles
from leadexec_desktop.store.settings import Settings
from leadexec_desktop.store.vault import MemoryVault

AT = datetime(2026, 11, 3, tzinfo=UTC)
IN_THE_DATABASE = (
    *("value", "field", "reference", "who", "reason", "lead-id", "decided", "profile", "endpoint"),
    *("head", "body", "answer", "header", "url", "draft"),
)
IN_THE_VAULT = ("password", "token", "client-secret")
PLANTED = {name: f"planted-{name}-Quetzalcoatl" for name in IN_THE_DATABASE + IN_THE_VAULT}


def plant(store: Store, make_delivery: Callable[..., Delivery]) -> None:
    lead = Lead(((PLANTED["field"], PLANTED["value"]),))
    request = LeadRequest(RequestShape(Operation.GENERAL), SourceIds(1, 1), lead, reference=PLANTED["reference"])
    destination = Destination("solar", PLANTED["profile"], f"https://{PLANTED['endpoint']}")
    store.deliveries.add(make_delivery(request=request, who=PLANTED["who"], destination=destination))
    store.deliveries.advance("first", DeliveryState.WAITING, DeliveryEvent.CLAIMED, at_utc=AT)
    answer = Answer(200, (("X", PLANTED["header"]),), PLANTED["answer"].encode(), PLANTED["url"])
    store.deliveries.advance(
        "first",
        DeliveryState.SENDING,
        DeliveryEvent.ANSWER_READ,
        at_utc=AT,
        exchange=Exchange(PLANTED["head"], PLANTED["body"].encode(), answer),
        change=Change(reason=PLANTED["reason"], lead_id=PLANTED["lead-id"], decided_by=PLANTED["decided"]),
    )
    store.drafts.save("submit", {"values": [PLANTED["draft"]]}, AT)
    store.credentials.set("first", SecretKind.PASSWORD, PLANTED["password"])
    store.credentials.set("first", SecretKind.TOKEN, PLANTED["token"])
    store.credentials.set("first", SecretKind.CLIENT_SECRET, PLANTED["client-secret"])


def found_in(folder: Path, extra: bytes) -> dict[str, list[str]]:
    """Which of the planted values stand in which file, in any encoding that might be met."""
    found: dict[str, list[str]] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            marks = [each.encode(encoding) for each in PLANTED.values() for encoding in ("utf-8", "utf-16-le")]
            hits = [mark.decode(errors="replace") for mark in [*marks, b"Quetzal", extra] if mark in content]
            if hits:
                found[path.name] = hits
    return found


def test_nothing_planted_is_in_any_file(
    folder: DataFolder, vault: MemoryVault, make_delivery: Callable[..., Delivery]
) -> None:
    folder.lock()
    store = open_store(folder, vault)
    plant(store, make_delivery)
    Settings(folder.settings).put("zoom", 100)
    ProfileFiles(folder.profiles).write("solar", b"{}")
    key = (vault.get(ENTRY) or "").encode()
    assert len(key) == 64
    names = {path.name for path in folder.path.rglob("*") if path.is_file()}
    assert {"history.db", "history.db-wal", "keyring.json", "settings.json", "solar.leadprofile"} <= names
    assert folder.database.with_name("history.db-wal").stat().st_size > 4096
    assert found_in(folder.path, key) == {}
    assert found_in(folder.path, bytes.fromhex(key.decode())) == {}
    store.close()
    assert not folder.database.with_name("history.db-wal").exists()
    assert found_in(folder.path, key) == {}

    store = open_store(folder, vault)
    assert store.deliveries.get("first").request.lead.get(PLANTED["field"]) == PLANTED["value"]
    with store.database.read() as cursor:
        everything = "\n".join(
            str(tuple(row))
            for table in ("deliveries", "exchanges", "delivery_events", "drafts")
            for row in cursor.execute(f"SELECT * FROM {table}").fetchall()
        )
    assert {name for name, value in PLANTED.items() if value in everything} == set(IN_THE_DATABASE)
    store.close()


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "leak").write_text(PLANTED["who"])
    assert PLANTED["who"] in found_in(tmp_path, b"0123")["leak"]
