"""What one press leads to from an answer or a row of history."""

from enum import StrEnum


class NextStep(StrEnum):
    """The last part of the button's name."""

    LOAD = "load"
    """Puts what was sent into Submit, as a lead that was not sent."""
    DUPLICATE = "duplicate"
    """Asks whether the receiver has had this lead."""
    POST_ORDER = "post_order"
    """Posts the order of a ping."""
    UPDATE = "update"
    """Updates the lead that was sent."""
    STATUS = "status"
    """Asks what became of it."""
    OPEN_REDIRECT = "open_redirect"
    """Opens the address that the caller is to be sent to."""
