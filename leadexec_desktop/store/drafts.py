"""What is typed and not sent yet, so that a closed window loses nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from leadexec_desktop.store.database import Database
from leadexec_desktop.store.errors import UnreadableDraftError
from leadexec_desktop.store.moments import from_us, to_us


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed under a name.

    Attributes:
        name: Which form it belongs to.
        content: What was typed, as JSON has it.
        saved_at_utc: When it was saved.
    """

    name: str
    content: Mapping[str, Any]
    saved_at_utc: datetime


PUT_DRAFT = "INSERT OR REPLACE INTO drafts (name, content, saved_at_us) VALUES (?, ?, ?)"


def row_of_draft(draft: Draft) -> tuple[str, str, int]:
    """A draft as `PUT_DRAFT` takes it."""
    return draft.name, json.dumps(dict(draft.content)), to_us(draft.saved_at_utc)


class Drafts:
    """One draft for each name; may be called from any thread.

    Args:
        database: Where they are kept: a draft is personal data, and encrypted like history.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, name: str, content: Mapping[str, Any], at_utc: datetime) -> None:
        """Keeps a draft, in place of the one before; as `save_all`."""
        self.save_all({name: content}, at_utc)

    def save_all(self, contents: Mapping[str, Mapping[str, Any] | None], at_utc: datetime) -> None:
        """Keeps drafts, in place of those before: all of them, or none.

        Args:
            contents: What was typed, by the name of the form that it belongs to; nothing in it that JSON does not have,
                and no secret. None forgets the draft of that name.
            at_utc: When.

        Raises:
            StorageError: Nothing was written; those before still stand.
        """
        with self._database.write() as cursor:
            for name, content in contents.items():
                if content is None:
                    cursor.execute("DELETE FROM drafts WHERE name = ?", (name,))
                else:
                    cursor.execute(PUT_DRAFT, row_of_draft(Draft(name, content, at_utc)))

    def load(self, name: str) -> Draft | None:
        """The draft of that name; None if there is none.

        Raises:
            UnreadableDraftError: There is one, and it is no JSON.
            StorageError: It cannot be read.
        """
        with self._database.read() as cursor:
            row = cursor.execute("SELECT content, saved_at_us FROM drafts WHERE name = ?", (name,)).fetchone()
        if row is None:
            return None
        try:
            return Draft(name, json.loads(row["content"]), from_us(row["saved_at_us"]))
        except ValueError:
            raise UnreadableDraftError(name) from None  # its text may quote the draft

    def keep_aside(self, name: str) -> str:
        """Gives a draft another name, so that the next one does not take its place.

        Returns:
            That name: `<name>.kept-1`, or the first number after it that is free.

        Raises:
            StorageError: It has its name still.
        """
        with self._database.write() as cursor:
            taken = {row["name"] for row in cursor.execute("SELECT name FROM drafts").fetchall()}
            aside = next(free for number in count(1) if (free := f"{name}.kept-{number}") not in taken)
            cursor.execute("UPDATE drafts SET name = ? WHERE name = ?", (aside, name))
            return aside

    def delete(self, name: str) -> None:
        """Forgets the draft of that name; nothing if there is none.

        Raises:
            StorageError: It is still there.
        """
        with self._database.write() as cursor:
            cursor.execute("DELETE FROM drafts WHERE name = ?", (name,))
