from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from leadexec_desktop.store.database import Database, open_database
from leadexec_desktop.store.drafts import Draft, Drafts
from leadexec_desktop.store.errors import UnreadableDraftError

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
    with pytest.raises(UnreadableDraftError, match="submit") as caught:
        Drafts(database).load("submit")
    assert "John" not in str(caught.value)


def test_a_draft_that_is_kept_aside_is_not_overwritten(database: Database) -> None:
    drafts = Drafts(database)
    for number in (1, 2):
        drafts.save("submit", {"of": number}, AT)
        assert drafts.keep_aside("submit") == f"submit.kept-{number}"
    assert drafts.load("submit") is None
    drafts.save("submit", {"of": 3}, AT)
    assert [getattr(drafts.load(name), "content", None) for name in ("submit", "submit.kept-1", "submit.kept-2")] == [
        {"of": 3},
        {"of": 1},
        {"of": 2},
    ]
