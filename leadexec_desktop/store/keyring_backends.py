"""Which of the keyring library's backends secrets are trusted to."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType

from leadexec_desktop.store.errors import VaultUnavailableError
from leadexec_desktop.store.long_secrets import Entries

ACCEPTED: Mapping[str, str] = MappingProxyType(
    {
        "keyring.backends.SecretService.Keyring": "the Secret Service (GNOME Keyring, KeePassXC, KWallet)",
        "keyring.backends.libsecret.Keyring": "the Secret Service, by libsecret",
        "keyring.backends.kwallet.DBusKeyring": "KWallet 5",
        "keyring.backends.kwallet.DBusKeyringKWallet4": "KWallet 4",
        "keyring.backends.macOS.Keyring": "the macOS Keychain",
        "keyring.backends.Windows.WinVaultKeyring": "the Windows Credential Manager",
    }
)
"""The backends that keep secrets encrypted and for this user alone: class, and what a person calls it."""

_BY_PLATFORM: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "win32": ("keyring.backends.Windows.WinVaultKeyring",),
        "darwin": ("keyring.backends.macOS.Keyring",),
    }
)
# In this order wherever it runs: the library's own depends on the desktop, and the history's key would be looked for
# in KWallet in one session and in GNOME Keyring in the next.
_ELSEWHERE = (
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.libsecret.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
    "keyring.backends.kwallet.DBusKeyringKWallet4",
)

_CHAINER = "keyring.backends.chainer.ChainerBackend"


@dataclass(frozen=True, slots=True)
class Backend:
    """A keyring that is there.

    Attributes:
        name: What a person calls it.
        entries: It.
    """

    name: str
    entries: Entries


def find_backend() -> Backend:
    """The keyring that this session has. May take half a second, or hang with the session's bus.

    A backend that the library's configuration names (`PYTHON_KEYRING_BACKEND`, `keyringrc.cfg`) is taken only if it is
    one of `ACCEPTED`. The library's chain of backends means "whatever is there", and is resolved to that.

    Raises:
        VaultUnavailableError: There is none, or another one is configured.
    """
    from keyring import core  # noqa: PLC0415 - heavy: never before the first paint

    configured = core.load_env() or core.load_config()
    if configured is not None and _class_name(configured) != _CHAINER:
        return accept(configured)
    for name in _BY_PLATFORM.get(sys.platform, _ELSEWHERE):
        module, _, own = name.rpartition(".")
        backend = getattr(import_module(module), own)
        if backend.viable:
            return accept(backend())
    raise VaultUnavailableError(
        "No keyring was found in this session, so secrets have no safe place.",
        "Start the desktop's keyring (GNOME Keyring, KWallet or KeePassXC on Linux), or start with --ephemeral, "
        "which keeps nothing.",
    )


def accept(entries: Entries) -> Backend:
    """A backend, if it is one of `ACCEPTED`: the very class, for a subclass may keep secrets anywhere.

    Raises:
        VaultUnavailableError: It is not.
    """
    name = _class_name(entries)
    title = ACCEPTED.get(name)
    if title is None:
        raise VaultUnavailableError(
            f"The keyring backend {name} is configured, and refused: it may lose secrets, or show them to others. "
            f"Accepted are {', '.join(ACCEPTED)}.",
            "Remove PYTHON_KEYRING_BACKEND from the environment, and default-keyring from keyringrc.cfg, "
            "or name one of these there.",
        )
    return Backend(title, entries)


def _class_name(entries: Entries) -> str:
    return f"{type(entries).__module__}.{type(entries).__qualname__}"
