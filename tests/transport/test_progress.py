"""The gate that a request passes once, and what is known of an exchange at each of httpcore's steps."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from leadexec_desktop.transport.progress import Phase, Progress, Stop, StoppedError

TARGET = ("leads.example.test", 443)
PROXY = ("proxy.example.test", 3128)


def connect(peer: tuple[str, int]) -> tuple[str, dict[str, Any]]:
    return "connection.connect_tcp.started", {"host": peer[0], "port": peer[1]}


def start(method: bytes) -> tuple[str, dict[str, Any]]:
    return "http11.send_request_headers.started", {"request": SimpleNamespace(method=method)}


def answer(status: int) -> tuple[str, dict[str, Any]]:
    return "http11.receive_response_headers.complete", {"return_value": (b"HTTP/1.1", status, b"", [(b"A", b"\xe9")])}


TLS: tuple[str, dict[str, Any]] = ("connection.start_tls.started", {})
OUT: tuple[str, dict[str, Any]] = ("http11.send_request_body.complete", {})
STORIES = [
    pytest.param([], Phase.CONNECTING, False, id="nothing-yet"),
    pytest.param([connect(TARGET)], Phase.CONNECTING, False, id="connecting"),
    pytest.param([connect(PROXY)], Phase.CONNECTING, True, id="connecting-to-a-proxy"),
    pytest.param([connect(TARGET), TLS], Phase.SECURING, False, id="securing"),
    pytest.param([connect(PROXY), TLS], Phase.SECURING, True, id="securing-the-way-to-a-proxy"),
    pytest.param([connect(PROXY), start(b"CONNECT"), OUT], Phase.ASKING_PROXY, True, id="asking"),
    pytest.param([connect(PROXY), start(b"CONNECT"), OUT, answer(407)], Phase.ASKING_PROXY, True, id="refused"),
    pytest.param([connect(PROXY), start(b"CONNECT"), OUT, answer(200), TLS], Phase.SECURING, False, id="tunnel"),
    pytest.param([connect(TARGET), TLS, start(b"POST")], Phase.SENDING, False, id="sending"),
    pytest.param([connect(TARGET), TLS, start(b"POST"), OUT], Phase.WAITING, False, id="waiting"),
    pytest.param([connect(TARGET), start(b"POST"), OUT, answer(200)], Phase.READING, False, id="reading"),
    pytest.param([connect(TARGET), ("http11.another.step", {})], Phase.CONNECTING, False, id="unknown-step"),
]


def tell(progress: Progress, *steps: tuple[str, dict[str, Any]]) -> None:
    for step in steps:
        asyncio.run(progress.trace(*step))


@pytest.mark.parametrize("steps, phase, is_at_proxy", STORIES)
def test_each_step_leads_to_its_phase(steps: list[Any], phase: Phase, is_at_proxy: bool) -> None:
    progress = Progress(TARGET, 1000)
    tell(progress, *steps)
    assert (progress.phase, progress.is_at_proxy) == (phase, is_at_proxy)
    assert (progress.head is not None) is (phase is Phase.READING)


def test_a_proxy_s_head_is_not_the_answer_s() -> None:
    progress = Progress(TARGET, 1000)
    tell(progress, connect(PROXY), start(b"CONNECT"), answer(200), start(b"POST"), answer(201))
    assert progress.proxy_head is not None
    assert progress.head is not None
    assert (progress.proxy_head.status, progress.head.status) == (200, 201)
    assert progress.head.headers == (("A", "é"),)


@pytest.mark.parametrize("method", [b"POST", b"CONNECT"])
def test_the_gate_lets_no_stopped_request_through(method: bytes) -> None:
    progress = Progress(TARGET, 1000)
    progress.stop(Stop.CANCELLED)
    with pytest.raises(StoppedError):
        tell(progress, start(method))
    assert progress.phase < Phase.SENDING


def test_the_first_reason_to_stop_stays() -> None:
    progress, told = Progress(TARGET, 1000), list[str]()
    progress.on_stop(lambda: told.append("stopped"))
    progress.stop(Stop.CANCELLED)
    progress.stop(Stop.OUT_OF_TIME)
    progress.on_stop(lambda: told.append("late"))
    assert progress.stopped is Stop.CANCELLED
    assert told == ["stopped", "late"]
