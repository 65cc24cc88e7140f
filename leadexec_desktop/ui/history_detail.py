"""One delivery in detail: its outcome, who bought it, whom to transfer to, and the bytes of both ways."""

import json
from collections.abc import Callable

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QStackedLayout, QTabWidget, QVBoxLayout, QWidget

from leadexec_desktop.protocol.body_text import text_of
from leadexec_desktop.protocol.wire import Answer, Exchange
from leadexec_desktop.services.history import Detail
from leadexec_desktop.ui.naming import name, plain_text
from leadexec_desktop.ui.outcome_card import OutcomeCard
from leadexec_desktop.ui.tables import CLIENT_COLUMNS, SEND_COLUMNS, RowsModel, table_view

_MOST_SHOWN = 2_000_000
"""Characters of a body that are shown."""


class HistoryDetail(QTabWidget):
    """What is known of the delivery that is selected in history.

    Args:
        open_url: Opens an address from outside, after a person agreed.
    """

    def __init__(self, open_url: Callable[[str], None]) -> None:
        super().__init__()
        name(self, "history.detail", "Detail")
        self.setDocumentMode(True)
        self.setProperty("role", "detail")
        self.card = OutcomeCard("history.detail", open_url, tables="history.detail.outcome")
        self._sends = RowsModel(SEND_COLUMNS, self)
        self._client_infos = RowsModel(CLIENT_COLUMNS, self)
        self._request = _body("history.detail.request", "Request")
        self._response = _body("history.detail.response", "Response")
        self._sends_page = _TablePage(
            table_view(self._sends, "history.detail.sends", "Sends"), "This answer has no list of sends."
        )
        self._infos_page = _TablePage(
            table_view(self._client_infos, "history.detail.client_infos", "Transfer to"),
            "This answer names nobody to transfer to.",
        )
        for page, label in (
            (self.card, "Outcome"),
            (self._sends_page, "Sends"),
            (self._infos_page, "Transfer to"),
            (self._request, "Request"),
            (self._response, "Response"),
        ):
            self.addTab(page, label)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Shows that nothing is selected."""
        self.card.show_problem("Select a lead above to see everything about it.")
        self._fill((), ())
        self._request.clear()
        self._response.clear()

    def show_detail(self, detail: Detail) -> None:
        """Shows a delivery."""
        self.card.show_outcome(detail.outcome, detail.delivery.elapsed_s)
        self._sends.show(detail.outcome.sends)
        self._client_infos.show(detail.outcome.client_infos)
        self._sends_page.show_table(bool(detail.outcome.sends))
        self._infos_page.show_table(bool(detail.outcome.client_infos))
        self._request.setPlainText(_request_text(detail.exchange))
        self._response.setPlainText(_response_text(detail.exchange))

    def _fill(self, sends: tuple[()], infos: tuple[()]) -> None:
        self._sends.show(sends)
        self._client_infos.show(infos)
        self._sends_page.show_table(is_filled=False)
        self._infos_page.show_table(is_filled=False)


class _TablePage(QWidget):
    """A table, or a sentence where it would be empty."""

    def __init__(self, table: QWidget, empty: str) -> None:
        super().__init__()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(table)
        sentence = QWidget()
        layout = QVBoxLayout(sentence)
        label: QLabel = plain_text(empty)
        label.setProperty("role", "faint")
        layout.addWidget(label)
        layout.addStretch(1)
        self._stack.addWidget(sentence)

    def show_table(self, is_filled: bool) -> None:
        """Shows the table, or the sentence."""
        self._stack.setCurrentIndex(0 if is_filled else 1)


def _body(object_name: str, label: str) -> QPlainTextEdit:
    edit = QPlainTextEdit()
    edit.setReadOnly(True)
    edit.setTabChangesFocus(True)
    edit.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    name(edit, object_name, label)
    return edit


def _request_text(exchange: Exchange | None) -> str:
    if exchange is None:
        return "Nothing has been sent yet."
    return f"{exchange.request_head}\n\n{exchange.request_body.decode('utf-8', errors='replace')}"


def _response_text(exchange: Exchange | None) -> str:
    if exchange is None or exchange.answer is None:
        return "No answer came."
    answer = exchange.answer
    head = "\n".join([f"HTTP {answer.status}", *(f"{own}: {value}" for own, value in answer.headers)])
    cut = f"\n\n[cut off: {answer.cut_off}]" if answer.cut_off else ""
    return f"{head}\n\n{_pretty(answer)}{cut}"


def _pretty(answer: Answer) -> str:
    text, _ = text_of(answer.body, answer.header("Content-Type"))
    if len(text) > _MOST_SHOWN:
        return f"{text[:_MOST_SHOWN]}\n[{len(text) - _MOST_SHOWN} more characters]"
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text
