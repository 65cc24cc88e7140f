"""What a press on Send may do."""

from enum import Enum, auto
from typing import NamedTuple

from leadexec_desktop.protocol.delivery import Delivery


class Press(Enum):
    """What a press on Send does."""

    SENDS_NEW = auto()
    """A new delivery is made and sent."""
    SENDS_WAITING = auto()
    """The lead's waiting delivery is sent, with the values as they are now."""
    SAYS_WHAT_HAPPENED = auto()
    """Nothing is sent: the lead is on its way, or was not changed since the receiver had it, or may have had it."""


class PressedSend(NamedTuple):
    """What a press on Send does, and to which delivery."""

    press: Press
    delivery: Delivery | None = None
