"""What is typed on the tabs beside Submit is kept, and given back by this version and later ones."""

from datetime import UTC, datetime
from typing import Any

import pytest

from leadexec_desktop.services.tab_drafts import TabDraft, TabDrafting
from leadexec_desktop.store.opening import Store, open_ephemeral

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
UPDATE = TabDraft({"FirstName": "Ana"}, "4711", {"FirstName": "Anna"}, {"FirstName": "Anna "}, "Anna Lee", True)
PING = TabDraft({"Zip": "00501"}, "7cef1c61-916c-4ea8-b79f-5572e73c4602")


@pytest.fixture
def store() -> Store:
    return open_ephemeral(None)


@pytest.fixture
def drafting(store: Store) -> TabDrafting:
    return TabDrafting(store.drafts, lambda: NOW)


def test_what_is_kept_comes_back(drafting: TabDrafting) -> None:
    kept = {("update", "solar"): UPDATE, ("ping", "solar"): PING, ("ping", "roof"): TabDraft()}
    drafting.keep(kept)
    assert drafting.restore() == kept


def test_at_first_there_is_none(drafting: TabDrafting) -> None:
    assert drafting.restore() == {}


def content(**changes: object) -> dict[str, Any]:
    own = {"tab": "update", "profile_id": "solar", "typed": {"FirstName": "Ana"}, "wires": {}, "texts": {}, "who": ""}
    return {"tabs": [{**own, "beside": "4711", **changes}]}


def test_one_of_the_first_version_is_read(store: Store, drafting: TabDrafting) -> None:
    first = content(lead_uid="4711")
    del first["tabs"][0]["beside"]
    store.drafts.save("tabs", first, NOW)
    assert drafting.restore() == {("update", "solar"): TabDraft({"FirstName": "Ana"}, "4711")}


@pytest.mark.parametrize("changes", [{"typed": None}, {"beside": 4711}, {"typed": {"FirstName": 1}}, {"who": []}])
def test_what_no_version_wrote_is_kept_aside(store: Store, drafting: TabDrafting, changes: dict[str, object]) -> None:
    store.drafts.save("tabs", content(**changes), NOW)
    assert drafting.restore() == {}
    assert store.drafts.load("tabs") is None
