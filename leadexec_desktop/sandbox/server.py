"""The built-in receiver as the program holds it: started, told what to answer, looked into, closed."""

import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from leadexec_desktop.sandbox.checking import Terms
from leadexec_desktop.sandbox.life import Pace
from leadexec_desktop.sandbox.receiver import Receiver
from leadexec_desktop.sandbox.requests import RawRequest, ReceivedLead
from leadexec_desktop.sandbox.scenarios import Scenario
from leadexec_desktop.sandbox.token_server import ANY_CLIENT, TokenRules

if TYPE_CHECKING:
    from leadexec_desktop.sandbox.wsgi import LoopbackServer

_LOOPBACK = "127.0.0.1"


class CannotListenError(Exception):
    """The built-in receiver got no port."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Sandbox:
    """A real HTTP server on loopback that answers by scenario. Its methods may be called from any thread.

    Args:
        clock: The time, in UTC and aware.
        new_post_id: A fresh GUID each time.
        required_password: The API password that every lead must carry; None if any or none will do.
        required_token: The access token that every request must carry; None if any or none will do.
        token_rules: Whom its token server (`/v1/authorization/token`) gives tokens, and for how long. Where that is
            one client alone, every lead must carry one of them that has not expired.
        port: The port to listen on, up to 65535; 0 for a free one.
        slow_s: Seconds after which the scenario `slow` answers.
        processing_s: Seconds from when an asynchronous lead is queued until it is decided.
        review_s: Seconds from then until quality control has looked at a lead.
        return_s: Seconds from then until a lead is given back that will be.
        order_s: Seconds for which a ping's order is good, counted in whole ones of the clock.
        short_order_s: The same where the scenario makes it short.
        kept_requests: How many of the requests it keeps.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = _utc_now,
        new_post_id: Callable[[], UUID] = uuid4,
        required_password: str | None = None,
        required_token: str | None = None,
        token_rules: TokenRules = ANY_CLIENT,
        port: int = 0,
        slow_s: float = 5.0,
        processing_s: float = 3.0,
        review_s: float = 6.0,
        return_s: float = 6.0,
        order_s: float = 180.0,
        short_order_s: float = 10.0,
        kept_requests: int = 1_000,
    ) -> None:
        self._clock = clock
        self._port = port
        self._receiver = Receiver(
            clock=clock,
            new_post_id=new_post_id,
            terms=Terms(required_password),
            token=required_token,
            token_rules=token_rules,
            slow_s=slow_s,
            pace=Pace(processing_s, review_s, return_s, order_s, short_order_s),
            kept_requests=kept_requests,
        )
        self._lock = threading.Lock()
        self._running: tuple[str, LoopbackServer, threading.Event] | None = None

    def start(self) -> str:
        """Listen, and give the address to send to: `http://127.0.0.1:PORT`. Started already, it only gives that.

        Loads the web server: not to be called before the first paint, nor by the thread that paints.

        Raises:
            CannotListenError: The port is taken or not permitted.
        """
        from leadexec_desktop.sandbox.wsgi import (  # noqa: PLC0415 - heavy: never before the first paint
            LoopbackServer,
            application,
        )

        with self._lock:
            if self._running is None:
                stopping = threading.Event()
                # A socket of ours, since werkzeug prints and exits when it cannot bind its own.
                with _listener(self._port) as listener:
                    origin = f"http://{_LOOPBACK}:{listener.getsockname()[1]}"
                    app = application(self._receiver, origin, self._clock, stopping)
                    server = LoopbackServer(listener, app)
                server.start()
                self._running = origin, server, stopping
            return self._running[0]

    def close(self) -> None:
        """Stop listening and break off what is being answered, within a second; its leads stay. Harmless if closed."""
        with self._lock:
            if self._running is not None:
                _, server, stopping = self._running
                self._running = None
                stopping.set()
                server.stop()

    @property
    def scenario(self) -> Scenario:
        """What it answers to a request without a trigger."""
        return self._receiver.scenario

    @scenario.setter
    def scenario(self, scenario: Scenario) -> None:
        self._receiver.scenario = scenario

    @property
    def taken(self) -> tuple[ReceivedLead, ...]:
        """The leads that it accepted or queued, the last 10,000, whether its answer said so or not; as they are now."""
        return self._receiver.taken

    @property
    def updates(self) -> tuple[ReceivedLead, ...]:
        """The updates that it carried out, the last 10,000, whether its answer said so or not."""
        return self._receiver.updates

    @property
    def received(self) -> tuple[RawRequest, ...]:
        """The last `kept_requests` requests as they came, whatever became of them."""
        return self._receiver.received


def _listener(port: int) -> socket.socket:
    try:
        return socket.create_server((_LOOPBACK, port))
    except OSError as error:
        raise CannotListenError(
            f"The built-in receiver cannot listen on {_LOOPBACK}:{port} ({error}). Nothing was started: "
            "choose another port, or 0 for any that is free."
        ) from error
