"""A history's key out of a passphrase, for a seat without a keyring.

The key is the passphrase's own, stretched: nothing of it stands in any file, and no cipher of ours wraps it. A later
change of the passphrase is SQLCipher's `rekey`, which writes the history anew in one transaction.
"""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass

from leadexec_desktop.store.errors import PassphraseTooShortError

LEAST_CHARACTERS = 8
"""The shortest passphrase with which a history is begun."""

SALT_BYTES = 16
"""The length of a salt: that of SQLCipher, in whose file it stands too."""

COST = 2**17
"""What a guess costs: 128 MiB and 0.3 s."""

_HEX_SALT = re.compile(f"[0-9a-f]{{{2 * SALT_BYTES}}}")
_MOST_BYTES = 512 * 2**20
_MOST_TURNS = 16


@dataclass(frozen=True, slots=True)
class Stretching:
    """How a key is made from a passphrase (scrypt, RFC 7914); no secret.

    Attributes:
        salt: Hexadecimal digits of `SALT_BYTES` bytes.
        n: The cost: memory is 128 · n · r bytes.
        r: The size of a block.
        p: How often it is done.

    Raises:
        ValueError: That cannot be what this program wrote; or it would take all the memory there is.
    """

    salt: str
    n: int
    r: int
    p: int

    def __post_init__(self) -> None:
        """Refuses what a file that was tampered with may say."""
        numbers = (self.n, self.r, self.p)
        if not _HEX_SALT.fullmatch(self.salt) or any(type(number) is not int or number < 1 for number in numbers):
            raise ValueError("no salt, or no cost")
        if self.n % 2 or self.n.bit_count() > 1 or self.memory_bytes > _MOST_BYTES or self.p > _MOST_TURNS:
            raise ValueError("no such cost")

    @property
    def memory_bytes(self) -> int:
        """How much it takes."""
        return 128 * self.r * (self.n + self.p + 2)


def new_stretching() -> Stretching:
    """One with a salt of its own, and today's cost."""
    return stretching_with(secrets.token_hex(SALT_BYTES))


def stretching_with(salt: str) -> Stretching:
    """One with that salt, and today's cost.

    Args:
        salt: Hexadecimal digits of `SALT_BYTES` bytes.
    """
    return Stretching(salt, n=COST, r=8, p=1)


def require_long_enough(passphrase: str) -> None:
    """Refuses what could be guessed.

    Raises:
        PassphraseTooShortError: It has fewer than `LEAST_CHARACTERS` characters, spaces at its ends not counted.
    """
    if len(_normal(passphrase).strip()) < LEAST_CHARACTERS:
        raise PassphraseTooShortError(LEAST_CHARACTERS)


def stretch(passphrase: str, how: Stretching, key_bytes: int) -> bytes:
    """The key that a passphrase gives; takes a third of a second, and much memory, on purpose.

    Args:
        passphrase: As typed: the same letters give the same key, however a keyboard composes them.
        how: The salt and the cost.
        key_bytes: How long the key is.
    """
    # An error of the encoder would carry the passphrase; surrogates cannot be told apart by a person anyway.
    typed = _normal(passphrase).encode(errors="surrogatepass")
    salt = bytes.fromhex(how.salt)
    return hashlib.scrypt(typed, salt=salt, n=how.n, r=how.r, p=how.p, maxmem=2 * how.memory_bytes, dklen=key_bytes)


def _normal(passphrase: str) -> str:
    return unicodedata.normalize("NFKC", passphrase)
