from itertools import product

import pytest

from leadexec_desktop.protocol.delivery import (
    MOVES,
    DeliveryEvent,
    DeliveryState,
    ImpossibleMoveError,
    move,
    no_connection,
)
from leadexec_desktop.protocol.values import SUBMIT_MODES, Operation

MAY_HAVE_IT = {DeliveryState.UNKNOWN, DeliveryState.ANSWERED, DeliveryState.ARRIVED}


@pytest.mark.parametrize("state, event", list(product(DeliveryState, DeliveryEvent)))
def test_only_the_tables_moves_are_possible(state: DeliveryState, event: DeliveryEvent) -> None:
    if (state, event) in MOVES:
        assert move(state, event) is MOVES[state, event]
    else:
        with pytest.raises(ImpossibleMoveError):
            move(state, event)


def test_what_the_receiver_may_have_is_never_sent_again() -> None:
    reached = set(MAY_HAVE_IT)
    while True:
        more = {
            after
            for (before, event), after in MOVES.items()
            if before in reached and event is not DeliveryEvent.PERSON_SAYS_NOT_ARRIVED
        } - reached
        if not more:
            break
        reached |= more
    assert DeliveryState.SENDING not in reached
    assert DeliveryState.WAITING not in reached


def test_sending_can_only_be_left_by_what_happened() -> None:
    assert {event for state, event in MOVES if state is DeliveryState.SENDING} == {
        DeliveryEvent.ANSWER_READ,
        DeliveryEvent.NO_CONNECTION_USEFUL_LATER,
        DeliveryEvent.NO_CONNECTION_USELESS_LATER,
        DeliveryEvent.CANCELLED_BEFORE_SENT,
        DeliveryEvent.NO_ANSWER,
        DeliveryEvent.FOUND_AT_START,
    }


@pytest.mark.parametrize("operation", Operation)
def test_what_is_useful_later(operation: Operation) -> None:
    waits = operation in {Operation.GENERAL, Operation.RETURNSENDS, Operation.CALL}
    after = MOVES[DeliveryState.SENDING, no_connection(operation)]
    assert after is (DeliveryState.WAITING if waits else DeliveryState.NOT_SENT)
    assert not waits or operation in SUBMIT_MODES
