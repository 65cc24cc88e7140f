"""The store as a whole: opened, handed out, closed."""

from dataclasses import dataclass, replace

from leadexec_desktop.store.credentials import Credentials
from leadexec_desktop.store.database import Database, open_database, open_in_memory
from leadexec_desktop.store.database_files import has_content
from leadexec_desktop.store.database_key import obtain_key
from leadexec_desktop.store.deliveries import Deliveries
from leadexec_desktop.store.drafts import Drafts
from leadexec_desktop.store.errors import Found, StorageError
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.follows import Follows
from leadexec_desktop.store.key_record import remember_key, remembered_key
from leadexec_desktop.store.moving_aside import move_aside
from leadexec_desktop.store.vault import MemoryVault, Vault, answers

__all__ = ["Store", "move_aside", "open_ephemeral", "open_store"]


_LOG_WAS_DAMAGED = (
    "A part of history was damaged while the program was not running: leads of shortly before its last end may be "
    "missing, though the receiver may have them. What cannot be read is kept as {}."
)


@dataclass(frozen=True, slots=True)
class Store:
    """What is kept, and where.

    Attributes:
        key_is_in: Where the history's key is, for a person.
        secrets_outlive_session: Secrets of profiles are in a keyring; else they end with the program.
        complaints: What is to be said of how it opened.
    """

    deliveries: Deliveries
    follows: Follows
    drafts: Drafts
    credentials: Credentials
    database: Database
    key_is_in: str
    secrets_outlive_session: bool
    complaints: tuple[str, ...]

    def close(self) -> None:
        """Closes the database; the folder stays locked until it is closed itself."""
        self.database.close()


def open_store(folder: DataFolder, vault: Vault, passphrase: str | None = None, *, probe_limit_s: float = 3.0) -> Store:
    """Opens what a data folder keeps; the caller has locked it.

    With a passphrase for the history's key, secrets of profiles are in the vault if that answers, and otherwise in
    memory alone.

    Args:
        folder: The folder.
        vault: Where the database's key and the profiles' secrets are.
        passphrase: What the history is locked with instead, or is to be, if there is none yet.
        probe_limit_s: Seconds that the vault has to answer where the history's key is not in it.

    Raises:
        KeyMissingError, WrongKeyError, DamagedDatabaseError, HistoryMissingError, NewerDatabaseError,
            DatabaseBusyError: The history cannot be opened; it was not touched.
        PassphraseNeededError, WrongPassphraseError, PassphraseNotUsedError, PassphraseTooShortError: It wants a
            passphrase, another one, none, or a longer one.
        VaultError: The vault does not give or keep the key.
        StorageError: The disk does not let it be opened.
    """
    record = remembered_key(folder)
    found = Found(has_content(folder.database), key_place_is_known=record is not None)
    try:
        return _open(folder, vault, passphrase, probe_limit_s)
    except StorageError as error:
        error.found = found
        raise


def _open(folder: DataFolder, vault: Vault, passphrase: str | None, probe_limit_s: float) -> Store:
    key = obtain_key(folder, vault, passphrase)
    database = open_database(folder.database, key.key, salt=key.salt, if_wrong=key.if_wrong)
    try:
        remember_key(folder, replace(key.record, begun=True))
    except BaseException:
        database.close()
        raise
    if key.record.passphrase is None:
        return _store(database, vault, key.record.vault, secrets_outlive_session=True)
    keeps = answers(vault, probe_limit_s)
    return _store(database, vault if keeps else MemoryVault(), "a passphrase", secrets_outlive_session=keeps)


def open_ephemeral(vault: Vault | None = None, *, probe_limit_s: float = 3.0) -> Store:
    """A store that ends with the process.

    Args:
        vault: Where the profiles' secrets are, if it answers; None keeps them in memory, as they are if it does not.
        probe_limit_s: Seconds that the vault has to answer.
    """
    keeps = vault is not None and answers(vault, probe_limit_s)
    secrets = vault if vault is not None and keeps else MemoryVault()
    return _store(open_in_memory(), secrets, "memory", secrets_outlive_session=keeps)


def _store(database: Database, vault: Vault, key_is_in: str, *, secrets_outlive_session: bool) -> Store:
    complaints = () if database.damaged_log is None else (_LOG_WAS_DAMAGED.format(database.damaged_log.name),)
    return Store(
        Deliveries(database),
        Follows(database),
        Drafts(database),
        Credentials(vault),
        database,
        key_is_in,
        secrets_outlive_session,
        complaints,
    )
