"""A proxy that asks for a name and a password: told those that were kept, and nobody else's; else it is said."""

import base64
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest
from leadexec_desktop.transport.proxies import ProxyAddress, ProxyCredentialsError
from leadexec_desktop.transport.transport import Transport

MARK = b"Phone=7025550123"
FAR = "https://leads.example.test/processor/insert/general/json"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
GOOD = ("ana", "p@ss:wörd")

Post = Callable[[str], OutgoingRequest]


def basic(name: str, password: str) -> bytes:
    return base64.b64encode(f"{name}:{password}".encode())


class Asking:
    """A proxy's script that lets one name and password through, and keeps what it was told before the tunnel."""

    def __init__(self, context: Any, schemes: str = 'Basic realm="office, Digest"') -> None:
        self.context = context
        self.schemes = schemes
        self.told: list[bytes | None] = []

    def __call__(self, peer: Any) -> None:
        lines = peer.read_head().split(b"\r\n")
        given = [line.split()[-1] for line in lines if line.lower().startswith(b"proxy-authorization: basic")]
        self.told += given or [None]
        if given != [basic(*GOOD)]:
            offers = f"Proxy-Authenticate: {self.schemes}\r\n" if self.schemes else ""
            peer.send(f"HTTP/1.1 407 Proxy Authentication Required\r\n{offers}Content-Length: 0\r\n\r\n".encode())
            peer.hold()
            return
        peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        peer.forget()
        peer.secure(self.context)
        peer.read_request()
        peer.send(OK)
        peer.hold()


class Keyring:
    def __init__(self, kept: tuple[str, str] | None = None) -> None:
        self.kept = kept
        self.asked: list[tuple[str, int]] = []
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, host: str, port: int) -> tuple[str, str] | None:
        assert threading.current_thread().name == "proxy password"
        self.asked.append((host, port))
        self.gate.wait(20)
        return self.kept


@pytest.fixture
def asking(certificate: Any) -> Asking:
    return Asking(certificate.server_context())


@pytest.fixture
def proxy(serve: Callable[..., Any], asking: Asking, monkeypatch: pytest.MonkeyPatch) -> Any:
    server = serve(asking)
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.port}")
    return server


@pytest.fixture
def stage(make_transport: Callable[..., Transport], post: Post, certificate: Any) -> Callable[..., Any]:
    def build(keyring: Any = None) -> Callable[..., bytes]:
        transport = make_transport(tls=certificate.trusting_context(), proxy_credentials=keyring)
        return lambda timeout_s=10: transport.send(post(FAR), timeout_s=timeout_s, cancel=CancelSwitch()).body

    return build


def test_what_was_kept_is_told_when_the_proxy_asks(proxy: Any, asking: Asking, stage: Callable[..., Any]) -> None:
    keyring = Keyring(GOOD)
    send = stage(keyring)
    assert send() == b"ok"
    assert asking.told == [None, basic(*GOOD)]
    assert keyring.asked == [("127.0.0.1", proxy.port)]
    assert proxy.received.count(MARK) == 1


def test_the_next_request_tells_it_at_once(proxy: Any, asking: Asking, stage: Callable[..., Any]) -> None:
    send = stage(Keyring(GOOD))
    assert [send(), send()] == [b"ok", b"ok"]
    assert asking.told == [None, basic(*GOOD), basic(*GOOD)]
    assert proxy.received.count(MARK) == 2


@pytest.mark.usefixtures("proxy")
def test_what_the_settings_hold_is_told_first_and_is_enough(
    asking: Asking, stage: Callable[..., Any], proxy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://ana:p%40ss%3Aw%C3%B6rd@127.0.0.1:{proxy.port}")
    keyring = Keyring(("ana", "another"))
    assert stage(keyring)() == b"ok"
    assert asking.told == [basic(*GOOD)]
    assert keyring.asked == []


def test_what_was_kept_takes_the_place_of_what_is_refused(
    proxy: Any, asking: Asking, stage: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://ana:old@127.0.0.1:{proxy.port}")
    assert stage(Keyring(GOOD))() == b"ok"
    assert asking.told == [basic("ana", "old"), basic(*GOOD)]


@dataclass(frozen=True)
class Refusal:
    settings: str
    kept: tuple[str, str] | None
    told: list[bytes | None]
    words: str


OLD = ("ana", "old")
NOT_TAKEN = "does not take those it was given."


@pytest.mark.parametrize(
    "case",
    [
        Refusal("", None, [None], "was given none."),
        Refusal("", OLD, [None, basic(*OLD)], NOT_TAKEN),
        Refusal("ana:old@", None, [basic(*OLD)], NOT_TAKEN),
        Refusal("ana:old@", OLD, [basic(*OLD)], NOT_TAKEN),
    ],
)
def test_a_proxy_that_gets_none_it_takes_is_named(
    proxy: Any,
    asking: Asking,
    stage: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    case: Refusal,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://{case.settings}127.0.0.1:{proxy.port}")
    with pytest.raises(NotSentError) as caught:
        stage(Keyring(case.kept))()
    assert caught.value.proxy_asks == ProxyAddress("127.0.0.1", proxy.port)
    assert caught.value.reason == (
        f"The proxy 127.0.0.1 asks for a name and a password (status 407), and {case.words} Nothing was sent. "
        "Type in the name and the password for the proxy, then send it again."
    )
    assert asking.told == case.told
    assert MARK not in proxy.received


def test_a_password_that_was_kept_meanwhile_counts_at_once(
    asking: Asking, proxy: Any, stage: Callable[..., Any]
) -> None:
    keyring = Keyring()
    send = stage(keyring)
    with pytest.raises(NotSentError):
        send()
    keyring.kept = GOOD
    assert send() == b"ok"
    assert asking.told == [None, basic(*GOOD)]
    assert proxy.received.count(MARK) == 1


@pytest.mark.parametrize(
    "schemes, words",
    [
        (
            "Negotiate, NTLM",
            "asks for a Windows sign-in, NTLM or Kerberos (status 407), which this program cannot give",
        ),
        ('Digest realm="basic", nonce="x"', "asks for a Digest sign-in (status 407)"),
        ("", "asks for another kind of sign-in (status 407)"),
    ],
)
def test_another_sign_in_is_named_and_nobody_is_asked(
    proxy: Any, asking: Asking, stage: Callable[..., Any], schemes: str, words: str
) -> None:
    asking.schemes = schemes
    keyring = Keyring(GOOD)
    with pytest.raises(NotSentError) as caught:
        stage(keyring)()
    assert words in caught.value.reason
    assert caught.value.proxy_asks is None
    assert keyring.asked == []
    assert MARK not in proxy.received


def test_a_keyring_that_does_not_say_is_to_blame_and_a_person_may(proxy: Any, stage: Callable[..., Any]) -> None:
    def locked(_host: str, _port: int) -> None:
        raise ProxyCredentialsError("The system's keyring is locked. Unlock it, then try again.")

    send = stage(locked)
    for _ in range(2):
        with pytest.raises(NotSentError) as caught:
            send()
        assert caught.value.reason == (
            "The password for a proxy could not be looked up: The system's keyring is locked. Unlock it, then try "
            "again. Nothing was sent."
        )
        assert caught.value.proxy_asks == ProxyAddress("127.0.0.1", proxy.port)
        assert caught.value.__cause__ is None


@pytest.mark.usefixtures("proxy")
def test_a_keyring_that_hangs_is_given_up_at_the_limit(
    stage: Callable[..., Any], within: Callable[[float], Any]
) -> None:
    keyring = Keyring(GOOD)
    keyring.gate.clear()
    with within(2.5), pytest.raises(NotSentError, match=r"within 0\.5 s\. Nothing was sent"):
        stage(keyring)(0.5)
    keyring.gate.set()


def test_a_proxy_that_asks_for_nothing_is_told_nothing(
    serve: Callable[..., Any], stage: Callable[..., Any], certificate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def through(peer: Any) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        peer.secure(certificate.server_context())
        peer.read_request()
        peer.send(OK)
        peer.hold()

    proxy, keyring = serve(through), Keyring(GOOD)
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
    assert stage(keyring)() == b"ok"
    assert keyring.asked == []
    assert b"authorization" not in proxy.received.lower()
