"""Answers of the receiver, read: every sample of the documentation, and every variation known of it."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.protocol.answer_tree import UndecodableError
from leadexec_desktop.protocol.answers import (
    ClientInfo,
    DuplicateResponse,
    LeadQueueResponse,
    PingResponse,
    PostResponse,
    QualityControl,
    QueueStatus,
    Return,
    SendInfo,
    Unplaced,
)
from leadexec_desktop.protocol.decode import decode
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.protocol.wire import Answer

SAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "documentation_answers.json").read_text(encoding="utf-8")
)
POST_ID = "f5666260-1c2c-4bd5-9611-bb1387ca2397"


_UPDATED = PostResponse(
    is_valid=True,
    post_id=POST_ID,
    details="Lead information updated",
    lead_identifier="999999999",
    vendor_account_assigned="99",
    pending_qc_review=False,
    price=Decimal(25),
)
_COVERED = "Coverage found, please supply Order ID in POST"
_PING = PingResponse(
    will_accept=True,
    request_id="ce77b056-0103-4cf8-badf-2e73087b6e5a",
    order_id="7cef1c61-916c-4ea8-b79f-5572e73c4602",
    estimated_price=Decimal(25),
    order_expires_on="4/30/2020 1:53:45 PM",
    response=_COVERED,
)
OTHERS: dict[str, dict[str, Any]] = {
    "update": {"json": replace(_UPDATED, response_type="0"), "xml": replace(_UPDATED, response_type="No_Error")},
    "ping": {"json": _PING, "xml": _PING},
    "duplicate": {
        # The JSON sample's text is a ping's (line 1916).
        "json": DuplicateResponse(
            is_duplicate=True, duplicate_lead_id="12345678", received_on="4/30/2020 1:53:45 PM", response=_COVERED
        ),
        "xml": DuplicateResponse(
            is_duplicate=True,
            duplicate_lead_id="12345678",
            received_on="2022-12-28T15:29:34Z",
            response="Duplicate Lead, 12345678 Last Received On: 12/28/2022 3:29:34 PM UTC",
        ),
    },
    "status": {
        "json": QueueStatus(
            post_id="98bc0376-64f0-4525-802b-249c01d36c36",
            lead_identifier="12345678",
            is_valid=True,
            vendor_account_assigned="1234",
            date_received="2025-11-04T22:29:22.147Z",
            quality_control=QualityControl(
                pending_review=False, date_of_review="2025-11-04T22:29:22.770Z", is_rejected=False
            ),
            returned=Return(is_returned=False),
            price=Decimal("0.0"),
        )
    },
}


def answer(body: bytes | str, *, status: int = 200, whole: bool = True, **headers: str) -> Answer:
    data = body.encode() if isinstance(body, str) else body
    sent = [(name.replace("_", "-"), value) for name, value in headers.items()]
    if whole:
        sent.append(("Content-Length", str(len(data))))
    return Answer(status, tuple(sent), data, "https://leads.example/processor", complete=whole)


def post(body: bytes | str, **headers: str) -> PostResponse:
    found = decode(answer(body, status=200, whole=True, **headers)).answer
    assert isinstance(found, PostResponse)
    return found


@pytest.mark.parametrize("sample", SAMPLES, ids=[f"lines {s['lines']}" for s in SAMPLES])
def test_each_sample_of_the_documentation(sample: dict[str, Any]) -> None:
    decoded = decode(answer(sample["body"]), Operation(sample["operation"]))
    if sample["operation"] in OTHERS and not sample["is_async"]:
        assert decoded.answer == OTHERS[sample["operation"]][sample["response"]]
        assert (decoded.repaired, decoded.unplaced) == ("", ())
        return
    if sample["is_async"]:
        assert decoded.answer == LeadQueueResponse(
            queue_successful=True,
            post_id=POST_ID,
            details="Lead has been queued for processing",
            status_url=f"https://leads.leadexec.net/information/queuestatus/{POST_ID}",
        )
        assert decoded.repaired == ""
        return
    post_id = POST_ID
    if sample["response"] == "xml":
        post_id = {"redirect": "true", "general": POST_ID}.get(sample["operation"], "")
    sends: tuple[SendInfo, ...] = ()
    if sample["operation"] == "returnsends":
        # The XML samples have the second buyer's name where its number belongs.
        second = ("5679", "Acme Company") if sample["response"] == "json" else ("Acme Company", "")
        sends = (
            SendInfo("1234", "Demo Company", "", valid=True, price=Decimal(25)),
            SendInfo(*second, "", valid=True, price=Decimal(25)),
        )
    infos: tuple[ClientInfo, ...] = ()
    if sample["operation"] == "transfer":
        infos = (
            ClientInfo("1234", "Demo Company", "John Smith", "7025551212"),
            ClientInfo("5679", "Acme Company", "Bob McCarthy", "6025551212"),
        )
    numbered = '"ResponseType": 0' in sample["body"]
    assert decoded.answer == PostResponse(
        is_valid=True,
        post_id=post_id,
        response_type="0" if numbered else "No_Error",
        details="Lead was accepted",
        lead_identifier="999999999",
        vendor_account_assigned="99",
        pending_qc_review=False,
        price=Decimal(25),
        sends=sends,
        client_infos=infos,
    )
    assert decoded.unplaced == ()
    malformed = '212""' in sample["body"] or "true</isValidPost> <is" in sample["body"]
    never_closed = "<ClientInfos>" in sample["body"] and "</ClientInfos>" not in sample["body"]
    assert bool(decoded.repaired) is (malformed or never_closed)


def test_the_samples_hold_the_malformed_ones() -> None:
    bodies = [sample["body"] for sample in SAMPLES]
    assert sum('"7025551212""' in body for body in bodies) == 3
    assert sum("<PostID>true</isValidPost>" in body for body in bodies) == 2
    assert sum("<ClientInfos>" in body and "</ClientInfos>" not in body for body in bodies) == 3
    assert {s["operation"] for s in SAMPLES} == set(Operation)


@pytest.mark.parametrize(
    "body, expected",
    [
        ('{"isValidPost": "True", "LeadIdentifier": "77"}', PostResponse(is_valid=True, lead_identifier="77")),
        ('{"ISVALIDPOST": false, "responsedetail": "no"}', PostResponse(is_valid=False, details="no")),
        ('[{"isValidPost": true, "Price": "25.50"}]', PostResponse(is_valid=True, price=Decimal("25.50"))),
        ('{"isValidPost": 1, "Price": 0.1, "Sends": null}', PostResponse(is_valid=True, price=Decimal("0.1"))),
        ('{"isValidPost": true, "Price": "", "LeadIdentifier": null}', PostResponse(is_valid=True)),
        (
            '<PostResponse xmlns="urn:any"><isValidPost>False</isValidPost><Price></Price></PostResponse>',
            PostResponse(is_valid=False),
        ),
        (
            "<ArrayOfPostResponse><PostResponse><isValidPost>true</isValidPost></PostResponse></ArrayOfPostResponse>",
            PostResponse(is_valid=True),
        ),
        (
            "<r><isValidPost>1<!-- --></isValidPost><Sends><SendInfo><ClientUID>1</ClientUID></SendInfo></Sends></r>",
            PostResponse(is_valid=True, sends=(SendInfo("1"),)),
        ),
        (
            '{"isValidPost": true, "ClientInfos": {"AgentName": "A", "AgentPhone": 7025551212}}',
            PostResponse(is_valid=True, client_infos=(ClientInfo("", "", "A", "7025551212"),)),
        ),
        ('{"isValidPost": true, "ResponseType": "Something_New"}', PostResponse(True, response_type="Something_New")),
    ],
)
def test_variations(body: str, expected: PostResponse) -> None:
    decoded = decode(answer(body))
    assert decoded.answer == expected
    assert decoded.unplaced == ()
    assert decoded.repaired == ""


def test_what_has_no_place_is_kept() -> None:
    decoded = decode(
        answer(
            '[{"isValidPost": true, "Price": "free", "PostID": "a", "postid": "b", "Extra": {"x": [1, null]},'
            ' "Sends": ["?", {"Valid": "perhaps", "ClientUID": 5}]}, {"second": "lead"}]'
        )
    )
    assert decoded.answer == PostResponse(is_valid=True, post_id="a", sends=(SendInfo("5"),))
    assert set(decoded.unplaced) == {
        Unplaced("answer 2", "second: lead"),
        Unplaced("Price", "free"),
        Unplaced("postid", "b"),
        Unplaced("Extra", "x: 1, "),
        Unplaced("Sends[0]", "?"),
        Unplaced("Sends[1].Valid", "perhaps"),
    }


@pytest.mark.parametrize(
    "body, why",
    [
        ("", "empty"),
        (" \r\n\ufeff", "empty"),
        ("<html><body>Service Unavailable</body></html>", "none of the documented"),
        ("<!DOCTYPE html><html><p>Oops</html>", "document type"),
        ('<!DOCTYPE r [<!ENTITY a "b">]><PostResponse><isValidPost>&a;</isValidPost></PostResponse>', "document type"),
        ("OK", "neither JSON nor XML"),
        ('"accepted"', "none of the documented"),
        ("[]", "none of the documented"),
        ('{"isValidPost": "perhaps"}', "neither true nor false"),
        ('{"isValidPost": null}', "neither true nor false"),
        ("[" * 200_000, "nested too deep|neither JSON"),
        ('{"isValidPost":' * 100_000, "nested too deep|neither JSON"),
        ("<a>" * 200_000, "no XML|none of the documented|cut off"),
        ('{"n": ' + "9" * 5000 + "}", "neither JSON nor XML|none of the documented"),
    ],
    ids=range(14),
)
def test_what_is_no_documented_answer(body: str, why: str) -> None:
    with pytest.raises(UndecodableError, match=why):
        decode(answer(body))


@pytest.mark.parametrize("sample", SAMPLES, ids=[f"lines {s['lines']}" for s in SAMPLES])
def test_a_body_that_was_cut_off_is_never_repaired(sample: dict[str, Any]) -> None:
    body = sample["body"].rstrip()
    for end in range(1, len(body), 7):
        with pytest.raises(UndecodableError):
            decode(answer(body[:end], whole=False))


def test_xml_with_its_root_closed_is_repaired_without_a_length() -> None:
    found = decode(answer("<P><PostID>7</isValidPost><isValidPost>true</isValidPost></P>", whole=False))
    assert found.answer == PostResponse(is_valid=True, post_id="7")
    assert found.repaired


@pytest.mark.parametrize(
    "data, content_type",
    [
        ("utf-8-sig", "application/json"),
        ("utf-16", "application/json"),
        ("utf-16-le", "application/json"),
        ("utf-32-be", ""),
        ("iso-8859-1", "application/json; charset=ISO-8859-1"),
        ("utf-8", "application/json; charset=zlib_codec"),
        ("utf-8", "text/html; charset=nonsense"),
    ],
)
def test_encodings_of_the_body(data: str, content_type: str) -> None:
    body = '{"isValidPost": true, "ResponseDetails": "José"}'.encode(data)
    decoded = decode(answer(body, Content_Type=content_type))
    assert decoded.answer == PostResponse(is_valid=True, details="José")
    assert decoded.repaired == ""


def test_an_xml_declaration_names_the_encoding() -> None:
    declaration = '<?xml version="1.0" encoding="iso-8859-1"?>'
    text = f"{declaration}<P><isValidPost>1</isValidPost><ResponseDetails>é</ResponseDetails></P>"
    assert post(text.encode("iso-8859-1")).details == "é"


def test_bytes_of_no_named_encoding_are_guessed_and_marked() -> None:
    decoded = decode(answer(b'{"isValidPost": true, "ResponseDetails": "Jos\xe9"}'))
    assert decoded.answer == PostResponse(is_valid=True, details="José")
    assert "guessed" in decoded.repaired


def test_a_price_of_absurd_size_is_only_shown() -> None:
    decoded = decode(answer('{"isValidPost": true, "Price": 1e999999}'))
    assert decoded.answer == PostResponse(is_valid=True)
    assert decoded.unplaced == (Unplaced("Price", "1E+999999"),)


@pytest.mark.parametrize("name", ["iso-8859-12", "iso-8859-99", "windows-1259", "utf-8-le", "ISO-8859-\u0663"])
def test_a_charset_that_never_was_is_passed_over(name: str) -> None:
    body = f'<?xml version="1.0" encoding="{name}"?><P><isValidPost>1</isValidPost><PostID>é</PostID></P>'
    assert post(body, Content_Type=f"text/xml; charset={name}").post_id == "é"


def test_half_a_character_in_xml_is_unreadable_and_no_fault() -> None:
    with pytest.raises(UndecodableError, match="half a character"):
        decode(answer("<P><isValidPost>true</isValidPost><PostID>&#xD800;</PostID></P>"))


def test_a_name_space_longer_than_any_is_refused() -> None:
    """lxml writes it out for each element: one of 4 MB before a million elements took hours and all memory."""
    body = f'<P xmlns="{"u" * 1000}"><isValidPost>true</isValidPost></P>'
    with pytest.raises(UndecodableError, match="longer names"):
        decode(answer(body))


def test_only_the_declaration_at_the_beginning_is_left_out() -> None:
    body = '<P><isValidPost>1</isValidPost><PostID><![CDATA[a<?xml version="1.0"?>b]]></PostID></P>'
    assert post(body).post_id == 'a<?xml version="1.0"?>b'


@pytest.mark.parametrize("price", ["0." + "1" * 60, "1" * 17, '"' + "1" * 50 + '"'], ids=len)
def test_a_price_of_more_digits_than_money_has_is_only_shown(price: str) -> None:
    decoded = decode(answer(f'{{"isValidPost": true, "Price": {price}}}'))
    assert decoded.answer == PostResponse(is_valid=True)
    assert decoded.unplaced == (Unplaced("Price", price.strip('"')),)


def test_what_is_shown_of_the_rest_has_a_bound() -> None:
    extra = ", ".join(f'"{"k" * 2000}{number}": 1' for number in range(300))
    decoded = decode(answer(f'{{"isValidPost": true, {extra}}}'))
    assert len(decoded.unplaced) == 100
    assert {len(part.path) for part in decoded.unplaced} == {501}


@given(st.binary() | st.text().map(str.encode))
def test_no_bytes_raise_anything_else(body: bytes) -> None:
    for prefix in (b"", b"{", b"<", b'[{"isValidPost":true,', b"<P><isValidPost>true</isValidPost>"):
        for whole in (True, False):
            try:
                decode(answer(prefix + body, whole=whole))
            except UndecodableError as error:
                assert str(error)  # noqa: PT017 - any answer will do but another error
