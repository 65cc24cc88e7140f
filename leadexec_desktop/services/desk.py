"""All that a window works with once its history is open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from leadexec_desktop.protocol.delivery import Delivery
from leadexec_desktop.services.drafting import Drafting
from leadexec_desktop.services.following import Following
from leadexec_desktop.services.history import History
from leadexec_desktop.services.line import Line
from leadexec_desktop.services.recovery import settle_interrupted
from leadexec_desktop.services.sending import Sending
from leadexec_desktop.services.tab_drafts import TabDrafting
from leadexec_desktop.services.tokens import Tokens
from leadexec_desktop.store.credentials import Credentials
from leadexec_desktop.store.database import DatabaseState
from leadexec_desktop.store.opening import Store


@dataclass(frozen=True, slots=True)
class Desk:
    """The services of one data folder.

    Attributes:
        interrupted: The deliveries that the program left half done when it died; they are `unknown` now.
        state: How the history's database is, for a report about a fault.
        key_is_in: Where the history's key is, for a person.
        secrets_outlive_session: Secrets of profiles are in a keyring; else they end with the program.
        complaints: What is to be said of how history opened.
    """

    sending: Sending
    following: Following
    history: History
    drafting: Drafting
    tab_drafting: TabDrafting
    credentials: Credentials
    tokens: Tokens
    interrupted: tuple[Delivery, ...]
    state: Callable[[], DatabaseState]
    key_is_in: str
    secrets_outlive_session: bool
    complaints: tuple[str, ...]
    close: Callable[[], None]


def set_up_desk(
    store: Store,
    line: Line,
    *,
    now: Callable[[], datetime],
    new_id: Callable[[], str],
    changed: Callable[[Delivery], None],
) -> Desk:
    """Builds the services over an open store.

    Args:
        store: What is kept.
        line: What carries the bytes.
        now: The time, aware.
        new_id: A fresh identifier.
        changed: Told of each change of a delivery, in the thread that made it.

    Raises:
        StorageError: What was half done cannot be settled.
    """
    interrupted = settle_interrupted(store.deliveries, now)
    tokens = Tokens(line)

    def close() -> None:
        tokens.close()
        store.close()

    return Desk(
        Sending(store.deliveries, store.credentials, line, tokens, now=now, new_id=new_id, changed=changed),
        Following(store.deliveries, store.follows, line, now=now, changed=changed),
        History(store.deliveries),
        Drafting(store.drafts, now),
        TabDrafting(store.drafts, now),
        store.credentials,
        tokens,
        tuple(interrupted),
        store.database.state,
        store.key_is_in,
        store.secrets_outlive_session,
        store.complaints,
        close,
    )
