"""Once the request may have left, a failure never says that it did not."""

import errno
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NoAnswerError
from leadexec_desktop.transport.outgoing import OutgoingRequest
from leadexec_desktop.transport.progress import Phase, Progress
from leadexec_desktop.transport.reasons import why_no_answer
from leadexec_desktop.transport.transport import Transport

Serve = Callable[[Callable[[Any], None]], Any]
Post = Callable[[str], OutgoingRequest]
Send = Callable[..., Answer]


def drop_at_once(peer: Any) -> None:
    peer.close()


def reset_at_the_first_bytes(peer: Any) -> None:
    peer.read()
    peer.reset()


def drop_after_the_head(peer: Any) -> None:
    peer.read_head()
    peer.close()


def drop_after_reading(peer: Any) -> None:
    peer.read_request()
    peer.close()


def reset_after_reading(peer: Any) -> None:
    peer.read_request()
    peer.reset()


def saying(answer: bytes) -> Callable[[Any], None]:
    def script(peer: Any) -> None:
        peer.read_request()
        peer.send(answer)
        peer.end()
        peer.hold()

    return script


DROPPED = "broke the connection off"
NO_HTTP = "no HTTP answer"


@pytest.mark.parametrize(
    "script, words",
    [
        pytest.param(drop_at_once, DROPPED, id="drop-at-once"),
        pytest.param(reset_at_the_first_bytes, DROPPED, id="reset-at-the-first-bytes"),
        pytest.param(drop_after_the_head, DROPPED, id="drop-after-the-head"),
        pytest.param(drop_after_reading, DROPPED, id="drop-after-reading"),
        pytest.param(reset_after_reading, DROPPED, id="reset-after-reading"),
        pytest.param(saying(b""), DROPPED, id="end-after-reading"),
        pytest.param(saying(b"HTTP/1.1 200 OK\r\nContent-Le"), DROPPED, id="half-a-head"),
        pytest.param(saying(b"HTTP/1.1 100 Continue\r\n\r\n"), DROPPED, id="only-an-interim-answer"),
        pytest.param(saying(b"220 smtp.example ESMTP\r\n\r\n"), NO_HTTP, id="another-protocol"),
        pytest.param(saying(b"\x00\xff" * 100), NO_HTTP, id="noise"),
        pytest.param(saying(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 300_000), NO_HTTP, id="endless-head"),
        pytest.param(
            saying(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nab"), NO_HTTP, id="two-lengths"
        ),
        pytest.param(saying(b"HTTP/1.1 101 Switching Protocols\r\n\r\n"), NO_HTTP, id="another-protocol-unasked"),
    ],
)
def test_no_head_is_no_answer(serve: Serve, send: Send, script: Callable[[Any], None], words: str) -> None:
    server = serve(script)
    with pytest.raises(NoAnswerError) as caught:
        send(server.url)
    assert words in caught.value.reason
    assert caught.value.reason.endswith("The receiver may have the request: look there before it is sent again.")
    assert str(caught.value) == caught.value.reason
    assert not caught.value.cancelled
    assert caught.value.__cause__ is None


def test_nothing_is_sent_twice(serve: Serve, send: Send) -> None:
    server = serve(drop_after_reading)
    with pytest.raises(NoAnswerError):
        send(server.url)
    server.close()
    assert len(server.peers) == 1


def test_a_connection_broken_off_while_much_is_sent(serve: Serve, transport: Transport, post: Post) -> None:
    def script(peer: Any) -> None:
        peer.read_head()
        peer.reset()

    request = replace(post(serve(script).url), body=bytes(20_000_000))
    with pytest.raises(NoAnswerError) as caught:
        transport.send(request, timeout_s=10, cancel=CancelSwitch())
    assert DROPPED in caught.value.reason


def test_a_connection_that_the_system_gave_up_went_dead() -> None:
    """As after a sleep, or where the network went: nobody broke it off."""
    failure = httpx.ReadError("")
    failure.__cause__ = TimeoutError(errno.ETIMEDOUT, "Connection timed out")
    progress = Progress(("leads.example.test", 443), 1000)
    progress.phase = Phase.WAITING
    assert why_no_answer(progress, failure, 90) == (
        "The connection with leads.example.test went dead before an answer came. "
        "The receiver may have the request: look there before it is sent again."
    )
