from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.protocol.delivery import Delivery, DeliveryEvent, DeliveryState, Destination
from leadexec_desktop.protocol.values import (
    AuthScheme,
    CallData,
    Encoding,
    Lead,
    LeadRequest,
    Operation,
    RedirectKind,
    RequestShape,
    ResponseFormat,
    SourceIds,
)
from leadexec_desktop.protocol.wire import Answer, Exchange
from leadexec_desktop.store.database import open_in_memory
from leadexec_desktop.store.deliveries import Change, Deliveries
from leadexec_desktop.store.errors import DamagedDatabaseError

TEXT = st.text(max_size=20)
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - timezones=
PRICES = st.none() | st.decimals(allow_nan=False, allow_infinity=False)
NUMBERS = st.integers(0, 2**53)

REQUESTS = st.builds(
    LeadRequest,
    shape=st.builds(
        RequestShape,
        st.sampled_from(Operation),
        st.sampled_from(Encoding),
        st.sampled_from(ResponseFormat),
        st.booleans(),
        st.sampled_from(RedirectKind),
    ),
    ids=st.builds(SourceIds, NUMBERS, NUMBERS, st.none() | NUMBERS),
    lead=st.builds(Lead, st.lists(st.tuples(TEXT, TEXT), max_size=5).map(tuple)),
    return_url=TEXT,
    order_id=TEXT,
    order_id_anywhere=st.booleans(),
    reference=TEXT,
    no_sell=st.booleans(),
    send_delay_h=PRICES,
    call=st.none() | st.builds(CallData, TEXT, NUMBERS, TEXT, st.none() | st.datetimes()),
)
DELIVERIES = st.builds(
    Delivery,
    id=TEXT,
    created_at_utc=MOMENTS,
    destination=st.builds(
        Destination, TEXT, TEXT, TEXT, st.booleans(), st.sampled_from(AuthScheme), st.floats(0.1, 1e6), TEXT, TEXT
    ),
    request=REQUESTS,
    who=TEXT,
    state=st.sampled_from(DeliveryState),
    outcome=TEXT,
    reason=TEXT,
    lead_id=TEXT,
    price=PRICES,
    sent_at_utc=st.none() | MOMENTS,
    elapsed_s=st.none() | st.floats(0, 1e6),
    again_of=TEXT,
    decided_by=TEXT,
)
EXCHANGES = st.builds(
    Exchange,
    TEXT,
    st.binary(max_size=50),
    st.none()
    | st.builds(
        Answer,
        status=st.integers(100, 599),
        headers=st.lists(st.tuples(TEXT, TEXT), max_size=4).map(tuple),
        body=st.binary(max_size=50),
        url=TEXT,
        complete=st.booleans(),
        cut_off=TEXT,
    ),
)


@given(delivery=DELIVERIES, exchange=EXCHANGES)
def test_every_value_comes_back_as_it_was(delivery: Delivery, exchange: Exchange) -> None:
    database = open_in_memory()
    deliveries = Deliveries(database)
    deliveries.add(delivery)
    found = deliveries.get(delivery.id)
    assert found == delivery
    assert str(found.price) == str(delivery.price)
    sending = replace(delivery, id=delivery.id + "2", state=DeliveryState.SENDING)
    deliveries.add(sending)
    deliveries.advance(
        sending.id, DeliveryState.SENDING, DeliveryEvent.NO_ANSWER, at_utc=delivery.created_at_utc, exchange=exchange
    )
    assert deliveries.exchange(sending.id) == exchange
    database.close()


def a_delivery() -> Delivery:
    request = LeadRequest(RequestShape(Operation.GENERAL), SourceIds(18, 1), Lead((("Name", "half \ud83d"),)))
    at = datetime(2026, 11, 3, tzinfo=UTC)
    return Delivery(
        "first", at, Destination("solar", "Solar", "https://leads.leadexec.net"), request, who="half \ud83d"
    )


def test_half_a_character_loses_no_lead() -> None:
    database = open_in_memory()
    deliveries = Deliveries(database)
    deliveries.add(a_delivery())
    kept = deliveries.get("first")
    assert kept.request == a_delivery().request
    assert kept.who == "half ?"
    change = Change(reason="\udc00", lead_id="\udc00", decided_by="\udc00", outcome="\udc00")
    moved = deliveries.advance(
        "first", DeliveryState.WAITING, DeliveryEvent.CLAIMED, at_utc=kept.created_at_utc, change=change
    )
    assert {moved.reason, moved.lead_id, moved.decided_by, moved.outcome} == {"?"}
    database.close()


def test_a_moment_without_a_zone_is_refused() -> None:
    database = open_in_memory()
    naive = replace(a_delivery(), created_at_utc=datetime(2026, 11, 3))  # noqa: DTZ001 - what must be refused
    with pytest.raises(TypeError):
        Deliveries(database).add(naive)
    assert Deliveries(database).page(None, 1) == []
    database.close()


@pytest.mark.parametrize(
    "column, value",
    [("request", "{}"), ("request", "["), ("state", "lost"), ("price", "much"), ("auth_scheme", "none of ours")],
)
def test_a_row_that_cannot_be_is_said(column: str, value: str) -> None:
    database = open_in_memory()
    deliveries = Deliveries(database)
    deliveries.add(replace(a_delivery(), price=Decimal(1)))
    with database.write() as cursor:
        cursor.execute(f"UPDATE deliveries SET {column} = ?", (value,))
    with pytest.raises(DamagedDatabaseError, match="first") as caught:
        deliveries.get("first")
    assert "half" not in str(caught.value)
    database.close()
