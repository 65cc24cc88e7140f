"""The words of an outcome, as the window says them over the accessibility bus: one for each thing a receiver can do."""

from dataclasses import dataclass

import pytest

from . import leads
from .open_window import OUTCOME_COLUMN, WHO_COLUMN, Open
from .receiver import (
    REDIRECT_URL,
    Holding,
    Script,
    as_documented,
    dropping,
    html_page,
    redirecting,
    rejected,
    unauthorized,
)
from .wire_reading import read

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(autouse=True)
def as_at_first(one: Open) -> None:
    """No walk stumbles over one that failed before it."""
    one.receiver.begin_anew(as_documented)


@dataclass(frozen=True)
class Case:
    """What a receiver does, and the word that it means."""

    word: str
    script: Script
    mode: str = "general"
    pressed: tuple[str, ...] = ()
    reason: str = ""


CASES = (
    Case("accepted", as_documented, reason="No_Error: Lead was accepted"),
    Case("rejected", rejected, reason="Data_Errors: Value(s) for FirstName missing from post or invalid."),
    Case("queued", as_documented, pressed=("submit.async",), reason="Lead has been queued for processing"),
    Case("redirected", redirecting, "redirect", ("submit.redirect.autoredirect",), reason="HTTP 302"),
    Case("unreadable", redirecting, "redirect", ("submit.redirect.manualredirect",), reason="HTTP 302: an unexpected"),
    Case("refused", unauthorized, reason="HTTP 401"),
    Case("unreadable", html_page, reason="HTTP 200: the body"),
    Case("unknown", dropping, reason="127.0.0.1 "),
    Case("unknown", dropping, "redirect", reason="127.0.0.1 "),
)


@pytest.mark.parametrize("number, case", list(enumerate(CASES)), ids=[f"{case.word} {case.mode}" for case in CASES])
def test_a_word_for_each_outcome(number: int, case: Case, one: Open) -> None:
    walker = one.walker
    one.receiver.script = case.script
    one.new_lead()
    one.choose(case.mode)
    if "submit.async" not in case.pressed and walker.told("submit.async")["enabled"]:
        walker.switch("submit.async", on=False)
    one.choose(case.mode, *case.pressed)
    one.type_lead(f"Case{number}")
    one.send(f"Case{number} ", case.word)
    assert walker.text("submit.outcome.reason").startswith(case.reason)
    assert len(walker.text("submit.outcome")) > 20
    if case.word == "redirected":
        assert walker.text("submit.outcome.redirect_url") == REDIRECT_URL
    if case.word == "rejected":
        assert case.reason in walker.text("submit.error.FirstName")
    one.receiver.take()
    assert one.receiver.nothing_more()


def test_a_lead_that_is_on_its_way_is_sending_and_a_second_press_does_nothing(one: Open) -> None:
    walker, receiver = one.walker, one.receiver
    receiver.script = holding = Holding()
    one.new_lead()
    one.choose("general", "submit.encoding.form")
    one.type_lead("Held")
    walker.press("submit.send")
    walker.wait_text("submit.outcome.kind", "sending")
    receiver.take()
    one.wait_row("Held", "sending")
    assert walker.told("submit.send")["enabled"] is False
    walker.ask("keys", ["Control"], "Return")
    holding.go.set()
    one.wait_row("Held", "accepted")
    walker.wait_text("submit.outcome.kind", "accepted")
    assert receiver.nothing_more()


def test_a_send_that_is_cancelled_late_is_unknown_and_goes_again_only_as_a_new_lead(one: Open) -> None:
    walker, receiver = one.walker, one.receiver
    receiver.script = holding = Holding()
    one.new_lead()
    one.choose("general", "submit.encoding.form")
    one.type_lead("Late")
    walker.press("submit.send")
    receiver.take()
    walker.press("submit.cancel")
    one.wait_row("Late", "unknown")
    walker.wait_text("submit.outcome.kind", "unknown")
    holding.go.set()
    receiver.script = as_documented
    walker.press("submit.send")
    walker.wait_like("submit.outcome", "was not sent again")
    assert receiver.nothing_more()
    walker.press("submit.send_again")
    walker.wait_text("submit.outcome.kind", "accepted")
    receiver.take()
    words = sorted(row[OUTCOME_COLUMN] for row in walker.rows("history.table") if row[WHO_COLUMN].startswith("Late"))
    assert words == ["accepted", "unknown"]


def test_nobody_listens(one: Open) -> None:
    """A general lead waits, and is sent from the form in its place; a second is discarded; a transfer is not sent."""
    walker, receiver = one.walker, one.receiver
    receiver.script = as_documented
    one.new_lead()
    one.choose("general", "submit.encoding.form")
    one.type_lead("Waits")
    receiver.close()
    one.send("Waits", "waiting")
    assert "refused the connection" in walker.text("submit.outcome.reason")
    assert "1 waiting" in walker.text("history.unsettled")
    receiver.listen()
    count = len(walker.rows("history.table"))
    walker.type("submit.field.FirstName", "Waited")
    one.send("Waited", "accepted")
    assert read("form", receiver.take().body, tuple(leads.LEAD)).fields["FirstName"] == "Waited"
    assert len(walker.rows("history.table")) == count
    assert "waiting" not in walker.text("history.unsettled")

    receiver.close()
    one.new_lead()
    one.type_lead("Discarded")
    one.send("Discarded", "waiting")
    one.select("Discarded")
    walker.wait_enabled("history.discard")
    walker.press("history.discard")
    walker.wait_text("submit.outcome.kind", "cancelled")
    one.wait_row("Discarded", "cancelled")

    one.new_lead()
    one.choose("transfer")
    one.type_lead("Useless")
    one.send("Useless", "not sent")
    assert "refused the connection" in walker.text("submit.outcome.reason")
    receiver.listen()
    assert receiver.nothing_more()
