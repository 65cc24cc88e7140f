"""The JSON Schema of a profile file: made from the model, kept beside the program, and of one mind with the reader."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from leadexec_desktop.profiles.file import ProfileFileError, read_profiles, write_profile
from leadexec_desktop.profiles.json_schema import profile_schema, schema_file
from leadexec_desktop.profiles.migrations import FORMAT, OLDEST_FORMAT
from leadexec_desktop.profiles.model import SourceProfile

from .test_file import LEAST, field, of
from .test_file import profiles as any_profile

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "resources" / "profile.schema.json"


def is_taken(path: Path) -> bool:
    """Whether the program reads a file; some are here because it does not."""
    try:
        read_profiles(path.read_bytes(), path.name)
    except ProfileFileError:
        return False
    return True


FIXTURES = [
    path
    for path in sorted((*(ROOT / "tests").rglob("*.leadprofile"), *(ROOT / "resources").glob("*.leadprofile")))
    if is_taken(path) and path.name not in {f"{older}.leadprofile" for older in range(OLDEST_FORMAT, FORMAT)}
]


@cache
def validator() -> Any:
    jsonschema = pytest.importorskip("jsonschema")
    return jsonschema.Draft202012Validator(profile_schema())


def faults(document: object) -> list[str]:
    """Where the schema finds something wrong."""
    return ["".join(f"/{step}" for step in fault.absolute_path) for fault in validator().iter_errors(document)]


def test_the_file_that_is_kept_is_the_one_that_is_made() -> None:
    assert KEPT.read_bytes() == schema_file()


def test_it_is_a_schema_of_its_draft() -> None:
    validator().check_schema(profile_schema())


def test_it_speaks_of_the_file_and_not_of_the_program() -> None:
    definitions = profile_schema()["$defs"]
    assert list(definitions["SourceProfile"]["properties"])[:4] == ["format", "id", "name", "endpoint"]
    assert "async" in definitions["Defaults"]["properties"]
    for name, definition in definitions.items():
        properties = definition.get("properties", {})
        assert not {"unknown", "is_async"} & properties.keys(), name
        assert [key for key, own in properties.items() if not own.get("description")] == [], name
        assert definition["description"]
    text = schema_file().decode()
    assert "Attributes" not in text
    assert "None" not in text
    assert "additionalProperties" not in text


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_every_profile_that_is_kept_here_fits(path: Path) -> None:
    assert faults(json.loads(path.read_bytes())) == []


@given(profile=any_profile())
def test_every_profile_that_is_written_fits(profile: SourceProfile) -> None:
    document = json.loads(write_profile(profile))
    assert faults(document) == []
    assert faults([document, document]) == []


FITS = [
    LEAST,
    LEAST | {"timeout_s": 1.5, "follow_days": 0, "retention_days": None, "defaults": {"aid": None}},
    LEAST | {"endpoint": "HTTPS://Leads.Example:8443/eu/west"},
    *(LEAST | {"endpoint": f"http://{host}/eu"} for host in ("localhost", "127.0.0.1:8080", "[::1]:1", "LOCALHOST:9")),
    LEAST | {"token": None, "auth": {"password": True, "client_secret": False}},
    LEAST | {"colour": {"deep": [1]}, "fields": [{"name": "A", "colour": "red"}]},
    LEAST | {"auth": {"scheme": "client_credentials", "token_url": "https://e.example/t?x=1", "client_id": "i"}},
    LEAST | {"fields": [{"name": "A", "kind": "choice", "choices": [{"value": 7}, {"value": True}, {"value": "x"}]}]},
    LEAST | {"fields": [{"name": "A", "kind": "date", "min": "1990-03-04", "wire_format": "%d"}]},
    LEAST | {"fields": [{"name": "A", "kind": "money", "min": 1, "max": 2.5, "default": 2}]},
    LEAST | {"fields": [{"name": "A", "kind": "phone", "wire_format": "e164", "min": None}]},
    LEAST | {"fields": [{"name": "A", "required": True, "hidden": True, "default": "x"}]},
    LEAST | {"fields": [{"name": "Vide"}, {"name": "MyVid"}]},
]


@pytest.mark.parametrize("document", FITS)
def test_what_the_program_takes_fits(document: dict[str, Any]) -> None:
    read_profiles(json.dumps(document).encode(), "p")
    assert faults(document) == []
    assert faults([document]) == []


BROKEN = [
    (b"[]", ""),
    (b"3", ""),
    (of(format=...), ""),
    (of(format=2), "/format"),
    (of(format="1"), "/format"),
    *((of(**{key: ...}), "") for key in ("id", "name", "endpoint", "vid", "lid")),
    (of(id=""), "/id"),
    (of(name=" "), "/name"),
    (of(name="x" * 201), "/name"),
    (of(name=5), "/name"),
    (of(endpoint="leads.example"), "/endpoint"),
    (of(endpoint="http://leads.example"), "/endpoint"),
    (of(endpoint="http://localhost.example"), "/endpoint"),
    (of(endpoint="https://leads.example/?a=1"), "/endpoint"),
    (of(vid="18"), "/vid"),
    (of(vid=True), "/vid"),
    (of(vid=-1), "/vid"),
    (of(lid=1.5), "/lid"),
    (of(lid=10**18), "/lid"),
    (of(campaigns=[{"name": "West"}]), "/campaigns/0"),
    (of(campaigns=[{"aid": "23"}]), "/campaigns/0/aid"),
    (of(auth=None), "/auth"),
    (of(auth={"password": "hunter2"}), "/auth/password"),
    (of(auth={"scheme": "basic"}), "/auth/scheme"),
    (of(auth={"scheme": "client_credentials"}), "/auth"),
    (of(auth={"scheme": "client_credentials", "token_url": "https://e.example", "client_id": ""}), "/auth/client_id"),
    (of(auth={"token_url": "http://e.example"}), "/auth/token_url"),
    (of(auth={"Client-Secret": "x"}), "/auth/Client-Secret"),
    (of(API_key="x"), "/API_key"),
    (of(operations=[]), "/operations"),
    (of(operations=["post"]), "/operations/0"),
    (of(operations=["ping", "ping"]), "/operations"),
    (of(defaults={"mode": "ping"}), "/defaults/mode"),
    (of(defaults={"async": "no"}), "/defaults/async"),
    (of(defaults={"return_url": "ftp://e.example"}), "/defaults/return_url"),
    (of(timeout_s=0), "/timeout_s"),
    (of(timeout_s=601), "/timeout_s"),
    (of(timeout_s="90"), "/timeout_s"),
    (of(follow_days=3651), "/follow_days"),
    (of(retention_days=0), "/retention_days"),
    (of(script=None), "/script"),
    (of(allow_extra_fields="yes"), "/allow_extra_fields"),
    (of(fields={}), "/fields"),
    (of(fields=["Zip"]), "/fields/0"),
    (of(fields=[{"label": "A"}]), "/fields/0"),
    (field(name="VID"), "/fields/1/name"),
    (field(name="password"), "/fields/1/name"),
    (field(kind="phonee"), "/fields/1/kind"),
    (field(kind=None), "/fields/1/kind"),
    (field(max_length=0), "/fields/1/max_length"),
    (field(min=1), "/fields/1/min"),
    (field(kind="text", max="9"), "/fields/1/max"),
    (field(kind="money", min="1"), "/fields/1/min"),
    (field(kind="date", max=3), "/fields/1/max"),
    (field(wire_format="digits"), "/fields/1/wire_format"),
    (field(kind="phone", wire_format="%d"), "/fields/1/wire_format"),
    (field(kind="boolean", wire_format="Y/N"), "/fields/1/wire_format"),
    (field(kind="choice"), "/fields/1"),
    (field(kind="choice", choices=[]), "/fields/1/choices"),
    (field(kind="choice", choices=[{"label": "x"}]), "/fields/1/choices/0"),
    (field(kind="choice", choices=[{"value": " "}]), "/fields/1/choices/0/value"),
    (field(required=True, read_only=True), "/fields/1"),
    (field(required=True, hidden=True, default=" "), "/fields/1/default"),
    (field(default=None), "/fields/1/default"),
]


@pytest.mark.parametrize("data, place", BROKEN)
def test_what_the_program_refuses_does_not_fit(data: bytes, place: str) -> None:
    with pytest.raises(ProfileFileError):
        read_profiles(data, "p")
    assert place in faults(json.loads(data))
