"""A keyring that fails, for real: what the window says and offers, and that no lead and no history is lost by it."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from . import fault_walk as fault
from . import leads
from .conftest import Windows
from .planted import found_in
from .receiver import Receiver, as_documented, receiving
from .session import Running, Session, session
from .walker import Walker, walking

pytestmark = pytest.mark.timeout(600)

PASSPHRASE = "seven green bicycles"
OTHER_KEY = "ab" * 32
PASSWORD = "Planted typed 4711"
NO_ANSWER = "has not answered"
QUIT_S = 15.0
"""Longer than a window needs to close, and far below the time for which a keyring is waited for."""


@dataclass(frozen=True)
class Seat:
    """What a test begins with.

    Attributes:
        receiver: Where its profile sends to.
        folder: A data folder with that profile and a history of one lead, whose key the keyring has.
        key: The key.
    """

    receiver: Receiver
    folder: Path
    key: str


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(as_documented) as opened:
        yield opened


@pytest.fixture
def keyring(desktop: Session) -> Session:
    """The desktop with an unlocked keyring that keeps nothing yet."""
    desktop.end_keyring()
    shutil.rmtree(desktop.home / ".local/share/keyrings")
    desktop.add_keyring()
    return desktop


@pytest.fixture(scope="module")
def first_day(
    desktop: Session, window: Windows, walker: Walker, tmp_path_factory: pytest.TempPathFactory
) -> fault.FirstDay:
    return fault.first_day(desktop, window, walker, tmp_path_factory.mktemp("day"))


@pytest.fixture
def seat(first_day: fault.FirstDay, keyring: Session, receiver: Receiver, tmp_path: Path) -> Seat:
    folder = first_day.copy(tmp_path / "data", endpoint=receiver.url)
    keyring.keep_secret("database", first_day.key)
    return Seat(receiver, folder, first_day.key)


# ------------------------------------------------------------------ a keyring that hangs for good


@dataclass(frozen=True)
class Hung:
    """A window on a desktop of its own, whose keyring hangs from its start on: the others' tests go on meanwhile.

    Attributes:
        ends: Lets the keyring go on.
    """

    walker: Walker
    seat: Seat
    program: Running
    ends: Callable[[], None]


@pytest.fixture(scope="module")
def hung(first_day: fault.FirstDay, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hung]:
    place = tmp_path_factory.mktemp("hung")
    with (
        receiving(as_documented) as receiver,
        session(place / "session", screen="1280x720", bus=True, keyring=True) as desktop,
        walking(desktop) as walker,
        ExitStack() as hanging,
    ):
        seat = Seat(receiver, first_day.copy(place / "data", endpoint=receiver.url), first_day.key)
        desktop.keep_secret("database", seat.key)
        hanging.enter_context(desktop.hung_keyring())
        program = desktop.program("--data-dir", seat.folder)
        walker.attach(program)
        yield Hung(walker, seat, program, hanging.close)


def test_a_keyring_that_hangs_is_said_while_it_is_waited_for(hung: Hung) -> None:
    fault.notice(hung.walker, NO_ANSWER, "look for a window", "You can type meanwhile")
    fault.type_lead(hung.walker)
    fault.assert_alive(hung.walker)
    assert not hung.walker.told("submit.send")["enabled"]


# ------------------------------------------------------------------ at a start, over a history that is there


@dataclass(frozen=True)
class Fault:
    """A fault of the keyring, and what comes of it.

    Attributes:
        begins: Makes it.
        ends: Mends it.
        said: Parts of the message: the cause, and the next step.
        ways: The buttons.
        has: What the keyring has as the history's key meanwhile, where it can be asked.
    """

    begins: Callable[[Session], None]
    ends: Callable[[Session, str], None]
    said: tuple[str, ...]
    ways: tuple[str, ...] = ("Try again", "This session only")
    has: str | None = None


def unlock(session: Session, key: str) -> None:
    del key
    session.end_keyring()
    session.add_keyring()


def put_back(session: Session, key: str) -> None:
    session.keep_secret("database", key)


def sign_in_without_password(session: Session) -> None:
    session.end_keyring()
    session.add_keyring(locked=True)


LOST = ("Try again", "This session only", "Move it aside, begin anew")
FAULTS = {
    "locked": Fault(Session.lock_keyring, unlock, ("keyring is locked", "Unlock it")),
    "never unlocked": Fault(sign_in_without_password, unlock, ("keyring is locked", "Unlock it")),
    "stopped": Fault(
        Session.end_keyring, lambda own, _: own.add_keyring(), ("No keyring was found", "Start the desktop's keyring")
    ),
    "key deleted": Fault(
        lambda own: own.forget_secret("database"),
        put_back,
        (
            "its key is not in the Secret Service",
            "Its own was kept there. The history was not touched",
            "Sign in as the user",
            "can be moved aside",
        ),
        LOST,
        "",
    ),
    "another key": Fault(
        lambda own: own.keep_secret("database", OTHER_KEY),
        put_back,
        ("The key in the Secret Service", "is that of another history", "was not touched", "can be moved aside"),
        LOST,
        OTHER_KEY,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_at_a_start_is_said_and_passes(
    name: str, seat: Seat, keyring: Session, window: Windows, walker: Walker
) -> None:
    found = FAULTS[name]
    before = fault.kept(seat.folder)
    found.begins(keyring)
    with window("--data-dir", seat.folder):
        fault.notice(walker, *found.said)
        fault.wait_offered(walker, *found.ways)
        assert not walker.told("window.notice.dismiss")["showing"]
        fault.type_lead(walker)
        send = walker.told("submit.send")
        assert (send["enabled"], found.said[0] in send["description"]) == (False, True)
        fault.assert_alive(walker)

        fault.do(walker, "Try again")
        fault.notice(walker, *found.said)
        fault.wait_offered(walker, *found.ways)
        assert fault.kept(seat.folder) == before
        assert found.has is None or keyring.secret("database") == found.has, "no new key is ever made"

        found.ends(keyring, seat.key)
        fault.do(walker, "Try again")
        walker.wait_enabled("submit.send")
        fault.assert_lead_stays(walker)
        assert fault.outcomes(walker) == ["accepted"]
        fault.wait_quiet(walker)
        assert seat.receiver.requests == []
        walker.type("submit.field.FirstName", "Plantedsecond")
        fault.send(walker)
        assert fault.outcomes(walker) == ["accepted", "accepted"]
        assert len(seat.receiver.requests) == 1
    assert keyring.secret("database") == seat.key
    fault.assert_no_personal_data(seat.folder)


def test_a_backend_that_loses_secrets_is_refused(seat: Seat, window: Windows, walker: Walker) -> None:
    before = fault.kept(seat.folder)
    with window("--data-dir", seat.folder, PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring") as program:
        said = ("keyring.backends.null.Keyring is configured, and refused", "Remove PYTHON_KEYRING_BACKEND")
        fault.notice(walker, *said)
        fault.wait_offered(walker, "Try again", "This session only")
        fault.type_lead(walker)
        fault.do(walker, "Try again")
        fault.notice(walker, *said)
        walker.ask("keys", ["Control"], "q")
        fault.notice(walker, "What you typed in the form could not be kept", "gone when the window closes")
        fault.assert_lead_stays(walker)
        fault.quit_program(walker, program)
    assert fault.kept(seat.folder) == before


def test_a_key_that_is_lost_a_new_history_is_begun_beside_the_old_one(
    seat: Seat, keyring: Session, window: Windows, walker: Walker
) -> None:
    before = fault.kept(seat.folder)
    keyring.forget_secret("database")
    with window("--data-dir", seat.folder):
        fault.notice(walker, "its key is not in")
        fault.type_lead(walker)
        fault.do(walker, "Move it aside, begin anew")
        fault.notice(walker, "The old history is kept in", "history.db.aside-1", "A new one begins.")
        walker.wait_enabled("submit.send")
        fault.assert_lead_stays(walker)
        fault.send(walker)
        assert fault.outcomes(walker) == ["accepted"]
    now = fault.kept(seat.folder)
    assert {name: now[f"{name}.aside-1"] for name in before} == before
    assert keyring.secret("database") not in ("", seat.key)


# ------------------------------------------------------------------ a keyring that hangs


def test_a_keyring_that_hangs_for_a_while_holds_up_history_alone(
    seat: Seat, keyring: Session, window: Windows, walker: Walker
) -> None:
    with window("--data-dir", seat.folder):
        with keyring.hung_keyring():
            fault.type_lead(walker)
            fault.notice(walker, NO_ANSWER)
        walker.wait_enabled("submit.send")
        fault.wait_quiet(walker)
        fault.assert_lead_stays(walker)
        fault.send(walker)


def test_a_window_is_closed_while_its_keyring_hangs(
    seat: Seat, keyring: Session, window: Windows, walker: Walker
) -> None:
    before = fault.kept(seat.folder)
    with keyring.hung_keyring(), window("--data-dir", seat.folder) as program:
        fault.notice(walker, NO_ANSWER)
        began_s = time.monotonic()
        fault.quit_program(walker, program)
        assert time.monotonic() - began_s < QUIT_S
    assert fault.kept(seat.folder) == before


# ------------------------------------------------------------------ a keyring that goes away while the program runs


@pytest.fixture
def with_password(first_day: fault.FirstDay, keyring: Session, receiver: Receiver, tmp_path: Path) -> Seat:
    """The profile needs a password, which the keyring has and the program has not read."""
    auth = {"password": True, "scheme": "none"}
    folder = first_day.copy(tmp_path / "data", endpoint=receiver.url, auth=auth)
    keyring.keep_secret("database", first_day.key)
    keyring.keep_secret(f"{leads.PROFILE_ID}/password", leads.PASSWORD)
    return Seat(receiver, folder, first_day.key)


Steps = tuple[Callable[[Session], None], Callable[[Session], None], str]
GONE: dict[str, Steps] = {
    "killed": (Session.end_keyring, Session.add_keyring, "The system's keyring cannot be reached"),
    "locked": (Session.lock_keyring, lambda own: unlock(own, ""), "The system's keyring is locked"),
}
"""What happens to the keyring, how it ends, and what is said of it."""


@pytest.mark.parametrize("name", GONE)
def test_a_send_whose_password_the_keyring_does_not_give(
    name: str, with_password: Seat, keyring: Session, window: Windows, walker: Walker
) -> None:
    begin, end, said = GONE[name]
    receiver = with_password.receiver
    with window("--data-dir", with_password.folder):
        walker.wait_enabled("submit.send")
        fault.type_lead(walker)
        begin(keyring)
        walker.click("submit.send")
        walker.wait_like("submit.outcome", "Nothing was sent. ")
        assert said in walker.text("submit.outcome")
        fault.notice(walker, "does not give the password or token")
        fault.wait_offered(walker, "Send again", "Type it for this session…")
        assert (receiver.requests, fault.outcomes(walker)) == ([], ["accepted"])
        fault.assert_lead_stays(walker)
        fault.assert_alive(walker)

        fault.do(walker, "Type it for this session…")
        walker.wait_like("credentials.problem", said)
        walker.type("credentials.password", PASSWORD)
        walker.press("credentials.session")
        fault.wait_outcomes(walker, "accepted", "accepted")
        fault.assert_lead_stays(walker)
        assert [own.count(b"Planted+typed+4711") for own in bodies(receiver)] == [1]
        end(keyring)
    assert keyring.secret(f"{leads.PROFILE_ID}/password") == leads.PASSWORD
    assert found_in(with_password.folder, {"typed": PASSWORD}) == []
    fault.assert_no_personal_data(with_password.folder)


@pytest.mark.parametrize("name", GONE)
def test_a_send_goes_out_once_the_keyring_is_back(
    name: str, with_password: Seat, keyring: Session, window: Windows, walker: Walker
) -> None:
    begin, end, said = GONE[name]
    with window("--data-dir", with_password.folder):
        walker.wait_enabled("submit.send")
        fault.type_lead(walker)
        begin(keyring)
        walker.click("submit.send")
        walker.wait_like("submit.outcome", said)
        end(keyring)
        fault.do(walker, "Send again")
        walker.wait_text("submit.outcome.kind", "accepted")
        assert fault.outcomes(walker) == ["accepted", "accepted"]
        assert [own.count(b"password=") for own in bodies(with_password.receiver)] == [1]
        fault.assert_lead_stays(walker)


def bodies(receiver: Receiver) -> list[bytes]:
    return [request.body for request in receiver.requests]


# ------------------------------------------------------------------ a desktop that has none, and no history yet


@pytest.fixture
def without_keyring(keyring: Session) -> Iterator[Session]:
    keyring.end_keyring()
    yield keyring
    keyring.add_keyring()


def test_without_a_keyring_a_passphrase_instead(
    without_keyring: Session, window: Windows, walker: Walker, receiver: Receiver, tmp_path: Path
) -> None:
    del without_keyring
    folder = tmp_path / "data"
    profile = leads.write(tmp_path / "walk.leadprofile", leads.without_secrets(receiver.url))
    with window("--data-dir", folder, "--import-profile", profile) as program:
        fault.notice(walker, "No keyring was found", "Start the desktop's keyring")
        fault.wait_offered(walker, "Try again", "Use a passphrase instead…", "This session only")
        fault.type_lead(walker)
        fault.do(walker, "Use a passphrase instead…")
        give_passphrase(walker, "short", "short")
        walker.wait_like("passphrase.problem", "too short")
        give_passphrase(walker, PASSPHRASE, PASSPHRASE)
        walker.wait_enabled("submit.send")
        fault.assert_lead_stays(walker)
        fault.send(walker)
        fault.quit_program(walker, program)
    before = fault.kept(folder)
    with window("--data-dir", folder):
        fault.notice(walker, "is locked with a passphrase")
        fault.wait_offered(walker, "Type the passphrase…", "This session only")
        fault.do(walker, "Type the passphrase…")
        give_passphrase(walker, "seven red bicycles")
        walker.wait_like("passphrase.problem", "This is not the passphrase")
        assert fault.kept(folder) == before
        give_passphrase(walker, PASSPHRASE)
        walker.wait_enabled("submit.send")
        assert fault.outcomes(walker) == ["accepted"]
        fault.assert_lead_stays(walker)
        fault.assert_alive(walker)
    assert found_in(folder, {"passphrase": PASSPHRASE}) == []
    assert len(receiver.requests) == 1
    fault.assert_no_personal_data(folder)


def give_passphrase(walker: Walker, text: str, repeat: str | None = None) -> None:
    walker.wait_enabled("passphrase.text")
    walker.type("passphrase.text", text)
    if repeat is not None:
        walker.type("passphrase.repeat", repeat)
    walker.press("passphrase.open")


def test_without_a_keyring_this_session_only(
    without_keyring: Session, window: Windows, walker: Walker, receiver: Receiver, tmp_path: Path
) -> None:
    del without_keyring
    folder = tmp_path / "data"
    profile = leads.write(tmp_path / "walk.leadprofile", leads.without_secrets(receiver.url))
    with window("--data-dir", folder, "--import-profile", profile) as program:
        fault.notice(walker, "No keyring was found")
        fault.type_lead(walker)
        fault.do(walker, "This session only")
        walker.wait_enabled("submit.send")
        assert walker.text("window.lasting") == "This session only: history ends when the program does."
        fault.send(walker)
        fault.assert_lead_stays(walker)
        walker.ask("keys", ["Control"], "q")
        fault.notice(walker, "is gone when the window closes", "Close it again if that is right")
        fault.quit_program(walker, program)
    assert fault.kept(folder) == {}
    assert len(receiver.requests) == 1
    fault.assert_no_personal_data(folder)


# ------------------------------------------------------------------ the one that hung all the while


def test_a_keyring_that_hangs_is_given_up_and_tried_again(hung: Hung) -> None:
    walker = hung.walker
    before = fault.kept(hung.seat.folder)
    fault.type_lead(walker)
    walker.ask("wait_like", "window.notice", "did not answer within 30 s", 40)
    said = fault.notice(walker, "it waits for a password, or hangs", "then try again")
    assert NO_ANSWER not in said
    fault.wait_offered(walker, "Try again", "This session only")
    fault.assert_alive(walker)
    assert fault.kept(hung.seat.folder) == before
    hung.ends()
    fault.do(walker, "Try again")
    walker.wait_enabled("submit.send")
    fault.assert_lead_stays(walker)
    assert fault.outcomes(walker) == ["accepted"]
    assert (hung.seat.receiver.requests, hung.program.errors) == ([], "")
