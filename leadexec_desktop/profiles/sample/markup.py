"""Strangers' XML and HTML, parsed so that neither their size nor what they refer to can do harm."""

import re
from typing import TYPE_CHECKING

from leadexec_desktop.profiles.sample.model import SampleError

if TYPE_CHECKING:
    from lxml.etree import XMLParser, _Element

MOST_ATTRIBUTES = 200
"""Of one element: the parser's time grows with the square of their number."""

_MONSTER = re.compile(rf"<[^<>\"']*+(?:(?:\"[^\"<]*+\"|'[^'<]*+')[^<>\"']*+){{{MOST_ATTRIBUTES}}}")
_LONG_TAG = re.compile(r"<[^<>]{20000}")
"""A namespace of that length, the parser would write out anew for each element."""

_LONGEST_NAME = 500


def xml_root(text: str) -> "_Element":
    """The root of an XML text without a declaration.

    Raises:
        SampleError: It is none, or has a document type.
    """
    from lxml import etree  # noqa: PLC0415 - heavy: never before the first paint

    if _MONSTER.search(text) or _LONG_TAG.search(text):
        raise SampleError("This XML has an element with more in its tag than any request has.")
    line = 0
    try:
        root = etree.fromstring(text.strip().encode("utf-8", errors="replace"), hardened())
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
    else:
        if not root.getroottree().docinfo.doctype:
            return root
        raise SampleError("This XML has a document type, which no request has. Leave its <!DOCTYPE …> out.")
    raise SampleError(
        f"This begins as XML does, but cannot be read (line {line}). Copy the whole of it, then paste it again."
    )


def hardened() -> "XMLParser":
    """A parser that fetches nothing, replaces nothing and keeps to its limits."""
    from lxml import etree  # noqa: PLC0415 - heavy: never before the first paint

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def local_name(tag: object) -> str:
    """A name without its namespace; empty for a comment and the like."""
    name = tag if isinstance(tag, str) else ""
    return name.rpartition("}")[2][:_LONGEST_NAME]
