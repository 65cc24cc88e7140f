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
        beside: What stands beside the form: the lead ID of an update, a ping's order ID, whose status is asked.
        wires: What the receiver has of the lead that an update changes, by wire name, as far as is known.
        texts: The same as it was put into the form.
        who: Whom it is about.
        process_delivery: An update runs the receiver's automation afterwards.
    """

    typed: Mapping[str, str] = field(default_factory=_nothing)
    beside: str = ""
    wires: Mapping[str, str] = field(default_factory=_nothing)
    texts: Mapping[str, str] = field(default_factory=_nothing)
    who: str = ""
    process_delivery: bool = False


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
        "beside": draft.beside,
        "wires": dict(draft.wires),
        "texts": dict(draft.texts),
        "who": draft.who,
        "process_delivery": draft.process_delivery,
    }


def _draft_of(content: Mapping[str, Any]) -> tuple[tuple[str, str], TabDraft]:
    """A draft that was written down so, with its tab and its profile.

    Raises:
        AttributeError, KeyError, TypeError: This version knows no such draft.
    """
    typed, wires, texts = (_texts(content[name]) for name in ("typed", "wires", "texts"))
    place = (_text(content["tab"]), _text(content["profile_id"]))
    beside = _text(content["beside"] if "beside" in content else content["lead_uid"])  # as it was called at first
    process_delivery = content.get("process_delivery", False) is True
    return place, TabDraft(typed, beside, wires, texts, _text(content["who"]), process_delivery)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _texts(value: Mapping[str, object]) -> dict[str, str]:
    return {_text(name): _text(text) for name, text in value.items()}
