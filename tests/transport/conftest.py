"""A scripted server on raw sockets, which shares no code with the transport and keeps every byte that it got."""

import os
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.outgoing import OutgoingRequest
from leadexec_desktop.transport.transport import Transport

PATIENCE_S = 60.0
"""How long the server waits for its client before it gives the test up."""
MARK = b"Phone=7025550123"
"""Stands in every request's body, so that any of it that arrives is seen."""


class Peer:
    """The server's end of one connection."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._sock.settimeout(PATIENCE_S)
        self.received = b""
        self.hung_up = threading.Event()

    def read(self) -> bytes:
        data = self._sock.recv(65536)
        self.received += data
        return data

    def read_head(self) -> bytes:
        while b"\r\n\r\n" not in self.received:
            if not self.read():
                break
        return self.received.partition(b"\r\n\r\n")[0]

    def read_request(self) -> None:
        head = self.read_head()
        lengths = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        wanted = len(head) + 4 + (int(lengths[0].split(b":")[1]) if lengths else 0)
        while len(self.received) < wanted and self.read():
            pass

    def forget(self) -> None:
        self.received = b""

    def send(self, data: bytes) -> None:
        self._sock.sendall(data)

    def drip(self, data: bytes, *, every_s: float) -> None:
        """One byte at a time, until the client hangs up."""
        with suppress(OSError):
            for byte in data:
                self.send(bytes([byte]))
                self._sock.settimeout(every_s)
                with suppress(TimeoutError):
                    if not self.read():
                        break
        self.hung_up.set()

    def hold(self) -> None:
        """Say nothing until the client hangs up."""
        with suppress(ConnectionError):
            while self.read():
                pass
        self.hung_up.set()

    def secure(self, context: ssl.SSLContext) -> None:
        self._sock = context.wrap_socket(self._sock, server_side=True)

    def end(self) -> None:
        """No more comes, as a whole answer that is ended by its connection does."""
        with suppress(OSError):  # it may have hung up already
            self._sock.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._sock.close()

    def close(self) -> None:
        self._sock.close()


Script = Callable[[Peer], None]


class Server:
    """Runs a script for each connection, in a thread of its own."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.peers: list[Peer] = []
        self.failures: list[BaseException] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def received(self) -> bytes:
        """All that came, over all connections."""
        return b"".join(peer.received for peer in self.peers)

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            peer = Peer(sock)
            self.peers.append(peer)
            thread = threading.Thread(target=self._run, args=(peer,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _run(self, peer: Peer) -> None:
        try:
            self._script(peer)
        except (ConnectionError, ssl.SSLError):
            pass  # the client may hang up whenever it wants
        except BaseException as error:  # noqa: BLE001 - shown by the test's own thread
            self.failures.append(error)
        finally:
            with suppress(OSError):
                peer.close()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(PATIENCE_S)
        assert not self.failures, self.failures


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture
def serve() -> Iterator[Callable[[Script], Server]]:
    servers: list[Server] = []

    def start(script: Script) -> Server:
        servers.append(Server(script))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def answering(serve: Callable[[Script], Server]) -> Callable[[bytes], Server]:
    """A server that reads a whole request, answers with these bytes, and ends the connection."""

    def start(answer: bytes) -> Server:
        def script(peer: Peer) -> None:
            peer.read_request()
            peer.send(answer)
            peer.end()
            peer.hold()

        return serve(script)

    return start


@pytest.fixture
def make_transport() -> Iterator[Callable[..., Transport]]:
    made: list[Transport] = []

    def make(**options: Any) -> Transport:
        transport = Transport(user_agent="leadexec-desktop/test", **options)
        transport.warm_up()
        made.append(transport)
        return transport

    yield make
    for transport in made:
        transport.close()


@pytest.fixture
def transport(make_transport: Callable[..., Transport]) -> Transport:
    return make_transport()


@pytest.fixture
def post() -> Callable[[str], OutgoingRequest]:
    def make(url: str) -> OutgoingRequest:
        content_type = ("Content-Type", "application/x-www-form-urlencoded")
        return OutgoingRequest("POST", url, (content_type, ("Accept", "application/json")), b"vid=18&" + MARK)

    return make


@pytest.fixture
def send(transport: Transport, post: Callable[[str], OutgoingRequest]) -> Callable[..., Answer]:
    """Sends a request to an address, with time enough."""

    def go(url: str, *, timeout_s: float = 10, cancel: CancelSwitch | None = None, **options: Any) -> Answer:
        return transport.send(post(url), timeout_s=timeout_s, cancel=cancel or CancelSwitch(), **options)

    return go


@pytest.fixture
def within() -> Callable[[float], Any]:
    """Asserts that its block takes no longer than so many seconds; thrice as long where others are at work too."""

    @contextmanager
    def bound(most_s: float) -> Iterator[None]:
        start = time.monotonic()
        yield
        assert time.monotonic() - start < 3 * most_s

    return bound


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate and its key, in one file."""

    path: Path

    def server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path)
        return context

    def trusting_context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.path))


@pytest.fixture
def certify(tmp_path: Path) -> Callable[..., Certificate]:
    def make(*names: str, days: int = 2) -> Certificate:
        path = tmp_path / f"{'-'.join(names)}{days}.pem"
        path.write_bytes(_self_signed(names, days))
        return Certificate(path)

    return make


@pytest.fixture
def certificate(certify: Callable[..., Certificate]) -> Certificate:
    return certify("localhost", "leads.example.test")


def _self_signed(names: tuple[str, ...], days: int) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Loopback Authority")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)
