"""The secrets of profiles: in the vault, and remembered for a short while so that a send does not wait for it."""

from collections.abc import Callable
from enum import StrEnum
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadexec_desktop.store.vault import Vault


class SecretKind(StrEnum):
    """What a profile may keep: the last part of the entry's name."""

    PASSWORD = "password"  # noqa: S105 - the entry's name, not a password
    TOKEN = "token"  # noqa: S105 - the entry's name, not a token
    CLIENT_SECRET = "client_secret"  # noqa: S105 - the entry's name, not a secret


class Credentials:
    """The secrets of profiles; may be called from any thread.

    Args:
        vault: Where they are kept.
        remember_s: Seconds for which a secret that was read or written is not asked for again. Another program
            (`--set-secret`, the keyring's own) may change it meanwhile. That there is none is never remembered.
        clock_s: Gives seconds that only rise.
    """

    def __init__(self, vault: "Vault", *, remember_s: float = 300.0, clock_s: Callable[[], float] = monotonic) -> None:
        self._vault = vault
        self._remember_s = remember_s
        self._clock_s = clock_s
        self._remembered: dict[str, tuple[float, str]] = {}
        self._for_session: dict[str, str] = {}
        # Held round the vault's calls, so that an old value that was read cannot be remembered over a new one.
        self._asking = Lock()

    def get(self, profile_id: str, kind: SecretKind) -> str | None:
        """A profile's secret; None if it has none.

        Raises:
            VaultError: The vault does not say.
        """
        entry = _entry(profile_id, kind)
        remembered = self._recall(entry)
        if remembered is not None:
            return remembered
        with self._asking:
            secret = self._recall(entry) or self._vault.get(entry)
            if secret is not None:
                self._remembered[entry] = (self._clock_s(), secret)
            return secret

    def set(self, profile_id: str, kind: SecretKind, secret: str) -> None:
        """Keeps a profile's secret, in place of the one before.

        Raises:
            VaultError: It is not kept, or it is not known whether it is.
        """
        entry = _entry(profile_id, kind)
        with self._asking:
            self._remembered.pop(entry, None)
            self._vault.set(entry, secret)
            self._remembered[entry] = (self._clock_s(), secret)
            self._for_session.pop(entry, None)

    def keep_for_session(self, profile_id: str, kind: SecretKind, secret: str) -> None:
        """Keeps a secret in memory until the program ends, because a person chose so; the vault is not asked.

        It counts before what the vault has, until `set` puts another in its place.
        """
        entry = _entry(profile_id, kind)
        with self._asking:
            self._for_session[entry] = secret

    def doubt(self, profile_id: str) -> None:
        """Has the vault asked anew: what it gave for a profile was refused, and another program may put it right."""
        with self._asking:
            for kind in SecretKind:
                self._remembered.pop(_entry(profile_id, kind), None)

    def forget(self, profile_id: str) -> None:
        """Forgets every secret of a profile.

        Raises:
            VaultError: Some could not be taken away.
        """
        entries = [_entry(profile_id, kind) for kind in SecretKind]
        with self._asking:
            for entry in entries:  # first, and all: the vault may give up at any of them
                self._for_session.pop(entry, None)
                self._remembered.pop(entry, None)
            for entry in entries:
                self._vault.delete(entry)

    def remove(self, profile_id: str, kind: SecretKind) -> None:
        """Forgets one secret of a profile; nothing if there is none.

        Raises:
            VaultError: It could not be taken away.
        """
        entry = _entry(profile_id, kind)
        with self._asking:
            self._for_session.pop(entry, None)
            self._remembered.pop(entry, None)
            self._vault.delete(entry)

    def _recall(self, entry: str) -> str | None:
        chosen = self._for_session.get(entry)
        if chosen is not None:
            return chosen
        at_s, secret = self._remembered.get(entry, (0.0, None))
        return secret if self._clock_s() - at_s < self._remember_s else None


def _entry(profile_id: str, kind: SecretKind) -> str:
    return f"{profile_id}/{kind}"
