"""The numbers of an answer, worked with: copied, dialled, reached or not, on a running clock, to the call lead."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise, zip_longest
from types import MappingProxyType

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from leadexec_desktop.protocol.answers import ClientInfo
from leadexec_desktop.services.orders import countdown
from leadexec_desktop.services.transferring import Reach, Transfer, dialable, transfer_of, why_not_dial
from leadexec_desktop.ui.naming import allow, explain, name, plain_text, wear
from leadexec_desktop.ui.number_rows import MOST_ROWS, Numbers, copy_name, grouped, whose
from leadexec_desktop.ui.theme import Tone

NO_TRANSFER = "The last answer names nobody to transfer to."
_TICK_MS = 250
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_MOST_REMEMBERED = 20
"""Transfers that are gone on with when their answer is shown again."""
_MARKS: Mapping[Reach, tuple[str, str]] = MappingProxyType(
    {
        Reach.NOT_TRIED: ("", ""),
        Reach.TRIED: ("tried", ""),
        Reach.REACHED: ("reached", Tone.GOOD),
        Reach.NOT_REACHED: ("not reached", Tone.CALM),
    }
)
"""What is said beside a number, and in which tone."""


class TransferCard(Numbers):
    """A transfer, from the first number to the call lead.

    Args:
        tab: The first part of its parts' names, as in `<tab>.transfer.0`.
        now: The time, aware.
        dial: Has a number of nothing but a plus and digits dialled; whether anything took it.
    """

    call_lead_asked = Signal()
    """The call lead of this transfer is to be made."""
    changed = Signal()
    """What came of a number has changed, or another transfer is shown."""

    def __init__(self, tab: str, now: Callable[[], datetime], dial: Callable[[str], bool]) -> None:
        super().__init__()
        self._tab = tab
        self._now = now
        self._dial_number = dial
        self._transfer: Transfer | None = None
        self._delivery_id = ""
        self._remembered: dict[str, Transfer] = {}
        self._is_of_form: Callable[[], bool] = lambda: True
        self._rows = [_Row(tab, "bold" if slot else "number", self._copies(slot)) for slot in range(MOST_ROWS)]
        self._dial = self._button("Dial", "dial", self.dial)
        self._reached = self._button("Reached", "reached", self.mark_reached)
        self._not_reached = self._button("Not reached", "not_reached", self.mark_not_reached)
        self._call_lead = self._button("Make call lead", "call_lead", self.call_lead_asked.emit)
        self._duration = plain_text(wrap=False)
        self._duration.setObjectName(f"{tab}.transfer.duration")
        explain(self._duration, "How long ago the first number was copied or dialled.")
        self._said = plain_text()
        self._said.setProperty("role", "hint")
        self._said.setObjectName(f"{tab}.transfer.said")
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._show_duration)
        self._lay_out()
        self.hide()

    def _button(self, label: str, last: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(label)
        name(button, f"{self._tab}.transfer.{last}", label)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(3)
        first, *others = self._rows
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(first.number)
        top.addStretch(1)
        top.addWidget(self._duration)
        top.addWidget(first.copy)
        below = QHBoxLayout()
        below.addWidget(first.whose, 1)
        below.addWidget(first.mark, 0, _MIDDLE)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for button in (self._dial, self._reached, self._not_reached, self._call_lead):
            button.setProperty("role", "narrow")
            buttons.addWidget(button, 1)
        for line in (top, below, buttons):
            column.addLayout(line)
        column.addWidget(self._said)
        for row in others:
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(row.number)
            line.addWidget(row.whose, 1)
            line.addWidget(row.mark, 0, _MIDDLE)
            line.addWidget(row.copy)
            column.addLayout(line)
        acts = (self._dial, self._reached, self._not_reached, self._call_lead)
        in_order = (first.number, first.copy, *acts, *(part for row in others for part in (row.number, row.copy)))
        for before, after in pairwise(in_order):
            QWidget.setTabOrder(before, after)

    # ------------------------------------------------------------------ which transfer

    def show_agents(self, infos: Sequence[ClientInfo], delivery_id: str) -> None:
        """Shows those that have a number; a transfer that was begun with the same answer goes on."""
        known = self._remembered.get(delivery_id) if delivery_id else None
        begun = transfer_of(infos)
        is_known = known is not None and begun is not None and known.agents == begun.agents
        self._delivery_id = delivery_id
        self._said.clear()
        self._take(known if is_known else begun)

    @property
    def transfer(self) -> Transfer | None:
        """How far it is; None where no answer with numbers is shown."""
        return self._transfer

    @property
    def delivery_id(self) -> str:
        """The delivery whose answer is shown; empty if none is."""
        return self._delivery_id

    @property
    def are_in_use(self) -> bool:
        """Whether a transfer runs whose lead stands in the form."""
        return self._transfer is not None and self._transfer.begun_at is not None and self._is_of_form()

    def ask_whose(self, is_of_form: Callable[[], bool]) -> None:
        """Takes what tells whether the lead in the form is that of the transfer."""
        self._is_of_form = is_of_form

    def allow_call_lead(self, why_not: str | None) -> None:
        """Switches the way to the call lead on, or off with the reason."""
        allow(self._call_lead, why_not, "Ctrl+L: fills in the call's data as of now; nothing is sent by it.")

    # ------------------------------------------------------------------ what is done with it

    def copy_next(self) -> bool:
        """Copies the number whose turn it is, and with each further call the next one."""
        if self._transfer is None:
            return False
        self._take(self._transfer.copied_next(self._now()))
        self._copy_current()
        return True

    def _copies(self, slot: int) -> Callable[[], None]:
        def act() -> None:
            if self._transfer is not None:
                self._take(self._transfer.chosen(self._places[slot]).copied(self._now()))
                self._copy_current()

        return act

    def _copy_current(self) -> None:
        if self._transfer is not None:
            self.copy(self._transfer.agent.agent_phone)

    def dial(self) -> str:
        """Has the number whose turn it is dialled.

        Returns:
            Why it was not, for a person; empty if it was.
        """
        if self._transfer is None:
            return NO_TRANSFER
        number = self._transfer.agent.agent_phone
        why_not = why_not_dial(number) or ""
        if not why_not:
            self._take(self._transfer.dialled(self._now()))
            if not self._dial_number(dialable(number)):
                why_not = "No program of this computer takes calls (tel:). Copy the number instead (F8)."
        self._said.setText(why_not)
        self._said.setVisible(bool(why_not))
        return why_not

    def mark_reached(self) -> str:
        """Notes that somebody took the call there.

        Returns:
            Why that cannot be noted; empty if it was.
        """
        return self._mark(Transfer.reached)

    def mark_not_reached(self) -> str:
        """Notes that nobody took the call there, and goes on to the next number.

        Returns:
            Why that cannot be noted; empty if it was.
        """
        return self._mark(Transfer.not_reached)

    def _mark(self, mark: Callable[[Transfer, datetime], Transfer]) -> str:
        if self._transfer is None:
            return NO_TRANSFER
        self._said.clear()
        self._take(mark(self._transfer, self._now()))
        return ""

    # ------------------------------------------------------------------ the screen

    def _take(self, transfer: Transfer | None) -> None:
        self._transfer = transfer
        if transfer is not None and self._delivery_id:
            self._remembered.pop(self._delivery_id, None)
            self._remembered[self._delivery_id] = transfer
            while len(self._remembered) > _MOST_REMEMBERED:
                del self._remembered[next(iter(self._remembered))]
        self._show_rows()
        self._show_duration()
        self._said.setVisible(bool(self._said.text()))
        self.setVisible(transfer is not None)
        if transfer is not None:
            allow(self._dial, why_not_dial(transfer.agent.agent_phone), "F9: has the number dialled by this computer")
            explain(self._reached, "Ctrl+R")
            explain(self._not_reached, "Ctrl+Shift+R: goes on to the next number")
        self._run_clock()
        self.changed.emit()

    @property
    def _places(self) -> list[int]:
        """The numbers in sight: that whose turn it is, and those that come after it, or came before it."""
        if self._transfer is None:
            return []
        count, current = len(self._transfer.agents), self._transfer.current
        return [(current + step) % count for step in range(min(count, MOST_ROWS))]

    def _show_rows(self) -> None:
        for row, place in zip_longest(self._rows, self._places):
            if place is None or self._transfer is None:
                row.hide()
            else:
                row.show_agent(place, self._transfer)

    def _show_duration(self) -> None:
        transfer = self._transfer
        is_begun = transfer is not None and transfer.begun_at is not None
        text = countdown(transfer.elapsed_s(self._now())) if transfer is not None and is_begun else ""
        self._duration.setText(text)

    def _run_clock(self) -> None:
        runs = self._transfer is not None and self._transfer.begun_at is not None
        if runs and not self._clock.isActive():
            self._clock.start()
        elif not runs:
            self._clock.stop()


class _Row:
    """A number, whose it is, what came of it, and a button that copies it."""

    def __init__(self, tab: str, role: str, copy: Callable[[], None]) -> None:
        self._tab = tab
        self.number = plain_text(wrap=False, selectable=True)
        self.number.setProperty("role", role)
        self.whose = plain_text()
        self.whose.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.mark = plain_text(wrap=False)
        self.mark.setProperty("role", "mark")
        self.copy = QPushButton()
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(copy)

    def show_agent(self, place: int, transfer: Transfer) -> None:
        """Shows one of a transfer's numbers."""
        agent = transfer.agents[place]
        base = f"{self._tab}.transfer.{place}"
        self.number.setObjectName(base)
        self.whose.setObjectName(f"{base}.whose")
        self.mark.setObjectName(f"{base}.mark")
        name(self.copy, f"{base}.copy", copy_name(agent.agent_phone))
        self.number.setText(grouped(agent.agent_phone))
        self.whose.setText(whose(agent))
        mark, tone = _MARKS[transfer.reaches[place]]
        self.mark.setText(mark)
        wear(self.mark, "tone", tone)
        for part in (self.number, self.whose, self.copy):
            part.show()
        self.mark.setVisible(bool(mark))
        self.copy.setText("Copy (F8)" if place == transfer.current else "Copy")

    def hide(self) -> None:
        """Shows nothing."""
        for part in (self.number, self.whose, self.mark, self.copy):
            part.hide()
