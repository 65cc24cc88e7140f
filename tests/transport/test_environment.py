"""The proxies that the environment names, and what a proxy's question means."""

import pytest

from leadexec_desktop.transport.environment import environment_proxy
from leadexec_desktop.transport.proxies import (
    DIRECT,
    FoundProxy,
    ProxyAddress,
    ProxyKind,
    UnusableProxyError,
    schemes_offered,
    usable,
)

FAR = "https://leads.example.test/processor"
HERE = FoundProxy(ProxyKind.HTTP, ProxyAddress("10.0.0.1", 3128))
THERE = FoundProxy(ProxyKind.HTTP, ProxyAddress("10.0.0.2", 80))


@pytest.mark.parametrize(
    "variables, found",
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://10.0.0.1:3128"}, HERE),
        ({"https_proxy": "10.0.0.1:3128"}, HERE),
        ({"ALL_PROXY": "http://10.0.0.1:3128/"}, HERE),
        ({"HTTPS_PROXY": "http://10.0.0.1:3128", "ALL_PROXY": "http://10.0.0.2"}, HERE),
        ({"HTTPS_PROXY": "http://10.0.0.2", "https_proxy": "http://10.0.0.1:3128"}, HERE),
        ({"HTTPS_PROXY": "http://10.0.0.1:3128", "https_proxy": ""}, None),
        ({"HTTP_PROXY": "http://10.0.0.1:3128"}, None),
        ({"HTTPS_PROXY": "http://10.0.0.2"}, THERE),
        ({"HTTPS_PROXY": "https://p"}, FoundProxy(ProxyKind.HTTPS, ProxyAddress("p", 443))),
        ({"HTTPS_PROXY": "http://[::1]:8080"}, FoundProxy(ProxyKind.HTTP, ProxyAddress("::1", 8080))),
        ({"ALL_PROXY": "socks5h://10.0.0.1"}, FoundProxy(ProxyKind.SOCKS, ProxyAddress("10.0.0.1", 1080))),
        ({"NO_PROXY": "elsewhere.test"}, None),
    ],
)
def test_what_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], found: FoundProxy | None
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert environment_proxy(FAR) == found


@pytest.mark.parametrize(
    "no_proxy, is_excepted",
    [
        ("leads.example.test", True),
        ("example.test", True),
        (".example.test", True),
        ("xample.test", False),
        ("elsewhere.test, LEADS.example.TEST", True),
        ("leads.example.test:443", True),
        ("leads.example.test:8443", False),
        ("*", True),
        ("elsewhere.test,*", True),
        ("", False),
    ],
)
@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
def test_hosts_that_go_without_a_proxy(
    monkeypatch: pytest.MonkeyPatch, name: str, no_proxy: str, is_excepted: bool
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://10.0.0.1:3128")
    monkeypatch.setenv(name, no_proxy)
    assert environment_proxy(FAR) == (DIRECT if is_excepted else HERE)


def test_an_address_that_goes_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://10.0.0.1:3128")
    monkeypatch.setenv("NO_PROXY", "192.0.2.7,2001:db8::7")
    found = [environment_proxy(f"https://{host}/x") for host in ("192.0.2.7", "[2001:db8::7]", "192.0.2.77")]
    assert found == [DIRECT, DIRECT, HERE]


@pytest.mark.parametrize("address", ["gopher://p:1", "http://", "http://[::1", "http://p:99999", "http://:secret@"])
def test_what_cannot_be_a_proxy_is_said_without_its_address(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)
    with pytest.raises(UnusableProxyError, match="unusable address") as caught:
        environment_proxy(FAR)
    assert address not in str(caught.value)


def test_a_name_and_a_password_in_the_address_are_unquoted_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://corp%5Cana:p%40ss%3Aw@10.0.0.1:3128")
    found = environment_proxy(FAR)
    assert found is not None
    assert found.sign_in == ("corp\\ana", "p@ss:w")
    assert found.address == HERE.address
    assert "ana" not in repr(found)
    assert "p@ss" not in repr(found)


SOCKS = FoundProxy(ProxyKind.SOCKS, ProxyAddress("10.0.0.3", 1080))


@pytest.mark.parametrize(
    "found, kept",
    [((), (DIRECT,)), ((SOCKS, HERE), (HERE,)), ((HERE, SOCKS, DIRECT), (HERE, DIRECT)), ((DIRECT,), (DIRECT,))],
)
def test_ways_that_can_be_taken(found: tuple[FoundProxy, ...], kept: tuple[FoundProxy, ...]) -> None:
    assert usable(found) == kept


def test_nothing_but_socks_is_no_way() -> None:
    with pytest.raises(UnusableProxyError, match="SOCKS"):
        usable((SOCKS,))


@pytest.mark.parametrize(
    "header, schemes",
    [
        ("", set()),
        ('Basic realm="x"', {"basic"}),
        ("Negotiate, NTLM", {"negotiate", "ntlm"}),
        ('Digest realm="x", nonce="basic", qop="auth"', {"digest"}),
        ('NTLM, BASIC realm="a, Digest b"', {"ntlm", "basic"}),
        ('NTLM realm="basic"', {"ntlm"}),
        ('Basic realm="a \\" , Digest"', {"basic"}),
    ],
)
def test_the_ways_to_sign_in_that_a_proxy_offers(header: str, schemes: set[str]) -> None:
    assert schemes_offered(header) == schemes
