"""What the values beside a field's name say of its kind."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from leadexec_desktop.profiles.model import FieldKind, FieldSpec
from leadexec_desktop.profiles.reading import BOOLEANS, read_field
from leadexec_desktop.profiles.sample.moment_words import pattern_of_value, without_zone
from leadexec_desktop.profiles.typed_text import trimmed

MOST_LOOKED_AT = 200
"""Values of a field that are looked at, the first ones."""

_SHARE = 0.9
"""Of the values, that must be of a kind: in a long column, some are slips."""

MOST_CHOICES = 12
_LEAST_ROWS = 6
_TIMES_EACH = 3
_LONGEST_CHOICE = 40
_LONG = 80
_LONGEST_READ = 500
"""Characters; nothing longer is of a kind with a form."""

_WRITTEN_PHONE = re.compile(r"\+\d{8,15}|(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}", re.ASCII)
_BARE_PHONE = re.compile(r"[2-9]\d{2}[2-9]\d{6}", re.ASCII)
_WRITTEN_CODE = re.compile(r"\d{5}-\d{4}|[A-Za-z]\d[A-Za-z][ -]?\d[A-Za-z]\d", re.ASCII)
_WRITTEN_MONEY = re.compile(r"-?\$ ?[\d,]+(?:\.\d{1,2})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?", re.ASCII)
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,8})", re.ASCII)
_FRACTION = re.compile(r"-?(?:0|[1-9]\d{0,8})\.\d{1,8}", re.ASCII)
_STATE = re.compile(r"[A-Z]{2}")


def fits(kind: FieldKind, values: Sequence[str]) -> bool:
    """Whether a field of that kind would take nearly all of the values."""
    spec = FieldSpec("value", kind=kind)
    looked_at = [without_zone(value) if kind is FieldKind.DATETIME else value for value in _looked_at(values)]
    return _nearly_all(looked_at, lambda value: _is_sent_so(kind, value) and not read_field(spec, value).problem)


_SENT_SO: Mapping[FieldKind, Callable[[str], bool]] = MappingProxyType(
    {
        FieldKind.EMAIL: lambda value: "<" not in value,
        FieldKind.URL: lambda value: "://" in value,
        FieldKind.DATE: lambda value: ":" not in value and not value.isdecimal(),
        FieldKind.TIME: lambda value: any(map(str.isdigit, value)),
    }
)
"""What people may paste, but no program sends as that kind: it would go out otherwise than the sample has it."""


def _is_sent_so(kind: FieldKind, value: str) -> bool:
    return kind not in _SENT_SO or _SENT_SO[kind](value)


def kind_of_values(values: Sequence[str]) -> FieldKind | None:
    """The kind that the values have by their form alone; None if they have none, as plain words."""
    looked_at = _looked_at(values)
    if not looked_at:
        return None
    return next((kind for kind, test in _TESTS if _nearly_all(looked_at, test)), None)


def choices_in(values: Sequence[str]) -> tuple[str, ...]:
    """The values of a column that are a list: few, short, and each comes back; in the order of the column."""
    counted = Counter(own for value in values if (own := trimmed(value)))
    few = 1 < len(counted) <= MOST_CHOICES and len(values) >= max(_LEAST_ROWS, _TIMES_EACH * len(counted))
    return tuple(counted) if few and all(len(value) <= _LONGEST_CHOICE for value in counted) else ()


def are_long(values: Sequence[str]) -> bool:
    """Whether one of the values is a text of several lines, or of more than fits into one."""
    return any("\n" in value.strip() or len(value) > _LONG for value in values[:MOST_LOOKED_AT])


def boolean_words(values: Sequence[str]) -> str:
    """The `wire_format` that writes yes and no as the values do, upper and lower case aside; empty if none does."""
    seen = {trimmed(value).casefold() for value in values[:MOST_LOOKED_AT]}
    return next((name for name, words in BOOLEANS.items() if seen and seen <= set(words)), "")


def wire_format_of(kind: FieldKind, values: Sequence[str]) -> str:
    """How the values are written, as a field's `wire_format`; empty for the kind's default, and for what has none."""
    find = _FORMATS.get(kind)
    return "" if find is None else find(_looked_at(values))


def _looked_at(values: Sequence[str]) -> list[str]:
    return [trimmed(value) for value in values[:MOST_LOOKED_AT]]


def _nearly_all(values: Sequence[str], test: Callable[[str], bool]) -> bool:
    good = sum(len(value) <= _LONGEST_READ and test(value) for value in values)
    return bool(values) and good >= _SHARE * len(values)


def _reads_as(kind: FieldKind) -> Callable[[str], bool]:
    spec = FieldSpec("value", kind=kind)
    return lambda value: _is_sent_so(kind, value) and not read_field(spec, value).problem


def _is_moment(kind: FieldKind) -> Callable[[str], bool]:
    reads = _reads_as(kind)
    return lambda value: reads(without_zone(value)) and any(char.isdigit() for char in value)


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda value: pattern.fullmatch(value) is not None


_TESTS: tuple[tuple[FieldKind, Callable[[str], bool]], ...] = (
    (FieldKind.EMAIL, _reads_as(FieldKind.EMAIL)),
    (FieldKind.URL, _reads_as(FieldKind.URL)),
    (FieldKind.IP, _reads_as(FieldKind.IP)),
    (FieldKind.BOOLEAN, lambda value: value.casefold() in {"true", "false", "yes", "no"}),
    (FieldKind.PHONE, _matches(_WRITTEN_PHONE)),
    (FieldKind.POSTAL_CODE, _matches(_WRITTEN_CODE)),
    (FieldKind.DATETIME, _is_moment(FieldKind.DATETIME)),
    (FieldKind.DATE, _is_moment(FieldKind.DATE)),
    (FieldKind.TIME, lambda value: ":" in value and not read_field(FieldSpec("v", kind=FieldKind.TIME), value).problem),
    (FieldKind.MONEY, _matches(_WRITTEN_MONEY)),
    (FieldKind.PHONE, _matches(_BARE_PHONE)),
    (FieldKind.INTEGER, _matches(_WHOLE)),
    (FieldKind.DECIMAL, lambda value: _FRACTION.fullmatch(value) is not None or _WHOLE.fullmatch(value) is not None),
)
"""From the form that nothing else has to the one that much has."""


def are_states(values: Sequence[str]) -> bool:
    """Whether a column of several rows holds two-letter states."""
    looked_at = _looked_at(values)
    return (
        len(looked_at) >= _TIMES_EACH
        and all(_STATE.fullmatch(value) for value in looked_at)
        and fits(FieldKind.STATE, looked_at)
    )


def _phone_format(values: Sequence[str]) -> str:
    if all(value.startswith("+") for value in values):
        return "e164" if values else ""
    return "national" if all(re.fullmatch(r"\(\d{3}\) \d{3}-\d{4}", value, re.ASCII) for value in values) else ""


def _moment_format(kind: FieldKind) -> Callable[[Sequence[str]], str]:
    def find(values: Sequence[str]) -> str:
        patterns = {pattern_of_value(kind, value) for value in values}
        patterns.discard("")
        # 12/11/2026 is written so with and without leading zeros: whichever of the others tells.
        return min(patterns, key=lambda own: (-own.count("-"), own), default="")

    return find


_FORMATS: Mapping[FieldKind, Callable[[Sequence[str]], str]] = MappingProxyType(
    {
        FieldKind.PHONE: _phone_format,
        FieldKind.BOOLEAN: boolean_words,
        FieldKind.DATE: _moment_format(FieldKind.DATE),
        FieldKind.TIME: _moment_format(FieldKind.TIME),
        FieldKind.DATETIME: _moment_format(FieldKind.DATETIME),
    }
)
