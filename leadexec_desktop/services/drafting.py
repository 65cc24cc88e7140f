"""The lead that is being typed, kept so that nothing is lost when the window closes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any, TypeVar

from leadexec_desktop.protocol.values import SUBMIT_MODES, Encoding, Operation, RedirectKind, ResponseFormat
from leadexec_desktop.services.composing import Chosen
from leadexec_desktop.services.submit_draft import SubmitDraft
from leadexec_desktop.store.drafts import Draft, Drafts
from leadexec_desktop.store.errors import UnreadableDraftError

T = TypeVar("T")

_IN_THE_FORM = "submit"
_SET_ASIDE = "submit, set aside"


class Drafting:
    """Keeps and gives back the draft; may be called from any thread.

    Args:
        drafts: Where it is kept, encrypted.
        now: The time, aware.

    Attributes:
        kept_aside: What is to be said of drafts that this version cannot read, each once.
    """

    def __init__(self, drafts: Drafts, now: Callable[[], datetime]) -> None:
        self._drafts = drafts
        self._now = now
        self.kept_aside: tuple[str, ...] = ()

    def keep(self, draft: SubmitDraft) -> None:
        """Writes the draft down in place of the one before.

        Raises:
            StorageError: It could not be written.
        """
        self._drafts.save_all({_IN_THE_FORM: _content_of(draft)}, self._now())

    def as_kept(self, draft: SubmitDraft) -> Draft:
        """The draft as it is written down, for a write that keeps something else too."""
        return Draft(_IN_THE_FORM, _content_of(draft), self._now())

    def set_aside(self, drafts: Sequence[SubmitDraft], in_the_form: SubmitDraft | None = None) -> None:
        """Keeps the drafts that others have pushed out of the form, in place of those set aside before.

        Args:
            drafts: All of them; empty if there is nothing to keep any more.
            in_the_form: What stands in the form from now on: written in the same step, for where a lead changes its
                place, half of it done would be a lead lost. None leaves what is kept.

        Raises:
            StorageError: Nothing was written.
        """
        contents: dict[str, Mapping[str, Any] | None] = {
            _SET_ASIDE: {"drafts": [_content_of(draft) for draft in drafts]} if drafts else None
        }
        if in_the_form is not None:
            contents[_IN_THE_FORM] = _content_of(in_the_form)
        self._drafts.save_all(contents, self._now())

    def restore(self) -> SubmitDraft | None:
        """The draft that was kept; None if there is none, or none that this version can read.

        That one is kept under another name, where the next draft does not take its place: `kept_aside` says so.

        Raises:
            StorageError: It cannot be read.
        """
        found = self._load(_IN_THE_FORM, lambda content: [content])
        return found[0] if found else None

    def restore_set_aside(self) -> tuple[SubmitDraft, ...]:
        """The drafts that were set aside; none that this version cannot read, as `restore` has it.

        Raises:
            StorageError: They cannot be read.
        """
        return tuple(self._load(_SET_ASIDE, lambda content: content["drafts"]))

    def _load(self, name: str, split: Callable[[Mapping[str, Any]], list[Any]]) -> list[SubmitDraft]:
        try:
            kept = self._drafts.load(name)
            if kept is None:
                return []
            return [_draft_of(content) for content in _of_type(list, split(kept.content))]
        except (UnreadableDraftError, KeyError, TypeError, ValueError):
            aside = self._drafts.keep_aside(name)
            told = f"A lead that was being typed cannot be read by this version, and is kept as “{aside}” in history."
            self.kept_aside = (*self.kept_aside, told)
            return []


def _content_of(draft: SubmitDraft) -> dict[str, Any]:
    return {
        "profile_id": draft.profile_id,
        "chosen": asdict(draft.chosen),
        "typed": {profile_id: dict(typed) for profile_id, typed in draft.typed.items()},
        "delivery_ids": dict(draft.delivery_ids),
        "chosen_elsewhere": {profile_id: asdict(chosen) for profile_id, chosen in draft.chosen_elsewhere.items()},
        "sent_as": {profile_id: dict(typed) for profile_id, typed in draft.sent_as.items()},
    }


def _draft_of(content: object) -> SubmitDraft:
    """The draft that was written down so.

    Raises:
        KeyError, TypeError, ValueError: This version knows no such draft.
    """
    kept = _mapping(content)
    # One of before there were any is worth more without them than none.
    elsewhere = _mapping(kept.get("chosen_elsewhere", {}))
    return SubmitDraft(
        _of_type(str, kept["profile_id"]),
        _chosen(kept["chosen"]),
        {profile_id: _texts(values) for profile_id, values in _mapping(kept["typed"]).items()},
        _texts(kept["delivery_ids"]),
        {profile_id: _chosen(chosen) for profile_id, chosen in elsewhere.items()},
        {profile_id: _texts(values) for profile_id, values in _mapping(kept.get("sent_as", {})).items()},
    )


def _chosen(value: object) -> Chosen:
    return Chosen(**{name: _READERS[name](own) for name, own in _mapping(value).items()})


def _of_type(kind: type[T], value: object) -> T:
    if type(value) is not kind:  # not isinstance: true is an int
        raise TypeError
    return value


def _mapping(value: object) -> dict[str, Any]:
    return _of_type(dict, value)


def _texts(value: object) -> dict[str, str]:
    return {name: _of_type(str, text) for name, text in _mapping(value).items()}


def _mode(value: str) -> Operation:
    mode = Operation(value)
    if mode not in SUBMIT_MODES:
        raise ValueError
    return mode


_READERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        **{own.name: partial(_of_type, str) for own in fields(Chosen)},
        "mode": _mode,
        "redirect": RedirectKind,
        "encoding": Encoding,
        "response": ResponseFormat,
        "is_async": partial(_of_type, bool),
        "aid": lambda value: None if value is None else _of_type(int, value),
        "no_sell": partial(_of_type, bool),
    }
)
"""How each option is read; those that are not named are texts."""
