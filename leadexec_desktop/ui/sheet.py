"""What every tab has, for the keys and menus that serve all of them."""

from typing import Protocol

from PySide6.QtCore import SignalInstance

from leadexec_desktop.ui.lead_form import LeadForm


class Sheet(Protocol):
    """A tab."""

    form: LeadForm
    begins_leads: bool
    """A new lead is begun here; from any other tab it is begun on Submit."""

    @property
    def is_sending(self) -> bool:
        """Whether an answer is awaited."""

    @property
    def sending(self) -> SignalInstance:
        """Emitted with True when it begins to send, and with False when that has ended."""

    @property
    def cancel_asked(self) -> SignalInstance:
        """Emitted to stop what is being sent."""

    def press_send(self) -> None:
        """Sends, or says what keeps it from sending."""

    def next_lead(self) -> None:
        """Begins anew."""

    def focus_first(self) -> None:
        """Puts the keyboard where typing begins."""
