"""A request as a person may see it."""

from dataclasses import replace

import pytest

from leadexec_desktop.protocol.delivery import Destination
from leadexec_desktop.protocol.encode import CannotEncodeError, encode
from leadexec_desktop.protocol.values import AuthScheme, Encoding, Lead, Operation
from leadexec_desktop.services.showing import MASK, shown

from .bench import FULLEST, OPEN, request

SENSITIVE = Lead((("FirstName", "John"), ("SSN", "078-05-1120")), ("SSN",))
GUARDED = replace(OPEN, endpoint="https://leads.example/prefix", password=True, scheme=AuthScheme.BEARER)


@pytest.mark.parametrize("encoding", Encoding)
def test_without_secrets_it_is_the_very_bytes(encoding: Encoding) -> None:
    what = request(encoding=encoding, **FULLEST[encoding])
    view = shown(what, OPEN)
    encoded = encode(what)
    assert view.body == encoded.body
    lines = view.head.split("\n")
    assert lines[:2] == ["POST /processor/insert/general/json HTTP/1.1", "Host: leads.example"]
    assert {f"{name}: {value}" for name, value in encoded.headers} < set(lines)
    assert f"Content-Length: {len(encoded.body)}" in lines
    assert "Authorization" not in view.head
    assert view.text == f"{view.head}\n\n{encoded.body.decode()}"


@pytest.mark.parametrize(
    "encoding, masked",
    [
        (Encoding.FORM, f"vid=18&lid=1&aid=23&password={MASK}&FirstName=John&SSN={MASK}"),
        (
            Encoding.XML,
            (
                f'<Leads vid="18" lid="1" aid="23" password="{MASK}">'
                f"<Lead><FirstName>John</FirstName><SSN>{MASK}</SSN></Lead></Leads>"
            ),
        ),
        (
            Encoding.JSON,
            (
                f'{{"source": {{"vid": 18, "lid": 1, "aid": 23, "password": "{MASK}"}}, "leads": '
                f'[{{"properties": {{}}, "fields": {{"FirstName": "John", "SSN": "{MASK}"}}}}]}}'
            ),
        ),
    ],
)
def test_what_is_hidden_is_masked_in_its_place(encoding: Encoding, masked: str) -> None:
    view = shown(request(encoding=encoding, lead=SENSITIVE), GUARDED)
    assert view.body.decode() == masked
    assert view.head.startswith("POST /prefix/processor/insert/general/json HTTP/1.1\nHost: leads.example\n")
    assert f"Authorization: Bearer {MASK}" in view.head


@pytest.mark.parametrize(
    "lead, destination",
    [(SENSITIVE, OPEN), (request().lead, replace(OPEN, password=True))],
    ids=["a sensitive value", "a password"],
)
def test_the_length_of_what_is_hidden_is_not_told(lead: Lead, destination: Destination) -> None:
    assert "Content-Length" not in shown(request(lead=lead), destination).head


def test_a_mask_hides_no_fault() -> None:
    broken = Lead((("SSN", "\x01"),), ("SSN",))
    with pytest.raises(CannotEncodeError) as caught:
        shown(request(encoding=Encoding.XML, lead=broken), OPEN)
    assert caught.value.field == "SSN"
    with pytest.raises(CannotEncodeError):
        shown(request(Operation.REDIRECT, encoding=Encoding.JSON), OPEN)
