"""What is wrong with one field of a profile."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from leadexec_desktop.profiles.model import MOMENT_KINDS, NUMBER_KINDS, Bound, FieldKind, FieldSpec
from leadexec_desktop.profiles.moment_format import why_no_pattern
from leadexec_desktop.profiles.moments import bound_of
from leadexec_desktop.profiles.names import why_no_field_name
from leadexec_desktop.profiles.patterns import why_no_pattern as why_no_expression
from leadexec_desktop.profiles.phones import FORMATS
from leadexec_desktop.profiles.reading import BOOLEANS, number_bound, read_field

_Limit = TypeVar("_Limit", Decimal, datetime)

_MOMENT_EXAMPLES: Mapping[FieldKind, str] = MappingProxyType(
    {FieldKind.DATE: "1990-03-04", FieldKind.TIME: "14:30", FieldKind.DATETIME: "1990-03-04T14:30"}
)


def field_problems(field: FieldSpec) -> Iterator[tuple[str, str]]:
    """What is wrong with a field: the key and the reason of each problem, in the order of the keys."""
    for check in _CHECKS:
        yield from check(field)


def _name(field: FieldSpec) -> Iterator[tuple[str, str]]:
    reason = why_no_field_name(field.name)
    if reason is not None:
        yield "name", reason


def _default(field: FieldSpec) -> Iterator[tuple[str, str]]:
    problem = read_field(replace(field, required=False), field.default).problem
    if problem:
        yield "default", f"cannot be sent: {problem}"
    elif field.required and not field.default.strip() and (field.hidden or field.read_only):
        how = "hidden" if field.hidden else "read-only"
        yield "default", f"is empty, but the field is required and {how}, so that nobody could fill it in."


def _max_length(field: FieldSpec) -> Iterator[tuple[str, str]]:
    if field.max_length is not None and field.max_length < 1:
        yield "max_length", "must be 1 or more; leave it out for no limit."


def _range(field: FieldSpec) -> Iterator[tuple[str, str]]:
    if field.kind in NUMBER_KINDS:
        yield from _range_of(field, number_bound, "a number, as in 18, without quotation marks")
    elif field.kind in MOMENT_KINDS:
        example = _MOMENT_EXAMPLES[field.kind]
        yield from _range_of(field, lambda bound: bound_of(field.kind, bound), f'text such as "{example}"')
    else:
        for key in ("min", "max"):
            if getattr(field, key) is not None:
                yield key, f"is for numbers, dates and times only; this is a field of kind {field.kind}."


def _range_of(
    field: FieldSpec, read: Callable[[Bound | None], _Limit | None], expected: str
) -> Iterator[tuple[str, str]]:
    least, most = read(field.min), read(field.max)
    if field.min is not None and least is None:
        yield "min", f"must be {expected}."
    if field.max is not None and most is None:
        yield "max", f"must be {expected}."
    if least is not None and most is not None and least > most:
        yield "min", "is greater than max, so that no value would fit."


def _pattern(field: FieldSpec) -> Iterator[tuple[str, str]]:
    reason = why_no_expression(field.pattern) if field.pattern else None
    if reason is not None:
        yield "pattern", reason


def _choices(field: FieldSpec) -> Iterator[tuple[str, str]]:
    if field.kind is FieldKind.CHOICE and not field.choices:
        yield "choices", "is empty: a choice needs at least one."
    seen: set[str] = set()
    for index, choice in enumerate(field.choices):
        if not choice.value.strip():
            yield f"choices[{index}].value", "is empty; a field that is not required can be left empty anyway."
        elif choice.value in seen:
            yield f"choices[{index}].value", "stands twice among the choices."
        seen.add(choice.value)


def _wire_format(field: FieldSpec) -> Iterator[tuple[str, str]]:
    if not field.wire_format:
        return
    if field.kind in MOMENT_KINDS:
        reason = why_no_pattern(field.kind, field.wire_format)
        if reason is not None:
            yield "wire_format", reason
        return
    formats = _FORMATS.get(field.kind)
    if formats is None:
        yield "wire_format", f"is for phones, dates, times and booleans only; this is a field of kind {field.kind}."
    elif field.wire_format not in formats:
        yield "wire_format", f"must be one of {', '.join(formats)}."


_FORMATS: Mapping[FieldKind, Collection[str]] = MappingProxyType(
    {FieldKind.PHONE: FORMATS, FieldKind.BOOLEAN: BOOLEANS}
)
_CHECKS: tuple[Callable[[FieldSpec], Iterator[tuple[str, str]]], ...] = (
    _name,
    _default,
    _max_length,
    _range,
    _pattern,
    _choices,
    _wire_format,
)
