"""The order that stands on Submit: how long it can be posted, that it was, and what it leaves to choose."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from leadexec_desktop.profiles.model import FieldKind, FieldSpec
from leadexec_desktop.protocol.values import SUBMIT_MODES, Operation
from leadexec_desktop.sandbox.scenarios import Scenario
from leadexec_desktop.sandbox.server import Sandbox
from leadexec_desktop.services.orders import Order, Orders
from leadexec_desktop.ui.order_clock import OrderClock
from leadexec_desktop.ui.theme import Tone

from .program import CTRL, MakeProfile, Program, Receive, StartProgram, child

AT = datetime(2026, 7, 4, 20, 15, 30, tzinfo=UTC)
FIELDS = (
    FieldSpec("FirstName", "First name", required=True),
    FieldSpec("Zip", "ZIP", FieldKind.POSTAL_CODE, in_ping=True),
)
LEAD = {"FirstName": "Ana", "Zip": "00501"}
EXPIRED = "This order has expired: ping again for a new one."
POSTED = "This order was posted already: ping again for a new one."


class Clock:
    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def now() -> Clock:
    return Clock()


@pytest.fixture
def orders() -> Orders:
    made = Orders()
    made.take(Order("SOON", "7/4/2026 8:16:35 PM", AT + timedelta(seconds=65)))
    made.take(Order("OVER", "7/4/2026 8:15:30 PM", AT))
    made.take(Order("UNTOLD"))
    made.take(Order("ODD", "tomorrow"))
    made.post("POSTED", AT)
    return made


@pytest.fixture
def clock(qtbot: QtBot, orders: Orders, now: Clock) -> OrderClock:
    made = OrderClock(orders, now)
    qtbot.addWidget(made)
    return made


def expires(clock: OrderClock) -> QLabel:
    return child(clock, QLabel, "submit.order.expires")


@pytest.mark.parametrize(
    "order_id, text, tone",
    [
        ("SOON", "Expires in 1:05", Tone.CALM),
        ("OVER", EXPIRED, Tone.WARN),
        ("UNTOLD", "The receiver did not say when it expires.", Tone.CALM),
        ("ODD", "Expires tomorrow", Tone.CALM),
        ("POSTED", POSTED, Tone.WARN),
    ],
)
def test_how_an_order_stands(clock: OrderClock, order_id: str, text: str, tone: Tone) -> None:
    clock.follow(order_id, is_bound=False)
    clock.show()
    assert (expires(clock).text(), expires(clock).property("tone")) == (text, tone)
    assert expires(clock).isVisible()
    assert not child(clock, QLabel, "submit.order.bound").isVisible()


@pytest.mark.parametrize("order_id", ["", "SOMEBODYS"])
def test_of_an_order_that_it_has_not_seen_nothing_is_said(clock: OrderClock, order_id: str) -> None:
    clock.follow("SOON", is_bound=False)
    clock.follow(order_id, is_bound=False)
    assert clock.isHidden()
    clock.follow(order_id, is_bound=True)
    clock.show()
    assert not expires(clock).isVisible()
    assert "Empty the order ID to choose otherwise" in child(clock, QLabel, "submit.order.bound").text()


def test_it_runs_and_at_zero_it_says_so_by_itself(clock: OrderClock, now: Clock, qtbot: QtBot) -> None:
    clock.follow("SOON", is_bound=False)
    now.at += timedelta(seconds=60)
    qtbot.waitUntil(lambda: expires(clock).text() == "Expires in 0:05")
    assert expires(clock).property("tone") == Tone.CALM
    now.at += timedelta(seconds=5)
    qtbot.waitUntil(lambda: expires(clock).text() == EXPIRED)
    assert expires(clock).property("tone") == Tone.WARN
    assert not clock._tick.isActive()


def test_it_looks_again_when_it_is_shown(clock: OrderClock, orders: Orders) -> None:
    clock.follow("OVER", is_bound=False)
    clock.show()
    orders.take(Order("OVER", "7/4/2026 8:15:30 PM", AT + timedelta(hours=7)))
    assert expires(clock).text() == EXPIRED
    clock.hide()
    clock.show()
    assert expires(clock).text() == "Expires in 7:00:00"


# ------------------------------------------------------------------ in the window


def in_sight(program: Program, name: str) -> str:
    label = program.find(QLabel, name)
    return label.text() if label.isVisible() else ""


def pinged(program: Program) -> str:
    """Pings a lead, and has its order posted, all but the press on Send; gives the order."""
    program.strike(Qt.Key.Key_2, modifiers=CTRL)
    for name, text in LEAD.items():
        program.put_into(f"ping.field.{name}", text)
    program.click("ping.send")
    program.until(lambda: program.text("ping.outcome.kind") == "will accept")
    program.click("ping.post")
    return program.text("submit.order_id")


@pytest.fixture
def pinging(start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox) -> Program:
    return start_program(make_profile(endpoint=receiver.start(), fields=FIELDS))


def test_from_a_ping_it_counts_down_until_the_order_is_posted(pinging: Program) -> None:
    order = pinged(pinging)
    assert in_sight(pinging, "submit.order.expires").startswith("Expires in ")
    pinging.send("accepted")
    pinging.until(lambda: in_sight(pinging, "submit.order.expires") == POSTED)
    assert pinging.deliveries[0].request.order_id == order
    pinging.click("submit.clear")
    assert in_sight(pinging, "submit.order.expires") == ""
    assert pinging.find(QLabel, "submit.order.bound").isHidden()
    pinging.put_into("submit.order_id", f" {order} ")
    assert in_sight(pinging, "submit.order.expires") == POSTED


def test_an_order_that_is_filled_in_shows_its_beginning(pinging: Program) -> None:
    order = pinged(pinging)
    line = pinging.line("submit.order_id")
    line.setFixedWidth(line.fontMetrics().horizontalAdvance(order) // 2)
    assert pinging.first_shown("submit.order_id") == 0
    line.end(False)
    assert pinging.first_shown("submit.order_id") > 0


def test_an_order_that_expires_under_the_agents_hand_is_refused_by_the_receiver_alone(
    start_program: StartProgram, make_profile: MakeProfile, receive: Receive
) -> None:
    program = start_program(make_profile(endpoint=receive(order_s=1.2).start(), fields=FIELDS))
    pinged(program)
    program.until(lambda: in_sight(program, "submit.order.expires") == EXPIRED)
    assert program.button("submit.send").isEnabled()
    program.send("rejected")
    assert "expired at" in program.text("submit.outcome.reason")
    assert in_sight(program, "submit.order.expires") == EXPIRED


def test_an_order_of_a_rejected_lead_was_not_posted(program: Program, receiver: Sandbox) -> None:
    receiver.scenario = Scenario.OUTSIDE_CRITERIA
    program.window.orders.take(Order("ORDER-7", "soon", datetime.now(UTC) + timedelta(minutes=5)))
    program.put(FirstName="Ana", Phone="7025550123")
    program.put_into("submit.order_id", "ORDER-7")
    program.send("rejected")
    program.settle()
    assert in_sight(program, "submit.order.expires").startswith("Expires in ")


@pytest.mark.parametrize("known", [True, False])
def test_an_expired_or_strange_order_is_sent_all_the_same(program: Program, known: bool) -> None:
    if known:
        program.window.orders.take(Order("ORDER-8", "over", datetime.now(UTC) - timedelta(minutes=5)))
    program.put(FirstName="Ana", Phone="7025550123")
    program.put_into("submit.order_id", "ORDER-8")
    assert in_sight(program, "submit.order.expires") == (EXPIRED if known else "")
    program.send("rejected")
    assert "ORDER-8 is not known" in program.text("submit.outcome.reason")
    assert program.deliveries[0].request.order_id == "ORDER-8"


def test_the_warning_is_in_sight_with_the_options_folded_away(program: Program) -> None:
    program.window.orders.take(Order("ORDER-8", "over", datetime.now(UTC) - timedelta(minutes=5)))
    program.put_into("submit.order_id", "ORDER-8")
    program.strike(Qt.Key.Key_O, modifiers=CTRL)
    assert not program.line("submit.order_id").isVisible()
    assert in_sight(program, "submit.order.expires") == EXPIRED
    assert "Empty the order ID" in in_sight(program, "submit.order.bound")


def test_an_order_leaves_no_choice_and_gives_it_back(program: Program) -> None:
    program.click("submit.mode.transfer")
    program.click("submit.encoding.json")
    assert not program.line("submit.order_id").isEnabled()
    program.put_into("submit.order_id", "O")
    program.put_into("submit.order_id", "ORDER-9")
    assert program.button("submit.mode.general").isChecked()
    assert program.button("submit.encoding.form").isChecked()
    for name in (*(f"mode.{own}" for own in SUBMIT_MODES if own is not Operation.GENERAL), "encoding.json", "async"):
        button = program.button(f"submit.{name}")
        assert not button.isEnabled()
        assert button.accessibleDescription().endswith("Empty the order ID to choose otherwise."), name
    program.put_into("submit.order_id", "")
    assert program.button("submit.mode.transfer").isChecked()
    assert program.button("submit.encoding.json").isChecked()
    assert program.find(QLabel, "submit.order.bound").isHidden()


def test_where_an_order_may_go_anywhere_nothing_is_bound(
    start_program: StartProgram, make_profile: MakeProfile, receiver: Sandbox
) -> None:
    program = start_program(make_profile(endpoint=receiver.start(), order_id_anywhere=True))
    program.click("submit.mode.transfer")
    program.put_into("submit.order_id", "ORDER-9")
    assert program.button("submit.mode.transfer").isChecked()
    assert program.find(QWidget, "submit.order.bound").isHidden()
