"""The ways to a host: by the environment's proxies, the system's, or none; and the passwords for proxies.

Belongs to the event loop's thread.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from leadexec_desktop.transport.environment import environment_proxy
from leadexec_desktop.transport.loop import beside
from leadexec_desktop.transport.outgoing import Origin, is_loopback, origin_of
from leadexec_desktop.transport.proxies import (
    DIRECT,
    FindProxy,
    FoundProxy,
    ProxyAddress,
    ProxyCredentials,
    usable,
)

REMEMBER_S = 60.0
"""How long an answer of the system counts; and how long one look-up is waited for before another is begun beside it."""


@dataclass(frozen=True, slots=True)
class _LookUp:
    began_s: float
    found: "asyncio.Future[tuple[FoundProxy, ...]]"

    def is_good(self, now_s: float) -> bool:
        if now_s - self.began_s >= REMEMBER_S:
            return False
        return not self.found.done() or (not self.found.cancelled() and self.found.exception() is None)


class Ways:
    """Knows how to reach hosts.

    Args:
        find: Asks the system for its proxies, and may block; None asks nobody.
        credentials: Gives what was kept for a proxy, and may block; None knows none.
        clock_s: Gives seconds that only rise, the computer's sleep included.
    """

    def __init__(
        self, find: FindProxy | None, credentials: ProxyCredentials | None, clock_s: Callable[[], float]
    ) -> None:
        self._find = find
        self._credentials = credentials
        self._clock_s = clock_s
        self._look_ups: dict[Origin, _LookUp] = {}
        self._asking: set[ProxyAddress] = set()

    async def to(self, url: str) -> tuple[FoundProxy, ...]:
        """The ways to an address, the preferred one first; at least one. The environment goes before the system.

        Raises:
            UnusableProxyError: The settings leave no way that can be taken.
        """
        origin = origin_of(url)
        if origin is None or is_loopback(origin[1]):
            return (DIRECT,)
        said = environment_proxy(url)
        if said is not None:
            return usable((said,))
        if self._find is None:
            return (DIRECT,)
        return usable(await asyncio.shield(self._look_up(origin, url, self._find)))

    def _look_up(self, origin: Origin, url: str, find: FindProxy) -> "asyncio.Future[tuple[FoundProxy, ...]]":
        """One look-up for all who ask at once: one that hangs costs one thread, not one a request."""
        now_s = self._clock_s()
        known = self._look_ups.get(origin)
        if known is None or not known.is_good(now_s):
            known = _LookUp(now_s, beside(partial(find, url), "proxy look-up"))
            self._look_ups[origin] = known
        return known.found

    def forget(self) -> None:
        """Asks the system again next time: its answer led nowhere, or the computer slept and may be elsewhere."""
        self._look_ups.clear()

    async def sign_in_at_once(self, way: FoundProxy) -> tuple[str, str] | None:
        """The name and password to go to a proxy with: those kept for it if it is known to ask, else its settings'.

        Who asks nobody's password is not told one, and the keyring is not asked for it.

        Raises:
            ProxyCredentialsError: Nobody can say what is kept.
        """
        if way.address is None or way.address not in self._asking:
            return way.sign_in
        return await self.kept_for(way.address) or way.sign_in

    async def kept_for(self, proxy: ProxyAddress) -> tuple[str, str] | None:
        """The name and password that were kept for a proxy, which has asked for them; None if there are none.

        Raises:
            ProxyCredentialsError: Nobody can say what is kept.
        """
        self._asking.add(proxy)
        if self._credentials is None:
            return None
        return await beside(partial(self._credentials, proxy.host, proxy.port), "proxy password")
