"""The names and passwords for proxies: in the vault, and remembered for a short while so that a send does not wait."""

from collections.abc import Callable
from threading import Lock
from time import monotonic

from leadexec_desktop.store.vault import Vault

SignIn = tuple[str, str]
_FIRST_PRINTED, _DELETE = 0x20, 0x7F


class ProxySecrets:
    """What proxies are told who ask for a name and a password; may be called from any thread.

    An entry `proxy:<host>:<port>` holds `<name>:<password>`, as it goes to the proxy (RFC 7617, 2). It is one entry,
    so that no name stands beside another's password.

    Args:
        vault: Where they are kept.
        remember_s: Seconds for which what was read or written is not asked for again. That there is none is never
            remembered.
        clock_s: Gives seconds that only rise.
    """

    def __init__(self, vault: Vault, *, remember_s: float = 300.0, clock_s: Callable[[], float] = monotonic) -> None:
        self._vault = vault
        self._remember_s = remember_s
        self._clock_s = clock_s
        self._remembered: dict[str, tuple[float, SignIn]] = {}
        self._for_session: dict[str, SignIn] = {}
        # Held round the vault's calls, so that an old value that was read cannot be remembered over a new one.
        self._asking = Lock()

    def get(self, host: str, port: int) -> SignIn | None:
        """The name and the password for the proxy there; None if there are none.

        Raises:
            VaultError: The vault does not say.
        """
        entry = _entry(host, port)
        with self._asking:
            known = self._recall(entry)
            if known is not None:
                return known
            kept = self._vault.get(entry)
            name, colon, password = (kept or "").partition(":")
            if not colon:
                return None
            self._remembered[entry] = (self._clock_s(), (name, password))
            return name, password

    def set(self, host: str, port: int, name: str, password: str) -> None:
        """Keeps the name and the password for a proxy, in place of those before.

        Raises:
            ValueError: No proxy could be told (`sign_in_problem`).
            VaultError: They are not kept, or it is not known whether they are.
        """
        entry, sign_in = _entry(host, port), _checked(name, password)
        with self._asking:
            self._remembered.pop(entry, None)
            self._vault.set(entry, ":".join(sign_in))
            self._remembered[entry] = (self._clock_s(), sign_in)
            self._for_session.pop(entry, None)

    def keep_for_session(self, host: str, port: int, name: str, password: str) -> None:
        """Keeps them in memory until the program ends, because a person chose so; the vault is not asked.

        They count before what the vault has, until `set` puts others in their place.

        Raises:
            ValueError: No proxy could be told (`sign_in_problem`).
        """
        self._for_session[_entry(host, port)] = _checked(name, password)

    def _recall(self, entry: str) -> SignIn | None:
        if entry in self._for_session:
            return self._for_session[entry]
        at_s, known = self._remembered.get(entry, (0.0, None))
        return known if self._clock_s() - at_s < self._remember_s else None


def sign_in_problem(name: str, password: str) -> str | None:
    """Why no proxy could be told a name and a password (RFC 7617, 2), for a person; None if one could."""
    if ":" in name:
        return "The user name holds a colon, which no proxy can be told. Type it without the password."
    if any(ord(own) < _FIRST_PRINTED or ord(own) == _DELETE for own in name + password):
        return "The name or the password holds an invisible character, which no proxy can be told. Type it again."
    return None


def _checked(name: str, password: str) -> SignIn:
    problem = sign_in_problem(name, password)
    if problem is not None:
        raise ValueError(problem)
    return name, password


def _entry(host: str, port: int) -> str:
    return f"proxy:{f'[{host.lower()}]' if ':' in host else host.lower()}:{port}"
