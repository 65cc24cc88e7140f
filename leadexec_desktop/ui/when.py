"""Moments as an agent reads them."""

from datetime import datetime, timedelta

_TODAY, _OLDER, _LONG_AGO = "%H:%M:%S", "%b %d %H:%M", "%b %d %Y, %H:%M"
_MONTHS = timedelta(days=300)
"""From then on, a day without its year could be this year's."""


def when_text(at: datetime, now: datetime) -> str:
    """A time on the agent's clock: today's without the day, and one of the last months without the year."""
    local = at.astimezone(now.tzinfo)
    if local.date() == now.date():
        return local.strftime(_TODAY)
    return local.strftime(_OLDER if abs(now - local) < _MONTHS else _LONG_AGO)
