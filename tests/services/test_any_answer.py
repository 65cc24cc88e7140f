"""Whatever bytes come, the delivery ends as answered, and its detail can be shown."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from leadexec_desktop.protocol.delivery import DeliveryState
from leadexec_desktop.protocol.outcome import OutcomeKind
from leadexec_desktop.protocol.values import SUBMIT_MODES, Operation
from leadexec_desktop.protocol.wire import Answer
from tests.depth import examples

from .bench import URL, Bench, answer, request

ANSWERS = {OutcomeKind(word) for word in ("accepted", "rejected", "queued", "redirected", "refused", "unreadable")}


def ends_as_answered(bench: Bench, came: Answer, operation: Operation = Operation.GENERAL) -> str:
    bench.line.ending = came
    ended = bench.send(request(operation))
    detail = bench.history.detail(ended.id)
    assert ended.state is DeliveryState.ANSWERED
    assert detail.outcome.kind in ANSWERS
    assert detail.outcome.kind == ended.outcome
    assert detail.exchange is not None
    assert detail.exchange.answer == came
    return ended.outcome


ODD = {
    "a number that no Decimal holds": ('{"isValidPost": true, "Price": 1e99999999999999999999}', "accepted"),
    "one that nothing holds": ('{"isValidPost": true, "Price": -Infinity}', "accepted"),
    "a number of 5,000 digits": ('{"isValidPost": true, "Price": ' + "9" * 5000 + "}", "unreadable"),
    "half a character": ('{"isValidPost": true, "LeadIdentifier": "\\ud800"}', "accepted"),
    **{
        f"{depth} levels of {opening}": (
            '{"isValidPost": true, "Colour": ' + opening * depth + "1" + closing * depth + "}",
            "accepted",
        )
        for depth in (30, 200, 400)
        for opening, closing in (("[", "]"), ('{"a": ', "}"))
    },
    "100,000 levels": ('{"isValidPost": true, "Colour": ' + "[" * 100_000 + "]" * 100_000 + "}", "unreadable"),
}


@pytest.mark.parametrize("body, word", ODD.values(), ids=ODD)
def test_odd_answers(bench: Bench, body: str, word: str) -> None:
    assert ends_as_answered(bench, answer(body)) == word


NAMES = st.sampled_from(
    ["isValidPost", "Sends", "ClientInfos", "Price", "QueueSuccessful", "PostID", "ResponseType", "RedirectURL", "x"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(), inner, max_size=4),
)
HEADERS = st.sampled_from(
    [
        (),
        (("Content-Length", "1"),),
        (("Content-Type", "application/json; charset=utf-16"),),
        (("Location", "http://["), ("Retry-After", "²")),
        (("Transfer-Encoding", "chunked"), ("Content-Type", "text/xml;charset=utf-7")),
    ]
)
BODIES = (
    st.binary(max_size=200)
    | st.text(alphabet="<>/aisValidPost true&;\"'=![]-?x", max_size=200).map(str.encode)
    | JSON.map(lambda value: json.dumps(value).encode())
    | JSON.map(lambda value: json.dumps({"isValidPost": True, "Sends": value, "Price": value, "x": value}).encode())
    | JSON.map(lambda value: json.dumps(value).encode()[:-1])
)


@examples(100, HealthCheck.function_scoped_fixture)
@given(
    body=BODIES,
    status=st.sampled_from([200, 302, 400, 429, 502]),
    headers=HEADERS,
    operation=st.sampled_from(SUBMIT_MODES),
)
def test_any_answer(bench: Bench, body: bytes, status: int, headers: Any, operation: Operation) -> None:
    ends_as_answered(bench, Answer(status, headers, body, URL), operation)
