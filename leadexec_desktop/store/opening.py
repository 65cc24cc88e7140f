"""The store as a whole: opened, handed out, closed."""

from dataclasses import dataclass

from leadexec_desktop.store.credentials import Credentials
from leadexec_desktop.store.database import Database, open_database, open_in_memory
from leadexec_desktop.store.database_key import obtain_key, remember_key, remembered_key
from leadexec_desktop.store.deliveries import Deliveries
from leadexec_desktop.store.drafts import Drafts
from leadexec_desktop.store.folder import DataFolder
from leadexec_desktop.store.vault import MemoryVault, Vault


@dataclass(frozen=True, slots=True)
class Store:
    """What is kept, and where."""

    deliveries: Deliveries
    drafts: Drafts
    credentials: Credentials
    database: Database

    def close(self) -> None:
        """Closes the database; the folder stays locked until it is closed itself."""
        self.database.close()


def open_store(folder: DataFolder, vault: Vault) -> Store:
    """Opens what a data folder keeps; the caller has locked it.

    Args:
        folder: The folder.
        vault: Where the database's key and the profiles' secrets are.

    Raises:
        KeyMissingError, WrongKeyError, DamagedDatabaseError, NewerDatabaseError, DatabaseBusyError: The history
            cannot be opened; it was not touched.
        VaultError: The vault does not give or keep the key.
        StorageError: The disk does not let it be opened.
    """
    record = remembered_key(folder)
    key = obtain_key(folder, vault)
    database = open_database(folder.database, key, key_is_right=record is not None)
    try:
        remember_key(folder, vault, key)
    except BaseException:
        database.close()
        raise
    return _store(database, vault)


def open_ephemeral() -> Store:
    """A store that ends with the process."""
    return _store(open_in_memory(), MemoryVault())


def _store(database: Database, vault: Vault) -> Store:
    return Store(Deliveries(database), Drafts(database), Credentials(vault), database)
