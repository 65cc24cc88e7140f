"""Everything after the head of an answer is an answer."""

import gzip
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.outgoing import OutgoingRequest
from leadexec_desktop.transport.transport import Transport

BODY = '{"isValidPost": true, "ResponseDetails": "Änderung übernommen"}'.encode()
PATH = "/processor/insert/general/json"

Answering = Callable[[bytes], Any]
Serve = Callable[[Callable[[Any], None]], Any]
Post = Callable[[str], OutgoingRequest]
Send = Callable[..., Answer]


def head(*lines: str, status: str = "200 OK", length: int | None = None) -> bytes:
    measured = () if length is None else (f"Content-Length: {length}",)
    return "\r\n".join((f"HTTP/1.1 {status}", *lines, *measured, "", "")).encode()


def whole(body: bytes, *lines: str, status: str = "200 OK") -> bytes:
    return head(*lines, status=status, length=len(body)) + body


def chunked(*pieces: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)


def test_a_request_goes_out_as_it_is_and_nothing_is_added_unasked(
    answering: Answering, transport: Transport, post: Post
) -> None:
    server = answering(whole(BODY))
    request = post(f"{server.url}{PATH}?a=%20b")
    transport.send(request, timeout_s=10, cancel=CancelSwitch())
    sent, _, body = server.received.partition(b"\r\n\r\n")
    assert body == request.body
    first, *rest = sent.decode().split("\r\n")
    assert first == f"POST {PATH}?a=%20b HTTP/1.1"
    assert {tuple(line.split(": ", 1)) for line in rest} == {
        ("Host", f"127.0.0.1:{server.port}"),
        ("User-Agent", "leadexec-desktop/test"),
        ("Accept-Encoding", "gzip, deflate"),
        ("Connection", "close"),
        ("Content-Length", str(len(request.body))),
        *request.headers,
    }


def test_a_get_has_no_body(answering: Answering, transport: Transport) -> None:
    server = answering(whole(BODY))
    request = OutgoingRequest("GET", f"{server.url}/information/queuestatus/x", (), b"")
    assert transport.send(request, timeout_s=10, cancel=CancelSwitch()).body == BODY
    assert server.received.startswith(b"GET /information/queuestatus/x HTTP/1.1\r\n")
    assert server.received.endswith(b"\r\n\r\n")


def test_an_answer_comes_back_as_it_came(answering: Answering, transport: Transport, post: Post) -> None:
    server = answering(whole(BODY, "X-Name: a", "x-name:  b ", "Server: caf\xe9".encode("latin-1").decode("latin-1")))
    request = post(f"{server.url}{PATH}")
    answer = transport.send(request, timeout_s=10, cancel=CancelSwitch())
    assert (answer.status, answer.body, answer.url) == (200, BODY, request.url)
    assert (answer.complete, answer.cut_off) == (True, "")
    assert [pair for pair in answer.headers if pair[0].lower() == "x-name"] == [("X-Name", "a"), ("x-name", "b")]
    assert answer.header("content-length") == str(len(BODY))


@pytest.mark.parametrize(
    "status", ["201 Created", "400 Bad Request", "401 No", "404 Nope", "407 Sign In", "429 Slow", "500 Oh", "599 "]
)
def test_any_status_is_an_answer(answering: Answering, send: Send, status: str) -> None:
    answer = send(answering(whole(BODY, status=status)).url)
    assert (answer.status, answer.body, answer.complete) == (int(status[:3]), BODY, True)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "location",
    ["{url}/elsewhere", "/elsewhere", "https://[broken", "http://", "//", "javascript:x", "http://x:99999999/", "\\\\"],
)
def test_a_redirect_is_an_answer_and_is_not_followed(
    answering: Answering, send: Send, status: int, location: str
) -> None:
    elsewhere = answering(whole(b"followed"))
    address = location.format(url=elsewhere.url)
    server = answering(whole(BODY, f"Location: {address}", status=f"{status} Elsewhere"))
    answer = send(server.url)
    assert (answer.status, answer.header("location"), answer.body) == (status, address, BODY)
    assert answer.complete
    assert len(server.peers) == 1
    assert elsewhere.peers == []


def test_an_answer_sets_no_state_for_the_next_request(answering: Answering, send: Send) -> None:
    server = answering(whole(BODY, "Set-Cookie: session=1; Path=/", "Set-Cookie: other=2; Max-Age=9999"))
    for _ in range(2):
        answer = send(server.url)
        assert answer.header("set-cookie") == "session=1; Path=/"
    assert len(server.peers) == 2
    assert b"cookie" not in server.received.lower()


def test_what_a_receiver_sends_too_much_of_is_not_the_next_lead_s_answer(serve: Serve, send: Send) -> None:
    def script(peer: Any) -> None:
        while True:
            peer.read_request()
            if not peer.received:
                return
            number = len(server.peers)
            peer.forget()
            peer.send(whole(b"answer %d" % number) + whole(b"nobody asked"))

    server = serve(script)
    bodies = [send(server.url).body for _ in range(3)]
    assert bodies == [b"answer 1", b"answer 2", b"answer 3"]


def test_early_hints_are_not_the_answer(answering: Answering, send: Send) -> None:
    server = answering(head(status="100 Continue") + head(status="103 Early Hints") + whole(BODY))
    assert send(server.url).body == BODY


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(head("Transfer-Encoding: chunked") + chunked(BODY[:7], BODY[7:], b""), id="chunked"),
        pytest.param(head() + BODY, id="ended-by-its-connection"),
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\n" + BODY, id="HTTP/1.0"),
        pytest.param(head("Connection: keep-alive", length=len(BODY)) + BODY + b"surplus", id="too-long"),
        pytest.param(whole(gzip.compress(BODY), "Content-Encoding: gzip"), id="gzip"),
        pytest.param(whole(zlib.compress(BODY), "Content-Encoding: deflate"), id="deflate"),
        pytest.param(
            head("Content-Encoding: gzip", "Transfer-Encoding: chunked")
            + chunked(*(gzip.compress(BODY)[at : at + 5] for at in range(0, len(gzip.compress(BODY)), 5)), b""),
            id="gzip-in-chunks",
        ),
        pytest.param(whole(BODY, "Content-Encoding: utf-8"), id="a-packing-that-is-none"),
    ],
)
def test_a_whole_body_in_every_dress(answering: Answering, send: Send, answer: bytes) -> None:
    got = send(answering(answer).url)
    assert (got.body, got.complete, got.cut_off) == (BODY, True, "")


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
def test_an_answer_without_a_body_is_whole(answering: Answering, send: Send, status: str) -> None:
    got = send(answering(head(status=status)).url)
    assert (got.body, got.complete) == (b"", True)


CUT_OFF = [
    pytest.param(head(length=len(BODY) + 1) + BODY, BODY, "broke the connection off", id="length-not-met"),
    pytest.param(head(length=10**12) + BODY, BODY, "broke the connection off", id="huge-length"),
    pytest.param(head(length=5), b"", "broke the connection off", id="no-body-at-all"),
    pytest.param(
        head("Transfer-Encoding: chunked") + chunked(BODY), BODY, "broke the connection off", id="last-chunk-missing"
    ),
    pytest.param(
        head("Transfer-Encoding: chunked") + chunked(BODY) + b"zz\r\n",
        BODY,
        "against the rules of HTTP",
        id="bad-chunk",
    ),
    pytest.param(
        whole(gzip.compress(BODY)[:-9], "Content-Encoding: gzip"), None, "its end is missing", id="gzip-cut-off"
    ),
    pytest.param(whole(BODY, "Content-Encoding: gzip"), b"", "damaged", id="not-gzip-at-all"),
    pytest.param(whole(BODY, "Content-Encoding: br"), BODY, "not asked for (br)", id="brotli"),
]


@pytest.mark.parametrize("raw, kept, words", CUT_OFF)
def test_a_body_that_is_cut_off_is_an_answer_that_says_so(
    answering: Answering, send: Send, raw: bytes, kept: bytes | None, words: str
) -> None:
    got = send(answering(raw).url)
    assert got.status == 200
    assert not got.complete
    assert words in got.cut_off
    assert BODY.startswith(got.body)
    assert kept is None or got.body == kept


@pytest.mark.parametrize("measured", [True, False])
def test_a_connection_reset_in_the_body_cuts_it_off(serve: Serve, send: Send, measured: bool) -> None:
    def script(peer: Any) -> None:
        peer.read_request()
        peer.send(head(length=1000 if measured else None) + BODY)
        peer.reset()

    got = send(serve(script).url)
    assert (got.status, got.complete) == (200, False)
    assert got.cut_off == "127.0.0.1 broke the connection off before the whole answer had come."
    assert BODY.startswith(got.body)


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_without_an_end_stops_at_the_bound(
    serve: Serve, make_transport: Callable[..., Transport], post: Post, packed: bool
) -> None:
    packer = zlib.compressobj(wbits=31)

    def script(peer: Any) -> None:
        peer.read_request()
        peer.send(head(*(["Content-Encoding: gzip"] if packed else [])))
        while True:  # until the client hangs up
            block = bytes(100_000)
            peer.send(packer.compress(block) + packer.flush(zlib.Z_SYNC_FLUSH) if packed else block)

    transport = make_transport(max_body_bytes=1024 * 1024)
    got = transport.send(post(serve(script).url), timeout_s=20, cancel=CancelSwitch())
    assert got.body == bytes(1024 * 1024)
    assert not got.complete
    assert got.cut_off == "The answer is longer than 1 MB: reading stopped there."


def test_an_answer_given_before_the_whole_request_was_read(serve: Serve, transport: Transport, post: Post) -> None:
    def script(peer: Any) -> None:
        peer.read_head()
        peer.send(whole(b"too large", status="413 Content Too Large"))
        peer.hold()

    server = serve(script)
    request = replace(post(server.url), body=bytes(1_000_000))
    got = transport.send(request, timeout_s=10, cancel=CancelSwitch())
    assert (got.status, got.body) == (413, b"too large")
