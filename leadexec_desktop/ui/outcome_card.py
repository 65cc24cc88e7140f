"""The outcome of a send, where the eye already is: the word first, then what to do; numbers to dial before all else."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout

from leadexec_desktop.ui.naming import plain_text, wear
from leadexec_desktop.ui.theme import TONES, Tone

if TYPE_CHECKING:
    from leadexec_desktop.protocol.outcome import Outcome
    from leadexec_desktop.ui.number_rows import Numbers
    from leadexec_desktop.ui.outcome_details import OutcomeDetails
    from leadexec_desktop.ui.step_buttons import StepButtons


_LEAD_ON_ITS_WAY = "The lead is on its way; the receiver has not answered yet."


class OutcomeCard(QScrollArea):
    """Shows one outcome.

    Args:
        tab: The first part of its parts' names, as in `<tab>.outcome.kind`.
        open_url: Opens an address from outside, after a person agreed.
        tables: The first part of its tables' names; None for the same.
        has_steps: What an answer leads to stands below it, as buttons.
    """

    copied = Signal(str)
    """Something was copied: what, for the status line."""
    step_pressed = Signal(object)
    """The next step that was pressed, as a NextStep."""

    def __init__(
        self, tab: str, open_url: Callable[[str], None], tables: str | None = None, *, has_steps: bool = True
    ) -> None:
        super().__init__()
        self._open_url = open_url
        self._tab = tab
        self._tables = tables or tab
        self._has_steps = has_steps
        self._steps: StepButtons | None = None
        self._outcome: Outcome | None = None
        self._details: OutcomeDetails | None = None
        self.setWidgetResizable(True)
        self._kind = plain_text(wrap=False)
        self._kind.setProperty("role", "word")
        self._kind.setProperty("tone", Tone.CALM)
        self._kind.setObjectName(f"{tab}.outcome.kind")
        self._sentence = plain_text(selectable=True)
        self._sentence.setObjectName(f"{tab}.outcome")
        self._seconds = plain_text(wrap=False)
        self._seconds.setProperty("role", "faint")
        self._seconds.setObjectName(f"{tab}.outcome.seconds")
        self._column = self._lay_out()
        self.show_nothing()

    def _lay_out(self) -> QVBoxLayout:
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(self._kind)
        top.addStretch(1)
        top.addWidget(self._seconds)
        column.addLayout(top)
        column.addWidget(self._sentence)
        column.addStretch(1)
        self.setWidget(card)
        return column

    def complete(self, numbers: "Numbers | None" = None) -> "OutcomeDetails":
        """Makes what the first outcome will need; a start has none to show, and does without.

        Args:
            numbers: Shows the numbers to transfer to; None for plain rows.
        """
        if self._details is None:
            from leadexec_desktop.ui.number_rows import NumberRows  # noqa: PLC0415 - after the first paint
            from leadexec_desktop.ui.outcome_details import OutcomeDetails  # noqa: PLC0415 - the same

            rows = numbers or NumberRows(self._tab)
            self._details = details = OutcomeDetails(self._tab, self._open_url, self._tables, rows)
            details.copied.connect(self.copied)
            self._column.insertWidget(1, details.numbers)
            self._column.insertWidget(3, details)
            details.show()  # a layout would show it later
            if self._has_steps:
                self._make_steps()
        return self._details

    def _make_steps(self) -> None:
        from leadexec_desktop.services.next_steps import NextStep  # noqa: PLC0415 - after the first paint
        from leadexec_desktop.ui.step_buttons import StepButtons  # noqa: PLC0415 - the same

        labels = {NextStep.UPDATE: "Update this lead", NextStep.STATUS: "Ask for its status"}
        self._steps = StepButtons(f"{self._tab}.outcome", tuple(labels), labels)
        self._steps.pressed.connect(self.step_pressed)
        self._column.insertWidget(4, self._steps)
        self._offer_steps(None)

    def _offer_steps(self, outcome: "Outcome | None") -> None:
        if self._steps is None:
            return
        from leadexec_desktop.services.next_steps import steps_from  # noqa: PLC0415 - after the first paint

        self._steps.offer(() if outcome is None else steps_from(outcome))

    def show_nothing(self) -> None:
        """Shows that nothing was sent yet."""
        self._show("", Tone.CALM, "Fill in the form and press Send. What the receiver decides appears here.")

    def show_sending(self, seconds: int, sentence: str = _LEAD_ON_ITS_WAY) -> None:
        """Shows that the answer is awaited.

        Args:
            seconds: How long it has been.
            sentence: What is awaited.
        """
        self._show("sending", Tone.BUSY, sentence, f"{seconds} s")

    def show_problem(self, sentence: str) -> None:
        """Shows why nothing could be done, where there is no delivery that could stand for it."""
        self._show("", Tone.CALM, sentence, may_keep_numbers=True)

    def show_outcome(
        self, outcome: "Outcome", elapsed_s: float | None = None, lead_in: str = "", delivery_id: str = ""
    ) -> None:
        """Shows an outcome.

        Args:
            outcome: What to show.
            elapsed_s: How long it took.
            lead_in: What stands before its sentence.
            delivery_id: Whose it is: what was begun with it goes on when it is shown again.
        """
        seconds = "" if elapsed_s is None else f"{elapsed_s:.1f} s"
        sentence = f"{lead_in} {outcome.sentence}".strip()
        self._show(outcome.kind, TONES[outcome.kind], sentence, seconds, outcome, delivery_id=delivery_id)

    @property
    def outcome(self) -> "Outcome | None":
        """What is shown; None before the first send and while one runs."""
        return self._outcome

    def _show(
        self,
        word: str,
        tone: Tone,
        sentence: str,
        seconds: str = "",
        outcome: "Outcome | None" = None,
        *,
        delivery_id: str = "",
        may_keep_numbers: bool = False,
    ) -> None:
        self._outcome = outcome
        wear(self._kind, "tone", tone)
        self._kind.setText(word)
        self._kind.setVisible(bool(word))
        self._sentence.setText(sentence)
        self._seconds.setText(seconds)
        if outcome is not None:
            self.complete().show_outcome(outcome, delivery_id)
        elif self._details is not None:
            self._details.show_nothing(may_keep_numbers=may_keep_numbers)
        self._offer_steps(outcome)
