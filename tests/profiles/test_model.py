"""Profiles as values, and what is told from them."""

from dataclasses import FrozenInstanceError, fields, replace

import pytest

from leadexec_desktop.profiles.model import (
    FREE_OPERATIONS,
    Auth,
    Choice,
    FieldKind,
    FieldSpec,
    SourceProfile,
    destination_of,
    ids_of,
    xml_unfit_field,
)
from leadexec_desktop.profiles.who import who_of
from leadexec_desktop.protocol.delivery import Destination
from leadexec_desktop.protocol.values import DEFAULT_TOKEN_URL, AuthScheme, Lead, Operation, SourceIds

PROFILE = SourceProfile("p1", "Solar", "https://leads.example.com/eu/", 18, 1)


def test_a_profile_is_a_value() -> None:
    twin = replace(PROFILE, fields=(), unknown={})
    assert twin == PROFILE
    assert hash(replace(PROFILE, unknown={"colour": ["red"]})) == hash(PROFILE)
    assert replace(PROFILE, unknown={"colour": "red"}) != PROFILE
    with pytest.raises(FrozenInstanceError):
        PROFILE.name = "x"  # type: ignore[misc]  # that it fails is the point


def test_names_and_values_are_the_labels_where_there_are_none() -> None:
    assert FieldSpec("Zip").label == "Zip"
    assert FieldSpec("Zip", "ZIP").label == "ZIP"
    assert Choice("NV").label == "NV"


def test_a_profile_that_lists_no_operations_has_those_that_need_no_approval() -> None:
    assert PROFILE.operations == FREE_OPERATIONS
    assert set(Operation) - set(FREE_OPERATIONS) == {Operation.RETURNSENDS, Operation.TRANSFER, Operation.DUPLICATE}


def test_where_a_lead_goes() -> None:
    profile = replace(PROFILE, auth=Auth(password=True, scheme=AuthScheme.BEARER), timeout_s=30)
    assert destination_of(profile) == Destination(
        "p1", "Solar", "https://leads.example.com/eu", password=True, scheme=AuthScheme.BEARER, timeout_s=30
    )
    assert ids_of(profile, None) == SourceIds(18, 1)
    assert ids_of(profile, 0) == SourceIds(18, 1, 0)


@pytest.mark.parametrize("token_url, fetched_at", [("", DEFAULT_TOKEN_URL), ("https://e.com/t", "https://e.com/t")])
def test_where_its_token_is_fetched(token_url: str, fetched_at: str) -> None:
    auth = Auth(scheme=AuthScheme.CLIENT_CREDENTIALS, token_url=token_url, client_id="desk")
    destination = destination_of(replace(PROFILE, auth=auth))
    assert (destination.token_url, destination.client_id) == (fetched_at, "desk")


@pytest.mark.parametrize("scheme", [AuthScheme.NONE, AuthScheme.BEARER])
def test_a_scheme_that_fetches_no_token_names_no_place_for_one(scheme: AuthScheme) -> None:
    destination = destination_of(replace(PROFILE, auth=Auth(scheme=scheme, token_url="https://e.com", client_id="c")))
    assert (destination.token_url, destination.client_id) == ("", "")


def test_the_first_name_that_cannot_go_as_xml() -> None:
    fine = replace(PROFILE, fields=(FieldSpec("FirstName"), FieldSpec("Straße")))
    assert xml_unfit_field(fine) is None
    assert xml_unfit_field(replace(fine, fields=(*fine.fields, FieldSpec("Phone 1"), FieldSpec("1st")))) == "Phone 1"


def test_every_attribute_of_a_field_is_a_key_of_the_file() -> None:
    keys = (
        "name label kind required default help section placeholder max_length min max pattern pattern_help choices "
        "wire_format sticky read_only hidden sensitive in_ping in_duplicate_check unknown"
    )
    assert [own.name for own in fields(FieldSpec)] == keys.split()


WHO = [
    ("first and last", (("FirstName", "José"), ("LastName", "Núñez"), ("Phone", "7025550123")), "José Núñez"),
    ("other spellings", (("last_name", "Núñez"), ("FNAME", "José")), "José Núñez"),
    ("whole name", (("Full Name", "José Núñez"), ("FirstName", "José")), "José Núñez"),
    ("one name", (("LastName", "Núñez"), ("Email", "j@example.com")), "Núñez"),
    ("spaces", (("Name", "  José \n Núñez "),), "José Núñez"),
    ("phone by kind", (("Contact", "7025550123"), ("Email", "j@example.com")), "7025550123"),
    ("phone by name", (("HomePhone", "7025550123"),), "7025550123"),
    ("e-mail by kind", (("Reply", "j@example.com"),), "j@example.com"),
    ("e-mail by name", (("Email_Address", "j@example.com"),), "j@example.com"),
    ("empty name", (("Name", " "), ("Phone1", "7025550123")), "7025550123"),
    ("sensitive", (("Last", "123-45-6789"), ("Phone2", "7025550199"), ("Email", "j@example.com")), "j@example.com"),
    ("hidden", (("LeadName", "Desk 5"), ("Mobile", "7025550123")), "7025550123"),
    ("nothing to show", (("Zip", "00501"),), ""),
    ("long", (("Name", "x" * 10_000),), "x" * 120),
]
ASKS = (
    FieldSpec("Contact", kind=FieldKind.PHONE),
    FieldSpec("Reply", kind=FieldKind.EMAIL),
    FieldSpec("Last", sensitive=True),
    FieldSpec("Phone2", kind=FieldKind.PHONE, sensitive=True),
    FieldSpec("LeadName", hidden=True),
)


@pytest.mark.parametrize("values, who", [row[1:] for row in WHO], ids=[row[0] for row in WHO])
def test_who_a_lead_is_about(values: tuple[tuple[str, str], ...], who: str) -> None:
    assert who_of(replace(PROFILE, fields=ASKS), Lead(values)) == who
