"""What stands on Submit, and where."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from leadexec_desktop.ui.composed_shown import Preview
from leadexec_desktop.ui.halves import halves
from leadexec_desktop.ui.lead_form import LeadForm
from leadexec_desktop.ui.naming import explain, name, plain_text
from leadexec_desktop.ui.outcome_card import OutcomeCard
from leadexec_desktop.ui.submit_options import SubmitOptions

SEND_TIP = "Ctrl+Enter"


class SubmitParts:
    """The parts of Submit, named and laid out.

    Args:
        form: Where the lead is typed.
        options: What is chosen beside it.
        card: What came of it.

    Attributes:
        preview: The bytes that Send would send.
        will_happen: What Send would do, in words.
        send: Sends.
        cancel: Cancels.
        clear: Begins the next lead.
        send_again: Sends the same a second time.
        fold: Opens options and preview, or folds them away.
        below_form: What is below the form, and does not move it, is added here.
    """

    def __init__(self, form: LeadForm, options: SubmitOptions, card: OutcomeCard) -> None:
        self._options = options
        self._card = card
        self._left = QWidget()
        self.below_form = QVBoxLayout(self._left)
        self.below_form.setContentsMargins(0, 0, 0, 0)
        self.below_form.setSpacing(0)
        self.below_form.addWidget(form, 1)
        self.preview = Preview("submit")
        self.will_happen = plain_text()
        self.send = QPushButton("&Send")
        self.cancel = QPushButton("Cancel")
        self.clear = QPushButton("&New lead")
        self.send_again = QPushButton("Send again as a new lead")
        self.fold = QPushButton()
        self.will_happen.setObjectName("submit.will_happen")
        self.will_happen.setProperty("role", "hint")
        self.send.setProperty("role", "primary")
        for button, object_name, label, tip in (
            (self.send, "submit.send", "Send", SEND_TIP),
            (self.cancel, "submit.cancel", "Cancel", "Escape"),
            (self.clear, "submit.clear", "New lead", "Ctrl+N: empties all but sticky fields"),
            (self.send_again, "submit.send_again", "Send again as a new lead", "Creates a second lead."),
            (self.fold, "submit.options.fold", "Options", "Ctrl+O"),
        ):
            name(button, object_name, label)
            explain(button, tip)
            button.setAutoDefault(False)
        self.send_again.hide()
        self.cancel.setEnabled(False)

    def lay_out(self, tab: QWidget) -> None:
        """Puts all of them on a tab: what is typed to the left, what is chosen, done and answered to the right."""
        layout = QHBoxLayout(tab)
        layout.setContentsMargins(8, 8, 4, 8)
        layout.addWidget(halves(self._left, self.preview, self._right()))

    def set_open(self, is_open: bool) -> None:
        """Opens options and preview, or folds them away."""
        self._options.set_open(is_open)
        self.preview.setVisible(is_open)
        self.fold.setText("Fewer options" if is_open else "Options…")
        self.fold.setAccessibleName(self.fold.text())

    def _right(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(6, 2, 4, 2)
        column.setSpacing(6)
        column.addWidget(self._options)
        row = QHBoxLayout()
        row.addWidget(self.will_happen, 1)
        row.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        buttons = QHBoxLayout()
        for button, stretch in ((self.send, 2), (self.cancel, 1), (self.clear, 1)):
            buttons.addWidget(button, stretch)
        column.addLayout(buttons)
        column.addWidget(self.send_again)
        column.addWidget(self._card, 1)
        return right
