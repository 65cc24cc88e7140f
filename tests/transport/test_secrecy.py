"""Secrets reach whom they are for, and nobody else: no log, no error text, no other host."""

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest
from leadexec_desktop.transport.proxies import FoundProxy, ProxyAddress, ProxyKind

TOKEN = "tok-3f9a-SECRET"
QUERY = "password=QUERY-SECRET"
SECRETS = ("SECRET", "7025550123")
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

Answering = Callable[[bytes], Any]
Send = Callable[..., Answer]


def test_a_token_goes_to_its_own_origin(answering: Answering, send: Send) -> None:
    server = answering(OK)
    send(f"{server.url}/x", token=TOKEN, token_origin=f"{server.url}/prefix/")
    assert server.received.count(f"Authorization: Bearer {TOKEN}\r\n".encode()) == 1


def test_a_token_goes_to_no_other_origin(answering: Answering, send: Send) -> None:
    server, other = answering(OK), answering(OK)
    send(f"{server.url}/x", token=TOKEN, token_origin=other.url)
    send(f"{server.url}/x", token=TOKEN, token_origin=server.url.replace("127.0.0.1", "localhost"))
    assert b"authorization" not in server.received.lower()
    assert other.peers == []


def test_a_token_of_one_request_is_not_in_the_next(answering: Answering, send: Send) -> None:
    server = answering(OK)
    send(server.url, token=TOKEN, token_origin=server.url)
    send(server.url)
    assert server.received.count(TOKEN.encode()) == 1


def test_a_token_does_not_follow_a_redirect(answering: Answering, send: Send) -> None:
    elsewhere = answering(OK)
    server = answering(f"HTTP/1.1 307 Go\r\nLocation: {elsewhere.url}\r\nContent-Length: 0\r\n\r\n".encode())
    assert send(server.url, token=TOKEN, token_origin=server.url).status == 307
    assert elsewhere.peers == []


def test_a_token_that_no_header_can_carry_stays_out_of_the_traceback(answering: Answering, send: Send) -> None:
    server = answering(OK)
    with pytest.raises(ValueError, match="access token") as caught:
        send(server.url, token=f"{TOKEN}\r\nX: y", token_origin=server.url)
    assert "SECRET" not in "".join(traceback.format_exception(caught.value))
    assert server.peers == []


def test_no_credentials_come_from_a_netrc(
    answering: Answering, send: Send, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "machine 127.0.0.1 login agent password SECRET\ndefault login agent password SECRET\n"
    for name in (".netrc", "_netrc"):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    server = answering(OK)
    send(server.url)
    assert b"authorization" not in server.received.lower()


def test_a_whole_exchange_leaves_nothing_in_the_log(
    answering: Answering, send: Send, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = answering(OK)
    send(f"{server.url}/x?{QUERY}", token=TOKEN, token_origin=server.url)
    with pytest.raises(NoAnswerError):
        send(f"{answering(b'').url}/x?{QUERY}", token=TOKEN)
    assert [record for record in caplog.records if record.name.split(".")[0] in {"httpx", "httpcore"}] == []
    assert not any(secret in caplog.text for secret in SECRETS)


@pytest.mark.parametrize("level, kept", [(logging.DEBUG, logging.WARNING), (logging.ERROR, logging.ERROR)])
def test_the_loggers_are_made_quieter_never_louder(make_transport: Callable[[], Any], level: int, kept: int) -> None:
    names = ("httpx", "httpcore")
    before = [logging.getLogger(name).level for name in names]
    try:
        for name in names:
            logging.getLogger(name).setLevel(level)
        make_transport()
        assert [logging.getLogger(name).level for name in names] == [kept, kept]
    finally:
        for name, old in zip(names, before, strict=True):
            logging.getLogger(name).setLevel(old)


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: \x00\r\n\r\n"])
def test_an_error_shows_no_secret(answering: Answering, send: Send, answer: bytes) -> None:
    server = answering(answer)
    with pytest.raises(NoAnswerError) as caught:
        send(f"{server.url}/x?{QUERY}", token=TOKEN, token_origin=server.url)
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert not any(secret in told for secret in SECRETS)


@pytest.mark.parametrize("url", ["https://localhost:1/x", "http://far.example/x", "https://999.9.9.9/x"])
def test_an_error_before_anything_was_sent_shows_no_secret(send: Send, url: str) -> None:
    with pytest.raises(NotSentError) as caught:
        send(f"{url}?{QUERY}", token=TOKEN, token_origin=url)
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert not any(secret in told for secret in SECRETS)


FAR = "https://leads.example.test/x"
ASKS = b'HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n'
PROXY_SECRETS = (*SECRETS, "cHJveHktdXNlcj", "proxy-user")
"""As they are, and as Basic writes what begins with the user's name."""


@pytest.fixture
def send_through(make_transport: Callable[..., Any], post: Callable[[str], OutgoingRequest]) -> Callable[..., str]:
    """Sends what a proxy turns away, and gives all that is told of it."""

    def go(**options: Any) -> str:
        transport = make_transport(**options)
        with pytest.raises(NotSentError) as caught:
            transport.send(post(FAR), timeout_s=10, cancel=CancelSwitch())
        return "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(transport)

    return go


@pytest.mark.parametrize("where", ["environment", "system", "keyring"])
def test_a_proxy_s_password_is_in_no_error_and_no_log(
    answering: Answering,
    send_through: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    where: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    proxy, sign_in = answering(ASKS), ("proxy-user", "proxy-SECRET")
    if where == "environment":
        monkeypatch.setenv("HTTPS_PROXY", f"http://proxy-user:proxy-SECRET@127.0.0.1:{proxy.port}")
    found = FoundProxy(ProxyKind.HTTP, ProxyAddress("127.0.0.1", proxy.port), sign_in if where == "system" else None)
    told = send_through(
        find_proxy=lambda _: (found,), proxy_credentials=lambda *_: sign_in if where == "keyring" else None
    )
    assert proxy.received.count(b"Proxy-Authorization: Basic cHJveHktdXNlcjpwcm94eS1TRUNSRVQ=\r\n") == 1
    assert not any(secret in told + repr(found) + caplog.text for secret in PROXY_SECRETS)


def test_a_proxy_s_password_goes_to_no_host_and_no_other_proxy(
    answering: Answering,
    make_transport: Callable[..., Any],
    post: Callable[[str], OutgoingRequest],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server, asking, other = answering(OK), answering(ASKS), answering(ASKS)
    kept = {asking.port: ("proxy-user", "proxy-SECRET")}
    transport = make_transport(proxy_credentials=lambda _host, port: kept.get(port))
    for proxy in (asking, other, asking):
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        with pytest.raises(NotSentError):
            transport.send(post(FAR), timeout_s=10, cancel=CancelSwitch())
    transport.send(post(server.url), timeout_s=10, cancel=CancelSwitch())
    assert asking.received.lower().count(b"authorization") == 2
    assert b"authorization" not in other.received.lower()
    assert b"authorization" not in server.received.lower()
