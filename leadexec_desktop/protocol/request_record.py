"""A request as plain data and back: what the store keeps of it. No secret is ever in it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from leadexec_desktop.protocol.known_lead import LeadUpdate, StatusQuery
from leadexec_desktop.protocol.parameters import pacific
from leadexec_desktop.protocol.values import (
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


def to_record(request: LeadRequest) -> dict[str, Any]:
    """The request as JSON can carry it."""
    record = asdict(request)
    record["send_delay_h"] = None if request.send_delay_h is None else str(request.send_delay_h)
    if request.call is not None:
        at = request.call.at
        record["call"]["at"] = None if at is None else at.isoformat()
    return record


def from_record(record: Mapping[str, Any]) -> LeadRequest:
    """The request that `to_record` gave.

    Raises:
        KeyError, ValueError, TypeError: It is none.
    """
    shape, call, delay = record["shape"], record["call"], record["send_delay_h"]
    update, status = record.get("update"), record.get("status")  # not in what was written before there were any
    return LeadRequest(
        shape=RequestShape(
            Operation(shape["operation"]),
            Encoding(shape["encoding"]),
            ResponseFormat(shape["response"]),
            shape["is_async"],
            RedirectKind(shape["redirect"]),
        ),
        ids=SourceIds(**record["ids"]),
        lead=_lead_from(record["lead"]),
        return_url=record["return_url"],
        order_id=record["order_id"],
        order_id_anywhere=record["order_id_anywhere"],
        reference=record["reference"],
        no_sell=record["no_sell"],
        send_delay_h=None if delay is None else Decimal(delay),
        call=None if call is None else _call_from(call),
        update=None if update is None else LeadUpdate(**update),
        status=None if status is None else StatusQuery(**status),
    )


def _lead_from(record: Mapping[str, Any]) -> Lead:
    return Lead(
        tuple((name, value) for name, value in record["values"]),
        tuple(record["sensitive"]),
        tuple(record.get("identity", ())),
    )


def _call_from(record: Mapping[str, Any]) -> CallData:
    at = record["at"]
    return CallData(
        record["ivr_number"],
        record["duration_s"],
        record["result"],
        None if at is None else _moment(at),
    )


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    # In the zone that it was written in: a time of the hour that comes twice equals none of any other zone, and a lead
    # that does not equal what was sent would be sent a second time.
    return at if at.tzinfo is None else at.astimezone(pacific())
