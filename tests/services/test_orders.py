"""A ping's order: when it expires in which zone, what the clock shows, and whether a lead was posted with it."""

from datetime import UTC, datetime, timedelta

import pytest

from leadexec_desktop.protocol.answers import PingResponse
from leadexec_desktop.services.orders import ORDER_ZONES, Order, Orders, countdown, order_of, what_of, zone_of

AT = datetime(2026, 7, 1, 18, 0, tzinfo=UTC)


def test_a_ping_without_an_order_id_gives_none() -> None:
    assert order_of(PingResponse(will_accept=True, order_expires_on="7/1/2026 6:00:00 PM"), UTC) is None


@pytest.mark.parametrize(
    "zone, hour",
    [
        ("UTC", 18),
        ("America/New_York", 22),
        ("America/Chicago", 23),
        ("America/Denver", 24),
        ("America/Los_Angeles", 25),
    ],
)
def test_an_expiry_is_meant_in_a_zone(zone: str, hour: int) -> None:
    order = order_of(PingResponse(True, order_id="O-1", order_expires_on="7/1/2026 6:00:00 PM"), zone_of(zone))
    assert order is not None
    assert order.written == "7/1/2026 6:00:00 PM"
    assert order.expires_at_utc == datetime(2026, 7, 1, tzinfo=UTC) + timedelta(hours=hour)


def test_every_zone_of_the_table_is_one() -> None:
    for name in ORDER_ZONES:
        assert AT.astimezone(zone_of(name)).utcoffset() is not None
    assert zone_of("UTC") is UTC
    assert zone_of("Mars/Phobos") is UTC
    assert zone_of("") is UTC


@pytest.mark.parametrize(
    "written", ["2026-07-01T18:00:00Z", "2026-07-01T18:00:00.000+00:00", "2026-07-01T13:00:00-05:00"]
)
def test_an_expiry_that_names_its_zone_is_meant_there(written: str) -> None:
    order = order_of(PingResponse(True, order_id="O-1", order_expires_on=written), zone_of("America/Denver"))
    assert order is not None
    assert order.expires_at_utc == AT


@pytest.mark.parametrize("written", ["", "soon", "0001-01-01T00:00:00"])
def test_an_expiry_that_nobody_can_read(written: str) -> None:
    order = order_of(PingResponse(True, order_id="O-1", order_expires_on=written), UTC)
    assert order == Order("O-1", written)
    assert (order.remaining_s(AT), order.is_expired(AT)) == (None, False)


@pytest.mark.parametrize(
    "seconds, shown",
    [
        (-5, "0:00"),
        (0, "0:00"),
        (0.2, "0:01"),
        (1, "0:01"),
        (59.9, "1:00"),
        (65, "1:05"),
        (599, "9:59"),
        (3600, "1:00:00"),
        (7207, "2:00:07"),
        (90_000, "25:00:00"),
    ],
)
def test_a_countdown_reaches_zero_only_when_it_is_over(seconds: float, shown: str) -> None:
    assert countdown(seconds) == shown


@pytest.mark.parametrize(
    "order, said, expired",
    [
        (Order("O", "x", AT + timedelta(seconds=65)), "Expires in 1:05", False),
        (Order("O", "x", AT + timedelta(microseconds=1)), "Expires in 0:01", False),
        (Order("O", "x", AT), "This order has expired: ping again for a new one.", True),
        (Order("O", "x", AT - timedelta(days=1)), "This order has expired: ping again for a new one.", True),
        (Order("O", "soon"), "Expires soon", False),
        (Order("O"), "The receiver did not say when it expires.", False),
        (
            Order("O", "x", AT + timedelta(days=1), AT),
            "This order was posted already: ping again for a new one.",
            False,
        ),
        (Order("O", "x", AT - timedelta(days=1), AT), "This order was posted already: ping again for a new one.", True),
    ],
)
def test_how_an_order_stands(order: Order, said: str, expired: bool) -> None:
    assert (what_of(order, AT), order.is_expired(AT)) == (said, expired)


def test_orders_of_a_session() -> None:
    orders = Orders()
    assert orders.find("O-1") is None
    order = Order("O-1", "x", AT)
    orders.take(order)
    assert orders.find("O-1") == order
    orders.post("O-1", AT)
    orders.take(Order("O-1", "y", AT + timedelta(days=1)))  # the same ping, answered again
    assert orders.find("O-1") == Order("O-1", "y", AT + timedelta(days=1), AT)
    orders.post("typed by hand", AT)
    assert orders.find("typed by hand") == Order("typed by hand", posted_at_utc=AT)
    assert Orders().known == {}
