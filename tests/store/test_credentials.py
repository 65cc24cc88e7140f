from threading import Event, Thread

import pytest

from leadexec_desktop.store.credentials import Credentials, SecretKind
from leadexec_desktop.store.errors import VaultLockedError
from leadexec_desktop.store.vault import MemoryVault


class CountingVault(MemoryVault):
    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.locked = False

    def get(self, user: str) -> str | None:
        self.asked.append(user)
        return super().get(user)

    def set(self, user: str, secret: str) -> None:
        if self.locked:
            raise VaultLockedError
        super().set(user, secret)

    def delete(self, user: str) -> None:
        if self.locked:
            raise VaultLockedError
        super().delete(user)


class Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def counting() -> CountingVault:
    return CountingVault()


@pytest.mark.parametrize(
    "kind, entry",
    [
        (SecretKind.PASSWORD, "solar/password"),
        (SecretKind.TOKEN, "solar/token"),
        (SecretKind.CLIENT_SECRET, "solar/client_secret"),
    ],
)
def test_where_a_secret_stands(counting: CountingVault, kind: SecretKind, entry: str) -> None:
    Credentials(counting).set("solar", kind, "s3cret")
    assert counting.get(entry) == "s3cret"
    assert Credentials(counting).get("solar", kind) == "s3cret"
    assert Credentials(counting).get("wind", kind) is None


def test_a_secret_is_asked_for_once_in_a_while(counting: CountingVault) -> None:
    clock = Clock()
    credentials = Credentials(counting, remember_s=60, clock_s=clock)
    counting.set("solar/token", "one")
    assert {credentials.get("solar", SecretKind.TOKEN) for _ in range(5)} == {"one"}
    assert counting.asked == ["solar/token"]
    counting.set("solar/token", "two")
    clock.now_s += 59
    assert credentials.get("solar", SecretKind.TOKEN) == "one"
    clock.now_s += 2
    assert credentials.get("solar", SecretKind.TOKEN) == "two"


def test_what_was_refused_is_asked_for_again(counting: CountingVault) -> None:
    credentials = Credentials(counting)
    credentials.set("solar", SecretKind.TOKEN, "one")
    credentials.set("wind", SecretKind.TOKEN, "of wind")
    counting.set("solar/token", "two")
    credentials.doubt("solar")
    assert credentials.get("solar", SecretKind.TOKEN) == "two"
    assert credentials.get("wind", SecretKind.TOKEN) == "of wind"
    assert counting.asked == ["solar/token"]


def test_what_was_just_set_is_not_asked_for(counting: CountingVault) -> None:
    credentials = Credentials(counting)
    credentials.set("solar", SecretKind.TOKEN, "one")
    credentials.set("solar", SecretKind.TOKEN, "two")
    assert credentials.get("solar", SecretKind.TOKEN) == "two"
    assert counting.asked == []


def test_that_there_is_none_is_asked_for_each_time(counting: CountingVault) -> None:
    credentials = Credentials(counting)
    assert credentials.get("solar", SecretKind.PASSWORD) is None
    counting.set("solar/password", "by another program")
    assert credentials.get("solar", SecretKind.PASSWORD) == "by another program"


def test_one_secret_is_removed_and_the_others_stay(counting: CountingVault) -> None:
    credentials = Credentials(counting)
    for kind in SecretKind:
        credentials.set("solar", kind, "s3cret")
    credentials.keep_for_session("solar", SecretKind.TOKEN, "for now")
    credentials.remove("solar", SecretKind.TOKEN)
    credentials.remove("solar", SecretKind.TOKEN)
    assert [credentials.get("solar", kind) for kind in SecretKind] == ["s3cret", None, "s3cret"]


def test_a_secret_that_cannot_be_removed_is_not_said_to_be(counting: CountingVault) -> None:
    credentials = Credentials(counting)
    credentials.set("solar", SecretKind.PASSWORD, "s3cret")
    counting.locked = True
    with pytest.raises(VaultLockedError):
        credentials.remove("solar", SecretKind.PASSWORD)
    assert credentials.get("solar", SecretKind.PASSWORD) == "s3cret"


def test_forgetting_forgets_everything_of_one_profile(counting: CountingVault) -> None:
    credentials = Credentials(counting)
    for profile_id in ("solar", "wind"):
        for kind in SecretKind:
            credentials.set(profile_id, kind, kind)
    credentials.forget("solar")
    assert [credentials.get("solar", kind) for kind in SecretKind] == [None, None, None]
    assert [credentials.get("wind", kind) for kind in SecretKind] == list(SecretKind)
    credentials.forget("solar")


def test_a_secret_that_was_not_kept_is_not_remembered(counting: CountingVault) -> None:
    credentials = Credentials(counting)
    credentials.set("solar", SecretKind.TOKEN, "old")
    counting.locked = True
    with pytest.raises(VaultLockedError):
        credentials.set("solar", SecretKind.TOKEN, "new")
    assert credentials.get("solar", SecretKind.TOKEN) == "old"


def test_an_old_value_being_read_does_not_outlive_a_new_one() -> None:
    reading, goes_on = Event(), Event()

    class SlowVault(MemoryVault):
        def get(self, user: str) -> str | None:
            found = super().get(user)
            reading.set()
            goes_on.wait(10)
            return found

    slow = SlowVault()
    slow.set("solar/token", "old")
    credentials = Credentials(slow)
    reader = Thread(target=credentials.get, args=("solar", SecretKind.TOKEN))
    writer = Thread(target=credentials.set, args=("solar", SecretKind.TOKEN, "new"))
    reader.start()
    assert reading.wait(10)
    writer.start()
    goes_on.set()
    reader.join()
    writer.join()
    assert credentials.get("solar", SecretKind.TOKEN) == "new"


def test_a_secret_is_in_no_repr() -> None:
    credentials = Credentials(MemoryVault())
    credentials.set("solar", SecretKind.TOKEN, "s3cret")
    credentials.keep_for_session("solar", SecretKind.PASSWORD, "s3cret")
    assert "s3cret" not in f"{credentials!r} {credentials} {credentials._vault!r}"


# ------------------------------------------------------------------ for this session only


def test_what_is_kept_for_the_session_is_in_memory_alone_and_does_not_expire(counting: CountingVault) -> None:
    clock = Clock()
    credentials = Credentials(counting, remember_s=60, clock_s=clock)
    counting.set("solar/token", "in the keyring")
    credentials.keep_for_session("solar", SecretKind.TOKEN, "for the session")
    clock.now_s += 10**9
    assert credentials.get("solar", SecretKind.TOKEN) == "for the session"
    assert counting.asked == []
    assert counting.get("solar/token") == "in the keyring"
    assert credentials.get("solar", SecretKind.PASSWORD) is None
    assert credentials.get("wind", SecretKind.TOKEN) is None
    assert Credentials(counting).get("solar", SecretKind.TOKEN) == "in the keyring"


def test_what_is_set_later_takes_its_place_once_it_is_kept(counting: CountingVault) -> None:
    credentials = Credentials(counting)
    credentials.keep_for_session("solar", SecretKind.TOKEN, "one")
    counting.locked = True
    with pytest.raises(VaultLockedError):
        credentials.set("solar", SecretKind.TOKEN, "two")
    assert credentials.get("solar", SecretKind.TOKEN) == "one"
    counting.locked = False
    credentials.set("solar", SecretKind.TOKEN, "three")
    assert (credentials.get("solar", SecretKind.TOKEN), counting.get("solar/token")) == ("three", "three")
    assert Credentials(counting).get("solar", SecretKind.TOKEN) == "three"


def test_nothing_is_kept_for_the_session_unless_somebody_says_so(counting: CountingVault) -> None:
    credentials = Credentials(counting)
    counting.locked = True
    with pytest.raises(VaultLockedError):
        credentials.set("solar", SecretKind.TOKEN, "one")
    assert credentials.get("solar", SecretKind.TOKEN) is None


def test_forgetting_forgets_what_the_session_has_even_where_the_keyring_is_locked(counting: CountingVault) -> None:
    credentials = Credentials(counting)
    for kind in SecretKind:
        credentials.keep_for_session("solar", kind, kind)
    counting.locked = True
    with pytest.raises(VaultLockedError):
        credentials.forget("solar")
    assert [credentials.get("solar", kind) for kind in SecretKind] == [None, None, None]
