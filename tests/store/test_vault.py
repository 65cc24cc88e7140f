import traceback
from collections.abc import Callable
from threading import Event
from time import monotonic

import pytest
from keyring import errors as keyring_errors

from leadexec_desktop.store.errors import (
    VaultError,
    VaultLockedError,
    VaultTimeoutError,
    VaultUnavailableError,
)
from leadexec_desktop.store.keyring_backends import Backend
from leadexec_desktop.store.vault import SERVICE, KeyringVault, MemoryVault, Vault

SECRET = "s3cret-of-the-agent"


class Entries:
    """A keyring of a dictionary, that can be told to fail, to lie, or to hang."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.before: Callable[[], None] = lambda: None
        self.keeps: Callable[[str], str] = str

    def get_password(self, service: str, username: str) -> str | None:
        self.before()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.before()
        self.kept[service, username] = self.keeps(password)

    def delete_password(self, service: str, username: str) -> None:
        self.before()
        del self.kept[service, username]


@pytest.fixture
def entries() -> Entries:
    return Entries()


@pytest.fixture
def keyring_vault(entries: Entries) -> KeyringVault:
    return KeyringVault(limit_s=10, longest_entry=None, find=lambda: Backend("a test's", entries))


def raising(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


@pytest.mark.parametrize("longest", [None, 8, 1280])
@pytest.mark.parametrize("secret", ["", SECRET, "schlüssel \U0001f511" * 200])
def test_set_get_delete(entries: Entries, longest: int | None, secret: str) -> None:
    vault = KeyringVault(longest_entry=longest, find=lambda: Backend("a test's", entries))
    for each in (vault, MemoryVault()):
        assert each.get("user") is None
        each.set("user", "another")
        each.set("user", secret)
        assert each.get("user") == secret
        each.delete("user")
        assert each.get("user") is None
        each.delete("user")
    assert entries.kept == {}


def test_the_entry_is_that_of_the_contract(keyring_vault: KeyringVault, entries: Entries) -> None:
    keyring_vault.set("solar/password", SECRET)
    assert entries.kept == {("leadexec-desktop", "solar/password"): SECRET}
    assert keyring_vault.name == "a test's"


@pytest.mark.parametrize(
    "error, kind",
    [
        (keyring_errors.KeyringLocked(SECRET), VaultLockedError),
        (keyring_errors.NoKeyringError(SECRET), VaultUnavailableError),
        (keyring_errors.InitError(SECRET), VaultUnavailableError),
        (keyring_errors.PasswordSetError(SECRET), VaultError),
        (keyring_errors.PasswordDeleteError(SECRET), VaultError),
        (keyring_errors.KeyringError(SECRET), VaultUnavailableError),
        (FileNotFoundError(2, SECRET), VaultUnavailableError),
        (ConnectionResetError(SECRET), VaultUnavailableError),
        (type("DBusException", (Exception,), {})(SECRET), VaultUnavailableError),
        (type("LockedException", (Exception,), {"__module__": "secretstorage.exceptions"})(SECRET), VaultLockedError),
        (
            type("PromptDismissedException", (Exception,), {"__module__": "secretstorage.exceptions"})(SECRET),
            VaultLockedError,
        ),
        (TimeoutError(SECRET), VaultUnavailableError),
    ],
    ids=lambda it: getattr(it, "__name__", type(it).__name__),
)
def test_the_librarys_errors_become_ours_without_their_text(
    keyring_vault: KeyringVault, entries: Entries, error: Exception, kind: type[VaultError]
) -> None:
    entries.before = raising(error)
    calls: list[Callable[[], object]] = [
        lambda: keyring_vault.get("user"),
        lambda: keyring_vault.set("user", SECRET),
        lambda: keyring_vault.delete("user"),
    ]
    for call in calls:
        with pytest.raises(VaultError) as caught:
            call()
        assert type(caught.value) is kind
        assert caught.value.next_step.endswith(".")
        shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
        assert SECRET not in shown
    entries.before = lambda: None
    keyring_vault.set("user", SECRET)


def test_what_is_no_error_of_the_keyring_goes_through(keyring_vault: KeyringVault, entries: Entries) -> None:
    entries.before = raising(SystemExit(3))
    with pytest.raises(SystemExit):
        keyring_vault.get("user")


@pytest.mark.parametrize("keeps", [str.upper, lambda _: "", lambda secret: secret[:-1]])
def test_a_keyring_that_keeps_something_else_is_found_out(
    keyring_vault: KeyringVault, entries: Entries, keeps: Callable[[str], str]
) -> None:
    entries.keeps = keeps
    with pytest.raises(VaultError, match="not kept") as caught:
        keyring_vault.set("user", SECRET)
    assert SECRET.casefold() not in str(caught.value).casefold()


def test_a_keyring_that_hangs_is_left_and_found_again(entries: Entries) -> None:
    vault = KeyringVault(limit_s=0.1, find=lambda: Backend("a test's", entries))
    goes_on = Event()

    def hang() -> None:
        goes_on.wait(60)

    entries.before = hang
    began_s = monotonic()
    with pytest.raises(VaultTimeoutError, match=r"0\.1 s"):
        vault.set("user", SECRET)
    with pytest.raises(VaultTimeoutError):
        vault.get("user")
    assert monotonic() - began_s < 20
    goes_on.set()
    vault._limit.limit_s = 10
    assert vault.get("user") == SECRET


def test_a_keyring_that_was_not_there_is_looked_for_again(entries: Entries) -> None:
    looks: list[int] = []

    def find() -> Backend:
        looks.append(1)
        if len(looks) == 1:
            raise VaultUnavailableError("No keyring was found.", "Start one.")
        return Backend("a test's", entries)

    vault: Vault = KeyringVault(find=find)
    with pytest.raises(VaultUnavailableError, match="No keyring was found"):
        vault.get("user")
    vault.set("user", SECRET)
    assert vault.get("user") == SECRET
    assert len(looks) == 2


def test_the_service_is_that_of_the_contract() -> None:
    assert SERVICE == "leadexec-desktop"


def test_a_secret_is_in_no_repr(keyring_vault: KeyringVault) -> None:
    memory = MemoryVault()
    for vault in (keyring_vault, memory):
        vault.set("user", SECRET)
        assert SECRET not in f"{vault!r} {vault}"
