"""Pings, duplicate checks, updates and status requests as they are encoded, beside the lines that ask for them.

`every_question.md` is made of what the encoder gives. To write it anew after a change that is meant, run this file with
`LEADEXEC_UPDATE_TABLES=1` in the environment, read what changed in it, and commit it with the change.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadexec_desktop.protocol.encode import CannotEncodeError, encode
from leadexec_desktop.protocol.known_lead import LeadUpdate, StatusQuery
from leadexec_desktop.protocol.operations import OPERATIONS
from leadexec_desktop.protocol.parameters import Parameter, why_no_parameter
from leadexec_desktop.protocol.values import (
    Encoding,
    Lead,
    LeadRequest,
    Operation,
    RequestShape,
    ResponseFormat,
    SourceIds,
)
from leadexec_desktop.protocol.wire import EncodedRequest

from . import leads
from .documentation import (
    CONTENT_TYPES,
    DOCUMENTED_QUESTIONS,
    FORBIDDEN_QUESTIONS,
    POSSIBLE_QUESTIONS,
    Combination,
    every_question,
    key_of,
)
from .tables import lines_cell, markdown, request_cell, when
from .wire_reading import read

TABLE = Path(__file__).with_name("every_question.md")
UPDATE = "LEADEXEC_UPDATE_TABLES"
GUID = "98bc0376-64f0-4525-802b-249c01d36c36"
VALUES = leads.VALUES | {"lpleaduid": 1234567, "leaduid": 1234567, "processdelivery": True}
TOLD = {
    "ping": {"Comments": leads.LEAD["Comments"], "LastName": leads.LEAD["LastName"]},
    "duplicate": {"Phone": "7025550123", "Email": leads.LEAD["Email"]},
    # A field that was emptied goes out empty.
    "update": {"FirstName": leads.LEAD["FirstName"], "Email": ""},
}
"""The fields that go with each."""


def shape_of(combination: Combination) -> RequestShape:
    return RequestShape(
        Operation(combination.mode),
        Encoding(combination.encoding),
        ResponseFormat(combination.response),
        combination.is_async,
    )


def encoded(combination: Combination) -> EncodedRequest:
    """The question with every option that it has."""
    is_update = combination.mode == "update"
    request = LeadRequest(
        shape_of(combination),
        SourceIds(leads.VID, leads.LID, None if is_update else leads.AID),
        Lead(tuple(TOLD[combination.mode].items())),
        return_url=leads.OPTIONS["returnurl"] if combination.is_async else "",
        update=LeadUpdate("1234567", process_delivery=True) if is_update else None,
    )
    # The tables of an update list no password (1695-1717).
    return encode(request, None if is_update else leads.PASSWORD)


def test_the_documentation_has_12_ways_and_leaves_18_out() -> None:
    assert (len(POSSIBLE_QUESTIONS), len(FORBIDDEN_QUESTIONS), len(set(every_question()))) == (12, 18, 30)
    assert {(each.mode, each.encoding) for each in POSSIBLE_QUESTIONS} == set(DOCUMENTED_QUESTIONS)


@pytest.mark.parametrize("combination", POSSIBLE_QUESTIONS, ids=str)
def test_the_head_is_as_documented(combination: Combination) -> None:
    request = encoded(combination)
    # Which type answers a duplicate check is not documented: either will do.
    accepted = "json, application/xml" if combination.mode == "duplicate" else combination.response
    assert (request.method, request.path, request.url) == ("POST", combination.path, "")
    assert dict(request.headers) == {
        "Content-Type": CONTENT_TYPES[combination.encoding],
        "Accept": f"application/{accepted}",
    }


@pytest.mark.parametrize("combination", POSSIBLE_QUESTIONS, ids=str)
def test_the_body_has_all_that_is_documented_and_nothing_else(combination: Combination) -> None:
    found = read(combination.encoding, encoded(combination).body, tuple(leads.LEAD))
    assert found.fields == TOLD[combination.mode]
    assert found.parameters == {
        place: _as_carried(combination.encoding, key_of(place)) for place in combination.parameters
    }


def _as_carried(encoding: str, key: str) -> object:
    value = VALUES[key]
    if encoding == "json":
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("combination", FORBIDDEN_QUESTIONS, ids=str)
def test_what_is_not_documented_is_not_encoded(combination: Combination) -> None:
    with pytest.raises(CannotEncodeError) as refused:
        encoded(combination)
    assert refused.value.reason == _reason_against(combination)


def _reason_against(combination: Combination) -> str:
    try:
        encoded(combination)
    except CannotEncodeError as error:
        return error.reason
    return ""


def status() -> EncodedRequest:
    request = LeadRequest(
        RequestShape(Operation.STATUS), SourceIds(leads.VID, leads.LID), Lead(), status=StatusQuery(GUID)
    )
    return encode(request, leads.PASSWORD)


# Lines 92-96, 133: nothing but the path.
def test_a_status_request_carries_nothing() -> None:
    request = status()
    assert (request.method, request.path, request.body) == ("GET", f"/information/queuestatus/{GUID}", b"")
    assert request.headers == (("Accept", "application/json"),)


def options_off(combination: Combination) -> Iterator[tuple[str, str]]:
    for parameter in Parameter:
        reason = why_no_parameter(parameter, shape_of(combination))
        if reason is not None:
            yield parameter, reason


@pytest.mark.parametrize("combination", POSSIBLE_QUESTIONS, ids=str)
def test_an_option_is_off_exactly_where_the_documentation_lacks_it(combination: Combination) -> None:
    names = {Parameter.LEAD_UID: {"lpleaduid", "leaduid"}, Parameter.PROCESS_DELIVERY: {"processdelivery"}}
    has = {key_of(place) for place in combination.parameters}
    on = set(Parameter) - {Parameter(option) for option, _ in options_off(combination)}
    # A profile may send its password with updates too (`auth.password_on_update`).
    documented = {own for own in Parameter if has & names.get(own, {own.replace(" ", "").lower()})}
    assert on == documented | {Parameter.PASSWORD}


# ------------------------------------------------------------------ the table
def test_the_table_is_as_committed() -> None:
    table = _table()
    if os.environ.get(UPDATE):
        TABLE.write_text(table, encoding="utf-8", newline="\n")
    assert TABLE.read_text(encoding="utf-8") == table, f"run this with {UPDATE}=1 if the change is meant"


def _table() -> str:
    done = [
        (str(number), *_names(each), _request_cell(encoded(each)), _lines_cell(each))
        for number, each in enumerate(POSSIBLE_QUESTIONS, 1)
    ]
    done.append((str(len(done) + 1), "status", "", "json", "sync", _request_cell(status()), "section 89, sample 133"))
    not_done = [(*_names(each), _reason_against(each)) for each in FORBIDDEN_QUESTIONS]
    shapes = {(each.mode, each.encoding, when(each)): each for each in POSSIBLE_QUESTIONS}
    off = [(*names, option, reason) for names, each in shapes.items() for option, reason in options_off(each)]
    return "\n".join(
        (
            "# Every question",
            "",
            "Made by `test_every_question.py` of what the encoder gives; not written by hand. Numbers are lines of the",
            "Lead Receiver's documentation. `⏎` stands for a line feed in a body. Every option that there is has a",
            "value. Host, Content-Length and Authorization join the head when it is sent; a status request has none of",
            "the last.",
            "",
            *markdown(("#", "operation", "encoding", "answer", "when", "request", "lines"), done),
            "",
            "## What the documentation does not have",
            "",
            *markdown(("operation", "encoding", "answer", "when", "why not"), not_done),
            "",
            "## Options that it does not have",
            "",
            *markdown(("operation", "encoding", "when", "option", "why not"), off),
            "",
        )
    )


def _names(combination: Combination) -> tuple[str, ...]:
    answer = combination.response if combination.mode != "duplicate" else "either"
    return combination.mode, combination.encoding, answer, when(combination)


def _request_cell(request: EncodedRequest) -> str:
    headers = (f"{name}: {value}" for name, value in request.headers)
    return request_cell(f"{request.method} {request.path} HTTP/1.1", headers, request.body.decode())


def _lines_cell(combination: Combination) -> str:
    return lines_cell(
        combination, OPERATIONS[Operation(combination.mode)].documented_at[Encoding(combination.encoding)]
    )
