"""Which secrets a profile uses, and keeping them."""

from collections.abc import Mapping

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.protocol.values import AuthScheme
from leadexec_desktop.store.credentials import Credentials, SecretKind

SECRET_OF_SCHEME: Mapping[AuthScheme, SecretKind | None] = {
    AuthScheme.NONE: None,
    AuthScheme.BEARER: SecretKind.TOKEN,
    AuthScheme.CLIENT_CREDENTIALS: SecretKind.CLIENT_SECRET,
}
"""What each scheme keeps in the keyring."""


def used_secrets(profile: SourceProfile) -> tuple[SecretKind, ...]:
    """The secrets that a profile uses, in the order in which they are asked for."""
    kinds = (SecretKind.PASSWORD if profile.auth.password else None, SECRET_OF_SCHEME[profile.auth.scheme])
    return tuple(kind for kind in kinds if kind is not None)


def save_secrets(credentials: Credentials, profile_id: str, typed: Mapping[SecretKind, str]) -> None:
    """Keeps secrets in the keyring; those that are not named stay.

    Raises:
        StorageError: One of them could not be kept.
    """
    for kind, secret in typed.items():
        credentials.set(profile_id, kind, secret)


def keep_secrets_for_session(credentials: Credentials, profile_id: str, typed: Mapping[SecretKind, str]) -> None:
    """Keeps secrets until the program ends, because a person chose so where the keyring did not take them."""
    for kind, secret in typed.items():
        credentials.keep_for_session(profile_id, kind, secret)
