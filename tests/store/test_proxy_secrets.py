"""Names and passwords for proxies: one entry each, remembered for a while, and only such as a proxy can be told."""

import pytest

from leadexec_desktop.store.errors import VaultLockedError
from leadexec_desktop.store.proxy_secrets import ProxySecrets, sign_in_problem
from leadexec_desktop.store.vault import MemoryVault


class CountingVault(MemoryVault):
    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []
        self.is_locked = False

    def get(self, user: str) -> str | None:
        self.read.append(user)
        if self.is_locked:
            raise VaultLockedError
        return super().get(user)

    def set(self, user: str, secret: str) -> None:
        if self.is_locked:
            raise VaultLockedError
        super().set(user, secret)


class Clock:
    now_s = 50.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def vault() -> CountingVault:
    return CountingVault()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def secrets(vault: CountingVault, clock: Clock) -> ProxySecrets:
    return ProxySecrets(vault, remember_s=300, clock_s=clock)


@pytest.mark.parametrize(
    "host, port, entry",
    [
        ("proxy.example.test", 3128, "proxy:proxy.example.test:3128"),
        ("PROXY.Example.test", 3128, "proxy:proxy.example.test:3128"),
        ("::1", 8080, "proxy:[::1]:8080"),
    ],
)
def test_each_proxy_has_one_entry(
    secrets: ProxySecrets, vault: CountingVault, host: str, port: int, entry: str
) -> None:
    secrets.set(host, port, "corp\\ana", "p:a@ss wörd")
    assert vault.get(entry) == "corp\\ana:p:a@ss wörd"
    assert ProxySecrets(vault).get(host, port) == ("corp\\ana", "p:a@ss wörd")
    assert secrets.get(host, port + 1) is None


def test_what_was_read_or_written_is_not_asked_for_again_for_a_while(
    secrets: ProxySecrets, vault: CountingVault, clock: Clock
) -> None:
    secrets.set("p", 1, "ana", "one")
    assert secrets.get("p", 1) == ("ana", "one")
    assert vault.read == []
    vault.set("proxy:p:1", "ana:two")
    clock.now_s += 301
    assert [secrets.get("p", 1), secrets.get("p", 1)] == [("ana", "two"), ("ana", "two")]
    assert len(vault.read) == 1


def test_that_there_is_none_is_not_remembered(secrets: ProxySecrets, vault: CountingVault) -> None:
    assert secrets.get("p", 1) is None
    vault.set("proxy:p:1", "ana:")
    assert secrets.get("p", 1) == ("ana", "")


def test_an_entry_that_another_program_wrote_otherwise_is_none(secrets: ProxySecrets, vault: CountingVault) -> None:
    vault.set("proxy:p:1", "no name")
    assert secrets.get("p", 1) is None


def test_a_keyring_that_does_not_say_or_keep_is_told_as_such(secrets: ProxySecrets, vault: CountingVault) -> None:
    vault.is_locked = True
    with pytest.raises(VaultLockedError):
        secrets.get("p", 1)
    with pytest.raises(VaultLockedError):
        secrets.set("p", 1, "ana", "one")
    vault.is_locked = False
    assert secrets.get("p", 1) is None


def test_what_is_kept_for_the_session_counts_first_and_is_in_no_vault(
    secrets: ProxySecrets, vault: CountingVault
) -> None:
    secrets.set("p", 1, "ana", "kept")
    secrets.keep_for_session("P", 1, "ana", "now")
    assert secrets.get("p", 1) == ("ana", "now")
    assert vault.get("proxy:p:1") == "ana:kept"
    secrets.set("p", 1, "ana", "new")
    assert secrets.get("p", 1) == ("ana", "new")


@pytest.mark.parametrize(
    "name, password, words",
    [("a:b", "x", "colon"), ("ana", "x\ny", "invisible"), ("a\x00", "x", "invisible"), ("ana", "x\x7f", "invisible")],
)
def test_what_no_proxy_can_be_told_is_refused(
    secrets: ProxySecrets, vault: CountingVault, name: str, password: str, words: str
) -> None:
    assert words in (sign_in_problem(name, password) or "")
    for keep in (secrets.set, secrets.keep_for_session):
        with pytest.raises(ValueError, match=words) as caught:
            keep("p", 1, name, password)
        assert password not in str(caught.value).split()
    assert secrets.get("p", 1) is None
    assert vault.get("proxy:p:1") is None
