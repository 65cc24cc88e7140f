"""A profile takes what a sample tells, and keeps what it does not tell."""

from dataclasses import replace

import pytest

from leadexec_desktop.profiles.model import Auth, Campaign, Choice, Defaults, FieldKind, FieldSpec, SourceProfile
from leadexec_desktop.profiles.problems import problems_of
from leadexec_desktop.profiles.sample import FoundSecret, ProposedField, Sample, SampleKind, profile_of
from leadexec_desktop.protocol.values import AuthScheme, Encoding, Operation, ResponseFormat

BASE = SourceProfile(
    "solar",
    "Solar",
    "https://leads.example.com/gate",
    18,
    1,
    campaigns=(Campaign(23, "West"),),
    operations=(Operation.GENERAL, Operation.CALL),
    defaults=Defaults(aid=23),
    fields=(FieldSpec("City", "Town"),),
    script="Thank you for calling.",
)
NOTHING = Sample(SampleKind.ROWS)


def test_what_is_not_told_stays() -> None:
    assert profile_of(NOTHING, BASE, ()) == BASE


def test_everything_that_is_told_is_taken() -> None:
    sample = Sample(
        SampleKind.CURL,
        (ProposedField(FieldSpec("Zip")),),
        "https://other.example.com",
        5,
        6,
        77,
        Operation.TRANSFER,
        Encoding.JSON,
        ResponseFormat.XML,
        "https://example.com/back",
        (FoundSecret("password", "planted"), FoundSecret("token", "planted")),
        is_async=True,
    )
    made = profile_of(sample, BASE, sample.fields)
    assert (made.endpoint, made.vid, made.lid) == ("https://other.example.com", 5, 6)
    assert made.campaigns == (Campaign(23, "West"), Campaign(77))
    assert made.operations == (Operation.GENERAL, Operation.TRANSFER, Operation.CALL)
    assert made.defaults == Defaults(
        Operation.TRANSFER, Encoding.JSON, ResponseFormat.XML, True, "https://example.com/back", 77
    )
    assert made.auth == Auth(password=True, scheme=AuthScheme.BEARER)
    assert made.fields == (FieldSpec("Zip"),)
    assert (made.id, made.name, made.script) == (BASE.id, BASE.name, BASE.script)
    assert problems_of(made) == []


def test_only_fields_in_use_come_and_without_any_the_form_stays() -> None:
    left, taken = ProposedField(FieldSpec("A"), use=False), ProposedField(FieldSpec("B"))
    assert [own.name for own in profile_of(NOTHING, BASE, (left, taken)).fields] == ["B"]
    assert profile_of(NOTHING, BASE, (left,)).fields == BASE.fields


@pytest.mark.parametrize(
    "encoding, operation, name, expected",
    [
        (Encoding.XML, Operation.GENERAL, "Phone", Encoding.XML),
        (Encoding.XML, Operation.GENERAL, "Phone 1", Encoding.FORM),
        (Encoding.JSON, Operation.REDIRECT, "Phone", Encoding.FORM),
        (None, Operation.PING, "Phone", Encoding.FORM),
    ],
)
def test_an_encoding_that_cannot_be_is_not_taken(
    encoding: Encoding | None, operation: Operation, name: str, expected: Encoding
) -> None:
    sample = replace(NOTHING, encoding=encoding, operation=operation, is_async=True)
    made = profile_of(sample, BASE, (ProposedField(FieldSpec(name)),))
    assert made.defaults.encoding is expected
    assert problems_of(made) == []


@pytest.mark.parametrize(
    "spec, kind, choices, wire_format",
    [
        (FieldSpec("A", kind=FieldKind.CHOICE), "text", (), ""),
        (FieldSpec("A", kind=FieldKind.CHOICE, choices=(Choice("1"),)), "choice", (Choice("1"),), ""),
        (
            FieldSpec("A", kind=FieldKind.BOOLEAN, choices=(Choice("yes"),), wire_format="yes/no"),
            "boolean",
            (),
            "yes/no",
        ),
        (FieldSpec("A", kind=FieldKind.TEXT, wire_format="%Y"), "text", (), ""),
    ],
)
def test_a_field_comes_without_what_its_kind_has_not(
    spec: FieldSpec, kind: str, choices: tuple[Choice, ...], wire_format: str
) -> None:
    (field,) = profile_of(NOTHING, BASE, (ProposedField(spec),)).fields
    assert (field.kind, field.choices, field.wire_format) == (kind, choices, wire_format)


def test_a_client_secret_alone_changes_no_scheme() -> None:
    sample = replace(NOTHING, secrets=(FoundSecret("client_secret", "planted"),))
    assert profile_of(sample, BASE, ()).auth.scheme is AuthScheme.NONE


def test_fields_are_added_behind_those_that_stay_as_they_are() -> None:
    fields = tuple(ProposedField(FieldSpec(name, "From the sample")) for name in ("Zip", "CITY", "Roof"))
    made = profile_of(NOTHING, BASE, fields, replace=False)
    assert [(own.name, own.label) for own in made.fields] == [
        ("City", "Town"),
        ("Zip", "From the sample"),
        ("Roof", "From the sample"),
    ]
    assert [own.name for own in profile_of(NOTHING, BASE, fields).fields] == ["Zip", "CITY", "Roof"]
    assert profile_of(NOTHING, BASE, (), replace=False) == BASE
