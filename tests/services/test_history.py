"""History as the window reads it: judged from the bytes, in pages, and what still has to be decided."""

from dataclasses import replace
from decimal import Decimal

import pytest

from leadexec_desktop.protocol.delivery import DeliveryEvent, DeliveryState
from leadexec_desktop.protocol.values import Operation
from leadexec_desktop.protocol.wire import Exchange
from leadexec_desktop.services.decisions import Decision
from leadexec_desktop.store.deliveries import Change, Cursor, NoSuchDeliveryError
from leadexec_desktop.transport.errors import NoAnswerError, NotSentError

from .bench import ACCEPTED, AT, OPEN, Bench, Ending, answer, request

TRANSFER = answer(
    '[{"PostID": "p-1", "isValidPost": true, "ResponseType": 0, "ResponseDetails": "ok", "LeadIdentifier": "25",'
    ' "StatusURL": "https://leads.example/information/status/p-1", "Colour": "blue", "ClientInfos":'
    ' [{"ClientUID": 7, "ClientName": "Acme", "AgentName": "Bob Smith", "AgentPhone": "7025551212""}]}]'
)


def test_the_detail_is_judged_from_the_bytes_that_came(bench: Bench) -> None:
    bench.line.ending = TRANSFER
    ended = bench.send(request(Operation.TRANSFER))
    detail = bench.history.detail("d1")
    assert detail.delivery == ended
    outcome = detail.outcome
    assert (outcome.kind, outcome.lead_id, outcome.post_id) == ("accepted", "25", "p-1")
    assert outcome.status_url == "https://leads.example/information/status/p-1"
    assert [(info.agent_name, info.agent_phone) for info in outcome.client_infos] == [("Bob Smith", "7025551212")]
    assert [part.path for part in outcome.unplaced] == ["Colour"]
    assert outcome.repaired
    assert [entry.event for entry in detail.timeline] == [DeliveryEvent.CLAIMED, DeliveryEvent.ANSWER_READ]


def test_a_version_that_reads_an_answer_otherwise_shows_what_it_reads(bench: Bench) -> None:
    delivery = bench.sending.enqueue(request(), OPEN, "John")
    step = bench.store.deliveries.advance
    step(delivery.id, DeliveryState.WAITING, DeliveryEvent.CLAIMED, at_utc=AT)
    step(
        delivery.id,
        DeliveryState.SENDING,
        DeliveryEvent.ANSWER_READ,
        at_utc=AT,
        change=Change(outcome="unreadable", reason="by an older version"),
        exchange=Exchange("POST / HTTP/1.1", b"", ACCEPTED),
    )
    detail = bench.history.detail(delivery.id)
    assert (detail.delivery.outcome, detail.outcome.kind) == ("unreadable", "accepted")
    assert detail.outcome.reason == "No_Error: Lead was accepted"


def test_an_answer_that_is_not_kept_any_more(bench: Bench) -> None:
    ended = bench.send(request())
    with bench.store.database.write() as cursor:
        cursor.execute("DELETE FROM exchanges")
    detail = bench.history.detail("d1")
    assert (detail.exchange, detail.delivery) == (None, ended)
    outcome = detail.outcome
    assert (outcome.kind, outcome.reason) == ("accepted", "No_Error: Lead was accepted")
    assert (outcome.lead_id, outcome.price) == ("4711", Decimal("12.50"))
    assert "not kept" in outcome.sentence


def test_what_was_tried_in_vain_shows_its_request_and_why(bench: Bench) -> None:
    bench.line.ending = NotSentError("refused")
    bench.send(request())
    detail = bench.history.detail("d1")
    assert (detail.outcome.kind, detail.outcome.reason) == ("waiting", "refused")
    assert detail.exchange is not None
    assert detail.exchange.answer is None
    assert b"FirstName=John" in detail.exchange.request_body


def test_what_was_never_tried_has_no_bytes(bench: Bench) -> None:
    bench.sending.enqueue(request(), OPEN, "John")
    detail = bench.history.detail("d1")
    assert (detail.outcome.kind, detail.exchange, detail.timeline) == ("waiting", None, ())


def test_a_delivery_that_waits_again_is_not_judged_by_an_old_answer(bench: Bench) -> None:
    """The bytes of a try that ended are there while the next one runs."""
    bench.line.ending = NotSentError("refused")
    bench.send(request())
    bench.store.deliveries.advance("d1", DeliveryState.WAITING, DeliveryEvent.CLAIMED, at_utc=AT)
    detail = bench.history.detail("d1")
    assert (detail.outcome.kind, detail.exchange is not None) == ("sending", True)


def test_several_details_leave_out_what_is_gone(bench: Bench) -> None:
    bench.send(request())
    bench.send(request(first_name="Jane"))
    found = bench.history.details(["d2", "gone", "d1"])
    assert [detail.delivery.id for detail in found] == ["d2", "d1"]
    assert found[1] == bench.history.detail("d1")
    with pytest.raises(NoSuchDeliveryError, match="gone"):
        bench.history.detail("gone")


def test_pages_come_newest_first_and_meet(bench: Bench) -> None:
    for number in range(5):
        bench.clock.at = AT.replace(minute=number)
        bench.sending.enqueue(request(), OPEN, "John")
    first = bench.history.page(None, 2)
    rest = bench.history.page(Cursor.behind(first[-1]), 9)
    assert [each.id for each in first + rest] == ["d5", "d4", "d3", "d2", "d1"]


def test_the_outbox_is_what_somebody_has_to_decide_newest_first(bench: Bench) -> None:
    endings: tuple[Ending, ...] = (
        NoAnswerError("dropped"),
        ACCEPTED,
        NotSentError("refused"),
        NotSentError("cancelled", cancelled=True),
    )
    for number, ending in enumerate(endings):
        bench.clock.at = AT.replace(minute=number)
        bench.line.ending = ending
        bench.send(request())
    bench.clock.at = AT.replace(minute=30)
    bench.sending.enqueue(request(), OPEN, "John")
    outbox = bench.history.unsettled()
    assert [(each.id, each.outcome) for each in outbox] == [("d5", "waiting"), ("d3", "waiting"), ("d1", "unknown")]
    bench.sending.decide("d3", Decision.TAKE_OUT)
    bench.sending.enqueue(request(), replace(OPEN, profile_id="wind"), "John", again_of="d1")
    assert {each.id for each in bench.history.unsettled()} == {"d6", "d5"}
