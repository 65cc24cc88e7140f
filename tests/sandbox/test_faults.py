"""Each fault as it goes over the wire, read by a client that takes it apart by hand."""

import gzip
import io
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from leadexec_desktop.sandbox.scenario_spec import Shape, TokenAnswer
from leadexec_desktop.sandbox.scenarios import SCENARIOS, Scenario
from leadexec_desktop.sandbox.shapes import AT_THE_DOOR, MAKERS


def test_every_shape_is_made_in_one_way_and_has_its_scenario() -> None:
    assert set(AT_THE_DOOR) | set(MAKERS) == set(Shape)
    assert set(AT_THE_DOOR) & set(MAKERS) == set()
    assert {spec.shape for spec in SCENARIOS.values()} == set(Shape)


def test_the_menu_lists_answers_before_faults_and_each_group_in_one_place() -> None:
    groups = [spec.label.partition(":")[0] for spec in SCENARIOS.values() if ":" in spec.label]
    assert list(dict.fromkeys(groups)) == ["Rejected", "Refused", "Unreadable", "No answer", "Token"]
    assert groups == sorted(groups, key=list(dict.fromkeys(groups)).index)
    unlike = [
        spec.shape not in (Shape.DOCUMENTED, Shape.MALFORMED)
        or spec.slow
        or spec.wants_token
        or spec.token is not TokenAnswer.GIVEN
        for spec in SCENARIOS.values()
    ]
    assert unlike == sorted(unlike)


# ------------------------------------------------------------------ documented answers, written otherwise
def faulty(door: Any, scenario: Scenario, mode: str = "transfer", response: str = "json", **options: Any) -> Any:
    """A lead whose trigger is stronger than another scenario."""
    door.sandbox.scenario = Scenario.ACCOUNT_DISABLED
    return door.lead(mode, response, fields={"Comments": SCENARIOS[scenario].trigger}, **options)


def test_a_byte_order_mark(door: Any) -> None:
    for response in ("json", "xml"):
        got = faulty(door, Scenario.BYTE_ORDER_MARK, response=response)
        assert got.body.startswith(b"\xef\xbb\xbf")
        assert b"isValidPost" in got.body
    assert json.loads(faulty(door, Scenario.BYTE_ORDER_MARK).body[3:])["isValidPost"] is True
    assert len(door.sandbox.taken) == 3


@pytest.mark.parametrize("response", ["json", "xml"])
def test_utf_16(door: Any, response: str) -> None:
    got = faulty(door, Scenario.UTF_16, response=response)
    assert got.headers["Content-Type"] == f"application/{response}; charset=utf-16"
    if response == "json":
        assert json.loads(got.body.decode("utf-16"))["isValidPost"] is True
    else:
        assert got.xml().findtext("isValidPost") == "true"


def test_a_wrong_content_type(door: Any) -> None:
    got = faulty(door, Scenario.WRONG_CONTENT_TYPE)
    assert got.headers["Content-Type"] == "text/html; charset=utf-8"
    assert got.one()["isValidPost"] is True


def test_keys_in_lower_case(door: Any) -> None:
    found = faulty(door, Scenario.LOWER_CASE_KEYS).one()
    assert found["isvalidpost"] is True
    assert found["clientinfos"][0] == {
        "clientuid": 1234,
        "clientname": "Demo Company",
        "agentname": "John Smith",
        "agentphone": "7025551212",
    }
    root = faulty(door, Scenario.LOWER_CASE_KEYS, response="xml").xml()
    assert root.tag == "postresponse"
    assert [info.findtext("agentname") for info in root.iter("clientinfo")] == ["John Smith", "Bob McCarthy"]
    assert not [own.tag for own in root.iter() if own.tag != own.tag.lower()]


@pytest.mark.parametrize("response", ["json", "xml"])
def test_markup_in_texts_is_in_the_answer_as_text(door: Any, response: str) -> None:
    evil = f'<b>Bold</b> & <img src="{door.url}/picture.png">'
    got = faulty(door, Scenario.MARKUP, response=response)
    texts = [own.text for own in got.xml().iter()] if response == "xml" else list(_texts(got.one()))
    assert texts.count(evil) == 5
    assert faulty(door, Scenario.MARKUP, "returnsends").one()["Sends"][0]["ClientName"] == evil


def test_long_texts_are_whole(door: Any) -> None:
    found = faulty(door, Scenario.LONG_TEXTS).one()
    assert found["ClientInfos"][1]["AgentName"] == found["ResponseDetails"] == "x" * 1_000_000
    assert found["ClientInfos"][1]["AgentPhone"] == "6025551212"


def _texts(node: Any) -> Iterator[str]:
    for part in node.values() if isinstance(node, dict) else node:
        if isinstance(part, dict | list):
            yield from _texts(part)
        else:
            yield part


# ------------------------------------------------------------------ turned away, unreadable
DOOR = {
    Scenario.UNAUTHORIZED_401: (401, "WWW-Authenticate", "Bearer"),
    Scenario.FORBIDDEN_403: (403, "Content-Type", "text/plain; charset=utf-8"),
    Scenario.TOO_MANY_429: (429, "Retry-After", "120"),
    Scenario.HTML_200: (200, "Content-Type", "text/html; charset=utf-8"),
}


@pytest.mark.parametrize("scenario", DOOR)
def test_a_lead_that_is_not_looked_at(door: Any, scenario: Scenario) -> None:
    status, name, value = DOOR[scenario]
    got = faulty(door, scenario)
    assert (got.status, got.headers[name]) == (status, value)
    assert door.sandbox.taken == ()
    assert len(door.sandbox.received) == 1


@pytest.mark.parametrize("scenario", [Scenario.EXTERNAL_ENTITY, Scenario.ENTITY_BOMB])
def test_a_document_type(door: Any, scenario: Scenario) -> None:
    got = faulty(door, scenario)
    assert got.headers["Content-Type"].startswith("application/xml")
    assert b"<!DOCTYPE PostResponse" in got.body
    assert b"<isValidPost>true</isValidPost>" in got.body
    assert len(got.body) < 1_000
    assert len(door.sandbox.taken) == 1


def test_the_external_entity_names_a_file_and_this_receiver(door: Any) -> None:
    body = faulty(door, Scenario.EXTERNAL_ENTITY).body.decode()
    assert f'"{door.url}/answer.dtd"' in body
    assert '"file:///etc/hostname"' in body


def test_the_entity_bomb_is_one(door: Any) -> None:
    text = faulty(door, Scenario.ENTITY_BOMB).body.decode()
    small = text.replace("&e9;", "&e3;")
    details = ET.fromstring(small.encode()).findtext("ResponseDetails") or ""
    assert len(details) == 3 * 10**3
    assert text.count("<!ENTITY") == 10


def test_two_hundred_thousand_levels(door: Any) -> None:
    body = faulty(door, Scenario.DEEP).body
    assert body.count(b"[") == body.count(b"]") == 200_000
    with pytest.raises(RecursionError):
        json.loads(body)


def test_the_gzip_bomb_unpacks_whole(door: Any) -> None:
    got = faulty(door, Scenario.GZIP_BOMB)
    assert got.headers["Content-Encoding"] == "gzip"
    assert len(got.body) < 400_000
    length, end = 0, b""
    with gzip.open(io.BytesIO(got.body)) as unpacked:
        while piece := unpacked.read(4 * 1024**2):  # its end is checked against the checksum
            length, end = length + len(piece), piece[-2:]
    assert length > 300 * 1024**2
    assert end == b'"}'


# ------------------------------------------------------------------ what no web server sends
@contextmanager
def connection_of(door: Any, scenario: Scenario) -> Iterator[socket.socket]:
    """A connection over which a lead has gone, and nothing has been read."""
    parts = urlsplit(door.url)
    body = f"vid=18&lid=1&Comments=%23{SCENARIOS[scenario].trigger[1:]}".encode()
    head = (
        "POST /processor/insert/general/json HTTP/1.1\r\nHost: x\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as connection:
        connection.sendall(head.encode() + body)
        yield connection


def to_the_end(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(65_536), b""))


def at_least(connection: socket.socket, count: int) -> bytes:
    found = bytearray()
    while len(found) < count:
        piece = connection.recv(65_536)
        assert piece, "the receiver hung up"
        found += piece
    return bytes(found)


def in_work() -> int:
    return len([own for own in threading.enumerate() if own.name == "sandbox-request"])


def until(come: Callable[[], Any]) -> None:
    end, pause = monotonic() + 5, threading.Event()
    while not come():
        assert monotonic() < end
        pause.wait(0.001)


def until_nothing_is_in_work() -> None:
    until(lambda: not in_work())


def test_huge_streams_on_until_the_client_leaves(door: Any) -> None:
    with connection_of(door, Scenario.HUGE) as connection:
        head, _, begin = at_least(connection, 20 * 1024**2).partition(b"\r\n\r\n")
        assert b"Content-Length: 2147483648" in head
        assert begin.startswith(b'{"isValidPost": true')
    until_nothing_is_in_work()
    assert len(door.sandbox.taken) == 1


def test_drip_sends_a_byte_at_a_time(door: Any) -> None:
    with connection_of(door, Scenario.DRIP) as connection:
        head = at_least(connection, 50)
        assert head.endswith(b"\r\n\r\n")
        began = monotonic()
        assert [len(connection.recv(65_536)) for _ in range(3)] == [1, 1, 1]
        assert 0.3 < monotonic() - began < 30
    until_nothing_is_in_work()


def test_silence_says_nothing_and_keeps_the_connection(door: Any) -> None:
    with connection_of(door, Scenario.SILENCE) as connection:
        connection.settimeout(0.3)
        with pytest.raises(TimeoutError):
            connection.recv(1)
        assert len(door.sandbox.taken) == 1
        assert in_work() == 1
    until_nothing_is_in_work()


def test_a_reset_is_one_and_the_lead_is_not_looked_at(door: Any) -> None:
    with connection_of(door, Scenario.RESET) as connection, pytest.raises(ConnectionResetError):
        connection.recv(1)
    assert len(door.sandbox.received) == 1
    assert door.sandbox.taken == ()
    until_nothing_is_in_work()


def test_dropped_ends_the_connection_in_order(door: Any) -> None:
    with connection_of(door, Scenario.DROPPED) as connection:
        assert to_the_end(connection) == b""


def test_cut_off_sends_half_of_what_it_announced(door: Any) -> None:
    with connection_of(door, Scenario.CUT_OFF) as connection:
        head, _, body = to_the_end(connection).partition(b"\r\n\r\n")
    announced = int(head.partition(b"Content-Length: ")[2])
    assert len(body) == announced // 2 > 50
    assert b'"isValidPost": true' in body


def test_cut_off_in_chunks_has_no_last_one(door: Any) -> None:
    with connection_of(door, Scenario.CUT_OFF_CHUNKED) as connection:
        head, _, body = to_the_end(connection).partition(b"\r\n\r\n")
    assert b"Transfer-Encoding: chunked" in head
    size, _, rest = body.partition(b"\r\n")
    assert rest.endswith(b"\r\n")
    assert int(size, 16) == len(rest) - 2 > 50


def test_two_answers_on_one_connection_that_stays_open(door: Any) -> None:
    with connection_of(door, Scenario.TWO_ANSWERS) as connection:
        both = at_least(connection, 500)
        connection.settimeout(0.2)
        with pytest.raises(TimeoutError):
            both += connection.recv(65_536)
        answers = []
        while both:
            head, _, both = both.partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 OK")
            length = int(head.partition(b"Content-Length: ")[2])
            answers.append(json.loads(both[:length])["isValidPost"])
            both = both[length:]
    assert answers == [True, False]
    until_nothing_is_in_work()
    assert len(door.sandbox.taken) == 1


@pytest.mark.parametrize("scenario", [Scenario.HUGE, Scenario.DRIP, Scenario.SILENCE, Scenario.TWO_ANSWERS])
def test_closing_breaks_it_off_at_once(door: Any, scenario: Scenario) -> None:
    with connection_of(door, scenario) as connection:
        if scenario is not Scenario.SILENCE:
            at_least(connection, 50)
        until(lambda: door.sandbox.taken)
        began = monotonic()
        door.sandbox.close()
        assert monotonic() - began < 5
        assert in_work() == 0
