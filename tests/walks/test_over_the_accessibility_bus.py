"""The real window on a real desktop, as screen readers and UI automation use it: over the accessibility bus alone."""

from pathlib import Path
from types import MappingProxyType

import pytest

from . import leads
from .documentation import CONTENT_TYPES, DOCUMENTED, ENCODINGS, POSSIBLE, Combination, key_of
from .open_window import Open
from .receiver import (
    CLIENT_INFOS,
    LEAD_ID,
    POST_ID,
    REDIRECT_URL,
    SENDS,
    STATUS_URL,
    as_documented,
)
from .walker import Walker
from .wire_reading import read

pytestmark = pytest.mark.timeout(600)

OPTIONS = MappingProxyType(
    {
        "redirect": "submit.redirect.autoredirect",
        "asynchronous": "submit.async",
        "return URL": "submit.return_url",
        "order ID": "submit.order_id",
        "send delay": "submit.send_delay",
        "reference": "submit.reference",
        "no-sell": "submit.no_sell",
        "IVR number": "submit.call.ivr_number",
        "call duration": "submit.call.duration",
        "call result": "submit.call.result",
        "call date": "submit.call.date",
    }
)
"""Identifier by what every_request.md calls an option."""
KEYS = MappingProxyType(
    {
        "returnurl": "submit.return_url",
        "orderid": "submit.order_id",
        "senddelay": "submit.send_delay",
        "reference": "submit.reference",
        "ivrnumber": "submit.call.ivr_number",
        "callduration": "submit.call.duration",
        "callresult": "submit.call.result",
        "calldate": "submit.call.date",
    }
)
"""Identifier by the parameter's name in lower case."""


@pytest.fixture(autouse=True)
def as_at_first(one: Open) -> None:
    """No walk stumbles over one that failed before it."""
    one.receiver.begin_anew(as_documented)


@pytest.fixture(scope="module")
def what_the_screen_says() -> dict[tuple[str, str, str, str], str]:
    """Why an option is off, by mode, encoding, when and option, as every_request.md has it."""
    table = (
        Path(__file__).with_name("every_request.md").read_text(encoding="utf-8").partition("## Options that are off")
    )
    rows = [line.strip("| ").split(" | ") for line in table[2].splitlines() if line.startswith("| ")]
    return {(mode, encoding, when, option): said for mode, encoding, when, option, said in rows[2:]}


# ------------------------------------------------------------------ every way to submit a lead


@pytest.mark.parametrize("combination", POSSIBLE, ids=str)
def test_every_combination_through_the_window(
    combination: Combination, one: Open, what_the_screen_says: dict[tuple[str, str, str, str], str]
) -> None:
    walker, receiver = one.walker, one.receiver
    one.new_lead()
    one.choose(
        combination.mode,
        *([f"submit.redirect.{combination.redirect}"] if combination.redirect else []),
        f"submit.encoding.{combination.encoding}",
        f"submit.response.{combination.response}",
    )
    if walker.told("submit.async")["enabled"]:
        walker.switch("submit.async", on=combination.is_async)
    _check_options(walker, combination, what_the_screen_says)
    first_name = f"José Ñandú {POSSIBLE.index(combination)}"
    one.type_lead(first_name)
    has = {key_of(place) for place in combination.parameters}
    for key in has & set(KEYS):
        walker.type(KEYS[key], leads.OPTIONS[key])
    if "nosell" in has:
        walker.switch("submit.no_sell", on=True)
    preview = walker.text("submit.preview")
    row = one.send(f"{first_name} O'Brien", "queued" if combination.is_async else "accepted")

    received = receiver.take()
    assert received.head[0] == f"POST {combination.path} HTTP/1.1"
    assert received.header("Content-Type") == CONTENT_TYPES[combination.encoding]
    assert received.header("Authorization") == ""
    assert preview.partition("\n\n")[2] == received.body.decode()
    found = read(combination.encoding, received.body, tuple(leads.LEAD))
    assert found.fields == leads.ON_THE_WIRE | {"FirstName": first_name}
    values = {key: value if combination.encoding == "json" else str(value) for key, value in leads.VALUES.items()}
    assert {key_of(place): value for place, value in found.parameters.items()} == {
        key: values[key] for key in has - {"password"}
    }
    _check_answer(walker, combination, row)
    assert receiver.nothing_more()


def _check_options(walker: Walker, combination: Combination, said: dict[tuple[str, str, str, str], str]) -> None:
    when = "async" if combination.is_async else "sync"
    for option, identifier in OPTIONS.items():
        told = walker.told(identifier)
        reason = said.get((combination.mode, combination.encoding, when, option))
        assert told["showing"], f"{identifier} is hidden"
        assert told["enabled"] is (reason is None), f"{identifier}: {told}"
        if reason is not None:
            assert told["description"] == reason
    for encoding in ENCODINGS:
        told = walker.told(f"submit.encoding.{encoding}")
        assert told["enabled"] is ((combination.mode, encoding) in DOCUMENTED)
        assert told["enabled"] or told["description"] == "The receiver takes redirect leads as form or XML only."


def _check_answer(walker: Walker, combination: Combination, row: list[str]) -> None:
    is_sync = not combination.is_async
    assert row[4:6] == (["25.00", LEAD_ID] if is_sync else ["", ""])
    if is_sync:
        assert walker.text("submit.outcome.lead_id") == LEAD_ID
    assert walker.text("submit.outcome.post_id") == POST_ID
    if combination.mode == "redirect":
        assert walker.text("submit.outcome.redirect_url") == REDIRECT_URL
    if not is_sync:
        assert walker.text("submit.outcome.status_url") == STATUS_URL
    sends = combination.mode == "returnsends" and is_sync
    infos = combination.mode == "transfer" and is_sync
    assert walker.rows("submit.sends") == ([list(cells) for cells in SENDS] if sends else [])
    assert walker.rows("submit.client_infos") == ([list(cells) for cells in CLIENT_INFOS] if infos else [])


def test_tables_have_headers_and_historys_detail_shows_the_same(one: Open) -> None:
    walker = one.walker
    assert walker.ask("headers", "history.table")[:6] == ["When", "Operation", "Who", "Outcome", "Price", "Lead ID"]
    for mode, table, cells in (("returnsends", "sends", SENDS), ("transfer", "client_infos", CLIENT_INFOS)):
        one.new_lead()
        one.choose(mode, "submit.encoding.form", "submit.response.json")
        walker.switch("submit.async", on=False)
        one.type_lead(f"Detail {mode}")
        one.send(f"Detail {mode}", "accepted")
        one.receiver.take()
        one.select(f"Detail {mode}")
        walker.wait_row(
            f"history.detail.{table}", 1, 1 if table == "sends" else 2, cells[1][1 if table == "sends" else 2]
        )
        assert walker.rows(f"history.detail.{table}") == [list(row) for row in cells]
        assert walker.ask("headers", f"history.detail.{table}") == walker.ask("headers", f"submit.{table}")


# ------------------------------------------------------------------ what a screen reader is told

ALWAYS = (
    *(f"submit.mode.{mode}" for mode in ("general", "redirect", "returnsends", "transfer", "call")),
    *(f"submit.redirect.{kind}" for kind in ("manualredirect", "autoredirect")),
    *(f"submit.encoding.{encoding}" for encoding in ("form", "xml", "json")),
    *(f"submit.response.{response}" for response in ("json", "xml")),
    "submit.campaign",
    *OPTIONS.values(),
    "submit.send",
    "submit.cancel",
    "submit.clear",
    "submit.preview",
    "profile.selector",
    "profile.badge",
    "profile.credentials",
    "history.table",
    "history.detail",
    "history.send_now",
    "history.discard",
    "history.unsettled",
)
"""What the contract says shows with the options open, at 1280x720 and without scrolling."""


@pytest.mark.parametrize("mode", ["general", "call"])
def test_all_options_show_at_1280_by_720(mode: str, one: Open) -> None:
    one.choose(mode)
    for identifier in ALWAYS:
        told = one.walker.told(identifier)
        x, y, width, height = told["extents"]
        assert told["showing"], identifier
        assert width > 0, identifier
        assert height > 0, identifier
        assert x >= 0, identifier
        assert y >= 0, identifier
        assert x + width <= 1280, identifier
        assert y + height <= 720, identifier


def test_every_control_that_shows_has_a_name(one: Open) -> None:
    controls = ("push button", "radio button", "check box", "text", "combo box", "table", "page tab")
    nameless = [
        (identifier, role)
        for identifier, role, name, _, shows in one.walker.ask("all_told")
        if shows and role in controls and not name
    ]
    assert nameless == []


def test_the_keyboard_alone_sends_a_lead(one: Open) -> None:
    walker, receiver = one.walker, one.receiver
    receiver.script = as_documented
    one.new_lead()
    one.choose("general")
    one.type_lead("Keys")
    walker.ask("keys", ["Control"], "Return")
    one.wait_row("Keys", "accepted")
    receiver.take()


def test_a_calls_date_is_shown_on_the_agents_clock_too(one: Open) -> None:
    one.choose("call")
    one.walker.type("submit.call.date", "11/13/2020 12:15 PM")
    one.walker.wait_text("submit.call.date.here", "Fri 12:15 in Pacific Time is Fri 15:15 on your clock.")


def test_a_campaign_is_picked_from_its_list(one: Open) -> None:
    walker, receiver = one.walker, one.receiver
    assert walker.ask("items", "submit.campaign") == ["None", "West (23)", "East (24)"]
    for item, aid in (("East (24)", 24), ("None", None), ("West (23)", 23)):
        one.new_lead()
        one.choose("general", "submit.encoding.json")
        walker.ask("choose", "submit.campaign", item)
        one.type_lead(f"Campaign {aid}")
        one.send(f"Campaign {aid}", "accepted")
        assert read("json", receiver.take().body, tuple(leads.LEAD)).parameters.get("source/aid") == aid
