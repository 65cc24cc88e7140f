"""What every source has, above the tabs: its name, its receiver's address, its ids; and the test of the connection."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from leadexec_desktop.services.connection_test import StepResult, Tester
from leadexec_desktop.services.edited_profile import EditedProfile, given_in
from leadexec_desktop.services.profile_cells import PROFILE_CELLS
from leadexec_desktop.services.profile_complaints import Complaint
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.ui.background import Background
from leadexec_desktop.ui.cell_editors import CellEditors
from leadexec_desktop.ui.naming import explain, name, plain_text, wear
from leadexec_desktop.ui.still_there import if_there

_TIP = "Tries name, proxy, connection and encryption of the endpoint. No lead and no secret is sent."
_NO_TESTER = "There is nothing here that could test a connection."


class ProfileHead(QWidget):
    """Edits name, endpoint and ids, and tests the endpoint.

    Args:
        background: Where a test runs.
        tester: What tests; None for nothing.
    """

    given = Signal(str, object)
    left = Signal()

    def __init__(self, background: Background, tester: Tester | None) -> None:
        super().__init__()
        self._background = background
        self._tester = tester
        self._switch: CancelSwitch | None = None
        self._endpoint = ""
        self._timeout_s = 0.0
        self.cells = CellEditors("profiles", PROFILE_CELLS, self)
        self.cells.given.connect(self.given)
        self.cells.left.connect(self.left)
        self.cells.line("name", "As agents see it in the list of profiles")
        self.cells.line("endpoint", "https://leads.leadexec.net", "The receiver's address; it may end in a path.")
        self.cells.line("vid", "18", "The lead source's number.")
        self.cells.line("lid", "1", "The lead type's number.")
        self._test = QPushButton("&Test connection")
        name(self._test, "profiles.test", "Test connection")
        self._test.setAutoDefault(False)
        self._test.clicked.connect(self._press)
        self._steps = plain_text(selectable=True)
        self._steps.setObjectName("profiles.test.steps")
        self._steps.setProperty("role", "result")
        self._steps.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        places = (("name", "Na&me", 3), ("endpoint", "&Endpoint", 4), ("vid", "&VID", 1), ("lid", "&LID", 1))
        for at, (key, caption, stretch) in enumerate(places):
            label, editor, complaint = self.cells.apart(key)
            label.setText(caption)
            label.setProperty("role", "hint")
            grid.addWidget(label, 0, at)
            grid.addWidget(editor, 1, at)
            grid.addWidget(complaint, 2 + at, 0, 1, -1)
            grid.setColumnStretch(at, stretch)
        grid.addWidget(self._test, 1, len(places))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(grid)
        row = QHBoxLayout()
        row.addWidget(self._steps)
        column.addLayout(row)

    def follow(self, profile: EditedProfile, complaints: Mapping[str, Complaint], *, is_editable: bool) -> None:
        """Shows what stands now."""
        self.cells.show(lambda place: given_in(profile, place))
        self.cells.complain(complaints)
        for key in self.cells.keys():  # noqa: SIM118 - a method, not a mapping
            self.cells.allow(key, None if is_editable else "This profile is read-only.")
        if profile.base.endpoint != self._endpoint:
            self.cancel()
            self._say("")
        self._endpoint, self._timeout_s = profile.base.endpoint, profile.base.timeout_s
        wrong = complaints.get("endpoint") or complaints.get("timeout_s")
        self._allow("" if wrong is None else wrong.text)

    def _allow(self, obstacle: str) -> None:
        if self._tester is None:
            obstacle = _NO_TESTER
        is_on = not obstacle or self._switch is not None
        self._test.setEnabled(is_on)
        explain(self._test, obstacle or _TIP)

    # ------------------------------------------------------------------ the test

    def _press(self) -> None:
        if self._switch is not None:
            self.cancel()
            self._say("The test was cancelled.")
            return
        tester = self._tester
        if tester is None:
            return
        self._switch = switch = CancelSwitch()
        endpoint, timeout_s = self._endpoint, self._timeout_s
        self._show_running(is_running=True)
        self._say("Testing the connection…")
        self._background.run(
            lambda: tester.test_connection(endpoint, timeout_s=timeout_s, cancel=switch),
            if_there(self, lambda results: self._show(switch, results)),
        )

    def cancel(self) -> None:
        """Ends a test that runs; what it finds is told to nobody."""
        if self._switch is not None:
            self._switch.cancel()
            self._switch = None
            self._show_running(is_running=False)

    def _show(self, switch: CancelSwitch, results: Sequence[StepResult]) -> None:
        if switch is not self._switch:
            return
        self._switch = None
        self._show_running(is_running=False)
        self._say("\n".join(f"{'✓' if own.ok else '✗'} {own.text}" for own in results))
        wear(self._steps, "tone", "good" if all(own.ok for own in results) else "bad")

    def _show_running(self, *, is_running: bool) -> None:
        label = "Cancel &test" if is_running else "&Test connection"
        self._test.setText(label)
        name(self._test, "profiles.test", label)

    def _say(self, text: str) -> None:
        self._steps.setText(text)
        self._steps.setVisible(bool(text))
        wear(self._steps, "tone", "calm")
