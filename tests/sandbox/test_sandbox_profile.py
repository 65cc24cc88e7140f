"""The profile that comes with the built-in receiver keeps to the profile file's contract, and fits the receiver."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from leadexec_desktop.protocol.values import Operation

PROFILE = Path(__file__).parents[2] / "resources" / "sandbox.leadprofile"

# The profile file's contract, spelt out here: whoever changes one of them has to look at the other.
KEYS = {
    "format",
    "id",
    "name",
    "endpoint",
    "vid",
    "lid",
    "campaigns",
    "auth",
    "operations",
    "defaults",
    "timeout_s",
    "script",
    "fields",
}
FIELD_KEYS = {
    "name",
    "label",
    "kind",
    "required",
    "default",
    "help",
    "section",
    "placeholder",
    "max_length",
    "min",
    "max",
    "pattern",
    "pattern_help",
    "choices",
    "wire_format",
    "sticky",
    "read_only",
    "hidden",
    "sensitive",
    "in_ping",
    "in_duplicate_check",
}
KINDS = {
    "text",
    "multiline",
    "integer",
    "decimal",
    "money",
    "boolean",
    "date",
    "time",
    "datetime",
    "choice",
    "phone",
    "email",
    "postal_code",
    "state",
    "url",
    "ip",
}


@pytest.fixture
def profile() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(PROFILE.read_text(encoding="utf-8"))
    return found


def test_it_has_the_keys_of_the_contract(profile: dict[str, Any]) -> None:
    assert set(profile) == KEYS
    assert profile["format"] == 1
    assert str(UUID(profile["id"])) == profile["id"]
    assert profile["endpoint"] == "http://127.0.0.1"
    assert set(profile["auth"]) == {"password", "scheme", "token_url", "client_id"}
    assert profile["operations"] == [operation.value for operation in Operation]
    defaults = profile["defaults"]
    assert (defaults["mode"], defaults["encoding"], defaults["response"]) == ("general", "form", "json")
    assert defaults["aid"] in [campaign["aid"] for campaign in profile["campaigns"]]


def test_its_fields_have_the_keys_of_the_contract(profile: dict[str, Any]) -> None:
    fields = profile["fields"]
    assert len({field["name"] for field in fields}) == len(fields)
    for field in fields:
        assert {"name", "label", "kind", "section"} <= set(field) <= FIELD_KEYS
        assert field["kind"] in KINDS
        assert ("choices" in field) is (field["kind"] == "choice")
        assert all(set(choice) == {"value", "label"} for choice in field.get("choices", []))
    assert {field["kind"] for field in fields} >= {"text", "phone", "email", "state", "date", "boolean", "choice"}


def test_a_ping_tells_nothing_of_who_calls_and_a_duplicate_check_nothing_else(profile: dict[str, Any]) -> None:
    # Lines 1921, 1852.
    told = {
        mark: [field["name"] for field in profile["fields"] if field.get(mark)]
        for mark in ("in_ping", "in_duplicate_check")
    }
    assert told == {
        "in_ping": ["City", "State", "Zip", "HomeOwner", "HomeType"],
        "in_duplicate_check": ["Phone", "Email"],
    }


def test_sections_are_not_scattered(profile: dict[str, Any]) -> None:
    sections = [field["section"] for field in profile["fields"]]
    assert sorted(sections, key=sections.index) == sections
    assert len(set(sections)) == 3


def test_the_receiver_takes_its_leads_in_every_campaign(profile: dict[str, Any], door: Any) -> None:
    required = {field["name"]: "7025550123" for field in profile["fields"] if field.get("required")}
    assert list(required) == ["FirstName", "LastName", "Phone"]
    for number, campaign in enumerate(profile["campaigns"]):
        source = {"vid": profile["vid"], "lid": profile["lid"], "aid": campaign["aid"]}
        answer = door.lead(source=source, fields=required | {"Phone": f"702555012{number}"}).one()
        assert (answer["isValidPost"], answer["VendorAccountAssigned"]) == (True, campaign["aid"])
