"""Reads a request's body with parsers that the program does not use to write it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes
from xml.dom import minidom


@dataclass(frozen=True)
class Read:
    """What a body holds.

    Attributes:
        parameters: Value by where it stands, as in documentation.py; of JSON with its type.
        fields: The lead's own values by wire name.
    """

    parameters: dict[str, object]
    fields: dict[str, object]


def read(encoding: str, body: bytes, field_names: tuple[str, ...]) -> Read:
    """A body taken apart; fails where it holds anything that has no place in a documented request.

    Args:
        encoding: `form`, `xml` or `json`.
        body: Its bytes.
        field_names: Which names are the lead's own, where the encoding does not tell.
    """
    return {"form": _form, "xml": _xml, "json": _json}[encoding](body, field_names)


def _form(body: bytes, field_names: tuple[str, ...]) -> Read:
    pairs = [_pair(part) for part in body.decode("ascii").split("&")]
    found = _once(pairs)
    fields = {name: value for name, value in found.items() if name in field_names}
    return Read({name: value for name, value in found.items() if name not in field_names}, fields)


def _pair(part: str) -> tuple[str, object]:
    name, equals, value = part.partition("=")
    assert equals
    assert "=" not in value
    return _unquoted(name), _unquoted(value)


def _unquoted(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ")).decode("utf-8")


def _xml(body: bytes, field_names: tuple[str, ...]) -> Read:
    leads = minidom.parseString(body).documentElement
    assert leads is not None
    assert leads.tagName == "Leads"
    (lead,) = _elements(leads)
    assert lead.tagName == "Lead"
    attributes = [
        (f"{element.tagName}@{name}", value) for element in (leads, lead) for name, value in element.attributes.items()
    ]
    children: list[tuple[str, object]] = [(child.tagName, _text(child)) for child in _elements(lead)]
    found = _once(children)
    own = {name: value for name, value in found.items() if name in field_names}
    others = {f"Lead/{name}": value for name, value in found.items() if name not in field_names}
    return Read(_once(attributes) | others, own)


def _elements(parent: minidom.Element) -> list[minidom.Element]:
    between = [node for node in parent.childNodes if not isinstance(node, minidom.Element)]
    assert all(isinstance(node, minidom.Text) and not node.data.strip() for node in between), "text between elements"
    return [node for node in parent.childNodes if isinstance(node, minidom.Element)]


def _text(element: minidom.Element) -> str:
    assert not element.attributes.items()
    texts = [node.data for node in element.childNodes if isinstance(node, minidom.Text)]
    assert len(texts) == len(element.childNodes)
    return "".join(texts)


def _json(body: bytes, field_names: tuple[str, ...]) -> Read:
    document = json.loads(body.decode("utf-8"), object_pairs_hook=_once)
    assert set(document) == {"source", "leads"}
    (lead,) = document["leads"]
    assert set(lead) == {"properties", "fields"}
    assert set(lead["fields"]) <= set(field_names)
    parameters = {f"source/{name}": value for name, value in document["source"].items()}
    return Read(
        parameters | {f"properties/{name}": value for name, value in lead["properties"].items()}, lead["fields"]
    )


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    assert len(found) == len(pairs), "a name came twice"
    return found
