"""The lead that is being typed, kept so that nothing is lost when the window closes."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from leadexec_desktop.protocol.values import Encoding, Operation, RedirectKind, ResponseFormat
from leadexec_desktop.services.composing import Chosen
from leadexec_desktop.store.drafts import Drafts

_IN_THE_FORM = "submit"
_SET_ASIDE = "submit, set aside"


@dataclass(frozen=True, slots=True)
class SubmitDraft:
    """What stands on Submit.

    Attributes:
        profile_id: The active profile.
        chosen: Its options.
        typed: Text by wire name, by profile id: what was typed under other profiles too.
        delivery_ids: The delivery of the lead in each profile's form, by profile id; none if it was never sent.
    """

    profile_id: str
    chosen: Chosen
    typed: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    delivery_ids: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class Drafting:
    """Keeps and gives back the draft; may be called from any thread.

    Args:
        drafts: Where it is kept, encrypted.
        now: The time, aware.
    """

    def __init__(self, drafts: Drafts, now: Callable[[], datetime]) -> None:
        self._drafts = drafts
        self._now = now

    def keep(self, draft: SubmitDraft) -> None:
        """Writes the draft down in place of the one before.

        Raises:
            StorageError: It could not be written.
        """
        self._save(_IN_THE_FORM, draft)

    def set_aside(self, draft: SubmitDraft | None) -> None:
        """Keeps a draft that another one has pushed out of the form, in place of the one set aside before.

        Args:
            draft: None if there is nothing to keep any more.

        Raises:
            StorageError: It could not be written.
        """
        if draft is None:
            self._drafts.delete(_SET_ASIDE)
        else:
            self._save(_SET_ASIDE, draft)

    def _save(self, name: str, draft: SubmitDraft) -> None:
        content = {
            "profile_id": draft.profile_id,
            "chosen": asdict(draft.chosen),
            "typed": {profile_id: dict(typed) for profile_id, typed in draft.typed.items()},
            "delivery_ids": dict(draft.delivery_ids),
        }
        self._drafts.save(name, content, self._now())

    def restore(self) -> SubmitDraft | None:
        """The draft that was kept; None if there is none.

        Raises:
            StorageError: It cannot be read.
        """
        return self._load(_IN_THE_FORM)

    def restore_set_aside(self) -> SubmitDraft | None:
        """The draft that was set aside; None if there is none.

        Raises:
            StorageError: It cannot be read.
        """
        return self._load(_SET_ASIDE)

    def _load(self, name: str) -> SubmitDraft | None:
        kept = self._drafts.load(name)
        return None if kept is None else _draft_of(kept.content)


def _draft_of(content: Mapping[str, Any]) -> SubmitDraft:
    chosen = dict(content["chosen"])
    chosen["mode"] = Operation(chosen["mode"])
    chosen["redirect"] = RedirectKind(chosen["redirect"])
    chosen["encoding"] = Encoding(chosen["encoding"])
    chosen["response"] = ResponseFormat(chosen["response"])
    return SubmitDraft(content["profile_id"], Chosen(**chosen), content["typed"], content["delivery_ids"])
