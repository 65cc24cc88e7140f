"""Where secrets are kept: in the system's keyring, or in memory alone."""

import hmac
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from types import MappingProxyType
from typing import Protocol, TypeVar

from leadexec_desktop.store import long_secrets
from leadexec_desktop.store.errors import VaultError, VaultLockedError, VaultTimeoutError, VaultUnavailableError
from leadexec_desktop.store.keyring_backends import Backend, find_backend
from leadexec_desktop.store.time_limit import TimeLimit, TimeLimitError

SERVICE = "leadexec-desktop"
"""The service under which every secret stands in the keyring."""

# Windows takes 2,560 bytes of UTF-16 in an entry, and fails with error 1783 above that.
LONGEST_ENTRY = 1280 if sys.platform == "win32" else None
"""UTF-16 units that fit into one entry of this platform's keyring; None for any number."""

_PROBE = "probe"
"""An entry that nobody ever makes."""

Result = TypeVar("Result")


class Vault(Protocol):
    """A place for secrets; may be called from any thread, and may block for as long as a person needs to unlock it."""

    @property
    def name(self) -> str:
        """Which place it is, for a person.

        Raises:
            VaultError: There is none.
        """

    def get(self, user: str) -> str | None:
        """The secret under that user name; None if there is none.

        Raises:
            VaultError: It could not be read.
        """

    def set(self, user: str, secret: str) -> None:
        """Keeps a secret, in place of the one before.

        Raises:
            VaultError: It is not kept, or it is not known whether it is.
        """

    def delete(self, user: str) -> None:
        """Forgets a secret; nothing if there is none.

        Raises:
            VaultError: It could not be taken away.
        """


class MemoryVault:
    """Secrets that end with the process."""

    name = "memory"

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    def get(self, user: str) -> str | None:
        """The secret under that user name; None if there is none."""
        return self._secrets.get(user)

    def set(self, user: str, secret: str) -> None:
        """Keeps a secret, in place of the one before."""
        self._secrets[user] = secret

    def delete(self, user: str) -> None:
        """Forgets a secret; nothing if there is none."""
        self._secrets.pop(user, None)


def answers(vault: Vault, limit_s: float) -> bool:
    """Whether a vault gives a secret that is asked for, or says that there is none.

    Args:
        vault: It.
        limit_s: Seconds to wait; more than 0. What hangs may go on, and ends by itself.
    """
    try:
        return TimeLimit(limit_s).run(lambda: vault.get(_PROBE)).exception() is None
    except TimeLimitError:
        return False


class KeyringVault:
    """The system's keyring, never another place: no keyring is an error, not a reason to keep secrets in a file.

    Args:
        limit_s: Seconds to wait for one answer; more than 0. A prompt may be open for a person to answer.
        longest_entry: UTF-16 units that fit into one entry, at least 2; None for any number.
        find: Gives the backend; looked for at the first use, and again until there is one.
        end: Done once the program ends, which a keyring that hangs is not to hold up.
    """

    def __init__(
        self,
        *,
        limit_s: float = 30.0,
        longest_entry: int | None = LONGEST_ENTRY,
        find: Callable[[], Backend] = find_backend,
        end: Future[None] | None = None,
    ) -> None:
        self._limit = TimeLimit(limit_s, end)
        self._longest = longest_entry
        self._find = find
        self._found: Backend | None = None

    @property
    def name(self) -> str:
        """Which keyring it is, for a person.

        Raises:
            VaultError: There is none.
        """
        return self._run(self._backend).name

    def get(self, user: str) -> str | None:
        """The secret under that user name; None if there is none.

        Raises:
            VaultUnavailableError, VaultLockedError, VaultTimeoutError: It could not be read.
        """
        return self._run(lambda: self._read(user))

    def set(self, user: str, secret: str) -> None:
        """Keeps a secret, in place of the one before, and reads it back.

        Raises:
            VaultUnavailableError, VaultLockedError: It is not kept.
            VaultTimeoutError: It is not known whether it is.
            VaultError: The keyring took it and gave something else back.
        """
        self._run(lambda: self._write(user, secret))

    def delete(self, user: str) -> None:
        """Forgets a secret; nothing if there is none.

        Raises:
            VaultUnavailableError, VaultLockedError, VaultTimeoutError: It could not be taken away.
        """
        self._run(lambda: long_secrets.delete(self._backend().entries, SERVICE, user, self._longest))

    def _read(self, user: str) -> str | None:
        return long_secrets.read(self._backend().entries, SERVICE, user, self._longest)

    def _write(self, user: str, secret: str) -> None:
        long_secrets.write(self._backend().entries, SERVICE, user, secret, self._longest)
        kept = self._read(user)
        if kept is None or not hmac.compare_digest(kept.encode(), secret.encode()):
            raise VaultError(
                f"{self._backend().name} took the secret {user}, and gave back something else: it is not kept.",
                "Look into the keyring's own program whether it works, then try again.",
            )

    def _backend(self) -> Backend:
        if self._found is None:
            self._found = self._find()
        return self._found

    def _run(self, call: Callable[[], Result]) -> Result:
        try:
            done = self._limit.run(call)
        except TimeLimitError:
            raise VaultTimeoutError(self._limit.limit_s) from None
        error = done.exception()
        if error is None:
            return done.result()
        raise _of_keyring_error(error)


def _refused(class_name: str) -> VaultError:
    return VaultError(
        f"The system's keyring refused ({class_name}): the secret is as it was before, or gone.",
        "Look into the keyring's own program whether it works and is unlocked, then try again.",
    )


_KEYRING_ERRORS: Mapping[str, Callable[[str], VaultError]] = MappingProxyType(
    {
        "keyring.errors.KeyringLocked": lambda _: VaultLockedError(),
        "secretstorage.exceptions.LockedException": lambda _: VaultLockedError(),
        "secretstorage.exceptions.PromptDismissedException": lambda _: VaultLockedError(),
        "keyring.errors.PasswordSetError": _refused,
        "keyring.errors.PasswordDeleteError": _refused,
    }
)
"""What an error of the library means, by the name of its class: most of the backends' own cannot be imported here."""


def _of_keyring_error(error: BaseException) -> BaseException:
    """A backend's error as one of ours. Its text stays behind: backends do not promise to keep secrets out of it."""
    if isinstance(error, VaultError) or not isinstance(error, Exception):
        return error
    for kind in type(error).__mro__:
        known = _KEYRING_ERRORS.get(f"{kind.__module__}.{kind.__qualname__}")
        if known is not None:
            return known(type(error).__name__)
    return VaultUnavailableError(
        f"The system's keyring cannot be reached ({type(error).__name__}).",
        "Make sure that the desktop's keyring runs, or sign in again; then try again.",
    )
