"""Whatever the receiver does to a lead, one row each: what the real window says of it, and that it stays alive."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, thread_time

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QTableView, QTabWidget

from leadexec_desktop.protocol.outcome import OutcomeKind
from leadexec_desktop.sandbox.scenarios import SCENARIOS, Scenario
from leadexec_desktop.sandbox.server import Sandbox

from .program import MakeProfile, Program, Receive, StartProgram, child, times_asked

CALLER = {"FirstName": "Ana", "Phone": "7025550123", "Comments": "A <b>note</b>"}
NEXT_CALLER = {"FirstName": "Bob", "Phone": "7025550199", "Comments": ""}
LONGEST_WORK_S, LONGEST_GAP_S = 1.0, 10.0
"""The window must not stand still for longer, at work or for any reason; idle, its timer ticks every hundredth of a
second. On a machine that is busy with others a second's work takes longer."""
MOST_GROWTH_MB = 300
"""Of a process that may keep 16 MB of an answer, and holds it a few times while it reads it."""


# ------------------------------------------------------------------ the table
def nothing(_: Program) -> None: ...


def transfer(program: Program) -> None:
    program.click("submit.mode.transfer")


def returnsends(program: Program) -> None:
    program.click("submit.mode.returnsends")


def asynchronous(program: Program) -> None:
    program.click("submit.async")


@dataclass(frozen=True, slots=True)
class Row:
    """What comes of a scenario.

    Attributes:
        word: The outcome.
        sentence: A part of what is said of it.
        reason: A part of the reason beside it.
        response: A part of the Response tab of its detail.
        set_up: Chooses the mode.
        timeout_s: How long the profile waits for an answer.
    """

    word: OutcomeKind
    sentence: str
    reason: str
    response: str = "HTTP 200"
    set_up: Callable[[Program], None] = nothing
    timeout_s: float = 20.0


TOOK = "The receiver took the lead."
NO_ERROR = "No_Error: Lead was accepted"
IN_DOUBT = "The receiver may have this lead, or may not: no answer came."
DROPPED = "broke the connection off before it answered. The receiver may have the request"
ACCEPTED, REJECTED, REFUSED = OutcomeKind.ACCEPTED, OutcomeKind.REJECTED, OutcomeKind.REFUSED
UNREADABLE, UNKNOWN = OutcomeKind.UNREADABLE, OutcomeKind.UNKNOWN

ROWS: Mapping[Scenario, Row] = {
    Scenario.AS_DOCUMENTED: Row(ACCEPTED, TOOK, NO_ERROR, '"isValidPost": true'),
    Scenario.ACCEPT_ALL: Row(ACCEPTED, TOOK, NO_ERROR, '"isValidPost": true'),
    Scenario.QC_REVIEW: Row(ACCEPTED, "under review by quality control", NO_ERROR, '"PendingQCReview": true'),
    Scenario.REDIRECT_URL: Row(ACCEPTED, TOOK, NO_ERROR, "https://example.com/welcome"),
    Scenario.HTTP_REDIRECT: Row(UNREADABLE, "names another address", "redirect, which is not followed", "HTTP 302"),
    Scenario.MANY_SENDS: Row(ACCEPTED, TOOK, NO_ERROR, "Company 25", returnsends),
    Scenario.TOO_MANY_SENDS: Row(ACCEPTED, TOOK, NO_ERROR, "[the rest is not shown]", transfer),
    Scenario.NO_SENDS: Row(ACCEPTED, TOOK, NO_ERROR, '"ClientInfos": []', transfer),
    Scenario.SYSTEM_ID_MISSING: Row(REJECTED, "did not find the system", "System_ID_Missing: "),
    Scenario.LEAD_TYPE_ID_MISSING: Row(REJECTED, "does not know this lead type", "LeadType_ID_Missing: "),
    Scenario.VENDOR_ID_MISSING: Row(REJECTED, "does not know this lead source", "Vendor_ID_Missing: "),
    Scenario.NO_ACCOUNT_FOUND: Row(REJECTED, "No campaign takes this lead", "No_Account_Found: "),
    Scenario.OUTSIDE_CRITERIA: Row(REJECTED, "outside what the campaign buys", "Outside_Criteria: "),
    Scenario.DUPLICATE_LEAD: Row(REJECTED, "has had this person before", "Duplicate_Lead: Duplicate Lead, 12345678"),
    Scenario.ACCOUNT_DISABLED: Row(REJECTED, "is switched off", "Account_Disabled: "),
    Scenario.POST_OVER_MAX: Row(REJECTED, "has taken all it wants", "Post_Over_Max: "),
    Scenario.DATA_ERRORS: Row(REJECTED, "names a field, correct that", "Data_Errors: Value(s) for Phone"),
    Scenario.QUEUE_REFUSED: Row(
        REJECTED, "did not take the lead into its queue", "could not be queued", set_up=asynchronous
    ),
    Scenario.LATER_REJECTED: Row(REJECTED, "outside what the campaign buys", "Outside_Criteria: The lead turned out"),
    Scenario.NEVER_DECIDED: Row(ACCEPTED, TOOK, NO_ERROR, '"isValidPost": true'),
    Scenario.REVIEW_REJECTED: Row(ACCEPTED, "under review by quality control", NO_ERROR, '"PendingQCReview": true'),
    Scenario.LATER_RETURNED: Row(ACCEPTED, TOOK, NO_ERROR, '"isValidPost": true'),
    Scenario.WILL_NOT_ACCEPT: Row(REJECTED, "outside what the campaign buys", "Outside_Criteria: No coverage found"),
    Scenario.NO_ORDER: Row(ACCEPTED, TOOK, NO_ERROR, '"isValidPost": true'),
    Scenario.SHORT_ORDER: Row(ACCEPTED, TOOK, NO_ERROR, '"isValidPost": true'),
    Scenario.DUPLICATE_ELSEWHERE: Row(REJECTED, "has had this person before", "Duplicate_Lead: Duplicate Lead, Last"),
    Scenario.DOC_MALFORMED: Row(ACCEPTED, TOOK, NO_ERROR, '"7025551212""', transfer),
    Scenario.BYTE_ORDER_MARK: Row(ACCEPTED, TOOK, NO_ERROR, '"isValidPost": true'),
    Scenario.UTF_16: Row(ACCEPTED, TOOK, NO_ERROR, '"isValidPost": true'),
    Scenario.WRONG_CONTENT_TYPE: Row(ACCEPTED, TOOK, NO_ERROR, "Content-Type: text/html"),
    Scenario.LOWER_CASE_KEYS: Row(ACCEPTED, TOOK, NO_ERROR, '"isvalidpost": true', transfer),
    Scenario.MARKUP: Row(ACCEPTED, TOOK, '<b>Bold</b> & <img src="http://127.0.0.1:', "<b>Bold</b>", transfer),
    Scenario.LONG_TEXTS: Row(ACCEPTED, TOOK, "No_Error", "[the rest is not shown]", transfer),
    Scenario.TWO_ANSWERS: Row(ACCEPTED, TOOK, NO_ERROR, '"isValidPost": true'),
    Scenario.SLOW: Row(ACCEPTED, TOOK, NO_ERROR, '"isValidPost": true'),
    Scenario.UNAUTHORIZED_401: Row(REFUSED, "did not take the password or token", "HTTP 401", "HTTP 401"),
    Scenario.FORBIDDEN_403: Row(REFUSED, "does not let this account do that", "HTTP 403", "HTTP 403"),
    Scenario.TOO_MANY_429: Row(REFUSED, "asks you to wait 120 s", "try again after 120 s", "Retry-After: 120"),
    Scenario.HTML_200: Row(UNREADABLE, "a sign-in page of this network", "HTTP 200: the body has", "<title>Sign in"),
    Scenario.HTML_500: Row(UNREADABLE, "An error page came", "HTTP 500: the body has", "<h1>Server Error"),
    Scenario.EMPTY: Row(UNREADABLE, "its answer is empty", "HTTP 200: the body is empty"),
    Scenario.EXTERNAL_ENTITY: Row(UNREADABLE, "cannot be read", "a document type", "file:///etc/hostname"),
    Scenario.ENTITY_BOMB: Row(UNREADABLE, "cannot be read", "a document type", "&e9;"),
    Scenario.DEEP: Row(UNREADABLE, "cannot be read", "nested too deep", "[[[[[[[["),
    Scenario.HUGE: Row(UNREADABLE, "did not come whole", "The answer is longer than 16 MB", "Length: 2147483648"),
    Scenario.GZIP_BOMB: Row(UNREADABLE, "did not come whole", "The answer is longer than 16 MB", "Encoding: gzip"),
    Scenario.DRIP: Row(
        UNREADABLE, "did not come whole", "did not come within 2 s: reading stopped", "[cut off: ", timeout_s=2
    ),
    Scenario.CUT_OFF: Row(UNREADABLE, "did not come whole", "broke the connection off before the whole", "[cut off: "),
    Scenario.CUT_OFF_CHUNKED: Row(
        UNREADABLE, "did not come whole", "broke the connection off before the whole", "[cut off: "
    ),
    Scenario.SILENCE: Row(UNKNOWN, IN_DOUBT, "did not answer within 2 s.", "No answer came.", timeout_s=2),
    Scenario.RESET: Row(UNKNOWN, IN_DOUBT, DROPPED, "No answer came."),
    Scenario.DROPPED: Row(UNKNOWN, IN_DOUBT, DROPPED, "No answer came."),
    # What the token server does concerns no lead of a profile that fetches no token: test_client_credentials.py.
    Scenario.TOKEN_WANTED: Row(REFUSED, "did not take the password or token", "HTTP 401", "HTTP 401"),
    Scenario.TOKEN_REFUSED_401: Row(ACCEPTED, TOOK, NO_ERROR, '"isValidPost": true'),
    Scenario.TOKEN_REFUSED_200: Row(ACCEPTED, TOOK, NO_ERROR, '"isValidPost": true'),
    Scenario.TOKEN_UNREADABLE: Row(ACCEPTED, TOOK, NO_ERROR, '"isValidPost": true'),
    Scenario.TOKEN_DROPPED: Row(ACCEPTED, TOOK, NO_ERROR, '"isValidPost": true'),
}

HAS_IT = frozenset({OutcomeKind.ACCEPTED, OutcomeKind.UNREADABLE, OutcomeKind.UNKNOWN})
"""After these, the receiver has the lead or may have it: an unchanged lead is not sent by another press."""


def test_every_scenario_has_its_row() -> None:
    assert list(ROWS) == list(SCENARIOS)


# ------------------------------------------------------------------ the walk
class Pulse:
    """How long the window has stood still at the most, while this was looking: at work, and for any reason."""

    def __init__(self) -> None:
        self._last = thread_time(), monotonic()
        self.longest_s = 0.0, 0.0
        self._timer = QTimer()
        self._timer.setInterval(10)
        self._timer.timeout.connect(self.beat)

    def beat(self) -> None:
        now = thread_time(), monotonic()
        self.longest_s = max(self.longest_s[0], now[0] - self._last[0]), max(self.longest_s[1], now[1] - self._last[1])
        self._last = now

    def start(self) -> None:
        self._last = thread_time(), monotonic()
        self._timer.start()

    def stop(self) -> tuple[float, float]:
        self.beat()
        self._timer.stop()
        return self.longest_s


def most_memory_mb() -> float:
    """What this process has held at the most; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else 0


def press(program: Program) -> None:
    program.click("submit.send")
    program.until(lambda: not program.window.submit.is_sending)
    program.settle()


def open_response(program: Program) -> str:
    """The Response tab of the newest row, looked at."""
    program.select(0)
    detail = program.find(QTabWidget, "history.detail")
    response = child(detail, QPlainTextEdit, "history.detail.response")
    detail.setCurrentWidget(response)
    assert response.isVisible()
    response.grab()  # lays it out, as looking at it does
    return response.toPlainText()


@pytest.mark.parametrize("scenario", ROWS)
def test_what_the_window_says(
    start_program: StartProgram, make_profile: MakeProfile, receive: Receive, scenario: Scenario
) -> None:
    row, receiver = ROWS[scenario], receive(slow_s=0.5)
    receiver.scenario = scenario
    program = start_program(make_profile(endpoint=receiver.start(), timeout_s=row.timeout_s))
    row.set_up(program)
    program.put(**CALLER)
    pulse, before_mb = Pulse(), most_memory_mb()
    pulse.start()
    press(program)
    told = program.word, program.sentence, program.text("submit.outcome.reason")
    response = open_response(program)
    at_work_s, standing_s = pulse.stop()
    assert at_work_s < LONGEST_WORK_S
    assert standing_s < LONGEST_GAP_S
    assert most_memory_mb() - before_mb < MOST_GROWTH_MB

    assert told[0] == row.word
    assert row.sentence in told[1]
    assert row.reason in told[2]
    assert row.response in response
    assert program.outcomes == [row.word]
    assert child(program.window, QLabel, "history.detail.outcome.kind").text() == row.word
    assert {name: program.text(f"submit.field.{name}") for name in CALLER} == CALLER
    assert QApplication.activeModalWidget() is None
    assert [own.method for own in receiver.received] == ["POST"]
    press_again(program, receiver, row.word)
    send_the_next(program, receiver)


def press_again(program: Program, receiver: Sandbox, word: OutcomeKind) -> None:
    """Send on the same lead: sends nothing that the receiver may have, and sends what it turned away."""
    asked, is_kept = times_asked(receiver), word in HAS_IT
    press(program)
    assert program.word == word
    assert ("was not sent again" in program.sentence) is is_kept
    assert program.button("submit.send_again").isVisible() is is_kept
    assert times_asked(receiver) == asked + (not is_kept)
    assert program.outcomes == [word] * (1 + (not is_kept))


def send_the_next(program: Program, receiver: Sandbox) -> None:
    """Another lead gets an answer of its own."""
    receiver.scenario = Scenario.AS_DOCUMENTED
    accepted = program.outcomes.count("accepted")
    program.click("submit.mode.general")
    if program.button("submit.async").isChecked():
        program.click("submit.async")
    program.put(**NEXT_CALLER)
    program.send("accepted")
    assert dict(receiver.taken[-1].fields)["FirstName"] == "Bob"
    assert program.text("submit.outcome.lead_id") == str(100_000_000 + len(receiver.taken))
    program.settle()
    assert program.outcomes.count("accepted") == accepted + 1


# ------------------------------------------------------------------ more of single rows
def test_markup_is_shown_as_it_is_written(program: Program, receiver: Sandbox) -> None:
    receiver.scenario = Scenario.MARKUP
    transfer(program)
    program.put(**CALLER)
    program.send("accepted")
    model = program.find(QTableView, "submit.client_infos").model()
    cells = [str(model.index(0, column).data()) for column in range(model.columnCount())]
    evil = [text for text in cells if text.startswith("<b>Bold</b> & <img src=")]
    assert len(evil) == 2
    assert any(evil[0] in own.text() for own in program.window.submit.findChildren(QLabel))
    assert [own.method for own in receiver.received] == ["POST"]


OTHERWISE = (
    Scenario.BYTE_ORDER_MARK,
    Scenario.UTF_16,
    Scenario.WRONG_CONTENT_TYPE,
    Scenario.LOWER_CASE_KEYS,
    Scenario.TWO_ANSWERS,
)


@pytest.mark.parametrize("response", ["json", "xml"])
def test_an_answer_that_is_written_otherwise_is_read_whole(program: Program, receiver: Sandbox, response: str) -> None:
    transfer(program)
    program.click(f"submit.response.{response}")
    model = program.find(QTableView, "submit.client_infos").model()
    for number, scenario in enumerate(OTHERWISE):
        receiver.scenario = scenario
        program.put(FirstName=f"Ana {number}", Phone="7025550123")
        program.send("accepted")
        assert model.rowCount() == 2
        assert program.text("submit.outcome.lead_id") == str(100_000_001 + number)
        assert program.text("submit.outcome.price") == "25.00"
        assert not program.find(QLabel, "submit.outcome.note").isVisible()
    assert len(receiver.taken) == len(OTHERWISE)


def test_of_too_many_agents_the_first_are_shown(program: Program, receiver: Sandbox) -> None:
    receiver.scenario = Scenario.TOO_MANY_SENDS
    transfer(program)
    program.put(**CALLER)
    program.send("accepted")
    assert program.find(QTableView, "submit.client_infos").model().rowCount() == 1_000
    assert "ClientInfos: 99000 more rows" in program.text("submit.outcome.note")


def test_a_lead_that_gets_no_answer_is_cancelled_at_once(program: Program, receiver: Sandbox) -> None:
    receiver.scenario = Scenario.SILENCE
    program.put(**CALLER)
    program.click("submit.send")
    program.until(lambda: len(receiver.taken) == 1)
    began = monotonic()
    program.click("submit.cancel")
    program.until(lambda: not program.window.submit.is_sending)
    assert monotonic() - began < LONGEST_GAP_S
    assert program.word == "unknown"


@pytest.mark.parametrize("scenario", [Scenario.SILENCE, Scenario.DRIP])
def test_the_program_ends_at_once_all_the_same(sandbox_program: Program, scenario: Scenario) -> None:
    program = sandbox_program
    program.window.bar.scenario_chosen.emit(scenario.value)
    program.put(FirstName="Ana", LastName="Marsh", Phone="7025550123")
    program.click("submit.send")
    program.until(lambda: program.outcomes == ["sending"])
    began = monotonic()
    program.close()
    assert monotonic() - began < LONGEST_GAP_S
