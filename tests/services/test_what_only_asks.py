"""Pings, checks and status requests change nothing: nobody has to decide anything about one that was not answered."""

from dataclasses import replace

import pytest

from leadexec_desktop.protocol.delivery import Delivery, DeliveryEvent, DeliveryState
from leadexec_desktop.protocol.known_lead import LeadUpdate, StatusQuery
from leadexec_desktop.protocol.undecided import ONLY_ASKS
from leadexec_desktop.protocol.values import SUBMIT_MODES, Lead, LeadRequest, Operation, RequestShape, SourceIds
from leadexec_desktop.services.decisions import NOBODY, Decision, why_not_again, why_not_decide
from leadexec_desktop.services.recovery import settle_interrupted
from leadexec_desktop.store.deliveries import ChangedMeanwhileError
from leadexec_desktop.transport.errors import MAY_HAVE_IT, NoAnswerError, NotSentError

from .bench import AT, OPEN, Bench, Ending, request
from .followed import guid

OTHERS = tuple(operation for operation in Operation if operation not in SUBMIT_MODES)
QUESTIONS = sorted(ONLY_ASKS)


def a_request(operation: Operation) -> LeadRequest:
    if operation in SUBMIT_MODES:
        return request(operation)
    return replace(
        request(),
        shape=RequestShape(operation),
        ids=SourceIds(18, 1, None if operation is Operation.UPDATE else 23),
        lead=Lead() if operation is Operation.STATUS else request().lead,
        update=LeadUpdate("4711") if operation is Operation.UPDATE else None,
        status=StatusQuery(guid(1)) if operation is Operation.STATUS else None,
    )


def ended(bench: Bench, operation: Operation, ending: Ending) -> Delivery:
    bench.line.ending = ending
    return bench.send(a_request(operation))


def test_the_questions_are_what_is_neither_lead_nor_update() -> None:
    assert set(OTHERS) == {*ONLY_ASKS, Operation.UPDATE}


@pytest.mark.parametrize("operation", Operation)
def test_no_answer(bench: Bench, operation: Operation) -> None:
    after = ended(bench, operation, NoAnswerError("The line broke."))
    is_question = operation in ONLY_ASKS
    assert (after.outcome, after.reason) == ("unknown", "The line broke.")
    assert (after.settled, after.decided_by) == (is_question, NOBODY if is_question else "")
    assert bench.history.unsettled() == ([] if is_question else [after])
    detail = bench.history.detail(after.id)
    assert detail.timeline[-1].decided_by == after.decided_by
    if is_question:
        assert detail.outcome.sentence.endswith("changes nothing: ask again.")


@pytest.mark.parametrize("operation", Operation)
def test_its_reason_does_not_tell_to_look_where_its_sentence_tells_to_ask(bench: Bench, operation: Operation) -> None:
    after = ended(bench, operation, NoAnswerError(f"The line broke. {MAY_HAVE_IT}"))
    said = "The line broke." if operation in ONLY_ASKS else f"The line broke. {MAY_HAVE_IT}"
    assert (after.reason, bench.history.detail(after.id).outcome.reason) == (said, said)


@pytest.mark.parametrize("operation", OTHERS)
def test_no_connection(bench: Bench, operation: Operation) -> None:
    """Whoever asked has gone on by then: it does not wait in the outbox."""
    after = ended(bench, operation, NotSentError("refused"))
    assert (after.outcome, after.settled, after.decided_by) == ("not sent", True, "")
    assert bench.history.unsettled() == []
    assert "gain" in bench.history.detail(after.id).outcome.sentence


@pytest.mark.parametrize("operation", Operation)
def test_what_a_program_that_died_left_half_done(bench: Bench, operation: Operation) -> None:
    bench.sending.enqueue(a_request(operation), OPEN, "John")
    bench.store.deliveries.advance("d1", DeliveryState.WAITING, DeliveryEvent.CLAIMED, at_utc=AT)
    left = settle_interrupted(bench.store.deliveries, bench.clock)
    after = bench.store.deliveries.get("d1")
    is_question = operation in ONLY_ASKS
    assert (after.outcome, after.settled, left) == ("unknown", is_question, [] if is_question else [after])
    assert bench.history.unsettled() == left


@pytest.mark.parametrize("decision", Decision)
@pytest.mark.parametrize("operation", QUESTIONS)
def test_nothing_can_be_decided_of_a_question(bench: Bench, operation: Operation, decision: Decision) -> None:
    after = ended(bench, operation, NoAnswerError("dropped"))
    assert why_not_decide(after, decision) == (
        "It only asked: there is nothing to decide. Ask again if you need the answer."
    )


@pytest.mark.parametrize("decision", [Decision.ARRIVED, Decision.NOT_ARRIVED])
def test_of_an_update_it_can(bench: Bench, decision: Decision) -> None:
    after = ended(bench, Operation.UPDATE, NoAnswerError("dropped"))
    assert why_not_decide(after, decision) is None
    assert bench.sending.decide(after.id, decision).settled


@pytest.mark.parametrize("ending", [NoAnswerError("dropped"), NotSentError("refused")])
@pytest.mark.parametrize("operation", OTHERS)
def test_only_leads_are_sent_again_as_new_ones(bench: Bench, operation: Operation, ending: Ending) -> None:
    after = ended(bench, operation, ending)
    assert why_not_again(after) == "Only leads are sent again from here; ask, or update, on the tab of its own."
    with pytest.raises(ChangedMeanwhileError):
        bench.sending.send_again(after.id)
    assert bench.everything() == [after]
