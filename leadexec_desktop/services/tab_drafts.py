"""What is typed on the tabs beside Submit, kept so that nothing is lost when the window closes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from leadexec_desktop.store.drafts import Drafts
from leadexec_desktop.store.errors import UnreadableDraftError

_NAME = "tabs"


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class TabDraft:
    """What stands on one tab under one profile.

    Attributes:
        typed: Text by wire name.
        lead_uid: The lead that an update changes.
        wires: What the receiver has of it, by wire name, as far as is known.
        texts: The same as it was put into the form.
        who: Whom it is about.
    """

    typed: Mapping[str, str] = field(default_factory=_nothing)
    lead_uid: str = ""
    wires: Mapping[str, str] = field(default_factory=_nothing)
    texts: Mapping[str, str] = field(default_factory=_nothing)
    who: str = ""


TabDrafts = Mapping[tuple[str, str], TabDraft]
"""Drafts by tab and profile id."""


class TabDrafting:
    """Keeps and gives back what stands on the tabs; may be called from any thread.

    Args:
        drafts: Where it is kept, encrypted.
        now: The time, aware.
    """

    def __init__(self, drafts: Drafts, now: Callable[[], datetime]) -> None:
        self._drafts = drafts
        self._now = now

    def keep(self, kept: TabDrafts) -> None:
        """Writes all of them down in place of those before.

        Raises:
            StorageError: They could not be written.
        """
        content = [
            {"tab": tab, "profile_id": profile_id, **_content_of(draft)} for (tab, profile_id), draft in kept.items()
        ]
        self._drafts.save(_NAME, {"tabs": content}, self._now())

    def restore(self) -> TabDrafts:
        """What was kept; what this version cannot read is kept under another name, and not given back.

        Raises:
            StorageError: It cannot be read.
        """
        try:
            found = self._drafts.load(_NAME)
            return {} if found is None else dict(map(_draft_of, found.content["tabs"]))
        except (UnreadableDraftError, AttributeError, KeyError, TypeError):
            self._drafts.keep_aside(_NAME)
            return {}


def _content_of(draft: TabDraft) -> dict[str, Any]:
    return {
        "typed": dict(draft.typed),
        "lead_uid": draft.lead_uid,
        "wires": dict(draft.wires),
        "texts": dict(draft.texts),
        "who": draft.who,
    }


def _draft_of(content: Mapping[str, Any]) -> tuple[tuple[str, str], TabDraft]:
    """A draft that was written down so, with its tab and its profile.

    Raises:
        AttributeError, KeyError, TypeError: This version knows no such draft.
    """
    texts = (_texts(content[name]) for name in ("typed", "wires", "texts"))
    typed, wires, put = texts
    place = (_text(content["tab"]), _text(content["profile_id"]))
    return place, TabDraft(typed, _text(content["lead_uid"]), wires, put, _text(content["who"]))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _texts(value: Mapping[str, object]) -> dict[str, str]:
    return {_text(name): _text(text) for name, text in value.items()}
