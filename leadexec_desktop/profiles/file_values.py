"""Objects of a profile file as those of the model, where every value is of the very type that the model names.

That is every file but a broken one, and it spares a start pydantic: 80 ms, and as much memory as Python itself. What is
not so plain is none of this module's business: it gives nothing, and `file.py` has pydantic find out what is wrong.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

_Model = TypeVar("_Model")
_Reader = Callable[[Any], Any]


class _NotPlainError(ValueError):
    """A value is not of the very type; which one, and why, is found out elsewhere."""


def plain_value(model: type[_Model], attributes: Mapping[str, object]) -> _Model | None:
    """An object of the model; None if a value is not of the type that the model names, or missing.

    Args:
        model: The dataclass.
        attributes: Its attributes as JSON has them.
    """
    try:
        found: _Model = _object(model, attributes)
    except _NotPlainError:
        return None
    return found


def _object(model: Any, raw: object) -> Any:  # noqa: ANN401 - a dataclass of the model, and one of its kind
    readers = _readers(model)
    if type(raw) is not dict or not raw.keys() <= readers.keys():
        raise _NotPlainError
    values = {name: readers[name](value) for name, value in raw.items()}
    try:
        return model(**values)
    except TypeError:  # one without a default is missing
        raise _NotPlainError from None


@cache
def _readers(model: Any) -> dict[str, _Reader]:  # noqa: ANN401 - a dataclass, which is no type of its own
    """How each attribute is read."""
    return {own.name: _reader(own.type) for own in fields(model)}


def _reader(kind: Any) -> _Reader:  # noqa: ANN401 - an annotation is of no one type
    if isinstance(kind, type) and is_dataclass(kind):
        return lambda value: _object(kind, value)
    if get_origin(kind) is tuple:
        row = _reader(get_args(kind)[0])
        return lambda value: tuple(row(own) for own in _of((list,), value))
    if get_origin(kind) is Mapping:
        return lambda value: _of((dict,), value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda value: _member(kind, value)
    if kind is float:
        return lambda value: float(_of((int, float), value))
    kinds = get_args(kind) or (kind,)  # of a union its members: none of ours needs more than its type looked at
    return lambda value: _of(kinds, value)


def _of(kinds: tuple[type, ...], value: Any) -> Any:  # noqa: ANN401 - of one of the kinds
    if type(value) not in kinds:  # not isinstance: true is an int
        raise _NotPlainError
    return value


def _member(kind: type[Enum], value: object) -> Enum:
    try:
        return kind(value)
    except ValueError:
        raise _NotPlainError from None
