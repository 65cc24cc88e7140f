"""A ping's order: how long it can still be posted, and whether it was."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from types import MappingProxyType
from typing import TYPE_CHECKING

from leadexec_desktop.protocol.receiver_time import moment_of

if TYPE_CHECKING:
    from leadexec_desktop.protocol.answers import PingResponse

ORDER_ZONES: Mapping[str, str] = MappingProxyType(
    {
        "UTC": "UTC",
        "America/New_York": "Eastern",
        "America/Chicago": "Central",
        "America/Denver": "Mountain",
        "America/Los_Angeles": "Pacific",
    }
)
"""Zones that an order's expiry may be meant in, and what they are called: the receiver states none."""

_MINUTE_S, _HOUR_S = 60, 3600


def zone_of(name: str) -> tzinfo:
    """The zone of that name; UTC for one that is none of the table's."""
    if name not in ORDER_ZONES or name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - few receivers write in a zone of their own

    return ZoneInfo(name)


@dataclass(frozen=True, slots=True)
class Order:
    """What a ping gave to post a lead with.

    Attributes:
        id: The order ID.
        written: When it expires, as the receiver wrote it; empty if it did not say.
        expires_at_utc: The same as a moment, an estimate; None where that cannot be told.
        posted_at_utc: When a lead was posted with it; None if none was.
    """

    id: str
    written: str = ""
    expires_at_utc: datetime | None = None
    posted_at_utc: datetime | None = None

    def remaining_s(self, now: datetime) -> float | None:
        """Seconds until it expires, less than 0 after; None where that cannot be told."""
        return None if self.expires_at_utc is None else (self.expires_at_utc - now).total_seconds()

    def is_expired(self, now: datetime) -> bool:
        """Whether it has expired, as far as can be told."""
        remaining = self.remaining_s(now)
        return remaining is not None and remaining <= 0


def order_of(response: "PingResponse", zone: tzinfo) -> Order | None:
    """The order of a ping's answer; None if it gave none."""
    if not response.order_id:
        return None
    return Order(response.order_id, response.order_expires_on, moment_of(response.order_expires_on, zone))


def countdown(remaining_s: float) -> str:
    """A time that is left, as a clock shows it: 1:05, or 2:00:07; 0:00 once it is over."""
    left = max(0, int(-(-remaining_s // 1)))
    hours, rest = divmod(left, _HOUR_S)
    minutes, seconds = divmod(rest, _MINUTE_S)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def what_of(order: Order, now: datetime) -> str:
    """How an order stands, for a person who is about to post it."""
    if order.posted_at_utc is not None:
        return "This order was posted already: ping again for a new one."
    remaining = order.remaining_s(now)
    if remaining is None:
        return f"Expires {order.written}" if order.written else "The receiver did not say when it expires."
    if remaining <= 0:
        return "This order has expired: ping again for a new one."
    return f"Expires in {countdown(remaining)}"


@dataclass(slots=True)
class Orders:
    """The orders of this session, by id: what is known of one that stands in the form."""

    known: dict[str, Order] = field(default_factory=dict)

    def take(self, order: Order) -> None:
        """Takes note of an order; that it was posted is not forgotten."""
        before = self.known.get(order.id)
        posted = None if before is None else before.posted_at_utc
        self.known[order.id] = replace(order, posted_at_utc=order.posted_at_utc or posted)

    def post(self, order_id: str, at_utc: datetime) -> None:
        """Takes note that a lead was posted with an order, known or not."""
        self.known[order_id] = replace(self.find(order_id) or Order(order_id), posted_at_utc=at_utc)

    def find(self, order_id: str) -> Order | None:
        """What is known of an order; None if nothing is."""
        return self.known.get(order_id)
