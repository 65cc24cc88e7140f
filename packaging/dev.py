#!/usr/bin/env python3
"""Set up this checkout and run, test or lock it, with nothing but Python.

    python3 packaging/dev.py run [ARGS...]    the program on its built-in receiver (ARGS go to the program)
    python3 packaging/dev.py test [ARGS...]   linters, type checks and tests (ARGS go to pytest)
    python3 packaging/dev.py lock [ARGS...]   the lock files anew (ARGS go to uv: --upgrade, say)

Python packages go into `.venv` beside `pyproject.toml`, as the lock files say. On Linux, system packages that are
missing are installed if this user may (root, or sudo without a password); else the line that installs them is
printed. On Linux without a screen, `run` lets the program drive itself on a virtual one and keep pictures of it.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

MINIMUM = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed-locks"
PICTURES = ROOT / "pictures"

RUN_LOCK = "requirements.lock"
BUILD_LOCK = "requirements-build.lock"
DEV_LOCK = "requirements-dev.lock"
RUN_SOURCES = ["pyproject.toml"]
BUILD_SOURCES = ["--group", "build"]
LOCK_SOURCES = {
    RUN_LOCK: RUN_SOURCES,
    BUILD_LOCK: BUILD_SOURCES,
    DEV_LOCK: [*RUN_SOURCES, *BUILD_SOURCES, "--group", "lint", "--group", "test"],
}
"""What uv makes each lock from; each is held to the pins of those before it."""


class SetUpError(Exception):
    """Something that this script needs and cannot get; the message says what to do."""


class Need(NamedTuple):
    """Something of the system's: what it is for, the Debian packages that bring it, and whether it is there."""

    what: str
    packages: str
    present: Callable[[], object]


def say(text: str) -> None:
    """Print at once, so that the text stands before the output of what is started next."""
    print(text, flush=True)


def dotted(version: Sequence[int]) -> str:
    """A version as people write it."""
    return ".".join(map(str, version))


# ---------------------------------------------------------------- Python packages


def program(name: str, *, windows: bool = os.name == "nt") -> str:
    """Where the environment keeps a program."""
    return str(VENV / "Scripts" / f"{name}.exe" if windows else VENV / "bin" / name)


def digest(lock: str) -> str:
    """The state of a lock, and of the project file that says how the checkout itself is installed."""
    files = (ROOT / "packaging" / lock, ROOT / "pyproject.toml")
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def in_step(locks: Iterable[str]) -> bool:
    """Whether the environment holds what the locks say."""
    return STAMP.exists() and set(map(digest, locks)) <= set(STAMP.read_text(encoding="ascii").split())


def keep_stamp(locks: Iterable[str]) -> None:
    """Remember that the environment holds what these locks say, and no others."""
    STAMP.write_text("\n".join(map(digest, locks)), encoding="ascii")


def can_make_venv() -> bool:
    """Whether this Python has venv and what that puts pip in with: Debian packs them apart."""
    importlib.invalidate_caches()
    return all(importlib.util.find_spec(module) for module in ("venv", "ensurepip"))


def make_venv() -> None:
    """Make the environment if there is none, or none that works."""
    if Path(program("python")).exists():
        return
    require(Need("Python's venv module", "python3-venv", can_make_venv))
    say(f"Making {VENV}")
    call("the environment could not be made", sys.executable, "-m", "venv", "--clear", str(VENV))


def pip_install(*arguments: str) -> None:
    """Install into the environment."""
    say(f"Installing {' '.join(arguments)}")
    quiet = ("--quiet", "--no-input", "--disable-pip-version-check", "--progress-bar", "off")
    failure = "pip could not install this (see above; is the network there?): run the same command again"
    call(failure, program("python"), "-m", "pip", "install", *quiet, *arguments)


def set_up(*locks: str) -> None:
    """Bring the environment in step with the locks and the checkout."""
    make_venv()
    if in_step(locks):
        return
    STAMP.unlink(missing_ok=True)
    pip_install("--require-hashes", "--only-binary=:all:", *(f"--requirement=packaging/{lock}" for lock in locks))
    pip_install("--no-deps", "--no-build-isolation", "--editable=.")
    keep_stamp(locks)


def call(failure: str, *command: str) -> None:
    """Run a command in the checkout, with nothing to read; its failure is ours."""
    if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode:
        raise SetUpError(failure)


# ---------------------------------------------------------------- system packages, on Linux


def qt_loads(*libraries: str) -> bool:
    """Whether files of Qt's, and with them all that they need of the system, can be loaded."""
    folder = next(VENV.glob("lib/python*/site-packages/PySide6/Qt"))
    code = "import ctypes, sys\nfor file in sys.argv[1:]: ctypes.CDLL(file)"
    command = [program("python"), "-c", code, *(str(folder / library) for library in libraries)]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def has_accessibility_client() -> bool:
    """Whether the system's Python, which is not this one, can talk to the accessibility bus."""
    code = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    command = ["/usr/bin/python3", "-c", code]
    return Path(command[0]).exists() and subprocess.run(command, capture_output=True, check=False).returncode == 0


QT_NETWORK = "lib/libQt6Network.so.6"
QT = Need(
    "Qt's system libraries",
    "fonts-dejavu-core libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libgssapi-krb5-2 libx11-xcb1"
    " libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-randr0 libxcb-shape0 libxcb-sync1 libxcb-xfixes0"
    " libxkbcommon-x11-0",
    functools.partial(qt_loads, "plugins/platforms/libqxcb.so", QT_NETWORK),
)
SCREEN = Need("a virtual screen", "xvfb", functools.partial(shutil.which, "Xvfb"))
TEST_NEEDS = (
    SCREEN,
    Need("a message bus", "dbus", functools.partial(shutil.which, "dbus-run-session")),
    Need("a keyring", "gnome-keyring", functools.partial(shutil.which, "gnome-keyring-daemon")),
    Need("a keyring's client", "libsecret-tools", functools.partial(shutil.which, "secret-tool")),
    Need("the accessibility bus", "at-spi2-core", Path("/usr/libexec/at-spi-bus-launcher").exists),
    Need("an accessibility client", "python3-gi gir1.2-atspi-2.0", has_accessibility_client),
    Need("keys and clicks", "xdotool", functools.partial(shutil.which, "xdotool")),
    Need("a window manager", "openbox", functools.partial(shutil.which, "openbox")),
    Need("a look at windows", "x11-utils", functools.partial(shutil.which, "xprop")),
)


@functools.cache
def to_be_root() -> tuple[str, ...] | None:
    """What goes before a command that is root's: nothing for root, sudo if it asks nothing, None if neither."""
    if os.geteuid() == 0:
        return ()
    sudo = ("sudo", "-n")
    if shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode == 0:
        return sudo
    return None


def names(needs: Sequence[Need]) -> str:
    """The Debian packages that bring what is needed."""
    return " ".join(need.packages for need in needs)


def apt_line(packages: str, *, root: bool) -> str:
    """The line with which a person installs Debian packages."""
    sudo = "" if root else "sudo "
    return f"{sudo}apt-get update && {sudo}apt-get install --yes --no-install-recommends {packages}"


@functools.cache
def apt(action: str, *packages: str) -> None:
    """Let apt-get act as root, once; whether it did its work shows in what is there afterwards."""
    settings = ("APT::Install-Recommends=0", "Acquire::Retries=3", "DPkg::Lock::Timeout=300", "Dpkg::Use-Pty=0")
    options = [part for setting in settings for part in ("-o", setting)]
    command = [*(to_be_root() or ()), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", *options, action]
    command += packages
    finished = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if finished.returncode:
        say(finished.stderr.rstrip())


def complaint(*needs: Need) -> str:
    """Install what is missing if this user may; say what is missing still and how to get it, or nothing."""
    missing = [need for need in needs if not need.present()]
    if missing and shutil.which("apt-get") and to_be_root() is not None:
        say(f"Installing Debian packages: {names(missing)}")
        apt("update")
        apt("install", *names(missing).split())
        missing = [need for need in missing if not need.present()]
    if not missing:
        return ""
    remedy = f"Debian's names for it: {names(missing)}"
    if shutil.which("apt-get"):
        remedy = f"This line installs it:\n    {apt_line(names(missing), root=to_be_root() == ())}"
    return f"Missing on this system: {', '.join(need.what for need in missing)}. {remedy}"


def require(*needs: Need) -> None:
    """Stop if something is missing that cannot be installed."""
    if text := complaint(*needs):
        raise SetUpError(text)


# ---------------------------------------------------------------- the commands


@contextmanager
def virtual_screen() -> Iterator[str]:
    """A screen that nobody sees, for as long as the block lasts: its display's name."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    null = subprocess.DEVNULL
    with subprocess.Popen(command, pass_fds=[writer], stdin=null, stdout=null, stderr=null) as server:
        os.close(writer)
        try:
            with os.fdopen(reader) as pipe:
                number = pipe.readline().strip()
            if not number:
                raise SetUpError("Xvfb did not start; `Xvfb :99` says why")
            yield f":{number}"
        finally:
            server.terminate()


def start(*arguments: str, **environment: str) -> int:
    """Run the program; its exit status."""
    command = [program("leadexec-desktop"), *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode


def tour(args: Sequence[str]) -> int:
    """Let the program drive itself on a virtual screen."""
    if text := complaint(QT, SCREEN):
        if qt_loads("plugins/platforms/libqoffscreen.so", QT_NETWORK):
            command = f"QT_QPA_PLATFORM=offscreen {program('leadexec-desktop')} --tour {PICTURES}"
            text += f"\nWithout it, this draws the same pictures off screen:\n    {command}"
        raise SetUpError(text)
    with virtual_screen() as display:
        status = start("--tour", str(PICTURES), *args, DISPLAY=display, QT_QPA_PLATFORM="xcb")
    say(f"No screen here, so the program drove itself on a virtual one: its pictures are in {PICTURES}")
    return status


def run(args: Sequence[str]) -> int:
    """Run the program on its built-in receiver."""
    set_up(RUN_LOCK, BUILD_LOCK)
    if sys.platform != "linux":
        return start("--sandbox", *args)
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return tour(args)
    require(QT)
    return start("--sandbox", *args)


def test(args: Sequence[str]) -> int:
    """Run every check, also after one that failed."""
    set_up(*LOCK_SOURCES)
    if sys.platform == "linux":
        require(QT)
        if text := complaint(*TEST_NEEDS):
            say(f"{text}\nThe tests that need it will be skipped.")
    workers = str(min(4, os.cpu_count() or 1))
    results = [
        check("ruff", "check"),
        check("ruff", "format", "--check"),
        check("mypy"),
        check("lint-imports"),
        check("deptry", "."),
        check("vulture"),
        check("pytest", "-n", workers, "--dist", "worksteal", *args),
    ]
    say("\n".join(("", *(line for line, _ in results))))
    return 0 if all(passed for _, passed in results) else 1


def check(*command: str) -> tuple[str, bool]:
    """Run one of the environment's tools on the checkout: a line about it, and whether it found nothing wrong."""
    name = " ".join(command)
    say(f"\n=== {name}")
    began = time.monotonic()
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # else each of pytest's processes compiles all tests anew
    finished = subprocess.run(
        [program(command[0]), *command[1:]], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False
    )
    passed = finished.returncode == 0
    return f"{'passed' if passed else 'FAILED'} {time.monotonic() - began:7.1f} s  {name}", passed


def lock(args: Sequence[str]) -> int:
    """Make the lock files anew; pins stay where the project file allows them, unless ARGS say --upgrade."""
    make_venv()
    if not Path(program("uv")).exists():
        pip_install("uv")
    options = ["--universal", "--python-version", dotted(MINIMUM), "--generate-hashes", "--no-emit-index-url"]
    options += ["--quiet", "--custom-compile-command", "python3 packaging/dev.py lock"]
    held: list[str] = []
    for name, sources in LOCK_SOURCES.items():
        target = f"packaging/{name}"
        say(f"Making {target}")
        command = [program("uv"), "pip", "compile", *options, *held, "--output-file", target, *sources, *args]
        call(f"{target} could not be made (see above)", *command)
        held += ["--constraint", target]
    return 0


COMMANDS = {"run": run, "test": test, "lock": lock}


def main() -> int:
    """Read the command line and obey it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=COMMANDS)
    command = parser.parse_args(sys.argv[1:2]).command
    if sys.version_info < MINIMUM:
        parser.exit(1, f"Python {dotted(MINIMUM)} or newer is needed; this is {dotted(sys.version_info[:3])}\n")
    try:
        return COMMANDS[command](sys.argv[2:])
    except SetUpError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
