"""Answers as text: JSON and XML as the documentation's Response samples write them."""

import json
from collections.abc import Mapping, Sequence
from html import escape  # the same as that of xml.sax.saxutils, which brings urllib.request
from types import MappingProxyType

from leadexec_desktop.protocol.values import ResponseFormat
from leadexec_desktop.sandbox.answers import Document, Entry, Part, in_an_array, names_of
from leadexec_desktop.sandbox.verdicts import Asked

XML_NAMESPACES = 'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
CONTENT_TYPES: Mapping[ResponseFormat, str] = MappingProxyType(
    {
        ResponseFormat.JSON: "application/json; charset=utf-8",
        ResponseFormat.XML: "application/xml; charset=utf-8",
    }
)
_ITEM_NAMES: Mapping[str, str] = MappingProxyType({"Sends": "SendInfo", "ClientInfos": "ClientInfo"})


def text_of(document: Document, asked: Asked) -> str:
    """The object as the documentation's samples write it."""
    if asked.response is ResponseFormat.XML:
        return xml_text(document, names_of(asked).root, XML_NAMESPACES)
    return json_text([document] if in_an_array(asked) else document)


def json_text(value: object) -> str:
    """A value as JSON, a line each."""
    return json.dumps(value, ensure_ascii=False, indent=0)


def xml_text(document: Document, root: str, namespaces: str) -> str:
    """An object as XML with that root."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root} {namespaces}>\n{_parts(document)}\n</{root}>'


def _parts(document: Document) -> str:
    return "\n".join(_element(name, part) for name, part in document.items())


def _element(name: str, part: Part) -> str:
    match part:
        case None | "" | []:
            return f"<{name} />"
        case bool():
            return f"<{name}>{str(part).lower()}</{name}>"
        case str() | int() | float():
            return f"<{name}>{escape(str(part), quote=False)}</{name}>"
        case Mapping():
            return f"<{name}>\n{_parts(part)}\n</{name}>"
        case _:
            return f"<{name}>\n{_items(name, part)}\n</{name}>"


def _items(name: str, entries: Sequence[Entry]) -> str:
    return "\n".join(_element(_ITEM_NAMES[name], entry) for entry in entries)
