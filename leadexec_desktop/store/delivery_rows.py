"""Deliveries, exchanges and the entries of a timeline as rows, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from leadexec_desktop.protocol.delivery import Delivery, DeliveryEvent, DeliveryState, Destination
from leadexec_desktop.protocol.request_record import from_record, to_record
from leadexec_desktop.protocol.values import AuthScheme, LeadRequest
from leadexec_desktop.protocol.wire import Answer, Exchange
from leadexec_desktop.store.errors import DamagedDatabaseError
from leadexec_desktop.store.moments import from_us, to_us

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Row

Values = Mapping[str, str | int | float | bytes | None]
"""What goes into the columns of a row, by name."""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened to a delivery.

    Attributes:
        at_utc: When.
        event: What.
        state: Where the delivery stood after it.
        decided_by: Who, where a person decided it; empty otherwise.
        reason: Why, as it was said at the time; empty if nothing was.
        outcome: The word of history after it; empty for what was written before that was kept.
    """

    at_utc: datetime
    event: DeliveryEvent
    state: DeliveryState
    decided_by: str = ""
    reason: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Learnt:
    """The answer of a status request that last told something new about a lead.

    Attributes:
        at_utc: When it came.
    """

    at_utc: datetime
    answer: Answer


def row_of_delivery(delivery: Delivery) -> Values:
    """A whole delivery."""
    return {
        **row_of_content(delivery.id, delivery.destination, delivery.request, delivery.who),
        "created_at_us": to_us(delivery.created_at_utc),
        "state": delivery.state.value,
        "outcome": storable(str(delivery.outcome)),
        "reason": storable(delivery.reason),
        "lead_id": storable(delivery.lead_id),
        "price": price_text(delivery.price),
        "sent_at_us": None if delivery.sent_at_utc is None else to_us(delivery.sent_at_utc),
        "elapsed_s": delivery.elapsed_s,
        "again_of": delivery.again_of,
        "decided_by": storable(delivery.decided_by),
    }


def row_of_content(delivery_id: str, destination: Destination, request: LeadRequest, who: str) -> Values:
    """The part of a delivery that a person may change while it waits."""
    return {
        "id": delivery_id,
        "profile_id": storable(destination.profile_id),
        "profile_name": storable(destination.profile_name),
        "endpoint": storable(destination.endpoint),
        "sends_password": int(destination.password),
        "auth_scheme": destination.scheme.value,
        "timeout_s": float(destination.timeout_s),
        "token_url": storable(destination.token_url),
        "client_id": storable(destination.client_id),
        "follow_days": destination.follow_days,
        "request": json.dumps(to_record(request)),
        "who": storable(who),
    }


def delivery_of(row: Row) -> Delivery:
    """The delivery that a row holds.

    Raises:
        DamagedDatabaseError: It holds none.
    """
    try:
        return Delivery(
            id=row["id"],
            created_at_utc=from_us(row["created_at_us"]),
            destination=_destination_of(row),
            request=from_record(json.loads(row["request"])),
            who=row["who"],
            state=DeliveryState(row["state"]),
            outcome=row["outcome"],
            reason=row["reason"],
            lead_id=row["lead_id"],
            price=None if row["price"] is None else Decimal(row["price"]),
            sent_at_utc=None if row["sent_at_us"] is None else from_us(row["sent_at_us"]),
            elapsed_s=row["elapsed_s"],
            again_of=row["again_of"],
            decided_by=row["decided_by"],
        )
    except (ArithmeticError, KeyError, TypeError, ValueError):
        raise DamagedDatabaseError(f"(delivery {row['id']})") from None  # its text may quote the lead


def _destination_of(row: Row) -> Destination:
    return Destination(
        profile_id=row["profile_id"],
        profile_name=row["profile_name"],
        endpoint=row["endpoint"],
        password=bool(row["sends_password"]),
        scheme=AuthScheme(row["auth_scheme"]),
        timeout_s=row["timeout_s"],
        token_url=row["token_url"],
        client_id=row["client_id"],
        follow_days=row["follow_days"],
    )


def row_of_exchange(delivery_id: str, exchange: Exchange) -> Values:
    """The bytes of one try; without an answer, its status is NULL."""
    return {
        "delivery_id": delivery_id,
        "request_head": storable(exchange.request_head),
        "request_body": exchange.request_body,
        **(_NO_ANSWER if exchange.answer is None else _row_of_answer(exchange.answer)),
    }


_NO_ANSWER: Values = MappingProxyType(
    {"status": None, "url": "", "headers": b"[]", "body": b"", "complete": 1, "cut_off": ""}
)


def _row_of_answer(answer: Answer) -> Values:
    return {
        "status": answer.status,
        "url": storable(answer.url),
        "headers": json.dumps(answer.headers).encode(),
        "body": answer.body,
        "complete": int(answer.complete),
        "cut_off": storable(answer.cut_off),
    }


def exchange_of(row: Row) -> Exchange:
    """The exchange that a row holds."""
    answer = None if row["status"] is None else _answer_of(row)
    return Exchange(row["request_head"], row["request_body"], answer)


def _answer_of(row: Row) -> Answer:
    headers: list[Any] = json.loads(row["headers"])
    return Answer(
        status=row["status"],
        headers=tuple((name, value) for name, value in headers),
        body=row["body"],
        url=row["url"],
        complete=bool(row["complete"]),
        cut_off=row["cut_off"],
    )


def row_of_learnt(delivery_id: str, learnt: Learnt) -> Values:
    """What was learnt of a lead later."""
    return {"delivery_id": delivery_id, "at_us": to_us(learnt.at_utc), **_row_of_answer(learnt.answer)}


def learnt_of(row: Row) -> Learnt:
    """What was learnt that a row holds."""
    return Learnt(from_us(row["at_us"]), _answer_of(row))


def entry_of(row: Row) -> TimelineEntry:
    """The entry of a timeline that a row holds."""
    return TimelineEntry(
        from_us(row["at_us"]),
        DeliveryEvent(row["event"]),
        DeliveryState(row["state"]),
        row["decided_by"],
        row["reason"],
        row["outcome"],
    )


def price_text(price: Decimal | None) -> str | None:
    """Money as text, digit for digit."""
    return None if price is None else str(price)


def storable(text: str) -> str:
    """Text as the database takes it: half of a surrogate pair, which is no character, becomes a question mark."""
    return text.encode(errors="replace").decode()
