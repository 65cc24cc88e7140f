"""The program is killed while questions and an update are on their way: nothing is lost, and nothing goes out twice."""

import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from . import leads
from .conftest import Windows
from .life import Life, status
from .receiver import LEAD_ID, POST_ID, Received, receiving
from .session import eventually
from .test_other_tabs_over_the_bus import profile, type_over
from .walker import PATIENCE_S, Walker

pytestmark = pytest.mark.timeout(600)

TYPED_HERE = "85299"
OLDEST_DRAFT_S = 1.0


class Held(Life):
    """Takes leads, and answers nothing else before it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def __call__(self, received: Received) -> bytes:
        if not received.target.endswith("/async"):
            self.go.wait(PATIENCE_S)
        return super().__call__(received)


def kind_of(received: Received) -> str:
    """What a request asks: the first two words of its path behind /processor or /information."""
    return "/".join(received.target.split("/")[2:4]) if "processor" in received.target else "status"


def test_a_kill_while_everything_is_on_its_way(walker: Walker, window: Windows, tmp_path: Path) -> None:
    data = tmp_path / "data"
    held = Held()
    with receiving(held) as receiver:
        auth = {"password": False, "scheme": "none"}
        file = leads.write(tmp_path / "walk.leadprofile", profile(receiver.url, auth=auth))
        with window("--data-dir", data, "--import-profile", file):  # whose end is a kill
            walker.wait_ready()
            _send_what_is_held(walker)
            # The queued lead is polled at the same time.
            eventually(lambda: Counter(map(kind_of, receiver.requests)) == SENT, "all that is asked to come")
            walker.strike("Control", "2")
            walker.type("ping.field.Zip", TYPED_HERE)
            walker.strike("Control", "4")
            walker.type("update.field.City", "Sparks")
            typed_at_s = time.monotonic()
            eventually(lambda: time.monotonic() - typed_at_s > OLDEST_DRAFT_S, "the draft to be old enough")
        held.go.set()
        receiver.begin_anew(Life(status()))
        del receiver.requests[:]
        with window("--data-dir", data):
            walker.wait_ready()
            _check_history(walker)
            assert walker.text("window.notice").startswith("1 lead was being sent when the program ended")
            _check_drafts(walker)
            eventually(lambda: ("General", "accepted") in _words(walker), "the queued lead to be decided")
            assert Counter(map(kind_of, receiver.requests)) == {"status": 1}, "nothing goes out by itself but this"
            walker.ask("select_row", "history.table", _row(walker, "Update"))
            walker.wait_enabled("history.arrived")
            walker.press("history.arrived")
            eventually(lambda: ("Update", "arrived") in _words(walker), "the update to be settled")
            walker.wait_text("history.unsettled", "Outbox: nothing waits")


SENT = {"insert/general": 1, "insert/ping": 1, "duplicate/check": 1, "update/json": 1, "status": 2}
"""How often each was asked when the program was killed: a person asks for a status, and so does the program."""


def _send_what_is_held(walker: Walker) -> None:
    type_over(walker, "submit", {"FirstName": "Ana", "LastName": "Lee", "Phone": "7025550123"})
    walker.switch("submit.async", on=True)
    walker.type("submit.return_url", "https://example.com/back")
    walker.strike("Control", "Return")
    walker.wait_text("submit.outcome.kind", "queued")
    walker.strike("Control", "2")
    walker.wait_focused("ping.field.Zip")
    walker.type("ping.field.Zip", "00501")
    walker.strike("Control", "Return")
    walker.wait_text("ping.outcome.kind", "sending")
    walker.strike("Control", "3")
    walker.wait_focused("duplicate.field.Phone")
    walker.type("duplicate.field.Phone", "7025550123")
    walker.strike("Control", "Return")
    walker.wait_text("duplicate.outcome.kind", "sending")
    walker.strike("Control", "5")
    walker.wait_focused("status.post_id")
    walker.type("status.post_id", POST_ID)
    walker.strike("Control", "Return")
    walker.wait_text("status.outcome.kind", "sending")
    walker.strike("Control", "4")
    walker.wait_focused("update.lead_uid")
    walker.type("update.lead_uid", LEAD_ID)
    walker.type("update.field.LastName", "Marsh")
    walker.strike("Control", "Return")
    walker.wait_text("update.outcome.kind", "sending")


def _words(walker: Walker) -> list[tuple[str, str]]:
    """Operation and outcome of each row of history."""
    return [(row[1], row[3]) for row in walker.rows("history.table")]


def _row(walker: Walker, operation: str) -> int:
    return next(at for at, row in enumerate(walker.rows("history.table")) if row[1] == operation)


def _check_history(walker: Walker) -> None:
    words = eventually(lambda: _words(walker), "history")
    assert sorted(own for own in words if own[0] != "General") == [
        ("Duplicate check", "unknown"),
        ("Ping", "unknown"),
        ("Status", "unknown"),
        ("Update", "unknown"),
    ]
    assert "1 unknown" in walker.text("history.unsettled"), "but only of the update is anything to be decided"


def _check_drafts(walker: Walker) -> None:
    walker.strike("Control", "2")
    walker.wait_text("ping.field.Zip", TYPED_HERE)
    walker.strike("Control", "4")
    walker.wait_text("update.field.City", "Sparks")
    assert walker.text("update.field.LastName") == "Marsh"
    assert walker.text("update.lead_uid") == LEAD_ID
    assert walker.text("update.changes") == "Goes: Last name, City."
