"""The options of Submit: mode, encoding, answer, campaign and the rest; what a mode lacks is off and says why."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.profiles.typed_text import trimmed
from leadexec_desktop.protocol.parameters import Parameter, call_date_text, pacific
from leadexec_desktop.protocol.values import SUBMIT_MODES, Encoding, Operation, RedirectKind, ResponseFormat
from leadexec_desktop.services.composing import (
    Chosen,
    call_date_problem_or_moment,
    chosen_by_default,
    order_binds,
    possible,
    reasons,
)
from leadexec_desktop.ui.editors import show_from_start
from leadexec_desktop.ui.naming import allow, explain, name, plain_text, wear
from leadexec_desktop.ui.option_rows import (
    ENCODING_LABELS,
    RESPONSE_LABELS,
    Segments,
    add_row,
    card_of,
    check_box,
    labelled,
    line_of,
)

_MODE_LABELS: Mapping[Operation, str] = MappingProxyType(
    {
        Operation.GENERAL: "&General",
        Operation.REDIRECT: "&Redirect",
        Operation.RETURNSENDS: "Return s&ends",
        Operation.TRANSFER: "&Transfer",
        Operation.CALL: "&Call",
    }
)
_REDIRECT_LABELS = {RedirectKind.MANUAL: "Manual", RedirectKind.AUTO: "Automatic"}
_TIPS: Mapping[Operation, str] = MappingProxyType(
    {
        Operation.GENERAL: "Creates a lead.",
        Operation.REDIRECT: "Creates a lead and gets the address that the caller should be sent to.",
        Operation.RETURNSENDS: "Creates a lead and gets the list of who it was sent to.",
        Operation.TRANSFER: "Creates a lead and gets the numbers that the call should be transferred to.",
        Operation.CALL: "Creates a lead with the data of a call.",
    }
)
_NARROW = 84


class SubmitOptions(QWidget):
    """Everything on Submit but the lead itself.

    Args:
        now: The time, aware, on the agent's clock.
    """

    changed = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._profile: SourceProfile | None = None
        self._wanted = Chosen()
        self._quiet = False
        self._mode = Segments(_MODE_LABELS, "submit.mode", self._take)
        self._redirect = Segments(_REDIRECT_LABELS, "submit.redirect", self._take)
        self._encoding = Segments(ENCODING_LABELS, "submit.encoding", self._take)
        self._response = Segments(RESPONSE_LABELS, "submit.response", self._take)
        self._is_async = check_box("As&ynchronous", "submit.async", self._take)
        self._no_sell = check_box("D&o not sell (no-sell)", "submit.no_sell", self._take)
        self._campaign = QComboBox()
        name(self._campaign, "submit.campaign", "Campaign")
        self._campaign.currentIndexChanged.connect(self._take)
        self._return_url = self._line("submit.return_url", "Return URL")
        self._order_id = self._line("submit.order_id", "Order ID")
        self._reference = self._line("submit.reference", "Reference")
        self._send_delay = self._line("submit.send_delay", "Send delay", _NARROW)
        self._ivr_number = self._line("submit.call.ivr_number", "IVR number")
        self._call_duration = self._line("submit.call.duration", "Duration", _NARROW)
        self._call_duration.setPlaceholderText("seconds")
        self._call_result = self._line("submit.call.result", "Result")
        self._call_date = self._line("submit.call.date", "Call date")
        self._here = plain_text()
        self._here.setProperty("role", "hint")
        self._here.setObjectName("submit.call.date.here")
        self._now_button = QPushButton("Now")
        name(self._now_button, "submit.call.now", "Now")
        self._now_button.clicked.connect(self.set_call_date_now)
        self.panel = QFrame()
        self.call_panel = QFrame()
        self._lay_out()

    def _line(self, object_name: str, label: str, width: int | None = None) -> QLineEdit:
        edit = QLineEdit()
        name(edit, object_name, label)
        if width is not None:
            edit.setFixedWidth(width)
        edit.textChanged.connect(self._take)
        edit.returnPressed.connect(self.focusNextChild)
        return edit

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._mode.row)
        layout.addLayout(labelled("Campaign", self._campaign, stretch=self._campaign))
        grid = card_of(self.panel, "submit.options", "Options")
        add_row(grid, 0, "Redirect", self._redirect.row)
        add_row(grid, 1, "Send as", line_of(self._encoding.row, "Answer as", self._response.row))
        add_row(grid, 2, "Return URL", line_of(self._return_url, "", self._is_async), self._return_url)
        add_row(grid, 3, "Order ID", line_of(self._order_id, "Reference", self._reference), self._order_id)
        add_row(grid, 4, "Send delay", line_of(self._send_delay, "hours", None, self._no_sell), self._send_delay)
        layout.addWidget(self.panel)
        self._column = layout
        self._lay_out_call()
        layout.addWidget(self.call_panel)

    def _lay_out_call(self) -> None:
        grid = card_of(self.call_panel, "submit.call", "Call data")
        number = line_of(self._ivr_number, "Duration", self._call_duration)
        add_row(grid, 0, "IVR number", number, self._ivr_number)
        add_row(grid, 1, "Result", self._call_result)
        add_row(grid, 2, "Call date", line_of(self._call_date, "Pacific", None, self._now_button), self._call_date)
        grid.addWidget(self._here, 3, 1)

    def show_profile(self, profile: SourceProfile, wanted: Chosen | None = None) -> None:
        """Shows the options of a profile: its own defaults, or those that were chosen before."""
        self._profile = profile
        self._quiet = True
        self._campaign.clear()
        self._campaign.addItem("None", None)
        for campaign in profile.campaigns:
            self._campaign.addItem(
                f"{campaign.name} ({campaign.aid})" if campaign.name else str(campaign.aid), campaign.aid
            )
        self._quiet = False
        self.choose(wanted or chosen_by_default(profile))

    def choose(self, wanted: Chosen) -> None:
        """Chooses options; what the profile or the mode lacks is remembered until it is there."""
        self._wanted = wanted
        self._quiet = True
        for edit, text in (
            (self._return_url, wanted.return_url),
            (self._order_id, wanted.order_id),
            (self._reference, wanted.reference),
            (self._send_delay, wanted.send_delay),
            (self._ivr_number, wanted.ivr_number),
            (self._call_duration, wanted.call_duration),
            (self._call_result, wanted.call_result),
            (self._call_date, wanted.call_date),
        ):
            show_from_start(edit, text)
        self._no_sell.setChecked(wanted.no_sell)
        self._quiet = False
        self._refresh()

    @property
    def wanted(self) -> Chosen:
        """What was chosen, whether the mode has it or not."""
        return self._wanted

    @property
    def chosen(self) -> Chosen:
        """What the profile and the mode have of it."""
        return possible(self._profile, self._wanted) if self._profile is not None else self._wanted

    def clear_lead(self) -> None:
        """Empties what belongs to one lead only: order ID, reference, the call."""
        self.choose(
            replace(
                self._wanted, order_id="", reference="", ivr_number="", call_duration="", call_result="", call_date=""
            )
        )

    def set_call_date_now(self) -> None:
        """Puts the time of the agent's clock into the call date, in Pacific Time."""
        self._call_date.setText(call_date_text(self._now()))

    def add_below(self, widget: QWidget) -> None:
        """Puts a widget below the panel, where it stays in sight with the panel folded away."""
        self._column.insertWidget(self._column.indexOf(self.panel) + 1, widget)

    @property
    def order_id(self) -> str:
        """The order that is posted; empty if none is."""
        return trimmed(self._order_id.text()) if self._order_id.isEnabled() else ""

    @property
    def is_bound(self) -> bool:
        """Whether the order leaves no choice of mode, encoding and time of the answer."""
        return self._profile is not None and order_binds(self._profile, self._wanted)

    def complain(self, problems: Mapping[Parameter, str]) -> None:
        """Marks the options that are wrong, and says why in their tips."""
        for parameter, widget in self._lines().items():
            problem = problems.get(parameter, "")
            wear(widget, "wrong", bool(problem))
            if widget.isEnabled():
                explain(widget, problem)

    def focus_on(self, parameter: Parameter) -> None:
        """Puts the keyboard into an option."""
        widget = self._lines().get(parameter)
        if widget is not None:
            widget.setFocus()

    def set_open(self, is_open: bool) -> None:
        """Shows the options, or folds them away; a call's data stays while the mode needs it."""
        self.panel.setVisible(is_open)
        self.call_panel.setVisible(is_open or self.chosen.mode is Operation.CALL)

    def _lines(self) -> dict[Parameter, QWidget]:
        return {
            Parameter.RETURN_URL: self._return_url,
            Parameter.ORDER_ID: self._order_id,
            Parameter.REFERENCE: self._reference,
            Parameter.SEND_DELAY: self._send_delay,
            Parameter.NO_SELL: self._no_sell,
            Parameter.IVR_NUMBER: self._ivr_number,
            Parameter.CALL_DURATION: self._call_duration,
            Parameter.CALL_RESULT: self._call_result,
            Parameter.CALL_DATE: self._call_date,
        }

    def _take(self) -> None:
        if self._quiet:
            return
        shown = self.chosen
        aid = self._campaign.currentData()
        self._wanted = replace(
            self._wanted,
            redirect=RedirectKind(self._redirect.value),
            response=ResponseFormat(self._response.value),
            aid=aid,
            return_url=self._return_url.text(),
            order_id=self._order_id.text(),
            reference=self._reference.text(),
            no_sell=self._no_sell.isChecked(),
            send_delay=self._send_delay.text(),
            ivr_number=self._ivr_number.text(),
            call_duration=self._call_duration.text(),
            call_result=self._call_result.text(),
            call_date=self._call_date.text(),
        )
        # Mode, encoding and async show the nearest possible choice; only a press on them changes what is wanted.
        if self._mode.value != shown.mode:
            self._take_mode(Operation(self._mode.value))
        if self._encoding.value != shown.encoding:
            self._wanted = replace(self._wanted, encoding=Encoding(self._encoding.value))
        if self._is_async.isChecked() != shown.is_async:
            self._wanted = replace(self._wanted, is_async=self._is_async.isChecked())
        self._refresh()

    def _take_mode(self, mode: Operation) -> None:
        self._wanted = replace(self._wanted, mode=mode)
        if mode is Operation.CALL and not self._wanted.call_date:
            self._wanted = replace(self._wanted, call_date=call_date_text(self._now()))

    def _refresh(self) -> None:
        if self._profile is None:
            return
        chosen = self.chosen
        self._quiet = True
        self._mode.choose(chosen.mode)
        self._redirect.choose(chosen.redirect)
        self._encoding.choose(chosen.encoding)
        self._response.choose(chosen.response)
        self._is_async.setChecked(chosen.is_async)
        self._campaign.setCurrentIndex(max(0, self._campaign.findData(chosen.aid)))
        if self._call_date.text() != self._wanted.call_date:
            self._call_date.setText(self._wanted.call_date)
        self._quiet = False
        self._allow(chosen)
        self._show_here(chosen)
        self.call_panel.setVisible(self.panel.isVisibleTo(self) or chosen.mode is Operation.CALL)
        self.changed.emit()

    def _allow(self, chosen: Chosen) -> None:
        if self._profile is None:
            return
        why = reasons(self._profile, chosen)
        for mode in SUBMIT_MODES:
            allow(self._mode.buttons[mode], why.modes[mode], _TIPS[mode])
        for encoding in Encoding:
            allow(self._encoding.buttons[encoding], why.encodings[encoding])
        for button in self._redirect.buttons.values():
            allow(button, why.redirect)
        allow(self._is_async, why.is_async, "The receiver queues the lead and decides later.")
        for parameter, widget in self._lines().items():
            allow(widget, why.parameters[parameter])
        allow(self._now_button, why.parameters[Parameter.CALL_DATE])

    def _show_here(self, chosen: Chosen) -> None:
        problem, moment = call_date_problem_or_moment(chosen.call_date)
        if chosen.mode is not Operation.CALL or (moment is None and not problem):
            self._here.clear()
        elif moment is None:
            self._here.setText(problem)
        else:
            there, here = moment.astimezone(pacific()), moment.astimezone(self._now().tzinfo)
            self._here.setText(f"{there:%a} {there:%H:%M} in Pacific Time is {here:%a} {here:%H:%M} on your clock.")
        self._here.setVisible(bool(self._here.text()))
