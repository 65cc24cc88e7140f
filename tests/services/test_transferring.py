"""A transfer without a window: whose turn it is, how long it has taken, what the call lead says."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from leadexec_desktop.protocol.answers import ClientInfo
from leadexec_desktop.protocol.values import Encoding, Operation
from leadexec_desktop.services.composing import Chosen
from leadexec_desktop.services.transferring import (
    NOT_REACHED,
    Reach,
    Transfer,
    as_call_lead,
    called,
    dialable,
    transfer_of,
    why_not_dial,
)

AT = datetime(2026, 7, 4, 20, 15, 30, tzinfo=UTC)
JOHN = ClientInfo("1234", "Demo Company", "John Smith", "7025551212")
BOB = ClientInfo("5679", "Acme Company", "Bob McCarthy", "6025551212")
EVE = ClientInfo("", "", "Eve", "3035551212")

Act = Callable[[Transfer, datetime], Transfer]
COPY, DIAL, REACHED, MISSED, NEXT = (
    Transfer.copied,
    Transfer.dialled,
    Transfer.reached,
    Transfer.not_reached,
    Transfer.copied_next,
)


def after(*acts: Act, agents: tuple[ClientInfo, ...] = (JOHN, BOB, EVE)) -> Transfer:
    """A transfer in which a second passed before each act."""
    transfer = transfer_of(agents)
    assert transfer is not None
    for number, act in enumerate(acts):
        transfer = act(transfer, AT + timedelta(seconds=number))
    return transfer


def test_only_agents_with_a_number_take_part() -> None:
    transfer = transfer_of((ClientInfo("1", "A"), JOHN, ClientInfo("2", "B"), BOB))
    assert transfer is not None
    assert (transfer.agents, transfer.agent) == ((JOHN, BOB), JOHN)
    assert transfer_of((ClientInfo("1", "A"),)) is None
    assert transfer_of(()) is None


@pytest.mark.parametrize(
    "acts, turn",
    [
        ((), JOHN),
        ((COPY,), JOHN),
        ((COPY, COPY), JOHN),
        ((NEXT,), JOHN),
        ((NEXT, NEXT), BOB),
        ((NEXT, NEXT, NEXT, NEXT), JOHN),
        ((COPY, NEXT), BOB),
        ((DIAL, NEXT), JOHN),
        ((COPY, MISSED), BOB),
        ((NEXT, MISSED, NEXT), BOB),
        ((MISSED, MISSED), EVE),
        ((MISSED, MISSED, MISSED), EVE),
        ((NEXT, NEXT, MISSED, MISSED), JOHN),
        ((NEXT, REACHED), JOHN),
        ((MISSED, REACHED), BOB),
    ],
)
def test_whose_turn_it_is(acts: tuple[Act, ...], turn: ClientInfo) -> None:
    assert after(*acts).agent == turn


def test_the_only_number_keeps_its_turn() -> None:
    assert after(NEXT, NEXT, MISSED, MISSED, agents=(JOHN,)).agent == JOHN


@pytest.mark.parametrize(
    "acts, reaches",
    [
        ((), (Reach.NOT_TRIED, Reach.NOT_TRIED, Reach.NOT_TRIED)),
        ((COPY,), (Reach.TRIED, Reach.NOT_TRIED, Reach.NOT_TRIED)),
        ((DIAL, MISSED, DIAL), (Reach.NOT_REACHED, Reach.TRIED, Reach.NOT_TRIED)),
        ((MISSED, REACHED), (Reach.NOT_REACHED, Reach.REACHED, Reach.NOT_TRIED)),
        ((REACHED, DIAL), (Reach.REACHED, Reach.NOT_TRIED, Reach.NOT_TRIED)),
        ((COPY, REACHED, NEXT, REACHED), (Reach.TRIED, Reach.REACHED, Reach.NOT_TRIED)),
        ((REACHED, MISSED), (Reach.NOT_REACHED, Reach.NOT_TRIED, Reach.NOT_TRIED)),
    ],
)
def test_what_came_of_each_number(acts: tuple[Act, ...], reaches: tuple[Reach, ...]) -> None:
    assert after(*acts).reaches == reaches


@pytest.mark.parametrize(
    "acts, result",
    [
        ((), ""),
        ((COPY,), ""),
        ((COPY, REACHED), "Transferred to Demo Company"),
        ((COPY, MISSED), NOT_REACHED),
        ((COPY, MISSED, DIAL), ""),
        ((COPY, MISSED, DIAL, REACHED), "Transferred to Acme Company"),
        ((MISSED, MISSED, MISSED), NOT_REACHED),
        ((MISSED, MISSED, DIAL, REACHED), "Transferred to Eve"),
        ((COPY, REACHED, NEXT), "Transferred to Demo Company"),
    ],
)
def test_what_the_call_lead_says(acts: tuple[Act, ...], result: str) -> None:
    assert after(*acts).result == result


@pytest.mark.parametrize("act", [COPY, DIAL, NEXT, REACHED, MISSED])
def test_it_begins_with_the_first_act_and_with_no_other(act: Act) -> None:
    assert after().begun_at is None
    assert after().elapsed_s(AT) == 0
    begun = after(act, COPY, MISSED, DIAL, REACHED)
    assert begun.begun_at == AT
    assert [begun.elapsed_s(AT + timedelta(seconds=own)) for own in (0, 0.9, 1, 65.2)] == [0, 0, 1, 65]


def test_a_clock_that_was_set_back_gives_no_duration_below_nothing() -> None:
    assert after(COPY).elapsed_s(AT - timedelta(hours=1)) == 0


def test_a_clients_name_is_one_line_of_some_length() -> None:
    assert called(ClientInfo("1", " Acme\n\tCompany ", "Bob", "1")) == "Acme Company"
    assert called(ClientInfo("1", "", "", "702")) == "702"
    assert len(called(ClientInfo("1", "x" * 1_000_000, "", "702"))) == 120


@pytest.mark.parametrize(
    "number, digits",
    [
        ("7025551212", "7025551212"),
        ("(702) 555-1212", "7025551212"),
        ("+1 702.555.1212", "+17025551212"),
        ("(+44) 20 7946 0000", "+442079460000"),
        ("702-555-1212 x123", "7025551212"),
        ("702-555-1212 ext. 123", "7025551212"),
        ("702-555-1212;ext=123", "7025551212"),
        ("702-555-1212,,123", "7025551212"),
        ("Phone: 702-555-1212", "7025551212"),
        ("٧٠٢٥٥٥١٢١٢", "7025551212"),
        ("702+555", "702555"),
        ("1-800-FLOWERS", ""),
        ("true", ""),
        ("", ""),
        ("+", ""),
        ("file:///etc/passwd", ""),
        ("911;phone-context=evil.example", ""),
        ("7025551212?body=x", ""),
    ],
)
def test_what_is_dialled(number: str, digits: str) -> None:
    assert dialable(number) == digits
    assert (why_not_dial(number) is None) is bool(digits)


@pytest.mark.parametrize("number", ["javascript:alert(1)", "<b>7</b>", "tel:1;x", "1\n2", "1%32"])
def test_nothing_but_a_plus_and_digits_is_ever_dialled(number: str) -> None:
    assert set(dialable(number)) <= set("+0123456789")


def test_the_call_lead_has_all_that_is_known() -> None:
    wanted = Chosen(Operation.TRANSFER, encoding=Encoding.JSON, aid=24, reference="R", order_id="O-1")
    made = as_call_lead(wanted, after(COPY, MISSED, DIAL, REACHED), AT + timedelta(seconds=95.7), ["8005550000", "1"])
    assert made == Chosen(
        Operation.CALL,
        encoding=Encoding.JSON,
        aid=24,
        reference="R",
        ivr_number="8005550000",
        call_duration="95",
        call_result="Transferred to Acme Company",
        call_date="07/04/2026 01:15 PM",
    )


def test_what_is_not_known_of_the_call_stays_as_it_stands() -> None:
    stands = Chosen(ivr_number="8005551111", call_duration="7", call_result="Interested", call_date="1/1/2020 1:00 PM")
    made = as_call_lead(stands, after(), AT, ["8005550000"])
    assert (made.ivr_number, made.call_duration, made.call_result) == ("8005551111", "7", "Interested")
    assert made.call_date == "07/04/2026 01:15 PM"
    assert as_call_lead(Chosen(), after(COPY), AT, []).ivr_number == ""
