"""Qt is loaded without what writes PySide's stubs; what a program sees of PySide is the same."""

import subprocess
import sys

import pytest

WRONG_CALL = """
from PySide6.QtWidgets import QApplication, QLabel
QApplication(["-", "-platform", "offscreen"])
try:
    QLabel(1, 2, 3)
except TypeError as error:
    print(error)
"""


def told_by(look: str) -> str:
    return subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, timeout=60).stdout


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
