"""Why no answer came, or not all of one, in words for a person: tables from what happened to a sentence.

Imports httpx: nothing that may be imported before the first paint imports this.
"""

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import httpx

from leadexec_desktop.transport.progress import Phase, Progress, Stop

NOTHING_SENT = "Nothing was sent."
MAY_HAVE_IT = "The receiver may have the request: look there before it is sent again."

_ASK_WHO_RUNS_THE_NETWORK = "Ask who looks after this computer's network."
_CHECK_ADDRESS = "Check the network connection and the address, or try again later."


class UnusableProxyError(Exception):
    """The computer's settings name a proxy that cannot be used. The text says why, and names no credentials."""


_NOT_SENT: tuple[tuple[type[BaseException], str, str], ...] = (
    (UnusableProxyError, "{detail}", _ASK_WHO_RUNS_THE_NETWORK),
    (httpx.InvalidURL, "The address of the request cannot be used.", "Check the address in the profile."),
    (ssl.SSLCertVerificationError, "{peer} could not prove who it is: {detail}.", _ASK_WHO_RUNS_THE_NETWORK),
    (
        ssl.SSLError,
        "No secure connection (TLS) could be made with {peer}, port {port}: {detail}.",
        "Check the address and its port.",
    ),
    (
        socket.gaierror,
        "The name of {peer} could not be looked up.",
        "Check the network connection and the spelling of the address.",
    ),
    (ConnectionRefusedError, "{peer} refused the connection (port {port}).", _CHECK_ADDRESS),
    (TimeoutError, "{peer} did not answer when it was called (port {port}).", _CHECK_ADDRESS),
    (ConnectionError, "{peer} broke the connection off while it was being made (port {port}).", _CHECK_ADDRESS),
    (OSError, "{peer} could not be reached (port {port}): {detail}.", _CHECK_ADDRESS),
    (httpx.ProxyError, "{proxy_answer}", _ASK_WHO_RUNS_THE_NETWORK),
    (httpx.RemoteProtocolError, "{peer} {detail}.", _CHECK_ADDRESS),
    (httpx.TransportError, "{peer} broke the connection off while it was being made (port {port}).", _CHECK_ADDRESS),
)
"""Before the request left: what was raised, what it means, what to do. The first row that fits the chain counts."""

_NO_ANSWER: tuple[tuple[type[BaseException], str, str], ...] = (
    (httpx.WriteError, "{peer} broke the connection off while the request was being sent.", MAY_HAVE_IT),
    (httpx.ReadError, "{peer} broke the connection off before it answered.", MAY_HAVE_IT),
    (httpx.RemoteProtocolError, "{peer} {detail}.", MAY_HAVE_IT),
    (ssl.SSLError, "{peer} ended the secure connection (TLS) before it answered: {detail}.", MAY_HAVE_IT),
    (httpx.TransportError, "The connection with {peer} broke before an answer came.", MAY_HAVE_IT),
    (OSError, "The connection with {peer} broke before an answer came: {detail}.", MAY_HAVE_IT),
)

_UNFORESEEN = "This program failed in a way that it does not know ({detail})."
_TELL_US = "Tell who looks after this program."

_OUT_OF_TIME: Mapping[Phase, tuple[str, str]] = MappingProxyType(
    {
        Phase.CONNECTING: ("No connection with {peer} (port {port}) came about within {limit}.", _CHECK_ADDRESS),
        Phase.ASKING_PROXY: ("{peer} opened no way to {target} within {limit}.", _ASK_WHO_RUNS_THE_NETWORK),
        Phase.SECURING: (
            "{peer} took the connection, but did not make it secure (TLS) within {limit}.",
            "Check the address and its port, or try again later.",
        ),
        Phase.SENDING: ("{peer} did not take the whole request within {limit}.", MAY_HAVE_IT),
        Phase.WAITING: ("{peer} took the request and did not answer within {limit}.", MAY_HAVE_IT),
        Phase.READING: ("{peer} did not finish its answer within {limit}.", MAY_HAVE_IT),
    }
)
_STOPPED: Mapping[tuple[Stop, bool], tuple[str, str]] = MappingProxyType(
    {
        (Stop.CANCELLED, False): ("It was cancelled before it left.", ""),
        (Stop.CANCELLED, True): ("It was cancelled after it had begun to leave.", MAY_HAVE_IT),
        (Stop.CLOSED, False): ("The program was closing.", "Send it again when the program runs."),
        (Stop.CLOSED, True): ("The program was closed before an answer came.", MAY_HAVE_IT),
    }
)
_BROKEN_OFF = "{peer} broke the connection off before the whole answer had come."
_MALFORMED = "{peer} sent a body that goes on against the rules of HTTP: it was read this far."
_CUT_OFF: Mapping[Stop | None, str] = MappingProxyType(
    {
        Stop.OUT_OF_TIME: "The rest of the answer did not come within {limit}: reading stopped there.",
        Stop.CLOSED: "The program was closed before the whole answer had come.",
    }
)
_CERTIFICATE_FAULTS: Mapping[int, str] = MappingProxyType(
    {
        # Numbers of OpenSSL's X509_V_ERR_…, which Python gives no names.
        9: "its certificate is not valid yet; look at this computer's clock",
        10: "its certificate has expired; look at this computer's clock too",
        18: "its certificate is self-signed, so no certificate authority vouches for it",
        19: "its certificate comes from a certificate authority that this computer does not trust",
        20: "its certificate comes from a certificate authority that this computer does not know",
        21: "it does not show which certificate authority its certificate comes from",
        23: "its certificate was revoked",
        62: "its certificate is made out to another name",
        64: "its certificate is made out to another address",
    }
)
_PROXY_WANTS_SIGN_IN = 407


def why_not_sent(progress: Progress, failure: BaseException | None, limit_s: float) -> str:
    """Why not a byte of the request left, that it did not, and what to do next."""
    what, then = _why(progress, failure, _NOT_SENT)
    return _filled(f"{what} {NOTHING_SENT} {then}".rstrip(), progress, failure, limit_s)


def why_no_answer(progress: Progress, failure: BaseException | None, limit_s: float) -> str:
    """Why no answer came to a request that may have left, and what to do next."""
    what, then = _why(progress, failure, _NO_ANSWER)
    then = MAY_HAVE_IT if then is _TELL_US else then
    return _filled(f"{what} {then}", progress, failure, limit_s)


def why_cut_off(progress: Progress, failure: BaseException | None, limit_s: float) -> str:
    """Why the body of an answer is not the whole of it."""
    text = _CUT_OFF.get(progress.stopped, "")
    if not text:
        text = _MALFORMED if isinstance(failure, httpx.RemoteProtocolError) and not _is_drop(failure) else _BROKEN_OFF
    return _filled(text, progress, failure, limit_s)


def is_foreseen(failure: BaseException | None) -> bool:
    """Whether the tables know what failed; else its traceback is worth keeping."""
    rows = (*_NOT_SENT, *_NO_ANSWER)
    return failure is None or any(isinstance(error, kind) for error in _chain(failure) for kind, _, _ in rows)


def _why(
    progress: Progress, failure: BaseException | None, rows: tuple[tuple[type[BaseException], str, str], ...]
) -> tuple[str, str]:
    if progress.stopped is Stop.OUT_OF_TIME:
        return _OUT_OF_TIME[progress.phase]
    if progress.stopped is not None:
        return _STOPPED[progress.stopped, progress.phase >= Phase.SENDING]
    chain = tuple(_chain(failure))
    found = ((what, then) for kind, what, then in rows if any(isinstance(error, kind) for error in chain))
    return next(found, (_UNFORESEEN, _TELL_US))


def _chain(failure: BaseException | None) -> Iterator[BaseException]:
    """An error and all that led to it; attempts at several addresses fail as a group."""
    waiting, seen = [failure], set[int]()
    while waiting:
        error = waiting.pop(0)
        if error is None or id(error) in seen:
            continue
        seen.add(id(error))
        yield error
        waiting += [error.__cause__, error.__context__]
        waiting += error.exceptions if isinstance(error, BaseExceptionGroup) else ()


def _filled(text: str, progress: Progress, failure: BaseException | None, limit_s: float) -> str:
    target = progress.target[0]
    host, port = progress.peer or progress.target
    filled = text.format(
        peer=f"the proxy {host}" if progress.is_at_proxy else target,
        port=port,
        target=target,
        limit=f"{limit_s:g} s",
        detail=_detail(failure),
        proxy_answer=_proxy_answer(progress, f"the proxy {host}", target),
    )
    return filled[:1].upper() + filled[1:] if filled.startswith("the ") else filled


def _proxy_answer(progress: Progress, proxy: str, target: str) -> str:
    head = progress.proxy_head
    if head is None:
        return f"{proxy} opened no way to {target}."
    if head.status != _PROXY_WANTS_SIGN_IN:
        return f"{proxy} turned the connection to {target} away (status {head.status})."
    asked = head.joined("proxy-authenticate").lower()
    if "basic" in asked:
        return f"{proxy} asks for a name and a password (status 407), and the computer's settings have none it takes."
    return f"{proxy} asks for a Windows sign-in, NTLM or Kerberos (status 407), which this program cannot give."


def _detail(failure: BaseException | None) -> str:
    chain = tuple(_chain(failure))
    words = (describe(error) for kind, describe in _DETAILS for error in chain if isinstance(error, kind))
    return next((word for word in words if word), type(failure).__name__)


def _of_certificate(error: BaseException) -> str:
    code, message = getattr(error, "verify_code", 0), getattr(error, "verify_message", "")
    return _CERTIFICATE_FAULTS.get(code) or f"its certificate was refused ({message or 'no reason given'})"


def _of_tls(error: BaseException) -> str:
    return str(getattr(error, "reason", None) or "").replace("_", " ").lower() or "the handshake failed"


def _of_system(error: BaseException) -> str:
    return str(getattr(error, "strerror", None) or "")


def _of_protocol(error: BaseException) -> str:
    return (
        "broke the connection off before it answered"
        if _is_drop(error)
        else "sent back something that is no HTTP answer"
    )


def _is_drop(error: BaseException) -> bool:
    """Whether an answer simply ends too early, in the words of httpcore (no head) or h11 (not the whole body)."""
    return "disconnected" in str(error) or "peer closed connection" in str(error)


_DETAILS: tuple[tuple[type[BaseException], Callable[[BaseException], str]], ...] = (
    (UnusableProxyError, str),
    (ssl.SSLCertVerificationError, _of_certificate),
    (ssl.SSLError, _of_tls),
    (OSError, _of_system),
    (httpx.RemoteProtocolError, _of_protocol),
)
