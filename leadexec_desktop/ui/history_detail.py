"""One delivery in detail: its outcome, who bought it, whom to transfer to, and the bytes of both ways."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase, QTextOption
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QStackedLayout, QTabWidget, QVBoxLayout, QWidget

from leadexec_desktop.protocol.body_text import text_of
from leadexec_desktop.protocol.wire import Answer, Exchange
from leadexec_desktop.ui.naming import name, plain_text
from leadexec_desktop.ui.outcome_card import OutcomeCard
from leadexec_desktop.ui.plain_text_edit import PlainTextEdit
from leadexec_desktop.ui.tables import CLIENT_COLUMNS, SEND_COLUMNS, RowsModel, table_view

if TYPE_CHECKING:
    from leadexec_desktop.services.history import Detail

_MOST_SHOWN = 100_000
"""Characters of a text that are shown: laying them out takes the window's thread up to a tenth of a second."""
_MOST_BYTES_OF_A_CHARACTER = 4
_LONGEST_WORD = 2_000
"""Characters without a blank for which Qt finds the places to break a line quickly; its time grows with the square."""


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
        self.card = OutcomeCard("history.detail", open_url, tables="history.detail.outcome", has_steps=False)
        self.card.complete()
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

    def show_detail(self, detail: "Detail") -> None:
        """Shows a delivery."""
        self.card.show_outcome(detail.outcome, detail.delivery.elapsed_s)
        self._sends.show(detail.outcome.sends)
        self._client_infos.show(detail.outcome.client_infos)
        self._sends_page.show_table(bool(detail.outcome.sends))
        self._infos_page.show_table(bool(detail.outcome.client_infos))
        _show(self._request, _request_text(detail.exchange))
        _show(self._response, _response_text(detail.exchange))

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
    edit = PlainTextEdit()
    edit.setReadOnly(True)
    edit.setTabChangesFocus(True)
    edit.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    name(edit, object_name, label)
    return edit


def _show(edit: QPlainTextEdit, text: str) -> None:
    is_easy = all(len(word) <= _LONGEST_WORD for word in text.split())
    wrap = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if is_easy else QTextOption.WrapMode.WrapAnywhere
    edit.setWordWrapMode(wrap)
    edit.setPlainText(text)


def _request_text(exchange: Exchange | None) -> str:
    if exchange is None:
        return "Nothing has been sent yet."
    return f"{exchange.request_head}\n\n{_cut(exchange.request_body.decode('utf-8', errors='replace'))}"


def _response_text(exchange: Exchange | None) -> str:
    if exchange is None or exchange.answer is None:
        return "No answer came."
    answer = exchange.answer
    head = "\n".join([f"HTTP {answer.status}", *(f"{own}: {value}" for own, value in answer.headers)])
    cut = f"\n\n[cut off: {answer.cut_off}]" if answer.cut_off else ""
    return f"{_cut(head)}\n\n{_pretty(answer)}{cut}"


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}\n[the rest is not shown]"


def _pretty(answer: Answer) -> str:
    text = _begin_of(answer.body, answer.header("Content-Type"))
    try:
        return _indented(text) if len(text) <= _MOST_SHOWN else _cut(text)
    except (ValueError, RecursionError):
        return text


def _begin_of(body: bytes, content_type: str) -> str:
    """As much of a body's text as is shown, or more."""
    begin = body[: _MOST_SHOWN * _MOST_BYTES_OF_A_CHARACTER]
    if len(begin) == len(body):
        return text_of(body, content_type)[0]
    # Its last character may be cut in the middle: then the text is right that ends before it.
    shorter = [text_of(begin[: len(begin) - cut], content_type) for cut in range(_MOST_BYTES_OF_A_CHARACTER)]
    return next((text for text, is_guessed in shorter if not is_guessed), shorter[0][0])


def _indented(text: str) -> str:
    """A JSON text, a line each part; as it came where that would make too much of it.

    Raises:
        ValueError, RecursionError: It is none, or nested too deep.
    """
    parts, length = [], 0
    # Piece by piece: of 100 kB of brackets in brackets, the indents alone are 100 MB.
    for piece in json.JSONEncoder(indent=2, ensure_ascii=False).iterencode(json.loads(text)):
        parts.append(piece)
        length += len(piece)
        if length > _MOST_SHOWN:
            return text
    return "".join(parts)
