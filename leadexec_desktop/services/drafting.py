"""The lead that is being typed, kept so that nothing is lost when the window closes."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any, TypeVar

from leadexec_desktop.protocol.values import SUBMIT_MODES, Encoding, Operation, RedirectKind, ResponseFormat
from leadexec_desktop.services.composing import Chosen
from leadexec_desktop.store.drafts import Drafts
from leadexec_desktop.store.errors import UnreadableDraftError

T = TypeVar("T")

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
        chosen_elsewhere: The options under other profiles, by profile id: without them a lead that was sent there
            would seem changed, and go out a second time.
    """

    profile_id: str
    chosen: Chosen
    typed: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    delivery_ids: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    chosen_elsewhere: Mapping[str, Chosen] = field(default_factory=lambda: MappingProxyType({}))


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
            "chosen_elsewhere": {profile_id: asdict(chosen) for profile_id, chosen in draft.chosen_elsewhere.items()},
        }
        self._drafts.save(name, content, self._now())

    def restore(self) -> SubmitDraft | None:
        """The draft that was kept; None if there is none, or none that this version can read.

        That one is kept under another name, where the next draft does not take its place: `kept_aside` says so.

        Raises:
            StorageError: It cannot be read.
        """
        return self._load(_IN_THE_FORM)

    def restore_set_aside(self) -> SubmitDraft | None:
        """The draft that was set aside; None if there is none, or none that this version can read, as `restore` has it.

        Raises:
            StorageError: It cannot be read.
        """
        return self._load(_SET_ASIDE)

    def _load(self, name: str) -> SubmitDraft | None:
        try:
            kept = self._drafts.load(name)
        except UnreadableDraftError:
            found = None
        else:
            if kept is None:
                return None
            found = _draft_of(kept.content)
        if found is None:
            aside = self._drafts.keep_aside(name)
            told = f"A lead that was being typed cannot be read by this version, and is kept as “{aside}” in history."
            self.kept_aside = (*self.kept_aside, told)
        return found


def _draft_of(content: Mapping[str, Any]) -> SubmitDraft | None:
    """The draft that was written down so; None if this version knows no such draft."""
    try:
        # One of before there were any is worth more without them than none.
        elsewhere = _mapping(_mapping(content).get("chosen_elsewhere", {}))
        typed = {profile_id: _texts(values) for profile_id, values in _mapping(content["typed"]).items()}
        return SubmitDraft(
            _of_type(str, content["profile_id"]),
            _chosen(content["chosen"]),
            typed,
            _texts(content["delivery_ids"]),
            {profile_id: _chosen(chosen) for profile_id, chosen in elsewhere.items()},
        )
    except (KeyError, TypeError, ValueError):
        return None


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
