"""Secrets longer than what one keyring entry can hold: kept over `<user>`, `<user>#1`, `<user>#2` and so on."""

from collections.abc import Iterator
from typing import Protocol


class Entries(Protocol):
    """A keyring as its library shows it: one secret for a service and a user name."""

    def get_password(self, service: str, username: str) -> str | None:
        """The secret; None if there is none."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keeps a secret, in place of the one before."""

    def delete_password(self, service: str, username: str) -> None:
        """Forgets a secret that is there."""


def cut(secret: str, limit: int | None) -> list[str]:
    """A secret in parts that fit, at least one; no character is cut in two.

    Args:
        secret: The secret.
        limit: The most UTF-16 units that fit, at least 2; None for any length.
    """
    if limit is None:
        return [secret]
    parts, start, units = [], 0, 0
    for at, character in enumerate(secret):
        width = _units(character)
        if units + width > limit:
            parts.append(secret[start:at])
            start, units = at, 0
        units += width
    return [*parts, secret[start:]]


def read(entries: Entries, service: str, user: str, limit: int | None) -> str | None:
    """A secret put together again; None if there is none."""
    first = entries.get_password(service, user)
    if first is None or limit is None:
        return first
    # Every part but the last is full, or lacks one unit where the next character took two.
    found, last = [first], first
    while sum(map(_units, last)) >= limit - 1:
        following = entries.get_password(service, _name(user, len(found)))
        if following is None:
            break
        found.append(following)
        last = following
    return "".join(found)


def write(entries: Entries, service: str, user: str, secret: str, limit: int | None) -> None:
    """Keeps a secret in place of the one before.

    Where parts are possible, the first goes away first and comes back last: what is found after a crash is the whole
    secret or none. It also keeps Windows from holding on to the old one, which its library moves to another name.
    """
    parts = cut(secret, limit)
    if limit is not None:
        delete(entries, service, user, limit)
        for number, part in enumerate(parts[1:], 1):
            entries.set_password(service, _name(user, number), part)
    entries.set_password(service, user, parts[0])


def delete(entries: Entries, service: str, user: str, limit: int | None) -> None:
    """Forgets a secret, with all its parts; nothing if there is none."""
    if entries.get_password(service, user) is not None:
        entries.delete_password(service, user)
    if limit is None:
        return
    for name in reversed(list(_parts_there(entries, service, user))):  # the last first: no gap that hides the rest
        entries.delete_password(service, name)


def _parts_there(entries: Entries, service: str, user: str) -> Iterator[str]:
    number = 1
    while entries.get_password(service, _name(user, number)) is not None:
        yield _name(user, number)
        number += 1


def _name(user: str, number: int) -> str:
    return f"{user}#{number}" if number else user


def _units(text: str) -> int:
    return sum(2 if character > "\uffff" else 1 for character in text)
