"""Status: what became of a lead, as a timeline on the agent's clock."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QWidget

from leadexec_desktop.profiles.model import FieldSpec, SourceProfile
from leadexec_desktop.profiles.reading import Readings
from leadexec_desktop.protocol.outcome import Outcome
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.services.composing import Composed
from leadexec_desktop.services.status_asking import StatusAsked, compose_status
from leadexec_desktop.services.status_timeline import Milestone, timeline_of
from leadexec_desktop.services.tab_drafts import TabDraft
from leadexec_desktop.ui.naming import explain, name, plain_text, without_mnemonic
from leadexec_desktop.ui.option_rows import card_of
from leadexec_desktop.ui.tables import Column, RowsModel, table_view
from leadexec_desktop.ui.when import when_text

if TYPE_CHECKING:
    from leadexec_desktop.services.history import Detail


class StatusPanel(QObject):
    """What is particular to Status.

    Args:
        now: The time, aware, on the agent's clock.
    """

    changed = Signal()
    agreed = Signal()
    """A person agreed to ask at an address of another host."""

    operation = Operation.STATUS
    send_label = "A&sk"
    idle = "Choose “Status” on a lead in history, or type its PostID or StatusURL, and ask what became of it."

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._who = ""
        self._about = ("", "")
        self._agreed_host = ""
        self._asked: StatusAsked | None = None
        self._line = QLineEdit()
        name(self._line, "status.post_id", "PostID or StatusURL")
        self._line.setPlaceholderText("f5666260-1c2c-4bd5-9611-bb1387ca2397, or https://…/information/status/…")
        self._line.textChanged.connect(self.changed)
        self._ask_there = QPushButton()
        self._ask_there.setObjectName("status.ask_there")
        self._ask_there.setAutoDefault(False)
        self._ask_there.clicked.connect(self._agree)
        self._ask_there.hide()
        card = QFrame()
        grid = card_of(card, "status.lead", "Lead")
        caption = plain_text("PostID or StatusURL", wrap=False)
        caption.setBuddy(self._line)
        grid.addWidget(caption, 0, 0)
        grid.addWidget(self._line, 0, 1)
        grid.addWidget(self._ask_there, 1, 1)
        self._model = RowsModel(self._columns(), None)
        self._table = table_view(self._model, "status.timeline", "Timeline")
        self.begins_leads = False
        self.instead: QWidget | None = self._table
        self.above: tuple[QWidget, ...] = (card,)
        self.below: tuple[QWidget, ...] = ()

    def _columns(self) -> tuple[Column[Milestone], ...]:
        return (
            Column("When", self._when, tip=_in_utc),
            Column("What", lambda own: own.what),
            Column("Price, reason", lambda own: own.note),
        )

    def _when(self, milestone: Milestone) -> str:
        return milestone.written if milestone.at_utc is None else when_text(milestone.at_utc, self._now())

    def show_profile(self, profile: SourceProfile) -> tuple[FieldSpec, ...]:
        """Asks under another profile; there is no form."""
        del profile
        self._agreed_host = ""
        return ()

    def load(self, delivery_id: str, text: str, who: str) -> None:
        """Takes a lead of history: its PostID, or its StatusURL."""
        self._who = who
        self._about = (delivery_id, text)
        self._line.setText(text)
        self._line.setCursorPosition(0)
        self.changed.emit()

    @property
    def about(self) -> str:
        """The delivery whose status stands here; empty for what was typed by hand."""
        delivery_id, text = self._about
        return delivery_id if text == self._line.text().strip() else ""

    def compose(self, profile: SourceProfile, typed: Mapping[str, str], readings: Readings) -> tuple[Composed, ...]:
        """The request; none to another host before a person agreed."""
        del typed, readings
        self._asked = asked = compose_status(
            profile, self._line.text(), self._who if self.about else "", agreed_host=self._agreed_host
        )
        self._ask_there.setVisible(bool(asked.strange_host))
        label = f"Ask {_end_of(asked.strange_host)}"
        self._ask_there.setText(without_mnemonic(label))
        self._ask_there.setAccessibleName(label)
        explain(self._ask_there, asked.composed.obstacle if asked.strange_host else "")
        return (asked.composed,)

    def _agree(self) -> None:
        if self._asked is not None:
            self._agreed_host = self._asked.strange_host
            self.changed.emit()
            self.agreed.emit()

    def will_happen(self, profile: SourceProfile) -> str:
        """What is asked, and with what."""
        return f"Asks {profile.name} what became of the lead; no password and no token goes along."

    def take(self, detail: "Detail") -> None:
        """Shows the timeline of an answer."""
        self.show(detail.outcome)

    def show(self, outcome: Outcome) -> None:
        """Shows the timeline of what was learnt of a lead."""
        status = outcome.status
        self._model.show(() if status is None else timeline_of(status))

    def clear(self) -> None:
        """Empties the line and the timeline."""
        self._who = ""
        self._line.clear()
        self._model.show(())

    def keep(self, typed: Mapping[str, str]) -> TabDraft:
        """What stands on the tab."""
        return TabDraft(typed, self._line.text())

    def give_back(self, draft: TabDraft) -> None:
        """Puts back whose status was asked."""
        if draft.beside != self._line.text():
            self._line.setText(draft.beside)
            self._line.setCursorPosition(0)

    def focus_on(self, parameter: Parameter | None) -> bool:
        """Puts the keyboard into the line."""
        del parameter
        self._line.setFocus()
        return True


_LONGEST_HOST = 40


def _end_of(host: str) -> str:
    """A host that fits on a button: of a long one its end, which says whose it is."""
    return host if len(host) <= _LONGEST_HOST else f"…{host[-_LONGEST_HOST:]}"


def _in_utc(milestone: Milestone) -> str:
    if milestone.at_utc is None:
        return milestone.written
    return f"{milestone.at_utc.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
