"""A secret from a script into the keyring, without a window."""

from leadexec_desktop.profiles.listing import find_profile
from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.store.credentials import Credentials, SecretKind


class CannotSetSecretError(ValueError):
    """A secret cannot be kept; the text says why and what to do."""


def set_secret(
    credentials: Credentials, profiles: tuple[SourceProfile, ...], wanted: str, kind: str, line: str
) -> None:
    """Keeps one secret of one profile.

    Args:
        credentials: Where secrets are kept.
        profiles: Those of this seat.
        wanted: The profile's name or id.
        kind: A SecretKind.
        line: The secret, with or without the end of its line.

    Raises:
        CannotSetSecretError: There is no such profile or kind, or no secret.
        StorageError: The keyring does not keep it.
    """
    profile = find_profile(profiles, wanted)
    if profile is None:
        known = ", ".join(own.name for own in profiles) or "none; import one with --import-profile"
        raise CannotSetSecretError(f"There is no profile “{wanted}”. Profiles: {known}.")
    if kind not in set(SecretKind):
        raise CannotSetSecretError(f"There is no secret “{kind}”: it is {', '.join(SecretKind)}.")
    secret = line.rstrip("\r\n")
    if not secret:
        raise CannotSetSecretError("Standard input has no line with the secret. Nothing was kept.")
    try:
        secret.encode()
    except UnicodeEncodeError:
        raise CannotSetSecretError("The line on standard input is no text in UTF-8. Nothing was kept.") from None
    credentials.set(profile.id, SecretKind(kind), secret)
