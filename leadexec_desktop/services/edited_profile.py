"""A profile while it is edited: its values, and beside them what was typed and is none."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from leadexec_desktop.profiles.model import FieldSpec, SourceProfile
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.services.profile_cells import FIELD_CELLS, PROFILE_CELLS, Given, UnfitError, bound_of

_BOUNDS = ("min", "max")
OPERATION = "operations."
"""Before an operation's word it is the place of whether that is permitted."""


@dataclass(frozen=True, slots=True)
class Row:
    """A field, and what was typed for it that differs from how its values are shown, by key."""

    spec: FieldSpec
    typed: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class EditedProfile:
    """A profile in the editor. A value: each change gives another.

    Attributes:
        base: Everything but the fields.
        rows: The fields.
        typed: What was typed that differs from how the value is shown, by place: what cannot be a value, too.
    """

    base: SourceProfile
    rows: tuple[Row, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict, hash=False)

    @cached_property
    def profile(self) -> SourceProfile:
        """The profile as far as what was typed can be one."""
        return replace(self.base, fields=tuple(row.spec for row in self.rows))


def edited(profile: SourceProfile, *, without: Iterable[str] = ()) -> EditedProfile:
    """A profile as it begins in the editor.

    Args:
        profile: What it is.
        without: Places that a person has not filled in yet: they begin empty.
    """
    rows = tuple(Row(spec) for spec in profile.fields)
    return EditedProfile(replace(profile, fields=()), rows, MappingProxyType(dict.fromkeys(without, "")))


def given_in(profile: EditedProfile, place: str) -> Given:
    """What stands in a cell of the profile: what was typed, else its value as shown."""
    if place.startswith(OPERATION):
        return Operation(place.removeprefix(OPERATION)) in profile.base.operations
    typed = profile.typed.get(place)
    return PROFILE_CELLS[place].shown(_value_at(profile.base, place)) if typed is None else typed


def given_in_row(row: Row, key: str) -> Given:
    """What stands in a field's cell, likewise."""
    typed = row.typed.get(key)
    return _shown(row.spec, key) if typed is None else typed


def with_place(profile: EditedProfile, place: str, given: Given) -> EditedProfile:
    """The profile with something given to one of its cells."""
    if place.startswith(OPERATION):
        return replace(profile, base=_permitting(profile.base, Operation(place.removeprefix(OPERATION)), bool(given)))
    cell, before = PROFILE_CELLS[place], _value_at(profile.base, place)
    try:
        base = _with_value(profile.base, place, cell.read(before, given))
    except UnfitError:
        base = profile.base
    typed = _typed_beside(profile.typed, place, given, cell.shown(_value_at(base, place)))
    return replace(profile, base=base, typed=typed)


def with_key(row: Row, key: str, given: Given) -> Row:
    """The field with something given to one of its cells.

    A label that was the name stays so with another name; the bounds are read anew with another kind.
    """
    try:
        value = _read(row.spec, key, given)
    except UnfitError:
        spec = row.spec
    else:
        follows = key == "name" and row.spec.label == row.spec.name
        changes: dict[str, Any] = {key: value, "label": ""} if follows else {key: value}
        spec = replace(row.spec, **changes)
    changed = Row(spec, _typed_beside(row.typed, key, given, _shown(spec, key)))
    for bound in _BOUNDS if key == "kind" else ():
        changed = with_key(changed, bound, given_in_row(changed, bound))
    return changed


def with_rows(profile: EditedProfile, rows: Iterable[Row]) -> EditedProfile:
    """The profile with other fields."""
    return replace(profile, rows=tuple(rows))


def changed_rows(profile: EditedProfile, at: Iterable[int], change: Callable[[Row], Row]) -> EditedProfile:
    """The profile with some of its fields changed."""
    chosen = frozenset(at)
    return with_rows(profile, (change(row) if own in chosen else row for own, row in enumerate(profile.rows)))


def why_unfit(profile: EditedProfile, place: str) -> str | None:
    """Why what was typed in a cell of the profile cannot be its value; None if it can."""
    if place not in profile.typed:
        return None
    return _why(lambda: PROFILE_CELLS[place].read(_value_at(profile.base, place), profile.typed[place]))


def why_unfit_in_row(row: Row, key: str) -> str | None:
    """Why what was typed in a field's cell cannot be its value; None if it can."""
    return None if key not in row.typed else _why(lambda: _read(row.spec, key, row.typed[key]))


def unfit_texts(profile: EditedProfile) -> dict[tuple[int | None, str], str]:
    """What was typed that cannot be a value, by the field's index (None for the profile itself) and place or key."""
    found: dict[tuple[int | None, str], str] = {
        (None, place): text for place, text in profile.typed.items() if why_unfit(profile, place)
    }
    for index, row in enumerate(profile.rows):
        found |= {(index, key): text for key, text in row.typed.items() if why_unfit_in_row(row, key)}
    return found


def _why(read: Callable[[], object]) -> str | None:
    try:
        read()
    except UnfitError as error:
        return str(error)
    return None


def _read(spec: FieldSpec, key: str, given: Given) -> object:
    if key in _BOUNDS:
        return bound_of(spec.kind, given)
    return FIELD_CELLS[key].read(getattr(spec, key), given)


def _shown(spec: FieldSpec, key: str) -> Given:
    value = getattr(spec, key)
    return "" if value is None else FIELD_CELLS[key].shown(value)


def _typed_beside(typed: Mapping[str, str], place: str, given: Given, shown: Given) -> Mapping[str, str]:
    others = {own: text for own, text in typed.items() if own != place}
    if isinstance(given, str) and given != shown:
        others[place] = given
    return MappingProxyType(others)


def _path(place: str) -> list[str]:
    return place.replace("defaults.async", "defaults.is_async").split(".")


def _value_at(profile: SourceProfile, place: str) -> object:
    value: object = profile
    for attribute in _path(place):
        value = getattr(value, attribute)
    return value


def _with_value(profile: SourceProfile, place: str, value: object) -> SourceProfile:
    first, *rest = _path(place)
    if rest:
        inner: Any = getattr(profile, first)  # one of the dataclasses of the model
        value = replace(inner, **{rest[0]: value})
    changes: dict[str, Any] = {first: value}
    return replace(profile, **changes)


def _permitting(profile: SourceProfile, operation: Operation, permitted: bool) -> SourceProfile:  # noqa: FBT001 - a cell
    chosen = {*profile.operations, operation} if permitted else {*profile.operations} - {operation}
    return replace(profile, operations=tuple(own for own in Operation if own in chosen))
