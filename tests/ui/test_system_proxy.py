"""What Qt says of the system's proxies, as the transport takes it."""

import os
import subprocess
import sys
import threading

import pytest
from PySide6.QtNetwork import QNetworkProxy

from leadexec_desktop.transport.proxies import DIRECT, FoundProxy, ProxyAddress, ProxyKind
from leadexec_desktop.ui.system_proxy import as_ways, find_system_proxies

FAR = "https://leads.example.test/x"
Kind = QNetworkProxy.ProxyType


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.mark.parametrize(
    "proxies, ways",
    [
        ([], ()),
        ([QNetworkProxy(Kind.NoProxy)], (DIRECT,)),
        (
            [QNetworkProxy(Kind.HttpProxy, "Proxy.Example.test", 3128), QNetworkProxy(Kind.NoProxy)],
            (FoundProxy(ProxyKind.HTTP, ProxyAddress("proxy.example.test", 3128)), DIRECT),
        ),
        (
            [QNetworkProxy(Kind.Socks5Proxy, "10.0.0.1", 1080)],
            (FoundProxy(ProxyKind.SOCKS, ProxyAddress("10.0.0.1", 1080)),),
        ),
        (
            [QNetworkProxy(Kind.HttpProxy, "p", 1, "ana", "hunter2")],
            (FoundProxy(ProxyKind.HTTP, ProxyAddress("p", 1), ("ana", "hunter2")),),
        ),
        ([QNetworkProxy(Kind.HttpCachingProxy, "p", 1), QNetworkProxy(Kind.FtpCachingProxy, "p", 1)], ()),
        ([QNetworkProxy(Kind.HttpProxy, "", 3128), QNetworkProxy(Kind.HttpProxy, "p", 0)], ()),
        ([QNetworkProxy(Kind.DefaultProxy)], ()),
    ],
)
def test_each_kind_of_proxy_is_taken_or_left(proxies: list[QNetworkProxy], ways: tuple[FoundProxy, ...]) -> None:
    assert as_ways(proxies) == ways


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere this computer's own settings decide")
def test_it_can_be_asked_on_any_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[tuple[FoundProxy, ...]] = []
    monkeypatch.setenv("https_proxy", "http://10.0.0.1:3128")  # where Qt looks on Linux
    for _ in range(2):
        thread = threading.Thread(target=lambda: found.append(find_system_proxies(FAR)))
        thread.start()
        thread.join(20)
        monkeypatch.delenv("https_proxy", raising=False)
    here = FoundProxy(ProxyKind.HTTP, ProxyAddress("10.0.0.1", 3128))
    assert found == [(here,), (DIRECT,)]


def test_asking_makes_no_class_of_qt_s_on_another_thread() -> None:
    program = (
        "import sys, threading; from leadexec_desktop.ui.system_proxy import find_system_proxies\n"
        "def made(): return {n: set(vars(m)) for n, m in sys.modules.items() if n.startswith('PySide6.Qt')}\n"
        f"before, one = made(), threading.Thread(target=find_system_proxies, args=({FAR!r},)); one.start()\n"
        "one.join()\n"
        "print({n: own - before.get(n, set()) for n, own in made().items() if own != before.get(n)} or 'none')"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "none"
