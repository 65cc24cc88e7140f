"""What a profile has, as cells that a person types into: each value as text, each text as a value or the reason."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from leadexec_desktop.profiles.model import NUMBER_KINDS, Bound, Campaign, Choice, FieldKind
from leadexec_desktop.profiles.typed_text import plain
from leadexec_desktop.protocol.values import AuthScheme, Encoding, Operation, ResponseFormat

Given = str | bool
"""What a person gives a cell: a text, or whether it is ticked."""

_T = TypeVar("_T")
_WHOLE = re.compile(r"-?\d{1,18}")
_NUMBER = re.compile(r"-?\d{1,18}(?:\.\d{1,18})?")
_CAMPAIGN = re.compile(r"(\d{1,18})(?:\s*=(.*)|[\s,;:\u2013\u2014-][\s=,;:\u2013\u2014-]*(.*))?")
_BREAK = re.compile(r"\r\n|\r|\n")
_NO_LINE = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BREAK_SIGN = "\u2424"
"""Stands in a line for a line break, which a line cannot show."""


class UnfitError(ValueError):
    """A text cannot be a value of its cell; the reason is a sentence whose subject is the cell."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One attribute of a profile or a field.

    Attributes:
        label: What it is called on screen and in sentences.
        shown: The value as a person types it.
        read: What a person gave, as a value. The first argument is the value before, whose parts that have no cell
            are kept. Raises UnfitError.
    """

    label: str
    shown: Callable[[Any], Given]
    read: Callable[[Any, Given], Any]


def _text(label: str) -> Cell:
    return Cell(label, str, lambda _, given: str(given))


def _line(label: str) -> Cell:
    """A text whose blanks at both ends are nobody's intention."""
    return Cell(label, str, lambda _, given: str(given).strip())


def _tick(label: str) -> Cell:
    return Cell(label, bool, lambda _, given: bool(given))


def _one_of(label: str, members: type[StrEnum]) -> Cell:
    def read(_: object, given: Given) -> StrEnum:
        try:
            return members(str(given))
        except ValueError:
            raise UnfitError(f"must be one of {', '.join(members)}.") from None

    return Cell(label, str, read)


def _whole(label: str, example: int, *, may_be_empty: bool = False) -> Cell:
    def read(_: object, given: Given) -> int | None:
        text = plain(str(given))
        if not text and may_be_empty:
            return None
        if not text:
            raise UnfitError(f"is empty: a whole number such as {example} belongs here.")
        if not _WHOLE.fullmatch(text):
            raise UnfitError(f"must be a whole number such as {example}.")
        return int(text)

    return Cell(label, lambda value: "" if value is None else str(value), read)


def _seconds(_: object, given: Given) -> float:
    text = plain(str(given))
    if not _NUMBER.fullmatch(text):
        raise UnfitError("must be a number of seconds such as 90.")
    return float(text)


def bound_of(kind: FieldKind, given: Given) -> Bound | None:
    """A least or greatest value as typed: a number for the kinds that are numbers, else the text itself.

    Raises:
        UnfitError: The kind is a number, and the text is none.
    """
    text = plain(str(given))
    if not text:
        return None
    if kind not in NUMBER_KINDS:
        return text
    if not _NUMBER.fullmatch(text):
        raise UnfitError("must be a number such as 18.")
    return float(text) if "." in text else int(text)


def choices_text(choices: tuple[Choice, ...]) -> str:
    """Choices as lines: `value`, or `value = label`; with a tab between where one has a `=` in it."""
    return "\n".join(_choice_line(choice) for choice in choices)


def _shown_line(text: str) -> str:
    """A text as one line that an editor gives back as it was: Qt's gives a no-break space back as a blank."""
    return _NO_LINE.sub(_BREAK_SIGN, text).replace("\xa0", " ")


def _by_line(before: Iterable[_T], line_of: Callable[[_T], str]) -> dict[str, list[_T]]:
    """What lines stand for that were not touched: two may look the same."""
    found: dict[str, list[_T]] = {}
    for own in before:
        found.setdefault(line_of(own), []).append(own)
    return found


def _choice_line(choice: Choice) -> str:
    return _shown_line(_choice_text(choice))


def _choice_text(choice: Choice) -> str:
    if "=" in choice.value or "=" in choice.label:
        return f"{choice.value}\t{choice.label}"
    return choice.value if choice.label == choice.value else f"{choice.value} = {choice.label}"


def choices_of(before: tuple[Choice, ...], given: Given) -> tuple[Choice, ...]:
    """Lines as choices: `value`, or value and label with a tab or else a `=` between; empty lines are none.

    A line that was not touched is the choice that it was, with what no line can show.
    """
    kept = {choice.value: choice.unknown for choice in before}
    untouched = _by_line(before, _choice_line)
    found = []
    for line in _BREAK.split(str(given)):
        if line and untouched.get(line):
            found.append(untouched[line].pop(0))
            continue
        value, _, label = line.partition("\t" if "\t" in line.strip() else "=")
        value, label = (own.strip().replace(_BREAK_SIGN, "\n") for own in (value, label))
        if line.strip():
            found.append(Choice(value, label, kept.get(value, {})))
    return tuple(found)


def campaigns_text(campaigns: tuple[Campaign, ...]) -> str:
    """Campaigns as lines: `23`, or `23 = West`."""
    return "\n".join(_campaign_line(own) for own in campaigns)


def _campaign_line(own: Campaign) -> str:
    return _shown_line(f"{own.aid} = {own.name}" if own.name else str(own.aid))


def campaigns_of(before: tuple[Campaign, ...], given: Given) -> tuple[Campaign, ...]:
    """Lines as campaigns: the AID, and its name behind a `=`, a comma, a tab or a blank; empty lines are none.

    A line that was not touched is the campaign that it was.

    Raises:
        UnfitError: A line does not begin with an AID; it says which.
    """
    kept = {campaign.aid: campaign.unknown for campaign in before}
    untouched = _by_line(before, _campaign_line)
    found = []
    for number, line in enumerate(_BREAK.split(str(given)), 1):
        match = _CAMPAIGN.fullmatch(line.strip())
        if untouched.get(line):
            found.append(untouched[line].pop(0))
        elif match is not None:
            aid, campaign = int(match[1]), (match[2] or match[3] or "").strip()
            found.append(Campaign(aid, campaign.replace(_BREAK_SIGN, "\n"), kept.get(aid, {})))
        elif line.strip():
            raise UnfitError(f"has in line {number} no number at its beginning: write it as in 23 = West.")
    return tuple(found)


PROFILE_CELLS: Mapping[str, Cell] = MappingProxyType(
    {
        "name": _text("Name"),
        "endpoint": _line("Endpoint"),
        "vid": _whole("Lead source (VID)", 18),
        "lid": _whole("Lead type (LID)", 1),
        "campaigns": Cell("Campaigns", campaigns_text, campaigns_of),
        "auth.password": _tick("API password"),
        "auth.scheme": _one_of("Access token", AuthScheme),
        "auth.token_url": _line("Token URL"),
        "auth.client_id": _line("Client ID"),
        "auth.password_on_update": _tick("API password with updates too"),
        "defaults.mode": _one_of("Default mode", Operation),
        "defaults.encoding": _one_of("Default encoding", Encoding),
        "defaults.response": _one_of("Default answer", ResponseFormat),
        "defaults.async": _tick("Answered later"),
        "defaults.return_url": _line("Default return URL"),
        "defaults.aid": _whole("Default campaign", 23, may_be_empty=True),
        "timeout_s": Cell("Time limit", lambda value: f"{value:g}", _seconds),
        "script": _text("Script"),
        "follow_days": _whole("Days to follow a queued lead", 7),
        "retention_days": _whole("Days to keep history", 90, may_be_empty=True),
        "allow_extra_fields": _tick("An agent may add a field to one lead"),
        "auto_duplicate_check": _tick("Check for duplicates by itself"),
        "order_id_anywhere": _tick("An order ID may go with every lead"),
    }
)
"""Cells by their place in a profile's file, but for the operations and the fields."""

FIELD_CELLS: Mapping[str, Cell] = MappingProxyType(
    {
        "name": _text("Name"),
        "label": _text("Label"),
        "kind": _one_of("Kind", FieldKind),
        "required": _tick("Required"),
        "section": _text("Section"),
        "in_ping": _tick("In ping"),
        "in_duplicate_check": _tick("In duplicate check"),
        "default": _text("Default"),
        "placeholder": _text("Placeholder"),
        "help": _text("Help"),
        "max_length": _whole("Longest", 50, may_be_empty=True),
        "min": _text("Least"),
        "max": _text("Greatest"),
        "pattern": _text("Pattern"),
        "pattern_help": _text("Complaint of the pattern"),
        "wire_format": _text("Wire format"),
        "choices": Cell("Choices", choices_text, choices_of),
        "sticky": _tick("Kept for the next lead"),
        "read_only": _tick("Read-only"),
        "hidden": _tick("Hidden"),
        "sensitive": _tick("Sensitive"),
    }
)
"""Cells by the field's key. The bounds of a field are read by its kind: `bound_of`."""
