"""The objects of a profile file and those of the model, each as the other."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from leadexec_desktop.profiles.json_place import JsonPath, place_of
from leadexec_desktop.profiles.model import Auth, Campaign, Choice, Defaults, FieldSpec, SourceProfile
from leadexec_desktop.protocol.values import SUBMIT_MODES

_NESTED: Mapping[tuple[type, str], type] = MappingProxyType(
    {
        (SourceProfile, "campaigns"): Campaign,
        (SourceProfile, "auth"): Auth,
        (SourceProfile, "defaults"): Defaults,
        (SourceProfile, "fields"): FieldSpec,
        (FieldSpec, "choices"): Choice,
    }
)
"""Which keys hold objects, or lists of objects, of the model."""

KEYS: Mapping[str, str] = MappingProxyType({"is_async": "async"})
"""The key of an attribute, where it is not its name."""

_ALWAYS_WRITTEN = frozenset({"operations", "defaults", "mode", "label", "kind", "fields"})
"""Keys that are written whatever their value, beside those that have no default."""

PLAIN_VALUES = frozenset({(FieldSpec, "default"), (Choice, "value")})
"""Keys that hold text, where a number or a truth value is taken as its text: choices are often numbers."""


_MOST_WHOLE = 10**15
"""From here on a fraction without one is written with its exponent: a file's whole numbers have 18 digits at most."""


def prepared(model: type, raw: Mapping[str, object], place: str, unknown: dict[str, None]) -> dict[str, object]:
    """An object of the file by the model's attributes; what has none of them stands apart, in `unknown`.

    Args:
        model: The dataclass that it becomes.
        raw: The object.
        place: What stands before its keys in a path; empty for a profile.
        unknown: Takes the path of each key that the model has not, indices left out.
    """
    attributes = _attributes(model)
    known: dict[str, object] = {}
    strange: dict[str, object] = {}
    for key, value in raw.items():
        if key not in attributes:
            strange[key] = value
            unknown[f"{place}{place_of((key,))}"] = None
        elif (model, key) in _NESTED:
            known[attributes[key]] = _prepared_nested(_NESTED[model, key], value, f"{place}{key}", unknown)
        else:
            known[attributes[key]] = _plain_text(value) if (model, key) in PLAIN_VALUES else value
    if model is SourceProfile:
        known["defaults"] = _with_mode(known)
    return {**known, "unknown": strange}


def _prepared_nested(model: type, value: object, place: str, unknown: dict[str, None]) -> object:
    if isinstance(value, dict):
        return prepared(model, value, f"{place}.", unknown)
    if isinstance(value, list):
        return [prepared(model, row, f"{place}[].", unknown) if isinstance(row, dict) else row for row in value]
    return value


def _plain_text(value: object) -> object:
    return json.dumps(value) if isinstance(value, bool | int | float) else value


def _with_mode(known: Mapping[str, object]) -> object:
    """The defaults; without a mode, the first submit mode that is permitted is one."""
    defaults = known.get("defaults", {})
    operations = known.get("operations")
    if not isinstance(defaults, dict) or "mode" in defaults or not isinstance(operations, list):
        return defaults
    mode = next((mode.value for mode in SUBMIT_MODES if mode in operations), None)
    return defaults if mode is None else {**defaults, "mode": mode}


def path_in_file(path: JsonPath) -> JsonPath:
    """A path of attributes as one of the file's keys."""
    return tuple(KEYS.get(step, step) if isinstance(step, str) else step for step in path)


def written(value: Any) -> dict[str, object]:  # noqa: ANN401 - any dataclass of the model
    """An object of the model as one of the file: keys in the model's order, defaults left out, unknown keys last."""
    parts: dict[str, object] = {}
    for own in fields(value):
        part = getattr(value, own.name)
        has_default = own.default is not MISSING and own.name not in _ALWAYS_WRITTEN
        if own.name != "unknown" and not (has_default and part == own.default):
            parts[KEYS.get(own.name, own.name)] = _plain(type(value), own.name, part)
    known = _attributes(type(value))
    return {**parts, **{key: kept for key, kept in value.unknown.items() if key not in known}}


def _plain(model: type, name: str, part: Any) -> object:  # noqa: ANN401 - any attribute of the model
    if isinstance(part, tuple):
        return [_plain(model, name, row) for row in part]
    if (model, name) in _NESTED:
        return written(part)
    if isinstance(part, StrEnum):
        return part.value
    return int(part) if isinstance(part, float) and part.is_integer() and abs(part) < _MOST_WHOLE else part


def _attributes(model: type) -> dict[str, str]:
    """The attributes of an object of the model by their keys in the file."""
    return {KEYS.get(own.name, own.name): own.name for own in fields(model) if own.name != "unknown"}
