"""From a name with all that is said of it to a field: the kind first, then what goes with it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from leadexec_desktop.profiles.model import NUMBER_KINDS, Choice, FieldKind, FieldSpec
from leadexec_desktop.profiles.sample.allowed_values import (
    are_zero_and_one,
    boolean_in_words,
    boolean_of_choices,
    choices_in_prose,
    choices_of_list,
)
from leadexec_desktop.profiles.sample.kind_by_name import NameClue, clue_of
from leadexec_desktop.profiles.sample.kind_by_values import (
    are_long,
    are_states,
    boolean_words,
    choices_in,
    fits,
    kind_of_values,
    wire_format_of,
)
from leadexec_desktop.profiles.sample.model import ProposedField, RawField
from leadexec_desktop.profiles.sample.moment_words import pattern_in
from leadexec_desktop.profiles.sample.names import label_of, squashed
from leadexec_desktop.profiles.sample.secrecy import is_placeholder, may_be_secret
from leadexec_desktop.profiles.sample.type_words import length_in_type, length_in_words, type_clue
from leadexec_desktop.profiles.typed_text import trimmed

_LONGEST_LABEL = 60
_LONGEST_HELP = 300
_LONGEST_TEXT = 100_000
_KINDS_WITH_LENGTH = frozenset({FieldKind.TEXT, FieldKind.MULTILINE, FieldKind.EMAIL, FieldKind.URL})
_FEWEST_STATES = 5
_FEWEST_FLAGS = 5


@dataclass(frozen=True, slots=True)
class _Guess:
    kind: FieldKind
    why: str
    choices: tuple[Choice, ...] = ()
    wire_format: str = ""


def proposed(raw: RawField) -> ProposedField:
    """The field that a name and what is said of it most likely stand for."""
    if may_be_secret(raw.name):
        spec = FieldSpec(raw.name, _label(raw), required=raw.required, sensitive=True, in_ping=raw.in_ping)
        return ProposedField(spec, use=False, why="It may be a secret and no field of a lead.")
    raw = _without_placeholders(raw)
    clue = clue_of(raw.name)
    guess = next(guess for find in _GUESSES if (guess := find(raw, clue)) is not None)
    wire_format = guess.wire_format or _wire_format(guess.kind, raw)
    spec = FieldSpec(
        raw.name,
        _label(raw),
        guess.kind,
        required=raw.required,
        help=_help(raw),
        section=_cut(raw.section, _LONGEST_LABEL),
        max_length=_max_length(guess.kind, raw),
        choices=guess.choices,
        wire_format=wire_format,
        sensitive=clue is not None and clue.is_sensitive and guess.kind is FieldKind.TEXT,
        in_ping=raw.in_ping,
    )
    return ProposedField(spec, why=guess.why)


def _without_placeholders(raw: RawField) -> RawField:
    """Without values and an example that only stand for one, as `[PHONE]`, `"string"`, or the name once more."""
    own = squashed(raw.name)
    values = tuple(value for value in raw.values if not _says_nothing(value, own))
    example = "" if _says_nothing(raw.example, own) else raw.example
    return raw if values == raw.values and example == raw.example else replace(raw, values=values, example=example)


def _says_nothing(value: str, own: str) -> bool:
    bare = trimmed(value)
    return is_placeholder(bare) or bare.casefold() in _TYPE_WORDS or (bool(bare) and squashed(bare) == own)


_TYPE_WORDS = frozenset({"string", "str", "value", "text", "null", "none", "undefined", "number", "int", "integer"})


# ------------------------------------------------------------------ what a table says
def _by_list(raw: RawField, clue: NameClue | None) -> _Guess | None:
    choices = choices_of_list(raw.allowed)
    why = "The table lists its values."
    if not choices:
        choices, why = choices_in_prose(raw.description), "The description lists its values."
    word = type_clue(raw.type_word)
    if not choices and word is not None and word.is_list and raw.example:
        choices, why = choices_of_list(raw.example), "The table lists its values among the examples."
    if not choices or (word is not None and word.is_strong and word.kind not in _OF_LISTS):
        return None
    wire_format = boolean_of_choices(choices)
    if wire_format:
        return _Guess(FieldKind.BOOLEAN, "The table lists yes and no.", choices, wire_format)
    values = [choice.value for choice in choices]
    is_state = clue is not None and clue.kind is FieldKind.STATE
    if len(choices) >= (2 if is_state else _FEWEST_STATES) and fits(FieldKind.STATE, values):
        return _Guess(FieldKind.STATE, "The table lists states.", choices)
    return _Guess(FieldKind.CHOICE, why, choices)


_OF_LISTS = frozenset({FieldKind.BOOLEAN, FieldKind.STATE})


def _by_strong_type(raw: RawField, clue: NameClue | None) -> _Guess | None:
    word = type_clue(raw.type_word)
    if word is None or not word.is_strong:
        return None
    kind = word.kind
    described = pattern_in(_texts(raw))
    if kind is FieldKind.DATE and described is not None and described[0] is FieldKind.DATETIME:
        kind = FieldKind.DATETIME
    if kind is FieldKind.MONEY and clue is not None and clue.is_strong and clue.kind is not FieldKind.TEXT:
        kind = clue.kind
    return _Guess(kind, "The table names its type.")


def _by_strong_name(raw: RawField, clue: NameClue | None) -> _Guess | None:
    if clue is None or not clue.is_strong or _is_contradicted(clue.kind, raw):
        return None
    kind = clue.kind
    if kind in _MOMENTS:
        described = pattern_in(_texts(raw))
        by_values = kind_of_values(_samples(raw))
        kind = described[0] if described is not None else by_values if by_values in _MOMENTS else kind
    return _Guess(kind or clue.kind, "By its name.")


_MOMENTS = frozenset({FieldKind.DATE, FieldKind.DATETIME, FieldKind.TIME})


def _is_contradicted(kind: FieldKind, raw: RawField) -> bool:
    """Whether the values cannot be of the kind that the name speaks of. A table's example is too often prose."""
    values = raw.values
    if not values or kind in {FieldKind.TEXT, FieldKind.MULTILINE}:
        return False
    if kind in _MOMENTS:
        return not any(fits(own, values) for own in _MOMENTS) and pattern_in(" ".join(values[:1])) is None
    if kind is FieldKind.POSTAL_CODE and all(value.isdigit() and len(value) <= 5 for value in values):  # noqa: PLR2004
        return False  # a spreadsheet takes the leading zeros off
    return not fits(kind, values)


def _by_bare_list(raw: RawField, clue: NameClue | None) -> _Guess | None:
    """A list whose values are said nowhere: what its one example looks like does not count."""
    del clue
    word = type_clue(raw.type_word)
    return (
        _Guess(FieldKind.TEXT, "A list, but its values are not named.") if word is not None and word.is_list else None
    )


def _by_words(raw: RawField, clue: NameClue | None) -> _Guess | None:
    """By what a table says in words, of a field whose name and type say little."""
    texts = _texts(raw)
    wire_format = boolean_in_words(texts)
    word = type_clue(raw.type_word)
    if wire_format and (word is None or not word.is_strong):
        return _Guess(FieldKind.BOOLEAN, "The description speaks of yes and no.", wire_format=wire_format)
    described = pattern_in(texts)
    if described is not None:
        return _Guess(described[0], "The description shows how it is written.", wire_format=described[1])
    is_number = word is not None and word.kind in NUMBER_KINDS
    if is_number and _speaks_of_money(raw) and not (clue is not None and clue.kind is FieldKind.INTEGER):
        return _Guess(FieldKind.MONEY, "The description speaks of dollars.")
    return None


def _speaks_of_money(raw: RawField) -> bool:
    text = raw.description[:_LONGEST_TEXT].casefold()
    return "dollar" in text or "$" in text or "usd" in text


# ------------------------------------------------------------------ what values say
def _by_values(raw: RawField, clue: NameClue | None) -> _Guess | None:
    samples = _samples(raw)
    if not samples:
        return None
    how = "By its values." if len(samples) > 1 else "By its value."
    kind = _kind_of(clue, samples)
    if kind is not None:
        return _Guess(kind, "By its name and its values." if clue is not None and clue.kind is kind else how)
    choices = choices_in(samples) if clue is None or not clue.is_free else ()
    if choices:
        why = f"{len(choices)} values that come back in {raw.count} rows."
        return _Guess(FieldKind.CHOICE, why, tuple(Choice(value) for value in choices))
    return None


def _kind_of(clue: NameClue | None, samples: tuple[str, ...]) -> FieldKind | None:
    """The kind of the values, in the light of the name."""
    if are_long(samples):
        return FieldKind.MULTILINE
    if are_states(samples):
        return FieldKind.STATE
    kind = kind_of_values(samples)
    if kind in _PLAIN_NUMBERS:
        return _kind_of_numbers(clue, kind, samples)
    if kind is FieldKind.BOOLEAN and not boolean_words(samples):
        return None  # yes beside true: words of a list
    is_counted = kind is FieldKind.MONEY and clue is not None and clue.kind in _PLAIN_NUMBERS
    return clue.kind if is_counted and clue is not None else kind


_PLAIN_NUMBERS = frozenset({FieldKind.INTEGER, FieldKind.DECIMAL})


def _kind_of_numbers(clue: NameClue | None, kind: FieldKind | None, samples: tuple[str, ...]) -> FieldKind | None:
    are_flags = boolean_words(samples) == "1/0"
    if are_flags and len(samples) >= _FEWEST_FLAGS and len(set(samples)) > 1:
        return FieldKind.BOOLEAN
    match clue.kind if clue is not None else None:
        case FieldKind.BOOLEAN:
            return FieldKind.BOOLEAN if are_flags else None
        case FieldKind.TEXT:
            return None
        case FieldKind.MONEY if fits(FieldKind.MONEY, samples):
            return FieldKind.MONEY
        case FieldKind.DECIMAL:
            return FieldKind.DECIMAL
        case _:
            return kind


# ------------------------------------------------------------------ what is left
def _by_weak_type(raw: RawField, clue: NameClue | None) -> _Guess | None:
    word = type_clue(raw.type_word)
    if word is None:
        return None
    if word.kind in NUMBER_KINDS and clue is not None and clue.kind in NUMBER_KINDS:
        return _Guess(
            FieldKind.INTEGER if word.kind is FieldKind.INTEGER and clue.kind is FieldKind.DECIMAL else clue.kind,
            "By its name and its type.",
        )
    if word.kind in NUMBER_KINDS and (clue is None or not clue.is_strong):
        return _Guess(word.kind, "The table names its type.")
    return None


def _by_weak_name(raw: RawField, clue: NameClue | None) -> _Guess | None:
    word = type_clue(raw.type_word)
    if clue is None or (word is not None and word.kind is FieldKind.TEXT and clue.kind is FieldKind.BOOLEAN):
        return None
    samples = _samples(raw)
    if samples and not fits(clue.kind, samples):
        return None
    if samples and clue.kind is FieldKind.BOOLEAN and not boolean_words(samples):
        return None
    return _Guess(clue.kind, "By its name.")


def _as_text(raw: RawField, clue: NameClue | None) -> _Guess:
    del raw, clue
    return _Guess(FieldKind.TEXT, "Nothing says otherwise.")


_GUESSES = (
    _by_list,
    _by_strong_type,
    _by_strong_name,
    _by_bare_list,
    _by_words,
    _by_values,
    _by_weak_type,
    _by_weak_name,
    _as_text,
)
"""From the surest to the least sure; the first that finds something has found it."""


# ------------------------------------------------------------------ what goes with the kind
def _samples(raw: RawField) -> tuple[str, ...]:
    """The values, or the example that a table gives; none of it if the example is a whole list."""
    if raw.values or not raw.example or len(raw.example) > _LONGEST_HELP:
        return raw.values
    return (trimmed(raw.example),)


def _texts(raw: RawField) -> str:
    return "\n".join(text for text in _said_in_table(raw))[:_LONGEST_TEXT]


def _said_in_table(raw: RawField) -> Iterator[str]:
    yield from (raw.type_word, raw.allowed, raw.description, raw.label, raw.example)


def _wire_format(kind: FieldKind, raw: RawField) -> str:
    described = pattern_in(_texts(raw))
    if described is not None and described[0] is kind:
        return described[1]
    if kind is FieldKind.BOOLEAN:
        words = boolean_words(_samples(raw)) or boolean_in_words(_texts(raw))
        return words or ("1/0" if are_zero_and_one(_texts(raw)) else "")
    return wire_format_of(kind, _samples(raw))


def _max_length(kind: FieldKind, raw: RawField) -> int | None:
    if kind not in _KINDS_WITH_LENGTH:
        return None
    return raw.max_length or length_in_type(raw.type_word) or length_in_words(f"{raw.allowed}\n{raw.description}")


def _label(raw: RawField) -> str:
    return _cut(raw.label, _LONGEST_LABEL) or label_of(raw.name)


def _help(raw: RawField) -> str:
    return _cut(raw.description, _LONGEST_HELP)


def _cut(text: str, most: int) -> str:
    line = " ".join(text[:_LONGEST_TEXT].split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
