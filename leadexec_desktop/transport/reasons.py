"""Why no answer came, or not all of one, in words for a person: tables from what happened to a sentence.

Imports httpx: nothing that may be imported before the first paint imports this.
"""

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import httpx

from leadexec_desktop.transport.certificates import fault_of, issuer_of, may_be_of_another
from leadexec_desktop.transport.errors import MAY_HAVE_IT, NOTHING_SENT
from leadexec_desktop.transport.outgoing import is_loopback
from leadexec_desktop.transport.progress import Phase, Progress, Stop
from leadexec_desktop.transport.proxies import ProxyCredentialsError, UnusableProxyError, schemes_offered

_ASK_WHO_RUNS_THE_NETWORK = "Ask who looks after this computer's network."
_CHECK_ADDRESS = "Check the network connection and the address, or try again later.{portal}"
_PORTAL = " If this network has a sign-in page (hotel, airport), open it in a browser first."

_NOT_SENT: tuple[tuple[type[BaseException], str, str], ...] = (
    (UnusableProxyError, "{detail}", _ASK_WHO_RUNS_THE_NETWORK),
    (ProxyCredentialsError, "The password for a proxy could not be looked up: {detail}", ""),
    (httpx.InvalidURL, "The address of the request cannot be used.", "Check the address in the profile."),
    (
        ssl.SSLCertVerificationError,
        "{peer} could not prove who it is: {detail}.{issued}",
        f"{_ASK_WHO_RUNS_THE_NETWORK}{{portal}}",
    ),
    (
        ssl.SSLError,
        "No secure connection (TLS) could be made with {peer}, port {port}: {detail}.",
        "Check the address and its port.{portal}",
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
    (httpx.ProxyError, "{proxy_answer}", "{proxy_advice}"),
    (httpx.RemoteProtocolError, "{peer} {detail}.", _CHECK_ADDRESS),
    (httpx.TransportError, "{peer} broke the connection off while it was being made (port {port}).", _CHECK_ADDRESS),
)
"""Before the request left: what was raised, what it means, what to do. The first row that fits the chain counts."""

_NO_ANSWER: tuple[tuple[type[BaseException], str, str], ...] = (
    (TimeoutError, "The connection with {peer} went dead before an answer came.", MAY_HAVE_IT),
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
        Phase.FINDING_WAY: (
            "This computer did not say within {limit} by which proxy {target} is reached.",
            f"Try again; if it stays so, a{_ASK_WHO_RUNS_THE_NETWORK[1:]}",
        ),
        Phase.CONNECTING: ("No connection with {peer} (port {port}) came about within {limit}.", _CHECK_ADDRESS),
        Phase.ASKING_PROXY: ("{peer} opened no way to {target} within {limit}.", _ASK_WHO_RUNS_THE_NETWORK),
        Phase.SECURING: (
            "{peer} took the connection, but did not make it secure (TLS) within {limit}.",
            "Check the address and its port, or try again later.{portal}",
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
        (Stop.SLEPT, False): ("This computer slept before it left.", "Send it again."),
        (Stop.SLEPT, True): ("This computer slept before an answer came.", MAY_HAVE_IT),
    }
)
_BROKEN_OFF = "{peer} broke the connection off before the whole answer had come."
_MALFORMED = "{peer} sent a body that goes on against the rules of HTTP: it was read this far."
_CUT_OFF: Mapping[Stop | None, str] = MappingProxyType(
    {
        Stop.OUT_OF_TIME: "The rest of the answer did not come within {limit}: reading stopped there.",
        Stop.CLOSED: "The program was closed before the whole answer had come.",
        Stop.SLEPT: "This computer slept before the whole answer had come.",
    }
)
_TEST_STOPPED: Mapping[Stop | None, str] = MappingProxyType(
    {
        Stop.CANCELLED: "The test was cancelled.",
        Stop.CLOSED: "The program was closing.",
        Stop.SLEPT: "This computer slept while it was tested. Test again.",
    }
)
_ASK_THE_RECEIVER = "Try again later, or ask who runs the receiver."
_PROXY_WANTS_SIGN_IN = 407
_PROXY_WANTS_A_BROWSER = (*range(300, 400), 511)
"""What a sign-in page answers in a proxy's place: a redirect, or Network Authentication Required (RFC 6585, 6)."""
_SIGN_INS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"ntlm", "negotiate", "kerberos"}), "for a Windows sign-in, NTLM or Kerberos"),
    (frozenset({"digest"}), "for a Digest sign-in"),
)
"""What a proxy may ask for that httpx cannot give; the first row that fits counts."""


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


def why_test_failed(progress: Progress, failure: BaseException | None, limit_s: float) -> str:
    """Why a test of the way to a receiver, which sends no lead, came no further, and what to do next."""
    stopped = _TEST_STOPPED.get(progress.stopped)
    if stopped is not None:
        return stopped
    what, then = _why(progress, failure, _NOT_SENT if progress.phase < Phase.SENDING else _NO_ANSWER)
    then = _ASK_THE_RECEIVER if then is MAY_HAVE_IT else then
    return _filled(f"{what} {then}".rstrip(), progress, failure, limit_s, again="then test again")


def is_foreseen(failure: BaseException | None) -> bool:
    """Whether the tables know what failed; else its traceback is worth keeping."""
    rows = (*_NOT_SENT, *_NO_ANSWER)
    return failure is None or any(isinstance(error, kind) for error in _chain(failure) for kind, _, _ in rows)


def is_of_certificate(failure: BaseException) -> bool:
    """Whether a host, or a proxy, could not prove who it is."""
    return is_of(failure, ssl.SSLCertVerificationError)


def is_of(failure: BaseException | None, *kinds: type[BaseException]) -> bool:
    """Whether an error, or one that led to it, is of one of these kinds."""
    return any(isinstance(error, kinds) for error in _chain(failure))


def asks_for_password(progress: Progress) -> bool:
    """Whether a proxy asks for a name and a password in a way that httpx can give them (Basic)."""
    head = progress.proxy_head
    if head is None or head.status != _PROXY_WANTS_SIGN_IN:
        return False
    return "basic" in schemes_offered(head.joined("proxy-authenticate"))


def _why(
    progress: Progress, failure: BaseException | None, rows: tuple[tuple[type[BaseException], str, str], ...]
) -> tuple[str, str]:
    stopped = progress.stopped
    if progress.failure is not None and stopped in (Stop.OUT_OF_TIME, Stop.SLEPT):
        stopped = None  # it had failed before, and only the look at why was stopped
    if stopped is Stop.OUT_OF_TIME:
        return _OUT_OF_TIME[progress.phase]
    if stopped is not None:
        return _STOPPED[stopped, progress.phase >= Phase.SENDING]
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


def _filled(
    text: str, progress: Progress, failure: BaseException | None, limit_s: float, again: str = "then send it again"
) -> str:
    target = progress.target[0]
    host, port = (progress.peer or progress.target) if progress.is_at_proxy else progress.target
    filled = text.format(
        peer=f"the proxy {host}" if progress.is_at_proxy else target,
        port=port,
        target=target,
        limit=f"{limit_s:g} s",
        detail=_detail(failure),
        issued=_issued(progress),
        portal=_PORTAL if _may_be_a_portal(progress, failure) else "",
        proxy_answer=_proxy_answer(progress, f"the proxy {host}", target),
        proxy_advice=_proxy_advice(progress, again),
    )
    return filled[:1].upper() + filled[1:] if filled.startswith("the ") else filled


def _issued(progress: Progress) -> str:
    issuer = issuer_of(progress.shown) if progress.shown is not None else ""
    return f" The certificate that it showed was issued by {issuer}." if issuer else ""


def _may_be_a_portal(progress: Progress, failure: BaseException | None) -> bool:
    """Whether a network's sign-in page may have answered in the host's place."""
    if is_loopback(progress.target[0]):
        return False
    refused = [error for error in _chain(failure) if isinstance(error, ssl.SSLCertVerificationError)]
    return not progress.is_at_proxy and all(may_be_of_another(error) for error in refused)


def _proxy_answer(progress: Progress, proxy: str, target: str) -> str:
    head = progress.proxy_head
    if head is None:
        return f"{proxy} opened no way to {target}."
    if head.status != _PROXY_WANTS_SIGN_IN:
        return f"{proxy} turned the connection to {target} away (status {head.status})."
    if asks_for_password(progress):
        given = "does not take those it was given" if progress.has_signed_in else "was given none"
        return f"{proxy} asks for a name and a password (status 407), and {given}."
    offered = schemes_offered(head.joined("proxy-authenticate"))
    wanted = next((words for schemes, words in _SIGN_INS if schemes & offered), "for another kind of sign-in")
    return f"{proxy} asks {wanted} (status 407), which this program cannot give."


def _proxy_advice(progress: Progress, again: str) -> str:
    if progress.proxy_asks is not None:
        return f"Type in the name and the password for the proxy, {again}."
    head = progress.proxy_head
    is_portal = head is not None and head.status in _PROXY_WANTS_A_BROWSER
    return _ASK_WHO_RUNS_THE_NETWORK + (_PORTAL if is_portal else "")


def _detail(failure: BaseException | None) -> str:
    chain = tuple(_chain(failure))
    words = (describe(error) for kind, describe in _DETAILS for error in chain if isinstance(error, kind))
    return next((word for word in words if word), type(failure).__name__)


def _of_certificate(error: BaseException) -> str:
    return fault_of(error) if isinstance(error, ssl.SSLCertVerificationError) else ""


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
    (ProxyCredentialsError, str),
    (ssl.SSLCertVerificationError, _of_certificate),
    (ssl.SSLError, _of_tls),
    (OSError, _of_system),
    (httpx.RemoteProtocolError, _of_protocol),
)
