"""Duplicate check: whether the receiver, or this program, has had the lead before."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QWidget

from leadexec_desktop.profiles.model import FieldSpec, SourceProfile
from leadexec_desktop.profiles.reading import Readings
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.services.asking import asked_fields, compose_question
from leadexec_desktop.services.composing import Composed
from leadexec_desktop.services.tab_drafts import TabDraft
from leadexec_desktop.ui.ask_options import AskOptions
from leadexec_desktop.ui.naming import plain_text
from leadexec_desktop.ui.option_rows import add_row, card_of

if TYPE_CHECKING:
    from leadexec_desktop.services.history import Detail

_GOES = "Goes with the check, and nothing else"


class DuplicatePanel(QObject):
    """What is particular to the duplicate check.

    Attributes:
        own: What the program's own history knows.
    """

    changed = Signal()

    operation = Operation.DUPLICATE
    send_label = "&Check"
    idle = "Fill in what the check looks for and press Check. Nothing is created or sold by it."
    begins_leads = False
    instead: QWidget | None = None

    def __init__(self) -> None:
        super().__init__()
        self.options = AskOptions(Operation.DUPLICATE)
        self.options.changed.connect(self.changed)
        self._lead_id = plain_text(selectable=True)
        self._lead_id.setObjectName("duplicate.lead_id")
        self._received_on = plain_text(selectable=True)
        self._received_on.setObjectName("duplicate.received_on")
        self.own = plain_text()
        self.own.setObjectName("duplicate.own")
        self.own.setProperty("role", "hint")
        self.own.hide()
        self._card = QFrame()
        grid = card_of(self._card, "duplicate.found", "Found")
        add_row(grid, 0, "Lead ID", self._lead_id)
        add_row(grid, 1, "Received", self._received_on)
        self._card.hide()
        self.above: tuple[QWidget, ...] = (self.options,)
        self.below: tuple[QWidget, ...] = (self.own, self._card)

    def show_profile(self, profile: SourceProfile) -> tuple[FieldSpec, ...]:
        """Shows a profile's options; its form has the fields of the check alone."""
        self.options.show_profile(profile)
        return tuple(replace(field, section=_GOES) for field in asked_fields(profile, Operation.DUPLICATE))

    def compose(self, profile: SourceProfile, typed: Mapping[str, str], readings: Readings) -> tuple[Composed, ...]:
        """The check."""
        composed = compose_question(profile, self.options.chosen[0], typed, readings)
        self.options.complain(composed.option_problems)
        return (composed,)

    def will_happen(self, profile: SourceProfile) -> str:
        """Where the check goes."""
        return f"Only asks {profile.name}: nothing is created, and nothing sold."

    def take(self, detail: "Detail") -> None:
        """Shows which lead the receiver has."""
        found = detail.outcome.duplicate
        is_there = found is not None and found.is_duplicate
        self._lead_id.setText(detail.outcome.lead_id or "none: it came from another source" if is_there else "")
        self._received_on.setText(found.received_on if found is not None and is_there else "")
        self._card.setVisible(is_there)

    def clear(self) -> None:
        """Empties what was found."""
        self._lead_id.clear()
        self._received_on.clear()
        self.own.hide()
        self._card.hide()

    def keep(self, typed: Mapping[str, str]) -> TabDraft:
        """What stands on the tab."""
        return TabDraft(typed)

    def give_back(self, draft: TabDraft) -> None:
        """Nothing stands here beside the form."""

    def focus_on(self, parameter: Parameter | None) -> bool:
        """Puts the keyboard into an option; typing begins in the form."""
        return parameter is not None
