r"""The JSON Schema of a profile file, for editors and for who makes such files: made from the model and its limits.

`python -m leadexec_desktop.profiles.json_schema` prints it; a copy is kept as `profile.schema.json` in `resources/`.
What a schema cannot say stays with `problems_of`: ids that no two profiles share, a default that fits its field, and
the like. Imports pydantic: the program itself never imports this.
"""

import inspect
import json
import re
import sys
from collections.abc import Iterable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter

from leadexec_desktop.profiles import model as _model
from leadexec_desktop.profiles.file_shape import KEYS, PLAIN_VALUES
from leadexec_desktop.profiles.migrations import FORMAT
from leadexec_desktop.profiles.model import MOMENT_KINDS, NUMBER_KINDS, FieldKind, SourceProfile
from leadexec_desktop.profiles.names import LONGEST_NAME
from leadexec_desktop.profiles.phones import FORMATS
from leadexec_desktop.profiles.problems import LONGEST_TIMEOUT_S, MOST_FOLLOW_DAYS, SHORTEST_TIMEOUT_S
from leadexec_desktop.profiles.reading import BOOLEANS
from leadexec_desktop.profiles.secret_keys import SECRET_KEYS
from leadexec_desktop.protocol.parameters import RESERVED_NAMES
from leadexec_desktop.protocol.values import SUBMIT_MODES

Schema = dict[str, Any]

_MODELS = {name: own for name, own in vars(_model).items() if isinstance(own, type)}
"""The classes of the model, and the enums that it names, by name."""
_GREATEST_ID = 10**18 - 1
"""Files have whole numbers of 18 digits at most."""
_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", re.MULTILINE)


def _any_case(word: str, between: str = "") -> str:
    return between.join(f"[{char.upper()}{char}]" if char.isalpha() else re.escape(char) for char in word)


_NAME: Schema = {"minLength": 1, "maxLength": LONGEST_NAME, "pattern": r"\S"}
_ID: Schema = {"minimum": 0, "maximum": _GREATEST_ID}
_LOOPBACK = rf"({_any_case('localhost')}|127\.[0-9.]+|\[[0-9A-Fa-f:.]+\])(:[0-9]*)?"
_SECURE = rf"{_any_case('https')}://[^/?#]+"
_HERE = rf"{_any_case('http')}://{_LOOPBACK}"

_LIMITS: Mapping[tuple[str, str], Schema] = MappingProxyType(
    {
        ("SourceProfile", "id"): _NAME,
        ("SourceProfile", "name"): _NAME,
        ("SourceProfile", "endpoint"): {"pattern": rf"^({_SECURE}|{_HERE})(/[^?#]*)?$"},
        ("SourceProfile", "vid"): _ID,
        ("SourceProfile", "lid"): _ID,
        ("SourceProfile", "operations"): {"minItems": 1, "uniqueItems": True},
        ("SourceProfile", "timeout_s"): {"minimum": SHORTEST_TIMEOUT_S, "maximum": LONGEST_TIMEOUT_S},
        ("SourceProfile", "follow_days"): {"minimum": 0, "maximum": MOST_FOLLOW_DAYS},
        ("SourceProfile", "retention_days"): {"minimum": 1, "maximum": _GREATEST_ID},
        ("Campaign", "aid"): _ID,
        ("Campaign", "name"): {"maxLength": LONGEST_NAME},
        ("Auth", "token_url"): {"pattern": rf"^(({_SECURE}|{_HERE})([/?][^#]*)?)?$"},
        ("Auth", "client_id"): {"maxLength": LONGEST_NAME},
        ("Defaults", "mode"): {"enum": [mode.value for mode in SUBMIT_MODES]},
        ("Defaults", "return_url"): {"pattern": rf"^({_any_case('http')}[Ss]?://\S+)?$"},
        ("Defaults", "aid"): _ID,
        ("FieldSpec", "name"): {
            **_NAME,
            "not": {"pattern": f"^({'|'.join(_any_case(name) for name in sorted(RESERVED_NAMES))})$"},
        },
        ("FieldSpec", "max_length"): {"minimum": 1, "maximum": _GREATEST_ID},
        ("FieldSpec", "pattern"): {"format": "regex"},
        ("Choice", "value"): {"pattern": r"\S"},
    }
)
"""What `problems_of` asks of a value beside its type, by the model's class and the file's key."""
_NO_DEFAULT = frozenset({(_model.Defaults, "mode"), (_model.FieldSpec, "label"), (_model.Choice, "label")})
"""What stands there if nothing is said depends on another key."""


def profile_schema() -> Schema:
    """The schema (draft 2020-12) of a file with one profile, or an array of them."""
    made = TypeAdapter(SourceProfile).json_schema()
    models: dict[str, Schema] = {**made.pop("$defs"), "SourceProfile": made}
    profile = {"$ref": "#/$defs/SourceProfile"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "LeadExec Desktop source profile",
        "description": "A profile file: one source profile, or an array of them. Keys that are not listed are kept.",
        # Not `oneOf`: whose complaint is that neither fits, and not what is wrong.
        "if": {"type": "array"},
        "then": {"items": profile, "minItems": 1},
        "else": profile,
        "$defs": {name: _definition(name, models[name]) for name in sorted(models)} | {"NoSecret": _no_secret()},
    }


def schema_file() -> bytes:
    """The schema as its file has it."""
    return (json.dumps(profile_schema(), ensure_ascii=False, indent=2) + "\n").encode()


def _definition(name: str, made: Schema) -> Schema:
    model = _MODELS[name]
    about = {"description": _sentence(model)}
    if issubclass(model, Enum):
        return {**about, "enum": made["enum"]}
    told = {attribute: " ".join(text.split()) for attribute, text in _ATTRIBUTE.findall(_docstring(model))}
    properties = {
        KEYS.get(attribute, attribute): _property(model, attribute, own, told.get(attribute, ""))
        for attribute, own in made["properties"].items()
        if attribute != "unknown"
    }
    if model is SourceProfile:
        version = {"description": "The format of the file.", "const": FORMAT}
        properties = {"format": version, **properties}
    return {
        **about,
        "type": "object",
        "properties": properties,
        "required": [*(["format"] if model is SourceProfile else ()), *made.get("required", ())],
        "allOf": [{"$ref": "#/$defs/NoSecret"}, *_CONDITIONS.get(name, ())],
    }


def _property(model: type, attribute: str, made: Schema, told: str) -> Schema:
    about = {"description": told.replace("None for", "null for")} if told else {}
    has_default = isinstance(made.get("default"), str | int | float) and (model, attribute) not in _NO_DEFAULT
    default = {"default": made["default"]} if has_default else {}
    kind = {"type": ["string", "number", "boolean"]} if (model, attribute) in PLAIN_VALUES else _type_of(made)
    return {**about, **kind, **_LIMITS.get((model.__name__, KEYS.get(attribute, attribute)), {}), **default}


def _type_of(made: Schema) -> Schema:
    """A type, as short as it can be said."""
    if "anyOf" in made:
        kinds = [own["type"] for own in made["anyOf"]]
        return {"type": [kind for kind in kinds if kind != "integer" or "number" not in kinds]}
    if "items" in made:
        return {"type": "array", "items": _type_of(made["items"])}
    return {key: made[key] for key in ("$ref", "type") if key in made}


def _docstring(model: type) -> str:
    return inspect.getdoc(model) or ""


def _sentence(model: type) -> str:
    return " ".join(_docstring(model).partition("\n\n")[0].split())


def _no_secret() -> Schema:
    keys = "|".join(_any_case(key, r"[\W_]*") for key in sorted(SECRET_KEYS))
    return {
        "description": "No secret is ever in a profile file: passwords and tokens are in the keyring.",
        "patternProperties": {rf"^[\W_]*({keys})[\W_]*$": {"type": ["boolean", "null"]}},
    }


# ------------------------------------------------------------------ what depends on another key


def _of_kinds(kinds: Iterable[FieldKind], then: Schema) -> Schema:
    # Where there is no kind, it is text: that has to hold for it too.
    return {"if": {"properties": {"kind": {"enum": sorted(kinds)}}}, "then": {"properties": then}}


def _one_kind(kind: FieldKind, then: Schema) -> Schema:
    return {"if": {"properties": {"kind": {"const": kind.value}}, "required": ["kind"]}, "then": then}


_WITHOUT_RANGE = frozenset(FieldKind) - NUMBER_KINDS - MOMENT_KINDS
_WITHOUT_FORMAT = frozenset(FieldKind) - MOMENT_KINDS - {FieldKind.PHONE, FieldKind.BOOLEAN}
_NOT_FILLED_IN: Schema = {
    "anyOf": [{"properties": {key: {"const": True}}, "required": [key]} for key in ("read_only", "hidden")]
}

_CONDITIONS: Mapping[str, tuple[Schema, ...]] = MappingProxyType(
    {
        "Auth": (
            {
                "if": {"properties": {"scheme": {"const": "client_credentials"}}, "required": ["scheme"]},
                "then": {
                    "properties": {"token_url": {"minLength": 1}, "client_id": {"minLength": 1}},
                    "required": ["token_url", "client_id"],
                },
            },
        ),
        "FieldSpec": (
            _one_kind(FieldKind.CHOICE, {"properties": {"choices": {"minItems": 1}}, "required": ["choices"]}),
            _one_kind(FieldKind.PHONE, {"properties": {"wire_format": {"enum": ["", *FORMATS]}}}),
            _one_kind(FieldKind.BOOLEAN, {"properties": {"wire_format": {"enum": ["", *BOOLEANS]}}}),
            *(
                _one_kind(kind, {"properties": {key: {"type": [own, "null"]} for key in ("min", "max")}})
                for kinds, own in ((NUMBER_KINDS, "number"), (MOMENT_KINDS, "string"))
                for kind in sorted(kinds)
            ),
            _of_kinds(_WITHOUT_RANGE, {"min": {"type": "null"}, "max": {"type": "null"}}),
            _of_kinds(_WITHOUT_FORMAT, {"wire_format": {"const": ""}}),
            {
                "if": {"properties": {"required": {"const": True}}, "required": ["required"], **_NOT_FILLED_IN},
                "then": {"properties": {"default": {"pattern": r"\S"}}, "required": ["default"]},
            },
        ),
    }
)


if __name__ == "__main__":
    sys.stdout.buffer.write(schema_file())
