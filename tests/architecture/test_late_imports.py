"""What a form needs only once somebody types is not loaded for its first paint."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAINT = """
import sys
from PySide6.QtWidgets import QApplication
from leadexec_desktop.profiles.model import FieldKind, FieldSpec
from leadexec_desktop.ui.lead_form import LeadForm

application = QApplication([])
form = LeadForm("submit")
form.show_fields([FieldSpec(kind, kind=kind, pattern="[a-z]+") for kind in FieldKind], "Hello")
form.show()
application.processEvents()
{after}
print(*sys.modules)
"""
TYPED = """
from leadexec_desktop.profiles.reading import read_field
form.set_typed({"email": "ana@gmial.com"})
read_field(FieldSpec("phone", kind=FieldKind.PHONE, pattern="[0-9]+"), "7025550123")
"""
LATE = {
    *("phonenumbers", "regex", "leadexec_desktop.profiles.patterns", "leadexec_desktop.profiles.email_slips"),
}
NEVER_WITH_IT = {
    *("leadexec_desktop.profiles.phone_typing", "leadexec_desktop.ui.added_fields"),
    *("leadexec_desktop.ui.field_jump", "leadexec_desktop.profiles.presets"),
}


BEHIND = ("at_work", "duplicate_watch", "history_pane", "number_rows", "order_clock", "submit_aids", "transfer_card")
SERVICES_BEHIND = ("history", "noticing", "orders", "sending", "transferring")


def test_the_window_is_built_without_what_stands_beside_its_form() -> None:
    look = (
        "import sys; from PySide6.QtWidgets import QApplication; application = QApplication([]);"
        "from leadexec_desktop.behind_window import local_now;"
        "from leadexec_desktop.ui import conductor, main_window;"
        "window = main_window.MainWindow(local_now, list, lambda number: False);"
        "window.show(); application.processEvents(); print(*sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", look],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
    )
    late = {f"leadexec_desktop.ui.{own}" for own in BEHIND}
    late |= {f"leadexec_desktop.services.{own}" for own in SERVICES_BEHIND}
    assert late & set(ran.stdout.split()) == set()


@pytest.mark.parametrize("after, loaded", [("", set()), (TYPED, LATE)])
def test_what_is_loaded_for_a_form(after: str, loaded: set[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PAINT.format(after=after)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
    )
    assert (LATE | NEVER_WITH_IT) & set(ran.stdout.split()) == loaded
