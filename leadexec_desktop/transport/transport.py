"""HTTP for other threads: blocking, stoppable, within one limit of time. Light to import."""

from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from leadexec_desktop.protocol.wire import Answer
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.clock import now_s
from leadexec_desktop.transport.connection_steps import Step, StepResult
from leadexec_desktop.transport.errors import NotSentError
from leadexec_desktop.transport.outgoing import (
    OutgoingRequest,
    authorization,
    endpoint_problem,
    is_header_value,
    request_problem,
)
from leadexec_desktop.transport.proxies import FindProxy, ProxyCredentials

if TYPE_CHECKING:
    import ssl

    from leadexec_desktop.transport.engine import Engine


class Transport:
    """Sends requests and gives back answers. Several threads may use it at once.

    Args:
        user_agent: How requests name the program.
        max_body_bytes: How much of an answer's body is kept, counted after unpacking.
        tls: What verifies a host; None takes the system's certificates.
        find_proxy: Asks the system for its proxies, where the environment names none for a host; may block for
            seconds. None asks nobody.
        proxy_credentials: Gives the name and the password for a proxy that asks for them (Basic), of a kind that the
            settings do not have or it refuses; may block, and raises only ProxyCredentialsError. None knows none.
        clock_s: Gives seconds that only rise, the computer's sleep included.

    Raises:
        ValueError: No header can carry that user agent.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        max_body_bytes: int = 16 * 1024 * 1024,
        tls: "ssl.SSLContext | None" = None,
        find_proxy: FindProxy | None = None,
        proxy_credentials: ProxyCredentials | None = None,
        clock_s: Callable[[], float] = now_s,
    ) -> None:
        if not user_agent or not is_header_value(user_agent):
            raise ValueError("the user agent must be printable ASCII")
        self._user_agent = user_agent
        self._max_body_bytes = max_body_bytes
        self._tls = tls
        self._find_proxy = find_proxy
        self._proxy_credentials = proxy_credentials
        self._clock_s = clock_s
        self._lock = Lock()
        self._engine: Engine | None = None
        self._closed = False

    def send(
        self,
        request: OutgoingRequest,
        *,
        timeout_s: float,
        cancel: CancelSwitch,
        token: str | None = None,
        token_origin: str = "",
    ) -> Answer:
        """Send a request on a connection of its own and wait for the answer. Nothing is repeated or redirected.

        An answer whose head has come is an answer, even where its body was cut off: `complete` and `cut_off` say so.

        Args:
            request: What to send. To anything but this computer itself it goes encrypted, or not at all.
            timeout_s: Seconds for all of it, from the look-up of the name to the last byte of the answer.
            cancel: Stops it from another thread.
            token: An access token; None if there is none.
            token_origin: An address of the origin that the token is for; it goes to no other.

        Raises:
            NotSentError: Not a byte of the request left; it says so where a proxy asks for a name and a password.
            NoAnswerError: The request may have left and no answer came, or a person cancelled before it was whole.
            ValueError: No header can carry the token.
        """
        joining = authorization(token, token_origin, request.url)
        problem = request_problem(request)
        if problem is not None:
            raise NotSentError(f"{problem} Nothing was sent.")
        if cancel.cancelled:
            raise NotSentError("It was cancelled before it left. Nothing was sent.", cancelled=True)
        ready = replace(request, headers=(*request.headers, *joining))
        return self._running().exchange(ready, timeout_s=timeout_s, cancel=cancel)

    def test_connection(self, endpoint: str, *, timeout_s: float, cancel: CancelSwitch) -> tuple[StepResult, ...]:
        """Try the way to a receiver out as a send would go it, without a lead: HEAD for the endpoint's origin alone.

        Proxies are asked for a way with the credentials that a send would give them; no token goes anywhere.

        Args:
            endpoint: As a profile has it; where nothing could be sent to it, the first step says why.
            timeout_s: Seconds for all of it.
            cancel: Stops it from another thread.

        Returns:
            How each step went, up to the first that failed, in the order of `Step`.
        """
        problem = endpoint_problem(endpoint)
        if cancel.cancelled:
            problem = "The test was cancelled."
        if problem is not None:
            return (StepResult(Step.NAME, ok=False, text=problem),)
        try:
            engine = self._running()
        except NotSentError:
            return (StepResult(Step.NAME, ok=False, text="The program is closing."),)
        return engine.test_connection(endpoint, timeout_s=timeout_s, cancel=cancel)

    def warm_up(self) -> None:
        """Import and build what the first `send` needs, so that it is quick. Nothing leaves this computer.

        Raises:
            NotSentError: The transport is closed.
        """
        self._running().rehearse()

    def close(self) -> None:
        """Stop what is under way and end the thread. After it `send` raises NotSentError. Twice is once."""
        with self._lock:
            self._closed = True
            engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()

    def _running(self) -> "Engine":
        with self._lock:
            if self._closed:
                raise NotSentError("The program is closing. Nothing was sent. Send it again when the program runs.")
            if self._engine is None:
                from leadexec_desktop.transport.engine import Engine  # noqa: PLC0415 - never before the first paint

                self._engine = Engine(
                    self._user_agent,
                    self._max_body_bytes,
                    self._tls,
                    find_proxy=self._find_proxy,
                    proxy_credentials=self._proxy_credentials,
                    clock_s=self._clock_s,
                )
            return self._engine
