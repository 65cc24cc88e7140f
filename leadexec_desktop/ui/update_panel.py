"""Update: a lead of the receiver's, changed; only what was changed goes, and it is said before."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from leadexec_desktop.profiles.model import FieldSpec, SourceProfile
from leadexec_desktop.profiles.reading import Readings
from leadexec_desktop.protocol.outcome import OutcomeKind
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.services.composing import Composed
from leadexec_desktop.services.tab_drafts import TabDraft
from leadexec_desktop.services.updating import Baseline, Update, compose_update, editable_fields, unknown_baseline
from leadexec_desktop.ui.ask_options import AskOptions
from leadexec_desktop.ui.naming import explain, name, plain_text, wear
from leadexec_desktop.ui.option_rows import card_of, check_box

if TYPE_CHECKING:
    from leadexec_desktop.services.history import Detail


_MOST_NAMED = 15
"""Fields that are named of those that go: all would push the outcome off the screen. The bytes show them all."""


class UpdatePanel(QObject):
    """What is particular to Update."""

    changed = Signal()

    operation = Operation.UPDATE
    send_label = "&Send update"
    idle = (
        "Choose “Update” on a lead in history, or type its lead ID; change what is to be changed, and send. "
        "Only what was changed goes."
    )
    begins_leads = False
    instead: QWidget | None = None

    def __init__(self) -> None:
        super().__init__()
        self.baseline = Baseline()
        self._profile: SourceProfile | None = None
        self._update: Update | None = None
        self._asked: Mapping[str, str] = {}
        self.options = AskOptions(Operation.UPDATE)
        self.options.changed.connect(self.changed)
        self._lead_uid = QLineEdit()
        name(self._lead_uid, "update.lead_uid", "Lead ID")
        self._lead_uid.setPlaceholderText("As the receiver's answer has it")
        self._lead_uid.textChanged.connect(self.changed)
        self._lead_uid.returnPressed.connect(self._lead_uid.focusNextChild)
        self._process = check_box("Run the receiver's automa&tion afterwards", "update.process_delivery", self._tell)
        self._changes = plain_text()
        self._changes.setObjectName("update.changes")
        self._changes.setProperty("role", "hint")
        card = QFrame()
        grid = card_of(card, "update.lead", "Lead")
        caption = plain_text("Lead ID *", wrap=False)
        caption.setBuddy(self._lead_uid)
        grid.addWidget(caption, 0, 0)
        grid.addWidget(self._lead_uid, 0, 1)
        grid.addWidget(self._process, 1, 1)
        self.above: tuple[QWidget, ...] = (card, self.options, self._changes)
        self.below: tuple[QWidget, ...] = ()

    def _tell(self) -> None:
        self.changed.emit()

    def show_profile(self, profile: SourceProfile) -> tuple[FieldSpec, ...]:
        """Shows a profile's options; its form has the fields that can be changed."""
        self._profile = profile
        self.options.show_profile(profile)
        self.baseline = unknown_baseline(profile)
        return editable_fields(profile)

    def load(self, lead_uid: str, baseline: Baseline) -> None:
        """Takes a lead: what the receiver has of it, as far as is known."""
        self.baseline = replace(baseline, lead_uid=lead_uid)
        self._lead_uid.setText(lead_uid)

    def keep(self, typed: Mapping[str, str]) -> TabDraft:
        """What stands on the tab."""
        base, lead_uid = self.baseline, self._lead_uid.text()
        who = base.who if base.lead_uid == lead_uid else ""
        return TabDraft(typed, lead_uid, base.wires, base.texts, who, self._process.isChecked())

    def give_back(self, draft: TabDraft) -> None:
        """Puts back the lead that stood here."""
        self.load(draft.beside, Baseline(draft.wires, draft.texts, draft.who))
        self._process.setChecked(draft.process_delivery)

    def compose(self, profile: SourceProfile, typed: Mapping[str, str], readings: Readings) -> tuple[Composed, ...]:
        """The update, with what has changed in it."""
        self._update = compose_update(
            profile,
            self.options.chosen[0],
            typed,
            self.baseline,
            lead_uid=self._lead_uid.text(),
            process_delivery=self._process.isChecked(),
            readings=readings,
        )
        composed = self._update.composed
        problem = composed.option_problems.get(Parameter.LEAD_UID, "")
        wear(self._lead_uid, "wrong", bool(problem) and bool(self._lead_uid.text()))
        explain(self._lead_uid, problem)
        self._changes.setText(self._told(self._update))
        return (composed,)

    @property
    def has_changes(self) -> bool:
        """Whether something was typed that the receiver does not have."""
        return self._update is not None and bool(self._update.changed)

    def _told(self, update: Update) -> str:
        if not update.changed:
            return "Nothing was changed yet."
        wires = dict(update.composed.request.lead.values) if update.composed.request is not None else {}
        labels = [
            f"{field.label} (emptied)" if wires.get(field.name) == "" else field.label for field in update.changed
        ]
        more = f" and {len(labels) - _MOST_NAMED} more" if len(labels) > _MOST_NAMED else ""
        return f"Goes: {', '.join(labels[:_MOST_NAMED])}{more}."

    def will_happen(self, profile: SourceProfile) -> str:
        """What becomes of the lead."""
        after = "; its automation runs again" if self._process.isChecked() else ""
        return f"Changes the lead at {profile.name}{after}."

    def take(self, detail: "Detail") -> None:
        """Once the receiver has the changes, they are what it has; not what was typed since."""
        update = detail.delivery.request.update
        is_of_this = update is not None and update.lead_uid == self._lead_uid.text().strip()
        if detail.outcome.kind is not OutcomeKind.ACCEPTED or not is_of_this:
            return
        sent = dict(detail.delivery.request.lead.values)
        texts = {wire_name: self._asked.get(wire_name, "") for wire_name in sent}
        self.baseline = replace(
            self.baseline, wires={**self.baseline.wires, **sent}, texts={**self.baseline.texts, **texts}
        )

    def begin(self, typed: Mapping[str, str]) -> None:
        """Takes note of the texts that an update is made of."""
        self._asked = typed

    def clear(self) -> None:
        """Lets go of the lead."""
        self.baseline = Baseline() if self._profile is None else unknown_baseline(self._profile)
        self._lead_uid.clear()
        self._process.setChecked(False)

    def focus_on(self, parameter: Parameter | None) -> bool:
        """Puts the keyboard into the lead ID, where it is missing or wrong."""
        is_wanted = parameter is Parameter.LEAD_UID or (parameter is None and not self._lead_uid.text())
        if is_wanted:
            self._lead_uid.setFocus()
        return is_wanted
