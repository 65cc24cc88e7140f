"""The server: starts and ends at once, takes bad clients calmly, and says nothing."""

import logging
import socket
import struct
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPException
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import pytest

from leadexec_desktop.sandbox.requests import RawRequest
from leadexec_desktop.sandbox.scenarios import Scenario
from leadexec_desktop.sandbox.server import CannotListenError, Sandbox

PATH = "/processor/insert/general/json"
FORM = "application/x-www-form-urlencoded"
BODY = b"vid=18&lid=1&Phone=7025550123"
HEAD = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\n".encode()


@pytest.fixture(autouse=True)
def _silence(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Any:
    caplog.set_level(logging.DEBUG)
    yield
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []
    assert logging.getLogger("werkzeug").handlers == []


def sandbox_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("sandbox")]


def until(condition: Callable[[], Any]) -> None:
    """Look again every millisecond, for five seconds at the most."""
    end = monotonic() + 5
    pause = threading.Event()
    while not condition():
        assert monotonic() < end
        pause.wait(0.001)


def raw(url: str, data: bytes, *, until_end: bool = True) -> bytes:
    """What comes back for bytes as they are; `until_end`: the client has no more to say."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as connection:
        connection.sendall(data)
        if until_end:
            connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def test_it_listens_when_start_returns_and_no_more_when_closed() -> None:
    sandbox = Sandbox()
    url = sandbox.start()
    parts = urlsplit(url)
    assert (parts.scheme, parts.hostname, parts.path) == ("http", "127.0.0.1", "")
    assert raw(url, HEAD + b"Content-Length: 0\r\n\r\n").startswith(b"HTTP/1.1 200")
    sandbox.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((parts.hostname, parts.port), timeout=5)
    assert sandbox_threads() == []


def test_start_and_close_may_come_twice(door: Any) -> None:
    assert door.sandbox.start() == door.url
    door.lead()
    door.sandbox.close()
    door.sandbox.close()
    again = type(door)(door.sandbox, door.sandbox.start())
    assert again.lead().one()["ResponseType"] == "Duplicate_Lead"


def test_closed_before_it_was_started() -> None:
    Sandbox().close()


def test_a_port_of_ones_own() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CannotListenError, match=rf"127\.0\.0\.1:{port} .*choose another port"):
            Sandbox(port=port).start()
    with closing(Sandbox(port=port)) as sandbox:
        assert sandbox.start() == f"http://127.0.0.1:{port}"


def test_dropped_gives_not_one_byte(door: Any) -> None:
    door.sandbox.scenario = Scenario.DROPPED
    request = HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY
    assert raw(door.url, request, until_end=False) == b""
    assert door.sandbox.received[0].body == BODY


def test_a_slow_answer_comes_late(open_door: Callable[..., Any]) -> None:
    door = open_door(slow_s=0.3)
    door.sandbox.scenario = Scenario.SLOW
    began = monotonic()
    assert door.lead().one()["isValidPost"] is True
    assert 0.3 <= monotonic() - began < 30


def test_a_slow_lead_holds_up_no_other(open_door: Callable[..., Any]) -> None:
    door = open_door(slow_s=60)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(door.lead, fields={"Comments": "#slow"})
        until(lambda: door.sandbox.taken)
        assert door.lead().one()["LeadIdentifier"] == 100000002
        door.sandbox.close()
        assert isinstance(slow.exception(), HTTPException)


def test_closing_breaks_off_what_is_slow(open_door: Callable[..., Any]) -> None:
    door = open_door(slow_s=60)
    door.sandbox.scenario = Scenario.SLOW
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(door.lead)
        until(lambda: door.sandbox.taken)
        began = monotonic()
        door.sandbox.close()
        took_s = monotonic() - began
        assert isinstance(slow.exception(), HTTPException)
    assert took_s < 10
    assert sandbox_threads() == []


@pytest.mark.parametrize("sent", [b"", HEAD, HEAD + b"Content-Length: 900\r\n\r\nvid=18"])
def test_closing_breaks_off_what_was_never_finished(door: Any, sent: bytes) -> None:
    parts = urlsplit(door.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as connection:
        connection.sendall(sent)
        until(lambda: len(sandbox_threads()) == 2)
        began = monotonic()
        door.sandbox.close()
        assert monotonic() - began < 10
        assert sandbox_threads() == []
        # An answer to what there was of a head, or nothing; then the end.
        b"".join(iter(lambda: connection.recv(65_536), b""))
    assert door.sandbox.received == ()


def test_fifty_at_once(door: Any) -> None:
    fields = [{"Phone": f"70255501{number:02}"} for number in range(50)]
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda lead: door.lead(fields=lead).one(), fields))
    assert {answer["isValidPost"] for answer in answers} == {True}
    assert {answer["LeadIdentifier"] for answer in answers} == set(range(100000001, 100000051))
    assert len(door.sandbox.received) == 50
    assert sorted(dict(lead.fields)["Phone"] for lead in door.sandbox.taken) == [lead["Phone"] for lead in fields]


def test_the_same_lead_at_once_is_accepted_once(door: Any) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: door.lead().one(), range(20)))
    assert [answer["isValidPost"] for answer in answers].count(True) == 1


def test_a_request_is_kept_as_it_came(door: Any) -> None:
    target = f"{PATH}?a=%20b"
    door.ask("POST", target, b"\xff\x00", {"X-Some-Header": "one", "content-type": "text/plain; x=y"})
    [request] = door.sandbox.received
    assert (request.method, request.path, request.query, request.body) == ("POST", PATH, "a=%20b", b"\xff\x00")
    assert ("X-Some-Header", "one") in request.headers
    assert ("content-type", "text/plain; x=y") in request.headers
    assert request.header("CONTENT-TYPE") == "text/plain; x=y"
    assert request.received_at_utc.utcoffset() is not None


def test_the_last_thousand_requests_are_kept(door: Any) -> None:
    at = door.sandbox._clock()
    for number in range(1_010):
        door.sandbox._receiver.answer(RawRequest("GET", f"/{number}", "", (), b"", at), door.url)
    kept = [request.path for request in door.sandbox.received]
    assert kept == [f"/{number}" for number in range(10, 1_010)]


def test_a_chunked_body(door: Any) -> None:
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (BODY[:7], BODY[7:])) + b"0\r\n\r\n"
    assert b'"isValidPost": true' in raw(door.url, HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunks)
    assert door.sandbox.received[0].body == BODY


BAD_CLIENTS = [
    (b"", b""),
    (b"\r\n", b""),
    (b"hello\r\n\r\n", b"400"),
    (b"POST\r\n\r\n", b"400"),
    (b"GET / HTTP/9.9\r\n\r\n", b"505"),
    (b"GET //[ HTTP/1.1\r\n\r\n", b"404"),
    (b"GET http://[ HTTP/1.1\r\n\r\n", b"400"),
    (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n", b"414"),
    (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", b"431"),
    (b"GET /%ff%00 HTTP/1.1\r\n\r\n", b"404"),
    (HEAD, b"411"),
    (HEAD + b"\r\n", b"411"),
    (HEAD + b"Content-Length: x\r\n\r\n", b"400"),
    (HEAD + b"Content-Length: -1\r\n\r\n", b"400"),
    (HEAD + b"Content-Length: 1048577\r\n\r\n", b"413"),
    (HEAD + b"Content-Length: %s\r\n\r\n" % (b"9" * 5_000), b"413"),
    (HEAD + b"Content-Length: 900\r\n\r\nvid=18", b""),
    (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", b"400"),
    (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc", b"400"),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"400"),
]


@pytest.mark.parametrize("data, status", BAD_CLIENTS)
def test_a_bad_client(door: Any, data: bytes, status: bytes) -> None:
    answer = raw(door.url, data)
    assert status in answer.partition(b"\r\n")[0]
    assert bool(answer) is bool(status)
    assert door.lead().status == 200


def test_a_client_that_leaves_before_its_answer(open_door: Callable[..., Any]) -> None:
    door = open_door(slow_s=0.05)
    parts = urlsplit(door.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as connection:
        # An abortive close: the answer will meet a reset.
        connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
        )
        body = BODY + b"&Comments=%23slow"
        connection.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        until(lambda: door.sandbox.taken)
    until(lambda: len(sandbox_threads()) == 1)
    assert door.lead(fields={"A": "b"}).status == 200
