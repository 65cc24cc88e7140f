"""What tells that two leads are about the same person."""

import pytest

from leadexec_desktop.profiles.identity import checked_key, identity_of, own_key
from leadexec_desktop.profiles.model import FieldKind, FieldSpec
from leadexec_desktop.profiles.phones import FORMATS
from leadexec_desktop.profiles.reading import read_lead

PHONE, MOBILE = FieldSpec("Phone", kind=FieldKind.PHONE), FieldSpec("Mobile", kind=FieldKind.PHONE)
EMAIL = FieldSpec("Email", kind=FieldKind.EMAIL)
LAST = FieldSpec("LastName", in_duplicate_check=True)
ZIP = FieldSpec("Zip", kind=FieldKind.POSTAL_CODE, in_duplicate_check=True)


@pytest.mark.parametrize("wire_format", sorted(FORMATS))
def test_a_phone_is_the_same_however_it_goes_on_the_wire(wire_format: str) -> None:
    spec = FieldSpec("Any", kind=FieldKind.PHONE, wire_format=wire_format)
    lead, _ = read_lead([spec], {"Any": "+1 702 555 0123"})
    assert lead.identity == ("phone 7025550123",)


@pytest.mark.parametrize("kind", [kind for kind in FieldKind if kind not in (FieldKind.PHONE, FieldKind.EMAIL)])
def test_nothing_else_tells_a_person_alone(kind: FieldKind) -> None:
    assert own_key(FieldSpec("X", kind=kind), "7025550123") == ""


@pytest.mark.parametrize(
    "fields, wires, keys",
    [
        ([], {}, ()),
        ([PHONE, EMAIL], {}, ()),
        ([PHONE, EMAIL], {"Phone": "", "Email": ""}, ()),
        (
            [PHONE, EMAIL],
            {"Phone": "7025550123", "Email": "John@Example.COM"},
            ("phone 7025550123", "email john@example.com"),
        ),
        ([PHONE, MOBILE], {"Phone": "7025550123", "Mobile": "7025550123"}, ("phone 7025550123",)),
        ([PHONE, MOBILE], {"Mobile": "(702) 555-0199"}, ("phone 7025550199",)),
        ([LAST, ZIP], {"LastName": "Example"}, ()),
        ([LAST, ZIP], {"LastName": "Example", "Zip": "89101"}, ("lastname=example\nzip=89101",)),
        ([LAST, PHONE], {"LastName": "Example", "Phone": "7025550123"}, ("phone 7025550123", "lastname=example")),
    ],
)
def test_keys(fields: list[FieldSpec], wires: dict[str, str], keys: tuple[str, ...]) -> None:
    assert identity_of(fields, wires) == keys
    assert identity_of(iter(fields), wires) == keys


def test_a_check_is_the_same_in_any_case() -> None:
    assert checked_key([LAST, ZIP], {"LastName": "EXAMPLE", "Zip": "89101"}) == checked_key(
        [FieldSpec("LASTNAME"), FieldSpec("zip")], {"LASTNAME": "example", "zip": "89101"}
    )


def test_what_is_wrong_tells_nobody() -> None:
    lead, problems = read_lead([PHONE, EMAIL], {"Phone": "12", "Email": "john@example.com"})
    assert (lead.identity, set(problems)) == (("email john@example.com",), {"Phone"})
