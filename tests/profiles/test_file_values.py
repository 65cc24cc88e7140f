"""The quick way to read a profile gives what pydantic gives, or nothing."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from leadexec_desktop.profiles.file_values import plain_value
from leadexec_desktop.profiles.model import Auth, Campaign, Choice, Defaults, FieldSpec, SourceProfile

PYDANTIC: dict[type, TypeAdapter[Any]] = {
    model: TypeAdapter(model) for model in (Auth, Campaign, Choice, Defaults, FieldSpec, SourceProfile)
}

PROFILE: dict[str, Any] = {
    "id": "1",
    "name": "Solar",
    "endpoint": "https://example.com",
    "vid": 18,
    "lid": 1,
    "campaigns": [{"aid": 23, "name": "West", "unknown": {"colour": ["red", 1.5, None]}}],
    "auth": {"password": True, "scheme": "bearer"},
    "operations": ["general", "call"],
    "defaults": {"mode": "call", "encoding": "xml", "response": "xml", "is_async": True, "aid": None},
    "timeout_s": 90,
    "fields": [
        {"name": "Age", "kind": "integer", "min": 18, "max": 99.5, "max_length": 3},
        {"name": "Born", "kind": "date", "min": "1990-03-04", "choices": [{"value": "1", "label": "One"}]},
    ],
    "retention_days": 30,
    "unknown": {},
}


def by_pydantic(model: type, attributes: object) -> object:
    try:
        return PYDANTIC[model].validate_json(json.dumps(attributes), strict=True)
    except ValidationError:
        return None


def test_a_whole_profile_is_read() -> None:
    found = plain_value(SourceProfile, PROFILE)
    assert found is not None
    assert found == by_pydantic(SourceProfile, PROFILE)
    assert type(found.timeout_s) is float
    assert [type(field.min) for field in found.fields] == [int, str]


ODD: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(None, True, False, 0, 1, -1, 2.5, 1.0, "", "1", "text", "general", "date", "bearer"),
        *([], ["call"], [1], [[]], {}, {"aid": 1}, [{"aid": 1}], [{"aid": "1"}], [{"value": "1"}]),
        *({"mode": "call"}, {"strange": 1}, [{"name": "A"}]),
    ]
)
KEYS = st.sampled_from([*PROFILE, "follow_days", "script", "strange"])
FIELD_KEYS = st.sampled_from(["name", "kind", "required", "max_length", "min", "max", "choices", "sticky", "strange"])


@given(changes=st.dictionaries(KEYS, ODD, max_size=3), without=st.sets(st.sampled_from(list(PROFILE)), max_size=2))
def test_a_profile_is_read_as_pydantic_does_or_not_at_all(changes: dict[str, Any], without: set[str]) -> None:
    attributes = {key: value for key, value in (PROFILE | changes).items() if key not in without}
    expected = by_pydantic(SourceProfile, attributes)
    found = plain_value(SourceProfile, attributes)
    assert found is None or found == expected
    assert repr(found) == repr(expected) or found is None  # 1 is 1.0, and True is 1


@given(changes=st.dictionaries(FIELD_KEYS, ODD, max_size=3))
def test_a_field_is_read_as_pydantic_does_or_not_at_all(changes: dict[str, Any]) -> None:
    attributes = {"name": "Age", "kind": "integer", **changes}
    expected = by_pydantic(FieldSpec, attributes)
    found = plain_value(FieldSpec, attributes)
    assert found is None or repr(found) == repr(expected)


@pytest.mark.parametrize(
    "change",
    [{"vid": "18"}, {"vid": True}, {"timeout_s": "90"}, {"operations": ["sell"]}, {"fields": {}}, {"strange": 1}],
)
def test_what_is_not_plain_is_left_to_pydantic(change: dict[str, Any]) -> None:
    assert plain_value(SourceProfile, PROFILE | change) is None


def test_a_sound_file_is_read_without_pydantic() -> None:
    code = (
        "import sys; from leadexec_desktop.profiles.file import read_profiles; "
        "from pathlib import Path; profiles = read_profiles(Path(sys.argv[1]).read_bytes(), 'file').profiles; "
        "print(len(profiles), 'pydantic' in sys.modules)"
    )
    file = Path(__file__).parent / "formats" / "1.leadprofile"
    command = [sys.executable, "-c", code, str(file)]
    here = Path(__file__).parent.parent.parent
    done = subprocess.run(command, cwd=here, capture_output=True, text=True, check=True)
    assert done.stdout.split()[1] == "False"
