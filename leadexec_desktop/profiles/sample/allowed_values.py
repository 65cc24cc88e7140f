"""The values that a table permits, out of the many ways in which tables write them."""

import re
from collections.abc import Sequence

from leadexec_desktop.profiles.model import Choice
from leadexec_desktop.profiles.typed_text import trimmed

MOST_CHOICES = 500
_LONGEST_TEXT = 20_000
_LONGEST_VALUE = 80
_MOST_WORDS = 8
_LONGEST_LEAD_IN = 60
_LEAST = 2

_ANNOUNCED = re.compile(
    r"\b(?:(?:allowed|possible|valid|accepted|acceptable|permitted|available) (?:values|options|inputs|choices)"
    r"|one of(?: the following)?|options|values|choices|either)\b(?: (?:are|is))?\s*[:=]?\s*",
    re.IGNORECASE,
)
_CODED_SEQUENCE = re.compile(r"(?:^|(?<=[\s,;]))(\d{1,7})\s?(?:=|-|\u2013|:|=>)\s?(?=\S)(?!\d)", re.ASCII)
_CODED = re.compile(r"(?P<code>[^\s=:]{1,30}?)(?:\s*=>?\s*|\s+[-\u2013]\s+|\s*:\s+)(?P<label>\S.*)")
_ONE_WORD = re.compile(r"[^\s=]{1,30}")
_CODED_BEHIND = re.compile(r"(?P<label>\S.*?)\s*[(\[](?P<code>\d{1,2})[)\]]", re.ASCII)
"""Own (1), Rent (2). Greater numbers there say something else of a value: Excellent (720), Good (680)."""

_NO_LIST = re.compile(
    r"\b(?:digits?|characters?|chars?|valid \w|must|numbers? only|e\.g|example|leading|numeric|as in|is required)\b"
    r"|\b(?:min|max)(?:imum)?\b.{0,12}\d|<=|>=|\bformat\b|#{2}",
    re.IGNORECASE,
)
_DATE_LETTERS = re.compile(r"\b(?:y{2,4}[-/.]?m{1,2}|m{1,2}[-/.]d{1,2}|d{1,2}[-/.]m{1,2})\b", re.IGNORECASE)
_BETWEEN_QUOTES = re.compile(r"([\"'”]) ?(?:or|and) ?(?=[\"'“])")
_BULLET = re.compile(r"^(?:[-*•·\u2013]\s+|\(?[a-z]\)\s+)")
_QUOTES = "\"'“”\u2018\u2019`"
_SPLITS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        r"\n",
        r" ?\| ?",
        r" ?; ?",
        r", (?![^()\[\]]{0,200}[)\]])",
        r",(?![^()\[\]]{0,200}[)\]])",
        r" / ",
        r"(?<=[A-Za-z])/(?=[A-Za-z])",
    )
)
_TRAILING = re.compile(r"^(?:and|or)\s+", re.IGNORECASE)


def choices_of_list(text: str) -> tuple[Choice, ...]:
    """The choices in a cell that is there for them, as in `Yes, No` or `1 = Own; 2 = Rent`; none if it has no list."""
    body = _body(text)
    announced = _ANNOUNCED.search(body[:_LONGEST_LEAD_IN])
    body = body[announced.end() if announced else 0 :]
    return _coded(body) or _plain(body)


def choices_in_prose(text: str) -> tuple[Choice, ...]:
    """The choices that a description names: behind words such as `one of:`, or as codes with their meanings."""
    body = _body(text)
    announced = _ANNOUNCED.search(body)
    if announced is not None and announced[0].rstrip().endswith((":", "=")):
        rest = body[announced.end() :]
        found = _coded(rest) or _plain(rest.rstrip(" ."))
        if found:
            return found
    return _coded(body, is_prose=True)


_ONE_IS_YES = re.compile(
    r"\b1\b['\"]?\W{0,3}(?:is |means |for )?\W?(?:true|yes)\b|\b(?:true|yes)\W{1,4}1\b", re.IGNORECASE
)
_ZERO_IS_NO = re.compile(
    r"\b0\b['\"]?\W{0,3}(?:is |means |for )?\W?(?:false|no)\b|\b(?:false|no)\W{1,4}0\b", re.IGNORECASE
)
_TRUE_FALSE = re.compile(r"\btrue\b\W{1,3}(?:or\W{1,3})?false\b", re.IGNORECASE)
_YES_NO = re.compile(r"\byes\b\W{1,3}(?:or\W{1,3})?no\b", re.IGNORECASE)


_ZERO_OR_ONE = re.compile(r"\b(?:0 ?(?:or|/|,) ?1|1 ?(?:or|/|,) ?0)\b", re.IGNORECASE)


def are_zero_and_one(text: str) -> bool:
    """Whether a text says `0 or 1`."""
    return _ZERO_OR_ONE.search(_body(text)) is not None


def boolean_in_words(text: str) -> str:
    """The `wire_format` of the booleans that a text describes; empty if it describes none."""
    looked_at = _body(text)
    if _ONE_IS_YES.search(looked_at) and _ZERO_IS_NO.search(looked_at):
        return "1/0"
    if _TRUE_FALSE.search(looked_at):
        return "true/false"
    return "yes/no" if _YES_NO.search(looked_at) else ""


def boolean_of_choices(choices: Sequence[Choice]) -> str:
    """The `wire_format` that writes two choices which are yes and no; empty if they are not, or it cannot."""
    meanings = {choice.value.casefold(): choice.label.casefold() for choice in choices}
    if set(meanings) in ({"true", "false"}, {"yes", "no"}):
        return "true/false" if "true" in meanings else "yes/no"
    is_coded = set(meanings) == {"0", "1"} and meanings["1"] in {"1", "yes", "true", "y"}
    return "1/0" if is_coded and meanings["0"] in {"0", "no", "false", "n"} else ""


_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")


def _body(text: str) -> str:
    """The text without runs of spaces, in which the patterns would lose their way."""
    flat = _LINES.sub("\n", _SPACES.sub(" ", text[:_LONGEST_TEXT])).strip()
    return _BETWEEN_QUOTES.sub(r"\1, ", flat)


def _coded(text: str, *, is_prose: bool = False) -> tuple[Choice, ...]:
    """Choices written as code and meaning, all of them."""
    starts = list(_CODED_SEQUENCE.finditer(text))
    if len(starts) >= _LEAST and (is_prose or not text[: starts[0].start()].strip()):
        ends = [*(start.start() for start in starts[1:]), len(text)]
        pairs = [(start[1], text[start.end() : end]) for start, end in zip(starts, ends, strict=True)]
        return _choices(pairs)
    for split in _SPLITS:
        items = _items(split, text.rstrip(" .") if is_prose else text)
        if len(items) < _LEAST:
            continue
        behind = _pairs(_CODED_BEHIND, items)
        pairs = behind if len(dict(behind)) == len(items) else _pairs(_CODED, items)
        if len(pairs) == len(items):
            return _choices(_turned(pairs))
        bare = [item for item in items if _CODED.fullmatch(item) is None]
        if not is_prose and len(pairs) > len(bare) and all(_ONE_WORD.fullmatch(item) for item in bare):
            return _choices([own for item in items for own in _pairs(_CODED, [item]) or [(item, "")]])
    return ()


def _pairs(coded: re.Pattern[str], items: Sequence[str]) -> list[tuple[str, str]]:
    found = (coded.fullmatch(item) for item in items)
    return [(match["code"], match["label"]) for match in found if match is not None]


def _turned(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """With the code in front, where a table writes `Yes = 1`."""
    are_meanings_first = all(label.strip().isdigit() for _, label in pairs) and not any(
        code.isdigit() for code, _ in pairs
    )
    return [(label, code) for code, label in pairs] if are_meanings_first else pairs


def _plain(text: str) -> tuple[Choice, ...]:
    if _DATE_LETTERS.search(text):
        return ()
    for split in _SPLITS:
        items = _items(split, text)
        if len(items) < _LEAST:
            continue
        if any(_NO_LIST.search(item) or len(item.split()) > _MOST_WORDS for item in items):
            return ()
        return _choices([(item, "") for item in items])
    return ()


def _items(split: re.Pattern[str], text: str) -> list[str]:
    parts = [_TRAILING.sub("", _BULLET.sub("", part.strip())).strip().strip(_QUOTES) for part in split.split(text)]
    return [part for part in parts if part and part.casefold() not in {"etc", "etc.", "...", "…"}]


def _choices(pairs: Sequence[tuple[str, str]]) -> tuple[Choice, ...]:
    found: dict[str, Choice] = {}
    for value, label in pairs:
        bare = trimmed(trimmed(value).strip(_QUOTES))
        if not bare or len(bare) > _LONGEST_VALUE:
            return ()
        found.setdefault(bare, Choice(bare, trimmed(label).strip(_QUOTES + ",;.")))
    return tuple(found.values())[:MOST_CHOICES] if len(found) >= _LEAST else ()
