"""The built-in receiver behind its web server: it answers or hangs up, whatever comes, and goes on working."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from random import Random
from urllib.parse import urlsplit

import pytest

from leadexec_desktop.sandbox.server import Sandbox

from .inputs import Input, corpus
from .mutations import mutated

REQUESTS = corpus()["request"]
SEED = 1
MUTATED = 300
Address = tuple[str, int]


@pytest.fixture
def address() -> Iterator[Address]:
    sandbox = Sandbox(slow_s=0.0)
    parts = urlsplit(sandbox.start())
    assert parts.hostname
    assert parts.port
    yield parts.hostname, parts.port
    sandbox.close()


def spoken(one: Input, length: int | None = None) -> bytes:
    size = len(one.body) if length is None else length
    lines = [f"{one.first} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in one.headers if name.casefold() != "content-length"]
    head = "\r\n".join((*lines, f"Content-Length: {size}", "", ""))
    return head.encode("latin-1", "replace") + one.body


def said_back(address: Address, raw: bytes) -> bytes:
    """What came until the receiver hung up; a fault of ours in one of its threads fails the test by itself."""
    came = bytearray()
    with socket.create_connection(address, timeout=20) as line:
        with suppress(OSError):  # where it hangs up first, there is nothing left to send to, or to shut
            line.sendall(raw)
            line.shutdown(socket.SHUT_WR)
        with suppress(ConnectionError):
            while piece := line.recv(65536):
                came += piece
    return bytes(came)


def is_sound(address: Address) -> bool:
    sound = Input("request", REQUESTS[0].head, REQUESTS[0].body)
    return said_back(address, spoken(sound)).startswith(b"HTTP/1.1 ")


def test_every_kept_request_is_answered_or_hung_up_on(address: Address) -> None:
    for one in REQUESTS:
        back = said_back(address, spoken(one))
        assert not back or back.startswith(b"HTTP/"), one.name
    assert is_sound(address)


def test_mutated_requests_with_heads_and_lengths_that_are_none(address: Address) -> None:
    dice = Random(SEED)
    answered = 0
    for _ in range(MUTATED):
        one = mutated(dice.choice(REQUESTS), REQUESTS, dice)
        raw = spoken(one, dice.choice((None, None, len(one.body) // 2, len(one.body) + 9, -1, 10**30)))
        if dice.randrange(2):
            end = raw.find(b"\r\n\r\n")
            head = mutated(Input("request", "", raw[:end]), REQUESTS, dice).body
            raw = head + raw[end:]
        answered += bool(said_back(address, raw))
    assert answered > MUTATED // 2
    assert is_sound(address)
