from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.store import long_secrets

LIMIT = 8


class PlainEntries:
    """Entries of any length, as on Linux and macOS."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        assert service == "service"
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        assert service == "service"
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        assert service == "service"
        del self.kept[username]


class WindowsEntries:
    """Entries as the library keeps them on Windows: the last one under the service's name, and others moved away."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[str, str]] = {}

    def get_password(self, service: str, username: str) -> str | None:
        for target in (service, f"{username}@{service}"):
            user, secret = self.kept.get(target, ("", ""))
            if user == username:
                return secret
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) // 2 > LIMIT:
            raise OSError(1783, "The stub received bad data")
        if service in self.kept:
            user, secret = self.kept[service]
            self.kept[f"{user}@{service}"] = (user, secret)
        self.kept[service] = (username, password)

    def delete_password(self, service: str, username: str) -> None:
        for target in (service, f"{username}@{service}"):
            if self.kept.get(target, ("",))[0] == username:
                del self.kept[target]


class DyingEntries(PlainEntries):
    """Entries of a program that dies after some changes."""

    def __init__(self) -> None:
        super().__init__()
        self.changes_left = 10**6

    def _change(self) -> None:
        if not self.changes_left:
            raise KeyboardInterrupt
        self.changes_left -= 1

    def set_password(self, service: str, username: str, password: str) -> None:
        self._change()
        super().set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        self._change()
        super().delete_password(service, username)


@given(st.text(), st.integers(2, 9))
def test_parts_fit_and_join(secret: str, limit: int) -> None:
    parts = long_secrets.cut(secret, limit)
    assert "".join(parts) == secret
    assert all(len(part.encode("utf-16-le")) // 2 <= limit for part in parts)
    assert all(parts) or parts == [""]


@pytest.mark.parametrize(
    "secret, parts",
    [
        ("", [""]),
        ("12345678", ["12345678"]),
        ("123456789", ["12345678", "9"]),
        ("1234567\U0001f511", ["1234567", "\U0001f511"]),
        ("123456\U0001f511", ["123456\U0001f511"]),
    ],
)
def test_no_character_is_cut_in_two(secret: str, parts: list[str]) -> None:
    assert long_secrets.cut(secret, LIMIT) == parts
    assert long_secrets.cut(secret, None) == [secret]


@pytest.mark.parametrize("kind, limit", [(PlainEntries, None), (PlainEntries, LIMIT), (WindowsEntries, LIMIT)])
@given(secrets=st.lists(st.text(alphabet="ab\U0001f511", min_size=1, max_size=40), min_size=1, max_size=5))
def test_the_last_one_written_is_read_and_nothing_else_is_left(
    kind: Callable[[], PlainEntries | WindowsEntries], limit: int | None, secrets: list[str]
) -> None:
    entries = kind()
    long_secrets.write(entries, "service", "other", "kept", limit)
    for secret in secrets:
        long_secrets.write(entries, "service", "user", secret, limit)
        assert long_secrets.read(entries, "service", "user", limit) == secret
    assert len(entries.kept) == 1 + len(long_secrets.cut(secrets[-1], limit))
    long_secrets.delete(entries, "service", "user", limit)
    assert len(entries.kept) == 1
    assert long_secrets.read(entries, "service", "user", limit) is None
    assert long_secrets.read(entries, "service", "other", limit) == "kept"
    long_secrets.delete(entries, "service", "user", limit)


def test_the_names_of_the_parts() -> None:
    entries = PlainEntries()
    long_secrets.write(entries, "service", "id/token", "a" * 20, LIMIT)
    assert entries.kept == {"id/token": "a" * 8, "id/token#1": "a" * 8, "id/token#2": "a" * 4}


@pytest.mark.parametrize("before", ["", "x" * 4, "x" * 30])
@pytest.mark.parametrize("after", ["y" * 4, "y" * 20, "y" * 30])
@pytest.mark.parametrize("changes", range(9))
def test_death_half_way_leaves_all_of_one_or_nothing(before: str, after: str, changes: int) -> None:
    entries = DyingEntries()
    if before:
        long_secrets.write(entries, "service", "user", before, LIMIT)
    entries.changes_left = changes
    with suppress(KeyboardInterrupt):
        long_secrets.write(entries, "service", "user", after, LIMIT)
    entries.changes_left = 10**6
    assert long_secrets.read(entries, "service", "user", LIMIT) in {None, before, after}
    long_secrets.write(entries, "service", "user", "new", LIMIT)
    assert entries.kept == {"user": "new"}
