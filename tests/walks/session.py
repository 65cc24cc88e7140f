"""A desktop session of its own, thrown away after the test: screen, window manager, bus, keyring, home and clean-up.

Nothing of the user's own is in it, and nothing of it outlives it: whatever was started in it carries a mark in its
environment, and is ended by that.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import TypeVar

import leadexec_desktop

PATIENCE_S = 60.0
SYSTEM_PYTHON = "/usr/bin/python3"
"""Where the distribution's packages are; the accessibility bus's bindings are not on PyPI."""

_MARK = "LEADEXEC_WALK"
_SECRETS = "org.freedesktop.secrets"
_IMPORTABLE = Path(leadexec_desktop.__file__).parent.parent
_OF_THE_USER = ("XDG_", "DBUS_", "QT_", "GTK_", "AT_SPI_", "LEADEXEC_", "PYTHON", "COV_")
_OF_THE_USER_EXACTLY = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "LANG", "LANGUAGE", "TZ")

_ACCESSIBILITY_SERVICE = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
_BUS = Template("""<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=$folder</listen>
  <auth>EXTERNAL</auth>
  <servicedir>$services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
""")

T = TypeVar("T")


def missing_for(*wanted: str) -> str:
    """Why a machine cannot hold such a session, naming what is missing; empty if it can.

    Args:
        wanted: Programs by name, or `atspi` for the accessibility bus and its bindings.
    """
    if sys.platform != "linux":
        return "the session is made of a Linux desktop's programs"
    lacking = [name for name in wanted if name != "atspi" and shutil.which(name) is None]
    if "atspi" in wanted and not _has_atspi():
        lacking.append(f"at-spi2-core with python3-gi and gir1.2-atspi-2.0 for {SYSTEM_PYTHON}")
    return f"not installed: {', '.join(lacking)}" if lacking else ""


def _has_atspi() -> bool:
    look = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    launchers = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
    if not Path(SYSTEM_PYTHON).exists() or not any(Path(path).exists() for path in launchers):
        return False
    return subprocess.run([SYSTEM_PYTHON, "-I", "-c", look], capture_output=True, check=False).returncode == 0


KEYRING = ("dbus-daemon", "dbus-send", "gnome-keyring-daemon", "secret-tool")
SCREEN = ("Xvfb", "openbox")
EVERYTHING = (*KEYRING, *SCREEN, "atspi")


def eventually(look: Callable[[], T], what: str, patience_s: float = PATIENCE_S) -> T:
    """The first true thing that a look gives."""
    end_s, pause_s = time.monotonic() + patience_s, 0.01
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < end_s, f"waited {patience_s:g} s in vain for {what}"
        time.sleep(pause_s)
        pause_s = min(1.5 * pause_s, 0.1)


def files_below(*folders: Path) -> list[Path]:
    """Every file and folder below some folders."""
    return sorted(path for folder in folders for path in folder.rglob("*"))


def text_in(path: Path) -> str:
    """A file's text; empty while the file is not there."""
    return path.read_text(encoding="utf-8") if path.exists() else ""


@dataclass
class Ended:
    """How a program ended."""

    status: int
    output: str
    errors: str


class Running:
    """The program, running.

    Args:
        process: Its process.
        errors: The file that its standard error goes to.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", output: Path, errors: Path) -> None:
        self.process = process
        self._output = output
        self._errors = errors

    @property
    def errors(self) -> str:
        """All that it has said on standard error by now."""
        return self._errors.read_text(encoding="utf-8")

    @property
    def output(self) -> str:
        """All that it has said on standard output by now."""
        return self._output.read_text(encoding="utf-8")

    def wait(self, patience_s: float = 120.0) -> Ended:
        """Waits for its end."""
        status = self.process.wait(patience_s)
        return Ended(status, self.output, self.errors)

    def kill(self) -> None:
        """Ends it as a power cut does."""
        self.process.kill()
        self.process.wait(PATIENCE_S)


@dataclass
class Session:
    """A session.

    Attributes:
        folder: Everything that it writes is below it, but for sockets.
        runtime: Where its sockets are: the path of one must be short.
        environment: That of whatever runs in it.
    """

    folder: Path
    runtime: Path
    environment: dict[str, str] = field(default_factory=dict)
    _started: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    _keyring: "subprocess.Popen[bytes] | None" = None
    _numbers: Iterator[int] = field(default_factory=lambda: iter(range(1_000_000)))

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def system(self) -> Path:
        """Where an administrator puts what is for everybody; not there at first."""
        return self.folder / "etc"

    def start(self, command: Sequence[str], *, output: Path | None = None, **more: str) -> "subprocess.Popen[bytes]":
        """Starts a program that is ended with the session; what it says goes nowhere, or into a file."""
        sink = subprocess.DEVNULL if output is None else output.open("wb")
        process = subprocess.Popen(
            command,
            env=self.environment | more,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._started.append(process)
        if not isinstance(sink, int):
            sink.close()
        return process

    def program(self, *arguments: str | Path, typed: str = "", **more: str) -> Running:
        """Starts the program itself.

        Args:
            arguments: Its command line.
            typed: What stands on its standard input.
            more: Of the environment.
        """
        number = next(self._numbers)
        output, errors = (self.folder / f"{number}.{name}" for name in ("output", "errors"))
        with output.open("wb") as out, errors.open("wb") as err:
            process = subprocess.Popen(
                [sys.executable, "-m", "leadexec_desktop", *map(str, arguments)],
                env=self.environment | more,
                cwd=self.folder,
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        self._started.append(process)
        if process.stdin is not None:
            with suppress(BrokenPipeError), process.stdin as pipe:
                pipe.write(typed.encode())
        return Running(process, output, errors)

    def run_program(self, *arguments: str | Path, typed: str = "", patience_s: float = 120.0, **more: str) -> Ended:
        """Runs the program to its end."""
        return self.program(*arguments, typed=typed, **more).wait(patience_s)

    def secret(self, user: str) -> str:
        """What another program finds in the keyring under the program's service and that user name."""
        command = ["secret-tool", "lookup", "service", "leadexec-desktop", "username", user]
        found = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
        return found.stdout

    def keep_secret(self, user: str, secret: str) -> None:
        """Has another program put a secret into the keyring, in place of the one before."""
        command = ["secret-tool", "store", "--label=of a walk", "service", "leadexec-desktop", "username", user]
        subprocess.run(command, env=self.environment, input=secret, text=True, timeout=PATIENCE_S, check=True)

    def forget_secret(self, user: str) -> None:
        """Has another program take a secret out of the keyring."""
        command = ["secret-tool", "clear", "service", "leadexec-desktop", "username", user]
        subprocess.run(command, env=self.environment, timeout=PATIENCE_S, check=True)

    def left(self) -> list[Path]:
        """What stands in the places where a program might leave something."""
        return files_below(self.home, self.folder / "tmp", self.runtime)

    # ------------------------------------------------------------------ its parts

    def add_screen(self, size: str) -> None:
        """Starts a screen of that size, and a window manager on it."""
        place = self.folder / "display"
        command = f'exec Xvfb -displayfd 3 -screen 0 {size}x24 -nolisten tcp -noreset 3>"{place}"'
        self.start(["sh", "-c", command])
        number = eventually(lambda: place.exists() and place.read_text().strip(), "the screen")
        self.environment["DISPLAY"] = f":{number}"
        self.environment |= {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        manages = self.folder / "managed"
        # Its settings are the machine's; the program's must not be.
        self.start(["openbox", "--startup", f'touch "{manages}"'], XDG_CONFIG_DIRS="/etc/xdg")
        eventually(manages.exists, "the window manager")

    def add_bus(self) -> None:
        """Starts a bus that activates nothing but the accessibility bus, with the environment as it is now."""
        place, services, told = (self.folder / name for name in ("bus", "services", "bus.conf"))
        services.mkdir()
        if _ACCESSIBILITY_SERVICE.exists():
            shutil.copy(_ACCESSIBILITY_SERVICE, services)
        told.write_text(_BUS.substitute(folder=self.runtime, services=services))
        self.start(["dbus-daemon", f"--config-file={told}", "--nofork", "--print-address"], output=place)
        address = eventually(lambda: place.read_text().strip(), "the bus")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address

    def add_keyring(self, *, locked: bool = False) -> None:
        """Starts a keyring, with what the one before it kept.

        Args:
            locked: Nobody has typed its password yet, and nobody is there to type it; else it is unlocked.
        """
        place = self.folder / "keyring password"
        place.write_text("of this session only")
        unlocking = "" if locked else f'--unlock <"{place}"'
        command = f"exec gnome-keyring-daemon --foreground --components=secrets {unlocking}"
        self._keyring = self.start(["sh", "-c", command])
        eventually(lambda: self._is_on_bus(_SECRETS), "the keyring")

    def end_keyring(self) -> None:
        """Kills the keyring; what it keeps stays on the disk."""
        assert self._keyring is not None
        self._keyring.kill()
        self._keyring.wait(PATIENCE_S)
        eventually(lambda: not self._is_on_bus(_SECRETS), "the keyring to be gone")

    def lock_keyring(self) -> None:
        """Locks the keyring that runs, as a desktop may after a while."""
        what = "array:objpath:/org/freedesktop/secrets/collection/login"
        call = ["/org/freedesktop/secrets", "org.freedesktop.Secret.Service.Lock", what]
        command = ["dbus-send", "--session", "--print-reply", f"--dest={_SECRETS}", *call]
        told = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE_S, check=True
        )
        assert "collection/login" in told.stdout, told.stdout

    @contextmanager
    def hung_keyring(self) -> Iterator[None]:
        """A keyring that takes calls and answers none, for the length of a block."""
        assert self._keyring is not None
        self._keyring.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._keyring.send_signal(signal.SIGCONT)

    def wait_on_bus(self, name: str) -> None:
        """Waits until somebody on the bus goes by a name."""
        eventually(lambda: self._is_on_bus(name), name)

    def _is_on_bus(self, name: str) -> bool:
        ask = "org.freedesktop.DBus.NameHasOwner"
        command = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/", ask, f"string:{name}"]
        told = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
        return "boolean true" in told.stdout

    def close(self) -> None:
        """Ends whatever was started in it, the newest first, and what those have started in turn."""
        for process in reversed(self._started):
            _signal(process.pid, signal.SIGTERM)
        for process in self._started:
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
        for pid in self._left():
            _signal(pid, signal.SIGKILL)
        for process in self._started:
            process.wait(PATIENCE_S)
        eventually(lambda: not self._left(), "the session's last process to end")
        shutil.rmtree(self.runtime)

    def _left(self) -> list[int]:
        """Processes that carry the session's mark."""
        mark = f"{_MARK}={self.environment[_MARK]}".encode()
        return [int(place.name) for place in Path("/proc").iterdir() if place.name.isdecimal() and _has(place, mark)]


def _has(process: Path, mark: bytes) -> bool:
    try:
        return mark in (process / "environ").read_bytes().split(b"\0")
    except OSError:  # it has ended, or is another user's
        return False


def _signal(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


@contextmanager
def session(
    folder: Path, *, screen: str = "", bus: bool = False, keyring: bool = False, **more: str
) -> Iterator[Session]:
    """A session for the length of a block.

    Args:
        folder: An empty folder for all that it writes.
        screen: Width and height; empty for none, and Qt's offscreen platform.
        bus: With a session bus.
        keyring: With a keyring, which needs a bus.
        more: Of the environment.
    """
    opened = Session(folder, Path(tempfile.mkdtemp(prefix="walk-")))
    for name in ("home", "tmp"):
        (folder / name).mkdir(mode=0o700, parents=True)
    opened.environment |= _inherited() | {
        _MARK: secrets.token_hex(8),
        "HOME": str(opened.home),
        "XDG_RUNTIME_DIR": str(opened.runtime),
        "XDG_CONFIG_DIRS": str(opened.system),
        "TMPDIR": str(folder / "tmp"),
        "LANG": "C.UTF-8",
        "TZ": "America/New_York",
        "PYTHONPATH": str(_IMPORTABLE),
        "QT_QPA_PLATFORM": "offscreen",
        **more,
    }
    try:
        if screen:
            opened.add_screen(screen)
        if bus:
            opened.add_bus()
        if keyring:
            opened.add_keyring()
        yield opened
    finally:
        opened.close()


def _inherited() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_OF_THE_USER)
        and name not in _OF_THE_USER_EXACTLY
        and not name.lower().endswith("_proxy")
    }
