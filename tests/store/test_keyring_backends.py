import sys
from pathlib import Path

import pytest
from keyring import backend
from keyring.backends import SecretService, chainer, fail, null
from keyring.backends.macOS import Keyring as MacKeyring
from keyring.backends.Windows import WinVaultKeyring

from leadexec_desktop.store.errors import VaultUnavailableError
from leadexec_desktop.store.keyring_backends import ACCEPTED, accept, find_backend
from leadexec_desktop.store.vault import KeyringVault

IN_A_FILE = """
from keyring.backend import KeyringBackend
class PlaintextKeyring(KeyringBackend):
    priority = 99
    kept = {}
    def get_password(self, service, username): return self.kept.get(username)
    def set_password(self, service, username, password): self.kept[username] = password
    def delete_password(self, service, username): del self.kept[username]
"""


class Subclass(SecretService.Keyring):
    """May keep secrets anywhere."""

    priority = -1


class HandMade(backend.KeyringBackend):
    priority = -1

    def get_password(self, service: str, username: str) -> str | None:
        raise NotImplementedError

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


@pytest.fixture(autouse=True)
def _unconfigured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A session without a bus, and without the user's own configuration of the library."""
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'no-bus'}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


@pytest.mark.parametrize("kind", [null.Keyring, fail.Keyring, chainer.ChainerBackend, Subclass, HandMade])
def test_a_backend_that_is_not_on_the_list_is_refused_with_the_list(kind: type[backend.KeyringBackend]) -> None:
    with pytest.raises(VaultUnavailableError) as caught:
        accept(kind())
    assert f"{kind.__module__}.{kind.__qualname__} is configured, and refused" in caught.value.reason
    assert all(name in caught.value.reason for name in ACCEPTED)
    assert "PYTHON_KEYRING_BACKEND" in caught.value.next_step


@pytest.mark.parametrize("kind", [SecretService.Keyring, MacKeyring, WinVaultKeyring])
def test_a_backend_that_is_on_the_list_is_taken(kind: type[backend.KeyringBackend]) -> None:
    entries = kind()
    found = accept(entries)
    assert found.entries is entries
    assert found.name == ACCEPTED[f"{kind.__module__}.{kind.__qualname__}"]


@pytest.mark.parametrize("name", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"])
def test_the_environment_cannot_name_one_that_loses_secrets(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    vault = KeyringVault()
    with pytest.raises(VaultUnavailableError, match=f"{name} is configured, and refused"):
        vault.set("user", "secret")
    with pytest.raises(VaultUnavailableError, match="refused"):
        vault.get("user")


def test_nor_one_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keyring_in_a_file.py").write_text(IN_A_FILE)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring_in_a_file.PlaintextKeyring")
    with pytest.raises(VaultUnavailableError, match=r"keyring_in_a_file\.PlaintextKeyring is configured, and refused"):
        KeyringVault().set("user", "secret")
    assert sys.modules["keyring_in_a_file"].PlaintextKeyring.kept == {}


@pytest.mark.skipif(sys.platform != "linux", reason="the configuration's place is that of Linux desktops")
def test_nor_can_the_librarys_configuration(tmp_path: Path) -> None:
    (tmp_path / "python_keyring").mkdir()
    (tmp_path / "python_keyring" / "keyringrc.cfg").write_text(
        "[backend]\ndefault-keyring = keyring.backends.null.Keyring\n"
    )
    with pytest.raises(VaultUnavailableError, match="null"):
        find_backend()


@pytest.mark.parametrize(
    "name", ["keyring.backends.missing.Keyring", "nowhere.Keyring", "keyring.backends.null.Missing"]
)
def test_a_name_that_leads_nowhere_is_an_error_of_ours(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    with pytest.raises(VaultUnavailableError):
        KeyringVault().get("user")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's keyring is always there")
@pytest.mark.parametrize("chained", [False, True])
def test_no_bus_is_no_keyring(chained: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if chained:
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.chainer.ChainerBackend")
    with pytest.raises(VaultUnavailableError, match="No keyring was found"):
        KeyringVault().get("user")
