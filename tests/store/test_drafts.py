from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from leadexec_desktop.store.database import Database, open_database
from leadexec_desktop.store.drafts import Draft, Drafts
from leadexec_desktop.store.errors import DamagedDatabaseError

AT = datetime(2026, 11, 3, 17, 4, 5, 678901, tzinfo=UTC)


@pytest.mark.parametrize(
    "content", [{}, {"FirstName": "Zoë"}, {"a": [1, None, {"b": True}], "c": 'a\x00b"\n\ud83d'}], ids=repr
)
def test_a_draft_outlives_the_program(place: Path, key: bytes, content: dict[str, Any]) -> None:
    database = open_database(place, key)
    Drafts(database).save("submit", content, AT)
    database.close()
    database = open_database(place, key)
    assert Drafts(database).load("submit") == Draft("submit", content, AT)
    database.close()


def test_one_draft_for_each_name(database: Database) -> None:
    drafts = Drafts(database)
    assert drafts.load("submit") is None
    drafts.save("submit", {"a": 1}, AT)
    drafts.save("other", {"a": 2}, AT)
    drafts.save("submit", {"b": 3}, AT + timedelta(microseconds=1))
    assert drafts.load("submit") == Draft("submit", {"b": 3}, AT + timedelta(microseconds=1))
    drafts.delete("submit")
    drafts.delete("submit")
    assert drafts.load("submit") is None
    assert drafts.load("other") == Draft("other", {"a": 2}, AT)


def test_what_is_no_json_leaves_the_one_before(database: Database) -> None:
    drafts = Drafts(database)
    drafts.save("submit", {"a": 1}, AT)
    with pytest.raises(TypeError):
        drafts.save("submit", {"a": object()}, AT)
    assert drafts.load("submit") == Draft("submit", {"a": 1}, AT)


def test_a_draft_that_cannot_be_read_is_said(database: Database) -> None:
    Drafts(database).save("submit", {"a": 1}, AT)
    with database.write() as cursor:
        cursor.execute("UPDATE drafts SET content = 'John'")
    with pytest.raises(DamagedDatabaseError, match="submit") as caught:
        Drafts(database).load("submit")
    assert "John" not in str(caught.value)
