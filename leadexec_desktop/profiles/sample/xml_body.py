"""XML bodies: the receiver's own, and whatever else holds names and values."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadexec_desktop.profiles.sample.markup import local_name, xml_root
from leadexec_desktop.profiles.sample.model import RawField, RawSample, SampleError, SampleKind
from leadexec_desktop.protocol.values import Encoding

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_OWN_HOLDERS = frozenset({"leads", "lead", "source", "properties", "fields", "request", "envelope", "body", "root"})
_NAMED_BY_ATTRIBUTE = frozenset(
    {"field", "param", "parameter", "item", "entry", "property", "column", "attribute", "data"}
)
_NAMING = ("name", "key", "id")
_MOST_ELEMENTS = 20_000
_LONGEST_NAME = 500


def read_xml(text: str) -> RawSample:
    """The fields of an XML document.

    Raises:
        SampleError: It is none, has a document type, or has no elements with text.
    """
    root = _root(text)
    fields: dict[str, list[str]] = {}
    sections: dict[str, str] = {}
    for name, value, section in _leaves(root):
        known = sections.setdefault(name, section)
        own = name if known == section or not section else f"{section}.{name}"
        sections.setdefault(own, section)
        kept = fields.setdefault(own, [])
        if value:
            kept.append(value)
    if not fields:
        raise SampleError("This XML has no elements that could be fields. Paste a whole request.")
    raw = tuple(
        RawField(name, tuple(values), max(1, len(values)), section=sections[name]) for name, values in fields.items()
    )
    return RawSample(SampleKind.XML, raw, encoding=Encoding.XML)


def _root(text: str) -> "_Element":
    declaration = _DECLARATION.match(text[:_LONGEST_NAME])  # it names the encoding that the bytes had
    return xml_root(text[declaration.end() if declaration else 0 :])


def _leaves(root: "_Element") -> Iterator[tuple[str, str, str]]:
    """Name, text and heading of everything that may be a field, in order."""
    for count, element in enumerate(root.iter("*")):
        if count > _MOST_ELEMENTS:
            return
        name = local_name(element.tag)
        if len(element) or element is root:
            yield from (
                (local_name(own), value.strip(), "") for own, value in element.attrib.items() if _is_parameter(own)
            )
        if len(element) or not name:
            continue
        if element is root and not (element.text or "").strip():
            continue
        parent = element.getparent()
        heading = "" if parent is None else local_name(parent.tag)
        named = next((str(element.attrib[own]) for own in _NAMING if own in element.attrib), "")
        if name.casefold() in _NAMED_BY_ATTRIBUTE and named.strip():
            name = named.strip()[:_LONGEST_NAME]
        elif name.casefold() in _OWN_HOLDERS:
            yield from (
                (local_name(own), value.strip(), "") for own, value in element.attrib.items() if _is_parameter(own)
            )
            continue
        is_heading = parent is not None and parent is not root and heading.casefold() not in _OWN_HOLDERS
        yield name, _text(element), heading if is_heading else ""


def _is_parameter(attribute: str | bytes) -> bool:
    """Whether an attribute may be a parameter: those of other namespaces only say how to read the document."""
    return not str(attribute).startswith("{")


def _text(element: "_Element") -> str:
    return (element.text or "").strip()
