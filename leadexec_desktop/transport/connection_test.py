"""The way to a receiver tried out with a request that asks for nothing: by the very steps of a send.

Imports httpx: nothing that may be imported before the first paint imports this.
"""

import asyncio
import socket
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import ClassVar
from urllib.parse import urlsplit

import httpx

from leadexec_desktop.transport.connection_steps import Step, StepResult
from leadexec_desktop.transport.outgoing import OutgoingRequest, is_loopback
from leadexec_desktop.transport.passage import Passage, target_of
from leadexec_desktop.transport.progress import Phase, Progress, Stop
from leadexec_desktop.transport.proxies import DIRECT, ProxyAddress, ProxyCredentialsError, UnusableProxyError
from leadexec_desktop.transport.reasons import is_of, why_test_failed
from leadexec_desktop.transport.ways import Ways

_MOST_BODY_BYTES = 64 * 1024
"""An answer to HEAD has no body; whatever comes all the same is not kept."""
_MOST_ADDRESSES = 3
_SERVER_ERRORS = range(500, 600)
_OF_PROXIES = (UnusableProxyError, ProxyCredentialsError)


class ConnectionTest:
    """One test of one receiver. It sends neither lead nor secret, and no path but `/`.

    Args:
        endpoint: The receiver's, as a profile has it, without fault (`endpoint_problem`).
        target: Its host and port.

    Attributes:
        progress: How far it has come.
    """

    def __init__(self, endpoint: str, target: tuple[str, int]) -> None:
        parts = urlsplit(endpoint)
        self._url = f"{parts.scheme}://{parts.netloc}/"
        self._is_plain = parts.scheme == "http"
        self._looks_up = False
        self._addresses: tuple[str, ...] = ()
        self.progress = Progress(target, _MOST_BODY_BYTES)
        self.progress.phase = Phase.FINDING_WAY

    async def run(self, ways: Ways, passage: Passage) -> None:
        """Goes the way of a send; how that went is in `progress`."""
        first = (await ways.to(self._url))[0]
        self.progress.phase = Phase.CONNECTING
        if first is DIRECT:
            self._looks_up = True
            await self._look_up()
        await passage.carry(OutgoingRequest("HEAD", self._url, (), b""), self.progress)

    async def _look_up(self) -> None:
        """Asks for the name apart from the connection, so that one that hangs is told from a host that does."""
        host, port = self.progress.target = target_of(httpx.URL(self._url))
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        self._addresses = tuple(dict.fromkeys(str(row[4][0]) for row in found))

    def results(self, failure: BaseException | None, limit_s: float) -> tuple[StepResult, ...]:
        """How each step went, up to the first that failed.

        Args:
            failure: What ended it; None if nothing did, or it was stopped.
            limit_s: How long it might take.
        """
        failed = None if self.progress.head is not None else self._failed_step(failure)
        results: list[StepResult] = []
        for step in Step:
            if step is failed:
                return (*results, self._failure(step, failure, limit_s))
            text = self._FOUND[step](self)
            if text:
                results.append(StepResult(step, ok=True, text=text))
        return tuple(results)

    def _failed_step(self, failure: BaseException | None) -> Step:
        phase = self.progress.phase
        if phase is Phase.FINDING_WAY or self.progress.is_at_proxy or is_of(failure, *_OF_PROXIES):
            return Step.PROXY
        if phase is Phase.CONNECTING:
            has_no_name = is_of(failure, socket.gaierror) or (self._looks_up and not self._addresses)
            return Step.NAME if has_no_name else Step.CONNECT
        return Step.TLS if phase is Phase.SECURING else Step.ANSWER

    def _failure(self, step: Step, failure: BaseException | None, limit_s: float) -> StepResult:
        text = why_test_failed(self.progress, failure, limit_s)
        if step is Step.NAME and self.progress.stopped is Stop.OUT_OF_TIME:
            text = (
                f"The name of {self.host} was not looked up within {limit_s:g} s. "
                "Check the network connection, or try again later."
            )
        return StepResult(step, ok=False, text=text, proxy_asks=self.progress.proxy_asks)

    # ------------------------------------------------------------------ what was found

    @property
    def host(self) -> str:
        """The receiver's host."""
        return self.progress.target[0]

    def _name(self) -> str:
        if self._addresses == (self.host,):
            return f"{self.host} is an address, so there is no name to look up."
        if self._addresses:
            return f"The name {self.host} was found: {', '.join(self._addresses[:_MOST_ADDRESSES])}."
        return "" if self._proxy is None else f"The name {self.host} is looked up by the proxy, not by this computer."

    @property
    def _proxy(self) -> ProxyAddress | None:
        peer = self.progress.peer
        return None if peer is None or peer == self.progress.target else ProxyAddress(*peer)

    def _way(self) -> str:
        if self._proxy is not None:
            return f"The proxy {self._proxy} opened a way to {self.host}."
        return "No proxy is used: " + (
            "it is this computer itself." if is_loopback(self.host) else "this computer's settings name none for it."
        )

    def _connection(self) -> str:
        return f"{self.host} is connected{'' if self._proxy is None else ' through the proxy'} (port {self._port})."

    @property
    def _port(self) -> int:
        return self.progress.target[1]

    def _tls(self) -> str:
        if self._is_plain:
            return "The connection is not encrypted (http), and need not be: it does not leave this computer."
        return f"The connection is encrypted, and the certificate of {self.host} is good."

    def _answer(self) -> str:
        head = self.progress.head
        status = 0 if head is None else head.status
        if status in _SERVER_ERRORS:
            return (
                f"{self.host} answered, with an error of its own (status {status}): the way is good, but it may not "
                "take leads now. No lead was sent."
            )
        return f"{self.host} answered (status {status}): any answer will do here. No lead was sent."

    _FOUND: ClassVar[Mapping[Step, Callable[["ConnectionTest"], str]]] = MappingProxyType(
        {
            Step.NAME: _name,
            Step.PROXY: _way,
            Step.CONNECT: _connection,
            Step.TLS: _tls,
            Step.ANSWER: _answer,
        }
    )
    """What to say of each step that worked; nothing of one that was not needed to get to the one that failed."""
