"""A request's passage to its host: way by way, with a password where a proxy asks for one, and past the gate once.

A way is left for another, and a proxy asked a second time, only before the gate: not a byte of the request has left.
Imports httpx: nothing that may be imported before the first paint imports this.
"""

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from typing import cast

import httpx

from leadexec_desktop.transport.clients import make_client, unverifying
from leadexec_desktop.transport.glance import shown_certificate
from leadexec_desktop.transport.outgoing import OutgoingRequest
from leadexec_desktop.transport.progress import Phase, Progress
from leadexec_desktop.transport.proxies import DIRECT, FoundProxy, ProxyCredentialsError, ProxyKind
from leadexec_desktop.transport.reasons import asks_for_password, is_of_certificate
from leadexec_desktop.transport.ways import Ways

SignIn = tuple[str, str] | None

_GLANCE_S = 3.0
"""How long the look at a refused certificate may take."""


class Passage:
    """Carries requests, each on a connection of its own. Belongs to the event loop's thread, but for its making.

    On a connection that is kept, httpcore takes what a receiver sent too much of after one answer for the beginning of
    the next: one lead would be told another's outcome. And one that the receiver closes at the wrong moment leaves the
    next lead's outcome unknown. That is not worth the two round trips.

    Args:
        user_agent: How requests name the program.
        tls: What verifies hosts, and proxies.
        ways: Knows how to reach hosts.
    """

    def __init__(self, user_agent: str, tls: ssl.SSLContext, ways: Ways) -> None:
        self._user_agent = user_agent
        self._tls = tls
        self._ways = ways
        self._direct = make_client(user_agent, tls, DIRECT, None, tls)

    async def carry(self, request: OutgoingRequest, progress: Progress) -> None:
        """Send a request and read its answer; how that goes, and the answer, is in `progress`."""
        try:
            ways = await self._find_ways(request, progress)
            for way in ways[:-1]:
                try:
                    return await self._by(way, request, progress)
                except httpx.TransportError:
                    if progress.phase > Phase.CONNECTING:
                        raise
            return await self._by(ways[-1], request, progress)
        finally:
            await progress.hang_up()

    async def close(self) -> None:
        """Let go of what the direct way holds."""
        await self._direct.aclose()

    async def _find_ways(self, request: OutgoingRequest, progress: Progress) -> tuple[FoundProxy, ...]:
        progress.phase = Phase.FINDING_WAY
        ways = await self._ways.to(request.url)
        progress.phase = Phase.CONNECTING
        return ways

    async def _by(self, way: FoundProxy, request: OutgoingRequest, progress: Progress) -> None:
        try:
            await self._signing_in(way, request, progress)
        except ProxyCredentialsError:
            progress.proxy_asks = way.address  # a person may know what the keyring does not say
            raise

    async def _signing_in(self, way: FoundProxy, request: OutgoingRequest, progress: Progress) -> None:
        sign_in = await self._ways.sign_in_at_once(way)
        try:
            return await self._attempt(way, sign_in, request, progress)
        except httpx.ProxyError:
            if way.address is None or not asks_for_password(progress):
                raise
            kept = await self._ways.kept_for(way.address)
            if kept is None or kept == sign_in:
                progress.proxy_asks = way.address
                raise
        try:
            await self._attempt(way, kept, request, progress)
        except httpx.ProxyError:
            progress.proxy_asks = way.address if asks_for_password(progress) else None
            raise

    async def _attempt(self, way: FoundProxy, sign_in: SignIn, request: OutgoingRequest, progress: Progress) -> None:
        progress.has_signed_in = sign_in is not None
        try:
            async with self._client(way, sign_in) as client:
                await _talk(client, request, progress)
        except httpx.TransportError as failure:
            if way is not DIRECT and progress.phase < Phase.SENDING:
                self._ways.forget()
            if progress.phase is Phase.SECURING and is_of_certificate(failure):
                progress.failure = failure
                progress.shown = await self._glance(way, sign_in, request.url, at_proxy=progress.is_at_proxy)
            raise

    @asynccontextmanager
    async def _client(self, way: FoundProxy, sign_in: SignIn) -> AsyncGenerator[httpx.AsyncClient, None]:
        if way is DIRECT:
            yield self._direct
            return
        async with make_client(self._user_agent, self._tls, way, sign_in, self._tls) as client:
            yield client

    async def _glance(self, way: FoundProxy, sign_in: SignIn, url: str, *, at_proxy: bool) -> bytes | None:
        """The certificate that was refused; who else stands on the way is verified as ever."""
        believing = unverifying()
        tls_of_proxy = believing if at_proxy else self._tls
        handshakes = 2 if way.kind is ProxyKind.HTTPS and not at_proxy else 1
        try:
            async with (
                asyncio.timeout(_GLANCE_S),
                make_client(self._user_agent, believing, way, sign_in, tls_of_proxy) as client,
            ):
                return await shown_certificate(client, url, handshakes)
        except TimeoutError:
            return None


async def _talk(client: httpx.AsyncClient, request: OutgoingRequest, progress: Progress) -> None:
    built = client.build_request(
        request.method,
        request.url,
        headers=list(request.headers),
        content=request.body,
        extensions={"trace": progress.trace},
    )
    progress.target = target_of(built.url)
    response = await client.send(built, stream=True)
    try:
        await _read(response, progress)
    finally:
        await response.aclose()


async def _read(response: httpx.Response, progress: Progress) -> None:
    body = progress.body
    if body is None:
        raise httpx.RemoteProtocolError("an answer without a head")
    # A generator, which says so in no type; left in the middle, it must be closed.
    pieces = cast("AsyncGenerator[bytes, None]", response.aiter_raw())
    async with aclosing(pieces):
        async for piece in pieces:
            if not body.feed(piece):
                progress.ended = True
                return
    body.end()
    progress.ended = True


def target_of(url: httpx.URL) -> tuple[str, int]:
    """Host, as name servers know it, and port of an address."""
    return url.raw_host.decode("ascii"), url.port or {"http": 80, "https": 443}[url.scheme]
