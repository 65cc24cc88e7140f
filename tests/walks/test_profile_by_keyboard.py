"""A profile made by the keyboard alone, followed as a screen reader does, with the real keyring; and a lead with it."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Windows
from .receiver import Receiver, as_documented, receiving
from .session import Session, eventually
from .walker import Walker
from .wire_reading import read

pytestmark = pytest.mark.timeout(600)

PASSWORD = "hush-hush-7"
FIELDS = (
    ("FirstName", "", True, "Ann", "Ann"),
    ("LastName", "", False, "Lee", "Lee"),
    ("Phone", "ph", True, "702 555 0123", "7025550123"),
    ("Email", "em", False, "ann@example.com", "ann@example.com"),
    ("Address", "", False, "1 Main St", "1 Main St"),
    ("City", "", False, "Reno", "Reno"),
    ("State", "st", False, "NV", "NV"),
    ("Zip", "pos", False, "01234", "01234"),
    ("BirthDate", "da", False, "3/4/1990", "03/04/1990"),
    ("Income", "in", False, "50000", "50000"),
    ("Deposit", "mon", False, "12.50", "12.50"),
    ("Comments", "mu", False, "calls late", "calls late"),
)
"""Name, what is typed to choose its kind, whether it is required, what is typed into it, and that on the wire."""
KINDS = (
    "text",
    "text",
    "phone",
    "email",
    "text",
    "text",
    "state",
    "postal_code",
    "date",
    "integer",
    "money",
    "multiline",
)


def test_a_profile_of_twelve_fields_is_made_and_used_by_the_keyboard(
    desktop: Session, walker: Walker, window: Windows, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    with receiving(as_documented) as receiver, window("--data-dir", data):
        walker.wait_like("window.notice", "There is no profile yet")
        walker.strike("Control", "Shift", "p")
        walker.wait_like("profiles.nothing", "There is no profile yet")
        _make_profile(walker, receiver.url)
        _make_fields(walker)
        profile_id = _set_password(walker, data)
        assert desktop.secret(f"{profile_id}/password") == PASSWORD
        saved = _saved(data)
        assert PASSWORD not in json.dumps(saved)
        assert [(own["name"], own["kind"], own.get("required", False)) for own in saved["fields"]] == [
            (name, kind, required) for (name, _, required, _, _), kind in zip(FIELDS, KINDS, strict=True)
        ]
        _undo_twenty_steps(walker, data)
        walker.strike("Control", "Return")  # uses it on Submit
        _send_a_lead(walker, receiver)


def _saved(data: Path) -> dict[str, Any]:
    (file,) = (data / "profiles").glob("*.leadprofile")
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def _make_profile(walker: Walker, endpoint: str) -> None:
    walker.strike("Control", "n")
    walker.wait_focused("profiles.name")
    walker.keys("Typed leads")
    for name, text in (("endpoint", endpoint), ("vid", "18"), ("lid", "1")):
        walker.strike("Tab")
        walker.wait_focused(f"profiles.{name}")
        walker.keys(text)
    assert walker.text("profiles.name") == "Typed leads"
    assert walker.text("profiles.endpoint") == endpoint


def _make_fields(walker: Walker) -> None:
    walker.strike("F6")
    walker.wait_focused("profiles.fields")
    for at, (name, kind, required, _, _) in enumerate(FIELDS):
        walker.strike("Insert")
        walker.wait_row("profiles.fields", at, 0, "")
        walker.keys(name)
        walker.strike("Tab")  # the label stays the name
        walker.strike("Tab")
        walker.keys(kind)
        walker.strike("Tab")
        if required:
            walker.strike(" ")
        walker.wait_row("profiles.fields", at, 0, name)
    rows = walker.rows("profiles.fields")
    assert [(row[0], row[1], row[2], row[3]) for row in rows] == [
        (name, name, kind, f"Required: {'yes' if required else 'no'}")
        for (name, _, required, _, _), kind in zip(FIELDS, KINDS, strict=True)
    ]


def _set_password(walker: Walker, data: Path) -> str:
    """Has the API password kept, and the profile saved; gives its id."""
    walker.strike("Control", "Page_Down")
    walker.wait_focused("profiles.auth.password")
    walker.strike(" ")
    walker.wait_text("profiles.credentials.password.state", "not set")
    for _ in range(6):  # With updates too, the three schemes, of which one has the keyboard, then Set
        if walker.told("profiles.credentials.password.set")["focused"]:
            break
        walker.strike("Tab")
    walker.wait_focused("profiles.credentials.password.set")
    walker.strike(" ")
    walker.wait_focused("credentials.password")
    walker.keys(PASSWORD)
    walker.strike("Return")
    walker.wait_text("profiles.credentials.password.state", "kept in the keyring")
    walker.strike("Control", "s")
    walker.wait_text("profiles.status", "\u201cTyped leads\u201d is saved.")
    return str(
        eventually(lambda: list((data / "profiles").glob("*.leadprofile")) and _saved(data)["id"], "the profile")
    )


def _undo_twenty_steps(walker: Walker, data: Path) -> None:
    walker.strike("Control", "Page_Up")
    walker.wait_focused("profiles.fields")
    walker.strike("Up", times=len(FIELDS))
    before, content = walker.rows("profiles.fields"), _saved(data)
    walker.strike("Alt", "Down", times=9)
    walker.wait_row("profiles.fields", 9, 0, "FirstName")
    walker.strike("Control", "d", times=2)
    walker.strike("Delete", times=5)
    walker.strike("Alt", "Up", times=3)
    for text in ("x",):
        walker.strike("Home")
        walker.keys(text)
        walker.strike("Return")
    assert walker.rows("profiles.fields") != before
    assert walker.told("profiles.save")["enabled"]
    walker.strike("Control", "z", times=20)
    eventually(lambda: walker.rows("profiles.fields") == before, "the fields as they were")
    eventually(lambda: not walker.told("profiles.save")["enabled"], "nothing to be saved")
    assert walker.text("profiles.undo") != "Undo", "the twenty-first step is still there"
    assert _saved(data) == content


def _send_a_lead(walker: Walker, receiver: Receiver) -> None:
    walker.wait_enabled("submit.send")
    walker.strike("Control", "1")
    walker.wait_focused("submit.field.FirstName")
    for at, (name, _, _, typed, _) in enumerate(FIELDS):
        walker.wait_focused(f"submit.field.{name}")
        walker.keys(typed)
        if at + 1 < len(FIELDS):
            walker.strike("Return")
    walker.strike("Control", "Return")
    walker.wait_text("submit.outcome.kind", "accepted")
    received = receiver.take()
    found = read("form", received.body, tuple(name for name, *_ in FIELDS))
    assert found.fields == {name: wire for name, *_, wire in FIELDS}
    assert {"vid": "18", "lid": "1", "password": PASSWORD}.items() <= {
        str(place): value for place, value in found.parameters.items()
    }.items()
