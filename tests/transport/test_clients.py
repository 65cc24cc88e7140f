"""How connections are made: watched by the system for a dead other end, and to addresses that can be some."""

import asyncio
import socket
import ssl
import sys
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from leadexec_desktop.transport.clients import make_client
from leadexec_desktop.transport.proxies import DIRECT, FoundProxy, ProxyAddress, ProxyKind, UnusableProxyError

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def options_of_a_connection(url: str) -> dict[str, int]:
    found: dict[str, int] = {}

    async def trace(event: str, info: Mapping[str, Any]) -> None:
        if event == "connection.connect_tcp.complete":
            own = info["return_value"].get_extra_info("socket")
            found["alive"] = own.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            names = ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT", "TCP_USER_TIMEOUT", "TCP_NODELAY")
            for name in (name for name in names if hasattr(socket, name)):
                found[name] = own.getsockopt(socket.IPPROTO_TCP, getattr(socket, name))

    async def go() -> None:
        context = ssl.create_default_context()
        async with make_client("x", context, DIRECT, None, context) as client:
            await client.get(url, extensions={"trace": trace})

    asyncio.run(go())
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="the others have fewer of these options")
def test_a_connection_whose_other_end_is_dead_is_known_to_be_so_within_a_minute(
    answering: Callable[[bytes], Any],
) -> None:
    found = options_of_a_connection(answering(OK).url)
    assert found["alive"] == 1
    assert found["TCP_KEEPIDLE"] + found["TCP_KEEPINTVL"] * found["TCP_KEEPCNT"] == 60
    assert found["TCP_USER_TIMEOUT"] == 60_000
    assert found["TCP_NODELAY"] == 1


@pytest.mark.parametrize("host", ["pro\x00xy", "x" * 70_000])
def test_a_proxy_at_no_address_is_said_without_it(host: str) -> None:
    context = ssl.create_default_context()
    way = FoundProxy(ProxyKind.HTTP, ProxyAddress(host, 3128))
    with pytest.raises(UnusableProxyError, match="unusable address") as caught:
        make_client("x", context, way, ("ana", "hunter2"), context)
    assert host not in str(caught.value)
