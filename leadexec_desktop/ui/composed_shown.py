"""What was composed of a form, on the screen: the bytes that would go, or what keeps them and where that is mended."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase

from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.services.composing import Composed, what_is_missing
from leadexec_desktop.ui.lead_form import LeadForm
from leadexec_desktop.ui.naming import name
from leadexec_desktop.ui.outcome_card import OutcomeCard
from leadexec_desktop.ui.plain_text_edit import ChangingText

if TYPE_CHECKING:
    from leadexec_desktop.protocol.outcome import Outcome


class Preview(ChangingText):
    """The bytes that Send would send.

    Args:
        tab: What the tab's objects are named by.
    """

    def __init__(self, tab: str) -> None:
        super().__init__()
        name(self, f"{tab}.preview", "The bytes that Send would send")
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setTabChangesFocus(True)

    def show_composed(self, composed: Composed, form: LeadForm, *, others: int = 0) -> None:
        """Shows what would go, or says why nothing does.

        Args:
            composed: What stands in the form.
            form: Its fields are named as they are labelled.
            others: How many more would go like it.
        """
        if composed.request is None:
            self.say(what_is_missing(composed, form.labels()))
            return
        from leadexec_desktop.ui.shown_bytes import bytes_of  # noqa: PLC0415 - an empty form has no bytes

        going = bytes_of(composed)
        if going.problem:
            self.say(f"Cannot be sent: {going.problem}")
        else:
            self.show_bytes(f"{going.text}\n\n… and the same for {others} more." if others else going.text)


def is_sendable(composed: Composed, form: LeadForm, card: OutcomeCard, focus_on: Callable[[Parameter], object]) -> bool:
    """Whether it can be sent; if not, the card says why, and the keyboard goes where that is mended.

    Args:
        composed: What stands in the form.
        form: Its fields complain.
        card: Says it.
        focus_on: Puts the keyboard into an option.
    """
    if composed.request is None:
        form.complain(composed.field_problems, composed.field_remarks, about_all=True)
        card.show_problem(f"Nothing was sent. {what_is_missing(composed, form.labels())}")
        if composed.field_problems:
            form.focus_on(next(iter(composed.field_problems)))
        elif composed.option_problems:
            focus_on(next(iter(composed.option_problems)))
        return False
    from leadexec_desktop.ui.shown_bytes import bytes_of  # noqa: PLC0415 - an empty form has no bytes

    going = bytes_of(composed)
    if going.problem:
        form.focus_on(going.field)
        card.show_problem(f"Nothing was sent. {going.problem}")
    return not going.problem


def point_at_refused(form: LeadForm, outcome: "Outcome") -> str:
    """Points at the fields that a rejection names; gives the first one, empty if it names none."""
    from leadexec_desktop.protocol.field_hints import fields_named  # noqa: PLC0415 - not before the first paint
    from leadexec_desktop.protocol.outcome import OutcomeKind  # noqa: PLC0415 - the same

    if outcome.kind is not OutcomeKind.REJECTED:
        return ""
    named = fields_named(outcome.reason, form.labels())
    form.point_at(named, f"The receiver says: {outcome.reason}")
    return named[0] if named else ""
