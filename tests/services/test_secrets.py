"""Which secrets a profile uses, and keeping them: from the dialog, and from a script."""

from dataclasses import replace

import pytest

from leadexec_desktop.profiles.model import Auth
from leadexec_desktop.protocol.values import AuthScheme
from leadexec_desktop.services.secrets import keep_secrets_for_session, save_secrets, used_secrets
from leadexec_desktop.services.set_secret import CannotSetSecretError, set_secret
from leadexec_desktop.store.credentials import Credentials, SecretKind
from leadexec_desktop.store.errors import VaultLockedError
from leadexec_desktop.store.vault import MemoryVault

from .bench import PROFILE, LockedVault

PASSWORD, TOKEN, CLIENT_SECRET = SecretKind
WIND = replace(PROFILE, id="wind", name="Wind, phone")
PROFILES = (PROFILE, WIND)


@pytest.fixture
def credentials(vault: MemoryVault) -> Credentials:
    return Credentials(vault)


def everything(vault: MemoryVault) -> dict[str, str]:
    return dict(vault._secrets)


@pytest.mark.parametrize(
    "scheme, of_scheme",
    [(AuthScheme.NONE, ()), (AuthScheme.BEARER, (TOKEN,)), (AuthScheme.CLIENT_CREDENTIALS, (CLIENT_SECRET,))],
)
def test_what_a_profile_uses(scheme: AuthScheme, of_scheme: tuple[SecretKind, ...]) -> None:
    assert used_secrets(replace(PROFILE, auth=Auth(scheme=scheme))) == of_scheme
    assert used_secrets(replace(PROFILE, auth=Auth(password=True, scheme=scheme))) == (PASSWORD, *of_scheme)


def test_what_is_typed_is_kept_and_the_rest_stays(vault: MemoryVault, credentials: Credentials) -> None:
    save_secrets(credentials, "solar", {PASSWORD: "old", TOKEN: "token"})
    save_secrets(credentials, "solar", {PASSWORD: "new"})
    save_secrets(credentials, "wind", {})
    assert everything(vault) == {"solar/password": "new", "solar/token": "token"}


def test_a_keyring_that_keeps_nothing_is_said() -> None:
    with pytest.raises(VaultLockedError):
        save_secrets(Credentials(LockedVault()), "solar", {PASSWORD: "x"})


def test_what_is_kept_for_the_session_is_used_where_the_keyring_is_locked() -> None:
    credentials = Credentials(LockedVault())
    keep_secrets_for_session(credentials, "solar", {PASSWORD: "x", TOKEN: "y"})
    assert [credentials.get("solar", kind) for kind in (PASSWORD, TOKEN)] == ["x", "y"]
    with pytest.raises(VaultLockedError):
        credentials.get("solar", CLIENT_SECRET)


# ------------------------------------------------------------------ from a script


@pytest.mark.parametrize("kind", SecretKind)
@pytest.mark.parametrize("wanted, profile_id", [("Solar", "solar"), ("wind", "wind"), ("WIND, PHONE", "wind")])
def test_a_profile_is_named_by_name_or_id(
    vault: MemoryVault, credentials: Credentials, kind: SecretKind, wanted: str, profile_id: str
) -> None:
    set_secret(credentials, PROFILES, wanted, kind.value, "x\n")
    assert everything(vault) == {f"{profile_id}/{kind}": "x"}


@pytest.mark.parametrize(
    "line, secret",
    [("x y", "x y"), ("x\n", "x"), ("x\r\n", "x"), (" x \n", " x "), ("pä&ss=\"<w>rd'%+\n", "pä&ss=\"<w>rd'%+")],
)
def test_one_line_is_one_secret(vault: MemoryVault, credentials: Credentials, line: str, secret: str) -> None:
    set_secret(credentials, PROFILES, "Solar", "password", line)
    assert everything(vault) == {"solar/password": secret}


@pytest.mark.parametrize(
    "given, words",
    [
        (("Sun", "password", "planted"), "There is no profile “Sun”. Profiles: Solar, Wind, phone."),
        (("Solar", "pin", "planted"), "There is no secret “pin”: it is password, token, client_secret."),
        (("Solar", "PASSWORD", "planted"), "There is no secret “PASSWORD”"),
        (("Solar", "password", ""), "has no line"),
        (("Solar", "password", "\n"), "has no line"),
        (("Solar", "password", "\r\n"), "has no line"),
        (("Solar", "password", "planted\udce4\n"), "is no text in UTF-8"),
    ],
)
def test_what_cannot_be_kept_says_why_and_keeps_nothing(
    vault: MemoryVault, credentials: Credentials, given: tuple[str, str, str], words: str
) -> None:
    with pytest.raises(CannotSetSecretError) as caught:
        set_secret(credentials, PROFILES, *given)
    assert words in str(caught.value)
    assert "planted" not in str(caught.value)
    assert everything(vault) == {}


def test_a_seat_without_profiles_says_how_to_get_one(credentials: Credentials) -> None:
    with pytest.raises(CannotSetSecretError, match="import one with --import-profile"):
        set_secret(credentials, (), "Solar", "password", "x")
