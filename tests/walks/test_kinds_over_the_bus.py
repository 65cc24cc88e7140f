"""Help with typing, as screen readers and UI automation find it: over the accessibility bus and with real keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from . import leads
from .conftest import Windows
from .open_window import Open
from .receiver import as_documented, receiving
from .walker import PATIENCE_S, Walker
from .wire_reading import read

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def day(window: Windows, walker: Walker, tmp_path: Path) -> Iterator[Open]:
    """A window whose profile lets an agent add fields."""
    with receiving(as_documented) as receiver:
        profile = leads.without_secrets(receiver.url, allow_extra_fields=True)
        with window("--data-dir", tmp_path / "data", "--import-profile", leads.write(tmp_path / "p", profile)):
            walker.wait_ready()
            yield Open(walker, receiver)


def test_a_lead_is_typed_with_what_helps_to_type_it(day: Open) -> None:
    walker = day.walker
    day.choose("general", "submit.encoding.form")
    walker.type("submit.field.FirstName", "Ana")

    walker.ask("keys", ["Control"], "j")
    walker.ask("wait_focused", "submit.jump", PATIENCE_S)
    for key in ("p", "h", "Return"):
        walker.ask("keys", [], key)
    walker.ask("wait_focused", "submit.field.Phone", PATIENCE_S)
    for key in "7025550123":
        walker.ask("keys", [], key)
    walker.wait_text("submit.field.Phone", "(702) 555-0123")

    walker.type("submit.field.Email", "ana@gmial.com")
    assert walker.text("submit.field.Email") == "ana@gmial.com"
    assert walker.told("submit.suggestion.Email")["showing"]
    walker.press("submit.suggestion.Email")
    walker.wait_text("submit.field.Email", "ana@gmail.com")

    walker.press("submit.extra.add")
    walker.ask("wait_focused", "submit.extra.1.name", PATIENCE_S)
    walker.type("submit.extra.1.name", "GateCode")
    walker.type("submit.field.GateCode", "12 B")
    day.send("Ana", "accepted")

    names = ("FirstName", "Phone", "Email", "GateCode")
    assert read("form", day.receiver.take().body, names).fields == {
        "FirstName": "Ana",
        "Phone": "7025550123",
        "Email": "ana@gmail.com",
        "GateCode": "12 B",
    }
    assert day.receiver.nothing_more()
