"""Qt is loaded without what writes PySide's stubs, and its helpers are compiled once; nobody sees a difference."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

WRONG_CALL = """
from PySide6.QtWidgets import QApplication, QLabel
QApplication(["-", "-platform", "offscreen"])
try:
    QLabel(1, 2, 3)
except TypeError as error:
    print(error)
"""


COUNTED = """
import builtins
own, names = builtins.compile, []
def counted(source, filename, *how, **more):
    names.append(filename)
    return own(source, filename, *how, **more)
builtins.compile = counted
from pathlib import Path
from leadexec_desktop.ui.loading import load_qt
load_qt(Path({place!r}))
print(sum(str(name).startswith("shibokensupport/") for name in names) > 5)
"""


def told_by(look: str, *options: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, *options, "-c", look]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    return told.stdout


@pytest.mark.parametrize("kept", ["__import__", "compile"])
def test_python_gets_its_own_back(kept: str) -> None:
    look = (
        f"import builtins; own = builtins.{kept}; from leadexec_desktop.ui.loading import load_qt; load_qt(); "
        f"print(builtins.{kept} is own)"
    )
    assert told_by(look) == "True\n"


def test_what_writes_stubs_is_left_out() -> None:
    """Should PySide bring it under other names one day, the start is slower, and this says so."""
    look = (
        "from leadexec_desktop.ui.loading import load_qt; load_qt(); import sys; "
        "print([name for name, own in sys.modules.items() if hasattr(own, 'generate_pyi')])"
    )
    assert told_by(look) == "[]\n"


def test_a_wrong_call_is_explained_as_ever() -> None:
    lean = told_by(f"from leadexec_desktop.ui.loading import load_qt; load_qt(){WRONG_CALL}")
    assert "Supported signatures:\n  PySide6.QtWidgets.QLabel.__init__(text: str" in lean
    assert lean == told_by(WRONG_CALL)


# ------------------------------------------------------------------ compiled once


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "made" / "loading.pyside"


def compiles(place: Path, *options: str) -> bool:
    """Whether a start compiled PySide's helpers."""
    return told_by(COUNTED.format(place=str(place)), *options) == "True\n"


def test_the_helpers_are_compiled_at_the_first_start_alone(place: Path) -> None:
    assert compiles(place)
    assert [own.name for own in place.parent.iterdir()] == [place.name]
    assert not compiles(place)


@pytest.mark.parametrize("content", [b"", b"nothing", None], ids=["empty", "other", "cut off"])
def test_what_cannot_be_read_is_compiled_anew(place: Path, content: bytes | None) -> None:
    assert compiles(place)
    place.write_bytes(place.read_bytes()[:5000] if content is None else content)
    assert compiles(place)
    assert not compiles(place)


def test_a_text_that_has_changed_is_compiled_anew(place: Path) -> None:
    assert compiles(place)
    stale = (
        "import marshal; from pathlib import Path; from importlib.util import MAGIC_NUMBER as number; "
        f"place = Path({str(place)!r}); kept = marshal.loads(place.read_bytes()[len(number):]); "
        "kept = {name: (b'-', code) for name, (_, code) in kept.items()}; "
        "place.write_bytes(number + marshal.dumps(kept))"
    )
    told_by(stale)
    assert compiles(place)


def test_nothing_is_kept_where_python_keeps_nothing(place: Path) -> None:
    assert compiles(place, "-B")
    assert not place.parent.exists()


def test_a_place_that_cannot_be_written_keeps_nobody_from_starting(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    assert compiles(file / "loading.pyside")
