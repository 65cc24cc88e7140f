"""What the walks through the whole program share: a desktop of their own, and a window on it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from . import leads
from .open_window import Open
from .receiver import POST_ID, as_documented, receiving
from .session import EVERYTHING, Running, Session, missing_for, session
from .walker import Walker, walking


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Session]:
    """A session with neither screen nor bus nor keyring, and an empty home."""
    missing = missing_for()
    if missing:
        pytest.skip(missing)
    with session(tmp_path / "bare") as opened:
        yield opened


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A session with screen, window manager, accessibility bus and an unlocked keyring."""
    missing = missing_for(*EVERYTHING)
    if missing:
        pytest.skip(missing)
    with session(tmp_path_factory.mktemp("desktop"), screen="1280x720", bus=True, keyring=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def walker(desktop: Session) -> Iterator[Walker]:
    """Someone on that desktop who sees as a screen reader does."""
    with walking(desktop) as one:
        yield one


Windows = Callable[..., AbstractContextManager[Running]]


@pytest.fixture(scope="module")
def window(desktop: Session, walker: Walker) -> Windows:
    """Opens the program's window with a command line; it is closed, quietly, at the end of the block."""

    @contextmanager
    def opened(*arguments: str | Path, **environment: str) -> Iterator[Running]:
        program = desktop.program(*arguments, **environment)
        try:
            walker.attach(program)
            yield program
            assert program.process.poll() in (None, 0), f"the program ended: {program.errors}"
            assert program.errors == ""
        except AssertionError as error:
            error.add_note(f"The program: {program.process.poll() or 'running'}, {program.errors or 'without a word'}")
            raise
        finally:
            program.kill()

    return opened


@pytest.fixture(scope="module")
def one(window: Windows, walker: Walker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """A window that all these leads go through, as in an agent's day, on a receiver that is changed behind it."""
    folder = tmp_path_factory.mktemp("day")
    with receiving(as_documented) as receiver:
        file = leads.write(folder / "walk.leadprofile", leads.without_secrets(receiver.url))
        with window("--data-dir", folder / "data", "--import-profile", file):
            walker.wait_ready()
            receiver.sets_questions_apart = True
            yield Open(walker, receiver)
        heads = {question.head[0] for question in receiver.questions}
        assert heads <= {f"GET /information/queuestatus/{POST_ID} HTTP/1.1"}
        assert all(not question.header("authorization") and not question.body for question in receiver.questions)
