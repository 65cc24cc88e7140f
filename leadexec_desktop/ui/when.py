"""Moments as an agent reads them."""

from datetime import datetime

_TODAY, _OLDER = "%H:%M:%S", "%b %d %H:%M"


def when_text(at: datetime, now: datetime) -> str:
    """A time on the agent's clock: today's without the day."""
    local = at.astimezone(now.tzinfo)
    return local.strftime(_TODAY if local.date() == now.date() else _OLDER)
