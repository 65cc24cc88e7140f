"""The options of the tabs beside Submit: encoding, answer, campaign, return URL, as each operation has them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from leadexec_desktop.profiles.model import SourceProfile
from leadexec_desktop.protocol.operations import OPERATIONS
from leadexec_desktop.protocol.parameters import Parameter
from leadexec_desktop.protocol.values import Encoding, Operation, ResponseFormat
from leadexec_desktop.services.asking import chosen_for
from leadexec_desktop.services.composing import Chosen, possible, reasons
from leadexec_desktop.ui.naming import allow, explain, name, wear
from leadexec_desktop.ui.option_rows import (
    ENCODING_LABELS,
    RESPONSE_LABELS,
    Segments,
    add_row,
    card_of,
    check_box,
    line_of,
)

ALL_CAMPAIGNS = 0
"""Stands in the list of campaigns for all of them: no campaign has this id."""


@dataclass(frozen=True, slots=True)
class OptionSet:
    """Which options an operation has.

    Attributes:
        response: Its path names a response type.
        campaign: It carries a campaign.
        several_campaigns: It may be asked of all campaigns at once.
        is_async: It may be answered later, at a return URL.
    """

    response: bool = False
    campaign: bool = False
    several_campaigns: bool = False
    is_async: bool = False


OPTION_SETS: Mapping[Operation, OptionSet] = MappingProxyType(
    {
        Operation.PING: OptionSet(response=True, campaign=True, several_campaigns=True, is_async=True),
        Operation.DUPLICATE: OptionSet(campaign=True),
        Operation.UPDATE: OptionSet(response=True),
    }
)


class AskOptions(QWidget):
    """What is chosen on one of the tabs.

    Args:
        operation: The tab's; the first part of its options' names.
    """

    changed = Signal()

    def __init__(self, operation: Operation) -> None:
        super().__init__()
        self._operation = operation
        self._has = OPTION_SETS[operation]
        self._profile: SourceProfile | None = None
        self._wanted = Chosen(mode=operation)
        self._all_campaigns = False
        self._quiet = False
        encodings = {own: ENCODING_LABELS[own] for own in OPERATIONS[operation].encodings}
        self._encoding = Segments(encodings, f"{operation}.encoding", self._take)
        self._response = Segments(RESPONSE_LABELS, f"{operation}.response", self._take)
        self._campaign = QComboBox()
        name(self._campaign, f"{operation}.campaign", "Campaign")
        self._campaign.currentIndexChanged.connect(self._take)
        self._is_async = check_box("As&ynchronous", f"{operation}.async", self._take)
        self._return_url = QLineEdit()
        name(self._return_url, f"{operation}.return_url", "Return URL")
        self._return_url.textChanged.connect(self._take)
        self._return_url.returnPressed.connect(self.focusNextChild)
        self._lay_out()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        panel = QFrame()
        grid = card_of(panel, f"{self._operation}.options", "Options")
        row = 0
        if self._has.campaign:
            add_row(grid, row, "Campaign", self._campaign)
            row += 1
        parts: list[QWidget | str | None] = [self._encoding.row]
        if self._has.response:
            parts += ["Answer as", self._response.row]
        add_row(grid, row, "Send as", line_of(*parts))
        if self._has.is_async:
            add_row(grid, row + 1, "Return URL", line_of(self._return_url, "", self._is_async), self._return_url)
        layout.addWidget(panel)
        for widget in (self._campaign, self._response.row, self._is_async, self._return_url):
            if widget.parent() is None:  # the operation does not have it
                widget.setParent(self)
                widget.hide()

    def show_profile(self, profile: SourceProfile, wanted: Chosen | None = None) -> None:
        """Shows the options of a profile: its own defaults, or those that were chosen before."""
        self._profile = profile
        self._wanted = wanted or chosen_for(profile, self._operation)
        self._quiet = True
        self._campaign.clear()
        for campaign in profile.campaigns:
            label = f"{campaign.name} ({campaign.aid})" if campaign.name else str(campaign.aid)
            self._campaign.addItem(label, campaign.aid)
        if self._has.several_campaigns and len(profile.campaigns) > 1:
            self._campaign.addItem(f"All {len(profile.campaigns)} campaigns, side by side", ALL_CAMPAIGNS)
        self._all_campaigns = False
        self._return_url.setText(self._wanted.return_url)
        self._quiet = False
        self._refresh()

    @property
    def wanted(self) -> Chosen:
        """What was chosen, whether it can be had or not."""
        return self._wanted

    @property
    def chosen(self) -> tuple[Chosen, ...]:
        """What can be had of it: one for each campaign that is asked."""
        chosen = self._possible()
        if self._profile is None or not self._all_campaigns:
            return (chosen,)
        return tuple(replace(chosen, aid=campaign.aid) for campaign in self._profile.campaigns)

    def _possible(self) -> Chosen:
        return self._wanted if self._profile is None else possible(self._profile, self._wanted)

    def complain(self, problems: Mapping[Parameter, str]) -> None:
        """Marks the options that are wrong, and says why in their tips."""
        problem = problems.get(Parameter.RETURN_URL, "")
        wear(self._return_url, "wrong", bool(problem))
        if self._return_url.isEnabled():
            explain(self._return_url, problem)

    def focus_on(self, parameter: Parameter) -> None:
        """Puts the keyboard into an option."""
        if parameter is Parameter.RETURN_URL:
            self._return_url.setFocus()

    def _take(self) -> None:
        if self._quiet:
            return
        shown = self._possible()
        aid = self._campaign.currentData()
        self._all_campaigns = aid == ALL_CAMPAIGNS
        self._wanted = replace(
            self._wanted,
            aid=self._wanted.aid if aid in (None, ALL_CAMPAIGNS) else aid,
            response=ResponseFormat(self._response.value),
            return_url=self._return_url.text(),
        )
        # Encoding and async show the nearest possible choice; only a press on them changes what is wanted.
        if self._encoding.value != shown.encoding:
            self._wanted = replace(self._wanted, encoding=Encoding(self._encoding.value))
        if self._is_async.isChecked() != shown.is_async:
            self._wanted = replace(self._wanted, is_async=self._is_async.isChecked())
        self._refresh()

    def _refresh(self) -> None:
        profile = self._profile
        if profile is None:
            return
        chosen = self._possible()
        self._quiet = True
        self._encoding.choose(chosen.encoding)
        self._response.choose(chosen.response)
        self._is_async.setChecked(chosen.is_async)
        wanted = ALL_CAMPAIGNS if self._all_campaigns else chosen.aid
        self._campaign.setCurrentIndex(max(0, self._campaign.findData(wanted)))
        self._quiet = False
        why = reasons(profile, chosen)
        allow(self._campaign, None if profile.campaigns else f"The profile “{profile.name}” has no campaigns.")
        allow(self._is_async, why.is_async, "The receiver calls the return URL once it has decided.")
        allow(self._return_url, why.parameters[Parameter.RETURN_URL])
        self.changed.emit()
