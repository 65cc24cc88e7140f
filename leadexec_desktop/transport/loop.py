"""An event loop on a thread of its own, on which a name that cannot be looked up holds nothing up."""

import asyncio
import socket
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")


class _Loop(asyncio.SelectorEventLoop):
    """Looks each name up in a daemon thread.

    A look-up cannot be stopped. asyncio's own pool has few threads, which a dead name server would use up, and it is
    waited for when the interpreter ends.
    """

    async def getaddrinfo(
        self,
        host: bytes | str | None,
        port: bytes | str | int | None,
        *,
        family: int = 0,
        type: int = 0,  # noqa: A002 - the name that asyncio gives it
        proto: int = 0,
        flags: int = 0,
    ) -> list[Any]:
        hosts = _LOOPBACK if host in _LOCALHOST else (host,)
        return await beside(partial(_look_up_all, hosts, (port, family, type, proto, flags)), "name look-up")


def beside(call: Callable[[], T], name: str) -> "asyncio.Future[T]":
    """Run a blocking call in a daemon thread of its own: who gives up waiting leaves it to itself.

    Args:
        call: What blocks; what it raises is raised where it is waited for.
        name: The thread's.
    """
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[T] = loop.create_future()
    ended.add_done_callback(_look_at)
    Thread(target=_work, args=(loop, call, ended), name=name, daemon=True).start()
    return ended


def _work(loop: asyncio.AbstractEventLoop, call: Callable[[], T], ended: "asyncio.Future[T]") -> None:
    try:
        tell = partial(_tell, ended, call())
    except BaseException as error:  # noqa: BLE001 - handed whole to who waits for it
        tell = partial(_tell_failure, ended, error)
    with suppress(RuntimeError):  # the loop was closed meanwhile: nobody waits any more
        loop.call_soon_threadsafe(tell)


def _tell(ended: "asyncio.Future[T]", result: T) -> None:
    if not ended.done():
        ended.set_result(result)


def _tell_failure(ended: "asyncio.Future[Any]", error: BaseException) -> None:
    if not ended.done():
        ended.set_exception(error)


def _look_at(ended: "asyncio.Future[Any]") -> None:
    """Says that a failure was seen: where everybody has given up, asyncio would write it to the log."""
    if not ended.cancelled():
        ended.exception()


_LOCALHOST = ("localhost", b"localhost")
_LOOPBACK = ("127.0.0.1", "::1")
"""What localhost is, without asking anybody (RFC 6761, 6.3): plain http goes there, so no name server may move it."""


def _look_up_all(hosts: Sequence[bytes | str | None], arguments: tuple[Any, ...]) -> list[Any]:
    found: list[Any] = []
    failure: OSError | None = None
    for host in hosts:
        try:
            found += socket.getaddrinfo(host, *arguments)
        except OSError as error:
            failure = error
    if not found and failure is not None:
        raise failure
    return found


class LoopThread:
    """Runs coroutines for other threads until it is closed. The thread is a daemon: it never holds the program up."""

    def __init__(self) -> None:
        self.loop = _Loop()
        self._thread = Thread(target=self._run, name="transport", daemon=True)
        self._thread.start()

    def submit(self, coroutine: Coroutine[Any, Any, T]) -> "Future[T]":
        """Start a coroutine; not after `close`."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop)

    def close(self, within_s: float) -> None:
        """End the thread, waiting for it so many seconds at most."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(within_s)

    def _run(self) -> None:
        try:
            self.loop.run_forever()
            left = asyncio.all_tasks(self.loop)
            for task in left:
                task.cancel()
            if left:
                self.loop.run_until_complete(asyncio.wait(left, timeout=1))
            self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        finally:
            self.loop.close()
