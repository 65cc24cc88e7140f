"""A walk through the program's window from outside: asks the driver on the accessibility bus, one thing at a time."""

import json
import selectors
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from .session import SYSTEM_PYTHON, Running, Session

PATIENCE_S = 60.0


class Walker:
    """Someone who sees the window as a screen reader does.

    Args:
        driver: The process on the bus.
        errors: The file that its standard error goes to.
    """

    def __init__(self, driver: "subprocess.Popen[str]", errors: Path) -> None:
        self._driver = driver
        self._errors = errors

    def ask(self, function: str, *arguments: Any) -> Any:
        """Has the driver do something, and gives what it gave."""
        to, back = self._driver.stdin, self._driver.stdout
        assert to is not None
        assert back is not None
        to.write(json.dumps([function, *arguments]) + "\n")
        to.flush()
        with selectors.DefaultSelector() as selector:
            selector.register(back, selectors.EVENT_READ)
            assert selector.select(2 * PATIENCE_S), f"the driver does not answer {function}{arguments}"
        line = back.readline()
        assert line, f"the driver ended at {function}{arguments}: {self._errors.read_text(encoding='utf-8')}"
        answered = json.loads(line)
        assert "failed" not in answered, answered["failed"]
        return answered["gave"]

    def attach(self, program: Running) -> None:
        """Finds the program's window."""
        self.ask("attach", "leadexec-desktop", program.process.pid, PATIENCE_S)

    def wait_ready(self) -> None:
        """Waits until the form is there, empty or with what was kept, has the keyboard, and can be sent.

        The form comes first, and history behind it.
        """
        self.ask("wait_focused", "submit.field.FirstName", PATIENCE_S)
        self.wait_enabled("submit.send")

    def press(self, name: str) -> None:
        """Presses a button; Qt shows it pressed for a tenth of a second, and does then what it is for."""
        self.ask("act", name, "Press")

    def click(self, name: str) -> None:
        """Presses a button, and waits until the window has begun what it is for."""
        self.ask("click", name, PATIENCE_S)

    def toggle(self, name: str) -> None:
        self.ask("act", name, "Toggle")

    def switch(self, name: str, *, on: bool) -> None:
        """Toggles a button that is not as it should be."""
        if self.told(name)["checked"] is not on:
            self.toggle(name)

    def type(self, name: str, text: str) -> None:
        self.ask("type_text", name, text)

    def keys(self, typed: str) -> None:
        """Types a text where the keyboard is."""
        self.ask("type_keys", typed)

    def strike(self, *keys: str, times: int = 1) -> None:
        """Presses a key where the keyboard is, with those before it held."""
        for _ in range(times):
            self.ask("keys", list(keys[:-1]), keys[-1])

    def wait_focused(self, name: str) -> None:
        """Waits until a control has the keyboard."""
        self.ask("wait_focused", name, PATIENCE_S)

    def text(self, name: str) -> str:
        return str(self.ask("text", name))

    def told(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.ask("told", name)
        return found

    def wait_text(self, name: str, *wanted: str) -> str:
        return str(self.ask("wait_text", name, list(wanted), PATIENCE_S))

    def wait_like(self, name: str, part: str) -> str:
        return str(self.ask("wait_like", name, part, PATIENCE_S))

    def wait_enabled(self, name: str) -> None:
        self.ask("wait_enabled", name, PATIENCE_S)

    def rows(self, name: str) -> list[list[str]]:
        found: list[list[str]] = self.ask("rows", name, PATIENCE_S)
        return found

    def wait_row(self, name: str, row: int, column: int, wanted: str) -> list[str]:
        found: list[str] = self.ask("wait_rows", name, row, column, wanted, PATIENCE_S)
        return found


@contextmanager
def walking(session: Session) -> Iterator[Walker]:
    """A walker in a session, for the length of a block; attaches to no program yet."""
    errors = session.folder / "driver.errors"
    with errors.open("wb") as sink:
        driver = _started(session, sink)
    try:
        yield Walker(driver, errors)
    finally:
        driver.kill()
        driver.wait(PATIENCE_S)
        for pipe in (driver.stdin, driver.stdout):
            if pipe is not None:
                pipe.close()


def _started(session: Session, errors: IO[bytes]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [SYSTEM_PYTHON, "-I", "-Wignore::DeprecationWarning", str(Path(__file__).with_name("bus_driver.py"))],
        env=session.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        bufsize=1,
        encoding="utf-8",
    )
