"""Faulty and odd answers: the documentation's own samples that do not parse, and what else its samples vary in."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from leadexec_desktop.protocol.values import Operation, ResponseFormat
from leadexec_desktop.sandbox.answers import Document, Part, in_an_array, names_of
from leadexec_desktop.sandbox.verdicts import Asked
from leadexec_desktop.sandbox.writing import XML_NAMESPACES, json_text, text_of, xml_text


def malformed_text(document: Document, asked: Asked) -> str:
    """An answer as the documentation's faulty sample for that mode and response type has it, else an odd one."""
    write = None if asked.is_async else _SAMPLES.get((asked.operation, asked.response))
    return (write or _ODD[asked.response])(document, asked)


def _doubled_quote(document: Document, asked: Asked) -> str:
    """The quote that closes the first AgentPhone stands twice (lines 439, 959, 1508)."""
    return re.sub(r'("AgentPhone": "[0-9]*")', r'\1"', text_of(document, asked), count=1)


def _wrong_end_tag(document: Document, asked: Asked) -> str:
    """PostID is closed as isValidPost (lines 226, 740)."""
    return re.sub("<PostID>.*</PostID>", "<PostID>true</isValidPost>", text_of(document, asked))


def _never_closed(document: Document, asked: Asked) -> str:
    """ClientInfos is never closed (lines 449-472, 969-992, 1519-1542)."""
    return text_of(document, asked).replace("</ClientInfos>\n", "")


def _name_as_identifier(document: Document, asked: Asked) -> str:
    """The second ClientUID holds the client's name, and ClientName nothing (lines 340, 857, 1372)."""
    return text_of(document, asked).replace(
        "<ClientUID>5679</ClientUID>\n<ClientName>Acme Company</ClientName>",
        "<ClientUID>Acme Company</ClientUID>\n<ClientName></ClientName>",
    )


def _misspelt(document: Document, asked: Asked) -> str:
    """ReceivedOn is spelt as the table of properties has it (line 1883)."""
    misspelt = {("ReceviedOn" if name == "ReceivedOn" else name): part for name, part in document.items()}
    return _ODD[asked.response](misspelt, asked)


def _without_post_id(document: Document, asked: Asked) -> str:
    """There is no PostID, as in the XML samples of return sends, transfer and call (lines 321, 449, 568)."""
    return _ODD[asked.response]({name: part for name, part in document.items() if name != "PostID"}, asked)


def _odd_json(document: Document, asked: Asked) -> str:
    """Numbers and booleans as text (as line 1994), an array for an object and the other way round (as line 1324)."""
    odd = _in_text(document)
    return json_text(odd if in_an_array(asked) else [odd])


def _in_text(part: Part | Document) -> object:
    match part:
        case Mapping():
            return {name: _in_text(inner) for name, inner in part.items()}
        case bool() | int() | float():
            return str(part)
        case _:
            return part


def _odd_xml(document: Document, asked: Asked) -> str:
    """True for true, and a default namespace: so look-alike receivers answer (not in the documentation)."""
    odd = {name: str(value) if isinstance(value, bool) else value for name, value in document.items()}
    return xml_text(odd, names_of(asked).root, f'xmlns="http://tempuri.org/" {XML_NAMESPACES}')


_Writer = Callable[[Document, Asked], str]

_SAMPLES: Mapping[tuple[Operation, ResponseFormat], _Writer] = MappingProxyType(
    {
        (Operation.TRANSFER, ResponseFormat.JSON): _doubled_quote,
        (Operation.REDIRECT, ResponseFormat.XML): _wrong_end_tag,
        (Operation.TRANSFER, ResponseFormat.XML): _never_closed,
        (Operation.RETURNSENDS, ResponseFormat.XML): _name_as_identifier,
        (Operation.DUPLICATE, ResponseFormat.JSON): _misspelt,
        (Operation.DUPLICATE, ResponseFormat.XML): _misspelt,
        (Operation.UPDATE, ResponseFormat.XML): _without_post_id,
        (Operation.STATUS, ResponseFormat.JSON): _without_post_id,
    }
)
_ODD: Mapping[ResponseFormat, _Writer] = MappingProxyType(
    {ResponseFormat.JSON: _odd_json, ResponseFormat.XML: _odd_xml}
)
