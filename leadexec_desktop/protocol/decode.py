"""An answer's body as the documented object, in all the variations that the documentation's own samples have."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from leadexec_desktop.protocol.answer_tree import Node, Object, UndecodableError, tree_of
from leadexec_desktop.protocol.answers import (
    ClientInfo,
    Decoded,
    DocumentedAnswer,
    DuplicateResponse,
    LeadQueueResponse,
    PingResponse,
    PostResponse,
    QualityControl,
    QueueStatus,
    Return,
    SendInfo,
    Unplaced,
)
from leadexec_desktop.protocol.body_text import text_of
from leadexec_desktop.protocol.values import SUBMIT_MODES, Operation
from leadexec_desktop.protocol.wire import Answer

_MOST_UNPLACED = 100
_LONGEST_UNPLACED = 500
_DEEPEST_UNPLACED = 20
"""Levels of a part that are shown: JSON may be nested deeper than Python may call."""

_LONGEST_TEXT = 8_000
"""Characters of a text that has its place: a longer one is shown cut, beside the rest. A label of megabytes would hang
the window."""

_MOST_ROWS = 1_000
"""Buyers or agents that a table shows: no lead is sold to more, and 200,000 hang the window."""

_MOST_DIGITS = 15
"""A price of ten to a higher power than this, or to a lower one than its negative, is none: it is shown as it came."""

_LONGEST_PRICE = 40
"""Characters of a price; the platform's own decimals have 29 digits at most."""


class _MisfitError(ValueError):
    """A value is not what its place takes."""


def decode(answer: Answer, operation: Operation = Operation.GENERAL) -> Decoded:
    """The documented object in an answer's body.

    Args:
        answer: What came.
        operation: What was asked: what answers another operation is none that is documented.

    Raises:
        UndecodableError: There is none; the text says what there is instead.
    """
    text, guessed = text_of(answer.body, answer.header("Content-Type"))
    tree = tree_of(text, is_whole=_is_known_whole(answer))
    root, others, reader = _first_documented(tree.root, _READERS_OF[operation])
    unplaced: list[Unplaced] = []
    for number, node in others:
        _leave(unplaced, f"answer {number}", node)
    values = _placed(root, reader.places, "", unplaced)
    if reader.decisive and values.get(reader.decisive) is None:
        raise UndecodableError("the answer says neither true nor false")
    repaired = " ".join(
        note for note in (tree.repaired, "Its characters were guessed as Windows-1252." if guessed else "") if note
    )
    return Decoded(reader.kind(**values), repaired, tuple(unplaced))


def _is_known_whole(answer: Answer) -> bool:
    measured = bool(answer.header("Content-Length")) or "chunked" in answer.header("Transfer-Encoding").casefold()
    return answer.complete and measured


def _first_documented(root: Node, readers: "tuple[_Reader, ...]") -> "tuple[Object, list[tuple[int, Node]], _Reader]":
    candidates = [root, *(_rows(root))]
    for index, node in enumerate(candidates):
        reader = _reader_of(node, readers)
        if isinstance(node, Object) and reader is not None:
            rest = [] if index == 0 else [(n + 1, row) for n, row in enumerate(candidates[1:]) if n != index - 1]
            return node, rest, reader
    raise UndecodableError(_what_else(candidates))


def _reader_of(node: Node, readers: "Iterable[_Reader]") -> "_Reader | None":
    if not isinstance(node, Object):
        return None
    return next((reader for reader in readers if any(node.has(name) for name in reader.told_by)), None)


def _what_else(candidates: list[Node]) -> str:
    for node in candidates:
        other = _reader_of(node, _ALL_READERS)
        if other is not None:
            return f"the body answers something else: it is a {other.kind.__name__}"
    return "the body is none of the documented answers"


def _rows(node: Node) -> list[Node]:
    """The items of a JSON array, or of an XML list element."""
    if isinstance(node, Object):
        return [part for _, part in node.parts]
    return node if isinstance(node, list) else []


def _placed(source: Object, places: "Mapping[str, _Place]", path: str, unplaced: list[Unplaced]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, node in source.parts:
        attribute, reader = places.get(name.casefold(), ("", None))
        if reader is not None and attribute not in values:
            with suppress(_MisfitError):
                values[attribute] = reader(node, f"{path}{name}", unplaced)
                continue
        _leave(unplaced, f"{path}{name}", node)
    return values


def _text(node: Node, path: str, unplaced: list[Unplaced]) -> str:
    del path, unplaced
    if node is None:
        return ""
    if isinstance(node, bool):
        return "true" if node else "false"
    if isinstance(node, str | int | Decimal):
        text = str(node).strip()
        if len(text) <= _LONGEST_TEXT:
            return text
    raise _MisfitError


def _truth(node: Node, path: str, unplaced: list[Unplaced]) -> bool | None:
    text = _text(node, path, unplaced).casefold()
    if text in ("true", "1"):
        return True
    if text in ("false", "0"):
        return False
    if text:
        raise _MisfitError
    return None


def _money(node: Node, path: str, unplaced: list[Unplaced]) -> Decimal | None:
    text = _text(node, path, unplaced)
    if not text:
        return None
    if len(text) > _LONGEST_PRICE:
        raise _MisfitError
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise _MisfitError from None
    if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS:
        raise _MisfitError
    return value


def _sends(node: Node, path: str, unplaced: list[Unplaced]) -> tuple[SendInfo, ...]:
    return tuple(SendInfo(**values) for values in _table(node, _SEND_PLACES, path, unplaced))


def _client_infos(node: Node, path: str, unplaced: list[Unplaced]) -> tuple[ClientInfo, ...]:
    return tuple(ClientInfo(**values) for values in _table(node, _CLIENT_PLACES, path, unplaced))


def _table(node: Node, places: "Mapping[str, _Place]", path: str, unplaced: list[Unplaced]) -> Iterator[dict[str, Any]]:
    if isinstance(node, Object) and any(node.has(name) for name in places):
        node = [node]  # a single row without its list
    if not isinstance(node, Object | list):
        if node not in (None, ""):
            raise _MisfitError
        return
    rows = _rows(node)
    if len(rows) > _MOST_ROWS:
        _leave(unplaced, path, f"{len(rows) - _MOST_ROWS} more rows")
    for number, row in enumerate(rows[:_MOST_ROWS]):
        if isinstance(row, Object):
            yield _placed(row, places, f"{path}[{number}].", unplaced)
        elif row not in (None, ""):
            _leave(unplaced, f"{path}[{number}]", row)


def _quality_control(node: Node, path: str, unplaced: list[Unplaced]) -> QualityControl:
    return QualityControl(**_part(node, _QUALITY_CONTROL_PLACES, path, unplaced))


def _return(node: Node, path: str, unplaced: list[Unplaced]) -> Return:
    return Return(**_part(node, _RETURN_PLACES, path, unplaced))


def _part(node: Node, places: "Mapping[str, _Place]", path: str, unplaced: list[Unplaced]) -> dict[str, Any]:
    """The values of an object in an object; none of one that is null or empty."""
    if node in (None, ""):
        return {}
    if not isinstance(node, Object):
        raise _MisfitError
    return {name: value for name, value in _placed(node, places, f"{path}.", unplaced).items() if value is not None}


_Place = tuple[str, Callable[[Node, str, list[Unplaced]], Any]]

_SEND_PLACES: Mapping[str, _Place] = MappingProxyType(
    {
        "clientuid": ("client_uid", _text),
        "clientname": ("client_name", _text),
        "redirecturl": ("redirect_url", _text),
        "valid": ("valid", _truth),
        "price": ("price", _money),
    }
)
_CLIENT_PLACES: Mapping[str, _Place] = MappingProxyType(
    {
        "clientuid": ("client_uid", _text),
        "clientname": ("client_name", _text),
        "agentname": ("agent_name", _text),
        "agentphone": ("agent_phone", _text),
    }
)
_POST_PLACES: Mapping[str, _Place] = MappingProxyType(
    {
        "postid": ("post_id", _text),
        "isvalidpost": ("is_valid", _truth),
        "responsetype": ("response_type", _text),
        "responsedetails": ("details", _text),
        "responsedetail": ("details", _text),
        "leadidentifier": ("lead_identifier", _text),
        "vendoraccountassigned": ("vendor_account_assigned", _text),
        "pendingqcreview": ("pending_qc_review", _truth),
        "price": ("price", _money),
        "redirecturl": ("redirect_url", _text),
        "statusurl": ("status_url", _text),
        "sends": ("sends", _sends),
        "clientinfos": ("client_infos", _client_infos),
    }
)
_QUEUE_PLACES: Mapping[str, _Place] = MappingProxyType(
    {
        "queuesuccessful": ("queue_successful", _truth),
        "postid": ("post_id", _text),
        "responsedetails": ("details", _text),
        "responsedetail": ("details", _text),
        "statusurl": ("status_url", _text),
    }
)
_PING_PLACES: Mapping[str, _Place] = MappingProxyType(
    {
        "willaccept": ("will_accept", _truth),
        "requestid": ("request_id", _text),
        "orderid": ("order_id", _text),
        "estimatedprice": ("estimated_price", _money),
        "orderexpireson": ("order_expires_on", _text),
        "response": ("response", _text),
    }
)
_DUPLICATE_PLACES: Mapping[str, _Place] = MappingProxyType(
    {
        "isduplicate": ("is_duplicate", _truth),
        "duplicateleadid": ("duplicate_lead_id", _text),
        "receivedon": ("received_on", _text),
        "receviedon": ("received_on", _text),  # as the documentation's table spells it (line 1884)
        "response": ("response", _text),
    }
)
_QUALITY_CONTROL_PLACES: Mapping[str, _Place] = MappingProxyType(
    {
        "pendingreview": ("pending_review", _truth),
        "dateofreview": ("date_of_review", _text),
        "isqualitycontrolrejected": ("is_rejected", _truth),
        "rejectionreason": ("rejection_reason", _text),
    }
)
_RETURN_PLACES: Mapping[str, _Place] = MappingProxyType(
    {
        "isreturned": ("is_returned", _truth),
        "dateofreturn": ("date_of_return", _text),
        "returnreason": ("reason", _text),
    }
)
_STATUS_PLACES: Mapping[str, _Place] = MappingProxyType(
    {
        "postid": ("post_id", _text),
        "leadidentifier": ("lead_identifier", _text),
        "isvalid": ("is_valid", _truth),
        "rejectionreason": ("rejection_reason", _text),
        "vendoraccountassigned": ("vendor_account_assigned", _text),
        "datereceived": ("date_received", _text),
        "qualitycontroldetails": ("quality_control", _quality_control),
        "returndetails": ("returned", _return),
        "price": ("price", _money),
    }
)


@dataclass(frozen=True, slots=True)
class _Reader:
    """How one documented object is read.

    Attributes:
        kind: What it becomes.
        places: Where each part of it goes, by its name, case-folded.
        told_by: The names by which it is known: one of them is enough.
        decisive: The attribute without which it says nothing; empty if there is none such.
    """

    kind: type[DocumentedAnswer]
    places: Mapping[str, _Place]
    told_by: tuple[str, ...]
    decisive: str = ""


_POST = _Reader(PostResponse, _POST_PLACES, ("isvalidpost",), "is_valid")
_QUEUE = _Reader(LeadQueueResponse, _QUEUE_PLACES, ("queuesuccessful",), "queue_successful")
_PING = _Reader(PingResponse, _PING_PLACES, ("willaccept",), "will_accept")
_DUPLICATE = _Reader(DuplicateResponse, _DUPLICATE_PLACES, ("isduplicate",), "is_duplicate")
_STATUS = _Reader(QueueStatus, _STATUS_PLACES, ("isvalid", "qualitycontroldetails", "returndetails", "datereceived"))
_ALL_READERS = (_POST, _QUEUE, _PING, _DUPLICATE, _STATUS)

_READERS_OF: Mapping[Operation, tuple[_Reader, ...]] = MappingProxyType(
    {
        **dict.fromkeys(SUBMIT_MODES, (_POST, _QUEUE)),
        Operation.PING: (_PING, _QUEUE),
        Operation.DUPLICATE: (_DUPLICATE,),
        Operation.UPDATE: (_POST,),
        Operation.STATUS: (_STATUS,),
    }
)
"""What may answer each operation, at once or asynchronously."""


def _leave(unplaced: list[Unplaced], path: str, node: Node) -> None:
    if len(unplaced) < _MOST_UNPLACED:
        unplaced.append(Unplaced(_cut(path), _shown(node)))


def _shown(node: Node, levels: int = _DEEPEST_UNPLACED) -> str:
    """A part as text, cut to what a table can show."""
    if levels == 0:
        return "…"
    if isinstance(node, Object):
        text = ", ".join(f"{name}: {_shown(part, levels - 1)}" for name, part in node.parts[:10])
    elif isinstance(node, list):
        text = ", ".join(_shown(part, levels - 1) for part in node[:10])
    else:
        text = "" if node is None else str(node)
    return _cut(text)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_UNPLACED else f"{text[:_LONGEST_UNPLACED]}…"
