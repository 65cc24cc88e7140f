"""A large profile: all kinds of fields in sections, a tenth of them lists, some required, some with a hint below."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from . import twelve_fields

PROFILE_ID = "5b1f8c42-7a3e-4d57-8a0b-2f9e6c4d1a77"
TYPED: Mapping[str, str] = MappingProxyType(
    {
        "text": "Maria Example",
        "multiline": "Call back at 6",
        "integer": "1250",
        "decimal": "12.5",
        "money": "1250.50",
        "boolean": "Yes",
        "date": "3/4/1990",
        "time": "2:30 pm",
        "datetime": "3/4/1990 2:30 pm",
        "phone": "(702) 555-0123",
        "email": "maria@example.com",
        "postal_code": "89101",
        "state": "Nevada",
        "url": "https://example.com/page",
        "ip": "192.0.2.10",
        "choice": "Label 7",
    }
)
"""What is typed into a field, by its kind."""
_OTHERS = tuple(kind for kind in TYPED if kind != "choice")
_SECTION, _EACH_CHOICE, _EACH_HELP, _EACH_REQUIRED = 20, 10, 5, 4
_CHOICES = 12


def kinds(count: int) -> dict[str, str]:
    """The kind of each of so many fields, by name, in the order of the form."""
    found = {}
    for place in range(count):
        is_choice = place % _EACH_CHOICE == _EACH_CHOICE - 1
        before = place // _EACH_CHOICE
        found[f"Field{place}"] = "choice" if is_choice else _OTHERS[(place - before) % len(_OTHERS)]
    return found


def lead(count: int) -> dict[str, str]:
    """A lead that fills so many fields, as typed."""
    return {name: TYPED[kind] for name, kind in kinds(count).items()}


def write(path: Path, count: int) -> None:
    """Writes the profile into a file."""
    fields = [_field(place, name, kind) for place, (name, kind) in enumerate(kinds(count).items())]
    profile = json.loads(twelve_fields.content("http://127.0.0.1:9"))
    path.write_text(json.dumps(profile | {"id": PROFILE_ID, "name": "Two hundred fields", "fields": fields}))


def _field(place: int, name: str, kind: str) -> dict[str, object]:
    field: dict[str, object] = {
        "name": name,
        "label": f"Field {place}",
        "kind": kind,
        "section": f"Part {place // _SECTION + 1}",
        "required": place % _EACH_REQUIRED == 0,
    }
    if place % _EACH_HELP == 0:
        field["help"] = "As the caller says it; ask again if it is not clear."
    if kind == "choice":
        field["choices"] = [{"value": f"v{number}", "label": f"Label {number}"} for number in range(_CHOICES)]
    return field
