"""An answer's JSON or XML as one plain shape, so that one table places the parts of both."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from leadexec_desktop.protocol.repair import without_doubled_quotes

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Object:
    """Named parts in order; a name may come twice."""

    parts: tuple[tuple[str, "Node"], ...]

    def get(self, name: str) -> "Node":
        """The first part of that name in any case; None if there is none."""
        return next((node for own, node in self.parts if own.casefold() == name), None)

    def has(self, name: str) -> bool:
        """Whether a part has that name, in any case."""
        return any(own.casefold() == name for own, _ in self.parts)


Node = Object | list["Node"] | str | int | Decimal | bool | None


class UndecodableError(ValueError):
    """A body is none of the documented answers; the text says what it is instead."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A body taken apart, and what had to be repaired for that."""

    root: Node
    repaired: str = ""


_XML_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
_ROOT_NAME = re.compile(r"<([A-Za-z_][\w.:-]*)")
_LONGEST_NAME = 500
"""Characters of an element's name, its namespace included: lxml writes both out anew for each element."""


def tree_of(text: str, *, is_whole: bool) -> Tree:
    """The parts of a JSON or XML text.

    Args:
        text: The body.
        is_whole: It is known to have come to its end. A body that may be cut off is never repaired: lxml would make a
            clean "accepted" of half an answer.

    Raises:
        UndecodableError: It is neither.
    """
    start = text.lstrip("\ufeff \t\r\n")
    if not start:
        raise UndecodableError("the body is empty")
    try:
        return _xml_tree(start, is_whole=is_whole) if start[0] == "<" else _json_tree(start, is_whole=is_whole)
    except RecursionError:
        raise UndecodableError("the body is nested too deep") from None
    except UnicodeDecodeError:  # half a character, as in &#xD800;, which lxml recovers and then cannot give out
        raise UndecodableError("the body holds half a character") from None


def _json_tree(text: str, *, is_whole: bool) -> Tree:
    try:
        return Tree(_load(text))
    except ValueError as error:
        if not is_whole:
            raise UndecodableError("the body is neither whole JSON nor XML") from error
    try:
        mended = _load(without_doubled_quotes(text))
    except ValueError as error:
        raise UndecodableError("the body is neither JSON nor XML") from error
    return Tree(mended, "A quotation mark too many stood behind a text; it was left out.")


def _load(text: str) -> Node:
    loaded: Node = json.loads(text, object_pairs_hook=lambda pairs: Object(tuple(pairs)), parse_float=_number)
    return loaded


def _number(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:  # 1e99999999999999999999, which no Decimal holds: shown as it came
        return text


def _xml_tree(text: str, *, is_whole: bool) -> Tree:
    from lxml import etree  # noqa: PLC0415 - heavy: never before the first paint

    declaration = _XML_DECLARATION.match(text)  # it names the encoding that the bytes had
    data = text[declaration.end() if declaration else 0 :].encode("utf-8", errors="replace")
    strict = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    try:
        return Tree(_node_of(_without_doctype(etree.fromstring(data, strict))))
    except etree.XMLSyntaxError as error:
        if not (is_whole or _root_is_closed(text)):
            raise UndecodableError("the body is XML that was cut off") from error
    lenient = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True, recover=True)
    try:
        root = etree.fromstring(data, lenient)
    except etree.XMLSyntaxError as error:
        raise UndecodableError("the body is no XML that can be read") from error
    if root is None:
        raise UndecodableError("the body is no XML that can be read")
    return Tree(_node_of(_without_doctype(root)), "The XML had tags that do not match; it was read as far as they do.")


def _root_is_closed(text: str) -> bool:
    name = _ROOT_NAME.search(text)
    return name is not None and text.rstrip().endswith(f"</{name[1]}>")


def _without_doctype(root: "_Element") -> "_Element":
    if root.getroottree().docinfo.doctype:
        raise UndecodableError("the body has a document type, as web pages have, which no documented answer has")
    return root


def _node_of(element: "_Element") -> Node:
    # One child at a time: a list of them would keep each one's name, with its namespace, in memory.
    parts = tuple((name, _node_of(child)) for child in element if (name := _local_name(child)))
    return Object(parts) if parts else "".join(_texts(element)).strip()


def _texts(element: "_Element") -> Iterator[str]:
    yield element.text or ""
    for comment in element:
        yield comment.tail or ""


def _local_name(element: "_Element") -> str:
    """An element's name without its namespace; empty for a comment and the like."""
    name = element.tag
    if not isinstance(name, str):
        return ""
    if len(name) > _LONGEST_NAME:
        raise UndecodableError("the body has longer names than any documented answer")
    return name.rpartition("}")[2]
