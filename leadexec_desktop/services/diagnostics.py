"""What whoever looks after the program needs to know of it: versions, platform, keyring, database; no personal data."""

import platform
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType

from leadexec_desktop import __version__
from leadexec_desktop.services.desk import Desk
from leadexec_desktop.store.database import DatabaseState
from leadexec_desktop.store.errors import StorageError

LIBRARIES = ("PySide6-Essentials", "httpx", "truststore", "pydantic", "lxml", "keyring", "sqlcipher3", "werkzeug")
_NOT_KNOWN = "not known"

Facts = Mapping[str, str]


def diagnose(desk: Desk | None, why_not_open: str, more: Facts) -> str:
    """A report as lines of text, each a name and what it is.

    Neither a lead, nor a profile, nor a path is in it: paths hold the user's name.

    Args:
        desk: The services over an open history; None while that is not open.
        why_not_open: The kind of error that keeps history closed; empty if none does.
        more: What the caller knows: of Qt, say.
    """
    parts: tuple[Facts, ...] = (
        {
            "Program": f"leadexec-desktop {__version__}",
            "Python": f"{platform.python_version()} ({platform.python_implementation()}, {sys.platform})",
            "System": platform.platform(),
        },
        more,
        {name: _version_of(name) for name in LIBRARIES},
        _of_history(desk, why_not_open),
    )
    return "\n".join(_lines(parts))


def _lines(parts: Iterable[Facts]) -> list[str]:
    return [f"{name}: {what}" for part in parts for name, what in part.items()]


def _version_of(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # a bundle may leave the package's own record out
        return _NOT_KNOWN


def _of_history(desk: Desk | None, why_not_open: str) -> Facts:
    if desk is None:
        return MappingProxyType({"History": f"not open ({why_not_open})" if why_not_open else "not open yet"})
    kept = "in the keyring" if desk.secrets_outlive_session else "in memory, for this session"
    where = {"Its key": desk.key_is_in, "Passwords and tokens": kept}
    try:
        return MappingProxyType({**_of_state(desk.state()), **where})
    except StorageError as error:
        return MappingProxyType({"History": f"cannot be looked at ({type(error).__name__})", **where})


def _of_state(state: DatabaseState) -> dict[str, str]:
    return {
        "History": "damage was met" if state.damage_met else "open",
        "Layout": str(state.layout),
        "Size": f"{state.pages} pages of {state.page_bytes} bytes, {state.free_pages} of them free",
        "Journal": state.journal_mode,
        "SQLCipher": state.sqlcipher,
        "Leads written": str(state.deliveries_made),
    }
