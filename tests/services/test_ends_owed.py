"""An end that the disk did not take: it is written as soon as there is room, and never twice."""

from pathlib import Path
from typing import Any

import pytest

from leadexec_desktop.protocol.delivery import Delivery, DeliveryEvent, DeliveryState
from leadexec_desktop.store.errors import DiskFullError, StorageError
from leadexec_desktop.transport.cancel import CancelSwitch
from leadexec_desktop.transport.errors import NoAnswerError

from .bench import ACCEPTED, AT, OPEN, Bench, Ending, request


class FullDisk:
    """Fills while a lead is under way, and stays full until there is room."""

    def __init__(self, bench: Bench) -> None:
        self._is_full = False
        advance = bench.store.deliveries.advance

        def advance_if_there_is_room(*arguments: Any, **named: Any) -> Delivery:
            if self._is_full:
                raise DiskFullError(Path("history.db"))
            return advance(*arguments, **named)

        bench.store.deliveries.advance = advance_if_there_is_room  # type: ignore[method-assign]  # a disk that fills
        bench.line.during = self._fill

    def _fill(self) -> None:
        self._is_full = True

    def make_room(self) -> None:
        self._is_full = False


@pytest.fixture
def disk(bench: Bench) -> FullDisk:
    return FullDisk(bench)


@pytest.mark.parametrize(
    "ending, word, state",
    [
        (ACCEPTED, "accepted", DeliveryState.ANSWERED),
        (NoAnswerError("The line broke."), "unknown", DeliveryState.UNKNOWN),
    ],
)
def test_it_is_written_as_soon_as_there_is_room(
    bench: Bench, disk: FullDisk, ending: Ending, word: str, state: DeliveryState
) -> None:
    bench.line.ending = ending
    delivery = bench.sending.enqueue(request(), OPEN, "John")
    with pytest.raises(StorageError, match="full"):
        bench.sending.deliver(delivery.id, CancelSwitch())
    assert bench.store.deliveries.get("d1").state is DeliveryState.SENDING
    owing = [bench.sending.is_owing]
    assert bench.sending.write_ends() == ()
    owing.append(bench.sending.is_owing)
    disk.make_room()
    bench.told.clear()
    (ended,) = bench.sending.write_ends()
    assert (ended.outcome, ended.state, bench.told) == (word, state, [ended])
    assert bench.store.deliveries.get("d1") == ended
    owing.append(bench.sending.is_owing)
    assert owing == [True, True, False]
    assert bench.sending.write_ends() == ()
    exchange = bench.store.deliveries.exchange("d1")
    assert exchange is not None
    assert (exchange.answer is not None) is (word == "accepted")
    assert len(bench.line.sent) == 1


def test_one_that_was_settled_otherwise_meanwhile_is_left_alone(bench: Bench, disk: FullDisk) -> None:
    delivery = bench.sending.enqueue(request(), OPEN, "John")
    with pytest.raises(StorageError, match="full"):
        bench.sending.deliver(delivery.id, CancelSwitch())
    disk.make_room()
    settled = bench.store.deliveries.advance(
        delivery.id, DeliveryState.SENDING, DeliveryEvent.FOUND_AT_START, at_utc=AT
    )
    assert bench.sending.write_ends() == ()
    assert not bench.sending.is_owing
    assert bench.store.deliveries.get(delivery.id) == settled
