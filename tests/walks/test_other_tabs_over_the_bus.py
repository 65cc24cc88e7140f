"""Ping, Duplicate check, Update and Status in the real window, over the accessibility bus and by keys alone.

Names and roles are those that the contract promises; what is asked goes out byte for byte as documented.
"""

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pytest

from . import leads
from .conftest import Windows
from .life import EARLIER_LEAD_ID, ORDER_ID, STATUS_PATH, Life, returned, status
from .open_window import Open
from .receiver import LEAD_ID, Received, receiving
from .session import Session
from .walker import Walker

pytestmark = pytest.mark.timeout(600)

PASSWORD, TOKEN = "Hush-hush7", "walk.token-1"
PING, CHECK = {"in_ping": True, "section": "Home"}, {"in_duplicate_check": True, "section": "Caller"}
FIELDS: list[dict[str, Any]] = [
    {"name": "FirstName", "label": "First name", "kind": "text", "required": True, "section": "Caller"},
    {"name": "LastName", "label": "Last name", "kind": "text", "section": "Caller"},
    {"name": "Phone", "label": "Phone", "kind": "phone", "required": True, **CHECK},
    {"name": "Email", "label": "E-mail", "kind": "email", **CHECK},
    {"name": "Zip", "label": "ZIP", "kind": "postal_code", **PING},
    {"name": "City", "label": "City", "kind": "text", **PING},
]
OPERATIONS = ["general", "redirect", "returnsends", "transfer", "call", "ping", "duplicate", "update", "status"]


def profile(endpoint: str, **changes: Any) -> dict[str, Any]:
    """The profile of a source that lets everything be asked."""
    return leads.profile(endpoint, fields=FIELDS, operations=OPERATIONS, **changes)


@pytest.fixture(scope="module")
def living(
    desktop: Session, window: Windows, walker: Walker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Open]:
    """A window under a profile with password and token, on a receiver that answers as the samples do."""
    folder = tmp_path_factory.mktemp("life")
    desktop.keep_secret(f"{leads.PROFILE_ID}/password", PASSWORD)
    desktop.keep_secret(f"{leads.PROFILE_ID}/token", TOKEN)
    with receiving(Life()) as receiver:
        file = leads.write(folder / "walk.leadprofile", profile(receiver.url))
        with window("--data-dir", folder / "data", "--import-profile", file):
            walker.wait_ready()
            yield Open(walker, receiver)


@pytest.fixture(autouse=True)
def as_at_first(living: Open) -> None:
    """No walk stumbles over one that failed before it."""
    living.receiver.begin_anew(Life())
    living.walker.strike("Control", "1")
    living.new_lead()


def check(received: Received, first_line: str, body: str, content_type: str = "", token: str = "") -> None:
    """Holds a request to every byte that the documentation asks for, and to a head with nothing else in it.

    Args:
        received: It.
        first_line: The request line.
        body: All that stands behind the head.
        content_type: Empty for a request without a body.
        token: That of the Authorization header; empty for none.
    """
    head = {name: value for name, value in received.headers if name not in ("host", "user-agent", "accept-encoding")}
    wanted = {"connection": "close", "accept": head["accept"]}
    if content_type:
        wanted |= {"content-type": content_type, "content-length": str(len(body.encode()))}
    if token:
        wanted["authorization"] = f"Bearer {token}"
    assert received.head[0] == first_line
    assert received.body == body.encode()
    assert head == wanted


HIDDEN = "--------"
"""What the preview shows of a password."""
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


def type_over(walker: Walker, tab: str, texts: Mapping[str, str]) -> None:
    """Types from the field that has the keyboard on; Enter goes to the next."""
    for name, text in texts.items():
        walker.wait_focused(f"{tab}.field.{name}")
        walker.keys(text)
        walker.strike("Return")


def go(walker: Walker, tab: str, word: str) -> None:
    """Sends what stands on a tab, and waits for its word."""
    walker.strike("Control", "Return")
    walker.wait_text(f"{tab}.outcome.kind", word)


# ------------------------------------------------------------------ by keys alone

LEAD = {"FirstName": "Ana", "LastName": "Lee", "Phone": "7025550123", "Email": "ana@example.com"}


def test_ping_post_status_and_update_without_typing_anything_twice(living: Open) -> None:
    walker, receiver = living.walker, living.receiver
    walker.strike("Control", "2")
    type_over(walker, "ping", {"Zip": "00501", "City": "Reno", **LEAD})
    go(walker, "ping", "will accept")
    # 1967, and the fields as 1921 wants them: contact information stays out.
    body = f"vid=18&lid=1&aid=23&password={PASSWORD}&Zip=00501&City=Reno"
    check(receiver.take(), "POST /processor/insert/ping/json HTTP/1.1", body, FORM, TOKEN)
    assert walker.text("ping.order_id") == ORDER_ID
    assert walker.text("ping.price") == "25.00"
    assert walker.text("ping.expires").startswith("Expires in ")

    walker.strike("F3")
    walker.wait_focused("submit.send")
    go(walker, "submit", "accepted")
    # 62: orderid stands behind the password; each of the lead's own fields is a parameter.
    body = (
        f"vid=18&lid=1&aid=23&password={PASSWORD}&orderid={ORDER_ID}&FirstName=Ana&LastName=Lee&Phone=7025550123"
        "&Email=ana%40example.com&Zip=00501&City=Reno"
    )
    check(receiver.take(), "POST /processor/insert/general/json HTTP/1.1", body, FORM, TOKEN)

    walker.strike("F5")
    walker.wait_text("status.outcome.kind", "accepted")
    # 133: nothing but the path; 89-96 list neither password nor token.
    check(receiver.take(), f"GET {STATUS_PATH} HTTP/1.1", "")
    assert [row[1:] for row in walker.rows("status.timeline")] == [
        ["received", ""],
        ["accepted", "price 25.00"],
        ["passed by quality control", ""],
    ]

    walker.strike("F6")
    walker.wait_focused("update.field.FirstName")
    assert {name: walker.text(f"update.field.{name}") for name in ("FirstName", "LastName", "City")} == {
        "FirstName": "Ana",
        "LastName": "Lee",
        "City": "Reno",
    }
    walker.strike("Return")
    walker.wait_focused("update.field.LastName")
    walker.keys("Marsh")
    walker.strike("Tab", times=3)
    walker.wait_focused("update.field.Zip")
    walker.strike("Delete")
    walker.wait_text("update.changes", "Goes: Last name, ZIP (emptied).")
    go(walker, "update", "accepted")
    # 1739: what was changed, and nothing else; 1695-1717 list no password.
    body = f"vid=18&lid=1&lpleaduid={LEAD_ID}&processDelivery=false&LastName=Marsh&Zip="
    check(receiver.take(), "POST /processor/update/json HTTP/1.1", body, FORM, TOKEN)
    assert receiver.nothing_more()
    assert [row[1] for row in walker.rows("history.table")][:4] == ["Update", "Status", "General", "Ping"]


def test_json_ping_check_and_update_likewise(living: Open) -> None:
    walker, receiver = living.walker, living.receiver
    walker.strike("Control", "2")
    walker.strike("Control", "n")
    choose_json(walker, "ping")
    walker.strike("Control", "2")
    type_over(walker, "ping", {"Zip": "00501", "City": "Reno", **LEAD})
    go(walker, "ping", "will accept")
    # 1968-1987
    source = {"vid": 18, "lid": 1, "aid": 23, "password": PASSWORD}
    body = _json(source, {}, {"Zip": "00501", "City": "Reno"})
    check(receiver.take(), "POST /processor/insert/ping/json HTTP/1.1", body, JSON, TOKEN)

    walker.strike("F2")
    walker.wait_text("duplicate.outcome.kind", "duplicate")
    asked = {"Phone": "7025550123", "Email": "ana@example.com"}
    # 1888: F2 asks at once, as form; then the same as JSON (1889-1907).
    form = f"vid=18&lid=1&aid=23&password={PASSWORD}&Phone=7025550123&Email=ana%40example.com"
    check(receiver.take(), "POST /processor/duplicate/check HTTP/1.1", form, FORM, TOKEN)
    choose_json(walker, "duplicate")
    walker.strike("Control", "Return")
    check(receiver.take(), "POST /processor/duplicate/check HTTP/1.1", _json(source, {}, asked), JSON, TOKEN)
    walker.wait_enabled("duplicate.send")
    walker.wait_text("duplicate.lead_id", EARLIER_LEAD_ID)
    assert walker.text("duplicate.received_on") == "4/30/2020 1:53:45 PM"

    walker.strike("F6")
    walker.wait_focused("update.field.FirstName")
    assert walker.text("update.lead_uid") == EARLIER_LEAD_ID
    choose_json(walker, "update")
    walker.strike("Control", "4")
    walker.wait_focused("update.field.FirstName")
    walker.keys("Anna")
    go(walker, "update", "accepted")
    # 1800-1821
    properties = {"leadUID": int(EARLIER_LEAD_ID), "processDelivery": False}
    body = _json({"vid": 18, "lid": 1}, properties, {"FirstName": "Anna"})
    check(receiver.take(), "POST /processor/update/json HTTP/1.1", body, JSON, TOKEN)
    assert receiver.nothing_more()


def _json(source: Mapping[str, object], properties: Mapping[str, object], fields: Mapping[str, str]) -> str:
    return json.dumps({"source": source, "leads": [{"properties": properties, "fields": fields}]})


def choose_json(walker: Walker, tab: str) -> None:
    """Chooses JSON by the keyboard: with Tab to the encodings, which arrows change."""
    for _ in range(30):
        if walker.told(f"{tab}.encoding.form")["focused"]:
            break
        walker.strike("Tab")
    walker.wait_focused(f"{tab}.encoding.form")
    walker.strike("Right")
    assert walker.told(f"{tab}.encoding.json")["checked"]


def test_a_queued_lead_is_followed_until_it_is_returned(living: Open) -> None:
    walker, receiver = living.walker, living.receiver
    receiver.script = Life(status(), returned("The caller hung up"))
    type_over(walker, "submit", {**LEAD, "FirstName": "Followed"})
    walker.switch("submit.async", on=True)
    walker.type("submit.return_url", "https://example.com/back")
    go(walker, "submit", "queued")
    # 80
    body = (
        f"vid=18&lid=1&aid=23&password={PASSWORD}&returnurl=https%3A%2F%2Fexample.com%2Fback"
        "&FirstName=Followed&LastName=Lee&Phone=7025550123&Email=ana%40example.com"
    )
    check(receiver.take(), "POST /processor/insert/general/json/async HTTP/1.1", body, FORM, TOKEN)
    for word in ("accepted", "returned"):
        check(receiver.take(), f"GET {STATUS_PATH} HTTP/1.1", "")
        living.wait_row("Followed", word)
        walker.wait_text("submit.outcome.kind", word)
    row = living.wait_row("Followed", "returned")
    assert (row[1], row[5]) == ("General", LEAD_ID)
    living.select("Followed")
    walker.wait_like("history.detail.outcome.reason", "The caller hung up")
    walker.switch("submit.async", on=False)
    assert receiver.nothing_more()


# ------------------------------------------------------------------ names, and what can be done through the bus

BUTTON, RADIO, BOX, LINE, LIST, TABLE, LABEL = (
    "push button",
    "radio button",
    "check box",
    "text",
    "combo box",
    "table",
    "label",
)
Control = tuple[str, str, str]
"""The last part of an identifier, a role, and the label that shows; a label's own text is not known beforehand."""
_OUTCOME: tuple[Control, ...] = (
    ("outcome", LABEL, ""),
    ("outcome.kind", LABEL, ""),
    *((f"outcome.{part}", LABEL, "") for part in ("reason", "lead_id", "post_id", "price", "redirect_url")),
    ("outcome.status_url", LABEL, ""),
    ("sends", TABLE, "Sends"),
    ("client_infos", TABLE, "Transfer to"),
    ("cancel", BUTTON, "Cancel"),
    ("clear", BUTTON, "Clear"),
)
_ENCODING: tuple[Control, ...] = (("encoding.form", RADIO, "Form"), ("encoding.json", RADIO, "JSON"))
_RESPONSE: tuple[Control, ...] = (("response.json", RADIO, "JSON"), ("response.xml", RADIO, "XML"))
_CAMPAIGN: tuple[Control, ...] = (("campaign", LIST, "West (23)"),)
CONTROLS: Mapping[str, tuple[Control, ...]] = MappingProxyType(
    {
        "ping": (
            *(*_ENCODING, *_RESPONSE, *_CAMPAIGN, *_OUTCOME),
            ("async", BOX, "Asynchronous"),
            ("return_url", LINE, "Return URL"),
            ("order_id", LINE, "Order ID"),
            ("price", LABEL, ""),
            ("expires", LABEL, ""),
            ("post", BUTTON, "Post this order"),
            ("send", BUTTON, "Ping"),
            ("field.Zip", LINE, "ZIP"),
        ),
        "duplicate": (
            *(*_ENCODING, *_CAMPAIGN, *_OUTCOME),
            ("lead_id", LABEL, ""),
            ("received_on", LABEL, ""),
            ("send", BUTTON, "Check"),
            ("field.Phone", LINE, "Phone"),
        ),
        "update": (
            *(*_ENCODING, *_RESPONSE, *_OUTCOME),
            ("lead_uid", LINE, "Lead ID"),
            ("process_delivery", BOX, "Run the receiver's automation afterwards"),
            ("send", BUTTON, "Send update"),
            ("field.FirstName", LINE, "First name"),
        ),
        "status": (
            *_OUTCOME,
            ("post_id", LINE, "PostID or StatusURL"),
            ("timeline", TABLE, "Timeline"),
            ("send", BUTTON, "Ask"),
        ),
        "history": (
            ("load", BUTTON, "Load"),
            ("status", BUTTON, "Status"),
            ("update", BUTTON, "Update"),
            ("duplicate", BUTTON, "Check"),
            ("post_order", BUTTON, "Post order"),
            ("open_redirect", BUTTON, "Open\u2026"),
            ("send_now", BUTTON, "Send now"),
            ("discard", BUTTON, "Discard"),
            ("send_again", BUTTON, "Send again"),
            ("arrived", BUTTON, "Arrived"),
            ("not_arrived", BUTTON, "Not arrived"),
            ("unsettled", LABEL, ""),
        ),
    }
)
TABS = ("ping", "duplicate", "update", "status")


def test_every_control_has_the_name_and_the_role_of_the_contract(living: Open) -> None:
    walker = living.walker
    for number, tab in enumerate(TABS, 2):
        walker.strike("Control", str(number))
        walker.ask("wait_there", f"{tab}.send", 60)
    for area, controls in CONTROLS.items():
        told = {part: walker.told(f"{area}.{part}") for part, _, _ in controls}
        assert {part: own["role"] for part, own in told.items()} == {part: role for part, role, _ in controls}, area
        assert {part: told[part]["name"] for part, role, _ in controls if role != LABEL} == {
            part: label for part, role, label in controls if role != LABEL
        }, area


def test_a_complaint_has_the_name_of_its_field(living: Open) -> None:
    walker = living.walker
    walker.strike("Control", "3")
    walker.wait_focused("duplicate.field.Phone")
    walker.click("duplicate.clear")
    walker.wait_text("duplicate.field.Phone", "")
    walker.strike("Control", "Return")
    walker.wait_text("duplicate.error.Phone", "Phone is required.")
    walker.wait_focused("duplicate.field.Phone")
    assert living.receiver.nothing_more()


def test_the_options_of_a_ping_act_when_they_are_toggled(living: Open) -> None:
    walker, receiver = living.walker, living.receiver
    walker.strike("Control", "2")
    walker.wait_focused("ping.field.Zip")
    walker.switch("ping.encoding.form", on=True)
    walker.type("ping.field.Zip", "00501")
    walker.type("ping.field.City", "")
    walker.wait_like("ping.preview", f"vid=18&lid=1&aid=23&password={HIDDEN}&Zip=00501")
    walker.toggle("ping.response.xml")
    walker.wait_like("ping.preview", "POST /processor/insert/ping/xml HTTP/1.1")
    walker.toggle("ping.async")
    walker.type("ping.return_url", "https://example.com/back")
    walker.wait_like("ping.preview", "POST /processor/insert/ping/xml/async HTTP/1.1")
    walker.toggle("ping.encoding.json")
    walker.wait_like("ping.preview", '"fields": {"Zip": "00501"}')
    told = walker.told("ping.async")
    assert (told["enabled"], told["checked"]) == (False, False)
    assert told["description"] == "The receiver queues ping requests only when they are sent as form."
    assert walker.told("ping.return_url")["enabled"] is False
    walker.toggle("ping.encoding.form")
    assert walker.told("ping.async")["checked"], "it was only put off"
    walker.toggle("ping.async")
    walker.toggle("ping.response.json")
    assert walker.ask("items", "ping.campaign") == ["West (23)", "East (24)", "All 2 campaigns, side by side"]
    walker.ask("choose", "ping.campaign", "East (24)")
    walker.press("ping.send")
    walker.wait_text("ping.outcome.kind", "will accept")
    assert b"&aid=24&" in receiver.take().body
    walker.ask("choose", "ping.campaign", "West (23)")
    walker.type("ping.order_id", "typed-order")
    walker.press("ping.post")
    walker.wait_text("submit.order_id", "typed-order")


def test_update_and_status_act_through_the_bus(living: Open) -> None:
    walker, receiver = living.walker, living.receiver
    walker.strike("Control", "4")
    walker.wait_enabled("update.clear")
    walker.click("update.clear")
    walker.wait_text("update.lead_uid", "")
    walker.switch("update.encoding.form", on=True)
    walker.type("update.lead_uid", "4711")
    walker.type("update.field.LastName", "Marsh")
    for on, said in ((True, "true"), (False, "false")):
        walker.switch("update.process_delivery", on=on)
        walker.wait_like("update.preview", f"lpleaduid=4711&processDelivery={said}&LastName=Marsh")
    walker.press("update.send")
    walker.wait_text("update.outcome.kind", "accepted")
    receiver.take()
    walker.strike("Control", "5")
    walker.type("status.post_id", f"{receiver.url}{STATUS_PATH}")
    walker.wait_enabled("status.send")
    walker.press("status.send")
    check(receiver.take(), f"GET {STATUS_PATH} HTTP/1.1", "")
    walker.wait_text("status.outcome.kind", "accepted")


def test_the_steps_of_a_row_act_through_the_bus(living: Open) -> None:
    walker, receiver = living.walker, living.receiver
    type_over(walker, "submit", LEAD | {"FirstName": "Stepper"})
    go(walker, "submit", "accepted")
    receiver.take()
    for step, tab, word in (("status", "status", "accepted"), ("duplicate", "duplicate", "duplicate")):
        _select_lead(living, "Stepper")
        walker.wait_enabled(f"history.{step}")
        walker.press(f"history.{step}")
        receiver.take()
        walker.wait_text(f"{tab}.outcome.kind", word)
    _select_lead(living, "Stepper")
    walker.wait_enabled("history.update")
    assert walker.told("history.post_order")["description"] == "Only the answer to a ping has an order."
    assert walker.told("history.open_redirect")["description"] == "Its answer names no address to go to."
    walker.press("history.update")
    walker.wait_text("update.lead_uid", LEAD_ID)
    walker.press("history.load")
    walker.wait_text("submit.field.FirstName", "Stepper")
    assert receiver.nothing_more()


def _select_lead(living: Open, who: str) -> None:
    """Selects the row of a lead that was sent, and none of those that ask about it."""
    rows = living.walker.rows("history.table")
    at = next(n for n, row in enumerate(rows) if row[1] == "General" and row[2].startswith(who))
    living.walker.ask("select_row", "history.table", at)
