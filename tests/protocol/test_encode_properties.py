"""Any lead, in any encoding, comes back from parsers that know nothing of ours, and nothing else comes with it."""

import json
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product
from typing import Any
from urllib.parse import parse_qsl
from xml.sax import parseString
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadexec_desktop.protocol.encode import CannotEncodeError, encode
from leadexec_desktop.protocol.operations import why_not
from leadexec_desktop.protocol.parameters import RESERVED_NAMES, Parameter
from leadexec_desktop.protocol.values import (
    SUBMIT_MODES,
    CallData,
    Encoding,
    Lead,
    LeadRequest,
    Operation,
    RequestShape,
    SourceIds,
)
from tests.depth import examples

SHAPES = [
    shape
    for operation, encoding, is_async in product(SUBMIT_MODES, Encoding, (False, True))
    if why_not(shape := RequestShape(operation, encoding, is_async=is_async)) is None
]
Pairs = list[tuple[str, Any]]


@dataclass
class Wire:
    """A request as an independent parser finds it: every name with its value, in order, none merged."""

    source: Pairs
    lead: Pairs
    fields: Pairs


class _Reader(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.path: list[str] = []
        self.attributes: dict[str, Pairs] = {}
        self.children: Pairs = []
        self.text = ""

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self.path.append(name)
        self.text = ""
        if len(self.path) < 3:
            self.attributes["/".join(self.path)] = list(attrs.items())
        else:
            assert self.path[:2] == ["Leads", "Lead"]
            assert len(self.path) == 3
            assert not attrs.getNames()

    def characters(self, content: str) -> None:
        assert len(self.path) == 3, "text outside of the fields"
        self.text += content

    def endElement(self, name: str) -> None:
        if len(self.path) == 3:
            self.children.append((name, self.text))
        self.path.pop()


def read_back(encoding: Encoding, body: bytes) -> Wire:
    if encoding is Encoding.FORM:
        pairs: Pairs = [*parse_qsl(body.decode("ascii"), keep_blank_values=True, strict_parsing=True, errors="strict")]
        return Wire([], [], pairs)
    if encoding is Encoding.JSON:
        document = dict(json.loads(body, object_pairs_hook=list))
        assert set(document) == {"source", "leads"}
        [lead] = document["leads"]
        assert [name for name, _ in lead] == ["properties", "fields"]
        return Wire([*document["source"]], [*lead[0][1]], [*map(tuple, lead[1][1])])
    reader = _Reader()
    parseString(body, reader)
    assert set(reader.attributes) == {"Leads", "Leads/Lead"}
    return Wire(reader.attributes["Leads"], reader.attributes["Leads/Lead"], reader.children)


@dataclass
class Typed:
    """What is sent, and where each encoding has it by the documentation: written down here, not looked up."""

    shape: RequestShape
    values: Pairs
    password: str
    texts: dict[str, str] = field(default_factory=dict)

    def request(self) -> LeadRequest:
        call = None
        if self.shape.operation is Operation.CALL:
            call = CallData(self.texts["ivr"], 95, self.texts["result"])
        return LeadRequest(
            self.shape,
            SourceIds(18, 1, 23),
            Lead(tuple(self.values)),
            return_url=self.texts["url"] if self.shape.is_async else "",
            reference="" if self.shape.encoding is Encoding.FORM else self.texts["reference"],
            call=call,
        )

    def expected(self) -> Wire:
        request, in_json = self.request(), self.shape.encoding is Encoding.JSON
        ids: Pairs = [("vid", 18), ("lid", 1), ("aid", 23)]
        source = [*ids, ("password", self.password)]
        lead: Pairs = [("reference", request.reference)] if request.reference else []
        calls: Pairs = []
        if request.return_url:
            source.append(("returnURL" if in_json else "returnurl", request.return_url))
        if request.call is not None:
            names = {
                Encoding.FORM: ("ivrnumber", "callduration", "callresult"),
                Encoding.XML: ("IVRNumber", "CallDuration", "CallResult"),
                Encoding.JSON: ("ivrNumber", "callDuration", "callResult"),
            }[self.shape.encoding]
            duration: Any = 95 if in_json else "95"
            calls = list(zip(names, (request.call.ivr_number, duration, request.call.result), strict=True))
            calls = [pair for pair in calls if pair[1] or pair[0] == names[0]]
        if in_json:
            return Wire(source, [*lead, *calls], self.values)
        source = [(name, str(value)) for name, value in source]
        if self.shape.encoding is Encoding.FORM:
            return Wire([], [], [*source, *calls, *self.values])
        return Wire(source, lead, [*calls, *self.values])


AWKWARD = [
    *("&", "=", "<", ">", '"', "'", "%", "+", ";", "#", "\\", "/", "{", "}", "]]>", "&amp;", "&#13;", "%0A", "<!--"),
    *("\r", "\n", "\r\n", "\t", " ", "  ", "\x85", "\xa0", "\u2028", "\u2029", "\x7f", "\x80", "\x9f"),
    *("\N{REPLACEMENT CHARACTER}", "\ufeff", "\u200b", "\u202e", "\u0301", "e\u0301", "é", "\u05d0", "\u0627", "名"),
    *("\U0001f600", "\U0001f468\u200d\U0001f469", "\U0001fffe", "\U0010ffff", "\ue000", "\ufdd0"),
]
NOT_IN_XML = ["\x00", "\x01", "\x08", "\x0b", "\x0c", "\x0e", "\x1f", "\ufffe", "\uffff"]
HALVES = [chr(0xD83D), chr(0xDFFF)]
XML_TEXT = st.lists(
    st.sampled_from(AWKWARD)
    | st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=6),
    max_size=6,
).map("".join)
ANY_TEXT = st.lists(st.sampled_from([*AWKWARD, *NOT_IN_XML]) | st.text(max_size=6), max_size=6).map("".join)
# Letters of the fourth edition of XML 1.0, which the reader here knows, and of the fifth.
_LETTERS = "A-Za-z_À-ÖØ-öø-ÿα-ωא-ת名"
XML_NAME = st.from_regex(f"[{_LETTERS}][{_LETTERS}0-9.·\u0301-]{{0,9}}", fullmatch=True)


def names_in(encoding: Encoding) -> st.SearchStrategy[str]:
    names = XML_NAME if encoding is Encoding.XML else ANY_TEXT | XML_NAME
    return names.filter(lambda name: name.casefold() not in RESERVED_NAMES)


@st.composite
def leads(draw: st.DrawFn, shape: RequestShape) -> Typed:
    texts = XML_TEXT if shape.encoding is Encoding.XML else ANY_TEXT
    names = draw(st.lists(names_in(shape.encoding), unique_by=str.casefold, max_size=6))
    return Typed(
        shape,
        [(name, draw(texts)) for name in names],
        draw(texts),
        {name: draw(texts) for name in ("ivr", "result", "url", "reference")},
    )


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@examples(15)
@given(st.data())
def test_whatever_is_typed_comes_back_and_nothing_else(shape: RequestShape, data: st.DataObject) -> None:
    typed = data.draw(leads(shape))
    encoded = encode(typed.request(), typed.password)
    assert read_back(shape.encoding, encoded.body) == typed.expected()


@pytest.mark.parametrize(
    "text", [*AWKWARD, "", " a ", "\n\na\r\r\n", "\ta\t", "=&=", "a&vid=19&b", '","vid":19,"'], ids=ascii
)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_each_awkward_text_in_every_place(shape: RequestShape, text: str) -> None:
    typed = Typed(
        shape, [("A", text), ("B", f"x{text}y")], text, dict.fromkeys(("ivr", "result", "url", "reference"), text)
    )
    assert read_back(shape.encoding, encode(typed.request(), typed.password).body) == typed.expected()


PLACES = {
    "password": Parameter.PASSWORD,
    "url": Parameter.RETURN_URL,
    "reference": Parameter.REFERENCE,
    "ivr": Parameter.IVR_NUMBER,
    "result": Parameter.CALL_RESULT,
    "Notes": "Notes",
}


@pytest.mark.parametrize("character", [*NOT_IN_XML, *HALVES], ids=ascii)
@pytest.mark.parametrize("place, name", PLACES.items(), ids=PLACES)
@pytest.mark.parametrize("encoding", Encoding)
def test_what_cannot_be_carried_is_refused_by_name_and_only_where_it_cannot(
    encoding: Encoding, place: str, name: str, character: str
) -> None:
    text = f"a{character}b"
    texts = dict.fromkeys(("ivr", "result", "url", "reference"), "x") | {place: text}
    shape = RequestShape(Operation.CALL, encoding, is_async=True)
    typed = Typed(shape, [("A", "x"), ("Notes", texts.get("Notes", ""))], texts.get("password", "p"), texts)
    has_place = not (encoding is Encoding.FORM and place == "reference")
    if has_place and (encoding is Encoding.XML or character in HALVES):
        with pytest.raises(CannotEncodeError, match=f"U\\+{ord(character):04X}") as caught:
            encode(typed.request(), typed.password)
        assert caught.value.field == name
        assert text not in str(caught.value)
    else:
        assert read_back(encoding, encode(typed.request(), typed.password).body) == typed.expected()


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("name", ["vid", "Password", "ORDERID", "returnURL", "leadUID", "IVRNumber"])
def test_no_field_passes_for_a_parameter(encoding: Encoding, name: str) -> None:
    with pytest.raises(CannotEncodeError, match="its own parameters") as caught:
        encode(plain(encoding, [(name, "19")]))
    assert caught.value.field == name


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("twin", ["Phone", "PHONE"])
def test_no_field_pushes_another_out(encoding: Encoding, twin: str) -> None:
    with pytest.raises(CannotEncodeError, match="two fields of this name"):
        encode(plain(encoding, [("Phone", "1"), ("A", ""), (twin, "2")]))


@pytest.mark.parametrize("encoding", Encoding)
def test_a_name_that_nothing_can_carry_is_refused(encoding: Encoding) -> None:
    with pytest.raises(CannotEncodeError) as caught:
        encode(plain(encoding, [("Phone\ud83d", "1")]))
    assert caught.value.field.encode() == "Phone\N{REPLACEMENT CHARACTER}".encode()


@pytest.mark.parametrize("hours", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_a_delay_that_is_no_number_is_refused(hours: str) -> None:
    request = replace(plain(Encoding.JSON, [("A", "b")]), send_delay_h=Decimal(hours))
    with pytest.raises(CannotEncodeError) as caught:
        encode(request)
    assert caught.value.field == Parameter.SEND_DELAY


def plain(encoding: Encoding, values: Pairs) -> LeadRequest:
    return LeadRequest(RequestShape(Operation.GENERAL, encoding), SourceIds(18, 1, 23), Lead(tuple(values)))
