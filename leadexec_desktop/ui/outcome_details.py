"""All of an outcome but its word and its sentence: numbers to dial, facts, tables. Made after the first paint."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from leadexec_desktop.protocol.outcome import Outcome
from leadexec_desktop.ui.naming import breakable, name, never_widens, plain_text, plain_tip
from leadexec_desktop.ui.number_rows import Numbers
from leadexec_desktop.ui.tables import CLIENT_COLUMNS, SEND_COLUMNS, RowsModel, fit_rows, money_text, table_view
from leadexec_desktop.ui.web_address import web_address


class OutcomeDetails(QWidget):
    """Shows what an outcome has; nothing of what it has not.

    Args:
        tab: The first part of its parts' names, as in `<tab>.outcome.lead_id`.
        open_url: Opens an address from outside, after a person agreed.
        tables: The first part of its tables' names.
        numbers: Shows the numbers to dial.

    Attributes:
        numbers: The same; it stands above the sentence.
    """

    copied = Signal(str)
    """Something was copied: what, for the status line."""

    def __init__(self, tab: str, open_url: Callable[[str], None], tables: str, numbers: Numbers) -> None:
        super().__init__()
        self._open_url = open_url
        self._outcome: Outcome | None = None
        self._facts = _Facts(tab)
        self._copy_lead_id = _button("Copy", f"{tab}.outcome.lead_id.copy", "Copy lead ID", self._copy_id)
        self._open_redirect = _button("Open…", f"{tab}.outcome.redirect_url.open", "Open redirect URL", self._open)
        self._facts.beside("lead_id", self._copy_lead_id)
        self._facts.beside("redirect_url", self._open_redirect)
        self.numbers = numbers
        self.numbers.copied.connect(self.copied)
        self._sends = RowsModel(SEND_COLUMNS, self)
        self._client_infos = RowsModel(CLIENT_COLUMNS, self)
        self._sends_view = table_view(self._sends, f"{tables}.sends", "Sends")
        self._infos_view = table_view(self._client_infos, f"{tables}.client_infos", "Transfer to")
        self._note = plain_text(selectable=True)
        self._note.setProperty("role", "hint")
        self._note.setObjectName(f"{tab}.outcome.note")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in (self._facts, self._infos_view, self._sends_view, self._note):
            layout.addWidget(part)
        self.show_nothing()

    def show_outcome(self, outcome: Outcome, delivery_id: str = "") -> None:
        """Shows an outcome.

        Args:
            outcome: What to show.
            delivery_id: Whose it is; empty if that makes no difference.
        """
        self._show(outcome)
        self.numbers.show_agents(outcome.client_infos, delivery_id)

    def show_nothing(self, *, may_keep_numbers: bool = False) -> None:
        """Shows no outcome.

        Args:
            may_keep_numbers: Numbers that somebody is working with stay.
        """
        self._show(None)
        if not (may_keep_numbers and self.numbers.are_in_use):
            self.numbers.show_agents((), "")

    def _show(self, outcome: Outcome | None) -> None:
        self._outcome = outcome
        self._facts.show_outcome(outcome)
        self._copy_lead_id.setVisible(outcome is not None and bool(outcome.lead_id))
        self._open_redirect.setVisible(outcome is not None and web_address(outcome.redirect_url) is not None)
        self._sends.show(outcome.sends if outcome else ())
        self._client_infos.show(outcome.client_infos if outcome else ())
        fit_rows(self._sends_view)
        fit_rows(self._infos_view)
        self._note.setText(_note(outcome) if outcome else "")
        self._note.setVisible(bool(self._note.text()))

    def _copy_id(self) -> None:
        if self._outcome is not None:
            self._copy(self._outcome.lead_id)

    def _copy(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.copied.emit(text)

    def _open(self) -> None:
        if self._outcome is not None:
            self._open_url(self._outcome.redirect_url)


class _Facts(QWidget):
    """The facts of an outcome, each with its caption; those it does not have are left out."""

    def __init__(self, tab: str) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._rows: dict[str, tuple[QLabel, QLabel]] = {}
        for row, (key, caption) in enumerate(_FACTS):
            label = plain_text(caption, wrap=False)
            label.setProperty("role", "faint")
            value = plain_text(selectable=True)
            never_widens(value)  # it can be copied: it gets no breaks of ours
            value.setObjectName(f"{tab}.outcome.{key}")
            if key == "price":
                value.setProperty("role", "big")
            self._grid.addWidget(label, row, 0)
            # A GUID whose parts all begin with digits has no place to break: it takes the buttons' room as well.
            self._grid.addWidget(value, row, 1, 1, 1 if key in _WITH_BUTTON else 2)
            self._rows[key] = (label, value)

    def beside(self, key: str, widget: QWidget) -> None:
        """Puts a widget beside a fact."""
        self._grid.addWidget(widget, [own for own, _ in _FACTS].index(key), 2)

    def show_outcome(self, outcome: Outcome | None) -> None:
        """Shows what an outcome has."""
        texts = {key: "" for key, _ in _FACTS}
        if outcome is not None:
            texts = {
                "reason": outcome.reason,
                "lead_id": outcome.lead_id,
                "price": money_text(outcome.price),
                "redirect_url": outcome.redirect_url,
                "post_id": outcome.post_id,
                "status_url": outcome.status_url,
            }
        for key, (caption, value) in self._rows.items():
            value.setText(texts[key])
            broken = breakable(texts[key])
            value.setToolTip(plain_tip(broken) if broken != texts[key] else "")  # too long a word for the card
            caption.setVisible(bool(texts[key]))
            value.setVisible(bool(texts[key]))


_WITH_BUTTON = frozenset({"lead_id", "redirect_url"})
"""Facts beside which a button stands."""
_FACTS = (
    ("reason", "Reason"),
    ("lead_id", "Lead ID"),
    ("price", "Price"),
    ("redirect_url", "Redirect to"),
    ("post_id", "Post ID"),
    ("status_url", "Status URL"),
)


def _button(label: str, object_name: str, accessible: str, act: Callable[[], None]) -> QPushButton:
    button = QPushButton(label)
    name(button, object_name, accessible)
    button.clicked.connect(act)
    return button


def _note(outcome: Outcome) -> str:
    parts = [f"Repaired: {outcome.repaired}"] if outcome.repaired else []
    if outcome.unplaced:
        told = "; ".join(f"{part.path}: {part.text}" for part in outcome.unplaced[:5])
        parts.append(f"Also in the answer: {told}")
    return "\n".join(parts)
