"""Every way to submit a lead, as its bytes arrive at a receiver, beside the lines of the documentation that ask for it.

`every_request.md` is made of what arrives. To write it anew after a change that is meant, run this file with
`LEADEXEC_UPDATE_TABLES=1` in the environment, read what changed in it, and commit it with the change.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from leadexec_desktop.profiles.file import read_profiles
from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.protocol.encode import CannotEncodeError
from leadexec_desktop.protocol.operations import OPERATIONS
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import (
    CallData,
    Encoding,
    LeadRequest,
    Operation,
    RedirectKind,
    ResponseFormat,
)
from leadexec_desktop.services.composing import Chosen, Reasons, compose, reasons
from leadexec_desktop.services.desk import Desk, set_up_desk
from leadexec_desktop.store.credentials import SecretKind
from leadexec_desktop.store.opening import open_ephemeral
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.transport import Transport

from . import leads
from .documentation import CONTENT_TYPES, DOCUMENTED, FORBIDDEN, POSSIBLE, Combination, every_combination, key_of
from .receiver import Received, Receiver, as_documented, receiving
from .tables import lines_cell, markdown, request_cell, when
from .wire_reading import read

TABLE = Path(__file__).with_name("every_request.md")
UPDATE = "LEADEXEC_UPDATE_TABLES"

HEADERS = {"host", "content-type", "accept", "authorization", "content-length"}
"""Those that the documentation names, or HTTP asks for."""
OWN_HEADERS = {"user-agent", "accept-encoding", "connection"}
"""Those of any HTTP client, which carry nothing of the lead or its sender."""


@dataclass(frozen=True)
class Bench:
    """The program's services, and the receiver that they send to."""

    desk: Desk
    receiver: Receiver
    profile: SourceProfile

    def request(self, combination: Combination) -> LeadRequest | None:
        """What pressing Send would send, with every option typed in; None if it cannot be."""
        return compose(self.profile, chosen(combination), leads.LEAD).request

    def send(self, request: LeadRequest) -> tuple[Delivery, Received]:
        destination = compose(self.profile, Chosen(), leads.LEAD).destination
        enqueued = self.desk.sending.enqueue(request, destination, "José")
        delivery = self.desk.sending.deliver(enqueued.id, CancelSwitch())
        return delivery, self.receiver.take()


def chosen(combination: Combination) -> Chosen:
    """Everything chosen and typed on Submit, whether the mode has it or not."""
    options = leads.OPTIONS
    return Chosen(
        mode=Operation(combination.mode),
        redirect=RedirectKind(combination.redirect or "manualredirect"),
        encoding=Encoding(combination.encoding),
        response=ResponseFormat(combination.response),
        is_async=combination.is_async,
        aid=leads.AID,
        return_url=options["returnurl"],
        order_id=options["orderid"],
        reference=options["reference"],
        no_sell=True,
        send_delay=options["senddelay"],
        ivr_number=options["ivrnumber"],
        call_duration=options["callduration"],
        call_result=options["callresult"],
        call_date=options["calldate"],
    )


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    transport = Transport(user_agent="leadexec-desktop/test")
    store = open_ephemeral()
    with receiving(as_documented) as receiver:
        content = json.dumps(leads.profile(receiver.url)).encode()
        (profile,) = read_profiles(content, "walk").profiles
        store.credentials.set(profile.id, SecretKind.PASSWORD, leads.PASSWORD)
        store.credentials.set(profile.id, SecretKind.TOKEN, leads.TOKEN)
        desk = set_up_desk(
            store, transport, now=lambda: datetime.now(UTC), new_id=lambda: uuid4().hex, changed=lambda _: None
        )
        yield Bench(desk, receiver, profile)
        desk.close()
        transport.close()
        assert receiver.surplus == b""


@pytest.fixture(scope="module")
def arrived(bench: Bench) -> dict[Combination, tuple[Delivery, Received]]:
    """What arrived of each combination that the documentation has."""
    found = {}
    for combination in POSSIBLE:
        request = bench.request(combination)
        assert request is not None
        found[combination] = bench.send(request)
    return found


def test_the_documentation_has_56_ways_and_leaves_16_out() -> None:
    assert (len(POSSIBLE), len(FORBIDDEN), len(set(every_combination()))) == (56, 16, 72)


@pytest.mark.parametrize("combination", POSSIBLE, ids=str)
def test_the_head_is_as_documented(
    combination: Combination, arrived: dict[Combination, tuple[Delivery, Received]], bench: Bench
) -> None:
    delivery, received = arrived[combination]
    assert received.head[0] == f"POST {combination.path} HTTP/1.1"
    assert received.header("Host") == f"127.0.0.1:{bench.receiver.port}"
    assert received.header("Content-Type") == CONTENT_TYPES[combination.encoding]
    assert received.header("Accept") == f"application/{combination.response}"
    assert received.header("Authorization") == f"Bearer {leads.TOKEN}"
    assert received.header("Content-Length") == str(len(received.body))
    assert {name for name, _ in received.headers} == HEADERS | OWN_HEADERS
    assert delivery.outcome == ("queued" if combination.is_async else "accepted")


@pytest.mark.parametrize("combination", POSSIBLE, ids=str)
def test_the_body_has_all_that_is_documented_and_nothing_else(
    combination: Combination, arrived: dict[Combination, tuple[Delivery, Received]]
) -> None:
    found = read(combination.encoding, arrived[combination][1].body, tuple(leads.LEAD))
    assert found.fields == leads.ON_THE_WIRE
    assert found.parameters == {
        place: _as_carried(combination.encoding, key_of(place)) for place in combination.parameters
    }


def _as_carried(encoding: str, key: str) -> object:
    value = leads.VALUES[key]
    return value if encoding == "json" else str(value)


@pytest.mark.parametrize("combination", POSSIBLE, ids=str)
def test_what_is_not_given_is_left_out(combination: Combination, bench: Bench) -> None:
    bare = replace(
        chosen(combination), aid=None, return_url="", order_id="", reference="", no_sell=False, send_delay="",
        call_result="", call_date="",
    )  # fmt: skip
    request = compose(bench.profile, bare, {"Phone": leads.LEAD["Phone"], "FirstName": "A"}).request
    assert request is not None
    found = read(combination.encoding, bench.send(request)[1].body, tuple(leads.LEAD))
    needed = {"vid", "lid", "password", "ivrnumber", "callduration"}
    assert found.fields == {"FirstName": "A", "Phone": "7025550123"}
    assert set(found.parameters) == {place for place in combination.parameters if key_of(place) in needed}


MOMENTS = (
    (datetime(2020, 11, 13, 20, 15, tzinfo=UTC), "11/13/2020 12:15 PM"),
    (datetime(2021, 7, 1, 0, 5, tzinfo=UTC), "06/30/2021 05:05 PM"),
    (datetime(2021, 3, 14, 9, 59, tzinfo=UTC), "03/14/2021 01:59 AM"),
    (datetime(2021, 3, 14, 10, 0, tzinfo=UTC), "03/14/2021 03:00 AM"),
    (datetime(2022, 1, 1, 17, 0, tzinfo=timezone(timedelta(hours=9))), "01/01/2022 12:00 AM"),
)
"""Moments in and out of daylight saving time, and how lines 522 and 1653 have them: in Pacific Time."""


@pytest.mark.parametrize("at, written", MOMENTS)
@pytest.mark.parametrize("encoding", ["form", "xml", "json"])
def test_a_calls_date_goes_out_in_pacific_time(encoding: str, at: datetime, written: str, bench: Bench) -> None:
    combination = Combination("call", encoding, "json", is_async=False)
    request = bench.request(combination)
    assert request is not None
    _, received = bench.send(replace(request, call=CallData("8005551212", 95, at=at)))
    found = read(encoding, received.body, tuple(leads.LEAD)).parameters
    assert [value for place, value in found.items() if key_of(place) == "calldate"] == [written]


# ------------------------------------------------------------------ what the documentation does not have


@pytest.mark.parametrize("combination", FORBIDDEN, ids=str)
def test_what_is_not_documented_does_not_go_out(combination: Combination, bench: Bench) -> None:
    before = len(bench.receiver.requests)
    plain = replace(chosen(combination), return_url="", order_id="", reference="", no_sell=False, send_delay="")
    composed = compose(bench.profile, plain, leads.LEAD)
    assert composed.request is not None
    with pytest.raises(CannotEncodeError) as refused:
        bench.desk.sending.enqueue(composed.request, composed.destination, "José")
    assert refused.value.reason in _reasons_against(bench.profile, combination)
    assert len(bench.receiver.requests) == before
    assert all(delivery.request != composed.request for delivery in bench.desk.history.page(None, 1000))


def _said_of(profile: SourceProfile, combination: Combination) -> Reasons:
    """What the screen says of the options; without an order ID, which leaves no other choice."""
    return reasons(profile, replace(chosen(combination), order_id=""))


def _reasons_against(profile: SourceProfile, combination: Combination) -> list[str]:
    """What the screen says of a combination that is not possible."""
    said = _said_of(profile, combination)
    against = [said.encodings[Encoding(combination.encoding)]]
    if combination.is_async:
        against.append(said.is_async)
    return [reason for reason in against if reason]


# The parameters that a person can type or tick on Submit.
OPTIONS_OF = {
    Parameter.ORDER_ID: "orderid",
    Parameter.RETURN_URL: "returnurl",
    Parameter.SEND_DELAY: "senddelay",
    Parameter.REFERENCE: "reference",
    Parameter.NO_SELL: "nosell",
    Parameter.IVR_NUMBER: "ivrnumber",
    Parameter.CALL_DURATION: "callduration",
    Parameter.CALL_RESULT: "callresult",
    Parameter.CALL_DATE: "calldate",
}


@pytest.mark.parametrize("combination", POSSIBLE, ids=str)
def test_an_option_is_off_exactly_where_the_documentation_lacks_it(combination: Combination, bench: Bench) -> None:
    said = _said_of(bench.profile, combination)
    has = {key_of(place) for place in combination.parameters}
    off = {key for parameter, key in OPTIONS_OF.items() if said.parameters[parameter] is not None}
    assert off == set(OPTIONS_OF.values()) - has
    assert (said.redirect is None) == (combination.mode == "redirect")
    assert (said.is_async is None) == (combination.section.async_sample is not None)
    on = {encoding for encoding, reason in said.encodings.items() if reason is None}
    assert on == {encoding for mode, encoding in DOCUMENTED if mode == combination.mode}


def test_an_order_id_goes_elsewhere_only_where_the_profile_lets_it(bench: Bench) -> None:
    combination = Combination("transfer", "json", "json", is_async=False)
    request = bench.request(combination)
    assert request is not None
    with pytest.raises(CannotEncodeError):
        bench.send(replace(request, order_id="7"))
    _, received = bench.send(replace(request, order_id="7", order_id_anywhere=True, send_delay_h=Decimal(2)))
    found = read("json", received.body, tuple(leads.LEAD)).parameters
    assert (found["properties/orderId"], found["source/sendDelay"]) == ("7", 2)


# ------------------------------------------------------------------ the table


def test_the_table_is_as_committed(arrived: dict[Combination, tuple[Delivery, Received]], bench: Bench) -> None:
    table = _table(arrived, bench)
    if os.environ.get(UPDATE):
        TABLE.write_text(table, encoding="utf-8", newline="\n")
    assert TABLE.read_text(encoding="utf-8") == table, f"run this with {UPDATE}=1 if the change is meant"


def _table(arrived: dict[Combination, tuple[Delivery, Received]], bench: Bench) -> str:
    done = [
        (str(number), combination.mode, combination.encoding, combination.response, when(combination),
         _request_cell(arrived[combination][1], bench), _lines_cell(combination))
        for number, combination in enumerate(POSSIBLE, 1)
    ]  # fmt: skip
    not_done = [
        (combination.mode, combination.redirect, combination.encoding, combination.response, when(combination),
         " ".join(_reasons_against(bench.profile, combination)))
        for combination in FORBIDDEN
    ]  # fmt: skip
    shapes = dict.fromkeys(replace(combination, response="json", redirect="") for combination in POSSIBLE)
    off = [
        (shape.mode, shape.encoding, when(shape), option, reason)
        for shape in shapes
        for option, reason in _options_off(bench.profile, shape)
    ]
    return "\n".join(
        (
            "# Every request",
            "",
            "Made by `test_every_request.py` of what arrived at a receiver; not written by hand. Numbers are lines of",
            "the Lead Receiver's documentation. `⏎` stands for a line feed in a body, `<endpoint>` for the receiver's",
            "host and port. Every option is typed in each time: a request has those that its mode and encoding have.",
            "",
            *markdown(("#", "mode", "encoding", "answer", "when", "request", "lines"), done),
            "",
            "## What the documentation does not have",
            "",
            "These cannot be chosen; the screen says why.",
            "",
            *markdown(("mode", "redirect", "encoding", "answer", "when", "what the screen says"), not_done),
            "",
            "## Options that are off",
            "",
            "Whatever the answer's type. The screen shows them, disabled, and says why.",
            "",
            *markdown(("mode", "encoding", "when", "option", "what the screen says"), off),
            "",
        )
    )


def _request_cell(received: Received, bench: Bench) -> str:
    host = f"127.0.0.1:{bench.receiver.port}"
    first, *headers = (line.replace(host, "<endpoint>") for line in received.head)
    named = [line for line in headers if line.partition(":")[0].lower() in HEADERS]
    return request_cell(first, named, received.body.decode())


def _lines_cell(combination: Combination) -> str:
    section = combination.section
    starts_at = OPERATIONS[Operation(combination.mode)].documented_at[Encoding(combination.encoding)]
    assert starts_at < min(line for lines in section.parameters.values() for line in lines)
    return lines_cell(combination, starts_at)


def _options_off(profile: SourceProfile, shape: Combination) -> list[tuple[str, str]]:
    said = _said_of(profile, shape)
    off = [("redirect", said.redirect or ""), ("asynchronous", said.is_async or "")]
    off += [(str(parameter), said.parameters[parameter] or "") for parameter in OPTIONS_OF]
    return [(option, reason) for option, reason in off if reason]
