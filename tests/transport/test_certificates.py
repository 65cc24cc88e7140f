"""A certificate that is refused: who issued it is said, and nothing but a handshake goes to who showed it."""

import socket
import ssl
import time
from collections.abc import Callable
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
from leadexec_desktop.transport import glance, passage
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.certificates import fault_of, issuer_of, may_be_of_another
from leadexec_desktop.transport.errors import NotSentError
from leadexec_desktop.transport.outgoing import OutgoingRequest
from leadexec_desktop.transport.transport import Transport

MARK = b"Phone=7025550123"
FAR = "https://leads.example.test/x"
PORTAL = "If this network has a sign-in page (hotel, airport), open it in a browser first."
ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"

Serve = Callable[[Callable[[Any], None]], Any]
Send = Callable[..., Answer]


@dataclass(frozen=True)
class Shown:
    """A certificate, as its host shows it and as it is on the wire."""

    context: ssl.SSLContext
    der: bytes


Issue = Callable[..., Shown]
SendTrusting = Callable[[Any, str], Answer]


@pytest.fixture
def send_trusting(make_transport: Callable[..., Transport], post: Callable[[str], OutgoingRequest]) -> SendTrusting:
    """Sends with a certificate that is trusted."""

    def go(certificate: Any, url: str) -> Answer:
        transport = make_transport(tls=certificate.trusting_context())
        return transport.send(post(url), timeout_s=10, cancel=CancelSwitch())

    return go


@pytest.fixture
def issue(tmp_path: Path) -> Issue:
    """Makes a certificate of an authority that nobody knows."""

    def make(issuer: dict[x509.ObjectIdentifier, str], host: str = "localhost") -> Shown:
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(x509.Name([x509.NameAttribute(oid, value) for oid, value in issuer.items()]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=30))
            .not_valid_after(now + timedelta(days=2))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
        )
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path = tmp_path / "shown.pem"
        path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return Shown(context, made.public_bytes(serialization.Encoding.DER))

    return make


INSPECTING = {NameOID.COMMON_NAME: "Zscaler Root CA", NameOID.ORGANIZATION_NAME: "Zscaler Inc."}


@pytest.fixture
def far_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """leads.example.test is this computer, as far as a name server goes."""
    look_up = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, *rest: look_up("127.0.0.1", *rest))


def showing(shown: Shown, before: bytes = b"") -> Callable[[Any], None]:
    """Makes a connection secure, behind a proxy's answer if there is one, and keeps what comes."""

    def script(peer: Any) -> None:
        if before:
            peer.read_head()
            peer.send(before)
            peer.forget()
        peer.secure(shown.context)
        peer.hold()

    return script


def test_the_authority_that_issued_it_is_named(serve: Serve, send: Send, issue: Issue) -> None:
    server = serve(showing(issue(INSPECTING)))
    with pytest.raises(NotSentError) as caught:
        send(f"https://localhost:{server.port}/x", token="tok-9", token_origin=f"https://localhost:{server.port}")
    assert caught.value.reason == (
        "localhost could not prove who it is: its certificate comes from a certificate authority that this computer "
        "does not know. The certificate that it showed was issued by “Zscaler Root CA” (Zscaler Inc.). "
        "Nothing was sent. Ask who looks after this computer's network."
    )
    server.close()
    assert len(server.peers) == 2
    assert server.received == b""


def test_it_is_named_behind_a_proxy_too(
    serve: Serve, send: Send, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(showing(issue(INSPECTING, "leads.example.test"), ESTABLISHED))
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
    with pytest.raises(NotSentError, match=r"^leads\.example\.test could.*by “Zscaler Root CA” \(Zscaler Inc\.\)\."):
        send(FAR)
    proxy.close()
    assert len(proxy.peers) == 2
    assert proxy.received == b""


def test_a_proxy_that_cannot_prove_who_it_is_is_told_nothing(
    serve: Serve, send: Send, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(showing(issue(INSPECTING)))
    monkeypatch.setenv("HTTPS_PROXY", f"https://ana:hunter2@localhost:{proxy.port}")
    with pytest.raises(NotSentError, match=r"^The proxy localhost could not prove.*by “Zscaler Root CA”"):
        send(FAR)
    proxy.close()
    assert proxy.received == b""


def secure_within(peer: Any, context: ssl.SSLContext) -> None:
    """TLS inside the connection's own TLS, for which sockets have no means."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    inner = context.wrap_bio(incoming, outgoing, server_side=True)
    while True:
        try:
            inner.do_handshake()
        except ssl.SSLWantReadError:
            peer.send(outgoing.read())
            data = peer.read()
            if not data:
                raise ConnectionError from None
            incoming.write(data)
        else:
            peer.send(outgoing.read())
            return


def test_behind_a_proxy_over_tls_the_host_s_own_is_named_and_the_proxy_is_verified_as_ever(
    serve: Serve, send_trusting: SendTrusting, certificate: Any, issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = issue(INSPECTING, "leads.example.test")

    def script(peer: Any) -> None:
        peer.secure(certificate.server_context())
        peer.read_head()
        peer.send(ESTABLISHED)
        peer.forget()
        secure_within(peer, shown.context)
        peer.hold()

    proxy = serve(script)
    monkeypatch.setenv("HTTPS_PROXY", f"https://localhost:{proxy.port}")
    with pytest.raises(NotSentError, match=r"^leads\.example\.test could not prove.*by “Zscaler Root CA”"):
        send_trusting(certificate, FAR)
    proxy.close()
    assert len(proxy.peers) == 2
    assert MARK not in proxy.received


@pytest.mark.usefixtures("far_is_here")
@pytest.mark.parametrize("host", ["leads.example.test", "portal.hotel.test"])
def test_a_sign_in_page_may_have_answered_in_its_place(serve: Serve, send: Send, issue: Issue, host: str) -> None:
    server = serve(showing(issue(INSPECTING, host)))
    with pytest.raises(NotSentError, match="does not know") as caught:
        send(f"https://leads.example.test:{server.port}/x")
    assert caught.value.reason.endswith(PORTAL)


@pytest.mark.usefixtures("far_is_here")
@pytest.mark.parametrize(
    "made_out, words",
    [(("portal.hotel.test", 2), "another name"), (("leads.example.test", -1), "has expired")],
)
def test_a_trusted_certificate_that_is_wrong_names_its_issuer_too(
    serve: Serve, send_trusting: SendTrusting, certify: Callable[..., Any], made_out: tuple[str, int], words: str
) -> None:
    name, days = made_out
    certificate = certify(name, days=days)
    server = serve(showing(Shown(certificate.server_context(), b"")))
    with pytest.raises(NotSentError, match=words) as caught:
        send_trusting(certificate, f"https://leads.example.test:{server.port}/x")
    assert "issued by “Loopback Authority”." in caught.value.reason
    assert caught.value.reason.endswith(PORTAL) == (name == "portal.hotel.test")


@pytest.fixture
def serve_once_then(serve: Serve, issue: Issue) -> Callable[[Callable[[Any], None]], Any]:
    """Shows a certificate on the first connection, and does something else on the next."""
    shown, came = issue(INSPECTING), list[Any]()

    def go(then: Callable[[Any], None]) -> Any:
        def script(peer: Any) -> None:
            came.append(peer)
            (showing(shown) if len(came) == 1 else then)(peer)

        return serve(script)

    return go


@pytest.mark.parametrize(
    "then", [lambda peer: peer.reset(), lambda peer: peer.send(b"nonsense"), lambda peer: peer.hold()]
)
@pytest.mark.parametrize("limits", [(20, 0.3), (2, 30)], ids=["of-the-look", "of-the-request"])
def test_what_cannot_be_looked_at_again_leaves_the_sentence_as_it_is(
    serve_once_then: Callable[..., Any],
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
    then: Callable[[Any], None],
    limits: tuple[float, float],
) -> None:
    timeout_s, look_s = limits
    monkeypatch.setattr(passage, "_GLANCE_S", look_s)
    server = serve_once_then(then)
    began_s = time.monotonic()
    with pytest.raises(NotSentError) as caught:
        send(f"https://localhost:{server.port}/x", timeout_s=timeout_s)
    assert time.monotonic() - began_s < 10
    assert caught.value.reason == (
        "localhost could not prove who it is: its certificate comes from a certificate authority that this computer "
        "does not know. Nothing was sent. Ask who looks after this computer's network."
    )


def test_a_cancel_while_it_is_looked_at_is_a_cancel(
    serve_once_then: Callable[..., Any], transport: Transport, post: Callable[[str], OutgoingRequest]
) -> None:
    cancel = CancelSwitch()

    def stop(peer: Any) -> None:
        cancel.cancel()
        peer.hold()

    server = serve_once_then(stop)
    with pytest.raises(NotSentError) as caught:
        transport.send(post(f"https://localhost:{server.port}/x"), timeout_s=20, cancel=cancel)
    assert caught.value.cancelled
    server.close()
    assert MARK not in server.received


@pytest.mark.parametrize(
    "issuer, words",
    [
        (INSPECTING, "“Zscaler Root CA” (Zscaler Inc.)"),
        ({NameOID.COMMON_NAME: "Same", NameOID.ORGANIZATION_NAME: "Same"}, "“Same”"),
        ({NameOID.ORGANIZATION_NAME: "Acme"}, "“Acme”"),
        ({NameOID.ORGANIZATIONAL_UNIT_NAME: "Unit"}, "“Unit”"),
        ({NameOID.COUNTRY_NAME: "US"}, ""),
        ({NameOID.COMMON_NAME: " a\n\x00b\u202e\u200bc  {peer}"}, "“a b c {peer}”"),
        ({NameOID.COMMON_NAME: "n" * 64, NameOID.ORGANIZATION_NAME: "o" * 64}, f"“{'n' * 64}” ({'o' * 64})"),
    ],
)
def test_the_name_of_an_authority_is_one_line_of_what_can_be_seen(
    issue: Issue, issuer: dict[x509.ObjectIdentifier, str], words: str
) -> None:
    assert issuer_of(issue(issuer).der) == words


@pytest.mark.parametrize("junk", [b"", b"junk", b"0\x82\xff\xff"])
def test_what_is_no_certificate_names_nobody(junk: bytes) -> None:
    assert issuer_of(junk) == ""


def refusal(code: int, message: str = "said by the system") -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(message)
    error.verify_code = code
    error.verify_message = message
    return error


@pytest.mark.parametrize(
    "codes, words, is_of_another",
    [
        ((10, 0x800B0101, -67818), "has expired", False),
        ((9, -67819), "not valid yet", False),
        ((23, 0x800B010C, 0x80092010, -67820), "was revoked", False),
        ((19, 0x800B0109, 0x800B010A, -67843), "does not trust", True),
        ((62, 0x800B010F, -67602), "another name", True),
        ((18,), "self-signed", True),
        ((0, 1, -1), "refused (said by the system)", True),
    ],
)
def test_each_system_s_numbers_have_words(codes: tuple[int, ...], words: str, is_of_another: bool) -> None:
    """OpenSSL's, those of Windows and those of macOS, as truststore hands them on."""
    for code in codes:
        assert words in fault_of(refusal(code))
        assert may_be_of_another(refusal(code)) == is_of_another


def test_a_system_s_own_words_are_one_short_line() -> None:
    assert fault_of(refusal(0, "“localhost”\ncertificate\x07 is not trusted")) == (
        "its certificate was refused (“localhost” certificate is not trusted)"
    )
    assert len(fault_of(refusal(0, "x" * 500))) < 130
    assert fault_of(refusal(0, "")).endswith("(no reason given)")


class Connection:
    """What Python 3.13 and later give, beside what they all do."""

    def __init__(self, *chain: bytes) -> None:
        self._chain = chain

    def get_unverified_chain(self) -> list[bytes]:
        return list(self._chain)

    def getpeercert(self, *, binary_form: bool) -> bytes:
        assert binary_form
        return b"own"


def test_where_python_tells_the_chain_the_certificate_nearest_to_the_authority_counts() -> None:
    assert glance._last_of_chain(Connection(b"own", b"between")) == b"between"
    assert glance._last_of_chain(Connection()) == b"own"
